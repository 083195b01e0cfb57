use std::fmt;
use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

/// An expected number of entries, or a range of such numbers: `3`, `2..=4`, `2..5`, `1..`, `..=4` or `..5`.
///
/// It converts from any integer type.
///
/// # Examples
///
/// ```
/// use mock_messenger::Times;
///
/// assert_eq!(Times::from(3).to_string(), "exactly 3");
/// assert_eq!(Times::from(2..=4).to_string(), "2 to 4");
/// assert_eq!(Times::from(1..).to_string(), "at least 1");
/// assert_eq!(Times::from(..5).to_string(), "at most 4");
/// assert!(Times::from(1..).contains(7));
/// ```
#[doc(alias = "Between")]
#[doc(alias = "AtLeast")]
#[doc(alias = "AtMost")]
#[doc(alias = "atLeast")]
#[doc(alias = "atMost")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Times {
    least: usize,
    /// The largest number, or `None` if there is no upper bound.
    most: Option<usize>,
    /// Whether the range contains no number, such as `4..2`.
    empty: bool,
}

impl Times {
    /// Returns whether `count` is in the range.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(!mock_messenger::Times::from(2..=4).contains(5));
    /// ```
    #[must_use]
    pub fn contains(&self, count: usize) -> bool {
        !self.empty && self.least <= count && self.most.is_none_or(|most| count <= most)
    }

    /// Returns the lower bound.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::Times::from(2..=4).least(), 2);
    /// ```
    #[must_use]
    pub fn least(&self) -> usize {
        self.least
    }

    /// Returns the upper bound, or `None` if there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::Times::from(2..=4).most(), Some(4));
    /// assert_eq!(mock_messenger::Times::from(2..).most(), None);
    /// ```
    #[must_use]
    pub fn most(&self) -> Option<usize> {
        self.most
    }

    pub(crate) fn admits_everything(&self) -> bool {
        !self.empty && self.least == 0 && self.most.is_none_or(|most| most == usize::MAX)
    }

    pub(crate) fn admits_nothing(&self) -> bool {
        self.empty
    }

    const NONE: Self = Self { least: 0, most: Some(0), empty: true };

    fn between(least: usize, most: Option<usize>) -> Self {
        Self { least, most, empty: most.is_some_and(|most| most < least) }
    }

    fn below(least: usize, end: usize) -> Self {
        match end.checked_sub(1) {
            Some(most) => Self::between(least, Some(most)),
            None => Self::NONE,
        }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match (self.least, self.most) {
            _ if self.empty => "no number at all".to_owned(),
            (least, Some(most)) if least == most => format!("exactly {least}"),
            (0, Some(most)) => format!("at most {most}"),
            (least, Some(most)) => format!("{least} to {most}"),
            (0, None) => "any number".to_owned(),
            (least, None) => format!("at least {least}"),
        };
        f.pad(&text)
    }
}

/// Implemented for every integer type, so that [`Times`] converts from all of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of entries",
    note = "use an integer such as `3`, or a range of integers such as `2..=4` or `1..`"
)]
pub trait Integer: Copy + PartialOrd {
    /// Returns the number, saturating at `usize::MAX`, or `None` if it is negative.
    #[doc(hidden)]
    fn to_count(self) -> Option<usize>;
}

macro_rules! integers {
    ($($unsigned:ty, $signed:ty;)+) => {$(
        impl Integer for $unsigned {
            fn to_count(self) -> Option<usize> {
                Some(usize::try_from(self).unwrap_or(usize::MAX))
            }
        }

        impl Integer for $signed {
            fn to_count(self) -> Option<usize> {
                (self >= 0).then(|| usize::try_from(self).unwrap_or(usize::MAX))
            }
        }
    )+};
}

integers! {
    u8, i8;
    u16, i16;
    u32, i32;
    u64, i64;
    u128, i128;
    usize, isize;
}

/// Converts a number. A negative number admits no count.
impl<N: Integer> From<N> for Times {
    fn from(count: N) -> Self {
        match count.to_count() {
            Some(count) => Self::between(count, Some(count)),
            None => Self::NONE,
        }
    }
}

impl<N: Integer> From<Range<N>> for Times {
    fn from(range: Range<N>) -> Self {
        match range.end.to_count() {
            Some(end) => Self::below(range.start.to_count().unwrap_or(0), end),
            None => Self::NONE,
        }
    }
}

impl<N: Integer> From<RangeInclusive<N>> for Times {
    fn from(range: RangeInclusive<N>) -> Self {
        let Some(most) = range.end().to_count() else { return Self::NONE };
        // A range that has been iterated to its end is empty, whatever its bounds are.
        let empty = range.is_empty();
        Self { empty, ..Self::between(range.start().to_count().unwrap_or(0), Some(most)) }
    }
}

impl<N: Integer> From<RangeFrom<N>> for Times {
    fn from(range: RangeFrom<N>) -> Self {
        Self::between(range.start.to_count().unwrap_or(0), None)
    }
}

impl<N: Integer> From<RangeTo<N>> for Times {
    fn from(range: RangeTo<N>) -> Self {
        match range.end.to_count() {
            Some(end) => Self::below(0, end),
            None => Self::NONE,
        }
    }
}

impl<N: Integer> From<RangeToInclusive<N>> for Times {
    fn from(range: RangeToInclusive<N>) -> Self {
        match range.end.to_count() {
            Some(most) => Self::between(0, Some(most)),
            None => Self::NONE,
        }
    }
}

impl From<RangeFull> for Times {
    fn from(_: RangeFull) -> Self {
        Self::between(0, None)
    }
}
