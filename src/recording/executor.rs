//! Detects a single-threaded async executor on the stack, without depending on the crate of any.

use std::backtrace::Backtrace;

/// The modules whose functions run tasks on the thread that waits for a future, and on no other.
const SINGLE_THREADED: [&str; 2] = ["tokio::runtime::scheduler::current_thread::", "tokio::task::local::"];

/// Returns whether this thread is running a single-threaded executor, whose tasks cannot run while it is blocked.
///
/// A blocking call gets no `Context`, and neither a `Waker` nor the name of the thread reveals the executor. The stack
/// does: the functions of the executor are on it. If the binary has no symbols, nothing is found. Reading the symbols
/// takes the time of a short sleep once in a process, and a fraction of a millisecond afterwards.
pub(super) fn is_single_threaded() -> bool {
    let stack = Backtrace::force_capture().to_string();
    SINGLE_THREADED.iter().any(|path| stack.contains(path))
}
