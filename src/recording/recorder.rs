use std::cell::{RefCell, RefMut};
use std::fmt;
use std::mem;
use std::ops::Deref;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use crate::log::{Log, Recordable};
use crate::messenger::Messenger;
use crate::transcript::Transcript;

/// The single-threaded test double of [`Messenger`]: it records every message, and returns snapshots of its log.
///
/// It is a [`Recorder`] of text. The code under test sends through `&self`, since the log is in a `RefCell`. The double
/// is `Send` but not `Sync`: for code that runs on several threads, use a
/// [`SyncRecordingMessenger`](crate::SyncRecordingMessenger).
///
/// You can implement your own trait for it, in the crate that declares the trait, by calling
/// [`record`](Recorder#method.record) with a `&str`.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Messenger, RecordingMessenger};
///
/// let mailer = RecordingMessenger::named("mailer");
/// mailer.send("hello");
/// mailer.sent().assert_exactly(["hello"]);
/// ```
#[doc(alias = "MockMessenger")]
#[doc(alias = "spy")]
pub type RecordingMessenger = Recorder<str>;

/// Records the calls of a double on a single thread. Put it into the double of any trait of yours whose methods take
/// `&self`.
///
/// `T` is the type that describes one call: a struct, an enum or a tuple. You can record calls and take snapshots for
/// any `T`. Assertions require `Debug`, and comparing calls requires `PartialEq`.
///
/// The recorder never returns a borrow guard, and never runs your code while its log is borrowed. It therefore never
/// panics with "already borrowed", whatever a matcher or the `Debug` or `Drop` implementation of `T` does.
///
/// # Examples
///
/// ```
/// use mock_messenger::Recorder;
///
/// trait Mailer {
///     #[track_caller]
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
#[doc(alias = "automock")]
#[doc(alias = "mock")]
#[doc(alias = "spy")]
#[doc(alias = "fake")]
pub struct Recorder<T: Recordable + ?Sized>(TextRecorder<T>);

/// The target of `Deref` for [`Recorder<T>`].
///
/// It has the methods that are specific to text, such as `record(&str)`. If `Recorder` itself had both inherent methods
/// `record`, a call would be ambiguous until `T` is inferred, as in `Recorder::new().record(2)`. Method resolution
/// reaches this type only if `T` is known to be unsized.
#[doc(hidden)]
pub struct TextRecorder<T: Recordable + ?Sized> {
    calls: RefCell<T::Log>,
    name: Option<Arc<str>>,
}

impl<T: Recordable + ?Sized> Recorder<T> {
    /// Creates an empty recorder.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(mock_messenger::RecordingMessenger::new().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self(TextRecorder { calls: RefCell::new(T::Log::default()), name: None })
    }

    /// Creates an empty recorder with a name that appears in reports.
    ///
    /// # Examples
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

    /// Returns the name of the recorder, if any.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::RecordingMessenger::new().name(), None);
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Returns a snapshot of the calls recorded so far.
    ///
    /// # Examples
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
        Transcript::new(self.log().clone(), self.0.name.clone())
    }

    /// Empties the log, and returns its entries as a snapshot.
    ///
    /// # Examples
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
    #[doc(alias = "checkpoint")]
    #[must_use = "use `clear` to discard the log"]
    pub fn take(&self) -> Transcript<T> {
        Transcript::new(self.take_log(), self.0.name.clone())
    }

    /// Empties the log.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, RecordingMessenger};
    ///
    /// let messenger = RecordingMessenger::new();
    /// messenger.send("setting up");
    /// messenger.clear();
    /// messenger.sent().assert_nothing();
    /// ```
    #[doc(alias = "reset")]
    #[doc(alias = "mockClear")]
    #[doc(alias = "resetHistory")]
    #[doc(alias = "VerifyAndClear")]
    pub fn clear(&self) {
        drop(self.take_log());
    }

    /// Returns the number of calls in the log.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::RecordingMessenger::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.log().len()
    }

    /// Returns whether the log is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(mock_messenger::RecordingMessenger::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Moves the log out of the cell before any call is dropped, because dropping a call may run code that uses this
    /// recorder.
    fn take_log(&self) -> T::Log {
        mem::take(&mut *self.log())
    }

    /// Borrows the log. It is borrowed mutably even to be read, so that users compile only one way to borrow for each
    /// type of call.
    fn log(&self) -> RefMut<'_, T::Log> {
        self.0.calls.borrow_mut()
    }
}

impl<T> Recorder<T> {
    /// Records a call, together with the caller's line.
    ///
    /// If the method of your trait is declared `#[track_caller]`, the caller's line is the line of the code under test.
    /// On a [`RecordingMessenger`], `record` takes a `&str`.
    ///
    /// # Examples
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
    /// Returns a snapshot of the messages sent so far. The same as [`calls`](Recorder::calls).
    ///
    /// # Examples
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

    /// Returns the text of every message sent so far, in order.
    ///
    /// # Examples
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
    /// Records a message, together with the caller's line.
    ///
    /// Call it in the implementation of your own trait.
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

/// Shows the name and the calls recorded so far.
impl<T: Recordable + fmt::Debug + ?Sized> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("name", &self.0.name).field("calls", &self.calls()).finish()
    }
}

// No user code runs while the log is borrowed, so a panic never leaves the log half-changed. The calls themselves stay
// visible after a panic, through the recorder and its snapshots, so `T` has to be `RefUnwindSafe`.
impl<T: Recordable + RefUnwindSafe + ?Sized> UnwindSafe for Recorder<T> {}
impl<T: Recordable + RefUnwindSafe + ?Sized> RefUnwindSafe for Recorder<T> {}

impl<T: Recordable + ?Sized> fmt::Debug for TextRecorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextRecorder").field("name", &self.name).finish_non_exhaustive()
    }
}
