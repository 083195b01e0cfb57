//! The steps of a walk, and the log of the steps that a scenario took.

use crate::Usage;
use crate::sync::{Mutex, lock};

/// A step of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Use(usize),
    /// Sets the usage of one of several keys.
    UseKey(u8, usize),
    /// Adds to usage. The sum can exceed `usize::MAX`.
    Consume(usize),
    /// Subtracts from usage. The amount can exceed the usage.
    Release(usize),
    SetLimit(usize),
    Reset,
    Restart,
}

impl Step {
    /// Returns the usage that the step sets, if it sets one.
    pub(super) fn value(self) -> Option<usize> {
        match self {
            Self::Use(value) | Self::UseKey(_, value) => Some(value),
            _ => None,
        }
    }

    /// Returns the step with another usage, if it sets one.
    pub(super) fn with_value(self, value: usize) -> Self {
        match self {
            Self::Use(_) => Self::Use(value),
            Self::UseKey(key, _) => Self::UseKey(key, value),
            other => other,
        }
    }

    /// Returns the usage and the limit after the step.
    pub(super) fn apply(self, usage: Usage) -> Usage {
        let max = if let Self::SetLimit(limit) = self { limit } else { usage.max };
        Usage { value: self.usage_after(usage.value), max }
    }

    /// Returns the usage after the step, if it was `used` before.
    pub(super) fn usage_after(self, used: usize) -> usize {
        match self {
            Self::Use(value) | Self::UseKey(_, value) => value,
            Self::Consume(amount) => used.saturating_add(amount),
            Self::Release(amount) => used.saturating_sub(amount),
            Self::SetLimit(_) | Self::Restart => used,
            Self::Reset => 0,
        }
    }
}

/// The iterator through which a scenario takes the steps of a walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Interface {
    #[default]
    Totals,
    Changes,
    Steps,
    Keys,
    Threads,
}

/// The features that a scenario used in a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Capabilities {
    pub(super) interface: Interface,
    /// Whether it asked for the limit, so that it can be run with other limits.
    pub(super) asks_limit: bool,
    /// Whether it asked for a fallible messenger.
    pub(super) can_fail: bool,
}

/// A step that was taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) step: Step,
    /// The number of messages sent before the step.
    pub(super) sent_before: usize,
}

/// The log of one run. It is shared by the walk and everything made from it.
#[derive(Debug)]
pub(super) struct StepLog(Mutex<Contents>);

#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) taken: Vec<Taken>,
    pub(super) capabilities: Capabilities,
    /// Whether the walk was dropped or read to its end.
    pub(super) is_finished: bool,
    /// The number of calls of the fallible messenger.
    pub(super) attempts: usize,
    /// The indices of the messages whose delivery failed.
    pub(super) failed: Vec<usize>,
    /// Whether a part of a walk waited in vain for the other threads.
    pub(super) threads_are_stuck: bool,
}

impl StepLog {
    pub(super) fn new() -> Self {
        Self(Mutex::default())
    }

    /// Calls `change` with the contents.
    pub(super) fn update<R>(&self, change: impl FnOnce(&mut Contents) -> R) -> R {
        change(&mut lock(&self.0))
    }

    /// Stores the steps that a reader took, when it has taken its last step.
    pub(super) fn finish(&self, taken: Vec<Taken>) {
        let mut log = lock(&self.0);
        log.is_finished = true;
        if !taken.is_empty() {
            log.taken = taken;
        }
    }

    pub(super) fn push(&self, step: Step, sent_before: usize) {
        lock(&self.0).taken.push(Taken { step, sent_before });
    }

    /// Counts an attempt to deliver the message at `index`, and returns whether it fails.
    pub(super) fn attempt(&self, fails: &[usize], index: usize) -> bool {
        let mut log = lock(&self.0);
        let fails = fails.contains(&log.attempts);
        log.attempts += 1;
        if fails {
            log.failed.push(index);
        }
        fails
    }

    pub(super) fn take(&self) -> Contents {
        std::mem::take(&mut lock(&self.0))
    }
}
