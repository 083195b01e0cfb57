//! The shared recorder keeps the calls of several threads in one order.

#![cfg(feature = "testing")]

use std::thread;

use mock_messenger::{Messenger, RecordingMessenger, SyncRecorder, SyncRecordingMessenger, Transcript};

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
fn clones_share_the_log_and_the_name() {
    /// Application state, which has to implement `Clone` without an `Arc` around each field.
    #[derive(Clone, Default)]
    struct Double {
        calls: SyncRecorder<u8>,
    }
    let double = Double::default();
    let clone = double.clone();
    double.calls.record(1);
    thread::spawn(move || clone.calls.record(2)).join().unwrap();
    double.calls.calls().assert_exactly([1, 2]);

    let named = SyncRecordingMessenger::named("mailer");
    let clone = named.clone();
    clone.send("hello");
    drop(clone);
    named.sent().assert_exactly(["hello"]);
    assert_eq!(named.clone().sent().recorded_by(), Some("mailer"));
    named.clone().clear();
    assert!(named.is_empty());
}

fn line_of<T: mock_messenger::Recordable + ?Sized>(calls: &Transcript<T>) -> (&'static str, u32) {
    let location = calls.location(0).unwrap();
    (location.file(), location.line())
}

#[test]
fn text_is_recorded_without_a_messenger_and_with_the_line_of_the_caller() {
    trait Printer {
        #[track_caller]
        fn print(&self, text: &str);
    }
    impl Printer for RecordingMessenger {
        fn print(&self, text: &str) {
            self.record(text);
        }
    }
    impl Printer for SyncRecordingMessenger {
        fn print(&self, text: &str) {
            self.record(text);
        }
    }
    let (alone, shared) = (RecordingMessenger::new(), SyncRecordingMessenger::new());
    let (first, second): (&dyn Printer, &dyn Printer) = (&alone, &shared);
    let line = (first.print("hello"), second.print("hello"), line!()).2;
    for sent in [alone.sent(), shared.sent()] {
        sent.assert_exactly(["hello"]);
        assert_eq!(line_of(&sent), (file!(), line));
    }
}

#[test]
fn a_callback_records_what_it_is_called_with_and_the_line_that_made_it() {
    fn run<T>(call: T, callback: impl Fn(T) + Clone + Send + Sync + 'static) {
        let clone = callback.clone();
        thread::spawn(move || drop(clone)).join().unwrap();
        callback(call);
    }
    let numbers = SyncRecorder::new();
    run(2, numbers.callback());
    assert_eq!(line_of(&numbers.calls()), (file!(), line!() - 1));
    run(3, numbers.clone().callback());
    numbers.calls().assert_exactly([2, 3]);

    let texts = SyncRecordingMessenger::new();
    let boxed: Box<dyn Fn(&str) + Send + Sync> = Box::new(texts.callback());
    let line = line!() - 1;
    boxed(&String::from("borrowed"));
    texts.sent().assert_exactly(["borrowed"]);
    assert_eq!(line_of(&texts.sent()), (file!(), line));
}

#[test]
fn a_callback_keeps_the_log_alive() {
    let numbers = SyncRecorder::new();
    let (callback, calls) = (numbers.callback(), numbers.clone());
    drop(numbers);
    callback(2);
    calls.calls().assert_exactly([2]);
}

#[test]
fn debug_shows_the_name_and_the_calls() {
    let messenger = SyncRecordingMessenger::named("mailer");
    messenger.send("hello");
    assert_eq!(format!("{messenger:?}"), r#"SyncRecorder { name: Some("mailer"), calls: ["hello"] }"#);
}
