//! Aligns the rows of a listing in columns.

use std::fmt::Write as _;

use crate::report::limits::LIMITS;
use crate::report::render::block::{Block, Label, LabelledDiff, MARK};
use crate::report::render::diff_lines::DiffLines;
use crate::report::render::escape::{self, LINE_WIDTH, Style};

/// A line of a listing.
pub(crate) enum Item<'v> {
    Row(Row<'v>),
    /// A note on the rows that are left out here.
    LeftOut(String),
}

impl<'v> Item<'v> {
    fn row(&self) -> Option<&Row<'v>> {
        match self {
            Self::Row(row) => Some(row),
            Self::LeftOut(_) => None,
        }
    }
}

/// An entry, a run of entries that read the same, or a missing expectation.
pub(crate) struct Row<'v> {
    pub(crate) is_marked: bool,
    /// Whether showing the whole text is preferred to showing its location on the same line.
    pub(crate) is_important: bool,
    pub(crate) label: &'static str,
    pub(crate) index: String,
    pub(crate) content: Content<'v>,
    /// The source line that recorded the entry.
    pub(crate) location: Option<String>,
    pub(crate) notes: Vec<String>,
}

/// The content of a row, which is laid out once the number of columns is known.
pub(crate) enum Content<'v> {
    /// A line, followed by continuation lines.
    Lines(Box<dyn Fn(usize) -> Vec<String> + 'v>),
    /// A block of lines. The location is above it, where it cannot be mistaken for text.
    Block(Box<dyn Fn(usize) -> Vec<Block> + 'v>),
    /// Two compared lines. The forms of large entries are expensive, so they are made when the row is laid out, and
    /// dropped before the next row.
    Diff(Box<dyn FnOnce() -> DiffContent<'v> + 'v>),
}

/// Two compared lines, ready to be laid out.
pub(crate) struct DiffContent<'v> {
    pub(crate) note: Option<String>,
    /// Lays out the two lines in the first number of columns, which leaves room for the location, and the lines below
    /// them in the second.
    pub(crate) lay_out: Box<dyn Fn(usize, usize) -> (DiffLines, Vec<String>) + 'v>,
}

/// Lays out content in a number of columns, and the lines below it in another.
type LayOut<'v> = Box<dyn Fn(usize, usize) -> Laid + 'v>;

/// The content of a row, laid out.
enum Laid {
    Lines(Vec<String>),
    Block(Vec<Block>),
    Diff(DiffLines, Vec<String>),
}

impl<'v> Content<'v> {
    /// Returns a function that lays out the content, and the note on it.
    fn prepare(self) -> (LayOut<'v>, Option<String>) {
        match self {
            Self::Lines(lines) => (Box::new(move |columns, _| Laid::Lines(lines(columns))), None),
            Self::Block(blocks) => (Box::new(move |columns, _| Laid::Block(blocks(columns))), None),
            Self::Diff(prepare) => {
                let DiffContent { note, lay_out } = prepare();
                let lay_out = move |columns, below| {
                    let (pair, footer) = lay_out(columns, below);
                    Laid::Diff(pair, footer)
                };
                (Box::new(lay_out), note)
            }
        }
    }
}

impl Laid {
    /// Returns the width of the line before the location.
    fn width(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.first().map_or(0, |line| escape::width(line)),
            Self::Block(_) => 0,
            Self::Diff(pair, _) => escape::width(&pair.found.text),
        }
    }

    /// Returns the width of the widest line that has to make room for the location.
    fn widest(&self) -> usize {
        match self {
            Self::Diff(pair, _) => self.width().max(escape::width(&pair.expected.text)),
            _ => self.width(),
        }
    }
}

/// A row, cut to fit.
struct Fitted {
    is_marked: bool,
    label: &'static str,
    index: String,
    laid: Laid,
    /// Whether the text was cut to make room for the location or notes.
    is_cut: bool,
    /// The location and notes after the first line.
    after: String,
    above: Option<String>,
    below: Vec<String>,
}

/// The number of digits reserved for a line number, so that the place where a text is cut does not depend on the line
/// that records it.
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
        let rows = || items.iter().filter_map(Item::row);
        Self {
            label: rows().map(|row| row.label.len()).max().unwrap_or(0),
            index: rows().map(|row| row.index.len()).max().unwrap_or(0),
            line: if full { usize::MAX / 4 } else { LINE_WIDTH },
        }
    }

    pub(crate) fn blocks(&self, items: Vec<Item<'_>>) -> Vec<Block> {
        let items: Vec<Result<Fitted, String>> = items
            .into_iter()
            .map(|item| match item {
                Item::Row(row) => Ok(self.fit(row)),
                Item::LeftOut(left_out) => Err(left_out),
            })
            .collect();
        let widths = items
            .iter()
            .flatten()
            .filter(|row| !row.after.is_empty() && !row.is_cut)
            .map(|row| row.laid.width());
        let text = widths.filter(|width| *width <= LIMITS.aligned_width).max().unwrap_or(0);
        let mut blocks = Vec::new();
        for item in items {
            match item {
                Ok(row) => blocks.extend(self.row(row, text)),
                Err(left_out) => blocks.push(Block::Text(format!("    {left_out}"))),
            }
        }
        blocks
    }

    fn indent(&self) -> usize {
        let column = |width: usize| if width > 0 { width + 1 } else { 0 };
        MARK.len() + column(self.label) + column(self.index)
    }

    /// Cuts the content of a row to fit beside its location and notes, or moves the location above and the notes below.
    fn fit(&self, row: Row<'_>) -> Fitted {
        let columns = self.line - self.indent();
        let Row { is_marked, is_important, label, index, content, location, notes } = row;
        let (lay_out, note) = content.prepare();
        let laid = lay_out(columns, columns);
        let location = location.map(|location| escape::end(&location, columns));
        let notes: Vec<_> = note.into_iter().chain(notes).collect();
        let notes = escape::fitted(&notes.join("  "), Style::Bare, columns);
        let fitted = |laid, is_cut, after, above, below| Fitted {
            is_marked,
            label,
            index: index.clone(),
            laid,
            is_cut,
            after,
            above,
            below,
        };
        if let Laid::Block(_) = laid {
            let (mut above, mut below) = (location.unwrap_or_default(), Vec::new());
            if above.is_empty() || escape::width(&above) + 2 + escape::width(&notes) <= columns {
                above.push_str(if above.is_empty() || notes.is_empty() { "" } else { "  " });
                above.push_str(&notes);
            } else if !notes.is_empty() {
                below.push(notes);
            }
            let above = Some(above).filter(|above| !above.is_empty());
            return fitted(laid, false, String::new(), above, below);
        }
        let width_after = |after: &str| if after.is_empty() { 0 } else { 2 + escape::width(after) };
        let location_width = location.as_deref().map_or(0, |location| 2 + reserved_width(location));
        let room_of = |after: usize| columns.saturating_sub(after);
        let joined: Vec<_> =
            location.iter().cloned().chain((!notes.is_empty()).then(|| notes.clone())).collect();
        let joined = joined.join("  ");
        let both = location_width + width_after(&notes);
        // In order of preference: all on one line; the text cut; the notes below; the location above.
        let is_cut = laid.widest() > room_of(both);
        if !is_cut {
            return fitted(laid, is_cut, joined, None, Vec::new());
        }
        let below = |notes: &str| if notes.is_empty() { Vec::new() } else { vec![notes.to_owned()] };
        let is_short_note = width_after(&notes) <= columns / 4;
        let keeps_text = is_important && laid.widest() > room_of(location_width);
        if room_of(both) >= LIMITS.text_width && is_short_note && !keeps_text {
            return fitted(lay_out(room_of(both), columns), is_cut, joined, None, Vec::new());
        }
        let is_cut = laid.widest() > room_of(location_width);
        if room_of(location_width) >= LIMITS.text_width.min(laid.widest()) && !keeps_text {
            let laid = lay_out(room_of(location_width), columns);
            return fitted(laid, is_cut, location.unwrap_or_default(), None, below(&notes));
        }

        fitted(laid, is_cut, String::new(), location, below(&notes))
    }

    fn row(&self, fitted: Fitted, text: usize) -> Vec<Block> {
        let Fitted { is_marked, label, index, laid, after, above, below, .. } = fitted;
        let mark = if is_marked { MARK } else { "    " };
        let mut before = mark.to_owned();
        for (column, width) in [(label, self.label), (&index, self.index)] {
            if width > 0 {
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
        let below: Vec<String> = below.iter().map(|line| indented(line)).collect();
        match laid {
            Laid::Lines(lines) => {
                let mut lines = lines.iter();
                let first = lines.next().map_or("", String::as_str);
                let mut all = vec![format!("{before}{first}{after}")];
                all.extend(lines.map(|line| indented(line)));
                all.extend(below);
                blocks.push(Block::Text(all.join("\n")));
            }
            Laid::Block(lines) => {
                let is_first = above.is_none();
                for (i, block) in lines.into_iter().enumerate() {
                    let label = if is_first && i == 0 { before.clone() } else { " ".repeat(indent) };
                    blocks.push(block.indented(&label));
                }
                blocks.extend(below.into_iter().map(Block::Text));
            }
            Laid::Diff(pair, footer) => {
                let expected = if above.is_some() { "expected ".len().max(indent) } else { indent };
                let expected = format!("{:>width$} ", "expected", width = expected - 1);
                let footer = below.into_iter().chain(footer.iter().map(|line| indented(line))).collect();
                blocks.push(Block::Diff(Box::new(LabelledDiff {
                    pair,
                    expected: Label::before(expected),
                    found: Label { before, after },
                    found_first: true,
                    footer,
                })));
            }
        }
        blocks
    }
}

/// Returns the width of a location if its line number had `LINE_DIGITS` digits.
fn reserved_width(location: &str) -> usize {
    let digits = location.bytes().rev().take_while(u8::is_ascii_digit).count();
    escape::width(location) + LINE_DIGITS.saturating_sub(digits)
}
