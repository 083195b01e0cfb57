//! The environment variable that turns off the cuts of reports.

use std::env;

/// Set to anything but an empty text or `0`, reports show everything.
pub(crate) const FULL: &str = "MOCK_MESSENGER_FULL";

/// Returns whether reports show everything, without cuts.
pub(crate) fn is_full() -> bool {
    env::var_os(FULL).is_some_and(|value| !value.is_empty() && value != "0")
}
