//! Examples that panic and cases that do not compile fail for the intended reason.
//!
//! `shown_reports.rs` tests the reports of the examples, and `ui/*.stderr` records the errors of the cases.

use std::fs;
use std::path::{Path, PathBuf};

fn files(under: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(under)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extensions.iter().any(|e| extension == *e)) {
                files.push(path);
            }
        }
    }
    files
}

/// Returns the lines of each example that is expected to panic.
fn panicking_examples(page: &str) -> Vec<Vec<String>> {
    let line = |line: &str| line.trim_start().trim_start_matches("//!").trim_start_matches("///").to_owned();
    let mut lines = page.lines().map(line);
    let mut examples = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") && line.contains("should_panic") {
            examples.push(lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")).collect());
        }
    }
    examples
}

#[test]
fn an_example_that_panics_has_one_line_that_can() {
    let can_panic = [
        "assert",
        "wait_for(",
        "set_value(",
        "replies.next(",
        ".now()",
        "unwrap",
        "expect(",
        "panic!",
        "eventually(",
    ];
    let mut examples = 0;
    for path in files("../src", &["rs", "md"]) {
        for example in panicking_examples(&fs::read_to_string(&path).unwrap()) {
            let code = example.iter().map(|line| line.split("//").next().unwrap_or_default());
            let panicking = code.filter(|line| can_panic.iter().any(|word| line.contains(word)));
            // In these two files, a line that could panic but does not precedes the one that panics.
            let two = path.ends_with("from_the_book.md") || path.ends_with("replies.rs");
            let most = if two { 2 } else { 1 };
            let count = panicking.count();
            assert!((1..=most).contains(&count), "{}: {count} in {example:#?}", path.display());
            examples += 1;
        }
    }
    assert!(examples >= 18, "{examples} were found");
}

#[test]
fn a_case_that_does_not_compile_has_its_errors_in_itself_and_not_in_its_imports() {
    let cases = files("compile_fail/tests/ui", &["stderr"]);
    assert!(cases.len() >= 13, "{}", cases.len());
    for errors in cases {
        let source = fs::read_to_string(errors.with_extension("rs")).unwrap();
        let said = fs::read_to_string(&errors).unwrap();
        let name = errors.with_extension("rs");
        let path = name.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/compile_fail")).unwrap();
        let own = format!("--> {}:", path.to_str().unwrap().replace('\\', "/"));
        let headings = said.split("\nerror").map(|error| error.lines().nth(1).unwrap_or_default());
        for heading in headings {
            let place = heading.trim().strip_prefix(&own).unwrap_or_else(|| panic!("{heading} is elsewhere"));
            let line: usize = place.split(':').next().unwrap().parse().unwrap();
            let line = source.lines().nth(line - 1).unwrap().trim_start();
            assert!(!line.starts_with("use "), "{}: {line}", errors.display());
        }
    }
}
