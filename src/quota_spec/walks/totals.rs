//! Walks around the boundaries.

use super::edges::{Edges, reversed, sorted, without_repeats};
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

/// Adds the walks whose outcome may depend on the limit.
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

/// Returns the usages to try from a fresh start: all boundaries, and the values at which arithmetic tends to fail.
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
    // Each percentage, and multiples of the limit. Of a small limit, these and their neighbours are all usages.
    for percent in 1..=150_u8 {
        points.push(limit * u128::from(percent) / 100);
    }
    for percent in &[175, 199, 200, 255, 256, 257, 300, 500, 1000] {
        points.push(limit * percent / 100);
    }
    // The largest values of the number types, and the usages at which a product, or a quotient by the limit, exceeds
    // them.
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

/// Adds a jump from each boundary to each, including itself.
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

/// Adds walks from each level to each boundary and back to each level.
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

/// Adds all walks of some length over the bands: the greatest length at which there are not too many of them.
fn short_walks(edges: &Edges, max: usize, walks: &mut Vec<Vec<usize>>) {
    let mut bands = edges.bands();
    // Just below the lowest level, a tracker with a re-arm point must not re-arm.
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

/// Adds sweeps up and down: over all usages of a small limit, otherwise over the boundaries and each percentage.
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

/// Adds oscillations across each boundary, and between neighbouring levels.
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

/// Adds plateaus: short ones on each side of each boundary, and long ones at the lowest levels, between the levels and
/// above them. Each long plateau is followed by two crossings.
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
