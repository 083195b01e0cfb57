use std::fmt;
use std::hint;
use std::iter::FusedIterator;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use super::step::{Step, StepLog};
use crate::SyncRecordingMessenger;
use crate::sync::{AtomicUsize, Condvar, Mutex, lock, wait};

/// The number of times that a part checks for the next usage before it blocks. Parts that spin continue within
/// nanoseconds of each other, which makes races likely.
const SPINS: usize = 10_000;
/// The time that a part waits for the others. They never arrive if one thread drives all parts.
const PATIENCE: Duration = Duration::from_secs(5);

/// The usages of a walk for one of several threads, created by [`UsageWalk::threads`](crate::UsageWalk::threads).
///
/// # Examples
///
/// See [`UsageWalk::threads`](crate::UsageWalk::threads).
pub struct ThreadUsage {
    meeting: Arc<Meeting>,
    position: usize,
}

/// The barrier at which the threads of a walk wait for each other.
pub(super) struct Meeting {
    values: Vec<usize>,
    messenger: Arc<SyncRecordingMessenger>,
    log: Arc<StepLog>,
    threads: usize,
    state: Mutex<State>,
    changed: Condvar,
    /// The number of usages that all threads have reached: a copy of the one in `state`, to spin on.
    reached: AtomicUsize,
}

#[derive(Default)]
struct State {
    waiting: usize,
    reached: usize,
    /// Whether a part was dropped before its end, or has waited too long.
    is_over: bool,
}

impl Meeting {
    /// Returns the parts of a walk, one for each thread.
    pub(super) fn parts(
        values: Vec<usize>,
        threads: usize,
        messenger: Arc<SyncRecordingMessenger>,
        log: Arc<StepLog>,
    ) -> Vec<ThreadUsage> {
        let (state, changed, reached) = (Mutex::default(), Condvar::new(), AtomicUsize::new(0));
        let meeting = Arc::new(Self { values, messenger, log, threads, state, changed, reached });
        (0..threads).map(|_| ThreadUsage { meeting: Arc::clone(&meeting), position: 0 }).collect()
    }

    /// Blocks until all threads have asked for the usage at `position`. Returns `false` if that will not happen.
    fn meet(&self, position: usize) -> bool {
        let mut state = lock(&self.state);
        state.waiting += 1;
        if state.is_over {
            return false;
        }
        if state.waiting == self.threads {
            self.log.push(Step::Use(self.values[position]), self.messenger.len());
            state.waiting = 0;
            state.reached = position + 1;
            self.reached.store(position + 1, Ordering::Release);
            self.changed.notify_all();
            return true;
        }
        drop(state);
        for spin in 0..SPINS {
            if self.reached.load(Ordering::Acquire) > position {
                return true;
            }
            if spin % 100 == 99 { thread::yield_now() } else { hint::spin_loop() }
        }
        self.block(position)
    }

    fn block(&self, position: usize) -> bool {
        let start = Instant::now();
        let mut state = lock(&self.state);
        while state.reached <= position && !state.is_over {
            let Some(left) = PATIENCE.checked_sub(start.elapsed()) else {
                state.is_over = true;
                self.log.update(|log| log.threads_are_stuck = true);
                self.changed.notify_all();
                break;
            };
            state = wait(&self.changed, state, Some(left));
        }
        state.reached > position
    }
}

impl Iterator for ThreadUsage {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let value = self.meeting.values.get(self.position).copied()?;
        if !self.meeting.meet(self.position) {
            return None;
        }
        self.position += 1;
        Some(value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.meeting.values.len() - self.position))
    }
}

impl FusedIterator for ThreadUsage {}

/// Ends the walk for all threads if the part was not read to its end, so that no thread waits for it.
impl Drop for ThreadUsage {
    fn drop(&mut self) {
        if self.position < self.meeting.values.len() {
            lock(&self.meeting.state).is_over = true;
            self.meeting.changed.notify_all();
        }
    }
}

impl fmt::Debug for ThreadUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = &self.meeting.values[self.position..];
        f.debug_struct("ThreadUsage").field("values", &left).finish_non_exhaustive()
    }
}
