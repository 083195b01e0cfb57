//! The type [`Call`]: a recorded call of any method of any double.

use std::any::{Any, TypeId};
use std::fmt::{self, Debug, Write as _};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, OnceLock};

use crate::transcript::{debug_line, debug_lines};

/// A recorded call of a double that [`double`](macro@crate::double) generated, with the kept values of its arguments.
///
/// Its `Debug` form looks like a call in source code: `mail(to: "ann", body: "Dear ann")`. If several doubles share a
/// log, it starts with the double: `owner.mail(to: "ann", body: "Dear ann")`. If the call was passed on to a real
/// object, it ends with the result: `pay(to: "ann", cents: 3) -> Ok(())`.
///
/// All doubles use this type, so that several doubles can share a [`CallLog`].
///
/// # Examples
///
/// ```
/// #[mock_messenger::double]
/// trait Mailer {
///     fn mail(&self, to: &str, body: &str);
/// }
///
/// let mailer = MailerDouble::new();
/// mailer.mail("ann", "Dear ann");
///
/// let call = mailer.calls().assert_once(MailerCall::mail("ann", ..));
/// assert_eq!(call.method(), "mail");
/// assert_eq!(format!("{call:?}"), r#"mail(to: "ann", body: "Dear ann")"#);
/// ```
#[doc(alias = "getCall")]
#[doc(alias = "invocation")]
pub struct Call {
    recipient: Arc<Recipient>,
    method: MethodId,
    info: MethodInfo,
    arguments: Box<dyn Captured>,
    /// The `Debug` form of the result, if the call was passed on to a real object.
    answer: OnceLock<String>,
}

/// A log that several doubles can share, with the constructor `in_log` of the doubles.
///
/// It is a recorder of [`Call`]s, with snapshots and waits.
///
/// # Examples
///
/// ```
/// use mock_messenger::CallLog;
///
/// #[mock_messenger::double]
/// trait Store {
///     fn save(&self, id: u32);
/// }
///
/// #[mock_messenger::double]
/// trait Mailer {
///     fn mail(&self, to: &str);
/// }
///
/// let log = CallLog::new();
/// let (store, mailer) = (StoreDouble::in_log(&log), MailerDouble::in_log(&log));
/// store.save(7);
/// mailer.mail("ann");
/// log.calls().assert_exactly([StoreCall::save(7), MailerCall::mail("ann")]);
/// ```
#[doc(alias = "InOrder")]
#[doc(alias = "Sequence")]
pub type CallLog = crate::recording::SyncRecorder<Call>;

/// The double that received a call.
#[derive(Debug)]
pub(super) struct Recipient {
    pub(super) trait_name: &'static str,
    pub(super) name: Option<Arc<str>>,
    /// Whether the `Debug` forms of calls contain the name of the double, because other doubles share the log.
    pub(super) is_shown: bool,
}

impl Recipient {
    pub(super) fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(self.trait_name)
    }
}

/// Identifies a method of a generated double.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodId {
    double: TypeId,
    number: usize,
}

impl MethodId {
    pub(super) fn of<D: 'static>(number: usize) -> Self {
        Self { double: TypeId::of::<D>(), number }
    }
}

/// The declaration of a method, for reports and panics: `Mailer::mail(to, body) -> Result<(), String>`.
///
/// It is a single literal to keep the generated code small.
#[derive(Clone, Copy, Debug)]
pub struct MethodInfo(pub &'static str);

impl MethodInfo {
    /// Returns `Mailer::mail`.
    pub(super) fn path(self) -> &'static str {
        self.0.split_once('(').map_or(self.0, |(path, _)| path)
    }

    /// Returns `mail`.
    pub(super) fn name(self) -> &'static str {
        self.path().rsplit_once("::").map_or(self.path(), |(_, name)| name)
    }

    /// Returns the names of the arguments.
    pub(super) fn arguments(self) -> impl Iterator<Item = &'static str> {
        let names = self.0.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        names.map_or("", |(names, _)| names).split(", ").filter(|name| !name.is_empty())
    }

    /// Returns the type of the output, `()` if none is declared.
    pub(super) fn output(self) -> &'static str {
        self.0.split_once(") -> ").map_or("()", |(_, output)| output)
    }
}

/// The arguments of one call: a tuple of [`Kept`](super::Kept) values.
///
/// Kept values are never modified, so a panic in user code cannot leave them half-changed.
pub trait Captured: Any + Send + Sync {
    fn argument(&self, index: usize) -> Option<&dyn Argument>;
    fn as_any(&self) -> &dyn Any;
}

/// One argument of a call: a [`Kept`](super::Kept) value.
pub trait Argument: Any + Debug {
    fn as_any(&self) -> &dyn Any;
}

impl UnwindSafe for Call {}
impl RefUnwindSafe for Call {}

impl Call {
    pub(super) fn new(
        recipient: Arc<Recipient>,
        method: MethodId,
        info: MethodInfo,
        arguments: Box<dyn Captured>,
    ) -> Self {
        Self { recipient, method, info, arguments, answer: OnceLock::new() }
    }

    /// Returns the name of the method.
    ///
    /// # Examples
    ///
    /// ```
    /// #[mock_messenger::double]
    /// trait Clock {
    ///     fn tick(&self);
    /// }
    ///
    /// let clock = ClockDouble::new();
    /// clock.tick();
    /// assert_eq!(clock.calls()[0].method(), "tick");
    /// ```
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.info.name()
    }

    /// Returns the name of the double that received the call, or the name of its trait if the double has no name.
    ///
    /// # Examples
    ///
    /// ```
    /// #[mock_messenger::double]
    /// trait Clock {
    ///     fn tick(&self);
    /// }
    ///
    /// let clock = ClockDouble::named("wall clock");
    /// clock.tick();
    /// assert_eq!(clock.calls()[0].recipient(), "wall clock");
    /// ```
    #[must_use]
    pub fn recipient(&self) -> &str {
        self.recipient.label()
    }

    /// Returns the `Debug` form of the result, if the double passed the call on to a real object.
    ///
    /// # Examples
    ///
    /// ```
    /// #[mock_messenger::double(wrapping)]
    /// trait Adder {
    ///     fn add(&self, a: u32, b: u32) -> u32;
    /// }
    ///
    /// struct RealAdder;
    /// impl Adder for RealAdder {
    ///     fn add(&self, a: u32, b: u32) -> u32 { a + b }
    /// }
    ///
    /// let adder = AdderDouble::wrapping(RealAdder);
    /// adder.add(1, 2);
    /// assert_eq!(adder.calls()[0].answer(), Some("3"));
    /// ```
    #[must_use]
    pub fn answer(&self) -> Option<&str> {
        self.answer.get().map(String::as_str)
    }

    pub(super) fn set_answer(&self, answer: String) {
        // A call has only one result, so this is set at most once.
        let _ = self.answer.set(answer);
    }

    pub(super) fn is_of(&self, method: MethodId) -> bool {
        self.method == method
    }

    pub(super) fn is_received_by(&self, recipient: &Arc<Recipient>) -> bool {
        Arc::ptr_eq(&self.recipient, recipient)
    }

    pub(super) fn argument(&self, index: usize) -> Option<&dyn Argument> {
        self.arguments.argument(index)
    }

    pub(super) fn arguments<K: 'static>(&self) -> Option<&K> {
        self.arguments.as_any().downcast_ref()
    }
}

/// Formats the call like source code: `mail(to: "ann", body: "Dear ann")`.
impl Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pretty = f.alternate();
        let argument = |index| {
            let argument = self.argument(index)?;
            Some(if pretty { debug_lines(&argument) } else { debug_line(&argument) })
        };
        if let Some(form) = call_form(&self.recipient, self.info, pretty, argument) {
            f.write_str(&form)?;
        }
        match self.answer() {
            Some(answer) => write!(f, " -> {answer}"),
            None => Ok(()),
        }
    }
}

/// Formats a call, or returns `None` if an argument cannot be formatted. The pretty form has one line for each
/// argument.
pub(super) fn call_form(
    recipient: &Recipient,
    info: MethodInfo,
    pretty: bool,
    argument: impl Fn(usize) -> Option<String>,
) -> Option<String> {
    let mut out = String::new();
    if recipient.is_shown {
        out.push_str(recipient.label());
        out.push('.');
    }
    out.push_str(info.name());
    out.push('(');
    for (index, name) in info.arguments().enumerate() {
        let value = argument(index)?;
        let _ = if pretty {
            write!(out, "\n    {name}: {},", value.replace('\n', "\n    "))
        } else {
            write!(out, "{}{name}: {value}", if index == 0 { "" } else { ", " })
        };
    }
    out.push_str(if pretty && info.arguments().next().is_some() { "\n)" } else { ")" });
    Some(out)
}
