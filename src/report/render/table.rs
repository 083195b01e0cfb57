//! The rows of a listing, set in columns.

use std::fmt::Write as _;

use crate::report::limits::LIMITS;
use crate::report::render::block::{Block, Label, LabelledDiff, MARK};
use crate::report::render::diff_lines::DiffLines;
use crate::report::render::escape::{self, LINE_WIDTH};

/// A line of a listing.
pub(crate) enum Item<'v> {
    Row(Row<'v>),
    /// A note on the rows that are left out here.
    LeftOut(String),
}

/// An entry, several that read the same, or an expectation without an entry.
pub(crate) struct Row<'v> {
    pub(crate) is_marked: bool,
    /// Whether the text is rather shown whole than beside its location.
    pub(crate) is_important: bool,
    pub(crate) label: &'static str,
    pub(crate) index: String,
    pub(crate) content: Content<'v>,
    /// The source line that recorded the entry.
    pub(crate) location: Option<String>,
    pub(crate) notes: Vec<String>,
}

/// What a row shows, as a function of the columns that it gets.
pub(crate) enum Content<'v> {
    /// A line, with others below it.
    Lines(Box<dyn Fn(usize) -> Vec<String> + 'v>),
    /// Lines that belong together. The location is above them, where it cannot be mistaken for text.
    Block(Box<dyn Fn(usize) -> Vec<Block> + 'v>),
    /// Two compared lines, which make room for the location, and lines below them, which need not.
    Diff(Box<dyn Fn(usize, usize) -> (DiffLines, Vec<String>) + 'v>),
}

/// The content of a row, laid out.
enum Laid {
    Lines(Vec<String>),
    Block(Vec<Block>),
    Diff(DiffLines, Vec<String>),
}

impl Content<'_> {
    /// Lays out the content in `columns`, of which `below` has all.
    fn lay_out(&self, columns: usize, below: usize) -> Laid {
        match self {
            Self::Lines(lines) => Laid::Lines(lines(columns)),
            Self::Block(blocks) => Laid::Block(blocks(columns)),
            Self::Diff(pair) => {
                let (pair, footer) = pair(columns, below);
                Laid::Diff(pair, footer)
            }
        }
    }
}

impl Laid {
    /// Returns the width of the line that the location follows.
    fn width(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.first().map_or(0, |line| escape::width(line)),
            Self::Block(_) => 0,
            Self::Diff(pair, _) => escape::width(&pair.found.text),
        }
    }

    /// Returns the width of all lines that are cut together.
    fn widest(&self) -> usize {
        match self {
            Self::Diff(pair, _) => self.width().max(escape::width(&pair.expected.text)),
            _ => self.width(),
        }
    }
}

/// A row whose texts are cut to fit.
struct Fitted<'v> {
    row: Row<'v>,
    laid: Laid,
    /// Whether the text was cut to make room for what follows it.
    is_cut: bool,
    /// What follows the first line.
    after: String,
    above: Option<String>,
    below: Vec<String>,
}

/// The number of digits that are allowed for in a line number, so that a text is cut in one place wherever it is
/// recorded.
const LINE_DIGITS: usize = 4;

/// The widths of the columns.
pub(crate) struct ColumnWidths {
    label: usize,
    index: usize,
    /// The width of a line.
    line: usize,
}

impl ColumnWidths {
    /// Returns the widths for these rows in lines of [`LINE_WIDTH`], or of any width if `full`.
    pub(crate) fn of(items: &[Item<'_>], full: bool) -> Self {
        let (mut label, mut index) = (0, 0);
        for item in items {
            if let Item::Row(row) = item {
                label = label.max(row.label.len());
                index = index.max(row.index.len());
            }
        }
        Self { label, index, line: if full { usize::MAX / 4 } else { LINE_WIDTH } }
    }

    pub(crate) fn blocks(&self, items: Vec<Item<'_>>) -> Vec<Block> {
        let mut text = 0;
        let mut fitted = Vec::with_capacity(items.len());
        for item in items {
            fitted.push(match item {
                Item::Row(row) => {
                    let row = self.fit(row);
                    let width = row.laid.width();
                    if !row.after.is_empty() && !row.is_cut && width <= LIMITS.aligned_width {
                        text = text.max(width);
                    }
                    Ok(row)
                }
                Item::LeftOut(left_out) => Err(left_out),
            });
        }
        let mut blocks = Vec::new();
        for item in fitted {
            match item {
                Ok(row) => blocks.append(&mut self.row(row, text)),
                Err(left_out) => blocks.push(Block::Text(format!("    {left_out}"))),
            }
        }
        blocks
    }

    fn indent(&self) -> usize {
        let column = |width: usize| if width > 0 { width + 1 } else { 0 };
        MARK.len() + column(self.label) + column(self.index)
    }

    /// Cuts the content of a row so that it fits beside its location and notes, or puts those above and below.
    fn fit<'v>(&self, mut row: Row<'v>) -> Fitted<'v> {
        let columns = self.line - self.indent();
        let laid = row.content.lay_out(columns, columns);
        let (location, notes) = (row.location.take(), std::mem::take(&mut row.notes));
        if let Laid::Block(_) = laid {
            let above = joined(location, notes);
            let above = (!above.is_empty()).then_some(above);
            return Fitted { row, laid, is_cut: false, after: String::new(), above, below: Vec::new() };
        }
        let notes = notes.join("  ");
        let width_after = |after: &str| if after.is_empty() { 0 } else { 2 + escape::width(after) };
        let location_width = location.as_deref().map_or(0, |location| 2 + reserved_width(location));
        let room_of = |after: usize| columns.saturating_sub(after);
        let joined =
            joined(location.clone(), if notes.is_empty() { Vec::new() } else { vec![notes.clone()] });
        let both = location_width + width_after(&notes);
        // Everything on one line, else the text cut, else the notes below, else the location above.
        let is_cut = laid.widest() > room_of(both);
        if !is_cut {
            return Fitted { row, laid, is_cut, after: joined, above: None, below: Vec::new() };
        }
        let below = |notes: &str| if notes.is_empty() { Vec::new() } else { vec![notes.to_owned()] };
        let is_short_note = width_after(&notes) <= columns / 4;
        let keeps_text = row.is_important && laid.widest() > room_of(location_width);
        if room_of(both) >= LIMITS.text_width && is_short_note && !keeps_text {
            let laid = row.content.lay_out(room_of(both), columns);
            return Fitted { row, laid, is_cut, after: joined, above: None, below: Vec::new() };
        }
        let is_cut = laid.widest() > room_of(location_width);
        if room_of(location_width) >= LIMITS.text_width.min(laid.widest()) && !keeps_text {
            let laid = row.content.lay_out(room_of(location_width), columns);
            let after = location.unwrap_or_default();
            return Fitted { row, laid, is_cut, after, above: None, below: below(&notes) };
        }
        // Laid out in full above.
        Fitted { row, laid, is_cut, after: String::new(), above: location, below: below(&notes) }
    }

    fn row(&self, fitted: Fitted<'_>, text: usize) -> Vec<Block> {
        let Fitted { row, laid, after, above, below, .. } = fitted;
        let mark = if row.is_marked { MARK } else { "    " };
        let mut before = mark.to_owned();
        for (column, width) in &[(row.label, self.label), (&row.index, self.index)] {
            if *width > 0 {
                let _ = write!(before, "{column:width$} ");
            }
        }
        let indent = self.indent();
        let mut blocks = Vec::new();
        if let Some(above) = &above {
            blocks.push(Block::Text(format!("{before}{above}")));
            before = " ".repeat(indent);
        }
        let after = if after.is_empty() {
            String::new()
        } else {
            let most = self.line.saturating_sub(indent + escape::width(&after) + 2);
            let gap = text.min(most).saturating_sub(laid.width()) + 2;
            format!("{:gap$}{after}", "")
        };
        let indented = |line: &str| format!("{:indent$}{line}", "").trim_end().to_owned();
        let mut below = below;
        for line in &mut below {
            *line = indented(line);
        }
        match laid {
            Laid::Lines(mut lines) => {
                if lines.is_empty() {
                    lines.push(String::new());
                }
                for (i, line) in lines.iter_mut().enumerate() {
                    *line = if i == 0 { format!("{before}{line}{after}") } else { indented(line) };
                }
                lines.append(&mut below);
                blocks.push(Block::Text(lines.join("\n")));
            }
            Laid::Block(lines) => {
                let is_first = above.is_none();
                for (i, block) in lines.into_iter().enumerate() {
                    let label = if is_first && i == 0 { before.clone() } else { " ".repeat(indent) };
                    blocks.push(block.indented(&label));
                }
            }
            Laid::Diff(pair, footer) => {
                for line in footer {
                    below.push(indented(&line));
                }
                let expected = if above.is_some() { "expected ".len().max(indent) } else { indent };
                let expected = format!("{:>width$} ", "expected", width = expected - 1);
                blocks.push(Block::Diff(Box::new(LabelledDiff {
                    pair,
                    expected: Label::before(expected),
                    found: Label { before, after },
                    found_first: true,
                    footer: below,
                })));
            }
        }
        blocks
    }
}

/// Joins a location and notes.
fn joined(location: Option<String>, notes: Vec<String>) -> String {
    let mut parts = notes;
    if let Some(location) = location {
        parts.insert(0, location);
    }
    parts.join("  ")
}

/// Returns the width of a location with room for a longer line number.
fn reserved_width(location: &str) -> usize {
    let digits = location.bytes().rev().take_while(u8::is_ascii_digit).count();
    escape::width(location) + LINE_DIGITS.saturating_sub(digits)
}
