//! The report of a failed check: [`diff`] finds the differences, [`render`] lays them out as text.

mod context;
mod diff;
mod finding;
pub(crate) mod render;
mod single;

use std::fmt;

pub(crate) use self::finding::Finding;

use self::context::ReportContext;
use self::diff::entry_diff::EntryDiff;
use self::diff::list_diff::{DiffOp, ListDiff};
use self::render::block::Block;
use self::render::listing::Listing;
use self::render::{colour, headline};
use crate::transcript::{Evidence, MismatchKind};

/// The text of a failure, in the parts that are told differently on a terminal.
pub(crate) struct Report {
    headline: String,
    parts: Vec<Block>,
    closest: Option<usize>,
    found: usize,
}

impl Report {
    pub(crate) fn of(evidence: &dyn Evidence, finding: &Finding) -> Self {
        let context = ReportContext::new(evidence);
        match finding.kind {
            MismatchKind::Exactly
            | MismatchKind::ExactlyInAnyOrder
            | MismatchKind::InOrder
            | MismatchKind::Consecutive => Self::of_list(&context, finding),
            _ => Self::of_one(&context, finding),
        }
    }

    fn of_list(context: &ReportContext<'_>, finding: &Finding) -> Self {
        let list_diff = ListDiff::of(context, finding.kind);
        let listing = Listing { context, steps: &list_diff.steps, marked: &[], labelled: true };
        let mut parts = listing.parts();
        parts.extend(list_diff.hint.iter().map(|hint| Block::Text(format!("  {hint}"))));
        parts.extend(hint_for_nothing(context, finding));
        Self {
            headline: headline::headline(context, finding, Some(&list_diff)),
            parts,
            closest: list_diff.closest().map(|entry| context.evidence.index(entry)),
            found: list_diff.found(),
        }
    }

    fn of_one(context: &ReportContext<'_>, finding: &Finding) -> Self {
        let closest = single::closest(context, finding);
        let comparison = closest.and_then(|entry| EntryDiff::of(context, entry, 0));
        let mut parts = single::reasons(context, finding);
        if let (Some(entry), Some(comparison)) = (closest, comparison) {
            parts.push(Block::Text(format!("  closest {}: {}", context.index(entry), comparison.summary)));
            parts.extend(comparison.parts);
        }
        let steps: Vec<_> = (0..context.total()).map(|entry| DiffOp::Other { entry }).collect();
        let marked = closest.map_or_else(|| single::offending(context, finding), |entry| vec![entry]);
        parts.extend(Listing { context, steps: &steps, marked: &marked, labelled: false }.parts());
        parts.extend(hint_for_nothing(context, finding));
        Self {
            headline: headline::headline(context, finding, None),
            parts,
            closest: closest.map(|entry| context.evidence.index(entry)),
            found: finding.found,
        }
    }

    /// The index in the whole log of the entry that comes closest, if one comes close.
    pub(crate) fn closest(&self) -> Option<usize> {
        self.closest
    }

    /// How many entries matched, or how many of a list were found under its rule.
    pub(crate) fn found(&self) -> usize {
        self.found
    }

    pub(crate) fn say_first(&mut self, words: &str) {
        self.headline.insert_str(0, words);
    }

    /// The report as an assertion panics with it: coloured where it goes to a terminal.
    pub(crate) fn for_panic(&self) -> String {
        let has_pair = self.parts.iter().any(|part| matches!(part, Block::DiffLines(_)));
        if !has_pair || !colour::is_wanted() {
            return self.to_string();
        }
        self.told(Block::coloured)
    }

    fn told(&self, part_as_text: fn(&Block) -> String) -> String {
        let mut out = self.headline.clone();
        for (at, part) in self.parts.iter().enumerate() {
            out.push_str(if at == 0 { "\n\n" } else { "\n" });
            out.push_str(&part_as_text(part));
        }
        out
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Block::to_string))
    }
}

/// Where nothing came at all, what is asked for is the least likely cause.
fn hint_for_nothing(context: &ReportContext<'_>, finding: &Finding) -> Option<Block> {
    // A wait for quiet may be broken by what somebody took away since.
    let is_other = matches!(finding.kind, MismatchKind::Refused | MismatchKind::Quiet);
    let is_empty = !is_other && context.evidence.unfiltered() == 0;
    let double = match context.attribution() {
        by if by.is_empty() => "this double".to_owned(),
        by => by.trim_start_matches(" by ").to_owned(),
    };
    let hint = format!("  was {double} given to the code under test, and did that code run?");
    is_empty.then_some(Block::Text(hint))
}
