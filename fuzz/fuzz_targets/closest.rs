//! The search for the closest entry finds an edited copy of the expected text among unrelated entries. For any input,
//! the reported closest entry exists.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use mock_messenger::{Messenger, RecordingMessenger};
use mock_messenger_fuzz::{Text, Texts};

#[derive(Arbitrary, Debug)]
struct Scene {
    wanted: Vec<u8>,
    edit_at: u16,
    edit: u8,
    before: Texts,
    after: Texts,
    other: Text,
}

fuzz_target!(|scene: Scene| {
    let alphabet: Vec<char> = "abcdefghij klmnop 0123456789".chars().collect();
    let letters = scene.wanted.iter().take(400).map(|byte| alphabet[usize::from(*byte) % alphabet.len()]);
    let wanted: Vec<char> = letters.collect();

    let messenger = RecordingMessenger::new();
    for text in scene.before.0.iter().chain(&scene.after.0) {
        messenger.send(text);
    }
    let text: String = wanted.iter().collect();
    for expected in [&text, &scene.other.0] {
        if let Err(mismatch) = messenger.sent().check_any(expected) {
            assert!(mismatch.closest().is_none_or(|index| index < messenger.len()));
            drop(mismatch.to_string());
        }
    }

    // The text has at least twelve characters and one edit, and the other entries share no characters with it.
    if wanted.len() < 12 || wanted.iter().all(|c| *c == ' ') {
        return;
    }
    let strange = |texts: &Texts| {
        let shifted = texts.0.iter().map(|text| text.chars().map(|c| if c.is_ascii() { 'Ж' } else { c }));
        shifted.map(String::from_iter).collect::<Vec<_>>()
    };
    let (before, after) = (strange(&scene.before), strange(&scene.after));
    let at = usize::from(scene.edit_at) % wanted.len();
    let mut edited = wanted.clone();
    match scene.edit % 3 {
        0 => edited[at] = 'Z',
        1 => edited.insert(at, 'Z'),
        _ => {
            edited.remove(at);
        }
    }
    let messenger = RecordingMessenger::new();
    for text in &before {
        messenger.send(text);
    }
    messenger.send(&edited.iter().collect::<String>());
    for text in &after {
        messenger.send(text);
    }
    if let Err(mismatch) = messenger.sent().check_once(&text) {
        if mismatch.found() == 0 {
            assert_eq!(mismatch.closest(), Some(before.len()), "{mismatch}");
        }
    }
});
