//! Where in the files of a pack a thing stands, so that a fault can name its line.

use super::fault::Fault;
use super::source::File;

/// The files, in the order in which they are searched.
pub(super) struct Places<'a>(pub(super) &'a [File]);

/// Where one entry stands: its file, and its lines, from 0, the end not in it.
#[derive(Clone)]
struct Entry<'a> {
    file: &'a File,
    id: usize,
    first: usize,
    end: usize,
}

impl Entry<'_> {
    /// The line of the first of these words that stands in the entry, from 1; else the line of its id.
    fn line(&self, words: &[&str]) -> usize {
        let lines: Vec<&str> = self.file.text.lines().collect();
        let inside = lines.get(self.first..self.end).unwrap_or_default();
        let at = |wanted: &&str| {
            let written = wanted.replace('\\', "\\\\").replace('"', "\\\"");
            let first = written.split(['\n', '\t']).next().unwrap_or_default();
            (!first.is_empty()).then(|| inside.iter().position(|line| line.contains(first)))?
        };
        words.iter().find_map(at).map_or(self.id, |at| self.first + at) + 1
    }
}

impl Places<'_> {
    /// A fault of the entry with this id, at the line that holds one of `words`, tried in their order.
    pub(super) fn fault(&self, kind: &str, id: &str, words: &[&str], what: &str) -> Fault {
        let entry = self.entries(kind, id).next();
        let (path, line) =
            entry.map_or_else(|| (kind.to_owned(), 1), |e| (e.file.path.clone(), e.line(words)));
        Fault { path, line, what: format!("{id}: {what}") }
    }

    /// Where else the id of an entry stands, as `file:line`.
    pub(super) fn other(&self, kind: &str, id: &str) -> Option<String> {
        let entry = self.entries(kind, id).nth(1)?;
        Some(format!("{}:{}", entry.file.path, entry.id + 1))
    }

    fn entries<'s>(&'s self, kind: &'s str, id: &'s str) -> impl Iterator<Item = Entry<'s>> {
        self.0.iter().flat_map(move |file| in_file(file, kind, id))
    }
}

/// Whether a line sets this id, whatever the spaces.
fn sets(line: &str, id: &str) -> bool {
    let Some(rest) = line.trim().strip_prefix("id") else { return false };
    let Some(value) = rest.trim_start().strip_prefix('=') else { return false };
    let value = value.trim_start();
    ['"', '\''].iter().any(|mark| {
        value
            .strip_prefix(*mark)
            .and_then(|v| v.strip_prefix(id))
            .is_some_and(|v| v.starts_with(*mark))
    })
}

fn header(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix("[[")?;
    inner.split(']').next().map(str::trim)
}

fn in_file<'a>(file: &'a File, kind: &str, id: &str) -> Vec<Entry<'a>> {
    let lines: Vec<&str> = file.text.lines().collect();
    let found = (0..lines.len()).filter(|at| sets(lines[*at], id));
    found
        .filter_map(|at| {
            let head = (0..at).rev().find(|n| header(lines[*n]).is_some());
            // A file that is one thing has its id before any header.
            let Some(head) = head else {
                let whole = ["story", "unit", "pack"].contains(&kind);
                return whole.then_some(Entry { file, id: at, first: 0, end: lines.len() });
            };
            let name = header(lines[head])?;
            if name != kind {
                return None;
            }
            let below = format!("{kind}.");
            let ends = |n: &usize| header(lines[*n]).is_some_and(|h| !h.starts_with(&below));
            let end = (head + 1..lines.len()).find(ends).unwrap_or(lines.len());
            Some(Entry { file, id: at, first: head, end })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_at_the_line_of_its_words_in_its_own_entry() {
        let text = "[[item]]\nid = \"a\"\nask = \"Who?\"\n\n[[item]]\nid = 'b'\nask = \"Who?\"\nfact = \"He said \\\"no\\\".\"\n";
        let own = File { path: "mine/x.toml".into(), text: text.into(), own: true };
        let shipped = File { path: "core/x.toml".into(), text: text.into(), own: false };
        let files = [own, shipped];
        let places = Places(&files);
        let line = |words: &[&str]| places.fault("item", "b", words, "wrong").line;
        assert_eq!(line(&["Who?"]), 7);
        assert_eq!(line(&["not there", "He said \"no\"."]), 8);
        assert_eq!(line(&[]), 6);
        assert_eq!(places.fault("item", "b", &[], "x").path, "mine/x.toml");
        assert_eq!(places.other("item", "b").as_deref(), Some("core/x.toml:6"));
        assert_eq!(places.other("word", "b"), None);
    }
}
