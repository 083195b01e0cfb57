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

/// Adds walks that release more than is used, or consume more than a `usize` can count.
pub(super) fn changes(edges: &Edges, walks: &mut Vec<Walk>) {
    use Step::{Consume, Release, Use};
    let mut add = |steps: &[Step]| walks.push(Walk::new(steps));
    add(&[Release(1)]);
    for trip in edges.trips.iter().take(MAX_LEVELS) {
        let again = trip.saturating_add(1);
        add(&[Release(1), Use(again)]);
        add(&[Use(*trip), Release(again)]);
        add(&[Use(*trip), Release(again), Use(again)]);
    }
    if let Some((lowest, _)) = edges.ends() {
        add(&[Use(lowest), Consume(usize::MAX)]);
        add(&[Use(lowest), Consume(usize::MAX - lowest + 1)]);
        add(&[Use(lowest), Consume(usize::MAX), Consume(1), Release(1)]);
    }
}

/// Adds walks with changes of the limit, resets and restarts.
pub(super) fn steps(spec: &Specification<'_>, edges: &Edges, walks: &mut Vec<Walk>) {
    use Step::{Reset, Restart, SetLimit, Use};
    if spec.policy.first_reading_is_silent {
        // After a reset or a restart, the code under test may or may not treat the next usage as a first reading.
        return;
    }
    let mut add = |steps: &[Step]| walks.push(Walk::new(steps));
    let (limit, trips) = (edges.limit, &edges.trips);
    let limits = limits(spec, edges);
    add(&[Reset]);
    add(&[Restart]);
    add(&[Restart, Reset, Restart]);
    for usage in without_repeats(&[first(&edges.boundaries, 4), first(&edges.middles(), 1)].concat()) {
        add(&[Use(usage), Reset, Use(usage)]);
        add(&[Use(usage), Reset, Reset, Use(usage), Use(usage)]);
        add(&[Use(usage), Restart, Use(usage)]);
        add(&[Use(usage), Restart, Use(0), Use(usage)]);
        add(&[Use(usage), Restart, Reset, Use(usage)]);
        add(&[Use(usage), Reset, Restart, Use(usage)]);
        for to in trips.iter().take(MAX_LEVELS) {
            add(&[Use(usage), Restart, Use(*to)]);
            add(&[Use(*to), Use(usage), Restart, Use(*to)]);
            add(&[Use(*to), Reset, Use(usage), Use(*to)]);
        }
        for other in [limits.as_slice(), &limits_around(usage)].concat() {
            if !accepts(spec, other) {
                continue;
            }
            add(&[Use(usage), SetLimit(other)]);
            add(&[SetLimit(other), Use(usage)]);
            add(&[Use(usage), SetLimit(other), Use(usage), SetLimit(limit), Use(usage)]);
            add(&[Use(usage), SetLimit(other), Restart, Use(usage)]);
            add(&[Use(usage), Restart, SetLimit(other)]);
            add(&[Use(usage), SetLimit(other), Reset, Use(usage)]);
        }
    }
    if let Some((lowest, top)) = edges.ends() {
        add(&[Use(lowest), Reset].repeat(MORE_THAN_A_BYTE_COUNTS));
        add(&[Use(top), Restart].repeat(MORE_THAN_A_BYTE_COUNTS));
        add(&[Use(top), SetLimit(limit)].repeat(MORE_THAN_A_BYTE_COUNTS));
    }
    for number in 0..RANDOM_WALKS {
        let mut random = Random::new(!spec.seed, number);
        let mut steps = [Reset; STEPS_OF_A_RANDOM_WALK];
        for step in &mut steps {
            *step = match random.up_to(7) {
                0 => Reset,
                1 => Restart,
                2 => SetLimit(random.pick(&limits)),
                _ => Use(random.pick(&edges.boundaries)),
            };
        }
        add(&steps);
    }
}

/// Returns the first usages: as many as there can be levels, times `factor`.
fn first(usages: &[usize], factor: usize) -> &[usize] {
    &usages[..usages.len().min(factor * MAX_LEVELS)]
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
fn limits_around(usage: usize) -> [usize; 4] {
    let three_quarters = usize::try_from(usage as u128 * 4 / 3).unwrap_or(usize::MAX);
    [usage.saturating_sub(1), usage, usage.saturating_add(1), three_quarters]
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

/// Adds walks with readings for two keys.
pub(super) fn keys(spec: &Specification<'_>, edges: &Edges, walks: &mut Vec<Walk>) {
    use Step::UseKey;
    let mut add = |steps: &[Step]| walks.push(Walk::new(steps));
    let boundaries = first(&edges.boundaries, 2);
    for a in boundaries {
        for b in boundaries {
            add(&[UseKey(0, *a), UseKey(1, *b), UseKey(0, *b), UseKey(1, *a)]);
            add(&[UseKey(1, *a), UseKey(1, *a), UseKey(0, *b), UseKey(1, *a)]);
        }
    }
    // The usage of one key changes while that of the other stays at 0 or at the highest level.
    let up = first(&edges.boundaries, 4);
    for rest in edges.ends().map_or(vec![0], |(_, top)| vec![0, top]) {
        let (mut climbs, mut falls) = (Vec::new(), Vec::new());
        for usage in up {
            climbs.extend_from_slice(&[UseKey(0, *usage), UseKey(1, rest)]);
        }
        for usage in up.iter().rev() {
            falls.extend_from_slice(&[UseKey(1, *usage), UseKey(0, rest)]);
        }
        add(&climbs);
        add(&falls);
    }
    for number in 0..RANDOM_WALKS {
        let mut random = Random::new(!spec.seed, number);
        let mut steps = [UseKey(0, 0); STEPS_OF_A_RANDOM_WALK];
        for step in &mut steps {
            let usage = random.pick(&edges.boundaries);
            *step = UseKey(u8::from(random.up_to(1) != 0), usage);
        }
        add(&steps);
    }
}

/// Returns walks that all threads take at the same time.
pub(super) fn threads(edges: &Edges) -> Vec<Vec<usize>> {
    let mut walks = Vec::new();
    for usage in &edges.boundaries {
        walks.push(vec![*usage, *usage, 0, *usage]);
    }
    for trip in edges.trips.iter().take(3) {
        walks.push([*trip, 0].repeat(MEETINGS));
    }
    walks.push([edges.trips.as_slice(), &[0]].concat().repeat(20));
    walks.push([edges.bands(), edges.middles()].concat());
    walks
}

/// Adds walks on which deliveries fail, each followed by an update that still reaches the level.
///
/// The code under test may or may not count the lower levels as fired when the delivery for a higher one failed. So
/// that this makes no difference, usage only rises or falls to 0 after a failure.
pub(super) fn failures(spec: &Specification<'_>, edges: &Edges, walks: &mut Vec<Walk>) {
    let mut add =
        |usages: &[usize], fails: &[usize]| walks.push(Walk::of_usages(usages).with_failures(fails));
    let has_cleared = spec.levels.iter().any(|level| level.cleared.is_some());
    for trip in edges.trips.iter().take(MAX_LEVELS) {
        let rest = [0, *trip, *trip, *trip, *trip];
        add(&rest, &[0]);
        add(&rest, &[0, 1]);
        if !has_cleared {
            let again = [0, *trip, 0, *trip, *trip, 0];
            add(&again, &[0]);
            add(&again, &[1]);
        }
    }
    let mut up = vec![0];
    for trip in edges.trips.iter().take(MAX_LEVELS) {
        up.extend_from_slice(&[*trip, *trip]);
    }
    for number in 0..edges.trips.len().min(MAX_LEVELS) {
        add(&up, &[number]);
    }
}
