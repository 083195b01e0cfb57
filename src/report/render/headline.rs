//! The first line of a report: what was expected, and how much of it was found in how much.

use crate::report::context::View;
use crate::report::diff::list_diff::Sequence;
use crate::report::finding::Finding;
use crate::report::render::escape;
use crate::transcript::mismatch::MismatchKind;
use crate::transcript::times::Times;

pub(crate) fn headline(view: &View<'_>, finding: &Finding, sequence: Option<&Sequence>) -> String {
    if let Some(refusal) = &finding.refusal {
        return refusal.clone();
    }
    let expected = expected(view, finding);
    if finding.kind == MismatchKind::Quiet {
        return format!("expected {expected}, {}", arrivals(view, finding));
    }
    if view.total() == 0 {
        return format!("expected {expected}, but {}", nothing(view));
    }
    let found = match (finding.kind, sequence) {
        (_, Some(sequence)) => found_of_list(view, sequence),
        (MismatchKind::Nothing | MismatchKind::Count, _) => format!("found {}", all(view)),
        (MismatchKind::First | MismatchKind::Last | MismatchKind::Nth, _) => found_elsewhere(view, finding),
        (MismatchKind::All, _) => {
            let others: Vec<_> = view.others(&finding.matched).collect();
            format!("{}; not {}", found(view, finding.found), indices(view, &others))
        }
        _ if finding.matched.is_empty() => found(view, finding.found),
        _ => format!("{}: {}", found(view, finding.found), indices(view, &finding.matched)),
    };
    format!("expected {expected}, {found}")
}

fn expected(view: &View<'_>, finding: &Finding) -> String {
    let noun = view.noun();
    let requirement = || view.requirement(0);
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
        MismatchKind::Nth => format!("{} to be a {noun} {}", nth(view, finding), requirement()),
        MismatchKind::Quiet => match finding.quiet_for {
            Some(duration) => format!("no further {noun} for {duration:?}"),
            None => format!("no further {noun}"),
        },
        MismatchKind::Exactly | MismatchKind::ExactlyInAnyOrder if view.evidence.expectations() == 0 => {
            format!("no {noun}s at all (an empty list)")
        }
        MismatchKind::Exactly => format!("exactly {}", list(view, " in this order")),
        MismatchKind::ExactlyInAnyOrder => format!("exactly {}", list(view, " in any order")),
        MismatchKind::InOrder => format!("{}, others allowed between", list(view, " in this order")),
        MismatchKind::Consecutive => list(view, " next to each other in this order"),
        MismatchKind::Refused => "something else".to_owned(),
    }
}

/// `these 3 messages in this order`: of one, there is no order.
fn list(view: &View<'_>, order: &str) -> String {
    match view.evidence.expectations() {
        1 => format!("this 1 {}", view.noun()),
        many => format!("these {}{order}", escape::counted(many, view.noun())),
    }
}

/// `exactly 1 message`, `2 to 4 messages`.
fn counted(times: Times, noun: &str) -> String {
    let plural = if times.most().unwrap_or(times.least()) == 1 { "" } else { "s" };
    format!("{times} {noun}{plural}")
}

/// The position of `assert_nth`, with its index in the whole log where a filter makes that another.
fn nth(view: &View<'_>, finding: &Finding) -> String {
    let position = finding.about.unwrap_or_default();
    match view.evidence.index(position) {
        index if index == position => format!("[{position}]"),
        index => format!("position {position}, here [{index}],"),
    }
}

fn found(view: &View<'_>, number: usize) -> String {
    format!("found {} of {}", escape::count(number), all(view))
}

/// `3 sent`, `3 kept by the filter, 10 sent in all`.
fn all(view: &View<'_>) -> String {
    let (total, unfiltered) = (view.total(), view.evidence.unfiltered());
    if total == unfiltered {
        format!("{} {}", escape::count(total), view.done())
    } else {
        let (total, unfiltered) = (escape::count(total), escape::count(unfiltered));
        format!("{total} kept by the filter, {unfiltered} {} in all", view.done())
    }
}

fn nothing(view: &View<'_>) -> String {
    match view.evidence.unfiltered() {
        0 => format!("nothing was {}{}", view.done(), view.by()),
        unfiltered => {
            format!("the filter kept none of the {} {}{}", escape::count(unfiltered), view.done(), view.by())
        }
    }
}

fn found_of_list(view: &View<'_>, sequence: &Sequence) -> String {
    let expectations = escape::count(view.evidence.expectations());
    let tally = sequence.tally();
    let found = match view.evidence.expectations() {
        0 => format!("found {}", all(view)),
        _ => format!("found {} of {expectations} in {}", escape::count(sequence.found()), all(view)),
    };
    if tally.is_empty() { found } else { format!("{found}: {tally}") }
}

fn found_elsewhere(view: &View<'_>, finding: &Finding) -> String {
    let past_the_end = finding.about.is_some_and(|about| about >= view.total());
    let only = if past_the_end { format!("but there are only {}", all(view)) } else { String::new() };
    let at = indices(view, &finding.matched);
    match (past_the_end, finding.matched.is_empty()) {
        (true, true) => only,
        (true, false) => format!("{only}; it is at {at}"),
        (false, true) => format!("found 0 of {}", all(view)),
        (false, false) => format!("found it at {at} of {}", all(view)),
    }
}

/// What came where nothing should have: it may have been taken since.
fn arrivals(view: &View<'_>, finding: &Finding) -> String {
    let came = format!("but {} came", escape::count(finding.found));
    if finding.matched.is_empty() {
        return format!("{came}, and was taken or cleared since");
    }
    format!("{came}: {} of {}", indices(view, &finding.matched), all(view))
}

/// How many indices, or runs of them, are named.
const MOST_NAMED: usize = 8;

/// `[0], [2..=5]`: the indices in the whole log.
pub(crate) fn indices(view: &View<'_>, entries: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut named = 0;
    for entry in entries {
        let index = view.evidence.index(*entry);
        let is_full = runs.len() == view.most(MOST_NAMED);
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
