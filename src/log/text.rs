use std::mem;
use std::panic::Location;
use std::ptr;
use std::sync::Arc;

use super::Log;
use super::offsets::Offsets;

// Most tests send only a few messages, and the first chunk holds them in one small allocation. Each later chunk is
// larger, so that at most about half of the memory is unused, up to a maximum size that is small compared with a long
// log.
const FIRST_CHUNK: usize = 1_024;
const LARGEST_CHUNK: usize = 1_048_576;
const GROWTH: usize = 2;
/// The number of bytes of text that a chunk reserves for each message that it can hold.
///
/// If messages are shorter than this, a chunk runs out of offsets before it runs out of text. Even an empty message
/// therefore takes up no more memory than this and its offset.
const TEXT_PER_MESSAGE: usize = 32;

/// An append-only arena of text, stored in chunks. It does not allocate for each message, and never moves text once
/// written.
///
/// A snapshot shares the full chunks and copies the open one.
#[derive(Clone, Debug, Default)]
pub struct TextLog {
    /// `None` instead of an empty `Vec`, which takes longer to create and to drop in a debug build.
    full: Option<Arc<Vec<Arc<Chunk>>>>,
    open: Option<Chunk>,
}

#[derive(Clone, Debug)]
struct Chunk {
    /// The number of messages in the chunks before this one.
    before: usize,
    text: String,
    /// The number of bytes of text that still fit. It is stored because computing it is slow in a debug build.
    text_left: usize,
    offsets: Offsets,
    /// The line that sent the last message.
    sender: &'static Location<'static>,
    /// The lines that sent the earlier messages, run-length encoded: the line of each run, with the index in this chunk
    /// of the first message after it. Most tests send from one line, so that this stays empty.
    earlier_senders: Vec<(u32, &'static Location<'static>)>,
}

impl TextLog {
    #[inline(always)]
    pub(crate) fn push(&mut self, message: &str, location: &'static Location<'static>) {
        match &mut self.open {
            Some(chunk) if chunk.has_room_for(message) => chunk.push(message, location),
            _ => self.push_to_next_chunk(message, location),
        }
    }

    #[cold]
    fn push_to_next_chunk(&mut self, message: &str, location: &'static Location<'static>) {
        let before = self.len();
        let size = self.close_chunk().max(message.len());
        // Created in place, because in a debug build moving a chunk costs as much as filling it.
        self.open = Some(Chunk {
            before,
            text: String::with_capacity(size),
            text_left: size,
            offsets: Offsets::with_capacity(messages_in(size)),
            sender: location,
            earlier_senders: Vec::new(),
        });
        self.push(message, location);
    }

    /// Adds the open chunk, if any, to the full chunks, and returns the size of the next chunk.
    fn close_chunk(&mut self) -> usize {
        let Some(chunk) = self.open.take() else { return FIRST_CHUNK };
        let size = chunk.text.capacity().saturating_mul(GROWTH).min(LARGEST_CHUNK);
        Arc::make_mut(self.full.get_or_insert_default()).push(Arc::new(chunk));
        size
    }

    /// Returns the chunk that may hold the message at `index`.
    fn chunk_of(&self, index: usize) -> Option<&Chunk> {
        match &self.open {
            Some(open) if open.before <= index => Some(open),
            _ => {
                let full = self.full.as_deref()?.as_slice();
                // A binary search without a closure, which is slow in a debug build.
                let (mut first, mut end) = (0, full.len());
                while end - first > 1 {
                    let middle = usize::midpoint(first, end);
                    if full[middle].before <= index { first = middle } else { end = middle }
                }
                full.get(first).map(|chunk| &**chunk)
            }
        }
    }
}

/// Returns the number of messages that a chunk with this many bytes of text can hold.
///
/// A chunk that is larger than the largest regular size holds a single message, so every offset fits into a `u32`.
fn messages_in(size: usize) -> usize {
    if size > LARGEST_CHUNK { 1 } else { size / TEXT_PER_MESSAGE }
}

impl Log for TextLog {
    type Call = str;
    type Owned = String;

    fn len(&self) -> usize {
        match &self.open {
            Some(open) => open.before + open.offsets.len(),
            None => 0,
        }
    }

    fn get(&self, index: usize) -> Option<(&str, &'static Location<'static>)> {
        self.chunk_of(index)?.get(index)
    }

    fn get_owned(&self, index: usize) -> Option<String> {
        self.get(index).map(|(message, _)| message.to_owned())
    }

    fn since(&self, index: usize) -> Self {
        if index == 0 {
            return self.clone();
        }
        let mut rest = Self::default();
        for (message, location) in (index..self.len()).filter_map(|index| self.get(index)) {
            rest.push(message, location);
        }
        rest
    }
}

impl Chunk {
    #[inline(always)]
    fn has_room_for(&self, message: &str) -> bool {
        message.len() <= self.text_left && !self.offsets.is_full()
    }

    // The index and the offset of a message in a chunk fit into a `u32`.
    #[allow(clippy::cast_possible_truncation)]
    #[inline(always)]
    fn push(&mut self, message: &str, location: &'static Location<'static>) {
        if !ptr::eq(self.sender, location) {
            self.change_sender(location);
        }
        self.text_left -= message.len();
        self.offsets.push(self.text.len() as u32);
        self.text.push_str(message);
    }

    #[allow(clippy::cast_possible_truncation)]
    #[cold]
    fn change_sender(&mut self, location: &'static Location<'static>) {
        let earlier = mem::replace(&mut self.sender, location);
        self.earlier_senders.push((self.offsets.len() as u32, earlier));
    }

    fn get(&self, index: usize) -> Option<(&str, &'static Location<'static>)> {
        let index = index.checked_sub(self.before)?;
        let start = self.offsets.get(index)? as usize;
        let end = self.offsets.get(index + 1).map_or(self.text.len(), |end| end as usize);
        Some((&self.text[start..end], self.sender(index)))
    }

    fn sender(&self, index: usize) -> &'static Location<'static> {
        if self.earlier_senders.is_empty() {
            return self.sender;
        }
        let run = self.earlier_senders.partition_point(|(end, _)| *end as usize <= index);
        self.earlier_senders.get(run).map_or(self.sender, |(_, sender)| *sender)
    }
}
