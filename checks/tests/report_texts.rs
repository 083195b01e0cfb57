//! How texts are shown beside each other: what cannot be seen, long texts, texts of several lines, wide characters.

#![cfg(feature = "testing")]
// That is how the snapshots are written.
#![allow(clippy::needless_raw_string_hashes, clippy::unicode_not_nfc)]

mod reports;

use expect_test::expect;

use reports::{report_of, sent};

/// The part of a report that compares.
fn closest(found: &str, expected: &str) -> String {
    let report = report_of(sent(&[found]).check_once(expected));
    let start = report.find("  closest").unwrap_or_else(|| panic!("nothing is close:\n{report}"));
    let end = report.find("\n  sent").unwrap() + 1;
    report[start..end].replace("\n  ", "\n").trim_start().to_owned()
}

#[test]
fn texts_that_differ_in_white_space_alone_are_close_however_short() {
    expect![[r#"
        closest [0]: only white space differs: U+00A0 (no-break space) in place of U+0020 (space), …
          expected  "a b c"
                      ^ ^ ^
          sent      "a\u{a0}b\tc  "
                      ^^^^^^ ^^ ^^
    "#]]
    .assert_eq(&closest("a\u{a0}b\tc  ", "a b c"));
    expect![[r#"
        closest [0]: only white space differs: U+00A0 U+0020 U+2003 in place of U+0020 (space)
          expected  "1 2"
          sent      "1\u{a0} \u{2003}2"
                      ^^^^^^^^^^^^^^^
    "#]]
    .assert_eq(&closest("1\u{a0} \u{2003}2", "1 2"));
}

#[test]
fn a_space_that_is_none_is_escaped() {
    expect![[r#"
        closest [0]: only white space differs: U+00A0 (no-break space) in place of U+0020 (space)
          expected  "80% used"
          sent      "80%\u{a0}used"
                        ^^^^^^
    "#]]
    .assert_eq(&closest("80%\u{a0}used", "80% used"));
    expect![[r#"
          closest [0]: only white space differs
            expected  "80%\tused"
            sent      "80% used"
                          ^
    "#]]
    .assert_eq(&closest("80% used", "80%\tused"));
    expect![[r#"
          closest [0]: only white space differs
            expected  "80% used"
            sent      "80% used "
                               ^
    "#]]
    .assert_eq(&closest("80% used ", "80% used"));
    expect![[r#"
        closest [0]: only white space differs: line ends, CRLF and LF
          expected  "80% used\n"
                             ^
          sent      "80% used\r\n"
                             ^^
    "#]]
    .assert_eq(&closest("80% used\r\n", "80% used\n"));
    expect![[r#"
          closest [0]: only white space differs
            expected  80% used
            sent      80%  used
                          ^
    "#]]
    .assert_eq(&closest("80%  used", "80% used"));
}

#[test]
fn characters_that_show_nothing_are_escaped() {
    for hidden in [
        '\0',
        '\u{1b}',
        '\u{7f}',
        '\u{ad}',
        '\u{200b}',
        '\u{200d}',
        '\u{200f}',
        '\u{202e}',
        '\u{2066}',
        '\u{2028}',
        '\u{2800}',
        '\u{3000}',
        '\u{3164}',
        '\u{feff}',
        '\u{fe0f}',
        '\u{e0041}',
        '\u{e000}',
        '\u{fff9}',
    ] {
        let text = format!("80%{hidden}used");
        let report = report_of(sent(&[&text]).check_nothing());
        let escaped = hidden.escape_default().to_string();
        assert!(report.contains(&format!("80%{escaped}used")), "{report:?}");
        assert!(!report.contains(hidden), "{report:?}");
    }
}

#[test]
fn a_mark_on_a_space_is_escaped() {
    expect![[r#"
        closest [0]: 1 of 5 words differs
          expected  "a \u{301}mark on a spade"
          sent      "a \u{301}mark on a space"
                                           ^
    "#]]
    .assert_eq(&closest("a \u{301}mark on a space", "a \u{301}mark on a spade"));
}

#[test]
fn a_text_is_cut_where_it_has_more_marks_than_could_be_read() {
    let listed = |marks: usize| report_of(sent(&[format!("a{}", "\u{301}".repeat(marks))]).check_nothing());
    assert!(!listed(100).contains('…'), "{}", listed(100));
    assert!(listed(300).contains("…\""), "{}", listed(300));
    assert!(listed(10_000).len() < 500, "{}", listed(10_000));
}

#[test]
fn an_escape_is_never_taken_for_the_text_itself() {
    expect![[r#"
          closest [0]: 1 of 9 words differs, 1 missing
            expected  "80%\u{a0}used by ann, bob, eve and all others"
            sent      "80%\\u{a0}used by ann, bob, eve and all others"
                          ^^^^^^^
    "#]]
    .assert_eq(&closest(
        "80%\\u{a0}used by ann, bob, eve and all others",
        "80%\u{a0}used by ann, bob, eve and all others",
    ));
}

#[test]
fn letters_that_look_alike_are_told_by_their_code_points() {
    expect![[r#"
          closest [0]: 1 of 5 words differs: `ú` (U+0075 U+0301) in place of `ú` (U+00FA)
            expected  yoú are over your quota
            sent      yoú are over your quota
                        ^
    "#]]
    .assert_eq(&closest("you\u{301} are over your quota", "yo\u{fa} are over your quota"));
    expect![[r#"
          closest [0]: 1 of 2 words differs: `а` (U+0430) in place of `a` (U+0061)
            expected  password expired
            sent      pаssword expired
                       ^
    "#]]
    .assert_eq(&closest("p\u{430}ssword expired", "password expired"));
}

#[test]
fn a_letter_and_its_mark_are_one() {
    expect![[r#"
        closest [0]: 1 of 3 words differs: `á` (U+0061 U+0301) in place of `ó` (U+006F U+0301)
          expected  córo is closed
          sent      cáro is closed
                     ^
    "#]]
    .assert_eq(&closest("ca\u{301}ro is closed", "co\u{301}ro is closed"));
    expect![[r#"
        closest [0]: 1 of 3 words differs:
          U+0301 (combining acute accent) in place of U+0300 (combining grave accent)
          expected  caro\u{300} is closed
          sent      caro\u{301} is closed
                        ^^^^^^^
    "#]]
    .assert_eq(&closest("caro\u{301} is closed", "caro\u{300} is closed"));
    expect![[r#"
        closest [0]: 1 of 3 words differs: U+0301 (combining acute accent) is extra
          expected  caro is closed
                        ^
          sent      caro\u{301} is closed
                        ^^^^^^^
    "#]]
    .assert_eq(&closest("caro\u{301} is closed", "caro is closed"));
}

#[test]
fn carets_line_up_under_wide_and_combining_characters() {
    expect![[r#"
          closest [0]: 1 of 3 words differs: `75` in place of `90`
            expected  使用量 90% です
            sent      使用量 75% です
                             ^^
    "#]]
    .assert_eq(&closest("使用量 75% です", "使用量 90% です"));
    expect![[r#"
          closest [0]: 1 of 5 words differs: `3` in place of `5`
            expected  café 5 is now closed
            sent      café 3 is now closed
                           ^
    "#]]
    .assert_eq(&closest("cafe\u{301} 3 is now closed", "cafe\u{301} 5 is now closed"));
    expect![[r#"
          closest [0]: 1 of 2 words differs: `が` (U+304C) in place of `は` (U+306F)
            expected  警告: ディスクは満杯です
            sent      警告: ディスクが満杯です
                                    ^^
    "#]]
    .assert_eq(&closest("警告: ディスクが満杯です", "警告: ディスクは満杯です"));
    expect![[r#"
          closest [0]: 1 of 5 words differs: `75` in place of `90`
            expected  🚨 quota of 90 reached
            sent      🚨 quota of 75 reached
                                  ^^
    "#]]
    .assert_eq(&closest("🚨 quota of 75 reached", "🚨 quota of 90 reached"));
}

#[test]
fn several_differences_get_carets_under_both_lines() {
    expect![[r#"
          closest [0]: 2 of 7 words differ: `5` in place of `75`, `100` in place of `1000`
            expected  ann used 75 of 1000 MB, again
                               ^^    ^^^^
            sent      ann used 5 of 100 MB, again
                               ^    ^^^
    "#]]
    .assert_eq(&closest("ann used 5 of 100 MB, again", "ann used 75 of 1000 MB, again"));
}

#[test]
fn words_and_the_spaces_between_them_differ_each_by_itself() {
    expect![[r#"
        closest [0]: 1 of 4 words differs
          expected  "one two three four"
                     ^  ^
          sent      "One\ttwo three four"
                     ^  ^^
    "#]]
    .assert_eq(&closest("One\ttwo three four", "one two three four"));
    expect![[r#"
        closest [0]: its one word differs
          expected  baa
          sent      baaa
                       ^
    "#]]
    .assert_eq(&closest("baaa", "baa"));
    expect![[r#"
        closest [0]: 1 of 2 words differs: `ĩ` (U+0129) in place of `é` (U+00E9)
          expected  café noir
          sent      cafĩ noir
                       ^
    "#]]
    .assert_eq(&closest("caf\u{129} noir", "caf\u{e9} noir"));
    expect![[r#"
        closest [0]: 2 of 4 words differ: `1` in place of `2`, `7` in place of `8`
          expected  1-2 is over 2a-8
          sent      1-1 is over 2a-7
                      ^            ^
    "#]]
    .assert_eq(&closest("1-1 is over 2a-7", "1-2 is over 2a-8"));
}

#[test]
fn a_number_that_became_another_is_named_and_up_to_three_of_them() {
    let summary = |found, expected| closest(found, expected).lines().next().unwrap().trim().to_owned();
    expect!["closest [0]: 1 of 3 words differs"].assert_eq(&summary("gate x opens", "gate 7 opens"));
    expect!["closest [0]: 1 of 4 words differs"].assert_eq(&summary("gate 7a is open", "gate 9b is open"));
    expect![
        "closest [0]: 3 of 7 words differ: `11` in place of `1`, `22` in place of `2`, `33` in place of `3`"
    ]
    .assert_eq(&summary("used 11 of 22 in 33 days", "used 1 of 2 in 3 days"));
}

#[test]
fn a_difference_that_is_too_long_for_its_words_to_be_told_is_told_by_its_place() {
    let summary = |length: usize| {
        let filler = "lorem ipsum ".repeat(9_000);
        let text = |letter: &str| format!("{filler}{} {filler}", letter.repeat(length));
        closest(&text("x"), &text("y")).lines().next().unwrap().to_owned()
    };
    // One space before the word counts.
    expect!["closest [0]: 1 of 36,001 words differs"].assert_eq(&summary(16_383));
    expect!["closest [0]: 1 of 36,001 words differs"].assert_eq(&summary(16_384));
    let filler = "lorem ipsum ".repeat(9_000);
    let (with, without) = (format!("{filler}{} {filler}", "x".repeat(17_000)), format!("{filler}{filler}"));
    // One caret where something is missing, and below what is there as many as fit.
    for (text, other) in [(&without, &with), (&with, &without)] {
        for report in [closest(text, other), report_of(sent(&[other]).check_exactly([text]))] {
            let carets: Vec<_> = report.lines().filter(|line| line.contains('^')).map(str::trim).collect();
            assert!(carets.contains(&"^") && carets.len() == 2, "{report}");
            assert!(carets.iter().any(|line| line.len() > 16), "{report}");
        }
    }
}

#[test]
fn words_are_counted_as_altered_missing_and_too_many() {
    let summary = |found, expected| closest(found, expected).lines().next().unwrap().trim().to_owned();
    expect!["closest [0]: 1 of 7 words is missing"]
        .assert_eq(&summary("You are over quota by now!", "You are over your quota by now!"));
    expect!["closest [0]: 1 word too many"]
        .assert_eq(&summary("You are well over your quota by now!", "You are over your quota by now!"));
    expect!["closest [0]: 2 of 7 words differ"]
        .assert_eq(&summary("You were over the quota by now!", "You are over our quota by now!"));
    expect!["closest [0]: only upper and lower case differ"]
        .assert_eq(&summary("ERROR: over quota", "Error: over quota"));
    expect![[r#"
        closest [0]: 4 of 8 words differ:
          `1,000` in place of `1,500`, `2.5` in place of `2.7`, `-3` in place of `3`, …
          expected  used 1,500 of 2.7, at 3 or 10:45
                         ^^^^^    ^^^     ^       ^^
          sent      used 1,000 of 2.5, at -3 or 10:30
                         ^^^^^    ^^^     ^^       ^^
    "#]]
    .assert_eq(&closest("used 1,000 of 2.5, at -3 or 10:30", "used 1,500 of 2.7, at 3 or 10:45"));
}

#[test]
fn a_text_that_was_cut_off_or_added_to_is_close() {
    expect![[r#"
        closest [0]: 2 of 6 words are missing
          expected  Error: You are over your quota!
                                       ^^^^^^^^^^^^
          sent      Error: You are over
                                       ^
    "#]]
    .assert_eq(&closest("Error: You are over", "Error: You are over your quota!"));
}

#[test]
fn quotes_and_backslashes_are_shown_as_they_are_where_nothing_is_escaped() {
    expect![[r#"
          closest [0]: 1 of 4 words differs
            expected  say "hello" to C:\temp
            sent      say "hallo" to C:\temp
                            ^
    "#]]
    .assert_eq(&closest(r#"say "hallo" to C:\temp"#, r#"say "hello" to C:\temp"#));
}

#[test]
fn lines_are_compared_line_by_line() {
    let letter = "Dear Ann,\nyou have used 75 MB of 100 MB.\nThis is much.\n\nYours,\nthe quota";
    expect![[r#"
        closest [0]: 1 of 6 lines differs: `75` in place of `90` (line 2)
          line 1    Dear Ann,
          expected  you have used 90 MB of 100 MB.
          sent      you have used 75 MB of 100 MB.
                                  ^^
          line 3    This is much.
    "#]]
    .assert_eq(&closest(letter, &letter.replace("75 MB", "90 MB")));
    expect![[r#"
          closest [0]: 1 line too many
            line 2    you have used 75 MB of 100 MB.
            sent      This is much.
    "#]]
    .assert_eq(&closest(letter, &letter.replace("This is much.\n", "")));
    expect![[r#"
          closest [0]: 1 line missing
            line 5    Yours,
            expected  "truly, "
            line 7    the quota
    "#]]
    .assert_eq(&closest(letter, &letter.replace("Yours,\n", "Yours,\ntruly, \n")));
}

#[test]
fn a_text_of_several_lines_reads_as_lines() {
    let texts = ["one line\n", "Dear Ann,\nyou have used \"75 MB\".\n\tYours \nbye\n\n", "x\n\ny"];
    expect![[r#"
        expected no messages, found 3 sent

          sent, all from tests/reports/mod.rs:_:
            [0] "one line\n"
            [1] "Dear Ann,
                 you have used \"75 MB\".
                 \tYours \n
                 bye\n\n"
            [2] "x

                 y"
    "#]]
    .assert_eq(&report_of(sent(&texts).check_nothing()));
    expect![[r#"
        expected no messages, found 1 sent

          sent:
            [0] tests/reports/mod.rs:_
                "one \n
                 two \n
                 three "
    "#]]
    .assert_eq(&report_of(sent(&["one \ntwo \nthree "]).check_nothing()));
    let eight = report_of(sent(&["1\n2\n3\n4\n5\n6\n7\n8"]).check_nothing());
    assert!(eight.ends_with("7\n         8\"\n") && !eight.contains('…'), "{eight}");
    let long: Vec<String> = (1..=40).map(|line| format!("line {line}")).collect();
    expect![[r#"
        expected no messages, found 1 sent

          sent:
            [0] tests/reports/mod.rs:_
                "line 1
                 line 2
                 line 3
                 line 4
                 line 5
                 line 6
                 line 7
                 line 8
                 … 32 more lines
    "#]]
    .assert_eq(&report_of(sent(&[long.join("\n")]).check_nothing()));
}

#[test]
fn a_long_text_is_cut_around_its_first_difference() {
    let filler = "all work and no play makes Jack a dull boy. ".repeat(40);
    let text = |number: u8| format!("{filler}Usage: {number}%. {filler}");
    expect![[r#"
        expected exactly 1 message equal to "all work and no play makes Jack a dull boy…", found 0 of 1 sent

          closest [0]: 1 of 802 words differs: `75` in place of `90`
            expected  "all work and no play makes …Jack a dull boy. Usage: 90%. all work and no play …"
            sent      "all work and no play makes …Jack a dull boy. Usage: 75%. all work and no play …"
                                                                           ^^
          sent:
          > [0] tests/reports/mod.rs:_
                "all work and no play makes Jack a dull boy. all work and no play makes…" (3,532 characters)
    "#]]
    .assert_eq(&report_of(sent(&[text(75)]).check_once(text(90))));
    expect![[r#"
        expected exactly this 1 message, found 0 of 1 among 1 sent: 1 altered

          sent, beside what was expected:
            altered [0] tests/reports/mod.rs:_
                        "all work and no play makes …Jack a dull boy. Usage: 75%. all work and no play …"
               expected "all work and no play makes …Jack a dull boy. Usage: 90%. all work and no play …"
                                                                             ^^
                        `75` in place of `90`
    "#]]
    .assert_eq(&report_of(sent(&[text(75)]).check_exactly([text(90)])));
}

#[test]
fn wherever_a_long_text_differs_the_difference_is_shown() {
    for before in (0..300).step_by(7) {
        let text = |number: u8| format!("{} {number}% {}", "x".repeat(before), "y".repeat(300));
        let compared = closest(&text(75), &text(90));
        let lines: Vec<_> = compared.lines().collect();
        let column = lines[2].chars().position(|c| c == '7').unwrap_or_else(|| panic!("{compared}"));
        assert_eq!(lines[1].contains("…x"), before > 56, "{compared}");
        assert!(lines[1].contains(" 90% ") && lines[2].contains(" 75% "), "{compared}");
        assert_eq!(lines[3], format!("{:column$}^^", ""), "{compared}");
        assert!(lines.iter().all(|line| line.chars().count() <= 100), "{compared}");
    }
}

#[test]
fn a_long_text_is_cut_between_characters() {
    let filler = "é日🚨e\u{301}\u{a0}".repeat(200);
    for cut in 0..8 {
        let start = "x".repeat(cut);
        let text = |middle: &str| format!("{start}{filler}{middle}{filler}");
        let report = report_of(sent(&[text("75")]).check_once(text("90")));
        assert!(report.contains("`75` in place of `90`"), "{report}");
        assert!(report.lines().all(|line| line.chars().count() < 400), "{report}");
    }
}

#[test]
fn long_names_and_descriptions_are_cut_as_well() {
    let double = mock_messenger::RecordingMessenger::named("n".repeat(10_000));
    let mismatch =
        double.sent().check_once(mock_messenger::described("d".repeat(10_000), "hello")).unwrap_err();
    assert!(mismatch.to_string().len() < 1_000, "{mismatch}");
}
