//! The usages at which the messages due change.

use crate::quota_spec::specification::Specification;

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
        let reachable = points.iter().filter_map(|points| usize::try_from(points.trip).ok());
        let trips = sorted(reachable.collect());
        let rearms = points.iter().filter(|points| points.rearm != points.trip);
        let rearms = sorted(rearms.filter_map(|points| usize::try_from(points.rearm).ok()).collect());
        let mut boundaries = vec![0];
        boundaries.extend_from_slice(&trips);
        boundaries.extend(trips.iter().chain(&rearms).map(|point| point - 1));
        boundaries.extend_from_slice(&rearms);
        boundaries.extend(trips.iter().chain(&rearms).map(|point| point.saturating_add(1)));
        Self { limit, trips, rearms, boundaries: without_repeats(boundaries) }
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
        let mut middles: Vec<_> =
            self.bands().windows(2).map(|ends| usize::midpoint(ends[0], ends[1])).collect();
        let top = self.ends().map_or(0, |(_, top)| top);
        middles.push(top.saturating_add((top / 2).max(2)));
        sorted(middles)
    }
}

pub(super) fn sorted(mut points: Vec<usize>) -> Vec<usize> {
    points.sort_unstable();
    points.dedup();
    points
}

pub(super) fn without_repeats(mut points: Vec<usize>) -> Vec<usize> {
    let mut seen = std::collections::HashSet::new();
    points.retain(|point| seen.insert(*point));
    points
}
