//! Every example runs and prints the output that is recorded in `tests/examples`.
//!
//! In these files, `[..]` matches any text within a line. `UPDATE_EXAMPLES=1` updates the files.

#![cfg(feature = "testing")]

#[path = "support/programs.rs"]
mod programs;

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the stems of the files with this extension in a directory of this package.
fn stems(directory: &str, extension: &str) -> BTreeSet<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension() == Some(OsStr::new(extension)))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

fn expectation(example: &str, stream: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples").join(format!("{example}.{stream}"))
}

/// Returns whether a line matches a pattern, in which `[..]` matches any text.
fn line_matches(pattern: &str, line: &str) -> bool {
    let Some((first, pattern)) = pattern.split_once("[..]") else {
        return pattern == line;
    };
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let mut pieces = pattern.split("[..]").peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}

fn text_matches(pattern: &str, text: &str) -> bool {
    pattern.lines().count() == text.lines().count()
        && pattern.lines().zip(text.lines()).all(|(pattern, line)| line_matches(pattern, line))
}

/// Compares an output with the recorded one.
fn compare(example: &str, stream: &str, found: &[u8]) -> Result<(), String> {
    let found = String::from_utf8_lossy(found);
    let path = expectation(example, stream);
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if text_matches(&expected, &found) {
        return Ok(());
    }
    if env::var_os("UPDATE_EXAMPLES").is_some() {
        return fs::write(path, found.as_bytes()).map_err(|error| error.to_string());
    }
    Err(format!("{example} differs from {}\n--- expected\n{expected}--- found\n{found}", path.display()))
}

fn run(mut command: Command, example: &str) -> Result<(), String> {
    command.env("NO_COLOR", "1").env_remove("RUST_BACKTRACE");
    let output = command.output().unwrap();
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{example} ended with {}\n{errors}", output.status));
    }
    compare(example, "stdout", &output.stdout)?;
    compare(example, "stderr", &output.stderr)
}

#[test]
fn every_example_prints_what_is_on_file() {
    let mut examples = stems("../examples", "rs");
    if !cfg!(feature = "mockall") {
        examples.remove("with_mockall");
    }
    let outcomes = examples.iter().map(|example| run(programs::command(example), example));
    let failures: Vec<String> = outcomes.filter_map(Result::err).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_example_has_its_output_on_file_and_every_file_its_example() {
    assert_eq!(stems("tests/examples", "stdout"), stems("../examples", "rs"));
    assert!(stems("tests/examples", "stderr").is_subset(&stems("../examples", "rs")));
}

#[test]
fn a_placeholder_stands_for_anything_on_its_line_and_for_nothing_more() {
    assert!(text_matches("used [..] of [..] bytes\n", "used 80 of 100 bytes\n"));
    assert!(text_matches("[..]\n", "\n"));
    assert!(!text_matches("used [..] bytes\n", "used 80\nbytes\n"));
    assert!(!text_matches("used [..] bytes\n", "used 80 bytes, or more\n"));
    assert!(!text_matches("used 80\n", "used 80 bytes\n"));
    assert!(!text_matches("a[..]a\n", "a\n"));
}
