//! Escapes invisible characters and cuts long text, on character boundaries and by display width.
//!
//! The cost is linear in the shown text, not in the whole text.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The number of columns of a line, whatever the terminal: a report is the same on every machine.
pub(crate) const LINE_WIDTH: usize = 100;

/// Whether text is in quotes. Quotes and backslashes in quoted text are escaped, so an escape is unambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Quoted,
    Bare,
}

/// Appends one character and returns whether a combining mark may follow it. Unless `accepts_combining`, a combining
/// mark is escaped, since there is no preceding character to combine with.
pub(crate) fn push_char(out: &mut String, c: char, style: Style, accepts_combining: bool) -> bool {
    match c {
        '"' | '\\' if style == Style::Quoted => {
            out.push('\\');
            out.push(c);
            true
        }
        ' ' => {
            out.push(c);
            false
        }
        _ if is_seen(c, accepts_combining) => {
            out.push(c);
            true
        }
        _ => {
            let _ = write!(out, "{}", c.escape_default());
            false
        }
    }
}

fn is_seen(c: char, accepts_combining: bool) -> bool {
    match c {
        ' '..='~' => true,
        _ => match c.width() {
            None => false,
            Some(0) => accepts_combining && !is_ignorable(c),
            Some(_) => !is_ignorable(c) && c != BRAILLE_BLANK && c.escape_debug().next() == Some(c),
        },
    }
}

const BRAILLE_BLANK: char = '\u{2800}';

/// Returns whether Unicode calls `c` default ignorable: it is invisible, or only changes how other characters look.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Returns whether `text` can be shown without quotes: nothing in it is escaped, and no space is at either end.
pub(crate) fn is_plain(text: &str) -> bool {
    let mut accepts_combining = false;
    let seen = text.chars().all(|c| {
        let seen = is_seen(c, accepts_combining);
        accepts_combining = seen && c != ' ';
        seen
    });
    seen && !text.is_empty() && !text.starts_with(' ') && !text.ends_with(' ')
}

/// Returns the number of terminal columns that `text` takes.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The remaining space for a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    columns: usize,
    /// Bounds the number of combining marks, which have no width.
    characters: usize,
}

impl Budget {
    pub(crate) fn of(columns: usize) -> Self {
        Self { columns, characters: columns.saturating_mul(2) }
    }

    /// Takes the space for `shown`, or returns `false` if it does not fit.
    pub(crate) fn take(&mut self, shown: &str) -> bool {
        let (columns, characters) = (width(shown), shown.chars().count());
        if columns > self.columns || characters > self.characters {
            return false;
        }
        self.columns -= columns;
        self.characters -= characters;
        true
    }
}

/// Returns the longest escaped prefix of `text` that fits `columns`, and whether it is the whole text.
pub(crate) fn start(text: &str, style: Style, columns: usize) -> (String, bool) {
    let mut room = Budget::of(columns);
    let (mut shown, mut accepts_combining) = (String::new(), false);
    for c in text.chars() {
        let before = shown.len();
        accepts_combining = push_char(&mut shown, c, style, accepts_combining);
        if !room.take(&shown[before..]) {
            shown.truncate(before);
            return (shown, false);
        }
    }
    (shown, true)
}

/// Returns text in at most `columns`, including the quotes and the mark for omitted text. A longer text is cut and
/// followed by its length if there is room for that.
pub(crate) fn fitted(text: &str, style: Style, columns: usize) -> String {
    let quotes = if style == Style::Quoted { 2 } else { 0 };
    let (open, close) = if style == Style::Quoted { ("\"", "\"") } else { ("", "") };
    let (shown, is_whole) = start(text, style, columns.saturating_sub(quotes));
    if is_whole {
        return format!("{open}{shown}{close}");
    }
    let length = format!(" ({} characters)", count(text.chars().count()));
    let length = if columns >= 4 * length.len() { length } else { String::new() };
    let (shown, _) = start(text, style, columns.saturating_sub(quotes + 1 + length.len()));
    format!("{open}{shown}…{close}{length}")
}

/// Returns the end of `text` that fits `columns`, after `…` if it is not the whole. A path is cut like this, since its
/// end names the file.
pub(crate) fn end(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut start = text.len();
    for (i, _) in text.char_indices().rev().take_while(|(i, _)| width(&text[*i..]) < columns) {
        start = i;
    }
    format!("…{}", &text[start..])
}

/// Returns whether `text` has several lines. A final line end does not start another line.
pub(crate) fn is_multi_line(text: &str) -> bool {
    text.trim_end_matches('\n').contains('\n')
}

/// Returns a number with thousands separators: `9,993`.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns a number with its noun: `1 message`, `2 messages`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", count(number))
}

/// Returns a quoted text of several lines, one string per line of at most `columns`, and at most `most` of them.
pub(crate) fn quote_lines(text: &str, columns: usize, most: usize) -> Vec<String> {
    let body = text.trim_end_matches('\n');
    let line_ends = &text[body.len()..];
    let total = body.split('\n').count();
    let mut lines: Vec<String> = Vec::new();
    for (i, line) in body.split('\n').take(most).enumerate() {
        let is_last = i + 1 == total;
        let line = if is_last { Cow::Owned(format!("{line}{line_ends}")) } else { Cow::Borrowed(line) };
        let opening = if i == 0 { '"' } else { ' ' };
        // A trailing space is invisible unless something follows it.
        let closing = if is_last {
            "\""
        } else if line.ends_with(' ') {
            "\\n"
        } else {
            ""
        };
        let room = columns.saturating_sub(1 + closing.len());
        let shown = match start(&line, Style::Quoted, room) {
            (shown, true) => format!("{opening}{shown}{closing}"),
            _ => {
                let (shown, _) = start(&line, Style::Quoted, room.saturating_sub(1));
                format!("{opening}{shown}…{}", if is_last { "\"" } else { "" })
            }
        };
        lines.push(shown);
    }
    if total > most {
        lines.push(format!(" … {}", counted(total - most, "more line")));
    }
    lines
}
