//! The type [`Threshold`]: a usage level with its message, and the exact usage at which it is reached.

use std::borrow::Cow;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use crate::Usage;

/// The message that a tracker created by [`LimitTracker::new`](crate::LimitTracker::new) sends from 75% of the limit.
pub const WARNING: &str = "Warning: You've used up over 75% of your quota!";

/// The message that a tracker created by [`LimitTracker::new`](crate::LimitTracker::new) sends from 90% of the limit.
pub const URGENT_WARNING: &str = "Urgent warning: You've used up over 90% of your quota!";

/// The message that a tracker created by [`LimitTracker::new`](crate::LimitTracker::new) sends from 100% of the limit.
pub const OVER_QUOTA: &str = "Error: You are over your quota!";

/// The three levels of *The Rust Programming Language*, chapter 15.5.
pub(crate) static BOOK: [Threshold; 3] = [
    Threshold::text_at_percent(75, WARNING),
    Threshold::text_at_percent(90, URGENT_WARNING),
    Threshold::text_at_percent(100, OVER_QUOTA),
];

/// A usage level, and the message to send when usage reaches it.
///
/// | constructor | reached when |
/// |---|---|
/// | [`at_percent(p)`](Self::at_percent) | `value * 100 >= max * p` |
/// | [`above_percent(p)`](Self::above_percent) | `value * 100 > max * p` |
/// | [`at_value(v)`](Self::at_value) | `value >= v` |
/// | [`above_value(v)`](Self::above_value) | `value > v` |
/// | [`at_remaining(n)`](Self::at_remaining) | `max - value <= n` |
/// | [`at_remaining_percent(p)`](Self::at_remaining_percent) | `(max - value) * 100 <= max * p` |
///
/// The comparisons are exact for every `usize`. A usage of 0 reaches no level, whatever the limit is.
///
/// The message is a text or a function of [`Usage`]. If it is a closure that reads the fields of its argument, annotate
/// the type of the argument: `|usage: Usage| ..`.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Threshold, Usage};
///
/// let warning = Threshold::at_percent(75, "three quarters are gone");
/// let count = Threshold::at_value(500, |usage: Usage| format!("used {} of {} GB", usage.value, usage.max));
///
/// assert_eq!(warning.trip_point(30), Some(23));
/// assert_eq!(count.message(Usage { value: 510, max: 600 }), "used 510 of 600 GB");
/// ```
#[doc(alias = "level")]
#[doc(alias = "watermark")]
#[derive(Clone, Debug)]
pub struct Threshold {
    kind: ThresholdKind,
    message: Message,
    cleared: Option<Message>,
    rearm_margin: usize,
}

/// The level of a [`Threshold`], as it was passed to the constructor.
///
/// It identifies a threshold within a tracker, because a tracker cannot have two thresholds at the same level.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Threshold, ThresholdKind};
///
/// let threshold = Threshold::above_percent(90, "nearly full");
/// assert_eq!(threshold.kind(), ThresholdKind::AbovePercent(90));
/// assert_eq!(threshold.kind().to_string(), "above 90%");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ThresholdKind {
    /// At least this percentage of the limit is used.
    AtPercent(u32),
    /// More than this percentage of the limit is used.
    AbovePercent(u32),
    /// At least this much is used.
    AtValue(usize),
    /// More than this is used.
    AboveValue(usize),
    /// At most this much of the limit is left.
    AtRemaining(usize),
    /// At most this percentage of the limit is left.
    AtRemainingPercent(u32),
}

/// A group of kinds whose levels have the same order at every limit.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum Family {
    Percent,
    Value,
    Remaining,
}

#[doc(hidden)]
#[derive(Clone)]
pub enum Message {
    Text(Cow<'static, str>),
    Function(Arc<dyn Fn(Usage) -> String + Send + Sync>),
}

// A `Sync` closure can change its state only through an atomic or a lock, both of which are unwind safe. Without these
// two implementations, a tracker could not be used across `catch_unwind`.
impl UnwindSafe for Message {}
impl RefUnwindSafe for Message {}

impl Threshold {
    /// Creates a level that is reached at `percent` per cent of the limit. The percentage may be above 100.
    ///
    /// If the level is not a whole number of units, it is rounded up: 75% of 30 is reached at 23. The builder rejects
    /// 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let twice = Threshold::at_percent(200, "twice the agreed amount");
    /// assert_eq!(twice.trip_point(100), Some(200));
    /// ```
    pub fn at_percent<Kind>(percent: u32, message: impl ThresholdMessage<Kind>) -> Self {
        Self::new(ThresholdKind::AtPercent(percent), message.into_message())
    }

    /// Creates a level that is reached when usage is strictly above `percent` per cent of the limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let exceeded = Threshold::above_percent(100, "the limit is exceeded");
    /// assert_eq!(exceeded.trip_point(100), Some(101));
    /// ```
    pub fn above_percent<Kind>(percent: u32, message: impl ThresholdMessage<Kind>) -> Self {
        Self::new(ThresholdKind::AbovePercent(percent), message.into_message())
    }

    /// Creates a level that is reached at a usage of `value`, independent of the limit. The builder rejects 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let full = Threshold::at_value(500, "500 seats are taken");
    /// assert_eq!(full.trip_point(1000), Some(500));
    /// ```
    pub fn at_value<Kind>(value: usize, message: impl ThresholdMessage<Kind>) -> Self {
        Self::new(ThresholdKind::AtValue(value), message.into_message())
    }

    /// Creates a level that is reached when usage is strictly above `value`, independent of the limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let crowded = Threshold::above_value(500, "more than 500 seats are taken");
    /// assert_eq!(crowded.trip_point(1000), Some(501));
    /// ```
    pub fn above_value<Kind>(value: usize, message: impl ThresholdMessage<Kind>) -> Self {
        Self::new(ThresholdKind::AboveValue(value), message.into_message())
    }

    /// Creates a level that is reached when at most `remaining` of the limit is left. It moves with the limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let scarce = Threshold::at_remaining(10, "ten or fewer licences are left");
    /// assert_eq!(scarce.trip_point(100), Some(90));
    /// assert_eq!(scarce.trip_point(200), Some(190));
    /// ```
    pub fn at_remaining<Kind>(remaining: usize, message: impl ThresholdMessage<Kind>) -> Self {
        Self::new(ThresholdKind::AtRemaining(remaining), message.into_message())
    }

    /// Creates a level that is reached when at most `percent` per cent of the limit is left. It moves with the limit.
    ///
    /// The builder rejects 100 and above, because usage always reaches such a level.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let low = Threshold::at_remaining_percent(20, "battery low");
    /// assert_eq!(low.trip_point(100), Some(80));
    /// ```
    pub fn at_remaining_percent<Kind>(percent: u32, message: impl ThresholdMessage<Kind>) -> Self {
        Self::new(ThresholdKind::AtRemainingPercent(percent), message.into_message())
    }

    const fn new(kind: ThresholdKind, message: Message) -> Self {
        Self { kind, message, cleared: None, rearm_margin: 0 }
    }

    const fn text_at_percent(percent: u32, text: &'static str) -> Self {
        Self::new(ThresholdKind::AtPercent(percent), Message::Text(Cow::Borrowed(text)))
    }

    /// Adds a message that is sent when usage falls below the re-arm point of this level after the level has fired.
    ///
    /// The re-arm point is the level itself unless [`rearm_margin`](Self::rearm_margin) or
    /// [`rearm_below_percent`](crate::LimitTrackerBuilder::rearm_below_percent) lowers it. If an update jumps past this
    /// level to a higher one, this level counts as fired. If usage falls below several levels in one update, only the
    /// lowest of them sends its message, unless the tracker was built with
    /// [`each_level`](crate::LimitTrackerBuilder::each_level).
    ///
    /// Requires [`NotifyOn::Crossing`](crate::NotifyOn::Crossing).
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, Threshold};
    ///
    /// let mut tracker = LimitTracker::builder((), 100)
    ///     .thresholds([Threshold::at_percent(90, "nearly full").cleared("back to normal")])
    ///     .notify_on(NotifyOn::Crossing)
    ///     .build()?;
    /// tracker.set_value(95);
    /// let alert = tracker.set_value(80).unwrap();
    /// assert!(alert.is_clear());
    /// assert_eq!(alert.message(), "back to normal");
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    #[must_use]
    pub fn cleared<Kind>(mut self, message: impl ThresholdMessage<Kind>) -> Self {
        self.cleared = Some(message.into_message());
        self
    }

    /// Re-arms this level only when usage falls more than `margin` below it, so that usage that oscillates around the
    /// level fires it once.
    ///
    /// The margin is in percentage points if the level is a percentage, and in units of usage otherwise. It takes
    /// precedence over [`rearm_below_percent`](crate::LimitTrackerBuilder::rearm_below_percent) for this level. A
    /// margin of 0 has no effect.
    ///
    /// Requires [`NotifyOn::Crossing`](crate::NotifyOn::Crossing).
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, Threshold};
    ///
    /// let mut tracker = LimitTracker::builder((), 100)
    ///     .thresholds([Threshold::at_percent(90, "nearly full").rearm_margin(5)])
    ///     .notify_on(NotifyOn::Crossing)
    ///     .build()?;
    /// assert!(tracker.set_value(90).is_some());
    /// tracker.set_value(85);
    /// assert!(tracker.set_value(90).is_none());
    /// tracker.set_value(84);
    /// assert!(tracker.set_value(90).is_some());
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    #[doc(alias = "hysteresis")]
    #[must_use]
    pub fn rearm_margin(mut self, margin: usize) -> Self {
        self.rearm_margin = margin;
        self
    }

    /// Returns the level as it was passed to the constructor.
    #[must_use]
    pub fn kind(&self) -> ThresholdKind {
        self.kind
    }

    /// Returns the percentage passed to [`at_percent`](Self::at_percent) or [`above_percent`](Self::above_percent), or
    /// `None` for another kind of level.
    #[must_use]
    pub fn percent(&self) -> Option<u32> {
        match self.kind {
            ThresholdKind::AtPercent(percent) | ThresholdKind::AbovePercent(percent) => Some(percent),
            _ => None,
        }
    }

    /// Returns the usage passed to [`at_value`](Self::at_value) or [`above_value`](Self::above_value), or `None` for
    /// another kind of level.
    #[must_use]
    pub fn value(&self) -> Option<usize> {
        match self.kind {
            ThresholdKind::AtValue(value) | ThresholdKind::AboveValue(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the lowest usage that reaches this level if the limit is `max`. It is at least 1. Returns `None` if no
    /// `usize` reaches the level.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let threshold = Threshold::at_percent(150, "half as much again");
    /// assert_eq!(threshold.trip_point(100), Some(150));
    /// assert_eq!(threshold.trip_point(0), Some(1));
    /// assert_eq!(threshold.trip_point(usize::MAX), None);
    /// ```
    #[must_use]
    pub fn trip_point(&self, max: usize) -> Option<usize> {
        self.kind.last_below(max).checked_add(1)
    }

    /// Returns the message for this usage.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Threshold, Usage};
    ///
    /// let threshold = Threshold::at_percent(75, |usage: Usage| format!("{}% used", usage.percent()));
    /// assert_eq!(threshold.message(Usage { value: 80, max: 100 }), "80% used");
    /// ```
    #[must_use]
    pub fn message(&self, usage: Usage) -> Cow<'_, str> {
        self.message.text(usage)
    }

    /// Returns the message for this usage that was passed to [`cleared`](Self::cleared), if any.
    #[must_use]
    pub fn cleared_message(&self, usage: Usage) -> Option<Cow<'_, str>> {
        self.cleared.as_ref().map(|message| message.text(usage))
    }

    /// Returns the message if it is a fixed text, or `None` if it is a function.
    #[inline]
    pub(crate) fn fixed_text(&self) -> Option<&str> {
        match &self.message {
            Message::Text(text) => Some(text),
            Message::Function(_) => None,
        }
    }

    pub(crate) fn has_cleared(&self) -> bool {
        self.cleared.is_some()
    }

    pub(crate) fn margin(&self) -> usize {
        self.rearm_margin
    }
}

impl ThresholdKind {
    /// Returns the highest usage that does not reach this level, or `usize::MAX` if no usage reaches it.
    ///
    /// This is the trip point minus 1. Unlike the trip point, it always fits into a `usize`.
    pub(crate) fn last_below(self, max: usize) -> usize {
        match self {
            Self::AtPercent(percent) => {
                let hundredfold = max as u128 * u128::from(percent);
                saturate(hundredfold.saturating_sub(1) / 100)
            }
            Self::AbovePercent(percent) => saturate(max as u128 * u128::from(percent) / 100),
            Self::AtValue(value) => value.saturating_sub(1),
            Self::AboveValue(value) => value,
            Self::AtRemaining(remaining) => max.saturating_sub(remaining).saturating_sub(1),
            Self::AtRemainingPercent(percent) => {
                Self::AtPercent(100_u32.saturating_sub(percent)).last_below(max)
            }
        }
    }

    /// Returns this level lowered by `margin`, or `None` if usage can never be below the lowered level.
    pub(crate) fn lowered(self, margin: usize) -> Option<Self> {
        let points = || u32::try_from(margin).ok();
        match self {
            Self::AtPercent(percent) => {
                percent.checked_sub(points()?).filter(|&percent| percent > 0).map(Self::AtPercent)
            }
            Self::AbovePercent(percent) => percent.checked_sub(points()?).map(Self::AbovePercent),
            Self::AtValue(value) => value.checked_sub(margin).filter(|&value| value > 0).map(Self::AtValue),
            Self::AboveValue(value) => value.checked_sub(margin).map(Self::AboveValue),
            Self::AtRemaining(remaining) => remaining.checked_add(margin).map(Self::AtRemaining),
            Self::AtRemainingPercent(percent) => {
                percent.checked_add(points()?).filter(|&percent| percent < 100).map(Self::AtRemainingPercent)
            }
        }
    }

    /// Returns the family of this level and its rank in the family. A level with a higher rank is never reached before
    /// a level of the same family with a lower rank. Two kinds with equal family and rank are the same level at every
    /// limit.
    pub(crate) fn rank(self) -> (Family, u128) {
        match self {
            Self::AtPercent(percent) => (Family::Percent, u128::from(percent) * 2),
            Self::AbovePercent(percent) => (Family::Percent, u128::from(percent) * 2 + 1),
            Self::AtRemainingPercent(percent) => {
                (Family::Percent, u128::from(100_u32.saturating_sub(percent)) * 2)
            }
            Self::AtRemaining(0) => Self::AtPercent(100).rank(),
            Self::AtValue(value) => (Family::Value, value as u128),
            Self::AboveValue(value) => (Family::Value, value as u128 + 1),
            Self::AtRemaining(remaining) => (Family::Remaining, u128::MAX - remaining as u128),
        }
    }
}

fn saturate(value: u128) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// Writes `75%`, `above 75%`, `a usage of 75`, `a usage above 75`, `75 remaining` or `75% remaining`.
impl fmt::Display for ThresholdKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&match self {
            Self::AtPercent(percent) => format!("{percent}%"),
            Self::AbovePercent(percent) => format!("above {percent}%"),
            Self::AtValue(value) => format!("a usage of {value}"),
            Self::AboveValue(value) => format!("a usage above {value}"),
            Self::AtRemaining(remaining) => format!("{remaining} remaining"),
            Self::AtRemainingPercent(percent) => format!("{percent}% remaining"),
        })
    }
}

impl Message {
    fn text(&self, usage: Usage) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Function(function) => Cow::Owned(function(usage)),
        }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Message::Text(text) => text.fmt(f),
            Message::Function(_) => f.write_str("Fn(Usage) -> String"),
        }
    }
}

/// Types that can be the message of a [`Threshold`]: text (`&'static str`, `String` or `Cow<'static, str>`), or a
/// function of [`Usage`] that returns a `String`.
///
/// The compiler infers `Kind`. You cannot implement this trait for other types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the message of a threshold",
    label = "expected text or a function of `Usage`",
    note = "text can be a `&'static str` or a `String`",
    note = "a function has to implement `Fn(Usage) -> String + Send + Sync + 'static`, for example `|usage: Usage| format!(\"used {{usage}}\")`"
)]
pub trait ThresholdMessage<Kind> {
    #[doc(hidden)]
    fn into_message(self) -> Message;
}

impl<T: Into<Cow<'static, str>>> ThresholdMessage<kind::Text> for T {
    fn into_message(self) -> Message {
        Message::Text(self.into())
    }
}

impl<F: Fn(Usage) -> String + Send + Sync + 'static> ThresholdMessage<kind::Function> for F {
    fn into_message(self) -> Message {
        Message::Function(Arc::new(self))
    }
}

/// Marker types, so that the implementations for text and for functions do not overlap.
mod kind {
    #[derive(Debug)]
    pub enum Text {}

    #[derive(Debug)]
    pub enum Function {}
}
