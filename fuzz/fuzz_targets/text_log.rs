//! Compares the text log with a `Vec` of the same messages and lines. Snapshots are kept during later operations.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use mock_messenger::{Messenger, RecordingMessenger, SyncRecordingMessenger, Transcript};
use mock_messenger_fuzz::Text;

#[derive(Arbitrary, Debug)]
enum Step {
    Send(Text),
    SendAgain(Text, u16),
    SendLong(u16),
    SendFromElsewhere(Text),
    Snapshot,
    Take,
    Clear,
    Filter(u8),
}

type Model = Vec<(String, u32)>;

fuzz_target!(|steps: Vec<Step>| {
    let (one, shared) = (RecordingMessenger::new(), SyncRecordingMessenger::new());
    let mut model = Model::new();
    let mut held: Vec<(Transcript<str>, Model)> = Vec::new();
    for step in steps {
        let mut send = |text: &str, times: usize| {
            for _ in 0..times {
                one.send(text);
                shared.send(text);
            }
            model.extend(std::iter::repeat_n((text.to_owned(), line!() - 3), times));
        };
        match step {
            Step::Send(Text(text)) => send(&text, 1),
            Step::SendAgain(Text(text), times) => send(&text, usize::from(times % 200)),
            Step::SendLong(length) => send(&"ä".repeat(usize::from(length)), 1),
            Step::SendFromElsewhere(Text(text)) => {
                one.send(&text);
                shared.send(&text);
                model.push((text, line!() - 2));
            }
            Step::Snapshot => held.push((one.sent(), model.clone())),
            Step::Take => {
                same(&one.take(), &model, 0);
                same(&shared.take(), &model, 1);
                model.clear();
            }
            Step::Clear => {
                one.clear();
                shared.clear();
                model.clear();
            }
            Step::Filter(divisor) => {
                let divisor = usize::from(divisor) + 1;
                let sent = one.sent().filter(|message| message.len() % divisor == 0);
                let kept = model.iter().enumerate().filter(|(_, (text, _))| text.len() % divisor == 0);
                let indices: Vec<_> = kept.clone().map(|(index, _)| index).collect();
                same(&sent, &kept.map(|(_, entry)| entry.clone()).collect(), 0);
                assert!(indices.iter().enumerate().all(|(i, index)| sent.original_index(i) == Some(*index)));
            }
        }
        assert_eq!((one.len(), shared.len()), (model.len(), model.len()));
        held.truncate(8);
    }
    same(&one.sent(), &model, 0);
    same(&shared.sent(), &model, 1);
    for (snapshot, model) in held {
        same(&snapshot, &model, 0);
    }
});

/// Compares a transcript with the model. Its lines are `below` lines below those in the model.
fn same(sent: &Transcript<str>, model: &Model, below: u32) {
    assert_eq!(sent.len(), model.len());
    for (i, (text, line)) in model.iter().enumerate() {
        assert_eq!(sent.get(i), Some(&**text));
        assert_eq!(sent.location(i).map(std::panic::Location::line), Some(line + below));
    }
    assert!(sent.iter().rev().eq(model.iter().rev().map(|(text, _)| text)));
    assert!(sent.clone().into_iter().eq(model.iter().map(|(text, _)| text.clone())));
    assert_eq!((sent.get(model.len()), sent.location(model.len())), (None, None));
}
