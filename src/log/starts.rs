/// Where each message of a chunk starts in its text, for as many messages as there is room for.
#[derive(Clone, Debug)]
pub(super) struct Starts {
    len: usize,
    room: usize,
    /// The first few need no allocation: most tests send no more.
    first: [u32; FEW],
    rest: Vec<u32>,
}

const FEW: usize = 4;

impl Starts {
    pub(super) fn with_room_for(messages: usize) -> Self {
        Self { len: 0, room: messages, first: [0; FEW], rest: Vec::new() }
    }

    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    pub(super) fn is_full(&self) -> bool {
        self.len == self.room
    }

    #[inline(always)]
    pub(super) fn push(&mut self, start: u32) {
        if self.len < FEW {
            self.first[self.len] = start;
        } else {
            if self.len == FEW {
                self.make_room();
            }
            self.rest.push(start);
        }
        self.len += 1;
    }

    // Out of line, so that the usual way is short enough to be inlined.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        self.rest = Vec::with_capacity(self.room);
    }

    pub(super) fn get(&self, index: usize) -> Option<u32> {
        let rest = index.checked_sub(FEW);
        let start = rest.map_or_else(|| self.first.get(index), |index| self.rest.get(index));
        start.copied().filter(|_| index < self.len)
    }
}
