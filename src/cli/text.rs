//! `toneline text`: texts a gateway with the simulated phone and prints its replies.

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use serde_json::json;

use super::transcript;
use crate::phone::twiml::Severity;
use crate::phone::{Line, Reply, TextExchange};

/// Text a gateway that speaks TwiML, and print its replies with what they cost.
///
/// Ends with status 1 when the gateway did anything that Twilio would refuse or warn of.
#[derive(Debug, Clone, Parser)]
pub struct Args {
    /// Base of the gateway; a path in it replaces the default route /webhook/sms.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Who texts.
    #[arg(long, default_value = "+250788123456")]
    from: String,
    /// Which number is texted.
    #[arg(long, default_value = "+250730000000")]
    to: String,
    /// Auth token to sign with; without one nothing is signed.
    #[arg(long, env = "TWILIO_AUTH_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Account to text on behalf of.
    #[arg(long, env = "TWILIO_ACCOUNT_SID")]
    account: Option<String>,
    /// Base under which the gateway knows itself, if that is not --url; requests are signed with it.
    #[arg(long)]
    public_url: Option<String>,
    /// Print one JSON object a text.
    #[arg(long)]
    json: bool,
    /// The texts, sent one after the other.
    #[arg(required = true, value_name = "BODY")]
    bodies: Vec<String>,
}

/// Sends every body and prints the replies. The exit code is 1 when the gateway gave Twilio cause to complain.
///
/// # Errors
///
/// What keeps a text from being delivered or its answer from being understood; later texts are not sent.
pub async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let line = line(&args)?;
    let mut clean = true;
    for body in &args.bodies {
        let exchange = line.text(body).await?;
        clean &= exchange.is_clean();
        if args.json {
            println!("{}", to_json(body, &exchange));
        } else {
            print(body, &exchange);
        }
    }
    if clean {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("the gateway broke the rules; see above");
    Ok(ExitCode::FAILURE)
}

fn line(args: &Args) -> anyhow::Result<Line> {
    let url =
        url::Url::parse(&args.url).with_context(|| format!("--url {} is no URL", args.url))?;
    let mut line = Line::new(&args.url);
    if url.path() != "/" {
        line.sms_path = url.path().to_owned();
        line.base_url = url[..url::Position::BeforePath].to_owned();
    }
    line.from.clone_from(&args.from);
    line.to.clone_from(&args.to);
    line.auth_token.clone_from(&args.token);
    line.public_url.clone_from(&args.public_url);
    if let Some(account) = &args.account {
        line.account_sid.clone_from(account);
    }
    Ok(line)
}

fn print(body: &str, exchange: &TextExchange) {
    println!("> {body}");
    for reply in &exchange.replies {
        for line in reply.body.lines() {
            println!("< {line}");
        }
        println!("  [{}]", cost(reply));
    }
    if exchange.replies.is_empty() {
        println!("  [no reply]");
    }
    for finding in exchange.findings.iter().filter(|f| f.severity >= Severity::Warning) {
        println!("! {}", transcript::sentence(finding));
    }
}

fn cost(reply: &Reply) -> String {
    let segments = reply.segments;
    let plural = if segments.count == 1 { "" } else { "s" };
    let media = if reply.media.is_empty() {
        String::new()
    } else {
        format!(", {} media", reply.media.len())
    };
    format!(
        "{}, {} units, {} segment{plural}{media}",
        segments.encoding, segments.units, segments.count
    )
}

fn to_json(body: &str, exchange: &TextExchange) -> serde_json::Value {
    let replies: Vec<serde_json::Value> = exchange
        .replies
        .iter()
        .map(|reply| {
            json!({
                "body": reply.body, "media": reply.media, "encoding": reply.segments.encoding.to_string(),
                "units": reply.segments.units, "segments": reply.segments.count,
            })
        })
        .collect();
    let findings: Vec<String> = exchange.findings.iter().map(transcript::sentence).collect();
    json!({"sent": body, "replies": replies, "findings": findings})
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
