//! The report of a failed check: built as a value from the evidence, then told as text.

use std::fmt::{self, Write as _};

use super::case::Evidence;
use super::mismatch::MismatchKind;
use super::times::Times;

/// What a check found out when it failed.
pub(crate) struct Finding {
    pub(crate) kind: MismatchKind,
    /// How many entries should have matched; for a list, how many it names.
    pub(crate) expected: Times,
    /// How many entries matched.
    pub(crate) found: usize,
    /// The positions of the entries that matched, for a check of one matcher.
    pub(crate) matched: Vec<usize>,
    /// The position that the rule is about: `assert_nth(1, ..)` is about 1. May be past the end.
    pub(crate) about: Option<usize>,
    /// The matcher's own words on why that entry did not match.
    pub(crate) why: Option<String>,
    /// Why the check was refused, and what to write instead.
    pub(crate) refusal: Option<String>,
}

impl Finding {
    pub(crate) fn new(kind: MismatchKind, expected: impl Into<Times>) -> Self {
        let expected = expected.into();
        Self { kind, expected, found: 0, matched: Vec::new(), about: None, why: None, refusal: None }
    }

    /// For a check of one matcher.
    pub(crate) fn counted(kind: MismatchKind, expected: impl Into<Times>, matched: Vec<usize>) -> Self {
        Self { found: matched.len(), matched, ..Self::new(kind, expected) }
    }
}

/// The text of a failure, in the parts that are told differently on a terminal.
pub(crate) struct Report {
    headline: String,
    closest: Option<usize>,
    body: String,
}

impl Report {
    pub(crate) fn of(evidence: &dyn Evidence, failure: &Finding) -> Self {
        let (noun, sent) = if evidence.is_text() { ("message", "sent") } else { ("call", "recorded") };
        let total = evidence.entries();
        let headline = match &failure.refusal {
            Some(refusal) => refusal.clone(),
            None => {
                let plural = if failure.expected == Times::from(1) { "" } else { "s" };
                let requirement: Vec<_> = (0..evidence.expectations())
                    .map(|expectation| evidence.requirement(expectation))
                    .collect();
                let requirement = requirement.join(", ");
                format!(
                    "expected {} {noun}{plural} {requirement}, found {} of {total} {sent}",
                    failure.expected, failure.found
                )
            }
        };
        let mut body = String::new();
        for entry in 0..total {
            let line = evidence.line(entry);
            let _ = write!(body, "\n    [{}] ", evidence.index(entry));
            let _ = if evidence.is_text() { write!(body, "{line:?}") } else { write!(body, "{line}") };
            if let Some(location) = evidence.location(entry) {
                let _ = write!(body, "  {location}");
            }
        }
        Self { headline, closest: None, body }
    }

    pub(crate) fn closest(&self) -> Option<usize> {
        self.closest
    }

    pub(crate) fn say_first(&mut self, words: &str) {
        self.headline.insert_str(0, words);
    }

    /// The report as an assertion panics with it: coloured where it goes to a terminal.
    pub(crate) fn for_panic(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.headline, self.body)
    }
}
