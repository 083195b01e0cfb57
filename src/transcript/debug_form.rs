use std::borrow::Cow;
use std::fmt::Debug;

use crate::log::Recordable;

/// How a recorded call reads in a report: text as it is, anything else in its `Debug` form.
///
/// Implemented for `str` and for every `T: Debug`; it is what an assertion asks of a call beyond recording it.
pub trait Reported: Recordable {
    /// Whether a call is text, to be quoted and escaped by the report.
    #[doc(hidden)]
    const TEXT: bool;

    /// The call on one line.
    #[doc(hidden)]
    fn as_line(&self) -> Cow<'_, str>;

    /// The call with a line for each field.
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
