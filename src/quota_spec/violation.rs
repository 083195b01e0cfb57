use std::fmt;
use std::panic::Location;

/// A violation of a [`QuotaSpec`](crate::QuotaSpec), returned by [`check`](crate::QuotaSpec::check).
///
/// `Display` shows the report that [`assert`](crate::QuotaSpec::assert) panics with. `Debug` also shows the line of the
/// check, for tests that return `Result<(), QuotaViolation>`.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Messenger, OVER_QUOTA, QuotaSpec, QuotaViolationKind};
///
/// let violation = QuotaSpec::new(100)
///     .at_percent(100, OVER_QUOTA)
///     .check(|messenger, usage| {
///         let limit = usage.limit();
///         for value in usage {
///             if value > limit {
///                 messenger.send(OVER_QUOTA);
///             }
///         }
///     })
///     .unwrap_err();
///
/// assert_eq!(violation.kind(), QuotaViolationKind::Missing);
/// assert_eq!(violation.walk(), [100]);
/// assert_eq!(violation.value(), Some(100));
/// assert_eq!(violation.expected(), Some("at 100%"));
/// assert!(violation.sent().is_empty());
/// assert_eq!(violation.cause(), Some("fires at 101, due at 100: > where >= was meant?"));
/// println!("{violation}");
/// ```
#[derive(thiserror::Error)]
#[error("{}", .0.report)]
pub struct QuotaViolation(Box<Contents>);

pub(super) struct Contents {
    pub(super) kind: QuotaViolationKind,
    pub(super) limit: usize,
    pub(super) walk: Vec<usize>,
    pub(super) value: Option<usize>,
    pub(super) expected: Option<String>,
    pub(super) sent: Vec<String>,
    pub(super) cause: Option<String>,
    pub(super) report: String,
    pub(super) location: &'static Location<'static>,
}

/// The kind of a [`QuotaViolation`].
///
/// # Examples
///
/// ```
/// use mock_messenger::{QuotaSpec, QuotaViolationKind};
///
/// let violation = QuotaSpec::book(100).check(|_, usage| usage.for_each(drop)).unwrap_err();
/// assert_eq!(violation.kind(), QuotaViolationKind::Missing);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuotaViolationKind {
    /// A message was due but not sent.
    Missing,
    /// A message was sent although none was due.
    Unexpected,
    /// A message was sent for another level than the one due.
    WrongLevel,
    /// More messages were sent than were due.
    MultipleMessages,
    /// A message matches no level.
    UnknownMessage,
    /// A message matches two or more levels.
    AmbiguousMessage,
    /// A message was sent before the scenario took the first usage.
    SentBeforeFirstUsage,
    /// A message was sent after the scenario had returned.
    SentAfterReturn,
    /// The scenario took no usage, so nothing was tested.
    NoUsageTaken,
    /// The scenario did not take all usages.
    StoppedEarly,
    /// The scenario panicked.
    Panicked,
    /// The scenario returned an error.
    Failed,
    /// The specification contradicts itself, tests nothing, or does not fit the scenario. The report states what to
    /// change.
    Rejected,
}

impl QuotaViolation {
    pub(super) fn new(contents: Contents) -> Self {
        Self(Box::new(contents))
    }

    /// Creates a violation that has no walk.
    pub(super) fn without_walk(
        kind: QuotaViolationKind,
        limit: usize,
        report: String,
        location: &'static Location<'static>,
    ) -> Self {
        Self::new(Contents {
            kind,
            limit,
            walk: Vec::new(),
            value: None,
            expected: None,
            sent: Vec::new(),
            cause: None,
            report,
            location,
        })
    }

    /// Returns the kind of the violation.
    #[must_use]
    pub fn kind(&self) -> QuotaViolationKind {
        self.0.kind
    }

    /// Returns the limit of the run that violated the specification.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.0.limit
    }

    /// Returns the walk that shows the violation, shortened as far as possible, as the usage after each step.
    ///
    /// After a panic or an error, the walk ends with the last usage that was taken. If the specification was rejected,
    /// the walk is empty.
    #[must_use]
    pub fn walk(&self) -> &[usize] {
        &self.0.walk
    }

    /// Returns the usage at which the violation occurred, or `None` if no usage was taken.
    #[must_use]
    pub fn value(&self) -> Option<usize> {
        self.0.value
    }

    /// Returns the level whose message was due at that usage, such as `at 75%` or `above 500`. Returns `None` if no
    /// message was due.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// Returns the messages sent at that usage.
    #[must_use]
    pub fn sent(&self) -> &[String] {
        &self.0.sent
    }

    /// Returns the probable cause, if one is known: a mistake that explains every message of the code under test. If
    /// two mistakes do, the second is on another line and starts with `or`. If the cause is not known but a level fires
    /// at the wrong usage, returns where it fires and where it is due.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// Returns the line of the check.
    #[must_use]
    pub fn location(&self) -> &'static Location<'static> {
        self.0.location
    }
}

impl fmt::Debug for QuotaViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\n  checked at {}", self.0.report, self.0.location)
    }
}
