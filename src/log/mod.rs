//! The append-only logs behind the doubles: each entry in order, with the line that recorded it.

// Tests run in debug builds, which inline nothing else.
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
/// The trait selects the storage: text goes into an arena, and every other value into an `Arc<T>`, so that a snapshot
/// requires nothing of `T`. It is implemented for every supported type, and you never need to call its methods. Name it
/// in the bounds of generic helpers.
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
    /// An entry on its own, apart from the log: `String` for text, `Arc<T>` for a typed call.
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

/// The operations of both logs. `Clone` takes a snapshot, which copies neither full chunks of text nor typed calls.
pub trait Log: Clone + Default {
    type Call: ?Sized;
    /// The type of the entries that iterating by value yields.
    type Owned;

    fn len(&self) -> usize;

    /// Returns the call at `index` and the line that recorded it.
    fn get(&self, index: usize) -> Option<(&Self::Call, &'static Location<'static>)>;

    /// Returns the call at `index` as an owned value.
    fn get_owned(&self, index: usize) -> Option<Self::Owned>;

    /// Returns a new log with the calls from `index` on.
    fn since(&self, index: usize) -> Self;
}
