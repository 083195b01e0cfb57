//! Where two texts differ: told in words and numbers, since a count of characters tells nobody anything.

use std::ops::Range;

use crate::report::diff::align;
use crate::report::diff::similarity::common_ends;
use crate::report::render::escape;

/// Beyond this many bytes of difference, two texts are not aligned word by word.
const LONGEST_ALIGNED: usize = 16_384;

/// How two texts differ.
#[derive(Debug, Default)]
pub(crate) struct TextDiff {
    /// The bytes that differ, in both. Of a pair, one may be empty: something is missing there.
    pub(crate) spans: Vec<Span>,
    summary: Summary,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) expected: Range<usize>,
    pub(crate) found: Range<usize>,
}

#[derive(Debug, Default)]
enum Summary {
    #[default]
    Nothing,
    Whitespace,
    Case,
    Words {
        total: usize,
        altered: usize,
        missing: usize,
        extra: usize,
        notes: Vec<String>,
    },
    /// Too much differs to be aligned.
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
        if a.len().max(b.len()) > LONGEST_ALIGNED {
            let span =
                Span { expected: prefix..expected.len() - suffix, found: prefix..found.len() - suffix };
            let character = expected[..prefix].chars().count();
            return Self { spans: vec![span], summary: Summary::From { character } };
        }
        let mut walk = Walk::new(a, b, start);
        walk.go();
        let summary = if a.split_whitespace().eq(b.split_whitespace()) {
            Summary::Whitespace
        } else if a.to_lowercase() == b.to_lowercase() {
            Summary::Case
        } else {
            Summary::Words {
                total: expected.split_whitespace().count(),
                altered: walk.altered,
                missing: walk.missing,
                extra: walk.extra,
                notes: walk.notes,
            }
        };
        Self { spans: walk.spans, summary }
    }

    /// `1 of 10 words differs`, with what a number became.
    pub(crate) fn summary(&self) -> String {
        match &self.summary {
            Summary::Nothing => "nothing to see differs".to_owned(),
            Summary::Whitespace => "only white space differs".to_owned(),
            Summary::Case => "only upper and lower case differ".to_owned(),
            Summary::From { character } => {
                format!("differs from character {} on", escape::count(*character))
            }
            Summary::Words { total, altered, missing, extra, .. } => {
                if (*total, *altered, *missing, *extra) == (1, 1, 0, 0) {
                    return few_notes(self.notes()).unwrap_or_else(|| "its one word differs".to_owned());
                }
                with_notes(of_words(*total, *altered, *missing, *extra), self.notes())
            }
        }
    }

    /// Returns whether the two lines look alike although they differ, so that words have to tell.
    pub(crate) fn is_invisible(&self) -> bool {
        matches!(self.summary, Summary::Whitespace | Summary::Case)
    }

    /// What numbers became, and letters that may look like others.
    pub(crate) fn notes(&self) -> &[String] {
        match &self.summary {
            Summary::Words { notes, .. } => notes,
            _ => &[],
        }
    }
}

/// How many changes of a number are named.
const MOST_NOTES: usize = 3;

/// A summary followed by the first few notes.
pub(crate) fn with_notes(summary: String, notes: &[String]) -> String {
    match few_notes(notes) {
        Some(notes) => format!("{summary}: {notes}"),
        None => summary,
    }
}

pub(crate) fn few_notes(notes: &[String]) -> Option<String> {
    let mut said = notes[..notes.len().min(MOST_NOTES)].join(", ");
    if notes.len() > MOST_NOTES {
        said.push_str(", …");
    }
    (!said.is_empty()).then_some(said)
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

/// Where the word starts, or the space before it, that may go on after what both texts start with.
fn word_start(same: &str) -> usize {
    same.rfind(char::is_whitespace).unwrap_or(0)
}

/// How many bytes from the end on the word ends that may have begun before what both texts end with.
fn word_end(same: &str) -> usize {
    same.find(char::is_whitespace).map_or(0, |space| same.len() - space)
}

/// A walk along two aligned texts.
struct Walk<'t> {
    expected: Pieces<'t>,
    found: Pieces<'t>,
    /// Where both start in the whole texts.
    offset: usize,
    spans: Vec<Span>,
    altered: usize,
    missing: usize,
    extra: usize,
    notes: Vec<String>,
}

impl<'t> Walk<'t> {
    fn new(expected: &'t str, found: &'t str, offset: usize) -> Self {
        let (expected, found) = (Pieces::of(expected), Pieces::of(found));
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

    fn go(&mut self) {
        let (expected, found) = (&self.expected, &self.found);
        let met = align::align(found.len(), expected.len(), &mut |at_found, at_expected| {
            found.piece(at_found) == expected.piece(at_expected)
        });
        for gap in met.gaps(found.len()) {
            self.gap(gap.expectations, gap.entries);
        }
    }

    /// The pieces between two that are the same.
    fn gap(&mut self, expected: Range<usize>, found: Range<usize>) {
        let words = (self.expected.words(expected.clone()), self.found.words(found.clone()));
        let both = words.0.min(words.1);
        self.altered += both;
        self.missing += words.0 - both;
        self.extra += words.1 - both;
        if expected.len() == found.len() && words.0 == words.1 {
            for (expected, found) in expected.zip(found) {
                self.narrow(self.expected.bytes(expected..expected + 1), self.found.bytes(found..found + 1));
            }
        } else {
            self.narrow(self.expected.bytes(expected), self.found.bytes(found));
        }
    }

    /// Leaves out what is the same at both ends, a number never being cut.
    fn narrow(&mut self, expected: Range<usize>, found: Range<usize>) {
        let (text_a, text_b) = (&self.expected.text[expected.clone()], &self.found.text[found.clone()]);
        let (a, b) = (units(text_a), units(text_b));
        let most = a.len().min(b.len());
        let prefix = (0..most).take_while(|at| a[*at] == b[*at]).count();
        let ends = (0..most - prefix).take_while(|at| a[a.len() - 1 - at] == b[b.len() - 1 - at]);
        let mut suffix = ends.count();
        while suffix > 0 && escape::width(a[a.len() - suffix]) == 0 {
            suffix -= 1;
        }
        let length = |units: &[&str]| units.iter().map(|unit| unit.len()).sum::<usize>();
        let cut = |range: Range<usize>, units: &[&str]| {
            range.start + length(&units[..prefix])..range.end - length(&units[units.len() - suffix..])
        };
        let (expected, found) = (cut(expected, &a), cut(found, &b));
        if expected.is_empty() && found.is_empty() {
            return;
        }
        let became = (&self.expected.text[expected.clone()], &self.found.text[found.clone()]);
        self.notes.extend(note(became.0, became.1));
        let shift = |range: Range<usize>| range.start + self.offset..range.end + self.offset;
        self.spans.push(Span { expected: shift(expected), found: shift(found) });
    }
}

/// Returns a note on a number that differs, or on a character that looks like the expected one.
fn note(expected: &str, found: &str) -> Option<String> {
    if is_numeric(expected) && is_numeric(found) {
        return Some(format!("`{found}` in place of `{expected}`"));
    }
    let look_alike = |text: &str| {
        escape::is_plain(text) && text.chars().count() <= 2 && text.chars().any(char::is_alphabetic)
    };
    if (expected.is_ascii() && found.is_ascii()) || !look_alike(expected) || !look_alike(found) {
        return None;
    }
    Some(format!("`{found}` ({}) in place of `{expected}` ({})", code_points(found), code_points(expected)))
}

fn is_numeric(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| !c.is_alphabetic() && c.is_ascii_graphic())
}

fn code_points(text: &str) -> String {
    let points: Vec<_> = text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    points.join(" ")
}

/// The words of a text and the white space between them.
struct Pieces<'t> {
    text: &'t str,
    /// The end of each piece.
    ends: Vec<usize>,
}

impl<'t> Pieces<'t> {
    fn of(text: &'t str) -> Self {
        let mut ends: Vec<usize> = Vec::new();
        let mut last = None;
        for (at, c) in text.char_indices() {
            let space = c.is_whitespace();
            if last.is_some_and(|last| last != space) {
                ends.push(at);
            }
            last = Some(space);
        }
        if last.is_some() {
            ends.push(text.len());
        }
        Self { text, ends }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    fn bytes(&self, pieces: Range<usize>) -> Range<usize> {
        self.start(pieces.start)..self.start(pieces.end)
    }

    fn piece(&self, at: usize) -> &'t str {
        &self.text[self.bytes(at..at + 1)]
    }

    fn words(&self, pieces: Range<usize>) -> usize {
        pieces.filter(|at| !self.piece(*at).starts_with(char::is_whitespace)).count()
    }
}

/// The characters of a text, each number as one.
fn units(text: &str) -> Vec<&str> {
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

/// The length of the number that `text` starts with: `90`, `-1.5`, `1,000`.
fn number_len(text: &str, after_word: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = usize::from(bytes.first() == Some(&b'-') && !after_word);
    if !is_digit(at) {
        return None;
    }
    while is_digit(at) || (matches!(bytes.get(at), Some(b'.' | b',')) && is_digit(at + 1)) {
        at += 1;
    }
    Some(at)
}
