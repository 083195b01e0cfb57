//! Doubles that pass calls on to a real object.

use std::fmt::Debug;

use super::call::Call;
use super::kept::DebugForm;

/// Stands for the real object in a double that does not wrap one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwrapped;

/// The real object of a double, or a pointer to it. `Kind` is [`Owned`] or [`Pointer`].
pub struct Wrapped<R, Kind> {
    pub real: R,
    pub kind: std::marker::PhantomData<fn() -> Kind>,
}

/// The double owns the real object.
#[derive(Debug)]
pub enum Owned {}

/// The double holds an `Arc`, `Rc`, `Box` or reference to the real object.
#[derive(Debug)]
pub enum Pointer {}

impl<R, Kind> Wrapped<R, Kind> {
    pub const fn new(real: R) -> Self {
        Self { real, kind: std::marker::PhantomData }
    }
}

impl<R: Clone, Kind> Clone for Wrapped<R, Kind> {
    fn clone(&self) -> Self {
        Self::new(self.real.clone())
    }
}

impl<R, Kind> Debug for Wrapped<R, Kind> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wrapped")
    }
}

/// Stores the `Debug` form of the result of the real object, if it has one.
pub fn note_answer(call: &Call, form: Option<DebugForm>) {
    match form {
        Some(form) if form.line == "()" => {}
        Some(form) => call.set_answer(form.line),
        None => call.set_answer("<an answer without Debug>".to_owned()),
    }
}
