//! The sources keep the promises in `SECURITY.md` and in the guide.

use std::fs;
use std::path::Path;

/// Returns the lines of code in `folder`, each with its file. Comments and documentation are omitted.
fn code_below(folder: &str) -> Vec<(String, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)];
    let mut lines = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let source = fs::read_to_string(&path).unwrap();
                let code = source.lines().map(str::trim).filter(|line| !line.starts_with("//"));
                lines.extend(code.map(|line| (name.clone(), line.to_owned())));
            }
        }
    }
    lines
}

fn assert_no_line_has(folder: &str, words: &[&str]) {
    let code = code_below(folder);
    assert!(code.len() > 1_000, "{folder} has {} lines of code", code.len());
    let found: Vec<_> =
        code.iter().filter(|(_, line)| words.iter().any(|word| line.contains(word))).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_source_opens_a_file_or_socket_or_writes_to_a_stream_or_starts_a_process_or_thread() {
    let words = [
        "fs::",
        "net::",
        "process::",
        "print!(",
        "println!(",
        "dbg!(",
        "write_all",
        "thread::spawn",
        "thread::scope",
    ];
    assert_no_line_has("src", &words);
    assert_no_line_has("macros/src", &words);
    let streams = ["stdout()", "stderr()", "stdin()"];
    let named =
        code_below("src").into_iter().filter(|(_, line)| streams.iter().any(|stream| line.contains(stream)));
    for (file, line) in named {
        assert!(line.contains("is_terminal()"), "{file}: {line}");
    }
}

#[test]
fn the_attribute_reads_nothing_but_its_tokens() {
    assert_no_line_has(
        "macros/src",
        &["env::", "env!(", "option_env!(", "include_str!(", "include!(", "Span::source"],
    );
}

#[test]
fn the_only_statics_are_bound_to_threads_or_count() {
    let code = code_below("src");
    let statics = code.iter().enumerate().filter(|(_, (_, line))| {
        let line = line.trim_start_matches("thread_local!(").trim_start_matches("pub ");
        line.starts_with("static ")
    });
    let mut found = Vec::new();
    for (i, (file, line)) in statics {
        let opening = format!("{} {line}", code[i.saturating_sub(1)].1);
        assert!(opening.contains("thread_local!") || line.contains("AtomicU64"), "{file}: {line}");
        found.push(line);
    }
    // These are the values that a thread is formatting, the replies that must stay on a thread, and the counter for
    // their numbers.
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn the_compiler_forbids_unsafe_code_in_both_packages() {
    let read =
        |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap();
    let (workspace, macros) = (read("Cargo.toml"), read("macros/Cargo.toml"));
    let (_, lints) = workspace.split_once("\n[workspace.lints.rust]\n").unwrap();
    assert!(lints.split("\n[").next().unwrap().contains("unsafe_code = \"forbid\""));
    for manifest in [&workspace, &macros] {
        assert!(manifest.contains("\n[lints]\nworkspace = true\n"));
    }
}
