//! The type [`SyncLimitTracker`], which threads share.

#![expect(clippy::inline_always, reason = "an outcome returned through memory costs more than the update")]

use std::borrow::Cow;
use std::fmt;

use super::shared_state::SharedState;
use super::state::{Outcome, Policy, State};
use super::{Alert, NotifyOn, Thresholds, TrackerState, describe};
use crate::threshold::BOOK;
use crate::{Messenger, Threshold, Usage};

/// A [`LimitTracker`](crate::LimitTracker) that several threads can update through `&self`.
///
/// In a tracker created by [`new`](Self::new), each level fires once whenever usage crosses it
/// ([`NotifyOn::Crossing`]). For other levels and policies, use [`LimitTracker::builder`](crate::LimitTracker::builder)
/// and [`build_sync`](crate::LimitTrackerBuilder::build_sync).
///
/// # Threads
///
/// The updates of all threads take place in one total order. Each crossing is reported by the update that crossed the
/// level, so no crossing is lost or reported twice.
///
/// After the update is complete, the updating thread calls the messenger without holding a lock. The messenger may
/// block, call back into the tracker, or panic: other threads continue, and the level counts as fired. The messages of
/// two updates at nearly the same time can therefore arrive in either order. To tell them apart, use a function of
/// [`Usage`] as the message, and include the usage in the text.
///
/// An update is a single atomic operation as long as usage alone determines which levels have fired. Updates take a
/// lock if the tracker has a re-arm point, a margin, a cleared message or latched levels. They also take a lock once
/// the limit has changed, a single level has been [re-armed](Self::rearm), or usage has exceeded a quarter of
/// `usize::MAX`. The results are the same either way.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "testing")] {
/// use std::thread;
///
/// use mock_messenger::{SyncLimitTracker, SyncRecordingMessenger, OVER_QUOTA, URGENT_WARNING, WARNING};
///
/// let messenger = SyncRecordingMessenger::new();
/// let tracker = SyncLimitTracker::new(&messenger, 100);
/// thread::scope(|scope| {
///     for _ in 0..4 {
///         scope.spawn(|| (0..30).for_each(|_| drop(tracker.consume(1))));
///     }
/// });
/// messenger.sent().assert_exactly_in_any_order([WARNING, URGENT_WARNING, OVER_QUOTA]);
/// # }
/// ```
pub struct SyncLimitTracker<M> {
    messenger: M,
    thresholds: Thresholds,
    usage: SharedState,
}

impl<M: Messenger> SyncLimitTracker<M> {
    /// Creates a tracker with the levels and texts of [`LimitTracker::new`](crate::LimitTracker::new). Each level fires
    /// once whenever usage crosses it.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, messenger};
    ///
    /// let tracker = SyncLimitTracker::new(messenger::from_fn(|warning| eprintln!("{warning}")), 100);
    /// tracker.consume(95);
    /// ```
    pub fn new(messenger: M, max: usize) -> Self {
        let state = State::new(&BOOK, max, Policy::new(NotifyOn::Crossing));
        Self::from_parts(messenger, Cow::Borrowed(&BOOK), state)
    }

    pub(super) fn from_parts(messenger: M, thresholds: Thresholds, state: State) -> Self {
        Self { messenger, thresholds, usage: SharedState::new(state) }
    }

    /// Sets the usage. If the update fires or clears a level, sends its message and returns the alert.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, URGENT_WARNING};
    ///
    /// let tracker = SyncLimitTracker::new((), 100);
    /// assert!(tracker.set_value(50).is_none());
    /// let alert = tracker.set_value(90).unwrap();
    /// assert_eq!(alert.message(), URGENT_WARNING);
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn set_value(&self, value: usize) -> Option<Alert<'_>> {
        let outcome = self.usage.set_value(value);
        self.deliver(outcome)
    }

    /// Adds `amount` to the usage, saturating at `usize::MAX`. Otherwise the same as [`set_value`](Self::set_value).
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::SyncLimitTracker;
    ///
    /// let tracker = SyncLimitTracker::new((), 100);
    /// tracker.consume(30);
    /// tracker.consume(usize::MAX);
    /// assert_eq!(tracker.value(), usize::MAX);
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn consume(&self, amount: usize) -> Option<Alert<'_>> {
        let outcome = self.usage.consume(amount);
        self.deliver(outcome)
    }

    /// Subtracts `amount` from the usage, saturating at 0. Otherwise the same as [`set_value`](Self::set_value).
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::SyncLimitTracker;
    ///
    /// let tracker = SyncLimitTracker::new((), 100);
    /// tracker.consume(30);
    /// tracker.release(50);
    /// assert_eq!(tracker.value(), 0);
    /// ```
    #[inline(always)]
    #[track_caller]
    pub fn release(&self, amount: usize) -> Option<Alert<'_>> {
        let outcome = self.usage.release(amount);
        self.deliver(outcome)
    }

    /// Changes the limit. If the update fires or clears a level, sends its message and returns the alert. The rules are
    /// those of [`LimitTracker::set_max`](crate::LimitTracker::set_max).
    ///
    /// After the first change of the limit, updates take a lock; see [Threads](Self#threads).
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::SyncLimitTracker;
    ///
    /// let tracker = SyncLimitTracker::new((), 100);
    /// tracker.set_max(200);
    /// assert_eq!(tracker.max(), 200);
    /// ```
    #[track_caller]
    pub fn set_max(&self, max: usize) -> Option<Alert<'_>> {
        let outcome = self.usage.set_max(max, &self.thresholds);
        self.deliver(outcome)
    }

    #[inline(always)]
    #[track_caller]
    fn deliver(&self, outcome: Option<(Outcome, Usage)>) -> Option<Alert<'_>> {
        let (outcome, usage) = outcome?;
        Some(Alert::deliver(&self.thresholds, outcome, usage, &self.messenger))
    }
}

impl<M> SyncLimitTracker<M> {
    /// Starts a new period: sets the usage to 0 and arms every level. The limit stays the same, and nothing is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::SyncLimitTracker;
    ///
    /// let tracker = SyncLimitTracker::new((), 100);
    /// tracker.consume(30);
    /// tracker.reset();
    /// assert_eq!((tracker.value(), tracker.max()), (0, 100));
    /// ```
    pub fn reset(&self) {
        self.usage.reset();
    }

    /// Arms a level, so that it fires on the next update if usage still reaches it. Use it after a failed delivery.
    ///
    /// Returns whether the tracker has a threshold of this [`kind`](Threshold::kind). With [`NotifyOn::Update`], this
    /// method has no effect, because levels fire on every update anyway. It does not send a cleared message again.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::SyncLimitTracker;
    ///
    /// let tracker = SyncLimitTracker::new((), 100);
    /// let alert = tracker.set_value(80).unwrap();
    /// // The delivery of the alert fails.
    /// tracker.rearm(alert.threshold());
    /// assert!(tracker.set_value(81).is_some());
    /// ```
    pub fn rearm(&self, threshold: &Threshold) -> bool {
        self.usage.rearm(threshold.kind())
    }

    /// Returns the state to save before a restart, for [`resume`](crate::LimitTrackerBuilder::resume).
    #[must_use]
    pub fn state(&self) -> TrackerState {
        self.usage.save()
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

    /// Returns the current usage and limit, both read at the same moment.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.usage.usage()
    }

    /// Returns the highest level that usage currently reaches, whether or not it fired, or `None` if usage is below the
    /// lowest level.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, Threshold};
    ///
    /// let tracker = SyncLimitTracker::new((), 100);
    /// assert!(tracker.level().is_none());
    /// tracker.consume(95);
    /// assert_eq!(tracker.level().and_then(Threshold::percent), Some(90));
    /// ```
    #[must_use]
    pub fn level(&self) -> Option<&Threshold> {
        self.usage.level().map(|level| &self.thresholds[level])
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
impl<M> fmt::Debug for SyncLimitTracker<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "SyncLimitTracker", self.usage(), self.level())
    }
}
