//! `QuotaSpec` and code that does more than take totals: messages with numbers, changes, limits that change, periods,
//! restarts, keys, threads, and deliveries that fail. Right code passes, and code with one mistake is caught.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]
// Some mistakes are casts.
#![allow(clippy::cast_possible_truncation)]

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;

use mock_messenger::{
    Messenger, NotifyOn, OVER_QUOTA, QuotaSpec, QuotaViolation, QuotaViolationKind as Kind,
    SyncRecordingMessenger, URGENT_WARNING, Usage, UsageChange, UsageKey, UsageStep, WARNING, predicate,
};

const TEXTS: [&str; 3] = [WARNING, URGENT_WARNING, OVER_QUOTA];

fn level(value: usize, limit: usize) -> usize {
    let reaches = |percent: u128| value > 0 && value as u128 * 100 >= limit as u128 * percent;
    [75, 90, 100].into_iter().filter(|percent| reaches(*percent)).count()
}

fn on_crossing() -> QuotaSpec<'static> {
    QuotaSpec::book(100).notify_on(NotifyOn::Crossing)
}

/// A correct tracker of crossings, with parts that can be left out.
#[derive(Clone)]
struct Tracker {
    limit: usize,
    used: usize,
    fired: usize,
}

impl Tracker {
    fn new(limit: usize) -> Self {
        Self { limit, used: 0, fired: 0 }
    }

    fn update(&mut self, value: usize) -> Option<&'static str> {
        self.used = value;
        let level = level(value, self.limit);
        let text = if level > self.fired { Some(TEXTS[level - 1]) } else { None };
        self.fired = level;
        text
    }
}

/// The text of a message with numbers.
type Text = fn(Usage, usize) -> String;

/// Checks a tracker whose text is made from the usage and the usage before.
fn check_text(text: Text) -> Result<(), QuotaViolation> {
    let expected = |usage: Usage| {
        format!("{} of {} used, {} left, {}%", usage.value, usage.max, usage.remaining(), usage.percent())
    };
    let spec = QuotaSpec::new(1_000)
        .at_percent_with(75, expected)
        .at_percent_with(100, move |usage| predicate::str::starts_with(format!("over: {}", expected(usage))));
    spec.check(|messenger, usage| {
        let (max, mut before) = (usage.limit(), 0);
        for value in usage {
            let text = text(Usage { value, max }, before);
            match level(value, max) {
                0 => {}
                3 => messenger.send(&format!("over: {text}!")),
                _ => messenger.send(&text),
            }
            before = value;
        }
    })
}

#[test]
fn numbers_in_messages_are_checked() {
    fn with_percent(usage: Usage, percent: u64) -> String {
        format!("{} of {} used, {} left, {percent}%", usage.value, usage.max, usage.remaining())
    }
    check_text(|usage, _| with_percent(usage, usage.percent())).unwrap();
    let faults: [(&str, Text); 6] = [
        ("the usage before", |usage, before| with_percent(Usage { value: before, ..usage }, usage.percent())),
        ("usage and limit swapped", |usage, _| {
            with_percent(Usage { value: usage.max, max: usage.value }, usage.percent())
        }),
        ("what is left underflows", |usage, _| {
            let left = usage.max.wrapping_sub(usage.value);
            format!("{} of {} used, {left} left, {}%", usage.value, usage.max, usage.percent())
        }),
        ("the percentage is rounded up", |usage, _| {
            with_percent(
                usage,
                u64::try_from((usage.value as u128 * 100).div_ceil(usage.max as u128)).unwrap_or(u64::MAX),
            )
        }),
        ("the percentage in a u8", |usage, _| with_percent(usage, usage.percent() & 0xff)),
        ("one unit more", |usage, _| {
            with_percent(Usage { value: usage.value.saturating_add(1), ..usage }, usage.percent())
        }),
    ];
    for (name, text) in faults {
        let violation = check_text(text).expect_err(name);
        assert_eq!(violation.kind(), Kind::UnknownMessage, "{name}: {violation}");
    }
}

#[test]
fn a_message_with_numbers_shows_what_was_expected_at_its_usage() {
    let violation = QuotaSpec::new(100)
        .at_percent_with(90, |usage| format!("{} of {}", usage.value, usage.max))
        .check(|messenger, usage| {
            let limit = usage.limit();
            usage
                .filter(|value| *value >= 90)
                .for_each(|value| messenger.send(&format!("{limit} of {value}")));
        })
        .unwrap_err();
    let report = violation.to_string();
    assert!(report.contains("expected  \"90 of 100\"\n  sent      \"100 of 90\""), "{report}");
}

#[test]
fn every_kind_of_level_has_a_message_with_numbers() {
    let text = |usage: Usage| format!("{}/{}", usage.value, usage.max);
    let specs = [
        (QuotaSpec::new(100).at_percent_with(80, text), 80),
        (QuotaSpec::new(100).above_percent_with(80, text), 81),
        (QuotaSpec::new(100).at_value_with(30, text), 30),
        (QuotaSpec::new(100).above_value_with(30, text), 31),
        (QuotaSpec::new(100).at_remaining_with(30, text), 70),
        (QuotaSpec::new(100).at_remaining_percent_with(15, text), 85),
    ];
    for (spec, trip) in specs {
        let check = |trip: usize, max: usize| {
            spec.check(|messenger, usage| {
                for value in usage.filter(|value| *value >= trip) {
                    messenger.send(&text(Usage { value, max }));
                }
            })
        };
        check(trip, 100).unwrap();
        assert_eq!(check(trip + 1, 100).unwrap_err().kind(), Kind::Missing);
        assert_eq!(check(trip, 101).unwrap_err().kind(), Kind::UnknownMessage);
    }
}

/// Checks a tracker that takes changes, whose total is kept by `add` and `subtract`.
fn check_changes(
    add: fn(usize, usize) -> usize,
    subtract: fn(usize, usize) -> usize,
) -> Result<(), QuotaViolation> {
    on_crossing().check(|messenger, usage| {
        let mut tracker = Tracker::new(usage.limit());
        for change in usage.changes() {
            let used = match change {
                UsageChange::Consume(amount) => add(tracker.used, amount),
                UsageChange::Release(amount) => subtract(tracker.used, amount),
            };
            if let Some(text) = tracker.update(used) {
                messenger.send(text);
            }
        }
    })
}

#[test]
fn released_and_consumed_too_much_is_caught_if_it_wraps() {
    check_changes(usize::saturating_add, usize::saturating_sub).unwrap();
    let underflow = check_changes(usize::saturating_add, usize::wrapping_sub).unwrap_err();
    assert_eq!(underflow.kind(), Kind::Unexpected, "{underflow}");
    check_changes(usize::wrapping_add, usize::saturating_sub).unwrap_err();
    let panics = check_changes(usize::saturating_add, |used, amount| used.checked_sub(amount).unwrap());
    assert_eq!(panics.unwrap_err().kind(), Kind::Panicked);
}

#[test]
fn a_debt_and_a_total_beyond_usize_are_not_wrong() {
    for keeps_debt in [false, true] {
        for is_wide in [false, true] {
            on_crossing().assert(|messenger, usage| {
                let mut tracker = Tracker::new(usage.limit());
                let mut total = 0_i128;
                for change in usage.changes() {
                    match change {
                        UsageChange::Consume(amount) => total += amount as i128,
                        UsageChange::Release(amount) => total -= amount as i128,
                    }
                    total = if keeps_debt { total } else { total.max(0) };
                    total = if is_wide { total } else { total.min(usize::MAX as i128) };
                    if let Some(text) = tracker.update(usize::try_from(total.max(0)).unwrap_or(usize::MAX)) {
                        messenger.send(text);
                    }
                }
            });
        }
    }
}

/// What a tracker does at the steps that are not usages.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Stores the new limit, but does not compare usage with it.
    WaitsAfterNewLimit,
    IgnoresNewLimit,
    /// Forgets all fired levels when the limit changes.
    RearmsAtNewLimit,
    ResetKeepsFired,
    ResetKeepsUsage,
    RestartForgets,
    RestartForgetsHighest,
    RestartRestoresOldLimit,
}

fn check_steps(spec: &QuotaSpec<'_>, fault: Fault) -> Result<(), QuotaViolation> {
    spec.check(|messenger, usage| {
        let limit = usage.limit();
        let mut tracker = Tracker::new(limit);
        for step in usage.steps() {
            let text = match step {
                UsageStep::Use(value) => tracker.update(value),
                UsageStep::SetLimit(_) if fault == Fault::IgnoresNewLimit => None,
                UsageStep::SetLimit(limit) => {
                    tracker.limit = limit;
                    if fault == Fault::RearmsAtNewLimit {
                        tracker.fired = 0;
                    }
                    if fault == Fault::WaitsAfterNewLimit { None } else { tracker.update(tracker.used) }
                }
                UsageStep::Reset => {
                    let new = Tracker::new(tracker.limit);
                    tracker = match fault {
                        Fault::ResetKeepsFired => Tracker { fired: tracker.fired, ..new },
                        Fault::ResetKeepsUsage => Tracker { used: tracker.used, ..new },
                        _ => new,
                    };
                    None
                }
                UsageStep::Restart => {
                    match fault {
                        Fault::RestartForgets => tracker.fired = 0,
                        Fault::RestartForgetsHighest => tracker.fired = tracker.fired.min(2),
                        Fault::RestartRestoresOldLimit => tracker.limit = limit,
                        _ => {}
                    }
                    None
                }
                _ => unreachable!("a new kind of step"),
            };
            if let Some(text) = text {
                messenger.send(text);
            }
        }
    })
}

#[test]
fn mistakes_at_changes_of_the_limit_resets_and_restarts_are_caught_and_named() {
    check_steps(&on_crossing(), Fault::None).unwrap();
    let faults = [
        (
            Fault::WaitsAfterNewLimit,
            Some("does not check usage when the limit changes, only at the next update"),
        ),
        (Fault::IgnoresNewLimit, None),
        (Fault::RearmsAtNewLimit, None),
        (Fault::ResetKeepsFired, Some("does not re-arm the levels at a reset")),
        (Fault::ResetKeepsUsage, None),
        (Fault::RestartForgets, Some("forgets at a restart which levels have fired")),
        (Fault::RestartForgetsHighest, None),
        (Fault::RestartRestoresOldLimit, None),
    ];
    for (fault, cause) in faults {
        let violation = check_steps(&on_crossing(), fault).unwrap_err();
        if let Some(cause) = cause {
            assert_eq!(violation.cause(), Some(cause), "{violation}");
        }
    }
}

#[test]
fn a_report_names_the_steps_that_are_not_usages() {
    let violation = check_steps(&on_crossing(), Fault::RestartForgets).unwrap_err();
    assert_eq!(violation.walk(), [75, 75, 75]);
    let walk = violation.to_string();
    let walk = walk.split("the walk").nth(1).unwrap().split("\n\n").next().unwrap();
    assert_eq!(
        walk.split_once('\n').unwrap().1,
        "        usage       due      sent\
         \n           75  75%  at 75%   at 75%\
         \n      restart  75%  nothing  nothing\
         \n    >      75  75%  nothing  at 75%"
    );
    let violation = check_steps(&on_crossing(), Fault::WaitsAfterNewLimit).unwrap_err();
    assert!(violation.to_string().starts_with("limit changed, usage "), "{violation}");
}

/// Checks a map of trackers, keyed by what `key` makes of a key.
fn check_keys<K: std::hash::Hash + Eq>(key: fn(UsageKey) -> K) -> Result<(), QuotaViolation> {
    on_crossing().check(|messenger, usage| {
        let limit = usage.limit();
        let mut trackers = HashMap::new();
        for (reading, value) in usage.keys() {
            let tracker = trackers.entry(key(reading)).or_insert_with(|| Tracker::new(limit));
            if let Some(text) = tracker.update(value) {
                messenger.send(text);
            }
        }
    })
}

#[test]
fn trackers_that_share_a_key_or_their_state_are_caught() {
    check_keys(|key| key).unwrap();
    check_keys(UsageKey::name).unwrap();
    check_keys(UsageKey::number).unwrap();
    let cause = "trackers with different keys share their state";
    let cut = [
        check_keys(|key| key.name()[..8].to_owned()),
        check_keys(|key| key.number() as u8),
        check_keys(|key| key.number() as u32),
        check_keys(|_| ()),
    ];
    for violation in cut.map(Result::unwrap_err) {
        assert_eq!(violation.cause(), Some(cause), "{violation}");
        assert!(violation.to_string().contains("tenant-1"), "{violation}");
    }
}

#[test]
fn a_tracker_that_also_reports_the_others_is_caught() {
    let violation = on_crossing()
        .check(|messenger, usage| {
            let limit = usage.limit();
            let mut trackers = HashMap::new();
            for (key, value) in usage.keys() {
                trackers.entry(key).or_insert_with(|| Tracker::new(limit)).used = value;
                // Goes over all of them at each reading, in the order of the keys.
                let mut keys: Vec<_> = trackers.keys().copied().collect();
                keys.sort_unstable();
                for key in keys {
                    let tracker = trackers.get_mut(&key).unwrap();
                    let level = level(tracker.used, limit);
                    if level > 0 && tracker.fired != level {
                        messenger.send(TEXTS[level - 1]);
                    }
                    tracker.fired = if level == 2 { 0 } else { level };
                }
            }
        })
        .unwrap_err();
    assert!(matches!(violation.kind(), Kind::Unexpected | Kind::MultipleMessages), "{violation}");
}

#[test]
fn threads_that_cross_together_fire_a_level_once() {
    let check = |update: &(dyn Fn(&Mutex<Tracker>, usize) -> Option<&'static str> + Sync)| {
        on_crossing().threads(2).check(|messenger, usage| {
            let tracker = Mutex::new(Tracker::new(usage.limit()));
            thread::scope(|scope| {
                for part in usage.threads() {
                    scope.spawn(|| {
                        for value in part {
                            if let Some(text) = update(&tracker, value) {
                                messenger.send(text);
                            }
                        }
                    });
                }
            });
        })
    };
    check(&|tracker, value| tracker.lock().unwrap().update(value)).unwrap();
    // Looks at the level under one lock, and marks it under another. The first time, the other thread is in between.
    let (between, times) = (Barrier::new(2), AtomicUsize::new(0));
    let violation = check(&|tracker, value| {
        let mut copy = tracker.lock().unwrap().clone();
        let text = copy.update(value);
        if text.is_some() && times.fetch_add(1, Ordering::SeqCst) < 2 {
            between.wait();
        }
        *tracker.lock().unwrap() = copy;
        text
    });
    assert_eq!(violation.unwrap_err().kind(), Kind::MultipleMessages);
}

#[test]
fn every_update_of_every_thread_sends_on_update() {
    let check = |is_right: bool| {
        QuotaSpec::book(100).threads(3).check(|messenger, usage| {
            let limit = usage.limit();
            let last = Mutex::new(0);
            thread::scope(|scope| {
                for part in usage.threads() {
                    let last = &last;
                    scope.spawn(move || {
                        for value in part {
                            let is_new = std::mem::replace(&mut *last.lock().unwrap(), value) != value;
                            if level(value, limit) > 0 && (is_right || is_new) {
                                messenger.send(TEXTS[level(value, limit) - 1]);
                            }
                        }
                    });
                }
            });
        })
    };
    check(true).unwrap();
    assert_eq!(check(false).unwrap_err().kind(), Kind::Missing);
}

#[test]
fn parts_that_are_not_driven_by_threads_are_reported() {
    let without = on_crossing().threads(2).check(|_, usage| usage.for_each(drop)).unwrap_err();
    assert_eq!(without.kind(), Kind::Rejected);
    assert!(without.to_string().contains("drive each part of `usage.threads()`"), "{without}");
    let dropped = on_crossing().threads(2).check(|_, usage| drop(usage.threads())).unwrap_err();
    assert_eq!(dropped.kind(), Kind::NoUsageTaken);
    let in_one_part = on_crossing().threads(2).check(|_, usage| {
        let mut parts = usage.threads();
        parts.pop();
        parts.into_iter().flatten().for_each(drop);
    });
    assert_eq!(in_one_part.unwrap_err().kind(), Kind::NoUsageTaken);
}

#[test]
fn a_panic_on_one_thread_ends_the_walk_on_all() {
    let violation = on_crossing().threads(2).check(|_, usage| {
        thread::scope(|scope| {
            for (index, part) in usage.threads().into_iter().enumerate() {
                scope.spawn(move || {
                    part.for_each(|value| assert!(index == 0 || value == 0, "thread {index}"));
                });
            }
        });
    });
    assert_eq!(violation.unwrap_err().kind(), Kind::Panicked);
}

/// What a tracker does if a delivery fails.
#[derive(Clone, Copy, PartialEq)]
enum OnFailure {
    FiresAgain,
    RetriesAtOnce,
    Ignores,
    GivesUpAfterOne,
}

fn check_failures(on_failure: OnFailure) -> Result<(), QuotaViolation> {
    on_crossing().check(|_, usage| {
        let messenger = usage.fallible_messenger();
        let mut tracker = Tracker::new(usage.limit());
        let mut failures = 0;
        for value in usage {
            let before = tracker.fired;
            let Some(text) = tracker.update(value) else { continue };
            if messenger.try_send(text).is_ok() {
                continue;
            }
            failures += 1;
            match on_failure {
                OnFailure::FiresAgain => tracker.fired = before.min(tracker.fired - 1),
                OnFailure::RetriesAtOnce => while messenger.try_send(text).is_err() {},
                OnFailure::GivesUpAfterOne if failures == 1 => tracker.fired -= 1,
                OnFailure::GivesUpAfterOne | OnFailure::Ignores => {}
            }
        }
    })
}

#[test]
fn a_level_whose_delivery_failed_is_due_again() {
    check_failures(OnFailure::FiresAgain).unwrap();
    check_failures(OnFailure::RetriesAtOnce).unwrap();
    let violation = check_failures(OnFailure::Ignores).unwrap_err();
    assert_eq!(violation.kind(), Kind::Missing);
    let report = violation.to_string();
    assert!(report.contains("at 75% (delivery failed)"), "{report}");
    assert_eq!(check_failures(OnFailure::GivesUpAfterOne).unwrap_err().kind(), Kind::Missing);
}

#[test]
fn a_failed_cleared_message_may_be_repeated_or_not() {
    for repeats in [false, true] {
        let spec = QuotaSpec::new(100).at_percent(90, "full").cleared("normal").notify_on(NotifyOn::Crossing);
        spec.assert(|_, usage| {
            let messenger = usage.fallible_messenger();
            let limit = usage.limit() as u128;
            let (mut fired, mut owes_clear) = (false, false);
            for value in usage {
                let reaches = value > 0 && value as u128 * 100 >= limit * 90;
                if reaches && !fired {
                    fired = messenger.try_send("full").is_ok();
                } else if !reaches && (fired || owes_clear) {
                    fired = false;
                    owes_clear = messenger.try_send("normal").is_err() && repeats;
                }
            }
        });
    }
}

#[test]
fn a_message_after_the_scenario_has_returned_is_reported() {
    let (sender, receiver) = mpsc::channel::<()>();
    let receiver = Arc::new(Mutex::new(receiver));
    let (runs, thread) = (Cell::new(0), Cell::new(None));
    let violation = QuotaSpec::new(10).at_value(8, "two left").check(|messenger, usage| {
        runs.set(runs.get() + 1);
        if runs.get() == 5 {
            // Sends when a later run says so.
            let (messenger, receiver) = (Arc::clone(messenger), Arc::clone(&receiver));
            thread.set(Some(thread::spawn(move || {
                receiver.lock().unwrap().recv().unwrap();
                messenger.send("two left");
            })));
        }
        if runs.get() == 20 {
            sender.send(()).unwrap();
            thread.take().unwrap().join().unwrap();
        }
        usage.filter(|value| *value >= 8).for_each(|_| messenger.send("two left"));
    });
    let violation = violation.unwrap_err();
    assert_eq!(violation.kind(), Kind::SentAfterReturn);
    assert_eq!(
        violation.to_string(),
        "a limit of 10: a message was sent after the scenario had returned: wait for threads and tasks before it \
         returns\n\n  sent      \"two left\""
    );
}

#[test]
fn several_limits_need_a_scenario_that_asks_for_the_limit() {
    let checked =
        QuotaSpec::book(100).limits([100, 200]).check(|messenger: &Arc<SyncRecordingMessenger>, usage| {
            for value in usage {
                if level(value, 100) > 0 {
                    messenger.send(TEXTS[level(value, 100) - 1]);
                }
            }
        });
    let violation = checked.unwrap_err();
    assert_eq!(violation.kind(), Kind::Rejected);
    assert!(violation.to_string().contains("create the code under test with `usage.limit()`"), "{violation}");
}

#[test]
fn a_report_says_that_only_one_limit_was_checked() {
    let report = |asks: bool| {
        let checked = QuotaSpec::book(100).check(|_, usage| {
            if asks {
                let _ = usage.limit();
            }
            usage.for_each(drop);
        });
        checked.unwrap_err().to_string()
    };
    let note = "\n\n  checked at a limit of 100 only: the scenario never asks for `usage.limit()`";
    assert!(report(false).ends_with(note), "{}", report(false));
    assert!(!report(true).contains("checked at"));
}

#[test]
fn a_limit_is_found_at_which_the_code_is_wrong() {
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            let limit = usage.limit();
            for value in usage {
                let reaches =
                    |percent: usize| value > 0 && value >= (limit as u128 * percent as u128 / 100) as usize;
                let level = [75, 90, 100].into_iter().filter(|percent| reaches(*percent)).count();
                if level > 0 {
                    messenger.send(TEXTS[level - 1]);
                }
            }
        })
        .unwrap_err();
    assert_eq!((violation.limit(), violation.walk()), (12_345, &[9_258][..]));
}
