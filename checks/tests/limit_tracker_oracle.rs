//! Compares both trackers with a slow, obvious oracle on random thresholds, policies, limits and walks.
#![cfg(feature = "testing")]

use std::collections::{BTreeMap, BTreeSet};

use mock_messenger::{
    Alert, LimitTracker, LimitTrackerBuilder, Messenger, NotifyOn, SyncRecordingMessenger, Threshold,
    ThresholdKind, Usage,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    Percent(u32),
    AbovePercent(u32),
    RemainingPercent(u32),
    Value(usize),
    AboveValue(usize),
    Remaining(usize),
}

impl Kind {
    /// Returns the same kind for any two kinds that are the same level at every limit.
    fn canonical(self) -> Self {
        match self {
            Self::RemainingPercent(percent) => Self::Percent(100 - percent),
            Self::Remaining(0) => Self::Percent(100),
            Self::AboveValue(value) if value < usize::MAX => Self::Value(value + 1),
            other => other,
        }
    }

    fn family(self) -> usize {
        match self.canonical() {
            Self::Percent(_) | Self::AbovePercent(_) | Self::RemainingPercent(_) => 0,
            Self::Value(_) | Self::AboveValue(_) => 1,
            Self::Remaining(_) => 2,
        }
    }

    /// Returns the rank of the level in its family. Levels are reached in ascending order.
    fn severity(self) -> i128 {
        match self.canonical() {
            Self::Percent(percent) => i128::from(percent) * 2,
            Self::AbovePercent(percent) => i128::from(percent) * 2 + 1,
            Self::Value(value) => value as i128,
            Self::AboveValue(value) => value as i128 + 1,
            Self::Remaining(remaining) => -(remaining as i128),
            Self::RemainingPercent(_) => unreachable!("it is not canonical"),
        }
    }

    /// Returns the level below which usage re-arms this one, or `None` if usage cannot be below it.
    fn lowered(self, margin: usize) -> Option<Self> {
        let points = u32::try_from(margin).ok()?;
        match self {
            Self::Percent(percent) if percent > points => Some(Self::Percent(percent - points)),
            Self::AbovePercent(percent) if percent >= points => Some(Self::AbovePercent(percent - points)),
            Self::RemainingPercent(percent) if percent + points < 100 => {
                Some(Self::RemainingPercent(percent + points))
            }
            Self::Value(value) if value > margin => Some(Self::Value(value - margin)),
            Self::AboveValue(value) if value >= margin => Some(Self::AboveValue(value - margin)),
            Self::Remaining(remaining) => remaining.checked_add(margin).map(Self::Remaining),
            _ => None,
        }
    }

    fn is_reached(self, value: usize, max: usize) -> bool {
        let (value, max) = (value as u128, max as u128);
        let left = max.saturating_sub(value);
        value > 0
            && match self {
                Self::Percent(percent) => value * 100 >= max * u128::from(percent),
                Self::AbovePercent(percent) => value * 100 > max * u128::from(percent),
                Self::RemainingPercent(percent) => left * 100 <= max * u128::from(percent),
                Self::Value(level) => value >= level as u128,
                Self::AboveValue(level) => value > level as u128,
                Self::Remaining(remaining) => left <= remaining as u128,
            }
    }
}

impl From<ThresholdKind> for Kind {
    fn from(kind: ThresholdKind) -> Self {
        match kind {
            ThresholdKind::AtPercent(percent) => Self::Percent(percent),
            ThresholdKind::AbovePercent(percent) => Self::AbovePercent(percent),
            ThresholdKind::AtRemainingPercent(percent) => Self::RemainingPercent(percent),
            ThresholdKind::AtValue(value) => Self::Value(value),
            ThresholdKind::AboveValue(value) => Self::AboveValue(value),
            ThresholdKind::AtRemaining(remaining) => Self::Remaining(remaining),
            other => unreachable!("{other}"),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Level {
    kind: Kind,
    margin: usize,
    cleared: bool,
}

#[derive(Clone, Debug)]
struct Settings {
    max: usize,
    /// The levels, in the order listed.
    levels: Vec<Level>,
    notify_on: NotifyOn,
    rearm: Option<u32>,
    each_level: bool,
    latched: bool,
    zero_is_unlimited: bool,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Set(usize),
    /// Sets the usage to the trip point or the re-arm point of a threshold, plus `by`.
    SetNear {
        threshold: prop::sample::Index,
        is_rearm: bool,
        by: i8,
    },
    Consume(usize),
    Release(usize),
    Max(usize),
    Reset,
    Rearm(prop::sample::Index),
    Restart,
}

/// An event in which a threshold fires or clears.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Event {
    threshold: usize,
    is_clear: bool,
}

/// A direct implementation of the documentation, without trip points, sorted levels or ranges.
struct Oracle<'a> {
    settings: &'a Settings,
    value: usize,
    max: usize,
    fired: BTreeSet<usize>,
}

impl Oracle<'_> {
    fn is_unlimited(&self) -> bool {
        self.settings.zero_is_unlimited && self.max == 0
    }

    fn kind(&self, threshold: usize) -> Kind {
        self.settings.levels[threshold].kind
    }

    fn reaches(&self, value: usize, kind: Kind) -> bool {
        !self.is_unlimited() && kind.is_reached(value, self.max)
    }

    fn reached(&self) -> BTreeSet<usize> {
        let is_reached = |&threshold: &usize| self.reaches(self.value, self.kind(threshold));
        (0..self.settings.levels.len()).filter(is_reached).collect()
    }

    /// Returns the lowest usage that reaches a threshold, or `None` if no usage does.
    fn trip_point(&self, threshold: usize) -> Option<usize> {
        self.lowest_to_reach(self.kind(threshold))
    }

    /// Finds the lowest usage that reaches a level, by bisection.
    fn lowest_to_reach(&self, kind: Kind) -> Option<usize> {
        let (mut below, mut reached) = (0, usize::MAX);
        if !self.reaches(reached, kind) {
            return None;
        }
        while reached - below > 1 {
            let middle = below + (reached - below) / 2;
            if self.reaches(middle, kind) {
                reached = middle;
            } else {
                below = middle;
            }
        }
        Some(reached)
    }

    /// Returns the threshold that takes precedence among thresholds that are reached.
    fn precedent(&self, among: &BTreeSet<usize>) -> Option<usize> {
        let highest = among.iter().filter_map(|&threshold| self.trip_point(threshold)).max()?;
        let tied = || among.iter().copied().filter(|&threshold| self.trip_point(threshold) == Some(highest));
        let most_severe = |family| {
            tied()
                .filter(|&threshold| self.kind(threshold).family() == family)
                .max_by_key(|&threshold| self.kind(threshold).severity())
        };
        (0..3).filter_map(most_severe).max()
    }

    fn is_below_the_rearm_point(&self, threshold: usize) -> bool {
        let level = self.settings.levels[threshold];
        if level.margin > 0 {
            return !self.reaches(self.value, level.kind.lowered(level.margin).unwrap());
        }
        match self.settings.rearm {
            Some(percent) => {
                let is_below = self.value as u128 * 100 < self.max as u128 * u128::from(percent);
                self.value == 0 || self.is_unlimited() || (is_below && self.reached().is_empty())
            }
            None => !self.reaches(self.value, level.kind),
        }
    }

    /// Returns the events of an update: first the cleared levels in descending order, then the fired levels in
    /// ascending order.
    fn update(&mut self) -> Vec<Event> {
        let reached = self.reached();
        let fire = |threshold| Event { threshold, is_clear: false };
        if self.settings.notify_on == NotifyOn::Update {
            return self.precedent(&reached).map(fire).into_iter().collect();
        }
        let rearmed: BTreeSet<usize> = if self.settings.latched {
            BTreeSet::new()
        } else {
            self.fired.iter().copied().filter(|&t| self.is_below_the_rearm_point(t)).collect()
        };
        self.fired = &self.fired - &rearmed;
        let crossed = &reached - &self.fired;
        self.fired.extend(&crossed);
        let ascending = |threshold: &usize| self.trip_point(*threshold).unwrap_or(usize::MAX);
        let mut cleared: Vec<usize> =
            rearmed.into_iter().filter(|&threshold| self.settings.levels[threshold].cleared).collect();
        cleared.sort_by_key(|threshold| std::cmp::Reverse(ascending(threshold)));
        let precedent = self.precedent(&crossed);
        let mut fired: Vec<usize> = crossed.into_iter().collect();
        fired.sort_by_key(|threshold| (ascending(threshold), Some(*threshold) == precedent));
        let clear = |threshold| Event { threshold, is_clear: true };
        cleared.into_iter().map(clear).chain(fired.into_iter().map(fire)).collect()
    }

    fn take(&mut self, step: Step) -> Vec<Event> {
        match step {
            Step::Set(value) => self.value = value,
            Step::SetNear { .. } => unreachable!("it was made a plain one"),
            Step::Consume(amount) => self.value = self.value.saturating_add(amount),
            Step::Release(amount) => self.value = self.value.saturating_sub(amount),
            Step::Max(max) => self.max = max,
            Step::Reset => {
                self.value = 0;
                self.fired.clear();
                return Vec::new();
            }
            Step::Rearm(index) => {
                self.fired.remove(&index.index(self.settings.levels.len()));
                return Vec::new();
            }
            Step::Restart => return Vec::new(),
        }
        self.update()
    }

    fn plain(&self, step: Step) -> Step {
        match step {
            Step::SetNear { threshold, is_rearm, by } => {
                let level = self.settings.levels[threshold.index(self.settings.levels.len())];
                let rearm = match self.settings.rearm {
                    Some(percent) if level.margin == 0 => Some(Kind::Percent(percent)),
                    _ => level.kind.lowered(level.margin),
                };
                let kind = rearm.filter(|_| is_rearm).unwrap_or(level.kind);
                let point = self.lowest_to_reach(kind);
                Step::Set(point.unwrap_or(usize::MAX).saturating_add_signed(by.into()))
            }
            other => other,
        }
    }

    /// Compares the sent messages with the events that are due. Levels that clear at the same usage can be in any
    /// order.
    fn check(&self, due: &[Event], sent: &[String]) {
        let text = |event: &Event| {
            let verb = if event.is_clear { "cleared" } else { "fired" };
            format!("threshold {} {verb} at {}", event.threshold, Usage { value: self.value, max: self.max })
        };
        let point = |event: &Event| (event.is_clear, self.trip_point(event.threshold));
        let events: Vec<Event> = sent
            .iter()
            .map(|sent| {
                *due.iter().find(|event| text(event) == *sent).unwrap_or_else(|| panic!("{sent}: {due:?}"))
            })
            .collect();
        if self.settings.each_level {
            assert_eq!(
                events.iter().map(text).collect::<BTreeSet<_>>(),
                due.iter().map(text).collect::<BTreeSet<_>>()
            );
            assert_eq!(
                events.iter().map(point).collect::<Vec<_>>(),
                due.iter().map(point).collect::<Vec<_>>()
            );
        } else {
            assert_eq!(events.len(), due.len().min(1), "{sent:?}, due {due:?}");
            assert_eq!(events.last().map(point), due.last().map(point));
        }
        if let Some(last) = due.last().filter(|last| !last.is_clear) {
            assert_eq!(events.last(), Some(last));
        }
    }
}

fn amount() -> impl Strategy<Value = usize> {
    let around = |n: usize| (0..=300_usize).prop_map(move |by| n.wrapping_add(by).wrapping_sub(150));
    prop_oneof![
        8 => 0..=12_usize,
        8 => 0..=300_usize,
        2 => (0..=300_usize).prop_map(|n| usize::MAX - n),
        1 => around(usize::MAX / 4),
        1 => around(usize::MAX / 2),
        1 => around(1 << 16),
        2 => any::<usize>(),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        6 => (1..=250_u32).prop_map(Kind::Percent),
        1 => (1..=u32::MAX).prop_map(Kind::Percent),
        3 => (0..=250_u32).prop_map(Kind::AbovePercent),
        3 => (0..=99_u32).prop_map(Kind::RemainingPercent),
        4 => amount().prop_map(|value| Kind::Value(value.max(1))),
        2 => amount().prop_map(Kind::AboveValue),
        3 => amount().prop_map(Kind::Remaining),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => amount().prop_map(Step::Set),
        14 => (any::<prop::sample::Index>(), any::<bool>(), -1..=1_i8)
            .prop_map(|(threshold, is_rearm, by)| Step::SetNear { threshold, is_rearm, by }),
        6 => amount().prop_map(Step::Consume),
        6 => amount().prop_map(Step::Release),
        3 => prop_oneof![4 => amount(), 1 => Just(0)].prop_map(Step::Max),
        2 => Just(Step::Reset),
        2 => any::<prop::sample::Index>().prop_map(Step::Rearm),
        2 => Just(Step::Restart),
    ]
}

fn settings() -> impl Strategy<Value = Settings> {
    let level = (kind(), prop_oneof![2 => Just(0), 1 => 1..=20_usize], any::<bool>())
        .prop_map(|(kind, margin, cleared)| Level { kind, margin, cleared });
    let levels = prop::collection::vec(level, 1..=8);
    let notify_on = prop_oneof![1 => Just(NotifyOn::Update), 4 => Just(NotifyOn::Crossing)];
    // Half of the cases have plain levels, because only these are updated without a lock.
    let policy = (any::<bool>(), prop::option::of(1..=100_u32), any::<bool>(), any::<bool>(), any::<bool>());
    (amount(), levels, notify_on, policy).prop_map(
        |(max, mut levels, notify_on, (is_plain, rearm, each_level, latched, zero_is_unlimited))| {
            let mut seen = BTreeSet::new();
            levels.retain(|level| seen.insert(level.kind.canonical()));
            let on_crossing = notify_on == NotifyOn::Crossing;
            let latched = on_crossing && latched && !is_plain;
            let can_rearm = on_crossing && !latched && !is_plain;
            for level in &mut levels {
                if !can_rearm || level.kind.lowered(level.margin).is_none() {
                    level.margin = 0;
                }
                level.cleared &= can_rearm;
            }
            Settings {
                max,
                levels,
                notify_on,
                rearm: rearm.filter(|_| can_rearm),
                each_level: each_level && on_crossing,
                latched,
                zero_is_unlimited,
            }
        },
    )
}

fn thresholds(settings: &Settings) -> impl Iterator<Item = Threshold> + '_ {
    settings.levels.iter().enumerate().map(|(index, level)| {
        let message = move |usage: Usage| format!("threshold {index} fired at {usage}");
        let threshold = match level.kind {
            Kind::Percent(percent) => Threshold::at_percent(percent, message),
            Kind::AbovePercent(percent) => Threshold::above_percent(percent, message),
            Kind::RemainingPercent(percent) => Threshold::at_remaining_percent(percent, message),
            Kind::Value(value) => Threshold::at_value(value, message),
            Kind::AboveValue(value) => Threshold::above_value(value, message),
            Kind::Remaining(remaining) => Threshold::at_remaining(remaining, message),
        };
        let threshold = threshold.rearm_margin(level.margin);
        if level.cleared {
            threshold.cleared(move |usage: Usage| format!("threshold {index} cleared at {usage}"))
        } else {
            threshold
        }
    })
}

fn builder<M: Messenger>(settings: &Settings, messenger: M) -> LimitTrackerBuilder<M> {
    let mut builder = LimitTracker::builder(messenger, settings.max)
        .thresholds(thresholds(settings))
        .notify_on(settings.notify_on);
    if let Some(percent) = settings.rearm {
        builder = builder.rearm_below_percent(percent);
    }
    if settings.each_level {
        builder = builder.each_level();
    }
    if settings.latched {
        builder = builder.latched();
    }
    if settings.zero_is_unlimited {
        builder = builder.zero_is_unlimited();
    }
    builder
}

/// Returns whether the builder has to reject the re-arm point, because a threshold without a margin is below it.
fn is_rearm_too_high(settings: &Settings, rearm: u32) -> bool {
    let oracle = Oracle { settings, value: 0, max: settings.max, fired: BTreeSet::new() };
    settings.levels.iter().enumerate().filter(|(_, level)| level.margin == 0).any(|(i, level)| {
        match level.kind {
            Kind::Percent(percent) | Kind::AbovePercent(percent) => percent < rearm,
            Kind::RemainingPercent(percent) => 100 - percent < rearm,
            _ => oracle
                .trip_point(i)
                .is_some_and(|point| (point as u128) * 100 < settings.max as u128 * u128::from(rearm)),
        }
    })
}

fn texts(alert: Option<Alert<'_>>) -> Vec<String> {
    alert
        .iter()
        .flat_map(|alert| alert.all().map(|alert| alert.message().into_owned()).collect::<Vec<_>>())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        // All runs use the same walks.
        rng_seed: RngSeed::Fixed(75),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn both_trackers_do_what_the_documentation_says(
        mut settings in settings(),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let messengers = [SyncRecordingMessenger::new(), SyncRecordingMessenger::new()];
        if let Some(rearm) = settings.rearm {
            let rejected = is_rearm_too_high(&settings, rearm);
            prop_assert_eq!(builder(&settings, &messengers[0]).build().is_err(), rejected);
            if rejected {
                settings.rearm = None;
            }
        }
        let settings = settings;
        let mut tracker = builder(&settings, &messengers[0]).build().unwrap();
        let mut shared = builder(&settings, &messengers[1]).build_sync().unwrap();
        let indices: BTreeMap<Kind, usize> = settings.levels.iter().map(|level| level.kind).zip(0..).collect();
        let index_of = |threshold: &Threshold| indices[&Kind::from(threshold.kind())];
        let list: Vec<_> = thresholds(&settings).collect();

        let mut oracle = Oracle { settings: &settings, value: 0, max: settings.max, fired: BTreeSet::new() };
        for step in steps {
            let step = oracle.plain(step);
            let returned = match step {
                Step::Set(value) => [texts(tracker.set_value(value)), texts(shared.set_value(value))],
                Step::SetNear { .. } => unreachable!("it was made a plain one"),
                Step::Consume(amount) => [texts(tracker.consume(amount)), texts(shared.consume(amount))],
                Step::Release(amount) => [texts(tracker.release(amount)), texts(shared.release(amount))],
                Step::Max(max) => [texts(tracker.set_max(max)), texts(shared.set_max(max))],
                Step::Reset => { tracker.reset(); shared.reset(); Default::default() }
                Step::Rearm(index) => {
                    let threshold = &list[index.index(list.len())];
                    prop_assert!(tracker.rearm(threshold) && shared.rearm(threshold));
                    Default::default()
                }
                Step::Restart => {
                    tracker = builder(&settings, &messengers[0]).resume(tracker.state()).build().unwrap();
                    shared = builder(&settings, &messengers[1]).resume(shared.state()).build_sync().unwrap();
                    Default::default()
                }
            };
            let due = oracle.take(step);
            let usage = Usage { value: oracle.value, max: oracle.max };
            for (messenger, returned) in messengers.iter().zip(returned) {
                prop_assert_eq!(messenger.take(), &returned[..]);
                oracle.check(&due, &returned);
            }
            let level = oracle.precedent(&oracle.reached());
            prop_assert_eq!(tracker.level().map(index_of), level);
            prop_assert_eq!(shared.level().map(index_of), level);
            prop_assert_eq!(tracker.usage(), usage);
            prop_assert_eq!(shared.usage(), usage);
            let state = shared.state();
            let fired: Vec<_> = state.fired().map(|kind| indices[&Kind::from(kind)]).collect();
            let due = match settings.notify_on {
                NotifyOn::Crossing => oracle.fired.clone(),
                // Every update fires all levels that are reached.
                _ => oracle.reached(),
            };
            prop_assert_eq!(fired, due.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(tracker.state(), state);
        }
        if !oracle.is_unlimited() {
            for (index, threshold) in list.iter().enumerate() {
                prop_assert_eq!(threshold.trip_point(oracle.max), oracle.trip_point(index));
            }
        }
    }

    #[test]
    fn the_percentage_used_reaches_exactly_what_usage_reaches(
        value in amount(),
        max in amount().prop_map(|max| max.max(1)),
        percent in prop_oneof![1..=250_u32, 1..=u32::MAX],
    ) {
        let reached = Threshold::at_percent(percent, "reached").trip_point(max).is_some_and(|point| value >= point);
        prop_assert_eq!(Usage { value, max }.percent() >= u64::from(percent), reached);
    }
}
