//! The rows of a listing, set in columns.

use super::pair::Pair;
use super::part::{Label, LabelledPair, Part};
use super::visible::{self, LINE};

/// A line of a listing.
pub(super) enum Item {
    Row(Row),
    /// How much is left out here.
    LeftOut(String),
}

impl Item {
    fn row(&self) -> Option<&Row> {
        match self {
            Self::Row(row) => Some(row),
            Self::LeftOut(_) => None,
        }
    }
}

/// An entry, or several that read the same, or an expectation that nothing met.
pub(super) struct Row {
    pub(super) is_marked: bool,
    pub(super) label: &'static str,
    pub(super) index: String,
    pub(super) text: Text,
    /// The line that recorded it, and what else there is to say.
    pub(super) after: Vec<String>,
}

pub(super) enum Text {
    Lines(Vec<String>),
    Pair(Pair),
}

impl Text {
    fn first(&self) -> &str {
        match self {
            Self::Lines(lines) => lines.first().map_or("", String::as_str),
            Self::Pair(pair) => &pair.found.text,
        }
    }

    pub(super) fn append(&mut self, words: &str) {
        if let Self::Lines(lines) = self {
            if let Some(last) = lines.last_mut() {
                last.push_str(words);
            }
        }
    }
}

/// The widths of the columns.
pub(super) struct Layout {
    label: usize,
    index: usize,
    text: usize,
}

impl Layout {
    pub(super) fn of(items: &[Item]) -> Self {
        let rows = || items.iter().filter_map(Item::row);
        // A long text should not push the column of the others out of sight.
        let texts = rows().filter(|row| !row.after.is_empty());
        let texts = texts.map(|row| visible::width(row.text.first())).filter(|width| *width <= LINE);
        Self {
            label: rows().map(|row| row.label.len()).max().unwrap_or(0),
            index: rows().map(|row| row.index.len()).max().unwrap_or(0),
            text: texts.max().unwrap_or(0),
        }
    }

    pub(super) fn parts(&self, items: Vec<Item>) -> Vec<Part> {
        items
            .into_iter()
            .map(|item| match item {
                Item::Row(row) => self.row(row),
                Item::LeftOut(left_out) => Part::Text(format!("    {left_out}")),
            })
            .collect()
    }

    fn row(&self, row: Row) -> Part {
        let mark = if row.is_marked { "  > " } else { "    " };
        let label =
            if self.label > 0 { format!("{:width$} ", row.label, width = self.label) } else { String::new() };
        let index =
            if self.index > 0 { format!("{:width$} ", row.index, width = self.index) } else { String::new() };
        let before = format!("{mark}{label}{index}");
        let after = self.after(&row);
        match row.text {
            Text::Lines(lines) => {
                let mut lines = lines.into_iter();
                let mut out = format!("{before}{}{after}", lines.next().unwrap_or_default());
                for line in lines {
                    out.push('\n');
                    out.push_str(format!("{:width$}{line}", "", width = visible::width(&before)).trim_end());
                }
                Part::Text(out)
            }
            Text::Pair(pair) => {
                let expected = format!("{:>width$} ", "expected", width = visible::width(&before) - 1);
                Part::Pair(LabelledPair {
                    pair,
                    expected: Label::before(expected),
                    found: Label { before, after },
                    found_first: true,
                })
            }
        }
    }

    fn after(&self, row: &Row) -> String {
        if row.after.is_empty() {
            return String::new();
        }
        let gap = self.text.saturating_sub(visible::width(row.text.first())) + 2;
        format!("{:gap$}{}", "", row.after.join("  "))
    }
}
