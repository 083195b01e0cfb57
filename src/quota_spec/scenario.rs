//! The code under test, as the battery sees it.

use std::any::Any;
use std::fmt::Display;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Arc;

use super::usage_walk::{Taken, UsageWalk};
use crate::SyncRecordingMessenger;
use crate::transcript::Transcript;

/// What a scenario of [`QuotaSpec`](crate::QuotaSpec) may return: nothing, or a `Result<(), E>` whose error can be
/// displayed.
///
/// It is implemented for these two, and is nothing to call.
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
    note = "where the scenario is async, let it block on your runtime: `|messenger, usage| runtime.block_on(async {{ .. }})`"
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
        // The alternate form is where some error types tell their causes.
        self.err().map(|error| format!("{error:#}"))
    }
}

/// Returns its error, if it has one.
pub(super) type Scenario<'f> = dyn FnMut(&Arc<SyncRecordingMessenger>, UsageWalk) -> Option<String> + 'f;

/// What a scenario did on one walk.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) walk: Vec<usize>,
    /// For each usage that was taken, how many messages had been sent by then.
    taken: Vec<usize>,
    sent: Transcript<str>,
    pub(super) end: End,
}

#[derive(Debug)]
pub(super) enum End {
    Returned,
    Failed(String),
    Panicked(String),
}

impl Run {
    pub(super) fn of(scenario: &mut Scenario<'_>, limit: usize, walk: &[usize]) -> Self {
        let messenger = Arc::new(SyncRecordingMessenger::new());
        let taken = Arc::new(Taken::default());
        let usage = UsageWalk::new(limit, walk.to_vec(), &messenger, &taken);
        // The run is over and its state is dropped when a panic arrives here, so nothing half changed is seen again;
        // what the scenario itself shares between runs is its own affair, as it is between tests.
        let end = match catch_unwind(AssertUnwindSafe(|| scenario(&messenger, usage))) {
            Ok(None) => End::Returned,
            Ok(Some(error)) => End::Failed(error),
            Err(payload) => End::Panicked(panic_message(&*payload)),
        };
        Self { walk: walk.to_vec(), taken: taken.take(), sent: messenger.take(), end }
    }

    /// How many usages were taken.
    pub(super) fn taken(&self) -> usize {
        self.taken.len()
    }

    /// The messages that were sent before the first usage was taken.
    pub(super) fn early(&self) -> Range<usize> {
        0..self.sent_before(0)
    }

    /// The messages that belong to a step of the walk.
    pub(super) fn sent_at(&self, step: usize) -> Range<usize> {
        self.sent_before(step)..self.sent_before(step + 1)
    }

    pub(super) fn message(&self, index: usize) -> &str {
        self.sent.get(index).unwrap_or_default()
    }

    pub(super) fn location(&self, index: usize) -> Option<&'static Location<'static>> {
        self.sent.location(index)
    }

    /// How many messages were sent before a step; never more than there are, even if the scenario cleared some.
    fn sent_before(&self, step: usize) -> usize {
        let all = self.sent.len();
        self.taken.get(step).map_or(all, |sent| all.min(*sent))
    }
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("(a panic without a text)").to_owned()
}
