//! The waits of [`SyncRecorder`]: until something was recorded, until a check passes, or for as long as it is quiet.

use std::future::{self, Future};
use std::ops::ControlFlow;
use std::panic::Location;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::shared_log::{Look, Position};
use super::sync_recorder::SyncRecorder;
use crate::log::{Log, Recordable};
use crate::transcript::rule::{Failure, Rule};
use crate::transcript::{IntoMatcher, Matcher, Mismatch, Reported, Transcript, unwrap_or_panic};

/// Waits, for code under test that records from another thread or task.
///
/// Each looks at once, then after every change, and a last time when the time-out is over; it sleeps in between.
/// What is recorded meanwhile never prolongs it. A time-out too long for the clock, such as [`Duration::MAX`], is
/// none.
///
/// # In async tests
///
/// All but [`until`](Self::until) block the thread. In a single-threaded runtime (`#[tokio::test]` is one unless told
/// otherwise) that thread is the one that the code under test needs to send anything, so a blocking wait can only
/// time out there: await `until` instead.
///
/// # Where something else takes or clears
///
/// A [`take`](Self::take) or a [`clear`](Self::clear) by another thread empties what a wait looks at. The wait goes
/// on with what is recorded afterwards; what was recorded and taken between two of its looks, it did not see. Only
/// `assert_quiet_for` counts that too.
impl<T: Reported + ?Sized> SyncRecorder<T> {
    /// Waits until a call that matches was recorded, now or before, and returns a snapshot that holds it.
    ///
    /// The matcher is asked once about each call.
    ///
    /// It blocks the thread: in a single-threaded async runtime, await [`until`](Self::until) instead.
    ///
    /// # Panics
    ///
    /// If none came in time.
    ///
    /// ```
    /// use std::{thread, time::Duration};
    /// use mock_messenger::{Messenger, SyncRecordingMessenger, predicate};
    ///
    /// let messenger = SyncRecordingMessenger::new();
    /// thread::scope(|scope| {
    ///     scope.spawn(|| messenger.send("disk: 91% used"));
    ///     let sent = messenger.wait_for(Duration::from_secs(5), predicate::str::contains("91%"));
    ///     sent.assert_exactly(["disk: 91% used"]);
    /// });
    /// ```
    /// ```should_panic
    /// # use std::time::Duration;
    /// # use mock_messenger::SyncRecordingMessenger;
    /// // timed out after 10ms: expected at least 1 message equal to "hello", found 0 sent
    /// SyncRecordingMessenger::new().wait_for(Duration::from_millis(10), "hello");
    /// ```
    #[track_caller]
    pub fn wait_for<'m, K>(&self, timeout: Duration, matcher: impl IntoMatcher<'m, T, K>) -> Transcript<T> {
        unwrap_or_panic(self.try_wait_for(timeout, matcher))
    }

    /// [`wait_for`](Self::wait_for) as a `Result`.
    ///
    /// # Errors
    ///
    /// If none came in time.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # let messenger = mock_messenger::SyncRecordingMessenger::new();
    /// let timeout = Duration::from_millis(10);
    /// let mismatch = messenger.try_wait_for(timeout, "hello").unwrap_err();
    /// assert_eq!(mismatch.waited(), Some(timeout));
    /// ```
    #[track_caller]
    pub fn try_wait_for<'m, K>(
        &self,
        timeout: Duration,
        matcher: impl IntoMatcher<'m, T, K>,
    ) -> Result<Transcript<T>, Mismatch> {
        let (matcher, location) = ([matcher.into_matcher()], Location::caller());
        let mut seen = Position::START;
        self.look_until(timeout, |last| {
            // What is new is enough, but for a report, which shows everything that this look saw.
            let look = if last { self.log().look() } else { self.log().look_since(seen) };
            if let Some(index) = find(&look, seen, &matcher[0]) {
                return ControlFlow::Break(Ok(self.with_what_came_before(look, index)));
            }
            seen = look.position;
            if !last {
                return ControlFlow::Continue(seen);
            }
            let sent = self.transcript(look.log);
            let mismatch = sent.mismatch(&matcher, &Failure::of(Rule::Any));
            ControlFlow::Break(Err(mismatch.after(timeout, location)))
        })
    }

    /// Waits until that many calls are there, recorded now or before, and returns a snapshot of them.
    ///
    /// It blocks the thread: in a single-threaded async runtime, await [`until`](Self::until) instead.
    ///
    /// # Panics
    ///
    /// If fewer are there in time; or if `count` is 0, which would hold at once.
    ///
    /// ```
    /// use std::{thread, time::Duration};
    /// use mock_messenger::SyncRecorder;
    ///
    /// let sums = SyncRecorder::new();
    /// thread::scope(|scope| {
    ///     scope.spawn(|| sums.record(2));
    ///     scope.spawn(|| sums.record(3));
    ///     let calls = sums.wait_for_at_least(Duration::from_secs(5), 2);
    ///     calls.assert_exactly_in_any_order([2, 3]);
    /// });
    /// ```
    #[track_caller]
    pub fn wait_for_at_least(&self, timeout: Duration, count: usize) -> Transcript<T> {
        unwrap_or_panic(self.try_wait_for_at_least(timeout, count))
    }

    /// [`wait_for_at_least`](Self::wait_for_at_least) as a `Result`.
    ///
    /// # Errors
    ///
    /// If fewer are there in time; or if `count` is 0, which would hold at once.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # let messenger = mock_messenger::SyncRecordingMessenger::new();
    /// let mismatch = messenger.try_wait_for_at_least(Duration::from_millis(10), 2).unwrap_err();
    /// assert_eq!(mismatch.found(), 0);
    /// ```
    #[track_caller]
    pub fn try_wait_for_at_least(&self, timeout: Duration, count: usize) -> Result<Transcript<T>, Mismatch> {
        if count == 0 {
            return Err(self.calls().reject_vacuous(
                "`wait_for_at_least` was rejected: 0 calls are always there, so it would hold at once; \
                 write 1 or more"
                    .to_owned(),
            ));
        }
        let location = Location::caller();
        self.look_until(timeout, |last| match self.log().look_at_least(count) {
            Ok(look) => ControlFlow::Break(Ok(self.transcript(look.log))),
            Err(seen) if !last => ControlFlow::Continue(seen),
            Err(_) => {
                let sent = self.calls();
                // More may have come since that look.
                let checked = sent.check_count(count..).map_err(|mismatch| mismatch.after(timeout, location));
                ControlFlow::Break(checked.map(|()| sent))
            }
        })
    }

    /// Waits until `check` passes, and returns the snapshot that it passed for.
    ///
    /// `check` is called with a snapshot at once, after every change, and a last time when the time-out is over.
    ///
    /// It blocks the thread: in a single-threaded async runtime, await [`until`](Self::until) instead.
    ///
    /// # Panics
    ///
    /// If it did not pass in time, with the report of the last look.
    ///
    /// ```
    /// use std::{thread, time::Duration};
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    ///
    /// let messenger = SyncRecordingMessenger::new();
    /// thread::scope(|scope| {
    ///     scope.spawn(|| ["hello", "bye"].map(|message| messenger.send(message)));
    ///     messenger.eventually(Duration::from_secs(5), |sent| {
    ///         sent.check_once("bye")?;
    ///         sent.check_in_order(["hello", "bye"])
    ///     });
    /// });
    /// ```
    #[track_caller]
    pub fn eventually(
        &self,
        timeout: Duration,
        check: impl FnMut(&Transcript<T>) -> Result<(), Mismatch>,
    ) -> Transcript<T> {
        unwrap_or_panic(self.try_eventually(timeout, check))
    }

    /// [`eventually`](Self::eventually) as a `Result`.
    ///
    /// # Errors
    ///
    /// If it did not pass in time: the mismatch of the last look.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use mock_messenger::{MismatchKind, SyncRecordingMessenger};
    /// # let messenger = SyncRecordingMessenger::new();
    /// let checked = messenger.try_eventually(Duration::from_millis(10), |sent| sent.check_count(2));
    /// assert_eq!(checked.unwrap_err().kind(), MismatchKind::Count);
    /// ```
    #[track_caller]
    pub fn try_eventually(
        &self,
        timeout: Duration,
        mut check: impl FnMut(&Transcript<T>) -> Result<(), Mismatch>,
    ) -> Result<Transcript<T>, Mismatch> {
        let location = Location::caller();
        self.look_until(timeout, |last| {
            let look = self.log().look();
            let sent = self.transcript(look.log);
            match check(&sent) {
                Ok(()) => ControlFlow::Break(Ok(sent)),
                Err(mismatch) if last => ControlFlow::Break(Err(mismatch.after(timeout, location))),
                Err(_) => ControlFlow::Continue(look.position),
            }
        })
    }

    /// Asserts that nothing is recorded from now on for that long. It fails at the first arrival.
    ///
    /// A passing test always waits out the whole duration: keep it short.
    ///
    /// It blocks the thread: in a single-threaded async runtime nothing can arrive meanwhile, and it would hold for
    /// anything. There, wrap [`until`](Self::until) in the runtime's time-out and expect that it elapses.
    ///
    /// # Panics
    ///
    /// If something is recorded; or if the duration is zero, which would hold for anything.
    ///
    /// ```
    /// use std::time::Duration;
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    ///
    /// let messenger = SyncRecordingMessenger::new();
    /// messenger.send("before");
    /// messenger.assert_quiet_for(Duration::from_millis(10));
    /// ```
    #[track_caller]
    pub fn assert_quiet_for(&self, duration: Duration) {
        unwrap_or_panic(self.try_assert_quiet_for(duration));
    }

    /// [`assert_quiet_for`](Self::assert_quiet_for) as a `Result`.
    ///
    /// # Errors
    ///
    /// If something is recorded; or if the duration is zero, which would hold for anything.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # let messenger = mock_messenger::SyncRecordingMessenger::new();
    /// assert!(messenger.try_assert_quiet_for(Duration::from_millis(10)).is_ok());
    /// ```
    #[track_caller]
    pub fn try_assert_quiet_for(&self, duration: Duration) -> Result<(), Mismatch> {
        if duration.is_zero() {
            return Err(self.calls().reject_vacuous(
                "`assert_quiet_for` was rejected: nothing arrives in no time, so it would hold for anything; \
                 write how long to wait, or `sent().assert_nothing()` for what has arrived so far"
                    .to_owned(),
            ));
        }
        let start = self.log().position();
        let disturbed = self.look_until(duration, |last| {
            let seen = self.log().position();
            match seen.recorded() > start.recorded() {
                false if !last => ControlFlow::Continue(seen),
                disturbed => ControlFlow::Break(disturbed),
            }
        });
        if !disturbed {
            return Ok(());
        }
        let look = self.log().look();
        let arrivals = look.position.recorded().saturating_sub(start.recorded());
        let matched = (look.first_since(start)..look.log.len()).collect();
        let rule = Rule::QuietFor { duration, arrivals };
        Err(self.transcript(look.log).mismatch(&[], &Failure { matched, ..Failure::of(rule) }))
    }

    /// The whole log, if it still holds what a look found at `index`; otherwise what the look saw.
    fn with_what_came_before(&self, look: Look<T::Log>, index: usize) -> Transcript<T> {
        let whole = self.log().look();
        let holds_it = whole.reaches_back_to(&look, index);
        self.transcript(if holds_it { whole.log } else { look.log })
    }

    /// Looks at once, after every change, and once more after the deadline. A look that is told to be the last breaks.
    fn look_until<R>(&self, timeout: Duration, mut look: impl FnMut(bool) -> ControlFlow<R, Position>) -> R {
        let deadline = Instant::now().checked_add(timeout);
        loop {
            // Asked before the look, so that only one starts after the deadline, whatever arrives.
            let last = deadline.is_some_and(|deadline| deadline <= Instant::now());
            match look(last) {
                ControlFlow::Break(result) => return result,
                ControlFlow::Continue(seen) => self.log().wait_past(seen, deadline),
            }
        }
    }
}

/// The index in a look of the first call after `seen` that matches.
fn find<T: Recordable + ?Sized>(
    look: &Look<T::Log>,
    seen: Position,
    matcher: &Matcher<'_, T>,
) -> Option<usize> {
    let new = look.first_since(seen)..look.log.len();
    new.into_iter().find(|index| look.log.get(*index).is_some_and(|(call, _)| matcher.matches(call)))
}

impl<T: Recordable + ?Sized> SyncRecorder<T> {
    /// Waits in an async test until `check` passes; yields the snapshot that it passed for.
    ///
    /// `check` is called with a snapshot when the future is first polled, and then after every change. The future
    /// needs no runtime of its own kind. It has no time-out: put the runtime's around it, and where that elapses, ask
    /// the same check why.
    ///
    /// ```
    /// use std::time::Duration;
    /// use mock_messenger::{Messenger, Mismatch, SyncRecordingMessenger, Transcript};
    /// use tokio::{task, time::timeout};
    ///
    /// # fn main() -> Result<(), Mismatch> {
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let messenger = SyncRecordingMessenger::new();
    /// let greeted = |sent: &Transcript<str>| {
    ///     sent.check_once("hello")?;
    ///     Ok(())
    /// };
    ///
    /// let code_under_test = async { messenger.send("hello") };
    /// let test = async {
    ///     if timeout(Duration::from_secs(5), messenger.until(greeted)).await.is_err() {
    ///         greeted(&messenger.sent())?; // the report of what is missing
    ///     }
    ///     Ok(())
    /// };
    /// tokio::join!(code_under_test, test).1
    /// # })
    /// # }
    /// ```
    pub fn until(
        &self,
        mut check: impl FnMut(&Transcript<T>) -> Result<(), Mismatch>,
    ) -> impl Future<Output = Transcript<T>> {
        let listener = self.log().listen();
        future::poll_fn(move |context| {
            let sent = self.transcript(listener.look(context.waker().clone()));
            match check(&sent) {
                Ok(()) => Poll::Ready(sent),
                Err(_) => Poll::Pending,
            }
        })
    }
}
