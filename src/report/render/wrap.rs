//! Breaks sentences into lines of at most [`LINE_WIDTH`](super::escape::LINE_WIDTH) columns.

use unicode_width::UnicodeWidthChar;

use crate::report::render::escape;

/// The indentation of continuation lines, in columns.
const INDENT: usize = 2;

/// Breaks the lines of `text` that are wider than `columns`: between words or, if a single word is wider, inside of it.
/// The text has to be escaped.
pub(crate) fn wrap(text: &str, columns: usize) -> String {
    if text.lines().all(|line| escape::width(line) <= columns) {
        return text.to_owned();
    }
    let lines: Vec<_> = text.split('\n').map(|line| wrap_line(line, columns)).collect();
    lines.join("\n")
}

fn wrap_line(line: &str, columns: usize) -> String {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let indent = (indent + INDENT).min(columns / 2);
    let mut out = String::new();
    let (mut rest, mut room) = (line, columns);
    while escape::width(rest) > room {
        let end = fitting(rest, room);
        let (shown, next) = match last_space(&rest[..end]) {
            Some(space) => (&rest[..space], &rest[space + 1..]),
            None => rest.split_at(end),
        };
        out.push_str(shown);
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
        (rest, room) = (next, columns - indent);
    }
    out.push_str(rest);
    out
}

/// Returns the length of the longest prefix that fits, which is at least one character.
fn fitting(text: &str, columns: usize) -> usize {
    let mut width = 0;
    for (i, c) in text.char_indices() {
        width += c.width().unwrap_or(0);
        if width > columns && i > 0 {
            return i;
        }
    }
    text.len()
}

/// Returns the last single space between two words. A run of spaces belongs to a value and is never broken.
fn last_space(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_between_words = |i: &usize| {
        bytes[*i] == b' ' && bytes[i - 1] != b' ' && bytes.get(i + 1).is_none_or(|byte| *byte != b' ')
    };
    let start = text.len() - text.trim_start_matches(' ').len();
    (start + 1..bytes.len()).rev().find(is_between_words)
}
