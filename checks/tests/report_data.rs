//! `Mismatch`: a failure as data.

#![cfg(feature = "testing")]

mod reports;

use std::error::Error;

use mock_messenger::{Messenger, Mismatch, MismatchKind, OVER_QUOTA, Transcript, URGENT_WARNING, WARNING};

use proptest::prelude::*;

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

/// Whether the report of one message calls it close to what was expected.
#[track_caller]
fn is_close(found: &str, wanted: &str) -> bool {
    sent(&[found]).check_first(wanted).unwrap_err().closest().is_some()
}

#[test]
fn of_two_that_share_as_much_the_one_that_is_close_is_found() {
    let log = sent(&["world Hello", "Hello Xorld"]);
    assert_eq!(log.check_once("Hello world").unwrap_err().closest(), Some(1));
}

#[test]
fn what_repeats_the_same_few_letters_hides_no_closer_one() {
    let mut log: Vec<String> = (30..60).map(|times| "now".repeat(times)).collect();
    log.push("yuor qouta usage is nwo 76 percent".to_owned());
    assert_eq!(sent(&log).check_once("your quota usage is now 76 percent").unwrap_err().closest(), Some(30));
}

#[test]
fn the_same_letters_in_another_order_hide_no_closer_one() {
    let wanted = "your quota usage is now 76 percent\0a";
    let backwards: String = wanted.chars().rev().collect();
    let mut log: Vec<String> =
        (0..30).map(|at| format!("{}{}", &backwards[at..], &backwards[..at])).collect();
    log.push("yuor qouta usage is nwo 76 percent\0a".to_owned());
    assert_eq!(sent(&log).check_once(wanted).unwrap_err().closest(), Some(30));
}

#[test]
fn texts_are_close_that_differ_in_numbers_case_and_white_space_if_they_have_words() {
    assert!(is_close("USED 25", "used 1"));
    assert!(is_close("ABC 20", "abc  1"));
    assert!(!is_close("AB 345", "ab 12"));
    assert!(!is_close("USED 25 MB", "used 1"));
    assert!(is_close("hello\u{a0}there world", "Hello There World"));
    assert!(is_close("\u{dc}BER 7500 %\u{2003}", "\u{fc}ber 9%"));
    assert!(!is_close("\u{dc}BER 7500 %\u{2003}", "\u{f6}ber 9%"));
    assert!(is_close("\u{39f}\u{394}\u{39f}\u{3a3} 12345", "\u{3bf}\u{3b4}\u{3bf}\u{3c2} 6"));
    // A part of a text, but a small one.
    assert!(!is_close("ab", "abcd"));
}

#[test]
fn a_letter_may_differ_in_three_and_two_in_twelve() {
    assert!(is_close("abd", "abc"));
    assert!(!is_close("ac", "ab"));
    // Of fifteen, two may, to either side of one that is the same.
    assert!(is_close("abcdexqyfghijkl", "abcdeqfghijkl"));
    assert!(!is_close("abcdexqyzfghijkl", "abcdeqfghijkl"));
}

#[test]
fn letters_that_share_bytes_are_different_letters() {
    for (found, wanted) in [("\u{e8}bcdef", "\u{e9}bcdef"), ("abcde\u{129}", "abcde\u{e9}")] {
        assert!(is_close(found, wanted), "{found}");
    }
    for (found, wanted) in [("\u{e8}bcdef", "\u{e9}bcdex"), ("abcde\u{129}", "xbcde\u{e9}")] {
        assert!(!is_close(found, wanted), "{found}");
    }
}

#[test]
fn long_texts_are_close_for_what_they_share_at_their_ends_or_in_all() {
    let numbers: Vec<String> = (0..1_000).map(|at| (at * 7_919 % 9_973).to_string()).collect();
    let text = numbers.join(" ");
    let other = |from: usize, to: usize| {
        let replaced: String = text[from..to].chars().map(|c| if c == ' ' { '_' } else { 'x' }).collect();
        format!("{}{replaced}{}", &text[..from], &text[to..])
    };
    let length = text.len();
    // At most a sixth, wherever it stands.
    for from in [0, 2_000, length - 700] {
        assert!(is_close(&other(from, from + 700), &text), "{from}");
    }
    for from in [0, 1_500, length - 1_200] {
        assert!(!is_close(&other(from, from + 1_200), &text), "{from}");
    }
    // A letter here and there, but from the first to the last.
    let spread: String = text.char_indices().map(|(at, c)| if at % 50 == 0 { 'x' } else { c }).collect();
    assert!(is_close(&format!("{spread}."), &text));
    assert!(!is_close(&other(0, length), &text));
}

/// The distance by the table of all pairs: insertions, deletions, other letters, and neighbours that are swapped.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut least = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 || j == 0 {
                least[i][j] = i + j;
                continue;
            }
            let other = least[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            least[i][j] = other.min(least[i - 1][j] + 1).min(least[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least[i][j] = least[i][j].min(least[i - 2][j - 2] + 1);
            }
        }
    }
    least[a.len()][b.len()]
}

/// One edit in six characters, or one in short texts; or a large part of the other.
fn should_be_close(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let is_part = short.len() >= 3 && short.len() * 2 >= long.len() && long.contains(short);
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let length = a.len().max(b.len());
    length >= 3 && !a.is_empty() && !b.is_empty() && (edits(&a, &b) <= (length / 6).max(1) || is_part)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    // Some of the letters share bytes with others at their start, some at their end.
    #[test]
    fn a_text_is_close_that_takes_few_edits(
        text in "[abc\u{e8}\u{e9}\u{129}]{0,40}",
        changes in prop::collection::vec((0..4_u8, any::<prop::sample::Index>(), "[abc\u{e8}\u{e9}\u{129}]"), 1..10),
    ) {
        let mut other: Vec<char> = text.chars().collect();
        for (change, at, letter) in changes {
            let letter = letter.chars().next().unwrap();
            let at = at.index(other.len() + 1);
            match change {
                0 => other.insert(at, letter),
                1 if at < other.len() => drop(other.remove(at)),
                2 if at < other.len() => other[at] = letter,
                _ if at + 1 < other.len() => other.swap(at, at + 1),
                _ => {}
            }
        }
        let other: String = other.into_iter().collect();
        prop_assume!(other != text);
        prop_assert_eq!(is_close(&other, &text), should_be_close(&text, &other));
    }
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
