//! Measures and reports the results. With `candidate ..`, it is the process that is measured.

use std::process::ExitCode;

fn main() -> ExitCode {
    mock_messenger_benchmarks::main()
}
