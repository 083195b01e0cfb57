//! Measures the similarity of two texts.
//!
//! Three measures, from cheap to exact:
//!
//! - [`is_probably_close`] compares the ends of two texts, and their letters without numbers, case and white space. It
//!   is linear and stops at the first difference.
//! - [`BigramScore`] is the Sørensen–Dice coefficient of the byte bigrams. It is linear in the sample that it reads,
//!   and cheap enough for every entry of a large log.
//! - [`distance_if_close`] is the Damerau–Levenshtein distance (optimal string alignment), computed only in the band of
//!   diagonals that can stay within the limit: `O(limit × length)`.
//!
//! A text longer than `LIMITS.long_text` bytes is never measured: its shared ends and the score of a sample decide, so
//! that every pair of a list of very long texts can be compared.

use std::str::Chars;

use crate::report::diff::confusable::skeleton;
use crate::report::limits::LIMITS;

/// Returns the number of characters by which two texts differ if they are close, and `None` if they are not.
///
/// Two texts are close if at most one character in six differs (one character in a short text), if they are the same
/// except for numbers, case or white space, or if one is a large part of the other. One in six still separates real
/// messages of one program, such as `Warning: .. 75% ..` and `Urgent warning: .. 90% ..`.
pub(crate) fn distance_if_close(a: &str, b: &str) -> Option<usize> {
    let (prefix, suffix) = common_ends(a, b);
    if a.len().max(b.len()) > LIMITS.long_text {
        return distance_if_long_and_close(a, b, prefix + suffix);
    }
    let (middle_a, middle_b) = (&a[prefix..a.len() - suffix], &b[prefix..b.len() - suffix]);
    let (len_a, len_b) = (middle_a.chars().count(), middle_b.chars().count());
    let same = a[..prefix].chars().count() + a[a.len() - suffix..].chars().count();
    let length = same + len_a.max(len_b);
    if same + len_a == 0 || same + len_b == 0 {
        return None;
    }
    if length < 3 {
        return looks_alike(a, b).then_some(len_a.max(len_b));
    }
    let allowed = (length / 6).max(1);
    let apart = len_a.max(len_b);
    let most = allowed.min(apart);
    if most.saturating_mul(apart) <= LIMITS.distance_cells {
        if let Some(distance) = bounded_edit_distance(middle_a, middle_b, most) {
            return Some(distance);
        }
    } else if apart <= allowed || BigramScore::of_reference(a).of(b) >= CLOSE_SCORE {
        return Some(apart);
    }
    let has_more_words =
        is_longer_by_words(a, b, prefix + suffix) || is_longer_by_words(b, a, prefix + suffix);
    let may_look_alike = length <= LIMITS.look_characters && !(a.is_ascii() && b.is_ascii());
    let is_close = has_more_words || is_same_but_for_details(a, b) || is_large_part(a, b);
    (is_close || (may_look_alike && looks_alike(a, b))).then_some(apart)
}

/// Returns whether `long` is `short` with words inserted at one place, and at most twice as long. `shared` is the
/// number of bytes that both share at their ends.
fn is_longer_by_words(short: &str, long: &str, shared: usize) -> bool {
    let is_insertion = shared >= short.len() && long.len() > short.len() && 2 * short.len() >= long.len();
    is_insertion && short.contains(' ') && long.split(' ').count() > short.split(' ').count()
}

/// Estimates the distance in bytes from the number of bytes that the texts share at their ends.
fn distance_if_long_and_close(a: &str, b: &str, shared: usize) -> Option<usize> {
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    let apart = longer - shared;
    let is_cut_off = shared == shorter && 2 * shorter >= longer;
    let is_close = || {
        shorter >= longer - longer / 6 && BigramScore::of_reference(sample(a)).of(sample(b)) >= CLOSE_SCORE
    };
    (apart <= longer / 6 || is_cut_off || is_close()).then_some(apart)
}

/// Returns whether two texts are probably close: they share their ends, or are the same except for details.
pub(crate) fn is_probably_close(a: &str, b: &str) -> bool {
    let (prefix, suffix) = common_ends(a, b);
    let length = a.len().max(b.len());
    length - prefix - suffix <= length / 6 || (length <= LIMITS.long_text && is_same_but_for_details(a, b))
}

/// Returns the number of bytes that two texts share at the start and at the end, on character boundaries and without
/// overlap.
pub(crate) fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let (bytes_a, bytes_b) = (a.as_bytes(), b.as_bytes());
    // Equal bytes have equal character boundaries.
    let mut prefix = common_start(bytes_a, bytes_b);
    while !a.is_char_boundary(prefix) {
        prefix -= 1;
    }
    let mut end = a.len() - common_end(&bytes_a[prefix..], &bytes_b[prefix..]);
    while !a.is_char_boundary(end) {
        end += 1;
    }
    (prefix, a.len() - end)
}

/// The size of the blocks that are compared at once. A debug build compares single bytes a hundred times as slowly.
const BLOCK: usize = 1024;

fn common_start(a: &[u8], b: &[u8]) -> usize {
    let most = a.len().min(b.len());
    let mut same = 0;
    while same + BLOCK <= most && a[same..same + BLOCK] == b[same..same + BLOCK] {
        same += BLOCK;
    }
    while same < most && a[same] == b[same] {
        same += 1;
    }
    same
}

fn common_end(a: &[u8], b: &[u8]) -> usize {
    let most = a.len().min(b.len());
    let mut same = 0;
    let block = |text: &[u8], same: usize| text.len() - same - BLOCK..text.len() - same;
    while same + BLOCK <= most && a[block(a, same)] == b[block(b, same)] {
        same += BLOCK;
    }
    while same < most && a[a.len() - 1 - same] == b[b.len() - 1 - same] {
        same += 1;
    }
    same
}

/// Returns the edit distance, with a swap of two neighbours as one edit, or `None` if it exceeds `most`.
///
/// Only the diagonals that can stay within `most` are computed.
fn bounded_edit_distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let far = most + 1;
    // An extra column, so that every cell has a neighbour to its right.
    let width = b.len() + 2;
    let mut rows = (vec![far; width], vec![far; width], vec![far; width]);
    // In a debug build, indexing a vector and iterating over a range are function calls, unlike slices and `while`
    // loops.
    let (a, b) = (&a[..], &b[..]);
    let (mut before, mut last, mut row) = (&mut rows.0[..], &mut rows.1[..], &mut rows.2[..]);
    for (i, cell) in last.iter_mut().enumerate().take(most + 1) {
        *cell = i;
    }
    let mut i = 1;
    while i <= a.len() {
        let from = i.saturating_sub(most).max(1);
        let to = (i + most).min(b.len());
        row[from - 1] = if from == 1 { i.min(far) } else { far };
        let mut smallest = row[from - 1];
        let mut j = from;
        while j <= to {
            let is_same = a[i - 1] == b[j - 1];
            let mut cell = if is_same { last[j - 1] } else { last[j - 1] + 1 };
            let skipped = if row[j - 1] < last[j] { row[j - 1] } else { last[j] };
            if skipped + 1 < cell {
                cell = skipped + 1;
            }
            if !is_same && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                let swapped = before[j - 2] + 1;
                if swapped < cell {
                    cell = swapped;
                }
            }
            if cell > far {
                cell = far;
            }
            if cell < smallest {
                smallest = cell;
            }
            row[j] = cell;
            j += 1;
        }
        row[to + 1] = far;
        if smallest > most {
            return None;
        }
        (before, last, row) = (last, row, before);
        i += 1;
    }
    (last[b.len()] <= most).then_some(last[b.len()])
}

/// Returns whether two texts are the same except for white space or, if they contain words, for numbers and case.
fn is_same_but_for_details(a: &str, b: &str) -> bool {
    let has_words = || {
        let mut letters = 0;
        for c in a.chars() {
            letters += usize::from(c.is_alphabetic());
            if letters == 3 {
                return true;
            }
        }
        false
    };
    if a.is_ascii() && b.is_ascii() {
        // Normalizing removes white space too, so texts that still differ do not differ in white space only.
        return Normalized(a.as_bytes()).is(Normalized(b.as_bytes()))
            && (has_words() || is_same_but_for_white_space(a, b));
    }
    is_same_but_for_white_space(a, b)
        || (has_words() && Normalized(condensed(a).as_bytes()).is(Normalized(condensed(b).as_bytes())))
}

fn is_same_but_for_white_space(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.chars(), b.chars());
    loop {
        let (one, other) = (next_visible(&mut a), next_visible(&mut b));
        if one != other {
            return false;
        }
        if one.is_none() {
            return true;
        }
    }
}

fn next_visible(chars: &mut Chars<'_>) -> Option<char> {
    loop {
        let c = chars.next()?;
        if !c.is_whitespace() {
            return Some(c);
        }
    }
}

/// Returns a text in lower case and without white space.
fn condensed(text: &str) -> String {
    let mut condensed = text.to_lowercase();
    condensed.retain(|c| !c.is_whitespace());
    condensed
}

/// The bytes of a text in lower case, with `0` for each number and without white space.
///
/// It is computed byte by byte, without allocating, since a long list compares many pairs.
struct Normalized<'t>(&'t [u8]);

impl Normalized<'_> {
    fn is(mut self, mut other: Self) -> bool {
        loop {
            let (one, another) = (self.next_byte(), other.next_byte());
            if one != another {
                return false;
            }
            if one.is_none() {
                return true;
            }
        }
    }

    fn next_byte(&mut self) -> Option<u8> {
        let (mut byte, mut rest) = self.0.split_first()?;
        while byte.is_ascii_whitespace() {
            (byte, rest) = rest.split_first()?;
        }
        self.0 = rest;
        if !byte.is_ascii_digit() {
            return Some(byte.to_ascii_lowercase());
        }
        while let Some((b'0'..=b'9', rest)) = self.0.split_first() {
            self.0 = rest;
        }
        Some(b'0')
    }
}

/// Returns whether two texts look the same except for white space and case.
fn looks_alike(a: &str, b: &str) -> bool {
    condensed(&skeleton(a)) == condensed(&skeleton(b))
}

/// Returns whether one text contains the other and is at most twice as long: a message that was cut off or extended.
fn is_large_part(a: &str, b: &str) -> bool {
    let is_part =
        |part: &str, text: &str| part.len() >= 3 && part.len() * 2 >= text.len() && text.contains(part);
    is_part(a, b) || is_part(b, a)
}

/// The score from which texts that are too long to be measured count as close.
const CLOSE_SCORE: u32 = 900;

/// Scores texts from 0 to 1000 by the byte bigrams that they share with a reference.
pub(crate) struct BigramScore<'t> {
    text: &'t str,
    bigrams: usize,
    /// The number of bigrams of the reference in each bucket.
    wanted: Vec<u32>,
    used: Vec<u32>,
}

const HIGHEST_SCORE: u32 = 1000;

/// The number of buckets for bigrams, six bits of each byte: small enough to clear for every pair of long texts.
const BUCKETS: usize = 4_096;

impl<'t> BigramScore<'t> {
    pub(crate) fn of_reference(text: &'t str) -> Self {
        let mut wanted = vec![0; BUCKETS];
        let mut bigrams = 0;
        each_bigram(sample(text), &mut |bucket| {
            wanted[bucket] += 1;
            bigrams += 1;
        });
        Self { text, bigrams, wanted, used: vec![0; BUCKETS] }
    }

    /// Returns the score of `text`. For a long text, the shared ends count as much as the shared bigrams of the sample,
    /// to rank texts that only differ beyond the sample.
    pub(crate) fn of(&mut self, text: &str) -> u32 {
        let longer = self.text.len().max(text.len());
        if longer <= LIMITS.long_text {
            // Short texts and texts in other scripts may look alike without a common bigram.
            let may_hide = longer < 4
                || (longer <= LIMITS.look_characters && !(self.text.is_ascii() && text.is_ascii()));
            return if may_hide && looks_alike(self.text, text) {
                HIGHEST_SCORE
            } else {
                self.by_bigrams(text)
            };
        }
        let (prefix, suffix) = common_ends(self.text, text);
        let by_ends = u64::from(HIGHEST_SCORE) * (prefix + suffix) as u64 / longer as u64;
        u32::midpoint(self.by_bigrams(text), u32::try_from(by_ends).unwrap_or(0))
    }

    fn by_bigrams(&mut self, text: &str) -> u32 {
        let text = sample(text);
        let (mut shared, mut bigrams) = (0_usize, 0_usize);
        let (wanted, used) = (&self.wanted[..], &mut self.used[..]);
        each_bigram(text, &mut |bucket| {
            bigrams += 1;
            if used[bucket] < wanted[bucket] {
                used[bucket] += 1;
                shared += 1;
            }
        });
        if shared > 0 {
            each_bigram(text, &mut |bucket| used[bucket] = 0);
        }
        let all = self.bigrams + bigrams;
        u32::try_from((2 * HIGHEST_SCORE as usize * shared).checked_div(all).unwrap_or(0)).unwrap_or(0)
    }
}

/// Calls `visit` with the bucket of each bigram. Skips white space, which does not affect the score.
///
/// It reads every byte of a log, so it calls no other function: a debug build does not inline calls.
fn each_bigram(text: &str, visit: &mut dyn FnMut(usize)) {
    let bytes = text.as_bytes();
    let mut last = None;
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        i += 1;
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            continue;
        }
        let six_bits = (byte & 63) as usize;
        if let Some(before) = last {
            visit(before << 6 | six_bits);
        }
        last = Some(six_bits);
    }
}

/// Returns the start of a long text, or the whole of a shorter one.
fn sample(text: &str) -> &str {
    if text.len() <= LIMITS.long_text {
        return text;
    }
    let mut end = LIMITS.sample;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
