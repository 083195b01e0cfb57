//! Colour, used only in the panic of an assertion, and only if it goes to a terminal.

use std::env;
use std::io::{self, IsTerminal};

use crate::report::limits::LIMITS;
use crate::report::render::diff_lines::Shown;

/// Returns whether a panic may be coloured.
///
/// Both standard output and standard error have to be terminals: `cargo test > log` replays a panic to standard output.
pub(crate) fn is_wanted() -> bool {
    let value_of = |variable: &str| env::var_os(variable).filter(|value| !value.is_empty());
    if value_of("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    value_of("NO_COLOR").is_none()
        && value_of("TERM").is_none_or(|terminal| terminal != "dumb")
        && io::stdout().is_terminal()
        && io::stderr().is_terminal()
}

/// Returns whether both lines are short enough for colour.
pub(crate) fn suits(expected: &Shown, found: &Shown) -> bool {
    expected.text.len().max(found.text.len()) <= LIMITS.coloured_bytes
}

/// Reverse video, which makes a differing space visible.
const EXPECTED: &str = "\u{1b}[1;7;32m";
const FOUND: &str = "\u{1b}[1;7;31m";
const RESET: &str = "\u{1b}[0m";

/// Returns the expected line with its marks in green.
pub(crate) fn expected(shown: &Shown) -> String {
    painted(shown, EXPECTED)
}

/// Returns the recorded line with its marks in red.
pub(crate) fn found(shown: &Shown) -> String {
    painted(shown, FOUND)
}

fn painted(shown: &Shown, colour: &str) -> String {
    let mut out = String::new();
    let mut end = 0;
    for mark in &shown.marks {
        out.push_str(&shown.text[end..mark.start]);
        out.push_str(colour);
        out.push_str(&shown.text[mark.clone()]);
        out.push_str(RESET);
        end = mark.end;
    }
    out.push_str(&shown.text[end..]);
    out
}
