//! The type [`Mismatch`]: the error of a failed check.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::comparison::Evidence;
use super::rule::{Failure, MismatchKind};
use super::times::Times;
use crate::report::Report;

/// The error of a failed check, returned by the `check_*` and `try_*` methods.
///
/// `Display` writes the report, which is also the panic message of the assertion. `Debug` adds the source line of the
/// check, for tests that return `Result<(), Mismatch>`. Neither contains colour codes.
///
/// A report collapses repeated entries (`×200`), and shortens long logs and texts to the relevant parts. Set the
/// environment variable `MOCK_MESSENGER_FULL=1` to see everything. The panic message of an assertion is coloured if
/// standard output and standard error are both terminals and `NO_COLOR` is unset, or if `CLICOLOR_FORCE` is set.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Messenger, MismatchKind, RecordingMessenger};
///
/// let messenger = RecordingMessenger::new();
/// messenger.send("disk: 91% used");
///
/// let mismatch = messenger.sent().check_once("disk: 19% used").unwrap_err();
/// assert_eq!(mismatch.kind(), MismatchKind::Once);
/// assert_eq!(mismatch.expected().to_string(), "exactly 1");
/// assert_eq!((mismatch.found(), mismatch.total()), (0, 1));
/// assert_eq!(mismatch.closest(), Some(0));
/// println!("{mismatch}");
/// ```
#[doc(alias = "AssertionError")]
#[doc(alias = "TestAssertionFailure")]
#[derive(thiserror::Error)]
#[error("{}", .0.report)]
pub struct Mismatch(Box<Contents>);

struct Contents {
    kind: MismatchKind,
    expected: Times,
    matched: Vec<usize>,
    found: usize,
    total: usize,
    waited: Option<Duration>,
    location: &'static Location<'static>,
    report: Report,
}

impl Mismatch {
    pub(crate) fn of(
        evidence: &dyn Evidence,
        failure: &Failure,
        location: &'static Location<'static>,
    ) -> Self {
        let report = Report::of(evidence, failure);
        let mut matched = Vec::with_capacity(failure.matched.len());
        for position in &failure.matched {
            matched.push(evidence.index(*position));
        }
        Self(Box::new(Contents {
            kind: failure.rule.kind(),
            expected: failure.rule.expected(evidence.entries(), evidence.expectations()),
            matched,
            found: report.found(),
            total: evidence.entries(),
            waited: None,
            location,
            report,
        }))
    }

    /// Creates a mismatch from a report that you wrote, so that you can use your own checks with
    /// [`eventually`](crate::SyncRecorder::eventually), [`join`](Self::join) and
    /// [`assert_together!`](crate::assert_together).
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Mismatch, MismatchKind};
    ///
    /// let mismatch = Mismatch::new("the queue is not empty");
    /// assert_eq!(mismatch.kind(), MismatchKind::Custom);
    /// assert_eq!(mismatch.to_string(), "the queue is not empty");
    /// ```
    #[must_use]
    #[track_caller]
    pub fn new(report: impl Into<String>) -> Self {
        Self::without_log(MismatchKind::Custom, 0, Report::of_text(&report.into()), Location::caller())
    }

    /// Joins the reports of all failed checks into one mismatch, in which they are numbered. Returns `Ok` if every
    /// check passed.
    ///
    /// If several reports show the log of the same double, the joined report shows it only once.
    ///
    /// # Errors
    ///
    /// Returns an error if at least one of the checks failed.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Mismatch, Transcript};
    ///
    /// let sent: Transcript<str> = ["one", "two"].into_iter().collect();
    /// let checks = [sent.check_count(2), sent.check_never("two"), sent.check_nothing()];
    /// let mismatch = Mismatch::join(checks).unwrap_err();
    /// assert!(mismatch.to_string().starts_with("2 of 3 checks failed"));
    /// ```
    #[track_caller]
    pub fn join<R>(checks: impl IntoIterator<Item = Result<R, Self>>) -> Result<(), Self> {
        let mut failures = Vec::new();
        let mut number = 0;
        for check in checks {
            number += 1;
            if let Err(mismatch) = check {
                failures.push((number, mismatch.0.report));
            }
        }
        if failures.is_empty() {
            return Ok(());
        }
        let (passed, location) = (number - failures.len(), Location::caller());
        let report = Report::join(number, failures);
        Err(Self::without_log(MismatchKind::Joined, number, report, location).with_found(passed))
    }

    fn without_log(
        kind: MismatchKind,
        total: usize,
        report: Report,
        location: &'static Location<'static>,
    ) -> Self {
        let expected = total.into();
        let (matched, found, waited) = (Vec::new(), 0, None);
        Self(Box::new(Contents { kind, expected, matched, found, total, waited, location, report }))
    }

    fn with_found(mut self, found: usize) -> Self {
        self.0.found = found;
        self
    }

    /// Returns the rule that was broken.
    #[must_use]
    pub fn kind(&self) -> MismatchKind {
        self.0.kind
    }

    /// Returns the expected number of matching entries.
    ///
    /// For a list, this is the length of the list. For a [`Vacuous`](MismatchKind::Vacuous) check, it is the range of
    /// all numbers.
    #[must_use]
    pub fn expected(&self) -> Times {
        self.0.expected
    }

    /// Returns the number of matching entries.
    ///
    /// For a list, this is the number of items for which an entry was found under the rule of the assertion.
    #[must_use]
    pub fn found(&self) -> usize {
        self.0.found
    }

    /// Returns the number of entries that were checked.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.total
    }

    /// Returns the indices of the matching entries in the whole log. It is empty for a list.
    #[must_use]
    pub fn matched(&self) -> &[usize] {
        &self.0.matched
    }

    /// Returns the index in the whole log of the entry that is most similar to the expected one, if an entry is similar
    /// enough.
    #[must_use]
    pub fn closest(&self) -> Option<usize> {
        self.0.report.closest()
    }

    /// Returns the source line of the check.
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.0.location
    }

    /// Returns how long a blocking wait waited before it timed out, or `None` if the mismatch is not from such a wait.
    #[must_use]
    pub fn waited(&self) -> Option<Duration> {
        self.0.waited
    }

    /// Turns this into the mismatch of a wait at `location` that timed out after `waited`.
    pub(crate) fn after(mut self, waited: Duration, location: &'static Location<'static>) -> Self {
        self.0.waited = Some(waited);
        self.0.report.prefix_headline(&format!("timed out after {waited:?}: "));
        self.with_location(location)
    }

    /// Turns this into the mismatch of an async wait at `location` whose deadline passed.
    pub(crate) fn after_deadline(mut self, location: &'static Location<'static>) -> Self {
        self.0.report.prefix_headline("the deadline passed: ");
        self.with_location(location)
    }

    /// Replaces the line of the check.
    pub(crate) fn with_location(mut self, location: &'static Location<'static>) -> Self {
        self.0.location = location;
        self
    }

    /// Adds a hint at the end of the report.
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.0.report.append_text(hint);
        self
    }

    /// Panics with the report, at the caller's line.
    #[track_caller]
    pub(crate) fn panic(&self) -> ! {
        panic!("{}", self.0.report.for_panic())
    }
}

/// Creates a mismatch from a report, as [`Mismatch::new`] does.
impl From<String> for Mismatch {
    #[track_caller]
    fn from(report: String) -> Self {
        Self::new(report)
    }
}

/// Creates a mismatch from a report, as [`Mismatch::new`] does.
impl From<&str> for Mismatch {
    #[track_caller]
    fn from(report: &str) -> Self {
        Self::new(report)
    }
}

impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\n  checked at {}", self.0.report, self.0.location)
    }
}
