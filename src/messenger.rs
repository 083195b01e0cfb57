//! The [`Messenger`] trait, its implementations for pointers and `()`, and two adapters.

use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// Something that can send a message.
///
/// `send` takes `&self`, like the trait of the same name in *The Rust Programming Language*, chapter 15.5. A double
/// that records messages therefore needs interior mutability; [`RecordingMessenger`](crate::RecordingMessenger)
/// provides it.
///
/// The trait is dyn-compatible. If `M` implements it, so do `&M`, `&mut M`, `Box<M>`, `Rc<M>` and `Arc<M>`, even for an
/// unsized `M` (`Box<dyn Messenger>`). `()` is a messenger that discards every message.
///
/// `send` is declared `#[track_caller]`. The attribute applies to every implementation, whether it is called through
/// generics or through `dyn`, so a double can record the line of the code under test that sent a message.
///
/// # Examples
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
    /// The method returns nothing, so a messenger has to handle its own failures, for example by retrying or logging.
    /// If the caller needs to know whether a delivery failed, deliver the [`Alert`](crate::Alert) that a tracker
    /// returns instead.
    ///
    /// # Examples
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

/// A messenger that calls a closure; see [`from_fn`].
#[derive(Clone, Copy)]
pub struct FromFn<F>(F);

/// Discards every message.
impl Messenger for () {
    #[inline]
    fn send(&self, _message: &str) {}
}

/// Creates a messenger that calls a closure with each message.
///
/// # Examples
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

/// A messenger that sends every message to two others; see [`tee`].
#[derive(Clone, Copy, Debug)]
pub struct Tee<A, B> {
    first: A,
    second: B,
}

/// Creates a messenger that sends each message first to `first` and then to `second`, for example to a real messenger
/// and to a spy.
///
/// If `first` panics, `second` does not receive the message.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "testing")] {
/// use mock_messenger::{Messenger, RecordingMessenger, messenger};
///
/// let spy = RecordingMessenger::new();
/// let real = messenger::from_fn(|message| println!("{message}"));
/// messenger::tee(&spy, real).send("printed and recorded");
/// spy.sent().assert_exactly(["printed and recorded"]);
/// # }
/// ```
#[doc(alias = "spy")]
#[doc(alias = "callThrough")]
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
