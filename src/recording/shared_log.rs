use std::mem;

use crate::log::Log;
use crate::sync::{Mutex, MutexGuard, lock};

/// A log behind a lock. No code of the user's runs while it is held.
pub(super) struct SharedLog<L> {
    state: Mutex<L>,
}

impl<L: Log> SharedLog<L> {
    pub(super) fn new() -> Self {
        Self { state: Mutex::new(L::default()) }
    }

    /// Adds what `push` pushes.
    #[inline]
    pub(super) fn record(&self, push: impl FnOnce(&mut L)) {
        push(&mut self.lock());
    }

    pub(super) fn snapshot(&self) -> L {
        self.lock().clone()
    }

    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }

    /// Everything recorded so far, handed out of the lock before any of it can be dropped.
    pub(super) fn take(&self) -> L {
        mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, L> {
        lock(&self.state)
    }
}
