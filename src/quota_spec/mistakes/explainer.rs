//! Finds the mistakes that explain what was seen.

use std::borrow::Cow;

use super::table::{Mistake, NOT_STRICT, NOTHING, STRICT, candidates};
use super::trace::Trace;
use crate::Usage;
use crate::quota_spec::classifier::MessageClass;
use crate::quota_spec::specification::Specification;

/// The maximum number of descriptions that are reported.
const MAX_EXPLANATIONS: usize = 2;

/// The lowest limit at which an overflow can make code silent on every walk.
const LARGE_LIMIT: usize = 1 << 24;

/// Rules out mistakes until only those remain that explain every trace.
pub(in crate::quota_spec) struct Explainer<'s, 'a> {
    spec: &'s Specification<'a>,
    pub(in crate::quota_spec) mistakes: Vec<Mistake>,
    /// Whether nothing has been sent on any trace.
    is_silent: bool,
}

impl<'s, 'a> Explainer<'s, 'a> {
    /// Creates an explainer for a deviation that concerns these levels. The usage had been reported `rests` times
    /// before.
    pub(in crate::quota_spec) fn new(spec: &'s Specification<'a>, levels: &[usize], rests: usize) -> Self {
        Self { spec, mistakes: candidates(spec, levels, rests), is_silent: true }
    }

    /// Rules out the mistakes that do not explain a trace.
    pub(in crate::quota_spec) fn observe(&mut self, trace: &Trace) {
        self.is_silent &= trace.sent.iter().all(Vec::is_empty);
        self.mistakes.retain(|mistake| mistake.explains(self.spec, trace));
    }

    /// Describes the mistakes that explain every trace. Unlikely ones are described only if no likely one is left.
    ///
    /// `shift` contains the usage at which a level is due, and the usage at which it fires instead.
    pub(in crate::quota_spec) fn explain(&self, limit: usize, shift: Option<(usize, usize)>) -> Vec<String> {
        if self.is_silent && limit < LARGE_LIMIT {
            return vec![NOTHING.to_owned()];
        }
        let is_likely = self.mistakes.iter().any(|mistake| mistake.is_likely);
        let mut descriptions = Vec::new();
        for mistake in self.mistakes.iter().filter(|mistake| mistake.is_likely == is_likely) {
            let description = mistake.describe(shift);
            if !descriptions.contains(&description) {
                descriptions.push(description);
            }
        }
        match descriptions.len() {
            1..=MAX_EXPLANATIONS => descriptions,
            _ => shift.iter().map(|(due, fires)| format!("fires at {fires}, due at {due}")).collect(),
        }
    }
}

impl Mistake {
    fn describe(&self, shift: Option<(usize, usize)>) -> String {
        match shift {
            Some((due, fires)) if self.shifts => {
                let phrase = if self.phrase == STRICT && fires < due { NOT_STRICT } else { &self.phrase };
                format!("fires at {fires}, due at {due}: {phrase}")
            }
            _ => self.phrase.clone(),
        }
    }

    fn explains(&self, spec: &Specification<'_>, trace: &Trace) -> bool {
        let mut now = Usage { value: 0, max: trace.limit };
        let mut texts = trace.unknown.iter();
        let simulated = self.rules.simulate(spec, trace);
        for (i, step) in trace.steps.iter().enumerate() {
            let (due, sent) = (&simulated[i], &trace.sent[i]);
            let before = now;
            now = step.apply(now);
            let explains = due.len() == sent.len()
                && due.iter().zip(sent).all(|(due, sent)| match (due, sent) {
                    (MessageClass::Of(notice), MessageClass::Unknown) => {
                        let matcher = &spec.levels[notice.level].message;
                        let due = matcher.with(now, |due| due.expected_line().map(Cow::into_owned));
                        match (due, self.rules.number, texts.next()) {
                            (Some(due), Some(number), Some(sent)) => {
                                is_altered(&due, sent, |due| number(due, now, before))
                            }
                            _ => false,
                        }
                    }
                    // Levels can share a cleared message, so those of all levels count as equal.
                    (MessageClass::Of(due), MessageClass::Of(sent)) => {
                        due == sent || (due.is_clear && sent.is_clear)
                    }
                    (due, sent) => due == sent,
                });
            if !explains {
                return false;
            }
        }
        true
    }
}

/// Returns whether `sent` is `due` with some of its numbers replaced by what `alter` returns for them.
fn is_altered(due: &str, sent: &str, alter: impl Fn(u128) -> u128) -> bool {
    let [due, sent] = [due, sent].map(str::as_bytes);
    let parts = |text| <[u8]>::chunk_by(text, |a, b| a.is_ascii_digit() == b.is_ascii_digit());
    let number = |part| std::str::from_utf8(part).ok()?.parse().ok();
    parts(due).count() == parts(sent).count()
        && parts(due).zip(parts(sent)).all(|(due, sent)| {
            due == sent || number(sent).is_some_and(|sent| number(due).map(&alter) == Some(sent))
        })
}
