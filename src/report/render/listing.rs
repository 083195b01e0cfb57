//! Everything that was recorded, a line each: with its index, what is to be said of it, and the line that did it.

use std::fmt::Write as _;
use std::mem;
use std::ops::Range;

use crate::report::context::{Line, ReportContext};
use crate::report::diff::entry_diff;
use crate::report::diff::list_diff::{DiffOp, ExpectedPlace, tally};
use crate::report::diff::text_diff::{TextDiff, few_notes};
use crate::report::full::FULL;
use crate::report::render::block::Block;
use crate::report::render::diff_lines::DiffLines;
use crate::report::render::escape::{self, Style};
use crate::report::render::table::{ColumnWidths, Item, Row, Text};
use crate::transcript::Number;

/// How many rows are shown before a log is cut.
const MOST_ROWS: usize = 20;

/// How many rows are shown at either end of a cut log, and on either side of what matters.
const AROUND: usize = 2;

/// How many places of a cut log matter, and beyond them the first of each kind.
const MOST_PLACES: usize = 5;

/// How many lines the texts of all rows take, one each at least.
const MOST_LINES: usize = 48;

const MOST_LINES_OF_ONE: usize = 8;

/// How many altered entries are shown beside what was expected.
const MOST_PAIRS: usize = 5;

pub(crate) struct Listing<'v, 'e> {
    pub(crate) context: &'v ReportContext<'e>,
    pub(crate) steps: &'v [DiffOp],
    /// The entries to be pointed at, in order.
    pub(crate) marked: &'v [usize],
    /// Whether the steps have labels.
    pub(crate) labelled: bool,
}

/// What is shown of a log: steps that read the same in one row, and how many are left out.
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
        let rows = shown.iter().filter(|shown| matches!(shown, Shown::Row(_))).count();
        let lines = if self.context.full {
            usize::MAX
        } else {
            (MOST_LINES / rows.max(1)).clamp(1, MOST_LINES_OF_ONE)
        };
        let mut pairs = self.context.limit(MOST_PAIRS);
        let mut says_how = false;
        let items: Vec<Item> = shown
            .into_iter()
            .map(|shown| match shown {
                Shown::Row(steps) => Item::Row(self.row(steps, lines, common.is_none(), &mut pairs)),
                Shown::LeftOut(steps) if mem::replace(&mut says_how, true) => {
                    Item::LeftOut(self.left_out(steps))
                }
                Shown::LeftOut(steps) => {
                    Item::LeftOut(format!("{} ({FULL}=1 shows all)", self.left_out(steps)))
                }
            })
            .collect();
        let mut blocks = vec![Block::Text(self.heading(common))];
        blocks.extend(ColumnWidths::of(&items).blocks(items));
        blocks
    }

    fn heading(&self, common: Option<Line>) -> String {
        if self.context.total() == 0 {
            return "  expected:".to_owned();
        }
        let projection = if self.context.evidence.is_projection() { "projected from the calls " } else { "" };
        let mut heading = format!("  {projection}{}{}", self.context.verb(), self.context.attribution());
        if let Some(line) = common {
            let _ = write!(heading, ", all from {line}");
        }
        if self.labelled {
            heading.push_str(", beside what was expected");
        }
        heading.push(':');
        heading
    }

    /// The line of all entries, where there are several and they share one.
    fn common_line(&self) -> Option<Line> {
        let total = self.context.total();
        let first = self.context.location(0).filter(|_| total > 1)?;
        (1..total).all(|entry| self.context.location(entry) == Some(first)).then_some(first)
    }

    /// Rows from the start on, as far as they fit; all of them, or those around what matters.
    fn shown(&self) -> Vec<Shown> {
        let mut rows = Vec::new();
        let mut at = 0;
        while at < self.steps.len() && rows.len() <= self.context.limit(MOST_ROWS) {
            let run = self.run(at);
            at = run.end;
            rows.push(run);
        }
        if rows.len() <= self.context.limit(MOST_ROWS) {
            return rows.into_iter().map(Shown::Row).collect();
        }
        rows.truncate(AROUND);
        for place in self.places() {
            keep(&mut rows, self.around(place));
        }
        keep(&mut rows, self.before(self.steps.len()));
        let mut shown = Vec::new();
        let mut next = 0;
        for run in rows {
            match run.start - next {
                0 => {}
                // To say that one is left out takes as much room as to show it.
                1 => shown.push(Shown::Row(next..run.start)),
                _ => shown.push(Shown::LeftOut(next..run.start)),
            }
            next = run.end;
            shown.push(Shown::Row(run));
        }
        shown
    }

    /// The steps that matter: what is pointed at and what went wrong; and, where others may stand between, what was
    /// found among them.
    fn places(&self) -> Vec<usize> {
        let mut marked = self.marked.iter().copied().peekable();
        let mut places = self.few(MOST_PLACES, &mut |step| {
            step.is_wrong() || step.entry().is_some_and(|entry| marked.next_if_eq(&entry).is_some())
        });
        if self.labelled && self.steps.iter().any(|step| matches!(step, DiffOp::Other { .. })) {
            let left = MOST_PLACES.saturating_sub(places.len());
            places.extend(self.few(left, &mut |step| matches!(step, DiffOp::Ok { .. })));
        }
        places
    }

    /// The first few of such steps, and beyond them the first of each kind.
    fn few(&self, most: usize, is_such: &mut dyn FnMut(&DiffOp) -> bool) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        let mut kinds: Vec<&str> = Vec::new();
        for (at, step) in self.steps.iter().enumerate().filter(|(_, step)| is_such(step)) {
            // What is shown around the last place anyway is no other place.
            let is_apart = places.last().is_none_or(|last| at > last + AROUND);
            let is_new = !kinds.contains(&step.label());
            if is_new {
                kinds.push(step.label());
            }
            if is_new || (is_apart && places.len() < most) {
                places.push(at);
            }
        }
        places
    }

    /// The run that a step is in, with those on either side.
    fn around(&self, at: usize) -> Vec<Range<usize>> {
        let run = self.run_around(at);
        let mut runs = self.before(run.start);
        let mut next = run.end;
        runs.push(run);
        for _ in 0..AROUND {
            if next < self.steps.len() {
                let run = self.run(next);
                next = run.end;
                runs.push(run);
            }
        }
        runs
    }

    /// The last runs before a step.
    fn before(&self, end: usize) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut end = end;
        for _ in 0..AROUND {
            if let Some(at) = end.checked_sub(1) {
                let run = self.run_around(at);
                end = run.start;
                runs.push(run);
            }
        }
        runs.reverse();
        runs
    }

    fn run_around(&self, at: usize) -> Range<usize> {
        let mut start = at;
        while start > 0 && self.reads_the_same(start - 1, start) {
            start -= 1;
        }
        start..self.run(at).end
    }

    fn run(&self, start: usize) -> Range<usize> {
        let mut end = start + 1;
        while end < self.steps.len() && self.reads_the_same(end - 1, end) {
            end += 1;
        }
        start..end
    }

    fn reads_the_same(&self, at: usize, next: usize) -> bool {
        let context = self.context;
        match (self.steps[at], self.steps[next]) {
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
                    && context.line(one) == context.line(other)
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

    fn row(&self, steps: Range<usize>, lines: usize, with_location: bool, pairs: &mut usize) -> Row {
        let (first, last) = (self.steps[steps.start], self.steps[steps.end - 1]);
        let index = match (first.entry(), last.entry()) {
            (Some(first), Some(last)) if first != last => {
                format!("[{}..={}]", self.context.evidence.index(first), self.context.evidence.index(last))
            }
            (Some(first), _) => self.context.index(first),
            _ => String::new(),
        };
        let is_marked = self.steps[steps.clone()]
            .iter()
            .filter_map(|step| step.entry())
            .any(|entry| self.marked.binary_search(&entry).is_ok());
        let mut note = None;
        let mut text = match first {
            DiffOp::Missing { expectation } => Text::Lines(self.missing(expectation, lines)),
            DiffOp::Altered { entry, expectation } if *pairs > 0 => {
                *pairs -= 1;
                let (pair, numbers) = self.altered(entry, expectation);
                note = numbers;
                pair
            }
            _ => {
                let text =
                    first.entry().map_or_else(Vec::new, |entry| self.text(&self.context.line(entry), lines));
                if text.len() > 1 { Text::Block(text) } else { Text::Lines(text) }
            }
        };
        if steps.len() > 1 {
            text.append(&format!(" ×{}", escape::count(steps.len())));
        }
        let location = first.entry().filter(|_| with_location).and_then(|entry| self.context.location(entry));
        let original = first.entry().and_then(|entry| self.context.evidence.original(entry));
        let original = original.map(|original| format!("of {}", self.context.quote_entry(original)));
        let after = [location.map(|line| line.to_string()), note.or_else(|| self.place(first)), original];
        Row { is_marked, label: first.label(), index, text, after: after.into_iter().flatten().collect() }
    }

    /// Where a moved entry was expected.
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

    /// An expectation as it stands in a list.
    fn missing(&self, expectation: usize, lines: usize) -> Vec<String> {
        let evidence = self.context.evidence;
        let requirement = || self.context.requirement(expectation, Number::Singular);
        match (evidence.name(expectation), evidence.expected_line(expectation)) {
            (None, Some(wanted)) => self.text(&wanted, lines),
            (Some(_), Some(wanted)) => {
                vec![format!("{} {}", requirement(), self.context.quote_entry(&wanted))]
            }
            (Some(_), None) => vec![requirement()],
            (None, None) if evidence.is_distinctive(expectation) => vec![format!("one {}", requirement())],
            (None, None) => vec![format!("item {expectation} of the list, one {}", requirement())],
        }
    }

    /// An entry above what it should have been, and what its numbers became.
    fn altered(&self, entry: usize, expectation: usize) -> (Text, Option<String>) {
        if self.context.evidence.expected_line(expectation).is_none() {
            return (Text::Lines(self.unlike_requirement(entry, expectation)), None);
        }
        let wanted = self.context.evidence.expected_line(expectation).unwrap_or_default();
        let line = self.context.line(entry);
        let difference = TextDiff::between(&wanted, &line);
        let style = if self.context.evidence.is_text() { Style::Quoted } else { Style::Bare };
        let pair = DiffLines::new(&wanted, &line, &difference, style, self.context.columns());
        let footer = entry_diff::footer(self.context, entry, expectation, pair.is_cut());
        (Text::Diff(pair, footer), few_notes(difference.notes()))
    }

    /// Returns an entry above the requirement that it does not meet, for a matcher without one expected value.
    fn unlike_requirement(&self, entry: usize, expectation: usize) -> Vec<String> {
        let evidence = self.context.evidence;
        let requirement = self.context.requirement(expectation, Number::Singular);
        let reason = evidence.reason(entry, expectation).map(|reason| {
            let reason = escape::unquoted(&reason, self.context.columns());
            format!("{} does not match: {reason}", self.context.index(entry))
        });
        let item = if evidence.is_distinctive(expectation) {
            format!("expected one {requirement}")
        } else {
            format!("expected one {requirement} (item {expectation} of the list)")
        };
        let entry = self.context.quote_entry(&self.context.line(entry));
        [Some(entry), Some(item), reason].into_iter().flatten().collect()
    }

    /// A text as it stands in a row, on several lines if it has them.
    fn text(&self, text: &str, lines: usize) -> Vec<String> {
        if !self.context.evidence.is_text() || lines == 1 || !escape::is_multi_line(text) {
            return vec![self.context.quote_entry(text)];
        }
        escape::quote_lines(text, self.context.columns(), lines)
    }
}

/// Adds runs to those that are kept, which are in order and each there once.
fn keep(kept: &mut Vec<Range<usize>>, runs: Vec<Range<usize>>) {
    for run in runs {
        let place = kept.partition_point(|other| other.start < run.start);
        if kept.get(place) != Some(&run) {
            kept.insert(place, run);
        }
    }
}
