//! `Transcript` as a list: its entries, their order and their locations.

#![cfg(feature = "testing")]

mod support;

use std::sync::Arc;

use mock_messenger::{Messenger, Recorder, RecordingMessenger, SyncRecordingMessenger, Transcript};
use support::{panic_of, sent};

#[test]
fn it_has_a_length() {
    assert_eq!(sent(&[]).len(), 0);
    assert!(sent(&[]).is_empty());
    assert_eq!(sent(&["one", "two"]).len(), 2);
    assert!(!sent(&["one", "two"]).is_empty());
}

#[test]
fn entries_are_got_by_position() {
    let transcript = sent(&["one", "two"]);
    assert_eq!(transcript.get(0), Some("one"));
    assert_eq!(transcript.get(1), Some("two"));
    assert_eq!(transcript.get(2), None);
    assert_eq!(transcript.get(usize::MAX), None);
    assert_eq!(&transcript[0], "one");
    assert_eq!(&transcript[1], "two");
}

#[test]
fn an_index_past_the_end_panics_at_the_line_that_asked() {
    let transcript = sent(&["one", "two"]);
    let (caught, line) = (panic_of(|| transcript[2].len()), line!());
    assert_eq!(caught.message, "position 2 is past the end of a transcript of 2");
    assert_eq!((caught.file.as_str(), caught.line), (file!(), line));
}

#[test]
fn the_first_and_the_last_are_the_ends() {
    let transcript = sent(&["one", "two", "three"]);
    assert_eq!(transcript.first(), Some("one"));
    assert_eq!(transcript.last(), Some("three"));
    assert_eq!(sent(&[]).first(), None);
    assert_eq!(sent(&[]).last(), None);
}

#[test]
fn it_is_walked_from_both_ends() {
    let transcript = sent(&["one", "two", "three"]);
    assert_eq!(transcript.iter().collect::<Vec<_>>(), ["one", "two", "three"]);
    assert_eq!(transcript.iter().rev().collect::<Vec<_>>(), ["three", "two", "one"]);
    let mut both = transcript.iter();
    assert_eq!(both.len(), 3);
    assert_eq!(both.next(), Some("one"));
    assert_eq!(both.next_back(), Some("three"));
    assert_eq!(both.size_hint(), (1, Some(1)));
    assert_eq!(format!("{both:?}"), r#"["two"]"#);
    let rest = both.clone();
    assert_eq!(both.next(), Some("two"));
    assert_eq!(both.next(), None);
    assert_eq!(both.next_back(), None);
    assert_eq!(both.next(), None);
    assert_eq!(rest.collect::<Vec<_>>(), ["two"]);
}

#[test]
fn a_for_loop_borrows_or_consumes_it() {
    let transcript = sent(&["one", "two"]);
    let mut borrowed: Vec<&str> = Vec::new();
    for message in &transcript {
        borrowed.push(message);
    }
    assert_eq!(borrowed, ["one", "two"]);
    let mut owned: Vec<String> = Vec::new();
    for message in transcript {
        owned.push(message);
    }
    assert_eq!(owned, ["one", "two"]);
}

#[test]
fn consuming_it_knows_how_many_are_left() {
    let mut owned = sent(&["one", "two"]).into_iter();
    assert_eq!(owned.len(), 2);
    assert_eq!(owned.next().as_deref(), Some("one"));
    assert_eq!(owned.size_hint(), (1, Some(1)));
    assert_eq!(format!("{owned:?}"), r#"["two"]"#);
    assert_eq!(owned.next().as_deref(), Some("two"));
    assert_eq!(owned.next(), None);
    assert_eq!(owned.next(), None);
}

struct Unclonable(u8);

#[test]
fn typed_calls_are_given_back_shared_without_being_cloned() {
    let recorder = Recorder::new();
    recorder.record(Unclonable(1));
    recorder.record(Unclonable(2));
    let owned: Vec<Arc<Unclonable>> = recorder.calls().into_iter().collect();
    assert_eq!(owned.iter().map(|call| call.0).collect::<Vec<_>>(), [1, 2]);
    assert!(std::ptr::eq(&raw const *owned[0], &raw const *recorder.calls().first().unwrap()));
}

#[test]
fn it_equals_arrays_slices_vectors_and_itself() {
    let transcript = sent(&["one", "two"]);
    assert_eq!(transcript, ["one", "two"]);
    assert_eq!(transcript, &["one", "two"]);
    assert_eq!(transcript, ["one", "two"][..]);
    assert_eq!(transcript, &["one", "two"][..]);
    assert_eq!(transcript, vec!["one", "two"]);
    assert_eq!(transcript, vec!["one".to_owned(), "two".to_owned()]);
    assert_eq!(transcript, transcript.clone());
    assert_eq!(transcript, sent(&["one", "two"]));
    assert_eq!(sent(&[]), [""; 0]);
}

#[test]
fn it_does_not_equal_what_differs_in_an_entry_the_order_or_the_length() {
    let transcript = sent(&["one", "two"]);
    for other in [&["one", "TWO"][..], &["two", "one"], &["one"], &["one", "two", "two"], &[]] {
        assert_ne!(transcript, other);
        assert_ne!(transcript, *other);
        assert_ne!(transcript, other.to_vec());
        assert_ne!(transcript, sent(other));
    }
    assert_ne!(transcript, ["one", "one"]);
    assert_ne!(transcript, &["two", "two"]);
}

#[test]
fn typed_transcripts_compare_by_value() {
    let recorder = Recorder::new();
    recorder.record(1.5);
    assert_eq!(recorder.calls(), [1.5]);
    recorder.record(f64::NAN);
    assert_ne!(recorder.calls(), recorder.calls());
}

#[test]
fn it_prints_as_a_plain_list() {
    let transcript = sent(&["one", "t\two"]);
    assert_eq!(format!("{transcript:?}"), r#"["one", "t\two"]"#);
    assert_eq!(format!("{transcript:#?}"), "[\n    \"one\",\n    \"t\\two\",\n]");
    assert_eq!(format!("{:?}", sent(&[])), "[]");
    let numbers = Recorder::new();
    numbers.record(7);
    assert_eq!(format!("{:?}", numbers.calls()), "[7]");
}

#[test]
fn a_filter_keeps_the_original_indices() {
    let evens = numbers(10).filter(|n| n % 2 == 1);
    assert_eq!(evens, [1, 3, 5, 7, 9]);
    assert_eq!(evens.len(), 5);
    assert_eq!(evens.original_index(0), Some(1));
    assert_eq!(evens.original_index(4), Some(9));
    assert_eq!(evens.original_index(5), None);
    assert_eq!(evens.get(5), None);
    assert_eq!(evens.last(), Some(&9));
    assert_eq!(evens.iter().rev().copied().collect::<Vec<_>>(), [9, 7, 5, 3, 1]);
    assert_eq!(evens.into_iter().map(|n| *n).collect::<Vec<_>>(), [1, 3, 5, 7, 9]);
}

#[test]
fn a_filter_of_a_filter_keeps_the_first_indices() {
    let sixes = numbers(20).filter(|n| n % 2 == 0).filter(|n| n % 3 == 0);
    assert_eq!(sixes, [0, 6, 12, 18]);
    assert_eq!(
        (0..5).map(|at| sixes.original_index(at)).collect::<Vec<_>>(),
        [Some(0), Some(6), Some(12), Some(18), None]
    );
}

#[test]
fn a_filter_asks_once_of_each_entry_and_leaves_the_transcript_alone() {
    let all = numbers(5);
    let mut asked = Vec::new();
    let none = all.filter(|n| {
        asked.push(*n);
        false
    });
    assert_eq!(asked, [0, 1, 2, 3, 4]);
    none.assert_nothing();
    assert_eq!(none.first(), None);
    assert_eq!(all.len(), 5);
}

#[test]
fn without_a_filter_the_original_index_is_the_position() {
    assert_eq!(numbers(2).original_index(1), Some(1));
    assert_eq!(numbers(2).original_index(2), None);
}

#[test]
fn a_mismatch_names_entries_by_their_original_index() {
    let odd = numbers(10).filter(|n| n % 2 == 1);
    let mismatch = odd.check_once(|n: &usize| *n > 6).unwrap_err();
    assert_eq!(mismatch.matched(), [7, 9]);
    assert_eq!((mismatch.found(), mismatch.total()), (2, 5));
}

#[test]
fn each_entry_knows_the_line_that_sent_it() {
    let messenger = RecordingMessenger::new();
    let first = line!() + 1;
    messenger.send("one");
    messenger.send("two");
    for message in ["three", "four"] {
        messenger.send(message);
    }
    messenger.send("five");
    let transcript = messenger.sent();
    let lines: Vec<_> = (0..5).map(|at| transcript.location(at).unwrap().line() - first).collect();
    assert_eq!(lines, [0, 1, 3, 3, 5]);
    assert!((0..5).all(|at| transcript.location(at).unwrap().file() == file!()));
    assert_eq!(transcript.location(5), None);
    let last = transcript.filter(|message| message == "five");
    assert_eq!(last.location(0).unwrap().line() - first, 5);
    assert_eq!(last.location(1), None);
}

#[test]
fn a_transcript_does_not_change_when_more_is_sent_taken_or_cleared() {
    let messenger = RecordingMessenger::new();
    messenger.send("one");
    let before = messenger.sent();
    messenger.send("two");
    let both = messenger.take();
    messenger.send("three");
    messenger.clear();
    assert_eq!(before, ["one"]);
    assert_eq!(both, ["one", "two"]);
    assert!(messenger.is_empty());
    drop(messenger);
    assert_eq!(before, ["one"]);
}

#[test]
fn it_knows_the_name_of_its_double() {
    let mailer = RecordingMessenger::named("mailer");
    mailer.send("one");
    assert_eq!(mailer.sent().recorded_by(), Some("mailer"));
    assert_eq!(mailer.sent().filter(|_| true).recorded_by(), Some("mailer"));
    assert_eq!(mailer.sent().clone().recorded_by(), Some("mailer"));
    assert_eq!(mailer.take().recorded_by(), Some("mailer"));
    assert_eq!(RecordingMessenger::new().sent().recorded_by(), None);
}

#[test]
fn a_double_itself_tells_its_name_and_what_it_holds() {
    let (alone, shared) = (RecordingMessenger::named("alone"), SyncRecordingMessenger::named("shared"));
    assert_eq!((alone.name(), shared.name()), (Some("alone"), Some("shared")));
    assert_eq!((RecordingMessenger::new().name(), SyncRecordingMessenger::new().name()), (None, None));
    assert!(alone.is_empty() && shared.is_empty());
    for message in ["one", "two"] {
        alone.send(message);
        shared.send(message);
    }
    assert!(!alone.is_empty() && !shared.is_empty());
    assert_eq!((alone.len(), shared.len()), (2, 2));
    assert_eq!(alone.messages(), ["one", "two"]);
    assert_eq!(shared.messages(), ["one", "two"]);
}

fn numbers(count: usize) -> Transcript<usize> {
    let recorder = Recorder::new();
    for n in 0..count {
        recorder.record(n);
    }
    recorder.calls()
}
