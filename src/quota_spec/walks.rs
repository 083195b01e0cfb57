//! The walks: the inputs that the code under test has to survive.

use super::ladder::Ladder;
use super::random::Random;

/// Up to here, sweeps go over every usage.
const SMALL_LIMIT: usize = 300;
/// A counter of eight bits has gone round after so many.
const MORE_THAN_A_BYTE_COUNTS: usize = 260;
/// How many walks over the bands there may be: as many as eleven bands have walks of three.
const MOST_SHORT_WALKS: usize = 1331;
/// Up to so many boundaries, each jump is a walk of its own; beyond that, one long walk makes them all.
const MOST_PAIRED: usize = 38;
/// How many boundaries the long walk jumps between.
const MOST_TOURED: usize = 120;
/// Up to so many levels, each return to a level is a walk of its own; beyond that, one long walk makes them all.
const MOST_RETURNED_TO_FROM_FRESH: usize = 7;
/// How many levels the long walk returns to.
const MOST_RETURNED_TO: usize = 11;
const STEPS_OF_A_RANDOM_WALK: usize = 48;

/// A list of usages, and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    pub(super) usages: Vec<usize>,
    /// Its number, if it is a random one.
    pub(super) random: Option<u32>,
}

/// The usages around which code goes wrong, the plainest first.
pub(super) fn boundaries(ladder: &Ladder) -> Vec<usize> {
    let trips = trips(ladder);
    let rearm = ladder.rearm.as_slice();
    let mut points = vec![0];
    points.extend_from_slice(&trips);
    points.extend(trips.iter().chain(rearm).map(|point| point - 1));
    points.extend_from_slice(rearm);
    points.extend(trips.iter().chain(rearm).map(|point| point.saturating_add(1)));
    without_repeats(points)
}

/// The usages that are tried from a fresh start: all boundaries, and then whatever arithmetic stumbles over.
fn starts(ladder: &Ladder, boundaries: &[usize]) -> Vec<usize> {
    let mut starts = boundaries.to_vec();
    starts.extend(landmarks(ladder));
    without_repeats(starts)
}

fn trips(ladder: &Ladder) -> Vec<usize> {
    ladder.rungs.iter().map(|rung| rung.trip).collect()
}

fn without_repeats(mut points: Vec<usize>) -> Vec<usize> {
    let mut seen = Vec::new();
    points.retain(|point| match seen.binary_search(point) {
        Ok(_) => false,
        Err(place) => {
            seen.insert(place, *point);
            true
        }
    });
    points
}

fn sorted(mut points: Vec<usize>) -> Vec<usize> {
    points.sort_unstable();
    points.dedup();
    points
}

fn landmarks(ladder: &Ladder) -> Vec<usize> {
    let limit = ladder.limit;
    let mut points = vec![1, limit, usize::MAX / 2, usize::MAX / 100, usize::MAX];
    // The middle of each band.
    let mut from = 0;
    for rung in &ladder.rungs {
        points.push(usize::midpoint(from, rung.trip));
        from = rung.trip;
    }
    // Each percentage, which with those beside it is every usage of a small limit, and multiples of the limit, on to
    // where a percentage outgrows 8 and 16 bits.
    let beyond = [175, 199, 200, 255, 256, 257, 300, 500, 1000, 6_553_600, 6_553_700];
    for percent in (1..=150).chain(beyond) {
        points.extend(usize::try_from(limit as u128 * percent / 100));
    }
    // The ends of the number types, and where a hundredfold passes them.
    for bits in [8, 15, 16, 24, 31, 32, 53, 63, 64] {
        let end = u64::MAX >> (64 - bits);
        points.extend(usize::try_from(end));
        points.extend(usize::try_from(end / 100));
    }
    for index in 0..points.len() {
        points.push(points[index].saturating_sub(1));
        points.push(points[index].saturating_add(1));
    }
    sorted(points)
}

/// Every walk of the battery: short ones first, so that what a panic is reported with is short.
pub(super) fn all(ladder: &Ladder, seed: u64, random_walks: u32) -> Vec<Walk> {
    let boundaries = boundaries(ladder);
    let starts = starts(ladder, &boundaries);
    let mut walks: Vec<_> = starts.iter().map(|start| vec![*start]).collect();
    jumps(&boundaries, &mut walks);
    returns(ladder, &boundaries, &mut walks);
    short_walks(ladder, &mut walks);
    sweeps(ladder, &boundaries, &mut walks);
    flaps(ladder, &mut walks);
    rests(ladder, &boundaries, &mut walks);
    let mut all: Vec<_> = walks.into_iter().map(|usages| Walk { usages, random: None }).collect();
    for number in 0..random_walks {
        let random = Random::new(seed, u64::from(number));
        let usages = random_walk(ladder, &boundaries, &starts, random);
        all.push(Walk { usages, random: Some(number) });
    }
    all
}

/// From each boundary to each other, and to itself.
fn jumps(boundaries: &[usize], walks: &mut Vec<Vec<usize>>) {
    if boundaries.get(MOST_PAIRED).is_none() {
        for from in boundaries {
            walks.extend(boundaries.iter().map(|to| vec![*from, *to]));
        }
        return;
    }
    let boundaries = &boundaries[..boundaries.len().min(MOST_TOURED)];
    let mut tour = Vec::new();
    for (index, low) in boundaries.iter().enumerate() {
        tour.push(*low);
        for high in &boundaries[index..] {
            tour.extend([*high, *low]);
        }
    }
    walks.push(tour);
}

/// From a level to each boundary and back to a level.
fn returns(ladder: &Ladder, boundaries: &[usize], walks: &mut Vec<Vec<usize>>) {
    let trips = trips(ladder);
    let mut returns = Vec::new();
    for from in trips.iter().take(MOST_RETURNED_TO) {
        for via in boundaries.iter().take(MOST_PAIRED) {
            for to in trips.iter().take(MOST_RETURNED_TO) {
                returns.push([*from, *via, *to]);
            }
        }
    }
    match trips.get(MOST_RETURNED_TO_FROM_FRESH) {
        None => walks.extend(returns.iter().map(|walk| walk.to_vec())),
        Some(_) => walks.push(returns.concat()),
    }
}

/// Every walk over one usage of each band, as long as there are not too many of them.
fn short_walks(ladder: &Ladder, walks: &mut Vec<Vec<usize>>) {
    let mut bands = trips(ladder);
    // With a re-arm point, there is more than one band below the lowest level.
    if let Some(point) = ladder.rearm {
        bands.extend([point, bands[0] - 1]);
    }
    bands.push(0);
    let bands = sorted(bands);
    let mut walks_of_length: Vec<_> = bands.iter().map(|usage| vec![*usage]).collect();
    while walks_of_length.len() * bands.len() <= MOST_SHORT_WALKS {
        let mut longer = Vec::new();
        for walk in &walks_of_length {
            for next in &bands {
                longer.push([walk.as_slice(), &[*next]].concat());
            }
        }
        walks_of_length = longer;
    }
    walks.append(&mut walks_of_length);
}

/// Up, down, and up again over everything, or over what is around the boundaries and each percentage.
fn sweeps(ladder: &Ladder, boundaries: &[usize], walks: &mut Vec<Vec<usize>>) {
    let limit = ladder.limit;
    let mut points = boundaries.to_vec();
    if limit <= SMALL_LIMIT {
        points.extend(0..=limit + limit / 4);
    } else {
        for percent in 0..=125 {
            points.extend(usize::try_from(limit as u128 * percent / 100));
        }
        for rung in &ladder.rungs {
            points.extend(rung.trip.saturating_sub(3)..=rung.trip.saturating_add(3));
        }
    }
    let up = sorted(points);
    let mut down = up.clone();
    down.reverse();
    let up_down_up = [up.as_slice(), &down, &up].concat();
    walks.extend([up, down, up_down_up]);
}

/// To and fro across each boundary.
fn flaps(ladder: &Ladder, walks: &mut Vec<Vec<usize>>) {
    let lowest = ladder.rungs[0].trip - 1;
    for (index, rung) in ladder.rungs.iter().enumerate() {
        let times = if index < 3 { MORE_THAN_A_BYTE_COUNTS } else { 12 };
        walks.push([rung.trip, 0].repeat(times));
        let mut lows = vec![rung.trip - 1, lowest];
        if let Some(point) = ladder.rearm {
            lows.extend([point, point - 1]);
        }
        for low in lows {
            walks.push([low, rung.trip].repeat(12));
        }
    }
}

/// Resting, on each side of each boundary.
fn rests(ladder: &Ladder, boundaries: &[usize], walks: &mut Vec<Vec<usize>>) {
    walks.extend(boundaries.iter().map(|point| vec![*point; 4]));
    let trips = ladder.rungs.iter().take(3).map(|rung| rung.trip);
    walks.extend(trips.map(|trip| vec![trip; MORE_THAN_A_BYTE_COUNTS]));
    walks.push(vec![0; MORE_THAN_A_BYTE_COUNTS]);
}

fn random_walk(ladder: &Ladder, boundaries: &[usize], starts: &[usize], mut random: Random) -> Vec<usize> {
    let high = ladder.rungs.last().map_or(0, |rung| rung.trip);
    let high = high.max(ladder.limit).saturating_add(high / 4);
    let mut usage = 0_usize;
    let mut usages = Vec::new();
    for _ in 0..STEPS_OF_A_RANDOM_WALK {
        usage = match random.up_to(15) {
            0..=6 => random.pick(boundaries),
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
