//! The pieces of a report: text that reads the same everywhere, and pairs that a terminal may show in colour.

use std::fmt;

use crate::report::render::colour;
use crate::report::render::diff_lines::{DiffLines, Labelled, Shown};

#[derive(Debug)]
pub(crate) enum Block {
    Text(String),
    Diff(LabelledDiff),
}

/// Two compared lines with their labels.
#[derive(Debug)]
pub(crate) struct LabelledDiff {
    pub(crate) pair: DiffLines,
    pub(crate) expected: Label,
    pub(crate) found: Label,
    /// Whether the found text is above the expected one, as in the rows of a list.
    pub(crate) found_first: bool,
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
            Self::Diff(pair) => pair.coloured(),
        }
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Diff(pair) => {
                let expected = pair.expected.of(&pair.pair.expected);
                let found = pair.found.of(&pair.pair.found);
                let (above, below) = if pair.found_first { (found, expected) } else { (expected, found) };
                f.write_str(&pair.pair.lines(&above, &below))
            }
        }
    }
}

impl LabelledDiff {
    fn coloured(&self) -> String {
        let (expected, found) = colour::inline(&self.pair.expected.text, &self.pair.found.text);
        let expected = format!("{}{expected}{}", self.expected.before, self.expected.after);
        let found = format!("{}{found}{}", self.found.before, self.found.after);
        if self.found_first { format!("{found}\n{expected}") } else { format!("{expected}\n{found}") }
    }
}
