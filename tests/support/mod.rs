//! What several of the test files need.

// Each test file is a crate of its own and uses a part of this.
#![allow(dead_code)]

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use mock_messenger::{Messenger, RecordingMessenger, Transcript};

pub(crate) fn sent(messages: &[&str]) -> Transcript<str> {
    let messenger = RecordingMessenger::new();
    for message in messages {
        messenger.send(message);
    }
    messenger.take()
}

/// A panic that was caught: what it said, and where.
#[derive(Debug)]
pub(crate) struct Caught {
    pub(crate) message: String,
    pub(crate) file: String,
    pub(crate) line: u32,
}

impl Caught {
    /// Without colour, which a terminal may have asked for.
    pub(crate) fn first_line(&self) -> String {
        plain(self.message.lines().next().unwrap_or_default())
    }
}

thread_local! {
    static CAUGHT: RefCell<Option<Option<Caught>>> = const { RefCell::new(None) };
}

/// Runs `f` and says how it panicked, if it did. The panic is not printed; those of other threads are.
pub(crate) fn catch<V>(f: impl FnOnce() -> V) -> Result<V, Caught> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let caught = Caught {
                message: text_of(info.payload()).to_owned(),
                file: info.location().map(|location| location.file().to_owned()).unwrap_or_default(),
                line: info.location().map(panic::Location::line).unwrap_or_default(),
            };
            let wanted = CAUGHT.with_borrow_mut(|slot| slot.as_mut().map(|slot| *slot = Some(caught)));
            if wanted.is_none() {
                print(info);
            }
        }));
    });
    let outer = CAUGHT.replace(Some(None));
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    let caught = CAUGHT.replace(outer).flatten();
    result.map_err(|_| caught.expect("a panic that went past its hook"))
}

fn text_of(payload: &(dyn Any + Send)) -> &str {
    match (payload.downcast_ref::<String>(), payload.downcast_ref::<&str>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text,
        _ => "",
    }
}

/// The panic of `f`, which has to panic.
#[track_caller]
pub(crate) fn panic_of<V>(f: impl FnOnce() -> V) -> Caught {
    match catch(f) {
        Ok(_) => panic!("that did not panic"),
        Err(caught) => caught,
    }
}

/// `text` without escape sequences that colour it.
pub(crate) fn plain(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}
