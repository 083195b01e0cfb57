//! The reference model, which defines which messages are due.
//!
//! The model is deliberately simple. At every step it compares usage with every level, and for each level it remembers
//! whether it fired. It shares no arithmetic with the trackers of this crate.

use super::specification::{Points, Policy, Specification};
use super::step::Step;
use crate::sort::sort_by;
use crate::{NotifyOn, Usage};

/// A message that a level sends: when it is reached, or when it is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    /// The index of the level in the specification.
    pub(super) level: usize,
    pub(super) is_clear: bool,
}

/// The messages that are due at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Due {
    Nothing,
    One(Notice),
    /// Any one of these.
    OneOf(Vec<Notice>),
    /// All of these. Within a group, any order is right.
    All(Vec<Vec<Notice>>),
}

/// The treatment of usage outside the range of a `usize`. The code under test may choose any: a run conforms if it
/// conforms under one of the conventions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Convention {
    /// Whether releasing more than is used leaves a debt. Otherwise usage stops at 0.
    pub(super) keeps_debt: bool,
    /// Whether usage can exceed `usize::MAX`. Otherwise it stops there.
    pub(super) exceeds_max: bool,
}

impl Convention {
    pub(super) const ALL: [Self; 4] = [
        Self { keeps_debt: false, exceeds_max: false },
        Self { keeps_debt: true, exceeds_max: false },
        Self { keeps_debt: false, exceeds_max: true },
        Self { keeps_debt: true, exceeds_max: true },
    ];
}

/// The reference tracker.
#[derive(Debug)]
pub(super) struct Model<'s, 'a> {
    spec: &'s Specification<'a>,
    policy: Policy,
    convention: Convention,
    limit: usize,
    points: Vec<Points>,
    /// One tracker for each key. Without keys, only the first is used.
    trackers: [Tracker; 2],
    /// The levels that this step clears and crosses. Both buffers are reused, because allocating them is slow.
    cleared: Vec<usize>,
    crossed: Vec<usize>,
}

#[derive(Debug)]
struct Tracker {
    used: i128,
    /// For each level, whether it has fired and was not re-armed since.
    fired: Vec<bool>,
    has_reading: bool,
}

impl Tracker {
    fn new(levels: usize) -> Self {
        Self { used: 0, fired: vec![false; levels], has_reading: false }
    }
}

impl<'s, 'a> Model<'s, 'a> {
    pub(super) fn new(spec: &'s Specification<'a>, limit: usize, convention: Convention) -> Self {
        let tracker = || Tracker::new(spec.levels.len());
        let trackers = [tracker(), tracker()];
        let (points, cleared, crossed) = (spec.points(limit), Vec::new(), Vec::new());
        Self { spec, policy: spec.policy, convention, limit, points, trackers, cleared, crossed }
    }

    /// Returns the usage and the limit after `step`, which must be the last step, for the key of that step.
    pub(super) fn usage_after(&self, step: Step) -> Usage {
        let used = self.trackers[key_of(step)].used;
        Usage { value: usize::try_from(used.max(0)).unwrap_or(usize::MAX), max: self.limit }
    }

    /// Takes a step and returns the messages due.
    pub(super) fn step(&mut self, step: Step) -> Due {
        let Convention { keeps_debt, exceeds_max } = self.convention;
        let key = key_of(step);
        let tracker = &mut self.trackers[key];
        match step {
            Step::Use(value) | Step::UseKey(_, value) => tracker.used = value as i128,
            Step::Consume(amount) => {
                let used = tracker.used + amount as i128;
                tracker.used = if exceeds_max { used } else { used.min(usize::MAX as i128) };
            }
            Step::Release(amount) => {
                let used = tracker.used - amount as i128;
                tracker.used = if keeps_debt { used } else { used.max(0) };
            }
            Step::SetLimit(limit) => {
                self.limit = limit;
                self.points = self.spec.points(limit);
            }
            Step::Reset => {
                *tracker = Tracker::new(self.points.len());
                return Due::Nothing;
            }
            Step::Restart => return Due::Nothing,
        }
        match self.policy.notify_on {
            NotifyOn::Update => self.highest_reached(key),
            NotifyOn::Crossing => self.cross(key),
        }
    }

    /// Re-arms a level whose message could not be delivered.
    pub(super) fn not_delivered(&mut self, step: Step, level: usize) {
        self.trackers[key_of(step)].fired[level] = false;
    }

    fn highest_reached(&self, key: usize) -> Due {
        let used = self.used(key);
        // Plain loops over slices: the battery spends most of its time here, and unoptimized iterators are slow.
        let points = self.points.as_slice();
        let (mut highest, mut level) = (0, 0);
        while level < points.len() {
            if used >= points[level].trip && points[level].trip > highest {
                highest = points[level].trip;
            }
            level += 1;
        }
        if highest == 0 {
            return Due::Nothing;
        }
        let (mut tied, mut level) = (Vec::new(), 0);
        while level < points.len() {
            if points[level].trip == highest {
                tied.push(level);
            }
            level += 1;
        }
        self.highest(&tied)
    }

    fn cross(&mut self, key: usize) -> Due {
        let used = self.used(key);
        let Policy { latched, each_level, first_reading_is_silent, .. } = self.policy;
        let tracker = &mut self.trackers[key];
        self.cleared.clear();
        self.crossed.clear();
        let (points, fired) = (self.points.as_slice(), tracker.fired.as_mut_slice());
        let mut level = 0;
        while level < points.len() {
            if fired[level] && used < points[level].rearm && !latched {
                fired[level] = false;
                if self.spec.levels[level].cleared.is_some() {
                    self.cleared.push(level);
                }
            }
            if !fired[level] && used >= points[level].trip {
                fired[level] = true;
                self.crossed.push(level);
            }
            level += 1;
        }
        let is_silent = first_reading_is_silent && !tracker.has_reading;
        tracker.has_reading = true;
        let (cleared, crossed) = (self.cleared.as_slice(), self.crossed.as_slice());
        if is_silent || (cleared.is_empty() && crossed.is_empty()) {
            Due::Nothing
        } else if each_level {
            self.all(cleared, crossed)
        } else if crossed.is_empty() {
            self.lowest_cleared(cleared)
        } else {
            self.highest(crossed)
        }
    }

    fn used(&self, key: usize) -> u128 {
        let used = self.trackers[key].used;
        if used > 0 { used.unsigned_abs() } else { 0 }
    }

    /// Returns the message of the highest of these levels.
    fn highest(&self, levels: &[usize]) -> Due {
        if let [level] = levels {
            return Due::reaching(Some(*level));
        }
        let mut highest = 0;
        for level in levels {
            highest = highest.max(self.points[*level].trip);
        }
        let tied = self.with_trip(highest, levels);
        Due::reaching(if tied.len() == 1 { Some(tied[0]) } else { self.spec.precedent(&tied) })
    }

    /// Returns the levels that are reached at `trip`.
    fn with_trip(&self, trip: u128, levels: &[usize]) -> Vec<usize> {
        let mut tied = Vec::new();
        for level in levels {
            if self.points[*level].trip == trip {
                tied.push(*level);
            }
        }
        tied
    }

    /// Returns the cleared message of the lowest of these levels.
    fn lowest_cleared(&self, levels: &[usize]) -> Due {
        let mut lowest = u128::MAX;
        for level in levels {
            lowest = lowest.min(self.points[*level].trip);
        }
        Due::OneOf(notices(&self.with_trip(lowest, levels), true))
    }

    /// Returns the messages of all of these levels: the cleared ones in any order, then the crossed ones in ascending
    /// order.
    fn all(&self, cleared: &[usize], crossed: &[usize]) -> Due {
        let mut groups = Vec::new();
        if !cleared.is_empty() {
            groups.push(notices(cleared, true));
        }
        let mut crossed = crossed.to_vec();
        sort_by(&mut crossed, &mut |a, b| self.points[*a].trip.cmp(&self.points[*b].trip));
        for tied in crossed.chunk_by(|a, b| self.points[*a].trip == self.points[*b].trip) {
            groups.push(notices(tied, false));
        }
        Due::All(groups)
    }
}

pub(super) fn key_of(step: Step) -> usize {
    match step {
        Step::UseKey(key, _) => usize::from(key % 2),
        _ => 0,
    }
}

fn notices(levels: &[usize], is_clear: bool) -> Vec<Notice> {
    levels.iter().map(|level| Notice { level: *level, is_clear }).collect()
}

impl Due {
    /// Returns the message for reaching a level, if there is one.
    fn reaching(level: Option<usize>) -> Self {
        match level {
            Some(level) => Self::One(Notice { level, is_clear: false }),
            None => Self::Nothing,
        }
    }

    /// Returns the notices in the order in which a report shows them.
    pub(super) fn notices(&self) -> Vec<Notice> {
        match self {
            Self::Nothing => Vec::new(),
            Self::One(notice) => vec![*notice],
            Self::OneOf(notices) => notices[..notices.len().min(1)].to_vec(),
            Self::All(groups) => groups.concat(),
        }
    }

    /// Returns the messages due when several threads make the same update at once, given those due for each thread.
    pub(super) fn together(self, others: Vec<Self>) -> Self {
        let mut notices = self.notices();
        let alone = notices.len();
        for other in others {
            notices.append(&mut other.notices());
        }
        if notices.len() == alone {
            return self;
        }
        let mut groups = Vec::with_capacity(notices.len());
        for notice in notices {
            groups.push(vec![notice]);
        }
        Self::All(groups)
    }
}
