//! The queue of replies for a double that has to answer.

#![cfg(feature = "testing")]

mod support;

use std::rc::Rc;
use std::thread;

use mock_messenger::{Recorder, Replies};
use support::panic_of;

trait Disk {
    #[track_caller]
    fn write(&self, text: &str) -> Result<usize, String>;
}

struct DiskDouble {
    writes: Recorder<String>,
    replies: Replies<Result<usize, String>>,
}

impl Disk for DiskDouble {
    fn write(&self, text: &str) -> Result<usize, String> {
        self.writes.record(text.to_owned());
        self.replies.next()
    }
}

fn disk(replies: impl IntoIterator<Item = Result<usize, String>>) -> DiskDouble {
    DiskDouble { writes: Recorder::new(), replies: Replies::new(replies) }
}

#[test]
fn replies_are_given_in_their_order() {
    let disk = disk([Ok(1), Err("full".to_owned())]);
    disk.replies.push(Ok(3));
    assert_eq!(disk.write("a"), Ok(1));
    assert_eq!(disk.write("b"), Err("full".to_owned()));
    assert_eq!(disk.replies.len(), 1);
    assert!(!disk.replies.is_empty());
    assert_eq!(disk.write("c"), Ok(3));
    assert!(disk.replies.is_empty());
    disk.writes.calls().assert_exactly(["a", "b", "c"]);
}

#[test]
fn a_call_without_a_reply_is_told_at_its_own_line_and_is_on_record() {
    let double = disk([Ok(1), Ok(2)]);
    let disk: &dyn Disk = &double;
    disk.write("a").unwrap();
    disk.write("b").unwrap();
    let caught = panic_of(|| disk.write("c"));
    assert_eq!((caught.file.as_str(), caught.line), (file!(), line!() - 1));
    assert_eq!(caught.message, "no reply is left for this call: all 2 that there were have been given");
    double.writes.calls().assert_last("c");
    // A panic leaves it working.
    double.replies.push(Ok(4));
    assert_eq!(double.write("d"), Ok(4));
}

#[test]
fn how_many_there_were_is_told() {
    let replies = Replies::<u8>::default();
    assert_eq!(panic_of(|| replies.next()).message, "no reply is left for this call: there never was one");
    replies.push(1);
    assert_eq!(replies.try_next(), Some(1));
    assert_eq!(replies.try_next(), None);
    let told = "no reply is left for this call: the one that there was has been given";
    assert_eq!(panic_of(|| replies.next()).message, told);
}

#[test]
fn threads_share_a_queue_and_each_reply_is_given_once() {
    let replies = Replies::new(0..1000);
    let mut given = thread::scope(|scope| {
        let threads = [(); 4].map(|()| scope.spawn(|| (0..250).map(|_| replies.next()).collect::<Vec<_>>()));
        threads.map(|thread| thread.join().unwrap()).concat()
    });
    given.sort_unstable();
    assert!(given.into_iter().eq(0..1000));
}

#[test]
fn nothing_is_asked_of_a_reply() {
    struct Anything(#[allow(dead_code)] Rc<u8>);
    let replies = Replies::new([Anything(Rc::new(1))]);
    assert_eq!(format!("{replies:?}"), "Replies { left: 1, .. }");
    drop(replies.next());
}
