//! `LimitTracker::new`, which behaves as the Book's tracker, and the operations of every tracker.
#![cfg(feature = "testing")]

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe, catch_unwind};
use std::rc::Rc;

use mock_messenger::{
    LimitTracker, Messenger, OVER_QUOTA, RecordingMessenger, Threshold, URGENT_WARNING, Usage, WARNING,
    messenger,
};

fn sent_by(max: usize, values: impl IntoIterator<Item = usize>) -> Vec<String> {
    let messenger = RecordingMessenger::new();
    let mut tracker = LimitTracker::new(&messenger, max);
    for value in values {
        tracker.set_value(value);
    }
    messenger.messages()
}

fn silent() -> impl Messenger {
    messenger::from_fn(|message| panic!("nothing was due, {message:?} was sent"))
}

#[test]
fn an_update_sends_the_highest_level_that_usage_reaches() {
    for (value, due) in [
        (0, None),
        (74, None),
        (75, Some(WARNING)),
        (89, Some(WARNING)),
        (90, Some(URGENT_WARNING)),
        (99, Some(URGENT_WARNING)),
        (100, Some(OVER_QUOTA)),
        (300, Some(OVER_QUOTA)),
        (usize::MAX, Some(OVER_QUOTA)),
    ] {
        assert_eq!(sent_by(100, [value]), Vec::from_iter(due), "at {value}");
    }
}

#[test]
fn a_sweep_repeats_the_message_on_every_update() {
    let sent = sent_by(100, 0..=100);
    let expected = [vec![WARNING; 15], vec![URGENT_WARNING; 10], vec![OVER_QUOTA]].concat();
    assert_eq!(sent, expected);
}

#[test]
fn resting_on_a_level_repeats_its_message() {
    assert_eq!(sent_by(100, [80, 80, 80]), [WARNING; 3]);
}

#[test]
fn falling_to_a_lower_level_sends_that_level() {
    assert_eq!(sent_by(100, [95, 80, 10]), [URGENT_WARNING, WARNING]);
}

#[test]
fn with_a_limit_of_zero_any_usage_is_over_quota() {
    assert_eq!(sent_by(0, [0]), [""; 0]);
    assert_eq!(sent_by(0, [1, 2, usize::MAX, 0]), [OVER_QUOTA; 3]);
}

#[test]
fn a_small_limit_has_only_the_levels_that_fit() {
    for max in 1..=12 {
        let mut sent = sent_by(max, 0..=max);
        sent.dedup();
        let reachable: &[&str] = match max {
            1..=3 => &[OVER_QUOTA],
            4..=9 => &[WARNING, OVER_QUOTA],
            _ => &[WARNING, URGENT_WARNING, OVER_QUOTA],
        };
        assert_eq!(sent, reachable, "of {max}");
    }
}

#[test]
#[cfg(target_pointer_width = "64")]
fn comparisons_stay_exact_where_floats_round() {
    for (value, max, due) in [
        ((1 << 53), (1 << 53) + 1, URGENT_WARNING),
        (usize::MAX - 1, usize::MAX, URGENT_WARNING),
        (usize::MAX, usize::MAX, OVER_QUOTA),
        (2_704_500_000_000_008, 3_005_000_000_000_009, WARNING),
        (2_704_500_000_000_009, 3_005_000_000_000_009, URGENT_WARNING),
    ] {
        assert_eq!(sent_by(max, [value]), [due], "{value} of {max}");
    }
}

#[test]
fn consume_and_release_add_and_subtract_and_count_as_updates() {
    let messenger = RecordingMessenger::new();
    let mut tracker = LimitTracker::new(&messenger, 100);
    tracker.consume(70);
    messenger.take().assert_nothing();
    tracker.consume(25);
    messenger.take().assert_exactly([URGENT_WARNING]);
    tracker.release(15);
    messenger.take().assert_exactly([WARNING]);
    tracker.consume(0);
    messenger.take().assert_exactly([WARNING]);
    assert_eq!(tracker.value(), 80);
}

#[test]
fn consume_and_release_stop_at_the_ends() {
    let messenger = RecordingMessenger::new();
    let mut tracker = LimitTracker::new(&messenger, 100);
    tracker.consume(60);
    tracker.release(61);
    assert_eq!(tracker.value(), 0);
    tracker.consume(1);
    tracker.consume(usize::MAX);
    assert_eq!(tracker.value(), usize::MAX);
    messenger.sent().assert_exactly([OVER_QUOTA]);
}

#[test]
fn a_change_of_the_limit_is_an_update() {
    let messenger = RecordingMessenger::new();
    let mut tracker = LimitTracker::new(&messenger, 100);
    tracker.set_value(80);
    messenger.clear();
    for (max, due) in [
        (85, Some(URGENT_WARNING)),
        (80, Some(OVER_QUOTA)),
        (0, Some(OVER_QUOTA)),
        (100, Some(WARNING)),
        (107, None),
        (106, Some(WARNING)),
        (usize::MAX, None),
    ] {
        tracker.set_max(max);
        assert_eq!(tracker.max(), max);
        assert_eq!(messenger.take(), Vec::from_iter(due), "of {max}");
    }
}

#[test]
fn later_updates_use_the_new_limit() {
    let messenger = RecordingMessenger::new();
    let mut tracker = LimitTracker::new(&messenger, 100);
    tracker.set_max(1000);
    tracker.set_value(749);
    messenger.sent().assert_nothing();
    tracker.set_value(750);
    messenger.sent().assert_exactly([WARNING]);
}

#[test]
fn a_reset_starts_over_and_sends_nothing() {
    let messenger = RecordingMessenger::new();
    let mut tracker = LimitTracker::new(&messenger, 100);
    tracker.set_value(95);
    messenger.clear();
    tracker.reset();
    messenger.sent().assert_nothing();
    assert_eq!(tracker.usage(), Usage { value: 0, max: 100 });
    assert!(tracker.level().is_none());
    tracker.set_value(95);
    messenger.sent().assert_exactly([URGENT_WARNING]);
}

#[test]
fn the_tracker_reports_usage_limit_and_level() {
    let mut tracker = LimitTracker::new(messenger::from_fn(|_| ()), 100);
    for (value, remaining, percent) in [
        (0, 100, None),
        (74, 26, None),
        (75, 25, Some(75)),
        (90, 10, Some(90)),
        (99, 1, Some(90)),
        (100, 0, Some(100)),
        (300, 0, Some(100)),
        (20, 80, None),
    ] {
        tracker.set_value(value);
        assert_eq!((tracker.value(), tracker.max(), tracker.remaining()), (value, 100, remaining));
        assert_eq!(tracker.usage(), Usage { value, max: 100 });
        assert_eq!(tracker.level().and_then(Threshold::percent), percent, "at {value}");
    }
}

#[test]
fn the_messenger_can_be_lent_shared_boxed_or_owned() {
    let lent = RecordingMessenger::new();
    LimitTracker::new(&lent, 100).set_value(80);
    lent.sent().assert_exactly([WARNING]);

    let shared = Rc::new(RecordingMessenger::new());
    LimitTracker::new(Rc::clone(&shared), 100).set_value(80);
    shared.sent().assert_exactly([WARNING]);

    let mut owner = LimitTracker::new(RecordingMessenger::new(), 100);
    owner.set_value(80);
    owner.messenger().sent().assert_exactly([WARNING]);
    owner.into_messenger().sent().assert_exactly([WARNING]);

    let boxed: Box<dyn Messenger> = Box::new(Rc::clone(&shared));
    LimitTracker::new(boxed, 100).set_value(100);
    shared.sent().assert_exactly([WARNING, OVER_QUOTA]);

    let unsized_one: Rc<dyn Messenger> = shared;
    LimitTracker::new(unsized_one, 100).set_value(10);
}

#[test]
fn the_hand_written_double_of_the_book_works() {
    struct MockMessenger {
        sent_messages: RefCell<Vec<String>>,
    }

    impl Messenger for MockMessenger {
        fn send(&self, message: &str) {
            self.sent_messages.borrow_mut().push(String::from(message));
        }
    }

    let mock_messenger = MockMessenger { sent_messages: RefCell::new(vec![]) };
    let mut limit_tracker = LimitTracker::new(&mock_messenger, 100);
    limit_tracker.set_value(80);
    assert_eq!(mock_messenger.sent_messages.borrow().len(), 1);
}

#[test]
fn a_panicking_messenger_leaves_the_tracker_usable() {
    let mut tracker = LimitTracker::new(messenger::from_fn(|_| panic!("the network is down")), 100);
    let result = catch_unwind(AssertUnwindSafe(|| drop(tracker.set_value(80))));
    assert!(result.is_err());
    assert_eq!(tracker.value(), 80);
    assert_eq!(tracker.level().and_then(Threshold::percent), Some(75));
    tracker.set_value(10);
    assert_eq!(tracker.value(), 10);
}

#[test]
fn debug_shows_the_state_and_needs_no_debug_of_the_messenger() {
    let mut tracker = LimitTracker::new(silent(), 100);
    tracker.set_value(50);
    assert_eq!(format!("{tracker:?}"), "LimitTracker { value: 50, max: 100, level: None, .. }");
}

#[test]
fn a_tracker_is_as_safe_to_move_and_share_as_its_messenger() {
    fn check<T: Send + Sync + UnwindSafe + RefUnwindSafe + Unpin>() {}
    check::<LimitTracker<()>>();
    check::<Threshold>();
    check::<Usage>();
}
