//! The usages at which the messages due change.

use crate::quota_spec::specification::{Points, Specification};
use crate::sort;

/// The usages at which the messages due change for one limit.
#[derive(Debug)]
pub(in crate::quota_spec) struct Edges {
    pub(super) limit: usize,
    /// The distinct trip points that usage can reach, in ascending order.
    pub(super) trips: Vec<usize>,
    /// The distinct re-arm points that differ from the trip points of their levels, in ascending order.
    pub(super) rearms: Vec<usize>,
    /// The boundaries, the simplest first: 0, the trip points, the usages just below the trip and re-arm points, the
    /// re-arm points, and the usages just above all points.
    pub(super) boundaries: Vec<usize>,
}

impl Edges {
    pub(in crate::quota_spec) fn new(spec: &Specification<'_>, limit: usize) -> Self {
        let points = spec.points(limit);
        let (mut trips, mut rearms) = (Vec::new(), Vec::new());
        for Points { trip, rearm } in points {
            if let Ok(trip) = usize::try_from(trip) {
                trips.push(trip);
            }
            if let (true, Ok(rearm)) = (rearm != trip, usize::try_from(rearm)) {
                rearms.push(rearm);
            }
        }
        let (trips, rearms) = (sorted(trips), sorted(rearms));
        let both = [trips.as_slice(), &rearms].concat();
        let mut boundaries = vec![0];
        boundaries.extend_from_slice(&trips);
        for point in &both {
            boundaries.push(point - 1);
        }
        boundaries.extend_from_slice(&rearms);
        for point in &both {
            boundaries.push(point.saturating_add(1));
        }
        Self { limit, trips, rearms, boundaries: without_repeats(&boundaries) }
    }

    /// Returns the usages that a shrunk walk should prefer, the simplest first.
    pub(in crate::quota_spec) fn simple(&self) -> &[usize] {
        &self.boundaries
    }

    /// Returns the lowest and the highest trip point, if usage can reach any.
    pub(super) fn ends(&self) -> Option<(usize, usize)> {
        Some((*self.trips.first()?, *self.trips.last()?))
    }

    /// Returns the lowest usage of each band between the points, in ascending order.
    pub(super) fn bands(&self) -> Vec<usize> {
        sorted([&[0], self.trips.as_slice(), &self.rearms].concat())
    }

    /// Returns a usage in the middle of each band, in ascending order.
    pub(super) fn middles(&self) -> Vec<usize> {
        let mut middles = Vec::new();
        for ends in self.bands().windows(2) {
            middles.push(usize::midpoint(ends[0], ends[1]));
        }
        let top = self.ends().map_or(0, |(_, top)| top);
        middles.push(top.saturating_add((top / 2).max(2)));
        sorted(middles)
    }
}

pub(super) fn sorted(mut points: Vec<usize>) -> Vec<usize> {
    sort::sort_by(&mut points, &mut usize::cmp);
    points.dedup();
    points
}

pub(super) fn without_repeats(points: &[usize]) -> Vec<usize> {
    let order = sort::sorted_indices(points.len(), &mut |a, b| points[a].cmp(&points[b]));
    let mut is_repeat = vec![false; points.len()];
    for pair in order.windows(2) {
        is_repeat[pair[1]] = points[pair[0]] == points[pair[1]];
    }
    let mut distinct = Vec::new();
    for (point, is_repeat) in points.iter().zip(is_repeat) {
        if !is_repeat {
            distinct.push(*point);
        }
    }
    distinct
}

pub(super) fn reversed(points: &[usize]) -> Vec<usize> {
    let mut points = points.to_vec();
    points.reverse();
    points
}
