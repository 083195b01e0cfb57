//! What all parts of a report look at.

use std::borrow::Cow;
use std::env;
use std::panic::Location;

use crate::report::render::escape::{self, LINE_WIDTH, Style};
use crate::transcript::comparison::Evidence;

/// The evidence, with how it is worded and how much of it is shown.
pub(crate) struct ReportContext<'e> {
    pub(crate) evidence: &'e dyn Evidence,
    /// Nothing is cut.
    pub(crate) full: bool,
}

/// Set to anything but nothing and `0`, reports show all there is.
pub(crate) const FULL: &str = "MOCK_MESSENGER_FULL";

impl<'e> ReportContext<'e> {
    pub(crate) fn new(evidence: &'e dyn Evidence) -> Self {
        let full = env::var_os(FULL).is_some_and(|value| !value.is_empty() && value != "0");
        Self { evidence, full }
    }

    pub(crate) fn noun(&self) -> &'static str {
        if self.evidence.is_text() { "message" } else { "call" }
    }

    /// What was done with a message or a call.
    pub(crate) fn verb(&self) -> &'static str {
        if self.evidence.is_text() { "sent" } else { "recorded" }
    }

    pub(crate) fn total(&self) -> usize {
        self.evidence.entries()
    }

    /// The entries that are not among these, which are in order.
    pub(crate) fn others(&self, matched: &[usize]) -> impl Iterator<Item = usize> {
        let mut matched = matched.iter().peekable();
        (0..self.total()).filter(move |entry| matched.next_if_eq(&entry).is_none())
    }

    /// The words "by" and the double's name, or nothing for a double without one.
    pub(crate) fn attribution(&self) -> String {
        let name = self.evidence.recorded_by();
        name.map_or_else(String::new, |name| format!(" by `{}`", escape::unquoted(name, LINE_WIDTH)))
    }

    /// `[3]`: the index in the whole log.
    pub(crate) fn index(&self, entry: usize) -> String {
        format!("[{}]", self.evidence.index(entry))
    }

    pub(crate) fn columns(&self) -> usize {
        if self.full { usize::MAX / 4 } else { LINE_WIDTH }
    }

    /// How many of something are shown, where `cut` are shown at most of what is cut.
    pub(crate) fn limit(&self, cut: usize) -> usize {
        if self.full { usize::MAX } else { cut }
    }

    /// Text that was sent, or the `Debug` form of a call, on one line.
    pub(crate) fn quote_entry(&self, line: &str) -> String {
        if self.evidence.is_text() {
            escape::quote(line, self.columns())
        } else {
            escape::unquoted(line, self.columns())
        }
    }

    /// What an expectation asks for, as it reads after "a message".
    pub(crate) fn requirement(&self, expectation: usize) -> String {
        match (self.evidence.name(expectation), self.evidence.wanted_line(expectation)) {
            (Some(name), _) => format!("({})", escape::unquoted(name, self.columns())),
            (None, Some(wanted)) => format!("equal to {}", self.quote_entry(&wanted)),
            (None, None) => escape::unquoted(&self.evidence.requirement(expectation), 2 * self.columns()),
        }
    }

    /// How to show texts beside each other: as they are, unless something in them has to be escaped.
    pub(crate) fn style(&self, texts: [&str; 2]) -> Style {
        if self.evidence.is_text() && !texts.into_iter().all(escape::is_plain) {
            Style::Quoted
        } else {
            Style::Bare
        }
    }

    /// An entry on one line, nothing escaped.
    pub(crate) fn line(&self, entry: usize) -> Cow<'_, str> {
        self.evidence.line(entry)
    }

    pub(crate) fn location(&self, entry: usize) -> Option<Line> {
        self.evidence.location(entry).map(Line)
    }
}

/// The source line of a call.
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
