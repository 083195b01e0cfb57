//! The blocks of a report: text, logs, and pairs of lines that a terminal may show in colour.

use std::fmt;

use crate::report::render::colour;
use crate::report::render::diff_lines::{DiffLines, Labelled, Shown};
use crate::report::render::escape;

#[derive(Debug)]
pub(crate) enum Block {
    Text(String),
    Diff(Box<LabelledDiff>),
    Log(Log),
}

/// All entries of a log below a heading. Unlike the rows of a list, they are the same whatever was expected.
#[derive(Debug)]
pub(crate) struct Log {
    /// The heading, then the rows.
    pub(crate) rows: Vec<String>,
    /// The indices of the entries that the rows point at.
    pub(crate) marked: Vec<String>,
}

/// The start of a row that points at its entry.
pub(crate) const MARK: &str = "  > ";

impl Log {
    /// Returns the rows without their marks. Two logs are the same if these are equal.
    pub(crate) fn unmarked(&self) -> String {
        let rows: Vec<_> = self.rows.iter().map(|row| row.replacen(MARK, "    ", 1)).collect();
        rows.join("\n")
    }

    /// Returns a line that refers to the report which shows the same log.
    pub(crate) fn reference(&self, shown_in: usize) -> String {
        let heading = self.rows.first().map_or("", |heading| heading.trim_end_matches(':'));
        match &self.marked[..] {
            [] => format!("{heading}: as in report {shown_in}"),
            marked => {
                format!("{heading}: as in report {shown_in}; here {} would be marked", marked.join(", "))
            }
        }
    }
}

/// Two compared lines with their labels.
#[derive(Debug)]
pub(crate) struct LabelledDiff {
    pub(crate) pair: DiffLines,
    pub(crate) expected: Label,
    pub(crate) found: Label,
    /// Whether the recorded text is above the expected text, as in the rows of a list.
    pub(crate) found_first: bool,
    /// Lines below the two, such as the path of the field that differs.
    pub(crate) footer: Vec<String>,
}

/// The text before and after a line.
#[derive(Debug, Default)]
pub(crate) struct Label {
    pub(crate) before: String,
    pub(crate) after: String,
}

impl Label {
    pub(crate) fn before(text: impl Into<String>) -> Self {
        Self { before: text.into(), after: String::new() }
    }

    fn of<'s>(&'s self, shown: &'s Shown) -> Labelled<'s> {
        Labelled { label: &self.before, shown, after: &self.after }
    }
}

impl Block {
    /// Returns the block with ANSI colours.
    pub(crate) fn coloured(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Log(_) => self.to_string(),
            Self::Diff(pair) => pair.coloured(),
        }
    }
}

impl Block {
    /// Returns the block with `label` before its first line and its other lines indented by the same width.
    pub(crate) fn indented(self, label: &str) -> Self {
        let indent = " ".repeat(escape::width(label));
        let indent_lines = |text: &str, first: &str| {
            let mut lines = text.split('\n');
            let mut out = format!("{first}{}", lines.next().unwrap_or_default());
            for line in lines {
                out.push('\n');
                out.push_str(format!("{indent}{line}").trim_end());
            }
            out
        };
        match self {
            Self::Text(text) => Self::Text(indent_lines(&text, label)),
            Self::Log(log) => Self::Text(indent_lines(&log.rows.join("\n"), label)),
            Self::Diff(mut diff) => {
                let (found, expected) = if diff.found_first { (label, &*indent) } else { (&*indent, label) };
                diff.found.before.insert_str(0, found);
                diff.expected.before.insert_str(0, expected);
                for line in &mut diff.footer {
                    line.insert_str(0, &indent);
                }
                Self::Diff(diff)
            }
        }
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Log(log) => f.write_str(&log.rows.join("\n")),
            Self::Diff(pair) => pair.fmt(f),
        }
    }
}

impl LabelledDiff {
    /// Returns the two lines with colour in place of carets.
    fn coloured(&self) -> String {
        let (expected, found) = (&self.pair.expected, &self.pair.found);
        if !colour::suits(expected, found) {
            return self.to_string();
        }
        let expected =
            format!("{}{}{}", self.expected.before, colour::expected(expected), self.expected.after);
        let found = format!("{}{}{}", self.found.before, colour::found(found), self.found.after);
        let (above, below) = if self.found_first { (found, expected) } else { (expected, found) };
        let mut lines = vec![above, below];
        lines.extend(self.footer.iter().cloned());
        lines.join("\n")
    }
}

impl fmt::Display for LabelledDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = self.expected.of(&self.pair.expected);
        let found = self.found.of(&self.pair.found);
        let (above, below) = if self.found_first { (found, expected) } else { (expected, found) };
        f.write_str(&self.pair.lines(&above, &below))?;
        self.footer.iter().try_for_each(|line| write!(f, "\n{line}"))
    }
}
