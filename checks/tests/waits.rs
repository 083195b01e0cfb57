//! The blocking waits of the shared recorder: when they end, which entries they see, and what they report.

#![cfg(feature = "testing")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use mock_messenger::{
    Messenger, Mismatch, MismatchKind, PredicateBooleanExt, SyncRecorder, SyncRecordingMessenger, predicate,
};

mod support;

use support::{LONG, panic_of, with_timeout};

const SHORT: Duration = Duration::from_millis(20);

/// Returns a function that calls `on_first` the first time it is called.
fn once(on_first: impl FnOnce()) -> impl FnMut() {
    let mut on_first = Some(on_first);
    move || {
        if let Some(on_first) = on_first.take() {
            on_first();
        }
    }
}

#[test]
fn a_wait_finds_what_was_recorded_before_it_began() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("one");
    messenger.wait_for(LONG, "one").assert_exactly(["one"]);
    messenger.wait_for_at_least(LONG, 1).assert_exactly(["one"]);
    messenger.eventually(LONG, |sent| sent.check_exactly(["one"])).assert_count(1);
}

// The waits in these tests have no timeout, so that only the signal of a send can end them.

#[test]
fn a_send_ends_wait_for() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        let looked = Barrier::new(2);
        thread::scope(|scope| {
            messenger.send("no");
            scope.spawn(|| {
                looked.wait();
                messenger.send("yes");
            });
            let sent = messenger.wait_for(Duration::MAX, |message: &str| {
                if message == "no" {
                    looked.wait();
                }
                message == "yes"
            });
            sent.assert_exactly(["no", "yes"]);
        });
    });
}

#[test]
fn a_send_ends_wait_for_at_least() {
    with_timeout(|| {
        let calls = SyncRecorder::new();
        thread::scope(|scope| {
            for n in 0..4 {
                scope.spawn({
                    let calls = &calls;
                    move || calls.record(n)
                });
            }
            let seen = calls.wait_for_at_least(Duration::MAX, 4);
            seen.assert_exactly_in_any_order([0, 1, 2, 3]);
        });
    });
}

#[test]
fn a_send_ends_eventually() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        let looked = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                looked.wait();
                messenger.send("hello");
            });
            let mut signal = once(|| _ = looked.wait());
            messenger.eventually(Duration::MAX, |sent| {
                signal();
                sent.check_once("hello")?;
                Ok(())
            });
        });
    });
}

#[test]
fn a_clear_ends_eventually() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        messenger.send("still there");
        let looked = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                looked.wait();
                messenger.clear();
            });
            let mut signal = once(|| _ = looked.wait());
            let sent = messenger.eventually(Duration::MAX, |sent| {
                signal();
                sent.check_nothing()
            });
            sent.assert_nothing();
        });
    });
}

#[test]
fn several_waits_on_several_threads_are_all_ended() {
    with_timeout(|| {
        let messenger = Arc::new(SyncRecordingMessenger::new());
        let waiting: Vec<_> = (0..8)
            .map(|n| {
                let messenger = Arc::clone(&messenger);
                thread::spawn(move || messenger.wait_for(Duration::MAX, format!("{n}")))
            })
            .collect();
        (0..8).for_each(|n| messenger.send(&format!("{n}")));
        for wait in waiting {
            wait.join().unwrap();
        }
    });
}

#[test]
fn wait_for_asks_once_about_each_message() {
    let messenger = SyncRecordingMessenger::new();
    let asked = Mutex::new(Vec::new());
    messenger.send("0");
    let sent = messenger.wait_for(LONG, |message: &str| {
        asked.lock().unwrap().push(message.to_owned());
        let next = message.parse::<usize>().unwrap() + 1;
        messenger.send(&next.to_string());
        next > 5
    });
    assert_eq!(*asked.lock().unwrap(), ["0", "1", "2", "3", "4", "5"]);
    sent.assert_last("6");
}

#[test]
fn a_match_is_in_the_snapshot_even_if_it_was_taken_meanwhile() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("one");
    messenger.send("two");
    let sent = messenger.wait_for(LONG, |message: &str| {
        messenger.clear();
        messenger.send("three");
        message == "two"
    });
    sent.assert_exactly(["one", "two"]);
}

#[test]
fn a_match_of_a_later_look_comes_with_the_rest_if_it_is_still_there() {
    let wait = |as_it_is_found: fn(&SyncRecordingMessenger)| {
        let messenger = SyncRecordingMessenger::new();
        for message in ["a", "b", "c"] {
            messenger.send(message);
        }
        messenger.wait_for(LONG, |message: &str| {
            match message {
                "c" => {
                    messenger.send("never looked at");
                    messenger.clear();
                    messenger.send("yes");
                }
                "yes" => as_it_is_found(&messenger),
                _ => {}
            }
            message == "yes"
        })
    };
    assert_eq!(wait(|messenger| messenger.send("after")), ["yes", "after"]);
    assert_eq!(wait(SyncRecordingMessenger::clear), ["yes"]);
}

#[test]
fn a_wait_goes_on_with_what_is_recorded_after_a_take() {
    let messenger = SyncRecordingMessenger::new();
    for message in ["one", "two", "three"] {
        messenger.send(message);
    }
    let asked = Mutex::new(Vec::new());
    let sent = messenger.wait_for(LONG, |message: &str| {
        asked.lock().unwrap().push(message.to_owned());
        if message == "three" {
            messenger.clear();
            messenger.send("four");
            messenger.send("five");
        }
        message == "five"
    });
    assert_eq!(*asked.lock().unwrap(), ["one", "two", "three", "four", "five"]);
    sent.assert_exactly(["four", "five"]);
}

#[test]
fn wait_for_at_least_counts_anew_after_a_clear() {
    let calls = SyncRecorder::new();
    calls.record(1);
    calls.clear();
    calls.record(2);
    assert_eq!(calls.try_wait_for_at_least(SHORT, 2).unwrap_err().found(), 1);
}

#[test]
fn without_any_time_left_there_is_one_check() {
    let messenger = SyncRecordingMessenger::new();
    let mut checks = 0;
    messenger
        .try_eventually(Duration::ZERO, |sent| {
            checks += 1;
            sent.check_count(1)
        })
        .unwrap_err();
    assert_eq!(checks, 1);
    messenger.send("hello");
    messenger.wait_for(Duration::ZERO, "hello");
    messenger.wait_for_at_least(Duration::ZERO, 1);
}

#[test]
fn a_wait_sleeps_between_its_checks() {
    let messenger = SyncRecordingMessenger::new();
    let mut checks = 0;
    messenger
        .try_eventually(SHORT, |sent| {
            checks += 1;
            sent.check_count(1)
        })
        .unwrap_err();
    // One check runs at once and one after the deadline. If the deadline passes before the first, there is only one.
    assert!(checks <= 2, "{checks}");
}

#[test]
fn one_check_starts_after_the_deadline_even_if_something_arrived() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        let mut checks = 0;
        let check = messenger.try_eventually(SHORT, |sent| {
            checks += 1;
            messenger.send("sent by the check");
            // The wait started its clock before this check.
            let look_started = Instant::now();
            while look_started.elapsed() <= SHORT {
                thread::yield_now();
            }
            sent.check_nothing().and(sent.check_count(1))
        });
        assert_eq!(checks, 2);
        check.unwrap_err();
    });
}

#[test]
fn a_check_that_sends_does_not_keep_a_wait_alive() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        let mismatch = messenger.try_eventually(SHORT, |sent| {
            messenger.send("sent by the check");
            sent.check_once("never sent")?;
            Ok(())
        });
        assert_eq!(mismatch.unwrap_err().waited(), Some(SHORT));
        let sends = |_: &str| {
            messenger.send("sent by the matcher");
            false
        };
        assert_eq!(messenger.try_wait_for(SHORT, sends).unwrap_err().waited(), Some(SHORT));
    });
}

#[test]
fn what_arrives_all_the_time_does_not_keep_a_wait_alive() {
    with_timeout(|| {
        disturbed(send_and_clear, |messenger| {
            messenger.try_wait_for(SHORT, "hello").unwrap_err();
            messenger.try_wait_for_at_least(SHORT, 3).unwrap_err();
            messenger.try_eventually(SHORT, |sent| sent.check_count(3)).unwrap_err();
        });
    });
}

#[test]
fn a_wait_that_timed_out_reports_what_did_arrive() {
    let messenger = SyncRecordingMessenger::named("mailer");
    messenger.send("hello ann");
    let mismatches = [
        messenger.try_wait_for(SHORT, predicate::str::contains("bob")).unwrap_err(),
        messenger.try_wait_for_at_least(SHORT, 2).unwrap_err(),
        messenger.try_eventually(SHORT, |sent| sent.check_count(3..)).unwrap_err(),
    ];
    let kinds = [MismatchKind::Any, MismatchKind::Count, MismatchKind::Count];
    for (mismatch, kind) in mismatches.iter().zip(kinds) {
        assert_eq!(mismatch.kind(), kind);
        assert_eq!(mismatch.waited(), Some(SHORT));
        assert_eq!(mismatch.total(), 1);
        let report = mismatch.to_string();
        assert!(report.starts_with("timed out after 20ms: expected at least "), "{report}");
        assert!(report.contains("[0] \"hello ann\""), "{report}");
    }
    assert_eq!(mismatches[1].expected().to_string(), "at least 2");
}

#[test]
fn a_wait_panics_and_reports_at_the_line_of_the_test() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("hello");
    let waits: [(&dyn Fn(), u32); 3] = [
        (&|| drop(messenger.wait_for(SHORT, "bye")), line!()),
        (&|| drop(messenger.wait_for_at_least(SHORT, 2)), line!()),
        (&|| drop(messenger.eventually(SHORT, |sent| sent.check_nothing())), line!()),
    ];
    for (wait, line) in waits {
        let caught = panic_of(wait);
        assert_eq!((caught.file.as_str(), caught.line), (file!(), line));
        assert!(caught.first_line().starts_with("timed out after 20ms: expected "), "{}", caught.message);
    }
    let tries: [(&dyn Fn() -> Mismatch, u32); 3] = [
        (&|| messenger.try_wait_for(SHORT, "bye").unwrap_err(), line!()),
        (&|| messenger.try_wait_for_at_least(SHORT, 2).unwrap_err(), line!()),
        (&|| messenger.try_eventually(SHORT, |sent| sent.check_nothing()).unwrap_err(), line!()),
    ];
    for (attempt, line) in tries {
        let location = attempt().location();
        assert_eq!((location.file(), location.line()), (file!(), line));
    }
}

#[test]
fn a_wait_that_timed_out_gives_the_reasons_of_the_matcher() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("disk: 19%");
    let matcher = || predicate::str::contains("disk").and(predicate::str::contains("91"));
    let waited = messenger.try_wait_for(SHORT, matcher()).unwrap_err().to_string();
    let checked = messenger.sent().check_any(matcher()).unwrap_err().to_string();
    assert!(checked.contains("[0] does not match: "), "{checked}");
    // The headline is too long to share its first line with these words.
    let report = waited.strip_prefix("timed out after 20ms:\n").expect(&waited);
    assert!(report.starts_with(&checked), "{report}");
}

#[test]
fn a_vacuous_check_ends_eventually_at_once_with_its_own_text() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        let checked = messenger.try_eventually(Duration::MAX, |sent| sent.check_in_order([]));
        let mismatch = checked.unwrap_err();
        assert_eq!((mismatch.kind(), mismatch.waited()), (MismatchKind::Vacuous, None));
        assert!(mismatch.to_string().starts_with("`assert_in_order` was rejected"), "{mismatch}");
        let caught = panic_of(|| messenger.eventually(Duration::MAX, |sent| sent.check_count(0..)));
        assert_eq!((caught.file.as_str(), caught.line), (file!(), line!() - 1));
    });
}

#[test]
fn a_check_for_all_of_nothing_waits_for_the_first_entry() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        let mut send = once(|| messenger.send("hello"));
        let sent = messenger.eventually(Duration::MAX, |sent| {
            send();
            sent.check_all("hello")
        });
        sent.assert_exactly(["hello"]);
    });
}

#[test]
fn a_check_may_return_what_it_found() {
    let numbers = SyncRecorder::new();
    numbers.record(7);
    let mut found = None;
    numbers.eventually(LONG, |numbers| {
        let first = numbers.check_first(|number: &i32| *number > 5).map(|number| *number)?;
        found = Some(first);
        Ok(first)
    });
    assert_eq!(found, Some(7));
}

#[test]
fn reports_are_complete_wherever_somebody_reads_them() {
    const LOG: &str = r#"[0] "hello""#;
    let messenger = SyncRecordingMessenger::new();
    messenger.send("hello");
    // This covers an assertion within a check.
    let caught = panic_of(|| {
        messenger.eventually(Duration::MAX, |sent| {
            sent.assert_never("hello");
            sent.check_any("bye")
        })
    });
    assert!(caught.message.contains(LOG), "{}", caught.message);
    // This covers complete and partial copies that a check keeps, and the snapshot that passed.
    let (mut whole, mut part) = (None, None);
    let passed = messenger.eventually(Duration::MAX, |sent| {
        whole = Some(sent.clone());
        part = Some(sent.filter(|_| true));
        sent.check_any("hello")
    });
    for sent in [whole.unwrap(), part.unwrap(), passed] {
        let mismatch = sent.check_any("bye").unwrap_err();
        assert!(mismatch.to_string().contains(LOG), "{mismatch}");
    }
    // This covers the last check.
    let mismatch = messenger.try_eventually(SHORT, |sent| sent.check_any("hell")).unwrap_err();
    assert!(mismatch.to_string().contains(LOG), "{mismatch}");
    assert_eq!(mismatch.closest(), Some(0));
}

#[test]
fn a_mismatch_that_a_wait_discards_says_that_it_has_no_log() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("hello");
    let mut mismatches = Vec::new();
    messenger.eventually(Duration::MAX, |sent| {
        sent.check_count(2).inspect_err(|mismatch| {
            mismatches.push(mismatch.to_string());
            messenger.send("bye");
        })
    });
    let [first] = &mismatches[..] else { panic!("{mismatches:?}") };
    assert!(first.starts_with("expected exactly 2 messages, found 1 sent"), "{first}");
    assert!(first.contains("(no log, since the wait checks again)"), "{first}");
}

#[test]
fn a_wait_during_which_nothing_was_recorded_points_async_tests_to_the_async_waits() {
    const HINT: &str = "in an async test, await `until_or`";
    let messenger = SyncRecordingMessenger::new();
    messenger.send("before");
    let nothing_recorded = [
        messenger.try_wait_for(SHORT, "never sent").unwrap_err(),
        messenger.try_wait_for_at_least(SHORT, 2).unwrap_err(),
        messenger.try_eventually(SHORT, |sent| sent.check_count(2)).unwrap_err(),
    ];
    for mismatch in nothing_recorded {
        assert!(mismatch.to_string().ends_with(HINT), "{mismatch}");
    }
    // An entry that was recorded during the wait shows that the blocked thread is not the one that records.
    let mut send = once(|| messenger.send("during the wait"));
    let recorded = messenger.try_eventually(SHORT, |sent| {
        send();
        sent.check_count(3)
    });
    let without_waiting = messenger.try_wait_for(Duration::ZERO, "never sent");
    for mismatch in [recorded.unwrap_err(), without_waiting.unwrap_err()] {
        assert!(!mismatch.to_string().contains(HINT), "{mismatch}");
    }
}

#[test]
fn a_wait_goes_on_when_other_handles_are_dropped() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        let (waits, sends) = (messenger.clone(), messenger.clone());
        let looked = Arc::new(Barrier::new(2));
        let start = Arc::clone(&looked);
        let waiting = thread::spawn(move || {
            let mut signal = once(|| _ = start.wait());
            waits.eventually(Duration::MAX, |sent| {
                signal();
                sent.check_count(1)
            })
        });
        looked.wait();
        drop(messenger);
        sends.send("hello");
        drop(sends);
        waiting.join().unwrap().assert_exactly(["hello"]);
    });
}

#[test]
fn to_wait_for_at_least_nothing_is_refused_at_once() {
    let messenger = SyncRecordingMessenger::new();
    let mismatch = messenger.try_wait_for_at_least(Duration::MAX, 0).unwrap_err();
    assert_eq!((mismatch.kind(), mismatch.waited()), (MismatchKind::Vacuous, None));
    assert_eq!((mismatch.location().file(), mismatch.location().line()), (file!(), line!() - 2));
    assert!(mismatch.to_string().contains("`wait_for_at_least` was rejected"), "{mismatch}");
}

#[test]
fn quiet_is_when_nothing_more_is_recorded() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("before");
    messenger.assert_quiet_for(SHORT);
}

/// Calls `quiet` with a messenger, while another thread calls `disturb` repeatedly with the same messenger.
fn disturbed<R>(
    disturb: impl Fn(&SyncRecordingMessenger) + Send + Sync,
    quiet: impl FnOnce(&SyncRecordingMessenger) -> R,
) -> R {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("before");
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                disturb(&messenger);
            }
        });
        let result = quiet(&messenger);
        over.store(true, Ordering::Relaxed);
        result
    })
}

fn send_slowly(messenger: &SyncRecordingMessenger) {
    messenger.send("noise");
    thread::yield_now();
}

fn send_and_clear(messenger: &SyncRecordingMessenger) {
    messenger.send("noise");
    messenger.clear();
}

#[test]
fn quiet_ends_at_the_first_arrival() {
    let mismatch = with_timeout(|| {
        disturbed(send_slowly, |messenger| messenger.try_assert_quiet_for(Duration::MAX).unwrap_err())
    });
    assert_eq!(mismatch.kind(), MismatchKind::QuietFor);
    assert_eq!((mismatch.found(), mismatch.waited()), (mismatch.matched().len(), None));
    assert!(mismatch.found() > 0);
    assert!(mismatch.matched().iter().all(|index| (1..mismatch.total()).contains(index)));
    assert!(mismatch.to_string().contains("before"), "{mismatch}");
}

#[test]
fn quiet_ends_even_if_the_arrival_was_taken_at_once() {
    with_timeout(|| {
        disturbed(send_and_clear, |messenger| {
            // The entry is sometimes, but not always, still in the log.
            for _ in 0..100 {
                assert!(messenger.try_assert_quiet_for(Duration::MAX).unwrap_err().found() > 0);
            }
        });
    });
}

#[test]
fn a_disturbed_quiet_panics_and_reports_at_the_line_of_the_test() {
    let caught = disturbed(send_and_clear, |messenger| panic_of(|| messenger.assert_quiet_for(LONG)));
    assert_eq!((caught.file.as_str(), caught.line), (file!(), line!() - 1));
    let mismatch = disturbed(send_and_clear, |messenger| messenger.try_assert_quiet_for(LONG).unwrap_err());
    assert_eq!((mismatch.location().file(), mismatch.location().line()), (file!(), line!() - 1));
}

#[test]
fn a_clear_alone_does_not_disturb_the_quiet() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        messenger.send("before");
        thread::scope(|scope| {
            scope.spawn(|| messenger.clear());
            messenger.assert_quiet_for(SHORT);
        });
    });
}
