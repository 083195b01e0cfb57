//! The cases in `tests/ui/*.rs`, and those for the attribute `double` in `tests/ui/double/*.rs`, do not compile, with
//! the recorded errors.

#![cfg(feature = "testing")]

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::Command;

/// The release of the compiler whose errors are recorded. Other releases word them differently.
const PINNED: &str = "rustc 1.95.";

#[test]
fn what_must_not_compile_says_why() -> io::Result<()> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let version = Command::new(rustc).arg("--version").output()?.stdout;
    let version = String::from_utf8_lossy(&version);
    if !version.starts_with(PINNED) {
        let notice = format!("the compile-fail cases are for {PINNED}x, this is {}", version.trim());
        assert!(env::var_os("COMPILE_FAIL_CASES").is_none(), "required, but not run: {notice}");
        // Writes to standard error directly, because the harness hides the output of tests that pass.
        return writeln!(io::stderr(), "skipped: {notice}");
    }
    let cases = trybuild::TestCases::new();
    // These cases have the same errors with and without the feature `macros`.
    cases.compile_fail("tests/ui/*.rs");
    if cfg!(feature = "macros") {
        cases.compile_fail("tests/ui/double/*.rs");
    }
    Ok(())
}
