//! The arena for text returns all messages in order, each with the line that sent it.

#![cfg(feature = "testing")]

use std::cell::Cell;
use std::ptr;
use std::sync::Mutex;
use std::time::Duration;

use mock_messenger::{Messenger, RecordingMessenger, SyncRecordingMessenger, Transcript};
use proptest::collection::vec;
use proptest::prelude::*;

fn lines(transcript: &Transcript<str>) -> Vec<u32> {
    (0..transcript.len()).map(|index| transcript.location(index).unwrap().line()).collect()
}

/// Sends from one of three lines, and returns the line.
fn send(messenger: &impl Messenger, message: &str, from: u8) -> u32 {
    match from % 3 {
        0 => (messenger.send(message), line!()).1,
        1 => (messenger.send(message), line!()).1,
        _ => (messenger.send(message), line!()).1,
    }
}

/// Generates messages with lengths that the arena treats differently: empty, short, a full chunk, and more than one
/// chunk.
fn message() -> impl Strategy<Value = String> {
    let length = prop_oneof![
        4 => Just(0usize),
        8 => 1usize..40,
        4 => 200usize..300,
        2 => 1000usize..1050,
        1 => 4000usize..20_000,
    ];
    (length, prop_oneof![Just('a'), Just('é'), Just('🦀')])
        .prop_map(|(length, character)| character.to_string().repeat(length / character.len_utf8()))
}

proptest! {
    #[test]
    fn it_keeps_what_a_list_of_strings_would(sends in vec((message(), any::<u8>()), 0..120)) {
        let messenger = RecordingMessenger::new();
        let (mut messages, mut sent_from) = (Vec::new(), Vec::new());
        for (message, from) in &sends {
            sent_from.push(send(&messenger, message, *from));
            messages.push(message.clone());
            prop_assert_eq!(messenger.len(), messages.len());
        }
        let sent = messenger.sent();
        prop_assert!(sent == messages);
        prop_assert_eq!(lines(&sent), sent_from);
        prop_assert_eq!(sent.get(messages.len()), None);
        prop_assert_eq!(sent.last(), messages.last().map(String::as_str));
        prop_assert_eq!(sent.into_iter().collect::<Vec<_>>(), messages);
    }

    #[test]
    fn a_snapshot_keeps_what_it_had(
        before in vec((message(), any::<u8>()), 0..60),
        after in vec((message(), any::<u8>()), 0..60),
    ) {
        let messenger = RecordingMessenger::new();
        let mut sent_from: Vec<_> = before.iter().map(|(message, from)| send(&messenger, message, *from)).collect();
        let snapshot = messenger.sent();
        sent_from.extend(after.iter().map(|(message, from)| send(&messenger, message, *from)));
        let messages = |sends: &[(String, u8)]| sends.iter().map(|(message, _)| message.clone()).collect::<Vec<_>>();
        prop_assert!(snapshot == messages(&before));
        prop_assert_eq!(lines(&snapshot), &sent_from[..before.len()]);
        let taken = messenger.take();
        prop_assert!(taken == [messages(&before), messages(&after)].concat());
        prop_assert_eq!(lines(&taken), sent_from);
        drop(taken);
        prop_assert!(snapshot == messages(&before));
        prop_assert!(messenger.is_empty());
    }

    #[test]
    fn a_filter_keeps_the_original_indices_and_lines(sends in vec((message(), any::<u8>()), 0..120)) {
        let messenger = RecordingMessenger::new();
        let sent_from: Vec<_> = sends.iter().map(|(message, from)| send(&messenger, message, *from)).collect();
        let long = messenger.sent().filter(|message| message.len() > 30);
        let expected: Vec<_> = (0..sends.len()).filter(|index| sends[*index].0.len() > 30).collect();
        let indices: Vec<_> = (0..long.len()).map(|position| long.original_index(position).unwrap()).collect();
        prop_assert_eq!(&indices, &expected);
        prop_assert!(long.iter().eq(expected.iter().map(|index| sends[*index].0.as_str())));
        prop_assert_eq!(lines(&long), expected.iter().map(|index| sent_from[*index]).collect::<Vec<_>>());
    }
}

#[test]
fn a_million_messages_are_all_there_and_a_snapshot_does_not_change_meanwhile() {
    let messenger = RecordingMessenger::new();
    let mut snapshots = Vec::new();
    for number in 0..1_000_000u32 {
        if number.is_power_of_two() {
            snapshots.push((number, messenger.sent()));
        }
        messenger.send(&number.to_string());
    }
    for (length, snapshot) in snapshots.into_iter().chain([(1_000_000, messenger.sent())]) {
        assert_eq!(snapshot.len(), length as usize);
        assert!(snapshot.iter().zip(0..length).all(|(message, number)| message.parse() == Ok(number)));
    }
}

#[test]
fn a_million_empty_messages_are_all_there() {
    let messenger = RecordingMessenger::new();
    for _ in 0..1_000_000 {
        messenger.send("");
    }
    messenger.send("not empty");
    let sent = messenger.sent();
    assert_eq!(sent.len(), 1_000_001);
    assert!(sent.iter().take(1_000_000).all(str::is_empty));
    assert_eq!(sent.last(), Some("not empty"));
}

/// Returns the lengths of the runs of messages that are adjacent in memory, because these share a chunk.
fn chunks(messages: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<usize> {
    let messenger = RecordingMessenger::new();
    messages.into_iter().for_each(|message| messenger.send(message.as_ref()));
    let (mut chunks, mut end) = (Vec::new(), None);
    for range in messenger.sent().iter().map(|message| message.as_bytes().as_ptr_range()) {
        match chunks.last_mut() {
            Some(messages) if end == Some(range.start) => *messages += 1,
            _ => chunks.push(1),
        }
        end = Some(range.end);
    }
    chunks
}

#[test]
fn chunks_double_from_a_kilobyte_to_a_megabyte() {
    let lines = chunks(vec!["all of the sizes are multiples of sixty-four bytes, as this is.."; 66_000]);
    assert_eq!(lines, [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 16_384, 16_384, 480]);
    let lines = chunks(vec!["forty-eight bytes, as a message may well be long"; 44_000]);
    assert_eq!(lines[..11], [21, 42, 85, 170, 341, 682, 1365, 2730, 5461, 10_922, 21_845]);
}

#[test]
fn a_chunk_holds_no_more_tiny_messages_than_it_has_room_for() {
    let nothing = chunks(vec![""; 66_000]);
    assert_eq!(nothing, [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 496]);
}

#[test]
fn a_message_that_no_chunk_has_room_for_gets_one_of_its_own() {
    let (large, huge) = ("x".repeat(1 << 20), "x".repeat((1 << 20) + 1));
    assert_eq!(chunks(["", &large, "", "", &huge, "", "", &huge, &huge, ""]), [1, 3, 1, 2, 1, 1, 1]);
}

#[test]
fn a_huge_message_stands_among_small_ones() {
    let messenger = RecordingMessenger::new();
    let huge = "x".repeat(5 << 20);
    let messages = ["small", &huge, "", "small", &huge, &huge, "small"];
    for message in messages {
        messenger.send(message);
    }
    let sent = messenger.sent();
    assert!(sent == messages);
}

#[test]
fn two_lines_that_take_turns_are_distinguished() {
    let messenger = RecordingMessenger::new();
    let sent_from: Vec<_> =
        (0..50_000).map(|turn| send(&messenger, "tick", u8::from(turn % 2 == 0))).collect();
    assert_eq!(lines(&messenger.sent()), sent_from);
}

#[test]
fn a_wait_looks_at_what_is_new_across_chunks() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("0");
    let seen = Mutex::new(Vec::new());
    // Each time the matcher runs, it sends the messages for the next time. Their number doubles, until they fill
    // several chunks.
    let sent = messenger.wait_for(Duration::from_secs(60), |message: &str| {
        let number: usize = message.parse().unwrap();
        seen.lock().unwrap().push(number);
        let next = messenger.len();
        if next == number + 1 {
            (next..2 * next).for_each(|number| messenger.send(&number.to_string()));
        }
        number == 60_000
    });
    assert!(seen.into_inner().unwrap().into_iter().eq(0..=60_000));
    assert!(sent.iter().zip(0..).all(|(message, number)| message.parse() == Ok(number)));
}

#[test]
fn the_first_look_of_a_wait_copies_no_full_chunk() {
    let messenger = SyncRecordingMessenger::new();
    (0..100).for_each(|number| messenger.send(&number.to_string()));
    let first = Cell::new(ptr::null());
    messenger.wait_for(Duration::from_secs(60), |message: &str| {
        if message == "0" {
            first.set(message.as_ptr());
        }
        message == "99"
    });
    assert_eq!(first.get(), messenger.sent()[0].as_ptr());
}
