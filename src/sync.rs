//! The synchronisation primitives of the shared types, in one place so that a model checker can stand in for them.

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
/// No user code runs while a lock of this crate is held, so a panic leaves the guarded value consistent.
#[inline]
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Releases the lock until the condition variable is notified or `timeout` has passed, if there is one. Spurious wake-ups
/// are possible.
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
