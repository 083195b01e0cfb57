//! The reports of typed calls, word for word.

#![cfg(feature = "testing")]
// That is how the snapshots are written.
#![allow(clippy::needless_raw_string_hashes)]

mod reports;

use std::collections::BTreeMap;

use expect_test::expect;
use mock_messenger::{Recorder, Transcript};

use reports::report_of;

#[derive(Clone, Debug, PartialEq)]
struct Mail {
    to: String,
    urgent: bool,
    size: u32,
    reply_to: Option<Address>,
    tags: Vec<&'static str>,
    headers: BTreeMap<&'static str, u32>,
}

#[derive(Clone, Debug, PartialEq)]
struct Address {
    name: &'static str,
    host: &'static str,
}

fn mail() -> Mail {
    Mail {
        to: "ann@example.org".to_owned(),
        urgent: true,
        size: 75,
        reply_to: Some(Address { name: "bob", host: "example.org" }),
        tags: vec!["quota", "warning"],
        headers: BTreeMap::from([("priority", 1), ("x-count", 3)]),
    }
}

fn recorded<T>(calls: impl IntoIterator<Item = T>) -> Transcript<T> {
    let recorder = Recorder::named("mails");
    for call in calls {
        recorder.record(call);
    }
    recorder.calls()
}

#[test]
fn only_the_fields_that_differ_are_shown_each_with_its_path() {
    let mut other = mail();
    other.size = 90;
    other.reply_to = Some(Address { name: "eve", host: "example.org" });
    other.headers.insert("x-count", 4);
    expect![[r#"
        expected exactly 1 call equal to Mail { to: "ann@example.org", urgent: true,…, found 0 of 1 recorded

          closest [0]: 3 of 9 fields differ: `90` in place of `75`, `4` in place of `3`
            at `size`
            expected  75
            recorded  90
                      ^^
            at `reply_to.name`
            expected  "bob"
            recorded  "eve"
                       ^^^
            at `headers["x-count"]`
            expected  3
            recorded  4
                      ^
          recorded by `mails`:
          > [0] tests/report_calls.rs:_
                Mail { to: "ann@example.org", urgent: true, size: 90, reply_to: Some(Addre… (184 characters)
    "#]]
    .assert_eq(&report_of(recorded([other]).check_once(mail())));
}

#[test]
fn an_element_more_does_not_mark_the_others() {
    let other = Mail { tags: vec!["urgent", "quota", "warning"], ..mail() };
    expect![[r#"
        expected exactly 1 call equal to Mail { to: "ann@example.org", urgent: true,…, found 0 of 1 recorded

          closest [0]: 1 field too many
            at `tags[0]`
            recorded  "urgent"
          recorded by `mails`:
          > [0] tests/report_calls.rs:_
                Mail { to: "ann@example.org", urgent: true, size: 75, reply_to: Some(Addre… (194 characters)
    "#]]
    .assert_eq(&report_of(recorded([other]).check_once(mail())));
}

#[test]
fn a_field_of_another_shape_is_shown_as_a_whole() {
    expect![[r#"
        expected exactly 1 call equal to Mail { to: "ann@example.org", urgent: true,…, found 0 of 1 recorded

          closest [0]: 1 of 9 fields differs
            at `reply_to`
            expected  Some(Address { name: "bob", host: "example.org" })
            recorded  None
                      ^^^^
          recorded by `mails`:
          > [0] tests/report_calls.rs:_
                Mail { to: "ann@example.org", urgent: true, size: 75, reply_to: None, tags… (138 characters)
    "#]]
    .assert_eq(&report_of(recorded([Mail { reply_to: None, ..mail() }]).check_once(mail())));
}

#[test]
fn many_fields_that_differ_are_cut() {
    #[derive(Debug, PartialEq)]
    struct Wide(Vec<u32>);
    let wide = |changed: u32| Wide((0..60).map(|at| if at < 20 { at + 100 * changed } else { at }).collect());
    let report = report_of(recorded([wide(2)]).check_once(wide(3)));
    assert!(report.contains("closest [0]: 20 of 60 fields differ"), "{report}");
    assert!(report.contains("    … 14 more\n"), "{report}");
    assert_eq!(report.matches("    at `0[").count(), 6, "{report}");
    assert!(report.lines().count() < 40, "{report}");
}

#[derive(Clone, Debug, PartialEq)]
struct Deep(u8, Inner, Vec<(u8, u8)>, BTreeMap<&'static str, Option<Inner>>);

#[derive(Clone, Debug, PartialEq)]
struct Inner(u8, u8);

fn deep() -> Deep {
    let map = [("a", Some(Inner(5, 6))), ("ab", None), ("c:\\", None), ("say \"x\": y", Some(Inner(7, 8)))];
    Deep(1, Inner(2, 3), vec![(0, 0), (1, 1), (2, 2)], BTreeMap::from(map))
}

/// The part of a report that compares.
fn compared<T: std::fmt::Debug + PartialEq>(found: T, wanted: T) -> String {
    let report = report_of(recorded([found]).check_first(wanted));
    let start = report.find("  closest").unwrap_or_else(|| panic!("nothing is close:\n{report}"));
    let end = report.find("\n  recorded").unwrap() + 1;
    report[start..end].replace("\n  ", "\n").trim_start().to_owned()
}

#[test]
fn fields_without_names_are_told_by_their_numbers_and_keys_as_they_read() {
    let mut other = deep();
    other.0 = 11;
    other.1.1 = 33;
    other.2[1] = (1, 10);
    other.2[2] = (20, 2);
    other.3.insert("c:\\", Some(Inner(0, 0)));
    other.3.insert("say \"x\": y", Some(Inner(7, 80)));
    expect![[r#"
        closest [0]: 6 of 16 fields differ:
          `11` in place of `1`, `33` in place of `3`, `10` in place of `1`, …
          at `0`
          expected  1
          recorded  11
                    ^^
          at `1.1`
          expected  3
          recorded  33
                    ^^
          at `2[1].1`
          expected  1
          recorded  10
                    ^^
          at `2[2].0`
          expected  2
          recorded  20
                    ^^
          at `3["c:\\"]`
          expected  None
          recorded  Some(Inner(0, 0))
                    ^^^^^^^^^^^^^^^^^
          at `3["say \"x\": y"].1`
          expected  8
          recorded  80
                    ^^
    "#]]
    .assert_eq(&compared(other, deep()));
}

#[test]
fn what_follows_a_field_of_another_shape_is_no_part_of_it() {
    let mut other = deep();
    other.3.insert("a", None);
    other.3.remove("ab");
    expect![[r#"
        closest [0]: 1 of 15 fields differs, 1 field missing
          at `3["a"]`
          expected  Some(Inner(5, 6))
          recorded  None
                    ^^^^
          at `3["ab"]`
          expected  None
    "#]]
    .assert_eq(&compared(other.clone(), deep()));
    expect![[r#"
        closest [0]: 1 of 15 fields differs, 1 field too many
          at `3["a"]`
          expected  None
          recorded  Some(Inner(5, 6))
                    ^^^^^^^^^^^^^^^^^
          at `3["ab"]`
          recorded  None
    "#]]
    .assert_eq(&compared(deep(), other));
}

#[test]
fn fields_of_another_name_are_missing_and_too_many() {
    let mut other = mail();
    other.headers.remove("x-count");
    other.headers.insert("x-size", 3);
    expect![[r#"
        closest [0]: 1 field missing, 1 field too many
          at `headers["x-count"]`
          expected  3
          at `headers["x-size"]`
          recorded  3
    "#]]
    .assert_eq(&compared(other, mail()));
}

#[test]
fn a_list_or_map_that_is_empty_stands_against_all_of_it() {
    let empty = Mail { tags: Vec::new(), headers: BTreeMap::new(), ..mail() };
    expect![[r#"
        closest [0]: 4 fields missing
          at `tags[0]`
          expected  "quota"
          at `tags[1]`
          expected  "warning"
          at `headers["priority"]`
          expected  1
          at `headers["x-count"]`
          expected  3
    "#]]
    .assert_eq(&compared(empty, mail()));
    let one_less = Mail { tags: vec!["quota"], ..mail() };
    expect![[r#"
        closest [0]: 1 field missing
          at `tags[1]`
          expected  "warning"
    "#]]
    .assert_eq(&compared(one_less, mail()));
}

#[derive(Debug, PartialEq)]
enum Call {
    Connect,
    Send { to: u8, text: &'static str },
    Close(u8),
}

#[test]
fn another_variant_is_not_close() {
    let calls = [Call::Connect, Call::Send { to: 7, text: "hello" }, Call::Close(7)];
    expect![[r#"
        expected exactly these 4 calls in this order, found 2 of them among 3 recorded: 1 altered, 1 missing

          recorded by `mails`, all from tests/report_calls.rs:_, beside what was expected:
            ok      [0] Connect
            altered [1] Send { to: 7, text: "hello" }
               expected Send { to: 7, text: "hallo" }
                                              ^
                        at `text`
            missing     Send { to: 8, text: "bye" }
            ok      [2] Close(7)
    "#]]
    .assert_eq(&report_of(recorded(calls).check_exactly([
        Call::Connect,
        Call::Send { to: 7, text: "hallo" },
        Call::Send { to: 8, text: "bye" },
        Call::Close(7),
    ])));
}

#[test]
fn numbers_and_strings_are_compared_on_one_line() {
    expect![[r#"
        expected exactly 1 call equal to 2001, found 0 of 3 recorded

          closest [1]: `2000` in place of `2001`
            expected  2001
            recorded  2000
                      ^^^^
          recorded by `mails`, all from tests/report_calls.rs:_:
            [0] 1000
          > [1] 2000
            [2] 30
    "#]]
    .assert_eq(&report_of(recorded([1_000_u64, 2_000, 30]).check_once(2_001)));
    expect![[r#"
        expected exactly 1 call equal to "75 % used", found 0 of 1 recorded

          closest [0]: only white space differs: U+00A0 (no-break space) in place of U+0020 (space)
            expected  "75 % used"
            recorded  "75\u{a0}% used"
                         ^^^^^^
          recorded by `mails`:
          > [0] "75\u{a0}% used"  tests/report_calls.rs:_
    "#]]
    .assert_eq(&report_of(recorded(["75\u{a0}% used".to_owned()]).check_once("75 % used")));
    expect![[r#"
        expected no call equal to 7, found 1 of 1 recorded: [0]

          recorded by `mails`:
          > [0] 7  tests/report_calls.rs:_
    "#]]
    .assert_eq(&report_of(recorded([7_u8]).check_never(7)));
}

#[test]
fn values_that_read_the_same_but_are_not_equal_are_said_to() {
    expect![[r#"
        expected the first call to equal NaN, found 0 of 2 recorded

          closest [0]: this call reads the same, but NaN is not equal to NaN
            expected  NaN
            recorded  NaN
          recorded by `mails`, all from tests/report_calls.rs:_:
          > [0] NaN
            [1] 0.5
    "#]]
    .assert_eq(&report_of(recorded([f64::NAN, 0.5]).check_first(f64::NAN)));
}

#[test]
fn a_debug_form_of_its_own_kind_is_shown_as_it_is_and_escaped() {
    #[derive(PartialEq)]
    struct Odd(&'static str);
    impl std::fmt::Debug for Odd {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(self.0)
        }
    }
    expect![[r#"
        closest [0]: 1 of 5 words differs
          expected  {\n: c,\nb\n}
          recorded  {\n: a,\nb\n}
                         ^
    "#]]
    .assert_eq(&compared(Odd("{\n: a,\nb\n}"), Odd("{\n: c,\nb\n}")));
    let odd = ["", "}", "{\n{\n)\n]", "a\u{1b}[31m\nb", ": ,", "\"x"].map(Odd);
    expect![[r#"
        expected exactly this 1 call, found 0 of 1 among 6 recorded: 1 altered, 5 extra

          recorded by `mails`, all from tests/report_calls.rs:_, beside what was expected:
            extra   [0] 
            extra   [1] }
            extra   [2] {\n{\n)\n]
            altered [3] a\u{1b}[31m\nb  `31` in place of `32`
               expected a\u{1b}[32m\nb
                                ^^
            extra   [4] : ,
            extra   [5] "x
    "#]]
    .assert_eq(&report_of(recorded(odd).check_exactly([Odd("a\u{1b}[32m\nb")])));
}

#[test]
fn nothing_recorded_says_so() {
    expect![[r#"
        expected exactly 1 call that the closure accepts, but nothing was recorded by `mails`

          was `mails` given to the code under test, and did that code reach the call?
    "#]]
    .assert_eq(&report_of(recorded(Vec::new()).check_once(|mail: &Mail| mail.urgent)));
}
