//! Detects a single-threaded async executor on the stack, without depending on any runtime.

use std::backtrace::Backtrace;

/// The modules whose functions run all tasks on the thread that blocks on a future.
const SINGLE_THREADED: [&str; 2] = ["tokio::runtime::scheduler::current_thread::", "tokio::task::local::"];

/// Returns whether this thread is running a single-threaded executor, whose tasks cannot run while it is blocked.
///
/// A blocking call has no `Context`, and neither a `Waker` nor the name of the thread reveals the executor, but the
/// functions of the executor are on the stack. In a binary without symbols, this returns `false`. The first call in a
/// process reads the symbols, which takes some tens of milliseconds; later calls take a fraction of a millisecond.
pub(super) fn is_single_threaded() -> bool {
    let stack = Backtrace::force_capture().to_string();
    SINGLE_THREADED.iter().any(|path| stack.contains(path))
}
