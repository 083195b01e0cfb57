use std::fmt;
use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

/// How often something should have happened: a number or a range of numbers, ends included.
///
/// Made from `3`, `2..=4`, `2..5`, `1..`, `..=4` or `..5`.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Times {
    least: usize,
    /// `None`: no upper end.
    most: Option<usize>,
    /// `4..2` holds for no number; kept as it was written, so that the refusal can name it.
    empty: bool,
}

impl Times {
    /// Whether `count` is one of these numbers.
    ///
    /// ```
    /// assert!(!mock_messenger::Times::from(2..=4).contains(5));
    /// ```
    #[must_use]
    pub fn contains(&self, count: usize) -> bool {
        !self.empty && self.least <= count && self.most.is_none_or(|most| count <= most)
    }

    /// The smallest of these numbers.
    ///
    /// ```
    /// assert_eq!(mock_messenger::Times::from(2..=4).least(), 2);
    /// ```
    #[must_use]
    pub fn least(&self) -> usize {
        self.least
    }

    /// The largest of these numbers, or `None` where there is no upper end.
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

    fn between(least: usize, most: Option<usize>) -> Self {
        Self { least, most, empty: most.is_some_and(|most| most < least) }
    }

    fn below(least: usize, end: usize) -> Self {
        match end.checked_sub(1) {
            Some(most) => Self::between(least, Some(most)),
            None => Self { least, most: Some(0), empty: true },
        }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            _ if self.empty => f.write_str("no number at all"),
            (least, Some(most)) if least == most => write!(f, "exactly {least}"),
            (0, Some(most)) => write!(f, "at most {most}"),
            (least, Some(most)) => write!(f, "{least} to {most}"),
            (0, None) => f.write_str("any number"),
            (least, None) => write!(f, "at least {least}"),
        }
    }
}

impl From<usize> for Times {
    fn from(count: usize) -> Self {
        Self::between(count, Some(count))
    }
}

impl From<Range<usize>> for Times {
    fn from(range: Range<usize>) -> Self {
        Self::below(range.start, range.end)
    }
}

impl From<RangeInclusive<usize>> for Times {
    fn from(range: RangeInclusive<usize>) -> Self {
        // A range that was iterated to its end is empty, whatever its ends say.
        Self { empty: range.is_empty(), ..Self::between(*range.start(), Some(*range.end())) }
    }
}

impl From<RangeFrom<usize>> for Times {
    fn from(range: RangeFrom<usize>) -> Self {
        Self::between(range.start, None)
    }
}

impl From<RangeTo<usize>> for Times {
    fn from(range: RangeTo<usize>) -> Self {
        Self::below(0, range.end)
    }
}

impl From<RangeToInclusive<usize>> for Times {
    fn from(range: RangeToInclusive<usize>) -> Self {
        Self::between(0, Some(range.end))
    }
}

impl From<RangeFull> for Times {
    fn from(_: RangeFull) -> Self {
        Self::between(0, None)
    }
}
