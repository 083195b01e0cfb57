//! The walk of a scenario, and the iterators that it can be turned into.

use std::fmt;
use std::iter::FusedIterator;
use std::mem;
use std::sync::Arc;

use super::fallible_messenger::FallibleMessenger;
use super::step::{Interface, Step, StepLog, Taken};
use super::thread_usage::{Meeting, ThreadUsage};
use super::usage_key::UsageKey;
use super::walk::Walk;
use crate::SyncRecordingMessenger;

/// An iterator over the usages of one walk. The scenario of a [`QuotaSpec`](crate::QuotaSpec) reports each usage to the
/// code under test.
///
/// Each message is attributed to the most recently yielded usage, so report a usage as soon as it is yielded. If the
/// scenario collects the usages first, all messages are attributed to the last one.
///
/// If the code under test is not updated with totals on one thread, use a method that turns the walk into another
/// iterator:
///
/// | code under test | method | items |
/// |---|---|---|
/// | takes totals | none | `usize` |
/// | takes amounts that are consumed and released | [`changes`](Self::changes) | [`UsageChange`] |
/// | also changes its limit, starts new periods, or is restarted | [`steps`](Self::steps) | [`UsageStep`] |
/// | tracks several users, tenants or devices | [`keys`](Self::keys) | `(`[`UsageKey`]`, usize)` |
/// | is shared by threads | [`threads`](Self::threads) | one iterator for each thread |
///
/// A walk is `Send` and holds no lock, so the loop can contain `?` and `.await`.
///
/// # Examples
///
/// ```
/// use mock_messenger::{LimitTracker, Messenger, QuotaSpec, UsageWalk};
///
/// fn drive<M: Messenger>(mut tracker: LimitTracker<M>, usage: UsageWalk) {
///     for value in usage {
///         tracker.set_value(value);
///     }
/// }
///
/// QuotaSpec::book(100).assert(|messenger, usage| drive(LimitTracker::new(messenger, usage.limit()), usage));
/// ```
pub struct UsageWalk {
    limit: usize,
    threads: usize,
    steps: StepReader,
    /// The number of usages that are left.
    left: usize,
    fails: Arc<[usize]>,
}

/// Reads the steps of a walk and logs the ones that it yields.
struct StepReader {
    steps: Arc<[Step]>,
    position: usize,
    /// The steps that were yielded. They are moved to the log at the end, because each access to the log takes a lock.
    taken: Vec<Taken>,
    messenger: Arc<SyncRecordingMessenger>,
    log: Arc<StepLog>,
}

impl StepReader {
    fn next(&mut self) -> Option<Step> {
        let steps = &*self.steps;
        if self.position == steps.len() {
            return None;
        }
        self.position += 1;
        Some(steps[self.position - 1])
    }

    fn rest(&self) -> &[Step] {
        &self.steps[self.position..]
    }

    fn log(&mut self, step: Step) {
        self.taken.push(Taken { step, sent_before: self.messenger.len() });
        if self.position == self.steps.len() {
            self.finish();
        }
    }

    fn finish(&mut self) {
        self.log.finish(mem::take(&mut self.taken));
    }
}

impl Drop for StepReader {
    fn drop(&mut self) {
        self.finish();
    }
}

impl UsageWalk {
    pub(super) fn new(
        limit: usize,
        threads: usize,
        walk: &Walk,
        messenger: &Arc<SyncRecordingMessenger>,
        log: &Arc<StepLog>,
    ) -> Self {
        let (messenger, log) = (Arc::clone(messenger), Arc::clone(log));
        let (steps, taken) = (Arc::clone(&walk.steps), Vec::with_capacity(walk.steps.len()));
        let steps = StepReader { steps, position: 0, taken, messenger, log };
        Self { limit, threads, steps, left: walk.usages, fails: Arc::clone(&walk.fails) }
    }

    /// Returns the limit to create the code under test with.
    ///
    /// A scenario that calls this method is checked with several limits. See [`QuotaSpec::limits`].
    ///
    /// [`QuotaSpec::limits`]: crate::QuotaSpec::limits
    ///
    /// # Examples
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
        self.steps.log.update(|log| log.capabilities.asks_limit = true);
        self.limit
    }

    /// Turns the walk into changes, for code that takes the amounts consumed and released instead of totals.
    ///
    /// Usage starts at 0. If it does not change, the change consumes 0. Some walks release more than is used, or
    /// consume more than a `usize` can count. The code under test may then saturate or carry the difference over, but
    /// it must not panic or send a wrong message.
    ///
    /// # Examples
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
        self.choose(Interface::Changes);
        UsageChanges { steps: self.steps, used: 0 }
    }

    /// Turns the walk into steps, for code whose limit can change, that can be reset, or that can be restarted.
    /// [`UsageStep`] states what is due at each kind of step.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitError, LimitTracker, NotifyOn, QuotaSpec, UsageStep};
    ///
    /// QuotaSpec::book(100).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
    ///     let start = |limit| LimitTracker::builder(messenger, limit).notify_on(NotifyOn::Crossing);
    ///     let mut tracker = start(usage.limit()).build()?;
    ///     for step in usage.steps() {
    ///         match step {
    ///             UsageStep::Use(value) => drop(tracker.set_value(value)),
    ///             UsageStep::SetLimit(limit) => drop(tracker.set_max(limit)),
    ///             UsageStep::Reset => tracker.reset(),
    ///             UsageStep::Restart => tracker = start(0).resume(tracker.state()).build()?,
    ///             _ => {}
    ///         }
    ///     }
    ///     Ok::<_, LimitError>(())
    /// });
    /// ```
    #[must_use]
    pub fn steps(self) -> UsageSteps {
        self.choose(Interface::Steps);
        UsageSteps { steps: self.steps }
    }

    /// Turns the walk into readings for two keys, for code with one tracker for each user, tenant or device.
    ///
    /// A reading must only affect the tracker with its key. The keys are similar on purpose. See [`UsageKey`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::HashMap;
    ///
    /// use mock_messenger::{LimitTracker, QuotaSpec};
    ///
    /// QuotaSpec::book(100).assert(|messenger, usage| {
    ///     let limit = usage.limit();
    ///     let mut trackers = HashMap::new();
    ///     for (key, value) in usage.keys() {
    ///         let tracker = trackers.entry(key.name()).or_insert_with(|| LimitTracker::new(messenger, limit));
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    #[must_use]
    pub fn keys(self) -> UsageKeys {
        self.choose(Interface::Keys);
        UsageKeys { steps: self.steps }
    }

    /// Turns the walk into one iterator for each thread, for code that is shared by threads.
    /// [`QuotaSpec::threads`](crate::QuotaSpec::threads) sets the number of threads.
    ///
    /// Each iterator yields all usages of the walk. Before it yields a usage, it waits until all threads have asked for
    /// it, so that they update the code under test at the same time. Drive each iterator on its own thread.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::thread;
    ///
    /// use mock_messenger::{NotifyOn, QuotaSpec, SyncLimitTracker};
    ///
    /// QuotaSpec::book(100).notify_on(NotifyOn::Crossing).threads(2).assert(|messenger, usage| {
    ///     let tracker = SyncLimitTracker::new(messenger, usage.limit());
    ///     thread::scope(|scope| {
    ///         for part in usage.threads() {
    ///             scope.spawn(|| {
    ///                 for value in part {
    ///                     tracker.set_value(value);
    ///                 }
    ///             });
    ///         }
    ///     });
    /// });
    /// ```
    #[must_use]
    pub fn threads(self) -> Vec<ThreadUsage> {
        self.choose(Interface::Threads);
        let StepReader { steps, messenger, log, .. } = &self.steps;
        Meeting::parts(values(steps), self.threads, Arc::clone(messenger), Arc::clone(log))
    }

    /// Returns a messenger whose deliveries fail in some walks, for code that reacts to failed deliveries.
    ///
    /// If a delivery fails, the message is due again: within the same update, or at the next update that still reaches
    /// the level.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitError, LimitTracker, NotifyOn, QuotaSpec};
    ///
    /// QuotaSpec::book(100).notify_on(NotifyOn::Crossing).assert(|_, usage| {
    ///     let messenger = usage.fallible_messenger();
    ///     let mut tracker = LimitTracker::builder((), usage.limit()).notify_on(NotifyOn::Crossing).build()?;
    ///     for value in usage {
    ///         let failed = tracker.set_value(value).filter(|alert| messenger.try_send(&alert.message()).is_err());
    ///         if let Some(threshold) = failed.map(|alert| alert.threshold().clone()) {
    ///             tracker.rearm(&threshold);
    ///         }
    ///     }
    ///     Ok::<_, LimitError>(())
    /// });
    /// ```
    #[must_use]
    pub fn fallible_messenger(&self) -> FallibleMessenger {
        self.steps.log.update(|log| log.capabilities.can_fail = true);
        FallibleMessenger::new(&self.steps.messenger, &self.steps.log, &self.fails)
    }

    fn choose(&self, interface: Interface) {
        self.steps.log.update(|log| log.capabilities.interface = interface);
    }
}

impl Iterator for UsageWalk {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while let Some(step) = self.steps.next() {
            if let Step::Use(value) | Step::UseKey(_, value) = step {
                self.steps.log(Step::Use(value));
                self.left -= 1;
                return Some(value);
            }
        }
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

/// Returns the usages that the steps set.
fn values(steps: &[Step]) -> Vec<usize> {
    let mut values = Vec::with_capacity(steps.len());
    for step in steps {
        if let Some(value) = step.value() {
            values.push(value);
        }
    }
    values
}

impl ExactSizeIterator for UsageWalk {}
impl FusedIterator for UsageWalk {}

impl fmt::Debug for UsageWalk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsageWalk")
            .field("limit", &self.limit)
            .field("values", &values(self.steps.rest()))
            .finish_non_exhaustive()
    }
}

/// A change of usage, yielded by [`UsageWalk::changes`].
///
/// # Examples
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
    /// The amount that is consumed. It can be 0.
    Consume(usize),
    /// The amount that is released. It is never 0, and in some walks it exceeds the usage.
    Release(usize),
}

/// An iterator over the changes of a walk, created by [`UsageWalk::changes`].
pub struct UsageChanges {
    steps: StepReader,
    used: usize,
}

impl Iterator for UsageChanges {
    type Item = UsageChange;

    fn next(&mut self) -> Option<UsageChange> {
        let step = match self.steps.next()? {
            Step::Use(value) | Step::UseKey(_, value) => match value.checked_sub(self.used) {
                Some(more) => Step::Consume(more),
                None => Step::Release(self.used - value),
            },
            step => step,
        };
        self.steps.log(step);
        self.used = step.usage_after(self.used);
        Some(match step {
            Step::Consume(amount) => UsageChange::Consume(amount),
            Step::Release(amount) => UsageChange::Release(amount),
            // Walks for changes do not contain other steps.
            _ => UsageChange::Consume(0),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let steps = self.steps.rest().len();
        (steps, Some(steps))
    }
}

impl ExactSizeIterator for UsageChanges {}
impl FusedIterator for UsageChanges {}

/// Shows the current usage and the number of changes that are left.
impl fmt::Debug for UsageChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsageChanges")
            .field("used", &self.used)
            .field("left", &self.len())
            .finish_non_exhaustive()
    }
}

/// A step of a walk, yielded by [`UsageWalk::steps`].
///
/// # Examples
///
/// See [`UsageWalk::steps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UsageStep {
    /// Usage is now this value.
    Use(usize),
    /// The limit is now this value. The step is an update like any other: with a lower limit, a message can be due, and
    /// with a higher limit, levels can re-arm.
    SetLimit(usize),
    /// A new period starts. Usage is 0, all levels are armed, and no message is due.
    Reset,
    /// The code under test stops, and continues from the state that it saved. No message is due, and levels that have
    /// fired stay fired.
    Restart,
}

/// An iterator over the steps of a walk, created by [`UsageWalk::steps`].
pub struct UsageSteps {
    steps: StepReader,
}

impl Iterator for UsageSteps {
    type Item = UsageStep;

    fn next(&mut self) -> Option<UsageStep> {
        loop {
            let step = self.steps.next()?;
            let public = match step {
                Step::Use(value) | Step::UseKey(_, value) => UsageStep::Use(value),
                Step::SetLimit(limit) => UsageStep::SetLimit(limit),
                Step::Reset => UsageStep::Reset,
                Step::Restart => UsageStep::Restart,
                // Walks for steps do not contain changes.
                Step::Consume(_) | Step::Release(_) => continue,
            };
            self.steps.log(step);
            return Some(public);
        }
    }
}

impl FusedIterator for UsageSteps {}

/// Shows the number of steps that are left.
impl fmt::Debug for UsageSteps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsageSteps").field("left", &self.steps.rest().len()).finish_non_exhaustive()
    }
}

/// An iterator over the readings of a walk, created by [`UsageWalk::keys`].
pub struct UsageKeys {
    steps: StepReader,
}

impl Iterator for UsageKeys {
    type Item = (UsageKey, usize);

    fn next(&mut self) -> Option<(UsageKey, usize)> {
        loop {
            let (key, value) = match self.steps.next()? {
                Step::Use(value) => (0, value),
                Step::UseKey(key, value) => (key, value),
                // Walks for keys do not contain other steps.
                _ => continue,
            };
            self.steps.log(Step::UseKey(key, value));
            return Some((UsageKey::new(key), value));
        }
    }
}

impl FusedIterator for UsageKeys {}

/// Shows the number of readings that are left.
impl fmt::Debug for UsageKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsageKeys").field("left", &self.steps.rest().len()).finish_non_exhaustive()
    }
}
