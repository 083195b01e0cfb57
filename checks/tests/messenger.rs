//! `Messenger`: pointers forward messages, `from_fn` and `tee` send them, and doubles record the line of the caller.
#![cfg(feature = "testing")]
#![allow(
    clippy::arc_with_non_send_sync,
    clippy::needless_borrows_for_generic_args,
    reason = "each pointer is the point"
)]

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;

use mock_messenger::{
    LimitTracker, Messenger, NotifyOn, RecordingMessenger, SyncLimitTracker, Threshold, Usage, messenger,
};

/// Takes a messenger by value, so the argument itself has to implement the trait.
#[track_caller]
fn send_through(messenger: impl Messenger) {
    messenger.send("hello");
}

#[track_caller]
fn send_dyn(messenger: &dyn Messenger) {
    messenger.send("hello");
}

/// Checks that the double has received one message, from the line of the caller.
#[track_caller]
fn assert_sent_here(messenger: &RecordingMessenger) {
    let here = Location::caller();
    let sent = messenger.take();
    sent.assert_count(1);
    let location = sent.location(0).unwrap();
    assert_eq!((location.file(), location.line()), (here.file(), here.line()));
}

#[test]
fn every_pointer_forwards() {
    let messenger = Rc::new(RecordingMessenger::new());
    send_through(&*messenger);
    send_through(&mut &*messenger);
    send_through(Box::new(&*messenger));
    send_through(Rc::clone(&messenger));
    send_through(Arc::new(&*messenger));
    send_through(&Box::new(Rc::new(&*messenger)));
    messenger.sent().assert_exactly(["hello"; 6]);
}

#[test]
fn every_pointer_to_dyn_forwards() {
    let messenger = Rc::new(RecordingMessenger::new());
    send_through(&*messenger as &dyn Messenger);
    send_through(&mut &*messenger as &mut dyn Messenger);
    send_through(Box::new(&*messenger) as Box<dyn Messenger + '_>);
    send_through(Rc::clone(&messenger) as Rc<dyn Messenger>);
    send_through(Arc::new(&*messenger) as Arc<dyn Messenger + '_>);
    messenger.sent().assert_exactly(["hello"; 5]);
}

#[test]
fn a_closure_receives_each_message() {
    let sent = RefCell::new(Vec::new());
    let messenger = messenger::from_fn(|message| sent.borrow_mut().push(message.to_owned()));
    messenger.send("one");
    messenger.send("two");
    assert_eq!(sent.into_inner(), ["one", "two"]);
}

#[test]
fn tee_sends_to_the_first_and_then_to_the_second() {
    let sent = RefCell::new(Vec::new());
    let to = |name| {
        let sent = &sent;
        messenger::from_fn(move |message| sent.borrow_mut().push(format!("{name}: {message}")))
    };
    let both = messenger::tee(to("first"), messenger::tee(to("second"), to("third")));
    both.send("one");
    both.send("two");
    assert_eq!(
        sent.into_inner(),
        ["first: one", "second: one", "third: one", "first: two", "second: two", "third: two"]
    );
}

#[test]
fn a_panic_in_the_first_of_a_tee_keeps_the_second_from_being_reached() {
    let spy = RecordingMessenger::new();
    let both = messenger::tee(messenger::from_fn(|_| panic!("unplugged")), &spy);
    assert!(catch_unwind(AssertUnwindSafe(|| both.send("hello"))).is_err());
    spy.sent().assert_nothing();
}

#[test]
fn a_closure_and_a_tee_can_be_shown_in_debug() {
    let shown = format!("{:?}", messenger::tee(messenger::from_fn(|_| ()), messenger::from_fn(|_| ())));
    assert_eq!(shown, "Tee { first: FromFn { .. }, second: FromFn { .. } }");
}

#[test]
#[rustfmt::skip] // Each call and its check share a line.
fn the_line_that_sent_is_kept_through_pointers_generics_and_dyn() {
    let messenger = Rc::new(RecordingMessenger::new());
    let spy = &*messenger;

    spy.send("hello"); assert_sent_here(spy);
    (spy as &dyn Messenger).send("hello"); assert_sent_here(spy);
    send_through(spy); assert_sent_here(spy);
    send_through(&mut &*spy); assert_sent_here(spy);
    send_through(Box::new(spy)); assert_sent_here(spy);
    send_through(Rc::clone(&messenger)); assert_sent_here(spy);
    send_through(Arc::new(spy)); assert_sent_here(spy);
    send_through(spy as &dyn Messenger); assert_sent_here(spy);
    send_through(Box::new(spy) as Box<dyn Messenger + '_>); assert_sent_here(spy);
    send_through(Rc::clone(&messenger) as Rc<dyn Messenger>); assert_sent_here(spy);
    send_through(Arc::new(spy) as Arc<dyn Messenger + '_>); assert_sent_here(spy);
    send_through(&Box::new(Rc::new(spy))); assert_sent_here(spy);
    send_dyn(&messenger); assert_sent_here(spy);
}

#[test]
#[rustfmt::skip]
fn the_line_that_sent_is_kept_through_a_tee() {
    let (first, second) = (RecordingMessenger::new(), RecordingMessenger::new());
    let both = messenger::tee(&first, &second);

    both.send("hello"); assert_sent_here(&first); both.send("hello"); assert_sent_here(&first);
    second.clear();
    send_dyn(&both); assert_sent_here(&second);
}

#[test]
#[rustfmt::skip]
fn a_tracker_sends_from_the_line_that_updates_it() {
    let spy = &RecordingMessenger::new();
    let mut tracker = LimitTracker::new(spy, 100);

    tracker.set_value(80); assert_sent_here(spy);
    tracker.consume(1); assert_sent_here(spy);
    tracker.release(1); assert_sent_here(spy);
    tracker.set_max(90); assert_sent_here(spy);
}

#[test]
#[rustfmt::skip]
fn a_shared_tracker_sends_from_the_line_that_updates_it() {
    let spy = &RecordingMessenger::new();
    let tracker = SyncLimitTracker::new(spy, 100);

    tracker.set_value(80); assert_sent_here(spy);
    tracker.consume(15); assert_sent_here(spy);
    tracker.set_max(90); assert_sent_here(spy);
    let repeating = LimitTracker::builder(spy, 100).notify_on(NotifyOn::Update).build_sync().unwrap();
    repeating.set_value(80); assert_sent_here(spy);
    repeating.release(1); assert_sent_here(spy);
}

#[test]
#[rustfmt::skip]
fn the_line_is_kept_through_a_function_of_usage_a_box_and_a_tee() {
    let spy = &RecordingMessenger::new();
    let real: Box<dyn Messenger> = Box::new(messenger::from_fn(|_| ()));
    let mut tracker = LimitTracker::builder(messenger::tee(real, spy), 100)
        .thresholds([Threshold::at_value(1, |usage: Usage| usage.to_string())])
        .build()
        .unwrap();

    tracker.set_value(80); assert_sent_here(spy);
}
