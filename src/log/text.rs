use std::mem;
use std::panic::Location;
use std::ptr;
use std::sync::Arc;

use super::Log;
use super::starts::Starts;

// Most tests send a handful of messages: the first chunk holds those in one small allocation. Chunks then grow, so
// that at most about half of what is held is unused, up to a size whose unused rest is small beside the others.
const FIRST_CHUNK: usize = 1_024;
const LARGEST_CHUNK: usize = 1_048_576;
const GROWTH: usize = 2;
/// How many bytes of text a chunk has for each message that it has room for. Where messages are shorter, it is full
/// before its text is: even an empty one takes no more than this and its start.
const TEXT_PER_MESSAGE: usize = 32;

/// An append-only arena of text: no allocation per message, and nothing is ever moved once written.
///
/// Full chunks are shared with the snapshots; only the open one is copied.
#[derive(Clone, Debug, Default)]
pub struct TextLog {
    /// `None` where there are none: to make and to drop an empty `Vec` takes longer in a debug build.
    full: Option<Arc<Vec<Arc<Chunk>>>>,
    open: Option<Chunk>,
}

#[derive(Clone, Debug)]
struct Chunk {
    /// How many messages the chunks before this one hold.
    before: usize,
    text: String,
    /// How much more text fits. It is kept since a debug build takes long to compute it.
    text_left: usize,
    starts: Starts,
    /// The line that sent last.
    sender: &'static Location<'static>,
    /// The lines that sent before that, as runs: the index in this chunk of the first message after the run, and its
    /// line. One line sends most messages of most tests, and then there are none.
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
        // Made in place: where tests run, in a debug build, moving it costs as much as filling it.
        self.open = Some(Chunk {
            before,
            text: String::with_capacity(size),
            text_left: size,
            starts: Starts::with_room_for(messages_in(size)),
            sender: location,
            earlier_senders: Vec::new(),
        });
        self.push(message, location);
    }

    /// Puts the open chunk, if there is one, to the full ones, and returns the size that is due to the next.
    fn close_chunk(&mut self) -> usize {
        let Some(chunk) = self.open.take() else { return FIRST_CHUNK };
        let size = chunk.text.capacity().saturating_mul(GROWTH).min(LARGEST_CHUNK);
        Arc::make_mut(self.full.get_or_insert_default()).push(Arc::new(chunk));
        size
    }

    fn chunk_of(&self, index: usize) -> Option<&Chunk> {
        match &self.open {
            Some(open) if open.before <= index => Some(open),
            _ => {
                let full = self.full.as_deref()?;
                let after = full.partition_point(|chunk| chunk.before <= index);
                full.get(after.checked_sub(1)?).map(|chunk| &**chunk)
            }
        }
    }
}

/// A chunk that had to be larger than any other was made for one message, so that `u32` is enough for every start.
fn messages_in(size: usize) -> usize {
    if size > LARGEST_CHUNK { 1 } else { size / TEXT_PER_MESSAGE }
}

impl Log for TextLog {
    type Call = str;
    type Owned = String;

    fn len(&self) -> usize {
        match &self.open {
            Some(open) => open.before + open.starts.len(),
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
        message.len() <= self.text_left && !self.starts.is_full()
    }

    // What fits into a chunk has an index and a start that fit `u32`.
    #[allow(clippy::cast_possible_truncation)]
    #[inline(always)]
    fn push(&mut self, message: &str, location: &'static Location<'static>) {
        if !ptr::eq(self.sender, location) {
            self.change_sender(location);
        }
        self.text_left -= message.len();
        self.starts.push(self.text.len() as u32);
        self.text.push_str(message);
    }

    #[allow(clippy::cast_possible_truncation)]
    #[cold]
    fn change_sender(&mut self, location: &'static Location<'static>) {
        let earlier = mem::replace(&mut self.sender, location);
        self.earlier_senders.push((self.starts.len() as u32, earlier));
    }

    fn get(&self, index: usize) -> Option<(&str, &'static Location<'static>)> {
        let index = index.checked_sub(self.before)?;
        let start = self.starts.get(index)? as usize;
        let end = self.starts.get(index + 1).map_or(self.text.len(), |end| end as usize);
        Some((&self.text[start..end], self.sender(index)))
    }

    fn sender(&self, index: usize) -> &'static Location<'static> {
        let run = self.earlier_senders.partition_point(|(end, _)| *end as usize <= index);
        self.earlier_senders.get(run).map_or(self.sender, |(_, sender)| *sender)
    }
}
