//! The runtime support for the code that the attribute `double` generates.
//!
//! Only the items that [`crate`] exports by name are public. Every use of the attribute adds to the compile time, so
//! the generated code is small: a struct with a [`Method`] for each method, a [`Signature`] that declares the types of
//! each method, and the implementation of the trait, which records each call and returns a value. Everything else is
//! here. All doubles share the type [`Call`], so that transcripts and reports of calls are compiled only once.

#![allow(missing_docs)] // Most items are public only for the code that the attribute writes.

mod arguments;
mod call;
pub mod capture;
mod kept;
mod lent;
mod lists;
mod method;
pub mod names;
mod script;
mod signature;
mod view;
mod wrapping;

pub use self::arguments::{
    ArgumentType, ArgumentTypes, Debugged, Exact, Expected, IntoArgument, IntoArguments, expected,
};
pub use self::call::{Call, CallLog, Captured, MethodInfo};
pub use self::kept::{DebugForm, Kept, Shown, TypeName};
pub use self::lists::IntoArgumentsList;
pub use self::method::{Core, Method, Origin, Repeatable, answer_as};
pub use self::script::panic_unscriptable;
pub use self::signature::{KnownOutput, ProbedOutput, Signature};
pub use self::view::{Calls, FoundCall};
pub use self::wrapping::{Owned, Pointer, Unwrapped, Wrapped, note_answer};
pub use crate::transcript::IntoMatcher;

/// Keeps an argument whose type can be named. Method resolution detects whether the type implements `Clone` and
/// `Debug`.
#[doc(hidden)]
#[macro_export]
macro_rules! __keep {
    // A reference to the argument.
    (clone $place:expr, $ty:ty, $name:expr) => {{
        #[allow(unused_imports)]
        use $crate::__double::capture::{FindDebug as _, FormatDebug as _, HoldClone as _};
        $crate::Kept::<$ty>::new(
            (&&$crate::__double::capture::Cloning($place)).hold(),
            (&$crate::__double::capture::Debugging::<$ty>::NEW).find(),
            || (&$crate::__double::capture::Showing($place)).form(),
            $name,
        )
    }};
    // The argument itself, if nothing else needs it.
    (move $value:expr, $ty:ty, $name:expr) => {{
        #[allow(unused_imports)]
        use $crate::__double::capture::{FindDebug as _, HoldMoved as _};
        $crate::Kept::<$ty>::moved(
            (&$crate::__double::capture::Moving::<$ty>::NEW).hold($value),
            (&$crate::__double::capture::Debugging::<$ty>::NEW).find(),
            $name,
        )
    }};
    // A value created from the argument, or else the `Debug` form of the argument. The expression may use `?` on parts
    // that cannot be cloned.
    (made $value:expr, $place:expr, $ty:ty, $name:expr) => {{
        #[allow(unused_imports)]
        use $crate::__double::capture::{ClonePart as _, FindDebug as _, FormatDebug as _, HoldMoved as _};
        $crate::Kept::<$ty>::new(
            (|| ::core::option::Option::Some($value))()
                .and_then(|value: $ty| (&$crate::__double::capture::Moving::<$ty>::NEW).hold(value).ok()),
            (&$crate::__double::capture::Debugging::<$ty>::NEW).find(),
            || (&$crate::__double::capture::Showing($place)).form(),
            $name,
        )
    }};
    // The `Debug` form of an argument whose type cannot be named or has a lifetime.
    (shown $place:expr, $name:expr) => {{
        #[allow(unused_imports)]
        use $crate::__double::capture::FormatDebug as _;
        $crate::__double::keep_shown((&$crate::__double::capture::Showing($place)).form(), $name)
    }};
}

/// Keeps the `Debug` form of an argument, or the name of its type if it is unknown whether it implements `Debug`.
#[must_use]
pub fn keep_shown(form: Option<DebugForm>, type_name: TypeName) -> Kept<Shown> {
    match form {
        Some(form) => Kept::of(Shown::from_form(form.line)),
        None if type_name.is_generic() => Kept::of(Shown::from_form(format!("<{type_name}>"))),
        None => Kept::new(None, None, || None, type_name),
    }
}

/// Keeps a value that is known to have all that a report needs.
pub fn kept<T: std::fmt::Debug + Send + Sync + 'static>(value: T) -> Kept<T> {
    Kept::of(value)
}

/// Keeps the owned form of `str`, `Path` and the like.
pub fn owned<T>(value: &T) -> Kept<T::Owned>
where
    T: ToOwned<Owned: std::fmt::Debug + Send + Sync + 'static> + ?Sized,
{
    Kept::of(value.to_owned())
}

/// Calls a projection. The argument determines the type of the projection's parameter.
pub fn project<T: ?Sized, U>(argument: &T, projection: impl FnOnce(&T) -> U) -> U {
    projection(argument)
}

/// Calls a projection that may consume the argument, such as an iterator.
pub fn project_mut<T: ?Sized, U>(argument: &mut T, projection: impl FnOnce(&mut T) -> U) -> U {
    projection(argument)
}
