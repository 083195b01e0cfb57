//! On what, of what and when it was measured.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::bench::Result;
use crate::report::Table;

/// A table of the machine, the compiler, the date and the versions.
pub(crate) fn table() -> Result<Table> {
    let mut table = Table::new(["", ""]);
    let mut row = |what: &str, is: String| table.row([what.to_owned(), is]);
    row("date", said_by("date", &["-u", "+%F"])?);
    row("processor", format!("{}, {} cores", of_file("/proc/cpuinfo", "model name")?, cores()?));
    row("memory", memory()?);
    row("system", said_by("uname", &["-sm"])?);
    row("C library", c_library()?);
    row("compiler", said_by(env::var("RUSTC").as_deref().unwrap_or("rustc"), &["--version"])?);
    row("load at the end", load()?);
    row("peers", peers()?);
    Ok(table)
}

fn said_by(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// What such a file says after a name and a colon.
fn of_file(file: &str, name: &str) -> Result<String> {
    let text = fs::read_to_string(file)?;
    let line = text.lines().find(|line| line.starts_with(name)).and_then(|line| line.split_once(':'));
    Ok(line.ok_or_else(|| format!("{file} does not tell the {name}"))?.1.trim().to_owned())
}

/// The first line of it, as in `ldd (GNU libc) 2.36`, without the program's name.
fn c_library() -> Result<String> {
    let said = said_by("ldd", &["--version"])?;
    Ok(said.lines().next().unwrap_or_default().trim_start_matches("ldd ").to_owned())
}

/// How many processes wanted a core, over the last 15 minutes.
fn load() -> Result<String> {
    let text = fs::read_to_string("/proc/loadavg")?;
    Ok(text.split(' ').nth(2).ok_or("no load")?.to_owned())
}

fn cores() -> Result<usize> {
    Ok(std::thread::available_parallelism()?.get())
}

fn memory() -> Result<String> {
    let kibibytes: u64 = of_file("/proc/meminfo", "MemTotal")?.trim_end_matches(" kB").parse()?;
    Ok(format!("{} GiB", kibibytes.div_ceil(1 << 20)))
}

/// Each with the version of the lockfile.
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
