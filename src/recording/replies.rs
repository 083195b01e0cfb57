use std::collections::VecDeque;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::thread;

use crate::sync::{Mutex, lock};

/// A queue of replies for a double whose methods return a value: each call takes the next reply.
///
/// Record a call before you take its reply, so that a call that finds the queue empty is recorded too.
///
/// `Replies` is a handle: clones share the queue, so a double that contains one can derive `Clone`. It is `Send` and
/// `Sync` if `R` is `Send`; a single-threaded double can use it as well.
///
/// # Examples
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
/// // The second call fails.
/// let replies = Replies::named("smtp", [Ok(()), Err("no route to host".to_owned())]);
/// let mailer = MailerDouble { calls: Recorder::new(), replies };
/// assert!(mailer.mail("ann").is_ok());
/// assert!(mailer.mail("bob").is_err());
/// mailer.calls.calls().assert_exactly(["ann", "bob"]);
/// mailer.replies.assert_used_up();
/// ```
///
/// # Destructors
///
/// A panic in a destructor aborts the process if the thread is already unwinding from another panic. While the thread
/// unwinds, [`next`](Self::next) therefore does not panic on an empty queue: it returns `R::default()`, or
/// `Ok(T::default())` for a `Result<T, E>`, and [`assert_used_up`](Self::assert_used_up) reports the call later. For
/// any other `R` there is no such default, and `next` panics. If a double returns such a type and is called from
/// destructors, use [`try_next`](Self::try_next).
#[doc(alias = "onCall")]
#[doc(alias = "WillOnce")]
#[doc(alias = "returning")]
#[doc(alias = "return_once")]
#[doc(alias = "mockReturnValueOnce")]
#[doc(alias = "thenReturn")]
#[doc(alias = "stub")]
pub struct Replies<R>(OkReplies<R>);

/// The target of `Deref` for [`Replies`], used for a reply type without a default.
#[doc(hidden)]
pub struct OkReplies<R>(Queue<R>);

/// The target of `Deref` for [`OkReplies`], used for a reply type that neither has a default nor is a `Result` of such
/// a type.
#[doc(hidden)]
pub struct Queue<R> {
    name: Option<Arc<str>>,
    state: Arc<Mutex<State<R>>>,
}

struct State<R> {
    waiting: VecDeque<R>,
    given: usize,
    /// The number of calls that found the queue empty while their thread was unwinding.
    stand_ins: usize,
}

impl<R> Replies<R> {
    /// Creates a queue of these replies, in this order.
    ///
    /// # Examples
    ///
    /// ```
    /// let replies = mock_messenger::Replies::new([200, 503]);
    /// assert_eq!(replies.len(), 2);
    /// ```
    pub fn new(replies: impl IntoIterator<Item = R>) -> Self {
        Self::with_name(None, replies)
    }

    /// Creates a queue of these replies, in this order, with a name that appears in the panic message of an empty
    /// queue.
    ///
    /// # Examples
    ///
    /// ```should_panic
    /// let replies = mock_messenger::Replies::named("status codes", [200]);
    /// replies.next();
    /// replies.next(); // no reply is left in `status codes` for this call: the only one has been used
    /// ```
    pub fn named(name: impl Into<String>, replies: impl IntoIterator<Item = R>) -> Self {
        Self::with_name(Some(name.into().into()), replies)
    }

    fn with_name(name: Option<Arc<str>>, replies: impl IntoIterator<Item = R>) -> Self {
        let state = State { waiting: replies.into_iter().collect(), given: 0, stand_ins: 0 };
        Self(OkReplies(Queue { name, state: Arc::new(Mutex::new(state)) }))
    }

    /// Returns the name of the queue, if any.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::Replies::named("status codes", [200]).name(), Some("status codes"));
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.queue().name.as_deref()
    }

    /// Appends a reply to the queue.
    ///
    /// # Examples
    ///
    /// ```
    /// let replies = mock_messenger::Replies::default();
    /// replies.push(200);
    /// assert_eq!(replies.next(), 200);
    /// ```
    pub fn push(&self, reply: R) {
        self.queue().lock(|state| state.waiting.push_back(reply));
    }

    /// Takes the next reply, or returns `None` if the queue is empty.
    ///
    /// Use it if the double has another answer to fall back on.
    ///
    /// # Examples
    ///
    /// ```
    /// let replies = mock_messenger::Replies::new([503]);
    /// assert_eq!(replies.try_next().unwrap_or(200), 503);
    /// assert_eq!(replies.try_next().unwrap_or(200), 200);
    /// ```
    #[expect(clippy::must_use_candidate)] // A reply may be skipped.
    pub fn try_next(&self) -> Option<R> {
        self.queue().try_next()
    }

    /// Returns the number of replies left.
    ///
    /// # Examples
    ///
    /// ```
    /// let replies = mock_messenger::Replies::new([200, 503]);
    /// replies.next();
    /// assert_eq!(replies.len(), 1);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.queue().lock(|state| state.waiting.len())
    }

    /// Returns whether the queue is empty.
    ///
    /// # Examples
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

    /// Asserts that every reply was used.
    ///
    /// # Panics
    ///
    /// Panics if replies are left, or if a call found the queue empty while its thread was unwinding from a panic. It
    /// never panics while the current thread is unwinding, so you can call it from a destructor.
    ///
    /// # Examples
    ///
    /// ```
    /// let replies = mock_messenger::Replies::new([200]);
    /// replies.next();
    /// replies.assert_used_up();
    /// ```
    /// ```should_panic
    /// // 2 of the 2 replies in `status codes` were never used
    /// mock_messenger::Replies::named("status codes", [200, 503]).assert_used_up();
    /// ```
    #[doc(alias = "verify")]
    #[track_caller]
    pub fn assert_used_up(&self) {
        // Formatted first, so that the lock is released before the panic.
        match self.queue().leftovers() {
            Some(problem) if !thread::panicking() => panic!("{problem}"),
            _ => {}
        }
    }

    fn queue(&self) -> &Queue<R> {
        &self.0.0
    }
}

/// These methods are available for every `R`; see [`next`](Self::next).
impl<R: Default> Replies<R> {
    /// Takes the next reply.
    ///
    /// The method exists for every `R`. The bound only selects the value that is returned while a panic unwinds.
    ///
    /// # Panics
    ///
    /// Panics at the caller's line if the queue is empty. If the method of your trait is declared `#[track_caller]`,
    /// that is the line of the code under test. It does not panic if the thread is already
    /// [unwinding](Self#destructors).
    ///
    /// # Examples
    ///
    /// ```should_panic
    /// let replies = mock_messenger::Replies::new([200]);
    /// replies.next();
    /// replies.next(); // no reply is left for this call: the only one has been used
    /// ```
    #[track_caller]
    pub fn next(&self) -> R {
        self.queue().next_or(Some(R::default))
    }
}

// Method resolution takes the first `next` whose bounds hold, starting with `Replies` itself and following `Deref` from
// there.

impl<R> Deref for Replies<R> {
    type Target = OkReplies<R>;

    fn deref(&self) -> &OkReplies<R> {
        &self.0
    }
}

impl<T: Default, E> OkReplies<Result<T, E>> {
    /// Takes the next reply; see [`Replies::next`].
    ///
    /// # Panics
    ///
    /// Panics if the queue is empty, unless the thread is already unwinding.
    #[track_caller]
    pub fn next(&self) -> Result<T, E> {
        self.0.next_or(Some(|| Ok(T::default())))
    }
}

impl<R> Deref for OkReplies<R> {
    type Target = Queue<R>;

    fn deref(&self) -> &Queue<R> {
        &self.0
    }
}

impl<R> Queue<R> {
    /// Takes the next reply; see [`Replies::next`].
    ///
    /// # Panics
    ///
    /// Panics if the queue is empty.
    #[track_caller]
    pub fn next(&self) -> R {
        self.next_or(None)
    }

    #[track_caller]
    fn next_or(&self, stand_in: Option<fn() -> R>) -> R {
        match (self.try_next(), stand_in) {
            (Some(reply), _) => reply,
            (None, Some(stand_in)) if thread::panicking() => {
                self.lock(|state| state.stand_ins += 1);
                stand_in()
            }
            (None, _) => panic!("{}", self.shortage()),
        }
    }

    fn try_next(&self) -> Option<R> {
        self.lock(|state| {
            let reply = state.waiting.pop_front();
            state.given += usize::from(reply.is_some());
            reply
        })
    }

    /// Runs `f` with the queue locked. `f` must not run user code, such as `Default` or `Drop` of `R`.
    fn lock<V>(&self, f: impl FnOnce(&mut State<R>) -> V) -> V {
        f(&mut lock(&self.state))
    }

    fn shortage(&self) -> String {
        let place = self.name.as_ref().map(|name| format!(" in `{name}`")).unwrap_or_default();
        let history = match self.lock(|state| state.given) {
            0 => "none was ever added".to_owned(),
            1 => "the only one has been used".to_owned(),
            given => format!("all {given} have been used"),
        };
        format!("no reply is left{place} for this call: {history}")
    }

    /// Describes the unused replies or unanswered calls, or returns `None` if there are none.
    fn leftovers(&self) -> Option<String> {
        let place = self.name.as_ref().map(|name| format!(" in `{name}`")).unwrap_or_default();
        let (left, given, stand_ins) = self.lock(|state| (state.waiting.len(), state.given, state.stand_ins));
        match (left, stand_ins) {
            (0, 0) => None,
            (0, _) => Some(format!(
                "a call found no reply left{place} while its thread was unwinding from a panic, and returned \
                 the default instead; this happened {}",
                if stand_ins == 1 { "once".to_owned() } else { format!("{stand_ins} times") },
            )),
            _ if left == 1 && given == 0 => Some(format!("the only reply{place} was never used")),
            _ => {
                let were = if left == 1 { "was" } else { "were" };
                Some(format!("{left} of the {} replies{place} {were} never used", given + left))
            }
        }
    }
}

/// Creates another handle for the same queue: a reply that one handle takes is gone for the others.
impl<R> Clone for Replies<R> {
    fn clone(&self) -> Self {
        let Queue { name, state } = self.queue();
        Self(OkReplies(Queue { name: name.clone(), state: Arc::clone(state) }))
    }
}

/// Creates an empty queue.
impl<R> Default for Replies<R> {
    fn default() -> Self {
        Self::new([])
    }
}

impl<R> FromIterator<R> for Replies<R> {
    fn from_iter<I: IntoIterator<Item = R>>(replies: I) -> Self {
        Self::new(replies)
    }
}

/// Shows the name and the number of replies left; `R` need not implement `Debug`.
impl<R> fmt::Debug for Replies<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Replies");
        debug.field("name", &self.name()).field("left", &self.len()).finish_non_exhaustive()
    }
}

impl<R> fmt::Debug for OkReplies<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<R> fmt::Debug for Queue<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("name", &self.name).finish_non_exhaustive()
    }
}
