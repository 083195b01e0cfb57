//! `Mismatch`: a failure as data.

#![cfg(feature = "testing")]

mod reports;

use std::error::Error;

use mock_messenger::{Messenger, Mismatch, MismatchKind, OVER_QUOTA, Transcript, URGENT_WARNING, WARNING};

use reports::sent;

fn three() -> Transcript<str> {
    sent(&[WARNING, URGENT_WARNING, OVER_QUOTA])
}

#[test]
fn a_mismatch_says_what_closest_is_by_its_index_in_the_whole_log() {
    let typo = "Error: You are over your kuota!";
    assert_eq!(three().check_once(typo).unwrap_err().closest(), Some(2));
    assert_eq!(three().check_any(typo).unwrap_err().closest(), Some(2));
    assert_eq!(three().check_times(2, typo).unwrap_err().closest(), Some(2));
    assert_eq!(three().check_last(typo).unwrap_err().closest(), Some(2));
    assert_eq!(three().check_nth(0, typo).unwrap_err().closest(), Some(2));
    assert_eq!(three().check_exactly([WARNING, URGENT_WARNING, typo]).unwrap_err().closest(), Some(2));
    let filtered = three().filter(|m| m == OVER_QUOTA);
    assert_eq!(filtered.check_once(typo).unwrap_err().closest(), Some(2));
    assert_eq!(filtered.check_all(typo).unwrap_err().closest(), Some(2));
}

#[test]
fn a_mismatch_offers_nothing_as_closest_where_nothing_is() {
    for mismatch in [
        three().check_once("hello").unwrap_err(),
        three().check_once(|m: &str| m.is_empty()).unwrap_err(),
        three().check_never(WARNING).unwrap_err(),
        three().check_nothing().unwrap_err(),
        three().check_count(1).unwrap_err(),
        sent(&[WARNING; 2]).check_once(WARNING).unwrap_err(),
        three().check_exactly([WARNING]).unwrap_err(),
        sent(&[""; 0]).check_once(WARNING).unwrap_err(),
    ] {
        assert_eq!(mismatch.closest(), None, "{mismatch}");
    }
}

#[test]
fn of_several_that_are_equally_close_the_first_is_closest() {
    let log = sent(&["tick 1 of 9", "tick 2 of 9", "tick 3 of 9"]);
    assert_eq!(log.check_once("tick 4 of 9").unwrap_err().closest(), Some(0));
    assert_eq!(log.check_once("tick 2 of 8").unwrap_err().closest(), Some(1));
}

#[test]
fn the_closest_is_found_among_many_that_share_its_words() {
    let mut log: Vec<String> = (0..2_000).map(|at| format!("your usage is {at} now quota")).collect();
    log.push("your quota usage is now 75 percent".to_owned());
    let mismatch = sent(&log).check_once("your quota usage is now 76 percent").unwrap_err();
    assert_eq!(mismatch.closest(), Some(2_000));
}

#[test]
fn a_text_that_is_repeated_hides_no_closer_one() {
    // The same words in another order share nearly everything but their places.
    let mut log = vec!["percent 76 now is usage quota your"; 20];
    log.push("your quota usage is now 76000000000 percent");
    log.extend(["now 76 is usage your quota percent"; 20]);
    assert_eq!(sent(&log).check_once("your quota usage is now 76 percent").unwrap_err().closest(), Some(20));
}

#[test]
fn a_text_is_close_to_another_of_which_it_has_half_the_lines() {
    let is_close =
        |found: &str, wanted: &str| sent(&[found]).check_once(wanted).unwrap_err().closest().is_some();
    let wanted = "Dear Ann,\nyour quota is used up.\nPlease call us.\nYours";
    assert!(is_close("Dear Ann,\nwe wish you a very good day.\nAll is well here.\nYours", wanted));
    assert!(is_close("Dear Ann,\nhow are you doing today?\nWe wonder.\nYours", wanted));
    assert!(!is_close("Dear Bob and Eve,\nhow are you doing today?\nWe wonder.\nYours", wanted));
    assert!(!is_close(
        "Dear Ann,\nYours",
        "Dear Ann,\nhow are you doing today?\nWe wonder.\nAnd wonder.\nYours"
    ));
    assert!(!is_close("one\n\n\n\ntwo, three", "nine and a half\n\n\n\nten"));
    assert!(!is_close(
        "Please call us.",
        "Please call us at once.\nPlease do, it is urgent, and it is important."
    ));
}

#[test]
fn a_mismatch_of_a_list_counts_what_was_found_under_its_rule() {
    let counts = |checked: Result<(), Mismatch>| {
        let mismatch = checked.unwrap_err();
        (mismatch.kind(), mismatch.expected().least(), mismatch.found(), mismatch.total())
    };
    let log = sent(&["a", "b", "c"]);
    assert_eq!(counts(log.check_exactly(["b", "c"])), (MismatchKind::Exactly, 2, 2, 3));
    assert_eq!(counts(log.check_exactly(["a", "x", "c"])), (MismatchKind::Exactly, 3, 2, 3));
    assert_eq!(
        counts(log.check_exactly_in_any_order(["c", "a", "x", "y"])),
        (MismatchKind::ExactlyInAnyOrder, 4, 2, 3)
    );
    assert_eq!(counts(log.check_in_order(["c", "a", "b"])), (MismatchKind::InOrder, 3, 2, 3));
    assert_eq!(counts(log.check_consecutive(["a", "c"])), (MismatchKind::Consecutive, 2, 2, 3));
    assert_eq!(counts(log.check_exactly(["x"])), (MismatchKind::Exactly, 1, 0, 3));
}

#[test]
fn display_is_the_report_and_debug_adds_the_line_of_the_check() {
    let line = line!() + 1;
    let mismatch = three().check_once("hello").unwrap_err();
    assert_eq!(mismatch.location().line(), line);
    assert_eq!(format!("{mismatch:?}"), format!("{mismatch}\n\n  checked at {}", mismatch.location()));
}

#[test]
fn a_mismatch_is_an_error_that_travels() {
    fn travels<E: Error + Send + Sync + 'static>(_: &E) {}
    let mismatch = three().check_once("hello").unwrap_err();
    travels(&mismatch);
    let report = mismatch.to_string();
    let boxed: Box<dyn Error + Send + Sync> = mismatch.into();
    assert_eq!(boxed.to_string(), report);
    assert!(boxed.source().is_none());
}

#[test]
fn a_report_keeps_what_was_there_when_the_check_failed() {
    let messenger = mock_messenger::RecordingMessenger::new();
    messenger.send(WARNING);
    let mismatch = messenger.sent().check_nothing().unwrap_err();
    messenger.send(OVER_QUOTA);
    assert!(!mismatch.to_string().contains(OVER_QUOTA), "{mismatch}");
}
