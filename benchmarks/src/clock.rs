//! Time: of the processor where one thread works, of the wall where two do.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

const BLOCK: Duration = Duration::from_millis(3);
const BLOCKS: usize = 15;

/// What this process has used of the processors. Other load on the machine does not count.
pub(crate) fn processor_time() -> Duration {
    now(ClockId::ProcessCPUTime)
}

pub(crate) fn wall_time() -> Duration {
    now(ClockId::Monotonic)
}

fn now(clock: ClockId) -> Duration {
    Duration::try_from(clock_gettime(clock)).expect("clocks that start at 0 are never negative")
}

pub(crate) fn time(clock: impl Fn() -> Duration, work: impl FnOnce()) -> Duration {
    let start = clock();
    work();
    clock().saturating_sub(start)
}

/// Nanoseconds of one pass once warm: of the block that was least disturbed. Each block is long beside the clock's
/// resolution, and short beside the turns that the system gives to other processes.
pub(crate) fn warm(clock: impl Fn() -> Duration, mut passes: impl FnMut(usize)) -> f64 {
    let mut count = 1;
    while time(&clock, || passes(count)) < BLOCK {
        count *= 2;
    }
    let blocks = (0..BLOCKS).map(|_| time(&clock, || passes(count)));
    blocks.min().unwrap_or_default().as_nanos() as f64 / count as f64
}

/// Nanoseconds of the first pass of a process, page faults and all.
pub(crate) fn cold(clock: impl Fn() -> Duration, passes: impl FnOnce(usize)) -> f64 {
    time(clock, || passes(1)).as_nanos() as f64
}
