//! `toneline call`: dials a gateway with the simulated phone and prints the call.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::{ArgMatches, Command, FromArgMatches, Parser};

use super::transcript;
use crate::phone::twiml::Severity;
use crate::phone::{Act, CallReport, Line, Pace, Script, wav};

/// Dial a gateway that speaks TwiML, and print the call as it happens.
///
/// Keys and speech answer questions, sound goes into media streams, each in the order given. Ends with status 1
/// when the gateway did anything that Twilio would refuse or warn of.
#[derive(Debug, Clone, Parser)]
pub struct Args {
    #[command(flatten)]
    options: Options,
    /// Keys, speech and sound in the order of the command line.
    #[command(flatten)]
    acts: Acts,
}

#[derive(Debug, Clone, clap::Args)]
struct Options {
    /// Base of the gateway; a path in it replaces the default route /webhook/call.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Who calls.
    #[arg(long, default_value = "+250788123456")]
    from: String,
    /// Which number is dialled.
    #[arg(long, default_value = "+250730000000")]
    to: String,
    /// Auth token to sign with; without one nothing is signed.
    #[arg(long, env = "TWILIO_AUTH_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Account to call on behalf of.
    #[arg(long, env = "TWILIO_ACCOUNT_SID")]
    account: Option<String>,
    /// Base under which the gateway knows itself, if that is not --url; requests are signed with it.
    #[arg(long)]
    public_url: Option<String>,
    /// Save both sides of the streams: the line left, the caller right, 8 kHz PCM.
    #[arg(long, value_name = "FILE.wav")]
    save: Option<PathBuf>,
    /// Hang up after so many seconds.
    #[arg(long, default_value_t = 300)]
    max_seconds: u64,
    /// Let prompts, pauses and questions take as long as they would.
    #[arg(long)]
    real_time: bool,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

/// The acts; clap keeps their order only in its matches, so they are read from there.
#[derive(Debug, Clone, Default)]
struct Acts(Vec<Planned>);

#[derive(Debug, Clone)]
enum Planned {
    Keys(String),
    Speech(String),
    Sound(PathBuf),
}

impl clap::Args for Acts {
    fn augment_args(command: Command) -> Command {
        let repeated = |name: &'static str, value: &'static str, help: &'static str| {
            clap::Arg::new(name)
                .long(name)
                .value_name(value)
                .help(help)
                .action(clap::ArgAction::Append)
        };
        command
            .arg(repeated(
                "keys",
                "1,2,#",
                "Keys, one comma-separated item a question (or dtmf in a stream)",
            ))
            .arg(
                repeated("say", "FILE.wav", "Sound to speak into a stream, when the line is quiet")
                    .value_parser(clap::value_parser!(PathBuf)),
            )
            .arg(repeated(
                "speech",
                "TEXT",
                "Words to answer a question with, as the recogniser writes them",
            ))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Acts {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut acts: Vec<(usize, Planned)> = Vec::new();
        for (at, keys) in indexed::<String>(matches, "keys") {
            // An empty item is no act: "1,,2" has two.
            let items = keys.split(',').map(str::trim).filter(|item| !item.is_empty());
            acts.extend(items.map(|item| (at, Planned::Keys(item.to_owned()))));
        }
        acts.extend(
            indexed::<String>(matches, "speech")
                .map(|(at, text)| (at, Planned::Speech(text.clone()))),
        );
        acts.extend(
            indexed::<PathBuf>(matches, "say").map(|(at, path)| (at, Planned::Sound(path.clone()))),
        );
        acts.sort_by_key(|(at, _)| *at);
        Ok(Self(acts.into_iter().map(|(_, act)| act).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn indexed<'m, T: Clone + Send + Sync + 'static>(
    matches: &'m ArgMatches,
    name: &str,
) -> impl Iterator<Item = (usize, &'m T)> {
    let at = matches.indices_of(name).into_iter().flatten();
    at.zip(matches.get_many::<T>(name).into_iter().flatten())
}

/// Dials, prints, saves. The exit code is 1 when the call failed or the gateway gave Twilio cause to complain.
///
/// # Errors
///
/// When a sound file cannot be read, the settings make no call possible, or `--save` cannot be written.
pub async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Args { options, acts } = args;
    let mut script = Script::new(load(acts)?);
    script.limit = Duration::from_secs(options.max_seconds);
    let line = line(&options)?;
    let json = options.json;
    let report = line
        .play(script, |moment| {
            if json {
                println!("{}", transcript::to_json(moment));
            } else {
                println!("{}", transcript::line(moment));
            }
        })
        .await?;
    if let Some(path) = &options.save {
        wav::write_stereo(path, &report.recording.line, &report.recording.caller)?;
    }
    Ok(verdict(&report))
}

fn load(acts: Acts) -> anyhow::Result<Vec<Act>> {
    acts.0
        .into_iter()
        .map(|act| match act {
            Planned::Keys(keys) => {
                let known =
                    keys.chars().all(|k| k.is_ascii_digit() || matches!(k, '#' | '*' | 'A'..='D'));
                ensure!(known, "--keys {keys}: a telephone has only 0-9, #, * and A-D");
                Ok(Act::Keys(keys))
            }
            Planned::Speech(text) => Ok(Act::Speech(text)),
            Planned::Sound(path) => Ok(Act::Sound(wav::read(&path)?)),
        })
        .collect()
}

fn line(options: &Options) -> anyhow::Result<Line> {
    let url = url::Url::parse(&options.url)
        .with_context(|| format!("--url {} is no URL", options.url))?;
    let mut line = Line::new(&options.url);
    if url.path() != "/" {
        line.voice_path = url.path().to_owned();
        line.base_url = url[..url::Position::BeforePath].to_owned();
    }
    line.from.clone_from(&options.from);
    line.to.clone_from(&options.to);
    line.auth_token.clone_from(&options.token);
    line.public_url.clone_from(&options.public_url);
    if let Some(account) = &options.account {
        line.account_sid.clone_from(account);
    }
    if options.real_time {
        line.pace = Pace::Real;
    }
    Ok(line)
}

/// Says in a sentence what was wrong, on standard error.
fn verdict(report: &CallReport) -> ExitCode {
    if report.is_clean() {
        return ExitCode::SUCCESS;
    }
    match &report.ending {
        Err(error) => eprintln!("the call failed: {error}"),
        Ok(_) => {
            let faults: Vec<String> = report
                .findings()
                .filter(|finding| finding.severity >= Severity::Warning)
                .map(transcript::sentence)
                .collect();
            eprintln!(
                "the gateway broke the rules {} time(s): {}",
                faults.len(),
                faults.join("; ")
            );
        }
    }
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn acts_keep_the_order_of_the_command_line() {
        let args = Args::try_parse_from([
            "call", "--keys", "1,2", "--say", "a.wav", "--speech", "maths", "--say", "b.wav",
            "--keys", "#",
        ])
        .expect("valid");
        let told: Vec<String> = args.acts.0.iter().map(|act| format!("{act:?}")).collect();
        assert_eq!(
            told,
            [
                "Keys(\"1\")",
                "Keys(\"2\")",
                "Sound(\"a.wav\")",
                "Speech(\"maths\")",
                "Sound(\"b.wav\")",
                "Keys(\"#\")",
            ]
        );
    }

    #[test]
    fn a_path_in_the_url_replaces_the_route() {
        let args =
            Args::try_parse_from(["call", "--url", "http://127.0.0.1:5000/ivr"]).expect("valid");
        let line = line(&args.options).expect("valid");
        assert_eq!(
            (line.base_url.as_str(), line.voice_path.as_str()),
            ("http://127.0.0.1:5000", "/ivr")
        );
    }

    #[test]
    fn letters_are_no_keys() {
        let args = Args::try_parse_from(["call", "--keys", "1,x"]).expect("parsed");
        assert!(load(args.acts).is_err());
    }
}
