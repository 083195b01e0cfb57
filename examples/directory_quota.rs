//! Adds up the sizes of the files in a directory, and warns as the total approaches a quota.
//!
//! ```console
//! cargo run --example directory_quota -- [PATH] [QUOTA]
//! ```
//!
//! The quota is in bytes. The defaults are the source code of this crate, and a quota that it exceeds. Warnings go to
//! standard error. The exit code is 2 if a file or directory could not be read.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mock_messenger::{LimitTracker, Messenger, NotifyOn, messenger};

const USAGE: &str = "usage: directory_quota [PATH] [QUOTA IN BYTES]";
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
const QUOTA: usize = 200_000;

fn main() -> ExitCode {
    match run(env::args_os().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("directory_quota: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: impl Iterator<Item = OsString>) -> Result<(), String> {
    let (directory, quota) = parse(arguments)?;
    println!("Adding up the files in {}, with a quota of {quota} bytes", directory.display());

    let mut tracker = tracker(messenger::from_fn(|warning| eprintln!("{warning}")), quota);
    let files = add_up(&directory, &mut tracker)?;

    let usage = tracker.usage();
    let noun = if files == 1 { "file" } else { "files" };
    println!("{files} {noun}, {usage} bytes: {}% of the quota", usage.percent());
    Ok(())
}

fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<(PathBuf, usize), String> {
    let directory = arguments.next().map_or_else(|| SOURCES.into(), PathBuf::from);
    let quota = match arguments.next() {
        None => QUOTA,
        Some(text) => text.to_str().and_then(|text| text.parse().ok()).ok_or_else(|| {
            format!(
                "the quota is a whole number of bytes, up to {}, not `{}`",
                usize::MAX,
                text.to_string_lossy()
            )
        })?,
    };
    match arguments.next() {
        None => Ok((directory, quota)),
        Some(_) => Err(USAGE.to_owned()),
    }
}

/// Creates a tracker that sends each of the three warnings once.
pub(crate) fn tracker<M: Messenger>(messenger: M, quota: usize) -> LimitTracker<M> {
    let builder = LimitTracker::builder(messenger, quota).notify_on(NotifyOn::Crossing);
    builder.build().expect("the usual levels can be built")
}

/// Adds the size of every file below a directory to the usage, and returns the number of files.
///
/// It does not follow links, which could lead in a circle or out of the directory.
pub(crate) fn add_up<M: Messenger>(directory: &Path, tracker: &mut LimitTracker<M>) -> Result<usize, String> {
    let mut files = 0;
    let mut pending = vec![directory.to_owned()];
    while let Some(directory) = pending.pop() {
        for path in entries(&directory).map_err(|error| cannot_read(&directory, &error))? {
            let metadata = fs::symlink_metadata(&path).map_err(|error| cannot_read(&path, &error))?;
            if metadata.is_dir() {
                pending.push(path);
            } else if metadata.is_file() {
                tracker.consume(usize::try_from(metadata.len()).unwrap_or(usize::MAX));
                files += 1;
            }
        }
    }
    Ok(files)
}

/// Lists a directory, in the same order on every machine.
fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries =
        fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn cannot_read(path: &Path, error: &io::Error) -> String {
    format!("cannot read {}: {error}", path.display())
}
