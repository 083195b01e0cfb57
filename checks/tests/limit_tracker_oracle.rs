//! Both trackers against an oracle that is slow and obvious, over any thresholds, limits and walks.
#![cfg(feature = "testing")]

use std::collections::{BTreeMap, BTreeSet};

use mock_messenger::{LimitTracker, NotifyOn, SyncRecordingMessenger, Threshold, Usage};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum At {
    Percent(u32),
    Value(usize),
}

#[derive(Clone, Debug)]
struct Settings {
    max: usize,
    /// In the order listed, each once.
    thresholds: Vec<At>,
    notify_on: NotifyOn,
    rearm: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Set(usize),
    /// To the trip point of one of the thresholds, and this far past it or before it.
    SetNear(prop::sample::Index, i8),
    Consume(usize),
    Release(usize),
    Max(usize),
    Reset,
}

/// What the documentation says, word for word: no trip points, no order of levels, no window.
struct Oracle<'a> {
    settings: &'a Settings,
    value: usize,
    max: usize,
    told: BTreeSet<usize>,
}

impl Oracle<'_> {
    fn reaches(&self, value: usize, threshold: usize) -> bool {
        let (value, max) = (value as u128, self.max as u128);
        value > 0
            && match self.settings.thresholds[threshold] {
                At::Percent(percent) => value * 100 >= max * u128::from(percent),
                At::Value(at) => value >= at as u128,
            }
    }

    fn reached(&self) -> BTreeSet<usize> {
        (0..self.settings.thresholds.len()).filter(|&threshold| self.reaches(self.value, threshold)).collect()
    }

    /// The lowest usage that reaches a threshold, searched for.
    fn trip_point(&self, threshold: usize) -> Option<usize> {
        let (mut below, mut at) = (0, usize::MAX);
        if !self.reaches(at, threshold) {
            return None;
        }
        while at - below > 1 {
            let middle = below + (at - below) / 2;
            if self.reaches(middle, threshold) {
                at = middle;
            } else {
                below = middle;
            }
        }
        Some(at)
    }

    /// Which of some thresholds speaks.
    fn speaker(&self, among: &BTreeSet<usize>) -> Option<usize> {
        let at = |threshold: usize| self.settings.thresholds[threshold];
        let highest = among.iter().filter_map(|&threshold| self.trip_point(threshold)).max()?;
        let tied = || among.iter().copied().filter(|&threshold| self.trip_point(threshold) == Some(highest));
        let percent =
            tied().filter(|&threshold| matches!(at(threshold), At::Percent(_))).max_by_key(|&t| at(t));
        let value = tied().find(|&threshold| matches!(at(threshold), At::Value(_)));
        percent.max(value)
    }

    fn is_below_the_rearm_point(&self, percent: u32) -> bool {
        let is_below = self.value as u128 * 100 < self.max as u128 * u128::from(percent);
        self.value == 0 || (is_below && self.reached().is_empty())
    }

    fn update(&mut self) -> Option<usize> {
        let reached = self.reached();
        if self.settings.notify_on == NotifyOn::Update {
            return self.speaker(&reached);
        }
        match self.settings.rearm {
            None => self.told.retain(|threshold| reached.contains(threshold)),
            Some(percent) if self.is_below_the_rearm_point(percent) => self.told.clear(),
            Some(_) => {}
        }
        let crossed = &reached - &self.told;
        self.told.extend(&crossed);
        self.speaker(&crossed)
    }

    fn take(&mut self, step: Step) -> Option<usize> {
        match step {
            Step::Set(value) => self.value = value,
            Step::SetNear(..) => unreachable!("it was made a plain one"),
            Step::Consume(amount) => self.value = self.value.saturating_add(amount),
            Step::Release(amount) => self.value = self.value.saturating_sub(amount),
            Step::Max(max) => self.max = max,
            Step::Reset => {
                self.value = 0;
                self.told.clear();
                return None;
            }
        }
        self.update()
    }

    fn plain(&self, step: Step) -> Step {
        match step {
            Step::SetNear(threshold, by) => {
                let point = self.trip_point(threshold.index(self.settings.thresholds.len()));
                Step::Set(point.unwrap_or(usize::MAX).saturating_add_signed(by.into()))
            }
            other => other,
        }
    }
}

fn amount() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0..=12_usize, 4 => 0..=300_usize, 1 => (0..=300_usize).prop_map(|n| usize::MAX - n), 1 => any::<usize>()]
}

fn at() -> impl Strategy<Value = At> {
    prop_oneof![
        6 => (1..=250_u32).prop_map(At::Percent),
        1 => (1..=u32::MAX).prop_map(At::Percent),
        4 => amount().prop_map(|value| At::Value(value.max(1))),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => amount().prop_map(Step::Set),
        6 => (any::<prop::sample::Index>(), -1..=1_i8).prop_map(|(threshold, by)| Step::SetNear(threshold, by)),
        3 => amount().prop_map(Step::Consume),
        3 => amount().prop_map(Step::Release),
        2 => amount().prop_map(Step::Max),
        1 => Just(Step::Reset),
    ]
}

fn settings() -> impl Strategy<Value = Settings> {
    let notify_on = prop_oneof![
        1 => Just((NotifyOn::Update, None)),
        1 => Just((NotifyOn::Crossing, None)),
        2 => (1..=100_u32).prop_map(|percent| (NotifyOn::Crossing, Some(percent))),
    ];
    (amount(), prop::collection::vec(at(), 1..=8), notify_on).prop_map(
        |(max, mut thresholds, (notify_on, rearm))| {
            let mut seen = BTreeSet::new();
            thresholds.retain(|&at| seen.insert(at));
            Settings { max, thresholds, notify_on, rearm }
        },
    )
}

fn thresholds(settings: &Settings) -> impl Iterator<Item = Threshold> + '_ {
    settings.thresholds.iter().enumerate().map(|(index, &at)| {
        let message = move |usage: Usage| format!("threshold {index} at {usage}");
        match at {
            At::Percent(percent) => Threshold::at_percent(percent, message),
            At::Value(value) => Threshold::at_value(value, message),
        }
    })
}

/// Whether the re-arm point is above one of the thresholds, which the builder is to refuse.
fn is_rearm_too_high(settings: &Settings, rearm: u32) -> bool {
    settings.thresholds.iter().any(|&at| match at {
        At::Percent(percent) => percent < rearm,
        At::Value(value) => ((value as u128) * 100) < settings.max as u128 * u128::from(rearm),
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        // The same walks everywhere.
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
        let builders = |settings: &Settings| {
            messengers.each_ref().map(|messenger| {
                let builder = LimitTracker::builder(messenger, settings.max)
                    .thresholds(thresholds(settings))
                    .notify_on(settings.notify_on);
                match settings.rearm {
                    Some(percent) => builder.rearm_below_percent(percent),
                    None => builder,
                }
            })
        };
        if let Some(rearm) = settings.rearm {
            let [builder, _] = builders(&settings);
            let refused = is_rearm_too_high(&settings, rearm);
            prop_assert_eq!(builder.build().is_err(), refused);
            if refused {
                settings.rearm = None;
            }
        }
        let [builder, shared] = builders(&settings);
        let mut tracker = builder.build().unwrap();
        let shared = shared.build_sync().unwrap();
        let places: BTreeMap<At, usize> = settings.thresholds.iter().copied().zip(0..).collect();
        let place_of = |threshold: &Threshold| match threshold.percent() {
            Some(percent) => places[&At::Percent(percent)],
            None => places[&At::Value(threshold.value().unwrap())],
        };

        let mut oracle = Oracle { settings: &settings, value: 0, max: settings.max, told: BTreeSet::new() };
        for step in steps {
            let step = oracle.plain(step);
            match step {
                Step::Set(value) => { tracker.set_value(value); shared.set_value(value); }
                Step::SetNear(..) => unreachable!("it was made a plain one"),
                Step::Consume(amount) => { tracker.consume(amount); shared.consume(amount); }
                Step::Release(amount) => { tracker.release(amount); shared.release(amount); }
                Step::Max(max) => { tracker.set_max(max); shared.set_max(max); }
                Step::Reset => { tracker.reset(); shared.reset(); }
            }
            let due = oracle.take(step);
            let usage = Usage { value: oracle.value, max: oracle.max };
            let message = Vec::from_iter(due.map(|threshold| format!("threshold {threshold} at {usage}")));
            for messenger in &messengers {
                prop_assert_eq!(messenger.take(), &message[..], "{:?}", step);
            }
            let level = oracle.speaker(&oracle.reached());
            prop_assert_eq!(tracker.level().map(place_of), level);
            prop_assert_eq!(shared.level().map(place_of), level);
            prop_assert_eq!(tracker.usage(), usage);
            prop_assert_eq!(shared.usage(), usage);
        }
        for (place, threshold) in thresholds(&settings).enumerate() {
            prop_assert_eq!(threshold.trip_point(oracle.max), oracle.trip_point(place));
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
