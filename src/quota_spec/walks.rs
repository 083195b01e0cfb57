//! The walks: the inputs that the code under test has to survive.

use std::collections::BTreeSet;

use super::ladder::Ladder;
use super::random::Random;

/// Up to here, every usage is tried.
const SMALL_LIMIT: usize = 300;
/// A counter of eight bits has gone round after so many.
const MORE_THAN_A_BYTE_COUNTS: usize = 260;
/// How many walks one kind of walk may have; beyond that, one long walk takes the same steps.
const MANY: usize = 1500;
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
    let trips: Vec<_> = ladder.rungs.iter().map(|rung| rung.trip).collect();
    let rearm: Vec<_> = ladder.rearm.into_iter().collect();
    let below = |points: &[usize]| points.iter().map(|point| point - 1).collect::<Vec<_>>();
    let above = |points: &[usize]| points.iter().map(|point| point.saturating_add(1)).collect::<Vec<_>>();
    let all =
        [vec![0], trips.clone(), below(&trips), below(&rearm), rearm.clone(), above(&trips), above(&rearm)];
    let mut seen = BTreeSet::new();
    all.into_iter().flatten().filter(|point| seen.insert(*point)).collect()
}

/// The usages that are tried from a fresh start: all boundaries, and then whatever arithmetic stumbles over.
pub(super) fn starts(ladder: &Ladder) -> Vec<usize> {
    let mut starts = boundaries(ladder);
    let mut seen: BTreeSet<_> = starts.iter().copied().collect();
    starts.extend(landmarks(ladder).into_iter().filter(|point| seen.insert(*point)));
    starts
}

fn landmarks(ladder: &Ladder) -> BTreeSet<usize> {
    let limit = ladder.limit;
    let mut points = BTreeSet::from([1, limit]);
    if limit <= SMALL_LIMIT {
        points.extend(0..=limit + limit / 2);
    }
    // The middle of each band.
    let mut from = 0;
    for rung in &ladder.rungs {
        points.insert(from + (rung.trip - from) / 2);
        from = rung.trip;
    }
    // Each percentage, and multiples of the limit, on to where a percentage outgrows 8 and 16 bits.
    let percents = (1..=150).chain([175, 199, 200, 255, 256, 257, 300, 500, 1000, 6_553_600, 6_553_700]);
    points.extend(percents.filter_map(|percent: u128| usize::try_from(limit as u128 * percent / 100).ok()));
    // The ends of the number types, and where a hundredfold passes them.
    for bits in [8, 15, 16, 24, 31, 32, 53, 63, 64] {
        let end: u128 = (1 << bits) - 1;
        points.extend([end, end / 100].iter().filter_map(|point| usize::try_from(*point).ok()));
    }
    points.extend([usize::MAX / 2, usize::MAX / 100, usize::MAX]);
    let beside: Vec<_> =
        points.iter().flat_map(|point| [point.saturating_sub(1), point.saturating_add(1)]).collect();
    points.extend(beside);
    points
}

/// Every walk of the battery: short ones first, so that what a panic is reported with is short.
pub(super) fn all(ladder: &Ladder, seed: u64, random_walks: u32) -> Vec<Walk> {
    let starts = starts(ladder);
    let mut walks: Vec<_> = starts.iter().map(|start| vec![*start]).collect();
    jumps(&boundaries(ladder), &mut walks);
    returns(ladder, &mut walks);
    short_walks(ladder, &mut walks);
    sweeps(ladder, &mut walks);
    flaps(ladder, &mut walks);
    rests(ladder, &mut walks);
    let fixed = walks.into_iter().map(|usages| Walk { usages, random: None });
    let random = (0..random_walks)
        .map(|number| Walk { usages: random_walk(ladder, &starts, seed, number), random: Some(number) });
    fixed.chain(random).collect()
}

/// From each boundary to each other, and to itself.
fn jumps(boundaries: &[usize], walks: &mut Vec<Vec<usize>>) {
    let pairs = boundaries.iter().flat_map(|from| boundaries.iter().map(|to| vec![*from, *to]));
    add(pairs, boundaries.len() * boundaries.len(), walks);
}

/// From a level to each boundary and back to a level.
fn returns(ladder: &Ladder, walks: &mut Vec<Vec<usize>>) {
    let boundaries = boundaries(ladder);
    let trips = ladder.rungs.iter().map(|rung| rung.trip);
    let via = |from| {
        let trips = trips.clone();
        boundaries.iter().flat_map(move |via| trips.clone().map(move |to| vec![from, *via, to]))
    };
    add(trips.clone().flat_map(via), ladder.rungs.len().pow(2) * boundaries.len(), walks);
}

/// Every walk over one usage of each band, as long as there are not too many of them.
fn short_walks(ladder: &Ladder, walks: &mut Vec<Vec<usize>>) {
    let mut bands = vec![0];
    // With a re-arm point, there is more than one band below the lowest level.
    bands.extend(ladder.rearm.into_iter().flat_map(|point| [point, ladder.rungs[0].trip - 1]));
    bands.extend(ladder.rungs.iter().map(|rung| rung.trip));
    bands.sort_unstable();
    bands.dedup();
    let mut walks_of_length = vec![Vec::new()];
    while walks_of_length.len() * bands.len() <= MANY {
        walks_of_length = walks_of_length
            .iter()
            .flat_map(|walk| bands.iter().map(move |next| [walk.as_slice(), &[*next]].concat()))
            .collect();
    }
    walks.extend(walks_of_length.into_iter().filter(|walk| !walk.is_empty()));
}

/// Up, down, and up again over everything, or over what is around the boundaries and each percentage.
fn sweeps(ladder: &Ladder, walks: &mut Vec<Vec<usize>>) {
    let limit = ladder.limit;
    let mut points: BTreeSet<_> = boundaries(ladder).into_iter().collect();
    if limit <= SMALL_LIMIT {
        points.extend(0..=limit + limit / 4);
    } else {
        points.extend((0..=125).filter_map(|percent| usize::try_from(limit as u128 * percent / 100).ok()));
        for rung in &ladder.rungs {
            points.extend(rung.trip.saturating_sub(3)..=rung.trip.saturating_add(3));
        }
    }
    let up: Vec<_> = points.iter().copied().collect();
    let down: Vec<_> = points.iter().rev().copied().collect();
    walks.push(up.clone());
    walks.push(down.clone());
    walks.push([up.as_slice(), &down, &up].concat());
}

/// To and fro across each boundary.
fn flaps(ladder: &Ladder, walks: &mut Vec<Vec<usize>>) {
    let lowest = ladder.rungs[0].trip - 1;
    for (index, rung) in ladder.rungs.iter().enumerate() {
        let times = if index < 3 { MORE_THAN_A_BYTE_COUNTS } else { 12 };
        walks.push([rung.trip, 0].repeat(times));
        let lows = [Some(rung.trip - 1), Some(lowest), ladder.rearm, ladder.rearm.map(|point| point - 1)];
        walks.extend(lows.into_iter().flatten().map(|low| [low, rung.trip].repeat(12)));
    }
}

/// Resting, on each side of each boundary.
fn rests(ladder: &Ladder, walks: &mut Vec<Vec<usize>>) {
    walks.extend(boundaries(ladder).into_iter().map(|point| vec![point; 4]));
    let trips = ladder.rungs.iter().take(3).map(|rung| rung.trip);
    walks.extend(trips.map(|trip| vec![trip; MORE_THAN_A_BYTE_COUNTS]));
    walks.push(vec![0; MORE_THAN_A_BYTE_COUNTS]);
}

fn random_walk(ladder: &Ladder, starts: &[usize], seed: u64, number: u32) -> Vec<usize> {
    let mut random = Random::new(seed, u64::from(number));
    let boundaries = boundaries(ladder);
    let high = ladder.rungs.last().map_or(0, |rung| rung.trip);
    let high = high.max(ladder.limit).saturating_add(high / 4);
    let mut usage = 0_usize;
    let step = |_| {
        usage = match random.up_to(15) {
            0..=6 => random.pick(&boundaries),
            7..=9 => random.up_to(high),
            10 => usage,
            11 => random.pick(starts),
            12 | 13 => usage.saturating_add(random.up_to(3)),
            _ => usage.saturating_sub(random.up_to(3)),
        };
        usage
    };
    (0..STEPS_OF_A_RANDOM_WALK).map(step).collect()
}

/// Adds the walks one by one, or, where there are too many, as one.
fn add(new: impl Iterator<Item = Vec<usize>>, how_many: usize, walks: &mut Vec<Vec<usize>>) {
    if how_many <= MANY {
        walks.extend(new);
    } else {
        walks.push(new.flatten().take(10 * MANY).collect());
    }
}
