//! A tracker with one mistake.

use super::comparison::Comparison;
use super::message::MessageMistake;
use super::mistake::Mistake;
use super::timing::Timing;
use super::usage::{Seen, StepMistake, UsageMistake};
use crate::quota_spec::classifier::MessageClass;
use crate::quota_spec::level::LevelKind;
use crate::quota_spec::model::Notice;
use crate::quota_spec::specification::{Points, Specification};
use crate::quota_spec::step::Step;

pub(super) struct Simulation<'s, 'a> {
    spec: &'s Specification<'a>,
    mistake: Mistake,
    limit: usize,
    points: Vec<Points>,
    /// The levels in ascending order; of levels that are reached together, the one with precedence last.
    order: Vec<usize>,
    trackers: [State; 2],
}

#[derive(Default)]
struct State {
    used: usize,
    seen: Seen,
    fired: Vec<bool>,
    has_reading: bool,
    /// The usage before, the highest level before, and the level that was sent last.
    previous: usize,
    highest: Option<usize>,
    last_sent: Option<usize>,
    /// The whole percentage at which a level was sent last.
    percent: u128,
    rests: usize,
}

impl<'s, 'a> Simulation<'s, 'a> {
    pub(super) fn new(spec: &'s Specification<'a>, limit: usize, mistake: Mistake) -> Self {
        let state = || State { fired: vec![false; spec.levels.len()], ..State::default() };
        let trackers = [state(), state()];
        let mut simulation = Self { spec, mistake, limit, points: Vec::new(), order: Vec::new(), trackers };
        simulation.set_limit(limit);
        simulation
    }

    fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
        self.points = self.spec.points(limit);
        let mut order: Vec<_> = (0..self.points.len()).collect();
        order.sort_by_key(|level| self.points[*level].trip);
        for tied in order.chunk_by_mut(|a, b| self.points[*a].trip == self.points[*b].trip) {
            let winner = self.spec.precedent(tied);
            if let Some(index) = tied.iter().position(|level| Some(*level) == winner) {
                tied[index..].rotate_left(1);
            }
        }
        self.order = order;
    }

    /// Returns whether a step sends exactly these messages. The cleared messages of all levels are taken for the same.
    pub(super) fn sends(&mut self, step: Step, sent: &[MessageClass]) -> bool {
        let is_clear = |class: &MessageClass| matches!(class, MessageClass::Of(notice) if notice.is_clear);
        let due = self.step(step);
        due.len() == sent.len()
            && due.iter().zip(sent).all(|(due, sent)| due == sent || (is_clear(due) && is_clear(sent)))
    }

    pub(super) fn step(&mut self, step: Step) -> Vec<MessageClass> {
        let mistake = match self.mistake {
            Mistake::Step(mistake) => Some(mistake),
            _ => None,
        };
        let key = match step {
            Step::UseKey(key, _) if mistake != Some(StepMistake::SharesState) => usize::from(key % 2),
            _ => 0,
        };
        self.trackers[key].used = step.usage_after(self.trackers[key].used);
        match step {
            Step::SetLimit(_) if mistake == Some(StepMistake::IgnoresNewLimit) => self.update(key),
            Step::SetLimit(limit) => {
                self.set_limit(limit);
                if mistake == Some(StepMistake::WaitsAfterNewLimit) { Vec::new() } else { self.update(key) }
            }
            Step::Reset => {
                let fired = std::mem::take(&mut self.trackers[key].fired);
                let keeps = mistake == Some(StepMistake::ResetKeepsFired);
                let fired = if keeps { fired } else { vec![false; self.points.len()] };
                self.trackers[key] = State { fired, ..State::default() };
                Vec::new()
            }
            Step::Restart => {
                if mistake == Some(StepMistake::RestartForgets) {
                    self.trackers[key].fired.fill(false);
                }
                Vec::new()
            }
            _ => self.update(key),
        }
    }

    fn update(&mut self, key: usize) -> Vec<MessageClass> {
        let (spec, limit, mistake) = (self.spec, self.limit, self.mistake);
        let policy = spec.policy;
        let timing = if let Mistake::Timing(timing) = mistake { Some(timing) } else { None };
        let message = if let Mistake::Message(message) = mistake { Some(message) } else { None };
        let usage = if let Mistake::Usage(usage) = mistake { Some(usage) } else { None };
        let comparison = if let Mistake::Comparison(comparison) = mistake { Some(comparison) } else { None };
        let state = &mut self.trackers[key];
        let used = UsageMistake::apply(usage, state.used, limit, &mut state.seen);
        let top = self.order.last().copied().unwrap_or(0);
        let points = &self.points;
        let reaches = |level: usize, usage: usize| {
            MessageMistake::knows(message, level, top)
                && match comparison {
                    Some(comparison) => {
                        is_defined(points[level])
                            && Comparison::reaches(comparison, level, spec.levels[level].kind, usage, limit)
                    }
                    None => usage as u128 >= points[level].trip,
                }
        };
        let reached: Vec<_> = self.order.iter().copied().filter(|level| reaches(*level, used)).collect();
        let highest = reached.last().copied();
        let mut cleared = Vec::new();
        let mut due = reached.clone();
        if Timing::is_crossing(timing, policy.notify_on) {
            let rearms = |level: usize| state_rearms(timing, points, level, used, limit, spec, &reached);
            for level in self.order.iter().rev().copied() {
                if state.fired[level] && !policy.latched && rearms(level) {
                    state.fired[level] = false;
                    if spec.levels[level].cleared.is_some() {
                        cleared.push(MessageClass::Of(Notice { level, is_clear: true }));
                    }
                }
            }
            if timing == Some(Timing::OneFlag) && state.fired.contains(&true) {
                due.clear();
            }
            due.retain(|level| !state.fired[*level]);
            let marked = if timing == Some(Timing::MarksOne) { due.len().saturating_sub(1) } else { 0 };
            for level in &due[marked..] {
                state.fired[*level] = true;
            }
        }
        let is_first = !std::mem::replace(&mut state.has_reading, true);
        let percent = (used as u128 * 100).checked_div(limit as u128).unwrap_or(0);
        let is_silent = match timing {
            Some(Timing::OnChange) => highest == state.highest,
            Some(Timing::OnRise) => used <= state.previous,
            Some(Timing::OnFall) => used >= state.previous,
            Some(Timing::SilentAtFirst) => is_first,
            Some(Timing::NoRepeats) => due.last().copied() == state.last_sent,
            _ => is_first && policy.first_reading_is_silent,
        };
        match timing {
            _ if is_silent => due.clear(),
            Some(Timing::BothEnds) => {
                due.retain(|level| !exceeds(spec.levels[*level].kind, state.previous, limit));
            }
            Some(Timing::EachPercent) if due.is_empty() && percent > state.percent => {
                due.clone_from(&reached);
            }
            Some(Timing::Reminds(updates)) => {
                state.rests = if due.is_empty() && highest == state.highest { state.rests + 1 } else { 0 };
                if state.rests == updates && updates > 0 {
                    state.rests = 0;
                    due.clone_from(&reached);
                }
            }
            _ => {}
        }
        if !due.is_empty() || highest.is_none() {
            state.percent = if highest.is_none() { 0 } else { percent };
        }
        (state.previous, state.highest) = (used, highest);
        state.last_sent = due.last().copied().or(state.last_sent);
        if policy.each_level {
            cleared.extend(MessageMistake::send(message, &due, true));
            return cleared;
        }
        if due.is_empty() {
            cleared.pop().into_iter().collect()
        } else {
            MessageMistake::send(message, &due, false)
        }
    }
}

/// Returns whether a level fires at all: with a limit of 0 that means unlimited, it does not.
fn is_defined(points: Points) -> bool {
    points.trip < u128::MAX
}

/// Returns whether usage is strictly above the number of a level, in exact fractions.
fn exceeds(kind: LevelKind, usage: usize, limit: usize) -> bool {
    match kind.percent() {
        Some(percent) => usage as u128 * 100 > limit as u128 * u128::from(percent),
        None => usage as u128 > kind.trip_point(limit),
    }
}

#[expect(clippy::cast_precision_loss, reason = "one of the mistakes")]
fn state_rearms(
    timing: Option<Timing>,
    points: &[Points],
    level: usize,
    used: usize,
    limit: usize,
    spec: &Specification<'_>,
    reached: &[usize],
) -> bool {
    let percent = spec.policy.rearm_percent;
    let (value, max, p) = (used as u128, limit as u128, u128::from(percent.unwrap_or(0)));
    match timing {
        Some(Timing::NeverRearms) => false,
        Some(Timing::RearmsAtZero) => used == 0,
        Some(Timing::RearmsBelowLevel | Timing::Once) => !reached.contains(&level),
        Some(Timing::RearmsBelowAll) => reached.is_empty(),
        Some(Timing::RearmsAtPoint) => {
            let margin = spec.levels[level].rearm_margin;
            let lowered = spec.levels[level].kind.lowered(margin).filter(|_| margin > 0);
            let kind = lowered.or(percent.map(LevelKind::Percent)).unwrap_or(spec.levels[level].kind);
            !exceeds(kind, used, limit)
        }
        Some(Timing::RearmsRounded) if limit > 0 => (value * 100 + max / 2) / max < p,
        Some(Timing::RearmsCut) => value < max * p / 100,
        Some(Timing::RearmsInFloats) => {
            used as f64 / (limit as f64) * 100.0 < f64::from(percent.unwrap_or(0))
        }
        _ if points[level].trip == points[level].rearm => !reached.contains(&level),
        _ => value < points[level].rearm,
    }
}
