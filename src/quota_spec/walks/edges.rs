//! The usages at which the code under test has to change its mind.

use crate::quota_spec::specification::Specification;

/// The points of a specification for one limit.
#[derive(Debug)]
pub(in crate::quota_spec) struct Edges {
    pub(super) limit: usize,
    /// The distinct trip points within reach, in ascending order.
    pub(super) trips: Vec<usize>,
    /// The distinct re-arm points that are not the trip points of their levels, in ascending order.
    pub(super) rearms: Vec<usize>,
    /// The boundaries, the simplest first: 0, the trip points, the usages before them, the re-arm points, and the usages
    /// after all of these.
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

    /// Returns the usages to prefer in a report, the simplest first.
    pub(in crate::quota_spec) fn simple(&self) -> &[usize] {
        &self.boundaries
    }

    /// Returns the lowest and the highest trip point, if any is within reach.
    pub(super) fn ends(&self) -> Option<(usize, usize)> {
        Some((*self.trips.first()?, *self.trips.last()?))
    }

    /// Returns the lowest usage of each band between the points, in ascending order.
    pub(super) fn bands(&self) -> Vec<usize> {
        sorted([&[0], self.trips.as_slice(), &self.rearms].concat())
    }

    /// Returns a usage in the middle of each band, from the lowest to the one above the highest level.
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
