//! How reports format entries and expected values.

use std::any::Any;
use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::fmt::{self, Debug, Write as _};
use std::mem;
use std::panic::{self, AssertUnwindSafe};

use crate::log::Recordable;
use crate::report::diff::value::in_one_order;
use crate::report::limits::LIMITS;

/// Types of entries that a report can show: `str` and every type that implements `Debug`.
///
/// Text is shown as it is, any other entry in its `Debug` form. Assertions require this trait; recording does not. You
/// never need to implement it or to call its methods.
pub trait Reported: Recordable {
    /// Whether the entries are text, which the report quotes and escapes.
    #[doc(hidden)]
    const TEXT: bool;

    /// Formats the entry on one line.
    #[doc(hidden)]
    fn as_line(&self) -> Cow<'_, str>;

    /// Formats the entry with one line per field.
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

/// Formats a value with `{:?}`. The entries of maps and sets are sorted, so that the result does not depend on hashing.
pub(crate) fn debug_line(value: &dyn Debug) -> String {
    let mut out = Bounded::new();
    let line = contained(&mut out, &mut |out| write!(out, "{value:?}"));
    if !out.holds_map || line.len() > out.longest {
        return line;
    }
    in_one_order(&line, &debug_lines(value)).into_owned()
}

/// Formats a value with `{:#?}`, one line per field.
pub(crate) fn debug_lines(value: &dyn Debug) -> String {
    contained(&mut Bounded::new(), &mut |out| write!(out, "{value:#?}"))
}

/// A cache of formatted entries or expected values. It holds up to `LIMITS.cached_form_bytes`; values beyond that are
/// formatted again each time. With more than `LIMITS.cached_forms` values, nothing is cached.
#[derive(Default)]
pub(crate) struct Forms {
    slots: OnceCell<Box<[Slot]>>,
    bytes: Cell<usize>,
}

/// The formatted value, or `None` for an expectation that has no single expected value. The cell is empty until it is
/// first needed.
type Slot = OnceCell<Option<Box<str>>>;

impl Forms {
    /// Returns the cached form at `index`, or calls `format` to create it. `len` is the number of all forms.
    pub(crate) fn get(
        &self,
        len: usize,
        index: usize,
        format: &mut dyn FnMut() -> Option<String>,
    ) -> Option<Cow<'_, str>> {
        let slot = (len <= LIMITS.cached_forms)
            .then(|| &self.slots.get_or_init(|| vec![OnceCell::new(); len].into_boxed_slice())[index]);
        if let Some(form) = slot.and_then(OnceCell::get) {
            return form.as_deref().map(Cow::Borrowed);
        }
        let form = format();
        let length = form.as_ref().map_or(0, String::len);
        let bytes = self.bytes.get() + length;
        match slot.filter(|_| bytes <= LIMITS.cached_form_bytes && length <= LIMIT.get()) {
            Some(slot) => {
                self.bytes.set(bytes);
                slot.get_or_init(|| form.map(String::into_boxed_str)).as_deref().map(Cow::Borrowed)
            }
            None => form.map(Cow::Owned),
        }
    }
}

/// Runs a `Debug` implementation. If it panics or returns an error, the result says so, so that the rest of the report
/// is still written.
fn contained(out: &mut Bounded, write: &mut dyn FnMut(&mut Bounded) -> fmt::Result) -> String {
    let result = panic::catch_unwind(AssertUnwindSafe(|| write(out)));
    out.flush();
    let mut text = mem::take(&mut out.text);
    // A text that grew by doubling may take twice its length.
    text.shrink_to_fit();
    match result {
        Ok(Ok(())) => text,
        Ok(Err(_)) if text.len() >= out.longest => {
            text.push('…');
            text
        }
        Ok(Err(_)) if text.is_empty() => "<its Debug returned an error>".to_owned(),
        Ok(Err(_)) => format!("<its Debug returned an error after {text:?}>"),
        Err(payload) => format!("<its Debug panicked: {}>", message(&*payload)),
    }
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

thread_local!(
    /// The maximum length in bytes of a value that is formatted on this thread.
    static LIMIT: Cell<usize> = const { Cell::new(LIMITS.form_bytes) }
);

/// Calls `format`, and cuts every value that it formats to `bytes`, so that a huge value costs no more than a small
/// one.
pub(crate) fn cut_to<R>(bytes: usize, format: impl FnOnce() -> R) -> R {
    struct Reset(usize);
    impl Drop for Reset {
        fn drop(&mut self) {
            LIMIT.set(self.0);
        }
    }
    let _reset = Reset(LIMIT.replace(bytes));
    format()
}

/// A writer that keeps only a limited number of bytes.
struct Bounded {
    text: String,
    /// The end of the text, before it is appended. The standard library writes a form in pieces of a few bytes, and a
    /// debug build takes some 500 instructions to append one to a `String`.
    buffer: [u8; 512],
    buffered: usize,
    longest: usize,
    /// Whether a map or a set was written. The standard library writes a single opening brace for these, and for
    /// nothing else.
    holds_map: bool,
}

/// The longest piece that is buffered.
const PIECE: usize = 32;

impl Bounded {
    fn new() -> Self {
        Self { text: String::new(), buffer: [0; 512], buffered: 0, longest: LIMIT.get(), holds_map: false }
    }

    /// Appends the buffer to the text. It holds whole pieces, so it is always valid UTF-8.
    fn flush(&mut self) {
        let buffered = &self.buffer[..mem::take(&mut self.buffered)];
        self.text.push_str(std::str::from_utf8(buffered).unwrap_or_default());
    }
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        let bytes = piece.as_bytes();
        let length = bytes.len();
        if length == 1 && bytes[0] == b'{' {
            self.holds_map = true;
        }
        let end = self.buffered + length;
        if length <= PIECE && end <= self.buffer.len() && self.text.len() + end <= self.longest {
            let mut i = 0;
            while i < length {
                self.buffer[self.buffered + i] = bytes[i];
                i += 1;
            }
            self.buffered = end;
            return Ok(());
        }
        self.flush();
        if self.text.len() + length <= self.longest {
            self.text.push_str(piece);
            return Ok(());
        }
        let room = self.longest - self.text.len();
        let mut end = room;
        while !piece.is_char_boundary(end) {
            end -= 1;
        }
        self.text.push_str(&piece[..end]);
        // Pads the text up to the limit, so that the caller can distinguish this case from an error of the
        // implementation.
        self.text.extend(std::iter::repeat_n(' ', room - end));
        Err(fmt::Error)
    }
}
