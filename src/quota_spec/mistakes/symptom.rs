//! What the code under test was seen to do.

use crate::quota_spec::classifier::MessageClass;
use crate::quota_spec::model::Notice;
use crate::quota_spec::specification::Specification;
use crate::quota_spec::step::Step;

/// What was sent on one walk.
#[derive(Debug)]
pub(in crate::quota_spec) struct Trace {
    pub(in crate::quota_spec) limit: usize,
    pub(in crate::quota_spec) steps: Vec<Step>,
    /// The messages sent at each step.
    pub(in crate::quota_spec) sent: Vec<Vec<MessageClass>>,
}

impl Trace {
    /// Returns the usage after a step.
    pub(in crate::quota_spec) fn usage_at(&self, step: usize) -> usize {
        self.steps.iter().take(step + 1).fold(0, |used, step| step.usage_after(used))
    }
}

/// Where the code under test deviates from the specification.
#[derive(Debug)]
pub(in crate::quota_spec) struct Symptom<'s, 'a> {
    pub(in crate::quota_spec) spec: &'s Specification<'a>,
    pub(in crate::quota_spec) limit: usize,
    pub(in crate::quota_spec) usage: usize,
    /// The messages that were due or sent.
    pub(in crate::quota_spec) notices: Vec<Notice>,
    /// How many times in a row the usage had been reported before.
    pub(in crate::quota_spec) rests: usize,
}

impl Symptom<'_, '_> {
    /// Returns the levels whose messages were due or sent.
    pub(super) fn levels(&self) -> Vec<usize> {
        let mut levels: Vec<_> = self.notices.iter().map(|notice| notice.level).collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }
}
