//! stub
use super::classifier::MessageClass;
use super::specification::Specification;
use super::step::Step;

/// What was sent on one walk.
#[derive(Debug)]
pub(super) struct Trace {
    pub(super) limit: usize,
    pub(super) steps: Vec<Step>,
    /// The messages sent at each step.
    pub(super) sent: Vec<Vec<MessageClass>>,
}

impl Trace {
    /// Returns the usage after a step.
    pub(super) fn usage_at(&self, step: usize) -> usize {
        self.steps.iter().take(step + 1).fold(0, |used, step| step.usage_after(used))
    }
}

pub(super) fn explain(_: &Specification<'_>, _: usize, _: usize, _: usize, _: &[Trace]) -> Vec<String> {
    Vec::new()
}
