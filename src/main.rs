//! The `toneline` binary: hands over to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    toneline::cli::run()
}
