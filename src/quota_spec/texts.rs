//! Which level a message is of.

use std::cell::RefCell;

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
    /// In alphabetical order.
    known: RefCell<Vec<(String, Text)>>,
}

impl<'s, 'a> Texts<'s, 'a> {
    pub(super) fn new(levels: &'s [Level<'a>]) -> Self {
        Self { levels, known: RefCell::default() }
    }

    pub(super) fn identify(&self, message: &str) -> Text {
        let found = self.known.borrow().binary_search_by(|(text, _)| text.as_str().cmp(message));
        let place = match found {
            Ok(index) => return self.known.borrow()[index].1,
            Err(place) => place,
        };
        let mut matching = (0..self.levels.len()).filter(|i| self.levels[*i].message.matches(message));
        let text = match (matching.next(), matching.next()) {
            (None, _) => Text::Unknown,
            (Some(level), None) => Text::Of(level),
            (Some(first), Some(second)) => Text::Ambiguous(first, second),
        };
        self.known.borrow_mut().insert(place, (message.to_owned(), text));
        text
    }
}
