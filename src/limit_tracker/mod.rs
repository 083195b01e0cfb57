//! Trackers that warn through a [`Messenger`] as usage nears a limit.

mod builder;
mod error;
mod notify_on;
mod shared;
mod state;

use std::borrow::Cow;
use std::fmt;

pub use builder::LimitTrackerBuilder;
pub use error::LimitError;
pub use notify_on::NotifyOn;
pub use shared::SyncLimitTracker;

use crate::threshold::BOOK;
use crate::{Messenger, Threshold, Usage};
use state::{Alert, State};

/// Watches usage against a limit, and warns through a [`Messenger`] as it is used up.
///
/// [`new`](Self::new) makes the tracker of *The Rust Programming Language*, chapter 15.5: on every update one message
/// for the highest of three levels that usage reaches. [`builder`](Self::builder) makes any other: your own levels and
/// texts, each told once instead of on every update, or [`SyncLimitTracker`] for many threads.
///
/// The unit is yours: bytes, requests, seats. The arithmetic is exact for every `usize`, and usage stops at 0 and at
/// `usize::MAX` instead of overflowing. A usage of 0 reaches no level; of a limit of 0, anything above is over quota.
///
/// The messenger is held by value, so `&messenger`, an `Rc` of one and a messenger itself all fit.
///
/// ```
/// # #[cfg(feature = "testing")] {
/// use mock_messenger::{LimitTracker, RecordingMessenger, WARNING};
///
/// let messenger = RecordingMessenger::new();
/// let mut tracker = LimitTracker::new(&messenger, 100);
/// tracker.set_value(80);
/// messenger.sent().assert_exactly([WARNING]);
/// # }
/// ```
pub struct LimitTracker<M> {
    messenger: M,
    thresholds: Thresholds,
    state: State,
}

/// In the order listed. The usual three are not copied for each tracker.
type Thresholds = Cow<'static, [Threshold]>;

impl<M: Messenger> LimitTracker<M> {
    /// Makes a tracker with the Book's three levels: on every update, [`OVER_QUOTA`](crate::OVER_QUOTA) from 100% of
    /// `max` on, else [`URGENT_WARNING`](crate::URGENT_WARNING) from 90% on, else [`WARNING`](crate::WARNING) from 75%
    /// on.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, messenger};
    ///
    /// let mut tracker = LimitTracker::new(messenger::from_fn(|warning| eprintln!("{warning}")), 100);
    /// tracker.set_value(95);
    /// ```
    pub fn new(messenger: M, max: usize) -> Self {
        let state = State::new(&BOOK, max, NotifyOn::Update, None);
        Self { messenger, thresholds: Cow::Borrowed(&BOOK), state }
    }

    /// Starts a tracker with other levels, or one that tells each level once, or one for many threads.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, Threshold, messenger};
    ///
    /// let mut tracker = LimitTracker::builder(messenger::from_fn(|warning| eprintln!("{warning}")), 100)
    ///     .thresholds([Threshold::at_percent(80, "80% used"), Threshold::at_percent(100, "nothing left")])
    ///     .notify_on(NotifyOn::Crossing)
    ///     .build()?;
    /// tracker.consume(85);
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    pub fn builder(messenger: M, max: usize) -> LimitTrackerBuilder<M> {
        LimitTrackerBuilder::new(messenger, max)
    }

    /// Sets what is used, and sends the message that is due, if one is.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, messenger};
    ///
    /// let mut tracker = LimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.set_value(80);
    /// assert_eq!(tracker.value(), 80);
    /// ```
    #[inline]
    #[track_caller]
    pub fn set_value(&mut self, value: usize) {
        let alert = self.state.set_value(value);
        self.send(alert);
    }

    /// Adds to what is used, as [`set_value`](Self::set_value) of the sum; it stops at `usize::MAX`.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, messenger};
    ///
    /// let mut tracker = LimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.consume(30);
    /// tracker.consume(usize::MAX);
    /// assert_eq!(tracker.value(), usize::MAX);
    /// ```
    #[inline]
    #[track_caller]
    pub fn consume(&mut self, amount: usize) {
        let alert = self.state.consume(amount);
        self.send(alert);
    }

    /// Takes from what is used, as [`set_value`](Self::set_value) of the difference; it stops at 0.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, messenger};
    ///
    /// let mut tracker = LimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.consume(30);
    /// tracker.release(50);
    /// assert_eq!(tracker.value(), 0);
    /// ```
    #[inline]
    #[track_caller]
    pub fn release(&mut self, amount: usize) {
        let alert = self.state.release(amount);
        self.send(alert);
    }

    /// Changes the limit, and sends the message that is due, if one is: this is an update like any other.
    ///
    /// All percentages are worked out anew. On [`NotifyOn::Update`] the highest level that usage now reaches is told.
    /// On [`NotifyOn::Crossing`] a lower limit may put usage at levels that it did not reach before, and the highest of
    /// these is told; a higher limit may put usage below levels, which re-arms them as falling usage would. The re-arm
    /// point moves along, and is never above the lowest level: where rounding, or a level at a fixed value, would put
    /// it there, it stands at the lowest level.
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use mock_messenger::{LimitTracker, RecordingMessenger, URGENT_WARNING, WARNING};
    ///
    /// let messenger = RecordingMessenger::new();
    /// let mut tracker = LimitTracker::new(&messenger, 100);
    /// tracker.set_value(80);
    /// tracker.set_max(85);
    /// tracker.set_max(200);
    /// messenger.sent().assert_exactly([WARNING, URGENT_WARNING]);
    /// # }
    /// ```
    #[track_caller]
    pub fn set_max(&mut self, max: usize) {
        let alert = self.state.set_max(max, &self.thresholds);
        self.send(alert);
    }

    #[inline]
    #[track_caller]
    fn send(&self, alert: Option<Alert>) {
        if let Some(alert) = alert {
            alert.send(&self.thresholds, &self.messenger);
        }
    }
}

impl<M> LimitTracker<M> {
    /// Starts over, as a new billing period does: usage is 0 and every level is armed. The limit stays, nothing is
    /// sent.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, messenger};
    ///
    /// let mut tracker = LimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.consume(30);
    /// tracker.reset();
    /// assert_eq!((tracker.value(), tracker.max()), (0, 100));
    /// ```
    pub fn reset(&mut self) {
        self.state.reset();
    }

    /// What is used.
    #[must_use]
    pub fn value(&self) -> usize {
        self.usage().value
    }

    /// The limit.
    #[must_use]
    pub fn max(&self) -> usize {
        self.usage().max
    }

    /// What is left of the limit; 0 when it is used up or passed.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, messenger};
    ///
    /// let mut tracker = LimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.consume(30);
    /// assert_eq!(tracker.remaining(), 70);
    /// ```
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.usage().remaining()
    }

    /// What is used, and of what limit.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.state.usage()
    }

    /// The highest level that usage reaches now, told or not; `None` below the lowest.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, Threshold, messenger};
    ///
    /// let mut tracker = LimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// assert!(tracker.level().is_none());
    /// tracker.consume(95);
    /// assert_eq!(tracker.level().and_then(Threshold::percent), Some(90));
    /// ```
    #[must_use]
    pub fn level(&self) -> Option<&Threshold> {
        self.state.level().map(|level| &self.thresholds[level])
    }

    /// The messenger, to look at.
    #[must_use]
    pub fn messenger(&self) -> &M {
        &self.messenger
    }

    /// Gives the messenger back.
    #[must_use]
    pub fn into_messenger(self) -> M {
        self.messenger
    }
}

/// Does not need a messenger that is `Debug`, and does not show it.
impl<M> fmt::Debug for LimitTracker<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "LimitTracker", self.usage(), self.level())
    }
}

fn describe(f: &mut fmt::Formatter<'_>, name: &str, usage: Usage, level: Option<&Threshold>) -> fmt::Result {
    f.debug_struct(name)
        .field("value", &usage.value)
        .field("max", &usage.max)
        .field("level", &level)
        .finish_non_exhaustive()
}
