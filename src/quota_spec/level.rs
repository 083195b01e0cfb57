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
        let hundredfold = value as u128 * 100;
        let hundred_times = |percent: u32| limit as u128 * u128::from(percent);
        value > 0
            && match self {
                Self::Percent(percent) => hundredfold >= hundred_times(percent),
                Self::AbovePercent(percent) => hundredfold > hundred_times(percent),
                Self::Value(at) => value >= at,
                Self::AboveValue(at) => value > at,
            }
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

#[cfg(test)]
mod tests {
    use super::At;
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = usize> {
        prop_oneof![
            0..300_usize,
            any::<usize>(),
            (0..300_usize).prop_map(|below| usize::MAX - below),
            Just(usize::MAX)
        ]
    }

    fn at() -> impl Strategy<Value = At> {
        prop_oneof![
            (0..300_u32).prop_map(At::Percent),
            (0..300_u32).prop_map(At::AbovePercent),
            number().prop_map(At::Value),
            number().prop_map(At::AboveValue)
        ]
    }

    proptest! {
        #[test]
        fn the_trip_point_is_the_lowest_usage_that_reaches_a_level(at in at(), limit in number()) {
            match at.trip_point(limit) {
                Some(trip) => {
                    prop_assert!(at.is_reached(trip, limit));
                    prop_assert!(!at.is_reached(trip - 1, limit));
                }
                None => prop_assert!(!at.is_reached(usize::MAX, limit)),
            }
        }
    }
}
