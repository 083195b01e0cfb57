//! The synchronisation primitives that the shared types use, in one place so that a model checker can replace them.

#[cfg(all(loom, feature = "doubles"))]
pub(crate) use loom::sync::Condvar;
#[cfg(loom)]
pub(crate) use loom::sync::atomic::{AtomicBool, AtomicUsize};
#[cfg(loom)]
pub(crate) use loom::sync::{Mutex, MutexGuard};
#[cfg(all(not(loom), feature = "doubles"))]
pub(crate) use std::sync::Condvar;
#[cfg(not(loom))]
pub(crate) use std::sync::atomic::{AtomicBool, AtomicUsize};
#[cfg(not(loom))]
pub(crate) use std::sync::{Mutex, MutexGuard};

use std::sync::PoisonError;
#[cfg(feature = "doubles")]
use std::time::Duration;

/// Locks a mutex, even if it is poisoned.
///
/// Ignoring the poison is sound because no user code runs while this crate holds a lock, so a panic cannot leave the
/// guarded value half-changed.
#[inline]
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Releases the lock, blocks until the condition variable is notified or the `timeout` (if any) has passed, and locks
/// again. It may also wake up spuriously.
#[cfg(feature = "doubles")]
pub(crate) fn wait<'a, T>(
    changed: &Condvar,
    guard: MutexGuard<'a, T>,
    timeout: Option<Duration>,
) -> MutexGuard<'a, T> {
    match timeout {
        None => changed.wait(guard).unwrap_or_else(PoisonError::into_inner),
        Some(timeout) => changed.wait_timeout(guard, timeout).unwrap_or_else(PoisonError::into_inner).0,
    }
}
