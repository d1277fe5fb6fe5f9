//! Text messages: one webhook out, the replies of its answer back.

use super::PhoneError;
use super::http::{Answer, Channel, Gateway, Request};
use super::line::{Line, new_sid};
use super::params::country;
use super::segments::{self, Segments};
use super::twiml::{self, Finding, MessagingVerb, Method, Severity};

/// Documents that one text may lead through.
const REDIRECTS: usize = 10;

/// One text that the gateway sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its words.
    pub body: String,
    /// URLs of media.
    pub media: Vec<String>,
    /// Whom it is for, if not for the sender.
    pub to: Option<String>,
    /// What it costs to send, by the phone's own count.
    pub segments: Segments,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextExchange {
    /// `SM` and 32 hexadecimal digits.
    pub message_sid: String,
    /// In order.
    pub replies: Vec<Reply>,
    /// What Twilio would warn of.
    pub findings: Vec<Finding>,
}

impl Line {
    /// Sends a text to the gateway and reads its replies. Replies that the gateway sends later by REST are not
    /// seen here.
    ///
    /// # Errors
    ///
    /// Whatever keeps Twilio from delivering the text or from understanding the answer.
    pub async fn text(&self, body: &str) -> Result<TextExchange, PhoneError> {
        self.message(body, None).await
    }

    /// Sends an attachment without words, as WhatsApp sends a voice note: its URL and its media type.
    ///
    /// # Errors
    ///
    /// As for [`Line::text`].
    pub async fn attach(&self, url: &str, media_type: &str) -> Result<TextExchange, PhoneError> {
        self.message("", Some((url, media_type))).await
    }

    /// The same with words beside it.
    ///
    /// # Errors
    ///
    /// As for [`Line::text`].
    pub async fn attach_to(
        &self,
        body: &str,
        url: &str,
        media_type: &str,
    ) -> Result<TextExchange, PhoneError> {
        self.message(body, Some((url, media_type))).await
    }

    async fn message(
        &self,
        body: &str,
        media: Option<(&str, &str)>,
    ) -> Result<TextExchange, PhoneError> {
        let gateway = Gateway::new(self, Channel::Messaging)?;
        let message_sid = new_sid("SM");
        let mut params = self.text_params(&message_sid, body);
        if let Some((url, media_type)) = media {
            params.retain(|(name, _)| name != "NumMedia");
            let more = [("NumMedia", "1"), ("MediaUrl0", url), ("MediaContentType0", media_type)];
            params.extend(more.map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
        let mut request = Request {
            method: Method::Post,
            url: self.route(&self.sms_path)?,
            params: params.clone(),
        };
        let mut exchange = TextExchange { message_sid, replies: Vec::new(), findings: Vec::new() };
        for _ in 0..=REDIRECTS {
            let answer = self.deliver(&gateway, request, &mut exchange).await?;
            let Some(next) = exchange.read(&answer, &params)? else { return Ok(exchange) };
            request = next;
        }
        Err(PhoneError::Loop { documents: REDIRECTS, url: self.sms_path.clone() })
    }

    async fn deliver(
        &self,
        gateway: &Gateway,
        request: Request,
        exchange: &mut TextExchange,
    ) -> Result<Answer, PhoneError> {
        if !self.deliver_twice {
            return gateway.send(request).await;
        }
        let (answer, again) = gateway.send_twice(request).await?;
        if answer != again {
            exchange.find(
                Severity::Error,
                0,
                format!("{} answered the same delivery differently the second time", answer.url),
            );
        }
        Ok(answer)
    }

    fn text_params(&self, message_sid: &str, body: &str) -> Vec<(String, String)> {
        let count = segments::count(body).count.to_string();
        [
            ("ToCountry", country(&self.to)),
            ("ToState", ""),
            ("SmsMessageSid", message_sid),
            ("NumMedia", "0"),
            ("ToCity", ""),
            ("FromZip", ""),
            ("SmsSid", message_sid),
            ("FromState", ""),
            ("SmsStatus", "received"),
            ("FromCity", ""),
            ("Body", body),
            ("FromCountry", country(&self.from)),
            ("To", &self.to),
            ("ToZip", ""),
            ("NumSegments", &count),
            ("MessageSid", message_sid),
            ("AccountSid", &self.account_sid),
            ("From", &self.from),
            ("ApiVersion", "2010-04-01"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }
}

impl TextExchange {
    /// The gateway did nothing that Twilio would warn of.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity < Severity::Warning)
    }

    /// Reads one answer; the next request if it redirects.
    fn read(
        &mut self,
        answer: &Answer,
        params: &[(String, String)],
    ) -> Result<Option<Request>, PhoneError> {
        if answer.body.is_empty() {
            if answer.status != 204 {
                self.find(
                    Severity::Warning,
                    11_770,
                    "an empty answer; 204 or an empty <Response/> says so properly".into(),
                );
            }
            return Ok(None);
        }
        let url = || answer.url.to_string();
        let broken = |line, reason| PhoneError::BrokenTwiml { url: url(), line, reason };
        let text = std::str::from_utf8(&answer.body)
            .map_err(|_| broken(1, "the bytes are not UTF-8".to_owned()))?;
        match answer.content_type.as_str() {
            "text/xml" | "application/xml" | "text/html" => {}
            "text/plain" => {
                self.reply(text.to_owned(), Vec::new(), None);
                return Ok(None);
            }
            other => {
                return Err(PhoneError::ContentType { url: url(), content_type: other.to_owned() });
            }
        }
        let document = twiml::parse_messaging(text).map_err(|e| broken(e.line, e.reason))?;
        self.findings.extend(document.findings);
        for noun in document.nouns {
            match noun {
                MessagingVerb::Message { body, media, to } => self.reply(body, media, to),
                MessagingVerb::Redirect(action) => {
                    let bad = |e: url::ParseError| PhoneError::BadUrl {
                        url: action.url.clone(),
                        reason: e.to_string(),
                    };
                    let url = answer.url.join(&action.url).map_err(bad)?;
                    return Ok(Some(Request {
                        method: action.method,
                        url,
                        params: params.to_vec(),
                    }));
                }
            }
        }
        Ok(None)
    }

    fn reply(&mut self, body: String, media: Vec<String>, to: Option<String>) {
        let segments = segments::count(&body);
        self.replies.push(Reply { body, media, to, segments });
    }

    fn find(&mut self, severity: Severity, code: u32, message: String) {
        self.findings.push(Finding { severity, code, line: 0, message });
    }
}
