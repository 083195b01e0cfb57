//! Finds the mistakes that explain what was seen.

use super::comparison::Comparison;
use super::message::MessageMistake;
use super::mistake::Mistake;
use super::simulation::Simulation;
use super::symptom::{Symptom, Trace};
use super::timing::Timing;
use super::usage::{StepMistake, UsageMistake};
use crate::quota_spec::specification::Specification;

/// The maximum number of descriptions that are reported together.
const MAX_EXPLANATIONS: usize = 2;

/// From this limit on, code that sends nothing may have overflowed.
const LARGE_LIMIT: usize = 1 << 24;

/// Rules out mistakes until only those are left that explain everything.
pub(in crate::quota_spec) struct Explainer<'s, 'a> {
    symptom: Symptom<'s, 'a>,
    /// The likelier mistakes, and the others.
    candidates: [Vec<Mistake>; 2],
    /// Whether nothing has been sent yet.
    is_silent: bool,
}

impl<'s, 'a> Explainer<'s, 'a> {
    pub(in crate::quota_spec) fn new(symptom: Symptom<'s, 'a>) -> Self {
        let candidates = [true, false].map(|is_likely| {
            let comparisons = Comparison::candidates(&symptom.levels(), is_likely);
            let mut candidates: Vec<_> = comparisons.into_iter().map(Mistake::Comparison).collect();
            candidates.extend(Timing::candidates(&symptom, is_likely).into_iter().map(Mistake::Timing));
            candidates
                .extend(MessageMistake::candidates(&symptom, is_likely).into_iter().map(Mistake::Message));
            if is_likely {
                candidates.extend(UsageMistake::ALL.map(Mistake::Usage));
                candidates.extend(StepMistake::ALL.map(Mistake::Step));
                candidates.extend([Mistake::Batches, Mistake::OneLate]);
            }
            candidates
        });
        Self { symptom, candidates, is_silent: true }
    }

    /// Creates an explainer without candidates.
    pub(in crate::quota_spec) fn hopeless(symptom: Symptom<'s, 'a>) -> Self {
        Self { symptom, candidates: [Vec::new(), Vec::new()], is_silent: false }
    }

    /// Rules out the mistakes that do not explain a trace.
    pub(in crate::quota_spec) fn observe(&mut self, trace: &Trace) {
        self.is_silent &= trace.sent.iter().all(Vec::is_empty);
        for candidates in &mut self.candidates {
            candidates.retain(|mistake| mistake.explains(self.symptom.spec, trace));
        }
    }

    /// Returns whether no mistake is left.
    pub(in crate::quota_spec) fn is_done(&self) -> bool {
        self.candidates.iter().all(Vec::is_empty)
    }

    /// Describes the mistakes that explain all traces: the likelier ones, or if none of these does, the others.
    pub(in crate::quota_spec) fn explain(&self) -> Vec<String> {
        if self.is_silent && self.symptom.limit < LARGE_LIMIT {
            // Narrow types could silence it too, but hardly at such a limit.
            return vec![MessageMistake::Nothing.describe(self.symptom.spec)];
        }
        for candidates in &self.candidates {
            let mut descriptions = Vec::new();
            for description in candidates.iter().map(|mistake| mistake.describe(&self.symptom)) {
                if !descriptions.contains(&description) {
                    descriptions.push(description);
                }
            }
            match descriptions.len() {
                0 => {}
                1..=MAX_EXPLANATIONS => return descriptions,
                _ => return Vec::new(),
            }
        }
        Vec::new()
    }
}

impl Mistake {
    fn explains(self, spec: &Specification<'_>, trace: &Trace) -> bool {
        let mut simulation = Simulation::new(spec, trace.limit, self);
        if !matches!(self, Self::Batches | Self::OneLate) {
            // Compared step by step: most candidates fail at the first one.
            let mut steps = trace.steps.iter().zip(&trace.sent);
            return steps.all(|(step, sent)| simulation.sends(*step, sent));
        }
        let mut due: Vec<_> = trace.steps.iter().map(|step| simulation.step(*step)).collect();
        let end = due.len().saturating_sub(1);
        if matches!(self, Self::Batches) {
            due = vec![Vec::new(); end].into_iter().chain([due.concat()]).collect();
        } else if let Some(last) = due.pop() {
            due.insert(0, Vec::new());
            due[end].extend(last);
        }
        due == trace.sent
    }

    fn describe(self, symptom: &Symptom<'_, '_>) -> String {
        match self {
            Self::Comparison(comparison) => comparison.describe(symptom),
            Self::Message(message) => message.describe(symptom.spec),
            Self::Timing(timing) => timing.describe(symptom.spec),
            Self::Usage(usage) => usage.describe(),
            Self::Step(step) => step.describe().to_owned(),
            Self::Batches => {
                "all messages arrive after the last usage: does the code under test collect its messages, \
                              or the scenario its usages?"
                    .to_owned()
            }
            Self::OneLate => {
                "each message arrives one usage late: does the code under test send it later, or the \
                              scenario look ahead?"
                    .to_owned()
            }
        }
    }
}
