//! Measures, and writes what it measured; or, called as `candidate ...`, is the process that is measured.

use std::process::ExitCode;

fn main() -> ExitCode {
    mock_messenger_benchmarks::main()
}
