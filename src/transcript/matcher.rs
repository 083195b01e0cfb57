//! Matchers: what can be said of one entry, and what is accepted for one without wrapping.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use predicates::Predicate;
use predicates::reflection::Case;

use super::debug_form::Reported;

/// Something that one entry of a [`Transcript`](crate::Transcript) matches or does not.
///
/// Assertions take text, values, closures and predicates as they are. A `Matcher` is needed where a list mixes
/// kinds ([`matcher`]) or where the report should use a name ([`described`]).
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
    test: Rc<dyn Test<T> + 'a>,
    name: Option<String>,
}

impl<T: ?Sized> Matcher<'_, T> {
    /// Whether `entry` matches.
    ///
    /// ```
    /// use mock_messenger::{Matcher, matcher};
    ///
    /// let nearly_full: Matcher<str> = matcher(|message: &str| message.contains("9"));
    /// assert!(nearly_full.matches("91%"));
    /// ```
    #[must_use]
    pub fn matches(&self, entry: &T) -> bool {
        self.test.matches(entry)
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What an entry has to be, as it reads after "a message".
    pub(crate) fn requirement(&self) -> String {
        match &self.name {
            Some(name) => format!("({name})"),
            None => self.test.requirement(),
        }
    }

    /// How the entry would read that is asked for, where there is just one such.
    pub(crate) fn wanted_line(&self) -> Option<Cow<'_, str>> {
        self.test.wanted_line()
    }

    pub(crate) fn wanted_lines(&self) -> Option<Cow<'_, str>> {
        self.test.wanted_lines()
    }

    /// Whether `entry` matches, and why not.
    pub(crate) fn judge(&self, entry: &T) -> Verdict {
        self.test.judge(entry)
    }

    /// Whether an entry matches just if it reads as `wanted_line` does. No code of the user's is behind such a matcher.
    pub(crate) fn is_text(&self) -> bool {
        self.test.is_text()
    }
}

impl<T: ?Sized> fmt::Debug for Matcher<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Matcher").field(&self.requirement()).finish()
    }
}

/// Boxes anything that can be a matcher, so that one list can hold several kinds.
///
/// ```
/// use mock_messenger::{Messenger, RecordingMessenger, matcher};
///
/// let messenger = RecordingMessenger::new();
/// messenger.send("hello");
/// messenger.send("bye");
/// messenger.sent().assert_in_order([matcher("hello"), matcher(|m: &str| m.len() == 3)]);
/// ```
#[must_use]
pub fn matcher<'a, T: ?Sized, Kind>(matcher: impl IntoMatcher<'a, T, Kind>) -> Matcher<'a, T> {
    matcher.into_matcher()
}

/// Gives a matcher a name for the report; for a closure, there is nothing better to show.
///
/// ```should_panic
/// use mock_messenger::{Messenger, RecordingMessenger, described};
///
/// let messenger = RecordingMessenger::new();
/// messenger.send("disk: 12% used");
/// // expected at least 1 message (over 90%), found 0 of 1 sent
/// messenger.sent().assert_any(described("over 90%", |m: &str| m.contains("9")));
/// ```
#[must_use]
pub fn described<'a, T: ?Sized, Kind>(
    name: impl Into<String>,
    matcher: impl IntoMatcher<'a, T, Kind>,
) -> Matcher<'a, T> {
    Matcher { name: Some(name.into()), ..matcher.into_matcher() }
}

/// What can stand for a matcher of an entry of type `T`.
///
/// | for | give |
/// |---|---|
/// | text (`Transcript<str>`, `Transcript<String>`) | `&str`, `String` or a reference to one, to equal |
/// | any `T` | a `T` or `&T` to equal, where `T: PartialEq + Debug` |
/// | both | a closure with its parameter's type written out (`\|m: &str\| ..`), or any predicate of [`predicate`](crate::predicate) |
/// | both | a [`Matcher`], made by [`matcher`] or [`described`] |
///
/// `Kind` tells those apart; it is always inferred.
///
/// ```
/// use mock_messenger::{IntoMatcher, RecordingMessenger};
///
/// // A helper that takes whatever the assertions take.
/// fn nothing_like<'a, K>(messenger: &RecordingMessenger, matcher: impl IntoMatcher<'a, str, K>) {
///     messenger.sent().assert_never(matcher);
/// }
///
/// nothing_like(&RecordingMessenger::new(), "hello");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no matcher for entries of type `{T}`",
    label = "not a matcher for `{T}`",
    note = "for text give `&str` or `String` (equality), a closure with a typed parameter such as `|m: &str| m.len() < 80`, or a predicate such as `predicate::str::contains(\"75%\")`",
    note = "for other types give a value or a reference to one (`PartialEq` and `Debug`), a closure such as `|call: &Email| call.urgent`, or a predicate",
    note = "where a list mixes kinds, wrap each in `matcher(..)`; `described(\"a name\", ..)` gives one a name for the report"
)]
pub trait IntoMatcher<'a, T: ?Sized, Kind> {
    /// Makes the matcher.
    fn into_matcher(self) -> Matcher<'a, T>;
}

/// The kinds of matcher: one marker type each, so that no two implementations of [`IntoMatcher`] overlap.
pub(crate) mod kind {
    /// Text to equal.
    #[derive(Debug)]
    pub enum Text {}
    /// A value to equal.
    #[derive(Debug)]
    pub enum Value {}
    /// A reference to a value to equal.
    #[derive(Debug)]
    pub enum Reference {}
    /// A closure that is given the entry.
    #[derive(Debug)]
    pub enum Closure {}
    /// A closure that is given the text of a `String`.
    #[derive(Debug)]
    pub enum TextClosure {}
    /// A predicate for the entry.
    #[derive(Debug)]
    pub enum OfPredicate {}
    /// A predicate for the text of a `String`.
    #[derive(Debug)]
    pub enum OfTextPredicate {}
    /// A matcher already.
    #[derive(Debug)]
    pub enum Itself {}
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized> IntoMatcher<'a, T, kind::Itself> for Matcher<'a, T> {
    fn into_matcher(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized> IntoMatcher<'a, T, kind::Itself> for &Matcher<'a, T> {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher { test: Rc::clone(&self.test), name: self.name.clone() }
    }
}

#[diagnostic::do_not_recommend]
impl<'a, S: AsRef<str> + 'a> IntoMatcher<'a, str, kind::Text> for S {
    fn into_matcher(self) -> Matcher<'a, str> {
        unnamed(EqualText(self))
    }
}

// A `String` or a reference to one is a value of the entry's type, so only the other kinds of text are listed here.
#[diagnostic::do_not_recommend]
impl<'a> IntoMatcher<'a, String, kind::Text> for &'a str {
    fn into_matcher(self) -> Matcher<'a, String> {
        unnamed(EqualText(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoMatcher<'a, String, kind::Text> for &'a &'a str {
    fn into_matcher(self) -> Matcher<'a, String> {
        unnamed(EqualText(*self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoMatcher<'a, String, kind::Text> for Cow<'a, str> {
    fn into_matcher(self) -> Matcher<'a, String> {
        unnamed(EqualText(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: PartialEq + Reported + 'a> IntoMatcher<'a, T, kind::Value> for T {
    fn into_matcher(self) -> Matcher<'a, T> {
        unnamed(EqualValue::Owned(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: PartialEq + Reported> IntoMatcher<'a, T, kind::Reference> for &'a T {
    fn into_matcher(self) -> Matcher<'a, T> {
        unnamed(EqualValue::Borrowed(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized + 'a, F: Fn(&T) -> bool + 'a> IntoMatcher<'a, T, kind::Closure> for F {
    fn into_matcher(self) -> Matcher<'a, T> {
        unnamed(Closure(self, PhantomData::<fn(&T)>))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, F: Fn(&str) -> bool + 'a> IntoMatcher<'a, String, kind::TextClosure> for F {
    fn into_matcher(self) -> Matcher<'a, String> {
        unnamed(Closure(self, PhantomData::<fn(&str)>))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized + 'a, P: Predicate<T> + 'a> IntoMatcher<'a, T, kind::OfPredicate> for P {
    fn into_matcher(self) -> Matcher<'a, T> {
        unnamed(OfPredicate(self, PhantomData::<fn(&T)>))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, P: Predicate<str> + 'a> IntoMatcher<'a, String, kind::OfTextPredicate> for P {
    fn into_matcher(self) -> Matcher<'a, String> {
        unnamed(OfPredicate(self, PhantomData::<fn(&str)>))
    }
}

fn unnamed<'a, T: ?Sized>(test: impl Test<T> + 'a) -> Matcher<'a, T> {
    Matcher { test: Rc::new(test), name: None }
}

/// What a matcher does, behind its pointer.
trait Test<T: ?Sized> {
    fn matches(&self, entry: &T) -> bool;

    /// The same with a reason, for the one entry that a report is about.
    fn judge(&self, entry: &T) -> Verdict {
        if self.matches(entry) { Verdict::Match } else { Verdict::NoMatch { why: None } }
    }

    fn requirement(&self) -> String;

    fn wanted_line(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn wanted_lines(&self) -> Option<Cow<'_, str>> {
        self.wanted_line()
    }

    fn is_text(&self) -> bool {
        false
    }
}

/// Whether an entry matched, with the matcher's own words where it did not.
#[derive(Debug)]
pub(crate) enum Verdict {
    Match,
    NoMatch { why: Option<String> },
}

struct EqualText<S>(S);

impl<T: AsRef<str> + Reported + ?Sized, S: AsRef<str>> Test<T> for EqualText<S> {
    fn matches(&self, entry: &T) -> bool {
        entry.as_ref() == self.0.as_ref()
    }

    fn requirement(&self) -> String {
        format!("equal to {:?}", self.0.as_ref())
    }

    fn wanted_line(&self) -> Option<Cow<'_, str>> {
        let text = self.0.as_ref();
        Some(if T::TEXT { Cow::Borrowed(text) } else { Cow::Owned(format!("{text:?}")) })
    }

    fn is_text(&self) -> bool {
        true
    }
}

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

impl<T: PartialEq + Reported> Test<T> for EqualValue<'_, T> {
    fn matches(&self, entry: &T) -> bool {
        entry == self.value()
    }

    fn requirement(&self) -> String {
        format!("equal to {}", self.value().as_line())
    }

    fn wanted_line(&self) -> Option<Cow<'_, str>> {
        Some(self.value().as_line())
    }

    fn wanted_lines(&self) -> Option<Cow<'_, str>> {
        Some(self.value().as_lines())
    }
}

/// `Seen` is what the closure is given: the entry, or its text.
struct Closure<F, Seen>(F, PhantomData<Seen>);

impl<T: Borrow<Seen> + ?Sized, Seen: ?Sized, F: Fn(&Seen) -> bool> Test<T> for Closure<F, fn(&Seen)> {
    fn matches(&self, entry: &T) -> bool {
        (self.0)(entry.borrow())
    }

    fn requirement(&self) -> String {
        "that the closure accepts".to_owned()
    }
}

/// `Seen` is what the predicate is given: the entry, or its text.
struct OfPredicate<P, Seen>(P, PhantomData<Seen>);

impl<T: Borrow<Seen> + ?Sized, Seen: ?Sized, P: Predicate<Seen>> Test<T> for OfPredicate<P, fn(&Seen)> {
    fn matches(&self, entry: &T) -> bool {
        self.0.eval(entry.borrow())
    }

    fn judge(&self, entry: &T) -> Verdict {
        match self.0.find_case(false, entry.borrow()) {
            None => Verdict::Match,
            Some(case) => Verdict::NoMatch { why: failed_part(&case) },
        }
    }

    fn requirement(&self) -> String {
        format!("where {}", self.0)
    }
}

/// The innermost predicate that decided: of `a && b`, the one that was not true; of `a || b`, both together.
fn failed_part(case: &Case<'_>) -> Option<String> {
    let mut children = case.children();
    let inner = match (children.next(), children.next()) {
        (Some(only), None) => failed_part(only),
        _ => None,
    };
    inner.or_else(|| case.predicate().map(|predicate| format!("{predicate} is {}", case.result())))
}
