//! Compares a run with the model.

use super::classifier::{Classifier, MessageClass};
use super::model::{Convention, Due, Model, Notice};
use super::run::{End, Run};
use super::specification::Specification;
use super::step::Step;
use super::violation::QuotaViolationKind as Kind;
use crate::Usage;

/// The first deviation of a run from the specification.
#[derive(Clone, Debug)]
pub(super) struct Deviation {
    pub(super) kind: Kind,
    /// The index of the step at which the run deviates, if it is about a step.
    pub(super) step: Option<usize>,
    pub(super) due: Due,
}

/// A run that deviates.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) run: Run,
    pub(super) deviation: Deviation,
}

/// A message that was sent.
struct Sent<'r> {
    message: &'r str,
    class: MessageClass,
    has_failed: bool,
}

impl Deviation {
    pub(super) fn find(run: &Run, spec: &Specification<'_>, classifier: &Classifier<'_, '_>) -> Option<Self> {
        let at_the_end = |kind| Some(Self { kind, step: run.len().checked_sub(1), due: Due::Nothing });
        let at_the_start = |kind| Some(Self { kind, step: None, due: Due::Nothing });
        match run.end {
            End::Panicked(_) => return at_the_end(Kind::Panicked),
            End::Failed(_) => return at_the_end(Kind::Failed),
            End::Returned => {}
        }
        if run.walk_is_held {
            return at_the_end(Kind::StoppedEarly);
        }
        if !run.early().is_empty() {
            return at_the_start(Kind::SentBeforeFirstUsage);
        }
        if run.len() == 0 {
            return at_the_start(Kind::NoUsageTaken);
        }
        let deviation = replay(run, spec, classifier, Convention::default());
        if let Some(deviation) = deviation {
            let is_right = |convention| replay(run, spec, classifier, convention).is_none();
            let has_changes = run.steps().any(|step| matches!(step, Step::Consume(_) | Step::Release(_)));
            if has_changes && Convention::ALL.iter().any(|convention| is_right(*convention)) {
                return None;
            }
            return Some(deviation);
        }
        if run.len() < run.walk.steps.len() { at_the_end(Kind::StoppedEarly) } else { None }
    }
}

/// Replays the steps of a run on the model, and compares what is due with what was sent, up to the first difference.
fn replay(
    run: &Run,
    spec: &Specification<'_>,
    classifier: &Classifier<'_, '_>,
    convention: Convention,
) -> Option<Deviation> {
    let mut model = Model::new(spec, run.limit, convention);
    let has_failures = run.has_failures();
    let (mut due, mut used, mut repeats) = (Due::Nothing, 0, 0);
    // A plain loop over a slice, because unoptimized iterators are slow.
    let (taken, total) = (run.taken(), run.total());
    let (mut index, mut end) = (0, run.early().end);
    while index < taken.len() {
        let (step, start) = (taken[index].step, end);
        index += 1;
        end = if index < taken.len() { taken[index].sent_before } else { total };
        // If the scenario cleared the messenger, there are fewer messages than were counted.
        if end > total {
            end = total;
        }
        repeats = match step {
            Step::Use(value) if repeats > 0 && value == used => repeats + 1,
            Step::Use(value) => {
                used = value;
                1
            }
            _ => 0,
        };
        // A usage that is reported a third time in a row has the same effect as the second time.
        if repeats <= 2 || has_failures {
            due = if spec.threads < 2 { model.step(step) } else { due_at(&mut model, step, spec.threads) };
        }
        match due {
            Due::Nothing if start == end => continue,
            Due::One(Notice { level, is_clear: false }) if end - start == 1 && !has_failures => {
                let message = run.message(start);
                if classifier.is_of(level, message, || model.usage_after(step)) {
                    continue;
                }
            }
            _ => {}
        }
        let usage = model.usage_after(step);
        let mut sent = Vec::with_capacity(end - start);
        for index in start..end {
            let (message, has_failed) = (run.message(index), run.has_failed(index));
            sent.push(Sent { message, class: classifier.classify(message, usage), has_failed });
        }
        let failed = if has_failures { take_failures(&due, &mut sent) } else { Vec::new() };
        if let Some(kind) = judge(&due, &sent, !failed.is_empty(), classifier, usage) {
            return Some(Deviation { kind, step: Some(index - 1), due });
        }
        for notice in failed {
            // The code under test may repeat a cleared message or not, so nothing after it can be judged.
            if notice.is_clear {
                return None;
            }
            model.not_delivered(step, notice.level);
        }
    }
    None
}

/// Returns what is due at a step that each thread takes once.
pub(super) fn due_at(model: &mut Model<'_, '_>, step: Step, threads: usize) -> Due {
    let due = model.step(step);
    if threads < 2 {
        return due;
    }
    let mut others = Vec::with_capacity(threads - 1);
    for _ in 1..threads {
        others.push(model.step(step));
    }
    due.together(others)
}

/// Removes from `sent` the failed attempts that were retried within the same step. Returns the notices that were not
/// delivered: their last attempt failed, or they were not attempted after a failure.
fn take_failures(due: &Due, sent: &mut Vec<Sent<'_>>) -> Vec<Notice> {
    for index in (1..sent.len()).rev() {
        let [before, after] = [&sent[index - 1], &sent[index]];
        if before.has_failed && before.class == after.class {
            sent.remove(index - 1);
        }
    }
    if !sent.iter().any(|sent| sent.has_failed) {
        return Vec::new();
    }
    let mut failed = Vec::new();
    for (index, notice) in due.notices().into_iter().enumerate() {
        if sent.get(index).is_none_or(|sent| sent.has_failed) {
            failed.push(notice);
        }
    }
    failed
}

/// Compares the messages sent at one step with the ones due. With `may_stop`, a delivery failed, and the messages after
/// it may be missing.
fn judge(
    due: &Due,
    sent: &[Sent<'_>],
    may_stop: bool,
    classifier: &Classifier<'_, '_>,
    usage: Usage,
) -> Option<Kind> {
    if sent.iter().any(|sent| sent.class == MessageClass::Unknown) {
        return Some(Kind::UnknownMessage);
    }
    if sent.iter().any(|sent| matches!(sent.class, MessageClass::Ambiguous(..))) {
        return Some(Kind::AmbiguousMessage);
    }
    let is = |sent: &Sent<'_>, notice: &Notice| classifier.is(sent.class, *notice, sent.message, usage);
    match (due, sent) {
        (Due::Nothing, []) => None,
        (Due::Nothing, _) => Some(Kind::Unexpected),
        (_, []) => Some(Kind::Missing),
        (Due::One(_) | Due::OneOf(_), [_, _, ..]) => Some(Kind::MultipleMessages),
        (Due::One(notice), [only]) if is(only, notice) => None,
        (Due::OneOf(notices), [only]) if notices.iter().any(|notice| is(only, notice)) => None,
        (Due::One(_) | Due::OneOf(_), [_]) => Some(Kind::WrongLevel),
        (Due::All(groups), sent) => {
            let mut left = sent;
            for group in groups {
                let mut group = group.clone();
                while !group.is_empty() {
                    let Some((next, rest)) = left.split_first() else {
                        return if may_stop { None } else { Some(Kind::Missing) };
                    };
                    let Some(found) = group.iter().position(|notice| is(next, notice)) else {
                        return Some(Kind::WrongLevel);
                    };
                    group.remove(found);
                    left = rest;
                }
            }
            if left.is_empty() { None } else { Some(Kind::MultipleMessages) }
        }
    }
}
