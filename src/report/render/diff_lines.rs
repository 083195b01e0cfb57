//! Two texts above each other, with carets under what differs.

use std::fmt::Write as _;
use std::ops::Range;

use crate::report::diff::text_diff::TextDiff;
use crate::report::render::escape::{self, Budget, Style};

/// Two lines to be compared, as they are shown.
#[derive(Debug)]
pub(crate) struct DiffLines {
    pub(crate) expected: Shown,
    pub(crate) found: Shown,
    /// One line of carets serves both: what differs stands in the same columns, or in one place.
    one_line: bool,
}

/// A text with what differs in it, cut to what fits.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) text: String,
    carets: String,
    is_cut: bool,
}

/// How much of what is the same is shown before the first difference of a text that is cut.
const LEAD: usize = 40;

impl DiffLines {
    pub(crate) fn new(
        expected: &str,
        found: &str,
        difference: &TextDiff,
        style: Style,
        columns: usize,
    ) -> Self {
        let from = match difference.spans.first() {
            Some(span) if columns < expected.len().max(found.len()) => {
                start_of_window(&expected[..span.expected.start], style, columns)
            }
            _ => 0,
        };
        let spans_expected: Vec<_> = difference.spans.iter().map(|span| span.expected.clone()).collect();
        let spans_found: Vec<_> = difference.spans.iter().map(|span| span.found.clone()).collect();
        let expected = Shown::new(expected, from, &spans_expected, style, columns);
        let found = Shown::new(found, from, &spans_found, style, columns);
        let is_insertion =
            difference.spans.iter().any(|span| span.expected.is_empty() || span.found.is_empty());
        let one_line = expected.carets == found.carets || (difference.spans.len() < 2 && !is_insertion);
        Self { expected, found, one_line }
    }

    /// Returns whether one of the texts is cut.
    pub(crate) fn is_cut(&self) -> bool {
        [&self.expected, &self.found].iter().any(|shown| shown.is_cut)
    }

    /// The lines, the expected text below the one that was found or above it.
    pub(crate) fn lines(&self, above: &Labelled<'_>, below: &Labelled<'_>) -> String {
        let mut out = format!("{}{}{}", above.label, above.shown.text, above.after);
        if !self.one_line {
            above.push_carets(&mut out);
        }
        let _ = write!(out, "\n{}{}{}", below.label, below.shown.text, below.after);
        below.push_carets(&mut out);
        out
    }
}

/// A shown text with what stands before and after it.
pub(crate) struct Labelled<'s> {
    pub(crate) label: &'s str,
    pub(crate) shown: &'s Shown,
    pub(crate) after: &'s str,
}

impl Labelled<'_> {
    fn push_carets(&self, out: &mut String) {
        if !self.shown.carets.is_empty() {
            let indent = escape::width(self.label);
            let _ = write!(out, "\n{:indent$}{}", "", self.shown.carets);
        }
    }
}

/// Where to start showing a text whose first `same` is not what differs: at its start, if that leaves half a line.
fn start_of_window(same: &str, style: Style, columns: usize) -> usize {
    if escape::start(same, style, columns / 2).1 {
        return 0;
    }
    let mut room = Budget::of(LEAD);
    let mut from = same.len();
    for (at, c) in same.char_indices().rev() {
        let mut shown = String::new();
        escape::push_char(&mut shown, c, style, true);
        if !room.take(&shown) {
            break;
        }
        from = at;
    }
    from
}

impl Shown {
    fn new(text: &str, from: usize, spans: &[Range<usize>], style: Style, columns: usize) -> Self {
        let mut canvas = CaretLine::new(style);
        if from > 0 {
            canvas.out.push('…');
            canvas.is_cut = true;
        }
        let mut room = Budget::of(columns);
        let mut spans = spans.iter().peekable();
        for (at, c) in text[from..].char_indices() {
            let at = from + at;
            while spans.peek().is_some_and(|span| span.end <= at && !span.is_empty()) {
                spans.next();
            }
            let mut differs = false;
            if let Some(span) = spans.peek().filter(|span| span.start <= at) {
                if span.is_empty() {
                    canvas.point();
                    spans.next();
                    differs = spans.peek().is_some_and(|span| span.start <= at && at < span.end);
                } else {
                    differs = true;
                    canvas.accepts_combining &= at > span.start;
                }
            }
            if !canvas.push(c, differs, &mut room) {
                canvas.out.push('…');
                canvas.is_cut = true;
                return canvas.done();
            }
        }
        if spans.any(Range::is_empty) {
            canvas.point();
        }
        canvas.done()
    }
}

/// A line that is being written, with the carets below it.
struct CaretLine {
    style: Style,
    out: String,
    carets: String,
    accepts_combining: bool,
    is_cut: bool,
}

impl CaretLine {
    fn new(style: Style) -> Self {
        let out = if style == Style::Quoted { "\"".to_owned() } else { String::new() };
        Self { style, out, carets: String::new(), accepts_combining: false, is_cut: false }
    }

    fn push(&mut self, c: char, differs: bool, room: &mut Budget) -> bool {
        let before = self.out.len();
        let accepts_combining = escape::push_char(&mut self.out, c, self.style, self.accepts_combining);
        if !room.take(&self.out[before..]) {
            self.out.truncate(before);
            return false;
        }
        self.accepts_combining = accepts_combining;
        if differs {
            let start = escape::width(&self.out[..before]);
            self.mark(start, escape::width(&self.out));
        }
        true
    }

    /// Points to where something is missing.
    fn point(&mut self) {
        let column = escape::width(&self.out);
        self.mark(column, column + 1);
    }

    fn mark(&mut self, from: usize, to: usize) {
        while self.carets.len() < from {
            self.carets.push(' ');
        }
        while self.carets.len() < to.max(from) {
            self.carets.push('^');
        }
    }

    fn done(mut self) -> Shown {
        if self.style == Style::Quoted {
            self.out.push('"');
        }
        Shown { text: self.out, carets: self.carets, is_cut: self.is_cut }
    }
}
