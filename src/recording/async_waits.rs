//! The async waits of [`SyncRecorder`]. They are plain futures and depend on no runtime.

use std::future::{self, Future, IntoFuture};
use std::panic::Location;
use std::pin::pin;
use std::task::Poll;

use super::sync_recorder::SyncRecorder;
use crate::log::Recordable;
use crate::transcript::rule::MismatchKind;
use crate::transcript::{Mismatch, Reported, Transcript};

/// Async waits, for code under test that records on another task or thread.
///
/// The waits are plain futures and work in any runtime. A deadline can be any future, for example the runtime's
/// `sleep`, with or without paused time; its output is ignored. A wait shares ownership of the log and borrows nothing.
/// It is cancel safe: dropping it has no side effects.
impl<T: Recordable + ?Sized> SyncRecorder<T> {
    /// Waits until `check` passes, and returns the snapshot for which it passed. If the deadline passes first, returns
    /// the report of the last check.
    ///
    /// `check` is called with a snapshot when the future is first polled, after every change of the log, and a last
    /// time after the deadline. It may return any `Ok` value.
    ///
    /// Only the mismatch of the last check is returned. To save time, the earlier mismatches do not contain the log and
    /// the closest entry.
    ///
    /// # Errors
    ///
    /// Returns the mismatch of the last check if `check` does not pass before the deadline. A check that is rejected as
    /// vacuous can never pass, so it ends the wait at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    /// use tokio::time::sleep;
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let messenger = SyncRecordingMessenger::new();
    /// let code_under_test = messenger.clone();
    /// tokio::spawn(async move { code_under_test.send("hello") });
    ///
    /// // If no message arrives in time, `unwrap` panics with the report.
    /// let deadline = sleep(Duration::from_secs(5));
    /// let sent = messenger.until_or(deadline, |sent| sent.check_count(1)).await.unwrap();
    /// sent.assert_exactly(["hello"]);
    /// # })
    /// ```
    #[doc(alias = "timeout")]
    #[doc(alias = "waitFor")]
    #[track_caller]
    pub fn until_or<R, D, C>(
        &self,
        deadline: D,
        mut check: C,
    ) -> impl Future<Output = Result<Transcript<T>, Mismatch>> + use<T, R, D, C>
    where
        D: IntoFuture,
        C: FnMut(&Transcript<T>) -> Result<R, Mismatch>,
    {
        let (recorder, location) = (self.clone(), Location::caller());
        let deadline = deadline.into_future();
        async move {
            let subscription = recorder.log().subscribe();
            let mut deadline = pin!(deadline);
            future::poll_fn(|context| {
                // Polled before the check, so that the last check starts after the deadline.
                let last = deadline.as_mut().poll(context).is_ready();
                let log = subscription.snapshot(context.waker().clone()).log;
                let sent = recorder.transcript(log).interim(!last);
                match check(&sent) {
                    Ok(_) => Poll::Ready(Ok(sent.interim(false))),
                    Err(mismatch) if mismatch.kind() == MismatchKind::Vacuous => Poll::Ready(Err(mismatch)),
                    Err(mismatch) if last => Poll::Ready(Err(mismatch.after_deadline(location))),
                    Err(_) => Poll::Pending,
                }
            })
            .await
        }
    }

    /// Waits until `check` passes, without a deadline, and returns the snapshot for which it passed.
    ///
    /// `check` is called with a snapshot when the future is first polled, and after every change of the log. It may
    /// return any `Ok` value.
    ///
    /// Prefer [`until_or`](Self::until_or): if you wrap this future in a timeout of the runtime, the timeout drops it
    /// without a report.
    ///
    /// # Panics
    ///
    /// Panics if the check is rejected as vacuous, because it can then never pass.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let messenger = SyncRecordingMessenger::new();
    /// let code_under_test = async { messenger.send("hello") };
    /// let hello_is_sent = messenger.until(|sent| sent.check_count(1));
    /// let (sent, ()) = tokio::join!(hello_is_sent, code_under_test);
    /// sent.assert_exactly(["hello"]);
    /// # })
    /// ```
    pub fn until<R, C>(&self, check: C) -> impl Future<Output = Transcript<T>> + use<T, R, C>
    where
        C: FnMut(&Transcript<T>) -> Result<R, Mismatch>,
    {
        let until = self.until_or(future::pending::<()>(), check);
        async move {
            match until.await {
                Ok(sent) => sent,
                // `Debug` adds the line of the check, because the panic itself cannot point to the line of the test.
                Err(mismatch) => panic!("{mismatch:?}"),
            }
        }
    }
}

impl<T: Reported + ?Sized> SyncRecorder<T> {
    /// Waits until the deadline, and checks that nothing is recorded in the meantime. It fails as soon as a call is
    /// recorded.
    ///
    /// The quiet time starts when this method is called, not when the future is first polled. Even if the deadline has
    /// passed by the first poll, the future yields once, so that the other tasks of the runtime can run.
    ///
    /// # Errors
    ///
    /// Returns an error if a call is recorded before the deadline, even if it has been taken or cleared since.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    /// use tokio::time::sleep;
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let messenger = SyncRecordingMessenger::new();
    /// messenger.quiet_until(sleep(Duration::from_millis(10))).await.unwrap();
    ///
    /// let late = messenger.clone();
    /// tokio::spawn(async move { late.send("too late") });
    /// let disturbed = messenger.quiet_until(sleep(Duration::from_secs(5))).await;
    /// assert_eq!(disturbed.unwrap_err().found(), 1);
    /// # })
    /// ```
    #[track_caller]
    pub fn quiet_until<D: IntoFuture>(
        &self,
        deadline: D,
    ) -> impl Future<Output = Result<(), Mismatch>> + use<T, D> {
        let (recorder, start, location) = (self.clone(), self.log().position(), Location::caller());
        let deadline = deadline.into_future();
        async move {
            let subscription = recorder.log().subscribe();
            let mut deadline = pin!(deadline);
            let (mut over, mut polled) = (false, false);
            future::poll_fn(|context| {
                over = over || deadline.as_mut().poll(context).is_ready();
                let position = subscription.position(context.waker().clone());
                if position.recorded() > start.recorded() {
                    return Poll::Ready(Err(recorder.disturbance(start, None).with_location(location)));
                }
                let others_had_a_turn = polled;
                polled = true;
                if over && others_had_a_turn {
                    return Poll::Ready(Ok(()));
                }
                if over {
                    context.waker().wake_by_ref();
                }
                Poll::Pending
            })
            .await
        }
    }
}
