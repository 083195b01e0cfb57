//! The trackers that the builder creates, with levels, crossings and re-arming, and the input that it rejects. Each walk
//! runs on both trackers.
#![cfg(feature = "testing")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use mock_messenger::{
    LimitError, LimitTracker, LimitTrackerBuilder, NotifyOn, OVER_QUOTA, RecordingMessenger, Threshold,
    URGENT_WARNING, Usage, WARNING, messenger,
};

type Builder = LimitTrackerBuilder<Rc<RecordingMessenger>>;

#[derive(Clone, Copy, Debug)]
enum Step {
    Set(usize),
    Consume(usize),
    Release(usize),
    Max(usize),
    Reset,
}
use Step::{Consume, Max, Release, Reset, Set};

const SILENT: &str = "";

/// Runs both trackers through the steps, with an initial limit of 100, and compares the messages of each step.
#[track_caller]
fn walk(settings: impl Fn(Builder) -> Builder, steps: &[(Step, &str)]) {
    let messengers = [(); 2].map(|()| Rc::new(RecordingMessenger::new()));
    let [builder, shared] =
        messengers.each_ref().map(|messenger| settings(LimitTracker::builder(Rc::clone(messenger), 100)));
    let mut tracker = builder.build().unwrap();
    let shared = shared.build_sync().unwrap();
    for (index, &(step, due)) in steps.iter().enumerate() {
        match step {
            Set(value) => {
                tracker.set_value(value);
                shared.set_value(value);
            }
            Consume(amount) => {
                tracker.consume(amount);
                shared.consume(amount);
            }
            Release(amount) => {
                tracker.release(amount);
                shared.release(amount);
            }
            Max(max) => {
                tracker.set_max(max);
                shared.set_max(max);
            }
            Reset => {
                tracker.reset();
                shared.reset();
            }
        }
        let due: &[&str] = if due == SILENT { &[] } else { &[due] };
        for (messenger, name) in messengers.iter().zip(["LimitTracker", "SyncLimitTracker"]) {
            assert_eq!(messenger.take(), due, "{name} at step {index}, {step:?}");
        }
        assert_eq!(tracker.usage(), shared.usage());
    }
}

fn crossing(builder: Builder) -> Builder {
    builder.notify_on(NotifyOn::Crossing)
}

fn rearmed_below_70(builder: Builder) -> Builder {
    crossing(builder).rearm_below_percent(70)
}

/// Creates thresholds with their positions as messages, for example `75%` and `500`.
fn levels(percents: &[u32], values: &[usize]) -> Vec<Threshold> {
    let percents = percents.iter().map(|&percent| Threshold::at_percent(percent, format!("{percent}%")));
    let values = values.iter().map(|&value| Threshold::at_value(value, value.to_string()));
    percents.chain(values).collect()
}

#[test]
fn the_levels_of_the_book_are_the_default() {
    walk(
        |builder| builder.notify_on(NotifyOn::Update),
        &[(Set(74), SILENT), (Set(75), WARNING), (Set(95), URGENT_WARNING), (Set(100), OVER_QUOTA)],
    );
}

#[test]
fn by_default_a_tracker_repeats_and_a_shared_one_fires_once() {
    let messenger = RecordingMessenger::new();
    let mut tracker = LimitTracker::builder(&messenger, 100).build().unwrap();
    tracker.set_value(80);
    tracker.set_value(80);
    messenger.take().assert_exactly([WARNING, WARNING]);
    let shared = LimitTracker::builder(&messenger, 100).build_sync().unwrap();
    shared.set_value(80);
    shared.set_value(80);
    messenger.take().assert_exactly([WARNING]);
}

#[test]
fn each_crossing_fires_once() {
    walk(
        crossing,
        &[
            (Set(74), SILENT),
            (Set(75), WARNING),
            (Set(75), SILENT),
            (Set(89), SILENT),
            (Set(90), URGENT_WARNING),
            (Consume(9), SILENT),
            (Consume(1), OVER_QUOTA),
            (Consume(usize::MAX), SILENT),
        ],
    );
}

#[test]
fn a_jump_past_several_levels_fires_the_highest() {
    walk(crossing, &[(Set(10), SILENT), (Set(95), URGENT_WARNING), (Set(100), OVER_QUOTA)]);
    walk(crossing, &[(Set(300), OVER_QUOTA), (Set(95), SILENT), (Set(80), SILENT)]);
}

#[test]
fn falling_is_silent_and_rearms_what_usage_falls_below() {
    walk(
        crossing,
        &[
            (Set(100), OVER_QUOTA),
            (Set(99), SILENT),
            (Set(100), OVER_QUOTA),
            (Release(20), SILENT),
            (Set(89), SILENT),
            (Set(95), URGENT_WARNING),
            (Set(74), SILENT),
            (Set(75), WARNING),
            (Set(0), SILENT),
            (Set(100), OVER_QUOTA),
        ],
    );
}

#[test]
fn without_a_rearm_point_oscillation_fires_each_time() {
    walk(
        crossing,
        &[(Set(75), WARNING), (Set(74), SILENT), (Set(75), WARNING), (Set(74), SILENT), (Set(75), WARNING)],
    );
}

#[test]
fn with_a_rearm_point_oscillation_fires_once() {
    walk(
        rearmed_below_70,
        &[
            (Set(75), WARNING),
            (Set(74), SILENT),
            (Set(75), SILENT),
            (Set(70), SILENT),
            (Set(80), SILENT),
            (Set(90), URGENT_WARNING),
            (Set(89), SILENT),
            (Set(90), SILENT),
            (Set(74), SILENT),
            (Set(99), SILENT),
            (Set(100), OVER_QUOTA),
        ],
    );
}

#[test]
fn below_the_rearm_point_all_levels_rearm() {
    walk(
        rearmed_below_70,
        &[
            (Set(100), OVER_QUOTA),
            (Set(70), SILENT),
            (Set(100), SILENT),
            (Set(69), SILENT),
            (Set(75), WARNING),
            (Set(90), URGENT_WARNING),
            (Release(31), SILENT),
            (Consume(90), OVER_QUOTA),
        ],
    );
}

#[test]
fn a_rearm_point_at_the_lowest_level_is_allowed() {
    let settings = |builder| crossing(builder).rearm_below_percent(75);
    walk(
        settings,
        &[
            (Set(90), URGENT_WARNING),
            (Set(75), SILENT),
            (Set(90), SILENT),
            (Set(74), SILENT),
            (Set(90), URGENT_WARNING),
        ],
    );
}

#[test]
fn with_a_limit_of_zero_levels_rearm_at_zero() {
    for settings in [crossing, rearmed_below_70] {
        walk(
            settings,
            &[
                (Max(0), SILENT),
                (Set(1), OVER_QUOTA),
                (Set(9), SILENT),
                (Set(0), SILENT),
                (Set(1), OVER_QUOTA),
            ],
        );
    }
}

#[test]
fn a_lower_limit_fires_the_levels_that_usage_newly_reaches() {
    for settings in [crossing, rearmed_below_70] {
        walk(
            settings,
            &[
                (Set(74), SILENT),
                (Max(99), SILENT),
                (Max(98), WARNING),
                (Max(97), SILENT),
                (Max(50), OVER_QUOTA),
                (Max(0), SILENT),
            ],
        );
    }
}

#[test]
fn a_higher_limit_rearms_the_levels_that_usage_is_now_below() {
    walk(
        crossing,
        &[
            (Set(95), URGENT_WARNING),
            (Max(106), SILENT),
            (Set(95), SILENT),
            (Max(105), URGENT_WARNING),
            (Max(200), SILENT),
        ],
    );
}

#[test]
fn with_a_rearm_point_a_higher_limit_rearms_only_past_that_point() {
    walk(
        rearmed_below_70,
        &[
            (Set(95), URGENT_WARNING),
            (Max(106), SILENT),
            (Max(100), SILENT),
            (Max(135), SILENT),
            (Max(100), SILENT),
            (Max(136), SILENT),
            (Max(100), URGENT_WARNING),
        ],
    );
}

#[test]
fn a_new_limit_keeps_the_state_of_each_level() {
    // With a limit of 110, the percentage, which has fired, is above the value, which has not.
    let settings = |builder: Builder| {
        builder.thresholds(levels(&[75], &[80])).notify_on(NotifyOn::Crossing).rearm_below_percent(10)
    };
    walk(settings, &[(Set(78), "75%"), (Max(110), SILENT), (Set(80), "80"), (Set(83), SILENT)]);
}

#[test]
fn a_new_limit_fires_a_level_that_moves_below_another() {
    let settings = |builder: Builder| builder.thresholds(levels(&[75], &[200])).notify_on(NotifyOn::Crossing);
    walk(settings, &[(Max(500), SILENT), (Set(300), "200"), (Max(200), "75%")]);
}

#[test]
fn after_a_new_limit_the_rearm_point_is_never_above_the_lowest_level() {
    let settings = |builder: Builder| {
        builder.thresholds(levels(&[100], &[60])).notify_on(NotifyOn::Crossing).rearm_below_percent(50)
    };
    walk(
        settings,
        &[
            (Set(60), "60"),
            (Set(50), SILENT),
            (Set(60), SILENT),
            // 50% of 200 is 100, but the re-arm point stays at 60, so resting there re-arms nothing.
            (Max(200), SILENT),
            (Set(60), SILENT),
            (Set(99), SILENT),
            (Set(60), SILENT),
            (Set(59), SILENT),
            (Set(60), "60"),
        ],
    );
}

#[test]
fn a_reset_rearms_everything_and_sends_nothing() {
    for settings in [crossing, rearmed_below_70] {
        walk(
            settings,
            &[
                (Set(100), OVER_QUOTA),
                (Reset, SILENT),
                (Set(75), WARNING),
                (Reset, SILENT),
                (Set(100), OVER_QUOTA),
            ],
        );
    }
}

#[test]
fn percentages_above_the_limit_and_values_mix() {
    let settings =
        |builder: Builder| builder.thresholds(levels(&[150, 50], &[10, 120])).notify_on(NotifyOn::Update);
    walk(
        settings,
        &[
            (Set(9), SILENT),
            (Set(10), "10"),
            (Set(49), "10"),
            (Set(50), "50%"),
            (Set(119), "50%"),
            (Set(120), "120"),
            (Set(149), "120"),
            (Set(150), "150%"),
            (Max(1000), "120"),
            (Max(241), "50%"),
            (Set(120), "120"),
            (Set(119), "10"),
        ],
    );
}

#[test]
fn many_levels_fire_one_by_one() {
    let percents: Vec<u32> = (1..=100).collect();
    let messenger = RecordingMessenger::new();
    let mut tracker =
        LimitTracker::builder(&messenger, 1000).thresholds(levels(&percents, &[])).build().unwrap();
    for value in 0..=1000 {
        tracker.set_value(value);
        let percent = value / 10;
        let due = if percent == 0 { None } else { Some(format!("{percent}%")) };
        assert_eq!(messenger.take(), Vec::from_iter(due), "at {value}");
    }
}

#[test]
fn of_a_percentage_and_a_value_at_one_point_the_one_listed_later_takes_precedence() {
    let percent = || Threshold::at_percent(75, "75%");
    let value = || Threshold::at_value(75, "75");
    for notify_on in [NotifyOn::Update, NotifyOn::Crossing] {
        walk(|builder| builder.thresholds([percent(), value()]).notify_on(notify_on), &[(Set(75), "75")]);
        walk(|builder| builder.thresholds([value(), percent()]).notify_on(notify_on), &[(Set(75), "75%")]);
    }
}

#[test]
fn of_percentages_at_one_point_the_highest_takes_precedence_in_any_order() {
    for notify_on in [NotifyOn::Update, NotifyOn::Crossing] {
        for percents in [[75, 90, 100], [100, 75, 90], [90, 100, 75]] {
            let settings = |builder: Builder| builder.thresholds(levels(&percents, &[])).notify_on(notify_on);
            walk(settings, &[(Max(3), SILENT), (Set(2), SILENT), (Set(3), "100%")]);
        }
    }
}

#[test]
fn a_value_competes_with_the_highest_of_the_percentages_at_its_point() {
    let level = |name: &'static str| match name {
        "3" => Threshold::at_value(3, name),
        "75%" => Threshold::at_percent(75, name),
        _ => Threshold::at_percent(100, name),
    };
    for (order, precedent) in [
        (["100%", "3", "75%"], "3"),
        (["75%", "100%", "3"], "3"),
        (["3", "75%", "100%"], "100%"),
        (["75%", "3", "100%"], "100%"),
    ] {
        for notify_on in [NotifyOn::Update, NotifyOn::Crossing] {
            let settings = |builder: Builder| builder.thresholds(order.map(level)).notify_on(notify_on);
            walk(settings, &[(Max(3), SILENT), (Set(3), precedent)]);
        }
    }
}

#[test]
fn of_the_levels_that_cross_at_one_point_those_that_have_fired_do_not_compete() {
    // With a limit of 25, all three are at 20, and the value takes precedence. It has fired already.
    let list = [
        Threshold::at_remaining(5, "five left"),
        Threshold::at_percent(80, "80%"),
        Threshold::at_value(20, "twenty"),
    ];
    walk(|builder| crossing(builder).thresholds(list.clone()), &[(Set(25), "twenty"), (Max(25), "80%")]);
}

#[test]
fn a_level_that_no_usage_reaches_stays_silent() {
    let settings =
        |builder: Builder| builder.thresholds(levels(&[100, 101], &[])).notify_on(NotifyOn::Crossing);
    walk(
        settings,
        &[
            (Max(usize::MAX), SILENT),
            (Set(usize::MAX - 1), SILENT),
            (Set(usize::MAX), "100%"),
            (Max(100), "101%"),
        ],
    );
}

#[test]
fn a_message_function_receives_the_usage_of_the_update() {
    let settings = |builder: Builder| {
        builder
            .thresholds([Threshold::at_percent(75, |usage: Usage| format!("used {usage} GB"))])
            .notify_on(NotifyOn::Update)
    };
    walk(settings, &[(Consume(80), "used 80 of 100 GB"), (Max(90), "used 80 of 90 GB")]);
}

#[test]
fn a_panicking_messenger_or_function_has_fired_its_level() {
    let messenger = messenger::from_fn(|message| panic!("cannot send {message:?}"));
    let thresholds = [
        Threshold::at_percent(75, "75%"),
        Threshold::at_percent(90, |usage: Usage| panic!("cannot word {usage}")),
    ];
    let builder = LimitTracker::builder(messenger, 100).thresholds(thresholds);
    let mut tracker = builder.notify_on(NotifyOn::Crossing).build().unwrap();
    for value in [80, 95] {
        let sent = catch_unwind(AssertUnwindSafe(|| drop(tracker.set_value(value))));
        assert!(sent.is_err(), "at {value}");
        assert_eq!(tracker.value(), value);
        tracker.set_value(value);
    }
}

#[test]
fn the_last_of_two_lists_counts() {
    let settings = |builder: Builder| builder.thresholds(levels(&[10], &[])).thresholds(levels(&[20], &[]));
    walk(|builder| settings(builder).notify_on(NotifyOn::Crossing), &[(Set(10), SILENT), (Set(20), "20%")]);
}

#[test]
fn errors_name_the_bad_input() {
    let with = |percents: &[u32], values: &[usize]| {
        LimitTracker::builder(messenger::from_fn(|_| ()), 100).thresholds(levels(percents, values))
    };
    let crossing = |builder: LimitTrackerBuilder<_>| builder.notify_on(NotifyOn::Crossing);
    for (builder, error, text) in [
        (
            with(&[], &[]),
            LimitError::NoThresholds,
            "no thresholds: list at least one, or omit the list for 75%, 90% and 100%",
        ),
        (
            with(&[75, 0], &[]),
            LimitError::ZeroPercent,
            "a threshold at 0%: usage always reaches it, the lowest is 1%",
        ),
        (
            with(&[75], &[0]),
            LimitError::ZeroValue,
            "a threshold at a usage of 0: usage always reaches it, the lowest is 1",
        ),
        (
            with(&[75, 90, 75], &[]),
            LimitError::DuplicatePercent(75),
            "two thresholds at 75%: a level can have only one message",
        ),
        (
            with(&[75], &[500, 500]),
            LimitError::DuplicateValue(500),
            "two thresholds at a usage of 500: a level can have only one message",
        ),
        (
            crossing(with(&[75], &[])).rearm_below_percent(0),
            LimitError::ZeroRearm,
            "a re-arm point of 0%: usage is never below it, the lowest is 1%",
        ),
        (
            crossing(with(&[90, 75], &[500])).rearm_below_percent(76),
            LimitError::RearmAbovePercent { rearm: 76, threshold: 75 },
            "a re-arm point of 76% is above the threshold at 75%",
        ),
        (
            crossing(with(&[90], &[60, 50])).rearm_below_percent(51),
            LimitError::RearmAboveValue { rearm: 51, max: 100, threshold: 50 },
            "a re-arm point of 51% of 100 is above the threshold at a usage of 50",
        ),
        (
            with(&[75], &[]).rearm_below_percent(70).notify_on(NotifyOn::Update),
            LimitError::RearmOnUpdate(70),
            "a re-arm point of 70% has no effect with NotifyOn::Update, which repeats messages: use \
             NotifyOn::Crossing",
        ),
    ] {
        assert_eq!(error.to_string(), text);
        assert_eq!(builder.build_sync().unwrap_err(), error);
    }
}

#[test]
fn both_builds_reject_the_same_input() {
    let empty = || LimitTracker::builder(messenger::from_fn(|_| ()), 100).thresholds([]);
    assert_eq!(empty().build().unwrap_err(), LimitError::NoThresholds);
    assert_eq!(empty().build_sync().unwrap_err(), LimitError::NoThresholds);
}

#[test]
fn a_rearm_point_requires_notification_on_crossing() {
    let builder = || LimitTracker::builder(messenger::from_fn(|_| ()), 100).rearm_below_percent(70);
    assert_eq!(builder().build().unwrap_err(), LimitError::RearmOnUpdate(70));
    assert!(builder().notify_on(NotifyOn::Crossing).build().is_ok());
    assert!(builder().build_sync().is_ok());
}

#[test]
fn a_small_limit_hides_no_rearm_point_that_is_too_high() {
    let builder = LimitTracker::builder(messenger::from_fn(|_| ()), 3).rearm_below_percent(76);
    assert_eq!(builder.build_sync().unwrap_err(), LimitError::RearmAbovePercent { rearm: 76, threshold: 75 });
}

#[test]
fn a_percentage_and_a_value_with_one_number_are_two_levels() {
    let builder = LimitTracker::builder(messenger::from_fn(|_| ()), 1000).thresholds(levels(&[75], &[75]));
    assert!(builder.build().is_ok());
}

#[test]
fn the_builder_shows_its_settings_in_debug() {
    let builder = LimitTracker::builder(messenger::from_fn(|_| ()), 100)
        .thresholds([Threshold::at_value(5, "five")])
        .notify_on(NotifyOn::Crossing);
    assert_eq!(
        format!("{builder:?}"),
        "LimitTrackerBuilder { max: 100, thresholds: [Threshold { kind: AtValue(5), message: \"five\", \
         cleared: None, rearm_margin: 0 }], notify_on: Some(Crossing), rearm_percent: None, each_level: false, \
         latched: false, zero_is_unlimited: false, resume: None, .. }"
    );
}
