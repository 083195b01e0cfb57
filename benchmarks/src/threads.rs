//! The time that several threads take for the same work.

use std::hint::spin_loop;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rustix::process::setpriority_process;

use crate::clock;

/// The number of rounds with overlapping threads, and the maximum number of attempts to get them.
const ROUNDS: usize = 41;
const ATTEMPTS: usize = 20 * ROUNDS;

/// The minimum fraction of a round during which all threads run. On a busy machine, threads often run one after the
/// other, which hides the cost of contention.
const MIN_OVERLAP: f64 = 0.9;

/// Starts the threads together and returns the wall-clock nanoseconds until each has completed the work once.
pub(crate) fn together(threads: usize, work: impl Fn() + Sync) -> f64 {
    ask_for_priority();
    let ready = Barrier::new(threads);
    let wait = || {
        ready.wait();
    };
    run(threads, &work, wait).nanoseconds()
}

/// Returns the median of many rounds, each like [`together`], or `None` if the threads never overlapped enough. Rounds
/// without enough overlap are ignored.
pub(crate) fn contending(threads: usize, work: impl Fn() + Sync) -> Option<f64> {
    ask_for_priority();
    let mut rounds = Vec::new();
    for _ in 0..ATTEMPTS {
        let ready = AtomicUsize::new(0);
        let round = run(threads, &work, || {
            ready.fetch_add(1, Ordering::AcqRel);
            while ready.load(Ordering::Acquire) < threads {
                spin_loop();
            }
        });
        if round.overlap() >= MIN_OVERLAP {
            rounds.push(round.nanoseconds());
        }
        if rounds.len() == ROUNDS {
            break;
        }
    }
    rounds.sort_by(f64::total_cmp);
    rounds.get(rounds.len() / 2).copied()
}

/// Requests a higher priority, with which threads overlap more often. Without permission, the priority stays the same.
fn ask_for_priority() {
    let _ = setpriority_process(None, -10);
}

/// Pins a thread to a processor. On a busy machine, the system might otherwise run both threads on one processor.
#[cfg(target_os = "linux")]
fn pin(thread: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    let Ok(allowed) = sched_getaffinity(None) else { return };
    let mut processors = (0..CpuSet::MAX_CPU).filter(|&processor| allowed.is_set(processor)).cycle();
    if let Some(processor) = processors.nth(thread) {
        let mut one = CpuSet::new();
        one.set(processor);
        // Without permission, the system chooses the processor.
        let _ = sched_setaffinity(None, &one);
    }
}

#[cfg(not(target_os = "linux"))]
fn pin(_: usize) {}

/// The start and end times of each thread.
struct Round(Vec<(Duration, Duration)>);

fn run(threads: usize, work: &(impl Fn() + Sync), wait: impl Fn() + Sync) -> Round {
    let timed = &|| {
        wait();
        let start = clock::wall_time();
        work();
        (start, clock::wall_time())
    };
    thread::scope(|scope| {
        let worker = |i| {
            pin(i);
            timed()
        };
        let workers: Vec<_> = (0..threads).map(|i| scope.spawn(move || worker(i))).collect();
        Round(workers.into_iter().map(|worker| worker.join().expect("workers do not panic")).collect())
    })
}

impl Round {
    fn nanoseconds(&self) -> f64 {
        self.total().as_nanos() as f64
    }

    fn total(&self) -> Duration {
        let start = self.0.iter().map(|times| times.0).min();
        let end = self.0.iter().map(|times| times.1).max();
        end.unwrap_or_default().saturating_sub(start.unwrap_or_default())
    }

    fn overlap(&self) -> f64 {
        let start = self.0.iter().map(|times| times.0).max();
        let end = self.0.iter().map(|times| times.1).min();
        let all = end.unwrap_or_default().saturating_sub(start.unwrap_or_default());
        all.as_secs_f64() / self.total().as_secs_f64()
    }
}
