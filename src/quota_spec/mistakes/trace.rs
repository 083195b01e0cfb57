//! The messages that the code under test sent on one walk.

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
            let messages = run.sent_at(index);
            let classes = classifier.classify_all(run, messages.clone(), usage);
            for (class, message) in classes.iter().zip(messages) {
                if *class == MessageClass::Unknown {
                    trace.unknown.push(run.message(message).to_owned());
                }
            }
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
