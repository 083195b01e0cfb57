//! Recording: what it costs to send messages to a double and to drop it.

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
    /// One that is ready for so many messages of so many bytes. Only what must know them looks at them.
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
    /// Whether the text of the messages is there afterwards.
    pub(crate) keeps_text: bool,
    passes: fn(Workload, usize),
    weigh: fn(Workload) -> Readings,
}

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
    candidate::<by_hand::Memcpy>("memcpy", "bare `memcpy`", true),
];

const fn candidate<D: Double>(id: &'static str, label: &'static str, keeps_text: bool) -> Candidate {
    Candidate { id, label, keeps_text, passes: passes::<D>, weigh: weigh::<D> }
}

/// The bytes that glibc's allocator keeps with each block that it hands out, at the least.
const KEPT_WITH_A_BLOCK: usize = 8;

/// From this many on, a process makes one pass: its page faults are part of what the double costs.
const COLD: usize = 1_000_000;

/// Nanoseconds a message, its part of making and dropping the double included.
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

/// Allocations, and bytes kept, a message. It takes the program whose allocator counts.
pub(crate) fn allocations(id: &str, workload: Workload) -> Readings {
    (named(id).weigh)(workload)
}

/// So many passes and nothing else: for counting instructions.
pub(crate) fn exactly(id: &str, workload: Workload, passes: usize) {
    (named(id).passes)(workload, passes);
}

fn named(id: &str) -> &'static Candidate {
    CANDIDATES.iter().find(|candidate| candidate.id == id).expect("a candidate of this topic")
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

/// The double is made, used and dropped in one place, as in a test.
#[inline(never)]
fn fill<D: Double>(workload: Workload, message: &str, then: impl FnOnce(&D)) {
    let double = D::fresh(workload.messages, workload.bytes);
    for _ in 0..workload.messages {
        double.send(black_box(message));
    }
    then(&double);
}
