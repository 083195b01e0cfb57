//! A call whose trait implementations record further calls in the recorder that it is recorded in.

use std::fmt;

/// The recorder that holds a [`ReentrantCall`]. The call refers to it weakly, since it owns the call.
pub(crate) trait Recording: Clone {
    /// Records a call if the recorder still exists and holds fewer than `max` calls.
    fn record_below(&self, max: usize, call: impl FnOnce() -> ReentrantCall<Self>);
}

/// A call that records another one whenever it is shown, compared or dropped.
pub(crate) struct ReentrantCall<R: Recording> {
    pub(crate) name: &'static str,
    pub(crate) recorder: R,
}

/// The maximum number of calls. Without it, recording would never end, because each call records another one.
const MAX_CALLS: usize = 50;

impl<R: Recording> ReentrantCall<R> {
    fn record(&self, name: &'static str) {
        self.recorder.record_below(MAX_CALLS, || ReentrantCall { name, recorder: self.recorder.clone() });
    }
}

impl<R: Recording> fmt::Debug for ReentrantCall<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.record("from Debug");
        f.write_str(self.name)
    }
}

impl<R: Recording> PartialEq for ReentrantCall<R> {
    fn eq(&self, other: &Self) -> bool {
        self.record("from PartialEq");
        self.name == other.name
    }
}

impl<R: Recording> Drop for ReentrantCall<R> {
    fn drop(&mut self) {
        if self.name == "first" {
            self.record("from Drop");
        }
    }
}
