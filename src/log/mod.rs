//! The append-only logs of the doubles. A log stores its entries in order, each with the source line that recorded it.

// Tests run in debug builds, which inline only functions marked `#[inline(always)]`.
#![allow(clippy::inline_always)]

mod calls;
mod offsets;
mod text;

use std::panic::Location;
use std::sync::Arc;

pub(crate) use calls::CallLog;
pub(crate) use text::TextLog;

/// A type that a [`Recorder`](crate::Recorder) can record: `str`, and every sized type.
///
/// The trait selects how entries are stored: text in an arena, any other value in an `Arc<T>`, so that a snapshot can
/// share the calls of any `T`. It is implemented for every supported type, and you never need to call its methods. Use
/// it as a bound in generic helpers.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Recordable, Transcript};
///
/// fn length<T: Recordable + ?Sized>(transcript: &Transcript<T>) -> usize {
///     transcript.len()
/// }
/// ```
pub trait Recordable {
    /// An owned entry: `String` for text, `Arc<T>` for a typed call.
    type Owned;

    /// The log that stores calls of this type.
    #[doc(hidden)]
    type Log: Log<Call = Self, Owned = Self::Owned>;
}

impl<T> Recordable for T {
    type Owned = Arc<T>;
    type Log = CallLog<T>;
}

impl Recordable for str {
    type Owned = String;
    type Log = TextLog;
}

/// The operations that both logs support. `Clone` takes a snapshot; it copies neither full chunks of text nor typed
/// calls.
pub trait Log: Clone + Default {
    type Call: ?Sized;
    /// The type of an owned entry, as an iterator by value yields it.
    type Owned;

    fn len(&self) -> usize;

    /// Returns the call at `index` and the line that recorded it.
    fn get(&self, index: usize) -> Option<(&Self::Call, &'static Location<'static>)>;

    /// Returns the call at `index` as an owned value.
    fn get_owned(&self, index: usize) -> Option<Self::Owned>;

    /// Returns a new log that contains the calls from `index` on.
    fn since(&self, index: usize) -> Self;
}
