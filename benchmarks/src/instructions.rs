//! Counts instructions with valgrind. Unlike times, the counts are the same in every run.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::bench::Result;

/// An operation, and the arguments with which this program performs it.
struct Operation {
    name: &'static str,
    topic: &'static str,
    candidate: &'static str,
    arguments: &'static [&'static str],
    /// The number of operations in one pass.
    each: u64,
    /// The number of passes of the shorter run. The longer run makes three times as many, so that the instructions
    /// outside of the passes cancel out.
    passes: u64,
}

const fn send(
    name: &'static str,
    candidate: &'static str,
    arguments: &'static [&'static str],
    each: u64,
) -> Operation {
    Operation { name, topic: "recording", candidate, arguments, each, passes: 30_000 / each }
}

const fn update(
    name: &'static str,
    candidate: &'static str,
    arguments: &'static [&'static str],
) -> Operation {
    Operation { name, topic: "limits", candidate, arguments, each: 250_000, passes: 1 }
}

const fn shared(
    name: &'static str,
    candidate: &'static str,
    arguments: &'static [&'static str],
) -> Operation {
    Operation { name, topic: "shared-limits", candidate, arguments, each: 50_000, passes: 1 }
}

const OPERATIONS: &[Operation] = &[
    send("send, 3 messages", "recording-messenger", &["3", "48"], 3),
    send("send, 1,000 messages", "recording-messenger", &["1000", "48"], 1_000),
    send("send from two lines in turn, 1,000 messages", "two-lines", &["1000", "48"], 1_000),
    send("shared send, 3 messages", "sync-recording-messenger", &["3", "48"], 3),
    send("shared send, 1,000 messages", "sync-recording-messenger", &["1000", "48"], 1_000),
    update("set_value, random", "limit-tracker@3", &["random"]),
    update("set_value, mostly below", "limit-tracker@3", &["mostly-below"]),
    update("set_value, sorted", "limit-tracker@3", &["sorted"]),
    update("set_value, 16 thresholds, random", "limit-tracker@16", &["random"]),
    update("set_value, 256 thresholds, random", "limit-tracker@256", &["random"]),
    shared("shared set_value, random", "sync-limit-tracker", &["random"]),
    shared("shared set_value, mostly below", "sync-limit-tracker", &["mostly-below"]),
    shared("shared consume, below", "sync-limit-tracker", &["consume"]),
    shared("shared consume on every update, above", "sync-on-update", &["consume-above"]),
    shared("shared set_value after a changed limit, mostly below", "sync-changed", &["mostly-below"]),
];

/// The maximum difference from the recorded count, in percent. After a change of the compiler or the C library, the
/// counts can differ more and have to be recorded again.
const TOLERANCE: f64 = 2.0;

/// Counts the instructions of each operation and records them in `instructions.txt`.
pub(crate) fn keep() -> Result<()> {
    let mut text = String::from(
        "# Instructions per operation, including its share of creating and dropping the double.\n\
         # `benchmarks/instructions keep` writes this file, and `benchmarks/instructions` compares with it.\n",
    );
    writeln!(text, "# {}", compiler()?)?;
    for operation in OPERATIONS {
        writeln!(text, "{}: {:.1}", operation.name, operation.count()?)?;
    }
    Ok(fs::write(file(), text)?)
}

/// Counts the instructions of each operation and compares them with `instructions.txt`.
pub(crate) fn compare() -> Result<()> {
    let kept = fs::read_to_string(file())?;
    if !kept.contains(&compiler()?) {
        println!(
            "The counts were recorded with another compiler. Expect differences, and record them again."
        );
    }
    let mut off = 0;
    for operation in OPERATIONS {
        let line = kept.lines().find_map(|line| line.strip_prefix(operation.name)?.strip_prefix(": "));
        let before: f64 =
            line.ok_or_else(|| format!("instructions.txt has no count for: {}", operation.name))?.parse()?;
        let now = operation.count()?;
        let percent = (now / before - 1.0) * 100.0;
        let is_off = percent.abs() > TOLERANCE;
        off += usize::from(is_off);
        let mark = if is_off { "  <-- off" } else { "" };
        println!("{:<54}{before:>8.1} {now:>8.1} {percent:>+6.1}%{mark}", operation.name);
    }
    if off == 0 { Ok(()) } else { Err(format!("{off} counts differ by more than {TOLERANCE}%").into()) }
}

impl Operation {
    fn count(&self) -> Result<f64> {
        let [short, long] = [self.passes, self.passes * 3];
        let more = self.run(long)?.saturating_sub(self.run(short)?);
        Ok(more as f64 / ((long - short) * self.each) as f64)
    }

    fn run(&self, passes: u64) -> Result<u64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe()?)
            .args(["exactly", self.topic, self.candidate, &passes.to_string()])
            .args(self.arguments)
            .output()?;
        let text = String::from_utf8(output.stderr)?;
        let count = text.lines().find_map(|line| line.split("Collected : ").nth(1));
        Ok(count
            .ok_or_else(|| format!("the output of valgrind contains no count: {text}"))?
            .trim()
            .parse()?)
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.txt")
}

fn compiler() -> Result<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Ok(String::from_utf8(Command::new(rustc).arg("--version").output()?.stdout)?.trim().to_owned())
}
