//! Walks around the boundaries.

use super::edges::{Edges, sorted, without_repeats};
use crate::quota_spec::random::Random;

/// The highest limit at which sweeps include every usage.
const SMALL_LIMIT: usize = 300;
/// More repetitions than a counter of eight bits can count.
const MORE_THAN_A_BYTE_COUNTS: usize = 260;
/// The number of levels that are repeated that often. The others are repeated a few times.
const OFTEN_REPEATED: usize = 3;
/// The maximum number of short walks: those of length three over eleven bands.
const MAX_SHORT_WALKS: usize = 1331;
const MAX_SHORT_WALKS_OF_COMPANION: usize = 125;
/// The largest number of boundaries at which each jump is a separate walk. With more, one long walk makes all jumps.
const MAX_PAIRED: usize = 38;
/// The maximum number of boundaries in that long walk.
const MAX_TOURED: usize = 120;
/// The largest number of levels at which each return to a level is a separate walk. With more, one long walk makes all
/// returns.
const MAX_RETURNED_TO_FROM_FRESH: usize = 7;
/// The maximum number of levels in that long walk.
const MAX_RETURNED_TO: usize = 11;
const STEPS_OF_A_RANDOM_WALK: usize = 48;

pub(super) fn all(edges: &Edges) -> Vec<Vec<usize>> {
    let mut walks = Vec::new();
    if edges.ends().is_some() {
        jumps(edges, MAX_TOURED, &mut walks);
        returns(edges, &mut walks);
        short_walks(edges, MAX_SHORT_WALKS, &mut walks);
    }
    sweeps(edges, &mut walks);
    oscillations(edges, &mut walks);
    plateaus(edges, &mut walks);
    walks
}

/// Returns the walks whose outcome may depend on the limit.
pub(super) fn of_companion(edges: &Edges) -> Vec<Vec<usize>> {
    let mut walks = Vec::new();
    if edges.ends().is_some() {
        jumps(edges, MAX_PAIRED, &mut walks);
        short_walks(edges, MAX_SHORT_WALKS_OF_COMPANION, &mut walks);
    }
    sweeps(edges, &mut walks);
    walks
}

pub(super) fn starts_in_one_walk(starts: &[usize]) -> Vec<usize> {
    starts.iter().flat_map(|start| [*start, 0]).collect()
}

/// Returns the usages to try from a fresh start: all boundaries, and the values at which arithmetic tends to fail.
pub(super) fn starts(edges: &Edges) -> Vec<usize> {
    without_repeats([edges.boundaries.as_slice(), &edge_values(edges)].concat())
}

fn edge_values(edges: &Edges) -> Vec<usize> {
    let limit = edges.limit as u128;
    let mut points = vec![1, limit, usize::MAX as u128 / 2, usize::MAX as u128];
    let mut from = 0;
    for trip in &edges.trips {
        points.push(usize::midpoint(from, *trip) as u128);
        from = *trip;
    }
    // Each percentage, and multiples of the limit. Of a small limit, these and their neighbours are all usages.
    let beyond = [175, 199, 200, 255, 256, 257, 300, 500, 1000];
    points.extend((1..=150).chain(beyond).map(|percent| limit * percent / 100));
    // The largest values of the number types, and the usages at which a product, or a quotient by the limit, exceeds
    // them.
    for base in [1, 100, 1_000, 10_000, 1_000_000] {
        points.extend([8, 15, 16, 24, 31, 32, 53, 63, 64].map(|bits| ((1 << bits) - 1) / base));
        points.extend([8, 16, 31, 32].map(|bits| (limit << bits) / base));
    }
    let mut values = Vec::new();
    for point in points {
        values.extend([point.saturating_sub(1), point, point + 1].map(usize::try_from).into_iter().flatten());
    }
    sorted(values)
}

/// Adds a jump from each boundary to each, including itself.
fn jumps(edges: &Edges, max_toured: usize, walks: &mut Vec<Vec<usize>>) {
    let boundaries = &edges.boundaries;
    if boundaries.get(MAX_PAIRED).is_none() {
        for from in boundaries {
            walks.extend(boundaries.iter().map(|to| vec![*from, *to]));
        }
        return;
    }
    let boundaries = &boundaries[..boundaries.len().min(max_toured)];
    let mut tour = Vec::new();
    for (index, low) in boundaries.iter().enumerate() {
        tour.push(*low);
        for high in &boundaries[index..] {
            tour.extend([*high, *low]);
        }
    }
    walks.push(tour);
}

/// Adds walks from each level to each boundary and back to each level.
fn returns(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    let Edges { trips, boundaries, .. } = edges;
    let mut returns = Vec::new();
    for from in trips.iter().take(MAX_RETURNED_TO) {
        for via in boundaries.iter().take(MAX_PAIRED) {
            returns.extend(trips.iter().take(MAX_RETURNED_TO).map(|to| [*from, *via, *to]));
        }
    }
    match trips.get(MAX_RETURNED_TO_FROM_FRESH) {
        None => walks.extend(returns.iter().map(|walk| walk.to_vec())),
        Some(_) => walks.push(returns.concat()),
    }
}

/// Adds all walks of some length over the bands: the greatest length at which there are not too many of them.
fn short_walks(edges: &Edges, max: usize, walks: &mut Vec<Vec<usize>>) {
    let mut bands = edges.bands();
    // Just below the lowest level, a tracker with a re-arm point must not re-arm.
    if let (Some((lowest, _)), false) = (edges.ends(), edges.rearms.is_empty()) {
        bands = sorted([bands.as_slice(), &[lowest - 1]].concat());
    }
    let mut longest: Vec<_> = bands.iter().map(|usage| vec![*usage]).collect();
    while longest.len() * bands.len() <= max {
        let longer =
            longest.iter().flat_map(|walk| bands.iter().map(|next| [walk.as_slice(), &[*next]].concat()));
        longest = longer.collect();
    }
    walks.append(&mut longest);
}

/// Adds sweeps up and down: over all usages of a small limit, otherwise over the boundaries and each percentage.
fn sweeps(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    let limit = edges.limit;
    let mut points = edges.boundaries.clone();
    if limit <= SMALL_LIMIT {
        points.extend(0..=limit + limit / 4);
    } else {
        let percentages = (0..=125).map(|percent| limit as u128 * percent / 100);
        points.extend(percentages.map(usize::try_from).flat_map(Result::into_iter));
        for trip in &edges.trips {
            points.extend(trip.saturating_sub(3)..=trip.saturating_add(3));
        }
    }
    let up = sorted(points);
    let down: Vec<_> = up.iter().rev().copied().collect();
    walks.push([up.as_slice(), &down, &up].concat());
    walks.extend([up, down]);
}

/// Adds oscillations across each boundary, and between neighbouring levels.
fn oscillations(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    let Some((lowest, _)) = edges.ends() else { return };
    for (index, trip) in edges.trips.iter().enumerate() {
        let times = if index < OFTEN_REPEATED { MORE_THAN_A_BYTE_COUNTS } else { 12 };
        let mut lows = vec![trip - 1, lowest - 1];
        lows.extend(edges.rearms.iter().take(OFTEN_REPEATED).flat_map(|point| [*point, point - 1]));
        if let Some(before) = index.checked_sub(1) {
            lows.push(edges.trips[before]);
        }
        walks.push([*trip, 0].repeat(times));
        walks.extend(without_repeats(lows).into_iter().map(|low| [low, *trip].repeat(times)));
    }
}

/// Adds plateaus: short ones on each side of each boundary, and long ones at the lowest levels, between the levels and
/// above them. Each long plateau is followed by two crossings.
fn plateaus(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    walks.extend(edges.boundaries.iter().map(|point| vec![*point; 4]));
    let levels = edges.trips.iter().take(OFTEN_REPEATED).copied();
    let between = edges.middles();
    let ends = edges.ends().into_iter().flat_map(|(lowest, top)| [0, lowest, 0, top]);
    for usage in without_repeats(
        levels.chain(between.iter().take(5).copied()).chain(between.last().copied()).chain([0]).collect(),
    ) {
        walks.push(std::iter::repeat_n(usage, MORE_THAN_A_BYTE_COUNTS).chain(ends.clone()).collect());
    }
}

pub(super) fn random(edges: &Edges, starts: &[usize], mut random: Random) -> Vec<usize> {
    let high = edges.ends().map_or(0, |(_, top)| top).max(edges.limit);
    let high = high.saturating_add(high / 4);
    let mut usage = 0_usize;
    let mut usages = Vec::new();
    for _ in 0..STEPS_OF_A_RANDOM_WALK {
        usage = match random.up_to(15) {
            0..=6 => random.pick(&edges.boundaries),
            7..=9 => random.up_to(high),
            10 => usage,
            11 => random.pick(starts),
            12 | 13 => usage.saturating_add(random.up_to(3)),
            _ => usage.saturating_sub(random.up_to(3)),
        };
        usages.push(usage);
    }
    usages
}
