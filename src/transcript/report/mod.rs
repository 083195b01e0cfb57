//! The report of a failed check: built as a value from the evidence, then told as text.

mod align;
mod closest;
mod colour;
mod compare;
mod fields;
mod headline;
mod listing;
mod pair;
mod part;
mod sequence;
mod similarity;
mod view;
mod visible;
mod words;

use std::fmt;
use std::time::Duration;

use self::compare::Comparison;
use self::listing::Listing;
use self::part::Part;
use self::sequence::{Sequence, Step};
use self::view::View;
use super::case::Evidence;
use super::mismatch::MismatchKind;
use super::times::Times;

/// What a check found out when it failed.
pub(crate) struct Finding {
    pub(crate) kind: MismatchKind,
    /// How many entries should have matched; for a list, how many it names.
    pub(crate) expected: Times,
    /// How many entries matched.
    pub(crate) found: usize,
    /// The positions of the entries that matched, for a check of one matcher.
    pub(crate) matched: Vec<usize>,
    /// The position that the rule is about: `assert_nth(1, ..)` is about 1. May be past the end.
    pub(crate) about: Option<usize>,
    /// The matcher's own words on why entries did not match, for the first few of them.
    pub(crate) whys: Vec<(usize, String)>,
    /// Why the check was refused, and what to write instead.
    pub(crate) refusal: Option<String>,
    /// For how long nothing was to arrive.
    pub(crate) quiet_for: Option<Duration>,
}

impl Finding {
    pub(crate) fn new(kind: MismatchKind, expected: impl Into<Times>) -> Self {
        let expected = expected.into();
        Self {
            kind,
            expected,
            found: 0,
            matched: Vec::new(),
            about: None,
            whys: Vec::new(),
            refusal: None,
            quiet_for: None,
        }
    }

    /// For a check of one matcher.
    pub(crate) fn counted(kind: MismatchKind, expected: impl Into<Times>, matched: Vec<usize>) -> Self {
        Self { found: matched.len(), matched, ..Self::new(kind, expected) }
    }
}

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
        Self {
            headline: headline::headline(view, finding, Some(&sequence)),
            parts,
            closest: sequence.closest().map(|entry| view.evidence.index(entry)),
            found: sequence.found(),
        }
    }

    fn of_one(view: &View<'_>, finding: &Finding) -> Self {
        let closest = closest_to_one(view, finding);
        let comparison = closest.and_then(|entry| Comparison::of(view, entry, 0));
        let mut parts = whys(view, finding);
        if let (Some(entry), Some(comparison)) = (closest, comparison) {
            parts.push(Part::Text(format!("  closest {}: {}", view.index(entry), comparison.summary)));
            parts.extend(comparison.parts);
        }
        let steps: Vec<_> = (0..view.total()).map(|entry| Step::Other { entry }).collect();
        let marked = closest.map_or_else(|| at_fault(view, finding), |entry| vec![entry]);
        parts.extend(Listing { view, steps: &steps, marked: &marked, labelled: false }.parts());
        if parts.is_empty() {
            parts.extend(hint_for_nothing(view, finding));
        }
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
        let mut out = self.headline.clone();
        for (at, part) in self.parts.iter().enumerate() {
            out.push_str(if at == 0 { "\n\n" } else { "\n" });
            out.push_str(&part.coloured());
        }
        out
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)?;
        for (at, part) in self.parts.iter().enumerate() {
            write!(f, "{}{part}", if at == 0 { "\n\n" } else { "\n" })?;
        }
        Ok(())
    }
}

/// The entry that comes closest, for a check of one matcher that too few entries met.
fn closest_to_one(view: &View<'_>, finding: &Finding) -> Option<usize> {
    let about = finding.about.filter(|about| *about < view.total());
    match finding.kind {
        MismatchKind::Once | MismatchKind::Times | MismatchKind::Any
            if finding.found < finding.expected.least() =>
        {
            closest::among(view, 0, not_in(&finding.matched, view.total()))
        }
        MismatchKind::First | MismatchKind::Last | MismatchKind::Nth => about
            .filter(|about| closest::closeness(view, *about, 0).is_some())
            .or_else(|| finding.matched.is_empty().then(|| closest::among(view, 0, 0..view.total()))?),
        MismatchKind::All => about.filter(|about| closest::closeness(view, *about, 0).is_some()),
        _ => None,
    }
}

fn not_in(matched: &[usize], total: usize) -> impl Iterator<Item = usize> {
    let mut matched = matched.iter().peekable();
    (0..total).filter(move |entry| matched.next_if_eq(&entry).is_none())
}

/// The entries to point at where none comes close: those that should not have matched, or should have.
fn at_fault(view: &View<'_>, finding: &Finding) -> Vec<usize> {
    match finding.kind {
        MismatchKind::Once | MismatchKind::Times if finding.found > finding.expected.least() => {
            finding.matched.clone()
        }
        MismatchKind::Never | MismatchKind::Quiet => finding.matched.clone(),
        MismatchKind::All => not_in(&finding.matched, view.total()).collect(),
        MismatchKind::First | MismatchKind::Last | MismatchKind::Nth => {
            finding.about.into_iter().filter(|about| *about < view.total()).collect()
        }
        _ => Vec::new(),
    }
}

/// The matcher's own words, where they say more than what was required.
fn whys(view: &View<'_>, finding: &Finding) -> Vec<Part> {
    let too_many = finding.kind == MismatchKind::Never || finding.found > finding.expected.least();
    if too_many || finding.whys.is_empty() {
        return Vec::new();
    }
    let requirement = view.evidence.requirement(0);
    let says_more = |why: &str| requirement != format!("where {}", why.trim_end_matches(" is false"));
    let whys = finding.whys.iter().filter(|(_, why)| says_more(why));
    whys.map(|(entry, why)| {
        let why = visible::bare(why, 2 * view.columns());
        Part::Text(format!("  {} does not match: {why}", view.index(*entry)))
    })
    .collect()
}

fn hint_for_nothing(view: &View<'_>, finding: &Finding) -> Option<Part> {
    let is_empty = finding.refusal.is_none() && view.evidence.unfiltered() == 0;
    let double = match view.by() {
        by if by.is_empty() => "this double".to_owned(),
        by => by.trim_start_matches(" by ").to_owned(),
    };
    let hint = format!("  was {double} given to the code under test, and did that code run?");
    is_empty.then_some(Part::Text(hint))
}
