use std::fmt;
use std::panic::Location;

/// How code under test broke a [`QuotaSpec`](crate::QuotaSpec), as data: what
/// [`check`](crate::QuotaSpec::check) returns.
///
/// `Display` is the report that [`assert`](crate::QuotaSpec::assert) panics with; `Debug` is the report with the line
/// of the check, so that a test may return `Result<(), QuotaViolation>`.
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

/// What a [`QuotaViolation`] is about.
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
    /// A message was due, and nothing was sent.
    Missing,
    /// Nothing was due, and something was sent.
    Unexpected,
    /// The message of another level was sent.
    WrongLevel,
    /// One message was due, and several were sent.
    TooMany,
    /// A message was sent that matches no level.
    UnknownMessage,
    /// A message was sent that matches two levels or more.
    AmbiguousMessage,
    /// A message was sent before the first usage was taken.
    BeforeTheFirst,
    /// The scenario took no usage, so that nothing was tested.
    NothingTaken,
    /// The scenario did not take all usages.
    StoppedEarly,
    /// The scenario panicked.
    Panicked,
    /// The scenario returned an error.
    Failed,
    /// The specification makes no sense; the report says what to write instead.
    Refused,
}

impl QuotaViolation {
    pub(super) fn new(contents: Contents) -> Self {
        Self(Box::new(contents))
    }

    pub(super) fn refused(limit: usize, refusal: String, location: &'static Location<'static>) -> Self {
        Self::new(Contents {
            kind: QuotaViolationKind::Refused,
            limit,
            walk: Vec::new(),
            value: None,
            expected: None,
            sent: Vec::new(),
            cause: None,
            report: refusal,
            location,
        })
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> QuotaViolationKind {
        self.0.kind
    }

    /// The limit of the specification.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.0.limit
    }

    /// The usages that show it, as short a list as could be found. After a panic or an error, the usages that were
    /// taken until then. Empty where the specification was refused.
    #[must_use]
    pub fn walk(&self) -> &[usize] {
        &self.0.walk
    }

    /// The usage at which it went wrong; `None` where no usage was taken.
    #[must_use]
    pub fn value(&self) -> Option<usize> {
        self.0.value
    }

    /// The level whose message was due at that usage, as `at 75%` or `above 500`; `None` where none was.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// The messages that were sent at that usage.
    #[must_use]
    pub fn sent(&self) -> &[String] {
        &self.0.sent
    }

    /// What is probably wrong: a mistake that, tried on every walk of the battery, sends just what the code under test
    /// sent. `None` where no known mistake does.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// The line of the check.
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
