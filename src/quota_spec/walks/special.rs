//! Walks for code that takes changes, steps, keys or threads, or whose deliveries can fail.

use super::edges::{Edges, sorted, without_repeats};
use crate::quota_spec::level::LevelKind;
use crate::quota_spec::random::Random;
use crate::quota_spec::specification::Specification;
use crate::quota_spec::step::Step;
use crate::quota_spec::walk::Walk;

/// The maximum number of levels that are combined with other steps.
const MAX_LEVELS: usize = 6;
/// More repetitions than a counter of eight bits can count.
const MORE_THAN_A_BYTE_COUNTS: usize = 260;
const RANDOM_WALKS: u64 = 48;
const STEPS_OF_A_RANDOM_WALK: usize = 32;
/// The number of times that the threads cross each level together.
const MEETINGS: usize = 300;

/// Returns walks that release more than is used, or consume more than a `usize` can count.
pub(super) fn changes(edges: &Edges) -> Vec<Walk> {
    use Step::{Consume, Release, Use};
    let mut walks = vec![vec![Release(1)]];
    for trip in edges.trips.iter().take(MAX_LEVELS) {
        let again = trip.saturating_add(1);
        walks.extend([
            vec![Release(1), Use(again)],
            vec![Use(*trip), Release(again)],
            vec![Use(*trip), Release(again), Use(again)],
        ]);
    }
    if let Some((lowest, _)) = edges.ends() {
        walks.extend([
            vec![Use(lowest), Consume(usize::MAX)],
            vec![Use(lowest), Consume(usize::MAX - lowest + 1)],
            vec![Use(lowest), Consume(usize::MAX), Consume(1), Release(1)],
        ]);
    }
    walks.into_iter().map(Walk::new).collect()
}

/// Returns walks with changes of the limit, resets and restarts.
pub(super) fn steps(spec: &Specification<'_>, edges: &Edges) -> Vec<Walk> {
    use Step::{Reset, Restart, SetLimit, Use};
    if spec.policy.first_reading_is_silent {
        // After a reset or a restart, the code under test may or may not treat the next usage as a first reading.
        return Vec::new();
    }
    let (limit, trips) = (edges.limit, &edges.trips);
    let limits = limits(spec, edges);
    let mut walks = vec![vec![Reset], vec![Restart], vec![Restart, Reset, Restart]];
    let mut usages = edges.boundaries.iter().copied().take(4 * MAX_LEVELS).collect::<Vec<_>>();
    usages.extend(edges.middles().into_iter().take(MAX_LEVELS));
    for usage in without_repeats(usages) {
        walks.extend([
            vec![Use(usage), Reset, Use(usage)],
            vec![Use(usage), Reset, Reset, Use(usage), Use(usage)],
            vec![Use(usage), Restart, Use(usage)],
            vec![Use(usage), Restart, Use(0), Use(usage)],
            vec![Use(usage), Restart, Reset, Use(usage)],
            vec![Use(usage), Reset, Restart, Use(usage)],
        ]);
        for to in trips.iter().take(MAX_LEVELS) {
            walks.push(vec![Use(usage), Restart, Use(*to)]);
            walks.push(vec![Use(*to), Use(usage), Restart, Use(*to)]);
            walks.push(vec![Use(*to), Reset, Use(usage), Use(*to)]);
        }
        for other in limits.iter().copied().chain(limits_around(usage)) {
            if !accepts(spec, other) {
                continue;
            }
            walks.extend([
                vec![Use(usage), SetLimit(other)],
                vec![SetLimit(other), Use(usage)],
                vec![Use(usage), SetLimit(other), Use(usage), SetLimit(limit), Use(usage)],
                vec![Use(usage), SetLimit(other), Restart, Use(usage)],
                vec![Use(usage), Restart, SetLimit(other)],
                vec![Use(usage), SetLimit(other), Reset, Use(usage)],
            ]);
        }
    }
    if let Some((lowest, top)) = edges.ends() {
        walks.push([Use(lowest), Reset].repeat(MORE_THAN_A_BYTE_COUNTS));
        walks.push([Use(top), Restart].repeat(MORE_THAN_A_BYTE_COUNTS));
        walks.push([Use(top), SetLimit(limit)].repeat(MORE_THAN_A_BYTE_COUNTS));
    }
    for number in 0..RANDOM_WALKS {
        let mut random = Random::new(!spec.seed, number);
        let step = |_| match random.up_to(7) {
            0 => Reset,
            1 => Restart,
            2 => SetLimit(random.pick(&limits)),
            _ => Use(random.pick(&edges.boundaries)),
        };
        walks.push((0..STEPS_OF_A_RANDOM_WALK).map(step).collect());
    }
    walks.into_iter().map(Walk::new).collect()
}

/// Returns the limits to which any walk changes.
fn limits(spec: &Specification<'_>, edges: &Edges) -> Vec<usize> {
    let limit = edges.limit;
    let mut limits = vec![limit, limit / 2, limit.saturating_mul(2), limit.saturating_mul(10), 12_345];
    limits.push(usize::MAX / 2);
    if spec.policy.zero_is_unlimited {
        limits.push(0);
    }
    limits.retain(|limit| accepts(spec, *limit));
    sorted(limits)
}

/// Returns limits at which a usage is 100%, slightly more, slightly less, and 75%.
fn limits_around(usage: usize) -> impl Iterator<Item = usize> {
    let three_quarters = usize::try_from(usage as u128 * 4 / 3).unwrap_or(usize::MAX);
    [usage.saturating_sub(1), usage, usage.saturating_add(1), three_quarters].into_iter()
}

/// Returns whether the specification applies to a limit. It does not apply to 0, unless 0 is unlimited, and not to
/// limits at which the common re-arm point is above a level.
fn accepts(spec: &Specification<'_>, limit: usize) -> bool {
    let is_above = |percent: u32| {
        let point = LevelKind::Percent(percent).trip_point(limit);
        spec.levels.iter().any(|level| level.rearm_margin == 0 && level.kind.trip_point(limit) < point)
    };
    (limit > 0 || spec.policy.zero_is_unlimited) && !spec.policy.rearm_percent.is_some_and(is_above)
}

/// Returns walks with readings for two keys.
pub(super) fn keys(spec: &Specification<'_>, edges: &Edges) -> Vec<Walk> {
    let key = |key: u8| move |usage: usize| Step::UseKey(key, usage);
    let (first, second) = (key(0), key(1));
    let boundaries = &edges.boundaries[..edges.boundaries.len().min(2 * MAX_LEVELS)];
    let mut walks = Vec::new();
    for a in boundaries {
        for b in boundaries {
            walks.push(vec![first(*a), second(*b), first(*b), second(*a)]);
            walks.push(vec![second(*a), second(*a), first(*b), second(*a)]);
        }
    }
    // The usage of one key changes while that of the other stays at 0 or at the highest level.
    let up: Vec<_> = edges.boundaries.iter().copied().take(4 * MAX_LEVELS).collect();
    for rest in edges.ends().map_or(vec![0], |(_, top)| vec![0, top]) {
        walks.push(up.iter().flat_map(|usage| [first(*usage), second(rest)]).collect());
        walks.push(up.iter().rev().flat_map(|usage| [second(*usage), first(rest)]).collect());
    }
    for number in 0..RANDOM_WALKS {
        let mut random = Random::new(!spec.seed, number);
        let step = |_| {
            let usage = random.pick(&edges.boundaries);
            if random.up_to(1) == 0 { first(usage) } else { second(usage) }
        };
        walks.push((0..STEPS_OF_A_RANDOM_WALK).map(step).collect());
    }
    walks.into_iter().map(Walk::new).collect()
}

/// Returns walks that all threads take at the same time.
pub(super) fn threads(edges: &Edges) -> Vec<Vec<usize>> {
    let mut walks: Vec<_> = edges.boundaries.iter().map(|usage| vec![*usage, *usage, 0, *usage]).collect();
    walks.extend(edges.trips.iter().take(3).map(|trip| [*trip, 0].repeat(MEETINGS)));
    walks.push([edges.trips.as_slice(), &[0]].concat().repeat(20));
    walks.push(edges.bands().into_iter().chain(edges.middles()).collect());
    walks
}

/// Returns walks on which deliveries fail, each followed by an update that still reaches the level.
///
/// The code under test may or may not count the lower levels as fired when the delivery for a higher one failed. So
/// that this makes no difference, usage only rises or falls to 0 after a failure.
pub(super) fn failures(spec: &Specification<'_>, edges: &Edges) -> Vec<Walk> {
    let mut walks = Vec::new();
    let has_cleared = spec.levels.iter().any(|level| level.cleared.is_some());
    for trip in edges.trips.iter().take(MAX_LEVELS) {
        let rest = || Walk::of_usages([0, *trip, *trip, *trip, *trip]);
        walks.extend([rest().with_failures(&[0]), rest().with_failures(&[0, 1])]);
        if !has_cleared {
            let again = || Walk::of_usages([0, *trip, 0, *trip, *trip, 0]);
            walks.extend([again().with_failures(&[0]), again().with_failures(&[1])]);
        }
    }
    let up = || [0].into_iter().chain(edges.trips.iter().take(MAX_LEVELS).flat_map(|trip| [*trip, *trip]));
    for number in 0..edges.trips.len().min(MAX_LEVELS) {
        walks.push(Walk::of_usages(up()).with_failures(&[number]));
    }
    walks
}
