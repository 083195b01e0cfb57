//! How alike two texts are: a cheap score for every entry, and a measured distance for the few that score best.

/// Where as many edits in as many characters may be more than this, a distance is not measured but estimated.
const MOST_MEASURED: usize = 50_000;

/// How many characters two texts are apart, where that is little enough to call them close; `None` where it is not.
///
/// Close is at most one character in six, or one character in short texts; or the same text but for numbers, case
/// or white space; or one that is a large part of the other. One in six is where real messages of one program
/// (`Warning: .. 75% ..` and `Urgent warning: .. 90% ..`) are still told apart.
pub(crate) fn distance_if_close(a: &str, b: &str) -> Option<usize> {
    let (prefix, suffix) = common_ends(a, b);
    let (middle_a, middle_b) = (&a[prefix..a.len() - suffix], &b[prefix..b.len() - suffix]);
    let (len_a, len_b) = (middle_a.chars().count(), middle_b.chars().count());
    let same = a[..prefix].chars().count() + a[a.len() - suffix..].chars().count();
    let length = same + len_a.max(len_b);
    if length < 3 || same + len_a == 0 || same + len_b == 0 {
        return None;
    }
    let allowed = (length / 6).max(1);
    let apart = len_a.max(len_b);
    let most = allowed.min(apart);
    if most.saturating_mul(apart) <= MOST_MEASURED {
        if let Some(distance) = measure(middle_a, middle_b, most) {
            return Some(distance);
        }
    } else if apart <= allowed || Score::against(a).of(b) >= CLOSE_SCORE {
        return Some(apart);
    }
    (is_same_but_for_details(a, b) || is_large_part(a, b)).then_some(apart)
}

/// Whether two texts are close for what they share at their ends, or the same but for details. Linear.
pub(crate) fn is_probably_close(a: &str, b: &str) -> bool {
    let (prefix, suffix) = common_ends(a, b);
    let length = a.len().max(b.len());
    length - prefix - suffix <= length / 6 || is_same_but_for_details(a, b)
}

/// The bytes that two texts share at the start and at the end, on character boundaries and not overlapping.
pub(crate) fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let (bytes_a, bytes_b) = (a.as_bytes(), b.as_bytes());
    // Where bytes are the same, so are the boundaries between characters.
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

/// Compared in blocks first: byte by byte, a debug build takes long over a long text.
const BLOCK: usize = 1024;

fn common_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK)).take_while(|(a, b)| a == b);
    let most = a.len().min(b.len());
    let mut at = blocks.map(|(block, _)| block.len()).sum();
    while at < most && a[at] == b[at] {
        at += 1;
    }
    at
}

fn common_end(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK)).take_while(|(a, b)| a == b);
    let most = a.len().min(b.len());
    let mut at = blocks.map(|(block, _)| block.len()).sum();
    while at < most && a[a.len() - 1 - at] == b[b.len() - 1 - at] {
        at += 1;
    }
    at
}

/// The edit distance, two neighbours that are swapped counting as one edit; `None` where it is over `most`.
/// Only the diagonals that can stay within `most` are filled.
fn measure(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let far = most + 1;
    // One more than there are distances: to the right of a row's last one there is always another.
    let width = b.len() + 2;
    let (mut before, mut last, mut row) = (vec![far; width], vec![far; width], vec![far; width]);
    for (at, cell) in last.iter_mut().enumerate().take(most + 1) {
        *cell = at;
    }
    for i in 1..=a.len() {
        let from = i.saturating_sub(most).max(1);
        let to = (i + most).min(b.len());
        row[from - 1] = if from == 1 { i.min(far) } else { far };
        let mut smallest = row[from - 1];
        for j in from..=to {
            let same = a[i - 1] == b[j - 1];
            let mut cell = last[j - 1] + usize::from(!same);
            cell = cell.min(row[j - 1] + 1).min(last[j] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(before[j - 2] + 1);
            }
            row[j] = cell.min(far);
            smallest = smallest.min(row[j]);
        }
        row[to + 1] = far;
        if smallest > most {
            return None;
        }
        (before, last, row) = (last, row, before);
    }
    (last[b.len()] <= most).then_some(last[b.len()])
}

/// Whether two texts differ in nothing but white space or, where they have words in them, numbers and case.
fn is_same_but_for_details(a: &str, b: &str) -> bool {
    if is_same_but_for_white_space(a, b) {
        return true;
    }
    let letters = a.chars().filter(|c| c.is_alphabetic()).take(3).count();
    if letters < 3 {
        return false;
    }
    if a.is_ascii() && b.is_ascii() {
        return Essence(a.as_bytes()).is(Essence(b.as_bytes()));
    }
    let lower = |text: &str| without_white_space(&text.to_lowercase()).collect::<String>();
    Essence(lower(a).as_bytes()).is(Essence(lower(b).as_bytes()))
}

fn is_same_but_for_white_space(a: &str, b: &str) -> bool {
    without_white_space(a).eq(without_white_space(b))
}

fn without_white_space(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace())
}

/// The bytes of a text without case, each number as one, and without white space. Read byte by byte since it is
/// asked of every pair of long lists, in debug builds too.
struct Essence<'t>(&'t [u8]);

impl Essence<'_> {
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
        let (byte, rest) = self.0.trim_ascii_start().split_first()?;
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

/// Whether one text is at least half of the other and a part of it: a message that was cut off, or added to.
fn is_large_part(a: &str, b: &str) -> bool {
    let is_part =
        |part: &str, text: &str| part.len() >= 3 && part.len() * 2 >= text.len() && text.contains(part);
    is_part(a, b) || is_part(b, a)
}

/// A score so high that texts too long to be measured are called close for it.
const CLOSE_SCORE: u32 = 900;

/// Scores texts by the pairs of neighbouring bytes that they share with one text, from 0 to 1000. Linear, and so
/// cheap enough to ask about every entry of a large log.
pub(crate) struct Score<'t> {
    text: &'t str,
    pairs: usize,
    /// How often each pair stands in the text.
    wanted: Vec<u32>,
    used: Vec<u32>,
}

const HIGHEST_SCORE: u32 = 1000;

/// How many pairs of bytes there are.
const PAIRS: usize = 65_536;

impl<'t> Score<'t> {
    pub(crate) fn against(text: &'t str) -> Self {
        let mut wanted = vec![0; PAIRS];
        let sample = sample(text);
        let mut at = 1;
        while at < sample.len() {
            wanted[pair(sample[at - 1], sample[at])] += 1;
            at += 1;
        }
        Self { text, pairs: sample.len().saturating_sub(1), wanted, used: vec![0; PAIRS] }
    }

    pub(crate) fn of(&mut self, text: &str) -> u32 {
        // Other white space tears every pair of a short text apart.
        if is_same_but_for_white_space(self.text, text) {
            return HIGHEST_SCORE;
        }
        let sample = sample(text);
        let mut shared: usize = 0;
        let mut at = 1;
        while at < sample.len() {
            let pair = pair(sample[at - 1], sample[at]);
            if self.used[pair] < self.wanted[pair] {
                self.used[pair] += 1;
                shared += 1;
            }
            at += 1;
        }
        at = 1;
        while at < sample.len() {
            self.used[pair(sample[at - 1], sample[at])] = 0;
            at += 1;
        }
        let pairs = self.pairs + sample.len().saturating_sub(1);
        u32::try_from((2000 * shared).checked_div(pairs).unwrap_or(0)).unwrap_or(0)
    }
}

/// What of a text is looked at.
const SAMPLE: usize = 65_536;

fn sample(text: &str) -> &[u8] {
    let bytes = text.as_bytes();
    &bytes[..bytes.len().min(SAMPLE)]
}

/// Two neighbours as one number.
fn pair(a: u8, b: u8) -> usize {
    usize::from(a) * 256 + usize::from(b)
}
