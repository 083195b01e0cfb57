//! The reference model: the definition of which messages are due, as a program.
//!
//! It is deliberately slow and plain. It compares usage with every level at every step, remembers for each level
//! whether it fired, and shares no arithmetic with the trackers of this crate.

use super::specification::{Points, Policy, Specification};
use super::step::Step;
use crate::sort::sort_by;
use crate::{NotifyOn, Usage};

/// A message of a level: the one for reaching it, or the one for falling below its re-arm point.
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

/// What happens to usage outside the range of a `usize`. Trackers may choose, so a run is right if it is right under one
/// of the conventions.
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

/// A tracker that is right by definition.
#[derive(Debug)]
pub(super) struct Model<'s, 'a> {
    spec: &'s Specification<'a>,
    policy: Policy,
    convention: Convention,
    limit: usize,
    points: Vec<Points>,
    /// A tracker for each key. Without keys, there is one.
    trackers: [Tracker; 2],
    /// The levels that were cleared and crossed at this step, kept because allocating them takes long.
    cleared: Vec<usize>,
    crossed: Vec<usize>,
}

#[derive(Debug)]
struct Tracker {
    used: i128,
    /// For each level, whether it fired and was not re-armed since.
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

    /// Returns the usage and the limit after the last step, for the tracker that the step was for.
    pub(super) fn usage_after(&self, step: Step) -> Usage {
        let used = self.trackers[key_of(step)].used;
        Usage { value: usize::try_from(used.max(0)).unwrap_or(usize::MAX), max: self.limit }
    }

    /// Takes a step, and returns what is due.
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

    /// Takes note that the message of a level could not be delivered.
    pub(super) fn not_delivered(&mut self, step: Step, level: usize) {
        self.trackers[key_of(step)].fired[level] = false;
    }

    fn highest_reached(&self, key: usize) -> Due {
        let used = self.used(key);
        // Plain loops over slices, because this is most of what the battery does, and unoptimized iterators are slow.
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

    /// Returns the messages of all of these levels: cleared ones in any order, then crossed ones from the lowest up.
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

    /// Returns the notices in the order in which they are shown.
    pub(super) fn notices(&self) -> Vec<Notice> {
        match self {
            Self::Nothing => Vec::new(),
            Self::One(notice) => vec![*notice],
            Self::OneOf(notices) => notices[..notices.len().min(1)].to_vec(),
            Self::All(groups) => groups.concat(),
        }
    }

    /// Returns what is due if an update is made by several threads at once, given what is due for each of them.
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
