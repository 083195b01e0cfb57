/// For each message of a chunk, the offset in the chunk's text at which the message starts.
///
/// A vector with a limited capacity that stores its first few elements inline.
#[derive(Clone, Debug)]
pub(super) struct Offsets {
    len: usize,
    capacity: usize,
    /// Most tests send no more messages than fit here, and then nothing is allocated.
    inline: [u32; INLINE],
    rest: Vec<u32>,
}

const INLINE: usize = 4;

impl Offsets {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { len: 0, capacity, inline: [0; INLINE], rest: Vec::new() }
    }

    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    pub(super) fn is_full(&self) -> bool {
        self.len == self.capacity
    }

    #[inline(always)]
    pub(super) fn push(&mut self, offset: u32) {
        if self.len < INLINE {
            self.inline[self.len] = offset;
        } else {
            if self.len == INLINE {
                self.allocate();
            }
            self.rest.push(offset);
        }
        self.len += 1;
    }

    // Not inlined, so that `push` stays short enough to be inlined itself.
    #[cold]
    #[inline(never)]
    fn allocate(&mut self) {
        self.rest = Vec::with_capacity(self.capacity);
    }

    // Without adapters, which are slow in a debug build.
    pub(super) fn get(&self, index: usize) -> Option<u32> {
        if index >= self.len {
            None
        } else if index < INLINE {
            Some(self.inline[index])
        } else {
            Some(self.rest[index - INLINE])
        }
    }
}
