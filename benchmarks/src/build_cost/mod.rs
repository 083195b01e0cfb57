//! The build time that a dependency and its doubles cost a user.

mod crates;
mod section;
mod spies;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, process};

use rustix::param::clock_ticks_per_second;

use crate::bench::Result;
use crate::clock;

pub(crate) use section::measure;

/// A crate generated for the measurement, with its own folder and target directory.
struct Crate {
    folder: PathBuf,
    /// Whether cargo builds path dependencies incrementally.
    incremental: bool,
}

/// The time of one run of cargo.
#[derive(Clone, Copy)]
struct Cost {
    /// The processor time of all processes.
    processor: Duration,
    wall: Duration,
}

impl Crate {
    /// Creates a crate with the given dependency and source. The versions are those in the lockfile of this package.
    fn new(name: &str, dependency: &str, source: &str) -> Result<Self> {
        let folder = env::temp_dir().join(format!("mock-messenger-benchmarks-{}", process::id())).join(name);
        let made = Self { folder, incremental: true };
        fs::create_dir_all(made.folder.join("src"))?;
        fs::write(
            made.folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"measured\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{dependency}\n"
            ),
        )?;
        fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock"), made.folder.join("Cargo.lock"))?;
        made.write(source)?;
        Ok(made)
    }

    /// Disables incremental compilation, as for dependencies from a registry, although our crate is a path dependency.
    fn without_incremental(mut self) -> Self {
        self.incremental = false;
        self
    }

    fn write(&self, source: &str) -> Result<()> {
        Ok(fs::write(self.folder.join("src/lib.rs"), source)?)
    }

    /// Builds the tests of the crate and their dependencies.
    fn build(&self) -> Result<Cost> {
        let before = processor_time_of_children()?;
        let mut built = Ok(());
        let wall = clock::time(clock::wall_time, || built = self.cargo(&["test", "--no-run"]).map(drop));
        built?;
        Ok(Cost { processor: processor_time_of_children()?.saturating_sub(before), wall })
    }

    /// Builds the crate without its tests and dev-dependencies.
    fn build_without_tests(&self) -> Result<()> {
        self.cargo(&["build"]).map(drop)
    }

    fn clean(&self) -> Result<()> {
        let target = self.folder.join("target");
        if target.exists() { Ok(fs::remove_dir_all(target)?) } else { Ok(()) }
    }

    /// Runs the tests, to verify that the measured code works.
    fn test(&self) -> Result<()> {
        self.cargo(&["test"]).map(drop)
    }

    /// Returns the number of crates that its tests depend on.
    fn dependencies(&self) -> Result<usize> {
        let tree =
            self.cargo(&["tree", "--edges", "normal,build,dev", "--prefix", "none", "--format", "{p}"])?;
        let mut crates: Vec<_> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        crates.sort_unstable();
        crates.dedup();
        Ok(crates.len() - 1)
    }

    fn cargo(&self, arguments: &[&str]) -> Result<String> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", if self.incremental { "1" } else { "0" })
            .env_remove("RUSTFLAGS")
            .args(arguments)
            .arg("--offline")
            .output()?;
        if output.status.success() {
            return Ok(String::from_utf8(output.stdout)?);
        }
        let [out, errors] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
        Err(format!("{}: {}\n{out}\n{errors}", self.folder.display(), output.status).into())
    }
}

impl Drop for Crate {
    fn drop(&mut self) {
        // A leftover temporary folder is harmless.
        let _ = fs::remove_dir_all(&self.folder);
        let _ = self.folder.parent().map(fs::remove_dir);
    }
}

/// Returns the processor time of all descendants of this process that have exited.
fn processor_time_of_children() -> Result<Duration> {
    const USER: usize = 16;
    const SYSTEM: usize = 17;
    let stat = fs::read_to_string(Path::new("/proc/self/stat"))?;
    // The second field, the name, can contain spaces. It ends at the last parenthesis.
    let (_, rest) = stat.rsplit_once(')').ok_or("/proc/self/stat contains no name")?;
    let fields: Vec<_> = [""; 2].into_iter().chain(rest.split_whitespace()).collect();
    let field = |number: usize| fields.get(number - 1).copied().ok_or("/proc/self/stat has too few fields");
    let ticks = field(USER)?.parse::<u64>()? + field(SYSTEM)?.parse::<u64>()?;
    Ok(Duration::from_millis(ticks * 1_000 / clock_ticks_per_second()))
}
