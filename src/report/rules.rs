//! The report of each rule: what it expected, what was found, and which entries to point at.
//!
//! Every rule has one arm in [`RuleReport::of`], and every arm has to fill each field, so a rule without a complete
//! report does not compile.

use crate::report::context::ReportContext;
use crate::report::diff::closest;
use crate::report::diff::list_diff::ListDiff;
use crate::report::limits::LIMITS;
use crate::report::render::escape;
use crate::report::render::wording::{
    all_entries, counted_times, found_in, indices, list_of, number_of, was_it_called,
};
use crate::report::render::wrap::wrap;
use crate::transcript::Number;
use crate::transcript::rule::{Failure, ListRule, Rule};
use crate::transcript::times::Times;

/// The content of the report of a failure, before its layout.
pub(crate) struct RuleReport {
    pub(crate) headline: Headline,
    /// The number of matching entries; for a list, the number of expectations that were met.
    pub(crate) found: usize,
    /// The positions of the entries to point at, in order.
    pub(crate) offending: Vec<usize>,
    /// The position of the entry that is most similar to the expected one, if any is similar.
    pub(crate) closest: Option<usize>,
    /// Whether the matcher's explanations are shown.
    pub(crate) shows_reasons: bool,
    /// For a list, how the log differs from it.
    pub(crate) list_diff: Option<ListDiff>,
    /// A question about the most likely cause.
    pub(crate) hint: Option<String>,
}

/// The first paragraph of a report.
pub(crate) enum Headline {
    /// `expected {expected} {requirement}, {found}`
    Expected { expected: String, requirement: Option<Phrase>, found: String },
    /// A sentence that stands alone.
    Sentence(String),
}

/// How a headline words the requirement of the matcher.
#[derive(Clone, Copy)]
pub(crate) enum Phrase {
    /// `equal to "x"`, `that contains "x"`
    Plain(Number),
    /// `to equal "x"`, `to be one that contains "x"`
    ToBeOne,
}

impl Headline {
    /// Returns the headline as text.
    ///
    /// A headline that is too wide for one line is broken before what was found. If that does not suffice to show an
    /// expected value in full, and the report compares the value with an entry (`shows_difference`), the value is cut
    /// so that the headline fits one line.
    pub(crate) fn text(&self, context: &ReportContext<'_>, shows_difference: bool) -> String {
        let columns = context.columns();
        let (expected, requirement, found) = match self {
            Self::Expected { expected, requirement, found } => (expected, *requirement, found),
            Self::Sentence(sentence) => return wrap(sentence, columns),
        };
        let before = format!("expected {expected}");
        let phrase =
            |columns: usize| requirement.map_or_else(String::new, |phrase| phrase.text(context, columns));
        let one_line = |phrase: &str| format!("{before}{phrase}, {found}");
        let widest = phrase(columns);
        let line = one_line(&widest);
        let excess = escape::width(&line).saturating_sub(columns);
        if excess == 0 {
            return line;
        }
        // The value gets the whole first line.
        let room = columns.saturating_sub(escape::width(&before) + 1).max(LIMITS.headline_value);
        let is_whole = phrase(room) == widest;
        let rest = escape::width(&widest).saturating_sub(excess);
        if shows_difference && !is_whole && rest >= LIMITS.headline_value && context.requires_value(0) {
            return one_line(&phrase(rest));
        }
        let expected = wrap(&format!("{before}{},", phrase(room)), columns);
        format!("{expected}\n{}", wrap(&format!("  {found}"), columns))
    }
}

impl Phrase {
    /// Returns a space and the phrase, in at most `columns` if it names a value.
    fn text(self, context: &ReportContext<'_>, columns: usize) -> String {
        let columns = columns.saturating_sub(1);
        match self {
            Self::Plain(number) => format!(" {}", context.requirement(0, number, columns)),
            Self::ToBeOne => {
                let requirement =
                    context.requirement(0, Number::Singular, columns.saturating_sub("to be one ".len()));
                match requirement.strip_prefix("equal to ") {
                    Some(value) => format!(" to equal {value}"),
                    None => format!(" to be one {requirement}"),
                }
            }
        }
    }
}

impl RuleReport {
    // A new rule is easier to complete in one arm than in several functions.
    #[expect(clippy::too_many_lines)]
    pub(crate) fn of(context: &ReportContext<'_>, failure: &Failure) -> Self {
        let matched = &failure.matched;
        let total = context.total();
        let noun = context.noun();
        let found_matching = || match &matched[..] {
            [] => found_in(context, 0),
            _ => format!("{}: {}", found_in(context, matched.len()), indices(context, matched)),
        };
        let closest_other = || closest::among(context, 0, &context.others(matched), &mut |_| true);
        match &failure.rule {
            Rule::Nothing => Self {
                headline: expected(context, format!("no {noun}s"), None, || {
                    format!("found {}", all_entries(context))
                }),
                found: total,
                offending: Vec::new(),
                closest: None,
                shows_reasons: false,
                list_diff: None,
                hint: None,
            },
            Rule::Count(times) => Self {
                headline: expected(context, counted_times(*times, noun), None, || {
                    format!("found {}", all_entries(context))
                }),
                found: total,
                offending: Vec::new(),
                closest: None,
                shows_reasons: false,
                list_diff: None,
                hint: was_it_called(context),
            },
            Rule::List(rule) => {
                let diff = ListDiff::of(context, *rule);
                Self {
                    headline: expected(context, expected_list(context, *rule), None, || {
                        found_of_list(context, &diff)
                    }),
                    found: diff.found(),
                    offending: Vec::new(),
                    closest: diff.closest(),
                    shows_reasons: false,
                    list_diff: Some(diff),
                    hint: was_it_called(context),
                }
            }
            Rule::Once => {
                let is_missing = matched.is_empty();
                Self {
                    headline: expected_matches(context, 1.into(), found_matching),
                    found: matched.len(),
                    offending: matched.clone(),
                    closest: if is_missing { closest_other() } else { None },
                    shows_reasons: is_missing,
                    list_diff: None,
                    hint: was_it_called(context),
                }
            }
            Rule::Times(times) => {
                let are_too_few = matched.len() < times.least();
                Self {
                    headline: expected_matches(context, *times, found_matching),
                    found: matched.len(),
                    offending: if are_too_few { Vec::new() } else { matched.clone() },
                    closest: if are_too_few { closest_other() } else { None },
                    shows_reasons: are_too_few,
                    list_diff: None,
                    hint: was_it_called(context),
                }
            }
            Rule::Any => Self {
                headline: expected_matches(context, (1..).into(), || found_in(context, 0)),
                found: 0,
                offending: Vec::new(),
                closest: closest_other(),
                shows_reasons: true,
                list_diff: None,
                hint: was_it_called(context),
            },
            Rule::All => {
                let others = context.others(matched);
                let first = others.first().copied();
                Self {
                    headline: expected(
                        context,
                        expected_of_all(context),
                        Some(Phrase::Plain(Number::Plural)),
                        || {
                            let matching = found_in(context, matched.len());
                            format!("{matching}; not {}", indices(context, &others))
                        },
                    ),
                    found: matched.len(),
                    closest: first.filter(|entry| closest::closeness(context, *entry, 0).is_some()),
                    offending: others,
                    shows_reasons: true,
                    list_diff: None,
                    hint: was_it_called(context),
                }
            }
            Rule::Never => Self {
                headline: expected(
                    context,
                    format!("no {noun}"),
                    Some(Phrase::Plain(Number::Singular)),
                    found_matching,
                ),
                found: matched.len(),
                offending: matched.clone(),
                closest: None,
                shows_reasons: false,
                list_diff: None,
                hint: None,
            },
            Rule::First => Self::of_position(context, failure, 0, format!("the first {noun}")),
            Rule::Last => {
                let position = total.saturating_sub(1);
                Self::of_position(context, failure, position, format!("the last {noun}"))
            }
            Rule::Nth(position) => {
                let place = match context.evidence.index(*position) {
                    index if index == *position => format!("[{position}]"),
                    index => format!("position {position}, here [{index}],"),
                };
                Self::of_position(context, failure, *position, place)
            }
            Rule::QuietFor { duration, arrivals } => Self {
                headline: Headline::Expected {
                    requirement: None,
                    expected: match duration {
                        Some(duration) => format!("no further {noun} for {duration:?}"),
                        None => format!("no further {noun} until the deadline"),
                    },
                    found: found_arrivals(context, *arrivals, matched),
                },
                found: *arrivals,
                offending: matched.clone(),
                closest: None,
                shows_reasons: false,
                list_diff: None,
                hint: None,
            },
            Rule::Vacuous(reason) => Self {
                headline: Headline::Sentence(reason.clone()),
                found: total,
                offending: Vec::new(),
                closest: None,
                shows_reasons: false,
                list_diff: None,
                hint: None,
            },
        }
    }

    /// Returns the report of a rule about the entry at one position.
    fn of_position(
        context: &ReportContext<'_>,
        failure: &Failure,
        position: usize,
        expected_entry: String,
    ) -> Self {
        let matched = &failure.matched;
        let is_close = |entry: &usize| closest::closeness(context, *entry, 0).is_some();
        let at_position = Some(position).filter(|position| *position < context.total());
        let closest = at_position.filter(is_close).or_else(|| match matched[..] {
            [] => closest::among(context, 0, &context.others(&[]), &mut |_| true),
            _ => None,
        });
        Self {
            headline: expected(context, expected_entry, Some(Phrase::ToBeOne), || {
                found_elsewhere(context, matched, at_position)
            }),
            found: 0,
            offending: vec![position],
            closest,
            shows_reasons: true,
            list_diff: None,
            hint: was_it_called(context),
        }
    }
}

/// Returns the headline of a rule that counts matching entries.
fn expected_matches(context: &ReportContext<'_>, times: Times, found: impl FnOnce() -> String) -> Headline {
    expected(context, counted_times(times, context.noun()), Some(Phrase::Plain(number_of(times))), found)
}

/// Returns the headline of a rule about entries. `found` is not called for an empty transcript.
fn expected(
    context: &ReportContext<'_>,
    expected: String,
    requirement: Option<Phrase>,
    found: impl FnOnce() -> String,
) -> Headline {
    let found = match (context.total(), context.evidence.unfiltered()) {
        (0, 0) => format!("but nothing was {}{}", context.verb(), context.attribution()),
        (0, unfiltered) => {
            let (unfiltered, verb, by) = (escape::count(unfiltered), context.verb(), context.attribution());
            match context.evidence.scope() {
                Some(scope) => format!("but there are no {scope} among the {unfiltered} {verb}{by}"),
                None => format!("but the filter kept none of the {unfiltered} {verb}{by}"),
            }
        }
        _ => found(),
    };
    Headline::Expected { expected, requirement, found }
}

fn expected_of_all(context: &ReportContext<'_>) -> String {
    let noun = context.noun();
    let at_least_one = if context.total() == 0 { format!("at least 1 {noun}, and ") } else { String::new() };
    format!("{at_least_one}only {noun}s")
}

fn expected_list(context: &ReportContext<'_>, rule: ListRule) -> String {
    if context.evidence.expectations() == 0 {
        return format!("no {}s at all (an empty list)", context.noun());
    }
    match rule {
        ListRule::Exactly => format!("exactly {}", list_of(context, " in this order")),
        ListRule::ExactlyInAnyOrder => format!("exactly {}", list_of(context, " in any order")),
        ListRule::InOrder => format!("{}, others allowed between", list_of(context, " in this order")),
        ListRule::InAnyOrder => format!("{}, others allowed", list_of(context, " in any order")),
        ListRule::Consecutive => list_of(context, " next to each other in this order"),
    }
}

fn found_of_list(context: &ReportContext<'_>, diff: &ListDiff) -> String {
    let all = all_entries(context);
    let found = match (context.evidence.expectations(), diff.found()) {
        (0, _) => format!("found {all}"),
        (1, 1) => format!("found it among {all}"),
        (1, _) => format!("found 0 of 1 among {all}"),
        (_, found) => {
            let at_least = if diff.is_lower_bound { "at least " } else { "" };
            format!("found {at_least}{} of them among {all}", escape::count(found))
        }
    };
    match diff.tally() {
        tally if tally.is_empty() => found,
        tally => format!("{found}: {tally}"),
    }
}

/// Returns where matching entries are instead of at `position`, which is `None` if it is beyond the end.
fn found_elsewhere(context: &ReportContext<'_>, matched: &[usize], position: Option<usize>) -> String {
    let all = all_entries(context);
    let elsewhere = indices(context, matched);
    match (position, matched.is_empty()) {
        (None, true) => format!("but there are only {all}"),
        (None, false) => format!("but there are only {all}; it is at {elsewhere}"),
        (Some(_), true) => format!("found 0 of {all}"),
        (Some(_), false) => format!("found it at {elsewhere} of {all}"),
    }
}

/// Returns what arrived although nothing should have. It may have been taken or cleared since.
fn found_arrivals(context: &ReportContext<'_>, arrivals: usize, entries: &[usize]) -> String {
    let arrivals = escape::count(arrivals);
    match entries {
        [] => format!("but {arrivals} came, and was taken or cleared since"),
        _ => format!("but {arrivals} came: {} of {}", indices(context, entries), all_entries(context)),
    }
}
