//! The contents of a specification.

use super::level::{Level, LevelKind};
use crate::NotifyOn;

/// The default number of random walks at each limit.
const RANDOM_WALKS: u32 = 32;

/// The limits that are checked as well if all levels scale with the limit. Arithmetic that is exact for round numbers
/// fails at the first, floating point differs between the given limit and the second, and products overflow at the
/// third.
const COMPANIONS: [usize; 3] = [12_345, 700, usize::MAX];

#[derive(Debug)]
pub(super) struct Specification<'a> {
    /// The limit that the constructor was called with.
    pub(super) limit: usize,
    /// The limits to check instead of `limit`, if they were set.
    pub(super) limits: Option<Vec<usize>>,
    pub(super) levels: Vec<Level<'a>>,
    pub(super) policy: Policy,
    pub(super) seed: u64,
    pub(super) random_walks: u32,
    /// The number of threads that update usage at the same time.
    pub(super) threads: usize,
    /// The name of the first method that was called before any level although it changes a level.
    pub(super) without_level: Option<&'static str>,
}

/// When messages are due.
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
#[derive(Clone, Copy, Debug)]
pub(super) struct Policy {
    pub(super) notify_on: NotifyOn,
    pub(super) rearm_percent: Option<u32>,
    pub(super) each_level: bool,
    pub(super) latched: bool,
    pub(super) zero_is_unlimited: bool,
    pub(super) first_reading_is_silent: bool,
}

/// The trip point and the re-arm point of a level at one limit. Both can exceed `usize::MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Points {
    /// The lowest usage that reaches the level.
    pub(super) trip: u128,
    /// The lowest usage that does not re-arm the level.
    pub(super) rearm: u128,
}

impl<'a> Specification<'a> {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            limits: None,
            levels: Vec::new(),
            policy: Policy {
                notify_on: NotifyOn::Update,
                rearm_percent: None,
                each_level: false,
                latched: false,
                zero_is_unlimited: false,
                first_reading_is_silent: false,
            },
            seed: 0,
            random_walks: RANDOM_WALKS,
            threads: 1,
            without_level: None,
        }
    }

    /// Returns the level that was added last. If there is none, remembers that `method` needs one.
    pub(super) fn last_level(&mut self, method: &'static str) -> Option<&mut Level<'a>> {
        if self.levels.is_empty() {
            self.without_level.get_or_insert(method);
        }
        self.levels.last_mut()
    }

    /// Returns the limit that is checked first.
    pub(super) fn first_limit(&self) -> usize {
        self.limits.as_ref().and_then(|limits| limits.first().copied()).unwrap_or(self.limit)
    }

    /// Returns the other limits to check if the scenario uses the limit that it is given.
    pub(super) fn other_limits(&self) -> Vec<usize> {
        let others = match &self.limits {
            Some(limits) => limits.clone(),
            None if self.levels.iter().all(|level| level.kind.scales_with_limit()) => {
                let mut others = Vec::new();
                for limit in &COMPANIONS {
                    // At a limit at which no level can be reached, nothing can go wrong.
                    if self.points(*limit).iter().any(|points| usize::try_from(points.trip).is_ok()) {
                        others.push(*limit);
                    }
                }
                if self.policy.zero_is_unlimited {
                    others.push(0);
                }
                others
            }
            None => Vec::new(),
        };
        let mut distinct = vec![self.first_limit()];
        for limit in others {
            if !distinct.contains(&limit) {
                distinct.push(limit);
            }
        }
        distinct.split_off(1)
    }

    /// Returns whether a usage of 0 has the effect of a fresh start.
    pub(super) fn rearms_at_zero(&self) -> bool {
        !self.policy.latched && !self.policy.first_reading_is_silent
    }

    /// Returns the points of each level, in the order of the levels.
    pub(super) fn points(&self, limit: usize) -> Vec<Points> {
        if limit == 0 && self.policy.zero_is_unlimited {
            return vec![Points { trip: u128::MAX, rearm: u128::MAX }; self.levels.len()];
        }
        let mut lowest = u128::MAX;
        for level in &self.levels {
            lowest = lowest.min(level.kind.trip_point(limit));
        }
        let mut points = Vec::with_capacity(self.levels.len());
        for (index, level) in self.levels.iter().enumerate() {
            let trip = level.kind.trip_point(limit);
            let rearm = self.rearm_kind(index).map(|kind| kind.trip_point(limit));
            let rearm = match (level.rearm_margin, rearm) {
                (0, Some(common)) => common.min(lowest),
                (0, None) => trip,
                (_, rearm) => rearm.unwrap_or(1),
            };
            points.push(Points { trip, rearm });
        }
        points
    }

    /// Returns the re-arm point of a level as a level, if it differs from the level itself.
    pub(super) fn rearm_kind(&self, level: usize) -> Option<LevelKind> {
        match self.levels[level].rearm_margin {
            0 => self.policy.rearm_percent.map(LevelKind::Percent),
            margin => self.levels[level].kind.lowered(margin),
        }
    }

    /// Returns which of several levels with the same trip point takes precedence: of the highest levels of each group,
    /// the one that was added last.
    pub(super) fn precedent(&self, tied: &[usize]) -> Option<usize> {
        let mut highest: [Option<usize>; 3] = [None; 3];
        for index in tied {
            let (group, order) = self.levels[*index].kind.order();
            let highest = &mut highest[group as usize];
            if highest.is_none_or(|other| self.levels[other].kind.order().1 <= order) {
                *highest = Some(*index);
            }
        }
        highest[0].max(highest[1]).max(highest[2])
    }
}
