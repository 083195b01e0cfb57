//! The report of a failed check: [`rules`] says what it means, [`diff`] finds the differences, [`render`] lays them
//! out as text.

pub(crate) mod context;
pub(crate) mod diff;
pub(crate) mod full;
pub(crate) mod limits;
pub(crate) mod render;
pub(crate) mod rules;

use std::fmt;

use self::context::ReportContext;
use self::diff::diff_op::DiffOp;
use self::diff::entry_diff::EntryDiff;
use self::diff::list_diff::ListDiff;
use self::render::block::{Block, Log};
use self::render::colour;
use self::render::escape::{self, LINE_WIDTH};
use self::render::listing::Listing;
use self::render::wrap::wrap;
use self::rules::RuleReport;
use crate::transcript::Number;
use crate::transcript::comparison::Evidence;
use crate::transcript::rule::{Failure, Rule};

/// The text of a failure, in blocks that a terminal may show in colour.
pub(crate) struct Report {
    /// The first line, if the test has set one.
    context: Option<String>,
    headline: String,
    blocks: Vec<Block>,
    closest: Option<usize>,
    found: usize,
}

impl Report {
    pub(crate) fn of(evidence: &dyn Evidence, failure: &Failure) -> Self {
        let context = &ReportContext::new(evidence);
        let rule = RuleReport::of(context, failure);
        let mut blocks = match &rule.list_diff {
            Some(diff) => blocks_of_list(context, diff),
            None if evidence.is_interim() && !matches!(failure.rule, Rule::Vacuous(_)) => {
                vec![Block::Text("  (no log, since the wait checks again)".to_owned())]
            }
            None => blocks_of_entries(context, failure, &rule),
        };
        if let Some(hint) = rule.hint {
            blocks.push(Block::Text(hint));
        }
        let shows_difference = rule.list_diff.is_none() && rule.closest.is_some();
        let headline = rule.headline.text(context, shows_difference);
        Self {
            context: evidence.context().map(|line| context.cut(line, context.columns())),
            headline,
            blocks,
            closest: rule.closest.map(|entry| evidence.index(entry)),
            found: rule.found,
        }
    }

    /// Returns a report that consists of one text.
    pub(crate) fn of_text(text: &str) -> Self {
        let (headline, rest) = match text.split_once("\n\n") {
            Some((headline, rest)) => (headline, vec![Block::Text(rest.to_owned())]),
            None => (text, Vec::new()),
        };
        Self { context: None, headline: headline.to_owned(), blocks: rest, closest: None, found: 0 }
    }

    /// Joins the reports of the failed checks among `checks`, each with its number. A log that several of them share is
    /// shown once.
    pub(crate) fn join(checks: usize, failures: Vec<(usize, Self)>) -> Self {
        let headline =
            format!("{} of {} failed", escape::count(failures.len()), escape::counted(checks, "check"));
        let mut blocks = Vec::new();
        let mut logs: Vec<(String, usize)> = Vec::new();
        for (number, report) in failures {
            if !blocks.is_empty() {
                blocks.push(Block::Text(String::new()));
            }
            let title = match report.context {
                Some(context) => format!("{context}\n{}", report.headline),
                None => report.headline,
            };
            blocks.push(Block::Text(before_line(&format!("{number}. "), &title)));
            if report.blocks.is_empty() {
                continue;
            }
            blocks.push(Block::Text(String::new()));
            for block in report.blocks {
                let Block::Log(log) = &block else {
                    blocks.push(block);
                    continue;
                };
                let unmarked = log.unmarked();
                match logs.iter().find(|(shown, _)| *shown == unmarked) {
                    Some((_, shown_in)) => {
                        blocks.push(Block::Text(wrap_unless_full(&log.reference(*shown_in))));
                    }
                    None => {
                        logs.push((unmarked, number));
                        blocks.push(block);
                    }
                }
            }
        }
        Self { context: None, headline, blocks, closest: None, found: 0 }
    }

    /// Returns the index in the whole log of the entry that is most similar to the expected one, if any is similar.
    pub(crate) fn closest(&self) -> Option<usize> {
        self.closest
    }

    /// Returns the number of matching entries; for a list, the number of expectations that were met.
    pub(crate) fn found(&self) -> usize {
        self.found
    }

    /// Puts `words` before the headline.
    pub(crate) fn prefix_headline(&mut self, words: &str) {
        self.headline = before_line(words, &self.headline);
    }

    /// Adds a paragraph at the end.
    pub(crate) fn append_text(&mut self, text: &str) {
        self.blocks.push(Block::Text(wrap_unless_full(text)));
    }

    /// Returns the report for the panic of an assertion, in colour if it is printed to a terminal.
    pub(crate) fn for_panic(&self) -> String {
        let has_diff = self.blocks.iter().any(|block| matches!(block, Block::Diff(_)));
        if !has_diff || !colour::is_wanted() {
            return self.to_string();
        }
        self.text(Block::coloured)
    }

    fn text(&self, block_as_text: fn(&Block) -> String) -> String {
        let mut out = match &self.context {
            Some(context) => format!("{context}\n{}", self.headline),
            None => self.headline.clone(),
        };
        for (i, block) in self.blocks.iter().enumerate() {
            out.push_str(if i == 0 { "\n\n" } else { "\n" });
            out.push_str(&block_as_text(block));
        }
        out
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Block::to_string))
    }
}

fn blocks_of_list(context: &ReportContext<'_>, diff: &ListDiff) -> Vec<Block> {
    let listing = Listing { context, steps: &diff.steps, marked: &[], labelled: true };
    let mut blocks = listing.blocks();
    for note in &diff.notes {
        blocks.push(Block::Text(wrap(&format!("  {note}"), context.columns())));
    }
    blocks
}

fn blocks_of_entries(context: &ReportContext<'_>, failure: &Failure, rule: &RuleReport) -> Vec<Block> {
    let mut blocks = if rule.shows_reasons { reasons(context, failure) } else { Vec::new() };
    let mut marked = rule.offending.clone();
    if let Some(closest) = rule.closest {
        marked = vec![closest];
        if let Some(mut diff) = EntryDiff::of(context, closest, 0) {
            let mut summary = format!("  closest {}: {}", context.index(closest), diff.summary);
            if escape::width(&summary) > context.columns() {
                // The notes get a separate line.
                if let Some(colon) = summary.rfind(": ").filter(|_| diff.summary.contains(": ")) {
                    summary.replace_range(colon..colon + 2, ":\n    ");
                }
            }
            blocks.push(Block::Text(wrap(&summary, context.columns())));
            blocks.append(&mut diff.blocks);
        }
    }
    let mut steps = Vec::with_capacity(context.total());
    for entry in 0..context.total() {
        steps.push(DiffOp::Other { entry });
    }
    let listed = Listing { context, steps: &steps, marked: &marked, labelled: false }.blocks();
    if !listed.is_empty() {
        let mut log = Log { rows: Vec::with_capacity(listed.len()), marked: Vec::new() };
        for block in listed {
            log.rows.push(block.to_string());
        }
        for entry in marked {
            if entry < context.total() {
                log.marked.push(context.index(entry));
            }
        }
        blocks.push(Block::Log(log));
    }
    blocks
}

fn wrap_unless_full(text: &str) -> String {
    if full::is_full() { text.to_owned() } else { wrap(text, LINE_WIDTH) }
}

/// Inserts words before the first line of a text, on the same line if they fit.
fn before_line(words: &str, text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let is_too_wide = !full::is_full() && escape::width(words) + escape::width(line) > LINE_WIDTH;
    if is_too_wide { format!("{}\n{text}", words.trim_end()) } else { format!("{words}{text}") }
}

/// Returns the explanations of the matcher that add information to the headline.
fn reasons(context: &ReportContext<'_>, failure: &Failure) -> Vec<Block> {
    if failure.reasons.is_empty() {
        return Vec::new();
    }
    let requirement = context.evidence.requirement(0, Number::Singular);
    let says_more = |reason: &str| {
        let condition = reason.trim_end_matches(" is false");
        !["that ", "where ", "that is "].iter().any(|word| requirement == format!("{word}{condition}"))
            && condition != format!("is {requirement}")
    };
    let mut blocks = Vec::new();
    for (entry, reason) in &failure.reasons {
        if says_more(reason) {
            let reason = format!("{} does not match: {reason}", context.index(*entry));
            let reason = format!("  {}", context.cut(&reason, 2 * context.columns()));
            blocks.push(Block::Text(wrap(&reason, context.columns())));
        }
    }
    blocks
}
