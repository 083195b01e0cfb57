//! The async waits with a deadline: `until_or` and `quiet_until`, polled by hand and in tokio's runtimes.

#![cfg(feature = "testing")]

mod support;

use std::future::{self, Future};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use mock_messenger::{
    Messenger, Mismatch, MismatchKind, SyncRecorder, SyncRecordingMessenger, Transcript, predicate,
};
use support::{panic_of, with_timeout};
use tokio::sync::oneshot;
use tokio::time::sleep;

const MINUTE: Duration = Duration::from_secs(60);

/// A waker that counts how often it is woken.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn counting() -> (Arc<Counting>, Waker) {
    let counting = Arc::new(Counting::default());
    (Arc::clone(&counting), counting.into())
}

impl Counting {
    fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// Returns the number of references to this, except for those of the test and of its `Waker`.
    fn held(self: &Arc<Self>) -> usize {
        Arc::strong_count(self) - 2
    }
}

fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn one(sent: &Transcript<str>) -> Result<(), Mismatch> {
    sent.check_count(1..)
}

// `until_or`

#[test]
fn a_check_that_passes_at_once_wins_over_a_deadline_that_has_passed() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("hello");
    let Poll::Ready(Ok(sent)) = poll_once(messenger.until_or(future::ready(()), one)) else {
        panic!("it is there");
    };
    sent.assert_exactly(["hello"]);
}

#[test]
fn the_error_is_the_report_of_the_last_check_at_the_line_of_the_wait() {
    let messenger = SyncRecordingMessenger::named("mailer");
    messenger.send("hello ann");
    let (wait, line) = (messenger.until_or(future::ready(()), |sent| sent.check_count(2..)), line!());
    let Poll::Ready(Err(mismatch)) = poll_once(wait) else { panic!("only one is there") };
    assert_eq!((mismatch.kind(), mismatch.found(), mismatch.waited()), (MismatchKind::Count, 1, None));
    assert_eq!((mismatch.location().file(), mismatch.location().line()), (file!(), line));
    let report = mismatch.to_string();
    assert!(report.starts_with("the deadline passed: expected at least 2 messages"), "{report}");
    assert!(report.contains(r#"[0] "hello ann""#), "{report}");
    let unwrap = |checked: Result<(), Mismatch>| checked.unwrap();
    let caught = panic_of(|| unwrap(Err(mismatch)));
    assert!(caught.message.contains(&report), "{}", caught.message);
    assert!(caught.message.contains(&format!("checked at {}:{line}:", file!())), "{}", caught.message);
}

#[test]
fn one_check_starts_after_the_deadline() {
    let messenger = SyncRecordingMessenger::new();
    let sends_at_last = async { messenger.send("at the last moment") };
    let Poll::Ready(Ok(sent)) = poll_once(messenger.until_or(sends_at_last, one)) else {
        panic!("what is recorded before the deadline has passed counts");
    };
    sent.assert_count(1);

    let (over, is_over) = oneshot::channel::<()>();
    let mut checks = 0;
    {
        let mut wait = pin!(messenger.until_or(is_over, |sent| {
            checks += 1;
            sent.check_count(5)
        }));
        let (woken, waker) = counting();
        let mut context = Context::from_waker(&waker);
        assert!(wait.as_mut().poll(&mut context).is_pending());
        drop(over);
        assert_eq!(woken.times(), 1);
        assert!(wait.as_mut().poll(&mut context).is_ready());
    }
    assert_eq!(checks, 2);
}

#[test]
fn a_check_that_records_does_not_outlive_the_deadline() {
    let messenger = SyncRecordingMessenger::new();
    let Poll::Ready(Err(mismatch)) = poll_once(messenger.until_or(future::ready(()), |sent| {
        messenger.send("recorded by the check");
        sent.check_count(100)
    })) else {
        panic!("that is the last check");
    };
    assert_eq!(mismatch.total(), 0);
}

#[test]
fn a_vacuous_check_ends_the_wait_at_once_with_its_own_text() {
    let messenger = SyncRecordingMessenger::new();
    let wait = messenger.until_or(future::pending::<()>(), |sent| sent.check_count(0..));
    let Poll::Ready(Err(mismatch)) = poll_once(wait) else { panic!("it can never pass") };
    assert_eq!(mismatch.kind(), MismatchKind::Vacuous);
    assert!(mismatch.to_string().starts_with("`assert_count` was rejected"), "{mismatch}");
}

#[test]
fn a_check_for_all_of_nothing_waits_for_the_first_entry() {
    let messenger = SyncRecordingMessenger::new();
    let mut wait = pin!(messenger.until_or(future::pending::<()>(), |sent| sent.check_all("hello")));
    let mut context = Context::from_waker(Waker::noop());
    assert!(wait.as_mut().poll(&mut context).is_pending());
    messenger.send("hello");
    assert!(wait.as_mut().poll(&mut context).is_ready());
}

#[test]
fn a_wait_that_is_dropped_midway_leaves_no_waker_and_wakes_nobody() {
    let messenger = SyncRecordingMessenger::new();
    let (until, quiet) = (counting(), counting());
    {
        let mut wait = pin!(messenger.until_or(future::pending::<()>(), |sent| sent.check_count(2)));
        assert!(wait.as_mut().poll(&mut Context::from_waker(&until.1)).is_pending());
        let mut wait = pin!(messenger.quiet_until(future::pending::<()>()));
        assert!(wait.as_mut().poll(&mut Context::from_waker(&quiet.1)).is_pending());
        assert_eq!((until.0.held(), quiet.0.held()), (1, 1));
    }
    assert_eq!((until.0.held(), quiet.0.held()), (0, 0));
    messenger.send("one");
    assert_eq!((until.0.times(), quiet.0.times()), (0, 0));
}

#[test]
fn dropping_a_wait_drops_its_deadline_and_its_handle() {
    let calls = SyncRecorder::new();
    let dropped = Arc::new(());
    calls.record(Arc::clone(&dropped));
    let held_by_deadline = Arc::clone(&dropped);
    let deadline = async move {
        future::pending::<()>().await;
        drop(held_by_deadline);
    };
    let mut wait = Box::pin(calls.until_or(deadline, |calls| calls.check_count(2)));
    assert!(wait.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(calls);
    assert_eq!(Arc::strong_count(&dropped), 3);
    drop(wait);
    assert_eq!(Arc::strong_count(&dropped), 1);
}

#[test]
fn the_futures_may_move_to_another_thread_and_outlive_their_handle() {
    fn assert_spawnable<V: Send + 'static>(value: V) -> V {
        value
    }
    let messenger = SyncRecordingMessenger::new();
    drop(assert_spawnable(messenger.until_or(future::ready(()), one)));
    drop(assert_spawnable(messenger.quiet_until(future::ready(()))));
}

#[tokio::test(start_paused = true)]
async fn paused_time_reaches_the_deadline_and_the_report_is_there() {
    let messenger = SyncRecordingMessenger::new();
    let sender = messenger.clone();
    tokio::spawn(async move {
        for attempt in 1.. {
            sender.send(&format!("attempt {attempt}"));
            sleep(MINUTE).await;
        }
    });
    let start = Instant::now();
    let sent = messenger.until_or(sleep(10 * MINUTE), |sent| sent.check_count(3)).await.unwrap();
    sent.assert_exactly(["attempt 1", "attempt 2", "attempt 3"]);
    let never =
        messenger.until_or(sleep(MINUTE * 5 / 2), |sent| sent.check_any(predicate::str::contains("success")));
    let report = never.await.unwrap_err().to_string();
    assert!(report.contains("attempt 5") && !report.contains("attempt 6"), "{report}");
    assert!(start.elapsed() < MINUTE);
}

#[tokio::test]
async fn any_future_is_a_deadline() {
    let messenger = SyncRecordingMessenger::new();
    let sender = messenger.clone();
    // The deadline is the end of the code under test, which cannot send anything afterwards.
    let code_under_test = tokio::spawn(async move { sender.send("hello") });
    let mismatch = messenger.until_or(code_under_test, |sent| sent.check_count(2)).await.unwrap_err();
    assert_eq!(mismatch.found(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wait_is_woken_by_another_thread() {
    for _ in 0..100 {
        let messenger = SyncRecordingMessenger::new();
        let sender = messenger.clone();
        tokio::spawn(async move { sender.send("hello") });
        messenger.until_or(sleep(MINUTE), one).await.unwrap();
    }
}

// `quiet_until`

#[tokio::test]
async fn quiet_until_sees_what_a_task_records_at_its_first_poll() {
    let messenger = SyncRecordingMessenger::named("outbox");
    let late = messenger.clone();
    messenger.send("before");
    tokio::spawn(async move { late.send("too late") });
    let (quiet, line) = (messenger.quiet_until(sleep(MINUTE)), line!());
    let mismatch = quiet.await.unwrap_err();
    assert_eq!((mismatch.kind(), mismatch.found()), (MismatchKind::QuietFor, 1));
    assert_eq!(mismatch.matched(), [1]);
    assert_eq!((mismatch.location().file(), mismatch.location().line()), (file!(), line));
    let report = mismatch.to_string();
    assert!(report.starts_with("expected no further message until the deadline"), "{report}");
    assert!(report.contains(r#"[1] "too late""#), "{report}");
}

/// Checks that the blocking wait is rejected on this thread, because no task could record while it blocks.
#[track_caller]
fn assert_blocking_is_rejected(messenger: &SyncRecordingMessenger) {
    let mismatch = messenger.try_assert_quiet_for(MINUTE).unwrap_err();
    assert_eq!(mismatch.kind(), MismatchKind::Vacuous);
    assert!(mismatch.to_string().contains("await `quiet_until(deadline)`"), "{mismatch}");
}

#[tokio::test]
async fn a_blocking_quiet_time_is_rejected_in_a_single_threaded_runtime() {
    let messenger = SyncRecordingMessenger::new();
    let late = messenger.clone();
    tokio::spawn(async move { late.send("too late") });
    assert_blocking_is_rejected(&messenger);
    // The same holds in a task.
    tokio::spawn(async move { assert_blocking_is_rejected(&messenger) }).await.unwrap();
}

#[test]
fn a_blocking_quiet_time_is_rejected_among_local_tasks() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let messenger = SyncRecordingMessenger::new();
    runtime
        .block_on(tokio::task::LocalSet::new().run_until(async { assert_blocking_is_rejected(&messenger) }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_blocking_quiet_time_works_if_other_threads_run_the_tasks() {
    let messenger = SyncRecordingMessenger::new();
    messenger.assert_quiet_for(Duration::from_millis(5));
    let late = messenger.clone();
    tokio::spawn(async move {
        loop {
            late.send("noise");
            sleep(Duration::from_millis(1)).await;
        }
    });
    assert_eq!(messenger.try_assert_quiet_for(MINUTE).unwrap_err().kind(), MismatchKind::QuietFor);
}

#[tokio::test]
async fn a_blocking_quiet_time_works_on_a_thread_of_its_own() {
    let messenger = SyncRecordingMessenger::new();
    tokio::task::spawn_blocking(move || messenger.assert_quiet_for(Duration::from_millis(5))).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn quiet_until_holds_until_the_deadline_and_no_longer() {
    let messenger = SyncRecordingMessenger::new();
    let late = messenger.clone();
    tokio::spawn(async move {
        sleep(2 * MINUTE).await;
        late.send("after the deadline");
    });
    messenger.quiet_until(sleep(MINUTE)).await.unwrap();
    messenger.quiet_until(sleep(2 * MINUTE)).await.unwrap_err();
}

#[tokio::test]
async fn a_deadline_that_is_over_at_once_gives_the_tasks_one_turn() {
    let messenger = SyncRecordingMessenger::new();
    messenger.quiet_until(future::ready(())).await.unwrap();
    let late = messenger.clone();
    tokio::spawn(async move { late.send("at the first poll") });
    messenger.quiet_until(future::ready(())).await.unwrap_err();
}

#[test]
fn quiet_starts_with_the_call_and_not_with_the_first_poll() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("before");
    let quiet = messenger.quiet_until(future::pending::<()>());
    messenger.send("after");
    let Poll::Ready(Err(mismatch)) = poll_once(quiet) else { panic!("that is not quiet") };
    assert_eq!((mismatch.found(), mismatch.matched()), (1, &[1][..]));
}

#[test]
fn what_was_recorded_and_taken_disturbs_the_quiet_and_a_clear_alone_does_not() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("before");
    let mut quiet = pin!(messenger.quiet_until(future::pending::<()>()));
    let (woken, waker) = counting();
    let mut context = Context::from_waker(&waker);
    assert!(quiet.as_mut().poll(&mut context).is_pending());
    messenger.clear();
    assert!(quiet.as_mut().poll(&mut context).is_pending());
    messenger.send("recorded and taken");
    messenger.clear();
    assert_eq!(woken.times(), 2);
    let Poll::Ready(Err(mismatch)) = quiet.as_mut().poll(&mut context) else { panic!("that is not quiet") };
    assert_eq!((mismatch.found(), mismatch.total()), (1, 0));
}

#[test]
fn a_deadline_is_not_polled_after_it_is_over() {
    let messenger = SyncRecordingMessenger::new();
    let mut polls = 0;
    let deadline = future::poll_fn(|_| {
        polls += 1;
        Poll::Ready(())
    });
    {
        let mut quiet = pin!(messenger.quiet_until(deadline));
        let (woken, waker) = counting();
        let mut context = Context::from_waker(&waker);
        assert!(quiet.as_mut().poll(&mut context).is_pending());
        assert_eq!(woken.times(), 1);
        assert!(matches!(quiet.as_mut().poll(&mut context), Poll::Ready(Ok(()))));
    }
    assert_eq!(polls, 1);
}

/// Runs a future in a single-threaded runtime.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[test]
fn the_waits_need_no_runtime() {
    with_timeout(|| {
        let messenger = SyncRecordingMessenger::new();
        let sender = messenger.clone();
        let thread = thread::spawn(move || sender.send("hello"));
        let sent = block_on(messenger.until_or(future::pending::<()>(), one)).unwrap();
        sent.assert_exactly(["hello"]);
        thread.join().unwrap();
        block_on(messenger.quiet_until(future::ready(()))).unwrap();
    });
}
