//! The shared recorder: what several threads record, in one order.

#![cfg(feature = "testing")]

use std::thread;

use mock_messenger::{Messenger, SyncRecorder, SyncRecordingMessenger};

#[test]
fn what_every_thread_sends_is_there_and_each_threads_order_is_kept() {
    let messenger = SyncRecordingMessenger::new();
    thread::scope(|scope| {
        for name in ["a", "b", "c", "d"] {
            let messenger = &messenger;
            scope.spawn(move || (0..500).for_each(|n| messenger.send(&format!("{name}{n}"))));
        }
    });
    let sent = messenger.sent();
    sent.assert_count(2000);
    for name in ["a", "b", "c", "d"] {
        let of_one = sent.filter(|message| message.starts_with(name));
        of_one.assert_exactly((0..500).map(|n| format!("{name}{n}")));
    }
}

#[test]
fn each_call_is_in_one_take_and_in_no_other() {
    let calls = SyncRecorder::new();
    let mut taken: Vec<u32> = Vec::new();
    thread::scope(|scope| {
        let senders: Vec<_> = (0..2u32)
            .map(|half| {
                let calls = &calls;
                scope.spawn(move || (0..1000).for_each(|n| calls.record(half * 1000 + n)))
            })
            .collect();
        while !senders.iter().all(thread::ScopedJoinHandle::is_finished) {
            taken.extend(calls.take().iter());
        }
    });
    taken.extend(calls.take().iter());
    taken.sort_unstable();
    assert_eq!(taken, (0..2000).collect::<Vec<_>>());
}

#[test]
fn the_line_that_recorded_is_kept_through_dyn() {
    let messenger = SyncRecordingMessenger::new();
    let as_dyn: &dyn Messenger = &messenger;
    as_dyn.send("hello");
    let line = line!() - 1;
    assert_eq!(messenger.sent().location(0).unwrap().line(), line);
    assert_eq!(messenger.sent().location(0).unwrap().file(), file!());
}

#[test]
fn debug_shows_the_name_and_the_calls() {
    let messenger = SyncRecordingMessenger::named("mailer");
    messenger.send("hello");
    assert_eq!(format!("{messenger:?}"), r#"SyncRecorder { name: Some("mailer"), calls: ["hello"] }"#);
}
