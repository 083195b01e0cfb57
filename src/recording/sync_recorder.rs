use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use super::shared_log::SharedLog;
use crate::log::Recordable;
use crate::messenger::Messenger;
use crate::transcript::Transcript;

/// The test double for several threads: a [`RecordingMessenger`](crate::RecordingMessenger) that is `Send + Sync`.
///
/// It is the [`SyncRecorder`] of text. What all threads send is written down in one order, the same for every
/// snapshot.
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
pub type SyncRecordingMessenger = SyncRecorder<str>;

/// A recorder for several threads: a [`Recorder`](crate::Recorder) that is `Send + Sync` where `T` is, for doubles
/// that must be.
///
/// It has one lock, never hands out a guard, and never runs code of yours while it holds the lock. So it cannot
/// deadlock, whatever a matcher, a `Debug` or a `Drop` of `T` does, and a thread that panics poisons nothing.
///
/// ```
/// use std::{sync::Arc, thread};
/// use mock_messenger::SyncRecorder;
///
/// trait Mailer: Send + Sync {
///     fn mail(&self, to: &str, body: &str) -> Result<(), String>;
/// }
///
/// #[derive(Debug, PartialEq)]
/// struct Mail { to: String, body: String }
///
/// #[derive(Default)]
/// struct MailerDouble { calls: SyncRecorder<Mail> }
///
/// impl Mailer for MailerDouble {
///     #[track_caller]
///     fn mail(&self, to: &str, body: &str) -> Result<(), String> {
///         self.calls.record(Mail { to: to.into(), body: body.into() });
///         Ok(())
///     }
/// }
///
/// let mailer = Arc::new(MailerDouble::default());
/// let theirs = Arc::clone(&mailer);
/// thread::spawn(move || theirs.mail("ann", "hello")).join().unwrap().unwrap();
/// mailer.calls.calls().assert_once(|mail: &Mail| mail.to == "ann");
/// ```
pub struct SyncRecorder<T: Recordable + ?Sized> {
    pub(super) calls: SharedLog<T::Log>,
    name: Option<Arc<str>>,
}

impl<T: Recordable + ?Sized> SyncRecorder<T> {
    /// A recorder that has recorded nothing.
    ///
    /// ```
    /// assert!(mock_messenger::SyncRecordingMessenger::new().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { calls: SharedLog::new(), name: None }
    }

    /// The same with a name, which the report of a failed assertion tells.
    ///
    /// ```
    /// let mailer = mock_messenger::SyncRecordingMessenger::named("mailer");
    /// assert_eq!(mailer.name(), Some("mailer"));
    /// ```
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into().into()), ..Self::new() }
    }

    /// The name that it was given.
    ///
    /// ```
    /// assert_eq!(mock_messenger::SyncRecordingMessenger::new().name(), None);
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// A snapshot of what was recorded so far, by all threads.
    ///
    /// ```
    /// let sums = mock_messenger::SyncRecorder::new();
    /// sums.record(2);
    /// sums.calls().assert_exactly([2]);
    /// ```
    #[must_use]
    pub fn calls(&self) -> Transcript<T> {
        self.transcript(self.calls.look().log)
    }

    /// Everything recorded so far; the recorder is empty afterwards. Each call is in one `take` and in no other.
    ///
    /// ```
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    ///
    /// let messenger = SyncRecordingMessenger::new();
    /// messenger.send("one");
    /// messenger.take().assert_exactly(["one"]);
    /// messenger.take().assert_nothing();
    /// ```
    #[must_use = "use `clear` to forget what was recorded"]
    pub fn take(&self) -> Transcript<T> {
        self.transcript(self.calls.take())
    }

    /// Forgets everything recorded so far.
    ///
    /// ```
    /// use mock_messenger::{Messenger, SyncRecordingMessenger};
    ///
    /// let messenger = SyncRecordingMessenger::new();
    /// messenger.send("setting up");
    /// messenger.clear();
    /// messenger.sent().assert_nothing();
    /// ```
    pub fn clear(&self) {
        drop(self.calls.take());
    }

    /// How much was recorded so far.
    ///
    /// ```
    /// assert_eq!(mock_messenger::SyncRecordingMessenger::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.calls.position().held()
    }

    /// Whether nothing was recorded so far.
    ///
    /// ```
    /// assert!(mock_messenger::SyncRecordingMessenger::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn transcript(&self, log: T::Log) -> Transcript<T> {
        Transcript::new(log, self.name.clone())
    }
}

impl<T> SyncRecorder<T> {
    /// Writes down a call, with the line of the caller.
    ///
    /// Put `#[track_caller]` on the method of your trait, where it is declared, and that line is the line of the
    /// code under test.
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
        self.calls.record(|log| log.push(call, location));
    }
}

impl SyncRecorder<str> {
    /// A snapshot of what was sent so far; another name for [`calls`](SyncRecorder::calls).
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

    /// The text of every message sent so far.
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

impl Messenger for SyncRecorder<str> {
    // Not `inline`: users' crates would get it in pieces, and the calls between them cost a fifth of it.
    fn send(&self, message: &str) {
        let location = Location::caller();
        self.calls.record(|log| log.push(message, location));
    }
}

impl<T: Recordable + ?Sized> Default for SyncRecorder<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// The name, and the calls so far.
impl<T: Recordable + fmt::Debug + ?Sized> fmt::Debug for SyncRecorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncRecorder").field("name", &self.name).field("calls", &self.calls()).finish()
    }
}
