//! A word-level diff of two texts, and its summary in words and numbers.
//!
//! Both texts are split into words and white space, which are aligned after the common ends are trimmed (see
//! [`align`]). Each differing run is then narrowed to the differing characters; numbers are kept whole. The cost is
//! that of the alignment. Texts longer than `LIMITS.word_diff_bytes` are only compared at their ends.

use std::collections::HashMap;
use std::ops::Range;

use crate::report::diff::align::{self, Alignment};
use crate::report::diff::confusable::{named, skeleton};
use crate::report::diff::similarity::common_ends;
use crate::report::limits::LIMITS;
use crate::report::render::escape;

/// The difference of two texts.
#[derive(Debug, Default)]
pub(crate) struct TextDiff {
    /// What differs, in order. Between two spans, the texts are the same.
    pub(crate) spans: Vec<Span>,
    summary: Summary,
}

/// The byte ranges of a difference. An empty range means that something is missing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) expected: Range<usize>,
    pub(crate) found: Range<usize>,
    /// Whether the values differ and not only the texts, as `0.0` and `-0.0` do.
    pub(crate) is_marked: bool,
}

#[derive(Debug, Default)]
enum Summary {
    #[default]
    Nothing,
    WhiteSpace {
        notes: Vec<String>,
    },
    Case,
    Words {
        altered: usize,
        missing: usize,
        extra: usize,
        notes: Vec<String>,
    },
    /// The texts are too long to be aligned.
    From {
        character: usize,
    },
}

impl TextDiff {
    pub(crate) fn between(expected: &str, found: &str) -> Self {
        if expected == found {
            return Self::default();
        }
        let (prefix, suffix) = common_ends(expected, found);
        let (start, end) = (word_start(&expected[..prefix]), word_end(&expected[expected.len() - suffix..]));
        let a = &expected[start..expected.len() - end];
        let b = &found[start..found.len() - end];
        if a.len().max(b.len()) > LIMITS.word_diff_bytes {
            return Self::from_ends(expected, found);
        }
        let mut builder = DiffBuilder::new(a, b, start);
        builder.run();
        let DiffBuilder { spans, altered, missing, extra, notes, .. } = builder;
        let summary = if a.split_whitespace().eq(b.split_whitespace()) {
            let has_others = !notes.is_empty() && notes.len() < spans.len();
            let others = has_others.then(|| "…".to_owned());
            Summary::WhiteSpace { notes: notes.into_iter().chain(others).collect() }
        } else if a.to_lowercase() == b.to_lowercase() {
            Summary::Case
        } else {
            Summary::Words { altered, missing, extra, notes }
        };
        Self { spans, summary }
    }

    /// Compares two different texts only at their ends.
    pub(crate) fn from_ends(expected: &str, found: &str) -> Self {
        let (prefix, suffix) = common_ends(expected, found);
        let span = Span {
            expected: prefix..expected.len() - suffix,
            found: prefix..found.len() - suffix,
            is_marked: true,
        };
        let character = expected[..prefix].chars().count();
        Self { spans: vec![span], summary: Summary::From { character } }
    }

    /// Returns the summary: `1 of 10 words differs`, with notes on numbers and look-alikes. Counts the words of
    /// `expected`.
    pub(crate) fn summary(&self, expected: &str) -> String {
        match &self.summary {
            Summary::Nothing => "nothing to see differs".to_owned(),
            Summary::WhiteSpace { notes } => with_notes("only white space differs".to_owned(), notes),
            Summary::Case => "only upper and lower case differ".to_owned(),
            Summary::From { character } => {
                format!("differs from character {} on", escape::count(*character))
            }
            Summary::Words { altered, missing, extra, notes } => {
                let total = expected.split_whitespace().count();
                if (total, *altered, *missing, *extra) == (1, 1, 0, 0) {
                    return first_notes(notes).unwrap_or_else(|| "its one word differs".to_owned());
                }
                with_notes(of_words(total, *altered, *missing, *extra), notes)
            }
        }
    }

    /// Returns whether the difference is hard to see, so that it has to be described.
    pub(crate) fn is_invisible(&self) -> bool {
        matches!(self.summary, Summary::WhiteSpace { .. } | Summary::Case)
    }

    /// Returns the notes on numbers and look-alikes.
    pub(crate) fn notes(&self) -> &[String] {
        match &self.summary {
            Summary::Words { notes, .. } | Summary::WhiteSpace { notes } => notes,
            _ => &[],
        }
    }
}

/// Returns a summary followed by the first few notes.
pub(crate) fn with_notes(summary: String, notes: &[String]) -> String {
    match first_notes(notes) {
        Some(notes) => format!("{summary}: {notes}"),
        None => summary,
    }
}

/// Returns the first few notes, if there are any.
pub(crate) fn first_notes(notes: &[String]) -> Option<String> {
    let mut joined = String::new();
    for (i, note) in notes.iter().enumerate() {
        if i > 0 && (i == LIMITS.notes || escape::width(&joined) + escape::width(note) > LIMITS.notes_width) {
            joined.push_str(", …");
            break;
        }
        joined.push_str(if joined.is_empty() { "" } else { ", " });
        joined.push_str(note);
    }
    (!joined.is_empty()).then_some(joined)
}

fn of_words(total: usize, altered: usize, missing: usize, extra: usize) -> String {
    let of = |number: usize, verb: [&str; 2]| {
        let verb = verb[usize::from(number > 1)];
        format!("{} of {} {verb}", escape::count(number), escape::counted(total, "word"))
    };
    let mut parts = Vec::new();
    if altered > 0 {
        parts.push(of(altered, ["differs", "differ"]));
    }
    if missing > 0 {
        parts.push(match altered {
            0 => of(missing, ["is missing", "are missing"]),
            _ => format!("{} missing", escape::count(missing)),
        });
    }
    if extra > 0 {
        parts.push(match parts.len() {
            0 => format!("{} too many", escape::counted(extra, "word")),
            _ => format!("{} too many", escape::count(extra)),
        });
    }
    parts.join(", ")
}

/// Returns the start of the last word of the common start, including the space before it. The texts may differ in the
/// rest of that word.
fn word_start(same: &str) -> usize {
    same.rfind(char::is_whitespace).unwrap_or(0)
}

/// Returns the length of the common end without its first word. The texts may differ in the start of that word.
fn word_end(same: &str) -> usize {
    same.find(char::is_whitespace).map_or(0, |space| same.len() - space)
}

/// Builds the spans, counts and notes of two texts.
struct DiffBuilder<'t> {
    expected: Tokens<'t>,
    found: Tokens<'t>,
    /// The offset of both parts in the whole texts.
    offset: usize,
    spans: Vec<Span>,
    altered: usize,
    missing: usize,
    extra: usize,
    notes: Vec<String>,
}

impl<'t> DiffBuilder<'t> {
    fn new(expected: &'t str, found: &'t str, offset: usize) -> Self {
        let (expected, found) = (Tokens::of(expected), Tokens::of(found));
        Self {
            expected,
            found,
            offset,
            spans: Vec::new(),
            altered: 0,
            missing: 0,
            extra: 0,
            notes: Vec::new(),
        }
    }

    fn run(&mut self) {
        for gap in self.alignment().gaps(self.found.len()) {
            self.add_gap(gap.expectations, gap.entries);
        }
    }

    fn alignment(&self) -> Alignment {
        let (expected, found) = (&self.expected, &self.found);
        if expected.len().max(found.len()) <= LIMITS.compared_tokens {
            return align::align(found.len(), expected.len(), &mut |i_found, i_expected| {
                found.token(i_found) == expected.token(i_expected)
            });
        }
        let mut known = HashMap::new();
        let mut intern = |token| {
            let next = known.len();
            *known.entry(token).or_insert(next)
        };
        let found: Vec<_> = (0..found.len()).map(|i| intern(found.token(i))).collect();
        let expected: Vec<_> = (0..expected.len()).map(|i| intern(expected.token(i))).collect();
        align::align_numbers(&found, &expected)
    }

    /// Adds the tokens between two equal ones.
    fn add_gap(&mut self, expected: Range<usize>, found: Range<usize>) {
        let words = (self.expected.words(expected.clone()), self.found.words(found.clone()));
        let both = words.0.min(words.1);
        self.altered += both;
        self.missing += words.0 - both;
        self.extra += words.1 - both;
        if expected.len() == found.len() && words.0 == words.1 {
            for (expected, found) in expected.zip(found) {
                self.add_span(
                    self.expected.bytes(expected..expected + 1),
                    self.found.bytes(found..found + 1),
                );
            }
        } else {
            self.add_span(self.expected.bytes(expected), self.found.bytes(found));
        }
    }

    /// Adds a span without its common ends.
    fn add_span(&mut self, expected: Range<usize>, found: Range<usize>) {
        let (text_a, text_b) = (&self.expected.text[expected.clone()], &self.found.text[found.clone()]);
        let (a, b) = (chars_and_numbers(text_a), chars_and_numbers(text_b));
        let most = a.len().min(b.len());
        let prefix = (0..most).take_while(|i| a[*i] == b[*i]).count();
        let mut suffix = (0..most - prefix).take_while(|i| a[a.len() - 1 - i] == b[b.len() - 1 - i]).count();
        while suffix > 0 && escape::width(a[a.len() - suffix]) == 0 {
            suffix -= 1;
        }
        let length = |units: &[&str]| units.iter().map(|unit| unit.len()).sum::<usize>();
        let narrowed = |range: Range<usize>, units: &[&str]| {
            range.start + length(&units[..prefix])..range.end - length(&units[units.len() - suffix..])
        };
        let (expected, found) = (narrowed(expected, &a), narrowed(found, &b));
        if expected.is_empty() && found.is_empty() {
            return;
        }
        self.notes.extend(notes(&self.expected.text[expected.clone()], &self.found.text[found.clone()]));
        let shift = |range: Range<usize>| range.start + self.offset..range.end + self.offset;
        self.spans.push(Span { expected: shift(expected), found: shift(found), is_marked: true });
    }
}

/// Returns notes on a number that differs, or on characters that look like the expected ones.
fn notes(expected: &str, found: &str) -> Vec<String> {
    if is_numeric(expected) && is_numeric(found) {
        return vec![format!("`{found}` in place of `{expected}`")];
    }
    if expected.is_ascii() && found.is_ascii() {
        return Vec::new();
    }
    let pairs: Vec<(char, char)> = expected.chars().zip(found.chars()).filter(|(a, b)| a != b).collect();
    let looks_alike =
        |a: char, b: char| skeleton(a.encode_utf8(&mut [0; 4])) == skeleton(b.encode_utf8(&mut [0; 4]));
    if expected.chars().count() == found.chars().count() && pairs.iter().all(|(a, b)| looks_alike(*a, *b)) {
        let note =
            |(a, b): (char, char)| format!("{} in place of {}", named(&b.to_string()), named(&a.to_string()));
        return pairs.into_iter().map(note).collect();
    }
    if !is_short(expected) || !is_short(found) {
        return Vec::new();
    }
    let is_letter = |text: &str| {
        escape::is_plain(text) && text.chars().count() <= 2 && text.chars().any(char::is_alphabetic)
    };
    let is_hidden = |text: &str| !text.is_empty() && !escape::is_plain(text);
    let is_odd = is_hidden(expected) || is_hidden(found);
    if !is_odd && skeleton(expected) != skeleton(found) && !(is_letter(expected) && is_letter(found)) {
        return Vec::new();
    }
    vec![match (expected, found) {
        ("", _) => format!("{} is extra", named(found)),
        (_, "") => format!("{} is missing", named(expected)),
        _ => format!("{} in place of {}", named(found), named(expected)),
    }]
}

fn is_short(text: &str) -> bool {
    text.chars().nth(LIMITS.characters_named).is_none()
}

fn is_numeric(text: &str) -> bool {
    text.len() <= LIMITS.digits_named
        && text.contains(|c: char| c.is_ascii_digit())
        && (text.chars().all(|c| !c.is_alphabetic() && c.is_ascii_graphic())
            || number_len(text, false) == Some(text.len()))
}

/// The words of a text and the white space between them.
struct Tokens<'t> {
    text: &'t str,
    /// The end of each token.
    ends: Vec<usize>,
}

impl<'t> Tokens<'t> {
    fn of(text: &'t str) -> Self {
        let mut ends: Vec<usize> = Vec::new();
        let mut last = None;
        for (i, c) in text.char_indices() {
            let is_space = c.is_whitespace();
            if last.is_some_and(|last| last != is_space) {
                ends.push(i);
            }
            last = Some(is_space);
        }
        if last.is_some() {
            ends.push(text.len());
        }
        Self { text, ends }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn start(&self, token: usize) -> usize {
        token.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        self.start(tokens.start)..self.start(tokens.end)
    }

    fn token(&self, i: usize) -> &'t str {
        &self.text[self.bytes(i..i + 1)]
    }

    /// Returns the number of words among some tokens.
    fn words(&self, tokens: Range<usize>) -> usize {
        tokens.filter(|i| !self.token(*i).starts_with(char::is_whitespace)).count()
    }
}

/// Splits a text into characters, with each number as one.
fn chars_and_numbers(text: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut rest = text;
    let mut after_word = false;
    while let Some(c) = rest.chars().next() {
        let length = number_len(rest, after_word).unwrap_or(c.len_utf8());
        let (unit, others) = rest.split_at(length);
        units.push(unit);
        rest = others;
        after_word = c.is_alphanumeric();
    }
    units
}

/// Returns the length of the number that `text` starts with: `90`, `-1.5`, `1,000`, `1e-7`, `0x1f`.
fn number_len(text: &str, after_word: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut length = usize::from(bytes.first() == Some(&b'-') && !after_word);
    if !is_digit(length) {
        return None;
    }
    let is_hex_digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_hexdigit);
    let is_word_end = |i: usize| bytes.get(i).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    if !after_word && text[length..].starts_with("0x") && is_hex_digit(length + 2) {
        let end = length + 2 + (length + 2..bytes.len()).take_while(|i| is_hex_digit(*i)).count();
        if is_word_end(end) {
            return Some(end);
        }
    }
    while is_digit(length) || (matches!(bytes.get(length), Some(b'.' | b',')) && is_digit(length + 1)) {
        length += 1;
    }
    if !after_word && matches!(bytes.get(length), Some(b'e' | b'E')) {
        let digits = length + 1 + usize::from(matches!(bytes.get(length + 1), Some(b'-' | b'+')));
        let end = digits + (digits..bytes.len()).take_while(|i| is_digit(*i)).count();
        if end > digits && is_word_end(end) {
            return Some(end);
        }
    }
    Some(length)
}
