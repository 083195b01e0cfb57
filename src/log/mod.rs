//! The append-only log behind every double: what was recorded, in order, with the line that recorded it.

// Tests run in debug builds, and those inline nothing else.
#![allow(clippy::inline_always)]

mod calls;
mod starts;
mod text;

use std::panic::Location;

pub(crate) use calls::CallLog;
pub(crate) use text::TextLog;

/// What a [`Recorder`](crate::Recorder) can record: `str`, and every sized type.
///
/// The trait picks the storage: text goes into an arena, everything else is kept as `Arc<T>`, which is why a
/// snapshot asks nothing of `T`. It is implemented for all types that it makes sense for, and is nothing to call.
///
/// ```
/// use mock_messenger::{Recordable, Transcript};
///
/// fn how_many<T: Recordable + ?Sized>(transcript: &Transcript<T>) -> usize {
///     transcript.len()
/// }
/// ```
pub trait Recordable {
    /// Where calls of this type are kept.
    #[doc(hidden)]
    type Log: Log<Call = Self>;
}

impl<T> Recordable for T {
    type Log = CallLog<T>;
}

impl Recordable for str {
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
