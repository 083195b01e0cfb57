//! The cost of sending messages to a double and dropping it.

mod by_hand;
mod ours;
#[cfg(feature = "peers")]
mod peers;
mod section;

use std::cell::RefCell;
use std::hint::black_box;
use std::sync::Mutex;

use mock_messenger::{RecordingMessenger, SyncRecorder, SyncRecordingMessenger};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, Stats};

use crate::clock;
use crate::readings::Readings;

pub(crate) use section::{MESSAGE, measure};

/// A test double under measurement.
pub(crate) trait Double {
    /// Creates a double that is ready for `messages` messages of `bytes` bytes. Most doubles ignore these numbers.
    fn fresh(messages: usize, bytes: usize) -> Self;

    fn send(&self, message: &str);
}

#[derive(Clone, Copy)]
pub(crate) struct Workload {
    pub(crate) messages: usize,
    pub(crate) bytes: usize,
}

pub(crate) struct Candidate {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    /// Whether the double keeps the text of the messages.
    pub(crate) keeps_text: bool,
    passes: fn(Workload, usize),
    weigh: fn(Workload) -> Readings,
}

pub(crate) const MEMCPY: &str = "memcpy";
pub(crate) const OURS: &str = "recording-messenger";
pub(crate) const OURS_SHARED: &str = "sync-recording-messenger";
pub(crate) const BY_HAND: &str = "ref-cell";
pub(crate) const BY_HAND_SHARED: &str = "mutex";

pub(crate) const CANDIDATES: &[Candidate] = &[
    candidate::<RefCell<Vec<String>>>(BY_HAND, "`RefCell<Vec<String>>`", true),
    candidate::<RecordingMessenger>(OURS, "**RecordingMessenger**", true),
    candidate::<ours::TwoLines>("two-lines", "**RecordingMessenger**, two lines", true),
    candidate::<Mutex<Vec<String>>>(BY_HAND_SHARED, "`Mutex<Vec<String>>`", true),
    candidate::<SyncRecordingMessenger>(OURS_SHARED, "**SyncRecordingMessenger**", true),
    candidate::<SyncRecorder<String>>("sync-recorder", "**SyncRecorder<String>**", true),
    candidate::<ours::MessengerDouble>("double-attribute", "**`#[double]`**", true),
    candidate::<by_hand::Channel>("mpsc", "std `mpsc`", true),
    #[cfg(feature = "peers")]
    candidate::<peers::Autospy>("autospy", "autospy", true),
    #[cfg(feature = "peers")]
    candidate::<peers::DoubleDouble>("double", "double", true),
    #[cfg(feature = "peers")]
    candidate::<peers::Lettre>("lettre", "lettre's stub", true),
    #[cfg(feature = "peers")]
    candidate::<mry_double::MockMessenger>("mry", "mry", true),
    #[cfg(feature = "peers")]
    candidate::<peers::MockallKeeping>("mockall-keeping", "mockall, with a `Vec`", true),
    #[cfg(feature = "peers")]
    candidate::<peers::FauxKeeping>("faux-keeping", "faux, with a `Vec`", true),
    #[cfg(feature = "peers")]
    candidate::<peers::MockallCounting>("mockall", "mockall", false),
    #[cfg(feature = "peers")]
    candidate::<peers::FauxCounting>("faux", "faux", false),
    #[cfg(feature = "peers")]
    candidate::<unimock::Unimock>("unimock", "unimock", false),
    candidate::<by_hand::Memcpy>(MEMCPY, "bare `memcpy`", true),
];

const fn candidate<D: Double>(id: &'static str, label: &'static str, keeps_text: bool) -> Candidate {
    Candidate { id, label, keeps_text, passes: passes::<D>, weigh: weigh::<D> }
}

/// The minimum number of bytes that the allocator of glibc adds to each block.
const KEPT_WITH_A_BLOCK: usize = 8;

/// From this number of messages, each process makes a single pass, so that page faults count as part of the cost.
const COLD: usize = 1_000_000;

/// Measures the nanoseconds per message, including its share of creating and dropping the double.
pub(crate) fn time(id: &str, workload: Workload) -> Readings {
    let candidate = named(id);
    let passes = |count| (candidate.passes)(workload, count);
    let nanoseconds = if workload.messages < COLD {
        clock::warm(clock::processor_time, passes)
    } else {
        clock::cold(clock::processor_time, passes)
    };
    Readings::one("nanoseconds", nanoseconds / workload.messages as f64)
}

/// Measures the allocations and the bytes kept per message. Requires the program whose allocator counts.
pub(crate) fn allocations(id: &str, workload: Workload) -> Readings {
    (named(id).weigh)(workload)
}

/// Makes exactly `passes` passes, so that their instructions can be counted.
pub(crate) fn exactly(id: &str, workload: Workload, passes: usize) {
    (named(id).passes)(workload, passes);
}

fn named(id: &str) -> &'static Candidate {
    CANDIDATES.iter().find(|candidate| candidate.id == id).expect("the candidate is one of this topic")
}

fn passes<D: Double>(workload: Workload, passes: usize) {
    let message = "m".repeat(workload.bytes);
    for _ in 0..passes {
        fill(workload, &message, |double: &D| {
            black_box(double);
        });
    }
}

fn weigh<D: Double>(workload: Workload) -> Readings {
    let message = "m".repeat(workload.bytes);
    let mut change = Stats::default();
    let region = Region::new(&INSTRUMENTED_SYSTEM);
    fill(workload, &message, |_: &D| change = region.change());
    let each = |count: usize| count as f64 / workload.messages as f64;
    let blocks = change.allocations - change.deallocations;
    let kept = change.bytes_allocated - change.bytes_deallocated + blocks * KEPT_WITH_A_BLOCK;
    Readings::one("allocations", each(change.allocations + change.reallocations)).and("kept", each(kept))
}

/// Creates, uses and drops a double in one function, as in a test.
#[inline(never)]
fn fill<D: Double>(workload: Workload, message: &str, then: impl FnOnce(&D)) {
    let double = D::fresh(workload.messages, workload.bytes);
    for _ in 0..workload.messages {
        double.send(black_box(message));
    }
    then(&double);
}
