//! The list of recordings that `toneline score --manifest` judges.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::score::{Expected, Job, RowFault};

/// Reads a CSV with a column `file` and one of `pinyin` and `text`, in any case and order; `speaker` may be there too.
/// Commas, semicolons or tabs part the fields. A row that cannot be used stays a job, with its fault.
///
/// # Errors
/// When the file cannot be read or lacks those columns.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Job>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let Ok(list) = String::from_utf8(bytes) else {
        bail!("{} is not UTF-8 text: save it as CSV in UTF-8", path.display());
    };
    let list = list.trim_start_matches('\u{feff}');
    let first = list.lines().next().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(first))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(list.as_bytes());
    let columns = Columns::of(reader.headers()?).with_context(|| {
        format!("{} has no columns file and pinyin (or text) in its first line", path.display())
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut jobs = Vec::new();
    for row in reader.records() {
        let row = row.with_context(|| format!("cannot read {}", path.display()))?;
        if row.iter().all(str::is_empty) {
            continue;
        }
        let line = row.position().map_or(0, csv::Position::line);
        jobs.push(columns.job(&row, folder, &format!("{} line {line}", path.display())));
    }
    Ok(jobs)
}

/// What parts the fields, by the header.
fn delimiter(header: &str) -> u8 {
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|mark| {
            header.bytes().filter(|b| b == mark).count() * 2 + usize::from(*mark == b',')
        })
        .unwrap_or(b',')
}

/// Where each column stands.
struct Columns {
    file: usize,
    pinyin: Option<usize>,
    text: Option<usize>,
    speaker: Option<usize>,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Option<Self> {
        let at = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
        let (pinyin, text) = (at("pinyin"), at("text"));
        pinyin.or(text)?;
        Some(Self { file: at("file")?, pinyin, text, speaker: at("speaker") })
    }

    fn job(&self, row: &csv::StringRecord, folder: &Path, place: &str) -> Job {
        let field = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|f| !f.is_empty());
        let name = field(Some(self.file)).unwrap_or_default();
        let expected = match (field(self.pinyin), field(self.text)) {
            _ if name.is_empty() => Err(RowFault::unreadable("no file is named")),
            (Some(pinyin), None) => Expected::tones(pinyin),
            (None, Some(text)) => Ok(Expected::Text(text.to_owned())),
            (None, None) => Err(RowFault::nothing_expected()),
            (Some(_), Some(_)) => Err(RowFault::both()),
        };
        Job {
            shown: name.to_owned(),
            place: Some(place.to_owned()),
            path: if name.is_empty() { PathBuf::new() } else { folder.join(name) },
            wanted: field(self.pinyin).or(field(self.text)).unwrap_or_default().to_owned(),
            expected,
            speaker: field(self.speaker).map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jobs(list: &str) -> Vec<Job> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list.csv");
        std::fs::write(&path, list).expect("written");
        read(&path).expect("a list")
    }

    #[test]
    fn columns_may_stand_anywhere_and_in_any_case_and_quotes_hold_line_breaks() {
        for list in ["Text,FILE\r\n\"a, b\nc\",x.wav\r\n", "\u{feff}text;file\n\"a, b\nc\";x.wav\n"]
        {
            let jobs = jobs(list);
            assert_eq!((jobs.len(), jobs[0].shown.as_str()), (1, "x.wav"));
            assert!(matches!(&jobs[0].expected, Ok(Expected::Text(text)) if text == "a, b\nc"));
        }
    }

    #[test]
    fn a_bad_row_is_kept_with_its_fault_and_its_line() {
        let jobs = jobs("file,pinyin,text\na.wav,ma1,\nb.wav,妈,\nc.wav,,\n,ma1,\nd.wav,ma1,yes\n");
        let faults: Vec<bool> = jobs.iter().map(|job| job.expected.is_err()).collect();
        assert_eq!(faults, [false, true, true, true, true]);
        assert!(jobs[1].place.as_deref().is_some_and(|place| place.ends_with("line 3")));
    }
}
