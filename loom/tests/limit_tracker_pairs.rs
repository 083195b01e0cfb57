//! Every pair of operations of `SyncLimitTracker` on two threads is linearizable: for each interleaving, there is an
//! order of the operations in which a sequential `LimitTracker` has the same outcomes.
//!
//! `./plant-bugs` requires each pair to fail with at least one of the bugs in `bugs/`.

use std::sync::Arc;

use loom::thread;
use mock_messenger::{Alert, LimitTracker, LimitTrackerBuilder, NotifyOn, Threshold, TrackerState, Usage};

#[derive(Clone, Copy, Debug)]
enum Operation {
    Set(usize),
    Consume(usize),
    Release(usize),
    Max(usize),
    Reset,
    Rearm,
    ReadUsage,
    ReadLevel,
    ReadState,
}

use Operation::{Consume, Max, ReadLevel, ReadState, ReadUsage, Rearm, Release, Reset, Set};

/// What an operation returns.
#[derive(Debug, PartialEq)]
enum Outcome {
    Alerts(Vec<(Option<u32>, Usage)>),
    Nothing,
    Rearmed(bool),
    Usage(Usage),
    Level(Option<u32>),
    State(TrackerState),
}

fn alerts(alert: Option<Alert<'_>>) -> Outcome {
    let percent_and_usage = |alert: Alert<'_>| (alert.threshold().percent(), alert.usage());
    Outcome::Alerts(alert.iter().flat_map(|alert| alert.all().map(percent_and_usage)).collect())
}

/// Runs one operation on either kind of tracker.
macro_rules! run {
    ($tracker:expr, $operation:expr) => {
        match $operation {
            Set(value) => alerts($tracker.set_value(value)),
            Consume(amount) => alerts($tracker.consume(amount)),
            Release(amount) => alerts($tracker.release(amount)),
            Max(max) => alerts($tracker.set_max(max)),
            Reset => {
                $tracker.reset();
                Outcome::Nothing
            }
            Rearm => Outcome::Rearmed($tracker.rearm(&levels()[0])),
            ReadUsage => Outcome::Usage($tracker.usage()),
            ReadLevel => Outcome::Level($tracker.level().and_then(Threshold::percent)),
            ReadState => Outcome::State($tracker.state()),
        }
    };
}

fn levels() -> [Threshold; 2] {
    [Threshold::at_percent(50, "half"), Threshold::at_percent(80, "most")]
}

#[derive(Clone, Copy, Debug)]
enum Policy {
    Crossing,
    EachLevel,
    Update,
    /// The state is behind the lock from the start.
    RearmPoint,
}

impl Policy {
    const ALL: [Self; 4] = [Self::Crossing, Self::EachLevel, Self::Update, Self::RearmPoint];

    fn builder(self) -> LimitTrackerBuilder<()> {
        let builder = LimitTracker::builder((), 10).thresholds(levels()).notify_on(NotifyOn::Crossing);
        match self {
            Self::Crossing => builder,
            Self::EachLevel => builder.each_level(),
            Self::Update => builder.notify_on(NotifyOn::Update),
            Self::RearmPoint => builder.rearm_below_percent(30),
        }
    }
}

/// The final operations, which show the usage, the limit and the levels that have fired.
const TAIL: [Operation; 6] = [ReadState, ReadUsage, Consume(1), Set(10), Set(0), Set(10)];

/// Explores two threads with the given operations and an initial usage of `start`. Checks that the outcomes of each
/// interleaving match those of a sequential order.
fn is_linearizable(policy: Policy, start: usize, first: &'static [Operation], second: &'static [Operation]) {
    loom::model(move || {
        let tracker = Arc::new(policy.builder().build_sync().unwrap());
        tracker.set_value(start);
        let shared = Arc::clone(&tracker);
        let thread = thread::spawn(move || first.iter().map(|&o| run!(shared, o)).collect::<Vec<_>>());
        let of_second: Vec<_> = second.iter().map(|&operation| run!(tracker, operation)).collect();
        let mut outcomes = thread.join().unwrap();
        outcomes.extend(of_second);
        outcomes.extend(TAIL.map(|operation| run!(tracker, operation)));

        let is_explained = interleavings(first.len(), second.len()).iter().any(|order| {
            let mut sequential = policy.builder().build().unwrap();
            sequential.set_value(start);
            let (mut one, mut two) = (Vec::new(), Vec::new());
            for &is_first in order {
                if is_first {
                    one.push(run!(sequential, first[one.len()]));
                } else {
                    two.push(run!(sequential, second[two.len()]));
                }
            }
            let tail = TAIL.map(|operation| run!(sequential, operation));
            outcomes.iter().eq(one.iter().chain(&two).chain(&tail))
        });
        assert!(
            is_explained,
            "{policy:?} from {start}, {first:?} concurrently with {second:?}: no order explains {outcomes:?}"
        );
    });
}

/// Returns every interleaving of two sequences, where `true` is the next element of the first one.
fn interleavings(first: usize, second: usize) -> Vec<Vec<bool>> {
    if first == 0 || second == 0 {
        return vec![[vec![true; first], vec![false; second]].concat()];
    }
    let head = |is_first: bool, tails: Vec<Vec<bool>>| {
        tails.into_iter().map(move |tail| [vec![is_first], tail].concat())
    };
    head(true, interleavings(first - 1, second))
        .chain(head(false, interleavings(first, second - 1)))
        .collect()
}

/// Explores a pair with an initial usage below the lower level and between the levels. Each operation runs once on the
/// spawned thread.
///
/// Both directions are necessary: after two threads have read a value and one of them writes it, loom does not always
/// explore the order in which the other one reads later.
fn pair(first: &'static [Operation], second: &'static [Operation]) {
    for policy in Policy::ALL {
        for start in [4, 6] {
            is_linearizable(policy, start, first, second);
            is_linearizable(policy, start, second, first);
        }
    }
}

/// Generates a test for each unordered pair of the operations.
macro_rules! pairs {
    () => {};
    ($module:ident: $name:ident = $operation:expr, $($modules:ident: $names:ident = $operations:expr,)*) => {
        mod $module {
            use super::*;

            #[test]
            fn $name() {
                pair(&[$operation], &[$operation]);
            }
            $(
                #[test]
                fn $names() {
                    pair(&[$operation], &[$operations]);
                }
            )*
        }
        pairs!($($modules: $names = $operations,)*);
    };
}

// The amounts cross levels, fall below them, or leave the atomic word.
pairs! {
    set_low_beside: set_low = Set(1),
    set_high_beside: set_high = Set(9),
    consume_beside: consume = Consume(4),
    consume_much_beside: consume_much = Consume(1 << 20),
    consume_most_beside: consume_most = Consume(usize::MAX),
    release_beside: release = Release(4),
    set_max_beside: set_max = Max(5),
    keep_max_beside: keep_max = Max(10),
    reset_beside: reset = Reset,
    rearm_beside: rearm = Rearm,
    usage_beside: usage = ReadUsage,
    level_beside: level = ReadLevel,
    state_beside: state = ReadState,
}

#[test]
fn two_operations_beside_a_change_of_the_limit() {
    for second in
        [&[Max(5)][..], &[Max(5), Max(10)], &[Rearm, Consume(1)], &[Consume(1 << 20), Release(1 << 20)]]
    {
        for first in
            [&[Consume(1), Consume(1)][..], &[Set(9), ReadUsage], &[Consume(4), Release(4)], &[Reset, Set(6)]]
        {
            is_linearizable(Policy::Crossing, 4, first, second);
        }
    }
}
