//! The rows of a listing, set in columns.

use crate::report::render::block::{Block, Label, LabelledDiff, MARK};
use crate::report::render::diff_lines::DiffLines;
use crate::report::render::escape::{self, LINE_WIDTH};

/// A line of a listing.
pub(crate) enum Item {
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
pub(crate) struct Row {
    pub(crate) is_marked: bool,
    pub(crate) label: &'static str,
    pub(crate) index: String,
    pub(crate) text: Text,
    /// The line that recorded it, and what else there is to say.
    pub(crate) after: Vec<String>,
}

pub(crate) enum Text {
    /// A line, with others below it.
    Lines(Vec<String>),
    /// A text of several lines. Its location is above it, where it cannot be mistaken for text.
    Block(Vec<String>),
    /// Two compared lines with the lines below them.
    Diff(DiffLines, Vec<String>),
}

impl Text {
    fn first(&self) -> &str {
        match self {
            Self::Lines(lines) | Self::Block(lines) => lines.first().map_or("", String::as_str),
            Self::Diff(pair, _) => &pair.found.text,
        }
    }

    pub(crate) fn append(&mut self, words: &str) {
        if let Self::Lines(lines) | Self::Block(lines) = self {
            if let Some(last) = lines.last_mut() {
                last.push_str(words);
            }
        }
    }
}

/// The widths of the columns.
pub(crate) struct ColumnWidths {
    label: usize,
    index: usize,
    text: usize,
}

impl ColumnWidths {
    pub(crate) fn of(items: &[Item]) -> Self {
        let rows = || items.iter().filter_map(Item::row);
        // A long text should not push the column of the others out of sight.
        let texts = rows().filter(|row| !row.after.is_empty());
        let texts = texts.map(|row| escape::width(row.text.first())).filter(|width| *width <= LINE_WIDTH);
        Self {
            label: rows().map(|row| row.label.len()).max().unwrap_or(0),
            index: rows().map(|row| row.index.len()).max().unwrap_or(0),
            text: texts.max().unwrap_or(0),
        }
    }

    pub(crate) fn blocks(&self, items: Vec<Item>) -> Vec<Block> {
        items
            .into_iter()
            .map(|item| match item {
                Item::Row(row) => self.row(row),
                Item::LeftOut(left_out) => Block::Text(format!("    {left_out}")),
            })
            .collect()
    }

    fn row(&self, row: Row) -> Block {
        let mark = if row.is_marked { MARK } else { "    " };
        let label =
            if self.label > 0 { format!("{:width$} ", row.label, width = self.label) } else { String::new() };
        let index =
            if self.index > 0 { format!("{:width$} ", row.index, width = self.index) } else { String::new() };
        let before = format!("{mark}{label}{index}");
        let after = self.after(&row);
        match row.text {
            Text::Lines(lines) => {
                let mut lines = lines.into_iter();
                let out = format!("{before}{}{after}", lines.next().unwrap_or_default());
                Block::Text(with_lines(out, &before, lines))
            }
            Text::Block(lines) if row.after.is_empty() => {
                let mut lines = lines.into_iter();
                let out = format!("{before}{}", lines.next().unwrap_or_default());
                Block::Text(with_lines(out, &before, lines))
            }
            Text::Block(lines) => {
                let out = format!("{before}{}", row.after.join("  "));
                Block::Text(with_lines(out, &before, lines.into_iter()))
            }
            Text::Diff(pair, footer) => {
                let indent = escape::width(&before);
                let footer = footer.into_iter().map(|line| format!("{:indent$}{line}", "")).collect();
                let expected = format!("{:>width$} ", "expected", width = escape::width(&before) - 1);
                Block::Diff(LabelledDiff {
                    pair,
                    expected: Label::before(expected),
                    found: Label { before, after },
                    found_first: true,
                    footer,
                })
            }
        }
    }

    fn after(&self, row: &Row) -> String {
        if row.after.is_empty() {
            return String::new();
        }
        let gap = self.text.saturating_sub(escape::width(row.text.first())) + 2;
        format!("{:gap$}{}", "", row.after.join("  "))
    }
}

/// Appends lines, each indented to the end of `before`.
fn with_lines(mut out: String, before: &str, lines: impl Iterator<Item = String>) -> String {
    let indent = escape::width(before);
    for line in lines {
        out.push('\n');
        out.push_str(format!("{:indent$}{line}", "").trim_end());
    }
    out
}
