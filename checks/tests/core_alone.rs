//! The core as production code uses it, without any feature.

use std::cell::RefCell;
use std::sync::Mutex;

use mock_messenger::{
    LimitTracker, NotifyOn, SyncLimitTracker, Threshold, URGENT_WARNING, Usage, WARNING, messenger,
};

#[test]
fn a_tracker_warns_on_every_update() {
    let sent = RefCell::new(Vec::new());
    let mut tracker =
        LimitTracker::new(messenger::from_fn(|message| sent.borrow_mut().push(message.to_owned())), 100);
    for value in [74, 75, 80, 95] {
        tracker.set_value(value);
    }
    assert_eq!(*sent.borrow(), [WARNING, WARNING, URGENT_WARNING]);
}

#[test]
fn a_built_tracker_warns_once_for_each_crossing() {
    let sent = RefCell::new(Vec::new());
    let messenger = messenger::from_fn(|message| sent.borrow_mut().push(message.to_owned()));
    let mut tracker = LimitTracker::builder(messenger, 100)
        .thresholds([Threshold::at_percent(80, |usage: Usage| format!("used {usage} GB"))])
        .notify_on(NotifyOn::Crossing)
        .rearm_below_percent(50)
        .build()
        .unwrap();
    for value in [79, 81, 60, 90, 49, 85] {
        tracker.set_value(value);
    }
    assert_eq!(*sent.borrow(), ["used 81 of 100 GB", "used 85 of 100 GB"]);
}

#[test]
fn a_shared_tracker_warns_once_for_each_crossing() {
    let sent = Mutex::new(Vec::new());
    let tracker = SyncLimitTracker::new(
        messenger::from_fn(|message| sent.lock().unwrap().push(message.to_owned())),
        100,
    );
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..20).for_each(|_| drop(tracker.consume(1))));
        }
    });
    assert_eq!(*sent.lock().unwrap(), [WARNING]);
}
