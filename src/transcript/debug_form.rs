//! The forms in which entries and expected values are shown.

use std::any::Any;
use std::borrow::Cow;
use std::fmt::{self, Debug, Write as _};
use std::panic::{self, AssertUnwindSafe};

use crate::log::Recordable;
use crate::report::diff::value::in_one_order;

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
        Cow::Owned(debug_line(self))
    }

    fn as_lines(&self) -> Cow<'_, str> {
        Cow::Owned(debug_lines(self))
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

/// Returns the `Debug` form on one line, with the entries of maps and sets in one order.
pub(crate) fn debug_line(value: &impl Debug) -> String {
    let line = contained(|out| write!(out, "{value:?}"));
    in_one_order(&line, || debug_lines(value)).into_owned()
}

/// Returns the `Debug` form with one line per field.
pub(crate) fn debug_lines(value: &impl Debug) -> String {
    contained(|out| write!(out, "{value:#?}"))
}

/// Runs a `Debug` implementation. If it panics or returns an error, the form says so, and the report goes on.
fn contained(write: impl FnOnce(&mut Bounded) -> fmt::Result) -> String {
    let mut out = Bounded(String::new());
    match panic::catch_unwind(AssertUnwindSafe(|| write(&mut out))) {
        Ok(Ok(())) => out.0,
        Ok(Err(_)) if out.0.len() >= LONGEST => {
            out.0.push('…');
            out.0
        }
        Ok(Err(_)) if out.0.is_empty() => "<its Debug returned an error>".to_owned(),
        Ok(Err(_)) => format!("<its Debug returned an error after {:?}>", out.0),
        Err(payload) => format!("<its Debug panicked: {}>", message(&*payload)),
    }
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

/// The largest number of bytes of one form. What is beyond is cut.
const LONGEST: usize = 1 << 20;

/// Text that takes no more than [`LONGEST`] bytes.
struct Bounded(String);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = LONGEST.saturating_sub(self.0.len());
        if text.len() <= room {
            self.0.push_str(text);
            return Ok(());
        }
        let end = (0..=room).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        self.0.push_str(&text[..end]);
        // Pads up to the limit, so that the caller can tell this from an error of the implementation.
        self.0.extend(std::iter::repeat_n(' ', room - end));
        Err(fmt::Error)
    }
}
