//! The return values that a test sets for a method.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::Location;
use std::sync::Arc;
use std::thread;

use super::call::MethodInfo;
use crate::sync::{Mutex, lock};

/// A boxed [`Reply`](super::capture::Reply).
pub(super) type AnyReply = Box<dyn Any + Send>;

/// A boxed closure that computes return values, with or without the arguments.
pub(super) type AnyAnswer = Arc<dyn Any + Send + Sync>;

/// The source of the return value if no reply is left.
#[derive(Clone)]
pub(super) enum Answer {
    /// A closure that takes the arguments.
    Closure(AnyAnswer),
    /// A closure that clones a value.
    Value(AnyAnswer),
}

/// The replies of a method, and its value or closure for further calls.
#[derive(Default)]
pub(super) struct Script(Mutex<State>);

#[derive(Default)]
struct State {
    replies: VecDeque<AnyReply>,
    given: usize,
    answer: Option<Answer>,
}

/// The outcome of one call.
pub enum Turn {
    Reply(AnyReply),
    Answer(AnyAnswer),
    Value(AnyAnswer),
    /// All replies have been used. Holds their number.
    RanOut(usize),
    Unscripted,
}

impl Turn {
    /// Returns the closure for the call, if any. Nothing else needs the arguments.
    #[must_use]
    pub fn answer(&self) -> Option<&AnyAnswer> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Reply(_) | Self::Value(_) | Self::RanOut(_) | Self::Unscripted => None,
        }
    }
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Reply(_) => "Reply",
            Self::Answer(_) => "Answer",
            Self::Value(_) => "Value",
            Self::RanOut(_) => "RanOut",
            Self::Unscripted => "Unscripted",
        })
    }
}

// No user code runs while a script is locked: replies and closures are moved in and out of it.
impl Script {
    /// Takes the outcome of the next call.
    pub(super) fn turn(&self) -> Turn {
        let mut state = lock(&self.0);
        if let Some(reply) = state.replies.pop_front() {
            state.given += 1;
            return Turn::Reply(reply);
        }
        match &state.answer {
            Some(Answer::Closure(answer)) => Turn::Answer(Arc::clone(answer)),
            Some(Answer::Value(value)) => Turn::Value(Arc::clone(value)),
            // While the thread unwinds, another panic would abort the process.
            None if state.given > 0 && !thread::panicking() => Turn::RanOut(state.given),
            None => Turn::Unscripted,
        }
    }

    pub(super) fn push(&self, replies: Vec<AnyReply>) {
        lock(&self.0).replies.extend(replies);
    }

    pub(super) fn set_answer(&self, answer: Answer) {
        let previous = lock(&self.0).answer.replace(answer);
        drop(previous);
    }

    /// Returns the number of replies left and the number of replies used.
    pub(super) fn counts(&self) -> (usize, usize) {
        let state = lock(&self.0);
        (state.replies.len(), state.given)
    }
}

/// The body of an `async fn` runs when its future is polled, so the panic cannot point to the line of the call. The
/// message contains that line instead.
fn called_at(location: Option<&Location<'_>>) -> String {
    location
        .map_or_else(String::new, |location| format!("; called at {}:{}", location.file(), location.line()))
}

#[track_caller]
pub(super) fn panic_ran_out(info: MethodInfo, given: usize, location: Option<&Location<'_>>) -> ! {
    let (path, name) = (info.path(), info.name());
    let used = match given {
        1 => "the only one has been used".to_owned(),
        given => format!("all {given} have been used"),
    };
    let called_at = called_at(location);
    panic!(
        "`{path}` has no reply left for this call: {used}{called_at}\n\
         Give it more replies, or say what every further call returns: `double.{name}.returns(..)`"
    )
}

#[track_caller]
pub(super) fn panic_without_default(info: MethodInfo, location: Option<&Location<'_>>) -> ! {
    let (path, name, output) = (info.path(), info.name(), info.output());
    let parameters = match info.arguments().collect::<Vec<_>>().as_slice() {
        [] => "()".to_owned(),
        [only] => (*only).to_owned(),
        several => format!("({})", several.join(", ")),
    };
    let called_at = called_at(location);
    panic!(
        "`{path}` has to return `{output}`, which has no default{called_at}\n\
         Say before the call what it returns: `double.{name}.returns(..)`, `double.{name}.replies([..])` or \
         `double.{name}.answers(|{parameters}| ..)`"
    )
}

#[track_caller]
pub(super) fn panic_on_other_thread(info: MethodInfo, location: Option<&Location<'_>>) -> ! {
    let (path, name, output) = (info.path(), info.name(), info.output());
    let called_at = called_at(location);
    panic!(
        "`{path}` was given its reply on another thread, and `{output}` is not `Send`{called_at}\n\
         Use `double.{name}.answers(..)`, which makes the value on the thread of the call"
    )
}

/// # Panics
///
/// Always panics. It is used if the caller chooses the return type, so that a test cannot set a value.
#[track_caller]
pub fn panic_unscriptable(info: MethodInfo) -> ! {
    let (path, output) = (info.path(), info.output());
    panic!(
        "`{path}` returns `{output}`, which the caller chooses and which has no default\n\
         Write this double by hand, or give the trait one type in place of the type parameter"
    )
}
