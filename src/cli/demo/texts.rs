//! The text lesson: asks for maths and answers one problem.

use anyhow::ensure;

use super::narrate::{heading, learner_does, line_says, note};
use crate::phone::Line;

/// Texts a short lesson and prints both sides.
pub(super) async fn converse(line: &Line) -> anyhow::Result<()> {
    heading("The same learner, by text");
    for body in ["NAME Aline", "MATHS", "7", "PROGRESS"] {
        learner_does(&format!("texts: {body}"));
        let exchange = line.text(body).await?;
        ensure!(exchange.is_clean(), "the answer is no good TwiML: {:?}", exchange.findings);
        for reply in &exchange.replies {
            line_says(&reply.body);
            let s = &reply.segments;
            note(&format!("        ({:?}, {} units, {} segments)", s.encoding, s.units, s.count));
        }
    }
    Ok(())
}
