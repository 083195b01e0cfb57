use std::borrow::Cow;
use std::fmt::Debug;

use crate::log::Recordable;

/// Types of entries that a report can show: `str` and every type that implements `Debug`.
///
/// Text is shown as it is, and any other entry in its `Debug` form. Recording does not require this trait; assertions do.
/// You never need to implement it or to call its methods.
pub trait Reported: Recordable {
    /// Whether entries are text, which the report quotes and escapes.
    #[doc(hidden)]
    const TEXT: bool;

    /// Returns the entry on one line.
    #[doc(hidden)]
    fn as_line(&self) -> Cow<'_, str>;

    /// Returns the entry with one line per field.
    #[doc(hidden)]
    fn as_lines(&self) -> Cow<'_, str>;
}

impl<T: Debug> Reported for T {
    const TEXT: bool = false;

    fn as_line(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{self:?}"))
    }

    fn as_lines(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{self:#?}"))
    }
}

impl Reported for str {
    const TEXT: bool = true;

    fn as_line(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn as_lines(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}
