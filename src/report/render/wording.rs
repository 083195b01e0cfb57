//! Phrases that the reports of several rules share.

use std::borrow::Cow;

use crate::report::context::ReportContext;
use crate::report::limits::LIMITS;
use crate::report::render::escape;
use crate::report::render::wrap::wrap;
use crate::transcript::Number;
use crate::transcript::times::Times;

/// Returns `these 3 messages` followed by `order`. A single entry has no order.
pub(crate) fn list_of(context: &ReportContext<'_>, order: &str) -> String {
    match context.evidence.expectations() {
        1 => format!("this 1 {}", context.noun()),
        several => format!("these {}{order}", escape::counted(several, context.noun())),
    }
}

/// Returns a phrase such as `exactly 1 message` or `2 to 4 messages`.
pub(crate) fn counted_times(times: Times, noun: &str) -> String {
    let plural = if number_of(times) == Number::Singular { "" } else { "s" };
    format!("{times} {noun}{plural}")
}

/// Returns the grammatical number of the noun after `times`.
pub(crate) fn number_of(times: Times) -> Number {
    match times.most().unwrap_or(times.least()) {
        1 => Number::Singular,
        _ => Number::Plural,
    }
}

/// Returns `found 1 of 3 sent`.
pub(crate) fn found_in(context: &ReportContext<'_>, number: usize) -> String {
    format!("found {} of {}", escape::count(number), all_entries(context))
}

/// Returns `3 sent`, `3 kept by the filter, 10 sent in all`, or `3 calls of `mail`, 10 recorded in all`.
pub(crate) fn all_entries(context: &ReportContext<'_>) -> String {
    let (total, unfiltered) = (context.total(), context.evidence.unfiltered());
    let (kept, all, verb) = (escape::count(total), escape::count(unfiltered), context.verb());
    match context.evidence.scope() {
        Some(scope) => {
            let scope = singular_if(total == 1, scope);
            format!("{kept} {scope}, {all} in all")
        }
        None if total == unfiltered => format!("{kept} {verb}"),
        None => format!("{kept} kept by the filter, {all} {verb} in all"),
    }
}

/// Turns `calls of `mail`` into `call of `mail``, if `is_one`.
fn singular_if(is_one: bool, scope: &str) -> Cow<'_, str> {
    match scope.strip_prefix("calls ") {
        Some(rest) if is_one => Cow::Owned(format!("call {rest}")),
        _ => Cow::Borrowed(scope),
    }
}

/// Returns the indices of entries in the whole log, with consecutive ones joined: `[0], [2..=5]`.
pub(crate) fn indices(context: &ReportContext<'_>, entries: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut named = 0;
    for entry in entries {
        let index = context.evidence.index(*entry);
        let is_full = runs.len() == context.limit(LIMITS.indices_named);
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ if is_full => break,
            _ => runs.push((index, index)),
        }
        named += 1;
    }
    let mut phrases = Vec::with_capacity(runs.len());
    for (first, last) in runs {
        phrases.push(match last - first {
            0 => format!("[{first}]"),
            1 => format!("[{first}], [{last}]"),
            _ => format!("[{first}..={last}]"),
        });
    }
    if named < entries.len() {
        phrases.push(format!("… {} more", escape::count(entries.len() - named)));
    }
    phrases.join(", ")
}

/// Returns the question for an empty log, in which case the double was probably never called.
pub(crate) fn was_it_called(context: &ReportContext<'_>) -> Option<String> {
    if context.evidence.unfiltered() > 0 {
        return None;
    }
    let double = match context.evidence.recorded_by() {
        Some(name) => format!("`{}`", context.cut(name, LIMITS.name_width)),
        None => "this double".to_owned(),
    };
    let question = format!("  was {double} given to the code under test, and did that code reach the call?");
    Some(wrap(&question, context.columns()))
}
