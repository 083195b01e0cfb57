//! `SyncLimitTracker` with several threads, and with messengers that block, call back or panic.
#![cfg(feature = "testing")]

mod support;

use std::panic::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe, catch_unwind};
use std::sync::{Arc, Barrier, OnceLock, Weak, mpsc};
use std::thread;

use mock_messenger::{
    LimitTracker, Messenger, NotifyOn, OVER_QUOTA, SyncLimitTracker, SyncRecordingMessenger, Threshold,
    URGENT_WARNING, Usage, WARNING, messenger,
};
use support::with_timeout;

#[test]
fn eight_threads_fire_each_level_once_in_each_of_200_runs() {
    for _ in 0..200 {
        let messenger = SyncRecordingMessenger::new();
        let tracker = SyncLimitTracker::new(&messenger, 100);
        let start = Barrier::new(8);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..15 {
                        tracker.consume(1);
                    }
                });
            }
        });
        messenger.sent().assert_exactly_in_any_order([WARNING, URGENT_WARNING, OVER_QUOTA]);
        assert_eq!(tracker.value(), 120);
    }
}

#[test]
fn threads_that_oscillate_above_the_rearm_point_fire_each_level_once() {
    let messenger = SyncRecordingMessenger::new();
    let tracker = LimitTracker::builder(&messenger, 1000).rearm_below_percent(70).build_sync().unwrap();
    tracker.set_value(720);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..100 {
                    tracker.consume(35);
                    tracker.release(35);
                }
                tracker.consume(35);
            });
        }
    });
    assert_eq!(tracker.value(), 1000);
    let sent = messenger.sent();
    sent.assert_all(|message: &str| [WARNING, URGENT_WARNING, OVER_QUOTA].contains(&message));
    sent.assert_once(OVER_QUOTA);
    sent.assert_times(..=1, WARNING);
    sent.assert_times(..=1, URGENT_WARNING);
}

#[test]
fn no_update_of_any_thread_is_lost() {
    let tracker = SyncLimitTracker::new(messenger::from_fn(|_| ()), 100);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..1000 {
                    tracker.consume(3);
                    tracker.release(2);
                }
            });
        }
    });
    assert_eq!(tracker.value(), 8000);
}

#[test]
fn each_crossing_reports_its_own_usage() {
    let messenger = SyncRecordingMessenger::new();
    let thresholds =
        (1..=100).map(|value| Threshold::at_value(value, |usage: Usage| usage.value.to_string()));
    let tracker = LimitTracker::builder(&messenger, 100).thresholds(thresholds).build_sync().unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..25).for_each(|_| drop(tracker.consume(1))));
        }
    });
    messenger.sent().assert_exactly_in_any_order((1..=100).map(|value| value.to_string()));
}

/// A messenger that doubles the limit after each message.
#[derive(Default)]
struct ScaleUp {
    recorder: SyncRecordingMessenger,
    tracker: OnceLock<Weak<SyncLimitTracker<Arc<ScaleUp>>>>,
}

impl Messenger for ScaleUp {
    fn send(&self, message: &str) {
        self.recorder.send(message);
        let tracker = self.tracker.get().and_then(Weak::upgrade).unwrap();
        tracker.set_max(tracker.max() * 2);
        tracker.consume(10);
        assert!(tracker.level().is_none());
    }
}

#[test]
fn a_messenger_may_call_back_into_the_tracker() {
    with_timeout(|| {
        let messenger = Arc::new(ScaleUp::default());
        let tracker = Arc::new(SyncLimitTracker::new(Arc::clone(&messenger), 100));
        messenger.tracker.set(Arc::downgrade(&tracker)).unwrap();
        tracker.set_value(80);
        messenger.recorder.sent().assert_exactly([WARNING]);
        assert_eq!(tracker.usage(), Usage { value: 90, max: 200 });
        tracker.set_value(195);
        messenger.recorder.sent().assert_exactly([WARNING, URGENT_WARNING]);
        assert_eq!(tracker.usage(), Usage { value: 205, max: 400 });
    });
}

#[test]
fn a_function_of_usage_may_call_back_into_the_tracker() {
    with_timeout(|| {
        static TRACKER: OnceLock<SyncLimitTracker<SyncRecordingMessenger>> = OnceLock::new();
        let remaining = |_: Usage| format!("{} left", TRACKER.get().unwrap().remaining());
        let builder = LimitTracker::builder(SyncRecordingMessenger::new(), 100);
        let tracker = builder.thresholds([Threshold::at_percent(50, remaining)]).build_sync().unwrap();
        TRACKER.set(tracker).unwrap();
        let tracker = TRACKER.get().unwrap();
        tracker.set_value(60);
        tracker.messenger().sent().assert_exactly(["40 left"]);
    });
}

#[test]
fn a_messenger_that_blocks_blocks_no_other_thread() {
    with_timeout(|| {
        let spy = SyncRecordingMessenger::new();
        let (warning_begun, wait_for_warning) = mpsc::channel();
        let (release_warning, wait_for_release) = mpsc::channel::<()>();
        let wait_for_release = std::sync::Mutex::new(wait_for_release);
        let blocking = messenger::from_fn(|message| {
            if message == WARNING {
                warning_begun.send(()).unwrap();
                wait_for_release.lock().unwrap().recv().unwrap();
            }
            spy.send(message);
        });
        let tracker = SyncLimitTracker::new(blocking, 100);
        thread::scope(|scope| {
            scope.spawn(|| tracker.consume(80));
            wait_for_warning.recv().unwrap();
            assert_eq!(tracker.value(), 80);
            tracker.consume(15);
            spy.sent().assert_exactly([URGENT_WARNING]);
            release_warning.send(()).unwrap();
        });
        spy.sent().assert_exactly([URGENT_WARNING, WARNING]);
    });
}

#[test]
fn a_panicking_messenger_poisons_nothing_and_has_fired_its_level() {
    let spy = SyncRecordingMessenger::new();
    let failing = messenger::from_fn(|message| {
        spy.send(message);
        panic!("the network is down");
    });
    let tracker = SyncLimitTracker::new(failing, 100);
    for (value, message) in [(80, WARNING), (95, URGENT_WARNING), (100, OVER_QUOTA)] {
        let update = thread::scope(|scope| scope.spawn(|| drop(tracker.set_value(value))).join());
        assert!(update.is_err(), "at {value}");
        spy.take().assert_exactly([message]);
        assert_eq!(tracker.value(), value);
        tracker.set_value(value);
        spy.sent().assert_nothing();
    }
}

#[test]
fn a_panicking_function_of_usage_has_fired_its_level() {
    let builder = LimitTracker::builder(SyncRecordingMessenger::new(), 100);
    let thresholds = [Threshold::at_percent(50, |usage: Usage| panic!("cannot word {usage}"))];
    let tracker = builder.thresholds(thresholds).build_sync().unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| drop(tracker.set_value(60)))).is_err());
    tracker.set_value(70);
    tracker.messenger().sent().assert_nothing();
    assert_eq!(tracker.value(), 70);
}

#[test]
fn a_shared_tracker_can_repeat_on_every_update() {
    let messenger = SyncRecordingMessenger::new();
    let tracker = LimitTracker::builder(&messenger, 100).notify_on(NotifyOn::Update).build_sync().unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| tracker.set_value(80));
        }
    });
    messenger.sent().assert_exactly([WARNING; 4]);
}

#[test]
fn the_tracker_reports_its_state_and_returns_the_messenger() {
    let tracker = SyncLimitTracker::new(SyncRecordingMessenger::new(), 100);
    tracker.consume(95);
    assert_eq!((tracker.value(), tracker.max(), tracker.remaining()), (95, 100, 5));
    assert_eq!(tracker.usage(), Usage { value: 95, max: 100 });
    assert_eq!(tracker.level().and_then(Threshold::percent), Some(90));
    tracker.set_max(50);
    assert_eq!((tracker.value(), tracker.max(), tracker.remaining()), (95, 50, 0));
    tracker.reset();
    assert!(tracker.level().is_none());
    tracker.messenger().sent().assert_exactly([URGENT_WARNING, OVER_QUOTA]);
    tracker.into_messenger().sent().assert_exactly([URGENT_WARNING, OVER_QUOTA]);
}

#[test]
fn debug_shows_the_state_and_needs_no_debug_of_the_messenger() {
    let tracker = SyncLimitTracker::new(messenger::from_fn(|_| ()), 100);
    tracker.set_value(50);
    assert_eq!(format!("{tracker:?}"), "SyncLimitTracker { value: 50, max: 100, level: None, .. }");
}

#[test]
fn a_shared_tracker_is_as_safe_to_move_and_share_as_its_messenger() {
    fn check<T: Send + Sync + UnwindSafe + RefUnwindSafe + Unpin>() {}
    check::<SyncLimitTracker<()>>();
    check::<SyncLimitTracker<Arc<SyncRecordingMessenger>>>();
}
