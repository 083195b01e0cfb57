use std::fmt;
use std::iter::FusedIterator;
use std::sync::Arc;
use std::vec;

use super::usage_change::UsageChanges;
use crate::SyncRecordingMessenger;
use crate::sync::{Mutex, lock};

/// The usages of one walk: what a scenario of [`QuotaSpec`](crate::QuotaSpec) reports to the code under test, one
/// after the other.
///
/// What is sent before the next usage is taken belongs to the last one taken. So take them as they are reported, in
/// a `for` loop; one that is collected first leaves everything to the last.
///
/// It is `Send`, and holds no lock between two usages, so that `?` and `.await` work in the loop.
///
/// ```
/// use mock_messenger::{LimitTracker, QuotaSpec, UsageWalk};
///
/// fn drive<M: mock_messenger::Messenger>(mut tracker: LimitTracker<M>, usage: UsageWalk) {
///     for value in usage {
///         tracker.set_value(value);
///     }
/// }
///
/// QuotaSpec::book(100).assert(|messenger, usage| drive(LimitTracker::new(messenger, usage.limit()), usage));
/// ```
pub struct UsageWalk {
    limit: usize,
    values: vec::IntoIter<usize>,
    messenger: Arc<SyncRecordingMessenger>,
    taken: Arc<Taken>,
}

/// For each usage that was taken, how many messages had been sent by then.
#[derive(Debug, Default)]
pub(super) struct Taken(Mutex<Vec<usize>>);

impl UsageWalk {
    pub(super) fn new(
        limit: usize,
        values: Vec<usize>,
        messenger: &Arc<SyncRecordingMessenger>,
        taken: &Arc<Taken>,
    ) -> Self {
        Self { limit, values: values.into_iter(), messenger: Arc::clone(messenger), taken: Arc::clone(taken) }
    }

    /// The limit that the tracker has to be made with, the same on each walk of a specification.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec};
    ///
    /// QuotaSpec::book(250).assert(|messenger, usage| {
    ///     let mut tracker = LimitTracker::new(messenger, usage.limit());
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// The same walk as steps, for code that is told what changes and not what is used by now.
    ///
    /// The first step is counted from 0. Where usage rests, the step is to consume nothing.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec, UsageChange};
    ///
    /// QuotaSpec::book(100).assert(|messenger, usage| {
    ///     let mut tracker = LimitTracker::new(messenger, usage.limit());
    ///     for change in usage.changes() {
    ///         match change {
    ///             UsageChange::Consume(amount) => drop(tracker.consume(amount)),
    ///             UsageChange::Release(amount) => drop(tracker.release(amount)),
    ///         }
    ///     }
    /// });
    /// ```
    #[must_use]
    pub fn changes(self) -> UsageChanges {
        UsageChanges::new(self)
    }
}

impl Taken {
    pub(super) fn take(&self) -> Vec<usize> {
        std::mem::take(&mut lock(&self.0))
    }
}

impl Iterator for UsageWalk {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let value = self.values.next()?;
        let sent = self.messenger.len();
        lock(&self.taken.0).push(sent);
        Some(value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

impl ExactSizeIterator for UsageWalk {}
impl FusedIterator for UsageWalk {}

impl fmt::Debug for UsageWalk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsageWalk")
            .field("limit", &self.limit)
            .field("values", &self.values.as_slice())
            .finish_non_exhaustive()
    }
}
