//! One entry beside what was expected: on one line, line by line, or field by field.

use crate::report::context::ReportContext;
use crate::report::diff::align;
use crate::report::diff::fields::Field;
use crate::report::diff::text_diff::{TextDiff, with_notes};
use crate::report::render::block::{Block, Label, LabelledDiff};
use crate::report::render::diff_lines::DiffLines;
use crate::report::render::escape::{self, Style};

/// How two texts differ: in a few words, and shown.
pub(crate) struct EntryDiff {
    pub(crate) summary: String,
    pub(crate) blocks: Vec<Block>,
}

/// How many lines or fields that differ are shown.
const MOST_SHOWN: usize = 6;

impl EntryDiff {
    pub(crate) fn of(context: &ReportContext<'_>, entry: usize, expectation: usize) -> Option<Self> {
        let evidence = context.evidence;
        let (expected, found) = (evidence.expected_lines(expectation)?, evidence.lines(entry));
        if evidence.is_text() {
            let texts = [&*expected, &*found];
            if texts.iter().any(|text| escape::is_multi_line(text)) {
                return Some(Self::by_line(context, &expected, &found));
            }
            return Some(Self::on_one_line(context, &expected, &found));
        }
        if let Some(comparison) = Self::by_field(context, &expected, &found) {
            return Some(comparison);
        }
        Some(Self::on_one_line(context, &evidence.expected_line(expectation)?, &evidence.line(entry)))
    }

    fn on_one_line(context: &ReportContext<'_>, expected: &str, found: &str) -> Self {
        let difference = TextDiff::between(expected, found);
        let style = context.style([expected, found]);
        let summary = if expected == found { reads_the_same(context) } else { difference.summary() };
        let part = Block::Diff(labelled(context, expected, found, &difference, style));
        Self { summary, blocks: vec![part] }
    }

    fn by_line(context: &ReportContext<'_>, expected: &str, found: &str) -> Self {
        let (a, b): (Vec<_>, Vec<_>) = (expected.split('\n').collect(), found.split('\n').collect());
        let met = align::align(b.len(), a.len(), &mut |at_found, at_expected| b[at_found] == a[at_expected]);
        let (mut blocks, mut notes) = (Vec::new(), Vec::new());
        let mut counts = Counts::default();
        let mut said = None;
        let mut line_beside = |blocks: &mut Vec<Block>, at: Option<usize>| {
            if let Some((at, line)) = at.filter(|_| said != at).and_then(|at| Some((at, a.get(at)?))) {
                said = Some(at);
                if !line.is_empty() {
                    blocks.push(line_part(context, &format!("line {}", at + 1), line));
                }
            }
        };
        for gap in met.gaps(b.len()) {
            counts.add(gap.expectations.len(), gap.entries.len());
            if blocks.len() >= context.limit(MOST_SHOWN) {
                continue;
            }
            line_beside(&mut blocks, gap.expectations.start.checked_sub(1));
            let (missing, extra) = (&a[gap.expectations.clone()], &b[gap.entries]);
            for at in 0..missing.len().max(extra.len()).min(context.limit(MOST_SHOWN)) {
                match (missing.get(at), extra.get(at)) {
                    (Some(expected), Some(found)) => {
                        let difference = TextDiff::between(expected, found);
                        notes.extend_from_slice(difference.notes());
                        let style = context.style([expected, found]);
                        blocks.push(Block::Diff(labelled(context, expected, found, &difference, style)));
                    }
                    (Some(expected), None) => blocks.push(line_part(context, "expected", expected)),
                    (_, Some(found)) => blocks.push(line_part(context, context.verb(), found)),
                    (None, None) => {}
                }
            }
            line_beside(&mut blocks, Some(gap.expectations.end));
        }
        Self { summary: with_notes(counts.summary(a.len(), "line"), &notes), blocks }
    }

    /// `None` where the two are not of one shape: then there are no fields to compare.
    fn by_field(context: &ReportContext<'_>, expected: &str, found: &str) -> Option<Self> {
        let (a, b) = (Field::all(expected), Field::all(found));
        if a.first().map(|field| field.value) != b.first().map(|field| field.value) {
            return None;
        }
        let met =
            align::align(b.len(), a.len(), &mut |at_found, at_expected| b[at_found].is(&a[at_expected]));
        let (mut blocks, mut notes) = (Vec::new(), Vec::new());
        let mut counts = Counts::default();
        for gap in met.gaps(b.len()) {
            let (missing, extra) = (&a[gap.expectations], &b[gap.entries]);
            let pairs = Field::pair(missing, extra);
            let mut whole: Option<&Field<'_>> = None;
            for (expected, found) in pairs {
                // What a field holds that stands against one of another shape is shown with that field.
                if let (Some(whole), Some(field), None) | (Some(whole), None, Some(field)) =
                    (whole, expected, found)
                {
                    if field.is_within(whole) {
                        continue;
                    }
                }
                whole = expected
                    .filter(|expected| found.is_some_and(|found| found.is_leaf() != expected.is_leaf()));
                counts.add(usize::from(expected.is_some()), usize::from(found.is_some()));
                if counts.all() > context.limit(MOST_SHOWN) {
                    continue;
                }
                let path = expected.or(found).map(|field| field.path.clone()).unwrap_or_default();
                blocks.push(Block::Text(format!("    at `{}`", escape::unquoted(&path, context.columns()))));
                blocks.push(match (expected, found) {
                    (Some(expected), Some(found)) => {
                        let (expected, found) = (expected.shown(), found.shown());
                        let difference = TextDiff::between(&expected, &found);
                        notes.extend_from_slice(difference.notes());
                        Block::Diff(labelled(context, &expected, &found, &difference, Style::Bare))
                    }
                    (Some(field), None) => line_part(context, "expected", &field.shown()),
                    (None, Some(field)) => line_part(context, context.verb(), &field.shown()),
                    (None, None) => continue,
                });
            }
        }
        let left_out = counts.all().saturating_sub(context.limit(MOST_SHOWN));
        if left_out > 0 {
            blocks.push(Block::Text(format!("    … {} more", escape::count(left_out))));
        }
        if counts.all() == 0 {
            return None;
        }
        let leaves = a.iter().filter(|field| field.is_leaf()).count();
        let summary = counts.summary(leaves.max(counts.all()), "field");
        Some(Self { summary: with_notes(summary, &notes), blocks })
    }
}

fn reads_the_same(context: &ReportContext<'_>) -> String {
    let noun = context.noun();
    format!("this {noun} reads the same, but is not equal: its `Debug` form does not show what differs")
}

fn labelled(
    context: &ReportContext<'_>,
    expected: &str,
    found: &str,
    difference: &TextDiff,
    style: Style,
) -> LabelledDiff {
    let pair = DiffLines::new(expected, found, difference, style, context.columns());
    LabelledDiff {
        pair,
        expected: Label::before(gutter("expected")),
        found: Label::before(gutter(context.verb())),
        found_first: false,
    }
}

fn line_part(context: &ReportContext<'_>, label: &str, line: &str) -> Block {
    let shown = match context.style([line, line]) {
        Style::Quoted => escape::quote(line, context.columns()),
        Style::Bare => escape::unquoted(line, context.columns()),
    };
    Block::Text(format!("{}{shown}", gutter(label)))
}

fn gutter(label: &str) -> String {
    format!("    {label:<8}  ")
}

/// How many lines or fields differ.
#[derive(Default)]
struct Counts {
    altered: usize,
    missing: usize,
    extra: usize,
}

impl Counts {
    fn add(&mut self, missing: usize, extra: usize) {
        let both = missing.min(extra);
        self.altered += both;
        self.missing += missing - both;
        self.extra += extra - both;
    }

    fn all(&self) -> usize {
        self.altered + self.missing + self.extra
    }

    fn summary(&self, total: usize, noun: &str) -> String {
        let mut blocks = Vec::new();
        if self.altered > 0 {
            let verb = if self.altered == 1 { "differs" } else { "differ" };
            blocks.push(format!(
                "{} of {} {verb}",
                escape::count(self.altered),
                escape::counted(total, noun)
            ));
        }
        if self.missing > 0 {
            blocks.push(format!("{} missing", escape::counted(self.missing, noun)));
        }
        if self.extra > 0 {
            blocks.push(format!("{} too many", escape::counted(self.extra, noun)));
        }
        blocks.join(", ")
    }
}
