use std::mem;
use std::sync::Arc;
use std::task::Waker;
use std::time::Instant;

use crate::log::Log;
use crate::sync::{Condvar, Mutex, MutexGuard, lock, wait};

/// A log behind a lock, and the threads and tasks that wait for it to change.
///
/// No user code runs while the lock is held: calls, logs and wakers are moved in or out under the lock, but cloned,
/// woken and dropped after it is released.
pub(super) struct SharedLog<L> {
    state: Mutex<State<L>>,
    changed: Condvar,
}

struct State<L> {
    log: L,
    /// The number of recorded calls that have been taken or cleared since.
    dropped: usize,
    /// Whether a thread or a task is waiting for the next change.
    has_waiters: bool,
    /// The waker of each waiting task, keyed by the number of its subscription.
    wakers: Wakers,
    /// The number of subscriptions created so far.
    subscriptions: usize,
}

/// A point in the history of a log. Every change of the log moves to a new position, and no position occurs twice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    dropped: usize,
    len: usize,
}

/// A copy of the log or of its last calls, with the position at which the copy was made.
pub(super) struct Snapshot<L> {
    pub(super) log: L,
    pub(super) position: Position,
}

impl<L: Log> SharedLog<L> {
    pub(super) fn new() -> Self {
        let state = State {
            log: L::default(),
            dropped: 0,
            has_waiters: false,
            wakers: Wakers::default(),
            subscriptions: 0,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Records one call by letting `push` append it to the log.
    #[inline]
    pub(super) fn record(&self, push: impl FnOnce(&mut L)) {
        let mut state = lock(&self.state);
        push(&mut state.log);
        if state.has_waiters {
            self.notify(state);
        }
    }

    /// Empties the log and returns its contents, so that the caller drops them after the lock is released.
    pub(super) fn take(&self) -> L {
        let mut state = lock(&self.state);
        let log = mem::take(&mut state.log);
        state.dropped = state.dropped.saturating_add(log.len());
        if state.has_waiters {
            self.notify(state);
        }
        log
    }

    pub(super) fn position(&self) -> Position {
        lock(&self.state).position()
    }

    /// Returns a snapshot of the whole log.
    pub(super) fn snapshot(&self) -> Snapshot<L> {
        lock(&self.state).snapshot()
    }

    /// Returns a snapshot of the whole log if it contains at least `count` calls, or else the position of the log.
    pub(super) fn snapshot_of_at_least(&self, count: usize) -> Result<Snapshot<L>, Position> {
        let state = lock(&self.state);
        if state.log.len() >= count { Ok(state.snapshot()) } else { Err(state.position()) }
    }

    /// Returns a snapshot of the calls that were recorded after `position` and are still in the log.
    pub(super) fn snapshot_since(&self, position: Position) -> Snapshot<L> {
        let state = lock(&self.state);
        let first = position.recorded().saturating_sub(state.dropped);
        Snapshot { log: state.log.since(first), position: state.position() }
    }

    /// Blocks until the log has moved past `position` or the deadline has passed. Without a deadline, it may block
    /// forever.
    pub(super) fn wait_past(&self, position: Position, deadline: Option<Instant>) {
        let mut state = lock(&self.state);
        while state.position() == position {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                break;
            }
            state.has_waiters = true;
            state = wait(&self.changed, state, left);
        }
    }

    /// Creates a subscription for one task. It keeps the log alive.
    pub(super) fn subscribe(self: &Arc<Self>) -> Subscription<L> {
        let mut state = lock(&self.state);
        state.subscriptions += 1;
        Subscription { log: Arc::clone(self), number: state.subscriptions }
    }

    /// Wakes all waiting threads and tasks. Waking costs ten times as much as recording, so this does nothing unless
    /// one of them has registered since the last change. To wait again, they have to register again.
    #[cold]
    fn notify(&self, mut state: MutexGuard<'_, State<L>>) {
        state.has_waiters = false;
        let wakers = mem::take(&mut state.wakers);
        drop(state);
        self.changed.notify_all();
        wakers.wake();
    }
}

/// Wakers by the number of their subscription, in ascending order.
#[derive(Default)]
struct Wakers(Vec<(usize, Waker)>);

impl Wakers {
    /// Adds a waker, and returns the one that it replaces.
    fn insert(&mut self, number: usize, waker: Waker) -> Option<Waker> {
        match self.place(number) {
            Ok(i) => Some(mem::replace(&mut self.0[i].1, waker)),
            Err(i) => {
                self.0.insert(i, (number, waker));
                None
            }
        }
    }

    fn remove(&mut self, number: usize) -> Option<Waker> {
        Some(self.0.remove(self.place(number).ok()?).1)
    }

    fn place(&self, number: usize) -> Result<usize, usize> {
        self.0.binary_search_by_key(&number, |(number, _)| *number)
    }

    fn wake(self) {
        for (_, waker) in self.0 {
            waker.wake();
        }
    }
}

impl<L: Log> State<L> {
    fn position(&self) -> Position {
        Position { dropped: self.dropped, len: self.log.len() }
    }

    fn snapshot(&self) -> Snapshot<L> {
        Snapshot { log: self.log.clone(), position: self.position() }
    }
}

impl Position {
    /// The position of a new log.
    pub(super) const START: Self = Self { dropped: 0, len: 0 };

    /// Returns the number of calls recorded up to this position, including calls that were taken or cleared.
    pub(super) fn recorded(self) -> usize {
        self.dropped.saturating_add(self.len)
    }

    /// Returns the length of the log at this position.
    pub(super) fn len(self) -> usize {
        self.len
    }
}

impl<L: Log> Snapshot<L> {
    /// Returns the index in this snapshot of the first call that was recorded after `position`.
    pub(super) fn first_since(&self, position: Position) -> usize {
        self.log.len().saturating_sub(self.position.recorded() - position.recorded())
    }

    /// Returns whether this snapshot of the whole log contains the call at `index` of an earlier snapshot.
    pub(super) fn covers(&self, earlier: &Self, index: usize) -> bool {
        let before_earlier = earlier.position.recorded() - earlier.log.len();
        self.position.dropped <= before_earlier + index
    }
}

/// The subscription of one task to a log. Each call of [`snapshot`](Self::snapshot) or [`position`](Self::position)
/// requests one wake-up; dropping the subscription cancels it.
pub(super) struct Subscription<L: Log> {
    log: Arc<SharedLog<L>>,
    number: usize,
}

impl<L: Log> Subscription<L> {
    /// Returns a snapshot of the whole log, and requests that the next change wake `waker`.
    pub(super) fn snapshot(&self, waker: Waker) -> Snapshot<L> {
        self.arm(waker, State::snapshot)
    }

    /// Returns the position of the log, and requests that the next change wake `waker`.
    pub(super) fn position(&self, waker: Waker) -> Position {
        self.arm(waker, State::position)
    }

    /// Reads the state and registers the waker while holding the lock, so that no change can happen in between.
    fn arm<V>(&self, waker: Waker, read: impl FnOnce(&State<L>) -> V) -> V {
        let mut state = lock(&self.log.state);
        let replaced = state.wakers.insert(self.number, waker);
        state.has_waiters = true;
        let value = read(&state);
        drop(state);
        drop(replaced);
        value
    }
}

impl<L: Log> Drop for Subscription<L> {
    fn drop(&mut self) {
        let removed = lock(&self.log.state).wakers.remove(self.number);
        drop(removed);
    }
}
