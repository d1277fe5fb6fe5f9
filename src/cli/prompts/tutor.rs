//! The templates of the tutor's prompts, rendered with every fixture.

use std::path::Path;

use anyhow::Context as _;

use crate::tutor::prompts::{Templates, check};

/// What is wrong with the templates, and a line of counts. `folder` holds templates of the operator's that take the place
/// of ours, and perhaps `fixtures.toml`.
pub(crate) fn check(folder: Option<&Path>) -> anyhow::Result<(Vec<String>, String)> {
    let templates = match folder {
        Some(folder) => std::sync::Arc::new(Templates::with_folder(folder)?),
        None => Templates::shipped(),
    };
    let own = folder.map(|folder| folder.join("fixtures.toml")).filter(|path| path.is_file());
    let fixtures = match &own {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?,
        None => check::FIXTURES.to_owned(),
    };
    let report = check::run(&templates, &fixtures)
        .map_err(|fault| anyhow::anyhow!("fixtures.toml: {fault}"))?;
    let counts = format!(
        "{} templates and {} fixtures of the tutor make {} prompts; the largest instructions take {} tokens, the largest prompt {}",
        report.templates, report.fixtures, report.prompts, report.largest.0, report.largest.1,
    );
    Ok((report.faults.into_iter().map(|fault| format!("tutor: {fault}")).collect(), counts))
}
