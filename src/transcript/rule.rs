//! The rules that assertions check, and the type [`Failure`] of a rule that does not hold.

use std::time::Duration;

use super::match_matrix::{self, MatchMatrix};
use super::times::Times;

/// The requirement of an assertion on a transcript, with its data.
///
/// The report of each rule is in [`report::rules`](crate::report::rules).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The transcript is empty.
    Nothing,
    /// The number of entries is in the range.
    Count(Times),
    /// The entries satisfy a list of expectations.
    List(ListRule),
    /// Exactly one entry matches.
    Once,
    /// The number of matching entries is in the range.
    Times(Times),
    /// At least one entry matches.
    Any,
    /// There is at least one entry, and every entry matches.
    All,
    /// No entry matches.
    Never,
    /// The first entry matches.
    First,
    /// The last entry matches.
    Last,
    /// The entry at this position matches.
    Nth(usize),
    /// Nothing is recorded for `duration`, or until the deadline if that is `None`. `arrivals` is the number of calls
    /// that were recorded, including calls that have been cleared since.
    QuietFor { duration: Option<Duration>, arrivals: usize },
    /// The assertion was rejected for this reason, because it would hold for any transcript or for none.
    Vacuous(String),
}

/// The requirement of a list of expectations on the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListRule {
    /// These entries and no others, in this order.
    Exactly,
    /// These entries and no others, in any order.
    ExactlyInAnyOrder,
    /// These entries in this order. Other entries are allowed anywhere.
    InOrder,
    /// These entries in any order. Other entries are allowed anywhere.
    InAnyOrder,
    /// These entries in this order, next to each other.
    Consecutive,
}

impl ListRule {
    /// Returns whether the entries satisfy the expectations.
    pub(crate) fn holds(self, matrix: &dyn MatchMatrix) -> bool {
        match self {
            Self::Exactly => match_matrix::exactly(matrix),
            Self::ExactlyInAnyOrder => match_matrix::exactly_in_any_order(matrix),
            Self::InOrder => match_matrix::in_order(matrix),
            Self::InAnyOrder => match_matrix::in_any_order(matrix),
            Self::Consecutive => match_matrix::consecutive(matrix),
        }
    }

    /// Returns whether the order of the expectations matters.
    pub(crate) fn is_ordered(self) -> bool {
        match self {
            Self::Exactly | Self::InOrder | Self::Consecutive => true,
            Self::ExactlyInAnyOrder | Self::InAnyOrder => false,
        }
    }

    /// Returns where an extra entry, for which the list has no expectation, breaks the rule.
    pub(crate) fn extra_entries(self) -> ExtraEntries {
        match self {
            Self::Exactly | Self::ExactlyInAnyOrder => ExtraEntries::Anywhere,
            Self::Consecutive => ExtraEntries::Between,
            Self::InOrder | Self::InAnyOrder => ExtraEntries::Nowhere,
        }
    }
}

/// Where an extra entry breaks a [`ListRule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtraEntries {
    /// Anywhere in the log.
    Anywhere,
    /// Between two entries of the list.
    Between,
    /// Nowhere: extra entries are allowed.
    Nowhere,
}

impl Rule {
    pub(crate) fn kind(&self) -> MismatchKind {
        match self {
            Self::Nothing => MismatchKind::Nothing,
            Self::Count(_) => MismatchKind::Count,
            Self::List(ListRule::Exactly) => MismatchKind::Exactly,
            Self::List(ListRule::ExactlyInAnyOrder) => MismatchKind::ExactlyInAnyOrder,
            Self::List(ListRule::InOrder) => MismatchKind::InOrder,
            Self::List(ListRule::InAnyOrder) => MismatchKind::InAnyOrder,
            Self::List(ListRule::Consecutive) => MismatchKind::Consecutive,
            Self::Once => MismatchKind::Once,
            Self::Times(_) => MismatchKind::Times,
            Self::Any => MismatchKind::Any,
            Self::All => MismatchKind::All,
            Self::Never => MismatchKind::Never,
            Self::First => MismatchKind::First,
            Self::Last => MismatchKind::Last,
            Self::Nth(_) => MismatchKind::Nth,
            Self::QuietFor { .. } => MismatchKind::QuietFor,
            Self::Vacuous(_) => MismatchKind::Vacuous,
        }
    }

    /// Returns the number of entries that have to match, given the number of `entries` and of `expectations`.
    pub(crate) fn expected(&self, entries: usize, expectations: usize) -> Times {
        match self {
            Self::Nothing | Self::Never | Self::QuietFor { .. } => 0.into(),
            Self::Count(times) | Self::Times(times) => *times,
            Self::List(_) => expectations.into(),
            Self::Once | Self::First | Self::Last | Self::Nth(_) => 1.into(),
            Self::Any => (1..).into(),
            Self::All => entries.max(1).into(),
            Self::Vacuous(_) => (0..).into(),
        }
    }
}

/// A rule that does not hold, with the results of the check.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) rule: Rule,
    /// The positions of the matching entries. Empty for a list.
    pub(crate) matched: Vec<usize>,
    /// For the first few entries that do not match, their position and the reason that the matcher gives.
    pub(crate) reasons: Vec<(usize, String)>,
}

impl Failure {
    /// Creates the failure of a rule without matching entries.
    pub(crate) fn of(rule: Rule) -> Self {
        Self { rule, matched: Vec::new(), reasons: Vec::new() }
    }
}

/// The rule that a [`Mismatch`](crate::Mismatch) reports as broken. Each variant is named after its assertion.
///
/// # Examples
///
/// ```
/// use mock_messenger::{MismatchKind, RecordingMessenger};
///
/// let mismatch = RecordingMessenger::new().sent().check_any("hello").unwrap_err();
/// assert_eq!(mismatch.kind(), MismatchKind::Any);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MismatchKind {
    /// `assert_nothing`
    Nothing,
    /// `assert_count`, `wait_for_at_least`
    Count,
    /// `assert_exactly`
    Exactly,
    /// `assert_exactly_in_any_order`
    ExactlyInAnyOrder,
    /// `assert_in_order`
    InOrder,
    /// `assert_in_any_order`
    InAnyOrder,
    /// `assert_consecutive`
    Consecutive,
    /// `assert_once`
    Once,
    /// `assert_times`
    Times,
    /// `assert_any`, `wait_for`
    Any,
    /// `assert_all`
    All,
    /// `assert_never`
    Never,
    /// `assert_first`
    First,
    /// `assert_last`
    Last,
    /// `assert_nth`
    Nth,
    /// `assert_quiet_for`
    QuietFor,
    /// A vacuous check, which would hold for any transcript or for none. The report suggests what to write instead.
    Vacuous,
    /// Several checks that were joined by [`Mismatch::join`](crate::Mismatch::join) or
    /// [`assert_together!`](crate::assert_together).
    Joined,
    /// A check written in the test, reported with [`Mismatch::new`](crate::Mismatch::new).
    Custom,
}
