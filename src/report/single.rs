//! What a report says of a check of one matcher.

use crate::report::context::ReportContext;
use crate::report::diff::closest;
use crate::report::finding::Finding;
use crate::report::render::block::Block;
use crate::report::render::escape;
use crate::transcript::mismatch::MismatchKind;

/// The entry that comes closest, for a check of one matcher that too few entries met.
pub(crate) fn closest(context: &ReportContext<'_>, finding: &Finding) -> Option<usize> {
    let about = finding.about.filter(|about| *about < context.total());
    match finding.kind {
        MismatchKind::Once | MismatchKind::Times | MismatchKind::Any if finding.is_too_few() => {
            closest::among(context, 0, &mut context.others(&finding.matched))
        }
        MismatchKind::First | MismatchKind::Last | MismatchKind::Nth => {
            about.filter(|about| closest::closeness(context, *about, 0).is_some()).or_else(|| {
                finding.matched.is_empty().then(|| closest::among(context, 0, &mut (0..context.total())))?
            })
        }
        MismatchKind::All => about.filter(|about| closest::closeness(context, *about, 0).is_some()),
        _ => None,
    }
}

/// The entries to point at where none comes close: those that should not have matched, or should have.
pub(crate) fn offending(context: &ReportContext<'_>, finding: &Finding) -> Vec<usize> {
    match finding.kind {
        MismatchKind::Once | MismatchKind::Times if !finding.is_too_few() => finding.matched.clone(),
        MismatchKind::Never | MismatchKind::Quiet => finding.matched.clone(),
        MismatchKind::All => context.others(&finding.matched).collect(),
        MismatchKind::First | MismatchKind::Last | MismatchKind::Nth => finding.about.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The matcher's own words, where they say more than what was required.
pub(crate) fn reasons(context: &ReportContext<'_>, finding: &Finding) -> Vec<Block> {
    if !finding.is_too_few() {
        return Vec::new();
    }
    let says_more =
        |why: &str| context.evidence.requirement(0) != format!("where {}", why.trim_end_matches(" is false"));
    let reasons = finding.reasons.iter().filter(|(_, why)| says_more(why));
    reasons
        .map(|(entry, why)| {
            let why = escape::unquoted(why, 2 * context.columns());
            Block::Text(format!("  {} does not match: {why}", context.index(*entry)))
        })
        .collect()
}
