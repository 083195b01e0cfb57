//! This crate's own trackers, held against `QuotaSpec` at many limits, and against specifications made at random.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]

use mock_messenger::{
    LimitError, LimitTracker, Messenger, NotifyOn, QuotaSpec, QuotaViolation, SyncLimitTracker, Threshold,
    UsageChange,
};
use proptest::prelude::*;

const LIMITS: [usize; 13] = [
    0,
    1,
    2,
    3,
    4,
    10,
    100,
    101,
    1000,
    3_005_000_000_000_009,
    (1 << 53) + 1,
    usize::MAX / 100 + 1,
    usize::MAX,
];

#[test]
fn limit_tracker_is_the_tracker_of_the_book_at_any_limit() {
    QuotaSpec::book(0).limits(LIMITS).assert(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        for value in usage {
            tracker.set_value(value);
        }
    });
}

#[test]
fn limit_tracker_tells_crossings_once() {
    QuotaSpec::book(0).limits(LIMITS).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
        let builder = LimitTracker::builder(messenger, usage.limit());
        let mut tracker = builder.notify_on(NotifyOn::Crossing).build()?;
        for value in usage {
            tracker.set_value(value);
        }
        Ok::<_, LimitError>(())
    });
}

#[test]
fn limit_tracker_rearms_below_the_point_that_was_asked_for() {
    for percent in [1, 74, 75] {
        let spec =
            QuotaSpec::book(0).limits(LIMITS).notify_on(NotifyOn::Crossing).rearm_below_percent(percent);
        spec.assert(|messenger, usage| {
            let builder = LimitTracker::builder(messenger, usage.limit());
            let mut tracker = builder.notify_on(NotifyOn::Crossing).rearm_below_percent(percent).build()?;
            for value in usage {
                tracker.set_value(value);
            }
            Ok::<_, LimitError>(())
        });
    }
}

#[test]
fn limit_tracker_takes_changes_as_well_as_totals() {
    QuotaSpec::book(0).limits(LIMITS).assert(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        for change in usage.changes() {
            match change {
                UsageChange::Consume(amount) => drop(tracker.consume(amount)),
                UsageChange::Release(amount) => drop(tracker.release(amount)),
            }
        }
    });
}

#[test]
fn limit_tracker_is_as_good_as_new_after_a_reset() {
    for limit in [0, 1, 10, 100, usize::MAX] {
        QuotaSpec::book(limit).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
            let builder = LimitTracker::builder(messenger, usage.limit()).notify_on(NotifyOn::Crossing);
            let mut tracker = builder.build()?;
            // What this sends is none of the walk's.
            tracker.set_value(usize::MAX);
            tracker.reset();
            messenger.clear();
            for value in usage {
                tracker.set_value(value);
            }
            Ok::<_, LimitError>(())
        });
    }
}

#[test]
fn limit_tracker_takes_another_limit_later() {
    QuotaSpec::book(0).limits(LIMITS).assert(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, 12345);
        tracker.set_max(usage.limit());
        for value in usage {
            tracker.set_value(value);
        }
    });
}

#[test]
fn sync_limit_tracker_tells_crossings_once() {
    QuotaSpec::book(0).limits(LIMITS).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
        let tracker = SyncLimitTracker::new(messenger, usage.limit());
        for value in usage {
            tracker.set_value(value);
        }
    });
}

#[test]
fn sync_limit_tracker_can_tell_on_every_update_and_rearm_later() {
    QuotaSpec::book(0).limits(LIMITS).assert(|messenger, usage| {
        let builder = LimitTracker::builder(messenger, usage.limit());
        let tracker = builder.notify_on(NotifyOn::Update).build_sync()?;
        for change in usage.changes() {
            match change {
                UsageChange::Consume(amount) => drop(tracker.consume(amount)),
                UsageChange::Release(amount) => drop(tracker.release(amount)),
            }
        }
        Ok::<_, LimitError>(())
    });
    let spec = QuotaSpec::book(0).limits(LIMITS).notify_on(NotifyOn::Crossing).rearm_below_percent(60);
    spec.assert(|messenger, usage| {
        let tracker = LimitTracker::builder(messenger, usage.limit()).rearm_below_percent(60).build_sync()?;
        for value in usage {
            tracker.set_value(value);
        }
        Ok::<_, LimitError>(())
    });
}

/// A specification and thresholds, made from the same numbers.
#[derive(Clone, Debug)]
struct Asked {
    limit: usize,
    levels: Vec<At>,
    notify_on: NotifyOn,
    rearm_percent: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    Percent(u32),
    Value(usize),
}

impl At {
    fn text(self) -> String {
        match self {
            Self::Percent(percent) => format!("at {percent}%"),
            Self::Value(value) => format!("at {value}"),
        }
    }

    /// By its plain definition; slow, and nothing like what either side does.
    fn is_reached(self, value: usize, limit: usize) -> bool {
        match self {
            Self::Percent(percent) => value > 0 && value as u128 * 100 >= limit as u128 * u128::from(percent),
            Self::Value(at) => value >= at,
        }
    }
}

impl Asked {
    fn spec(&self) -> QuotaSpec<'static> {
        let spec = QuotaSpec::new(self.limit).notify_on(self.notify_on).random_walks(8);
        let spec = self.levels.iter().fold(spec, |spec, at| match *at {
            At::Percent(percent) => spec.at_percent(percent, at.text()),
            At::Value(value) => spec.at_value(value, at.text()),
        });
        match self.rearm_percent {
            Some(percent) => spec.rearm_below_percent(percent),
            None => spec,
        }
    }

    fn tracker<M: Messenger>(&self, messenger: M) -> Result<LimitTracker<M>, LimitError> {
        let thresholds = self.levels.iter().map(|at| match *at {
            At::Percent(percent) => Threshold::at_percent(percent, at.text()),
            At::Value(value) => Threshold::at_value(value, at.text()),
        });
        let builder = LimitTracker::builder(messenger, self.limit).thresholds(thresholds);
        let builder = builder.notify_on(self.notify_on);
        match self.rearm_percent {
            Some(percent) => builder.rearm_below_percent(percent).build(),
            None => builder.build(),
        }
    }

    /// Holds the tracker that `other` asks for against this.
    fn check(&self, other: &Self) -> Result<(), QuotaViolation> {
        self.spec().check(|messenger, usage| {
            let mut tracker = other.tracker(messenger)?;
            for value in usage {
                tracker.set_value(value);
            }
            Ok::<_, LimitError>(())
        })
    }

    /// What is sent at `value` from a fresh start: of what is reached, the highest.
    fn text_at(&self, value: usize) -> Option<String> {
        use mock_messenger::RecordingMessenger;

        let messenger = RecordingMessenger::new();
        self.tracker(&messenger).unwrap().set_value(value);
        messenger.messages().pop()
    }
}

fn limit() -> impl Strategy<Value = usize> {
    prop_oneof![
        3 => 0..200_usize,
        1 => 200..100_000_usize,
        1 => any::<usize>(),
        1 => (0..200_usize).prop_map(|below| usize::MAX - below),
    ]
}

fn asked() -> impl Strategy<Value = Asked> {
    limit().prop_flat_map(|limit| {
        let percents = prop::collection::btree_set(1..200_u32, 0..4);
        let values = prop::collection::btree_set(1..=limit.saturating_add(limit / 2).max(3), 0..4);
        let levels = (percents, values).prop_flat_map(|(percents, values)| {
            let percents = percents.into_iter().map(At::Percent);
            Just(percents.chain(values.into_iter().map(At::Value)).collect::<Vec<_>>()).prop_shuffle()
        });
        let when = prop_oneof![
            Just((NotifyOn::Update, None)),
            Just((NotifyOn::Crossing, None)),
            (1..100_u32).prop_map(|percent| (NotifyOn::Crossing, Some(percent))),
        ];
        (levels, when).prop_map(move |(levels, (notify_on, rearm_percent))| Asked {
            limit,
            levels,
            notify_on,
            rearm_percent,
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn limit_tracker_is_what_the_same_specification_asks_for(asked in asked()) {
        let refused = asked.tracker(mock_messenger::messenger::from_fn(|_| ())).is_err();
        match asked.check(&asked) {
            Ok(()) => prop_assert!(!refused),
            // What one refuses the other does too, but for levels that nothing reaches.
            Err(violation) => {
                let out_of_reach = asked.levels.iter().all(|at| !at.is_reached(usize::MAX, asked.limit));
                prop_assert!(
                    violation.kind() == mock_messenger::QuotaViolationKind::Rejected && (refused || out_of_reach),
                    "{asked:?}: {violation}"
                );
            }
        }
    }

    #[test]
    fn a_tracker_made_for_another_percentage_is_caught(
        asked in asked(),
        place in any::<prop::sample::Index>(),
        by in prop_oneof![Just(1_u32), 2..50_u32],
    ) {
        let asked = Asked { notify_on: NotifyOn::Update, rearm_percent: None, ..asked };
        prop_assume!(asked.levels.iter().any(|at| matches!(at, At::Percent(_))));
        let mut other = asked.clone();
        let percents: Vec<_> = (0..other.levels.len())
            .filter(|index| matches!(other.levels[*index], At::Percent(_)))
            .collect();
        let changed = *place.get(&percents);
        let At::Percent(percent) = asked.levels[changed] else { unreachable!() };
        other.levels[changed] = At::Percent(percent + by);
        prop_assume!(asked.tracker(mock_messenger::messenger::from_fn(|_| ())).is_ok());
        prop_assume!(other.tracker(mock_messenger::messenger::from_fn(|_| ())).is_ok());
        prop_assume!(asked.spec().check(|_, _| Err::<(), _>("not refused")).unwrap_err().value().is_none());
        // The changed level's text is another too; so compare where it matters, which is where it should have spoken.
        let trip = asked.limit as u128 * u128::from(percent);
        let Ok(trip) = usize::try_from(trip.div_ceil(100).max(1)) else { return Ok(()) };
        prop_assume!(asked.text_at(trip) != other.text_at(trip));
        prop_assert!(asked.check(&other).is_err(), "{asked:?} passes {other:?}");
    }
}
