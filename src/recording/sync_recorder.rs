use std::fmt;
use std::ops::Deref;
use std::panic::Location;
use std::sync::Arc;

use super::shared_log::SharedLog;
use crate::log::Recordable;
use crate::messenger::Messenger;
use crate::transcript::Transcript;

/// The test double of [`Messenger`] for several threads or tasks: a [`RecordingMessenger`](crate::RecordingMessenger)
/// that is `Send + Sync` and whose clones share the log.
///
/// It is a [`SyncRecorder`] of text. The messages of all threads are recorded in one total order, which is the same in
/// every snapshot.
///
/// # Examples
///
/// ```
/// use std::thread;
/// use mock_messenger::{Messenger, SyncRecordingMessenger};
///
/// let mailer = SyncRecordingMessenger::named("mailer");
/// thread::scope(|scope| {
///     scope.spawn(|| mailer.send("from one thread"));
///     scope.spawn(|| mailer.send("from another"));
/// });
/// mailer.sent().assert_exactly_in_any_order(["from another", "from one thread"]);
/// ```
#[doc(alias = "MockMessenger")]
#[doc(alias = "spy")]
pub type SyncRecordingMessenger = SyncRecorder<str>;

/// Records the calls of a double on several threads or tasks: a [`Recorder`](crate::Recorder) that is `Send + Sync` if
/// `T` is.
///
/// It is a handle: clones share the log. A double that derives `Clone` can therefore be part of application state that
/// is cloned, while the test keeps another handle.
///
/// It has a single lock, never returns a guard, and never runs your code while it holds the lock. It therefore never
/// deadlocks, whatever a matcher or the `Debug` or `Drop` implementation of `T` does. It stays usable after a thread
/// panics.
///
/// `T` has to be `Sync` because snapshots share the calls with the log: two threads may access the same call at once.
///
/// # Examples
///
/// ```
/// use std::thread;
/// use mock_messenger::SyncRecorder;
///
/// trait Mailer: Send + Sync {
///     #[track_caller]
///     fn mail(&self, to: &str, body: &str) -> Result<(), String>;
/// }
///
/// #[derive(Debug, PartialEq)]
/// struct Mail { to: String, body: String }
///
/// #[derive(Clone, Default)]
/// struct MailerDouble { calls: SyncRecorder<Mail> }
///
/// impl Mailer for MailerDouble {
///     fn mail(&self, to: &str, body: &str) -> Result<(), String> {
///         self.calls.record(Mail { to: to.into(), body: body.into() });
///         Ok(())
///     }
/// }
///
/// let mailer = MailerDouble::default();
/// let clone = mailer.clone();
/// thread::spawn(move || clone.mail("ann", "hello")).join().unwrap().unwrap();
/// mailer.calls.calls().assert_once(|mail: &Mail| mail.to == "ann");
/// ```
#[doc(alias = "automock")]
#[doc(alias = "mock")]
#[doc(alias = "spy")]
#[doc(alias = "fake")]
pub struct SyncRecorder<T: Recordable + ?Sized>(SyncTextRecorder<T>);

/// The target of `Deref` for [`SyncRecorder<T>`]; [`TextRecorder`](super::recorder::TextRecorder) explains why it
/// exists.
#[doc(hidden)]
pub struct SyncTextRecorder<T: Recordable + ?Sized> {
    calls: Arc<SharedLog<T::Log>>,
    name: Option<Arc<str>>,
}

impl<T: Recordable + ?Sized> SyncRecorder<T> {
    /// Creates an empty recorder.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(mock_messenger::SyncRecordingMessenger::new().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self(SyncTextRecorder { calls: Arc::new(SharedLog::new()), name: None })
    }

    /// Creates an empty recorder with a name that appears in reports.
    ///
    /// # Examples
    ///
    /// ```
    /// let mailer = mock_messenger::SyncRecordingMessenger::named("mailer");
    /// assert_eq!(mailer.name(), Some("mailer"));
    /// ```
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        let SyncTextRecorder { calls, .. } = Self::new().0;
        Self(SyncTextRecorder { calls, name: Some(name.into().into()) })
    }

    /// Returns the name of the recorder, if any.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::SyncRecordingMessenger::new().name(), None);
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Returns a snapshot of the calls recorded so far by all threads.
    ///
    /// # Examples
    ///
    /// ```
    /// let sums = mock_messenger::SyncRecorder::new();
    /// sums.record(2);
    /// sums.calls().assert_exactly([2]);
    /// ```
    #[must_use]
    pub fn calls(&self) -> Transcript<T> {
        self.transcript(self.0.calls.snapshot().log)
    }

    /// Empties the log, and returns its entries as a snapshot. If several threads call `take`, exactly one of them gets
    /// each entry.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    ///
    /// let messenger = SyncRecordingMessenger::new();
    /// messenger.send("one");
    /// messenger.take().assert_exactly(["one"]);
    /// messenger.take().assert_nothing();
    /// ```
    #[doc(alias = "checkpoint")]
    #[must_use = "use `clear` to discard the log"]
    pub fn take(&self) -> Transcript<T> {
        self.transcript(self.0.calls.take())
    }

    /// Empties the log.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    ///
    /// let messenger = SyncRecordingMessenger::new();
    /// messenger.send("setting up");
    /// messenger.clear();
    /// messenger.sent().assert_nothing();
    /// ```
    #[doc(alias = "reset")]
    #[doc(alias = "mockClear")]
    #[doc(alias = "resetHistory")]
    #[doc(alias = "VerifyAndClear")]
    pub fn clear(&self) {
        drop(self.0.calls.take());
    }

    /// Returns the number of calls in the log.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::SyncRecordingMessenger::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.calls.position().len()
    }

    /// Returns whether the log is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(mock_messenger::SyncRecordingMessenger::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn log(&self) -> &Arc<SharedLog<T::Log>> {
        &self.0.calls
    }

    pub(super) fn transcript(&self, log: T::Log) -> Transcript<T> {
        Transcript::new(log, self.0.name.clone())
    }
}

impl<T> SyncRecorder<T> {
    /// Records a call, together with the caller's line.
    ///
    /// If the method of your trait is declared `#[track_caller]`, the caller's line is the line of the code under test.
    /// On a [`SyncRecordingMessenger`], `record` takes a `&str`.
    ///
    /// # Examples
    ///
    /// ```
    /// let sums = mock_messenger::SyncRecorder::new();
    /// sums.record(2);
    /// sums.record(3);
    /// assert_eq!(sums.calls().iter().sum::<i32>(), 5);
    /// ```
    #[track_caller]
    pub fn record(&self, call: T) {
        let (call, location) = (Arc::new(call), Location::caller());
        self.0.calls.record(|log| log.push(call, location));
    }
}

#[cfg(feature = "macros")]
impl<T> SyncRecorder<T> {
    /// Records a call that was made at `location`.
    pub(crate) fn record_at(&self, call: Arc<T>, location: &'static Location<'static>) {
        self.0.calls.record(|log| log.push(call, location));
    }
}

impl<T: Send + Sync + 'static> SyncRecorder<T> {
    /// Returns a closure that records its argument, for code under test that takes a callback.
    ///
    /// The closure shares the log. A closure cannot know its caller's line, so every entry has the line that called
    /// `callback`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::thread;
    /// use mock_messenger::SyncRecorder;
    ///
    /// fn count_to(n: u32, on_number: impl Fn(u32) + Send + 'static) {
    ///     thread::spawn(move || (1..=n).for_each(on_number)).join().unwrap();
    /// }
    ///
    /// let numbers = SyncRecorder::new();
    /// count_to(3, numbers.callback());
    /// numbers.calls().assert_exactly([1, 2, 3]);
    /// ```
    #[doc(alias = "jest.fn")]
    #[doc(alias = "fn")]
    #[doc(alias = "MockFunction")]
    #[doc(alias = "spy")]
    #[track_caller]
    pub fn callback(&self) -> impl Fn(T) + Clone + Send + Sync + 'static + use<T> {
        let (calls, location) = (Arc::clone(&self.0.calls), Location::caller());
        move |call: T| {
            let call = Arc::new(call);
            calls.record(|log| log.push(call, location));
        }
    }
}

impl SyncRecorder<str> {
    /// Returns a snapshot of the messages sent so far. The same as [`calls`](SyncRecorder::calls).
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Messenger, SyncRecordingMessenger};
    /// # let messenger = SyncRecordingMessenger::new();
    /// messenger.send("hello");
    /// messenger.sent().assert_exactly(["hello"]);
    /// ```
    #[must_use]
    pub fn sent(&self) -> Transcript<str> {
        self.calls()
    }

    /// Returns the text of every message sent so far, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Messenger, SyncRecordingMessenger};
    /// # let messenger = SyncRecordingMessenger::new();
    /// messenger.send("hello");
    /// assert_eq!(messenger.messages(), vec!["hello".to_string()]);
    /// ```
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        self.calls().into_iter().collect()
    }
}

impl<T: Recordable + ?Sized> Deref for SyncRecorder<T> {
    type Target = SyncTextRecorder<T>;

    fn deref(&self) -> &SyncTextRecorder<T> {
        &self.0
    }
}

impl SyncTextRecorder<str> {
    /// Records a message, together with the caller's line.
    ///
    /// Call it in the implementation of your own trait.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::SyncRecordingMessenger;
    ///
    /// trait Log: Send + Sync {
    ///     #[track_caller]
    ///     fn line(&self, text: &str);
    /// }
    ///
    /// impl Log for SyncRecordingMessenger {
    ///     fn line(&self, text: &str) {
    ///         self.record(text);
    ///     }
    /// }
    ///
    /// let log = SyncRecordingMessenger::new();
    /// log.line("hello");
    /// log.sent().assert_exactly(["hello"]);
    /// ```
    #[track_caller]
    pub fn record(&self, message: &str) {
        let location = Location::caller();
        self.calls.record(|log| log.push(message, location));
    }

    /// Returns a closure that records its argument as a message, for code under test that takes a callback.
    ///
    /// The closure shares the log. A closure cannot know its caller's line, so every entry has the line that called
    /// `callback`.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::SyncRecordingMessenger;
    ///
    /// fn download(on_progress: impl Fn(&str)) {
    ///     on_progress("50%");
    ///     on_progress("100%");
    /// }
    ///
    /// let progress = SyncRecordingMessenger::new();
    /// download(progress.callback());
    /// progress.sent().assert_exactly(["50%", "100%"]);
    /// ```
    #[doc(alias = "jest.fn")]
    #[doc(alias = "fn")]
    #[doc(alias = "MockFunction")]
    #[doc(alias = "spy")]
    #[track_caller]
    pub fn callback(&self) -> impl Fn(&str) + Clone + Send + Sync + 'static + use<> {
        let (calls, location) = (Arc::clone(&self.calls), Location::caller());
        move |message: &str| calls.record(|log| log.push(message, location))
    }
}

impl Messenger for SyncRecorder<str> {
    // Not `#[inline]`: a user's crate would compile it as several functions, and the calls between them would cost a
    // fifth of its time.
    fn send(&self, message: &str) {
        let location = Location::caller();
        self.0.calls.record(|log| log.push(message, location));
    }
}

/// Creates another handle for the same log: each handle returns what any of them has recorded.
impl<T: Recordable + ?Sized> Clone for SyncRecorder<T> {
    fn clone(&self) -> Self {
        Self(SyncTextRecorder { calls: Arc::clone(&self.0.calls), name: self.0.name.clone() })
    }
}

impl<T: Recordable + ?Sized> Default for SyncRecorder<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows the name and the calls recorded so far.
impl<T: Recordable + fmt::Debug + ?Sized> fmt::Debug for SyncRecorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncRecorder").field("name", &self.0.name).field("calls", &self.calls()).finish()
    }
}

impl<T: Recordable + ?Sized> fmt::Debug for SyncTextRecorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncTextRecorder").field("name", &self.name).finish_non_exhaustive()
    }
}
