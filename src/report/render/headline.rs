//! The first line of a report: what was expected, and how much of it was found in how much.

use crate::report::context::ReportContext;
use crate::report::diff::list_diff::ListDiff;
use crate::report::finding::Finding;
use crate::report::render::escape;
use crate::transcript::mismatch::MismatchKind;
use crate::transcript::times::Times;

pub(crate) fn headline(
    context: &ReportContext<'_>,
    finding: &Finding,
    list_diff: Option<&ListDiff>,
) -> String {
    if let Some(refusal) = &finding.refusal {
        return refusal.clone();
    }
    let expected = expected(context, finding);
    if finding.kind == MismatchKind::Quiet {
        return format!("expected {expected}, {}", arrivals(context, finding));
    }
    if context.total() == 0 {
        return format!("expected {expected}, but {}", nothing(context));
    }
    let found = match (finding.kind, list_diff) {
        (_, Some(list_diff)) => found_of_list(context, list_diff),
        (MismatchKind::Nothing | MismatchKind::Count, _) => format!("found {}", all(context)),
        (MismatchKind::First | MismatchKind::Last | MismatchKind::Nth, _) => {
            found_elsewhere(context, finding)
        }
        (MismatchKind::All, _) => {
            let others: Vec<_> = context.others(&finding.matched).collect();
            format!("{}; not {}", found(context, finding.found), indices(context, &others))
        }
        _ if finding.matched.is_empty() => found(context, finding.found),
        _ => format!("{}: {}", found(context, finding.found), indices(context, &finding.matched)),
    };
    format!("expected {expected}, {found}")
}

fn expected(context: &ReportContext<'_>, finding: &Finding) -> String {
    let noun = context.noun();
    let requirement = || context.requirement(0);
    let times = finding.expected;
    match finding.kind {
        MismatchKind::Nothing => format!("no {noun}s"),
        MismatchKind::Count => counted(times, noun),
        MismatchKind::Once | MismatchKind::Times | MismatchKind::Any => {
            format!("{} {}", counted(times, noun), requirement())
        }
        MismatchKind::All => format!("only {noun}s {}", requirement()),
        MismatchKind::Never => format!("no {noun} {}", requirement()),
        MismatchKind::First => format!("the first {noun} to be one {}", requirement()),
        MismatchKind::Last => format!("the last {noun} to be one {}", requirement()),
        MismatchKind::Nth => format!("{} to be a {noun} {}", nth(context, finding), requirement()),
        MismatchKind::Quiet => match finding.quiet_for {
            Some(duration) => format!("no further {noun} for {duration:?}"),
            None => format!("no further {noun}"),
        },
        MismatchKind::Exactly | MismatchKind::ExactlyInAnyOrder if context.evidence.expectations() == 0 => {
            format!("no {noun}s at all (an empty list)")
        }
        MismatchKind::Exactly => format!("exactly {}", list(context, " in this order")),
        MismatchKind::ExactlyInAnyOrder => format!("exactly {}", list(context, " in any order")),
        MismatchKind::InOrder => format!("{}, others allowed between", list(context, " in this order")),
        MismatchKind::Consecutive => list(context, " next to each other in this order"),
        MismatchKind::Refused => "something else".to_owned(),
    }
}

/// `these 3 messages in this order`: of one, there is no order.
fn list(context: &ReportContext<'_>, order: &str) -> String {
    match context.evidence.expectations() {
        1 => format!("this 1 {}", context.noun()),
        many => format!("these {}{order}", escape::counted(many, context.noun())),
    }
}

/// `exactly 1 message`, `2 to 4 messages`.
fn counted(times: Times, noun: &str) -> String {
    let plural = if times.most().unwrap_or(times.least()) == 1 { "" } else { "s" };
    format!("{times} {noun}{plural}")
}

/// The position of `assert_nth`, with its index in the whole log where a filter makes that another.
fn nth(context: &ReportContext<'_>, finding: &Finding) -> String {
    let position = finding.about.unwrap_or_default();
    match context.evidence.index(position) {
        index if index == position => format!("[{position}]"),
        index => format!("position {position}, here [{index}],"),
    }
}

fn found(context: &ReportContext<'_>, number: usize) -> String {
    format!("found {} of {}", escape::count(number), all(context))
}

/// `3 sent`, `3 kept by the filter, 10 sent in all`.
fn all(context: &ReportContext<'_>) -> String {
    let (total, unfiltered) = (context.total(), context.evidence.unfiltered());
    if total == unfiltered {
        format!("{} {}", escape::count(total), context.verb())
    } else {
        let (total, unfiltered) = (escape::count(total), escape::count(unfiltered));
        format!("{total} kept by the filter, {unfiltered} {} in all", context.verb())
    }
}

fn nothing(context: &ReportContext<'_>) -> String {
    match context.evidence.unfiltered() {
        0 => format!("nothing was {}{}", context.verb(), context.attribution()),
        unfiltered => {
            format!(
                "the filter kept none of the {} {}{}",
                escape::count(unfiltered),
                context.verb(),
                context.attribution()
            )
        }
    }
}

fn found_of_list(context: &ReportContext<'_>, list_diff: &ListDiff) -> String {
    let expectations = escape::count(context.evidence.expectations());
    let tally = list_diff.tally();
    let found = match context.evidence.expectations() {
        0 => format!("found {}", all(context)),
        _ => format!("found {} of {expectations} in {}", escape::count(list_diff.found()), all(context)),
    };
    if tally.is_empty() { found } else { format!("{found}: {tally}") }
}

fn found_elsewhere(context: &ReportContext<'_>, finding: &Finding) -> String {
    let past_the_end = finding.about.is_some_and(|about| about >= context.total());
    let only = if past_the_end { format!("but there are only {}", all(context)) } else { String::new() };
    let at = indices(context, &finding.matched);
    match (past_the_end, finding.matched.is_empty()) {
        (true, true) => only,
        (true, false) => format!("{only}; it is at {at}"),
        (false, true) => format!("found 0 of {}", all(context)),
        (false, false) => format!("found it at {at} of {}", all(context)),
    }
}

/// What came where nothing should have: it may have been taken since.
fn arrivals(context: &ReportContext<'_>, finding: &Finding) -> String {
    let came = format!("but {} came", escape::count(finding.found));
    if finding.matched.is_empty() {
        return format!("{came}, and was taken or cleared since");
    }
    format!("{came}: {} of {}", indices(context, &finding.matched), all(context))
}

/// How many indices, or runs of them, are named.
const MOST_NAMED: usize = 8;

/// `[0], [2..=5]`: the indices in the whole log.
pub(crate) fn indices(context: &ReportContext<'_>, entries: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut named = 0;
    for entry in entries {
        let index = context.evidence.index(*entry);
        let is_full = runs.len() == context.limit(MOST_NAMED);
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ if is_full => break,
            _ => runs.push((index, index)),
        }
        named += 1;
    }
    let mut said: Vec<_> = runs
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => format!("[{first}]"),
            1 => format!("[{first}], [{last}]"),
            _ => format!("[{first}..={last}]"),
        })
        .collect();
    if named < entries.len() {
        said.push(format!("… {} more", escape::count(entries.len() - named)));
    }
    said.join(", ")
}
