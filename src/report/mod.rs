//! The report of a failed check: [`rules`] says what it means, [`diff`] finds the differences, [`render`] lays them
//! out as text.

mod context;
mod diff;
pub(crate) mod render;
mod rules;

use std::fmt;

use self::context::ReportContext;
use self::diff::entry_diff::EntryDiff;
use self::diff::list_diff::{DiffOp, ListDiff};
use self::render::block::Block;
use self::render::colour;
use self::render::escape;
use self::render::listing::Listing;
use self::rules::RuleReport;
use crate::transcript::comparison::Evidence;
use crate::transcript::rule::Failure;

/// The text of a failure, in blocks that a terminal may show in colour.
pub(crate) struct Report {
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
            None => blocks_of_entries(context, failure, &rule),
        };
        blocks.extend(rule.hint.map(Block::Text));
        Self {
            headline: rule.headline.text(),
            blocks,
            closest: rule.closest.map(|entry| evidence.index(entry)),
            found: rule.found,
        }
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
        self.headline.insert_str(0, words);
    }

    /// Adds a paragraph at the end.
    pub(crate) fn append_text(&mut self, text: &str) {
        self.blocks.push(Block::Text(text.to_owned()));
    }

    /// Returns the report as an assertion panics with it: in colour if it goes to a terminal.
    pub(crate) fn for_panic(&self) -> String {
        let has_diff = self.blocks.iter().any(|block| matches!(block, Block::Diff(_)));
        if !has_diff || !colour::is_wanted() {
            return self.to_string();
        }
        self.text(Block::coloured)
    }

    fn text(&self, block_as_text: fn(&Block) -> String) -> String {
        let mut out = self.headline.clone();
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
    blocks.extend(diff.note.iter().map(|note| Block::Text(format!("  {note}"))));
    blocks
}

fn blocks_of_entries(context: &ReportContext<'_>, failure: &Failure, rule: &RuleReport) -> Vec<Block> {
    let mut blocks = if rule.shows_reasons { reasons(context, failure) } else { Vec::new() };
    let mut marked = rule.offending.clone();
    if let Some(closest) = rule.closest {
        marked = vec![closest];
        if let Some(diff) = EntryDiff::of(context, closest, 0) {
            blocks.push(Block::Text(format!("  closest {}: {}", context.index(closest), diff.summary)));
            blocks.extend(diff.blocks);
        }
    }
    let steps: Vec<_> = (0..context.total()).map(|entry| DiffOp::Other { entry }).collect();
    blocks.extend(Listing { context, steps: &steps, marked: &marked, labelled: false }.blocks());
    blocks
}

/// Returns the matcher's explanations that say more than the headline does.
fn reasons(context: &ReportContext<'_>, failure: &Failure) -> Vec<Block> {
    let says_more = |reason: &str| {
        context.evidence.requirement(0) != format!("where {}", reason.trim_end_matches(" is false"))
    };
    let reasons = failure.reasons.iter().filter(|(_, reason)| says_more(reason));
    reasons
        .map(|(entry, reason)| {
            let reason = escape::unquoted(reason, 2 * context.columns());
            Block::Text(format!("  {} does not match: {reason}", context.index(*entry)))
        })
        .collect()
}
