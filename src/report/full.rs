//! The environment variable that asks for full reports.

use std::env;

/// Reports are not cut if this variable is set, except to the empty string or `0`.
pub(crate) const FULL: &str = "MOCK_MESSENGER_FULL";

/// Returns whether reports are full rather than cut.
pub(crate) fn is_full() -> bool {
    env::var_os(FULL).is_some_and(|value| !value.is_empty() && value != "0")
}
