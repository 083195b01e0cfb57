//! Matchers for the arguments of a call.

use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::sync::Arc;

use predicates::Predicate;

use super::call::{Argument, Call, Captured, MethodId, MethodInfo, Recipient, call_form};
use super::kept::{Kept, Shown};
use crate::report::diff::entry_diff::argument_reason;
use crate::transcript::{
    Condition, Explanation, IntoMatcher, Matcher, Number, debug_line, debug_lines, matcher_kind,
};

/// A marker for the type of an argument whose value is kept.
#[derive(Debug)]
pub struct Exact<T: ?Sized>(PhantomData<T>);

/// A marker for the type of an argument of which possibly only the `Debug` form is kept, so that text matches it too.
#[derive(Debug)]
pub struct Debugged<T: ?Sized>(PhantomData<T>);

/// Implemented by [`Exact`] and [`Debugged`].
pub trait ArgumentType {
    type Value: ?Sized + 'static;
}

impl<T: ?Sized + 'static> ArgumentType for Exact<T> {
    type Value = T;
}

impl<T: ?Sized + 'static> ArgumentType for Debugged<T> {
    type Value = T;
}

/// A tuple with the types of all arguments.
pub trait ArgumentTypes {
    /// The tuple of the kept values.
    type Kept: Captured;
}

/// The marker types that distinguish the implementations of the traits below.
mod kind {
    use std::marker::PhantomData;

    /// An expected call.
    #[derive(Debug)]
    pub enum Expected {}
    /// A matcher of a single argument, without a tuple.
    #[derive(Debug)]
    pub struct Only<K>(PhantomData<K>);
    /// A text, compared with the text or the `Debug` form.
    #[derive(Debug)]
    pub enum Form {}
    /// A closure that takes the text or the `Debug` form.
    #[derive(Debug)]
    pub enum FormClosure {}
    /// A predicate that takes the text or the `Debug` form.
    #[derive(Debug)]
    pub enum FormPredicate {}
}

/// Types that can be a matcher for an argument of type `T` of which possibly only the `Debug` form is kept.
///
/// These are all matchers of a `T`, and also text, closures that take `&str`, and predicates on text. The latter match
/// the text of a text type such as `Arc<str>`, and the `Debug` form of any other argument.
///
/// # Examples
///
/// ```
/// use mock_messenger::predicate;
///
/// #[derive(Debug)]
/// struct Order { id: u32 } // not `Clone`
///
/// #[mock_messenger::double]
/// trait Shop {
///     fn place(&self, order: &Order);
/// }
///
/// let shop = ShopDouble::new();
/// shop.place(&Order { id: 7 });
/// shop.place.calls().assert_once("Order { id: 7 }");
/// shop.calls().assert_once(ShopCall::place(predicate::str::contains("id: 7")));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a matcher for an argument of type `{T}`",
    label = "not a matcher for `{T}`",
    note = "to compare the argument with a value, use a value of type `{T}` or a reference to one; `{T}` has to implement `PartialEq` and `Debug`",
    note = "to match the `Debug` form of the argument, use text, a closure such as `|form: &str| form.contains(\"id: 7\")`, or a text predicate; `..` matches anything"
)]
pub trait IntoArgument<'m, T: ?Sized, Kind> {
    #[doc(hidden)]
    fn into_argument(self) -> ArgumentMatcher<'m>;
}

// A macro for certain kinds of matchers: with one implementation for all kinds, the use of a text would be ambiguous.
macro_rules! by_value {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<'m, T: ?Sized + 'static, M> IntoArgument<'m, T, matcher_kind::$kind> for M
        where
            M: IntoMatcher<'m, T, matcher_kind::$kind>,
        {
            fn into_argument(self) -> ArgumentMatcher<'m> {
                ArgumentMatcher::of_value(self.into_matcher())
            }
        }
    )*};
}

by_value! { Value Reference LooselyEqual Anything Closure SliceClosure Predicate Matcher }

#[diagnostic::do_not_recommend]
impl<'m, T: ?Sized + 'static> IntoArgument<'m, T, kind::Form> for &'m str {
    fn into_argument(self) -> ArgumentMatcher<'m> {
        ArgumentMatcher::of_form::<T>(self.into_matcher())
    }
}

#[diagnostic::do_not_recommend]
impl<'m, T: ?Sized + 'static, F: Fn(&str) -> bool + 'm> IntoArgument<'m, T, kind::FormClosure> for F {
    fn into_argument(self) -> ArgumentMatcher<'m> {
        ArgumentMatcher::of_form::<T>(self.into_matcher())
    }
}

#[diagnostic::do_not_recommend]
impl<'m, T: ?Sized + 'static, P: Predicate<str> + 'm> IntoArgument<'m, T, kind::FormPredicate> for P {
    fn into_argument(self) -> ArgumentMatcher<'m> {
        ArgumentMatcher::of_form::<T>(self.into_matcher())
    }
}

/// Types that can be a matcher for one argument, whose type is [`Exact`] or [`Debugged`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a matcher for an argument that is kept as `{A}`",
    label = "not a matcher for this argument"
)]
pub trait IntoArgumentOf<'m, A, Kind> {
    fn into_argument_of(self) -> ArgumentMatcher<'m>;
}

#[diagnostic::do_not_recommend]
impl<'m, T: ?Sized + 'static, K, M: IntoMatcher<'m, T, K>> IntoArgumentOf<'m, Exact<T>, K> for M {
    fn into_argument_of(self) -> ArgumentMatcher<'m> {
        ArgumentMatcher::of_value(self.into_matcher())
    }
}

#[diagnostic::do_not_recommend]
impl<'m, T: ?Sized + 'static, K, M: IntoArgument<'m, T, K>> IntoArgumentOf<'m, Debugged<T>, K> for M {
    fn into_argument_of(self) -> ArgumentMatcher<'m> {
        self.into_argument()
    }
}

/// Types that can be the matchers for the arguments of a call: a tuple with one matcher for each argument, or a single
/// matcher.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a matcher for the arguments of this method",
    label = "not a matcher for these arguments",
    note = "if the method has several arguments, use a tuple with a matcher for each argument, where `..` matches anything; with one argument, use the matcher of that argument; without arguments, use `()`",
    note = "if you use an expected call such as `MailerCall::mail(\"ann\", 3)`, the compiler error points to the argument with the wrong matcher"
)]
pub trait IntoArguments<'m, Arguments, Kind> {
    #[doc(hidden)]
    fn into_arguments(self, out: &mut Vec<ArgumentMatcher<'m>>);

    #[doc(hidden)]
    fn into_expected(self, method: MethodId, info: MethodInfo) -> Expected<'m>
    where
        Self: Sized,
    {
        let mut arguments = Vec::with_capacity(info.arguments().count());
        self.into_arguments(&mut arguments);
        Expected(ExpectedCall { recipient: None, method, info, arguments: Some(arguments) })
    }
}

/// An expected call of one method, which is a matcher of [`Call`]s.
///
/// It is created by the functions that [`double`](macro@crate::double) generates, such as `MailerCall::mail(..)`, and
/// by [`Method::with`](crate::Method::with) and [`Method::any`](crate::Method::any).
///
/// # Examples
///
/// ```
/// use mock_messenger::{Expected, predicate};
///
/// #[mock_messenger::double]
/// trait Mailer {
///     fn mail(&self, to: &str, body: &str);
/// }
///
/// fn greeting<'m>(to: &'m str) -> Expected<'m> {
///     MailerCall::mail(to, predicate::str::starts_with("Dear"))
/// }
///
/// let mailer = MailerDouble::new();
/// mailer.mail("ann", "Dear ann");
/// mailer.calls().assert_exactly([greeting("ann")]);
/// ```
#[doc(alias = "calledWith")]
#[doc(alias = "toHaveBeenCalledWith")]
pub struct Expected<'m>(ExpectedCall<'m>);

struct ExpectedCall<'m> {
    /// The double that has to receive the call, or `None` for any double.
    recipient: Option<Arc<Recipient>>,
    method: MethodId,
    info: MethodInfo,
    /// `None` for any arguments.
    arguments: Option<Vec<ArgumentMatcher<'m>>>,
}

impl<'m> Expected<'m> {
    pub(super) fn any_of(method: MethodId, info: MethodInfo) -> Self {
        Self(ExpectedCall { recipient: None, method, info, arguments: None })
    }

    pub(super) fn received_by(mut self, recipient: &Arc<Recipient>) -> Self {
        self.0.recipient = Some(Arc::clone(recipient));
        self
    }

    pub(super) fn into_call_matcher(self) -> Matcher<'m, Call> {
        Matcher::unnamed(self.0)
    }
}

impl Debug for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expected").field(&Condition::describe(&self.0, Number::Singular)).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<'m> IntoMatcher<'m, Call, kind::Expected> for Expected<'m> {
    fn into_matcher(self) -> Matcher<'m, Call> {
        self.into_call_matcher()
    }
}

#[diagnostic::do_not_recommend]
impl<'m, A> IntoArguments<'m, A, kind::Expected> for Expected<'m> {
    fn into_arguments(self, out: &mut Vec<ArgumentMatcher<'m>>) {
        out.extend(self.0.arguments.unwrap_or_default());
    }

    fn into_expected(self, _: MethodId, _: MethodInfo) -> Self {
        self
    }
}

impl ExpectedCall<'_> {
    /// Returns whether the method and the double of the call are the expected ones.
    fn is_addressed(&self, call: &Call) -> bool {
        call.is_of(self.method)
            && self.recipient.as_ref().is_none_or(|recipient| call.is_received_by(recipient))
    }

    fn arguments(&self) -> &[ArgumentMatcher<'_>] {
        self.arguments.as_deref().unwrap_or_default()
    }

    /// Formats the call, using `argument` for each argument.
    fn form(
        &self,
        pretty: bool,
        argument: impl Fn(&ArgumentMatcher<'_>) -> Option<String>,
    ) -> Option<String> {
        let anyone = Recipient { trait_name: "", name: None, is_shown: false };
        let recipient = self.recipient.as_deref().unwrap_or(&anyone);
        let arguments = self.arguments.as_ref()?;
        call_form(recipient, self.info, pretty, |index| argument(arguments.get(index)?))
    }

    fn expected_form(&self, pretty: bool) -> Option<String> {
        self.form(pretty, |argument| argument.expected_form(pretty))
    }
}

impl Condition<Call> for ExpectedCall<'_> {
    fn matches(&self, call: &Call) -> bool {
        let matches = |(index, matcher): (usize, &ArgumentMatcher<'_>)| {
            call.argument(index).is_some_and(|argument| matcher.matches(argument))
        };
        self.is_addressed(call) && self.arguments().iter().enumerate().all(matches)
    }

    fn explain(&self, call: &Call) -> Explanation {
        if self.matches(call) {
            Explanation::Match
        } else {
            Explanation::NoMatch { reason: self.reason(call) }
        }
    }

    /// Explains which arguments do not match. Returns `None` if every expected argument is a known value, since the
    /// report then compares the calls, and for a call of another method.
    fn reason(&self, call: &Call) -> Option<String> {
        if !self.is_addressed(call) || self.expected_form(false).is_some() {
            return None;
        }
        let mut reasons = Vec::new();
        for (index, (matcher, name)) in self.arguments().iter().zip(self.info.arguments()).enumerate() {
            let Some(argument) = call.argument(index) else { continue };
            if !matcher.matches(argument) {
                reasons.push(matcher.reason(name, argument));
            }
        }
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// A call is undecided if a matcher needs a value that was not kept, and all other arguments match.
    fn undecided(&self, call: &Call) -> Option<String> {
        if !self.is_addressed(call) {
            return None;
        }
        let mut undecided = None;
        for (index, (matcher, name)) in self.arguments().iter().zip(self.info.arguments()).enumerate() {
            let argument = call.argument(index)?;
            match matcher.0.undecided(argument) {
                Some(reason) => undecided = undecided.or(Some(format!("`{name}`: {reason}"))),
                None if matcher.matches(argument) => {}
                None => return None,
            }
        }
        undecided
    }

    /// A call with one wrong argument counts as an altered form of the expected call. If every expected argument is a
    /// known value, the report compares the calls instead.
    fn nearly_matches(&self, call: &Call) -> bool {
        let matchers = self.arguments();
        if !self.is_addressed(call) || matchers.len() < 2 || self.expected_form(false).is_some() {
            return false;
        }
        let is_wrong = |(index, matcher): &(usize, &ArgumentMatcher<'_>)| {
            call.argument(*index).is_none_or(|argument| !matcher.matches(argument))
        };
        matchers.iter().enumerate().filter(is_wrong).count() == 1
    }

    fn describe(&self, number: Number) -> String {
        if let Some(form) = self.expected_form(false) {
            return format!("equal to {form}");
        }
        let Some(form) = self.form(false, |argument| Some(argument.describe())) else {
            let name = self.info.name();
            return match self.recipient.as_deref().filter(|recipient| recipient.is_shown) {
                Some(recipient) => {
                    format!("of `{}.{name}`", recipient.name.as_deref().unwrap_or(recipient.trait_name))
                }
                None => format!("of `{name}`"),
            };
        };
        match number {
            Number::Singular => format!("that matches {form}"),
            Number::Plural => format!("that match {form}"),
        }
    }

    fn expected_line(&self) -> Option<Cow<'_, str>> {
        self.expected_form(false).map(Cow::Owned)
    }

    fn expected_lines(&self) -> Option<Cow<'_, str>> {
        self.expected_form(true).map(Cow::Owned)
    }
}

/// A matcher of one argument, with the type of the argument erased.
pub struct ArgumentMatcher<'m>(Box<dyn ArgumentCondition + 'm>);

impl Debug for ArgumentMatcher<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ArgumentMatcher").field(&self.describe()).finish()
    }
}

impl<'m> ArgumentMatcher<'m> {
    fn of_value<T: ?Sized + 'static>(matcher: Matcher<'m, T>) -> Self {
        Self(Box::new(OnValue(matcher)))
    }

    fn of_form<T: ?Sized + 'static>(matcher: Matcher<'m, Shown>) -> Self {
        Self(Box::new(OnForm(matcher, PhantomData::<fn(&T)>)))
    }

    fn matches(&self, argument: &dyn Argument) -> bool {
        self.0.matches(argument)
    }

    /// Explains why the argument `name` does not match: by its differing fields, if both values are known.
    fn reason(&self, name: &str, argument: &dyn Argument) -> String {
        let expected = self.expected_form(true).filter(|_| self.0.is_comparable(argument));
        expected
            .and_then(|expected| argument_reason(name, &expected, &debug_lines(&argument)))
            .unwrap_or_else(|| format!("`{name}`: {}", self.0.reason(argument)))
    }

    fn expected_form(&self, pretty: bool) -> Option<String> {
        self.0.expected_form(pretty)
    }

    fn describe(&self) -> String {
        self.expected_form(false).unwrap_or_else(|| self.0.describe())
    }
}

/// Advice for an argument of which only the `Debug` form was kept.
const BY_TEXT: &str = "match that form with text or a text predicate";

/// Advice for an argument of which nothing was kept.
const BY_OPTION: &str = "keep a part of it with the option `argument: Type = |argument| ..`";

trait ArgumentCondition {
    fn matches(&self, argument: &dyn Argument) -> bool;

    /// If it is impossible to decide whether the argument matches, because the value was not kept, returns the reason.
    fn undecided(&self, argument: &dyn Argument) -> Option<String>;

    fn reason(&self, argument: &dyn Argument) -> String;

    /// Returns whether the `Debug` form of the argument can be compared with the expected form.
    fn is_comparable(&self, argument: &dyn Argument) -> bool;

    fn expected_form(&self, pretty: bool) -> Option<String>;
    fn describe(&self) -> String;
}

/// Formats the expected argument, if the matcher has no name and accepts exactly one value.
fn expected_form<T: ?Sized>(matcher: &Matcher<'_, T>, pretty: bool) -> Option<String> {
    if matcher.name().is_some() {
        return None;
    }
    let form = if pretty { matcher.expected_lines() } else { matcher.expected_line() };
    form.map(Cow::into_owned)
}

fn description<T: ?Sized>(matcher: &Matcher<'_, T>) -> String {
    if matcher.accepts_anything() {
        return "..".to_owned();
    }
    format!("<{}>", matcher.describe(Number::Singular))
}

fn reason_of<T: ?Sized>(matcher: &Matcher<'_, T>, value: &T, form: &str) -> String {
    match (expected_form(matcher, false), matcher.reason(value)) {
        (Some(expected), _) => format!("{form} is not {expected}"),
        (None, Some(reason)) => reason,
        (None, None) => format!("{form} is not one {}", matcher.describe(Number::Singular)),
    }
}

fn kept<T: ?Sized + 'static>(argument: &dyn Argument) -> Option<&Kept<T>> {
    argument.as_any().downcast_ref()
}

/// Matches the value. If only the `Debug` form of the argument was kept, compares the `Debug` forms.
struct OnValue<'m, T: ?Sized>(Matcher<'m, T>);

impl<T: ?Sized + 'static> ArgumentCondition for OnValue<'_, T> {
    fn matches(&self, argument: &dyn Argument) -> bool {
        let Some(kept) = kept::<T>(argument) else { return false };
        if self.0.accepts_anything() {
            return true;
        }
        match (kept.value(), kept.text()) {
            (Some(value), _) => self.0.matches(value),
            (None, Some(text)) => self.0.expected_line().is_some_and(|expected| expected == text),
            (None, None) => false,
        }
    }

    fn undecided(&self, argument: &dyn Argument) -> Option<String> {
        let kept = kept::<T>(argument).filter(|kept| kept.value().is_none())?;
        let is_decided =
            self.0.accepts_anything() || kept.text().is_some() && self.0.expected_line().is_some();
        let advice = if kept.text().is_some() { BY_TEXT } else { BY_OPTION };
        (!is_decided).then(|| format!("{}; {advice}", kept.why_not_kept()))
    }

    fn reason(&self, argument: &dyn Argument) -> String {
        match kept::<T>(argument) {
            Some(kept) => match kept.value() {
                Some(value) => reason_of(&self.0, value, &debug_line(&argument)),
                None => kept.why_not_kept(),
            },
            None => "its type is another".to_owned(),
        }
    }

    fn is_comparable(&self, argument: &dyn Argument) -> bool {
        kept::<T>(argument).is_some_and(|kept| kept.value().is_some() && kept.has_form())
    }

    fn expected_form(&self, pretty: bool) -> Option<String> {
        expected_form(&self.0, pretty)
    }

    fn describe(&self) -> String {
        description(&self.0)
    }
}

/// Matches the text of an argument of a text type, and the `Debug` form of any other argument.
struct OnForm<'m, T: ?Sized>(Matcher<'m, Shown>, PhantomData<fn(&T)>);

/// Returns the text of an argument of a text type. The attribute cannot recognise such a type behind a type alias.
fn text_of(argument: &dyn Argument) -> Option<&str> {
    fn of<T: AsRef<str> + 'static>(argument: &dyn Argument) -> Option<&str> {
        kept::<T>(argument)?.value().map(T::as_ref)
    }
    of::<String>(argument)
        .or_else(|| of::<Arc<str>>(argument))
        .or_else(|| of::<Box<str>>(argument))
        .or_else(|| of::<Cow<'static, str>>(argument))
}

fn is_text<T: ?Sized + 'static>() -> bool {
    let this = TypeId::of::<T>();
    [
        TypeId::of::<String>(),
        TypeId::of::<Arc<str>>(),
        TypeId::of::<Box<str>>(),
        TypeId::of::<Cow<'static, str>>(),
    ]
    .contains(&this)
}

impl<T: ?Sized + 'static> ArgumentCondition for OnForm<'_, T> {
    fn matches(&self, argument: &dyn Argument) -> bool {
        match text_of(argument) {
            Some(text) => self.0.matches(&Shown::from_form(text.to_owned())),
            None => kept::<T>(argument).is_some_and(Kept::has_form) && self.0.matches(&Shown::of(&argument)),
        }
    }

    fn undecided(&self, argument: &dyn Argument) -> Option<String> {
        let kept = kept::<T>(argument).filter(|kept| !kept.has_form())?;
        let (reason, advice) = match kept.value() {
            Some(_) => {
                ("its type has no `Debug` form".to_owned(), "match the value with a closure over its type")
            }
            None => (kept.why_not_kept(), BY_OPTION),
        };
        Some(format!("{reason}; {advice}"))
    }

    fn reason(&self, argument: &dyn Argument) -> String {
        match kept::<T>(argument) {
            Some(kept) if !kept.has_form() => {
                format!("it has no `Debug` form to match: {}", debug_line(&argument))
            }
            _ => {
                let form = debug_line(&argument);
                let shown = Shown::from_form(text_of(argument).unwrap_or(&form).to_owned());
                match self.expected_form(false) {
                    Some(expected) => format!("{form} is not {expected}"),
                    None => reason_of(&self.0, &shown, &form),
                }
            }
        }
    }

    fn is_comparable(&self, argument: &dyn Argument) -> bool {
        kept::<T>(argument).is_some_and(Kept::has_form)
    }

    fn expected_form(&self, pretty: bool) -> Option<String> {
        let form = expected_form(&self.0, pretty)?;
        Some(if is_text::<T>() { format!("{form:?}") } else { form })
    }

    fn describe(&self) -> String {
        description(&self.0)
    }
}

/// A single argument, whose matcher needs no tuple.
#[diagnostic::do_not_recommend]
impl<'m, A: ArgumentType, K, M: IntoArgumentOf<'m, A, K>> IntoArguments<'m, (A,), kind::Only<K>> for M {
    fn into_arguments(self, out: &mut Vec<ArgumentMatcher<'m>>) {
        out.push(self.into_argument_of());
    }
}

macro_rules! tuples {
    ($($(($A:ident $M:ident $K:ident $index:tt))*;)*) => {$(
        impl<$($A: ArgumentType),*> ArgumentTypes for ($($A,)*) {
            type Kept = ($(Kept<$A::Value>,)*);
        }

        impl<$($A: ?Sized + 'static),*> Captured for ($(Kept<$A>,)*) {
            fn argument(&self, index: usize) -> Option<&dyn Argument> {
                match index {
                    $($index => Some(&self.$index),)*
                    _ => None,
                }
            }

            fn as_any(&self) -> &dyn Any {
                self
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'m, $($A: ArgumentType, $M: IntoArgumentOf<'m, $A, $K>, $K),*>
            IntoArguments<'m, ($($A,)*), ($($K,)*)> for ($($M,)*)
        {
            #[allow(unused_variables)] // There are none in the empty tuple.
            fn into_arguments(self, out: &mut Vec<ArgumentMatcher<'m>>) {
                $(out.push(self.$index.into_argument_of());)*
            }
        }
    )*};
}

tuples! {
    ;
    (A0 M0 K0 0);
    (A0 M0 K0 0) (A1 M1 K1 1);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3) (A4 M4 K4 4);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3) (A4 M4 K4 4) (A5 M5 K5 5);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3) (A4 M4 K4 4) (A5 M5 K5 5) (A6 M6 K6 6);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3) (A4 M4 K4 4) (A5 M5 K5 5) (A6 M6 K6 6) (A7 M7 K7 7);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3) (A4 M4 K4 4) (A5 M5 K5 5) (A6 M6 K6 6) (A7 M7 K7 7)
        (A8 M8 K8 8);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3) (A4 M4 K4 4) (A5 M5 K5 5) (A6 M6 K6 6) (A7 M7 K7 7)
        (A8 M8 K8 8) (A9 M9 K9 9);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3) (A4 M4 K4 4) (A5 M5 K5 5) (A6 M6 K6 6) (A7 M7 K7 7)
        (A8 M8 K8 8) (A9 M9 K9 9) (A10 M10 K10 10);
    (A0 M0 K0 0) (A1 M1 K1 1) (A2 M2 K2 2) (A3 M3 K3 3) (A4 M4 K4 4) (A5 M5 K5 5) (A6 M6 K6 6) (A7 M7 K7 7)
        (A8 M8 K8 8) (A9 M9 K9 9) (A10 M10 K10 10) (A11 M11 K11 11);
}

/// Creates an expected call of method `N`. The functions of the generated call type use it.
pub fn expected<'m, D: super::Signature<N>, const N: usize, K>(
    arguments: impl IntoArguments<'m, D::Arguments, K>,
) -> Expected<'m> {
    arguments.into_expected(MethodId::of::<D>(N), D::INFO)
}
