//! Explores `SyncRecorder` in every interleaving of two or three threads that send, take snapshots or calls, or wait.
//!
//! Loom's condition variable never times out, so blocking waits have no deadline here. If one misses its signal, loom
//! reports a deadlock. `checks/tests/waits.rs` tests the deadlines of blocking waits. The deadlines of async waits are
//! futures, which a model can complete. `./plant-bugs` plants each bug in `bugs/` and requires a model to fail.

use std::future::{self, Future};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use loom::sync::Mutex;
use loom::thread::{self, JoinHandle, Thread};
use mock_messenger::{SyncRecorder, Transcript};

type Calls = SyncRecorder<u8>;

/// Spawns a thread that calls `run` with its own handle and drops the handle at the end.
fn spawn<V: 'static>(calls: &Calls, run: impl FnOnce(&Calls) -> V + 'static) -> JoinHandle<V> {
    let calls = calls.clone();
    thread::spawn(move || run(&calls))
}

fn list(transcript: &Transcript<u8>) -> Vec<u8> {
    transcript.iter().copied().collect()
}

/// Polls the future until it is ready. Between polls, this thread is parked until it is woken.
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

/// A deadline that any thread can complete.
#[derive(Clone)]
struct Deadline(Arc<Mutex<(bool, Option<Waker>)>>);

impl Deadline {
    fn new() -> Self {
        Self(Arc::new(Mutex::new((false, None))))
    }

    fn pass(&self) {
        let waker = {
            let mut state = self.0.lock().unwrap();
            state.0 = true;
            state.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Future for Deadline {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap();
        if state.0 {
            return Poll::Ready(());
        }
        state.1 = Some(context.waker().clone());
        Poll::Pending
    }
}

#[test]
fn what_each_thread_records_is_there_in_its_order() {
    loom::model(|| {
        let calls = Calls::new();
        let other = spawn(&calls, |calls| [1, 2].into_iter().for_each(|call| calls.record(call)));
        [10, 20].into_iter().for_each(|call| calls.record(call));
        other.join().unwrap();
        let all = list(&calls.calls());
        assert_eq!(all.len(), 4, "{all:?}");
        for ordered in [[1, 2], [10, 20]] {
            assert!(all.iter().filter(|call| ordered.contains(call)).eq(&ordered), "{all:?}");
        }
    });
}

#[test]
fn a_snapshot_is_the_beginning_of_every_later_one() {
    loom::model(|| {
        let calls = Calls::new();
        let others = [1, 2].map(|call| spawn(&calls, move |calls| calls.record(call)));
        let first = list(&calls.calls());
        let second = list(&calls.calls());
        for other in others {
            other.join().unwrap();
        }
        let all = list(&calls.calls());
        assert!(second.starts_with(&first) && all.starts_with(&second), "{first:?} {second:?} {all:?}");
        assert_eq!(all.len(), 2);
    });
}

#[test]
fn each_call_is_in_one_take_and_in_no_other() {
    loom::model(|| {
        let calls = Calls::new();
        calls.record(0);
        let sender = spawn(&calls, |calls| calls.record(1));
        let taker = spawn(&calls, |calls| list(&calls.take()));
        let mut taken = list(&calls.take());
        sender.join().unwrap();
        taken.extend(taker.join().unwrap());
        taken.extend(list(&calls.take()));
        taken.sort_unstable();
        assert_eq!(taken, [0, 1]);
    });
}

#[test]
fn a_wait_is_woken_by_the_call_that_it_waits_for() {
    loom::model(|| {
        let calls = Calls::new();
        let waiting = spawn(&calls, |calls| list(&calls.wait_for(Duration::MAX, |call: &u8| *call == 2)));
        calls.record(1);
        calls.record(2);
        assert_eq!(waiting.join().unwrap(), [1, 2]);
    });
}

#[test]
fn two_waits_are_woken_by_the_same_call() {
    loom::model(|| {
        let calls = Calls::new();
        let waiting =
            [(); 2].map(|()| spawn(&calls, |calls| calls.wait_for_at_least(Duration::MAX, 1).len()));
        calls.record(1);
        for wait in waiting {
            assert_eq!(wait.join().unwrap(), 1);
        }
    });
}

#[test]
fn a_wait_is_woken_by_a_call_in_the_place_of_one_that_was_taken() {
    loom::model(|| {
        let calls = Calls::new();
        let waiting = spawn(&calls, |calls| list(&calls.wait_for(Duration::MAX, |call: &u8| *call == 2)));
        calls.record(1);
        let taken = list(&calls.take());
        calls.record(2);
        assert_eq!(taken, [1]);
        assert_eq!(waiting.join().unwrap(), [2]);
    });
}

#[test]
fn a_wait_for_emptiness_is_woken_by_a_take() {
    loom::model(|| {
        let calls = Calls::new();
        calls.record(1);
        let waiting = spawn(&calls, |calls| calls.eventually(Duration::MAX, Transcript::check_nothing).len());
        assert_eq!(list(&calls.take()), [1]);
        assert_eq!(waiting.join().unwrap(), 0);
    });
}

#[test]
fn a_wait_goes_on_when_other_handles_are_dropped() {
    loom::model(|| {
        let calls = Calls::new();
        let waiting = spawn(&calls, |calls| calls.wait_for_at_least(Duration::MAX, 1).len());
        let sender = spawn(&calls, |calls| calls.record(1));
        drop(calls);
        sender.join().unwrap();
        assert_eq!(waiting.join().unwrap(), 1);
    });
}

#[test]
fn a_task_is_woken_by_the_call_that_it_waits_for() {
    loom::model(|| {
        let calls = Calls::new();
        let waiting = spawn(&calls, |calls| list(&block_on(calls.until(|calls| calls.check_any(2)))));
        calls.record(1);
        calls.record(2);
        assert_eq!(waiting.join().unwrap(), [1, 2]);
    });
}

#[test]
fn a_task_and_a_thread_are_woken_by_the_same_call() {
    loom::model(|| {
        let calls = Calls::new();
        let task = spawn(&calls, |calls| block_on(calls.until(|calls| calls.check_count(1))).len());
        let waiting = spawn(&calls, |calls| calls.wait_for_at_least(Duration::MAX, 1).len());
        calls.record(1);
        assert_eq!((task.join().unwrap(), waiting.join().unwrap()), (1, 1));
    });
}

#[test]
fn a_task_that_gives_up_takes_no_signal_from_another() {
    loom::model(|| {
        let calls = Calls::new();
        let gives_up = spawn(&calls, |calls| {
            let mut wait = pin!(calls.until(|calls| calls.check_count(1)));
            wait.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
        });
        let task = spawn(&calls, |calls| block_on(calls.until(|calls| calls.check_count(1))).len());
        calls.record(1);
        gives_up.join().unwrap();
        assert_eq!(task.join().unwrap(), 1);
    });
}

#[test]
fn a_task_with_a_deadline_is_woken_by_the_call_that_it_waits_for() {
    loom::model(|| {
        let calls = Calls::new();
        let waiting = spawn(&calls, |calls| {
            let wait = calls.until_or(future::pending::<()>(), |calls| calls.check_any(2));
            list(&block_on(wait).unwrap())
        });
        calls.record(1);
        calls.record(2);
        assert_eq!(waiting.join().unwrap(), [1, 2]);
    });
}

#[test]
fn a_task_with_a_deadline_is_woken_by_a_take() {
    loom::model(|| {
        let calls = Calls::new();
        calls.record(1);
        let waiting = spawn(&calls, |calls| {
            let wait = calls.until_or(future::pending::<()>(), Transcript::check_nothing);
            block_on(wait).unwrap().len()
        });
        assert_eq!(list(&calls.take()), [1]);
        assert_eq!(waiting.join().unwrap(), 0);
    });
}

#[test]
fn a_call_before_the_deadline_is_not_missed() {
    loom::model(|| {
        let (calls, deadline) = (Calls::new(), Deadline::new());
        let passes = deadline.clone();
        let waiting = spawn(&calls, |calls| {
            block_on(calls.until_or(deadline, |calls| calls.check_count(1))).map(|calls| calls.len())
        });
        calls.record(1);
        passes.pass();
        assert_eq!(waiting.join().unwrap().unwrap(), 1);
    });
}

#[test]
fn a_deadline_ends_a_task_whose_call_was_taken() {
    loom::model(|| {
        let (calls, deadline) = (Calls::new(), Deadline::new());
        let passes = deadline.clone();
        let waiting = spawn(&calls, |calls| {
            block_on(calls.until_or(deadline, |calls| calls.check_count(2))).map(|calls| calls.len())
        });
        calls.record(1);
        calls.clear();
        calls.record(2);
        passes.pass();
        assert_eq!(waiting.join().unwrap().unwrap_err().found(), 1);
    });
}

#[test]
fn a_task_with_a_deadline_that_gives_up_takes_no_signal_from_another() {
    loom::model(|| {
        let calls = Calls::new();
        let gives_up = spawn(&calls, |calls| {
            let mut wait = pin!(calls.until_or(future::pending::<()>(), |calls| calls.check_count(1)));
            wait.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
        });
        let task = spawn(&calls, |calls| {
            block_on(calls.until_or(future::pending::<()>(), |calls| calls.check_count(1))).unwrap().len()
        });
        calls.record(1);
        gives_up.join().unwrap();
        assert_eq!(task.join().unwrap(), 1);
    });
}

#[test]
fn quiet_ends_at_the_first_call() {
    loom::model(|| {
        let calls = Calls::new();
        let quiet = calls.quiet_until(future::pending::<()>());
        let waiting = thread::spawn(move || block_on(quiet).unwrap_err().found());
        calls.record(1);
        assert_eq!(waiting.join().unwrap(), 1);
    });
}

#[test]
fn a_call_before_the_deadline_disturbs_the_quiet() {
    loom::model(|| {
        let (calls, deadline) = (Calls::new(), Deadline::new());
        calls.record(0);
        let quiet = calls.quiet_until(deadline.clone());
        let waiting = thread::spawn(move || block_on(quiet).is_err());
        // Wakes the task, so that the call can occur during a poll.
        calls.clear();
        calls.record(1);
        deadline.pass();
        assert!(waiting.join().unwrap());
    });
}

#[test]
fn a_call_that_was_taken_disturbs_the_quiet() {
    loom::model(|| {
        let (calls, deadline) = (Calls::new(), Deadline::new());
        let quiet = calls.quiet_until(deadline.clone());
        let waiting = thread::spawn(move || block_on(quiet).is_err());
        calls.record(1);
        calls.clear();
        deadline.pass();
        assert!(waiting.join().unwrap());
    });
}

#[test]
fn a_clear_alone_does_not_disturb_the_quiet() {
    loom::model(|| {
        let (calls, deadline) = (Calls::new(), Deadline::new());
        calls.record(1);
        let quiet = calls.quiet_until(deadline.clone());
        let waiting = thread::spawn(move || block_on(quiet).is_ok());
        calls.clear();
        deadline.pass();
        assert!(waiting.join().unwrap());
    });
}

#[test]
fn a_quiet_wait_that_is_dropped_takes_no_signal_from_another() {
    loom::model(|| {
        let calls = Calls::new();
        let gives_up = spawn(&calls, |calls| {
            let mut quiet = pin!(calls.quiet_until(future::pending::<()>()));
            quiet.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
        });
        let quiet = calls.quiet_until(future::pending::<()>());
        let waiting = thread::spawn(move || block_on(quiet).unwrap_err().found());
        calls.record(1);
        gives_up.join().unwrap();
        assert_eq!(waiting.join().unwrap(), 1);
    });
}
