//! What is left of the levels for one limit.

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

impl Ladder {
    pub(super) fn new(levels: &[Level<'_>], limit: usize, rearm_percent: Option<u32>) -> Self {
        let mut reachable = Vec::new();
        for (level, at) in levels.iter().map(|level| level.at).enumerate() {
            if let Some(trip) = at.trip_point(limit) {
                let place = reachable.partition_point(|rung: &Rung| rung.trip <= trip);
                reachable.insert(place, Rung { trip, level, at });
            }
        }
        let mut rungs = Vec::new();
        for tied in reachable.chunk_by(|a, b| a.trip == b.trip) {
            let highest = tied.iter().filter_map(Rung::height).max();
            // Of the highest percentage and the values, the one listed last.
            rungs.extend(tied.iter().rfind(|rung| rung.height().is_none() || rung.height() == highest));
        }
        let rearm = rearm_percent.and_then(|percent| At::Percent(percent).trip_point(limit));
        Self { limit, rungs, rearm }
    }

    /// The highest rung that a usage reaches.
    pub(super) fn reached(&self, value: usize) -> Option<usize> {
        self.rungs.partition_point(|rung| rung.trip <= value).checked_sub(1)
    }
}

impl Rung {
    /// What tells the higher of two percentages.
    fn height(&self) -> Option<(u32, bool)> {
        Some((self.at.percent()?, self.at.is_strict()))
    }
}
