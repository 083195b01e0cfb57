//! The log, with one row per entry that shows its label, its index, the entry, and the source line that recorded it.
//!
//! A long log is cut to the relevant rows and their neighbours. The number of rows and the lines of each are bounded.

use std::mem;
use std::ops::Range;

use crate::report::context::{Line, ReportContext};
use crate::report::diff::diff_op::{DiffOp, ExpectedPlace};
use crate::report::diff::entry_diff::{self, EntryDiff, FieldDiff};
use crate::report::diff::list_diff::tally;
use crate::report::diff::text_diff::{TextDiff, first_notes};
use crate::report::full::FULL;
use crate::report::limits::LIMITS;
use crate::report::render::block::Block;
use crate::report::render::diff_lines::DiffLines;
use crate::report::render::escape;
use crate::report::render::table::{ColumnWidths, Content, DiffContent, Item, Row};
use crate::report::render::wrap::wrap;
use crate::transcript::Number;

pub(crate) struct Listing<'v, 'e> {
    pub(crate) context: &'v ReportContext<'e>,
    pub(crate) steps: &'v [DiffOp],
    /// The entries to point at, in order.
    pub(crate) marked: &'v [usize],
    /// Whether the steps have labels.
    pub(crate) labelled: bool,
}

/// A part of a log: a run of steps that read the same, shown as one row, or omitted steps.
enum Shown {
    Row(Range<usize>),
    LeftOut(Range<usize>),
}

impl Listing<'_, '_> {
    pub(crate) fn blocks(&self) -> Vec<Block> {
        if self.steps.is_empty() {
            return Vec::new();
        }
        let shown = self.shown();
        let common = self.common_line();
        let mut rows = 0;
        for shown in &shown {
            rows += usize::from(matches!(shown, Shown::Row(_)));
        }
        let lines = if self.context.full {
            usize::MAX
        } else {
            (LIMITS.text_lines / rows.max(1)).clamp(1, LIMITS.lines_of_text)
        };
        let mut pairs = self.context.limit(LIMITS.pairs_shown);
        let mut says_how = false;
        let mut items = Vec::with_capacity(shown.len());
        for shown in shown {
            items.push(match shown {
                Shown::Row(steps) => {
                    let mut row = self.row(steps, lines, common.is_none(), &mut pairs);
                    row.is_important |= rows <= LIMITS.whole_rows && !self.labelled;
                    Item::Row(row)
                }
                Shown::LeftOut(steps) if mem::replace(&mut says_how, true) => {
                    Item::LeftOut(self.left_out(steps))
                }
                Shown::LeftOut(steps) => {
                    Item::LeftOut(format!("{} ({FULL}=1 shows all)", self.left_out(steps)))
                }
            });
        }
        let mut blocks = vec![Block::Text(self.heading(common))];
        blocks.append(&mut ColumnWidths::of(&items, self.context.full).blocks(items));
        blocks
    }

    fn heading(&self, common: Option<Line>) -> String {
        if self.context.total() == 0 {
            return "  expected:".to_owned();
        }
        let projection = if self.context.evidence.is_projection() { "projected from the calls " } else { "" };
        let (verb, attribution) = (self.context.verb(), self.context.attribution());
        let beside = if self.labelled { ", beside what was expected" } else { "" };
        let Some(line) = common else { return format!("  {projection}{verb}{attribution}{beside}:") };
        let heading = format!("  {projection}{verb}{attribution}, all from {line}{beside}:");
        if escape::width(&heading) <= self.context.columns() {
            return heading;
        }
        let line = escape::end(&line.to_string(), self.context.columns() - "  all from ".len());
        format!("  all from {line}\n  {projection}{verb}{attribution}{beside}:")
    }

    /// Returns the source line of all entries, if there are several entries and one line recorded them all.
    fn common_line(&self) -> Option<Line> {
        let total = self.context.total();
        let first = self.context.location(0).filter(|_| total > 1)?;
        (1..total).all(|entry| self.context.location(entry) == Some(first)).then_some(first)
    }

    /// Returns all rows if they fit, otherwise the relevant rows and their neighbours.
    fn shown(&self) -> Vec<Shown> {
        let mut rows = Vec::new();
        let mut next = 0;
        while next < self.steps.len() && rows.len() <= self.context.limit(LIMITS.rows) {
            let run = self.run(next);
            next = run.end;
            rows.push(run);
        }
        if rows.len() <= self.context.limit(LIMITS.rows) {
            return rows.into_iter().map(Shown::Row).collect();
        }
        rows.truncate(self.edge());
        for place in self.places() {
            keep(&mut rows, self.around(place));
        }
        keep(&mut rows, self.before(self.steps.len(), self.edge()));
        let mut shown = Vec::new();
        let mut next = 0;
        for run in rows {
            match run.start - next {
                0 => {}
                // A note on one omitted row would take as much room as the row.
                1 => shown.push(Shown::Row(next..run.start)),
                _ => shown.push(Shown::LeftOut(next..run.start)),
            }
            next = run.end;
            shown.push(Shown::Row(run));
        }
        shown
    }

    /// Returns the relevant steps: marked ones and failures and, if the rule allows other entries, matched ones.
    fn places(&self) -> Vec<usize> {
        let is_marked = |entry: usize| self.marked.binary_search(&entry).is_ok();
        let mut places =
            self.few(LIMITS.places, &mut |step| step.is_wrong() || step.entry().is_some_and(is_marked));
        if self.labelled && self.steps.iter().any(|step| matches!(step, DiffOp::Other { .. })) {
            let left = LIMITS.places.saturating_sub(places.len());
            places.append(&mut self.few(left, &mut |step| matches!(step, DiffOp::Ok { .. })));
        }
        places
    }

    /// Returns the first `most` steps that are `is_such`, and the first one of each label.
    fn few(&self, most: usize, is_such: &mut dyn FnMut(&DiffOp) -> bool) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        let mut kinds: Vec<&str> = Vec::new();
        for (i, step) in self.steps.iter().enumerate() {
            if !is_such(step) {
                continue;
            }
            // A neighbour of the last place is shown with it.
            let is_apart = places.last().is_none_or(|last| i > last + LIMITS.rows_around);
            let is_new = !kinds.contains(&step.label());
            if is_new {
                kinds.push(step.label());
            }
            if is_new || (is_apart && places.len() < most) {
                places.push(i);
            }
        }
        places
    }

    /// Returns the run of a step and the runs on either side.
    fn around(&self, i: usize) -> Vec<Range<usize>> {
        let run = self.run_around(i);
        let mut runs = self.before(run.start, LIMITS.rows_around);
        let mut next = run.end;
        runs.push(run);
        for _ in 0..LIMITS.rows_around {
            if next < self.steps.len() {
                let run = self.run(next);
                next = run.end;
                runs.push(run);
            }
        }
        runs
    }

    /// Returns the number of rows at either end of a cut log. Those of a list are seldom of interest.
    fn edge(&self) -> usize {
        if self.labelled { 1 } else { LIMITS.rows_around }
    }

    /// Returns the last `number` runs before a step.
    fn before(&self, end: usize, number: usize) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut end = end;
        for _ in 0..number {
            if let Some(i) = end.checked_sub(1) {
                let run = self.run_around(i);
                end = run.start;
                runs.push(run);
            }
        }
        runs.reverse();
        runs
    }

    fn run_around(&self, i: usize) -> Range<usize> {
        let mut start = i;
        while start > 0 && self.reads_the_same(start - 1, start) {
            start -= 1;
        }
        start..self.run(i).end
    }

    fn run(&self, start: usize) -> Range<usize> {
        let mut end = start + 1;
        while end < self.steps.len() && self.reads_the_same(end - 1, end) {
            end += 1;
        }
        start..end
    }

    fn reads_the_same(&self, i: usize, next: usize) -> bool {
        let context = self.context;
        match (self.steps[i], self.steps[next]) {
            (DiffOp::Missing { expectation: a }, DiffOp::Missing { expectation: b }) => {
                context
                    .evidence
                    .expected_line(a)
                    .is_some_and(|wanted| Some(wanted) == context.evidence.expected_line(b))
                    && context.evidence.name(a) == context.evidence.name(b)
            }
            (DiffOp::Altered { .. }, _) | (_, DiffOp::Altered { .. }) => false,
            (a, b) => {
                let (Some(one), Some(other)) = (a.entry(), b.entry()) else { return false };
                let is_marked = |entry| self.marked.binary_search(&entry).is_ok();
                a.label() == b.label()
                    && is_marked(one) == is_marked(other)
                    && context.evidence.index(one) + 1 == context.evidence.index(other)
                    && context.reads_the_same(one, other)
                    && context.location(one) == context.location(other)
            }
        }
    }

    fn left_out(&self, steps: Range<usize>) -> String {
        let number = escape::count(steps.len());
        let tally = if self.labelled { tally(&self.steps[steps], true) } else { String::new() };
        if tally.is_empty() {
            return format!("… {number} more");
        }
        match tally.strip_prefix(&format!("{number} ")) {
            Some(label) => format!("… {number} more, all {label}"),
            None => format!("… {number} more: {tally}"),
        }
    }

    fn row(&self, steps: Range<usize>, lines: usize, with_location: bool, pairs: &mut usize) -> Row<'_> {
        let (first, last) = (self.steps[steps.start], self.steps[steps.end - 1]);
        let context = self.context;
        let index = match (first.entry(), last.entry()) {
            (Some(first), Some(last)) if first != last => {
                format!("[{}..={}]", context.evidence.index(first), context.evidence.index(last))
            }
            (Some(first), _) => context.index(first),
            _ => String::new(),
        };
        let is_marked = self.steps[steps.clone()]
            .iter()
            .filter_map(|step| step.entry())
            .any(|entry| self.marked.binary_search(&entry).is_ok());
        let location = first.entry().filter(|_| with_location).and_then(|entry| context.location(entry));
        let original = first.entry().and_then(|entry| context.evidence.original(entry));
        let original = original.map(|original| format!("of {}", context.cut(original, context.columns())));
        let (content, note) = match first {
            DiffOp::Missing { expectation } => {
                let times = times(steps.len());
                let shown = move |columns: usize| {
                    let mut shown = self.missing(expectation, lines, columns - escape::width(&times));
                    if let Some(last) = shown.last_mut() {
                        last.push_str(&times);
                    }
                    shown
                };
                (Content::Lines(Box::new(shown)), None)
            }
            DiffOp::Altered { entry, expectation } => {
                let is_in_full = *pairs > 0;
                *pairs = pairs.saturating_sub(1);
                (self.altered(entry, expectation, is_in_full), None)
            }
            _ => (self.entry(first.entry().unwrap_or_default(), lines, steps.len()), self.place(first)),
        };
        let mut notes = Vec::new();
        notes.extend(note);
        notes.extend(original);
        Row {
            is_marked,
            is_important: is_marked || matches!(first, DiffOp::Altered { .. }),
            label: first.label(),
            index,
            content,
            location: location.map(|line| line.to_string()),
            notes,
        }
    }

    /// Returns where a moved entry was expected.
    fn place(&self, step: DiffOp) -> Option<String> {
        match step {
            DiffOp::Moved { place: ExpectedPlace::After { entry }, .. } => {
                Some(format!("expected after {}", self.context.index(entry)))
            }
            DiffOp::Moved { place: ExpectedPlace::Before { entry }, .. } => {
                Some(format!("expected before {}", self.context.index(entry)))
            }
            _ => None,
        }
    }

    /// Returns an entry, with the number of entries that read the same.
    fn entry(&self, entry: usize, lines: usize, times: usize) -> Content<'_> {
        let times = self::times(times);
        let context = self.context;
        if self.is_block(&context.line(entry), lines) {
            return Content::Block(Box::new(move |columns| {
                let columns = columns - escape::width(&times);
                let mut shown = escape::quote_lines(&context.line(entry), columns, lines);
                if let Some(last) = shown.last_mut() {
                    last.push_str(&times);
                }
                vec![Block::Text(shown.join("\n"))]
            }));
        }
        Content::Lines(Box::new(move |columns| {
            vec![format!("{}{times}", context.entry(entry, columns - escape::width(&times)))]
        }))
    }

    /// Returns whether a text is shown on several lines.
    fn is_block(&self, text: &str, lines: usize) -> bool {
        self.context.evidence.is_text() && lines > 1 && escape::is_multi_line(text)
    }

    /// Returns an expectation without an entry.
    fn missing(&self, expectation: usize, lines: usize, columns: usize) -> Vec<String> {
        let (context, evidence) = (self.context, self.context.evidence);
        let requirement = || context.requirement(expectation, Number::Singular, context.columns());
        let line = match (evidence.name(expectation), evidence.expected_line(expectation)) {
            (None, Some(wanted)) if self.is_block(&wanted, lines) => {
                return escape::quote_lines(&wanted, columns, lines);
            }
            (None, Some(wanted)) => return vec![escape::fitted(&wanted, context.entry_style(), columns)],
            (Some(_), Some(wanted)) => {
                let requirement = requirement();
                let room = columns.saturating_sub(escape::width(&requirement) + 1).max(columns / 2);
                format!("{requirement} {}", escape::fitted(&wanted, context.entry_style(), room))
            }
            (Some(_), None) => requirement(),
            (None, None) if evidence.is_distinctive(expectation) => format!("one {}", requirement()),
            (None, None) => format!("item {expectation} of the list, one {}", requirement()),
        };
        vec![context.cut(&line, columns)]
    }

    /// Returns an altered entry beside its expectation or, if not `is_in_full`, with the difference in words.
    fn altered(&self, entry: usize, expectation: usize, is_in_full: bool) -> Content<'_> {
        let context = self.context;
        if context.start_of_expected_line(expectation).is_none() {
            let lines = move |columns| self.unlike_requirement(entry, expectation, columns);
            return Content::Lines(Box::new(lines));
        }
        if !is_in_full {
            let lines = move |columns| {
                let words = entry_diff::in_words(context, entry, expectation, columns);
                let mut lines = vec![context.entry(entry, columns)];
                lines.extend(words);
                lines
            };
            return Content::Lines(Box::new(lines));
        }
        if context.evidence.is_text() {
            let wanted = context.evidence.expected_line(expectation).unwrap_or_default();
            let line = context.line(entry);
            if escape::is_multi_line(&wanted) || escape::is_multi_line(&line) {
                return Content::Block(Box::new(move |columns| {
                    let diff = EntryDiff::by_line(context, &wanted, &line, columns);
                    let mut blocks = vec![Block::Text(context.cut(&diff.summary, columns))];
                    blocks.extend(diff.blocks);
                    blocks
                }));
            }
        }
        Content::Diff(Box::new(move || Self::beside_expected(context, entry, expectation)))
    }

    /// Compares an altered entry with its expectation, each on one line.
    fn beside_expected<'c>(
        context: &'c ReportContext<'_>,
        entry: usize,
        expectation: usize,
    ) -> DiffContent<'c> {
        let wanted = context.evidence.expected_line(expectation).unwrap_or_default();
        let line = context.line(entry);
        let difference = TextDiff::between(&wanted, &line);
        let fields = FieldDiff::of(context, entry, expectation, [&wanted, &line]);
        // The lines below the entry name white space and fields.
        let is_said = difference.is_invisible() || fields.is_some();
        let note = first_notes(difference.notes()).filter(|_| !is_said);
        let lay_out = move |columns, below| {
            let spans = fields.as_ref().and_then(|fields| fields.spans.as_ref()).unwrap_or(&difference.spans);
            let pair = DiffLines::new(&wanted, &line, spans, context.entry_style(), columns);
            let footer =
                entry_diff::footer(context, [&wanted, &line], &difference, fields.as_ref(), &pair, below);
            (pair, footer)
        };
        DiffContent { note, lay_out: Box::new(lay_out) }
    }

    /// Returns an entry and, below it, the requirement that it does not meet, for a matcher without an expected value.
    fn unlike_requirement(&self, entry: usize, expectation: usize, columns: usize) -> Vec<String> {
        let (context, evidence) = (self.context, self.context.evidence);
        let requirement = context.requirement(expectation, Number::Singular, context.columns());
        let item = if evidence.is_distinctive(expectation) {
            format!("expected one {requirement}")
        } else {
            format!("expected one {requirement} (item {expectation} of the list)")
        };
        let mut lines = vec![context.entry(entry, columns), context.cut(&item, columns)];
        if let Some(reason) = evidence.reason(entry, expectation) {
            let reason = format!("{} does not match: {reason}", context.index(entry));
            lines.extend(wrap(&context.cut(&reason, 2 * columns), columns).lines().map(str::to_owned));
        }
        lines
    }
}

/// Returns ` ×3` for three entries that read the same.
fn times(entries: usize) -> String {
    if entries > 1 { format!(" ×{}", escape::count(entries)) } else { String::new() }
}

/// Inserts runs into `kept`, which is sorted and has no duplicates.
fn keep(kept: &mut Vec<Range<usize>>, runs: Vec<Range<usize>>) {
    for run in runs {
        let place = kept.partition_point(|other| other.start < run.start);
        if kept.get(place) != Some(&run) {
            kept.insert(place, run);
        }
    }
}
