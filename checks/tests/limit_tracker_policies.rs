//! The policies of a builder, the combinations that it rejects, and restarts.

use std::cell::Cell;

use mock_messenger::{
    LimitError, LimitTracker, LimitTrackerBuilder, NotifyOn, Threshold, ThresholdKind, TrackerState,
};

fn on_crossing() -> LimitTrackerBuilder<()> {
    LimitTracker::builder((), 100).notify_on(NotifyOn::Crossing)
}

/// Returns the messages of all alerts of an update.
macro_rules! messages {
    ($update:expr) => {
        $update.map_or(Vec::new(), |alert| alert.all().map(|alert| alert.message().into_owned()).collect())
    };
}

fn nearly_full() -> [Threshold; 2] {
    [
        Threshold::at_percent(75, "filling").cleared("below 75%"),
        Threshold::at_percent(90, "nearly full").cleared("below 90%"),
    ]
}

#[test]
fn a_fall_below_several_levels_clears_the_lowest() {
    let mut tracker = on_crossing().thresholds(nearly_full()).build().unwrap();
    assert_eq!(messages!(tracker.set_value(95)), ["nearly full"]);
    assert_eq!(messages!(tracker.set_value(80)), ["below 90%"]);
    assert_eq!(messages!(tracker.set_value(95)), ["nearly full"]);
    assert_eq!(messages!(tracker.set_value(10)), ["below 75%"]);
    assert!(tracker.set_value(5).is_none());
}

#[test]
fn with_each_level_every_crossed_and_cleared_level_is_reported() {
    let mut tracker = on_crossing().thresholds(nearly_full()).each_level().build().unwrap();
    assert_eq!(messages!(tracker.set_value(95)), ["filling", "nearly full"]);
    assert_eq!(messages!(tracker.set_value(10)), ["below 90%", "below 75%"]);
}

#[test]
fn a_reset_sends_no_cleared_message() {
    let mut tracker = on_crossing().thresholds(nearly_full()).build().unwrap();
    tracker.set_value(95);
    tracker.reset();
    assert!(tracker.set_value(10).is_none());
}

#[test]
fn a_latched_level_stays_silent_after_a_fall_and_a_higher_limit() {
    let mut tracker = on_crossing().latched().build().unwrap();
    assert!(tracker.set_value(80).is_some());
    assert!(tracker.set_value(0).is_none());
    assert!(tracker.set_max(1000).is_none());
    assert!(tracker.set_value(800).is_none());
    assert!(tracker.set_value(900).is_some());
}

#[test]
fn each_level_has_its_own_margin() {
    let thresholds = [
        Threshold::at_percent(50, "half").rearm_margin(20),
        Threshold::at_remaining(10, "ten left").rearm_margin(5),
    ];
    let mut tracker = on_crossing().thresholds(thresholds).build().unwrap();
    assert_eq!(messages!(tracker.set_value(90)), ["ten left"]);
    tracker.set_value(85);
    assert!(tracker.set_value(90).is_none());
    tracker.set_value(84);
    assert_eq!(messages!(tracker.set_value(90)), ["ten left"]);
    tracker.set_value(30);
    assert!(tracker.set_value(60).is_none());
    tracker.set_value(29);
    assert_eq!(messages!(tracker.set_value(60)), ["half"]);
}

#[test]
fn a_strict_level_rearms_exactly_at_its_lowered_percentage() {
    let level = || Threshold::above_percent(90, "over 90%").rearm_margin(5);
    let mut tracker = on_crossing().thresholds([level()]).build().unwrap();
    assert!(tracker.set_value(91).is_some());
    tracker.set_value(86); // Still above 85%.
    assert!(tracker.set_value(91).is_none());
    tracker.set_value(85);
    assert!(tracker.set_value(91).is_some());
}

#[test]
fn a_limit_of_zero_can_mean_unlimited() {
    let mut tracker = on_crossing().thresholds(nearly_full()).zero_is_unlimited().build().unwrap();
    tracker.set_value(95);
    assert_eq!(messages!(tracker.set_max(0)), ["below 75%"]);
    assert!(tracker.set_value(usize::MAX).is_none());
    assert!(tracker.level().is_none());
    assert_eq!(messages!(tracker.set_max(100)), ["nearly full"]);
}

#[test]
fn a_failed_delivery_is_repeated_at_the_next_update() {
    let mut tracker = on_crossing().build().unwrap();
    let threshold = tracker.set_value(80).unwrap().threshold().clone();
    assert!(tracker.rearm(&threshold));
    assert!(tracker.set_value(80).is_some());
    assert!(tracker.set_value(80).is_none());
    assert!(!tracker.rearm(&Threshold::above_percent(75, "another level")));
}

#[test]
fn the_message_is_computed_once_for_the_messenger() {
    thread_local!(static CALLS: Cell<usize> = const { Cell::new(0) });
    let count = |_| {
        CALLS.set(CALLS.get() + 1);
        String::new()
    };
    let mut tracker = on_crossing().thresholds([Threshold::at_value(1, count)]).build().unwrap();
    tracker.set_value(1);
    assert_eq!(CALLS.get(), 1);
}

#[test]
fn contradictory_settings_are_rejected_by_name() {
    let percent = ThresholdKind::AtPercent;
    let level = || Threshold::at_percent(75, "");
    let on_update = || LimitTracker::builder((), 100);
    let cases: [(LimitTrackerBuilder<()>, LimitError, &str); 13] = [
        (
            on_update().each_level(),
            LimitError::EachLevelOnUpdate,
            "each_level has no effect with NotifyOn::Update, which sends the highest level: use NotifyOn::Crossing",
        ),
        (
            on_update().latched(),
            LimitError::LatchedOnUpdate,
            "latched contradicts NotifyOn::Update, which repeats messages: use NotifyOn::Crossing",
        ),
        (
            on_update().thresholds([level().cleared("")]),
            LimitError::ClearedOnUpdate(percent(75)),
            "the cleared message of the threshold at 75% is never sent with NotifyOn::Update: use NotifyOn::Crossing",
        ),
        (
            on_update().thresholds([level().rearm_margin(5)]),
            LimitError::MarginOnUpdate { margin: 5, threshold: percent(75) },
            "a re-arm margin of 5 for the threshold at 75% has no effect with NotifyOn::Update, which repeats \
             messages: use NotifyOn::Crossing",
        ),
        (
            on_crossing().latched().rearm_below_percent(50),
            LimitError::LatchedRearm(50),
            "latched contradicts a re-arm point of 50%: a latched level re-arms only on reset",
        ),
        (
            on_crossing().latched().thresholds([level().cleared("")]),
            LimitError::LatchedCleared(percent(75)),
            "latched contradicts the cleared message of the threshold at 75%: a latched level never clears",
        ),
        (
            on_crossing().latched().thresholds([level().rearm_margin(5)]),
            LimitError::LatchedMargin { margin: 5, threshold: percent(75) },
            "latched contradicts a re-arm margin of 5 for the threshold at 75%: a latched level re-arms only on reset",
        ),
        (
            on_crossing().thresholds([level().rearm_margin(75)]),
            LimitError::MarginTooLarge { margin: 75, threshold: percent(75) },
            "a re-arm margin of 75 is too large for the threshold at 75%: usage never falls that far",
        ),
        (
            on_crossing().thresholds([Threshold::above_percent(75, "").rearm_margin(76)]),
            LimitError::MarginTooLarge { margin: 76, threshold: ThresholdKind::AbovePercent(75) },
            "a re-arm margin of 76 is too large for the threshold above 75%: usage never falls that far",
        ),
        (
            on_crossing().thresholds([Threshold::at_remaining_percent(100, "")]),
            LimitError::RemainingPercentTooHigh(100),
            "a threshold at 100% remaining: usage always reaches it, the highest is 99%",
        ),
        (
            on_crossing().thresholds([level(), Threshold::at_remaining_percent(25, "")]),
            LimitError::DuplicateLevel { first: percent(75), second: ThresholdKind::AtRemainingPercent(25) },
            "the thresholds at 75% and at 25% remaining are the same level: a level can have only one message",
        ),
        (
            on_crossing().thresholds([Threshold::at_value(5, ""), Threshold::above_value(4, "")]),
            LimitError::DuplicateLevel {
                first: ThresholdKind::AtValue(5),
                second: ThresholdKind::AboveValue(4),
            },
            "the thresholds at a usage of 5 and at a usage above 4 are the same level: a level can have only one \
             message",
        ),
        (
            on_crossing().thresholds([Threshold::at_remaining(50, "")]).rearm_below_percent(60),
            LimitError::RearmAbove { rearm: 60, max: 100, threshold: ThresholdKind::AtRemaining(50) },
            "a re-arm point of 60% of 100 is above the threshold at 50 remaining",
        ),
    ];
    for (builder, error, text) in cases {
        assert_eq!(builder.build().unwrap_err(), error);
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn the_largest_margin_of_each_kind_leaves_usage_below_the_rearm_point() {
    let build = |threshold: Threshold, margin| {
        on_crossing().thresholds([threshold.rearm_margin(margin)]).build().map(drop)
    };
    for (threshold, largest) in [
        (Threshold::at_percent(75, ""), 74),
        (Threshold::above_percent(75, ""), 75),
        (Threshold::at_value(5, ""), 4),
        (Threshold::above_value(5, ""), 5),
        (Threshold::at_remaining_percent(20, ""), 79),
        (Threshold::at_remaining(usize::MAX - 5, ""), 5),
    ] {
        let kind = threshold.kind();
        assert_eq!(build(threshold.clone(), largest), Ok(()), "{kind}");
        let error = LimitError::MarginTooLarge { margin: largest + 1, threshold: kind };
        assert_eq!(build(threshold, largest + 1), Err(error));
    }
}

#[test]
fn a_level_that_becomes_unreachable_during_a_restart_clears_at_the_next_update() {
    let builder = || {
        LimitTracker::builder((), 0)
            .thresholds([Threshold::at_percent(80, "over").cleared("unlimited")])
            .notify_on(NotifyOn::Crossing)
    };
    let mut before = builder().build().unwrap();
    assert_eq!(messages!(before.set_value(5)), ["over"]);
    let mut after = builder().zero_is_unlimited().resume(before.state()).build().unwrap();
    assert_eq!(messages!(after.set_value(6)), ["unlimited"]);
}

#[test]
fn a_restart_repeats_nothing_and_loses_nothing() {
    let mut before = on_crossing().rearm_below_percent(50).build().unwrap();
    before.set_value(95);
    before.set_value(60);
    before.set_max(120);
    let mut after = on_crossing().rearm_below_percent(50).resume(before.state()).build().unwrap();
    assert_eq!(after.usage(), before.usage());
    assert!(after.set_value(110).is_none());
    assert!(after.set_value(120).is_some());
}

#[test]
fn a_state_of_other_thresholds_is_rejected_by_level() {
    let state = || {
        on_crossing()
            .thresholds([Threshold::at_percent(75, ""), Threshold::at_value(5, "")])
            .build()
            .unwrap()
            .state()
    };
    let resume =
        |thresholds: Vec<Threshold>| on_crossing().thresholds(thresholds).resume(state()).build().map(drop);
    let at = |percent| Threshold::at_percent(percent, "");
    assert_eq!(resume(vec![Threshold::at_value(5, ""), at(75)]), Ok(()));
    let unknown = resume(vec![at(75)]).unwrap_err();
    assert_eq!(unknown, LimitError::StateHasUnknown(ThresholdKind::AtValue(5)));
    assert_eq!(
        unknown.to_string(),
        "the state to resume has a threshold at a usage of 5, which this tracker does not have"
    );
    let lacking = resume(vec![at(75), at(80), Threshold::at_value(5, "")]).unwrap_err();
    assert_eq!(lacking, LimitError::StateLacks(ThresholdKind::AtPercent(80)));
    assert_eq!(lacking.to_string(), "the state to resume lacks the threshold at 80%, which this tracker has");
}

#[test]
fn a_state_lists_what_has_fired() {
    let mut tracker = on_crossing().build().unwrap();
    tracker.set_value(92);
    let state: TrackerState = tracker.state();
    assert!(state.fired().eq([ThresholdKind::AtPercent(75), ThresholdKind::AtPercent(90)]));
    assert_eq!(state.usage(), tracker.usage());
}

#[cfg(feature = "serde")]
#[test]
fn a_state_makes_a_round_trip_through_json() {
    let mut tracker = on_crossing().thresholds(nearly_full()).build().unwrap();
    tracker.set_value(80);
    let json = serde_json::to_string(&tracker.state()).unwrap();
    assert_eq!(
        json,
        r#"{"value":80,"max":100,"thresholds":[{"level":{"at_percent":75},"fired":true},{"level":{"at_percent":90},"fired":false}]}"#
    );
    let state: TrackerState = serde_json::from_str(&json).unwrap();
    assert_eq!(state, tracker.state());
    let twice = json.replace("90", "75");
    let state = serde_json::from_str(&twice).unwrap();
    let error = on_crossing().thresholds(nearly_full()).resume(state).build().unwrap_err();
    assert_eq!(error, LimitError::StateHasDuplicate(ThresholdKind::AtPercent(75)));
    assert_eq!(error.to_string(), "the state to resume has the threshold at 75% twice");
}
