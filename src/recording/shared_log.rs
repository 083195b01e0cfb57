use std::mem;
use std::task::Waker;
use std::time::Instant;

use crate::log::Log;
use crate::sync::{Condvar, Mutex, MutexGuard, lock, wait};

/// A log behind a lock, and whoever waits for it to change. No code of the user's runs while the lock is held:
/// calls, logs and wakers are moved in and out of it, and cloned, woken and dropped outside.
pub(super) struct SharedLog<L> {
    state: Mutex<State<L>>,
    changed: Condvar,
}

struct State<L> {
    log: L,
    /// How many calls were recorded and then taken or cleared.
    gone: usize,
    /// Whether there is anyone to tell of the next change.
    awaited: bool,
    /// Each task under the number of its listener.
    waiting_tasks: Vec<(usize, Waker)>,
    listeners: usize,
}

/// How far a log has come. Any change of the log moves it, and it never comes back to where it was.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    gone: usize,
    held: usize,
}

/// A copy of the end of a log, and how far the log had come.
pub(super) struct Look<L> {
    pub(super) log: L,
    pub(super) position: Position,
}

impl<L: Log> SharedLog<L> {
    pub(super) fn new() -> Self {
        let state =
            State { log: L::default(), gone: 0, awaited: false, waiting_tasks: Vec::new(), listeners: 0 };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Adds what `push` pushes.
    #[inline]
    pub(super) fn record(&self, push: impl FnOnce(&mut L)) {
        let mut state = lock(&self.state);
        push(&mut state.log);
        if state.awaited {
            self.tell(state);
        }
    }

    /// Everything recorded so far, handed out of the lock before any of it can be dropped.
    pub(super) fn take(&self) -> L {
        let mut state = lock(&self.state);
        let log = mem::take(&mut state.log);
        state.gone = state.gone.saturating_add(log.len());
        if state.awaited {
            self.tell(state);
        }
        log
    }

    pub(super) fn position(&self) -> Position {
        lock(&self.state).position()
    }

    /// A look at the whole log.
    pub(super) fn look(&self) -> Look<L> {
        lock(&self.state).look()
    }

    /// A look at the whole log, if it holds that many calls; otherwise how far it has come.
    pub(super) fn look_at_least(&self, count: usize) -> Result<Look<L>, Position> {
        let state = lock(&self.state);
        if state.log.len() >= count { Ok(state.look()) } else { Err(state.position()) }
    }

    /// A look at what was recorded since `seen` and is still there.
    pub(super) fn look_since(&self, seen: Position) -> Look<L> {
        let state = lock(&self.state);
        let first = seen.recorded().saturating_sub(state.gone);
        Look { log: state.log.since(first), position: state.position() }
    }

    /// Waits until the log is not as it was `seen` to be, or the deadline has passed; without one, for ever.
    pub(super) fn wait_past(&self, seen: Position, deadline: Option<Instant>) {
        let mut state = lock(&self.state);
        while state.position() == seen {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                break;
            }
            state.awaited = true;
            state = wait(&self.changed, state, left);
        }
    }

    /// Something that can have a task told of changes.
    pub(super) fn listen(&self) -> Listener<'_, L> {
        let mut state = lock(&self.state);
        state.listeners += 1;
        Listener { log: self, number: state.listeners }
    }

    /// Tells all who wait of a change. That costs ten times what recording does, so it is done only where somebody
    /// has said to wait. A thread then looks at the log itself, a task has to listen anew, and either may wait again.
    #[cold]
    fn tell(&self, mut state: MutexGuard<'_, State<L>>) {
        state.awaited = false;
        let tasks = mem::take(&mut state.waiting_tasks);
        drop(state);
        self.changed.notify_all();
        for (_, waker) in tasks {
            waker.wake();
        }
    }
}

impl<L: Log> State<L> {
    fn position(&self) -> Position {
        Position { gone: self.gone, held: self.log.len() }
    }

    fn look(&self) -> Look<L> {
        Look { log: self.log.clone(), position: self.position() }
    }
}

impl Position {
    /// Before anything was recorded.
    pub(super) const START: Self = Self { gone: 0, held: 0 };

    /// How many calls were recorded up to here, those included that are gone.
    pub(super) fn recorded(self) -> usize {
        self.gone.saturating_add(self.held)
    }

    /// How many of them the log still holds.
    pub(super) fn held(self) -> usize {
        self.held
    }
}

impl<L: Log> Look<L> {
    /// The index in this look of the first call that was recorded after `seen`.
    pub(super) fn first_since(&self, seen: Position) -> usize {
        self.log.len().saturating_sub(self.position.recorded() - seen.recorded())
    }

    /// Whether this look saw what an earlier one has at `index`.
    pub(super) fn reaches_back_to(&self, earlier: &Self, index: usize) -> bool {
        let before_earlier = earlier.position.recorded() - earlier.log.len();
        self.position.gone <= before_earlier + index
    }
}

/// A task's ear at a log. It hears of one change for each look, and of none once it is dropped.
pub(super) struct Listener<'a, L: Log> {
    log: &'a SharedLog<L>,
    number: usize,
}

impl<L: Log> Listener<'_, L> {
    /// A look at the whole log. `waker` is woken by the first change after it.
    pub(super) fn look(&self, waker: Waker) -> L {
        let mut state = lock(&self.log.state);
        // Under one lock with the look, so that no change can come between the two.
        let replaced = state.remove_task(self.number);
        state.waiting_tasks.push((self.number, waker));
        state.awaited = true;
        let look = state.look();
        drop(state);
        drop(replaced);
        look.log
    }
}

impl<L: Log> Drop for Listener<'_, L> {
    fn drop(&mut self) {
        let removed = lock(&self.log.state).remove_task(self.number);
        drop(removed);
    }
}

impl<L> State<L> {
    fn remove_task(&mut self, number: usize) -> Option<Waker> {
        let index = self.waiting_tasks.iter().position(|(listener, _)| *listener == number)?;
        Some(self.waiting_tasks.swap_remove(index).1)
    }
}
