//! Levels of usage that are worth a message, and the exact points at which they are reached.

use std::borrow::Cow;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use crate::Usage;

/// What [`LimitTracker::new`](crate::LimitTracker::new) sends from 75% of the limit on.
pub const WARNING: &str = "Warning: You've used up over 75% of your quota!";

/// What [`LimitTracker::new`](crate::LimitTracker::new) sends from 90% of the limit on.
pub const URGENT_WARNING: &str = "Urgent warning: You've used up over 90% of your quota!";

/// What [`LimitTracker::new`](crate::LimitTracker::new) sends from 100% of the limit on.
pub const OVER_QUOTA: &str = "Error: You are over your quota!";

/// The three levels of *The Rust Programming Language*, chapter 15.5.
pub(crate) static BOOK: [Threshold; 3] = [
    Threshold::text_at_percent(75, WARNING),
    Threshold::text_at_percent(90, URGENT_WARNING),
    Threshold::text_at_percent(100, OVER_QUOTA),
];

/// A level of usage, and what to say when it is reached.
///
/// A level is reached *at* its number: 75 of 100 reaches 75%. The comparison is exact, `value * 100 >= max * percent`
/// in whole numbers, whatever their size. A usage of 0 reaches no level, whatever the limit is.
///
/// The message is text, or a function of [`Usage`]. A closure that looks inside needs to name the type of its
/// argument, as in `|usage: Usage| ..`.
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
#[derive(Clone, Debug)]
pub struct Threshold {
    at: At,
    message: Message,
}

/// Where a threshold stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum At {
    Percent(u32),
    Value(usize),
}

#[doc(hidden)]
#[derive(Clone)]
pub enum Message {
    Text(Cow<'static, str>),
    Function(Arc<dyn Fn(Usage) -> String + Send + Sync>),
}

// What a `Sync` closure changes, it changes behind an atomic or a lock, which are unwind safe. Without this a tracker
// could not be shared with code that catches panics.
impl UnwindSafe for Message {}
impl RefUnwindSafe for Message {}

impl Threshold {
    /// A level at `percent` per cent of the limit, which may be above 100.
    ///
    /// A percentage that is no whole number of units is rounded up: 75% of 30 is reached at 23. 0 is refused by the
    /// builder.
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let twice = Threshold::at_percent(200, "twice what was agreed");
    /// assert_eq!(twice.percent(), Some(200));
    /// assert_eq!(twice.value(), None);
    /// ```
    pub fn at_percent<Kind>(percent: u32, message: impl ThresholdMessage<Kind>) -> Self {
        Self { at: At::Percent(percent), message: message.into_message() }
    }

    /// A level at a fixed usage, whatever the limit is. 0 is refused by the builder.
    ///
    /// ```
    /// use mock_messenger::Threshold;
    ///
    /// let full = Threshold::at_value(500, "500 seats are taken");
    /// assert_eq!(full.value(), Some(500));
    /// assert_eq!(full.percent(), None);
    /// ```
    pub fn at_value<Kind>(value: usize, message: impl ThresholdMessage<Kind>) -> Self {
        Self { at: At::Value(value), message: message.into_message() }
    }

    const fn text_at_percent(percent: u32, text: &'static str) -> Self {
        Self { at: At::Percent(percent), message: Message::Text(Cow::Borrowed(text)) }
    }

    /// The percentage given to [`at_percent`](Self::at_percent), if it was made so.
    #[must_use]
    pub fn percent(&self) -> Option<u32> {
        match self.at {
            At::Percent(percent) => Some(percent),
            At::Value(_) => None,
        }
    }

    /// The usage given to [`at_value`](Self::at_value), if it was made so.
    #[must_use]
    pub fn value(&self) -> Option<usize> {
        match self.at {
            At::Percent(_) => None,
            At::Value(value) => Some(value),
        }
    }

    /// The lowest usage that reaches this level when the limit is `max`, at least 1; `None` if no `usize` is enough.
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
        self.at.last_below(max).checked_add(1)
    }

    /// What is said at this usage.
    ///
    /// ```
    /// use mock_messenger::{Threshold, Usage};
    ///
    /// let threshold = Threshold::at_percent(75, |usage: Usage| format!("{}% used", usage.percent()));
    /// assert_eq!(threshold.message(Usage { value: 80, max: 100 }), "80% used");
    /// ```
    #[must_use]
    pub fn message(&self, usage: Usage) -> Cow<'_, str> {
        match &self.message {
            Message::Text(text) => Cow::Borrowed(text),
            Message::Function(function) => Cow::Owned(function(usage)),
        }
    }

    /// The message, if it is the same at any usage; otherwise it is still to be made.
    #[inline]
    pub(crate) fn text(&self) -> Result<&str, &Self> {
        match &self.message {
            Message::Text(text) => Ok(text),
            Message::Function(_) => Err(self),
        }
    }

    pub(crate) fn at(&self) -> At {
        self.at
    }
}

impl At {
    /// The highest usage that does not reach this point; `usize::MAX` says that none does.
    ///
    /// It is one less than the trip point, and unlike that always a `usize`.
    pub(crate) fn last_below(self, max: usize) -> usize {
        match self {
            At::Percent(percent) => {
                let hundredfold = max as u128 * u128::from(percent);
                usize::try_from(hundredfold.saturating_sub(1) / 100).unwrap_or(usize::MAX)
            }
            At::Value(value) => value.saturating_sub(1),
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

/// What a [`Threshold`] can say: text (`&'static str`, `String`, `Cow<'static, str>`), or a function of [`Usage`]
/// that returns a `String`.
///
/// `Kind` is found by the compiler and never named. No other type can implement the trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no message for a threshold",
    label = "neither text nor a function of `Usage`",
    note = "text is a `&'static str` or a `String`",
    note = "a function is `Fn(Usage) -> String + Send + Sync + 'static`, as in `|usage: Usage| format!(\"used {{usage}}\")`"
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

/// What keeps text and functions apart, so that one trait can be implemented for both.
mod kind {
    #[derive(Debug)]
    pub enum Text {}

    #[derive(Debug)]
    pub enum Function {}
}
