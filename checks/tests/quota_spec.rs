//! `QuotaSpec`: which specifications it rejects, what it reports as a violation, and what the reports say.

#![cfg(feature = "testing")]

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mock_messenger::{
    LimitTracker, Messenger, NotifyOn, OVER_QUOTA, QuotaSpec, QuotaViolation, QuotaViolationKind as Kind,
    SyncRecordingMessenger, Threshold, UsageChange, UsageWalk, WARNING, described, predicate,
};

/// Updates `tracker` with each usage of a walk.
fn drive(usage: UsageWalk, mut tracker: impl FnMut(usize)) {
    for value in usage {
        tracker(value);
    }
}

/// Updates `tracker` with the first usages of a walk.
fn drive_some(usage: UsageWalk, how_many: usize, tracker: impl FnMut(usize)) {
    usage.take(how_many).for_each(tracker);
}

fn rejection(spec: &QuotaSpec<'_>) -> String {
    let violation = spec.check(|_, _| -> () { panic!("a rejected specification is not run") });
    let violation = violation.unwrap_err();
    assert_eq!(violation.kind(), Kind::Rejected);
    assert_eq!((violation.walk(), violation.value(), violation.expected()), (&[][..], None, None));
    violation.to_string()
}

#[test]
fn a_contradictory_specification_is_rejected_by_name() {
    let crossing = |limit| QuotaSpec::new(limit).notify_on(NotifyOn::Crossing);
    let rejected = [
        (
            QuotaSpec::new(100),
            "a quota specification without levels: add at least one, as in `.at_percent(75, ..)`, or use `book`",
        ),
        (
            QuotaSpec::new(100).at_percent(0, "x"),
            "a level at 0%, which usage always reaches: the lowest is 1%, or `above_percent(0, ..)`",
        ),
        (
            QuotaSpec::new(100).at_value(0, "x"),
            "a level at a usage of 0, which usage always reaches: the lowest is 1",
        ),
        (QuotaSpec::book(100).at_percent(90, "x"), "two levels at 90%: add each level once"),
        (
            QuotaSpec::new(100).above_percent(90, "x").above_percent(90, "y"),
            "two levels above 90%: add each level once",
        ),
        (
            QuotaSpec::new(100).at_value(5, "x").at_percent(90, "y").at_value(5, "z"),
            "two levels at 5: add each level once",
        ),
        (
            QuotaSpec::new(100).at_value(5, "x").above_value(4, "y"),
            "a level at 5 and a level above 4, which are reached at the same usage: add one of them",
        ),
        (
            QuotaSpec::new(100).above_value(4, "x").at_value(5, "y"),
            "a level above 4 and a level at 5, which are reached at the same usage: add one of them",
        ),
        (
            QuotaSpec::book(100).rearm_below_percent(70),
            "a re-arm point of 70% with NotifyOn::Update, which repeats on every update: use `.notify_on(NotifyOn::Crossing)`",
        ),
        (
            crossing(100).at_percent(75, "x").rearm_below_percent(0),
            "a re-arm point of 0%: usage is never below it, the lowest is 1%",
        ),
        (
            crossing(100).at_percent(90, "x").at_percent(75, "y").rearm_below_percent(76),
            "a re-arm point of 76%, above the level at 75%: it would re-arm while usage still reaches it",
        ),
        (
            crossing(100).at_percent(90, "x").at_value(50, "y").rearm_below_percent(51),
            "a re-arm point of 51%, above the level at 50: it would re-arm while usage still reaches it",
        ),
        (
            // With a limit of 1 both percentages come to a usage of 1. The mistake is one all the same.
            crossing(1).at_percent(75, "x").rearm_below_percent(80),
            "a re-arm point of 80%, above the level at 75%: it would re-arm while usage still reaches it",
        ),
    ];
    for (spec, text) in &rejected {
        assert_eq!(rejection(spec), *text);
    }
}

#[test]
fn a_rearm_point_may_be_the_lowest_level() {
    let lowest = [QuotaSpec::new(100).at_percent(75, "x"), QuotaSpec::new(100).at_value(75, "x")];
    for spec in lowest {
        let spec = spec.notify_on(NotifyOn::Crossing).rearm_below_percent(75).random_walks(1);
        spec.assert(|messenger, usage| {
            let mut before = 0;
            drive(usage, |value| {
                if before < 75 && value >= 75 {
                    messenger.send("x");
                }
                before = value;
            });
        });
    }
}

#[test]
fn a_specification_whose_levels_are_all_out_of_reach_is_rejected() {
    let spec = QuotaSpec::new(usize::MAX).above_percent(100, "x").above_value(usize::MAX, "y");
    assert_eq!(
        rejection(&spec),
        format!(
            "no level can be reached: with a limit of {}, all of them are beyond usize::MAX, so code that sends nothing \
             would pass",
            usize::MAX
        )
    );
    // One that is within reach is enough, and the others are left out.
    QuotaSpec::new(usize::MAX).at_percent(100, "all of it").above_percent(100, "more").assert(
        |messenger, usage| {
            drive(usage, |value| {
                if value == usize::MAX {
                    messenger.send("all of it");
                }
            });
        },
    );
}

/// Checks a tracker that sends "x" from `fires` on.
fn fires_at(spec: &QuotaSpec<'_>, fires: usize) -> Result<(), QuotaViolation> {
    spec.check(|messenger, usage| {
        drive(usage, |value| {
            if value >= fires {
                messenger.send("x");
            }
        });
    })
}

#[test]
fn each_kind_of_level_stands_exactly_where_it_says() {
    let just_so = [
        // If it fires early by one unit of 200, it could be rounded too: no cause is named.
        (QuotaSpec::new(200).at_percent(75, "x"), 150, ": > where >= was meant?", ""),
        (
            QuotaSpec::new(200).above_percent(75, "x"),
            151,
            ": value * 100 / limit is cut to a whole number",
            ": >= where > was meant?",
        ),
        (QuotaSpec::new(200).at_value(50, "x"), 50, ": > where >= was meant?", ": off by one?"),
        (QuotaSpec::new(200).above_value(50, "x"), 51, ": off by one?", ": >= where > was meant?"),
        // 75% of 101 is 75.75, which is no usage, so "at" and "above" are the same.
        (
            QuotaSpec::new(101).at_percent(75, "x"),
            76,
            ": off by one?\nor fires at 77, due at 76: off by one per cent?",
            ": limit / 100 is cut to a whole number: multiply before dividing?\nor fires at 75, due at 76: \
             limit * percent / 100 is cut to a whole number: compare value * 100 instead?",
        ),
        (
            QuotaSpec::new(101).above_percent(75, "x"),
            76,
            ": value * 100 / limit is cut to a whole number",
            ": off by one?\nor fires at 75, due at 76: off by one per cent?",
        ),
        (QuotaSpec::new(0).above_percent(0, "x"), 1, ": off by one?", ": > where >= was meant?"),
    ];
    for (spec, trip, late, early) in just_so {
        fires_at(&spec, trip).unwrap();
        let violation = fires_at(&spec, trip + 1).unwrap_err();
        assert_eq!((violation.kind(), violation.walk()), (Kind::Missing, &[trip][..]), "{violation}");
        assert_eq!(violation.cause().unwrap(), format!("fires at {}, due at {trip}{late}", trip + 1));
        if trip == 1 {
            continue;
        }
        let violation = fires_at(&spec, trip - 1).unwrap_err();
        assert_eq!((violation.kind(), violation.walk()), (Kind::Unexpected, &[trip - 1][..]), "{violation}");
        let cause = format!("fires at {}, due at {trip}{early}", trip - 1);
        assert_eq!(violation.cause().unwrap(), cause);
    }
}

#[test]
fn a_usage_of_zero_reaches_no_level_even_of_a_limit_of_zero() {
    for limit in [0, 1, 100, usize::MAX] {
        let violation = fires_at(&QuotaSpec::new(limit).at_percent(1, "x"), 0).unwrap_err();
        assert_eq!((violation.kind(), violation.walk()), (Kind::Unexpected, &[0][..]), "{violation}");
    }
}

#[test]
fn of_levels_at_one_point_the_highest_percentage_or_a_later_value_speaks() {
    let spec = |limit| QuotaSpec::new(limit).at_percent(90, "90%").at_value(3, "three").at_percent(75, "75%");
    let tracks = |spec: &QuotaSpec<'_>| {
        spec.check(|messenger, usage| {
            let builder = LimitTracker::builder(messenger, usage.limit()).thresholds([
                Threshold::at_percent(90, "90%"),
                Threshold::at_value(3, "three"),
                Threshold::at_percent(75, "75%"),
            ]);
            let mut tracker = builder.build().unwrap();
            drive(usage, |value| drop(tracker.set_value(value)));
        })
    };
    for limit in 0..=20 {
        tracks(&spec(limit)).unwrap();
    }
    // All three trip at 3 of 3. The value is listed after the highest percentage.
    let says = |text: &'static str| {
        spec(3).check(move |messenger, usage| {
            drive(usage, |value| {
                if value >= 3 {
                    messenger.send(text);
                }
            });
        })
    };
    says("three").unwrap();
    let violation = says("90%").unwrap_err();
    assert_eq!((violation.kind(), violation.expected()), (Kind::WrongLevel, Some("at 3")));
}

#[test]
fn any_matcher_of_the_vocabulary_fits_borrowed_ones_too() {
    let over = String::from(OVER_QUOTA);
    let needle = String::from("75%");
    let spec = QuotaSpec::new(100)
        .at_percent(75, |message: &str| message.contains(&needle))
        .at_percent(90, described("the urgent one", predicate::str::starts_with("Urgent")))
        .at_percent(100, &over);
    spec.assert(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        drive(usage, |value| drop(tracker.set_value(value)));
    });
    let violation = spec.check(|_, usage| usage.for_each(drop)).unwrap_err();
    assert_eq!(
        violation.to_string().lines().skip(2).take(4).collect::<Vec<_>>(),
        [
            "  probably  sends nothing at all: does it have this messenger?",
            "",
            "  expected  a message that the closure accepts",
            "  sent      nothing",
        ]
    );
}

#[test]
fn a_message_that_matches_no_level_is_a_failure() {
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| drive(usage, |value| messenger.send(&format!("{value} used"))))
        .unwrap_err();
    assert_eq!(violation.kind(), Kind::UnknownMessage);
    assert_eq!(
        violation.to_string().lines().next().unwrap(),
        "usage 0 of 100 (0%): expected no message, but a message was sent that matches no level"
    );
}

#[test]
fn a_message_that_matches_two_levels_is_a_failure() {
    let violation = QuotaSpec::new(100)
        .at_percent(75, predicate::str::contains("%"))
        .at_percent(90, predicate::str::contains("90"))
        .check(|messenger, usage| {
            let mut tracker = LimitTracker::new(messenger, usage.limit());
            drive(usage, |value| drop(tracker.set_value(value)));
        })
        .unwrap_err();
    assert_eq!(violation.kind(), Kind::AmbiguousMessage);
    assert_eq!(violation.walk(), [90]);
    assert_eq!(
        violation.to_string().lines().next().unwrap(),
        "usage 90 of 100 (90%): expected the message at 90%, but a message was sent that matches two levels, \
         at 75% and at 90%"
    );
}

#[test]
fn a_message_before_the_first_usage_is_a_failure() {
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            messenger.send(WARNING);
            let mut tracker = LimitTracker::new(messenger, usage.limit());
            drive(usage, |value| drop(tracker.set_value(value)));
        })
        .unwrap_err();
    assert_eq!((violation.kind(), violation.value()), (Kind::SentBeforeFirstUsage, None));
    assert_eq!(violation.sent(), [WARNING]);
    let report = violation.to_string();
    let line = report.lines().next().unwrap();
    assert_eq!(
        line,
        "a limit of 100, before the first usage: expected no message, but the message at 75% was sent"
    );
}

#[test]
fn a_message_after_the_last_usage_belongs_to_it() {
    let sends_at_the_end = |text: &'static str| {
        QuotaSpec::new(100).at_percent(75, "x").check(move |messenger, usage| {
            let mut last = 0;
            drive(usage, |value| {
                if last >= 75 {
                    messenger.send("x");
                }
                last = value;
            });
            messenger.send(text);
        })
    };
    let violation = sends_at_the_end("x").unwrap_err();
    assert_eq!((violation.kind(), violation.walk()), (Kind::Unexpected, &[0][..]));
}

#[test]
fn a_scenario_that_takes_no_usage_is_a_failure() {
    let runs = Cell::new(0);
    let violation = QuotaSpec::book(100)
        .check(|_, usage| {
            runs.set(runs.get() + 1);
            drop(usage);
        })
        .unwrap_err();
    assert_eq!((violation.kind(), violation.value(), runs.get()), (Kind::NoUsageTaken, None, 1));
    assert_eq!(
        violation.to_string(),
        "a limit of 100: the scenario took no usage, so nothing was tested: drive the code under test in \
         `for value in usage { .. }`"
    );
}

#[test]
fn a_scenario_that_stops_early_is_a_failure() {
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            let mut tracker = LimitTracker::new(messenger, usage.limit());
            for value in usage {
                tracker.set_value(value);
                if value > 100 {
                    break;
                }
            }
        })
        .unwrap_err();
    assert_eq!((violation.kind(), violation.walk()), (Kind::StoppedEarly, &[101, 0][..]));
    assert_eq!(
        violation.to_string().lines().next().unwrap(),
        "usage 101 of 100 (101%): the scenario stopped here, after 1 of 2 usages: take all of them, because \
         the rest is not tested"
    );
}

#[test]
fn a_scenario_that_takes_only_some_of_the_usages_is_a_failure() {
    let violation = QuotaSpec::new(100).at_percent(75, "x").check(|messenger, usage| {
        drive(usage, |value| {
            if value >= 75 {
                messenger.send("x");
            }
        });
    });
    violation.unwrap();
    let violation = QuotaSpec::new(100).at_percent(75, "x").check(|messenger, usage| {
        for value in usage.take(1) {
            if value >= 75 {
                messenger.send("x");
            }
        }
    });
    assert_eq!(violation.unwrap_err().kind(), Kind::StoppedEarly);
}

#[test]
fn a_wrong_message_and_a_scenario_that_stops_early_are_not_taken_for_each_other() {
    // Sends nothing after thirteen messages, and does not take all of some shorter walks.
    let violation = QuotaSpec::new(100).at_percent(75, "x").check(|messenger, usage| {
        let taken = if (11..14).contains(&usage.len()) { 8 } else { usage.len() };
        let mut messages = 0;
        drive_some(usage, taken, |value| {
            messages += usize::from(value >= 75);
            if value >= 75 && messages < 14 {
                messenger.send("x");
            }
        });
    });
    let violation = violation.unwrap_err();
    assert_eq!((violation.kind(), violation.walk()), (Kind::Missing, &[75; 14][..]));
    // Takes fifteen usages at most, and sends nothing on walks of eleven to fourteen.
    let violation = QuotaSpec::new(100).at_percent(75, "x").check(|messenger, usage| {
        let sends = !(11..15).contains(&usage.len());
        drive_some(usage, 15, |value| {
            if value >= 75 && sends {
                messenger.send("x");
            }
        });
    });
    let violation = violation.unwrap_err();
    assert_eq!((violation.kind(), violation.walk()), (Kind::StoppedEarly, &[0; 16][..]));
}

#[test]
fn usages_that_are_collected_first_are_named() {
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            let mut tracker = LimitTracker::new(messenger, usage.limit());
            let all: Vec<_> = usage.collect();
            for value in all {
                tracker.set_value(value);
            }
        })
        .unwrap_err();
    assert_eq!(
        violation.cause().unwrap(),
        "all messages arrive after the last usage: does the code under test collect them, is a thread not waited for, \
         or does the scenario collect its usages?"
    );
}

#[test]
fn usages_that_are_peeked_at_are_named() {
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            let mut tracker = LimitTracker::new(messenger, usage.limit());
            let mut usage = usage.peekable();
            while let Some(value) = usage.next() {
                let _is_last = usage.peek().is_none();
                tracker.set_value(value);
            }
        })
        .unwrap_err();
    assert_eq!(
        violation.cause().unwrap(),
        "each message arrives one usage late: does the code under test send it later, or the scenario look ahead?"
    );
}

#[test]
fn state_that_outlives_the_scenario_is_suspected() {
    let fired = AtomicBool::new(false);
    let violation = QuotaSpec::new(100)
        .at_percent(75, "x")
        .check(|messenger, usage| {
            drive(usage, |value| {
                if value >= 75 && !fired.swap(true, Ordering::Relaxed) {
                    messenger.send("x");
                }
            });
        })
        .unwrap_err();
    assert_eq!(violation.kind(), Kind::Missing, "{violation}");
    // What went wrong once does not go wrong again.
    let messages = Cell::new(0);
    let violation = QuotaSpec::new(100)
        .at_percent(75, "x")
        .check(|messenger, usage| {
            drive(usage, |value| {
                messages.set(messages.get() + usize::from(value >= 75));
                if value >= 75 && messages.get() != 5 {
                    messenger.send("x");
                }
            });
        })
        .unwrap_err();
    assert_eq!(
        violation.cause().unwrap(),
        "behaves differently when run again: is there state that outlives the scenario, a clock, or a race?"
    );
}

#[test]
fn two_mistakes_at_once_are_not_explained() {
    // Compares the usage before, and strictly.
    let violation = QuotaSpec::new(100).at_percent(75, "x").check(|messenger, usage| {
        let mut before = 0;
        drive(usage, |value| {
            if before > 75 {
                messenger.send("x");
            }
            before = value;
        });
    });
    assert_eq!(violation.unwrap_err().cause(), None);
    // Has no level at 90%, and sends the others on every update.
    let violation = QuotaSpec::book(100).notify_on(NotifyOn::Crossing).check(|messenger, usage| {
        drive(usage, |value| match value {
            0..75 => {}
            75..100 => messenger.send(WARNING),
            _ => messenger.send(OVER_QUOTA),
        });
    });
    assert_eq!(violation.unwrap_err().cause(), None);
}

/// Returns the cause that is named for a tracker that sends "x" wherever `reaches`, and nothing else.
fn cause_of(spec: QuotaSpec<'_>, reaches: impl Fn(usize) -> bool) -> String {
    let checked = spec.check(|messenger, usage| {
        drive(usage, |value| {
            if value > 0 && reaches(value) {
                messenger.send("x");
            }
        });
    });
    checked.unwrap_err().cause().unwrap_or("no cause").to_owned()
}

#[test]
fn what_shifts_a_level_is_named() {
    let at_75 = |limit| QuotaSpec::new(limit).at_percent(75, "x");
    let above_75 = |limit| QuotaSpec::new(limit).above_percent(75, "x");
    let at_150 = QuotaSpec::new(1000).at_value(150, "x");
    let above_150 = QuotaSpec::new(1000).above_value(150, "x");
    let strict = "fires at 76, due at 75: > where >= was meant?";
    assert_eq!(cause_of(at_75(100), |value| value > 75), strict);
    let not_strict = "fires at 75, due at 76: >= where > was meant?";
    assert_eq!(cause_of(above_75(100), |value| value >= 75), not_strict);
    assert_eq!(cause_of(at_150, |value| value > 150), "fires at 151, due at 150: > where >= was meant?");
    assert_eq!(cause_of(above_150, |value| value >= 150), "fires at 150, due at 151: >= where > was meant?");
    // 75% of 199 are 149.25.
    assert_eq!(cause_of(at_75(199), |value| value >= 151), "fires at 151, due at 150: off by one?");
    assert_eq!(
        cause_of(at_75(199), |value| value >= 149),
        "fires at 149, due at 150: limit * percent / 100 is cut to a whole number: compare value * 100 instead?"
    );
    assert_eq!(cause_of(at_75(1000), |value| value >= 749), "fires at 749, due at 750: off by one?");
    assert_eq!(cause_of(at_75(1000), |value| value >= 760), "fires at 760, due at 750: off by one per cent?");
    assert_eq!(
        cause_of(above_75(1000), |value| value > 740),
        "fires at 741, due at 751: off by one per cent?"
    );
    assert_eq!(
        cause_of(above_75(1000), |value| value > 760),
        "fires at 761, due at 751: off by one per cent?"
    );
    assert_eq!(
        cause_of(above_75(1000), |value| (value as u128 * 100 + 500) / 1000 > 75),
        "fires at 755, due at 751: is the percentage rounded?"
    );
}

#[test]
fn one_level_of_two_may_be_shifted() {
    let shifted = |limit: usize, fires: usize| {
        let spec = QuotaSpec::new(limit).at_percent(75, "a").at_percent(90, "b");
        let checked = spec.check(|messenger, usage| {
            drive(usage, |value| {
                if value >= fires {
                    messenger.send("b");
                } else if value * 4 >= limit * 3 && value > 0 {
                    messenger.send("a");
                }
            });
        });
        checked.unwrap_err().cause().unwrap_or("no cause").to_owned()
    };
    assert_eq!(shifted(1000, 899), "fires at 899, due at 900: off by one?");
    // 90% of 999 are 899.1.
    assert_eq!(shifted(999, 901), "fires at 901, due at 900: off by one?");
    assert_eq!(shifted(1000, 901), "fires at 901, due at 900: > where >= was meant?");
    assert_eq!(shifted(1000, 890), "fires at 890, due at 900: off by one per cent?");
    assert_eq!(shifted(1000, 910), "fires at 910, due at 900: off by one per cent?");
    assert_eq!(shifted(1000, 905), "fires at 905, due at 900");
}

#[test]
fn a_shifted_level_is_named_with_a_rearm_point_too() {
    let spec = QuotaSpec::new(100).at_percent(75, "x").notify_on(NotifyOn::Crossing).rearm_below_percent(70);
    let violation = spec.check(|messenger, usage| {
        let mut fired = false;
        drive(usage, |value| {
            fired &= value >= 70;
            if value > 75 && !fired {
                fired = true;
                messenger.send("x");
            }
        });
    });
    assert_eq!(violation.unwrap_err().cause(), Some("fires at 76, due at 75: > where >= was meant?"));
}

#[test]
fn mistakes_with_a_limit_of_zero_are_named_too() {
    let violation = QuotaSpec::new(0).at_percent(75, "x").check(|messenger, usage| {
        drive(usage, |value| {
            if value > 0 {
                messenger.send("x");
                messenger.send("x");
            }
        });
    });
    assert_eq!(violation.unwrap_err().cause(), Some("sends each message twice"));
}

#[test]
fn what_silences_a_level_is_named() {
    let at_75 = |limit| QuotaSpec::new(limit).at_percent(75, "x");
    let very_number = "fires only at exactly the number of the level: == where >= was meant?";
    assert_eq!(cause_of(QuotaSpec::new(1000).at_value(150, "x"), |value| value == 150), very_number);
    assert_eq!(cause_of(at_75(1000), |value| value == 750), very_number);
    assert_eq!(cause_of(at_75(1000), |value| value / 10 == 75), very_number);
    assert_eq!(cause_of(at_75(1000), |_| false), "sends nothing at all: does it have this messenger?");
    assert_eq!(cause_of(at_75(200), |value| value % 65_536 >= 150), "sees only the low 16 bits of usage");
    assert_eq!(cause_of(at_75(100), |value| value % 100 >= 75), "starts at 0 again beyond the limit");
    assert_eq!(cause_of(at_75(1000), |value| value / 10 % 65_536 >= 75), "the percentage is cut to 16 bits");
    assert_eq!(
        cause_of(at_75(100), |value| value as u128 * 100 % (1 << 32) >= 7_500),
        "value * 100 overflows u32: multiply as u128?"
    );
}

/// Whether a usage of a limit reaches the level.
type Reaches<T> = fn(T, T) -> bool;

/// Divided by the limit, as a percentage, or as a share of the limit: each of them is off by another amount.
#[test]
#[cfg(target_pointer_width = "64")]
#[allow(clippy::cast_precision_loss)]
fn the_ways_to_use_floating_point_are_told_apart() {
    let (limit, due) = (196_254_548_usize, 129_528_002);
    let ways: [(usize, Reaches<f32>); 3] = [
        (129_527_996, |value, limit| value / limit >= 0.66),
        (129_527_989, |value, limit| value / limit * 100.0 >= 66.0),
        (129_528_005, |value, limit| value >= limit * 0.66),
    ];
    for (fires, way) in ways {
        let spec = QuotaSpec::new(limit).at_percent(66, "x");
        assert_eq!(
            cause_of(spec, |value| way(value as f32, limit as f32)),
            format!("fires at {fires}, due at {due}: f32 cannot represent these numbers: compare integers?")
        );
    }
    let (limit, due) = (101_890_007_247_684_520_usize, 59_096_204_203_657_022_usize);
    let ways: [(usize, Reaches<f64>); 3] = [
        (59_096_204_203_657_004, |value, limit| value / limit >= 0.58),
        (59_096_204_203_657_020, |value, limit| value / limit * 100.0 >= 58.0),
        (59_096_204_203_657_013, |value, limit| value >= limit * 0.58),
    ];
    for (fires, way) in ways {
        let spec = QuotaSpec::new(limit).at_percent(58, "x");
        assert_eq!(
            cause_of(spec, |value| way(value as f64, limit as f64)),
            format!("fires at {fires}, due at {due}: f64 cannot represent these numbers: compare integers?")
        );
    }
}

#[test]
fn a_message_in_the_place_of_another_is_named() {
    let cause = |texts: [&str; 4], limit_seen: usize| {
        let spec = QuotaSpec::new(100).at_percent(50, "a").at_percent(60, "b");
        let spec = spec.at_percent(120, "c").at_percent(150, "d");
        let checked = spec.check(|messenger, usage| {
            drive(usage, |value| {
                let reached = [50, 60, 120, 150].partition_point(|level| *level <= value.min(limit_seen));
                if let Some(index) = reached.checked_sub(1) {
                    messenger.send(texts[index]);
                }
            });
        });
        checked.unwrap_err().cause().unwrap_or("no cause").to_owned()
    };
    assert_eq!(
        cause(["b", "b", "c", "d"], usize::MAX),
        "sends the message at 60% where the one at 50% is due"
    );
    assert_eq!(cause(["a", "b", "b", "d"], usize::MAX), "never sends the level at 120%: is it missing?");
    assert_eq!(cause(["a", "d", "c", "b"], usize::MAX), "the messages at 60% and at 150% are swapped?");
    assert_eq!(cause(["a", "b", "c", "d"], 100), "takes usage above the limit for the limit");
}

#[test]
fn an_unknown_mistake_is_reported_without_a_cause() {
    let violation = QuotaSpec::new(1000)
        .at_percent(75, "x")
        .check(|messenger, usage| {
            drive(usage, |value| {
                if value >= 750 && value % 7 != 0 {
                    messenger.send("x");
                }
            });
        })
        .unwrap_err();
    assert_eq!(violation.cause(), None);
    assert!(!violation.to_string().contains("probably"));
    let violation = QuotaSpec::new(1000)
        .at_percent(75, "x")
        .check(|messenger, usage| {
            drive(usage, |value| {
                if value >= 612 {
                    messenger.send("x");
                }
            });
        })
        .unwrap_err();
    assert_eq!(violation.cause(), Some("fires at 612, due at 750"));
}

#[test]
fn a_usage_is_lowered_to_where_it_just_still_goes_wrong() {
    let violation = QuotaSpec::new(1000)
        .at_percent(75, "x")
        .check(|messenger, usage| {
            drive(usage, |value| {
                if (750..12_345).contains(&value) {
                    messenger.send("x");
                }
            });
        })
        .unwrap_err();
    assert_eq!(violation.walk(), [12_345]);
}

#[test]
fn the_usages_of_a_long_walk_are_made_simple_too() {
    let violation = QuotaSpec::book(100).check(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        let mut messages = 0;
        drive(usage, |value| {
            messages += usize::from(value >= 75);
            if messages < 21 {
                tracker.set_value(value);
            }
        });
    });
    assert_eq!(violation.unwrap_err().walk(), [75; 21]);
}

#[test]
fn a_usage_is_shown_as_a_percentage_as_far_as_that_says_something() {
    let shown = [
        (400, 300, "300 of 400 (75%)"),
        (400, 302, "302 of 400 (75.5%)"),
        (400, 301, "301 of 400 (75.25%)"),
        (10_000, 7_501, "7501 of 10000 (75.01%)"),
        (300, 100, "100 of 300 (33.33…%)"),
        (100, 10_000, "10000 of 100 (10000%)"),
        (100, 10_001, "10001 of 100 (over 10000%)"),
        (0, 1, "1 of 0"),
    ];
    for (limit, value, shown) in shown {
        let silent = QuotaSpec::new(limit).at_value(value, "x").check(|_, usage| usage.for_each(drop));
        let expected = format!("usage {shown}: expected the message at {value}, but nothing was sent");
        assert_eq!(silent.unwrap_err().to_string().lines().next(), Some(expected.as_str()));
    }
}

#[test]
fn a_panic_is_reported_with_its_walk_and_the_scenario_is_not_run_again() {
    let runs = RefCell::new(Vec::new());
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            let mut tracker = LimitTracker::new(messenger, usage.limit());
            runs.borrow_mut().push(usage.len());
            let mut steps = 0;
            drive(usage, |value| {
                steps += 1;
                assert!(steps < 3 || value < 90, "too much: {value}");
                tracker.set_value(value);
            });
        })
        .unwrap_err();
    assert_eq!(violation.kind(), Kind::Panicked);
    assert_eq!(
        violation.to_string(),
        "usage 90 of 100 (90%): the scenario panicked: too much: 90\n\
         \n  the walk:\
         \n      usage       due      sent\
         \n         75  75%  at 75%   at 75%\
         \n          0   0%  nothing  nothing\
         \n    >    90  90%  at 90%   panicked"
    );
    assert_eq!(violation.walk(), [75, 0, 90]);
    assert_eq!(runs.borrow().last(), Some(&3));
    assert!(
        runs.borrow()[..runs.borrow().len() - 1].iter().all(|length| *length < 3) || runs.borrow().len() > 3
    );
}

#[test]
fn a_panic_while_a_failure_is_looked_into_ends_that() {
    let (panics, runs_since) = (Cell::new(0), Cell::new(0));
    let violation = QuotaSpec::book(100)
        .notify_on(NotifyOn::Crossing)
        .check(|messenger, usage| {
            runs_since.set(runs_since.get() + 1);
            let mut tracker = LimitTracker::new(messenger, usage.limit());
            let mut before = None;
            drive(usage, |value| {
                if before == Some(75) && value == 89 {
                    panics.set(panics.get() + 1);
                    runs_since.set(0);
                    panic!("not here");
                }
                before = Some(value);
                tracker.set_value(value);
            });
        })
        .unwrap_err();
    assert_eq!(violation.kind(), Kind::Unexpected);
    assert_eq!(violation.walk(), [75, 75]);
    // The run that panicked sent less than it would have, and says nothing.
    assert!(violation.cause().unwrap().starts_with("sends on every update, where a level is due once"));
    assert_eq!((panics.get(), runs_since.get()), (1, 0));
}

#[test]
fn a_panic_while_a_failure_is_looked_into_ends_the_search_for_bands() {
    let runs_since = Cell::new(0);
    let violation = QuotaSpec::new(1000)
        .at_percent(75, "x")
        .check(|messenger, usage| {
            runs_since.set(runs_since.get() + 1);
            drive(usage, |value| {
                if value == 615 {
                    runs_since.set(0);
                    panic!("not here");
                }
                if value >= 612 {
                    messenger.send("x");
                }
            });
        })
        .unwrap_err();
    assert_eq!((violation.walk(), runs_since.get()), (&[749][..], 0));
}

#[test]
fn what_goes_wrong_once_and_panics_then_is_not_explained_by_what_was_never_seen() {
    let wrong_runs = Cell::new(0);
    let violation = QuotaSpec::new(1000)
        .at_percent(75, "x")
        .check(|messenger, usage| {
            drive(usage, |value| {
                if value == 749 {
                    wrong_runs.set(wrong_runs.get() + 1);
                    assert!(wrong_runs.get() < 2, "a second time");
                }
                if value >= 749 {
                    messenger.send("x");
                }
            });
        })
        .unwrap_err();
    let cause =
        "behaves differently when run again: is there state that outlives the scenario, a clock, or a race?";
    assert_eq!((violation.walk(), violation.cause()), (&[749][..], Some(cause)));
}

#[test]
fn a_panic_while_a_walk_is_shortened_ends_that_too() {
    let (went_wrong, panics, runs_since) = (Cell::new(false), Cell::new(0), Cell::new(0));
    let violation = QuotaSpec::new(100)
        .at_percent(75, "x")
        .check(|messenger, usage| {
            runs_since.set(runs_since.get() + 1);
            if went_wrong.get() {
                panics.set(panics.get() + 1);
                runs_since.set(0);
                panic!("not again");
            }
            let mut messages = 0;
            drive(usage, |value| {
                messages += usize::from(value >= 75);
                if messages > 20 {
                    went_wrong.set(true);
                } else if value >= 75 {
                    messenger.send("x");
                }
            });
        })
        .unwrap_err();
    assert_eq!(violation.kind(), Kind::Missing);
    assert!(violation.walk().len() > 21, "{:?}", violation.walk());
    assert_eq!(violation.cause(), None);
    assert_eq!((panics.get(), runs_since.get()), (1, 0));
}

#[test]
fn an_error_is_reported_with_its_walk_once() {
    let failed = Cell::new(0);
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            let mut tracker = LimitTracker::new(messenger, usage.limit());
            for value in usage {
                tracker.set_value(value);
                if value > 1000 {
                    failed.set(failed.get() + 1);
                    return Err(format!("no meter goes to {value}"));
                }
            }
            Ok(())
        })
        .unwrap_err();
    assert_eq!((violation.kind(), failed.get()), (Kind::Failed, 1));
    assert_eq!(
        violation.to_string(),
        "usage 1001 of 100 (1001%): the scenario returned an error: no meter goes to 1001\n\
         \n  the walk:\
         \n      usage         due      sent\
         \n    >  1001  1001%  at 100%  returned an error"
    );
}

#[test]
fn an_error_is_shown_at_the_usage_that_it_came_with() {
    let violation = QuotaSpec::book(100).check(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        for (step, value) in usage.enumerate() {
            tracker.set_value(value);
            if step > 0 {
                return Err("one usage is enough");
            }
        }
        Ok(())
    });
    assert_eq!(
        violation.unwrap_err().to_string(),
        "usage 0 of 100 (0%): the scenario returned an error: one usage is enough\n\
         \n  the walk:\
         \n      usage      due      sent\
         \n          0  0%  nothing  nothing\
         \n    >     0  0%  nothing  returned an error"
    );
}

#[test]
fn an_error_before_the_first_usage_is_reported_too() {
    let violation = QuotaSpec::book(100).check(|_, _| Err::<(), _>("no connection")).unwrap_err();
    assert_eq!(violation.kind(), Kind::Failed);
    assert_eq!(
        violation.to_string(),
        "a limit of 100, before the first usage: the scenario returned an error: no connection"
    );
}

#[test]
fn an_assertion_panics_with_the_report_at_its_own_line() {
    let spec = QuotaSpec::book(100);
    let sends_nothing = |usage: UsageWalk| usage.for_each(drop);
    let report = spec.check(|_, usage| sends_nothing(usage)).unwrap_err().to_string();
    let line = Cell::new(0);
    let location = RefCell::new(None);
    let before = std::panic::take_hook();
    let (sender, receiver) = std::sync::mpsc::channel();
    let thread = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == thread {
            let at = info.location().map(|at| (at.file().to_owned(), at.line()));
            let _ = sender.send(at);
        }
    }));
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        line.set(line!() + 1);
        spec.assert(|_, usage| sends_nothing(usage));
    }));
    std::panic::set_hook(before);
    location.replace(receiver.recv().unwrap());
    assert_eq!(panicked.unwrap_err().downcast_ref::<String>(), Some(&report));
    assert_eq!(location.into_inner(), Some((file!().to_owned(), line.get())));
}

#[test]
fn a_violation_shows_its_line_when_a_test_returns_it() {
    let violation = QuotaSpec::book(100).check(|_, usage| usage.for_each(drop)).unwrap_err();
    let line = line!() - 1;
    assert_eq!((violation.location().file(), violation.location().line()), (file!(), line));
    let location = violation.location();
    assert_eq!(format!("{violation:?}"), format!("{violation}\n\n  checked at {location}"));
    let _: Box<dyn std::error::Error + Send + Sync> = Box::new(violation);
}

#[test]
fn the_changes_of_a_walk_add_up_to_it() {
    let walks = RefCell::new(Vec::new());
    let spec = QuotaSpec::book(10).limits([10]).random_walks(4);
    let checked = spec.check(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        let mut walk = Vec::new();
        let mut used = 0_usize;
        let mut is_plain = true;
        let usages = usage.len();
        let changes = usage.changes();
        let length = changes.len();
        assert_eq!(changes.size_hint(), (length, Some(length)));
        // Some walks hold other changes than those between usages.
        is_plain &= length == usages;
        for change in changes {
            match change {
                UsageChange::Consume(amount) => used = used.saturating_add(amount),
                UsageChange::Release(amount) => {
                    assert!(amount > 0);
                    used = used.saturating_sub(amount);
                }
            }
            tracker.set_value(used);
            walk.push(used);
        }
        if is_plain {
            walks.borrow_mut().push(walk);
        }
    });
    checked.unwrap();
    let totals = RefCell::new(Vec::new());
    spec.assert(|messenger, usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        let mut walk = Vec::new();
        for value in usage {
            tracker.set_value(value);
            walk.push(value);
        }
        totals.borrow_mut().push(walk);
    });
    assert_eq!(walks, totals);
}

#[test]
fn a_walk_shows_its_limit_and_the_usages_that_are_left() {
    let shown = RefCell::new(Vec::new());
    let checked = QuotaSpec::book(7).check(|_, mut usage| {
        usage.next();
        shown.borrow_mut().push((usage.len(), format!("{usage:?}")));
        usage.for_each(drop);
    });
    let violation = checked.unwrap_err();
    assert_eq!((violation.limit(), violation.value(), violation.walk()), (7, Some(6), &[6][..]));
    assert_eq!(shown.borrow()[0], (0, "UsageWalk { limit: 7, values: [], .. }".to_owned()));
}

/// Returns every walk of a specification.
fn walks(spec: &QuotaSpec<'_>) -> Vec<Vec<usize>> {
    walks_of(spec, |messenger, limit| LimitTracker::new(Arc::clone(messenger), limit))
}

fn walks_of<M: Messenger>(
    spec: &QuotaSpec<'_>,
    tracker: impl Fn(&Arc<SyncRecordingMessenger>, usize) -> LimitTracker<M>,
) -> Vec<Vec<usize>> {
    let walks = RefCell::new(Vec::new());
    spec.assert(|messenger, usage| {
        let mut tracker = tracker(messenger, usage.limit());
        let mut walk = Vec::new();
        for value in usage {
            tracker.set_value(value);
            walk.push(value);
        }
        walks.borrow_mut().push(walk);
    });
    walks.into_inner()
}

/// A tracker that is wrong after just one history would go unnoticed if one of these were left out.
#[test]
#[cfg(target_pointer_width = "64")]
fn the_walks_are_those_that_are_promised() {
    let spec = QuotaSpec::book(1_000).limits([1_000]).notify_on(NotifyOn::Crossing);
    let spec = spec.rearm_below_percent(70).random_walks(0);
    let walks = walks_of(&spec, |messenger, limit| {
        let builder = LimitTracker::builder(Arc::clone(messenger), limit);
        builder.notify_on(NotifyOn::Crossing).rearm_below_percent(70).build().unwrap()
    });
    let boundaries = [0, 750, 900, 1000, 749, 899, 999, 699, 700, 751, 901, 1001, 701];
    let levels = [750, 900, 1000];
    let mut promised = Vec::new();
    // From a fresh start: the middle of each band, percentages, multiples, and where numbers outgrow their types.
    let (middles, percentages) = ([374, 375, 376, 825, 950], [9, 10, 11, 20, 989, 1499, 1500, 1501]);
    let multiples = [1751, 2000, 2560, 9999, 10_000, 65_536_000, 655_360];
    let ends = [8, 15, 16, 24, 31, 32, 53, 63, 64].map(|bits| usize::MAX >> (64 - bits));
    for fresh in [&boundaries[..], &middles, &percentages, &multiples, &ends, &ends.map(|end| end / 100)] {
        promised.extend(fresh.iter().map(|usage| vec![*usage]));
    }
    promised.extend([usize::MAX / 2, usize::MAX / 2 + 1, usize::MAX / 100 + 1].map(|usage| vec![usage]));
    // From each boundary to each, and from a level to a level by way of each.
    for via in boundaries {
        promised.extend(boundaries.map(|from| vec![from, via]));
        promised.extend(levels.iter().flat_map(|from| levels.map(|to| vec![*from, via, to])));
    }
    // All short walks.
    let bands = [0, 700, 749, 750, 900, 1000];
    for number in 0..6_usize.pow(4) {
        promised.push(
            [number / 216, number / 36 % 6, number / 6 % 6, number % 6].map(|band| bands[band]).to_vec(),
        );
    }
    // Sweeps.
    let mut up: Vec<_> = (0..=125).map(|percent| percent * 10).chain(boundaries).collect();
    up.extend(levels.iter().flat_map(|level| level - 3..=level + 3));
    up.sort_unstable();
    up.dedup();
    let down: Vec<_> = up.iter().rev().copied().collect();
    promised.extend([up.clone(), down.clone(), [&up[..], &down, &up].concat()]);
    // Flapping, and resting.
    for level in levels {
        promised.push([level, 0].repeat(260));
        promised.extend([level - 1, 749, 700, 699].map(|low| [low, level].repeat(260)));
    }
    promised.extend(boundaries.map(|usage| vec![usage; 4]));
    for walk in promised {
        assert!(walks.contains(&walk), "{walk:?}");
    }
    assert_eq!(walks.len(), 2397);
}

#[test]
fn a_small_limit_is_walked_over_unit_by_unit() {
    let walks = walks(&QuotaSpec::book(300).limits([300]).random_walks(0));
    for usage in 0..=450 {
        assert!(walks.contains(&vec![usage]), "{usage}");
    }
    assert!(!walks.contains(&vec![452]));
    let up: Vec<_> = (0..=375).collect();
    assert!(walks.contains(&up));
}

/// Returns the walks of a specification with many levels that are far apart.
fn walks_between(levels: usize) -> Vec<Vec<usize>> {
    let values = (1..=levels).map(|level| level * 10);
    let spec =
        values.clone().fold(QuotaSpec::new(10_000), |spec, value| spec.at_value(value, value.to_string()));
    walks_of(&spec.random_walks(0), |messenger, limit| {
        let thresholds = values.clone().map(|value| Threshold::at_value(value, value.to_string()));
        let builder = LimitTracker::builder(Arc::clone(messenger), limit).thresholds(thresholds);
        builder.notify_on(NotifyOn::Update).build().unwrap()
    })
}

#[test]
fn between_many_levels_one_long_walk_makes_all_jumps() {
    // 37 boundaries, and 40.
    assert!(walks_between(12).contains(&vec![119, 41]));
    let walks = walks_between(13);
    assert!(!walks.contains(&vec![119, 41]));
    let tour = walks.iter().find(|walk| walk.len() == 40 * 42).unwrap();
    for from in (1..=13).flat_map(|level| [level * 10 - 1, level * 10, level * 10 + 1]) {
        for to in (1..=13).flat_map(|level| [level * 10 - 1, level * 10, level * 10 + 1]) {
            assert!(tour.windows(2).any(|jump| jump == [from, to]), "from {from} to {to}");
        }
    }
    // From a level to a boundary and back: from a fresh start, or in one walk.
    assert!(walks_between(7).contains(&vec![70, 51, 10]));
    assert!(!walks_between(8).contains(&vec![70, 51, 10]));
    let returns = |walk: &Vec<usize>| walk.windows(3).any(|three| three == [70, 51, 80]);
    assert!(walks_between(8).iter().any(returns));
    // Ten levels have eleven bands.
    assert!(walks_between(10).contains(&vec![90, 30, 60]));
    assert!(!walks_between(11).contains(&vec![90, 30, 60]));
    // The first three are flapped around for longer than a byte can count.
    assert!(walks_between(4).contains(&[30, 0].repeat(260)));
    assert!(walks_between(4).contains(&[40, 0].repeat(12)));
}

#[test]
fn the_walks_are_the_same_each_time_and_a_seed_changes_the_random_ones_alone() {
    let first = walks(&QuotaSpec::book(100).limits([100]));
    assert_eq!(first, walks(&QuotaSpec::book(100).limits([100])));
    let seeded = walks(&QuotaSpec::book(100).limits([100]).seed(7));
    assert_eq!(seeded, walks(&QuotaSpec::book(100).limits([100]).seed(7)));
    let fixed = first.len() - 32;
    assert_eq!(first[..fixed], seeded[..fixed]);
    assert!(first[fixed..].iter().zip(&seeded[fixed..]).all(|(a, b)| a != b));
}

#[test]
#[cfg(target_pointer_width = "64")]
fn the_random_walks_of_a_seed_are_the_same_in_every_release() {
    let last = walks(&QuotaSpec::book(1_000).limits([1_000]).seed(5).random_walks(3)).pop();
    let expected = [
        0, 3, 901, 900, 219, 1000, 920, 917, 1000, 1001, 1001, 899, 5000, 749, 999, 901, 902, 899, 999, 997,
        1042, 1045, 89, 441, 442, 442, 442, 0, 1000, 933, 990, 72, 750, 1027, 20, 899, 0, 985, 901, 1001,
        1000, 606, 749, 749, 900, 903, 903, 1212,
    ];
    assert_eq!(last.unwrap(), expected);
}

#[test]
fn how_many_random_walks_there_are_can_be_set_and_the_first_stay_the_same() {
    let few = walks(&QuotaSpec::book(100).limits([100]));
    let many = walks(&QuotaSpec::book(100).limits([100]).random_walks(200));
    assert_eq!(many.len(), few.len() + 168);
    assert_eq!(many[..few.len()], few[..]);
    assert_eq!(walks(&QuotaSpec::book(100).limits([100]).random_walks(0)).len(), few.len() - 32);
}

#[test]
fn a_violation_on_a_random_walk_states_its_number_and_the_seed() {
    // Goes wrong after so many different usages as no other walk has in so few steps.
    let check = |seed| {
        QuotaSpec::new(1_000_000).at_percent(75, "x").random_walks(50).seed(seed).check(|messenger, usage| {
            let (mut odd, mut before) = (0, 0);
            let steps = usage.len();
            drive(usage, |value| {
                odd += usize::from(value % 1000 == 777 && before < value);
                before = value;
                if value >= 750_000 && (odd == 0 || steps > 60) {
                    messenger.send("x");
                }
            });
        })
    };
    let violation = (0..100).find_map(|seed| check(seed).err()).unwrap();
    let report = violation.to_string();
    assert!(report.contains(" of 50, seed "), "{report}");
}

#[test]
fn a_report_is_bounded_however_much_is_sent() {
    let long = "x".repeat(1_000);
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            drive(usage, |_| {
                for _ in 0..100 {
                    messenger.send(&long);
                }
            });
        })
        .unwrap_err();
    let report = violation.to_string();
    assert!(report.len() < 5_000 && report.lines().count() < 40, "{report}");
    assert!(report.contains("… 95 more"), "{report}");
    assert_eq!(violation.sent().len(), 100);
}

#[test]
fn up_to_five_messages_are_shown_one_by_one() {
    let report = |messages: usize| {
        let checked = QuotaSpec::new(100).at_percent(75, "x").check(|messenger, usage| {
            drive(usage, |value| (0..messages * usize::from(value >= 75)).for_each(|_| messenger.send("x")));
        });
        checked.unwrap_err().to_string()
    };
    let five = report(5);
    assert!(five.contains("at 75%  at 75%, at 75%, at 75%, at 75%, at 75%\n"), "{five}");
    assert!(!five.contains(" more"), "{five}");
    let six = report(6);
    assert!(six.contains("at 75%  6 messages\n") && six.contains("\n            … 1 more\n"), "{six}");
}

#[test]
fn a_report_is_bounded_however_many_levels_there_are() {
    let spec =
        (1..=100).fold(QuotaSpec::new(1000), |spec, percent| spec.at_percent(percent, format!("{percent}%")));
    let tracks = |wrong: usize| {
        spec.check(|messenger, usage| {
            let limit = usage.limit();
            drive(usage, |value| {
                let percent = (value as u128 * 100 / limit as u128).min(100);
                if percent > 0 && percent != wrong as u128 {
                    messenger.send(&format!("{percent}%"));
                }
            });
        })
    };
    tracks(0).unwrap();
    let violation = tracks(50).unwrap_err();
    assert_eq!(violation.cause(), Some("sends nothing where the level at 50% is due"));
    assert_eq!(violation.walk(), [500]);
    assert!(violation.to_string().lines().count() < 40, "{violation}");
}

#[test]
fn a_walk_can_be_driven_on_another_thread() {
    QuotaSpec::book(100).random_walks(1).assert(|messenger, usage| {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut tracker = LimitTracker::new(messenger, usage.limit());
                drive(usage, |value| drop(tracker.set_value(value)));
            });
        });
    });
}

#[test]
fn a_report_escapes_what_cannot_be_seen() {
    let report = |spec: QuotaSpec<'_>, message: &'static str| {
        let violation = spec.check(|messenger, usage| {
            for value in usage {
                if value >= 75 {
                    messenger.send(message);
                }
            }
        });
        violation.unwrap_err().to_string()
    };
    let invisible = report(QuotaSpec::new(100).at_percent(75, "Warning"), "Warning\u{3164}");
    assert!(invisible.contains("\"Warning\\u{3164}\""), "{invisible}");
    let named = described("na\u{1b}[31mme\n", |_: &str| false);
    let name = report(QuotaSpec::new(100).at_percent(75, named), "Warning");
    assert!(name.contains("na\\u{1b}[31mme\\n"), "{name}");
    let failed = QuotaSpec::new(100).at_percent(75, "Warning").check(|_, usage| {
        usage.for_each(drop);
        Err("red\u{1b}[31m\u{202e}")
    });
    let failed = failed.unwrap_err().to_string();
    assert!(failed.contains("returned an error: red\\u{1b}[31m\\u{202e}"), "{failed}");
}

#[test]
fn a_walk_that_something_still_holds_is_reported_as_such() {
    let held = std::cell::RefCell::new(Vec::new());
    let violation = QuotaSpec::book(100)
        .check(|messenger, mut usage| {
            LimitTracker::new(messenger, usage.limit()).set_value(usage.next().unwrap());
            held.borrow_mut().push(usage);
        })
        .unwrap_err();
    assert_eq!(violation.kind(), Kind::StoppedEarly);
    assert!(violation.to_string().contains("something still holds the walk"), "{violation}");
    // One that was read to its end may be kept.
    QuotaSpec::book(100).assert(|messenger, mut usage| {
        let mut tracker = LimitTracker::new(messenger, usage.limit());
        for value in usage.by_ref() {
            tracker.set_value(value);
        }
        held.borrow_mut().push(usage);
    });
}
