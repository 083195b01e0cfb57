//! The levels of a specification: where each stands, and what its message looks like.

use std::fmt;

use crate::transcript::Matcher;

/// A level, and what its message has to match.
#[derive(Debug)]
pub(super) struct Level<'a> {
    pub(super) at: At,
    pub(super) message: Matcher<'a, str>,
}

/// Where a level stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Percent(u32),
    AbovePercent(u32),
    Value(usize),
    AboveValue(usize),
}

impl At {
    /// Whether a usage of `value` reaches the level. A usage of 0 reaches none, whatever the limit is.
    pub(super) fn is_reached(self, value: usize, limit: usize) -> bool {
        self.trip_point(limit).is_some_and(|trip| value >= trip)
    }

    /// The lowest usage that reaches the level; `None` where no `usize` does.
    pub(super) fn trip_point(self, limit: usize) -> Option<usize> {
        let hundred_times = |percent: u32| limit as u128 * u128::from(percent);
        let lowest = match self {
            Self::Percent(percent) => hundred_times(percent).div_ceil(100),
            Self::AbovePercent(percent) => hundred_times(percent) / 100 + 1,
            Self::Value(at) => at as u128,
            Self::AboveValue(at) => at as u128 + 1,
        };
        usize::try_from(lowest.max(1)).ok()
    }

    pub(super) fn percent(self) -> Option<u32> {
        match self {
            Self::Percent(percent) | Self::AbovePercent(percent) => Some(percent),
            Self::Value(_) | Self::AboveValue(_) => None,
        }
    }

    /// Whether reaching the number is not enough.
    pub(super) fn is_strict(self) -> bool {
        matches!(self, Self::AbovePercent(_) | Self::AboveValue(_))
    }
}

/// As it reads after "the message".
impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => write!(f, "at {percent}%"),
            Self::AbovePercent(percent) => write!(f, "above {percent}%"),
            Self::Value(value) => write!(f, "at {value}"),
            Self::AboveValue(value) => write!(f, "above {value}"),
        }
    }
}
