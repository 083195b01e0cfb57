//! The types that can be passed as a matcher or in a list of matchers, for text, `String` and other types.

#![cfg(feature = "testing")]
// The tests pass references on purpose.
#![allow(clippy::needless_borrows_for_generic_args)]

use std::borrow::Cow;

use mock_messenger::{
    IntoMatcher, Messenger, PredicateBooleanExt, Recorder, RecordingMessenger, Transcript, described,
    matcher, predicate,
};

fn sent(messages: &[&str]) -> Transcript<str> {
    let messenger = RecordingMessenger::new();
    for message in messages {
        messenger.send(message);
    }
    messenger.take()
}

#[test]
fn text_is_taken_as_it_is_and_by_reference() {
    let transcript = sent(&["one"]);
    let owned = String::from("one");
    transcript.assert_once("one");
    transcript.assert_once(owned.clone());
    transcript.assert_once(&owned);
    transcript.assert_once(&&*owned);
    transcript.assert_once(Cow::Borrowed("one"));
    transcript.assert_once(Box::<str>::from("one"));
    assert!(transcript.check_once("two").is_err());
    assert!(transcript.check_once(String::from("two")).is_err());
}

#[test]
fn lists_are_taken_as_arrays_vectors_slices_and_transcripts() {
    let transcript = sent(&["one", "two"]);
    transcript.assert_exactly(["one", "two"]);
    transcript.assert_exactly(vec!["one", "two"]);
    transcript.assert_exactly(&["one", "two"]);
    transcript.assert_exactly([String::from("one"), String::from("two")]);
    transcript.assert_exactly(&[String::from("one"), String::from("two")]);
    transcript.assert_exactly(["one", "two"].iter());
    transcript.assert_exactly(&transcript);
    transcript.assert_exactly(transcript.clone());
    assert!(transcript.check_exactly(["two", "one"]).is_err());
}

#[test]
fn closures_and_predicates_are_taken_without_wrapping() {
    let transcript = sent(&["75% used"]);
    let limit = 10;
    transcript.assert_once(|m: &str| m.len() < limit);
    transcript.assert_once(predicate::str::contains("75%"));
    transcript.assert_once(predicate::str::contains("75%").and(predicate::str::ends_with("used")));
    transcript.assert_exactly([|m: &str| m.starts_with("75")]);
    assert!(transcript.check_once(predicate::str::contains("90%")).is_err());
    assert!(transcript.check_once(|m: &str| m.is_empty()).is_err());
}

#[test]
fn a_list_mixes_kinds_with_matcher_and_described() {
    let transcript = sent(&["one", "two", "three"]);
    let short = matcher(|m: &str| m.len() == 3);
    transcript.assert_exactly([
        matcher("one"),
        matcher(&short),
        described("a number over two", predicate::str::starts_with("th")),
    ]);
    transcript.assert_times(2, &short);
}

#[derive(Debug, PartialEq, Clone)]
struct Mail {
    to: String,
    urgent: bool,
}

#[test]
fn typed_calls_take_values_references_closures_and_predicates() {
    let calls = Recorder::new();
    let ann = Mail { to: "ann".into(), urgent: true };
    let bob = Mail { to: "bob".into(), urgent: false };
    calls.record(ann.clone());
    calls.record(bob.clone());
    let calls = calls.calls();
    calls.assert_exactly([ann.clone(), bob.clone()]);
    calls.assert_exactly([&ann, &bob]);
    calls.assert_exactly(&[ann.clone(), bob.clone()]);
    calls.assert_exactly(&calls);
    calls.assert_once(ann.clone());
    calls.assert_once(&ann);
    calls.assert_once(|mail: &Mail| mail.urgent);
    calls.assert_once(predicate::function(|mail: &Mail| mail.urgent));
    calls.assert_exactly([matcher(&ann), matcher(|mail: &Mail| !mail.urgent)]);
    assert_eq!(*calls.assert_last(&bob), bob);
}

#[test]
fn a_recorder_of_strings_takes_every_text_matcher() {
    let calls: Recorder<String> = Recorder::new();
    calls.record("one".to_owned());
    let calls = calls.calls();
    let owned = String::from("one");
    calls.assert_once("one");
    calls.assert_once(&owned);
    calls.assert_once(owned.clone());
    calls.assert_once(|m: &str| m.len() == 3);
    calls.assert_once(|m: &String| m.len() == 3);
    calls.assert_once(predicate::str::contains("n"));
    calls.assert_once(predicate::eq("one"));
    calls.assert_exactly(["one"]);
    calls.assert_exactly(&["one"]);
    calls.assert_exactly([matcher("one")]);
    calls.assert_exactly([described("the first", "one")]);
}

#[test]
fn static_texts_and_numbers_are_values_like_any_other() {
    let texts: Recorder<&'static str> = Recorder::new();
    texts.record("one");
    texts.calls().assert_exactly(["one"]);
    texts.calls().assert_once("one");

    let numbers = Recorder::new();
    numbers.record(7_u64);
    numbers.calls().assert_exactly([7]);
    numbers.calls().assert_once(7);
    numbers.calls().assert_once(|n: &u64| *n > 6);
    numbers.calls().assert_once(predicate::gt(6));
}

#[test]
fn debug_says_what_is_asked_for() {
    fn debug<'a, T: ?Sized, K>(from: impl IntoMatcher<'a, T, K>) -> String {
        format!("{:?}", matcher(from))
    }
    assert_eq!(debug::<str, _>("one"), r#"Matcher("equal to \"one\"")"#);
    assert_eq!(debug::<String, _>("one"), r#"Matcher("equal to \"one\"")"#);
    assert_eq!(debug::<u8, _>(7), r#"Matcher("equal to 7")"#);
    assert_eq!(debug(|_: &u8| true), r#"Matcher("that the closure accepts")"#);
    assert_eq!(debug::<u8, _>(predicate::gt(6)), r#"Matcher("that is greater than 6")"#);
    assert_eq!(debug(described("a few", |_: &u8| true)), r#"Matcher("(a few)")"#);
}
