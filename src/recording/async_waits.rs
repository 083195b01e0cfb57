//! The async waits of [`SyncRecorder`]. They are plain futures and depend on no runtime.

use std::future::{self, Future, IntoFuture};
use std::panic::Location;
use std::pin::pin;
use std::task::Poll;

use super::sync_recorder::SyncRecorder;
use crate::log::Recordable;
use crate::transcript::rule::MismatchKind;
use crate::transcript::{Mismatch, Reported, Transcript};

/// Async waits, for code under test that records from another task or thread.
///
/// They are plain futures, which work in any runtime. A deadline is any future, for example the runtime's `sleep`, also
/// under paused time; its output is ignored. Each wait keeps the log alive, borrows nothing, and can be dropped at any
/// time: it then leaves nothing behind.
impl<T: Recordable + ?Sized> SyncRecorder<T> {
    /// Waits until `check` passes, and returns the snapshot that it passed for, or the report of the last check once
    /// the deadline has passed.
    ///
    /// `check` gets a snapshot when the future is first polled, after every change, and one last time after the
    /// deadline. It may return any `Ok` value.
    ///
    /// Only the last mismatch is reported. To save time, a mismatch before it leaves out the log and the closest entry.
    ///
    /// # Errors
    ///
    /// If the check does not pass before the deadline. A check that is rejected as vacuous ends the wait at once, since
    /// it can never pass.
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
    /// // If it is not sent in time, `unwrap` panics with the report.
    /// let deadline = sleep(Duration::from_secs(5));
    /// let sent = messenger.until_or(deadline, |sent| sent.check_count(1)).await.unwrap();
    /// sent.assert_exactly(["hello"]);
    /// # })
    /// ```
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

    /// Waits until `check` passes, without a deadline, and returns the snapshot that it passed for.
    ///
    /// `check` gets a snapshot when the future is first polled, and after every change. It may return any `Ok` value.
    ///
    /// Prefer [`until_or`](Self::until_or): a runtime's time-out around this future drops it without a report.
    ///
    /// # Panics
    ///
    /// If the check is rejected as vacuous, since it can never pass.
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
                // With the line of the check, since the panic cannot be at the line of the test.
                Err(mismatch) => panic!("{mismatch:?}"),
            }
        }
    }
}

impl<T: Reported + ?Sized> SyncRecorder<T> {
    /// Waits until the deadline, and checks that nothing was recorded after this call. It fails as soon as a call is
    /// recorded.
    ///
    /// The quiet time starts with this call, not when the future is first polled. A deadline that is over at the first
    /// poll still gives the other tasks of the runtime one turn.
    ///
    /// # Errors
    ///
    /// If a call is recorded before the deadline, even if it was taken or cleared since.
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
