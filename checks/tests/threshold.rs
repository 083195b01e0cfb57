//! Thresholds: trip points, messages, and the numbers in a `Usage`.

use std::borrow::Cow;

use mock_messenger::{OVER_QUOTA, Threshold, ThresholdKind, URGENT_WARNING, Usage, WARNING};

#[test]
fn the_three_texts_are_those_of_the_book() {
    assert_eq!(WARNING, "Warning: You've used up over 75% of your quota!");
    assert_eq!(URGENT_WARNING, "Urgent warning: You've used up over 90% of your quota!");
    assert_eq!(OVER_QUOTA, "Error: You are over your quota!");
}

#[test]
fn a_percentage_trips_at_the_first_whole_unit_that_reaches_it() {
    for (percent, max, point) in [
        (75, 100, Some(75)),
        (75, 101, Some(76)),
        (75, 3, Some(3)),
        (75, 4, Some(3)),
        (90, 10, Some(9)),
        (100, 1, Some(1)),
        (1, 1, Some(1)),
        (1, 100, Some(1)),
        (1, 101, Some(2)),
        (150, 100, Some(150)),
        (75, 0, Some(1)),
        (200, 0, Some(1)),
        (100, usize::MAX, Some(usize::MAX)),
        (101, usize::MAX, None),
        (99, usize::MAX, Some(usize::MAX - usize::MAX / 100)),
        (200, usize::MAX / 2, Some(usize::MAX - 1)),
        (200, usize::MAX / 2 + 1, None),
        (u32::MAX, 100, Some(u32::MAX as usize)),
        (u32::MAX, usize::MAX, None),
    ] {
        let threshold = Threshold::at_percent(percent, "reached");
        assert_eq!(threshold.trip_point(max), point, "{percent}% of {max}");
    }
}

#[test]
fn a_value_trips_at_itself_at_every_limit() {
    for max in [0, 1, 100, usize::MAX] {
        for value in [1, 500, usize::MAX] {
            assert_eq!(Threshold::at_value(value, "reached").trip_point(max), Some(value));
        }
    }
}

#[test]
fn a_threshold_knows_how_it_was_made() {
    let percent = Threshold::at_percent(75, "reached");
    assert_eq!((percent.percent(), percent.value()), (Some(75), None));
    let value = Threshold::at_value(500, "reached");
    assert_eq!((value.percent(), value.value()), (None, Some(500)));
}

#[test]
fn text_of_each_kind_is_a_message() {
    let usage = Usage { value: 80, max: 100 };
    let texts = [
        Threshold::at_percent(1, "full"),
        Threshold::at_percent(1, String::from("full")),
        Threshold::at_percent(1, Cow::Borrowed("full")),
        Threshold::at_value(1, "full"),
    ];
    for threshold in texts {
        assert_eq!(threshold.message(usage), "full");
        assert_eq!(threshold.clone().message(usage), "full");
    }
}

#[test]
fn a_function_of_usage_is_a_message() {
    fn of_usage(usage: Usage) -> String {
        format!("{} left", usage.remaining())
    }

    let usage = Usage { value: 80, max: 100 };
    let unit = String::from("GB");
    let with_unit = move |usage: Usage| format!("used {} of {} {unit}", usage.value, usage.max);
    assert_eq!(Threshold::at_percent(1, of_usage).message(usage), "20 left");
    assert_eq!(Threshold::at_percent(1, with_unit).message(usage), "used 80 of 100 GB");
    assert_eq!(Threshold::at_value(1, |usage| format!("used {usage}")).message(usage), "used 80 of 100");
}

#[test]
fn the_percentage_used_is_rounded_down() {
    for (value, max, percent) in [
        (0, 100, 0),
        (1, 3, 33),
        (2, 3, 66),
        (899, 1000, 89),
        (100, 100, 100),
        (150, 100, 150),
        (0, 0, 0),
        (1, 0, 100),
        (usize::MAX, 0, 100),
        (usize::MAX, usize::MAX, 100),
        (usize::MAX - 1, usize::MAX, 99),
        (usize::MAX, 1, u64::MAX),
    ] {
        assert_eq!(Usage { value, max }.percent(), percent, "{value} of {max}");
    }
}

#[test]
fn what_remains_is_never_negative() {
    for (value, max, remaining) in [(0, 100, 100), (80, 100, 20), (100, 100, 0), (101, 100, 0), (1, 0, 0)] {
        assert_eq!(Usage { value, max }.remaining(), remaining, "{value} of {max}");
    }
}

#[test]
fn debug_shows_the_text_and_that_there_is_a_function() {
    let text = format!("{:?}", Threshold::at_percent(75, "three quarters"));
    assert_eq!(
        text,
        r#"Threshold { kind: AtPercent(75), message: "three quarters", cleared: None, rearm_margin: 0 }"#
    );
    let function = format!("{:?}", Threshold::at_value(500, |usage: Usage| usage.to_string()));
    assert_eq!(
        function,
        "Threshold { kind: AtValue(500), message: Fn(Usage) -> String, cleared: None, rearm_margin: 0 }"
    );
}

#[test]
fn usage_and_kinds_are_padded_to_a_width() {
    assert_eq!(format!("[{:>12}]", Usage { value: 1, max: 2 }), "[      1 of 2]");
    assert_eq!(format!("[{:<11}]", ThresholdKind::AbovePercent(90)), "[above 90%  ]");
}

#[test]
fn strict_and_remaining_levels_trip_at_exact_points() {
    let trip = |threshold: Threshold, max| threshold.trip_point(max);
    assert_eq!(trip(Threshold::above_percent(75, ""), 30), Some(23));
    assert_eq!(trip(Threshold::above_percent(75, ""), 100), Some(76));
    assert_eq!(trip(Threshold::above_percent(100, ""), usize::MAX), None);
    assert_eq!(trip(Threshold::above_value(5, ""), 100), Some(6));
    assert_eq!(trip(Threshold::at_remaining(10, ""), 100), Some(90));
    assert_eq!(trip(Threshold::at_remaining(10, ""), 5), Some(1));
    assert_eq!(trip(Threshold::at_remaining_percent(25, ""), 30), Some(23));
    assert_eq!(trip(Threshold::at_remaining_percent(0, ""), usize::MAX), Some(usize::MAX));
}
