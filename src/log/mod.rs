//! The append-only log behind every double: what was recorded, in order, with the line that recorded it.

// Tests run in debug builds, and those inline nothing else.
#![allow(clippy::inline_always)]

mod calls;
mod starts;
mod text;

use std::panic::Location;
use std::sync::Arc;

pub(crate) use calls::CallLog;
pub(crate) use text::TextLog;

/// The types that a [`Recorder`](crate::Recorder) records: `str` and every sized type.
///
/// The trait selects the storage. Text goes into an arena; a typed call is kept as an `Arc<T>`, so a snapshot needs
/// no bound on `T`. The trait is implemented for every supported type.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Recordable, Transcript};
///
/// fn count<T: Recordable + ?Sized>(transcript: &Transcript<T>) -> usize {
///     transcript.len()
/// }
/// ```
pub trait Recordable {
    /// An entry on its own, apart from the log: `String` for text, `Arc<T>` for a typed call.
    type Owned;

    /// The storage for entries of this type.
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

/// What both logs can do. `Clone` is the snapshot: it copies no text that is full and duplicates no typed call.
pub trait Log: Clone + Default {
    type Call: ?Sized;
    /// What iterating by value yields.
    type Owned;

    fn len(&self) -> usize;

    /// The call at `index` and the line that recorded it.
    fn get(&self, index: usize) -> Option<(&Self::Call, &'static Location<'static>)>;

    /// The call at `index`, kept apart from the log.
    fn get_owned(&self, index: usize) -> Option<Self::Owned>;

    /// A log of its own with the calls from `index` on.
    fn since(&self, index: usize) -> Self;
}
