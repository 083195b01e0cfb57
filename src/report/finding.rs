//! What a check found out.

use std::time::Duration;

use crate::transcript::mismatch::MismatchKind;
use crate::transcript::times::Times;

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
    /// The matcher's own words on why entries did not match, for the first few of them.
    pub(crate) reasons: Vec<(usize, String)>,
    /// Why the check was refused, and what to write instead.
    pub(crate) refusal: Option<String>,
    /// For how long nothing was to arrive.
    pub(crate) quiet_for: Option<Duration>,
}

impl Finding {
    pub(crate) fn new(kind: MismatchKind, expected: impl Into<Times>) -> Self {
        let expected = expected.into();
        Self {
            kind,
            expected,
            found: 0,
            matched: Vec::new(),
            about: None,
            reasons: Vec::new(),
            refusal: None,
            quiet_for: None,
        }
    }

    /// For a check of one matcher.
    pub(crate) fn counted(kind: MismatchKind, expected: impl Into<Times>, matched: Vec<usize>) -> Self {
        Self { found: matched.len(), matched, ..Self::new(kind, expected) }
    }

    /// Whether more should have matched. A count that is wrong is otherwise too large.
    pub(crate) fn is_too_few(&self) -> bool {
        self.found.cmp(&self.expected.least()).is_lt()
    }
}
