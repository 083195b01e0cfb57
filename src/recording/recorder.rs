use std::cell::RefCell;
use std::fmt;
use std::mem;
use std::ops::Deref;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use crate::log::{Log, Recordable};
use crate::messenger::Messenger;
use crate::transcript::Transcript;

/// The test double for one thread: writes down every message, and hands out snapshots of what it wrote.
///
/// It is the [`Recorder`] of text. Inside is a `RefCell`, so the code under test may send through `&self` while the
/// test looks on. It is `Send` but not `Sync`; its twin for code that runs on several threads is
/// [`SyncRecordingMessenger`](crate::SyncRecordingMessenger).
///
/// ```
/// use mock_messenger::{Messenger, RecordingMessenger};
///
/// let mailer = RecordingMessenger::named("mailer");
/// mailer.send("hello");
/// mailer.sent().assert_exactly(["hello"]);
/// ```
pub type RecordingMessenger = Recorder<str>;

/// A recorder for one thread: the inside of a double for any `&self` trait of your own.
///
/// `T` is what one call looks like, as you choose: a struct, an enum, a tuple. Recording it and taking a snapshot
/// ask nothing of `T`; reports ask for `Debug`, equality for `PartialEq`.
///
/// The recorder never hands out a guard and never runs code of yours while its log is borrowed. So it cannot panic
/// on a borrow, whatever a matcher, a `Debug` or a `Drop` of `T` does.
///
/// ```
/// use mock_messenger::Recorder;
///
/// trait Mailer {
///     fn mail(&self, to: &str, body: &str) -> Result<(), String>;
/// }
///
/// #[derive(Debug, PartialEq)]
/// struct Mail { to: String, body: String }
///
/// #[derive(Default)]
/// struct MailerDouble { calls: Recorder<Mail> }
///
/// impl Mailer for MailerDouble {
///     #[track_caller]
///     fn mail(&self, to: &str, body: &str) -> Result<(), String> {
///         self.calls.record(Mail { to: to.into(), body: body.into() });
///         Ok(())
///     }
/// }
///
/// let mailer = MailerDouble::default();
/// mailer.mail("ann", "hello").unwrap();
/// mailer.calls.calls().assert_once(|mail: &Mail| mail.to == "ann");
/// ```
pub struct Recorder<T: Recordable + ?Sized>(TextRecorder<T>);

/// What [`Recorder<T>`] holds, and dereferences to.
///
/// It has the methods that a recorder of text has instead of those of a recorder of values. Two inherent methods
/// `record` on `Recorder` would be ambiguous as long as `T` is not inferred, as in `Recorder::new().record(2)`. Method
/// resolution gets here only if `T` is known not to be sized.
#[doc(hidden)]
pub struct TextRecorder<T: Recordable + ?Sized> {
    calls: RefCell<T::Log>,
    name: Option<Arc<str>>,
}

impl<T: Recordable + ?Sized> Recorder<T> {
    /// A recorder that has recorded nothing.
    ///
    /// ```
    /// assert!(mock_messenger::RecordingMessenger::new().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self(TextRecorder { calls: RefCell::new(T::Log::default()), name: None })
    }

    /// The same with a name, which the report of a failed assertion tells.
    ///
    /// ```
    /// let mailer = mock_messenger::RecordingMessenger::named("mailer");
    /// assert_eq!(mailer.name(), Some("mailer"));
    /// ```
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        let TextRecorder { calls, .. } = Self::new().0;
        Self(TextRecorder { calls, name: Some(name.into().into()) })
    }

    /// The name that it was given.
    ///
    /// ```
    /// assert_eq!(mock_messenger::RecordingMessenger::new().name(), None);
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// A snapshot of what was recorded so far.
    ///
    /// ```
    /// use mock_messenger::Recorder;
    ///
    /// let sums = Recorder::new();
    /// sums.record(2);
    /// sums.calls().assert_exactly([2]);
    /// ```
    #[must_use]
    pub fn calls(&self) -> Transcript<T> {
        Transcript::new(self.0.calls.borrow().clone(), self.0.name.clone())
    }

    /// Everything recorded so far; the recorder is empty afterwards.
    ///
    /// ```
    /// use mock_messenger::{Messenger, RecordingMessenger};
    ///
    /// let messenger = RecordingMessenger::new();
    /// messenger.send("one");
    /// messenger.take().assert_exactly(["one"]);
    /// messenger.send("two");
    /// messenger.take().assert_exactly(["two"]);
    /// ```
    #[must_use = "use `clear` to forget what was recorded"]
    pub fn take(&self) -> Transcript<T> {
        Transcript::new(self.take_log(), self.0.name.clone())
    }

    /// Forgets everything recorded so far.
    ///
    /// ```
    /// use mock_messenger::{Messenger, RecordingMessenger};
    ///
    /// let messenger = RecordingMessenger::new();
    /// messenger.send("setting up");
    /// messenger.clear();
    /// messenger.sent().assert_nothing();
    /// ```
    pub fn clear(&self) {
        drop(self.take_log());
    }

    /// How much was recorded so far.
    ///
    /// ```
    /// assert_eq!(mock_messenger::RecordingMessenger::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.calls.borrow().len()
    }

    /// Whether nothing was recorded so far.
    ///
    /// ```
    /// assert!(mock_messenger::RecordingMessenger::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Out of the cell before anything of it is dropped, since a `Drop` of `T` may come back here.
    fn take_log(&self) -> T::Log {
        mem::take(&mut *self.0.calls.borrow_mut())
    }
}

impl<T> Recorder<T> {
    /// Records a call, with the caller's line.
    ///
    /// Put `#[track_caller]` on the declaration of your trait's method, and that line is the line of the code under
    /// test. On a [`RecordingMessenger`](crate::RecordingMessenger), `record` takes a `&str`.
    ///
    /// ```
    /// let sums = mock_messenger::Recorder::new();
    /// sums.record(2);
    /// sums.record(3);
    /// assert_eq!(sums.calls().iter().sum::<i32>(), 5);
    /// ```
    #[track_caller]
    pub fn record(&self, call: T) {
        let call = Arc::new(call);
        self.0.calls.borrow_mut().push(call, Location::caller());
    }
}

impl Recorder<str> {
    /// A snapshot of what was sent so far; another name for [`calls`](Recorder::calls).
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
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
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("hello");
    /// assert_eq!(messenger.messages(), vec!["hello".to_string()]);
    /// ```
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        self.calls().into_iter().collect()
    }
}

impl<T: Recordable + ?Sized> Deref for Recorder<T> {
    type Target = TextRecorder<T>;

    fn deref(&self) -> &TextRecorder<T> {
        &self.0
    }
}

impl TextRecorder<str> {
    /// Records a message, with the caller's line.
    ///
    /// Call it from the double for a trait of your own that takes text.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::RecordingMessenger;
    ///
    /// trait Log {
    ///     #[track_caller]
    ///     fn line(&self, text: &str);
    /// }
    ///
    /// impl Log for RecordingMessenger {
    ///     fn line(&self, text: &str) {
    ///         self.record(text);
    ///     }
    /// }
    ///
    /// let log = RecordingMessenger::new();
    /// log.line("hello");
    /// log.sent().assert_exactly(["hello"]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn record(&self, message: &str) {
        self.calls.borrow_mut().push(message, Location::caller());
    }
}

impl Messenger for Recorder<str> {
    #[inline]
    fn send(&self, message: &str) {
        self.0.calls.borrow_mut().push(message, Location::caller());
    }
}

impl<T: Recordable + ?Sized> Default for Recorder<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// The name, and the calls so far.
impl<T: Recordable + fmt::Debug + ?Sized> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("name", &self.0.name).field("calls", &self.calls()).finish()
    }
}

// No code of the user's runs while the log is borrowed, so that a panic never finds it half changed. A call itself
// is shared with the snapshots, so it has to bear being seen after a panic.
impl<T: Recordable + RefUnwindSafe + ?Sized> UnwindSafe for Recorder<T> {}
impl<T: Recordable + RefUnwindSafe + ?Sized> RefUnwindSafe for Recorder<T> {}

impl<T: Recordable + ?Sized> fmt::Debug for TextRecorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextRecorder").field("name", &self.name).finish_non_exhaustive()
    }
}
