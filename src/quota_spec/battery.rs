//! One check: runs the walks, and makes a report of the first one that goes wrong.

use std::panic::Location;

use super::QuotaSpec;
use super::bands::{self, Band, SentAt};
use super::finding::Finding;
use super::ladder::Ladder;
use super::refusal::Refusal;
use super::report::Report;
use super::scenario::{End, Run, Scenario};
use super::shrink::{Attempt, Shown, shrink};
use super::suspects::{self, Observed, Scene};
use super::texts::{Text, Texts};
use super::violation::{QuotaViolation, QuotaViolationKind as Kind};
use super::walks::{self, Walk};

/// After so many messages, enough was seen of code that floods its messenger.
const MOST_MESSAGES: usize = 100_000;

const NOT_THE_SAME_AGAIN: &str = "something that is not the same on every run: state that outlives the scenario, time, \
                                   or a race?";

pub(super) struct Battery<'s, 'a, 'f> {
    spec: &'s QuotaSpec<'a>,
    ladder: Ladder,
    texts: Texts<'s, 'a>,
    scenario: &'f mut Scenario<'f>,
    /// Whether the scenario panicked or returned an error, after which it is not run again.
    is_over: bool,
}

/// A run that went wrong.
pub(super) struct Failure {
    pub(super) run: Run,
    pub(super) finding: Finding,
}

/// What can be said about a failure after the code under test was run again, on everything.
#[derive(Default)]
struct Diagnosis {
    cause: Option<String>,
    bands: Vec<Band>,
}

impl<'s, 'a, 'f> Battery<'s, 'a, 'f> {
    pub(super) fn run(
        spec: &'s QuotaSpec<'a>,
        scenario: &'f mut Scenario<'f>,
        location: &'static Location<'static>,
    ) -> Result<(), QuotaViolation> {
        Refusal::check(spec)
            .map_err(|refusal| QuotaViolation::refused(spec.limit, refusal.to_string(), location))?;
        let ladder = Ladder::new(&spec.levels, spec.limit, spec.rearm_percent);
        let texts = Texts::new(&spec.levels);
        let mut battery = Self { spec, ladder, texts, scenario, is_over: false };
        let walks = walks::all(&battery.ladder, spec.seed, spec.random_walks);
        for walk in &walks {
            if let Some(failure) = battery.try_walk(&walk.usages) {
                return Err(battery.report(failure, walk, &walks, location));
            }
        }
        Ok(())
    }

    fn run_on(&mut self, walk: &[usize]) -> Run {
        let run = Run::of(self.scenario, self.spec.limit, walk);
        self.is_over = !matches!(run.end, End::Returned);
        run
    }

    fn try_walk(&mut self, walk: &[usize]) -> Option<Failure> {
        let run = self.run_on(walk);
        let finding = Finding::of(&run, &self.ladder, self.spec.notify_on, &self.texts)?;
        Some(Failure { run, finding })
    }

    /// What is sent on a walk, as far as the scenario takes it; `None` if it is not to be run any more.
    fn watch(&mut self, walk: &[usize]) -> Option<Observed> {
        if self.is_over {
            return None;
        }
        let run = self.run_on(walk);
        if self.is_over {
            return None;
        }
        Some(Observed { walk: walk[..run.taken()].to_vec(), sent: self.identify(&run) })
    }

    /// What was sent for each usage that was taken.
    fn identify(&self, run: &Run) -> Vec<Vec<Text>> {
        let identify = |index| self.texts.identify(run.message(index));
        (0..run.taken()).map(|step| run.sent_at(step).map(identify).collect()).collect()
    }

    fn report(
        &mut self,
        failure: Failure,
        found_on: &Walk,
        walks: &[Walk],
        location: &'static Location<'static>,
    ) -> QuotaViolation {
        let kind = failure.finding.kind;
        let (failure, diagnosis) = if matches!(kind, Kind::Panicked | Kind::Failed | Kind::NothingTaken) {
            (failure, Diagnosis::default())
        } else {
            let failure = self.shrink(failure);
            let diagnosis = self.diagnose(&failure, walks);
            (failure, diagnosis)
        };
        let cause = diagnosis.cause.or_else(|| cause_of_panic(&failure.run.end).map(str::to_owned));
        let report = Report {
            spec: self.spec,
            ladder: &self.ladder,
            texts: &self.texts,
            failure: &failure,
            found_on,
            cause: cause.as_deref(),
            bands: &diagnosis.bands,
        };
        report.into_violation(location)
    }

    fn shrink(&mut self, failure: Failure) -> Failure {
        let simple = walks::boundaries(&self.ladder);
        let about_the_end = failure.finding.kind == Kind::StoppedEarly;
        let mut attempt = |walk: &[usize]| match self.try_walk(walk) {
            Some(failure) if matches!(failure.finding.kind, Kind::Panicked | Kind::Failed) => Attempt::Stop,
            Some(failure) if (failure.finding.kind == Kind::StoppedEarly) == about_the_end => {
                Attempt::Shows(failure)
            }
            _ => Attempt::Passes,
        };
        shrink(failure, &simple, &mut attempt)
    }

    /// Watches the code under test on every walk, and looks for a mistake that explains all of it.
    fn diagnose(&mut self, failure: &Failure, walks: &[Walk]) -> Diagnosis {
        let step = match failure.finding.step {
            Some(step) if failure.finding.kind != Kind::StoppedEarly && !self.is_over => step,
            _ => return Diagnosis::default(),
        };
        // The walk that failed comes first: it clears most suspects at once.
        let mut observed = Vec::new();
        let mut messages_left = MOST_MESSAGES;
        let walks = walks.iter().map(|walk| &walk.usages);
        for walk in [&failure.run.walk].into_iter().chain(walks) {
            let Some(seen) = self.watch(walk) else { break };
            let messages = seen.sent.iter().map(Vec::len).sum();
            observed.push(seen);
            match messages_left.checked_sub(messages) {
                Some(left) => messages_left = left,
                None => break,
            }
        }
        let run = &failure.run;
        let value = run.walk[step];
        let sent_then = self.identify(run);
        if observed.first().is_none_or(|again| again.sent != sent_then) {
            return Diagnosis { cause: Some(NOT_THE_SAME_AGAIN.to_owned()), bands: Vec::new() };
        }
        let mut fresh = SentAt::new();
        for seen in &observed {
            if let ([usage], [sent]) = (seen.walk.as_slice(), seen.sent.as_slice()) {
                if let Err(place) = fresh.binary_search_by(|(other, _)| other.cmp(usage)) {
                    fresh.insert(place, (*usage, sent.clone()));
                }
            }
        }
        bands::find_the_ends(&mut fresh, &mut |usage| {
            let seen = self.watch(&[usage])?;
            let sent = seen.sent.concat();
            observed.push(seen);
            Some(sent)
        });
        let bands = bands::of(&self.ladder, fresh);
        let scene = Scene {
            ladder: &self.ladder,
            notify_on: self.spec.notify_on,
            value,
            messages_before: run.sent_at(step).start,
            rests_before: run.walk[..step].iter().rev().take_while(|before| **before == value).count(),
        };
        let cause = suspects::cause(&scene, &observed).or_else(|| bands::shift(&self.ladder, &bands, value));
        Diagnosis { cause, bands }
    }
}

impl Shown for Failure {
    fn walk(&self) -> &[usize] {
        &self.run.walk
    }

    fn needed(&self) -> usize {
        self.finding.step.map_or(1, |step| step + 1)
    }
}

fn cause_of_panic(end: &End) -> Option<&'static str> {
    let End::Panicked(message) = end else { return None };
    if message.contains("divide by zero") {
        Some("a limit of 0 has no percentage: treat it apart?")
    } else if message.contains("overflow") {
        Some("the numbers of this usage outgrow their type: multiply as u128?")
    } else {
        None
    }
}
