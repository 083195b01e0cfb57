//! Compares an entry with an expected value: as one line, line by line, or field by field.

use crate::report::context::ReportContext;
use crate::report::diff::align;
use crate::report::diff::lines::{LineRange, Whole, literals_in_words};
use crate::report::diff::text_diff::{Span, TextDiff, with_notes};
use crate::report::diff::value::{Difference, Value, aligned_spans, differences};
use crate::report::limits::LIMITS;
use crate::transcript::match_matrix::TextIndex;

use crate::report::render::block::{Block, Label, LabelledDiff};
use crate::report::render::diff_lines::DiffLines;
use crate::report::render::escape::{self, Style};
use crate::report::render::wrap::wrap;

/// The difference between an entry and an expected value: a summary, and the blocks that show it.
pub(crate) struct EntryDiff {
    pub(crate) summary: String,
    pub(crate) blocks: Vec<Block>,
}

/// The width of the labels before the lines of a block.
pub(crate) const GUTTER: usize = 14;

impl EntryDiff {
    pub(crate) fn of(context: &ReportContext<'_>, entry: usize, expectation: usize) -> Option<Self> {
        let evidence = context.evidence;
        if evidence.is_text() {
            let (expected, found) = (evidence.expected_lines(expectation)?, evidence.lines(entry));
            if escape::is_multi_line(&expected) || escape::is_multi_line(&found) {
                return Some(Self::by_line(context, &expected, &found, context.columns()));
            }
            return Some(Self::on_one_line(context, &expected, &found));
        }
        let lines = [&*evidence.expected_line(expectation)?, &*evidence.line(entry)];
        let by_field = FieldDiff::of(context, entry, expectation, lines);
        Some(match by_field {
            Some(fields) => Self::by_field(context, fields),
            None => Self::on_one_line(context, lines[0], lines[1]),
        })
    }

    fn on_one_line(context: &ReportContext<'_>, expected: &str, found: &str) -> Self {
        let difference = TextDiff::between(expected, found);
        let style = context.style([expected, found]);
        let summary = if expected == found {
            reads_the_same(context, expected)
        } else {
            summary(context, expected, found, &difference)
        };
        let block = labelled(context, expected, found, &difference, style, context.columns());
        Self { summary, blocks: vec![Block::Diff(Box::new(block))] }
    }

    /// Compares two texts line by line, in at most `columns`.
    pub(crate) fn by_line(context: &ReportContext<'_>, expected: &str, found: &str, columns: usize) -> Self {
        let texts = LineRange::of(expected, found);
        let (a, b) = (texts.lines(expected, texts.expected.clone()), texts.lines(found, texts.found.clone()));
        let alignment = align_lines(&a, &b);
        let (mut blocks, mut notes) = (Vec::new(), Vec::new());
        let mut counts = Counts::default();
        let mut altered_lines = Vec::new();
        let mut last_shown = None;
        let mut left_out = 0;
        let mut push_context = |blocks: &mut Vec<Block>, line: Option<usize>| {
            let Some(number) = line.filter(|_| last_shown != line) else { return };
            let Some(line) = texts.line(expected, &a, number) else { return };
            last_shown = Some(number);
            if !line.is_empty() {
                blocks.push(line_block(context, &format!("line {number}"), line, columns));
            }
        };
        let mut shown = 0;
        for gap in alignment.gaps(b.len()) {
            counts.add(gap.expectations.len(), gap.entries.len());
            let (missing, extra) = (&a[gap.expectations.clone()], &b[gap.entries]);
            let pairs = missing.len().max(extra.len());
            let most =
                context.limit(LIMITS.differences_shown) - shown.min(context.limit(LIMITS.differences_shown));
            left_out += pairs.saturating_sub(most);
            let first = texts.first + gap.expectations.start;
            for line in first..first + missing.len().min(extra.len()) {
                altered_lines.push(line);
            }
            if most == 0 {
                continue;
            }
            shown += pairs.min(most);
            push_context(&mut blocks, first.checked_sub(1));
            for i in 0..pairs.min(most) {
                match (missing.get(i), extra.get(i)) {
                    (Some(expected), Some(found)) => {
                        let difference = TextDiff::between(expected, found);
                        notes.extend_from_slice(difference.notes());
                        let style = context.style([expected, found]);
                        let block = labelled(context, expected, found, &difference, style, columns);
                        blocks.push(Block::Diff(Box::new(block)));
                    }
                    (Some(expected), None) => blocks.push(line_block(context, "expected", expected, columns)),
                    (_, Some(found)) => blocks.push(line_block(context, context.verb(), found, columns)),
                    (None, None) => {}
                }
            }
            if pairs <= most {
                push_context(&mut blocks, Some(texts.first + gap.expectations.end));
            }
        }
        if left_out > 0 {
            let lines = escape::counted(left_out, "line");
            blocks.push(Block::Text(format!("    … {lines} more that differ")));
        }
        let summary = counts.summary(texts.total, "line");
        let number = match altered_lines[..] {
            [line] if counts.all() == 1 => format!(" (line {line})"),
            _ => String::new(),
        };
        let whole =
            Whole::between(expected, found, &expected[texts.expected.clone()], &found[texts.found.clone()]);
        let summary = match whole {
            Some(whole) if counts.all() == 0 => {
                // Only the final line end differs.
                let (expected, found) = (last_line(expected), last_line(found));
                let difference = TextDiff::between(expected, found);
                let style = context.style([expected, found]);
                blocks.push(Block::Diff(Box::new(labelled(
                    context,
                    expected,
                    found,
                    &difference,
                    style,
                    columns,
                ))));
                whole.in_words(context.verb())
            }
            Some(whole) => format!("{}: {summary}", with_notes(whole.in_words(context.verb()), &notes)),
            None => with_notes(summary, &notes),
        };
        Self { summary: format!("{summary}{number}"), blocks }
    }

    fn by_field(context: &ReportContext<'_>, fields: FieldDiff) -> Self {
        let FieldDiff { differences, leaves, .. } = fields;
        let (mut blocks, mut notes) = (Vec::new(), Vec::new());
        let mut counts = Counts::default();
        for (i, difference) in differences.iter().enumerate() {
            let Difference { path, expected, found, is_nan } = difference;
            counts.add(usize::from(expected.is_some()), usize::from(found.is_some()));
            if i >= context.limit(LIMITS.differences_shown) {
                continue;
            }
            if *is_nan {
                notes.push(NAN.to_owned());
            }
            let columns = context.columns();
            let mut heading = format!("    at `{}`", escape::end(path, columns.saturating_sub(GUTTER)));
            match (expected, found) {
                (Some(expected), Some(found)) => {
                    let difference = TextDiff::between(expected, found);
                    match literals_in_words(expected, found, context.verb()) {
                        // "Only white space differs" is true of this field, but perhaps not of the others.
                        Some(words) if differences.len() > 1 => {
                            heading = wrap(&format!("{heading}: {words}"), columns);
                        }
                        Some(words) => notes.push(words),
                        None => notes.extend_from_slice(difference.notes()),
                    }
                    blocks.push(Block::Text(heading));
                    let block = labelled(context, expected, found, &difference, Style::Bare, columns);
                    blocks.push(Block::Diff(Box::new(block)));
                }
                (Some(value), None) => {
                    blocks.push(Block::Text(heading));
                    blocks.push(line_block(context, "expected", value, columns));
                }
                (None, Some(value)) => {
                    blocks.push(Block::Text(heading));
                    blocks.push(line_block(context, context.verb(), value, columns));
                }
                (None, None) => {}
            }
        }
        let left_out = counts.all().saturating_sub(context.limit(LIMITS.differences_shown));
        if left_out > 0 {
            blocks.push(Block::Text(format!("    … {} more", escape::count(left_out))));
        }
        let total = leaves.max(counts.all());
        Self { summary: with_notes(counts.summary(total, "field"), &notes), blocks }
    }
}

/// The differing fields of a call.
pub(crate) struct FieldDiff {
    pub(crate) differences: Vec<Difference>,
    /// The number of leaves of the larger value.
    leaves: usize,
    /// The spans in which the one-line forms differ, if the trees reproduce these forms.
    pub(crate) spans: Option<Vec<Span>>,
}

impl FieldDiff {
    /// Compares two values as trees, given their one-line forms. Returns `None` if they differ as a whole, or if their
    /// forms do not differ.
    pub(crate) fn of(
        context: &ReportContext<'_>,
        entry: usize,
        expectation: usize,
        [expected_line, line]: [&str; 2],
    ) -> Option<Self> {
        let evidence = context.evidence;
        // A form that was cut cannot be read as a tree.
        if evidence.is_text() || expected_line.len().max(line.len()) > LIMITS.form_bytes {
            return None;
        }
        let expected = Value::parse(&evidence.expected_lines(expectation)?)?;
        let found = Value::parse(&evidence.lines(entry))?;
        let differences = differences(&expected, &found);
        let is_whole = differences.is_empty() || differences.iter().any(|one| one.path.is_empty());
        let leaves = expected.leaves().max(found.leaves());
        if is_whole {
            return None;
        }
        let spans = aligned_spans(&expected, &found, expected_line, line);
        Some(Self { differences, leaves, spans })
    }
}

const NAN: &str = "NaN is not equal to NaN";

fn align_lines(a: &[&str], b: &[&str]) -> align::Alignment {
    if a.len().max(b.len()) <= LIMITS.compared_tokens {
        return align::align(b.len(), a.len(), &mut |i_found, i_expected| b[i_found] == a[i_expected]);
    }
    let mut known = TextIndex::default();
    let (found, expected) = (known.numbers(b), known.numbers(a));
    align::align_numbers(&found, &expected)
}

/// Explains why an entry differs from an expected value with the same form.
fn reads_the_same(context: &ReportContext<'_>, form: &str) -> String {
    let noun = context.noun();
    if form.len() > LIMITS.form_bytes {
        let bytes = escape::count(LIMITS.form_bytes);
        return format!(
            "this {noun} reads the same in its first {bytes} bytes, beyond which nothing was read"
        );
    }
    if form.starts_with("<its Debug ") {
        return format!(
            "this {noun} is not equal, but its `Debug` failed, so that nothing shows what differs"
        );
    }
    // Every second part is quoted text, in which "NaN" is no number.
    let form = form.replace("\\\\", "").replace("\\\"", "");
    for (i, part) in form.split('"').enumerate() {
        if i % 2 == 0 && part.split(|c: char| !c.is_alphanumeric()).any(|word| word == "NaN") {
            return format!("this {noun} reads the same, but NaN is not equal to NaN");
        }
    }
    format!("this {noun} reads the same, but is not equal: its `Debug` hides what differs")
}

/// Returns the lines below an altered entry: the paths and values of its differing fields, or a description of what the
/// two compared lines do not show.
pub(crate) fn footer(
    context: &ReportContext<'_>,
    [expected, found]: [&str; 2],
    difference: &TextDiff,
    fields: Option<&FieldDiff>,
    pair: &DiffLines,
    columns: usize,
) -> Vec<String> {
    if difference.spans.is_empty() && fields.is_none() {
        return vec![cut(&reads_the_same(context, expected), columns)];
    }
    if let Some(FieldDiff { differences, .. }) = fields {
        let shows_values = pair.hidden > 0 || pair.is_cut() || differences.len() > 1;
        return field_lines(
            context,
            differences,
            shows_values,
            context.limit(LIMITS.differences_in_row),
            columns,
        );
    }
    let is_text = context.evidence.is_text();
    if let Some(words) = literals_in_words(expected, found, context.verb()).filter(|_| !is_text) {
        return wrapped(&words, columns);
    }
    let has_more = pair.hidden > 0 || difference.is_invisible();
    if has_more { wrapped(&summary(context, expected, found, difference), columns) } else { Vec::new() }
}

/// Describes the difference of an altered entry in one line.
pub(crate) fn in_words(
    context: &ReportContext<'_>,
    entry: usize,
    expectation: usize,
    columns: usize,
) -> Option<String> {
    let (expected, found) = (context.evidence.expected_line(expectation)?, context.line(entry));
    if expected == found {
        return Some(cut(&reads_the_same(context, &found), columns));
    }
    let is_long = expected.len().max(found.len()) > LIMITS.long_text;
    if context.evidence.is_text() {
        let summary = if is_long && escape::is_multi_line(&expected) {
            format!("differs from line {} on", escape::count(LineRange::of(&expected, &found).first))
        } else if is_long {
            TextDiff::from_ends(&expected, &found).summary(&expected)
        } else if escape::is_multi_line(&expected) || escape::is_multi_line(&found) {
            EntryDiff::by_line(context, &expected, &found, columns).summary
        } else {
            summary(context, &expected, &found, &TextDiff::between(&expected, &found))
        };
        return Some(cut(&summary, columns));
    }
    match FieldDiff::of(context, entry, expectation, [&expected, &found]) {
        Some(FieldDiff { differences, .. }) => {
            let mut line = field_lines(context, &differences, true, 1, columns).swap_remove(0);
            if differences.len() > 1 {
                let more = format!(", and {}", escape::counted(differences.len() - 1, "more difference"));
                line.push_str(if escape::width(&line) + more.len() <= columns { &more } else { ", …" });
            }
            Some(line)
        }
        None if is_long => Some(cut(&TextDiff::from_ends(&expected, &found).summary(&expected), columns)),
        None => {
            let difference = TextDiff::between(&expected, &found);
            Some(cut(&summary(context, &expected, &found, &difference), columns))
        }
    }
}

/// Explains why an argument does not match an expected value, by the fields in which their pretty `Debug` forms differ.
/// Returns `None` if the forms do not differ.
#[cfg(feature = "macros")]
pub(crate) fn argument_reason(argument: &str, expected: &str, found: &str) -> Option<String> {
    let named = |form| {
        let fields = vec![(argument.to_owned(), Value::parse(form)?)];
        Some(Value::Struct { name: String::new(), fields, has_others: false })
    };
    let differences = differences(&named(expected)?, &named(found)?);
    let mut reasons = Vec::new();
    for Difference { path, expected, found, is_nan } in differences.iter().take(LIMITS.differences_in_row) {
        reasons.push(match (expected, found) {
            _ if *is_nan => format!("`{path}`: {NAN}"),
            (Some(expected), Some(found)) => {
                let spans = TextDiff::between(expected, found).spans;
                let pair = DiffLines::new(expected, found, &spans, Style::Bare, LIMITS.text_width);
                format!("`{path}`: {} is not {}", pair.found.text, pair.expected.text)
            }
            (None, Some(found)) => format!("`{path}`: {} is extra", cut(found, LIMITS.text_width)),
            (Some(expected), None) => format!("`{path}`: {} is missing", cut(expected, LIMITS.text_width)),
            (None, None) => continue,
        });
    }
    let more = differences.len().saturating_sub(LIMITS.differences_in_row);
    if more > 0 {
        reasons.push(escape::counted(more, "more difference"));
    }
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// Returns the last line of a text, including its line end.
fn last_line(text: &str) -> &str {
    let start = text.strip_suffix('\n').unwrap_or(text).rfind('\n').map_or(0, |end| end + 1);
    &text[start..]
}

/// Summarizes the difference between two texts, or between the texts that two string literals denote.
fn summary(context: &ReportContext<'_>, expected: &str, found: &str, difference: &TextDiff) -> String {
    let words = if !context.evidence.is_text() {
        literals_in_words(expected, found, context.verb())
    } else if expected.ends_with('\n') || found.ends_with('\n') {
        Whole::between(expected, found, expected, found).map(|whole| whole.in_words(context.verb()))
    } else {
        None
    };
    words.unwrap_or_else(|| difference.summary(expected))
}

/// Returns a summary on one line or, if it does not fit, with its notes on a second line.
fn wrapped(summary: &str, columns: usize) -> Vec<String> {
    match summary.split_once(": ") {
        Some((summary, notes)) if escape::width(summary) + escape::width(notes) + 2 > columns => {
            vec![format!("{summary}:"), cut(&format!("  {notes}"), columns)]
        }
        _ => vec![cut(summary, columns)],
    }
}

fn cut(text: &str, columns: usize) -> String {
    escape::fitted(text, Style::Bare, columns)
}

/// Returns a line for each of the first differences, with its path and its values.
fn field_lines(
    context: &ReportContext<'_>,
    differences: &[Difference],
    shows_values: bool,
    limit: usize,
    columns: usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    for difference in differences.iter().take(limit) {
        let path = format!("at `{}`", escape::end(&difference.path, columns / 2));
        let path_width = escape::width(&path);
        let room = columns.saturating_sub(path_width + ":  is missing".len()).max(LIMITS.value_width);
        match (&difference.expected, &difference.found) {
            _ if difference.is_nan => lines.push(format!("{path}: {NAN}")),
            (Some(expected), Some(found)) if !shows_values => {
                match literals_in_words(expected, found, context.verb()) {
                    Some(words) if path_width + 2 + escape::width(&words) > columns => {
                        lines.push(format!("{path}:"));
                        for line in wrapped(&words, columns - 2) {
                            lines.push(format!("  {line}"));
                        }
                    }
                    Some(words) => lines.push(format!("{path}: {words}")),
                    None => lines.push(path),
                }
            }
            (Some(expected), Some(found)) => {
                let verb = context.verb();
                let values = |each: usize| {
                    let spans = TextDiff::between(expected, found).spans;
                    let pair = DiffLines::new(expected, found, &spans, Style::Bare, each);
                    format!("expected {}, {verb} {}", pair.expected.text, pair.found.text)
                };
                let width = |value: &str| escape::width(&escape::start(value, Style::Bare, columns).0);
                let whole = width(expected) + width(found);
                let words = "expected ,  ".len() + verb.len();
                let room = columns.saturating_sub(path_width + 2 + words);
                let own_room = columns.saturating_sub(2 + words);
                if whole <= room {
                    lines.push(format!("{path}: {}", values(columns)));
                } else if room >= 4 * LIMITS.value_width {
                    lines.push(format!("{path}: {}", values(room / 2)));
                } else {
                    // The values do not fit beside the path.
                    lines.push(format!("{path}:"));
                    lines.push(format!(
                        "  {}",
                        values(if whole <= own_room { columns } else { own_room / 2 })
                    ));
                }
            }
            (Some(expected), None) => lines.push(format!("{path}: {} is missing", cut(expected, room))),
            (_, found) => {
                lines.push(format!("{path}: {} is extra", cut(found.as_deref().unwrap_or_default(), room)));
            }
        }
    }
    if differences.len() > limit && limit > 1 {
        lines.push(format!("and {}", escape::counted(differences.len() - limit, "more difference")));
    }
    lines
}

fn labelled(
    context: &ReportContext<'_>,
    expected: &str,
    found: &str,
    difference: &TextDiff,
    style: Style,
    columns: usize,
) -> LabelledDiff {
    let pair = DiffLines::new(expected, found, &difference.spans, style, columns - GUTTER);
    let footer = if pair.hidden > 0 {
        vec![format!("    and {}", escape::counted(pair.hidden, "more difference"))]
    } else {
        Vec::new()
    };
    LabelledDiff {
        pair,
        expected: Label::before(gutter("expected")),
        found: Label::before(gutter(context.verb())),
        found_first: false,
        footer,
    }
}

fn line_block(context: &ReportContext<'_>, label: &str, line: &str, columns: usize) -> Block {
    let gutter = gutter(label);
    let shown = escape::fitted(line, context.style([line, line]), columns.saturating_sub(gutter.len()));
    Block::Text(format!("{gutter}{shown}"))
}

fn gutter(label: &str) -> String {
    format!("    {label:<8}  ")
}

/// The numbers of differing lines or fields.
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
        let mut parts = Vec::new();
        if self.altered > 0 {
            let verb = if self.altered == 1 { "differs" } else { "differ" };
            let (altered, total) = (escape::count(self.altered), escape::counted(total, noun));
            parts.push(format!("{altered} of {total} {verb}"));
        }
        if self.missing > 0 {
            parts.push(format!("{} missing", escape::counted(self.missing, noun)));
        }
        if self.extra > 0 {
            parts.push(format!("{} too many", escape::counted(self.extra, noun)));
        }
        parts.join(", ")
    }
}
