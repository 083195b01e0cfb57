//! Two texts, one above the other, with carets under the differences.
//!
//! A text that does not fit is shown as an excerpt: its start and a window around each difference, for as many
//! differences as fit, with `…` for the omitted parts. Both texts are cut at the same places, so one line of carets can
//! serve both.

use std::fmt::Write as _;
use std::iter;
use std::ops::Range;

use crate::report::diff::similarity::common_ends;
use crate::report::diff::text_diff::Span;
use crate::report::limits::LIMITS;
use crate::report::render::escape::{self, Budget, Style};

/// Two compared texts, laid out.
#[derive(Debug)]
pub(crate) struct DiffLines {
    pub(crate) expected: Shown,
    pub(crate) found: Shown,
    /// Whether one line of carets serves both texts.
    one_line: bool,
    /// The number of differences outside of the excerpts.
    pub(crate) hidden: usize,
}

/// A text, cut to the columns that it has, with its differences marked.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) text: String,
    /// The byte ranges of `text` that differ.
    pub(crate) marks: Vec<Range<usize>>,
    carets: String,
    is_cut: bool,
}

impl DiffLines {
    /// Lays out two texts that differ in `spans`, each in at most `columns`, quotes included.
    pub(crate) fn new(expected: &str, found: &str, spans: &[Span], style: Style, columns: usize) -> Self {
        let columns = if style == Style::Quoted { columns.saturating_sub(2) } else { columns };
        let excerpt = Excerpt::of(expected, found, spans, style, columns);
        let hidden = spans[excerpt.spans..].iter().filter(|span| span.is_marked).count();
        let marked = || spans.iter().filter(|span| span.is_marked);
        let is_insertion = marked().any(|span| span.expected.is_empty() || span.found.is_empty());
        let expected =
            CaretLine::shown(expected, style, excerpt.pieces.iter().map(|piece| (piece, &piece.expected)));
        let found = CaretLine::shown(found, style, excerpt.pieces.iter().map(|piece| (piece, &piece.found)));
        let one_line = expected.carets == found.carets || (marked().count() < 2 && !is_insertion);
        Self { expected, found, one_line, hidden }
    }

    /// Returns whether one of the texts is cut.
    pub(crate) fn is_cut(&self) -> bool {
        self.expected.is_cut || self.found.is_cut
    }

    /// Returns the lines with their carets.
    pub(crate) fn lines(&self, above: &Labelled<'_>, below: &Labelled<'_>) -> String {
        let mut out = format!("{}{}{}", above.label, above.shown.text, above.after);
        if !self.one_line {
            above.push_carets(&mut out);
        }
        let _ = write!(out, "\n{}{}{}", below.label, below.shown.text, below.after);
        below.push_carets(&mut out);
        out
    }
}

/// A text with its label and the text that follows it on the same line.
pub(crate) struct Labelled<'s> {
    pub(crate) label: &'s str,
    pub(crate) shown: &'s Shown,
    pub(crate) after: &'s str,
}

impl Labelled<'_> {
    fn push_carets(&self, out: &mut String) {
        if !self.shown.carets.is_empty() {
            let indent = escape::width(self.label);
            let _ = write!(out, "\n{:indent$}{}", "", self.shown.carets);
        }
    }
}

/// A part of both texts that is the same, differs, or is omitted.
#[derive(Debug)]
struct Piece {
    kind: Kind,
    expected: Range<usize>,
    found: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Same,
    Differs,
    /// Texts that differ but denote equal values, such as `0.0` and `-0.0`.
    Unmarked,
    LeftOut,
}

impl Kind {
    fn of(span: &Span) -> Self {
        if span.is_marked { Self::Differs } else { Self::Unmarked }
    }
}

/// The parts of two texts that are shown.
#[derive(Debug, Default)]
struct Excerpt {
    pieces: Vec<Piece>,
    /// The number of differences that are shown in full or in part.
    spans: usize,
    is_whole: bool,
    columns_left: usize,
}

impl Excerpt {
    fn of(expected: &str, found: &str, spans: &[Span], style: Style, columns: usize) -> Self {
        let fits = |text| escape::start(text, style, columns).1;
        if fits(expected) && fits(found) {
            return Self::whole(expected, found, spans);
        }
        let mut best = Self::default();
        for lead in LIMITS.leads {
            let excerpt = Self::with_lead(expected, found, spans, style, columns, lead);
            if excerpt.spans > best.spans || excerpt.is_whole {
                best = excerpt;
            }
            if best.is_whole {
                break;
            }
        }
        best
    }

    fn whole(expected: &str, found: &str, spans: &[Span]) -> Self {
        let mut excerpt = Self { spans: spans.len(), is_whole: true, ..Self::default() };
        let mut end = (0, 0);
        for span in spans {
            excerpt.push(Kind::Same, end.0..span.expected.start, end.1..span.found.start);
            excerpt.push(Kind::of(span), span.expected.clone(), span.found.clone());
            end = (span.expected.end, span.found.end);
        }
        excerpt.push(Kind::Same, end.0..expected.len(), end.1..found.len());
        excerpt
    }

    /// Shows as many differences as fit, each after at most `lead` columns of equal text.
    fn with_lead(
        expected: &str,
        found: &str,
        spans: &[Span],
        style: Style,
        columns: usize,
        lead: usize,
    ) -> Self {
        let width = |text: &str, most: usize| Measure { style }.width_within(text, most);
        let mut excerpt = Self { columns_left: columns, is_whole: true, ..Self::default() };
        let mut end = (0, 0);
        for span in spans {
            let same = &expected[end.0..span.expected.start];
            let first = if excerpt.spans == 0 { LIMITS.head_width } else { lead / 2 };
            let context = Measure { style }.ends(same, first.min(columns / 3), lead.min(columns / 3));
            let context_width = match &context {
                None => width(same, columns),
                Some((start, rest)) => Some(
                    width(&same[..*start], columns).unwrap_or(0)
                        + 1
                        + width(&same[*rest..], columns).unwrap_or(0),
                ),
            };
            // One column is reserved for the `…` that follows.
            let room = context_width.and_then(|width| excerpt.columns_left.checked_sub(width + 1));
            let widest = room.and_then(|room| {
                let expected = width(&expected[span.expected.clone()], room)?;
                Some((room, expected.max(width(&found[span.found.clone()], room)?)))
            });
            if widest.is_none() && (excerpt.spans > 0 || room.is_none()) {
                excerpt.is_whole = false;
                break;
            }
            match context {
                None => excerpt.push(Kind::Same, end.0..span.expected.start, end.1..span.found.start),
                Some((start, rest)) => {
                    excerpt.push(Kind::Same, end.0..end.0 + start, end.1..end.1 + start);
                    excerpt.push(Kind::LeftOut, 0..0, 0..0);
                    excerpt.push(
                        Kind::Same,
                        end.0 + rest..span.expected.start,
                        end.1 + rest..span.found.start,
                    );
                }
            }
            excerpt.spans += 1;
            let Some((room, widest)) = widest else {
                excerpt.is_whole = false;
                excerpt.push_cut_span(expected, found, span, style, room.unwrap_or(0));
                return excerpt;
            };
            excerpt.push(Kind::of(span), span.expected.clone(), span.found.clone());
            excerpt.columns_left = room + 1 - widest;
            end = (span.expected.end, span.found.end);
        }
        let next = spans.get(excerpt.spans).map_or(expected.len(), |span| span.expected.start);
        let rest = &expected[end.0..next];
        if excerpt.spans == spans.len() && width(rest, excerpt.columns_left).is_some() {
            excerpt.push(Kind::Same, end.0..next, end.1..end.1 + rest.len());
        } else {
            let start = Measure { style }.start(rest, excerpt.columns_left.saturating_sub(1));
            excerpt.push(Kind::Same, end.0..end.0 + start, end.1..end.1 + start);
            excerpt.push(Kind::LeftOut, 0..0, 0..0);
        }
        excerpt
    }

    /// Shows a part of a difference that is wider than the line: the part where the two texts start to differ.
    fn push_cut_span(&mut self, expected: &str, found: &str, span: &Span, style: Style, room: usize) {
        let measure = Measure { style };
        let (a, b) = (&expected[span.expected.clone()], &found[span.found.clone()]);
        let (same, _) = common_ends(a, b);
        let (mut skipped, mut room) = (0, room);
        if measure.width_within(&a[..same], room / 2).is_none() {
            skipped = measure.end(&a[..same], room / 4);
            room = room.saturating_sub(1);
            self.push(Kind::LeftOut, 0..0, 0..0);
        }
        let part = |text: &str, start: usize| {
            start + skipped..start + skipped + measure.start(&text[skipped..], room)
        };
        let (expected, found) = (part(a, span.expected.start), part(b, span.found.start));
        self.push(Kind::of(span), expected, found);
        self.push(Kind::LeftOut, 0..0, 0..0);
    }

    fn push(&mut self, kind: Kind, expected: Range<usize>, found: Range<usize>) {
        self.pieces.push(Piece { kind, expected, found });
    }
}

/// Measures escaped text. Never reads further than the text could fit.
#[derive(Clone, Copy)]
struct Measure {
    style: Style,
}

impl Measure {
    /// Returns the width of a text, or `None` if it is wider than `most` columns.
    fn width_within(self, text: &str, most: usize) -> Option<usize> {
        let (shown, is_whole) = escape::start(text, self.style, most);
        is_whole.then(|| escape::width(&shown))
    }

    /// Returns the length of the longest prefix that fits. It ends at a word boundary if its second half has one.
    fn start(self, text: &str, columns: usize) -> usize {
        let mut room = Budget::of(columns);
        let mut end = 0;
        for c in text.chars() {
            if !room.take(&self.escaped(c)) {
                let word_end = text[..end].rfind(' ').filter(|space| *space >= end / 2);
                return word_end.map_or(end, |space| space + 1);
            }
            end += c.len_utf8();
        }
        end
    }

    /// Returns the start of the longest suffix that fits. It starts at a word boundary if its first half has one.
    fn end(self, text: &str, columns: usize) -> usize {
        let mut room = Budget::of(columns);
        let mut start = text.len();
        for c in text.chars().rev() {
            if !room.take(&self.escaped(c)) {
                break;
            }
            start -= c.len_utf8();
        }
        let word_start = text[start..].find(' ').filter(|space| *space < (text.len() - start) / 2);
        word_start.map_or(start, |space| start + space + 1)
    }

    /// Returns the end of the first columns and the start of the last ones, or `None` if the whole text fits.
    fn ends(self, text: &str, first: usize, last: usize) -> Option<(usize, usize)> {
        if self.width_within(text, first + last + 1).is_some() {
            return None;
        }
        Some((self.start(text, first), self.end(text, last)))
    }

    /// Returns a character as it is shown. A combining mark is assumed to have no base character, which is the widest
    /// case.
    fn escaped(self, c: char) -> String {
        let mut shown = String::new();
        escape::push_char(&mut shown, c, self.style, false);
        shown
    }
}

/// A line and its carets, while they are written.
struct CaretLine {
    style: Style,
    out: String,
    columns: usize,
    marks: Vec<Range<usize>>,
    carets: String,
    accepts_combining: bool,
}

/// The number of preceding characters that can change the width of a character, as in a sequence of emoji.
const CLUSTER: usize = 8;

impl CaretLine {
    fn shown<'p>(
        text: &str,
        style: Style,
        pieces: impl Iterator<Item = (&'p Piece, &'p Range<usize>)>,
    ) -> Shown {
        let mut line = Self {
            style,
            out: String::new(),
            columns: 0,
            marks: Vec::new(),
            carets: String::new(),
            accepts_combining: false,
        };
        if style == Style::Quoted {
            line.push_raw('"');
        }
        let mut is_cut = false;
        for (piece, range) in pieces {
            match piece.kind {
                Kind::Same | Kind::Unmarked => text[range.clone()].chars().for_each(|c| line.push(c)),
                Kind::Differs => line.push_difference(&text[range.clone()]),
                Kind::LeftOut => {
                    is_cut = true;
                    line.push_raw('…');
                }
            }
        }
        if style == Style::Quoted {
            line.push_raw('"');
        }
        Shown { text: line.out, marks: line.marks, carets: line.carets, is_cut }
    }

    fn push_raw(&mut self, c: char) {
        self.out.push(c);
        self.columns += 1;
        self.accepts_combining = false;
    }

    fn push(&mut self, c: char) {
        let before = self.out.len();
        self.accepts_combining = escape::push_char(&mut self.out, c, self.style, self.accepts_combining);
        if self.out[before..].is_ascii() {
            self.columns += self.out.len() - before;
            return;
        }
        // The width of a character depends on a few preceding characters.
        let cluster = self.out[..before].char_indices().rev().take(CLUSTER).last().map_or(before, |(i, _)| i);
        let width = escape::width(&self.out[cluster..]);
        self.columns = (self.columns + width).saturating_sub(escape::width(&self.out[cluster..before]));
    }

    fn push_difference(&mut self, text: &str) {
        let (column, start) = (self.columns, self.out.len());
        // A combining mark that differs is escaped, so that it does not combine with an equal character.
        self.accepts_combining = false;
        text.chars().for_each(|c| self.push(c));
        self.marks.extend((start < self.out.len()).then_some(start..self.out.len()));
        // An insertion point has a caret too. A combining mark has the column of its base character.
        let column = if text.is_empty() { column } else { column.min(self.columns.saturating_sub(1)) };
        let end = self.columns.max(column + 1);
        let spaces = column.saturating_sub(self.carets.len());
        self.carets.extend(iter::repeat_n(' ', spaces));
        let carets = end.saturating_sub(self.carets.len());
        self.carets.extend(iter::repeat_n('^', carets));
    }
}
