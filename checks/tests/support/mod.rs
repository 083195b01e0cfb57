//! Helpers for several test files.

// Each test file is a separate crate and uses only some of these items.
#![allow(dead_code)]

pub(crate) mod reentrant;

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

use mock_messenger::{Messenger, RecordingMessenger, Transcript};

/// A time that is longer than any of the tests takes, even on a busy machine.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// Runs `f` on a separate thread, and fails if it hangs.
#[track_caller]
pub(crate) fn with_timeout<V: Send + 'static>(f: impl FnOnce() -> V + Send + 'static) -> V {
    let (done, is_done) = mpsc::channel::<()>();
    let thread = thread::spawn(move || {
        // This is dropped even if `f` panics.
        let done = done;
        let value = f();
        drop(done);
        value
    });
    assert_ne!(is_done.recv_timeout(LONG), Err(mpsc::RecvTimeoutError::Timeout), "that hangs");
    match thread.join() {
        Ok(value) => value,
        Err(panicked) => panic::resume_unwind(panicked),
    }
}

pub(crate) fn sent(messages: &[&str]) -> Transcript<str> {
    let messenger = RecordingMessenger::new();
    for message in messages {
        messenger.send(message);
    }
    messenger.take()
}

/// The message and the location of a caught panic.
#[derive(Debug)]
pub(crate) struct Caught {
    pub(crate) message: String,
    pub(crate) file: String,
    pub(crate) line: u32,
}

impl Caught {
    /// Returns the first line of the message, without colours.
    pub(crate) fn first_line(&self) -> String {
        plain(self.message.lines().next().unwrap_or_default())
    }
}

/// The behaviour of the panic hook on this thread.
enum Hook {
    Prints,
    Keeps(Option<Caught>),
}

thread_local! {
    static HOOK: RefCell<Hook> = const { RefCell::new(Hook::Prints) };
}

/// Runs `f` and catches its panic without printing it. Panics of other threads are printed.
pub(crate) fn catch<V>(f: impl FnOnce() -> V) -> Result<V, Caught> {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let caught = Caught {
                message: text_of(info.payload()).to_owned(),
                file: info.location().map(|location| location.file().to_owned()).unwrap_or_default(),
                line: info.location().map(panic::Location::line).unwrap_or_default(),
            };
            let kept = HOOK.with_borrow_mut(|hook| match hook {
                Hook::Prints => false,
                Hook::Keeps(slot) => {
                    *slot = Some(caught);
                    true
                }
            });
            if !kept {
                print(info);
            }
        }));
    });
    let outer = HOOK.replace(Hook::Keeps(None));
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    let inner = HOOK.replace(outer);
    match (result, inner) {
        (Ok(value), _) => Ok(value),
        (Err(_), Hook::Keeps(Some(caught))) => Err(caught),
        (Err(_), _) => panic!("a panic went past the hook"),
    }
}

fn text_of(payload: &(dyn Any + Send)) -> &str {
    match (payload.downcast_ref::<String>(), payload.downcast_ref::<&str>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text,
        _ => "",
    }
}

/// Returns the panic of `f`, which has to panic.
#[track_caller]
pub(crate) fn panic_of<V>(f: impl FnOnce() -> V) -> Caught {
    match catch(f) {
        Ok(_) => panic!("that did not panic"),
        Err(caught) => caught,
    }
}

/// Returns `text` without the escape sequences for colours.
pub(crate) fn plain(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}
