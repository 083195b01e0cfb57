//! Hand-written doubles like those in public projects, each next to its counterpart with this crate.
//!
//! Every module contains the code under test, the module `by_hand` with a hand-written double and its test, and
//! `with_the_crate` with the same test. The last test of a module breaks the code under test and checks the report.

#![cfg(feature = "testing")]

mod argv;
mod async_sink;
mod caches;
mod delegate;
mod event_listener;
mod hooks;
mod instrumentation;
mod key_values;
mod terminal;
mod transport;
mod watcher;
mod widget;

use mock_messenger::Mismatch;

/// Returns the report of a check that has to fail.
#[track_caller]
fn report_of<R>(check: Result<R, Mismatch>) -> String {
    match check {
        Ok(_) => panic!("the check passed"),
        Err(mismatch) => mismatch.to_string(),
    }
}
