//! Colour, used only in the panic of an assertion, and only if it goes to a terminal.

use std::env;
use std::io::{self, IsTerminal};

use pretty_assertions::StrComparison;

/// Returns whether a panic may be coloured.
///
/// Both standard output and standard error have to be terminals: `cargo test > log` replays a panic to standard output.
pub(crate) fn is_wanted() -> bool {
    let says = |variable: &str| env::var_os(variable).filter(|value| !value.is_empty());
    if says("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    says("NO_COLOR").is_none()
        && says("TERM").is_none_or(|terminal| terminal != "dumb")
        && io::stdout().is_terminal()
        && io::stderr().is_terminal()
}

/// Beyond this many bytes a pair stays plain: the diff takes memory for every pair of characters.
const LONGEST: usize = 1_000;

/// Two single lines, each coloured where it differs from the other.
pub(crate) fn inline(expected: &str, found: &str) -> (String, String) {
    let plain = || (expected.to_owned(), found.to_owned());
    if expected.len().max(found.len()) > LONGEST {
        return plain();
    }
    let diff = StrComparison::new(expected, found).to_string();
    // A heading, then the two lines, each led by a sign for its side, which our labels say already.
    let mut lines = diff.lines().skip(1);
    match (lines.next(), lines.next()) {
        (Some(left), Some(right)) => (left.replacen('<', "", 1), right.replacen('>', "", 1)),
        _ => plain(),
    }
}
