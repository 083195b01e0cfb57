//! The steps of a walk, and the log of the steps that a scenario took.

use crate::Usage;
use crate::sync::{Mutex, lock};

/// A step of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Use(usize),
    /// The same for one of several trackers.
    UseKey(u8, usize),
    /// More than the usage so far leaves below `usize::MAX`, or an ordinary change.
    Consume(usize),
    /// More than is used, or an ordinary change.
    Release(usize),
    SetLimit(usize),
    Reset,
    Restart,
}

impl Step {
    /// Returns the usage that the step sets.
    pub(super) fn value(self) -> Option<usize> {
        match self {
            Self::Use(value) | Self::UseKey(_, value) => Some(value),
            _ => None,
        }
    }

    /// Returns the same step with another usage, if it sets one.
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

/// How a scenario takes the steps of a walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Interface {
    #[default]
    Totals,
    Changes,
    Steps,
    Keys,
    Threads,
}

/// What a scenario made use of in a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Capabilities {
    pub(super) interface: Interface,
    /// Whether it asked for the limit, so that it can be run with others.
    pub(super) asks_limit: bool,
    /// Whether it asked for a messenger that can fail.
    pub(super) can_fail: bool,
}

/// A step that was taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) step: Step,
    /// How many messages had been sent by then.
    pub(super) sent_before: usize,
}

/// What a scenario did with its walk. The walk and everything made from it share one log.
#[derive(Debug)]
pub(super) struct StepLog(Mutex<Contents>);

#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) taken: Vec<Taken>,
    pub(super) capabilities: Capabilities,
    /// Whether the walk was dropped or read to its end.
    pub(super) is_finished: bool,
    /// How many times the messenger that can fail was called.
    pub(super) attempts: usize,
    /// The indexes of the messages whose delivery failed.
    pub(super) failed: Vec<usize>,
    /// Whether the parts of a walk for several threads were driven one after the other.
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

    /// Adds the steps that a reader took. It takes no more.
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

    /// Counts a delivery whose message will have this index, and returns whether it fails.
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
