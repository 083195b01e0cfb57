//! The report of a failed check: [`diff`] finds the differences, [`render`] lays them out as text.

mod context;
mod diff;
mod finding;
pub(crate) mod render;
mod single;

use std::fmt;

pub(crate) use self::finding::Finding;

use self::context::View;
use self::diff::entry_diff::Comparison;
use self::diff::list_diff::{Sequence, Step};
use self::render::block::Part;
use self::render::listing::Listing;
use self::render::{colour, headline};
use crate::transcript::{Evidence, MismatchKind};

/// The text of a failure, in the parts that are told differently on a terminal.
pub(crate) struct Report {
    headline: String,
    parts: Vec<Part>,
    closest: Option<usize>,
    found: usize,
}

impl Report {
    pub(crate) fn of(evidence: &dyn Evidence, finding: &Finding) -> Self {
        let view = View::new(evidence);
        match finding.kind {
            MismatchKind::Exactly
            | MismatchKind::ExactlyInAnyOrder
            | MismatchKind::InOrder
            | MismatchKind::Consecutive => Self::of_list(&view, finding),
            _ => Self::of_one(&view, finding),
        }
    }

    fn of_list(view: &View<'_>, finding: &Finding) -> Self {
        let sequence = Sequence::of(view, finding.kind);
        let listing = Listing { view, steps: &sequence.steps, marked: &[], labelled: true };
        let mut parts = listing.parts();
        parts.extend(sequence.hint.iter().map(|hint| Part::Text(format!("  {hint}"))));
        parts.extend(hint_for_nothing(view, finding));
        Self {
            headline: headline::headline(view, finding, Some(&sequence)),
            parts,
            closest: sequence.closest().map(|entry| view.evidence.index(entry)),
            found: sequence.found(),
        }
    }

    fn of_one(view: &View<'_>, finding: &Finding) -> Self {
        let closest = single::closest(view, finding);
        let comparison = closest.and_then(|entry| Comparison::of(view, entry, 0));
        let mut parts = single::whys(view, finding);
        if let (Some(entry), Some(comparison)) = (closest, comparison) {
            parts.push(Part::Text(format!("  closest {}: {}", view.index(entry), comparison.summary)));
            parts.extend(comparison.parts);
        }
        let steps: Vec<_> = (0..view.total()).map(|entry| Step::Other { entry }).collect();
        let marked = closest.map_or_else(|| single::at_fault(view, finding), |entry| vec![entry]);
        parts.extend(Listing { view, steps: &steps, marked: &marked, labelled: false }.parts());
        parts.extend(hint_for_nothing(view, finding));
        Self {
            headline: headline::headline(view, finding, None),
            parts,
            closest: closest.map(|entry| view.evidence.index(entry)),
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
        let has_pair = self.parts.iter().any(|part| matches!(part, Part::Pair(_)));
        if !has_pair || !colour::is_wanted() {
            return self.to_string();
        }
        self.told(Part::coloured)
    }

    fn told(&self, part_as_text: fn(&Part) -> String) -> String {
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
        f.write_str(&self.told(Part::to_string))
    }
}

/// Where nothing came at all, what is asked for is the least likely cause.
fn hint_for_nothing(view: &View<'_>, finding: &Finding) -> Option<Part> {
    // A wait for quiet may be broken by what somebody took away since.
    let is_other = matches!(finding.kind, MismatchKind::Refused | MismatchKind::Quiet);
    let is_empty = !is_other && view.evidence.unfiltered() == 0;
    let double = match view.by() {
        by if by.is_empty() => "this double".to_owned(),
        by => by.trim_start_matches(" by ").to_owned(),
    };
    let hint = format!("  was {double} given to the code under test, and did that code run?");
    is_empty.then_some(Part::Text(hint))
}
