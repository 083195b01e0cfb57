//! The state machine behind both trackers. It decides which thresholds fire, and sends nothing itself.

#![expect(clippy::inline_always, reason = "a decision returned through memory costs more than the update")]

use super::NotifyOn;
use super::tracker_state::{ThresholdState, TrackerState};
use crate::threshold::{Family, ThresholdKind};
use crate::{Threshold, Usage};

/// The settings of a tracker that never change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Policy {
    pub(super) notify_on: NotifyOn,
    pub(super) rearm_percent: Option<u32>,
    pub(super) each_level: bool,
    pub(super) latched: bool,
    pub(super) zero_is_unlimited: bool,
}

impl Policy {
    pub(super) const fn new(notify_on: NotifyOn) -> Self {
        Self { notify_on, rearm_percent: None, each_level: false, latched: false, zero_is_unlimited: false }
    }
}

#[derive(Debug)]
pub(super) struct State {
    value: usize,
    max: usize,
    /// The inclusive range of usage in which nothing fires, clears or re-arms. It reduces most updates to two
    /// comparisons.
    no_op_from: usize,
    no_op_to: usize,
    policy: Policy,
    /// Whether crossings need `cross_any`: several levels share a point, or an update can fire several thresholds.
    needs_cross_any: bool,
    /// In ascending order. Of the levels that share a point, the last one takes precedence.
    levels: Vec<Level>,
}

/// A threshold, resolved for the current limit.
#[derive(Debug)]
struct Level {
    /// The index in the list of thresholds.
    threshold: usize,
    kind: ThresholdKind,
    /// The highest usage that does not reach the level.
    last_below: usize,
    /// The highest usage that re-arms the level.
    rearm_at: usize,
    /// Whether the level fired, or was passed, since it was last armed.
    fired: bool,
    /// Whether a message is due when the level re-arms.
    has_cleared: bool,
}

/// A threshold that fired or cleared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// The index in the list of thresholds.
    pub(super) threshold: usize,
    pub(super) is_clear: bool,
}

/// The outcome of an update that has something to report.
#[derive(Clone, Debug)]
pub(super) struct Decision {
    pub(super) last: Event,
    pub(super) usage: Usage,
    /// The events before `last`, if there are any. Behind one pointer, so that the usual outcome stays small.
    pub(super) earlier: Option<Box<Earlier>>,
}

#[derive(Clone, Debug)]
pub(super) struct Earlier(pub(super) Vec<Event>);

impl Decision {
    #[inline(always)]
    fn fire(threshold: usize, usage: Usage) -> Self {
        Self { last: Event { threshold, is_clear: false }, usage, earlier: None }
    }

    /// `None` if there are no events.
    #[inline(always)]
    pub(super) fn from_events(events: Option<Box<Earlier>>, usage: Usage) -> Option<Self> {
        let mut earlier = events?;
        let last = earlier.0.pop()?;
        let earlier = if earlier.0.is_empty() { None } else { Some(earlier) };
        Some(Self { last, usage, earlier })
    }
}

impl Earlier {
    /// All of `events` if `each_level`, otherwise the last one. Behind a pointer, which a function returns in a
    /// register: through memory, it would slow down the usual way as well.
    pub(super) fn new(mut events: Vec<Event>, each_level: bool) -> Option<Box<Self>> {
        if !each_level && events.len() > 1 {
            events.drain(..events.len() - 1);
        }
        if events.is_empty() { None } else { Some(Box::new(Self(events))) }
    }
}

impl State {
    pub(super) fn new(thresholds: &[Threshold], max: usize, policy: Policy) -> Self {
        let level = |(threshold, from): (usize, &Threshold)| Level {
            threshold,
            kind: from.kind(),
            last_below: 0,
            rearm_at: 0,
            fired: false,
            has_cleared: from.has_cleared(),
        };
        let mut state = Self {
            value: 0,
            max,
            no_op_from: 0,
            no_op_to: 0,
            policy,
            needs_cross_any: false,
            levels: thresholds.iter().enumerate().map(level).collect(),
        };
        state.recompute_levels(thresholds);
        state.reset();
        state
    }

    pub(super) fn usage(&self) -> Usage {
        Usage { value: self.value, max: self.max }
    }

    pub(super) fn policy(&self) -> Policy {
        self.policy
    }

    /// The index in the list of thresholds of the highest level that usage reaches.
    #[inline(always)]
    pub(super) fn level(&self) -> Option<usize> {
        let value = self.value;
        let reached = match self.levels.as_slice() {
            // The usual three: a sum of comparisons has no branch to mispredict.
            [a, b, c] => {
                usize::from(a.last_below < value)
                    + usize::from(b.last_below < value)
                    + usize::from(c.last_below < value)
            }
            levels => levels.partition_point(|level| level.last_below < value),
        };
        reached.checked_sub(1).map(|highest| self.levels[highest].threshold)
    }

    #[inline(always)]
    pub(super) fn set_value(&mut self, value: usize) -> Option<Decision> {
        self.value = value;
        if self.no_op_from <= value && value <= self.no_op_to {
            return None;
        }
        self.decide()
    }

    #[inline(always)]
    pub(super) fn consume(&mut self, amount: usize) -> Option<Decision> {
        self.set_value(self.value.saturating_add(amount))
    }

    #[inline(always)]
    pub(super) fn release(&mut self, amount: usize) -> Option<Decision> {
        self.set_value(self.value.saturating_sub(amount))
    }

    pub(super) fn set_max(&mut self, max: usize, thresholds: &[Threshold]) -> Option<Decision> {
        self.max = max;
        self.recompute_levels(thresholds);
        self.recompute_no_op_range();
        self.decide()
    }

    pub(super) fn reset(&mut self) {
        self.value = 0;
        for level in &mut self.levels {
            level.fired = false;
        }
        self.recompute_no_op_range();
    }

    /// Arms the level of this kind; returns whether there is one.
    pub(super) fn rearm(&mut self, kind: ThresholdKind) -> bool {
        let Some(level) = self.levels.iter_mut().find(|level| level.kind == kind) else { return false };
        level.fired = false;
        self.recompute_no_op_range();
        true
    }

    pub(super) fn save(&self) -> TrackerState {
        let is_fired = |level: &Level| match self.policy.notify_on {
            NotifyOn::Update => level.last_below < self.value,
            NotifyOn::Crossing => level.fired,
        };
        let mut levels: Vec<_> = self.levels.iter().collect();
        levels.sort_unstable_by_key(|level| level.threshold);
        let thresholds = levels
            .into_iter()
            .map(|level| ThresholdState { kind: level.kind, fired: is_fired(level) })
            .collect();
        TrackerState { value: self.value, max: self.max, thresholds }
    }

    /// Continues from a saved state, whose thresholds have to be those of this tracker.
    pub(super) fn resume(&mut self, saved: &TrackerState, thresholds: &[Threshold]) {
        self.value = saved.value;
        self.max = saved.max;
        self.recompute_levels(thresholds);
        for level in &mut self.levels {
            level.fired =
                saved.thresholds.iter().any(|threshold| threshold.kind == level.kind && threshold.fired);
        }
        self.recompute_no_op_range();
    }

    /// Takes over a usage for which the levels below it, and no others, have fired.
    pub(super) fn restore(&mut self, value: usize) {
        self.value = value;
        for level in &mut self.levels {
            level.fired = level.last_below < value;
        }
        self.recompute_no_op_range();
    }

    /// Whether usage alone determines which levels have fired, now and as long as the limit stays.
    pub(super) fn depends_on_usage_only(&self) -> bool {
        self.levels.iter().all(|level| match self.policy.notify_on {
            NotifyOn::Update => true,
            NotifyOn::Crossing => {
                !self.policy.latched
                    && !level.has_cleared
                    && level.rearm_at == level.last_below
                    && level.fired == (level.last_below < self.value)
            }
        })
    }

    /// For each level in ascending order, the highest usage below it and the index in the list of thresholds.
    pub(super) fn points(&self) -> Vec<(usize, usize)> {
        self.levels.iter().map(|level| (level.last_below, level.threshold)).collect()
    }

    #[inline(always)]
    fn decide(&mut self) -> Option<Decision> {
        let threshold = match self.policy.notify_on {
            NotifyOn::Update => self.level(),
            NotifyOn::Crossing if self.needs_cross_any => {
                let events = self.cross_any();
                return Decision::from_events(events, self.usage());
            }
            NotifyOn::Crossing => self.cross(),
        };
        threshold.map(|threshold| Decision::fire(threshold, self.usage()))
    }

    /// Re-arms the levels that usage fell below, marks the newly reached ones as fired, and returns the highest of
    /// these.
    #[cold]
    fn cross(&mut self) -> Option<usize> {
        self.no_op_from = 0;
        self.no_op_to = usize::MAX;
        let mut crossed = None;
        for level in &mut self.levels {
            level.fired &= level.rearm_at < self.value;
            if !level.fired && level.last_below < self.value {
                level.fired = true;
                crossed = Some(level.threshold);
            }
            if level.fired {
                self.no_op_from = self.no_op_from.max(level.rearm_at + 1);
            } else {
                self.no_op_to = self.no_op_to.min(level.last_below);
            }
        }
        crossed
    }

    /// `cross` for every policy: cleared levels from the highest to the lowest, then fired ones from the lowest to the
    /// highest.
    #[cold]
    fn cross_any(&mut self) -> Option<Box<Earlier>> {
        let mut events = Vec::new();
        for level in self.levels.iter_mut().rev() {
            if level.fired && level.rearm_at >= self.value && !self.policy.latched {
                level.fired = false;
                if level.has_cleared {
                    events.push(Event { threshold: level.threshold, is_clear: true });
                }
            }
        }
        let value = self.value;
        for point in self.levels.chunk_by_mut(|a, b| a.last_below == b.last_below) {
            let mut crossed: Vec<&Level> =
                point.iter().filter(|level| !level.fired && level.last_below < value).collect();
            move_precedent_last(&mut crossed, |level| level);
            events.extend(crossed.iter().map(|level| Event { threshold: level.threshold, is_clear: false }));
            for level in point {
                level.fired |= level.last_below < value;
            }
        }
        self.recompute_no_op_range();
        Earlier::new(events, self.policy.each_level)
    }

    fn recompute_no_op_range(&mut self) {
        self.no_op_from = 0;
        self.no_op_to = usize::MAX;
        for level in &self.levels {
            if !level.fired || self.policy.notify_on == NotifyOn::Update {
                self.no_op_to = self.no_op_to.min(level.last_below);
            } else if level.rearm_at == usize::MAX && !self.policy.latched {
                // Every usage re-arms it. Possible between a change of the limit, or a resumed state, and the next
                // update.
                (self.no_op_from, self.no_op_to) = (1, 0);
                return;
            } else if !self.policy.latched {
                self.no_op_from = self.no_op_from.max(level.rearm_at + 1);
            }
        }
    }

    /// Resolves every level for the current limit.
    fn recompute_levels(&mut self, thresholds: &[Threshold]) {
        let (max, policy) = (self.max, self.policy);
        let is_unlimited = policy.zero_is_unlimited && max == 0;
        let resolve = |kind: ThresholdKind| if is_unlimited { usize::MAX } else { kind.last_below(max) };
        for level in &mut self.levels {
            level.last_below = resolve(level.kind);
        }
        self.levels.sort_unstable_by_key(|level| (level.last_below, level.kind.rank()));
        let mut has_ties = false;
        for point in self.levels.chunk_by_mut(|a, b| a.last_below == b.last_below) {
            has_ties |= point.len() > 1;
            move_precedent_last(point, |level| level);
        }
        let lowest = self.levels[0].last_below;
        let common =
            policy.rearm_percent.map(|percent| resolve(ThresholdKind::AtPercent(percent)).min(lowest));
        for level in &mut self.levels {
            let margin = thresholds[level.threshold].margin();
            level.rearm_at = if margin > 0 {
                // The builder has rejected margins that do not fit.
                level.kind.lowered(margin).map_or(0, resolve)
            } else {
                common.unwrap_or(level.last_below)
            };
        }
        self.needs_cross_any = has_ties
            || policy.each_level
            || policy.latched
            || self.levels.iter().any(|level| level.has_cleared);
    }
}

/// Of the levels that share a point, moves the one that takes precedence to the end: the highest of each family
/// competes, and the one listed last wins. The order of the others stays.
///
/// A sort cannot do this: 75%, then a value, then 100% win over each other in a circle.
fn move_precedent_last<T>(point: &mut [T], level: impl Fn(&T) -> &Level) {
    let best = |family: Family| {
        let in_family = |&i: &usize| level(&point[i]).kind.rank().0 == family;
        (0..point.len()).filter(in_family).max_by_key(|&i| level(&point[i]).kind.rank().1)
    };
    let competitors = [Family::Percent, Family::Value, Family::Remaining].into_iter().filter_map(best);
    if let Some(winner) = competitors.max_by_key(|&i| level(&point[i]).threshold) {
        point[winner..].rotate_left(1);
    }
}
