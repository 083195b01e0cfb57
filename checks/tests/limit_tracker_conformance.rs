//! Checks the trackers of this crate with `QuotaSpec`: every policy and every kind of update at many limits, and random
//! specifications.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]

use std::collections::HashMap;
use std::thread;

use mock_messenger::{
    LimitError, LimitTracker, LimitTrackerBuilder, Messenger, NotifyOn, QuotaSpec, QuotaViolation,
    QuotaViolationKind, SyncLimitTracker, Threshold, UsageChange, UsageStep,
};
use proptest::prelude::*;

const LIMITS: [usize; 13] = [
    100,
    0,
    1,
    2,
    3,
    4,
    10,
    101,
    1000,
    3_005_000_000_000_009,
    (1 << 53) + 1,
    usize::MAX / 100 + 1,
    usize::MAX,
];

/// A level that can be converted to a specification and to a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Percent(u32),
    AbovePercent(u32),
    Value(usize),
    AboveValue(usize),
    Remaining(usize),
    RemainingPercent(u32),
}

#[derive(Clone, Debug)]
struct Level {
    kind: Kind,
    margin: usize,
    has_cleared: bool,
}

/// Settings for both a specification and a tracker.
#[derive(Clone, Debug)]
struct Settings {
    levels: Vec<Level>,
    notify_on: NotifyOn,
    rearm_percent: Option<u32>,
    each_level: bool,
    latched: bool,
    zero_is_unlimited: bool,
}

impl Level {
    fn new(kind: Kind) -> Self {
        Self { kind, margin: 0, has_cleared: false }
    }

    fn threshold(&self) -> Threshold {
        let text = format!("{:?}", self.kind);
        let threshold = match self.kind {
            Kind::Percent(percent) => Threshold::at_percent(percent, text),
            Kind::AbovePercent(percent) => Threshold::above_percent(percent, text),
            Kind::Value(value) => Threshold::at_value(value, text),
            Kind::AboveValue(value) => Threshold::above_value(value, text),
            Kind::Remaining(remaining) => Threshold::at_remaining(remaining, text),
            Kind::RemainingPercent(percent) => Threshold::at_remaining_percent(percent, text),
        };
        let threshold = threshold.rearm_margin(self.margin);
        if self.has_cleared { threshold.cleared(format!("cleared {:?}", self.kind)) } else { threshold }
    }

    fn add_to<'a>(&self, spec: QuotaSpec<'a>) -> QuotaSpec<'a> {
        let text = format!("{:?}", self.kind);
        let spec = match self.kind {
            Kind::Percent(percent) => spec.at_percent(percent, text),
            Kind::AbovePercent(percent) => spec.above_percent(percent, text),
            Kind::Value(value) => spec.at_value(value, text),
            Kind::AboveValue(value) => spec.above_value(value, text),
            Kind::Remaining(remaining) => spec.at_remaining(remaining, text),
            Kind::RemainingPercent(percent) => spec.at_remaining_percent(percent, text),
        };
        let spec = spec.rearm_margin(self.margin);
        if self.has_cleared { spec.cleared(format!("cleared {:?}", self.kind)) } else { spec }
    }
}

impl Settings {
    fn new(kinds: &[Kind], notify_on: NotifyOn) -> Self {
        Self {
            levels: kinds.iter().copied().map(Level::new).collect(),
            notify_on,
            rearm_percent: None,
            each_level: false,
            latched: false,
            zero_is_unlimited: false,
        }
    }

    fn spec(&self, limit: usize) -> QuotaSpec<'static> {
        let spec = self.levels.iter().fold(QuotaSpec::new(limit), |spec, level| level.add_to(spec));
        let mut spec = spec.notify_on(self.notify_on);
        if let Some(percent) = self.rearm_percent {
            spec = spec.rearm_below_percent(percent);
        }
        if self.each_level {
            spec = spec.each_level();
        }
        if self.latched {
            spec = spec.latched();
        }
        if self.zero_is_unlimited {
            spec = spec.zero_is_unlimited();
        }
        spec
    }

    fn builder<M: Messenger>(&self, messenger: M, limit: usize) -> LimitTrackerBuilder<M> {
        let thresholds = self.levels.iter().map(Level::threshold);
        let mut builder = LimitTracker::builder(messenger, limit).thresholds(thresholds);
        builder = builder.notify_on(self.notify_on);
        if let Some(percent) = self.rearm_percent {
            builder = builder.rearm_below_percent(percent);
        }
        if self.each_level {
            builder = builder.each_level();
        }
        if self.latched {
            builder = builder.latched();
        }
        if self.zero_is_unlimited {
            builder = builder.zero_is_unlimited();
        }
        builder
    }

    /// Checks a tracker with these settings against a specification.
    fn check_against(&self, spec: &QuotaSpec<'_>) -> Result<(), QuotaViolation> {
        spec.check(|messenger, usage| {
            let mut tracker = self.builder(messenger, usage.limit()).build()?;
            for step in usage.steps() {
                match step {
                    UsageStep::Use(value) => drop(tracker.set_value(value)),
                    UsageStep::SetLimit(limit) => drop(tracker.set_max(limit)),
                    UsageStep::Reset => tracker.reset(),
                    UsageStep::Restart => {
                        let state = tracker.state();
                        tracker = self.builder(messenger, tracker.max()).resume(state).build()?;
                    }
                    _ => unreachable!("a new kind of step"),
                }
            }
            Ok::<_, LimitError>(())
        })
    }
}

/// Returns settings with each policy alone and with combinations of policies.
fn policies() -> Vec<(&'static str, Settings)> {
    use Kind::{AbovePercent, AboveValue, Percent, Remaining, RemainingPercent, Value};
    let book = &[Percent(75), Percent(90), Percent(100)];
    let mixed = &[Percent(50), AbovePercent(100), RemainingPercent(20)];
    let crossing = |kinds: &[Kind]| Settings::new(kinds, NotifyOn::Crossing);
    let cleared = |mut settings: Settings| {
        settings.levels.iter_mut().for_each(|level| level.has_cleared = true);
        settings
    };
    let with_margins = |mut settings: Settings| {
        for (index, level) in settings.levels.iter_mut().enumerate() {
            level.margin = 3 * (index + 1);
        }
        settings
    };
    vec![
        ("book", Settings::new(book, NotifyOn::Update)),
        ("book on crossing", crossing(book)),
        ("strict and remaining", Settings::new(mixed, NotifyOn::Update)),
        ("strict and remaining on crossing", crossing(mixed)),
        ("values", crossing(&[Value(60), AboveValue(80), Remaining(10), Remaining(0)])),
        ("re-arm point", Settings { rearm_percent: Some(60), ..crossing(book) }),
        ("each level", Settings { each_level: true, ..crossing(book) }),
        (
            "each level, re-arm point",
            Settings { each_level: true, rearm_percent: Some(74), ..crossing(book) },
        ),
        ("latched", Settings { latched: true, ..crossing(book) }),
        ("latched, each level", Settings { latched: true, each_level: true, ..crossing(mixed) }),
        ("zero is unlimited", Settings { zero_is_unlimited: true, ..crossing(book) }),
        (
            "zero is unlimited, on update",
            Settings { zero_is_unlimited: true, ..Settings::new(book, NotifyOn::Update) },
        ),
        ("margins", with_margins(crossing(book))),
        ("margins and re-arm point", {
            let mut settings = Settings { rearm_percent: Some(60), ..crossing(book) };
            settings.levels[1].margin = 2;
            settings
        }),
        ("cleared", cleared(crossing(book))),
        (
            "cleared, margins, each level",
            Settings { each_level: true, ..cleared(with_margins(crossing(mixed))) },
        ),
        ("cleared, zero is unlimited", Settings { zero_is_unlimited: true, ..cleared(crossing(book)) }),
    ]
}

#[test]
fn limit_tracker_conforms_with_every_policy_over_limits_periods_and_restarts() {
    for (name, settings) in policies() {
        if let Err(violation) = settings.check_against(&settings.spec(100)) {
            panic!("{name}: {violation}");
        }
    }
}

#[test]
fn sync_limit_tracker_conforms_with_every_policy_over_limits_periods_and_restarts() {
    for (name, settings) in policies() {
        let checked = settings.spec(100).check(|messenger, usage| {
            let mut tracker = settings.builder(messenger, usage.limit()).build_sync()?;
            for step in usage.steps() {
                match step {
                    UsageStep::Use(value) => drop(tracker.set_value(value)),
                    UsageStep::SetLimit(limit) => drop(tracker.set_max(limit)),
                    UsageStep::Reset => tracker.reset(),
                    UsageStep::Restart => {
                        let state = tracker.state();
                        tracker = settings.builder(messenger, tracker.max()).resume(state).build_sync()?;
                    }
                    _ => unreachable!("a new kind of step"),
                }
            }
            Ok::<_, LimitError>(())
        });
        if let Err(violation) = checked {
            panic!("{name}: {violation}");
        }
    }
}

#[test]
fn limit_tracker_conforms_at_any_limit() {
    QuotaSpec::book(0).limits(LIMITS).assert(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        for value in usage {
            tracker.set_value(value);
        }
    });
    QuotaSpec::book(0).limits(LIMITS).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
        let builder = LimitTracker::builder(messenger, usage.limit());
        let mut tracker = builder.notify_on(NotifyOn::Crossing).build().unwrap();
        for value in usage {
            tracker.set_value(value);
        }
    });
    for percent in [1, 74, 75] {
        let spec = QuotaSpec::book(0).limits(LIMITS).notify_on(NotifyOn::Crossing);
        spec.rearm_below_percent(percent).assert(|messenger, usage| {
            let builder = LimitTracker::builder(messenger, usage.limit()).notify_on(NotifyOn::Crossing);
            let mut tracker = builder.rearm_below_percent(percent).build().unwrap();
            for value in usage {
                tracker.set_value(value);
            }
        });
    }
}

#[test]
fn limit_tracker_conforms_with_changes() {
    for (name, settings) in policies() {
        let checked = settings.spec(100).check(|messenger, usage| {
            let mut tracker = settings.builder(messenger, usage.limit()).build()?;
            for change in usage.changes() {
                match change {
                    UsageChange::Consume(amount) => drop(tracker.consume(amount)),
                    UsageChange::Release(amount) => drop(tracker.release(amount)),
                }
            }
            Ok::<_, LimitError>(())
        });
        if let Err(violation) = checked {
            panic!("{name}: {violation}");
        }
    }
}

#[test]
fn sync_limit_tracker_conforms_with_changes() {
    QuotaSpec::book(0).limits(LIMITS).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
        let tracker = SyncLimitTracker::new(messenger, usage.limit());
        for change in usage.changes() {
            match change {
                UsageChange::Consume(amount) => drop(tracker.consume(amount)),
                UsageChange::Release(amount) => drop(tracker.release(amount)),
            }
        }
    });
}

#[test]
fn limit_trackers_of_several_keys_do_not_disturb_each_other() {
    for notify_on in [NotifyOn::Update, NotifyOn::Crossing] {
        QuotaSpec::book(100).notify_on(notify_on).assert(|messenger, usage| {
            let limit = usage.limit();
            let mut trackers = HashMap::new();
            for (key, value) in usage.keys() {
                let tracker = trackers.entry(key).or_insert_with(|| {
                    LimitTracker::builder(messenger, limit).notify_on(notify_on).build().unwrap()
                });
                tracker.set_value(value);
            }
        });
    }
}

#[test]
fn sync_limit_tracker_fires_once_for_threads_that_cross_together() {
    let rearm = Settings {
        rearm_percent: Some(60),
        ..Settings::new(&[Kind::Percent(75), Kind::Percent(90), Kind::Percent(100)], NotifyOn::Crossing)
    };
    let book = Settings { rearm_percent: None, ..rearm.clone() };
    let each_level = Settings { each_level: true, ..book.clone() };
    let latched = Settings { latched: true, ..book.clone() };
    let on_update = Settings { notify_on: NotifyOn::Update, ..book.clone() };
    for settings in [book, rearm, each_level, latched, on_update] {
        settings.spec(100).threads(2).assert(|messenger, usage| {
            let tracker = settings.builder(messenger, usage.limit()).build_sync().unwrap();
            thread::scope(|scope| {
                for part in usage.threads() {
                    scope.spawn(|| {
                        for value in part {
                            tracker.set_value(value);
                        }
                    });
                }
            });
        });
    }
}

#[test]
fn limit_tracker_fires_again_after_a_delivery_that_failed() {
    for (name, settings) in policies() {
        let checked = settings.spec(100).check(|_, usage| {
            let messenger = usage.fallible_messenger();
            let mut tracker = settings.builder((), usage.limit()).build()?;
            for value in usage {
                let Some(alert) = tracker.set_value(value) else { continue };
                let undelivered =
                    |alert: &mock_messenger::Alert<'_>| messenger.try_send(&alert.message()).is_err();
                let failed: Vec<_> =
                    alert.all().filter(undelivered).map(|alert| alert.threshold().clone()).collect();
                for threshold in &failed {
                    tracker.rearm(threshold);
                }
            }
            Ok::<_, LimitError>(())
        });
        if let Err(violation) = checked {
            panic!("{name}: {violation}");
        }
    }
}

fn limit() -> impl Strategy<Value = usize> {
    prop_oneof![
        3 => 1..200_usize,
        1 => 200..100_000_usize,
        1 => any::<usize>(),
        1 => (0..200_usize).prop_map(|below| usize::MAX - below),
    ]
}

fn level(limit: usize) -> impl Strategy<Value = Level> {
    let values = 1..=limit.saturating_add(limit / 2).max(3);
    let kind = prop_oneof![
        3 => (1..200_u32).prop_map(Kind::Percent),
        1 => (0..150_u32).prop_map(Kind::AbovePercent),
        2 => values.clone().prop_map(Kind::Value),
        1 => values.prop_map(Kind::AboveValue),
        1 => (0..=limit).prop_map(Kind::Remaining),
        1 => (0..100_u32).prop_map(Kind::RemainingPercent),
    ];
    let margin = prop_oneof![4 => Just(0_usize), 1 => 1..5_usize];
    (kind, margin, prop::bool::weighted(0.2)).prop_map(|(kind, margin, has_cleared)| Level {
        kind,
        margin,
        has_cleared,
    })
}

fn settings() -> impl Strategy<Value = (usize, Settings)> {
    limit().prop_flat_map(|limit| {
        let crossing = prop::bool::weighted(0.8);
        let rearm = prop::option::weighted(0.3, 1..60_u32);
        let flag = || prop::bool::weighted(0.2);
        (prop::collection::vec(level(limit), 1..5), crossing, rearm, flag(), flag(), flag()).prop_map(
            move |(levels, crossing, rearm_percent, each_level, latched, zero_is_unlimited)| {
                let mut settings = Settings {
                    levels,
                    notify_on: if crossing { NotifyOn::Crossing } else { NotifyOn::Update },
                    rearm_percent: rearm_percent.filter(|_| crossing && !latched),
                    each_level: each_level && crossing,
                    latched: latched && crossing,
                    zero_is_unlimited,
                };
                if !crossing || settings.latched {
                    for level in &mut settings.levels {
                        (level.margin, level.has_cleared) = (0, false);
                    }
                }
                (limit, settings)
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn limit_tracker_conforms_to_any_specification((limit, settings) in settings()) {
        let is_rejected = settings.builder((), limit).build().is_err();
        match settings.check_against(&settings.spec(limit).limits([limit]).random_walks(8)) {
            Ok(()) => prop_assert!(!is_rejected, "{settings:?}"),
            // Both reject the same settings, but only the specification rejects levels beyond `usize::MAX`.
            Err(violation) => {
                let is_out_of_reach = violation.to_string().starts_with("no level can be reached");
                prop_assert!(
                    violation.kind() == QuotaViolationKind::Rejected && (is_rejected || is_out_of_reach),
                    "{settings:?}: {violation}"
                );
            }
        }
    }

    #[test]
    fn a_tracker_with_another_percentage_is_caught(
        (limit, settings) in settings(),
        position in any::<prop::sample::Index>(),
        by in prop_oneof![Just(1_u32), 2..50_u32],
    ) {
        let mut other = settings.clone();
        let position = position.index(other.levels.len());
        let Kind::Percent(percent) = settings.levels[position].kind else { return Ok(()) };
        other.levels[position].kind = Kind::Percent(percent + by);
        let builds = |settings: &Settings| settings.builder((), limit).build().is_ok();
        prop_assume!(builds(&settings) && builds(&other));
        // The message differs as well, so it is wrong wherever it is due.
        let trip = Threshold::at_percent(percent, "").trip_point(limit);
        let first = |settings: &Settings| {
            let mut tracker = settings.builder((), limit).build().unwrap();
            tracker.set_value(trip.unwrap_or(0)).map(|alert| alert.message().into_owned())
        };
        prop_assume!(trip.is_some() && first(&settings) != first(&other));
        prop_assert!(other.check_against(&settings.spec(limit)).is_err(), "{settings:?} accepts {other:?}");
    }
}
