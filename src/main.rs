//! The `toneline` binary: parses the command line and hands over.

fn main() {}
