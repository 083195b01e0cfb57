use std::collections::VecDeque;
use std::fmt;

use crate::sync::{Mutex, lock};

/// What a double is to answer: a queue of replies, one for each call.
///
/// For the methods of your trait that return something. Record the call first, then answer, so that a call which finds
/// no reply is on record too. It is `Send` and `Sync` where `R` is `Send`, and serves a double for one thread as well.
///
/// ```
/// use mock_messenger::{Recorder, Replies};
///
/// trait Mailer {
///     #[track_caller]
///     fn mail(&self, to: &str) -> Result<(), String>;
/// }
///
/// struct MailerDouble { calls: Recorder<String>, replies: Replies<Result<(), String>> }
///
/// impl Mailer for MailerDouble {
///     fn mail(&self, to: &str) -> Result<(), String> {
///         self.calls.record(to.into());
///         self.replies.next()
///     }
/// }
///
/// // It fails the second time.
/// let replies = Replies::new([Ok(()), Err("no route to host".to_owned())]);
/// let mailer = MailerDouble { calls: Recorder::new(), replies };
/// assert!(mailer.mail("ann").is_ok());
/// assert!(mailer.mail("bob").is_err());
/// mailer.calls.calls().assert_exactly(["ann", "bob"]);
/// ```
pub struct Replies<R> {
    state: Mutex<State<R>>,
}

struct State<R> {
    waiting: VecDeque<R>,
    given: usize,
}

impl<R> Replies<R> {
    /// These replies, in this order.
    ///
    /// ```
    /// let replies = mock_messenger::Replies::new([200, 503]);
    /// assert_eq!(replies.len(), 2);
    /// ```
    pub fn new(replies: impl IntoIterator<Item = R>) -> Self {
        let waiting = replies.into_iter().collect();
        Self { state: Mutex::new(State { waiting, given: 0 }) }
    }

    /// Adds a reply after all others.
    ///
    /// ```
    /// let replies = mock_messenger::Replies::default();
    /// replies.push(200);
    /// assert_eq!(replies.next(), 200);
    /// ```
    pub fn push(&self, reply: R) {
        lock(&self.state).waiting.push_back(reply);
    }

    /// The reply to this call.
    ///
    /// # Panics
    ///
    /// If none is left, at the line of the caller. With `#[track_caller]` on the method of your trait, where it is
    /// declared, that is the line of the code under test.
    ///
    /// ```should_panic
    /// let replies = mock_messenger::Replies::new([200]);
    /// replies.next();
    /// replies.next(); // no reply is left for this call: the one that there was has been given
    /// ```
    #[track_caller]
    pub fn next(&self) -> R {
        match self.try_next() {
            Some(reply) => reply,
            None => panic!("no reply is left for this call: {}", self.what_was_given()),
        }
    }

    /// The reply to this call, or `None` if none is left: for a double that goes on with some other answer.
    ///
    /// ```
    /// let replies = mock_messenger::Replies::new([503]);
    /// assert_eq!(replies.try_next().unwrap_or(200), 503);
    /// assert_eq!(replies.try_next().unwrap_or(200), 200);
    /// ```
    pub fn try_next(&self) -> Option<R> {
        let mut state = lock(&self.state);
        let reply = state.waiting.pop_front();
        state.given += usize::from(reply.is_some());
        reply
    }

    /// How many replies are left.
    ///
    /// ```
    /// let replies = mock_messenger::Replies::new([200, 503]);
    /// replies.next();
    /// assert_eq!(replies.len(), 1);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.state).waiting.len()
    }

    /// Whether every reply was given: worth an assertion at the end of a test whose script should be played out.
    ///
    /// ```
    /// let replies = mock_messenger::Replies::new([200]);
    /// replies.next();
    /// assert!(replies.is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn what_was_given(&self) -> String {
        match lock(&self.state).given {
            0 => "there never was one".to_owned(),
            1 => "the one that there was has been given".to_owned(),
            given => format!("all {given} that there were have been given"),
        }
    }
}

/// No replies.
impl<R> Default for Replies<R> {
    fn default() -> Self {
        Self::new([])
    }
}

/// How many are left; nothing is asked of `R`.
impl<R> fmt::Debug for Replies<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replies").field("left", &self.len()).finish_non_exhaustive()
    }
}
