//! An index of keys by their hashes.
//!
//! `HashMap` is compiled again for each type of key and value, and is slow without optimization, as in most tests. This
//! index is compiled only once. It contains neither keys nor values: it maps hashes to numbers, which are positions in
//! the caller's list of keys.

use super::text_hash::fold;

/// Numbers distinct keys, from 0, in the order in which they are added.
///
/// A hash table with open addressing and linear probing, which is at most half full.
#[derive(Debug, Default)]
pub(crate) struct HashIndex {
    /// The hash and the number of each key. The length is 0 or a power of two.
    slots: Vec<Option<(u64, usize)>>,
    len: usize,
}

impl HashIndex {
    /// Returns the number of a key. `is_key` compares it with the key of a number that has the same hash.
    pub(crate) fn get(&self, hash: u64, is_key: &mut dyn FnMut(usize) -> bool) -> Option<usize> {
        let mut slot = self.first_slot(hash)?;
        while let Some((other, number)) = self.slots[slot] {
            if other == hash && is_key(number) {
                return Some(number);
            }
            slot = self.slot_after(slot);
        }
        None
    }

    /// Adds a key that the index does not contain, and returns its number.
    pub(crate) fn add(&mut self, hash: u64) -> usize {
        if 2 * self.len >= self.slots.len() {
            let slots = vec![None; (2 * self.slots.len()).max(16)];
            for slot in std::mem::replace(&mut self.slots, slots) {
                let Some((hash, number)) = slot else { continue };
                self.fill_slot(hash, number);
            }
        }
        self.fill_slot(hash, self.len);
        self.len += 1;
        self.len - 1
    }

    /// Returns the number of a key, after adding the key if the index does not contain it.
    pub(crate) fn get_or_add(&mut self, hash: u64, is_key: &mut dyn FnMut(usize) -> bool) -> usize {
        match self.get(hash, is_key) {
            Some(number) => number,
            None => self.add(hash),
        }
    }

    fn fill_slot(&mut self, hash: u64, number: usize) {
        let Some(mut slot) = self.first_slot(hash) else { return };
        while self.slots[slot].is_some() {
            slot = self.slot_after(slot);
        }
        self.slots[slot] = Some((hash, number));
    }

    /// Returns the slot at which the search for a hash starts, if there are slots.
    fn first_slot(&self, hash: u64) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        // The caller's hashes may differ only in a few bits, for example if the keys are numbers.
        #[expect(clippy::cast_possible_truncation)]
        let mixed = fold(hash, 0) as usize;
        Some(mixed & last)
    }

    fn slot_after(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}
