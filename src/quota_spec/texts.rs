//! Which level a message is of.

use std::cell::RefCell;
use std::collections::HashMap;

use super::level::Level;

/// What a message turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// That of the level at this place in the specification.
    Of(usize),
    /// It matches no level.
    Unknown,
    /// It matches these two, and perhaps more.
    Ambiguous(usize, usize),
}

/// Tells messages apart, and asks the matchers about each text once.
#[derive(Debug)]
pub(super) struct Texts<'s, 'a> {
    levels: &'s [Level<'a>],
    known: RefCell<HashMap<String, Text>>,
}

impl<'s, 'a> Texts<'s, 'a> {
    pub(super) fn new(levels: &'s [Level<'a>]) -> Self {
        Self { levels, known: RefCell::default() }
    }

    pub(super) fn identify(&self, message: &str) -> Text {
        let known = self.known.borrow().get(message).copied();
        known.unwrap_or_else(|| {
            let mut matching = (0..self.levels.len()).filter(|i| self.levels[*i].message.matches(message));
            let text = match (matching.next(), matching.next()) {
                (None, _) => Text::Unknown,
                (Some(level), None) => Text::Of(level),
                (Some(first), Some(second)) => Text::Ambiguous(first, second),
            };
            self.known.borrow_mut().insert(message.to_owned(), text);
            text
        })
    }
}
