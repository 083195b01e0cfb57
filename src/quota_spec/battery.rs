//! Runs a scenario on all walks, and reports the first one on which the messages deviate from the specification.

use std::panic::Location;
use std::sync::Arc;

use super::classifier::{Classifier, MessageClass};
use super::deviation::{Deviation, Failure};
use super::fresh_start::{self, Range, Samples};
use super::mistakes::{Explainer, Trace};
use super::rejection::Rejection;
use super::report::{self, Report};
use super::run::{End, Run, Scenario};
use super::shrink::{self, Attempt, Shrinkable};
use super::specification::Specification;
use super::step::{Capabilities, Interface, Step};
use super::violation::{QuotaViolation, QuotaViolationKind as Kind};
use super::walk::Walk;
use super::walks::{self, Edges, Scope};
use crate::SyncRecordingMessenger;
use crate::sort::sort_by;

/// The maximum number of messages, and of steps, that are traced to explain a failure.
const MAX_TRACED_MESSAGES: usize = 200_000;
const MAX_TRACED_STEPS: usize = 40_000;
/// The length of the longest walk that is traced.
const LONGEST_TRACE: usize = 20_000;
/// The length of the longest walk whose failure is explained. No known mistake needs a longer one.
const LONGEST_EXPLAINED: usize = 1_000;

const NOT_REPRODUCIBLE: &str =
    "behaves differently when run again: is there state that outlives the scenario, a clock, or a race?";

const MARKED_BEFORE_DELIVERY: &str = "counts a level as fired although its message could not be delivered";

/// Runs a scenario on all walks at all limits.
pub(super) fn run<'f>(
    spec: &Specification<'_>,
    scenario: &'f mut Scenario<'f>,
    location: &'static Location<'static>,
) -> Result<(), QuotaViolation> {
    let limit = spec.first_limit();
    let reject = |rejection: Rejection| {
        QuotaViolation::without_walk(Kind::Rejected, limit, rejection.to_string(), location)
    };
    Rejection::check(spec).map_err(reject)?;
    let classifier = Classifier::new(&spec.levels);
    let mut battery =
        Battery { spec, classifier, scenario, location, is_over: false, still_held: Vec::new() };
    let probe = Walk::of_usages(&[0]);
    let first = battery.run_on(limit, &probe);
    let capabilities = first.capabilities;
    if let Some(deviation) = Deviation::find(&first, spec, &battery.classifier) {
        return Err(battery.report(Failure { run: first, deviation }, &probe, &[limit], capabilities));
    }
    let limits = limits_to_check(spec, capabilities).map_err(reject)?;
    for limit in &limits {
        for walk in walks::all(spec, *limit, scope(spec, *limit), capabilities) {
            if let Some(failure) = battery.try_walk(*limit, &walk) {
                return Err(battery.report(failure, &walk, &limits, capabilities));
            }
        }
    }
    match battery.still_held.iter().find(|(_, messenger)| !messenger.is_empty()) {
        Some((limit, messenger)) => {
            let report = report::sent_after_return(*limit, &messenger.messages());
            Err(QuotaViolation::without_walk(Kind::SentAfterReturn, *limit, report, location))
        }
        None => Ok(()),
    }
}

/// Returns the limits to check, in order.
///
/// # Errors
///
/// Returns why the scenario does not fit the specification.
fn limits_to_check(spec: &Specification<'_>, capabilities: Capabilities) -> Result<Vec<usize>, Rejection> {
    if spec.threads > 1 && capabilities.interface != Interface::Threads {
        return Err(Rejection::NotThreaded(spec.threads));
    }
    let mut limits = vec![spec.first_limit()];
    let others = spec.other_limits();
    if capabilities.asks_limit {
        limits.extend(others);
    } else if spec.limits.is_some() && !others.is_empty() {
        return Err(Rejection::LimitNotAsked(others.len() + 1));
    }
    if spec.policy.zero_is_unlimited && limits == [0] {
        return Err(Rejection::OnlyUnlimited);
    }
    Ok(limits)
}

fn scope(spec: &Specification<'_>, limit: usize) -> Scope {
    if limit == spec.first_limit() { Scope::First } else { Scope::Companion }
}

struct Battery<'s, 'a, 'f> {
    spec: &'s Specification<'a>,
    classifier: Classifier<'s, 'a>,
    scenario: &'f mut Scenario<'f>,
    location: &'static Location<'static>,
    /// Whether a run panicked or returned an error. The scenario is not run again after that.
    is_over: bool,
    /// The messengers that were still in use after the scenario had returned, each with the limit of its run.
    still_held: Vec<(usize, Arc<SyncRecordingMessenger>)>,
}

/// The result of the further runs that are made after a failure.
#[derive(Default)]
struct Diagnosis {
    causes: Vec<String>,
    ranges: Vec<Range>,
}

impl Battery<'_, '_, '_> {
    fn run_on(&mut self, limit: usize, walk: &Walk) -> Run {
        let run = Run::of(self.scenario, limit, self.spec.threads, walk);
        self.is_over = !matches!(run.end, End::Returned) || run.threads_are_stuck;
        self.still_held.extend(run.still_held.clone().map(|messenger| (limit, messenger)));
        run
    }

    fn try_walk(&mut self, limit: usize, walk: &Walk) -> Option<Failure> {
        let run = self.run_on(limit, walk);
        let deviation = Deviation::find(&run, self.spec, &self.classifier)?;
        Some(Failure { run, deviation })
    }

    /// Runs the scenario on a walk and returns what it sent, or `None` if the scenario must not be run again.
    fn trace(&mut self, limit: usize, walk: &Walk) -> Option<Trace> {
        if self.is_over {
            return None;
        }
        let run = self.run_on(limit, walk);
        if self.is_over { None } else { Some(self.trace_of(&run)) }
    }

    fn trace_of(&self, run: &Run) -> Trace {
        Trace::new(run, &self.classifier)
    }

    fn report(
        &mut self,
        failure: Failure,
        found_on: &Walk,
        limits: &[usize],
        capabilities: Capabilities,
    ) -> QuotaViolation {
        let kind = failure.deviation.kind;
        let is_final = matches!(kind, Kind::Panicked | Kind::Failed | Kind::NoUsageTaken) || self.is_over;
        let (failure, mut diagnosis) = if is_final {
            (failure, Diagnosis::default())
        } else {
            let failure = self.shrink(failure);
            let diagnosis = self.diagnose(&failure, limits, capabilities);
            (failure, diagnosis)
        };
        diagnosis.causes.extend(cause_of_panic(&failure.run.end).map(str::to_owned));
        let only_limit = failure.deviation.step.is_some()
            && !capabilities.asks_limit
            && !self.spec.other_limits().is_empty();
        let report = Report {
            spec: self.spec,
            classifier: &self.classifier,
            failure: &failure,
            found_on,
            causes: &diagnosis.causes,
            ranges: &diagnosis.ranges,
            only_limit,
        };
        report.into_violation(self.location)
    }

    fn shrink(&mut self, failure: Failure) -> Failure {
        let limit = failure.run.limit;
        let fails = failure.run.walk.fails.clone();
        let edges = Edges::new(self.spec, limit);
        let is_about_end = failure.deviation.kind == Kind::StoppedEarly;
        let mut attempt = |steps: &[Step]| {
            let walk = Walk { fails: fails.clone(), ..Walk::new(steps) };
            match self.try_walk(limit, &walk) {
                Some(failure) if matches!(failure.deviation.kind, Kind::Panicked | Kind::Failed) => {
                    Attempt::Stop
                }
                Some(failure) if (failure.deviation.kind == Kind::StoppedEarly) == is_about_end => {
                    Attempt::Shows(failure)
                }
                _ => Attempt::Passes,
            }
        };
        if fails.is_empty() {
            shrink::shrink(failure, edges.simple(), &mut attempt)
        } else {
            // After a failed delivery, other walks can reach states for which the specification does not say what is
            // due.
            shrink::cut_end(failure, &mut attempt)
        }
    }

    /// Traces the code under test on the walks of all limits, and finds the mistakes that explain every trace.
    fn diagnose(&mut self, failure: &Failure, limits: &[usize], capabilities: Capabilities) -> Diagnosis {
        let run = &failure.run;
        let step = match failure.deviation.step {
            Some(step) if failure.deviation.kind != Kind::StoppedEarly && !self.is_over => step,
            _ => return Diagnosis::default(),
        };
        // The walk that failed comes first, because it rules out most mistakes.
        let Some(again) = self.trace(run.limit, &run.walk) else {
            return Diagnosis { causes: vec![NOT_REPRODUCIBLE.to_owned()], ranges: Vec::new() };
        };
        if again.sent != self.trace_of(run).sent {
            return Diagnosis { causes: vec![NOT_REPRODUCIBLE.to_owned()], ranges: Vec::new() };
        }
        if run.has_failures() && failure.deviation.kind == Kind::Missing {
            return Diagnosis { causes: vec![MARKED_BEFORE_DELIVERY.to_owned()], ranges: Vec::new() };
        }
        if self.spec.threads > 1 || run.has_failures() {
            return Diagnosis::default();
        }
        let usage = again.usage_at(step);
        let mut rests = 0;
        for before in run.steps().take(step) {
            rests = if before.value() == Some(usage) { rests + 1 } else { 0 };
        }
        let mut levels = Vec::new();
        for notice in failure.deviation.due.notices() {
            levels.push(notice.level);
        }
        for class in &again.sent[step] {
            if let MessageClass::Of(notice) = class {
                levels.push(notice.level);
            }
        }
        sort_by(&mut levels, &mut usize::cmp);
        levels.dedup();
        let mut explainer = Explainer::new(self.spec, &levels, rests);
        if run.len() > LONGEST_EXPLAINED {
            explainer.mistakes.clear();
        }
        explainer.observe(&again);
        let mut samples = Samples::new();
        self.trace_walks(run.limit, capabilities, &mut explainer, Some(&mut samples));
        for limit in limits {
            if *limit != run.limit {
                self.trace_walks(*limit, capabilities, &mut explainer, None);
            }
        }
        let is_exact = fresh_start::refine_edges(&mut samples, &mut |usage| {
            let trace = self.trace(run.limit, &Walk::of_usages(&[usage]))?;
            explainer.observe(&trace);
            Some(trace.sent.concat())
        });
        let ranges = fresh_start::ranges(self.spec, run.limit, samples);
        let shift = fresh_start::shifted_level(self.spec.levels.len(), &ranges, usage);
        Diagnosis { causes: explainer.explain(run.limit, shift.filter(|_| is_exact)), ranges }
    }

    /// Traces the walks of one limit for the explainer. If there are `samples`, adds what a fresh tracker sends at each
    /// usage that is a walk on its own.
    fn trace_walks(
        &mut self,
        limit: usize,
        capabilities: Capabilities,
        explainer: &mut Explainer<'_, '_>,
        mut samples: Option<&mut Samples>,
    ) {
        let (mut steps, mut messages) = (0, 0);
        let is_first = samples.is_some() || limit == self.spec.first_limit();
        let scope = if is_first { Scope::WithoutCounters } else { Scope::Companion };
        for walk in walks::all(self.spec, limit, scope, capabilities) {
            if walk.steps.len() > LONGEST_TRACE || !walk.fails.is_empty() {
                continue;
            }
            // Walks of one usage are sampled even if no mistake is left to rule out.
            if explainer.mistakes.is_empty() && (walk.steps.len() > 1 || samples.is_none()) {
                return;
            }
            let Some(trace) = self.trace(limit, &walk) else { return };
            if let (Some(samples), [step], [sent]) =
                (&mut samples, trace.steps.as_slice(), trace.sent.as_slice())
            {
                let usage = step.usage_after(0);
                if let Err(index) = samples.binary_search_by(|(other, _)| other.cmp(&usage)) {
                    samples.insert(index, (usage, sent.clone()));
                }
            }
            explainer.observe(&trace);
            steps += trace.steps.len();
            messages += trace.sent.iter().map(Vec::len).sum::<usize>();
            if steps > MAX_TRACED_STEPS || messages > MAX_TRACED_MESSAGES {
                return;
            }
        }
    }
}

impl Shrinkable for Failure {
    fn steps(&self) -> &[Step] {
        &self.run.walk.steps
    }

    fn min_len(&self) -> usize {
        self.deviation.step.map_or(1, |step| step + 1)
    }
}

fn cause_of_panic(end: &End) -> Option<&'static str> {
    let End::Panicked(message) = end else { return None };
    if message.contains("divide by zero") {
        Some("divides by a limit of 0: is this limit handled separately?")
    } else if message.contains("overflow") {
        Some("a product overflows: multiply as u128?")
    } else {
        None
    }
}
