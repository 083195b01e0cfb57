//! Random histories of two and three threads that update one `SyncLimitTracker`: each has to be explained by some order
//! of the updates in which a `LimitTracker` returns the same alerts and readings (linearizability).
#![cfg(feature = "testing")]

use std::collections::HashSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use mock_messenger::{
    Alert, LimitTracker, LimitTrackerBuilder, NotifyOn, SyncLimitTracker, Threshold, ThresholdKind,
    TrackerState, Usage,
};

#[derive(Clone, Copy, Debug)]
enum Operation {
    Set(usize),
    Consume(usize),
    Release(usize),
    Max(usize),
    Reset,
    Rearm(usize),
    Read,
    Save,
}

/// The return value of an operation.
#[derive(Debug, PartialEq)]
enum Outcome {
    Alerts(Vec<(ThresholdKind, bool, Usage)>),
    Reset,
    Rearmed(bool),
    Usage(Usage),
    State(TrackerState),
}

/// An operation that ran between two ticks of a clock that all threads share.
#[derive(Debug)]
struct Call {
    operation: Operation,
    outcome: Outcome,
    from: usize,
    to: usize,
}

fn alerts(alert: Option<Alert<'_>>) -> Outcome {
    let all = |alert: Alert<'_>| {
        alert.all().map(|a| (a.threshold().kind(), a.is_clear(), a.usage())).collect::<Vec<_>>()
    };
    Outcome::Alerts(alert.map(all).unwrap_or_default())
}

macro_rules! run {
    ($tracker:expr, $thresholds:expr, $operation:expr) => {
        match $operation {
            Operation::Set(value) => alerts($tracker.set_value(value)),
            Operation::Consume(amount) => alerts($tracker.consume(amount)),
            Operation::Release(amount) => alerts($tracker.release(amount)),
            Operation::Max(max) => alerts($tracker.set_max(max)),
            Operation::Reset => {
                $tracker.reset();
                Outcome::Reset
            }
            Operation::Rearm(index) => Outcome::Rearmed($tracker.rearm(&$thresholds[index])),
            Operation::Read => Outcome::Usage($tracker.usage()),
            Operation::Save => Outcome::State($tracker.state()),
        }
    };
}

/// A generator of pseudo-random numbers (xorshift64*) that returns the same sequence in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }

    fn operation(&mut self) -> Operation {
        match self.below(16) {
            0..4 => Operation::Set(self.below(13)),
            4..9 => Operation::Consume(self.below(4)),
            9..12 => Operation::Release(self.below(4)),
            12 => [Operation::Read, Operation::Save][self.below(2)],
            13 => match self.below(3) {
                0 => Operation::Reset,
                1 => Operation::Max([10, 10, 8, 14][self.below(4)]),
                _ => Operation::Rearm(self.below(3)),
            },
            14 => Operation::Consume(self.below(2) << 20),
            _ => Operation::Set([usize::MAX, usize::MAX / 4, usize::MAX / 4 + 1, 5][self.below(4)]),
        }
    }
}

fn thresholds() -> [Threshold; 3] {
    [
        Threshold::at_percent(50, "half"),
        Threshold::above_percent(70, "more"),
        Threshold::at_remaining(1, "last"),
    ]
}

type Build = fn() -> LimitTrackerBuilder<()>;

fn on_crossing() -> LimitTrackerBuilder<()> {
    LimitTracker::builder((), 10).thresholds(thresholds()).notify_on(NotifyOn::Crossing)
}

const POLICIES: [(&str, Build); 6] = [
    ("crossing", on_crossing),
    ("update", || on_crossing().notify_on(NotifyOn::Update)),
    ("each level", || on_crossing().each_level()),
    ("re-arm point", || on_crossing().rearm_below_percent(30)),
    ("latched", || on_crossing().latched()),
    ("cleared", || on_crossing().thresholds(thresholds().map(|threshold| threshold.cleared("below")))),
];

/// Runs the operations of all threads concurrently, and records each call.
fn record(tracker: &SyncLimitTracker<()>, list: &[Threshold], plans: &[Vec<Operation>]) -> Vec<Vec<Call>> {
    let (clock, start) = (AtomicUsize::new(0), Barrier::new(plans.len()));
    thread::scope(|scope| {
        let threads: Vec<_> = plans
            .iter()
            .map(|plan| {
                let (clock, start) = (&clock, &start);
                scope.spawn(move || {
                    start.wait();
                    let call = |&operation: &Operation| {
                        let from = clock.fetch_add(1, Ordering::SeqCst);
                        let outcome = run!(tracker, list, operation);
                        Call { operation, outcome, from, to: clock.fetch_add(1, Ordering::SeqCst) }
                    };
                    plan.iter().map(call).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Returns whether some order of all calls explains their outcomes. `taken` is the number of calls of each thread that
/// `order` contains already.
fn is_explained(
    build: Build,
    list: &[Threshold],
    history: &[Vec<Call>],
    order: &mut Vec<(usize, usize)>,
    taken: &mut Vec<usize>,
    dead_ends: &mut HashSet<(Vec<usize>, String)>,
) -> bool {
    let mut tracker = build().build().unwrap();
    for &(thread, i) in &*order {
        run!(tracker, list, history[thread][i].operation);
    }
    if taken.iter().zip(history).all(|(&taken, calls)| taken == calls.len()) {
        return true;
    }
    if !dead_ends.insert((taken.clone(), format!("{:?}", tracker.state()))) {
        return false;
    }
    // A call that returned before another began comes first.
    let pending = || history.iter().zip(&*taken).filter_map(|(calls, &i)| calls.get(i));
    let earliest_end = pending().map(|call| call.to).min().unwrap();
    for thread in 0..history.len() {
        let Some(call) = history[thread].get(taken[thread]) else { continue };
        if call.from > earliest_end {
            continue;
        }
        let mut next = build().resume(tracker.state()).build().unwrap();
        if run!(next, list, call.operation) != call.outcome {
            continue;
        }
        order.push((thread, taken[thread]));
        taken[thread] += 1;
        if is_explained(build, list, history, order, taken, dead_ends) {
            return true;
        }
        taken[thread] -= 1;
        order.pop();
    }
    false
}

fn check(policy: usize, threads: usize, histories: usize) {
    let (name, build) = POLICIES[policy];
    let list = thresholds();
    let mut random = Random(0x9E37_79B9_7F4A_7C15 + policy as u64 * 64 + threads as u64);
    for _ in 0..histories {
        let plans: Vec<Vec<Operation>> =
            (0..threads).map(|_| (0..12 / threads).map(|_| random.operation()).collect()).collect();
        let tracker = build().build_sync().unwrap();
        let mut history = record(&tracker, &list, &plans);
        // The tail reads the state and crosses all levels, which shows which of them have fired.
        let tail = [
            Operation::Save,
            Operation::Read,
            Operation::Consume(1),
            Operation::Set(10),
            Operation::Set(0),
            Operation::Set(10),
        ];
        let last = record(&tracker, &list, &[tail.to_vec()]).remove(0);
        let end = history.iter().flatten().map(|call| call.to).max().unwrap() + 1;
        history.push(
            last.into_iter().map(|call| Call { from: call.from + end, to: call.to + end, ..call }).collect(),
        );
        let explained = is_explained(
            build,
            &list,
            &history,
            &mut Vec::new(),
            &mut vec![0; history.len()],
            &mut HashSet::new(),
        );
        assert!(explained, "{name}: no order explains {history:#?}");
    }
}

#[test]
fn histories_of_two_threads_are_linearizable() {
    for policy in 0..POLICIES.len() {
        check(policy, 2, 250);
    }
}

#[test]
fn histories_of_three_threads_are_linearizable() {
    for policy in 0..POLICIES.len() {
        check(policy, 3, 250);
    }
}
