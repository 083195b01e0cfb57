//! How alike two texts are: a cheap score for every entry, and a measured distance for the few that score best.

/// Beyond this many cells a distance is not measured but estimated.
const LARGEST_TABLE: usize = 100_000;

/// How many characters two texts are apart, where that is little enough to call them close; `None` where it is not.
///
/// Close is at most one character in six, or one character in short texts; or the same text but for numbers, case
/// or white space; or one that is a large part of the other. One in six is where real messages of one program
/// (`Warning: .. 75% ..` and `Urgent warning: .. 90% ..`) are still told apart.
pub(super) fn distance_if_close(a: &str, b: &str) -> Option<usize> {
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
    if (2 * most + 1).saturating_mul(apart) <= LARGEST_TABLE {
        if let Some(distance) = measure(middle_a, middle_b, most) {
            return Some(distance);
        }
    } else if apart <= allowed || Score::against(a).of(b) >= CLOSE_SCORE {
        return Some(apart);
    }
    (is_same_but_for_details(a, b) || is_large_part(a, b)).then_some(apart)
}

/// Whether two texts are close for what they share at their ends, or the same but for details. Linear.
pub(super) fn is_close_at_a_glance(a: &str, b: &str) -> bool {
    let (prefix, suffix) = common_ends(a, b);
    let length = a.len().max(b.len());
    length - prefix - suffix <= length / 6 || is_same_but_for_details(a, b)
}

/// The bytes that two texts share at the start and at the end, on character boundaries and not overlapping.
pub(super) fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let (bytes_a, bytes_b) = (a.as_bytes(), b.as_bytes());
    let mut prefix = common_start(bytes_a, bytes_b);
    while !a.is_char_boundary(prefix) || !b.is_char_boundary(prefix) {
        prefix -= 1;
    }
    let mut suffix = common_end(&bytes_a[prefix..], &bytes_b[prefix..]);
    while !a.is_char_boundary(a.len() - suffix) || !b.is_char_boundary(b.len() - suffix) {
        suffix -= 1;
    }
    (prefix, suffix)
}

/// Compared in blocks first: byte by byte, a debug build takes long over a long text.
const BLOCK: usize = 1 << 10;

fn common_start(a: &[u8], b: &[u8]) -> usize {
    let most = a.len().min(b.len());
    let mut at = 0;
    while at + BLOCK <= most && a[at..at + BLOCK] == b[at..at + BLOCK] {
        at += BLOCK;
    }
    while at < most && a[at] == b[at] {
        at += 1;
    }
    at
}

fn common_end(a: &[u8], b: &[u8]) -> usize {
    let most = a.len().min(b.len());
    let mut at = 0;
    while at + BLOCK <= most && a[a.len() - at - BLOCK..a.len() - at] == b[b.len() - at - BLOCK..b.len() - at]
    {
        at += BLOCK;
    }
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
    let width = b.len() + 1;
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
        if to < b.len() {
            row[to + 1] = far;
        }
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
        let mut at = 0;
        while at < self.0.len() && self.0[at].is_ascii_whitespace() {
            at += 1;
        }
        let byte = *self.0.get(at)?;
        at += 1;
        if byte.is_ascii_digit() {
            while at < self.0.len() && self.0[at].is_ascii_digit() {
                at += 1;
            }
            self.0 = &self.0[at..];
            return Some(b'0');
        }
        self.0 = &self.0[at..];
        Some(byte.to_ascii_lowercase())
    }
}

/// Whether one text is at least half of the other and a part of it: a message that was cut off, or added to.
fn is_large_part(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 3 && short.len() * 2 >= long.len() && long.contains(short)
}

/// A score so high that texts too long to be measured are called close for it.
const CLOSE_SCORE: u32 = 900;

/// Scores texts by the pairs of neighbouring bytes that they share with one text, from 0 to 1000. Linear, and so
/// cheap enough to ask about every entry of a large log.
pub(super) struct Score<'t> {
    text: &'t str,
    pairs: usize,
    /// How often each pair stands in the text, by its hash.
    wanted: Vec<u32>,
    used: Vec<u32>,
}

const HIGHEST_SCORE: u32 = 1000;

const BUCKETS: usize = 1 << 12;

impl<'t> Score<'t> {
    pub(super) fn against(text: &'t str) -> Self {
        let mut wanted = vec![0; BUCKETS];
        let sample = sample(text);
        let mut at = 1;
        while at < sample.len() {
            wanted[bucket(sample[at - 1], sample[at])] += 1;
            at += 1;
        }
        Self { text, pairs: sample.len().saturating_sub(1), wanted, used: vec![0; BUCKETS] }
    }

    pub(super) fn of(&mut self, text: &str) -> u32 {
        // Other white space tears every pair of a short text apart.
        if is_same_but_for_white_space(self.text, text) {
            return HIGHEST_SCORE;
        }
        let sample = sample(text);
        let mut shared: usize = 0;
        let mut at = 1;
        while at < sample.len() {
            let bucket = bucket(sample[at - 1], sample[at]);
            if self.used[bucket] < self.wanted[bucket] {
                self.used[bucket] += 1;
                shared += 1;
            }
            at += 1;
        }
        at = 1;
        while at < sample.len() {
            self.used[bucket(sample[at - 1], sample[at])] = 0;
            at += 1;
        }
        let pairs = self.pairs + sample.len().saturating_sub(1);
        u32::try_from((2000 * shared).checked_div(pairs).unwrap_or(0)).unwrap_or(0)
    }
}

/// What of a text is looked at.
const SAMPLE: usize = 1 << 16;

fn sample(text: &str) -> &[u8] {
    let bytes = text.as_bytes();
    &bytes[..bytes.len().min(SAMPLE)]
}

fn bucket(a: u8, b: u8) -> usize {
    (usize::from(a) * 31 + usize::from(b)) % BUCKETS
}
