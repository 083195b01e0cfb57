//! Limit trackers, which warn through a [`Messenger`] as usage approaches a limit.

mod alert;
mod builder;
mod error;
mod notify_on;
mod shared;
mod shared_state;
mod state;
mod tracker_state;

use std::borrow::Cow;
use std::fmt;

pub use alert::Alert;
pub use builder::LimitTrackerBuilder;
pub use error::LimitError;
pub use notify_on::NotifyOn;
pub use shared::SyncLimitTracker;
pub use tracker_state::TrackerState;

use crate::threshold::BOOK;
use crate::{Messenger, Threshold, Usage};
use state::{Outcome, Policy, State};

/// Tracks usage against a limit, and warns through a [`Messenger`] as usage approaches the limit.
///
/// [`new`](Self::new) creates the tracker of *The Rust Programming Language*, chapter 15.5. It has three levels, and
/// every update sends the message of the highest level that usage reaches. Use [`builder`](Self::builder) for custom
/// levels and texts, for levels that fire once rather than on every update, or for a [`SyncLimitTracker`] that threads
/// share.
///
/// Every update returns the [`Alert`] that it sent, if any. With `()` as the messenger, a tracker sends nothing, and
/// the returned alert is its only output.
///
/// The unit is up to you: bytes, requests, seats. The arithmetic is exact for every `usize`, and usage saturates at 0
/// and at `usize::MAX`. A usage of 0 reaches no level. If the limit is 0, any other usage is over quota.
///
/// The tracker owns the messenger, which can also be a reference or an `Rc`.
///
/// # Examples
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

/// The thresholds in the order listed. Trackers with the Book's three levels borrow them instead of copying them.
type Thresholds = Cow<'static, [Threshold]>;

impl<M: Messenger> LimitTracker<M> {
    /// Creates a tracker with the three levels of the Book. Every update sends one message:
    /// [`OVER_QUOTA`](crate::OVER_QUOTA) from 100% of `max`, [`URGENT_WARNING`](crate::URGENT_WARNING) from 90%, or
    /// [`WARNING`](crate::WARNING) from 75%. Below 75%, it sends nothing.
    ///
    /// With `()` as the messenger, nothing is sent, and the returned [`Alert`] is the only output of an update.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, messenger};
    ///
    /// let mut tracker = LimitTracker::new(messenger::from_fn(|warning| eprintln!("{warning}")), 100);
    /// tracker.set_value(95);
    /// ```
    pub fn new(messenger: M, max: usize) -> Self {
        let state = State::new(&BOOK, max, Policy::new(NotifyOn::Update));
        Self { messenger, thresholds: Cow::Borrowed(&BOOK), state }
    }

    /// Creates a builder, for trackers with other levels or policies and for a [`SyncLimitTracker`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, Threshold, messenger};
    ///
    /// let mut tracker = LimitTracker::builder(messenger::from_fn(|warning| eprintln!("{warning}")), 100)
    ///     .thresholds([Threshold::at_percent(80, "80% used"), Threshold::at_remaining(0, "nothing left")])
    ///     .notify_on(NotifyOn::Crossing)
    ///     .build()?;
    /// tracker.consume(85);
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    pub fn builder(messenger: M, max: usize) -> LimitTrackerBuilder<M> {
        LimitTrackerBuilder::new(messenger, max)
    }

    /// Sets the usage. If the update fires or clears a level, sends its message and returns the alert.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, URGENT_WARNING};
    ///
    /// let mut tracker = LimitTracker::new((), 100);
    /// assert!(tracker.set_value(50).is_none());
    /// let alert = tracker.set_value(90).unwrap();
    /// assert_eq!(alert.message(), URGENT_WARNING);
    /// ```
    #[expect(clippy::inline_always, reason = "through memory, the returned alert costs more than the update")]
    #[inline(always)]
    #[track_caller]
    pub fn set_value(&mut self, value: usize) -> Option<Alert<'_>> {
        let outcome = self.state.set_value(value);
        self.deliver(outcome)
    }

    /// Adds `amount` to the usage, saturating at `usize::MAX`. Otherwise the same as [`set_value`](Self::set_value).
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::LimitTracker;
    ///
    /// let mut tracker = LimitTracker::new((), 100);
    /// tracker.consume(30);
    /// tracker.consume(usize::MAX);
    /// assert_eq!(tracker.value(), usize::MAX);
    /// ```
    #[expect(clippy::inline_always, reason = "through memory, the returned alert costs more than the update")]
    #[inline(always)]
    #[track_caller]
    pub fn consume(&mut self, amount: usize) -> Option<Alert<'_>> {
        let outcome = self.state.consume(amount);
        self.deliver(outcome)
    }

    /// Subtracts `amount` from the usage, saturating at 0. Otherwise the same as [`set_value`](Self::set_value).
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::LimitTracker;
    ///
    /// let mut tracker = LimitTracker::new((), 100);
    /// tracker.consume(30);
    /// tracker.release(50);
    /// assert_eq!(tracker.value(), 0);
    /// ```
    #[expect(clippy::inline_always, reason = "through memory, the returned alert costs more than the update")]
    #[inline(always)]
    #[track_caller]
    pub fn release(&mut self, amount: usize) -> Option<Alert<'_>> {
        let outcome = self.state.release(amount);
        self.deliver(outcome)
    }

    /// Changes the limit. This is an update like any other: if it fires or clears a level, it sends the message and
    /// returns the alert.
    ///
    /// All levels that depend on the limit move with it. With [`NotifyOn::Update`], the highest level that usage now
    /// reaches fires. With [`NotifyOn::Crossing`], lowering the limit fires the highest level that usage newly reaches.
    /// Raising the limit has the same effect as falling usage: it re-arms the levels that usage is now below. A common
    /// re-arm point moves with the limit too, but never above the lowest level: if rounding or a level at a fixed value
    /// would put it above, the lowest level itself is the re-arm point.
    ///
    /// # Examples
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
    pub fn set_max(&mut self, max: usize) -> Option<Alert<'_>> {
        let outcome = self.state.set_max(max, &self.thresholds);
        self.deliver(outcome)
    }

    #[expect(clippy::inline_always, reason = "through memory, the returned alert costs more than the update")]
    #[inline(always)]
    #[track_caller]
    fn deliver(&self, outcome: Option<Outcome>) -> Option<Alert<'_>> {
        Some(Alert::deliver(&self.thresholds, outcome?, self.state.usage(), &self.messenger))
    }
}

impl<M> LimitTracker<M> {
    /// Starts a new period: sets the usage to 0 and arms every level. The limit stays the same, and nothing is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::LimitTracker;
    ///
    /// let mut tracker = LimitTracker::new((), 100);
    /// tracker.consume(30);
    /// tracker.reset();
    /// assert_eq!((tracker.value(), tracker.max()), (0, 100));
    /// ```
    pub fn reset(&mut self) {
        self.state.reset();
    }

    /// Arms a level, so that it fires on the next update if usage still reaches it. Use it after a failed delivery.
    ///
    /// Returns whether the tracker has a threshold of this [`kind`](Threshold::kind). With [`NotifyOn::Update`], this
    /// method has no effect, because levels fire on every update anyway. It does not send a cleared message again.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Alert, LimitTracker, NotifyOn};
    ///
    /// fn deliver(alert: &Alert<'_>) -> Result<(), String> {
    ///     Err(format!("cannot reach the pager: {}", alert.message()))
    /// }
    ///
    /// let mut tracker = LimitTracker::builder((), 100).notify_on(NotifyOn::Crossing).build()?;
    /// let failed = tracker.set_value(80).filter(|alert| deliver(alert).is_err());
    /// if let Some(threshold) = failed.map(|alert| alert.threshold().clone()) {
    ///     tracker.rearm(&threshold);
    /// }
    /// assert!(tracker.set_value(81).is_some());
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    pub fn rearm(&mut self, threshold: &Threshold) -> bool {
        self.state.rearm(threshold.kind())
    }

    /// Returns the state to save before a restart, for [`resume`](LimitTrackerBuilder::resume).
    #[must_use]
    pub fn state(&self) -> TrackerState {
        self.state.save()
    }

    /// Returns the current usage.
    #[must_use]
    pub fn value(&self) -> usize {
        self.usage().value
    }

    /// Returns the current limit.
    #[must_use]
    pub fn max(&self) -> usize {
        self.usage().max
    }

    /// Returns how much of the limit is left, or 0 if usage has reached or exceeded it.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.usage().remaining()
    }

    /// Returns the current usage and limit.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.state.usage()
    }

    /// Returns the highest level that usage currently reaches, whether or not it fired, or `None` if usage is below the
    /// lowest level.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, Threshold};
    ///
    /// let mut tracker = LimitTracker::new((), 100);
    /// assert!(tracker.level().is_none());
    /// tracker.consume(95);
    /// assert_eq!(tracker.level().and_then(Threshold::percent), Some(90));
    /// ```
    #[must_use]
    pub fn level(&self) -> Option<&Threshold> {
        self.state.level().map(|level| &self.thresholds[level])
    }

    /// Returns a reference to the messenger.
    #[must_use]
    pub fn messenger(&self) -> &M {
        &self.messenger
    }

    /// Consumes the tracker and returns the messenger.
    #[must_use]
    pub fn into_messenger(self) -> M {
        self.messenger
    }
}

/// Does not show the messenger, so `M` need not implement `Debug`.
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
