//! Templates: Markdown with a head in TOML, embedded, and each replaceable from a folder.
//!
//! A file is `NAME.VERSION.md`. Its head says which variables it uses, and that is checked against its text and against
//! the variables that exist, so that rendering cannot meet one that is missing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use minijinja::{Environment, UndefinedBehavior};
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::Value;

use super::VARIABLES;
use crate::domain::lang::Lang;
use crate::domain::manner::Persona;
use crate::domain::task::TaskKind;

#[derive(RustEmbed)]
#[folder = "prompts/tutor/"]
#[include = "*.md"]
#[include = "*/*.md"]
struct Shipped;

/// The largest template, bytes.
const LARGEST: u64 = 32 * 1024;

/// What is wrong with a set of templates.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// A file or folder is not readable.
    #[error("cannot read {path}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A template is not one.
    #[error("{file}: {what}")]
    Form {
        /// Its path in the folder of templates.
        file: String,
        /// What is wrong with it.
        what: String,
    },
    /// A template that every prompt of some kind needs is not there.
    #[error("{0} is missing")]
    Missing(String),
}

/// One template.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name, that of its file.
    pub name: String,
    /// Its version, from 1; that of its file.
    pub version: u32,
    /// The most tokens that an answer may take; tasks only.
    #[serde(default)]
    pub max_tokens: u32,
    /// 0 (the likeliest) to 1; tasks only.
    #[serde(default)]
    pub temperature: f32,
    /// The facts that it speaks of. They are data and stand in their fence, never in the text.
    pub facts: Vec<String>,
    /// The variables in its text.
    pub uses: BTreeSet<String>,
    /// Its key among the templates.
    #[serde(skip)]
    key: String,
}

impl Part {
    /// Name and version, for the log of runs.
    #[must_use]
    pub fn rubric(&self) -> String {
        format!("{}/{}", self.name, self.version)
    }
}

/// All templates of a line.
#[derive(Debug)]
pub struct Templates {
    engine: Environment<'static>,
    /// By path without version and ending, then by version.
    parts: BTreeMap<String, BTreeMap<u32, Part>>,
}

static SHIPPED: LazyLock<Arc<Templates>> = LazyLock::new(|| {
    let templates = Templates::read(&shipped_files());
    Arc::new(templates.expect("the shipped templates are checked by a test"))
});

fn shipped_files() -> BTreeMap<String, String> {
    let text = |path: &str| Some(String::from_utf8_lossy(&Shipped::get(path)?.data).into_owned());
    Shipped::iter().filter_map(|path| Some((path.to_string(), text(&path)?))).collect()
}

impl Templates {
    /// Those that come with the program.
    #[must_use]
    pub fn shipped() -> Arc<Self> {
        Arc::clone(&SHIPPED)
    }

    /// Those of the program, with every file of `folder` in the place of the one of the same path, or beside them.
    ///
    /// # Errors
    /// The folder or a file cannot be read, or a template does not hold.
    pub fn with_folder(folder: &Path) -> Result<Self, TemplateError> {
        let mut files = shipped_files();
        for place in ["", "tasks", "personas", "languages", "channels"] {
            read_folder(folder, place, &mut files)?;
        }
        Self::read(&files)
    }

    /// Reads and checks a set of files: path and text.
    ///
    /// # Errors
    /// A template does not hold, or one that is needed is missing.
    pub fn read(files: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut engine = Environment::new();
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        let mut parts: BTreeMap<String, BTreeMap<u32, Part>> = BTreeMap::new();
        for (file, text) in files {
            let part = read_part(&mut engine, file, text)
                .map_err(|what| TemplateError::Form { file: file.clone(), what })?;
            let name = part.key.rsplit_once('.').map_or("", |(name, _)| name).to_owned();
            parts.entry(name).or_default().insert(part.version, part);
        }
        match needed().find(|name| !parts.contains_key(name)) {
            Some(name) => Err(TemplateError::Missing(name)),
            None => Ok(Self { engine, parts }),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.parts.values().map(BTreeMap::len).sum()
    }

    /// The template of a task: this version if it is there, else the newest.
    pub(super) fn task(&self, kind: &str, version: Option<u32>) -> &Part {
        let all = &self.parts[&format!("tasks/{kind}")];
        let wanted = version.and_then(|version| all.get(&version));
        wanted.or_else(|| all.values().next_back()).expect("each name has a version")
    }

    /// The versions of a task's template.
    #[must_use]
    pub fn versions(&self, kind: TaskKind) -> Vec<u32> {
        let all = self.parts.get(&format!("tasks/{}", kind.label()));
        all.map(|all| all.keys().copied().collect()).unwrap_or_default()
    }

    /// The facts that the newest template of a task speaks of.
    #[must_use]
    pub fn facts(&self, kind: TaskKind) -> &[String] {
        &self.task(kind.label(), None).facts
    }

    /// The newest template of this name, one of those that are needed.
    pub(super) fn part(&self, name: &str) -> &Part {
        self.parts[name].values().next_back().expect("each name has a version")
    }

    /// The text of a template with its variables filled in.
    pub(super) fn render(&self, part: &Part, values: &Value) -> String {
        let template = self.engine.get_template(&part.key).expect("it was added when it was read");
        template
            .render(values)
            .expect("its variables were checked when it was read")
            .trim()
            .to_owned()
    }
}

/// The names without which a prompt cannot be written.
fn needed() -> impl Iterator<Item = String> {
    let tasks = TaskKind::ALL.map(|kind| format!("tasks/{}", kind.label()));
    let personas = Persona::ALL.map(|persona| format!("personas/{}", persona.label()));
    let languages = Lang::ALL.map(|lang| format!("languages/{}", lang.tag()));
    let others = [
        "tasks/summary",
        "tasks/judge",
        "rules",
        "fence",
        "manner",
        "channels/aloud",
        "channels/text",
    ];
    tasks.into_iter().chain(personas).chain(languages).chain(others.map(str::to_owned))
}

fn read_part(engine: &mut Environment<'static>, file: &str, text: &str) -> Result<Part, String> {
    let key = file.strip_suffix(".md").ok_or("its name does not end in .md")?;
    let (head, body) = text
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .ok_or("it has no head between two lines of +++")?;
    let mut part: Part = toml::from_str(head).map_err(|error| error.message().to_owned())?;
    part.key = key.to_owned();
    let name = key.rsplit('/').next().unwrap_or(key);
    if name != format!("{}.{}", part.name, part.version) {
        return Err(format!("its head calls it {}.{}", part.name, part.version));
    }
    if key.starts_with("tasks/") && part.max_tokens == 0 {
        return Err("a task needs max_tokens".to_owned());
    }
    if !(0.0..=1.0).contains(&part.temperature) {
        return Err("the temperature must be 0 to 1".to_owned());
    }
    engine
        .add_template_owned(key.to_owned(), body.to_owned())
        .map_err(|error| error.to_string())?;
    let template = engine.get_template(key).map_err(|error| error.to_string())?;
    check_variables(&part, &template.undeclared_variables(false).into_iter().collect())?;
    // Known variables do not save a filter that does not exist: render once with each known.
    let trial: BTreeMap<&str, &str> = VARIABLES.iter().map(|name| (*name, "1")).collect();
    template.render(&trial).map_err(|error| error.to_string())?;
    Ok(part)
}

/// The head, the text and the program must name the same variables.
fn check_variables(part: &Part, used: &BTreeSet<String>) -> Result<(), String> {
    if let Some(name) = used.iter().find(|name| !VARIABLES.contains(&name.as_str())) {
        return Err(format!("{name} is no variable of a prompt"));
    }
    if let Some(name) = used.difference(&part.uses).next() {
        return Err(format!("it uses {name}, which its head does not name"));
    }
    match part.uses.difference(used).next() {
        Some(name) => Err(format!("its head names {name}, which it does not use")),
        None => Ok(()),
    }
}

fn read_folder(
    root: &Path,
    place: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<(), TemplateError> {
    let folder = root.join(place);
    if !place.is_empty() && !folder.is_dir() {
        return Ok(());
    }
    let fault = |source| TemplateError::Read { path: folder.clone(), source };
    for entry in std::fs::read_dir(&folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if !path.is_file() || !name.ends_with(".md") {
            continue;
        }
        let file = if place.is_empty() { name.to_owned() } else { format!("{place}/{name}") };
        let fault = |source| TemplateError::Read { path: path.clone(), source };
        if std::fs::metadata(&path).map_err(fault)?.len() > LARGEST {
            return Err(TemplateError::Form { file, what: "it is larger than 32 KiB".to_owned() });
        }
        files.insert(file, std::fs::read_to_string(&path).map_err(fault)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(file: &str, text: &str) -> Result<Templates, TemplateError> {
        let mut files = shipped_files();
        files.insert(file.to_owned(), text.to_owned());
        Templates::read(&files)
    }

    fn fault(file: &str, text: &str) -> String {
        with(file, text).expect_err("it does not hold").to_string()
    }

    #[test]
    fn the_shipped_templates_hold() {
        let templates = Templates::read(&shipped_files()).expect("they hold");
        assert!(templates.count() >= 20);
    }

    #[test]
    fn a_variable_that_nobody_fills_in_is_refused() {
        let text = "+++\nname = \"rules\"\nversion = 1\nfacts = []\nuses = [\"motion\"]\n+++\n{{ motion }}\n";
        assert_eq!(fault("rules.1.md", text), "rules.1.md: motion is no variable of a prompt");
    }

    #[test]
    fn head_and_text_must_agree_on_variables() {
        let head = |uses: &str| {
            format!("+++\nname = \"rules\"\nversion = 1\nfacts = []\nuses = [{uses}]\n+++\n")
        };
        let unnamed = fault("rules.1.md", &format!("{}{{{{ most }}}}", head("")));
        assert!(unnamed.contains("it uses most"), "{unnamed}");
        let unused = fault("rules.1.md", &format!("{}Nothing.", head("\"most\"")));
        assert!(unused.contains("its head names most"), "{unused}");
    }

    #[test]
    fn a_persona_without_a_template_is_told() {
        let mut files = shipped_files();
        files.remove("personas/patient.1.md");
        let fault = Templates::read(&files).expect_err("one is missing").to_string();
        assert_eq!(fault, "personas/patient is missing");
    }

    #[test]
    fn a_newer_version_stands_beside_the_old_one() {
        let text = "+++\nname = \"route\"\nversion = 2\nmax_tokens = 8\nfacts = []\nuses = []\n+++\nNew.\n";
        let templates = with("tasks/route.2.md", text).expect("it holds");
        assert_eq!(templates.versions(TaskKind::Route), [1, 2]);
        assert_eq!(templates.task("route", None).rubric(), "route/2");
        assert_eq!(templates.task("route", Some(1)).rubric(), "route/1");
    }

    #[test]
    fn files_without_a_head_or_under_another_name_are_refused() {
        assert!(fault("rules.1.md", "No head.").contains("no head"));
        let text = "+++\nname = \"rules\"\nversion = 1\nfacts = []\nuses = []\n+++\n";
        assert!(fault("rules.2.md", text).contains("calls it rules.1"));
    }
}
