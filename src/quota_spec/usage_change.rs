use std::iter::FusedIterator;

use super::usage_walk::UsageWalk;

/// One step of [`UsageWalk::changes`].
///
/// ```
/// use mock_messenger::{LimitTracker, QuotaSpec, UsageChange};
///
/// QuotaSpec::book(20).assert(|messenger, usage| {
///     let mut tracker = LimitTracker::new(messenger, usage.limit());
///     for change in usage.changes() {
///         match change {
///             UsageChange::Consume(amount) => drop(tracker.consume(amount)),
///             UsageChange::Release(amount) => drop(tracker.release(amount)),
///         }
///     }
/// });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UsageChange {
    /// So much more is used; 0 where usage rests.
    Consume(usize),
    /// So much less is used; never 0.
    Release(usize),
}

/// A walk as steps; see [`UsageWalk::changes`].
#[derive(Debug)]
pub struct UsageChanges {
    walk: UsageWalk,
    used: usize,
}

impl UsageChanges {
    pub(super) fn new(walk: UsageWalk) -> Self {
        Self { walk, used: 0 }
    }
}

impl Iterator for UsageChanges {
    type Item = UsageChange;

    fn next(&mut self) -> Option<UsageChange> {
        let value = self.walk.next()?;
        let change = match value.checked_sub(self.used) {
            Some(more) => UsageChange::Consume(more),
            None => UsageChange::Release(self.used - value),
        };
        self.used = value;
        Some(change)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.walk.size_hint()
    }
}

impl ExactSizeIterator for UsageChanges {}
impl FusedIterator for UsageChanges {}
