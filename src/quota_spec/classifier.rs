//! Determines which level a message belongs to.

use std::cell::RefCell;
use std::ops::Range;

use super::level::{Level, MessageMatcher};
use super::model::Notice;
use super::run::Run;
use crate::Usage;
use crate::transcript::hash_index::HashIndex;
use crate::transcript::text_hash::{fold, hash};

/// The result of classifying a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MessageClass {
    Of(Notice),
    /// The message matches no level.
    Unknown,
    /// The message matches at least these two.
    Ambiguous(Notice, Notice),
}

/// A text, with the usage at which it was sent if a matcher depends on it.
type Known = (Option<Usage>, String);

/// Classifies messages, and caches the results, so that the matchers run once for each text and usage.
pub(super) struct Classifier<'s, 'a> {
    levels: &'s [Level<'a>],
    depends_on_usage: bool,
    known: RefCell<Vec<(Known, MessageClass)>>,
    index: RefCell<HashIndex>,
    /// For each level, the text most recently classified as its message.
    recent: RefCell<Vec<Option<Known>>>,
}

impl<'s, 'a> Classifier<'s, 'a> {
    pub(super) fn new(levels: &'s [Level<'a>]) -> Self {
        let depends_on_usage = levels.iter().any(|level| {
            let cleared = level.cleared.as_ref();
            level.message.depends_on_usage() || cleared.is_some_and(MessageMatcher::depends_on_usage)
        });
        let recent = RefCell::new(vec![None; levels.len()]);
        Self { levels, depends_on_usage, known: RefCell::default(), index: RefCell::default(), recent }
    }

    /// Classifies a message that was sent at a usage. If several levels have the same cleared message, returns the
    /// first of them.
    pub(super) fn classify(&self, message: &str, usage: Usage) -> MessageClass {
        let key = self.depends_on_usage.then_some(usage);
        let hash = hash_of(message, key);
        if let Some(class) = self.known_class(message, key, hash) {
            return class;
        }
        // Matchers are user code, so nothing may be borrowed while they run.
        let class = self.consult(message, usage);
        self.index.borrow_mut().add(hash);
        self.known.borrow_mut().push(((key, message.to_owned()), class));
        class
    }

    fn known_class(&self, message: &str, key: Option<Usage>, hash: u64) -> Option<MessageClass> {
        let known = self.known.borrow();
        let is_known = &mut |i: usize| known[i].0.0 == key && known[i].0.1 == message;
        let number = self.index.borrow().get(hash, is_known)?;
        Some(known[number].1)
    }

    /// Classifies messages of a run that are sent at the same usage.
    pub(super) fn classify_all(&self, run: &Run, messages: Range<usize>, usage: Usage) -> Vec<MessageClass> {
        let mut classes = Vec::with_capacity(messages.len());
        for index in messages {
            classes.push(self.classify(run.message(index), usage));
        }
        classes
    }

    /// Returns whether a message is the one that a level sends when it is reached. Faster than `classify` for a message
    /// that repeats.
    pub(super) fn is_of(&self, level: usize, message: &str, usage: impl Fn() -> Usage) -> bool {
        let key = self.depends_on_usage.then(&usage);
        if let Some((recent_key, text)) = &self.recent.borrow()[level] {
            if *recent_key == key && text == message {
                return true;
            }
        }
        let is_of = self.classify(message, usage()) == MessageClass::Of(Notice { level, is_clear: false });
        if is_of {
            self.recent.borrow_mut()[level] = Some((key, message.to_owned()));
        }
        is_of
    }

    /// Returns whether a classified message is the one that `notice` requires.
    pub(super) fn is(&self, class: MessageClass, notice: Notice, message: &str, usage: Usage) -> bool {
        match class {
            MessageClass::Of(found) if found.is_clear && notice.is_clear => {
                let cleared = self.levels[notice.level].cleared.as_ref();
                found == notice || cleared.is_some_and(|matcher| matcher.matches(message, usage))
            }
            MessageClass::Of(found) => found == notice,
            MessageClass::Unknown | MessageClass::Ambiguous(..) => false,
        }
    }

    fn consult(&self, message: &str, usage: Usage) -> MessageClass {
        let mut matching = Vec::new();
        for (level, Level { message: reached, cleared, .. }) in self.levels.iter().enumerate() {
            if reached.matches(message, usage) {
                matching.push(Notice { level, is_clear: false });
            }
            // Several levels may share a cleared message, such as "back to normal".
            let is_new = !matching.iter().any(|notice| notice.is_clear);
            if is_new && cleared.as_ref().is_some_and(|matcher| matcher.matches(message, usage)) {
                matching.push(Notice { level, is_clear: true });
            }
        }
        match matching.as_slice() {
            [] => MessageClass::Unknown,
            [notice] => MessageClass::Of(*notice),
            [first, second, ..] => MessageClass::Ambiguous(*first, *second),
        }
    }
}

fn hash_of(message: &str, usage: Option<Usage>) -> u64 {
    let hash = hash(message.as_bytes());
    match usage {
        Some(Usage { value, max }) => fold(fold(hash, value as u64), max as u64),
        None => hash,
    }
}
