//! The one state machine behind both trackers: it decides what is due, and sends nothing itself.

use std::cmp::Ordering;

use super::NotifyOn;
use crate::threshold::At;
use crate::{Messenger, Threshold, Usage};

#[derive(Debug)]
pub(super) struct State {
    value: usize,
    max: usize,
    /// While usage stays between these two, both included, nothing is due and nothing re-arms. It is what makes most
    /// updates two comparisons.
    quiet_from: usize,
    quiet_to: usize,
    notify_on: NotifyOn,
    rearm_percent: Option<u32>,
    /// From the lowest to the highest. Of those that trip at one point, the last is the one that speaks.
    levels: Vec<Level>,
}

/// A threshold as it stands for the present limit.
#[derive(Debug)]
struct Level {
    /// Its place in the list of thresholds.
    threshold: usize,
    /// The highest usage that does not reach it.
    last_below: usize,
    /// The highest usage that re-arms it.
    rearm_at: usize,
    /// Whether it was told and has not been re-armed since.
    told: bool,
}

/// A message that is due: which threshold, at what usage.
#[derive(Debug)]
pub(super) struct Alert {
    threshold: usize,
    usage: Usage,
}

impl State {
    pub(super) fn new(
        thresholds: &[Threshold],
        max: usize,
        notify_on: NotifyOn,
        rearm_percent: Option<u32>,
    ) -> Self {
        let level = |threshold| Level { threshold, last_below: 0, rearm_at: 0, told: false };
        let mut state = Self {
            value: 0,
            max,
            quiet_from: 0,
            quiet_to: 0,
            notify_on,
            rearm_percent,
            levels: (0..thresholds.len()).map(level).collect(),
        };
        state.place_levels(thresholds);
        state.reset();
        state
    }

    pub(super) fn usage(&self) -> Usage {
        Usage { value: self.value, max: self.max }
    }

    /// The place in the list of thresholds of the highest level reached.
    #[inline]
    pub(super) fn level(&self) -> Option<usize> {
        let value = self.value;
        let reached = match self.levels.as_slice() {
            // Three are the usual case. Adding comparisons up has no branch to predict.
            [a, b, c] => {
                usize::from(a.last_below < value)
                    + usize::from(b.last_below < value)
                    + usize::from(c.last_below < value)
            }
            levels => levels.partition_point(|level| level.last_below < value),
        };
        reached.checked_sub(1).map(|highest| self.levels[highest].threshold)
    }

    #[inline]
    pub(super) fn set_value(&mut self, value: usize) -> Option<Alert> {
        self.value = value;
        if self.quiet_from <= value && value <= self.quiet_to {
            return None;
        }
        self.due()
    }

    #[inline]
    pub(super) fn consume(&mut self, amount: usize) -> Option<Alert> {
        self.set_value(self.value.saturating_add(amount))
    }

    #[inline]
    pub(super) fn release(&mut self, amount: usize) -> Option<Alert> {
        self.set_value(self.value.saturating_sub(amount))
    }

    pub(super) fn set_max(&mut self, max: usize, thresholds: &[Threshold]) -> Option<Alert> {
        self.max = max;
        self.place_levels(thresholds);
        self.quiet_to = self.levels[0].last_below;
        self.due()
    }

    pub(super) fn reset(&mut self) {
        self.value = 0;
        for level in &mut self.levels {
            level.told = false;
        }
        self.quiet_from = 0;
        self.quiet_to = self.levels[0].last_below;
    }

    #[inline]
    fn due(&mut self) -> Option<Alert> {
        let threshold = match self.notify_on {
            NotifyOn::Update => self.level(),
            NotifyOn::Crossing => self.cross(),
        };
        threshold.map(|threshold| Alert { threshold, usage: self.usage() })
    }

    /// Re-arms what usage has fallen below, takes what it has newly reached as told, and returns the highest of that.
    #[cold]
    fn cross(&mut self) -> Option<usize> {
        self.quiet_from = 0;
        self.quiet_to = usize::MAX;
        let mut crossed = None;
        for level in &mut self.levels {
            level.told &= level.rearm_at < self.value;
            if !level.told && level.last_below < self.value {
                level.told = true;
                crossed = Some(level.threshold);
            }
            if level.told {
                self.quiet_from = self.quiet_from.max(level.rearm_at + 1);
            } else {
                self.quiet_to = self.quiet_to.min(level.last_below);
            }
        }
        crossed
    }

    /// Works out where each level stands for the present limit.
    fn place_levels(&mut self, thresholds: &[Threshold]) {
        let max = self.max;
        for level in &mut self.levels {
            level.last_below = thresholds[level.threshold].at().last_below(max);
        }
        let at = |level: &Level| thresholds[level.threshold].at();
        self.levels.sort_unstable_by(|a, b| {
            a.last_below.cmp(&b.last_below).then_with(|| match (at(a), at(b)) {
                (At::Percent(a), At::Percent(b)) => a.cmp(&b),
                (At::Percent(_), At::Value(_)) => Ordering::Less,
                (At::Value(_), At::Percent(_)) => Ordering::Greater,
                (At::Value(a), At::Value(b)) => a.cmp(&b),
            })
        });
        // A value now stands after the percentages that trip with it. Where it was listed before the highest of them,
        // that one speaks. (As part of the order this would run in circles: 100%, then a value, then 75%.)
        for at in 1..self.levels.len() {
            let [lower, upper] = [at - 1, at].map(|at| &self.levels[at]);
            let is_value = matches!(thresholds[upper.threshold].at(), At::Value(_));
            let listed_later = lower.threshold.max(upper.threshold);
            if is_value && lower.last_below == upper.last_below && lower.threshold == listed_later {
                self.levels.swap(at - 1, at);
            }
        }
        let lowest = self.levels[0].last_below;
        let common = self.rearm_percent.map(|percent| At::Percent(percent).last_below(max).min(lowest));
        for level in &mut self.levels {
            level.rearm_at = common.unwrap_or(level.last_below);
        }
    }
}

impl Alert {
    #[inline]
    #[track_caller]
    pub(super) fn send<M: Messenger>(self, thresholds: &[Threshold], messenger: &M) {
        match thresholds[self.threshold].text() {
            Ok(text) => messenger.send(text),
            Err(threshold) => send_made(threshold, self.usage, messenger),
        }
    }
}

/// Out of line, so that the usual way, a plain text, is small enough to be inlined.
#[cold]
#[track_caller]
fn send_made<M: Messenger>(threshold: &Threshold, usage: Usage, messenger: &M) {
    messenger.send(&threshold.message(usage));
}
