//! Matchers, which are conditions on one entry, and the types that the assertions accept as a matcher.

mod kinds;
mod list;
mod predicate_phrase;

use std::borrow::{Borrow, Cow};
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::rc::Rc;

use predicates::Predicate;
use predicates::reflection::Case;

pub use self::kinds::ExpectedOf;
#[cfg(feature = "macros")]
pub(crate) use self::kinds::kind;
pub use self::list::IntoMatchers;
#[cfg(feature = "macros")]
pub(crate) use self::list::{Length as ArrayLength, NonZero as NonZeroLength};
pub(crate) use self::predicate_phrase::Number;

use self::predicate_phrase::PredicatePhrase;
use super::debug_form::{Reported, debug_line, debug_lines};

/// A condition on one entry of a [`Transcript`](crate::Transcript).
///
/// Assertions accept texts, values, patterns, closures and predicates directly. You need a `Matcher` only for a list
/// that mixes kinds (see [`matcher`]), and to give a condition a name in reports (see [`described`]).
///
/// A matcher is neither `Send` nor `Sync`, so create it on the thread that uses it.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Messenger, RecordingMessenger, matcher, predicate};
///
/// let messenger = RecordingMessenger::new();
/// messenger.send("disk: 91% used");
/// messenger.send("disk: full");
/// messenger.sent().assert_exactly([
///     matcher(predicate::str::contains("91%")),
///     matcher("disk: full"),
/// ]);
/// ```
pub struct Matcher<'a, T: ?Sized> {
    condition: Rc<dyn Condition<T> + 'a>,
    name: Option<String>,
}

impl<'a, T: ?Sized> Matcher<'a, T> {
    pub(crate) fn unnamed(condition: impl Condition<T> + 'a) -> Self {
        Self { condition: Rc::new(condition), name: None }
    }

    /// Returns whether `entry` matches.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Matcher, matcher};
    ///
    /// let nearly_full: Matcher<str> = matcher(|message: &str| message.contains("9"));
    /// assert!(nearly_full.matches("91%"));
    /// ```
    #[must_use]
    pub fn matches(&self, entry: &T) -> bool {
        self.condition.matches(entry)
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Describes the condition in words that can follow a noun: `equal to "x"`, `that contains "x"`.
    pub(crate) fn describe(&self, number: Number) -> String {
        match &self.name {
            Some(name) => in_parentheses(name),
            None => self.condition.describe(number),
        }
    }

    /// Formats the expected entry on one line, if the matcher accepts exactly one value.
    pub(crate) fn expected_line(&self) -> Option<Cow<'_, str>> {
        self.condition.expected_line()
    }

    /// Formats the expected entry with one line per field, if the matcher accepts exactly one value.
    pub(crate) fn expected_lines(&self) -> Option<Cow<'_, str>> {
        self.condition.expected_lines()
    }

    /// Works like [`expected_line`](Self::expected_line) or, if `pretty` is set, like
    /// [`expected_lines`](Self::expected_lines), but also for a predicate and for a value of another type.
    pub(crate) fn expected_entry(&self, pretty: bool) -> Option<Cow<'_, str>>
    where
        T: Reported,
    {
        match if pretty { self.expected_lines() } else { self.expected_line() } {
            None => expected_from_debug(self.condition.expected_debug(), T::TEXT, pretty),
            form => form,
        }
    }

    /// Returns whether `entry` matches and, if it does not, the reason.
    pub(crate) fn explain(&self, entry: &T) -> Explanation {
        self.condition.explain(entry)
    }

    /// Returns the reason why `entry` does not match, if the matcher can give one.
    pub(crate) fn reason(&self, entry: &T) -> Option<String> {
        self.condition.reason(entry)
    }

    /// Returns whether all parts of `entry` except one match, for a matcher that compares parts.
    pub(crate) fn nearly_matches(&self, entry: &T) -> bool {
        self.condition.nearly_matches(entry)
    }

    /// If it is impossible to decide whether `entry` matches, returns the reason.
    pub(crate) fn undecided(&self, entry: &T) -> Option<String> {
        self.condition.undecided(entry)
    }

    /// Returns whether matching only compares text with `expected_line` and runs no user code.
    pub(crate) fn is_text(&self) -> bool {
        self.condition.is_text()
    }

    /// Returns whether the matcher is `..`.
    #[cfg(feature = "macros")]
    pub(crate) fn accepts_anything(&self) -> bool {
        self.condition.accepts_anything()
    }

    /// Returns whether the description distinguishes this matcher from others. For a closure, it does not.
    pub(crate) fn is_distinctive(&self) -> bool {
        self.name.is_some() || self.condition.is_distinctive()
    }
}

fn in_parentheses(name: &str) -> String {
    format!("({name})")
}

fn equal_to_line(line: &str) -> String {
    format!("equal to {line}")
}

/// Returns the expected entry, given the pretty `Debug` form of the expected value.
fn expected_from_debug(form: Option<String>, is_text: bool, pretty: bool) -> Option<Cow<'static, str>> {
    let form = form?;
    Some(Cow::Owned(match (is_text, pretty) {
        (true, _) => predicate_phrase::literal_value(&form)?,
        (false, true) => form,
        (false, false) => predicate_phrase::on_one_line(&form),
    }))
}

impl<T: ?Sized> fmt::Debug for Matcher<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Matcher").field(&self.describe(Number::Singular)).finish()
    }
}

/// Converts any kind of matcher into a [`Matcher`], so that one list can contain several kinds.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Transcript, matcher};
///
/// let sent: Transcript<str> = ["hello", "bye"].into_iter().collect();
/// sent.assert_in_order([matcher("hello"), matcher(|m: &str| m.len() == 3)]);
/// ```
#[doc(alias = "argThat")]
#[must_use]
pub fn matcher<'a, T: ?Sized, Kind>(matcher: impl IntoMatcher<'a, T, Kind>) -> Matcher<'a, T> {
    matcher.into_matcher()
}

/// Gives a matcher a name, which reports show instead of the condition. This is most useful for closures, which reports
/// cannot describe.
///
/// # Examples
///
/// ```should_panic
/// use mock_messenger::{Transcript, described};
///
/// let sent: Transcript<str> = ["disk: 12% used"].into_iter().collect();
/// // expected at least 1 message (over 90%), found 0 of 1 sent
/// sent.assert_any(described("over 90%", |m: &str| m.contains("9")));
/// ```
#[must_use]
pub fn described<'a, T: ?Sized, Kind>(
    name: impl Into<String>,
    matcher: impl IntoMatcher<'a, T, Kind>,
) -> Matcher<'a, T> {
    Matcher { name: Some(name.into()), ..matcher.into_matcher() }
}

/// Creates a matcher of the entries for which `entry == expected`, where `expected` can have another type.
///
/// You do not need it for the common cases: an array or a slice for a `Vec`, a `&Path` for a `PathBuf`, and a text for
/// any type of text.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Recorder, equal_to};
///
/// let commands = Recorder::new();
/// commands.record(vec!["git".to_owned(), "status".to_owned()]);
/// commands.calls().assert_once(equal_to(["git", "status"]));
/// commands.calls().assert_once(["git", "status"]);
/// ```
#[doc(alias = "eq")]
#[must_use]
pub fn equal_to<'a, T, E, Kind>(expected: E) -> Matcher<'a, T>
where
    T: Reported + ?Sized,
    E: ExpectedOf<T, Kind> + Debug + 'a,
    Kind: 'a,
{
    Matcher::unnamed(LooselyEqual(expected, PhantomData::<fn(Kind)>))
}

/// Creates a matcher of the entries that match a pattern, with an optional `if` guard.
///
/// Reports show the pattern. The result is a [`Matcher`], so a list of patterns needs no [`matcher`], even if the
/// patterns have different guards.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Recorder, matching};
///
/// #[derive(Debug)]
/// enum Op { Open { path: String }, Write(usize), Close }
///
/// let ops = Recorder::new();
/// ops.record(Op::Open { path: "/a".into() });
/// ops.record(Op::Write(16));
/// ops.record(Op::Close);
/// ops.calls().assert_exactly([
///     matching!(Op::Open { path } if path == "/a"),
///     matching!(Op::Write(1..)),
///     matching!(Op::Close),
/// ]);
/// ```
#[doc(alias = "objectContaining")]
#[doc(alias = "matches_pattern")]
#[macro_export]
macro_rules! matching {
    ($($pattern:tt)+) => {
        $crate::__private::pattern(
            ::core::stringify!($($pattern)+),
            |entry: &_| ::core::matches!(entry, $($pattern)+),
        )
    };
}

/// Creates the matcher of the macro [`matching!`](crate::matching).
#[doc(hidden)]
#[must_use]
pub fn pattern<'a, T: ?Sized + 'a>(
    pattern: &'static str,
    matches: impl Fn(&T) -> bool + 'a,
) -> Matcher<'a, T> {
    Matcher::unnamed(Pattern { source: pattern, matches, input: PhantomData::<fn(&T)> })
}

/// Types that the assertions accept as a matcher for an entry of type `T`.
///
/// | entries | matcher |
/// |---|---|
/// | text: `str`, `String`, `&'static str`, `Arc<str>`, `Rc<str>`, `Box<str>`, `Cow<'static, str>` | an expected text |
/// | any `T: PartialEq + Debug` | an expected `T` or `&T` |
/// | `Vec<U>` | an expected array or slice |
/// | `PathBuf`, `OsString`, `CString` | an expected `&Path`, `&OsStr` or `&CStr` |
/// | any `T` | an expected value of another type that `T` can be compared with: [`equal_to`] |
/// | any `T` | a pattern: [`matching!`](crate::matching) |
/// | any `T` | a closure with a type annotation: `\|m: &str\| ..` |
/// | any `T` | a predicate of the crate `predicates`: [`predicate`](crate::predicate) |
/// | any `T` | `..`, which matches anything |
/// | any `T` | a [`Matcher`], for example from [`matcher`] or [`described`] |
///
/// `Kind` distinguishes the implementations; the compiler always infers it.
///
/// # Examples
///
/// ```
/// use mock_messenger::{IntoMatcher, RecordingMessenger};
///
/// // A helper that takes the same matchers as the assertions.
/// fn nothing_like<'a, K>(messenger: &RecordingMessenger, matcher: impl IntoMatcher<'a, str, K>) {
///     messenger.sent().assert_never(matcher);
/// }
///
/// nothing_like(&RecordingMessenger::new(), "hello");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a matcher for an entry of type `{T}`",
    label = "not a matcher for `{T}`",
    note = "to compare entries with a value, use a value of type `{T}`, a reference to one, or `equal_to(x)` for an `x` of another type; `{T}` has to implement `PartialEq` and `Debug`",
    note = "for text entries, use text, a closure with a typed parameter such as `|m: &str| m.len() < 80`, or a predicate such as `predicate::str::contains(\"75%\")`",
    note = "for other entries, use a pattern such as `matching!(Call::Send {{ urgent: true, .. }})`, a closure such as `|call: &Email| call.urgent`, a predicate, or `..`, which matches anything",
    note = "for the calls of a `#[double]`, use an expected call such as `MailerCall::mail(\"ann\", ..)`",
    note = "if a list mixes kinds of matchers, wrap each item in `matcher(..)`; to name a matcher in reports, use `described(\"a name\", ..)`"
)]
#[doc(alias = "anything")]
#[doc(alias = "any")]
pub trait IntoMatcher<'a, T: ?Sized, Kind> {
    /// Converts `self` into a matcher.
    fn into_matcher(self) -> Matcher<'a, T>;
}

/// The behaviour of a [`Matcher`], which is a pointer to a condition.
pub(crate) trait Condition<T: ?Sized> {
    fn matches(&self, entry: &T) -> bool;

    /// Works like `matches`, but also finds the reason, which can cost more.
    fn explain(&self, entry: &T) -> Explanation {
        if self.matches(entry) { Explanation::Match } else { Explanation::NoMatch { reason: None } }
    }

    /// Returns the reason why `entry` does not match. Most conditions return `None`, because the report shows enough
    /// already.
    fn reason(&self, _entry: &T) -> Option<String> {
        None
    }

    /// Returns whether all parts of `entry` except one match. Most conditions have no parts.
    fn nearly_matches(&self, _entry: &T) -> bool {
        false
    }

    /// If it is impossible to decide whether `entry` matches, because the relevant part was not kept, returns the
    /// reason.
    fn undecided(&self, _entry: &T) -> Option<String> {
        None
    }

    fn describe(&self, number: Number) -> String;

    fn expected_line(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn expected_lines(&self) -> Option<Cow<'_, str>> {
        self.expected_line()
    }

    /// Returns the `{:#?}` form of the expected value, if the condition accepts one value but cannot know whether
    /// entries are shown as text.
    fn expected_debug(&self) -> Option<String> {
        None
    }

    fn is_text(&self) -> bool {
        false
    }

    fn is_distinctive(&self) -> bool {
        true
    }

    /// Returns whether the condition is `..`.
    #[cfg(feature = "macros")]
    fn accepts_anything(&self) -> bool {
        false
    }
}

/// Whether an entry matches and, if it does not, the reason that the matcher gives.
#[derive(Debug)]
pub(crate) enum Explanation {
    Match,
    NoMatch { reason: Option<String> },
}

/// The condition of `..`: accepts any entry.
struct Anything;

impl<T: ?Sized> Condition<T> for Anything {
    fn matches(&self, _: &T) -> bool {
        true
    }

    fn describe(&self, _: Number) -> String {
        "of any kind".to_owned()
    }

    #[cfg(feature = "macros")]
    fn accepts_anything(&self) -> bool {
        true
    }
}

/// Accepts entries that equal a text.
struct EqualText<S>(S);

impl<T: AsRef<str> + Reported + ?Sized, S: AsRef<str>> Condition<T> for EqualText<S> {
    fn matches(&self, entry: &T) -> bool {
        entry.as_ref() == self.0.as_ref()
    }

    fn describe(&self, _: Number) -> String {
        format!("equal to {:?}", self.0.as_ref())
    }

    fn expected_line(&self) -> Option<Cow<'_, str>> {
        let text = self.0.as_ref();
        Some(if T::TEXT { Cow::Borrowed(text) } else { Cow::Owned(format!("{text:?}")) })
    }

    fn is_text(&self) -> bool {
        true
    }
}

/// Accepts entries that equal a value.
enum EqualValue<'a, T> {
    Owned(T),
    Borrowed(&'a T),
}

impl<T> EqualValue<'_, T> {
    fn value(&self) -> &T {
        match self {
            Self::Owned(value) => value,
            Self::Borrowed(value) => value,
        }
    }
}

impl<T: PartialEq + Reported> Condition<T> for EqualValue<'_, T> {
    fn matches(&self, entry: &T) -> bool {
        entry == self.value()
    }

    fn describe(&self, _: Number) -> String {
        equal_to_line(&self.value().as_line())
    }

    fn expected_line(&self) -> Option<Cow<'_, str>> {
        Some(self.value().as_line())
    }

    fn expected_lines(&self) -> Option<Cow<'_, str>> {
        Some(self.value().as_lines())
    }
}

/// Accepts entries that equal an expected value of another type.
struct LooselyEqual<E, Kind>(E, PhantomData<fn(Kind)>);

impl<T: Reported + ?Sized, E: Debug + ExpectedOf<T, Kind>, Kind> Condition<T> for LooselyEqual<E, Kind> {
    fn matches(&self, entry: &T) -> bool {
        self.0.equals(entry)
    }

    fn describe(&self, _: Number) -> String {
        equal_to_line(&debug_line(&self.0))
    }

    // Not for text entries: these are shown without quotes, whereas the `Debug` form of `E` may have them; see
    // `expected_debug`.
    fn expected_line(&self) -> Option<Cow<'_, str>> {
        (!T::TEXT).then(|| Cow::Owned(debug_line(&self.0)))
    }

    fn expected_lines(&self) -> Option<Cow<'_, str>> {
        (!T::TEXT).then(|| Cow::Owned(debug_lines(&self.0)))
    }

    fn expected_debug(&self) -> Option<String> {
        Some(debug_lines(&self.0))
    }
}

/// Accepts entries that match a pattern.
struct Pattern<F, Input> {
    source: &'static str,
    matches: F,
    input: PhantomData<Input>,
}

impl<T: ?Sized, F: Fn(&T) -> bool> Condition<T> for Pattern<F, fn(&T)> {
    fn matches(&self, entry: &T) -> bool {
        (self.matches)(entry)
    }

    fn describe(&self, number: Number) -> String {
        // `stringify!` breaks a long pattern into several lines.
        let pattern = self.source.split_whitespace().collect::<Vec<_>>().join(" ");
        match number {
            Number::Singular => format!("that matches `{pattern}`"),
            Number::Plural => format!("that match `{pattern}`"),
        }
    }
}

/// Accepts entries for which a closure returns `true`. `Input` is the type of its parameter: the entry or its text.
struct Closure<F, Input: ?Sized>(F, PhantomData<fn(&Input)>);

impl<T: Borrow<Input> + ?Sized, Input: ?Sized, F: Fn(&Input) -> bool> Condition<T> for Closure<F, Input> {
    fn matches(&self, entry: &T) -> bool {
        (self.0)(entry.borrow())
    }

    fn describe(&self, _: Number) -> String {
        "that the closure accepts".to_owned()
    }

    fn is_distinctive(&self) -> bool {
        false
    }
}

/// Accepts entries for which a predicate returns `true`. `Input` is the type of its parameter: the entry or its text.
struct ByPredicate<P, Input: ?Sized>(P, PhantomData<fn(&Input)>);

impl<T, Input, P> Condition<T> for ByPredicate<P, Input>
where
    T: Borrow<Input> + ?Sized,
    Input: ?Sized,
    P: Predicate<Input>,
{
    fn matches(&self, entry: &T) -> bool {
        self.0.eval(entry.borrow())
    }

    fn reason(&self, entry: &T) -> Option<String> {
        failed_part(&self.0.find_case(false, entry.borrow())?)
    }

    fn explain(&self, entry: &T) -> Explanation {
        match self.0.find_case(false, entry.borrow()) {
            None => Explanation::Match,
            Some(case) => Explanation::NoMatch { reason: failed_part(&case) },
        }
    }

    fn describe(&self, number: Number) -> String {
        match PredicatePhrase::of(&self.0) {
            Some(phrase) => phrase.after_noun(number),
            None => format!("where {}", self.0),
        }
    }

    fn expected_debug(&self) -> Option<String> {
        // The alternate form of the predicate contains the alternate form of its value.
        Some(format!("{:#}", self.0).strip_prefix("var == ")?.to_owned())
    }
}

/// Returns the innermost predicate that failed: for `a && b`, the one that is false; for `a || b`, both together.
fn failed_part(case: &Case<'_>) -> Option<String> {
    let mut children = case.children();
    let inner = match (children.next(), children.next()) {
        (Some(only), None) => failed_part(only),
        _ => None,
    };
    inner.or_else(|| {
        let predicate = case.predicate()?;
        let phrase = PredicatePhrase::of(predicate).map(|phrase| phrase.clause(Number::Singular));
        Some(format!("{} is {}", phrase.unwrap_or_else(|| predicate.to_string()), case.result()))
    })
}
