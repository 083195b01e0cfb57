//! Clocks: processor time for one thread, wall-clock time for several.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

const BLOCK: Duration = Duration::from_millis(3);
const BLOCKS: usize = 15;

/// Returns the processor time of this process. Other load on the machine does not affect it.
pub(crate) fn processor_time() -> Duration {
    now(ClockId::ProcessCPUTime)
}

pub(crate) fn wall_time() -> Duration {
    now(ClockId::Monotonic)
}

fn now(clock: ClockId) -> Duration {
    Duration::try_from(clock_gettime(clock)).expect("clocks that start at 0 never return a negative time")
}

pub(crate) fn time(clock: impl Fn() -> Duration, work: impl FnOnce()) -> Duration {
    let start = clock();
    work();
    clock().saturating_sub(start)
}

/// Returns the nanoseconds of one pass after a warm-up, taken from the fastest block. A block is long compared with the
/// resolution of the clock, and short compared with the time slices of other processes.
pub(crate) fn warm(clock: impl Fn() -> Duration, mut passes: impl FnMut(usize)) -> f64 {
    let mut count = 1;
    while time(&clock, || passes(count)) < BLOCK {
        count *= 2;
    }
    let blocks = (0..BLOCKS).map(|_| time(&clock, || passes(count)));
    blocks.min().unwrap_or_default().as_nanos() as f64 / count as f64
}

/// Returns the nanoseconds of the first pass of a process, including page faults.
pub(crate) fn cold(clock: impl Fn() -> Duration, passes: impl FnOnce(usize)) -> f64 {
    time(clock, || passes(1)).as_nanos() as f64
}
