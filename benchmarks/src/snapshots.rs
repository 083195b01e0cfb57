//! The cost of a snapshot.

mod section;

use std::cell::RefCell;
use std::hint::black_box;
use std::mem;
use std::time::Duration;

use mock_messenger::{Messenger, RecordingMessenger, SyncRecordingMessenger};

use crate::clock;
use crate::readings::Readings;

pub(crate) use section::measure;

pub(crate) const BY_HAND_SENT: &str = "ref-cell-clone";
pub(crate) const BY_HAND_TAKE: &str = "ref-cell-take";

/// The names and the labels of the candidates.
pub(crate) const CANDIDATES: [(&str, &str); 6] = [
    (BY_HAND_SENT, "`RefCell<Vec<String>>`: `borrow().clone()`"),
    ("sent", "**RecordingMessenger**: `sent()`"),
    ("sync-sent", "**SyncRecordingMessenger**: `sent()`"),
    (BY_HAND_TAKE, "`RefCell<Vec<String>>`: `mem::take`"),
    ("take", "**RecordingMessenger**: `take()`"),
    ("sync-take", "**SyncRecordingMessenger**: `take()`"),
];

/// Measures the nanoseconds of one snapshot. Filling the double and dropping the snapshot are not included.
pub(crate) fn time(id: &str, messages: usize, bytes: usize) -> Readings {
    let message = "m".repeat(bytes);
    let by_hand = || RefCell::new(vec![message.clone(); messages]);
    let filled = || {
        let messenger = RecordingMessenger::new();
        (0..messages).for_each(|_| messenger.send(&message));
        messenger
    };
    let shared = || {
        let messenger = SyncRecordingMessenger::new();
        (0..messages).for_each(|_| messenger.send(&message));
        messenger
    };
    let nanoseconds = match id {
        BY_HAND_SENT => each(messages, by_hand, |sent| sent.borrow().clone()),
        BY_HAND_TAKE => each(messages, by_hand, |sent| mem::take(&mut *sent.borrow_mut())),
        "sent" => each(messages, filled, RecordingMessenger::sent),
        "take" => each(messages, filled, RecordingMessenger::take),
        "sync-sent" => each(messages, shared, SyncRecordingMessenger::sent),
        "sync-take" => each(messages, shared, SyncRecordingMessenger::take),
        _ => unreachable!("{id} is not a candidate of this topic"),
    };
    Readings::one("nanoseconds", nanoseconds)
}

const BLOCKS: usize = 9;

/// Returns the nanoseconds of one snapshot. All doubles are filled before the clock starts and dropped after it stops.
fn each<D, S>(messages: usize, fill: impl Fn() -> D, snapshot: impl Fn(&D) -> S) -> f64 {
    let count = (100_000 / messages).max(1);
    let block = || -> Duration {
        let doubles: Vec<_> = (0..count).map(|_| fill()).collect();
        let mut snapshots = Vec::with_capacity(count);
        let took = clock::time(clock::processor_time, || {
            snapshots.extend(doubles.iter().map(|double| black_box(snapshot(double))));
        });
        black_box(snapshots);
        took
    };
    let blocks = (0..BLOCKS).map(|_| block());
    blocks.min().unwrap_or_default().as_nanos() as f64 / count as f64
}
