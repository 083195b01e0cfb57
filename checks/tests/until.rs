//! The async wait without a deadline passes when its check passes, is woken by every change, and leaves no waker
//! behind.

#![cfg(feature = "testing")]

mod support;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use mock_messenger::{Messenger, Mismatch, Recorder, SyncRecorder, SyncRecordingMessenger, Transcript};
use support::{panic_of, with_timeout};

/// A waker that counts how often it is woken.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Counting {
    fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

fn counting() -> (Arc<Counting>, Waker) {
    let counting = Arc::new(Counting::default());
    (Arc::clone(&counting), counting.into())
}

/// Returns the number of references to `counting`, except for those of the test and of its `Waker`.
fn held(counting: &Arc<Counting>) -> usize {
    Arc::strong_count(counting) - 2
}

fn two(sent: &Transcript<str>) -> Result<(), Mismatch> {
    sent.check_count(2..)
}

#[test]
fn it_is_ready_at_once_if_the_check_passes_at_once() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("hello");
    let mut wait = pin!(messenger.until(|sent| {
        sent.check_once("hello")?;
        Ok(())
    }));
    match wait.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(sent) => sent.assert_exactly(["hello"]),
        Poll::Pending => panic!("it is there"),
    }
}

#[test]
fn nothing_is_looked_at_before_the_first_poll() {
    let messenger = SyncRecordingMessenger::new();
    let wait = messenger.until(|_| -> Result<(), Mismatch> { panic!("nobody has polled") });
    messenger.send("hello");
    drop(wait);
}

#[test]
fn each_look_is_woken_once_by_the_first_change_after_it() {
    let messenger = SyncRecordingMessenger::new();
    let (woken, waker) = counting();
    let mut context = Context::from_waker(&waker);
    let mut wait = pin!(messenger.until(two));
    assert!(wait.as_mut().poll(&mut context).is_pending());
    assert_eq!(woken.times(), 0);
    messenger.send("one");
    assert_eq!(woken.times(), 1);
    messenger.clear();
    messenger.send("one");
    assert_eq!(woken.times(), 1);
    assert!(wait.as_mut().poll(&mut context).is_pending());
    messenger.send("two");
    assert_eq!(woken.times(), 2);
    assert!(wait.as_mut().poll(&mut context).is_ready());
}

#[test]
fn a_clear_is_a_change_too() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("still there");
    let (woken, waker) = counting();
    let mut context = Context::from_waker(&waker);
    let mut wait = pin!(messenger.until(Transcript::check_nothing));
    assert!(wait.as_mut().poll(&mut context).is_pending());
    messenger.clear();
    assert_eq!(woken.times(), 1);
    assert!(wait.as_mut().poll(&mut context).is_ready());
}

#[test]
fn what_is_sent_between_the_look_and_the_end_of_the_poll_is_not_missed() {
    let messenger = SyncRecordingMessenger::new();
    let (woken, waker) = counting();
    let mut wait = pin!(messenger.until(|sent| {
        if sent.is_empty() {
            messenger.send("while the check runs");
        }
        sent.check_count(1)
    }));
    let mut context = Context::from_waker(&waker);
    assert!(wait.as_mut().poll(&mut context).is_pending());
    assert_eq!(woken.times(), 1);
    assert!(wait.as_mut().poll(&mut context).is_ready());
}

#[test]
fn only_the_waker_of_the_last_poll_is_woken() {
    let messenger = SyncRecordingMessenger::new();
    let ((first, first_waker), (second, second_waker)) = (counting(), counting());
    let mut wait = pin!(messenger.until(two));
    assert!(wait.as_mut().poll(&mut Context::from_waker(&first_waker)).is_pending());
    assert!(wait.as_mut().poll(&mut Context::from_waker(&second_waker)).is_pending());
    assert_eq!((held(&first), held(&second)), (0, 1));
    messenger.send("one");
    assert_eq!((first.times(), second.times()), (0, 1));
}

#[test]
fn several_waits_are_all_woken() {
    let messenger = SyncRecordingMessenger::new();
    let (woken, waker) = counting();
    let mut context = Context::from_waker(&waker);
    let mut waits: Vec<_> = (0..5).map(|_| Box::pin(messenger.until(two))).collect();
    for wait in &mut waits {
        assert!(wait.as_mut().poll(&mut context).is_pending());
    }
    drop(waits.remove(2));
    messenger.send("one");
    assert_eq!(woken.times(), 4);
}

#[test]
fn one_that_was_dropped_leaves_no_waker_behind() {
    let messenger = SyncRecordingMessenger::new();
    let (woken, waker) = counting();
    {
        let mut wait = pin!(messenger.until(two));
        assert!(wait.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        assert_eq!(held(&woken), 1);
    }
    assert_eq!(held(&woken), 0);
    messenger.send("one");
    assert_eq!(woken.times(), 0);
}

#[test]
fn it_may_move_to_another_thread_and_wait_for_any_kind_of_call() {
    struct NoTraits(#[allow(dead_code)] u8);
    fn assert_send<V: Send>(value: V) -> V {
        value
    }
    let calls = SyncRecorder::<NoTraits>::new();
    drop(assert_send(calls.until(|_| Ok(()))));
    let other = Recorder::<u8>::new();
    drop(calls.until(move |_| other.calls().check_nothing()));
}

#[test]
fn it_owns_what_it_needs_and_outlives_its_handle() {
    fn assert_static<V: 'static>(value: V) -> V {
        value
    }
    let messenger = SyncRecordingMessenger::new();
    let sender = messenger.clone();
    let mut wait = pin!(assert_static(messenger.until(two)));
    drop(messenger);
    let (woken, waker) = counting();
    let mut context = Context::from_waker(&waker);
    assert!(wait.as_mut().poll(&mut context).is_pending());
    sender.send("one");
    sender.send("two");
    drop(sender);
    assert_eq!(woken.times(), 1);
    assert!(wait.as_mut().poll(&mut context).is_ready());
}

#[test]
fn a_vacuous_check_ends_it_with_a_panic_that_says_so_and_where() {
    let messenger = SyncRecordingMessenger::new();
    let line = line!() + 1;
    let mut wait = pin!(messenger.until(|sent| sent.check_in_order([])));
    let caught = panic_of(|| wait.as_mut().poll(&mut Context::from_waker(Waker::noop())));
    assert!(caught.first_line().starts_with("`assert_in_order` was rejected"), "{}", caught.message);
    let place = format!("checked at {}:{line}:", file!());
    assert!(caught.message.contains(&place), "{}", caught.message);
}

#[test]
fn a_check_may_return_what_it_found() {
    let numbers = SyncRecorder::new();
    numbers.record(7);
    let mut found = None;
    {
        let mut wait = pin!(numbers.until(|numbers| {
            let first = numbers.check_first(|number: &i32| *number > 5).map(|number| *number)?;
            found = Some(first);
            Ok(first)
        }));
        assert!(wait.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    }
    assert_eq!(found, Some(7));
}

#[test]
fn it_wakes_a_task_of_a_single_threaded_runtime() {
    with_timeout(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let messenger = Arc::new(SyncRecordingMessenger::new());
            let sender = Arc::clone(&messenger);
            let sends = tokio::spawn(async move {
                for number in 0..100 {
                    sender.send(&number.to_string());
                    tokio::task::yield_now().await;
                }
            });
            let sent = messenger.until(|sent| sent.check_any("99")).await;
            sent.assert_count(100);
            sends.await.unwrap();
        });
    });
}

#[test]
fn it_is_woken_by_another_thread() {
    with_timeout(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let messenger = SyncRecordingMessenger::new();
        thread::scope(|scope| {
            scope.spawn(|| (0..1000).for_each(|number| messenger.send(&number.to_string())));
            let sent = runtime.block_on(messenger.until(|sent| sent.check_count(1000)));
            sent.assert_last("999");
        });
    });
}
