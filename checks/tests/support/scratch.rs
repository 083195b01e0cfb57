//! A temporary directory for one test.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

/// A directory that any user can read. It is empty at first, and is removed when this is dropped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("mock-messenger-{}-{name}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // The system cleans up leftover directories.
        let _ = fs::remove_dir_all(&self.0);
    }
}
