//! Runs the examples as programs. Cargo tells tests where binaries are, but not examples.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// Runs in the root of the repository.
pub(crate) fn command(example: &str) -> Command {
    let mut command = Command::new(path(example));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    command
}

pub(crate) fn path(example: &str) -> PathBuf {
    static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
    DIRECTORY.get_or_init(build).join(format!("{example}{}", env::consts::EXE_SUFFIX))
}

/// Builds the examples as this test was built, so that nothing is built twice, and tells where they are. Without the
/// tests, cargo would choose other features for the dependencies that only they need.
fn build() -> PathBuf {
    let test = env::current_exe().unwrap();
    let profile = test.ancestors().nth(2).unwrap();
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["build", "--quiet", "--examples", "--tests", "--target-dir"])
        .arg(profile.parent().unwrap())
        .args(["--profile", if cfg!(debug_assertions) { "test" } else { "release" }]);
    if cfg!(feature = "mockall") {
        command.arg("--all-features");
    }
    let status = command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).status().unwrap();
    assert!(status.success(), "the examples do not build");
    profile.join("examples")
}
