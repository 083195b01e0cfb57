//! Compares every rule of the vocabulary with a slow, obvious definition on random transcripts and expectations.
//!
//! The alphabets are small, so that entries repeat and matchers overlap.

#![cfg(feature = "testing")]

mod support;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::fmt::Debug;

use mock_messenger::{
    Matcher, Messenger, Mismatch, MismatchKind, PredicateBooleanExt, Recorder, RecordingMessenger, Reported,
    Times, Transcript, described, matcher, predicate,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use support::catch;

/// An expectation for one entry, in a form that the model also understands.
#[derive(Clone, Debug)]
enum Wanted {
    Equal(String),
    Named(String),
    Contains(String),
    ContainsNot(String),
    Starts(String),
    Length(usize),
    Either(String, String),
    Anything,
    Nothing,
}

impl Wanted {
    /// Returns whether the entry matches, according to the model.
    fn accepts(&self, entry: &str) -> bool {
        match self {
            Self::Equal(text) | Self::Named(text) => entry == text,
            Self::Contains(text) => entry.contains(&**text),
            Self::ContainsNot(text) => !entry.contains(&**text),
            Self::Starts(text) => entry.starts_with(&**text),
            Self::Length(length) => entry.chars().count() == *length,
            Self::Either(one, other) => entry == one || entry == other,
            Self::Anything => true,
            Self::Nothing => false,
        }
    }

    fn of_text(&self) -> Matcher<'_, str> {
        match self {
            Self::Equal(text) => matcher(text),
            Self::Named(text) => described("named", text),
            Self::Contains(text) => matcher(predicate::str::contains(&**text)),
            Self::ContainsNot(text) => matcher(predicate::str::contains(&**text).not()),
            Self::Starts(text) => matcher(move |m: &str| m.starts_with(&**text)),
            Self::Length(length) => matcher(move |m: &str| m.chars().count() == *length),
            Self::Either(one, other) => matcher(predicate::eq(&**one).or(predicate::eq(&**other))),
            Self::Anything => matcher(predicate::always()),
            Self::Nothing => described("nothing", predicate::never()),
        }
    }

    fn of_string(&self) -> Matcher<'_, String> {
        match self {
            Self::Equal(text) => matcher(&**text),
            Self::Named(text) => described("named", &**text),
            Self::Contains(text) => matcher(predicate::str::contains(&**text)),
            Self::ContainsNot(text) => matcher(predicate::str::contains(&**text).not()),
            Self::Starts(text) => matcher(move |m: &String| m.starts_with(&**text)),
            Self::Length(length) => matcher(move |m: &str| m.chars().count() == *length),
            Self::Either(one, other) => matcher(predicate::eq(&**one).or(predicate::eq(&**other))),
            Self::Anything => matcher(|_: &str| true),
            Self::Nothing => matcher(|_: &String| false),
        }
    }

    fn of_call(&self) -> Matcher<'_, Call> {
        match self {
            Self::Equal(text) => matcher(Call(text.clone())),
            Self::Named(text) => described("named", Call(text.clone())),
            Self::Contains(text) => matcher(predicate::function(move |call: &Call| call.0.contains(&**text))),
            Self::Anything => matcher(predicate::always()),
            other => matcher(move |call: &Call| other.accepts(&call.0)),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Call(String);

fn word() -> impl Strategy<Value = String> {
    select(vec!["", "a", "b", "ab", "ba", "aa", "abc"]).prop_map(str::to_owned)
}

fn wanted() -> impl Strategy<Value = Wanted> {
    prop_oneof![
        4 => word().prop_map(Wanted::Equal),
        1 => word().prop_map(Wanted::Named),
        2 => word().prop_map(Wanted::Contains),
        1 => word().prop_map(Wanted::ContainsNot),
        2 => word().prop_map(Wanted::Starts),
        1 => (0_usize..3).prop_map(Wanted::Length),
        1 => (word(), word()).prop_map(|(one, other)| Wanted::Either(one, other)),
        1 => Just(Wanted::Anything),
        1 => Just(Wanted::Nothing),
    ]
}

/// Generates a list of expectations. Half of the lists contain only plain text, which is common and which the rules
/// treat separately.
fn list(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Wanted>> {
    prop_oneof![vec(wanted(), length.clone()), vec(word().prop_map(Wanted::Equal), length)]
}

/// Generates entries and a list of expectations. Because random lists rarely match, some lists are taken from the
/// entries: in order, shuffled, or with one change.
fn scene() -> impl Strategy<Value = (Vec<String>, Vec<Wanted>)> {
    vec(word(), 0..7).prop_flat_map(|entries| {
        let own = Just(entries.iter().cloned().map(Wanted::Equal).collect::<Vec<_>>());
        let some = (own.clone(), vec(any::<bool>(), entries.len())).prop_map(|(list, keep)| {
            list.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(wanted, _)| wanted).collect()
        });
        let length = entries.len();
        let shuffled = own.clone().prop_shuffle();
        let altered = (own.clone().prop_shuffle(), any::<prop::sample::Index>(), wanted()).prop_map(
            |(mut list, at, wanted)| {
                if !list.is_empty() {
                    let at = at.index(list.len());
                    list[at] = wanted;
                }
                list
            },
        );
        let any_of_that_length = vec(wanted(), length);
        let lists = prop_oneof![list(0..7), own, some, shuffled, altered, any_of_that_length];
        (Just(entries), lists)
    })
}

/// The definitions of the rules, as simple as possible.
mod model {
    use super::Wanted;

    pub(crate) fn exactly(entries: &[String], list: &[Wanted]) -> bool {
        entries.len() == list.len() && entries.iter().zip(list).all(|(entry, wanted)| wanted.accepts(entry))
    }

    pub(crate) fn in_any_order(entries: &[String], list: &[Wanted]) -> bool {
        permutations(entries.len())
            .iter()
            .any(|order| exactly(&order.iter().map(|at| entries[*at].clone()).collect::<Vec<_>>(), list))
    }

    pub(crate) fn in_order(entries: &[String], list: &[Wanted]) -> bool {
        (0_usize..1 << entries.len()).any(|chosen| {
            let some = (0..entries.len()).filter(|at| chosen >> at & 1 == 1);
            exactly(&some.map(|at| entries[at].clone()).collect::<Vec<_>>(), list)
        })
    }

    pub(crate) fn in_any_order_among_others(entries: &[String], list: &[Wanted]) -> bool {
        (0_usize..1 << entries.len()).any(|chosen| {
            let some = (0..entries.len()).filter(|i| chosen >> i & 1 == 1);
            in_any_order(&some.map(|i| entries[i].clone()).collect::<Vec<_>>(), list)
        })
    }

    pub(crate) fn consecutive(entries: &[String], list: &[Wanted]) -> bool {
        entries.windows(list.len()).any(|window| exactly(window, list))
    }

    pub(crate) fn permutations(length: usize) -> Vec<Vec<usize>> {
        if length == 0 {
            return vec![Vec::new()];
        }
        let shorter = permutations(length - 1);
        let inserted = shorter.iter().flat_map(|order| {
            (0..length).map(move |at| {
                let mut order = order.clone();
                order.insert(at, length - 1);
                order
            })
        });
        inserted.collect()
    }
}

/// The same calls as text, as `String` values, and as values of a custom type.
struct Recorded {
    text: Transcript<str>,
    strings: Transcript<String>,
    calls: Transcript<Call>,
}

fn recorded(entries: &[String]) -> Recorded {
    let (text, strings, calls) = (RecordingMessenger::new(), Recorder::new(), Recorder::new());
    for entry in entries {
        text.send(entry);
        strings.record(entry.clone());
        calls.record(Call(entry.clone()));
    }
    Recorded { text: text.take(), strings: strings.take(), calls: calls.take() }
}

/// Runs a check and its assertion, and compares both with the model. `$check` and `$assert` are methods of `$on`.
macro_rules! agree {
    ($on:expr, $check:ident, $assert:ident, ($($argument:expr),*), $kind:ident, $due:expr) => {{
        let (transcript, due) = ($on, $due);
        let (checked, line) = (transcript.$check($($argument),*), line!());
        let asserted = catch(|| transcript.$assert($($argument),*));
        prop_assert_eq!(checked.is_ok(), due, "{}", stringify!($check));
        prop_assert_eq!(asserted.is_ok(), due, "{}", stringify!($assert));
        match (checked, asserted) {
            (Ok(checked), Ok(asserted)) => prop_assert!(same(checked, asserted)),
            (Err(mismatch), Err(caught)) => {
                prop_assert_eq!(mismatch.kind(), MismatchKind::$kind);
                prop_assert_eq!(mismatch.total(), transcript.len());
                prop_assert_eq!(mismatch.location().line(), line);
                prop_assert_eq!(mismatch.location().file(), file!());
                prop_assert_eq!((caught.file.as_str(), caught.line), (file!(), line));
                let report = mismatch.to_string();
                prop_assert_eq!(caught.first_line(), report.lines().next().unwrap_or_default());
                check_report(&mismatch, transcript)?;
            }
            _ => unreachable!("the two were the same above"),
        }
    }};
}

/// Returns whether a check and its assertion returned the same entry, or both returned nothing.
fn same(one: impl Debug, other: impl Debug) -> bool {
    format!("{one:?}") == format!("{other:?}")
}

/// Checks the properties that every mismatch has.
fn check_report<T: Reported + ?Sized>(
    mismatch: &Mismatch,
    transcript: &Transcript<T>,
) -> Result<(), TestCaseError> {
    let report = mismatch.to_string();
    prop_assert_eq!(&support::plain(&report), &report);
    prop_assert!(report.lines().count() <= 100, "{}", report);
    prop_assert!(mismatch.matched().iter().all(|index| *index < transcript.len()));
    prop_assert!(mismatch.matched().is_sorted());
    prop_assert!(mismatch.closest().is_none_or(|index| index < transcript.len()));
    prop_assert!(mismatch.found() <= transcript.len().max(mismatch.expected().least()));
    let debug = format!("{mismatch:?}");
    prop_assert!(debug.contains(&report));
    Ok(())
}

/// Compares the list rules with their models on one kind of transcript.
fn lists_agree<T: Reported<Owned: Debug> + ?Sized>(
    on: &Transcript<T>,
    of: for<'a> fn(&'a Wanted) -> Matcher<'a, T>,
    entries: &[String],
    list: &[Wanted],
) -> Result<(), TestCaseError> {
    let wanted = || list.iter().map(of);
    agree!(on, check_exactly, assert_exactly, (wanted()), Exactly, model::exactly(entries, list));
    agree!(
        on,
        check_exactly_in_any_order,
        assert_exactly_in_any_order,
        (wanted()),
        ExactlyInAnyOrder,
        model::in_any_order(entries, list)
    );
    if list.is_empty() {
        agree!(on, check_in_order, assert_in_order, (wanted()), Vacuous, false);
        agree!(on, check_in_any_order, assert_in_any_order, (wanted()), Vacuous, false);
        agree!(on, check_consecutive, assert_consecutive, (wanted()), Vacuous, false);
    } else {
        agree!(on, check_in_order, assert_in_order, (wanted()), InOrder, model::in_order(entries, list));
        let due = model::in_any_order_among_others(entries, list);
        agree!(on, check_in_any_order, assert_in_any_order, (wanted()), InAnyOrder, due);
        let due = model::consecutive(entries, list);
        agree!(on, check_consecutive, assert_consecutive, (wanted()), Consecutive, due);
    }
    Ok(())
}

/// Compares the rules with a single matcher with their models on one kind of transcript.
fn counts_agree<T: Reported<Owned: Debug> + Debug + ?Sized>(
    on: &Transcript<T>,
    of: for<'a> fn(&'a Wanted) -> Matcher<'a, T>,
    entries: &[String],
    wanted: &Wanted,
    times: Times,
    position: usize,
) -> Result<(), TestCaseError> {
    let matched: Vec<_> = (0..entries.len()).filter(|at| wanted.accepts(&entries[*at])).collect();
    let accepted = |at: Option<usize>| at.and_then(|at| entries.get(at)).is_some_and(|e| wanted.accepts(e));
    let (count, m) = (matched.len(), || of(wanted));
    let refused = times == Times::from(..) || (0..100).all(|count| !times.contains(count));

    agree!(on, check_nothing, assert_nothing, (), Nothing, entries.is_empty());
    if refused {
        agree!(on, check_count, assert_count, (times), Vacuous, false);
        agree!(on, check_times, assert_times, (times, m()), Vacuous, false);
    } else {
        agree!(on, check_count, assert_count, (times), Count, times.contains(entries.len()));
        agree!(on, check_times, assert_times, (times, m()), Times, times.contains(count));
    }
    agree!(on, check_once, assert_once, (m()), Once, count == 1);
    agree!(on, check_any, assert_any, (m()), Any, count > 0);
    agree!(on, check_never, assert_never, (m()), Never, count == 0);
    agree!(on, check_all, assert_all, (m()), All, count > 0 && count == entries.len());
    agree!(on, check_first, assert_first, (m()), First, accepted(Some(0)));
    agree!(on, check_last, assert_last, (m()), Last, accepted(entries.len().checked_sub(1)));
    agree!(on, check_nth, assert_nth, (position, m()), Nth, accepted(Some(position)));

    for mismatch in [on.check_once(m()).err(), on.check_never(m()).err(), on.check_any(m()).err()] {
        let Some(mismatch) = mismatch else { continue };
        prop_assert_eq!(mismatch.found(), count);
        prop_assert_eq!(mismatch.matched(), &matched);
    }
    if let Ok(entry) = on.check_any(m()) {
        prop_assert!(same(entry, &on[matched[0]]));
    }
    if let Ok(entry) = on.check_once(m()) {
        prop_assert!(same(entry, &on[matched[0]]));
    }
    if let Ok(entry) = on.check_nth(position, m()) {
        prop_assert!(same(entry, &on[position]));
    }
    Ok(())
}

fn times() -> impl Strategy<Value = Times> {
    prop_oneof![
        (0_usize..7).prop_map(Times::from),
        (0_usize..7, 0_usize..7).prop_map(|(least, most)| Times::from(least..=most)),
        (0_usize..7, 0_usize..7).prop_map(|(least, end)| Times::from(least..end)),
        (0_usize..7).prop_map(|least| Times::from(least..)),
        (0_usize..7).prop_map(|end| Times::from(..end)),
        (0_usize..7).prop_map(|most| Times::from(..=most)),
        Just(Times::from(..)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_list_rules_are_what_their_definitions_say((entries, list) in scene()) {
        let recorded = recorded(&entries);
        lists_agree(&recorded.text, Wanted::of_text, &entries, &list)?;
        lists_agree(&recorded.strings, Wanted::of_string, &entries, &list)?;
        lists_agree(&recorded.calls, Wanted::of_call, &entries, &list)?;
    }

    #[test]
    fn the_rules_of_one_matcher_are_what_their_definitions_say(
        entries in vec(word(), 0..7),
        wanted in wanted(),
        times in times(),
        position in 0_usize..8,
    ) {
        let recorded = recorded(&entries);
        counts_agree(&recorded.text, Wanted::of_text, &entries, &wanted, times, position)?;
        counts_agree(&recorded.strings, Wanted::of_string, &entries, &wanted, times, position)?;
        counts_agree(&recorded.calls, Wanted::of_call, &entries, &wanted, times, position)?;
    }

    #[test]
    fn long_repetitive_logs_are_searched_rightly(
        entries in vec(select(vec!["a", "b"]), 0..200),
        list in vec(select(vec!["a", "b"]), 1..12),
    ) {
        let sent = support::sent(&entries);
        let windows = entries.windows(list.len()).any(|window| window == list);
        prop_assert_eq!(sent.check_consecutive(&list).is_ok(), windows);
        let closures = list.iter().map(|text| move |m: &str| m == *text);
        prop_assert_eq!(sent.check_consecutive(closures).is_ok(), windows);
    }

    #[test]
    fn any_order_is_a_perfect_pairing_whatever_the_overlaps(
        (length, accepted) in (1_usize..7).prop_flat_map(|n| (Just(n), vec(0_u8..1 << n, n))),
    ) {
        // Matcher number i accepts the entries whose bits are set in `accepted[i]`.
        let recorder = Recorder::new();
        for entry in 0..length {
            recorder.record(entry);
        }
        let due = model::permutations(length)
            .iter()
            .any(|order| order.iter().zip(&accepted).all(|(entry, accepted)| accepted >> entry & 1 == 1));
        let list = accepted.iter().map(|accepted| move |entry: &usize| accepted >> entry & 1 == 1);
        prop_assert_eq!(recorder.calls().check_exactly_in_any_order(list).is_ok(), due);
    }

    #[test]
    fn no_pair_is_asked_about_twice_however_the_check_ends((entries, list) in scene()) {
        let asked = Asked::default();
        let numbered = || entries.iter().enumerate().map(|(at, entry)| (at, entry.clone()));
        let recorder = Recorder::new();
        for entry in numbered() {
            recorder.record(entry);
        }
        let calls = recorder.take();
        let closures = || {
            list.iter().enumerate().map(|(number, wanted)| {
                asked.by(number, move |(at, entry): &(usize, String)| (*at, wanted.accepts(entry)))
            })
        };
        asked.once(calls.check_exactly(closures()))?;
        asked.once(calls.check_exactly_in_any_order(closures()))?;
        asked.once(calls.check_in_order(closures()))?;
        asked.once(calls.check_consecutive(closures()))?;
        let Some(first) = list.first() else { return Ok(()) };
        let one = || asked.by(0, move |(at, entry): &(usize, String)| (*at, first.accepts(entry)));
        asked.once(calls.check_once(one()))?;
        asked.once(calls.check_times(2, one()))?;
        asked.once(calls.check_any(one()))?;
        asked.once(calls.check_all(one()))?;
        asked.once(calls.check_never(one()))?;
        asked.once(calls.check_first(one()))?;
        asked.once(calls.check_last(one()))?;
        asked.once(calls.check_nth(1, one()))?;
    }

    #[test]
    fn no_value_is_compared_with_an_entry_twice(
        entries in vec(0_u8..3, 0..7),
        list in vec(0_u8..3, 1..7),
    ) {
        let recorder = Recorder::new();
        for (at, value) in entries.iter().enumerate() {
            recorder.record(Compared { number: at, value: *value });
        }
        let calls = recorder.take();
        let values = || {
            let numbered = list.iter().enumerate();
            numbered.map(|(at, value)| Compared { number: 1000 + at, value: *value })
        };
        compared_once(calls.check_exactly(values()))?;
        compared_once(calls.check_exactly_in_any_order(values()))?;
        compared_once(calls.check_in_order(values()))?;
        compared_once(calls.check_consecutive(values()))?;
        let one = || Compared { number: 1000, value: list[0] };
        compared_once(calls.check_once(one()))?;
        compared_once(calls.check_times(2, one()))?;
        compared_once(calls.check_any(one()))?;
        compared_once(calls.check_all(one()))?;
        compared_once(calls.check_never(one()))?;
        compared_once(calls.check_first(one()))?;
        compared_once(calls.check_last(one()))?;
        compared_once(calls.check_nth(1, one()))?;
    }
}

#[test]
fn no_pair_of_more_than_a_million_is_asked_about_twice() {
    const LENGTH: usize = 1_100;
    let recorder = Recorder::new();
    for entry in 0..LENGTH {
        recorder.record(entry);
    }
    let calls = recorder.take();
    let asked = RefCell::new(vec![0_u8; LENGTH * LENGTH]);
    // The matchers are in the wrong order, and each accepts two adjacent entries, so that pairs have to be swapped.
    let list = |length: usize| {
        let asked = &asked;
        (0..length).rev().map(move |number| {
            move |entry: &usize| {
                asked.borrow_mut()[number * LENGTH + entry] += 1;
                *entry == number || *entry == number + 1
            }
        })
    };
    calls.assert_exactly_in_any_order(list(LENGTH));
    assert!(asked.take().iter().all(|times| *times <= 1));
    asked.replace(vec![0; LENGTH * LENGTH]);
    let impossible = list(LENGTH - 1).map(matcher).chain([matcher(|_: &usize| false)]);
    assert!(calls.check_exactly_in_any_order(impossible).is_err());
    assert!(asked.take().iter().all(|times| *times <= 1));
}

/// The number of times that each matcher was called with each entry.
#[derive(Default)]
struct Asked(RefCell<HashMap<(usize, usize), usize>>);

impl Asked {
    fn by<T>(&self, number: usize, accepts: impl Fn(&T) -> (usize, bool)) -> impl Fn(&T) -> bool {
        move |entry: &T| {
            let (index, accepted) = accepts(entry);
            *self.0.borrow_mut().entry((number, index)).or_default() += 1;
            accepted
        }
    }

    /// Checks that each matcher was called once with each entry during a check and the formatting of its report.
    fn once<V>(&self, checked: Result<V, Mismatch>) -> Result<(), TestCaseError> {
        if let Err(mismatch) = checked {
            let _ = format!("{mismatch} {mismatch:?}");
        }
        let asked = self.0.take();
        prop_assert!(asked.values().all(|times| *times == 1), "{:?}", asked);
        Ok(())
    }
}

/// A value that counts how often it is compared.
struct Compared {
    number: usize,
    value: u8,
}

thread_local! {
    static COMPARED: RefCell<HashMap<(usize, usize), usize>> = RefCell::default();
}

impl PartialEq for Compared {
    fn eq(&self, other: &Self) -> bool {
        let pair = (self.number.min(other.number), self.number.max(other.number));
        COMPARED.with_borrow_mut(|compared| *compared.entry(pair).or_default() += 1);
        self.value == other.value
    }
}

impl fmt::Debug for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value)
    }
}

fn compared_once<V>(checked: Result<V, Mismatch>) -> Result<(), TestCaseError> {
    if let Err(mismatch) = checked {
        let _ = format!("{mismatch} {mismatch:?}");
    }
    let compared = COMPARED.take();
    prop_assert!(compared.values().all(|times| *times == 1), "{:?}", compared);
    Ok(())
}
