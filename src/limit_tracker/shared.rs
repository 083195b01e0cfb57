//! The tracker that threads share.

#![expect(clippy::inline_always, reason = "an outcome returned through memory costs more than the update")]

use std::borrow::Cow;
use std::fmt;

use super::shared_state::SharedState;
use super::state::{Outcome, Policy, State};
use super::{Alert, NotifyOn, Thresholds, TrackerState, describe};
use crate::threshold::BOOK;
use crate::{Messenger, Threshold, Usage};

/// A [`LimitTracker`](crate::LimitTracker) that threads update through `&self`.
///
/// In a tracker from [`new`](Self::new), each level fires once as usage crosses it ([`NotifyOn::Crossing`]). For other
/// levels and policies, use [`LimitTracker::builder`](crate::LimitTracker::builder) and
/// [`build_sync`](crate::LimitTrackerBuilder::build_sync).
///
/// # Threads
///
/// Updates from all threads happen in one order, and each update alone decides which levels fire: a crossing is
/// reported by the update that made it, so no crossing is reported twice and none is lost.
///
/// The messenger is called after the decision, on the thread of the update and outside any lock. It may block, call back
/// into the tracker, or panic: other threads continue, and the level counts as fired. As a consequence, the messages of
/// two updates that cross levels at nearly the same time can arrive in either order. A function of [`Usage`] can state
/// the usage of each.
///
/// An update is one atomic operation as long as usage alone determines which levels have fired. It takes a lock if the
/// tracker has a re-arm point, a margin, a cleared message or latched levels, and from the first time that the limit
/// changes, that a single level is [re-armed](Self::rearm), or that usage exceeds a quarter of `usize::MAX`. The results
/// are the same.
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
    /// Creates a tracker with the levels and texts of [`LimitTracker::new`](crate::LimitTracker::new), each of which
    /// fires once as usage crosses it.
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

    /// Sets the usage, and sends and returns the alert that is due, if any.
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

    /// Adds `amount` to the usage, which saturates at `usize::MAX`. Otherwise the same as
    /// [`set_value`](Self::set_value).
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

    /// Subtracts `amount` from the usage, which saturates at 0. Otherwise the same as [`set_value`](Self::set_value).
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

    /// Changes the limit, and sends and returns the alert that is due, if any. The rules are those of
    /// [`LimitTracker::set_max`](crate::LimitTracker::set_max).
    ///
    /// From the first change of the limit, updates take a lock; see [Threads](Self#threads).
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
    /// Starts a new period: sets the usage to 0 and arms every level. The limit stays, and nothing is sent.
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

    /// Arms a level so that it fires at the next update if usage still reaches it, for a delivery that failed.
    ///
    /// Returns whether the tracker has a threshold of this [`kind`](Threshold::kind). With [`NotifyOn::Update`], this
    /// has no effect, because levels fire on every update anyway. A cleared message is not sent again.
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

    /// Returns the state to keep over a restart, for [`resume`](crate::LimitTrackerBuilder::resume).
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

    /// Returns the rest of the limit, or 0 if usage has reached or exceeded it.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.usage().remaining()
    }

    /// Returns the usage and the limit at one moment.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.usage.usage()
    }

    /// Returns the highest level that usage reaches now, whether or not it fired; `None` below the lowest level.
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

/// Does not require the messenger to be `Debug`, and does not show it.
impl<M> fmt::Debug for SyncLimitTracker<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "SyncLimitTracker", self.usage(), self.level())
    }
}
