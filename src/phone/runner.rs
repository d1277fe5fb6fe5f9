//! The call itself: fetches documents, carries out their verbs in order, and reports how it ended.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use url::Url;

use super::call::Recording;
use super::event::{Event, Moment};
use super::http::{Answer, Channel, Gateway, Request};
use super::input::{Input, Waited};
use super::line::{Line, Pace};
use super::params::Facts;
use super::twiml::{self, Action, Finding, Method, Severity, Verb};
use super::{PhoneError, wav};

/// Documents in a row without input before the call counts as going round in circles.
const DOCUMENTS_WITHOUT_INPUT: usize = 30;
/// The same for verbs without `action`, which fetch their own document again.
const REFETCHES: usize = 5;

/// How a call ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The gateway hung up, or had nothing more to say.
    Gateway,
    /// The caller hung up.
    Caller,
    /// It was never answered.
    Rejected {
        /// The reason was `busy`.
        busy: bool,
    },
}

/// What a verb leads to.
pub(super) enum Flow {
    Next,
    Go(Request),
    End(Ending),
}

pub(super) struct Runner {
    pub(super) line: Line,
    pub(super) gateway: Gateway,
    pub(super) input: Input,
    pub(super) facts: Facts,
    pub(super) recording: Arc<Mutex<Recording>>,
    /// URL of the document being carried out.
    pub(super) document: Url,
    events: mpsc::Sender<Moment>,
    dialled: Instant,
    lost_events: bool,
    documents: usize,
    refetches: usize,
}

impl Runner {
    pub(super) fn new(
        line: Line,
        call_sid: String,
        input: Input,
        events: mpsc::Sender<Moment>,
        recording: Arc<Mutex<Recording>>,
    ) -> Result<Self, PhoneError> {
        let document = line.route(&line.voice_path)?;
        line.physical(&document)?;
        let gateway = Gateway::new(&line, Channel::Voice)?;
        let facts = Facts::new(&line, call_sid);
        let dialled = Instant::now();
        Ok(Self {
            line,
            gateway,
            input,
            facts,
            recording,
            document,
            events,
            dialled,
            lost_events: false,
            documents: 0,
            refetches: 0,
        })
    }

    pub(super) async fn run(mut self) -> (Result<Ending, PhoneError>, Duration) {
        let ending = self.converse().await;
        let duration = self.dialled.elapsed();
        match &ending {
            Ok(Ending::Gateway) => self.emit(Event::HungUp { by_gateway: true }),
            Ok(Ending::Caller) => self.emit(Event::HungUp { by_gateway: false }),
            Ok(Ending::Rejected { busy }) => self.emit(Event::Rejected { busy: *busy }),
            Err(_) => {}
        }
        self.report_status(&ending, duration).await;
        if self.lost_events {
            // Whoever holds the call has not listened; by now there may be room to say so.
            self.find(
                Severity::Error,
                0,
                "more happened than was listened to; the report is not whole".into(),
            );
        }
        if let Err(error) = &ending {
            self.emit(Event::Failed(error.clone()));
        }
        (ending, duration)
    }

    async fn converse(&mut self) -> Result<Ending, PhoneError> {
        let first = Request {
            method: Method::Post,
            url: self.document.clone(),
            params: self.facts.params(&[]),
        };
        let mut request = first;
        loop {
            match self.document(request).await? {
                Flow::Go(next) => request = next,
                Flow::End(ending) => return Ok(ending),
                Flow::Next => return Ok(Ending::Gateway),
            }
        }
    }

    async fn document(&mut self, request: Request) -> Result<Flow, PhoneError> {
        self.documents += 1;
        if self.documents > DOCUMENTS_WITHOUT_INPUT {
            return Err(PhoneError::Loop {
                documents: self.documents - 1,
                url: request.url.into(),
            });
        }
        let answer = self.fetch(request).await?;
        self.document = answer.url.clone();
        let Some(text) = self.twiml_of(&answer)? else { return Ok(Flow::End(Ending::Gateway)) };
        let parsed = twiml::parse_voice(&text).map_err(|broken| PhoneError::BrokenTwiml {
            url: answer.url.into(),
            line: broken.line,
            reason: broken.reason,
        })?;
        parsed.findings.into_iter().for_each(|finding| self.emit(Event::Finding(finding)));
        let mut first = true;
        for verb in parsed.verbs {
            if !matches!(verb, Verb::Reject { .. }) {
                self.facts.answer();
            }
            if self.input.hung_up() {
                return Ok(Flow::End(Ending::Caller));
            }
            match self.verb(verb, first).await? {
                Flow::Next => first = false,
                elsewhere => return Ok(elsewhere),
            }
        }
        Ok(Flow::Next)
    }

    /// The document's text; `None` when the answer was something to hear, after which Twilio hangs up.
    fn twiml_of(&mut self, answer: &Answer) -> Result<Option<String>, PhoneError> {
        let url = || answer.url.to_string();
        if answer.content_type.starts_with("audio/") {
            let seconds = sound_seconds(&answer.content_type, &answer.body);
            self.emit(Event::Played { url: url(), seconds });
            return Ok(None);
        }
        if answer.body.is_empty() {
            return Err(PhoneError::Empty { url: url() });
        }
        let text = std::str::from_utf8(&answer.body).map(str::to_owned).map_err(|_| {
            PhoneError::BrokenTwiml {
                url: url(),
                line: 1,
                reason: "the bytes are not UTF-8".into(),
            }
        });
        match answer.content_type.as_str() {
            "text/xml" | "application/xml" | "text/html" => text.map(Some),
            "text/plain" => {
                let text = text?;
                if twiml::parse_voice(&text).is_ok() {
                    return Ok(Some(text));
                }
                self.emit(Event::Said { text, language: "en-US".into(), voice: "man".into() });
                Ok(None)
            }
            other => Err(PhoneError::ContentType { url: url(), content_type: other.to_owned() }),
        }
    }

    async fn verb(&mut self, verb: Verb, first: bool) -> Result<Flow, PhoneError> {
        match verb {
            Verb::Say(_) | Verb::Play(_) | Verb::Pause(_) => self.prompt(&verb).await,
            Verb::Gather(gather) => self.gather(gather).await,
            Verb::Record(record) => self.record(record).await,
            Verb::Redirect(action) => {
                let request = self.request(Some(&action), Method::Post, &[])?;
                self.emit(Event::Redirected { url: request.url.to_string() });
                Ok(Flow::Go(request))
            }
            Verb::Hangup => Ok(Flow::End(Ending::Gateway)),
            Verb::Reject { busy } if first => Ok(Flow::End(Ending::Rejected { busy })),
            Verb::Reject { .. } => Ok(Flow::Next),
            Verb::Connect(connect) => self.connect(connect).await,
            Verb::Unsupported { name, .. } => {
                self.find(
                    Severity::Notice,
                    0,
                    format!("this phone cannot do <{name}>; it goes on with the next verb"),
                );
                Ok(Flow::Next)
            }
        }
    }

    /// Sends a request and tells of it. A second delivery, if the line makes them, must get the same answer.
    pub(super) async fn fetch(&mut self, request: Request) -> Result<Answer, PhoneError> {
        let started = Instant::now();
        let (method, url) = (request.method, request.url.to_string());
        if !self.line.deliver_twice {
            let answer = self.gateway.send(request).await?;
            self.emit(Event::Answered { method, url, took: started.elapsed() });
            return Ok(answer);
        }
        let (answer, again) = self.gateway.send_twice(request).await?;
        self.emit(Event::Answered { method, url: url.clone(), took: started.elapsed() });
        if answer != again {
            self.find(
                Severity::Error,
                0,
                format!("{url} answered the same delivery differently the second time"),
            );
        }
        Ok(answer)
    }

    /// The request that an `action` asks for; without one, the current document is fetched again.
    pub(super) fn request(
        &self,
        action: Option<&Action>,
        method: Method,
        extra: &[(&str, &str)],
    ) -> Result<Request, PhoneError> {
        let written = action.map_or("", |a| a.url.as_str());
        let url = self.resolve(written)?;
        Ok(Request {
            method: action.map_or(method, |a| a.method),
            url,
            params: self.facts.params(extra),
        })
    }

    /// Hands the result of a verb to its `action`, unless too many verbs without one came in a row.
    pub(super) fn hand_over(
        &mut self,
        action: Option<&Action>,
        method: Method,
        extra: &[(&str, &str)],
    ) -> Result<Flow, PhoneError> {
        self.note_input();
        self.refetches = if action.is_some() { 0 } else { self.refetches + 1 };
        if self.refetches > REFETCHES {
            return Err(PhoneError::Loop { documents: REFETCHES, url: self.document.to_string() });
        }
        Ok(Flow::Go(self.request(action, method, extra)?))
    }

    /// Tells an `action` that the caller is gone; what it answers is not carried out.
    pub(super) async fn hand_over_after_hang_up(
        &mut self,
        action: Option<&Action>,
        method: Method,
        extra: &[(&str, &str)],
    ) -> Result<Flow, PhoneError> {
        self.facts.complete();
        let request = self.request(action, method, extra)?;
        if let Err(error) = self.fetch(request).await {
            self.find(Severity::Error, 11_200, error.to_string());
        }
        Ok(Flow::End(Ending::Caller))
    }

    /// A URL of the document, resolved against it. Empty is the document itself.
    pub(super) fn resolve(&self, written: &str) -> Result<Url, PhoneError> {
        if written.is_empty() {
            return Ok(self.document.clone());
        }
        self.document
            .join(written)
            .map_err(|e| PhoneError::BadUrl { url: written.to_owned(), reason: e.to_string() })
    }

    /// Lets `seconds` pass: none at [`Pace::Instant`]. Ends early at a key or word when `interruptible`, and
    /// whenever the caller hangs up; `true` then.
    pub(super) async fn pass(&mut self, seconds: f32, interruptible: bool) -> bool {
        let length = match self.line.pace {
            Pace::Instant => Duration::ZERO,
            Pace::Real => Duration::from_secs_f32(seconds.max(0.0)),
        };
        match self.input.wait(Instant::now() + length, |c| interruptible && c.interrupts()).await {
            Waited::Elapsed => false,
            Waited::HungUp => true,
            Waited::Got(command) => {
                self.input.put_back(command);
                true
            }
        }
    }

    /// The caller did something: the documents before it are no circle.
    pub(super) fn note_input(&mut self) {
        self.documents = 0;
    }

    async fn report_status(&mut self, ending: &Result<Ending, PhoneError>, duration: Duration) {
        let Some(path) = self.line.status_path.clone() else { return };
        if matches!(
            ending,
            Err(PhoneError::Unreachable { .. }
                | PhoneError::TimedOut { .. }
                | PhoneError::BadUrl { .. })
        ) {
            return;
        }
        let Ok(url) = self.line.route(&path) else { return };
        let params = self.facts.final_params(ending, duration);
        if let Err(error) = self.fetch(Request { method: Method::Post, url, params }).await {
            self.find(Severity::Error, 15_003, format!("the status callback failed: {error}"));
        }
    }

    pub(super) fn find(&mut self, severity: Severity, code: u32, message: String) {
        self.emit(Event::Finding(Finding { severity, code, line: 0, message }));
    }

    /// Tells of a happening. Nobody listening any more is fine; an unread backlog is said once, at the end.
    pub(super) fn emit(&mut self, event: Event) {
        let moment = Moment { at: self.dialled.elapsed(), event };
        if let Err(mpsc::error::TrySendError::Full(_)) = self.events.try_send(moment) {
            self.lost_events = true;
        }
    }
}

/// How long a file of sound is; `None` for what cannot be measured here.
pub(super) fn sound_seconds(content_type: &str, body: &[u8]) -> Option<f32> {
    let samples = match content_type {
        "audio/basic" | "audio/ulaw" | "audio/x-mulaw" => body.len(),
        _ => wav::decode(body).ok()?.len(),
    };
    #[expect(clippy::cast_precision_loss, reason = "a file of 16 MB at most")]
    Some(samples as f32 / 8000.0)
}
