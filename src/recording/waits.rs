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

/// Blocking waits, for code under test that records on another thread.
///
/// A wait checks the log immediately, after every change, and a last time when the timeout has passed. Between checks,
/// the thread sleeps. Calls that arrive during the wait never extend the timeout. A timeout beyond the range of the
/// clock, such as [`Duration::MAX`], never passes.
///
/// # In async tests
///
/// These methods block the current thread. `#[tokio::test]` uses a single-threaded runtime by default, so the blocked
/// thread is also the one that has to run the code under test: a wait can only time out, and
/// [`assert_quiet_for`](Self::assert_quiet_for) would pass even if a task is about to record. Await
/// [`until_or`](Self::until_or) or [`quiet_until`](Self::quiet_until) instead.
///
/// # If something else takes or clears
///
/// If another thread calls [`take`](Self::take) or [`clear`](Self::clear), a wait continues with the calls recorded
/// afterwards. It can miss a call that is recorded and taken between two checks; only `assert_quiet_for` counts such
/// calls too.
impl<T: Reported + ?Sized> SyncRecorder<T> {
    /// Waits until a matching call has been recorded, and returns a snapshot that contains it.
    ///
    /// Calls recorded before the wait count too. The matcher runs once for each call. If the wait times out, it may run
    /// again, so that the report can explain why the calls did not match.
    ///
    /// This blocks the current thread: in an async test, await [`until_or`](Self::until_or) instead.
    ///
    /// # Panics
    ///
    /// Panics if no matching call is recorded before the timeout.
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
    #[doc(alias = "timeout")]
    #[doc(alias = "waitFor")]
    #[track_caller]
    pub fn wait_for<'m, K>(&self, timeout: Duration, matcher: impl IntoMatcher<'m, T, K>) -> Transcript<T> {
        unwrap_or_panic(self.try_wait_for(timeout, matcher))
    }

    /// Works like [`wait_for`](Self::wait_for), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if no matching call is recorded before the timeout.
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
            // Only new calls have to be matched, but the report needs the whole log.
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

    /// Waits until the log contains at least `count` calls, and returns a snapshot of the log.
    ///
    /// Calls recorded before the wait count too.
    ///
    /// This blocks the current thread: in an async test, await [`until_or`](Self::until_or) instead.
    ///
    /// # Panics
    ///
    /// Panics if the log does not contain `count` calls before the timeout, or if `count` is 0, for which the wait
    /// would be vacuous.
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

    /// Works like [`wait_for_at_least`](Self::wait_for_at_least), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if the log does not contain `count` calls before the timeout, or if `count` is 0, for which
    /// the wait would be vacuous.
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
                "`wait_for_at_least` was rejected: every log contains at least 0 calls, so it would pass at once; \
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
                // More calls may have been recorded since that check.
                let checked = sent.check_count(count..).map_err(|mismatch| mismatch.after(timeout, location));
                ControlFlow::Break(checked.map(|()| sent))
            }
        })
    }

    /// Waits until `check` passes, and returns the snapshot for which it passed.
    ///
    /// `check` is called with a snapshot immediately, after every change of the log, and a last time when the timeout
    /// has passed. It may return any `Ok` value. A check that is rejected as vacuous can never pass, so it ends the
    /// wait at once.
    ///
    /// Only the mismatch of the last check is reported. To save time, the earlier mismatches do not contain the log and
    /// the closest entry.
    ///
    /// This blocks the current thread: in an async test, await [`until_or`](Self::until_or) instead.
    ///
    /// # Panics
    ///
    /// Panics with the report of the last check if `check` does not pass before the timeout.
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
    #[doc(alias = "timeout")]
    #[doc(alias = "waitFor")]
    #[track_caller]
    pub fn eventually<R>(
        &self,
        timeout: Duration,
        check: impl FnMut(&Transcript<T>) -> Result<R, Mismatch>,
    ) -> Transcript<T> {
        unwrap_or_panic(self.try_eventually(timeout, check))
    }

    /// Works like [`eventually`](Self::eventually), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns the mismatch of the last check if `check` does not pass before the timeout.
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

    /// Asserts that nothing is recorded for `duration`, starting now. It fails as soon as a call is recorded.
    ///
    /// A passing assertion takes the whole duration, so keep it short.
    ///
    /// # In async tests
    ///
    /// In async tests, await [`quiet_until`](Self::quiet_until) instead. This assertion blocks the current thread. In a
    /// single-threaded runtime, no task can run in the meantime, so it would pass even if a task is about to record. It
    /// is therefore rejected as vacuous if tokio's `current_thread` runtime or a `LocalSet` is on the stack. It cannot
    /// detect other runtimes, or any runtime in a binary without symbols.
    ///
    /// # Panics
    ///
    /// Panics if a call is recorded, or if the assertion is vacuous: the duration is zero, or a single-threaded
    /// executor is running on this thread.
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
    #[doc(alias = "after")]
    #[track_caller]
    pub fn assert_quiet_for(&self, duration: Duration) {
        unwrap_or_panic(self.try_assert_quiet_for(duration));
    }

    /// Works like [`assert_quiet_for`](Self::assert_quiet_for), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if a call is recorded, or if the assertion is vacuous: the duration is zero, or a
    /// single-threaded executor is running on this thread.
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
                "`assert_quiet_for` was rejected: a duration of zero always passes; write how long to wait, \
                 or use `sent().assert_nothing()` to check the calls recorded so far"
                    .to_owned(),
            ));
        }
        if executor::is_single_threaded() {
            return Err(self.calls().reject_vacuous(
                "`assert_quiet_for` was rejected: it blocks the thread that runs the tasks of this async test, \
                 so none of them could record a call; await `quiet_until(deadline)` instead"
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

    /// Returns the mismatch of a quiet time that began at `start` and was disturbed by a call.
    #[track_caller]
    pub(super) fn disturbance(&self, start: Position, duration: Option<Duration>) -> Mismatch {
        let snapshot = self.log().snapshot();
        let arrivals = snapshot.position.recorded().saturating_sub(start.recorded());
        let matched = (snapshot.first_since(start)..snapshot.log.len()).collect();
        let rule = Rule::QuietFor { duration, arrivals };
        self.transcript(snapshot.log).mismatch(&[], &Failure { matched, ..Failure::of(rule) })
    }

    /// Returns the whole log if it still contains the call at `index` of `found`, or else `found` itself.
    fn with_earlier_calls(&self, found: Snapshot<T::Log>, index: usize) -> Transcript<T> {
        let whole = self.log().snapshot();
        let covers = whole.covers(&found, index);
        self.transcript(if covers { whole.log } else { found.log })
    }

    /// Works like [`await_change`](Self::await_change), but adds a hint to the report if nothing was recorded during
    /// the wait.
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

    /// Runs `check` immediately, after every change, and a last time after the deadline. The argument of `check` says
    /// whether this is the last time, in which case it must return `Break`.
    fn await_change<R>(
        &self,
        timeout: Duration,
        mut check: impl FnMut(bool) -> ControlFlow<R, Position>,
    ) -> R {
        let deadline = Instant::now().checked_add(timeout);
        loop {
            // Computed before the check, so that exactly one check starts after the deadline, however many calls
            // arrive.
            let last = deadline.is_some_and(|deadline| deadline <= Instant::now());
            match check(last) {
                ControlFlow::Break(result) => return result,
                ControlFlow::Continue(seen) => self.log().wait_past(seen, deadline),
            }
        }
    }
}

/// Returns the index in `snapshot` of the first matching call that was recorded after `position`.
fn find<T: Recordable + ?Sized>(
    snapshot: &Snapshot<T::Log>,
    position: Position,
    matcher: &Matcher<'_, T>,
) -> Option<usize> {
    let mut new = snapshot.first_since(position)..snapshot.log.len();
    new.find(|index| snapshot.log.get(*index).is_some_and(|(call, _)| matcher.matches(call)))
}
