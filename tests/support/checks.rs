//! Every document that a test received, against the table of TwiML; and by the reference's own checker where it is there.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::learner::beside;
use crate::twiml_table::{Kind, assert_good};

/// The checker that came with the specification; outside the project, and optional.
const CHECKER: &str = "shared/reference/twilio/twiml_check.py";

/// Panics unless every document is good TwiML.
pub(crate) fn all_good(documents: &[String]) {
    for document in documents {
        assert_good(kind(document), document);
    }
    by_reference(documents);
}

fn kind(document: &str) -> Kind {
    if document.contains("<Message") { Kind::Messaging } else { Kind::Voice }
}

fn by_reference(documents: &[String]) {
    let Some(checker) = beside(CHECKER) else { return };
    if documents.is_empty() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("python3");
    command.arg(checker).arg("--quiet").stdin(Stdio::null());
    for (n, document) in documents.iter().enumerate() {
        let path = folder.path().join(format!("{n}.xml"));
        let mut file = std::fs::File::create(&path).expect("our own folder");
        file.write_all(document.as_bytes()).expect("our own folder");
        command.arg(path);
    }
    let Ok(output) = command.output() else { return };
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
}
