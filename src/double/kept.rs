//! The type [`Kept`]: the kept value of an argument.

use std::any::Any;
use std::fmt::{self, Debug, Display};
use std::ops::Deref;

use super::call::Argument;
use crate::transcript::{debug_line, debug_lines};

/// The kept value of an argument of a recorded call, or its `Debug` form if the value could be neither cloned nor
/// moved.
///
/// It dereferences to the value. The value is a clone of the argument: if it contains an `Arc<Mutex<_>>`, later changes
/// are visible.
///
/// # Examples
///
/// ```
/// #[mock_messenger::double]
/// trait Mailer {
///     fn mail(&self, to: &str, copies: u32);
/// }
///
/// let mailer = MailerDouble::new();
/// mailer.mail("ann", 3);
///
/// let (to, copies) = &mailer.mail.calls()[0];
/// assert!(to.starts_with("a"));
/// assert_eq!(*copies, 3);
/// ```
#[doc(alias = "ArgumentCaptor")]
#[doc(alias = "SaveArg")]
pub struct Kept<T: ?Sized>(Form<T>);

enum Form<T: ?Sized> {
    Value { value: Box<dyn Hold<T>>, debug: Option<DebugFn<T>>, type_name: TypeName },
    Text { line: String, lines: String, type_name: TypeName },
    Nothing { type_name: TypeName },
}

/// The name of an argument's type, for reports.
#[derive(Clone, Copy, Debug)]
pub struct TypeName {
    text: &'static str,
    /// Whether the type is a type parameter, of which only the bounds are known.
    is_generic: bool,
}

impl TypeName {
    /// Creates the name from the tokens of the declaration.
    #[must_use]
    pub const fn written(text: &'static str) -> Self {
        Self { text, is_generic: false }
    }

    /// Creates the name of the type that a type parameter stands for.
    #[must_use]
    pub fn generic<T: ?Sized>() -> Self {
        Self { text: std::any::type_name::<T>(), is_generic: true }
    }

    /// Creates the name of the type of a value, which a type parameter or `impl Trait` hides.
    #[must_use]
    pub fn of_generic<T: ?Sized>(_: &T) -> Self {
        Self::generic::<T>()
    }

    pub(super) const fn is_generic(self) -> bool {
        self.is_generic
    }
}

impl Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

pub(super) type DebugFn<T> = fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result;

/// A container for a value that several threads may access.
pub trait Hold<T: ?Sized>: Send + Sync {
    fn value(&self) -> &T;
}

/// A value of a sized type.
pub(super) struct Held<T>(pub(super) T);

impl<T: Send + Sync> Hold<T> for Held<T> {
    fn value(&self) -> &T {
        &self.0
    }
}

/// The owned form of a value of an unsized type.
pub(super) struct HeldOwned<T: ToOwned + ?Sized>(pub(super) T::Owned);

impl<T: ToOwned<Owned: Send + Sync> + ?Sized> Hold<T> for HeldOwned<T> {
    fn value(&self) -> &T {
        std::borrow::Borrow::borrow(&self.0)
    }
}

/// A `Debug` form, both on one line and with one line per field.
#[derive(Debug)]
pub struct DebugForm {
    pub line: String,
    pub lines: String,
}

impl<T: Debug + Send + Sync + 'static> Kept<T> {
    /// Keeps a value of a type that is known to implement all necessary traits.
    #[doc(hidden)]
    pub fn of(value: T) -> Self {
        Self(Form::Value {
            value: Box::new(Held(value)),
            debug: Some(T::fmt),
            type_name: TypeName::written(""),
        })
    }
}

impl<T: ?Sized + 'static> Kept<T> {
    /// Keeps `value`, if any, or else the `Debug` form, if any.
    #[doc(hidden)]
    pub fn new(
        value: Option<Box<dyn Hold<T>>>,
        debug: Option<DebugFn<T>>,
        form: impl FnOnce() -> Option<DebugForm>,
        type_name: TypeName,
    ) -> Self {
        Self(match value {
            Some(value) => Form::Value { value, debug, type_name },
            None => match form() {
                Some(DebugForm { line, lines }) => Form::Text { line, lines, type_name },
                None => Form::Nothing { type_name },
            },
        })
    }

    /// Keeps a value that the method owns and does not need, or its `Debug` form if the value is not `Send` and `Sync`.
    #[doc(hidden)]
    pub fn moved(value: Result<Box<dyn Hold<T>>, T>, debug: Option<DebugFn<T>>, type_name: TypeName) -> Self
    where
        T: Sized,
    {
        let (value, rest) = match value {
            Ok(value) => (Some(value), None),
            Err(rest) => (None, Some(rest)),
        };
        let form = || {
            let shown = ByFunction(rest.as_ref()?, debug?);
            Some(DebugForm { line: debug_line(&shown), lines: debug_lines(&shown) })
        };
        Self::new(value, debug, form, type_name)
    }

    /// Returns the value, or `None` if only its `Debug` form or nothing could be kept.
    ///
    /// # Examples
    ///
    /// ```
    /// #[derive(Debug)]
    /// struct NotClone;
    ///
    /// #[mock_messenger::double]
    /// trait Log {
    ///     fn log(&self, line: &str, origin: &NotClone);
    /// }
    ///
    /// let log = LogDouble::new();
    /// log.log("hello", &NotClone);
    /// assert_eq!(log.log.calls()[0].0.value().map(String::as_str), Some("hello"));
    /// assert!(log.log.calls()[0].1.value().is_none());
    /// log.log.calls().assert_once(("hello", "NotClone")); // by its `Debug` form
    /// ```
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match &self.0 {
            Form::Value { value, .. } => Some(value.value()),
            Form::Text { .. } | Form::Nothing { .. } => None,
        }
    }

    /// Returns the `Debug` form, if it was kept instead of the value.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.0 {
            Form::Text { line, .. } => Some(line),
            Form::Value { .. } | Form::Nothing { .. } => None,
        }
    }

    /// Returns whether the `Debug` form distinguishes values.
    pub(super) fn has_form(&self) -> bool {
        matches!(self.0, Form::Value { debug: Some(_), .. } | Form::Text { .. })
    }

    /// Explains why the value itself was not kept.
    pub(super) fn why_not_kept(&self) -> String {
        match &self.0 {
            Form::Value { .. } => "the value was kept".to_owned(),
            Form::Text { line, type_name, .. } => format!(
                "of {line} only the `Debug` form was kept, since `{type_name}` cannot be cloned for another thread"
            ),
            Form::Nothing { type_name } if type_name.is_generic => {
                format!(
                    "it was not kept, since no bound says that `{type_name}` implements `Clone` or `Debug`"
                )
            }
            Form::Nothing { type_name } => {
                format!("it was not kept, since `{type_name}` implements neither `Clone` nor `Debug`")
            }
        }
    }
}

/// A value, with a function that formats it.
struct ByFunction<'a, T: ?Sized>(&'a T, DebugFn<T>);

impl<T: ?Sized> Debug for ByFunction<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.1)(self.0, f)
    }
}

impl<T: ?Sized + 'static> Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Value { value, debug: Some(debug), .. } => debug(value.value(), f),
            Form::Value { debug: None, type_name, .. } if type_name.is_generic => {
                write!(f, "<{type_name}, not known to implement Debug>")
            }
            Form::Value { debug: None, type_name, .. } => write!(f, "<{type_name}, which has no Debug>"),
            Form::Text { lines, .. } if f.alternate() => f.write_str(lines),
            Form::Text { line, .. } => f.write_str(line),
            Form::Nothing { type_name } => write!(f, "<{type_name}, not kept>"),
        }
    }
}

impl<T: ?Sized + 'static> Argument for Kept<T> {
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// # Panics
///
/// Panics with the reason if the value was not kept.
impl<T: ?Sized + 'static> Deref for Kept<T> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        match self.value() {
            Some(value) => value,
            None => panic!("the value of this argument is not available: {}", self.why_not_kept()),
        }
    }
}

/// A value that was not kept is not equal to anything.
impl<T: PartialEq<U> + ?Sized + 'static, U: ?Sized> PartialEq<U> for Kept<T> {
    fn eq(&self, other: &U) -> bool {
        self.value().is_some_and(|value| value == other)
    }
}

/// The `Debug` form of an argument whose type cannot be kept, such as one that borrows or a generic one.
///
/// Match it with text, a predicate on text, a closure that takes `&str`, or [`Shown::of`] an expected value.
///
/// If the bounds of a generic type do not include `Debug`, the form is the name of the type: `<my_crate::Handler>`.
///
/// # Examples
///
/// ```
/// use std::fmt::Debug;
/// use mock_messenger::Shown;
///
/// #[mock_messenger::double]
/// trait Trace {
///     fn event(&self, value: impl Debug);
/// }
///
/// let trace = TraceDouble::new();
/// trace.event(Some("ann"));
/// trace.event.calls().assert_once(Shown::of(&Some("ann")));
/// trace.event.calls().assert_once(r#"Some("ann")"#);
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shown(String);

impl Shown {
    /// Returns the `Debug` form of `value`.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::Shown::of(&[1, 2]).to_string(), "[1, 2]");
    /// ```
    #[must_use]
    pub fn of(value: &(impl Debug + ?Sized)) -> Self {
        Self(debug_line(&value))
    }

    pub(crate) fn from_form(form: String) -> Self {
        Self(form)
    }
}

impl Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::borrow::Borrow<str> for Shown {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Shown {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
