//! The context of a report: the evidence, its wording, and whether anything is cut.

use std::borrow::Cow;
use std::panic::Location;

use crate::indices::indices_where;
use crate::report::full::is_full;
use crate::report::limits::LIMITS;
use crate::report::render::escape::{self, LINE_WIDTH, Style};
use crate::transcript::Number;
use crate::transcript::comparison::Evidence;
use crate::transcript::debug_form::cut_to;

/// The evidence of a failed check, with the words and limits of its report.
pub(crate) struct ReportContext<'e> {
    pub(crate) evidence: &'e dyn Evidence,
    /// Whether the limits on output are disabled.
    pub(crate) full: bool,
}

impl<'e> ReportContext<'e> {
    pub(crate) fn new(evidence: &'e dyn Evidence) -> Self {
        Self { evidence, full: is_full() }
    }

    pub(crate) fn noun(&self) -> &'static str {
        if self.evidence.is_text() { "message" } else { "call" }
    }

    /// Returns the participle for an entry: a message is "sent", a call is "recorded".
    pub(crate) fn verb(&self) -> &'static str {
        if self.evidence.is_text() { "sent" } else { "recorded" }
    }

    pub(crate) fn total(&self) -> usize {
        self.evidence.entries()
    }

    /// Iterates over the entries that are not in `matched`, which is sorted.
    pub(crate) fn others(&self, matched: &[usize]) -> Vec<usize> {
        let mut matched = matched;
        indices_where(0..self.total(), &mut |entry| match matched {
            [first, rest @ ..] if *first == entry => {
                matched = rest;
                false
            }
            _ => true,
        })
    }

    /// Returns "by" and the name of the double, or an empty string if it has no name.
    pub(crate) fn attribution(&self) -> String {
        let name = self.evidence.recorded_by();
        name.map_or_else(String::new, |name| format!(" by `{}`", self.cut(name, LIMITS.name_width)))
    }

    /// Returns the index of an entry in the whole log, in brackets: `[3]`.
    pub(crate) fn index(&self, entry: usize) -> String {
        format!("[{}]", self.evidence.index(entry))
    }

    pub(crate) fn columns(&self) -> usize {
        if self.full { usize::MAX / 4 } else { LINE_WIDTH }
    }

    /// Returns the largest number of items to show: `cut`, or no limit if everything is shown.
    pub(crate) fn limit(&self, cut: usize) -> usize {
        if self.full { usize::MAX } else { cut }
    }

    /// Returns the requirement of an expectation, worded to follow "a message". Cuts a name or a value to `columns`,
    /// and a description, which may be broken between words, to two lines.
    pub(crate) fn requirement(&self, expectation: usize, number: Number, columns: usize) -> String {
        match (self.evidence.name(expectation), self.evidence.expected_line(expectation)) {
            (Some(name), _) => format!("({})", self.cut(name, columns.saturating_sub(2))),
            (None, Some(expected)) => {
                let columns = columns.saturating_sub("equal to ".len());
                format!("equal to {}", escape::fitted(&expected, self.entry_style(), columns))
            }
            (None, None) => self.cut(&self.evidence.requirement(expectation, number), 2 * LINE_WIDTH),
        }
    }

    /// Returns whether an expectation is described by the value that it accepts.
    pub(crate) fn requires_value(&self, expectation: usize) -> bool {
        self.evidence.name(expectation).is_none() && self.evidence.expected_line(expectation).is_some()
    }

    /// Returns the style for two texts one above the other: quoted only if a character has to be escaped.
    pub(crate) fn style(&self, texts: [&str; 2]) -> Style {
        if self.evidence.is_text() && !texts.iter().all(|text| escape::is_plain(text)) {
            Style::Quoted
        } else {
            Style::Bare
        }
    }

    /// Returns an entry on one line, without escapes.
    pub(crate) fn line(&self, entry: usize) -> Cow<'e, str> {
        self.evidence.line(entry)
    }

    /// Returns the start of an entry on one line. A `Debug` form longer than `LIMITS.long_text` ends with `…`; text is
    /// not cut.
    pub(crate) fn start_of_line(&self, entry: usize) -> Cow<'e, str> {
        cut_to(LIMITS.long_text, || self.evidence.line(entry))
    }

    /// Returns the start of an expected value, like [`start_of_line`](Self::start_of_line).
    pub(crate) fn start_of_expected_line(&self, expectation: usize) -> Option<Cow<'e, str>> {
        cut_to(LIMITS.long_text, || self.evidence.expected_line(expectation))
    }

    /// Returns whether two entries have the same one-line form.
    pub(crate) fn reads_the_same(&self, one: usize, other: usize) -> bool {
        let (start, other_start) = (self.start_of_line(one), self.start_of_line(other));
        start == other_start && (start.len() <= LIMITS.long_text || self.line(one) == self.line(other))
    }

    /// Returns an entry as a row shows it, in at most `columns`.
    pub(crate) fn entry(&self, entry: usize, columns: usize) -> String {
        if self.full || self.evidence.is_text() {
            return escape::fitted(&self.line(entry), self.entry_style(), columns);
        }
        let start = self.start_of_line(entry);
        if start.len() <= LIMITS.long_text {
            return escape::fitted(&start, Style::Bare, columns);
        }
        let length = format!("… (over {} characters)", escape::count(LIMITS.long_text));
        let (shown, _) = escape::start(&start, Style::Bare, columns.saturating_sub(escape::width(&length)));
        format!("{shown}{length}")
    }

    /// Returns the style of entries on one line: a message in quotes, or the `Debug` form of a call.
    pub(crate) fn entry_style(&self) -> Style {
        if self.evidence.is_text() { Style::Quoted } else { Style::Bare }
    }

    /// Returns words cut to `columns`, or whole if everything is shown.
    pub(crate) fn cut(&self, words: &str, columns: usize) -> String {
        escape::fitted(words, Style::Bare, columns.max(if self.full { self.columns() } else { 0 }))
    }

    pub(crate) fn location(&self, entry: usize) -> Option<Line> {
        self.evidence.location(entry).map(Line)
    }
}

/// The source line that recorded a call. Lines compare by value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line(pub(crate) &'static Location<'static>);

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        (self.0.line(), self.0.file()) == (other.0.line(), other.0.file())
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.0.file(), self.0.line())
    }
}
