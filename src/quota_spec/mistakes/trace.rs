//! What the code under test was seen to do on one walk.

use crate::Usage;
use crate::quota_spec::classifier::{Classifier, MessageClass};
use crate::quota_spec::run::Run;
use crate::quota_spec::step::Step;

#[derive(Debug)]
pub(in crate::quota_spec) struct Trace {
    pub(in crate::quota_spec) limit: usize,
    pub(in crate::quota_spec) steps: Vec<Step>,
    /// The messages sent at each step.
    pub(in crate::quota_spec) sent: Vec<Vec<MessageClass>>,
    /// The texts of the messages that match no level, in the order in which they were sent.
    pub(super) unknown: Vec<String>,
}

impl Trace {
    pub(in crate::quota_spec) fn new(run: &Run, classifier: &Classifier<'_, '_>) -> Self {
        let mut trace = Self { limit: run.limit, steps: Vec::new(), sent: Vec::new(), unknown: Vec::new() };
        let mut usage = Usage { value: 0, max: run.limit };
        for (index, step) in run.steps().enumerate() {
            usage = step.apply(usage);
            let classes = run.sent_at(index).map(|index| classifier.classify(run.message(index), usage));
            let classes: Vec<_> = classes.collect();
            let texts = classes.iter().zip(run.sent_at(index));
            let unknown = texts.filter(|(class, _)| **class == MessageClass::Unknown);
            trace.unknown.extend(unknown.map(|(_, index)| run.message(index).to_owned()));
            trace.steps.push(step);
            trace.sent.push(classes);
        }
        trace
    }

    /// Returns the usage after a step.
    pub(in crate::quota_spec) fn usage_at(&self, step: usize) -> usize {
        self.steps.iter().take(step + 1).fold(0, |used, step| step.usage_after(used))
    }
}
