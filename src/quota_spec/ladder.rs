//! What is left of the levels for one limit.

use std::collections::BTreeMap;

use super::level::{At, Level};

/// The levels that a usage can reach and that can speak, from the lowest up, no two at one point.
#[derive(Debug)]
pub(super) struct Ladder {
    pub(super) limit: usize,
    pub(super) rungs: Vec<Rung>,
    /// The lowest usage that does not re-arm, where all levels re-arm together.
    pub(super) rearm: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Rung {
    /// The lowest usage that reaches it.
    pub(super) trip: usize,
    /// The place of its level in the specification.
    pub(super) level: usize,
    pub(super) at: At,
}

/// The levels that trip at one point.
#[derive(Default)]
struct Tied {
    highest_percent: Option<usize>,
    value: Option<usize>,
}

impl Ladder {
    pub(super) fn new(levels: &[Level<'_>], limit: usize, rearm_percent: Option<u32>) -> Self {
        let mut points = BTreeMap::<usize, Tied>::new();
        let height = |index: usize| (levels[index].at.percent(), levels[index].at.is_strict());
        for (index, level) in levels.iter().enumerate() {
            let Some(trip) = level.at.trip_point(limit) else { continue };
            let tied = points.entry(trip).or_default();
            if level.at.percent().is_none() {
                tied.value = Some(index);
            } else if tied.highest_percent.is_none_or(|highest| height(highest) < height(index)) {
                tied.highest_percent = Some(index);
            }
        }
        let speaker = |tied: Tied| tied.highest_percent.max(tied.value);
        let rungs = points
            .into_iter()
            .filter_map(|(trip, tied)| speaker(tied).map(|level| Rung { trip, level, at: levels[level].at }));
        Self {
            limit,
            rungs: rungs.collect(),
            rearm: rearm_percent.and_then(|percent| At::Percent(percent).trip_point(limit)),
        }
    }

    /// The highest rung that a usage reaches.
    pub(super) fn reached(&self, value: usize) -> Option<usize> {
        self.rungs.partition_point(|rung| rung.trip <= value).checked_sub(1)
    }
}
