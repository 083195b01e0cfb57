//! What must not compile does not, for the reason meant: `tests/ui/*.rs`, and `tests/ui/double/*.rs` for the attribute
//! `double`, each with the errors it gives.

#![cfg(feature = "testing")]

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::Command;

/// The wording of compile errors changes from release to release; the files hold that of this one.
const PINNED: &str = "rustc 1.95.";

#[test]
fn what_must_not_compile_says_why() -> io::Result<()> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let version = Command::new(rustc).arg("--version").output()?.stdout;
    let version = String::from_utf8_lossy(&version);
    if !version.starts_with(PINNED) {
        let notice = format!("the compile-fail cases are for {PINNED}x, this is {}", version.trim());
        assert!(env::var_os("COMPILE_FAIL_CASES").is_none(), "required, but not run: {notice}");
        // Past the test harness, which shows nothing of a test that passes.
        return writeln!(io::stderr(), "skipped: {notice}");
    }
    let cases = trybuild::TestCases::new();
    // The same with the feature `macros` and without.
    cases.compile_fail("tests/ui/*.rs");
    if cfg!(feature = "macros") {
        cases.compile_fail("tests/ui/double/*.rs");
    }
    Ok(())
}
