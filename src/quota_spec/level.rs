//! The levels of a specification: where each one is reached, and which messages it requires.

use std::fmt;

use crate::Usage;
use crate::transcript::Matcher;

#[derive(Debug)]
pub(super) struct Level<'a> {
    pub(super) kind: LevelKind,
    pub(super) message: MessageMatcher<'a>,
    /// The matcher for the message that is due when the level re-arms, if there is one.
    pub(super) cleared: Option<MessageMatcher<'a>>,
    /// The distance below the level at which it re-arms; 0 without a margin.
    pub(super) rearm_margin: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LevelKind {
    Percent(u32),
    AbovePercent(u32),
    Value(usize),
    AboveValue(usize),
    Remaining(usize),
    RemainingPercent(u32),
}

/// The levels of a group are reached in the same order at every limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Percent,
    Value,
    Remaining,
}

impl LevelKind {
    /// Returns the lowest usage that reaches the level, at least 1. It can exceed `usize::MAX`.
    pub(super) fn trip_point(self, limit: usize) -> u128 {
        let limit = limit as u128;
        let lowest = match self {
            Self::Percent(percent) => (limit * u128::from(percent)).div_ceil(100),
            Self::AbovePercent(percent) => limit * u128::from(percent) / 100 + 1,
            Self::Value(value) => value as u128,
            Self::AboveValue(value) => value as u128 + 1,
            Self::Remaining(remaining) => limit.saturating_sub(remaining as u128),
            Self::RemainingPercent(percent) => {
                (limit * u128::from(100_u32.saturating_sub(percent))).div_ceil(100)
            }
        };
        lowest.max(1)
    }

    /// Returns the level moved down by `margin`, in percentage points for a percentage and otherwise in units of usage.
    /// Returns `None` if no usage is below the result.
    pub(super) fn lowered(self, margin: usize) -> Option<Self> {
        let points = || u32::try_from(margin).ok();
        Some(match self {
            Self::Percent(percent) => Self::Percent(percent.checked_sub(points()?).filter(|left| *left > 0)?),
            Self::AbovePercent(percent) => Self::AbovePercent(percent.checked_sub(points()?)?),
            Self::Value(value) => Self::Value(value.checked_sub(margin).filter(|left| *left > 0)?),
            Self::AboveValue(value) => Self::AboveValue(value.checked_sub(margin)?),
            Self::Remaining(remaining) => Self::Remaining(remaining.checked_add(margin)?),
            Self::RemainingPercent(percent) => {
                Self::RemainingPercent(percent.checked_add(points()?).filter(|sum| *sum < 100)?)
            }
        })
    }

    /// Returns the percentage of the limit that has to be used, if the level is a percentage.
    pub(super) fn percent(self) -> Option<u32> {
        match self {
            Self::Percent(percent) | Self::AbovePercent(percent) => Some(percent),
            Self::RemainingPercent(percent) => Some(100_u32.saturating_sub(percent)),
            Self::Value(_) | Self::AboveValue(_) | Self::Remaining(_) => None,
        }
    }

    /// Returns whether usage has to exceed the number of the level instead of reaching it.
    pub(super) fn is_strict(self) -> bool {
        matches!(self, Self::AbovePercent(_) | Self::AboveValue(_))
    }

    /// Returns whether the level scales with the limit, so that it makes sense at any limit.
    pub(super) fn scales_with_limit(self) -> bool {
        self.percent().is_some()
    }

    /// Returns the group of the level, and its rank within the group. Two levels with the same group and rank are the
    /// same at every limit.
    pub(super) fn order(self) -> (Group, u128) {
        match self {
            Self::Percent(_) | Self::AbovePercent(_) | Self::RemainingPercent(_) => {
                let percent = u128::from(self.percent().unwrap_or_default());
                (Group::Percent, percent * 2 + u128::from(self.is_strict()))
            }
            Self::Remaining(0) => Self::Percent(100).order(),
            Self::Value(value) => (Group::Value, value as u128),
            Self::AboveValue(value) => (Group::Value, value as u128 + 1),
            Self::Remaining(remaining) => (Group::Remaining, u128::MAX - remaining as u128),
        }
    }
}

/// Completes the phrases "the message ..." and "a level ...".
impl fmt::Display for LevelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => write!(f, "at {percent}%"),
            Self::AbovePercent(percent) => write!(f, "above {percent}%"),
            Self::Value(value) => write!(f, "at {value}"),
            Self::AboveValue(value) => write!(f, "above {value}"),
            Self::Remaining(remaining) => write!(f, "at {remaining} remaining"),
            Self::RemainingPercent(percent) => write!(f, "at {percent}% remaining"),
        }
    }
}

/// The matcher for a message of a level.
pub(super) enum MessageMatcher<'a> {
    Fixed(Matcher<'a, str>),
    /// A function that makes the matcher from the usage at which the message is sent.
    OfUsage(Box<dyn Fn(Usage) -> Matcher<'a, str> + 'a>),
}

impl<'a> MessageMatcher<'a> {
    /// Calls `read` with the matcher for this usage.
    pub(super) fn with<R>(&self, usage: Usage, read: impl FnOnce(&Matcher<'a, str>) -> R) -> R {
        match self {
            Self::Fixed(matcher) => read(matcher),
            Self::OfUsage(make) => read(&make(usage)),
        }
    }

    pub(super) fn matches(&self, message: &str, usage: Usage) -> bool {
        self.with(usage, |matcher| matcher.matches(message))
    }

    pub(super) fn depends_on_usage(&self) -> bool {
        matches!(self, Self::OfUsage(_))
    }
}

impl fmt::Debug for MessageMatcher<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(matcher) => matcher.fmt(f),
            Self::OfUsage(_) => f.write_str("Fn(Usage) -> Matcher"),
        }
    }
}
