//! How logs are shown: repeats, long logs, the lines that sent, and all of it where that is asked for.

#![cfg(feature = "testing")]
// That is how the snapshots are written.
#![allow(clippy::needless_raw_string_hashes)]

mod reports;

use std::env;
use std::process::Command;

use expect_test::expect;
use mock_messenger::{Messenger, Mismatch, RecordingMessenger};

use reports::{report_of, sent, without_lines};

fn ticks(number: usize) -> Vec<String> {
    (0..number).map(|tick| format!("tick {tick}: usage {}%", tick % 100)).collect()
}

#[test]
fn repeats_are_one_row() {
    let mut log = vec!["start"];
    log.extend(["the disk is full"; 200]);
    log.extend(["one", "two", "two", "end"]);
    expect![[r#"
        expected no message equal to "the disk is full", found 200 of 205 sent: [1..=200]

          sent, all from tests/reports/mod.rs:_:
            [0]         "start"
          > [1..=200]   "the disk is full" ×200
            [201]       "one"
            [202..=203] "two" ×2
            [204]       "end"
    "#]]
    .assert_eq(&report_of(sent(&log).check_never("the disk is full")));
    expect![[r#"
        expected no messages, found 3 sent

          sent, all from tests/reports/mod.rs:_:
            [0..=2] "x" ×3
    "#]]
    .assert_eq(&report_of(sent(&["x"; 3]).check_nothing()));
    expect![[r#"
        expected exactly these 2 messages in this order, found 2 of them among 3 sent: 1 extra

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            ok    [0..=1] "x" ×2
            extra [2]     "x"
          note: both expected messages are there, in this order, next to each other
    "#]]
    .assert_eq(&report_of(sent(&["x"; 3]).check_exactly(["x"; 2])));
}

#[test]
fn repeats_from_two_lines_are_two_rows() {
    let messenger = RecordingMessenger::new();
    messenger.send("again");
    messenger.send("again");
    assert_eq!(report_of(messenger.sent().check_nothing()).matches("\"again\"").count(), 2);
}

#[test]
fn repeats_that_a_filter_tore_apart_are_rows_of_their_own() {
    let kept = sent(&["a", "a", "b", "a", "a"]).filter(|m| m == "a");
    expect![[r#"
        expected no messages, found 4 kept by the filter, 5 sent in all

          sent, all from tests/reports/mod.rs:_:
            [0..=1] "a" ×2
            [3..=4] "a" ×2
    "#]]
    .assert_eq(&report_of(kept.check_nothing()));
}

#[test]
fn a_log_of_twenty_rows_is_shown_and_one_of_more_is_cut() {
    let whole = report_of(sent(&ticks(20)).check_nothing());
    assert_eq!(whole.matches("\"tick ").count(), 20, "{whole}");
    assert!(!whole.contains("more"), "{whole}");
    expect![[r#"
        expected no messages, found 21 sent

          sent, all from tests/reports/mod.rs:_:
            [0]  "tick 0: usage 0%"
            [1]  "tick 1: usage 1%"
            … 17 more (MOCK_MESSENGER_FULL=1 shows all)
            [19] "tick 19: usage 19%"
            [20] "tick 20: usage 20%"
    "#]]
    .assert_eq(&report_of(sent(&ticks(21)).check_nothing()));
}

#[test]
fn a_long_log_is_cut_around_the_closest() {
    expect![[r#"
        expected exactly 1 message equal to "tick 5000: usage 1%", found 0 of 9,999 sent

          closest [5000]: 1 of 4 words differs: `0` in place of `1`
            expected  tick 5000: usage 1%
            sent      tick 5000: usage 0%
                                       ^
          sent, all from tests/reports/mod.rs:_:
            [0]    "tick 0: usage 0%"
            [1]    "tick 1: usage 1%"
            … 4,996 more (MOCK_MESSENGER_FULL=1 shows all)
            [4998] "tick 4998: usage 98%"
            [4999] "tick 4999: usage 99%"
          > [5000] "tick 5000: usage 0%"
            [5001] "tick 5001: usage 1%"
            [5002] "tick 5002: usage 2%"
            … 4,994 more
            [9997] "tick 9997: usage 97%"
            [9998] "tick 9998: usage 98%"
    "#]]
    .assert_eq(&report_of(sent(&ticks(9_999)).check_once("tick 5000: usage 1%")));
}

#[test]
fn the_closest_at_either_end_joins_what_is_shown_there() {
    expect![[r#"
        expected exactly 1 message equal to "tick 3: usage 4%", found 0 of 100 sent

          closest [3]: 1 of 4 words differs: `3` in place of `4`
            expected  tick 3: usage 4%
            sent      tick 3: usage 3%
                                    ^
          sent, all from tests/reports/mod.rs:_:
            [0]  "tick 0: usage 0%"
            [1]  "tick 1: usage 1%"
            [2]  "tick 2: usage 2%"
          > [3]  "tick 3: usage 3%"
            [4]  "tick 4: usage 4%"
            [5]  "tick 5: usage 5%"
            … 92 more (MOCK_MESSENGER_FULL=1 shows all)
            [98] "tick 98: usage 98%"
            [99] "tick 99: usage 99%"
    "#]]
    .assert_eq(&report_of(sent(&ticks(100)).check_once("tick 3: usage 4%")));
    expect![[r#"
        expected exactly 1 message equal to "tick 99: usage 98%", found 0 of 100 sent

          closest [98]: 1 of 4 words differs: `98` in place of `99`
            expected  tick 99: usage 98%
            sent      tick 98: usage 98%
                           ^^
          sent, all from tests/reports/mod.rs:_:
            [0]  "tick 0: usage 0%"
            [1]  "tick 1: usage 1%"
            … 94 more (MOCK_MESSENGER_FULL=1 shows all)
            [96] "tick 96: usage 96%"
            [97] "tick 97: usage 97%"
          > [98] "tick 98: usage 98%"
            [99] "tick 99: usage 99%"
    "#]]
    .assert_eq(&report_of(sent(&ticks(100)).check_once("tick 99: usage 98%")));
}

#[test]
fn a_single_row_is_shown_and_not_left_out() {
    let report = report_of(sent(&ticks(100)).check_once("tick 5: usage 5%!"));
    assert!(report.contains("    [2]  \"tick 2: usage 2%\"\n"), "{report}");
    assert_eq!(report.matches(" more").count(), 1, "{report}");
    let report = report_of(sent(&ticks(100)).check_once("tick 6: usage 6%!"));
    assert!(report.contains("    … 2 more (MOCK_MESSENGER_FULL=1 shows all)\n"), "{report}");
}

#[test]
fn what_went_wrong_in_a_long_list_is_shown_wherever_it_is() {
    let mut log = ticks(1_000);
    log[500] = "tick 500: usage 1%".to_owned();
    log.remove(700);
    log.swap(200, 201);
    expect![[r#"
        expected exactly these 1,000 messages in this order,
          found 997 of them among 999 sent: 1 altered, 1 moved, 1 missing

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            ok      [0]   "tick 0: usage 0%"
            … 197 more, all ok (MOCK_MESSENGER_FULL=1 shows all)
            ok      [198] "tick 198: usage 98%"
            ok      [199] "tick 199: usage 99%"
            moved   [200] "tick 201: usage 1%"  expected after [201]
            ok      [201] "tick 200: usage 0%"
            ok      [202] "tick 202: usage 2%"
            … 295 more, all ok
            ok      [498] "tick 498: usage 98%"
            ok      [499] "tick 499: usage 99%"
            altered [500] "tick 500: usage 1%"  `1` in place of `0`
                 expected "tick 500: usage 0%"
                                           ^
            ok      [501] "tick 501: usage 1%"
            ok      [502] "tick 502: usage 2%"
            … 195 more, all ok
            ok      [698] "tick 698: usage 98%"
            ok      [699] "tick 699: usage 99%"
            missing       "tick 700: usage 0%"
            ok      [700] "tick 701: usage 1%"
            ok      [701] "tick 702: usage 2%"
            … 296 more, all ok
            ok      [998] "tick 999: usage 99%"
    "#]]
    .assert_eq(&report_of(sent(&log).check_exactly(ticks(1_000))));
}

#[test]
fn the_first_of_each_kind_of_trouble_is_shown_and_of_one_kind_the_first_few() {
    let mut log = ticks(2_000);
    log[1_900] = "tick 1900: usage 7%".to_owned();
    log.swap(1_800, 1_801);
    log.remove(1_700);
    for at in (100..1_000).step_by(100) {
        log.insert(at, format!("too many at {at}"));
    }
    let report = report_of(sent(&log).check_exactly(ticks(2_000)));
    for shown in ["too many at 100", "tick 1900: usage 7%", "moved ", "missing ", "too many at 500"] {
        assert!(report.contains(shown), "{shown}: {report}");
    }
    assert!(!report.contains("too many at 600") && report.lines().count() < 70, "{report}");
    let alone = report_of(sent(&log[..1_000]).check_exactly(ticks(991)));
    for shown in [100, 200, 300, 400, 500] {
        assert!(alone.contains(&format!("too many at {shown}\"")), "{alone}");
    }
    assert!(!alone.contains("too many at 600"), "{alone}");
}

#[test]
fn indices_that_matched_are_told_as_runs_and_cut() {
    let headline = |keep: fn(usize) -> bool| {
        let log: Vec<String> = (0..1_000).map(|at| if keep(at) { "x" } else { "y" }.to_owned()).collect();
        report_of(sent(&log).check_never("x")).split("\n\n").next().unwrap().to_owned()
    };
    expect![[r#"expected no message equal to "x", found 203 of 1,000 sent: [3..=202], [500], [998], [999]"#]]
        .assert_eq(&headline(|at| (3..203).contains(&at) || at == 500 || at > 997));
    expect![[r#"
        expected no message equal to "x",
          found 100 of 1,000 sent: [0], [10], [20], [30], [40], [50], [60], [70], … 92 more"#]]
    .assert_eq(&headline(|at| at % 10 == 0));
}

#[test]
fn one_long_message_does_not_push_the_lines_of_the_others_away() {
    let messenger = RecordingMessenger::new();
    messenger.send("short");
    messenger.send(&"long ".repeat(60));
    messenger.send("short too");
    expect![[r#"
        expected no messages, found 3 sent

          sent:
            [0] "short"      tests/report_logs.rs:_
            [1] tests/report_logs.rs:_
                "long long long long long long long long long long long long long long lo…" (300 characters)
            [2] "short too"  tests/report_logs.rs:_
    "#]]
    .assert_eq(&report_of(messenger.sent().check_nothing()));
}

#[test]
fn the_more_texts_of_many_lines_there_are_the_less_is_shown_of_each() {
    let letter = |number: usize| format!("{number}: a line\n").repeat(30);
    let lines = |number: usize| {
        report_of(sent(&(0..number).map(letter).collect::<Vec<_>>()).check_nothing()).lines().count()
    };
    // The location of a single entry takes a line of its own.
    assert_eq!(lines(1), 3 + 1 + 8 + 1);
    assert_eq!(lines(6), 3 + 6 * (8 + 1));
    assert_eq!(lines(20), 3 + 20 * (2 + 1));
}

const FULL: &str = "MOCK_MESSENGER_FULL";
const PRINT: &str = "PRINT_A_LONG_REPORT";

#[test]
fn a_long_report_is_printed_for_the_test_below() {
    if env::var_os(PRINT).is_some() {
        let mut log = ticks(300);
        log[7] = format!("tick 7: {}usage 1%", "long ".repeat(100));
        println!("{}", report_of(sent(&log).check_once(format!("tick 7: {}usage 7%", "long ".repeat(100)))));
    }
}

#[test]
fn all_is_shown_where_the_environment_asks_for_it() {
    let print = |full: &str| {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "--nocapture", "a_long_report_is_printed_for_the_test_below"]);
        let output = command.env(PRINT, "1").env(FULL, full).output().unwrap();
        without_lines(&String::from_utf8(output.stdout).unwrap())
    };
    let full = print("1");
    assert_eq!(full.matches("\"tick ").count(), 300 + 1, "{full}");
    assert_eq!(full.matches(&"long ".repeat(100)).count(), 4, "{full}");
    assert!(!full.contains('…'), "{full}");
    for cut in [print(""), print("0")] {
        assert!(cut.contains("more (MOCK_MESSENGER_FULL=1 shows all)"), "{cut}");
        assert!(cut.lines().count() < 30, "{cut}");
    }
}

#[test]
fn a_position_beyond_the_end_is_marked_nowhere() {
    let log = sent(&["a", "b"]);
    let joined =
        Mismatch::join([log.check_nth(7, "x").map(drop), log.check_nth(1, "x").map(drop)]).unwrap_err();
    let joined = joined.to_string();
    assert!(
        joined.contains("as in report 1; here [1] would be marked") && !joined.contains("here [7]"),
        "{joined}"
    );
    let joined =
        Mismatch::join([log.check_nth(1, "x").map(drop), log.check_nth(7, "x").map(drop)]).unwrap_err();
    assert!(!joined.to_string().contains("here [7]"), "{joined}");
}
