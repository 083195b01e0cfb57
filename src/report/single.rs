//! What a report says of a check of one matcher.

use crate::report::context::View;
use crate::report::diff::closest;
use crate::report::finding::Finding;
use crate::report::render::block::Part;
use crate::report::render::escape;
use crate::transcript::mismatch::MismatchKind;

/// The entry that comes closest, for a check of one matcher that too few entries met.
pub(crate) fn closest(view: &View<'_>, finding: &Finding) -> Option<usize> {
    let about = finding.about.filter(|about| *about < view.total());
    match finding.kind {
        MismatchKind::Once | MismatchKind::Times | MismatchKind::Any if finding.is_too_few() => {
            closest::among(view, 0, &mut view.others(&finding.matched))
        }
        MismatchKind::First | MismatchKind::Last | MismatchKind::Nth => {
            about.filter(|about| closest::closeness(view, *about, 0).is_some()).or_else(|| {
                finding.matched.is_empty().then(|| closest::among(view, 0, &mut (0..view.total())))?
            })
        }
        MismatchKind::All => about.filter(|about| closest::closeness(view, *about, 0).is_some()),
        _ => None,
    }
}

/// The entries to point at where none comes close: those that should not have matched, or should have.
pub(crate) fn at_fault(view: &View<'_>, finding: &Finding) -> Vec<usize> {
    match finding.kind {
        MismatchKind::Once | MismatchKind::Times if !finding.is_too_few() => finding.matched.clone(),
        MismatchKind::Never | MismatchKind::Quiet => finding.matched.clone(),
        MismatchKind::All => view.others(&finding.matched).collect(),
        MismatchKind::First | MismatchKind::Last | MismatchKind::Nth => finding.about.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The matcher's own words, where they say more than what was required.
pub(crate) fn whys(view: &View<'_>, finding: &Finding) -> Vec<Part> {
    if !finding.is_too_few() {
        return Vec::new();
    }
    let says_more =
        |why: &str| view.evidence.requirement(0) != format!("where {}", why.trim_end_matches(" is false"));
    let whys = finding.whys.iter().filter(|(_, why)| says_more(why));
    whys.map(|(entry, why)| {
        let why = escape::bare(why, 2 * view.columns());
        Part::Text(format!("  {} does not match: {why}", view.index(*entry)))
    })
    .collect()
}
