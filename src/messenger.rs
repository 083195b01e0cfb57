//! The [`Messenger`] trait, what forwards it, and two small ways to make one.

use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// Something that can send a message.
///
/// `send` borrows the messenger immutably, as the trait of the same name in *The Rust Programming Language*,
/// chapter 15.5, does. A double that has to write down what it was asked to send therefore needs interior
/// mutability: [`RecordingMessenger`](crate::RecordingMessenger) has it.
///
/// The trait is dyn-compatible, and implemented for `&M`, `&mut M`, `Box<M>`, `Rc<M>` and `Arc<M>` wherever `M`
/// is a messenger, unsized ones (`Box<dyn Messenger>`) included.
///
/// The declaration is `#[track_caller]`. The attribute reaches every implementation, through generics and
/// through `dyn`, so that a double can tell which line of the code under test sent a message.
///
/// ```
/// use mock_messenger::Messenger;
///
/// struct StandardError;
///
/// impl Messenger for StandardError {
///     fn send(&self, message: &str) {
///         eprintln!("{message}");
///     }
/// }
///
/// let messenger: Box<dyn Messenger> = Box::new(StandardError);
/// messenger.send("the disk is nearly full");
/// ```
pub trait Messenger {
    /// Sends one message.
    ///
    /// A real messenger deals with its own failures (retries, logs, counts them): the caller is not told.
    ///
    /// ```
    /// use mock_messenger::{Messenger, messenger};
    ///
    /// messenger::from_fn(|message| println!("{message}")).send("hello");
    /// ```
    #[track_caller]
    fn send(&self, message: &str);
}

macro_rules! forward {
    ($($pointer:ty),+ $(,)?) => {$(
        impl<M: Messenger + ?Sized> Messenger for $pointer {
            #[inline]
            fn send(&self, message: &str) {
                (**self).send(message);
            }
        }
    )+};
}

forward!(&M, &mut M, Box<M>, Rc<M>, Arc<M>);

/// A messenger made from a closure; see [`from_fn`].
#[derive(Clone, Copy)]
pub struct FromFn<F>(F);

/// Makes a messenger of a closure that is given each message.
///
/// ```
/// use mock_messenger::{LimitTracker, messenger};
///
/// let mut tracker = LimitTracker::new(messenger::from_fn(|warning| eprintln!("{warning}")), 100);
/// tracker.set_value(80);
/// ```
pub fn from_fn<F: Fn(&str)>(f: F) -> FromFn<F> {
    FromFn(f)
}

impl<F: Fn(&str)> Messenger for FromFn<F> {
    #[inline]
    fn send(&self, message: &str) {
        (self.0)(message);
    }
}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFn").finish_non_exhaustive()
    }
}

/// A messenger that sends everything to two others; see [`tee`].
#[derive(Clone, Copy, Debug)]
pub struct Tee<A, B> {
    first: A,
    second: B,
}

/// Sends each message to `first` and then to `second`: a spy beside the real thing, or two real ones.
///
/// If `first` panics, `second` is not reached.
///
/// ```
/// # #[cfg(feature = "testing")] {
/// use mock_messenger::{Messenger, RecordingMessenger, messenger};
///
/// let spy = RecordingMessenger::new();
/// let real = messenger::from_fn(|message| println!("{message}"));
/// messenger::tee(&spy, real).send("printed, and written down");
/// spy.sent().assert_exactly(["printed, and written down"]);
/// # }
/// ```
pub fn tee<A: Messenger, B: Messenger>(first: A, second: B) -> Tee<A, B> {
    Tee { first, second }
}

impl<A: Messenger, B: Messenger> Messenger for Tee<A, B> {
    #[inline]
    fn send(&self, message: &str) {
        self.first.send(message);
        self.second.send(message);
    }
}
