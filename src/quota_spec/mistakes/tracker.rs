//! A simulated tracker, whose rules can be replaced.

use super::trace::Trace;
use crate::indices::indices_where;
use crate::quota_spec::classifier::MessageClass;
use crate::quota_spec::level::LevelKind;
use crate::quota_spec::model::{Notice, key_of};
use crate::quota_spec::specification::{Points, Policy, Specification};
use crate::quota_spec::step::Step;
use crate::sort::sorted_indices;
use crate::{NotifyOn, Usage};

type Read = dyn Fn(&Memory, usize) -> usize;
type Select = dyn Fn(&mut Memory) -> Vec<usize>;

pub(super) struct Rules {
    pub(super) policy: Policy,
    /// Returns the usage that is compared with the levels.
    pub(super) read: Box<Read>,
    /// Returns whether a level is reached.
    pub(super) reach: Box<dyn Fn(&Decision) -> bool>,
    /// Returns whether a level that has fired re-arms.
    pub(super) rearm: Box<dyn Fn(&Decision) -> bool>,
    /// Returns the levels to report.
    pub(super) select: Box<Select>,
    /// Returns what is sent for a level.
    pub(super) send: Box<dyn Fn(usize) -> Vec<MessageClass>>,
    /// Returns the step that the tracker takes instead of the given one.
    pub(super) take: fn(Step) -> Step,
    /// Returns whether a step is an update.
    pub(super) updates: fn(Step) -> bool,
    /// Returns the messages that arrive at each step, given those sent at each step.
    pub(super) deliver: fn(Vec<Vec<MessageClass>>) -> Vec<Vec<MessageClass>>,
    /// Returns the number that a message contains, given the right number, the usage now, and the usage before.
    pub(super) number: Option<fn(u128, Usage, Usage) -> u128>,
}

/// The state of a tracker for one key.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) used: usize,
    pub(super) previous: usize,
    pub(super) sum: usize,
    updates: usize,
    pub(super) fired: Vec<bool>,
    /// Whether any level fired before this update and has not re-armed.
    pub(super) holds: bool,
    /// The levels that this update crosses, in ascending order.
    pub(super) crossed: Vec<usize>,
    /// The highest level that usage reaches, and the highest that it reached before this update.
    pub(super) reached: Option<usize>,
    pub(super) reached_before: Option<usize>,
    pub(super) last_sent: Option<usize>,
    /// Usage in whole per cent, now and when a level was last reported.
    pub(super) percent: u128,
    pub(super) last_percent: u128,
    /// The number of updates without a change of the reached level.
    pub(super) rests: usize,
}

/// The facts on which a rule about one level decides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    pub(super) level: usize,
    pub(super) kind: LevelKind,
    pub(super) points: Points,
    /// The percentages of the level and its re-arm point, or 0.
    pub(super) percent: u128,
    pub(super) rearm_percent: u128,
    pub(super) lowest_trip: u128,
    pub(super) value: u128,
    pub(super) previous: u128,
    pub(super) limit: u128,
    /// The exact comparison is that of usage multiplied by `scale` with `number`.
    pub(super) scale: u128,
    pub(super) number: u128,
    /// Whether usage reaches the level: for `reach`, in truth; for the other rules, according to `reach`.
    pub(super) is_reached: bool,
    pub(super) is_highest_fired: bool,
}

impl Decision {
    pub(super) fn compare<T: PartialOrd>(&self, a: T, b: T) -> bool {
        if self.kind.is_strict() { a > b } else { a >= b }
    }

    /// Returns whether a correct tracker of crossings re-arms the level.
    pub(super) fn rearms(&self) -> bool {
        let Points { trip, rearm } = self.points;
        if trip == rearm { !self.is_reached } else { self.value < rearm }
    }
}

impl Rules {
    pub(super) fn right(policy: Policy) -> Self {
        let repeats = policy.notify_on == NotifyOn::Update;
        Self {
            policy,
            read: Box::new(|memory, _| memory.used),
            reach: Box::new(|level| level.is_reached),
            rearm: Box::new(move |level| repeats || level.rearms()),
            select: Box::new(move |memory| {
                let skipped = if policy.each_level { 0 } else { memory.crossed.len().saturating_sub(1) };
                memory.crossed[skipped..].to_vec()
            }),
            send: Box::new(|level| vec![message(level)]),
            take: |step| step,
            updates: |step| !matches!(step, Step::Reset | Step::Restart),
            deliver: |sent| sent,
            number: None,
        }
    }

    /// Returns what a tracker with these rules sends at each step of a trace.
    pub(super) fn simulate(&self, spec: &Specification<'_>, trace: &Trace) -> Vec<Vec<MessageClass>> {
        let new = |used| Memory { used, fired: vec![false; spec.levels.len()], ..Memory::default() };
        let (mut memories, mut limit) = ([new(0), new(0)], trace.limit);
        let mut points = ordered(spec, limit);
        let steps = trace.steps.iter().map(|step| {
            let taken = (self.take)(*step);
            let memory = &mut memories[key_of(taken)];
            memory.used = step.usage_after(memory.used);
            match taken {
                Step::SetLimit(new) => (limit, points) = (new, ordered(spec, new)),
                Step::Reset => *memory = new(memory.used),
                _ => {}
            }
            if (self.updates)(*step) { self.update(spec, memory, limit, &points) } else { Vec::new() }
        });
        (self.deliver)(steps.collect())
    }

    fn update(
        &self,
        spec: &Specification<'_>,
        memory: &mut Memory,
        limit: usize,
        ordered: &[(usize, Points)],
    ) -> Vec<MessageClass> {
        memory.sum = memory.sum.saturating_add(memory.used);
        let value = (self.read)(memory, limit) as u128;
        memory.percent = (value * 100).checked_div(limit as u128).unwrap_or(0);
        memory.reached_before = memory.reached.take();
        let highest_fired = ordered.iter().rev().find(|(level, _)| memory.fired[*level]).copied();
        let (mut reached, mut cleared) = (Vec::new(), Vec::new());
        for (level, points) in ordered.iter().copied() {
            let kind = spec.levels[level].kind;
            let percent = |kind: Option<LevelKind>| kind.and_then(LevelKind::percent).unwrap_or(0).into();
            let trip = points.trip - u128::from(kind.is_strict());
            let number = kind.percent().map_or(trip, |percent| limit as u128 * u128::from(percent));
            let mut decision = Decision {
                level,
                kind,
                points,
                percent: percent(Some(kind)),
                rearm_percent: percent(spec.rearm_kind(level)),
                lowest_trip: ordered[0].1.trip,
                value,
                previous: memory.previous as u128,
                limit: limit as u128,
                scale: if kind.percent().is_some() { 100 } else { 1 },
                number,
                is_reached: value >= points.trip,
                is_highest_fired: highest_fired == Some((level, points)),
            };
            // At a limit of 0 that is unlimited, no level can be reached.
            decision.is_reached = points.trip < u128::MAX && (self.reach)(&decision);
            reached.extend(decision.is_reached.then_some(level));
            if memory.fired[level] && !self.policy.latched && (self.rearm)(&decision) {
                memory.fired[level] = false;
                cleared.extend(spec.levels[level].cleared.as_ref().map(|_| Notice { level, is_clear: true }));
            }
        }
        memory.reached = reached.last().copied();
        memory.holds = memory.fired.contains(&true);
        memory.crossed.clear();
        for level in reached {
            if !memory.fired[level] {
                memory.fired[level] = true;
                memory.crossed.push(level);
            }
        }
        let mut selected = (self.select)(memory);
        if memory.updates == 0 && self.policy.first_reading_is_silent {
            (selected, cleared) = (Vec::new(), Vec::new());
        }
        if !self.policy.each_level {
            cleared.truncate(usize::from(selected.is_empty()));
        }
        memory.updates += 1;
        memory.previous = memory.used;
        memory.last_sent = selected.last().copied().or(memory.last_sent);
        let mut sent = Vec::new();
        for notice in cleared {
            sent.push(MessageClass::Of(notice));
        }
        for level in selected {
            sent.append(&mut (self.send)(level));
        }
        sent
    }
}

/// Returns the levels in ascending order. Of levels with the same trip point, the one that takes precedence is last.
fn ordered(spec: &Specification<'_>, limit: usize) -> Vec<(usize, Points)> {
    let points = spec.points(limit);
    let mut has_precedence = Vec::with_capacity(points.len());
    for level in 0..points.len() {
        let tied = indices_where(0..points.len(), &mut |other| points[other].trip == points[level].trip);
        has_precedence.push(spec.precedent(&tied) == Some(level));
    }
    let order = sorted_indices(points.len(), &mut |a, b| {
        (points[a].trip, has_precedence[a]).cmp(&(points[b].trip, has_precedence[b]))
    });
    let mut levels = Vec::with_capacity(points.len());
    for level in order {
        levels.push((level, points[level]));
    }
    levels
}

pub(super) fn message(level: usize) -> MessageClass {
    MessageClass::Of(Notice { level, is_clear: false })
}
