//! Reports are coloured on a terminal that supports colours, and never in a log.
//!
//! Each test runs this program again and lets it fail, with its output on a pseudo-terminal, in a pipe, or in both.

#![cfg(all(feature = "testing", unix))]

use std::env;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};

use mock_messenger::{Messenger, Mismatch, Recorder, RecordingMessenger, URGENT_WARNING, WARNING};
use rustix::pty::{self, OpenptFlags};

const FAIL: &str = "FAIL_AS_A_FIXTURE";
const FIXTURE: &str = "a_check_fails_where_another_test_asks_it_to";

#[test]
fn a_check_fails_where_another_test_asks_it_to() -> Result<(), Mismatch> {
    let Some(how) = env::var_os(FAIL) else { return Ok(()) };
    let messenger = RecordingMessenger::new();
    messenger.send(WARNING);
    messenger.send(URGENT_WARNING);
    let typo = WARNING.replace("quota", "qouta");
    if how == "list" {
        messenger.sent().assert_exactly([&*typo, URGENT_WARNING]);
    }
    if let Some(length) = how.to_str().and_then(|how| how.parse::<usize>().ok()) {
        messenger.send(&format!("{}!", "x".repeat(length - 1)));
        messenger.sent().assert_once(format!("{}?", "x".repeat(length - 1)));
    }
    if how == "window" {
        let (start, end) = ("lorem ipsum ".repeat(12), "dolor sit ".repeat(12));
        messenger.send(&format!("{start}  team {end}"));
        messenger.sent().assert_last(format!("{start}team {end}"));
    }
    if how == "fields" {
        let calls = Recorder::new();
        calls.record(("ann", [1, 2, 3], "x".repeat(80), Some(75)));
        calls.calls().assert_exactly([("ann", [1, 2, 3], "x".repeat(80), Some(90))]);
    }
    let mismatch = messenger.sent().check_once(&typo).map(drop).unwrap_err();
    println!("Display: {mismatch}\nDebug: {mismatch:?}");
    if how == "return" {
        return Err(mismatch);
    }
    messenger.sent().assert_once(&typo);
    Ok(())
}

/// The destination of an output stream of the failing program.
#[derive(Clone, Copy, PartialEq)]
enum To {
    Terminal,
    Pipe,
}

/// Returns the combined output of the failing program.
fn output(stdout: To, stderr: To, set: impl FnOnce(&mut Command) -> &mut Command) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    // The output of the test harness itself should have no colours.
    command.args(["--exact", FIXTURE, "--color", "never"]);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE", "MOCK_MESSENGER_FULL"] {
        command.env_remove(variable);
    }
    set(command.env("TERM", "xterm-256color").env(FAIL, "assert"));
    let (mut terminal, line) = terminal();
    let stream = |to| if to == To::Terminal { line.try_clone().unwrap().into() } else { Stdio::piped() };
    let child = command.stdin(Stdio::null()).stdout(stream(stdout)).stderr(stream(stderr)).spawn().unwrap();
    // Reading ends when all handles of the other side are closed.
    drop((command, line));
    let mut written = Vec::new();
    // Linux reports that end as an error.
    let _ = terminal.read_to_end(&mut written);
    let piped = child.wait_with_output().unwrap();
    assert!(!piped.status.success(), "the fixture passed");
    written.extend(piped.stdout);
    written.extend(piped.stderr);
    let written = String::from_utf8(written).unwrap();
    assert!(written.contains("expected "), "{written}");
    written
}

/// Returns the coloured parts, in order.
fn marked(written: &str) -> Vec<String> {
    let panicked = written.rsplit("panicked at").next().unwrap();
    let mut marked = Vec::new();
    for part in panicked.split(ESCAPE).filter(|part| !part.starts_with("[0m")).skip(1) {
        marked.push(part.split_once('m').unwrap().1.to_owned());
    }
    marked
}

/// Opens a pseudo-terminal. Returns the side that displays the output and the side that programs write to.
fn terminal() -> (File, OwnedFd) {
    let shows = pty::openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    pty::grantpt(&shows).unwrap();
    pty::unlockpt(&shows).unwrap();
    let name = pty::ptsname(&shows, Vec::new()).unwrap();
    let line = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (File::from(shows), line.into())
}

fn unchanged(command: &mut Command) -> &mut Command {
    command
}

const ESCAPE: char = '\u{1b}';

#[track_caller]
fn assert_coloured(written: &str) {
    assert!(written.contains(ESCAPE), "{written}");
    // Colours take the place of carets.
    let panicked = written.rsplit("panicked at").next().unwrap();
    assert!(!panicked.contains('^'), "{written}");
}

#[track_caller]
fn assert_plain(written: &str) {
    assert!(!written.contains(ESCAPE), "{written:?}");
    assert!(written.rsplit("panicked at").next().unwrap().contains("^^"), "{written}");
}

#[test]
fn a_panic_on_a_terminal_is_coloured() {
    assert_coloured(&output(To::Terminal, To::Terminal, unchanged));
    assert_coloured(&output(To::Terminal, To::Terminal, |command| command.env(FAIL, "list")));
    assert_coloured(&output(To::Terminal, To::Terminal, |command| command.arg("--nocapture")));
}

#[test]
fn what_does_not_differ_is_never_coloured() {
    let shown = |how: &str| output(To::Terminal, To::Terminal, |command| command.env(FAIL, how));
    assert_eq!(marked(&shown("list")), ["uo", "ou"]);
    // Both texts are shortened at both ends, where they differ.
    assert_eq!(marked(&shown("window")), ["  "]);
    assert_eq!(marked(&shown("fields")), ["75", "90"]);
}

#[test]
fn a_panic_is_plain_where_standard_output_is_no_terminal() {
    // This corresponds to `cargo test > log`, where the harness prints the captured panic to standard output.
    assert_plain(&output(To::Pipe, To::Terminal, unchanged));
    assert_plain(&output(To::Pipe, To::Terminal, |command| command.arg("--nocapture")));
}

#[test]
fn a_panic_is_plain_where_standard_error_is_no_terminal() {
    assert_plain(&output(To::Terminal, To::Pipe, unchanged));
    assert_plain(&output(To::Terminal, To::Pipe, |command| command.arg("--nocapture")));
}

#[test]
fn a_panic_is_plain_in_pipes() {
    assert_plain(&output(To::Pipe, To::Pipe, unchanged));
    assert_plain(&output(To::Pipe, To::Pipe, |command| command.env(FAIL, "list")));
}

#[test]
fn a_terminal_that_wants_no_colour_gets_none() {
    assert_plain(&output(To::Terminal, To::Terminal, |command| command.env("NO_COLOR", "1")));
    assert_plain(&output(To::Terminal, To::Terminal, |command| command.env("TERM", "dumb")));
    // According to no-color.org, an empty value has no effect.
    assert_coloured(&output(To::Terminal, To::Terminal, |command| command.env("NO_COLOR", "")));
}

#[test]
fn colour_can_be_forced_into_a_pipe() {
    assert_coloured(&output(To::Pipe, To::Pipe, |command| command.env("CLICOLOR_FORCE", "1")));
    assert_coloured(&output(To::Pipe, To::Pipe, |command| {
        command.envs([("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")])
    }));
    for says_nothing in ["0", ""] {
        assert_plain(&output(To::Pipe, To::Pipe, |command| command.env("CLICOLOR_FORCE", says_nothing)));
    }
}

#[test]
fn a_text_that_is_very_long_and_shown_in_full_is_plain() {
    let of_length = |length: &'static str| {
        output(To::Terminal, To::Terminal, |command| {
            command.env(FAIL, length).env("MOCK_MESSENGER_FULL", "1")
        })
    };
    assert_coloured(&of_length("1000"));
    let longer = of_length("1001");
    assert!(!longer.contains(ESCAPE), "{longer:?}");
}

#[test]
fn display_and_debug_are_plain_even_where_colour_is_forced() {
    // If a test returns its mismatch, the harness prints it with `Debug`.
    let written =
        output(To::Terminal, To::Terminal, |command| command.env(FAIL, "return").env("CLICOLOR_FORCE", "1"));
    assert!(!written.contains(ESCAPE), "{written:?}");
    assert!(written.contains("Error: expected exactly 1 message"), "{written}");
    assert_eq!(written.matches("^^").count(), 3, "{written}");
}
