//! Several threads at one time.

use std::sync::Barrier;
use std::thread;

use rustix::process::setpriority_process;

use crate::clock;

/// Nanoseconds of the wall's clock until all are through with the same work, begun together.
pub(crate) fn together(threads: usize, work: impl Fn() + Sync) -> f64 {
    // On a busy machine two threads hardly overlap unless they come first. Where that is not permitted they wait.
    let _ = setpriority_process(None, -10);
    let ready = Barrier::new(threads + 1);
    let took = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    ready.wait();
                    work();
                })
            })
            .collect();
        ready.wait();
        clock::time(clock::wall_time, || {
            for worker in workers {
                worker.join().expect("workers do not panic");
            }
        })
    });
    took.as_nanos() as f64
}
