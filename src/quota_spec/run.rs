//! A run of a scenario on one walk.

use std::any::Any;
use std::fmt::Display;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Arc;

use super::step::{Capabilities, Step, StepLog, Taken};
use super::usage_walk::UsageWalk;
use super::walk::Walk;
use crate::SyncRecordingMessenger;
use crate::transcript::Transcript;

/// The return type of a scenario of [`QuotaSpec`](crate::QuotaSpec): `()`, or `Result<(), E>` with an error that can be
/// displayed.
///
/// The trait is implemented for these two types, and you never need to call its methods.
///
/// # Examples
///
/// ```
/// use mock_messenger::{LimitError, LimitTracker, NotifyOn, QuotaSpec};
///
/// QuotaSpec::book(100).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
///     let builder = LimitTracker::builder(messenger, usage.limit());
///     let mut tracker = builder.notify_on(NotifyOn::Crossing).build()?;
///     for value in usage {
///         tracker.set_value(value);
///     }
///     Ok::<_, LimitError>(())
/// });
/// ```
#[diagnostic::on_unimplemented(
    message = "a scenario cannot return `{Self}`",
    label = "neither `()` nor a `Result<(), E>` with `E: Display`",
    note = "if the code under test is async, block on your runtime in the scenario: `|messenger, usage| runtime.block_on(async {{ .. }})`"
)]
pub trait ScenarioResult: sealed::Sealed {
    #[doc(hidden)]
    fn into_error(self) -> Option<String>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
    impl<E> Sealed for Result<(), E> {}
}

impl ScenarioResult for () {
    fn into_error(self) -> Option<String> {
        None
    }
}

impl<E: Display> ScenarioResult for Result<(), E> {
    fn into_error(self) -> Option<String> {
        // Some error types show their causes in the alternate form.
        self.err().map(|error| format!("{error:#}"))
    }
}

/// A scenario. It returns the text of its error, if there is one.
pub(super) type Scenario<'f> = dyn FnMut(&Arc<SyncRecordingMessenger>, UsageWalk) -> Option<String> + 'f;

/// What a scenario did on one walk.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) limit: usize,
    pub(super) walk: Walk,
    taken: Vec<Taken>,
    sent: Transcript<str>,
    /// The number of messages.
    total: usize,
    /// The indices of the messages whose delivery failed.
    failed: Vec<usize>,
    pub(super) threads_are_stuck: bool,
    /// Whether the walk was still in use after the scenario had returned, so that more steps could be taken.
    pub(super) walk_is_held: bool,
    /// The messenger, if it is still in use, so that more messages could be sent.
    pub(super) still_held: Option<Arc<SyncRecordingMessenger>>,
    pub(super) capabilities: Capabilities,
    pub(super) end: End,
}

#[derive(Debug)]
pub(super) enum End {
    Returned,
    Failed(String),
    Panicked(String),
}

impl Run {
    pub(super) fn of(scenario: &mut Scenario<'_>, limit: usize, threads: usize, walk: &Walk) -> Self {
        let messenger = Arc::new(SyncRecordingMessenger::new());
        let log = Arc::new(StepLog::new());
        let usage = UsageWalk::new(limit, threads, walk, &messenger, &log);
        // A panic ends the run, whose state is not used afterwards. State that the scenario shares between runs is its
        // own responsibility, as it is between tests.
        let end = match catch_unwind(AssertUnwindSafe(|| scenario(&messenger, usage))) {
            Ok(None) => End::Returned,
            Ok(Some(error)) => End::Failed(error),
            Err(payload) => End::Panicked(panic_message(&*payload)),
        };
        let log = log.take();
        let sent = messenger.take();
        Self {
            limit,
            walk: walk.clone(),
            taken: log.taken,
            total: sent.len(),
            sent,
            failed: log.failed,
            threads_are_stuck: log.threads_are_stuck,
            walk_is_held: !log.is_finished,
            capabilities: log.capabilities,
            still_held: (Arc::strong_count(&messenger) > 1).then_some(messenger),
            end,
        }
    }

    /// Returns the number of steps that were taken.
    pub(super) fn len(&self) -> usize {
        self.taken.len()
    }

    pub(super) fn taken(&self) -> &[Taken] {
        &self.taken
    }

    /// Returns the number of messages.
    pub(super) fn total(&self) -> usize {
        self.total
    }

    /// Returns the steps that were taken.
    pub(super) fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        self.taken.iter().map(|taken| taken.step)
    }

    /// Returns the indices of the messages that were sent before the first step was taken.
    pub(super) fn early(&self) -> Range<usize> {
        0..self.sent_before(0)
    }

    /// Returns the indices of the messages that are attributed to a step.
    pub(super) fn sent_at(&self, step: usize) -> Range<usize> {
        self.sent_before(step)..self.sent_before(step + 1)
    }

    pub(super) fn message(&self, index: usize) -> &str {
        self.sent.get(index).unwrap_or_default()
    }

    pub(super) fn location(&self, index: usize) -> Option<&'static Location<'static>> {
        self.sent.location(index)
    }

    /// Returns whether the delivery of a message failed.
    pub(super) fn has_failed(&self, index: usize) -> bool {
        self.failed.contains(&index)
    }

    pub(super) fn has_failures(&self) -> bool {
        !self.failed.is_empty()
    }

    /// Returns the number of messages sent before a step. If the scenario cleared the messenger, it is at most the
    /// number of messages that are left.
    fn sent_before(&self, step: usize) -> usize {
        if step < self.taken.len() && self.taken[step].sent_before < self.total {
            self.taken[step].sent_before
        } else {
            self.total
        }
    }
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("(a panic without a message)").to_owned()
}
