//! One entry beside what was expected: on one line, line by line, or field by field.

use crate::report::context::ReportContext;
use crate::report::diff::align;
use crate::report::diff::text_diff::{TextDiff, with_notes};
use crate::report::diff::value::{Difference, Value, differences};
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
        let summary =
            if expected == found { reads_the_same(context, expected) } else { difference.summary() };
        let part = Block::Diff(labelled(context, expected, found, &difference, style));
        Self { summary, blocks: vec![part] }
    }

    fn by_line(context: &ReportContext<'_>, expected: &str, found: &str) -> Self {
        let (a, b) = (lines_of(expected), lines_of(found));
        let whole = Whole::between(expected, found);
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
        let summary = match whole {
            Some(whole) if counts.all() == 0 => {
                blocks.push(Block::Text(format!("    {}", whole.in_words(context))));
                whole.in_words(context)
            }
            Some(whole) => format!("{}: {}", whole.in_words(context), counts.summary(a.len(), "line")),
            None => with_notes(counts.summary(a.len(), "line"), &notes),
        };
        Self { summary, blocks }
    }

    /// Compares two values as trees. Returns `None` if they differ as a whole, or not at all as far as their forms show.
    fn by_field(context: &ReportContext<'_>, expected: &str, found: &str) -> Option<Self> {
        let (expected, found) = (Value::parse(expected)?, Value::parse(found)?);
        let differences = differences(&expected, &found);
        if differences.is_empty() || differences.iter().any(|difference| difference.path.is_empty()) {
            return None;
        }
        let (mut blocks, mut notes) = (Vec::new(), Vec::new());
        let mut counts = Counts::default();
        for (i, difference) in differences.iter().enumerate() {
            let Difference { path, expected, found, is_nan } = difference;
            counts.add(usize::from(expected.is_some()), usize::from(found.is_some()));
            if i >= context.limit(MOST_SHOWN) {
                continue;
            }
            if *is_nan {
                notes.push("NaN is not equal to NaN".to_owned());
            }
            blocks.push(Block::Text(format!("    at `{}`", escape::unquoted(path, context.columns()))));
            match (expected, found) {
                (Some(expected), Some(found)) => {
                    let difference = TextDiff::between(expected, found);
                    notes.extend_from_slice(difference.notes());
                    blocks.push(Block::Diff(labelled(context, expected, found, &difference, Style::Bare)));
                }
                (Some(value), None) => blocks.push(line_part(context, "expected", value)),
                (None, Some(value)) => blocks.push(line_part(context, context.verb(), value)),
                (None, None) => {}
            }
        }
        let left_out = counts.all().saturating_sub(context.limit(MOST_SHOWN));
        if left_out > 0 {
            blocks.push(Block::Text(format!("    … {} more", escape::count(left_out))));
        }
        let leaves = expected.leaves().max(found.leaves()).max(counts.all());
        Some(Self { summary: with_notes(counts.summary(leaves, "field"), &notes), blocks })
    }
}

/// Returns the lines of a text. A final line end ends the last line and does not start another.
fn lines_of(text: &str) -> Vec<&str> {
    text.strip_suffix('\n').unwrap_or(text).split('\n').collect()
}

/// A difference that is a property of a whole text of several lines.
enum Whole {
    MissingFinalLineEnd,
    ExtraFinalLineEnd,
    LineEnds,
    Indentation,
    WhiteSpace,
    Case,
}

impl Whole {
    fn between(expected: &str, found: &str) -> Option<Self> {
        let without_returns = |text: &str| text.replace("\r\n", "\n");
        let trimmed = |text: &str| text.lines().map(|line| line.trim_start().to_owned()).collect::<Vec<_>>();
        if expected.strip_suffix('\n') == Some(found) {
            Some(Self::MissingFinalLineEnd)
        } else if found.strip_suffix('\n') == Some(expected) {
            Some(Self::ExtraFinalLineEnd)
        } else if without_returns(expected) == without_returns(found) {
            Some(Self::LineEnds)
        } else if trimmed(expected) == trimmed(found) {
            Some(Self::Indentation)
        } else if expected.split_whitespace().eq(found.split_whitespace()) {
            Some(Self::WhiteSpace)
        } else if expected.to_lowercase() == found.to_lowercase() {
            Some(Self::Case)
        } else {
            None
        }
    }

    fn in_words(&self, context: &ReportContext<'_>) -> String {
        match self {
            Self::MissingFinalLineEnd => {
                format!("the final line end is missing in what was {}", context.verb())
            }
            Self::ExtraFinalLineEnd => {
                format!("what was {} has a line end too many at the end", context.verb())
            }
            Self::LineEnds => "only white space differs: line ends, CRLF and LF".to_owned(),
            Self::Indentation => "only white space differs: indentation".to_owned(),
            Self::WhiteSpace => "only white space differs".to_owned(),
            Self::Case => "only upper and lower case differ".to_owned(),
        }
    }
}

fn reads_the_same(context: &ReportContext<'_>, form: &str) -> String {
    let noun = context.noun();
    // Every second part is inside of quotes. A quoted "NaN" is text.
    let form = form.replace("\\\\", "").replace("\\\"", "");
    let mut unquoted = form.split('"').step_by(2);
    if unquoted.any(|part| part.split(|c: char| !c.is_alphanumeric()).any(|word| word == "NaN")) {
        return format!("this {noun} reads the same, but NaN is not equal to NaN");
    }
    format!("this {noun} reads the same, but is not equal: its `Debug` form does not show what differs")
}

/// Returns what the two lines of an altered entry in a list do not show by themselves: the paths of the fields that
/// differ, and every difference beyond a cut.
pub(crate) fn footer(
    context: &ReportContext<'_>,
    entry: usize,
    expectation: usize,
    is_cut: bool,
) -> Vec<String> {
    let evidence = context.evidence;
    let (Some(expected), found) = (evidence.expected_line(expectation), context.line(entry)) else {
        return Vec::new();
    };
    if expected == found {
        return vec![reads_the_same(context, &found)];
    }
    let differences = match evidence.expected_lines(expectation).map(|lines| Value::parse(&lines)) {
        Some(Some(expected)) if !evidence.is_text() => {
            Value::parse(&evidence.lines(entry)).map(|found| differences(&expected, &found))
        }
        _ => None,
    };
    let Some(differences) = differences.filter(|found| found.iter().all(|one| !one.path.is_empty())) else {
        let difference = TextDiff::between(&expected, &found);
        let is_hidden = is_cut && difference.spans.len() > 1;
        return if is_hidden || difference.is_invisible() { vec![difference.summary()] } else { Vec::new() };
    };
    let shows_values = is_cut || differences.len() > 1;
    let limit = context.limit(MOST_IN_A_ROW);
    let mut lines: Vec<String> = differences
        .iter()
        .take(limit)
        .map(|difference| {
            let path = escape::unquoted(&difference.path, context.columns());
            let shown = |value: &str| escape::unquoted(value, context.columns() / 3);
            match (&difference.expected, &difference.found) {
                _ if !shows_values => format!("at `{path}`"),
                (Some(expected), Some(found)) => {
                    let verb = context.verb();
                    format!("at `{path}`: expected {}, {verb} {}", shown(expected), shown(found))
                }
                (Some(expected), None) => format!("at `{path}`: {} is missing", shown(expected)),
                (_, found) => {
                    format!("at `{path}`: {} is extra", shown(found.as_deref().unwrap_or_default()))
                }
            }
        })
        .collect();
    if differences.len() > limit {
        lines.push(format!("and {} more", escape::counted(differences.len() - limit, "difference")));
    }
    lines
}

/// The number of differences that a row of a list names.
const MOST_IN_A_ROW: usize = 3;

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
        footer: Vec::new(),
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
