//! Runs the examples as programs. Unlike the paths of binaries, cargo does not pass those of examples to tests.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// Returns the command that runs an example in the root of the repository.
pub(crate) fn command(example: &str) -> Command {
    let mut command = Command::new(path(example));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    command
}

pub(crate) fn path(example: &str) -> PathBuf {
    static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
    DIRECTORY.get_or_init(build).join(format!("{example}{}", env::consts::EXE_SUFFIX))
}

/// Builds the examples with the same settings as this test, so that nothing is built twice, and returns their
/// directory. The command includes the tests, because otherwise cargo would choose other features for their
/// dependencies.
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
