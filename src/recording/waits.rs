//! The blocking waits of [`SyncRecorder`].

use std::ops::ControlFlow;
use std::panic::Location;
use std::time::{Duration, Instant};

use super::executor;
use super::shared_log::{Position, Snapshot};
use super::sync_recorder::SyncRecorder;
use crate::log::{Log, Recordable};
use crate::transcript::rule::{Failure, MismatchKind, Rule};
use crate::transcript::{IntoMatcher, Matcher, Mismatch, Reported, Transcript, unwrap_or_panic};

/// Blocking waits, for code under test that records from another thread.
///
/// A wait checks the log at once, after every change, and one last time when the time-out is over. In between, it
/// sleeps. Calls that arrive meanwhile never prolong it. A time-out that the clock cannot represent, such as
/// [`Duration::MAX`], never ends.
///
/// # In async tests
///
/// These methods block their thread. In a single-threaded runtime, which `#[tokio::test]` is by default, the same thread
/// has to run the code under test, so that a blocking wait can only time out, and
/// [`assert_quiet_for`](Self::assert_quiet_for) would hold whatever the tasks are about to do. Await
/// [`until_or`](Self::until_or) and [`quiet_until`](Self::quiet_until) there.
///
/// # If something else takes or clears
///
/// After a [`take`](Self::take) or a [`clear`](Self::clear) by another thread, a wait continues with what is recorded
/// afterwards. It may miss calls that are recorded and taken between two of its checks; only `assert_quiet_for` counts
/// those as well.
impl<T: Reported + ?Sized> SyncRecorder<T> {
    /// Waits until a matching call has been recorded, and returns a snapshot that contains it.
    ///
    /// Calls recorded before the wait count. Each call is matched once; if the wait times out, the report may match
    /// them again to explain why they did not match.
    ///
    /// This blocks the thread: in an async test, await [`until_or`](Self::until_or).
    ///
    /// # Panics
    ///
    /// If no matching call is recorded in time.
    ///
    /// # Examples
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
    /// // timed out after 10ms: expected at least 1 message equal to "hello", ..
    /// SyncRecordingMessenger::new().wait_for(Duration::from_millis(10), "hello");
    /// ```
    #[track_caller]
    pub fn wait_for<'m, K>(&self, timeout: Duration, matcher: impl IntoMatcher<'m, T, K>) -> Transcript<T> {
        unwrap_or_panic(self.try_wait_for(timeout, matcher))
    }

    /// Does what [`wait_for`](Self::wait_for) does, and returns the failure as an error.
    ///
    /// # Errors
    ///
    /// If no matching call is recorded in time.
    ///
    /// # Examples
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
        let (matcher, location) = (matcher.into_matcher(), Location::caller());
        let mut seen = Position::START;
        self.check_until(timeout, |last| {
            // New calls are enough, except for a report, which shows everything.
            let snapshot = if last { self.log().snapshot() } else { self.log().snapshot_since(seen) };
            if let Some(index) = find(&snapshot, seen, &matcher) {
                return ControlFlow::Break(Ok(self.with_earlier_calls(snapshot, index)));
            }
            seen = snapshot.position;
            if !last {
                return ControlFlow::Continue(seen);
            }
            let sent = self.transcript(snapshot.log);
            let checked = sent.check_any(&matcher);
            ControlFlow::Break(checked.map(|_| sent).map_err(|mismatch| mismatch.after(timeout, location)))
        })
    }

    /// Waits until the log holds at least `count` calls, and returns a snapshot of them.
    ///
    /// Calls recorded before the wait count.
    ///
    /// This blocks the thread: in an async test, await [`until_or`](Self::until_or).
    ///
    /// # Panics
    ///
    /// If fewer calls are recorded in time, or if `count` is 0, which would hold at once.
    ///
    /// # Examples
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
    #[expect(clippy::must_use_candidate)] // It is an assertion, too.
    pub fn wait_for_at_least(&self, timeout: Duration, count: usize) -> Transcript<T> {
        unwrap_or_panic(self.try_wait_for_at_least(timeout, count))
    }

    /// Does what [`wait_for_at_least`](Self::wait_for_at_least) does, and returns the failure as an error.
    ///
    /// # Errors
    ///
    /// If fewer calls are recorded in time, or if `count` is 0, which would hold at once.
    ///
    /// # Examples
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
        self.check_until(timeout, |last| match self.log().snapshot_of_at_least(count) {
            Ok(snapshot) => ControlFlow::Break(Ok(self.transcript(snapshot.log))),
            Err(seen) if !last => ControlFlow::Continue(seen),
            Err(_) => {
                let sent = self.calls();
                // More may have been recorded since the snapshot was declined.
                let checked = sent.check_count(count..).map_err(|mismatch| mismatch.after(timeout, location));
                ControlFlow::Break(checked.map(|()| sent))
            }
        })
    }

    /// Waits until `check` passes, and returns the snapshot that it passed for.
    ///
    /// `check` gets a snapshot at once, after every change, and one last time when the time-out is over. It may return
    /// any `Ok` value. A check that is rejected as vacuous ends the wait at once, since it can never pass.
    ///
    /// Only the last mismatch is reported. To save time, a mismatch before it leaves out the log and the closest entry.
    ///
    /// This blocks the thread: in an async test, await [`until_or`](Self::until_or).
    ///
    /// # Panics
    ///
    /// If the check does not pass in time, with the report of the last check.
    ///
    /// # Examples
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
    pub fn eventually<R>(
        &self,
        timeout: Duration,
        check: impl FnMut(&Transcript<T>) -> Result<R, Mismatch>,
    ) -> Transcript<T> {
        unwrap_or_panic(self.try_eventually(timeout, check))
    }

    /// Does what [`eventually`](Self::eventually) does, and returns the failure as an error.
    ///
    /// # Errors
    ///
    /// If the check does not pass in time: the mismatch of the last check.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use mock_messenger::{MismatchKind, SyncRecordingMessenger};
    /// # let messenger = SyncRecordingMessenger::new();
    /// let checked = messenger.try_eventually(Duration::from_millis(10), |sent| sent.check_count(2));
    /// assert_eq!(checked.unwrap_err().kind(), MismatchKind::Count);
    /// ```
    #[track_caller]
    pub fn try_eventually<R>(
        &self,
        timeout: Duration,
        mut check: impl FnMut(&Transcript<T>) -> Result<R, Mismatch>,
    ) -> Result<Transcript<T>, Mismatch> {
        let location = Location::caller();
        self.check_until(timeout, |last| {
            let snapshot = self.log().snapshot();
            let sent = self.transcript(snapshot.log).interim(!last);
            match check(&sent) {
                Ok(_) => ControlFlow::Break(Ok(sent.interim(false))),
                Err(mismatch) if mismatch.kind() == MismatchKind::Vacuous => {
                    ControlFlow::Break(Err(mismatch))
                }
                Err(mismatch) if last => ControlFlow::Break(Err(mismatch.after(timeout, location))),
                Err(_) => ControlFlow::Continue(snapshot.position),
            }
        })
    }

    /// Asserts that nothing is recorded for this long, starting now. It fails as soon as a call is recorded.
    ///
    /// A passing test always waits for the whole duration: keep it short.
    ///
    /// # In async tests
    ///
    /// This blocks the thread. In a single-threaded runtime, the tasks of the code under test cannot run meanwhile, so
    /// that it would hold even if one of them is about to record. It is therefore rejected as vacuous if tokio's
    /// `current_thread` runtime or a `LocalSet` is on the stack. Other runtimes, and any runtime in a binary without
    /// symbols, go unnoticed. Await [`quiet_until`](Self::quiet_until) in async tests.
    ///
    /// # Panics
    ///
    /// If a call is recorded; if the duration is zero, for which it would always hold; or if this thread runs a
    /// single-threaded executor.
    ///
    /// # Examples
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

    /// Does what [`assert_quiet_for`](Self::assert_quiet_for) does, and returns the failure as an error.
    ///
    /// # Errors
    ///
    /// If a call is recorded; if the duration is zero, for which it would always hold; or if this thread runs a
    /// single-threaded executor.
    ///
    /// # Examples
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
        if executor::is_single_threaded() {
            return Err(self.calls().reject_vacuous(
                "`assert_quiet_for` was rejected: it would block the thread that runs the tasks of this async test, \
                 none of which could record meanwhile; await `quiet_until(deadline)`"
                    .to_owned(),
            ));
        }
        let start = self.log().position();
        let disturbed = self.await_change(duration, |last| {
            let seen = self.log().position();
            match seen.recorded() > start.recorded() {
                false if !last => ControlFlow::Continue(seen),
                disturbed => ControlFlow::Break(disturbed),
            }
        });
        if disturbed { Err(self.disturbance(start, Some(duration))) } else { Ok(()) }
    }

    /// Returns the failure of a quiet time that began at `start`: some call was recorded since.
    #[track_caller]
    pub(super) fn disturbance(&self, start: Position, duration: Option<Duration>) -> Mismatch {
        let snapshot = self.log().snapshot();
        let arrivals = snapshot.position.recorded().saturating_sub(start.recorded());
        let matched = (snapshot.first_since(start)..snapshot.log.len()).collect();
        let rule = Rule::QuietFor { duration, arrivals };
        self.transcript(snapshot.log).mismatch(&[], &Failure { matched, ..Failure::of(rule) })
    }

    /// Returns the whole log if it still holds the call at `index` of `found`, and `found` otherwise.
    fn with_earlier_calls(&self, found: Snapshot<T::Log>, index: usize) -> Transcript<T> {
        let whole = self.log().snapshot();
        let covers = whole.covers(&found, index);
        self.transcript(if covers { whole.log } else { found.log })
    }

    /// Runs `check` as [`await_change`](Self::await_change) does, and adds a hint to the report of a wait during which
    /// nothing was recorded.
    fn check_until(
        &self,
        timeout: Duration,
        check: impl FnMut(bool) -> ControlFlow<Result<Transcript<T>, Mismatch>, Position>,
    ) -> Result<Transcript<T>, Mismatch> {
        let start = self.log().position();
        match self.await_change(timeout, check) {
            Ok(sent) => Ok(sent),
            Err(mismatch) if mismatch.waited().is_none_or(|waited| waited.is_zero()) => Err(mismatch),
            Err(mismatch) if self.log().position().recorded() != start.recorded() => Err(mismatch),
            Err(mismatch) => Err(mismatch.with_hint(
                "  nothing was recorded during the wait; a blocking wait also blocks the tasks of its thread:\n  \
                 in an async test, await `until_or`",
            )),
        }
    }

    /// Runs `check` at once, after every change, and once more after the deadline. The check breaks if its argument,
    /// which says that it is the last one, is `true`.
    fn await_change<R>(
        &self,
        timeout: Duration,
        mut check: impl FnMut(bool) -> ControlFlow<R, Position>,
    ) -> R {
        let deadline = Instant::now().checked_add(timeout);
        loop {
            // Read before the check, so that exactly one check starts after the deadline, whatever arrives.
            let last = deadline.is_some_and(|deadline| deadline <= Instant::now());
            match check(last) {
                ControlFlow::Break(result) => return result,
                ControlFlow::Continue(seen) => self.log().wait_past(seen, deadline),
            }
        }
    }
}

/// Returns the index in a snapshot of the first matching call after `position`.
fn find<T: Recordable + ?Sized>(
    snapshot: &Snapshot<T::Log>,
    position: Position,
    matcher: &Matcher<'_, T>,
) -> Option<usize> {
    let mut new = snapshot.first_since(position)..snapshot.log.len();
    new.find(|index| snapshot.log.get(*index).is_some_and(|(call, _)| matcher.matches(call)))
}
