use std::mem;
use std::panic::Location;
use std::ptr;
use std::sync::Arc;

use super::Log;

// Most tests send a handful of messages: the first chunk holds those without a large allocation. Chunks then grow
// fast, up to a size whose unused rest is small beside what it holds.
const FIRST_CHUNK: usize = 1 << 10;
const LARGEST_CHUNK: usize = 1 << 20;
const GROWTH: usize = 4;
// Bounds what a snapshot copies where messages are empty or tiny.
const MOST_MESSAGES_IN_A_CHUNK: usize = 1 << 20;

/// An append-only arena of text: no allocation per message, and nothing is ever moved once written.
///
/// Full chunks are shared with the snapshots; only the open one is copied.
#[derive(Clone, Debug, Default)]
pub struct TextLog {
    full: Vec<Arc<Chunk>>,
    open: Chunk,
}

#[derive(Clone, Debug, Default)]
struct Chunk {
    /// How many messages the chunks before this one hold.
    before: usize,
    text: String,
    /// Where each message starts in `text`. `u32` is enough: a chunk that outgrew it takes no further message.
    starts: Vec<u32>,
    /// The lines that sent, as runs: the index in this chunk of a run's first message, and its line. One line sends
    /// most messages of most tests, so the first run needs no allocation.
    first_sender: Option<&'static Location<'static>>,
    other_senders: Vec<(u32, &'static Location<'static>)>,
}

impl TextLog {
    #[inline]
    pub(crate) fn push(&mut self, message: &str, location: &'static Location<'static>) {
        if !self.open.has_room_for(message) {
            self.open_chunk(message.len());
        }
        self.open.push(message, location);
    }

    #[cold]
    fn open_chunk(&mut self, room: usize) {
        let size = match self.open.text.capacity() {
            0 => FIRST_CHUNK,
            capacity => capacity.saturating_mul(GROWTH).min(LARGEST_CHUNK),
        };
        let next =
            Chunk { before: self.len(), text: String::with_capacity(size.max(room)), ..Chunk::default() };
        let full = mem::replace(&mut self.open, next);
        if !full.starts.is_empty() {
            self.full.push(Arc::new(full));
        }
    }

    fn chunk_of(&self, index: usize) -> &Chunk {
        if index >= self.open.before {
            return &self.open;
        }
        let chunk = self.full.partition_point(|chunk| chunk.before <= index) - 1;
        &self.full[chunk]
    }
}

impl Log for TextLog {
    type Call = str;
    type Owned = String;

    fn len(&self) -> usize {
        self.open.before + self.open.starts.len()
    }

    fn get(&self, index: usize) -> Option<(&str, &'static Location<'static>)> {
        self.chunk_of(index).get(index)
    }

    fn get_owned(&self, index: usize) -> Option<String> {
        self.get(index).map(|(message, _)| message.to_owned())
    }

    fn since(&self, index: usize) -> Self {
        let mut rest = Self::default();
        for (message, location) in (index..self.len()).filter_map(|index| self.get(index)) {
            rest.push(message, location);
        }
        rest
    }
}

impl Chunk {
    #[inline]
    fn has_room_for(&self, message: &str) -> bool {
        self.text.capacity() - self.text.len() >= message.len()
            && self.starts.len() < MOST_MESSAGES_IN_A_CHUNK
            && u32::try_from(self.text.len()).is_ok()
    }

    // `has_room_for` was asked first, so both numbers fit.
    #[allow(clippy::cast_possible_truncation)]
    #[inline]
    fn push(&mut self, message: &str, location: &'static Location<'static>) {
        let index = self.starts.len() as u32;
        self.starts.push(self.text.len() as u32);
        self.text.push_str(message);
        let last = self.other_senders.last().map(|(_, sender)| *sender).or(self.first_sender);
        match last {
            Some(sender) if ptr::eq(sender, location) => {}
            Some(_) => self.other_senders.push((index, location)),
            None => self.first_sender = Some(location),
        }
    }

    fn get(&self, index: usize) -> Option<(&str, &'static Location<'static>)> {
        let index = index.checked_sub(self.before)?;
        let start = *self.starts.get(index)? as usize;
        let end = self.starts.get(index + 1).map_or(self.text.len(), |end| *end as usize);
        Some((&self.text[start..end], self.sender(index)?))
    }

    fn sender(&self, index: usize) -> Option<&'static Location<'static>> {
        let run = self.other_senders.partition_point(|(first, _)| *first as usize <= index);
        match run.checked_sub(1) {
            Some(run) => Some(self.other_senders[run].1),
            None => self.first_sender,
        }
    }
}
