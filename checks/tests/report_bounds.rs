//! However much there is, a report stays small, asks little, and finds what matters.

#![cfg(feature = "testing")]

mod reports;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;

use mock_messenger::{Matcher, Mismatch, MismatchKind, Recorder, Reported, Transcript, matcher};
use proptest::prelude::*;

use reports::sent;

const MANY: usize = 100_000;

fn tick(number: usize) -> String {
    format!("message number {number} says that the usage is at {}%", number * 7 % 100)
}

fn notice(number: usize) -> String {
    format!("notice no. {number}: you have now used {} of it all", number * 3)
}

fn list(number: usize, text: fn(usize) -> String) -> Vec<String> {
    (0..number).map(text).collect()
}

/// The report, which has to be short.
#[track_caller]
fn short<V>(checked: Result<V, Mismatch>) -> String {
    let report = match checked {
        Ok(_) => panic!("that check passed"),
        Err(mismatch) => mismatch.to_string(),
    };
    assert!(report.lines().count() < 100, "{} lines:\n{report}", report.lines().count());
    assert!(report.len() < 50_000, "{} bytes:\n{report}", report.len());
    report
}

/// What each rule for lists says; a rule that holds is left out.
fn reports_of_all_rules(log: &Transcript<str>, list: &[String]) -> Vec<String> {
    let checked = [
        log.check_exactly(list),
        log.check_exactly_in_any_order(list),
        log.check_in_order(list),
        log.check_consecutive(list),
    ];
    checked.into_iter().filter(Result::is_err).map(short).collect()
}

#[test]
fn a_hundred_thousand_that_all_differ_are_told_shortly() {
    let log = sent(&list(MANY, tick));
    let reports = reports_of_all_rules(&log, &list(MANY, notice));
    assert_eq!(reports.len(), 4);
    for report in reports {
        assert!(report.contains("found 0 of them among 100,000 sent: 100,000 missing"), "{report}");
    }
}

#[test]
fn a_hundred_thousand_that_all_differ_a_little_are_told_shortly() {
    let wanted: Vec<_> = (0..MANY).map(|at| tick(at).replace("message", "massage")).collect();
    let report = short(sent(&list(MANY, tick)).check_exactly(wanted));
    assert!(report.contains("100,000 altered"), "{report}");
}

#[test]
fn the_single_difference_among_a_hundred_thousand_is_found_and_shown() {
    let wanted = list(MANY, tick);
    let mut log = wanted.clone();
    log[MANY / 2] = "message number 50000 says that the usage is at 1%".to_owned();
    let reports = reports_of_all_rules(&sent(&log), &wanted);
    assert_eq!(reports.len(), 4);
    for report in reports {
        assert!(report.contains("found 99,999 of them among 100,000 sent: 1 altered"), "{report}");
        assert!(
            report.contains(
                "altered [50000] \"message number 50000 says that the usage is at 1%\"  `1` in place of `0`"
            ),
            "{report}"
        );
    }
}

#[test]
fn one_that_is_gone_from_the_start_of_many_shifts_nothing() {
    let wanted = list(20_000, tick);
    let mut log = wanted[1..].to_vec();
    log.push("the end".to_owned());
    for report in reports_of_all_rules(&sent(&log), &wanted) {
        assert!(report.contains("found 19,999 of them among 20,000 sent: 1 missing"), "{report}");
    }
}

#[test]
fn the_first_and_the_last_of_many_are_found() {
    let wanted = list(20_000, tick);
    let mut log = wanted.clone();
    log[0] = "x".to_owned();
    log[19_999] = "y".to_owned();
    for report in reports_of_all_rules(&sent(&log), &wanted) {
        assert!(report.contains("found 19,998 of them among 20,000 sent: 2 missing"), "{report}");
    }
}

#[test]
fn every_second_one_of_many_is_found() {
    let wanted = list(20_000, tick);
    let log: Vec<_> = (0..20_000).map(|at| if at % 2 == 0 { tick(at) } else { notice(at) }).collect();
    for report in reports_of_all_rules(&sent(&log), &wanted) {
        assert!(report.contains("found 10,000 of them among 20,000 sent: 10,000 missing"), "{report}");
    }
}

#[test]
fn many_in_reverse_have_moved() {
    let wanted = list(20_000, tick);
    let log: Vec<_> = wanted.iter().rev().cloned().collect();
    let report = short(sent(&log).check_exactly(wanted));
    assert!(report.contains("found 1 of them among 20,000 sent: 19,999 moved"), "{report}");
}

#[test]
fn blocks_that_changed_places_are_moved_and_the_rest_is_in_place() {
    let wanted = list(20_000, tick);
    let log: Vec<_> = wanted.chunks(10).flat_map(|block| block.iter().rev()).cloned().collect();
    let mismatch = sent(&log).check_exactly(&wanted).unwrap_err();
    // Of each block one is in place.
    assert_eq!(mismatch.found(), 2_000);
    short(Err::<(), _>(mismatch));
}

/// What went wrong, from the headline of the report.
#[track_caller]
fn tally<V>(checked: Result<V, Mismatch>) -> String {
    let report = short(checked);
    let headline = report.split("\n\n").next().unwrap().replace("\n  ", " ");
    headline.split_once(": ").map_or(&*headline, |(_, tally)| tally).to_owned()
}

fn recorded(calls: impl IntoIterator<Item = usize>) -> Transcript<usize> {
    let recorder = Recorder::new();
    for call in calls {
        recorder.record(call);
    }
    recorder.calls()
}

#[test]
fn each_of_many_calls_is_found_in_its_place_however_many_edits_there_are() {
    // One in front and one less at the end make two edits, and each other number two more.
    let with_others = |others: usize| {
        let other = move |at: usize| if at % 4 == 1 && at / 4 < others { 10_000 + at } else { at };
        recorded([20_000].into_iter().chain((0..1_199).map(other)))
    };
    let found = |others| with_others(others).check_exactly(0..1_200_usize).unwrap_err().found();
    assert_eq!(found(0), 1_199);
    assert_eq!(found(249), 950);
    // Beyond the limit of edits, entries and expected values are aligned by their forms.
    assert_eq!(found(250), 949);
}

#[test]
fn neighbours_that_are_swapped_in_a_long_list_have_moved() {
    let swapped = (0..400).flat_map(|block| [0, 2, 1, 3].map(|at| 4 * block + at));
    let mismatch = recorded(swapped).check_exactly(0..1_600_usize).unwrap_err();
    assert_eq!(mismatch.found(), 1_200);
    assert!(mismatch.to_string().contains("1,200 of them among 1,600 recorded: 400 moved"), "{mismatch}");
}

#[test]
fn as_many_as_can_be_are_found_in_place_however_much_else_differs() {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        tick(usize::try_from(state >> 33).unwrap() % 30)
    };
    let log: Vec<_> = (0..700).map(|_| next()).collect();
    let wanted: Vec<_> = (0..800).map(|_| next()).collect();
    let mismatch = sent(&log).check_in_order(&wanted).unwrap_err();
    assert_eq!(mismatch.found(), longest_common(&log, &wanted));
    // And what else is there stands in another place.
    let moved = in_common(&log, &wanted) - mismatch.found();
    assert!(mismatch.to_string().contains(&format!(" {moved} moved")), "{mismatch}");
}

#[test]
fn what_stands_once_anchors_what_repeats_between() {
    let blocks = |between: [usize; 3]| -> Vec<String> {
        let block = |at: usize| {
            let repeated = between.map(tick);
            [&[notice(2 * at)], &repeated[..], &[notice(2 * at + 1)]].concat()
        };
        (0..600).flat_map(block).collect()
    };
    let mismatch = sent(&blocks([3, 1, 2])).check_exactly(blocks([1, 2, 3])).unwrap_err();
    assert_eq!(mismatch.found(), 4 * 600);
    assert_eq!(tally(Err::<(), _>(mismatch)), "600 moved");
    // Before the first anchor, and after the last.
    let framed =
        |between: [usize; 3]| [vec![tick(between[0])], blocks(between), vec![tick(between[1])]].concat();
    let mismatch = sent(&framed([3, 1, 2])).check_exactly(framed([1, 2, 3])).unwrap_err();
    assert_eq!(mismatch.found(), 4 * 600);
}

#[test]
fn what_stands_on_one_side_only_hides_nothing_of_what_repeats() {
    let texts = |own: usize| -> Vec<String> {
        (0..2_000).map(|at| if at % 10 < 6 { notice(own + at) } else { tick(at % 2) }).collect()
    };
    let log = [vec!["hello".to_owned()], texts(0)].concat();
    let mismatch = sent(&log).check_exactly(texts(5_000)).unwrap_err();
    assert_eq!(mismatch.found(), 800);
}

/// Both ends are the letter's, so that a glance at the ends sees nothing of what is the same.
fn framed(letter: char, number: usize) -> String {
    format!("{letter}lert no. {number}: all of it is use{letter}")
}

/// Lists of which only the first 4,096 are measured, and how the rest of them differ.
fn altered(number: usize, rest: &[[&str; 2]]) -> [Vec<String>; 2] {
    let texts = |letter, side: usize| {
        let measured = (0..number).map(|at| framed(letter, at));
        measured.chain(rest.iter().map(|pair| pair[side].to_owned())).collect()
    };
    [texts('A', 0), texts('B', 1)]
}

#[test]
fn past_the_first_thousands_what_is_altered_is_told_at_a_glance() {
    let rest = [
        ["four of these letters: abcd", "four of these letters: efgh"],
        ["abcd are four of these letters", "efgh are four of these letters"],
        ["ONLY THE CASE", "only the case"],
        ["five letters of thirty: abcdef", "five letters of thirty: ghijkl"],
        ["nothing of it", "is the same"],
    ];
    let [log, wanted] = altered(4_100, &rest);
    assert_eq!(tally(sent(&log).check_exactly(&wanted)), "4,099 altered, 6 missing, 6 extra");
}

#[test]
fn past_the_first_thousands_no_call_is_said_to_be_altered() {
    let [log, wanted] = altered(4_100, &[]);
    let recorder = Recorder::new();
    for call in log {
        recorder.record(call);
    }
    assert_eq!(tally(recorder.calls().check_exactly(&wanted)), "4,096 altered, 4 missing, 4 extra");
}

#[test]
fn what_was_altered_among_very_many_is_looked_for_as_often_as_time_allows() {
    let typos = |numbers: &[usize]| -> Vec<String> {
        numbers.iter().map(|number| tick(*number).replace("message", "massage")).collect()
    };
    let log = sent(&list(MANY, tick));
    let many = tally(log.check_in_order(typos(&[11_111, 55_555, 99_999])));
    assert_eq!(many, "2 altered, 1 missing");
    let log = sent(&list(1_000, tick));
    let few = tally(log.check_in_order(typos(&[111, 222, 333, 444, 555])));
    assert_eq!(few, "4 altered, 1 missing");
}

#[test]
fn once_gaps_have_taken_the_time_there_is_the_next_is_compared_place_by_place() {
    let unlike = |number: usize, text: &str| -> Vec<String> {
        (0..number).map(|at| format!("{at} {text} {}", at * at)).collect()
    };
    let list = |parts: [Vec<String>; 4]| parts.concat();
    let anchor = |number: usize| vec![notice(number)];
    // 64 × 64 pairs in the first gap, and nothing left for the second.
    let log = list([unlike(64, "apples and pears"), anchor(1), vec![tick(1), tick(2)], anchor(2)]);
    let wanted =
        list([unlike(64, "ships"), anchor(1), vec![tick(2).replace("message", "massage")], anchor(2)]);
    assert_eq!(tally(sent(&log).check_exactly(&wanted)), "65 missing, 66 extra");
    // A pair in the first, so that 64 × 64 are one too many in the second.
    let log = list([anchor(7), anchor(1), (0..64).map(tick).collect(), anchor(2)]);
    let typos = (0..64).map(|at| tick(at).replace("message", "massage")).collect();
    let wanted = list([unlike(1, "ship"), anchor(1), typos, anchor(2)]);
    assert_eq!(tally(sent(&log).check_in_order(&wanted)), "64 altered, 1 missing");
}

#[test]
fn many_of_two_texts_at_random_are_told_shortly() {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        tick(usize::from(state >> 63 == 1))
    };
    let log: Vec<_> = (0..20_000).map(|_| next()).collect();
    let wanted: Vec<_> = (0..20_000).map(|_| next()).collect();
    assert_eq!(reports_of_all_rules(&sent(&log), &wanted).len(), 4);
}

#[test]
fn many_of_one_text_are_told_shortly() {
    let log = sent(&vec![tick(0); MANY]);
    let report = short(log.check_exactly_in_any_order(vec![tick(1); MANY]));
    assert!(report.contains("×99,9"), "{report}");
    assert!(short(log.check_exactly(vec![tick(0); MANY - 1])).contains("1 extra"));
    short(log.check_once("hello"));
    short(log.check_once(tick(0)));
}

#[test]
fn checks_of_one_matcher_are_told_shortly() {
    let log = sent(&list(MANY, tick));
    short(log.check_nothing());
    short(log.check_count(3));
    let once = short(log.check_once("message number 54321 says that the usage is at 74%"));
    assert!(once.contains("closest [54321]: 1 of 10 words differs: `47` in place of `74`"), "{once}");
    short(log.check_times(7, tick(3)));
    short(log.check_any("hello"));
    short(log.check_all(|m: &str| m.contains('7')));
    short(log.check_never(|m: &str| m.contains('7')));
    short(log.check_first(tick(MANY - 1)));
    short(log.check_nth(5, "hello"));
}

#[test]
fn a_message_of_two_megabytes_is_cut_around_its_difference() {
    let filler = "lorem ipsum dolor sit amet ".repeat(37_000);
    let text = |number: u8| format!("{filler}{number}% {filler}");
    let log = sent(&[text(75)]);
    for report in [
        short(log.check_once(text(90))),
        short(log.check_exactly([text(90)])),
        short(log.check_exactly_in_any_order([text(90)])),
        short(log.check_in_order([text(90)])),
        short(log.check_last(text(90))),
    ] {
        assert!(report.contains("`75` in place of `90`") && report.contains("amet 75% lorem"), "{report}");
    }
    let other = "sed ut perspiciatis unde omnis 7 ".repeat(60_000);
    short(log.check_once(&other));
    short(log.check_exactly([&other]));
    // Many small differences, and many lines.
    short(log.check_once(text(75).replace("sit", "sat")));
    let lines = text(75).replace("amet ", "amet\n");
    short(sent(&[&lines]).check_once(lines.replace("ipsum", "ipso")));
    short(sent(&[&lines]).check_nothing());
}

#[test]
fn a_message_of_marks_only_is_told_shortly() {
    let marks = "\u{301}".repeat(500_000);
    short(sent(&[&marks]).check_once(format!("{marks}\u{302}")));
    short(sent(&[format!("a{marks}")]).check_once(format!("a{marks}\u{302}")));
}

/// A call that counts who compares it with what, and how often it is written.
#[derive(Debug)]
struct Counted<'c> {
    name: usize,
    reads_as: &'static str,
    counts: &'c Counts,
}

#[derive(Debug, Default)]
struct Counts {
    compared: RefCell<HashMap<(usize, usize), usize>>,
    written: RefCell<HashMap<usize, usize>>,
}

impl PartialEq for Counted<'_> {
    fn eq(&self, other: &Self) -> bool {
        *self.counts.compared.borrow_mut().entry((self.name, other.name)).or_default() += 1;
        self.reads_as == other.reads_as
    }
}

/// Writes as its text does.
struct Written<'c>(Counted<'c>);

impl fmt::Debug for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        *self.0.counts.written.borrow_mut().entry(self.0.name).or_default() += 1;
        f.debug_struct("Written").field("text", &self.0.reads_as).finish()
    }
}

impl PartialEq for Written<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

const LOG: [&str; 12] = ["a", "b", "b", "tick 1", "tick 2", "tick 3", "c", "a", "d", "d", "e", "tick 9"];
const LISTS: [&[&str]; 7] = [
    &["a", "b", "tick 1", "tick 2", "tick 4", "c", "d"],
    &["tick 9", "e", "d", "a", "c", "tick 3", "tick 2", "tick 1", "b", "b", "a"],
    &["a", "b", "b", "tick 1", "tick 2", "tick 3", "c", "a", "d", "d", "e", "tick 8"],
    &["x", "y", "z"],
    &["e", "d"],
    &["tick 1", "tick 3"],
    &["d", "d", "d", "a", "a", "a", "a", "b", "c", "e", "x", "y"],
];

/// How many checks `check` knows; the first four are of a list.
const CHECKS: usize = 11;

fn check<T: Reported + ?Sized>(
    which: usize,
    log: &Transcript<T>,
    mut list: Vec<Matcher<'_, T>>,
) -> Result<(), Mismatch> {
    match which {
        0 => log.check_exactly(list),
        1 => log.check_in_order(list),
        2 => log.check_consecutive(list),
        3 => log.check_exactly_in_any_order(list),
        4 => log.check_once(list.remove(0)).map(drop),
        5 => log.check_times(2, list.remove(0)),
        6 => log.check_any(list.remove(0)).map(drop),
        7 => log.check_all(list.remove(0)),
        8 => log.check_first(list.remove(0)).map(drop),
        9 => log.check_last(list.remove(0)).map(drop),
        _ => log.check_nth(3, list.remove(0)).map(drop),
    }
}

#[test]
fn no_pair_is_compared_twice_and_no_call_is_written_more_than_twice() {
    for list in LISTS {
        for which in 0..CHECKS {
            let counts = Counts::default();
            let counted = |(name, reads_as): (usize, &&'static str)| {
                Written(Counted { name, reads_as, counts: &counts })
            };
            let recorder = Recorder::new();
            LOG.iter().enumerate().map(counted).for_each(|call| recorder.record(call));
            let wanted: Vec<_> = (100..).zip(list.iter()).map(counted).collect();
            let _ = check(which, &recorder.calls(), wanted.iter().map(matcher).collect());
            let compared = counts.compared.borrow();
            assert!(compared.values().all(|times| *times == 1), "{list:?}: {compared:?}");
            // Once on a line, and once with a line for each field.
            let written = counts.written.borrow();
            assert!(written.values().all(|times| *times <= 2), "{list:?}: {written:?}");
        }
    }
}

#[test]
fn no_closure_is_asked_twice_about_one_message() {
    let log = sent(&LOG);
    for list in LISTS {
        for which in 0..CHECKS {
            let asked: Vec<_> = list.iter().map(|_| RefCell::new(HashMap::new())).collect();
            let closures = list.iter().zip(&asked).map(|(wanted, asked)| {
                matcher(move |message: &str| {
                    // Two messages may read the same, but they do not stand at the same place.
                    *asked.borrow_mut().entry(message.as_ptr()).or_insert(0) += 1;
                    message == *wanted
                })
            });
            let _ = check(which, &log, closures.collect());
            for asked in &asked {
                assert!(asked.borrow().values().all(|times| *times == 1), "{list:?}: {asked:?}");
            }
        }
    }
}

#[test]
fn past_a_million_pairs_closures_are_not_asked_about_all_and_the_report_says_so() {
    let asked = Cell::new(0);
    let recorder = Recorder::new();
    (0..3_000).for_each(|number| recorder.record(number));
    let log = recorder.calls();
    for which in 0..4 {
        asked.set(0);
        let closures = (0..3_000).map(|wanted| {
            let asked = &asked;
            matcher(move |number: &i32| {
                asked.set(asked.get() + 1);
                *number == wanted + 5_000
            })
        });
        let report = short(check(which, &log, closures.collect()));
        assert!(
            report.contains(
                "not examined: whether the expected calls are there in another order (3,000 × 3,000"
            ),
            "{report}"
        );
        assert!(asked.get() < 4_000_000, "{}", asked.get());
    }
}

/// The most that two lists have in common in one order: the plain table, nothing trimmed.
fn longest_common(a: &[String], b: &[String]) -> usize {
    let mut most = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, one) in a.iter().enumerate() {
        for (j, other) in b.iter().enumerate() {
            most[i + 1][j + 1] =
                if one == other { most[i][j] + 1 } else { most[i][j + 1].max(most[i + 1][j]) };
        }
    }
    most[a.len()][b.len()]
}

fn in_common(a: &[String], b: &[String]) -> usize {
    let mut rest: Vec<_> = b.to_vec();
    a.iter()
        .filter(|text| rest.iter().position(|other| other == *text).map(|at| rest.remove(at)).is_some())
        .count()
}

/// Texts of anything, of few letters, and of messages that are alike.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ab\u{301}\u{a0}日🚨\n\t \"\\\\]{0,40}",
        "(disk|quota) [0-3]: [79][05]% used\\PC{0,3}",
        ("[a-c \n]{0,9}", 0..400_usize).prop_map(|(text, times)| text.repeat(times)),
    ]
}

/// A list, and one that was made of it by leaving out, adding, changing and moving.
fn two_lists() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    let list = prop::collection::vec(text(), 0..40);
    let changes = prop::collection::vec((0..4_u8, any::<prop::sample::Index>(), text()), 0..8);
    (list, changes, any::<bool>()).prop_map(|(list, changes, unrelated)| {
        let mut other = if unrelated { Vec::new() } else { list.clone() };
        for (change, at, text) in changes {
            if change == 0 || other.is_empty() {
                other.insert(at.index(other.len() + 1), text);
                continue;
            }
            let at = at.index(other.len());
            match change {
                1 => drop(other.remove(at)),
                2 => other[at].push_str(&text),
                _ => {
                    let moved = other.remove(at);
                    other.insert(at / 2, moved);
                }
            }
        }
        (list, other)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_was_sent_the_report_is_short_and_counts_right((log, list) in two_lists(), reversed in any::<bool>()) {
        let (log, list) = if reversed { (list, log) } else { (log, list) };
        let sent = sent(&log);
        for checked in [sent.check_exactly(&list), sent.check_exactly_in_any_order(&list)] {
            let Err(mismatch) = checked else { continue };
            let found = match mismatch.kind() {
                MismatchKind::Exactly => longest_common(&log, &list),
                _ => in_common(&log, &list),
            };
            prop_assert_eq!(mismatch.found(), found, "{}", mismatch);
            short(Err::<(), _>(mismatch));
        }
        if !list.is_empty() {
            for checked in [sent.check_in_order(&list), sent.check_consecutive(&list)] {
                let Err(mismatch) = checked else { continue };
                prop_assert_eq!(mismatch.found(), longest_common(&log, &list), "{}", mismatch);
                short(Err::<(), _>(mismatch));
            }
        }
        for wanted in list.iter().take(4) {
            for checked in [
                sent.check_once(wanted).map(drop),
                sent.check_times(3.., wanted),
                sent.check_never(wanted),
                sent.check_first(wanted).map(drop),
                sent.check_nth(2, wanted).map(drop),
            ] {
                if checked.is_err() {
                    short(checked);
                }
            }
        }
    }

    #[test]
    fn whatever_was_recorded_the_report_is_short((log, list) in two_lists()) {
        let recorder = Recorder::new();
        log.iter().cloned().enumerate().for_each(|(at, text)| recorder.record((at % 3, Some(text))));
        let list: Vec<_> = list.into_iter().enumerate().map(|(at, text)| (at % 3, Some(text))).collect();
        for checked in [recorder.calls().check_exactly(&list), recorder.calls().check_exactly_in_any_order(&list)] {
            if checked.is_err() {
                short(checked);
            }
        }
        for wanted in list.iter().take(3) {
            if let Err(mismatch) = recorder.calls().check_once(wanted) {
                short(Err::<(), _>(mismatch));
            }
        }
    }
}
