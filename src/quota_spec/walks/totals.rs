//! Walks around the boundaries.

use super::edges::{Edges, reversed, sorted, without_repeats};
use crate::quota_spec::random::Random;

/// Up to this limit, sweeps go over every usage.
const SMALL_LIMIT: usize = 300;
/// More repetitions than a counter of eight bits can count.
const MORE_THAN_A_BYTE_COUNTS: usize = 260;
/// How many levels are repeated that often. The other ones are repeated a few times.
const OFTEN_REPEATED: usize = 3;
/// The maximum number of short walks: all walks of three over eleven bands.
const MAX_SHORT_WALKS: usize = 1331;
const MAX_SHORT_WALKS_OF_COMPANION: usize = 125;
/// With up to this many boundaries, each jump is a walk of its own; with more, one long walk makes them all.
const MAX_PAIRED: usize = 38;
/// The number of boundaries between which the long walk jumps.
const MAX_TOURED: usize = 120;
/// With up to this many levels, each return to a level is a walk of its own; with more, one long walk makes them all.
const MAX_RETURNED_TO_FROM_FRESH: usize = 7;
/// The number of levels to which the long walk returns.
const MAX_RETURNED_TO: usize = 11;
const STEPS_OF_A_RANDOM_WALK: usize = 48;

pub(super) fn all(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    if edges.ends().is_some() {
        jumps(edges, MAX_TOURED, walks);
        returns(edges, walks);
        short_walks(edges, MAX_SHORT_WALKS, walks);
    }
    sweeps(edges, walks);
    oscillations(edges, walks);
    plateaus(edges, walks);
}

/// The walks whose outcome may depend on the limit.
pub(super) fn of_companion(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    if edges.ends().is_some() {
        jumps(edges, MAX_PAIRED, walks);
        short_walks(edges, MAX_SHORT_WALKS_OF_COMPANION, walks);
    }
    sweeps(edges, walks);
}

pub(super) fn starts_in_one_walk(starts: &[usize]) -> Vec<usize> {
    let mut walk = Vec::new();
    for start in starts {
        walk.extend_from_slice(&[*start, 0]);
    }
    walk
}

/// The usages to try from a fresh start: all boundaries, and the values at which arithmetic tends to fail.
pub(super) fn starts(edges: &Edges) -> Vec<usize> {
    without_repeats(&[edges.boundaries.as_slice(), &edge_values(edges)].concat())
}

fn edge_values(edges: &Edges) -> Vec<usize> {
    let limit = edges.limit as u128;
    let mut points = vec![1, limit, usize::MAX as u128 / 2, usize::MAX as u128];
    let mut from = 0;
    for trip in &edges.trips {
        points.push(usize::midpoint(from, *trip) as u128);
        from = *trip;
    }
    // Each percentage, which with its neighbours is every usage of a small limit, and multiples of the limit.
    for percent in 1..=150_u8 {
        points.push(limit * u128::from(percent) / 100);
    }
    for percent in &[175, 199, 200, 255, 256, 257, 300, 500, 1000] {
        points.push(limit * percent / 100);
    }
    // The ends of the number types, and where products with the bases of percentages pass them: of usage alone, and of
    // usage as a fraction of the limit.
    for base in &[1, 100, 1_000, 10_000, 1_000_000] {
        for bits in &[8, 15, 16, 24, 31, 32, 53, 63, 64] {
            points.push(((1 << *bits) - 1) / base);
        }
        for bits in &[8, 16, 31, 32] {
            points.push((limit << *bits) / base);
        }
    }
    let mut values = Vec::new();
    for point in points {
        for value in &[point.saturating_sub(1), point, point + 1] {
            if let Ok(value) = usize::try_from(*value) {
                values.push(value);
            }
        }
    }
    sorted(values)
}

/// From each boundary to each other, and to itself.
fn jumps(edges: &Edges, max_toured: usize, walks: &mut Vec<Vec<usize>>) {
    let boundaries = &edges.boundaries;
    if boundaries.get(MAX_PAIRED).is_none() {
        for from in boundaries {
            for to in boundaries {
                walks.push(vec![*from, *to]);
            }
        }
        return;
    }
    let boundaries = &boundaries[..boundaries.len().min(max_toured)];
    let mut tour = Vec::new();
    for (index, low) in boundaries.iter().enumerate() {
        tour.push(*low);
        for high in &boundaries[index..] {
            tour.extend_from_slice(&[*high, *low]);
        }
    }
    walks.push(tour);
}

/// From a level to each boundary and back to a level.
fn returns(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    let Edges { trips, boundaries, .. } = edges;
    let mut returns = Vec::new();
    for from in trips.iter().take(MAX_RETURNED_TO) {
        for via in boundaries.iter().take(MAX_PAIRED) {
            for to in trips.iter().take(MAX_RETURNED_TO) {
                returns.push(vec![*from, *via, *to]);
            }
        }
    }
    match trips.get(MAX_RETURNED_TO_FROM_FRESH) {
        None => walks.append(&mut returns),
        Some(_) => walks.push(returns.concat()),
    }
}

/// All walks over one usage of each band that are as long as their number allows.
fn short_walks(edges: &Edges, max: usize, walks: &mut Vec<Vec<usize>>) {
    let mut bands = edges.bands();
    // The usage just below the lowest level, where trackers with a re-arm point should not re-arm.
    if let (Some((lowest, _)), false) = (edges.ends(), edges.rearms.is_empty()) {
        bands = sorted([bands.as_slice(), &[lowest - 1]].concat());
    }
    let mut longest = vec![Vec::new()];
    loop {
        let mut longer = Vec::new();
        for walk in &longest {
            for next in &bands {
                longer.push([walk.as_slice(), &[*next]].concat());
            }
        }
        longest = longer;
        if longest.len() * bands.len() > max {
            break;
        }
    }
    walks.append(&mut longest);
}

/// Up, down, and up again over all usages of a small limit, otherwise over the boundaries and each percentage.
fn sweeps(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    let limit = edges.limit;
    let mut points = edges.boundaries.clone();
    if limit <= SMALL_LIMIT {
        points.extend(0..=limit + limit / 4);
    } else {
        for percent in 0..=125_u8 {
            if let Ok(point) = usize::try_from(limit as u128 * u128::from(percent) / 100) {
                points.push(point);
            }
        }
        for trip in &edges.trips {
            points.extend(trip.saturating_sub(3)..=trip.saturating_add(3));
        }
    }
    let up = sorted(points);
    let down = reversed(&up);
    walks.push([up.as_slice(), &down, &up].concat());
    walks.push(up);
    walks.push(down);
}

/// To and fro across each boundary, and between neighbouring levels.
fn oscillations(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    let Some((lowest, _)) = edges.ends() else { return };
    for (index, trip) in edges.trips.iter().enumerate() {
        let times = if index < OFTEN_REPEATED { MORE_THAN_A_BYTE_COUNTS } else { 12 };
        let mut lows = vec![trip - 1, lowest - 1];
        for point in edges.rearms.iter().take(OFTEN_REPEATED) {
            lows.extend_from_slice(&[*point, point - 1]);
        }
        if let Some(before) = index.checked_sub(1) {
            lows.push(edges.trips[before]);
        }
        walks.push([*trip, 0].repeat(times));
        for low in without_repeats(&lows) {
            walks.push([low, *trip].repeat(times));
        }
    }
}

/// The same usage for a while: on each side of each boundary, and for longer at the lowest levels, between the levels
/// and above them. A walk of the latter ends with two crossings, which must not be lost.
fn plateaus(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    for point in &edges.boundaries {
        walks.push(vec![*point; 4]);
    }
    let between = edges.middles();
    let mut usages = edges.trips[..edges.trips.len().min(OFTEN_REPEATED)].to_vec();
    usages.extend_from_slice(&between[..between.len().min(5)]);
    usages.extend_from_slice(&between[between.len() - 1..]);
    usages.push(0);
    for usage in without_repeats(&usages) {
        let mut walk = vec![usage; MORE_THAN_A_BYTE_COUNTS];
        if let Some((lowest, top)) = edges.ends() {
            walk.extend_from_slice(&[0, lowest, 0, top]);
        }
        walks.push(walk);
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
