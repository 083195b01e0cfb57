//! The tracker for many threads.

use std::borrow::Cow;
use std::fmt;

use super::state::{Alert, State};
use super::{NotifyOn, Thresholds, describe};
use crate::sync::{Mutex, lock};
use crate::threshold::BOOK;
use crate::{Messenger, Threshold, Usage};

/// A [`LimitTracker`](crate::LimitTracker) that many threads update through `&self`.
///
/// [`new`](Self::new) tells each level once, as usage crosses it ([`NotifyOn::Crossing`]); for other levels, a re-arm
/// point or [`NotifyOn::Update`] there is [`LimitTracker::builder`](crate::LimitTracker::builder), ended with
/// [`build_sync`](crate::LimitTrackerBuilder::build_sync).
///
/// # Threads
///
/// Updates happen one after the other, whatever the threads do, and each decides by itself what is due: a crossing is
/// told by the one update that made it, so no crossing is told twice and none is lost.
///
/// The messenger is called after that, on the thread that made the update and outside any lock. It may block, call back
/// into the tracker, or panic: other threads go on, and the crossing counts as told. It also means that when two
/// updates cross levels at nearly the same time, their messages may arrive in either order. Each was right at its
/// moment; a function of [`Usage`] can say at what usage that was.
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
///         scope.spawn(|| (0..30).for_each(|_| tracker.consume(1)));
///     }
/// });
/// messenger.sent().assert_exactly_in_any_order([WARNING, URGENT_WARNING, OVER_QUOTA]);
/// # }
/// ```
pub struct SyncLimitTracker<M> {
    messenger: M,
    thresholds: Thresholds,
    state: Mutex<State>,
}

// In each of the sending methods the lock is let go at the end of the first statement: the messenger and the functions
// of thresholds are code of the user's.
impl<M: Messenger> SyncLimitTracker<M> {
    /// Makes a tracker with the levels and texts of [`LimitTracker::new`](crate::LimitTracker::new), each told once
    /// as usage crosses it.
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, messenger};
    ///
    /// let tracker = SyncLimitTracker::new(messenger::from_fn(|warning| eprintln!("{warning}")), 100);
    /// tracker.consume(95);
    /// ```
    pub fn new(messenger: M, max: usize) -> Self {
        let state = State::new(&BOOK, max, NotifyOn::Crossing, None);
        Self::from_parts(messenger, Cow::Borrowed(&BOOK), state)
    }

    pub(super) fn from_parts(messenger: M, thresholds: Thresholds, state: State) -> Self {
        Self { messenger, thresholds, state: Mutex::new(state) }
    }

    /// Sets what is used, and sends the message that is due, if one is.
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, messenger};
    ///
    /// let tracker = SyncLimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.set_value(80);
    /// assert_eq!(tracker.value(), 80);
    /// ```
    #[track_caller]
    pub fn set_value(&self, value: usize) {
        let alert = lock(&self.state).set_value(value);
        self.send(alert);
    }

    /// Adds to what is used, and sends the message that is due, if one is. It stops at `usize::MAX`.
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, messenger};
    ///
    /// let tracker = SyncLimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.consume(30);
    /// tracker.consume(usize::MAX);
    /// assert_eq!(tracker.value(), usize::MAX);
    /// ```
    #[track_caller]
    pub fn consume(&self, amount: usize) {
        let alert = lock(&self.state).consume(amount);
        self.send(alert);
    }

    /// Takes from what is used, and sends the message that is due, if one is. It stops at 0.
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, messenger};
    ///
    /// let tracker = SyncLimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.consume(30);
    /// tracker.release(50);
    /// assert_eq!(tracker.value(), 0);
    /// ```
    #[track_caller]
    pub fn release(&self, amount: usize) {
        let alert = lock(&self.state).release(amount);
        self.send(alert);
    }

    /// Changes the limit, and sends the message that is due, if one is: this is an update like any other, with the
    /// rules of [`LimitTracker::set_max`](crate::LimitTracker::set_max).
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, messenger};
    ///
    /// let tracker = SyncLimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.set_max(200);
    /// assert_eq!(tracker.max(), 200);
    /// ```
    #[track_caller]
    pub fn set_max(&self, max: usize) {
        let alert = lock(&self.state).set_max(max, &self.thresholds);
        self.send(alert);
    }

    #[track_caller]
    fn send(&self, alert: Option<Alert>) {
        if let Some(alert) = alert {
            alert.send(&self.thresholds, &self.messenger);
        }
    }
}

impl<M> SyncLimitTracker<M> {
    /// Starts over, as a new billing period does: usage is 0 and every level is armed. The limit stays, nothing is
    /// sent.
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, messenger};
    ///
    /// let tracker = SyncLimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.consume(30);
    /// tracker.reset();
    /// assert_eq!((tracker.value(), tracker.max()), (0, 100));
    /// ```
    pub fn reset(&self) {
        lock(&self.state).reset();
    }

    /// What is used at this moment.
    #[must_use]
    pub fn value(&self) -> usize {
        self.usage().value
    }

    /// The limit at this moment.
    #[must_use]
    pub fn max(&self) -> usize {
        self.usage().max
    }

    /// What is left of the limit at this moment; 0 when it is used up or passed.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.usage().remaining()
    }

    /// What is used and of what limit, both at the same moment.
    #[must_use]
    pub fn usage(&self) -> Usage {
        lock(&self.state).usage()
    }

    /// The highest level that usage reaches at this moment, told or not; `None` below the lowest.
    ///
    /// ```
    /// use mock_messenger::{SyncLimitTracker, Threshold, messenger};
    ///
    /// let tracker = SyncLimitTracker::new(messenger::from_fn(|_| ()), 100);
    /// tracker.consume(95);
    /// assert_eq!(tracker.level().and_then(Threshold::percent), Some(90));
    /// ```
    #[must_use]
    pub fn level(&self) -> Option<&Threshold> {
        let level = lock(&self.state).level();
        level.map(|level| &self.thresholds[level])
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
impl<M> fmt::Debug for SyncLimitTracker<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(f, "SyncLimitTracker", self.usage(), self.level())
    }
}
