//! The date, the machine and the versions of a measurement.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::bench::{Mode, Result};
use crate::report::Table;

/// Returns a table of the date, the machine, the compiler and the versions of the other crates.
pub(crate) fn table(mode: Mode) -> Result<Table> {
    let mut table = Table::new(["", ""]);
    let mut row = |what: &str, is: String| table.row([what.to_owned(), is]);
    row("date", output_of("date", &["-u", "+%F"])?);
    row("processor", format!("{}, {} cores", field_of_file("/proc/cpuinfo", "model name")?, cores()?));
    row("memory", memory()?);
    row("system", output_of("uname", &["-sm"])?);
    row("C library", c_library()?);
    row("compiler", output_of(env::var("RUSTC").as_deref().unwrap_or("rustc"), &["--version"])?);
    row("load at the end", load()?);
    let rounds = if mode == Mode::Full { "up to 9 for each figure" } else { "up to 3 for each figure" };
    row("rounds", rounds.to_owned());
    row("peers", peers()?);
    Ok(table)
}

fn output_of(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Returns the text after `name` and a colon in a file such as `/proc/cpuinfo`.
fn field_of_file(file: &str, name: &str) -> Result<String> {
    let text = fs::read_to_string(file)?;
    let line = text.lines().find(|line| line.starts_with(name)).and_then(|line| line.split_once(':'));
    Ok(line.ok_or_else(|| format!("{file} does not contain {name}"))?.1.trim().to_owned())
}

/// Returns the first line of `ldd --version` without the name of the program, for example `(GNU libc) 2.36`.
fn c_library() -> Result<String> {
    let version = output_of("ldd", &["--version"])?;
    Ok(version.lines().next().unwrap_or_default().trim_start_matches("ldd ").to_owned())
}

/// Returns the load average of the last 15 minutes.
fn load() -> Result<String> {
    let text = fs::read_to_string("/proc/loadavg")?;
    Ok(text.split(' ').nth(2).ok_or("/proc/loadavg does not contain the load")?.to_owned())
}

fn cores() -> Result<usize> {
    Ok(std::thread::available_parallelism()?.get())
}

fn memory() -> Result<String> {
    let kibibytes: u64 = field_of_file("/proc/meminfo", "MemTotal")?.trim_end_matches(" kB").parse()?;
    Ok(format!("{} GiB", kibibytes.div_ceil(1 << 20)))
}

/// Returns the peers with their versions from the lockfile.
fn peers() -> Result<String> {
    const PEERS: [&str; 10] = [
        "autospy",
        "double",
        "faux",
        "lettre",
        "mockall",
        "mry",
        "pretty_assertions",
        "similar-asserts",
        "thiserror",
        "unimock",
    ];
    let lockfile = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"))?;
    let version = |peer: &str| {
        let (_, rest) = lockfile.split_once(&format!("name = \"{peer}\"\nversion = \""))?;
        Some(format!("{peer} {}", rest.split('"').next()?))
    };
    Ok(PEERS.iter().filter_map(|peer| version(peer)).collect::<Vec<_>>().join(", "))
}
