//! The state machine behind both trackers. It decides which thresholds fire, but sends no messages.

#![expect(clippy::inline_always, reason = "an outcome returned through memory costs more than the update")]

use super::NotifyOn;
use super::tracker_state::{ThresholdState, TrackerState};
use crate::threshold::ThresholdKind;
use crate::{Threshold, Usage, sort};

/// The settings of a tracker, which never change.
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

/// The usage and the limit of a tracker, and its levels resolved for that limit.
#[derive(Debug)]
pub(super) struct State {
    value: usize,
    max: usize,
    /// The range of usages at which nothing fires, clears or re-arms. It reduces most updates to two comparisons.
    no_op: Range,
    /// Whether `points` suffice to decide: the tracker notifies on every update and has at most three levels.
    uses_points: bool,
    points: Points,
    policy: Policy,
    /// Whether crossings need `cross_any` instead of `cross`, because levels share a point, clear, latch or fire
    /// together.
    needs_cross_any: bool,
    /// In ascending order. If several levels share a point, the last of them takes precedence.
    levels: Vec<Level>,
}

/// An inclusive range of usages. It is empty if `start > end`.
///
/// Two comparisons take fewer cycles than one comparison of a difference, because processors fuse a comparison with its
/// branch.
#[derive(Clone, Copy, Debug)]
struct Range {
    start: usize,
    end: usize,
}

impl Range {
    #[inline(always)]
    fn contains(self, value: usize) -> bool {
        self.start <= value && value <= self.end
    }
}

/// At most three levels in ascending order, laid out for comparisons without branches.
#[derive(Debug)]
struct Points {
    /// `usize::MAX`, which no usage exceeds, where there are fewer levels.
    last_below: [usize; 3],
    /// The indices in the list of thresholds.
    thresholds: [u8; 3],
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
    /// Whether the level has fired, or has been passed by an update, since it was last armed.
    fired: bool,
    /// Whether re-arming sends a message.
    has_cleared: bool,
}

/// A threshold that fired or cleared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// The index in the list of thresholds.
    pub(super) threshold: usize,
    pub(super) is_clear: bool,
}

/// The levels that an update fires or clears.
///
/// It is small enough to be returned in two registers; returning it through memory would cost more than the update.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// One threshold fires, given as the index in the list of thresholds.
    Fires(usize),
    /// Several events, or a threshold that clears.
    Any(Box<Events>),
}

/// The events of one update in the order in which to send them. It is never empty.
#[derive(Clone, Debug)]
pub(super) struct Events(pub(super) Vec<Event>);

impl From<Event> for Outcome {
    fn from(event: Event) -> Self {
        match event {
            Event { threshold, is_clear: false } => Self::Fires(threshold),
            _ => Self::Any(Box::new(Events(vec![event]))),
        }
    }
}

impl Outcome {
    /// Keeps all of `events` if `each_level` is set, and only the last one otherwise. Returns `None` if `events` is
    /// empty.
    pub(super) fn from_events(mut events: Vec<Event>, each_level: bool) -> Option<Self> {
        if !each_level && events.len() > 1 {
            events.drain(..events.len() - 1);
        }
        match *events.as_slice() {
            [] => None,
            [event] => Some(event.into()),
            _ => Some(Self::Any(Box::new(Events(events)))),
        }
    }

    pub(super) fn events(&self) -> impl Iterator<Item = Event> + '_ {
        let (one, any) = match self {
            Self::Fires(threshold) => (Some(Event { threshold: *threshold, is_clear: false }), &[][..]),
            Self::Any(events) => (None, &*events.0),
        };
        one.into_iter().chain(any.iter().copied())
    }

    pub(super) fn last(&self) -> Event {
        match self {
            Self::Fires(threshold) => Event { threshold: *threshold, is_clear: false },
            Self::Any(events) => events.0[events.0.len() - 1],
        }
    }
}

impl State {
    pub(super) fn new(thresholds: &[Threshold], max: usize, policy: Policy) -> Self {
        let mut levels = Vec::with_capacity(thresholds.len());
        for (threshold, from) in thresholds.iter().enumerate() {
            levels.push(Level {
                threshold,
                kind: from.kind(),
                last_below: 0,
                rearm_at: 0,
                fired: false,
                has_cleared: from.has_cleared(),
            });
        }
        let mut state = Self {
            value: 0,
            max,
            no_op: Range { start: 0, end: 0 },
            uses_points: policy.notify_on == NotifyOn::Update && thresholds.len() <= 3,
            points: Points { last_below: [usize::MAX; 3], thresholds: [0; 3] },
            policy,
            needs_cross_any: false,
            levels,
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

    /// Returns the highest level that usage reaches, as an index in the list of thresholds.
    #[inline(never)]
    pub(super) fn level(&self) -> Option<usize> {
        let reached = self.levels.partition_point(|level| level.last_below < self.value);
        reached.checked_sub(1).map(|highest| self.levels[highest].threshold)
    }

    #[inline(always)]
    pub(super) fn set_value(&mut self, value: usize) -> Option<Outcome> {
        self.value = value;
        if self.no_op.contains(value) {
            return None;
        }
        if self.uses_points {
            // Usage reaches at least the lowest level, since it is outside of `no_op`.
            let [_, second, third] = self.points.last_below;
            let highest = usize::from(second < value) + usize::from(third < value);
            return Some(Outcome::Fires(usize::from(self.points.thresholds[highest])));
        }
        if self.policy.notify_on == NotifyOn::Update {
            return self.level().map(Outcome::Fires);
        }
        self.decide()
    }

    #[inline(always)]
    pub(super) fn consume(&mut self, amount: usize) -> Option<Outcome> {
        self.set_value(self.value.saturating_add(amount))
    }

    #[inline(always)]
    pub(super) fn release(&mut self, amount: usize) -> Option<Outcome> {
        self.set_value(self.value.saturating_sub(amount))
    }

    pub(super) fn set_max(&mut self, max: usize, thresholds: &[Threshold]) -> Option<Outcome> {
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

    /// Arms the level of this kind, and returns whether the tracker has such a level.
    pub(super) fn rearm(&mut self, kind: ThresholdKind) -> bool {
        let Some(level) = self.levels.iter_mut().find(|level| level.kind == kind) else { return false };
        level.fired = false;
        self.recompute_no_op_range();
        true
    }

    pub(super) fn save(&self) -> TrackerState {
        let mut level_of = vec![0; self.levels.len()];
        for (i, level) in self.levels.iter().enumerate() {
            level_of[level.threshold] = i;
        }
        let mut thresholds = Vec::with_capacity(self.levels.len());
        for i in level_of {
            let level = &self.levels[i];
            let fired = match self.policy.notify_on {
                NotifyOn::Update => level.last_below < self.value,
                NotifyOn::Crossing => level.fired,
            };
            thresholds.push(ThresholdState { kind: level.kind, fired });
        }
        TrackerState { value: self.value, max: self.max, thresholds }
    }

    /// Continues from a saved state, which must have the thresholds of this tracker.
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

    /// Sets the usage, and marks exactly the levels that it reaches as fired.
    pub(super) fn restore(&mut self, value: usize) {
        self.value = value;
        for level in &mut self.levels {
            level.fired = level.last_below < value;
        }
        self.recompute_no_op_range();
    }

    /// Returns whether usage alone determines which levels have fired, as long as the limit does not change.
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

    pub(super) fn level_count(&self) -> usize {
        self.levels.len()
    }

    /// Calls `visit`, for each level in ascending order, with the highest usage below it and its index in the list of
    /// thresholds.
    pub(super) fn for_each_point(&self, visit: &mut dyn FnMut(usize, usize)) {
        for level in &self.levels {
            visit(level.last_below, level.threshold);
        }
    }

    #[inline(never)]
    fn decide(&mut self) -> Option<Outcome> {
        match self.policy.notify_on {
            NotifyOn::Update => self.level().map(Outcome::Fires),
            NotifyOn::Crossing if self.needs_cross_any => self.cross_any(),
            NotifyOn::Crossing => self.cross().map(Outcome::Fires),
        }
    }

    /// Re-arms the levels that usage fell below, marks newly reached levels as fired, and returns the highest of the
    /// latter.
    fn cross(&mut self) -> Option<usize> {
        let (mut start, mut end) = (0, usize::MAX);
        let mut crossed = None;
        for level in &mut self.levels {
            level.fired &= level.rearm_at < self.value;
            if !level.fired && level.last_below < self.value {
                level.fired = true;
                crossed = Some(level.threshold);
            }
            if level.fired {
                start = start.max(level.rearm_at + 1);
            } else {
                end = end.min(level.last_below);
            }
        }
        self.no_op = Range { start, end };
        crossed
    }

    /// Works like `cross`, but for every policy. The events are the cleared levels from the highest to the lowest,
    /// followed by the fired levels from the lowest to the highest.
    fn cross_any(&mut self) -> Option<Outcome> {
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
            let Some(precedent) = precedent(point, &|level| !level.fired && level.last_below < value) else {
                continue;
            };
            let last = Event { threshold: point[precedent].threshold, is_clear: false };
            for (i, level) in point.iter_mut().enumerate() {
                if !level.fired && i != precedent {
                    events.push(Event { threshold: level.threshold, is_clear: false });
                }
                level.fired = true;
            }
            events.push(last);
        }
        self.recompute_no_op_range();
        Outcome::from_events(events, self.policy.each_level)
    }

    fn recompute_no_op_range(&mut self) {
        let (mut start, mut end) = (0, usize::MAX);
        for level in &self.levels {
            if !level.fired || self.policy.notify_on == NotifyOn::Update {
                end = end.min(level.last_below);
            } else if !self.policy.latched {
                // If every usage re-arms the level, the range is empty. This can happen after a change of the limit or
                // after resuming a state, until the next update.
                (start, end) = level.rearm_at.checked_add(1).map_or((1, 0), |above| (start.max(above), end));
            }
        }
        self.no_op = Range { start, end };
    }

    /// Resolves every level for the current limit.
    fn recompute_levels(&mut self, thresholds: &[Threshold]) {
        let (max, policy) = (self.max, self.policy);
        let is_unlimited = policy.zero_is_unlimited && max == 0;
        let resolve = |kind: ThresholdKind| if is_unlimited { usize::MAX } else { kind.last_below(max) };
        for level in &mut self.levels {
            level.last_below = resolve(level.kind);
        }
        sort::sort_by(&mut self.levels, &mut |a, b| {
            a.last_below.cmp(&b.last_below).then_with(|| a.kind.rank().cmp(&b.kind.rank()))
        });
        let mut has_ties = false;
        for point in self.levels.chunk_by_mut(|a, b| a.last_below == b.last_below) {
            has_ties |= point.len() > 1;
            // Moves the level that takes precedence to the end, and keeps the order of the others.
            if let Some(precedent) = precedent(point, &|_| true) {
                for i in precedent + 1..point.len() {
                    point.swap(i - 1, i);
                }
            }
        }
        for (i, level) in self.levels.iter().take(3).enumerate() {
            self.points.last_below[i] = level.last_below;
            // This index is used only if there are at most three thresholds.
            self.points.thresholds[i] = u8::try_from(level.threshold).unwrap_or(0);
        }
        let lowest = self.levels[0].last_below;
        let common =
            policy.rearm_percent.map(|percent| resolve(ThresholdKind::AtPercent(percent)).min(lowest));
        for level in &mut self.levels {
            let margin = thresholds[level.threshold].margin();
            level.rearm_at = if margin > 0 {
                // The builder has already rejected margins that are too large.
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

/// Returns the index of the level that takes precedence among the competing levels of `point`, which share a point. Of the
/// highest levels of each family, the one listed last takes precedence.
///
/// Sorting cannot do this, because precedence is not transitive. If 100%, a value and 75% are listed in this order, the
/// value takes precedence over 100%, 75% over the value, and 100% over 75%.
fn precedent(point: &[Level], competes: &dyn Fn(&Level) -> bool) -> Option<usize> {
    let mut highest: [Option<usize>; 3] = [None; 3];
    for (i, level) in point.iter().enumerate() {
        if !competes(level) {
            continue;
        }
        let (family, rank) = level.kind.rank();
        let highest = &mut highest[family as usize];
        if highest.is_none_or(|other| point[other].kind.rank().1 <= rank) {
            *highest = Some(i);
        }
    }
    let mut precedent: Option<usize> = None;
    for &i in highest.iter().flatten() {
        if precedent.is_none_or(|other| point[other].threshold < point[i].threshold) {
            precedent = Some(i);
        }
    }
    precedent
}
