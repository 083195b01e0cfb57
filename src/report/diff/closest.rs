//! Which entry comes closest to what was expected.

use crate::report::context::ReportContext;
use crate::report::diff::align;
use crate::report::diff::similarity::{BigramScore, LONG, distance_if_close};
use crate::report::diff::value::{Value, leaves_apart};

/// How many of the entries that score best are looked at closely.
const FEW: usize = 8;

/// What scores below this shares next to nothing with what was expected.
const LEAST_SCORE: u32 = 250;

/// How many `Debug` forms are made to find the closest call.
const MOST_FORMS: usize = 100_000;

/// Which of these entries comes closest to what an expectation asks for, if one comes close; the first of several.
pub(crate) fn among(
    context: &ReportContext<'_>,
    expectation: usize,
    entries: &mut dyn Iterator<Item = usize>,
) -> Option<usize> {
    if context.evidence.is_interim() {
        return None;
    }
    let wanted = context.evidence.expected_line(expectation)?;
    let mut score = BigramScore::of_reference(&wanted);
    let mut best: Vec<(u32, usize)> = Vec::with_capacity(FEW + 1);
    let most = if context.evidence.is_text() { usize::MAX } else { MOST_FORMS };
    for entry in entries.take(most) {
        let line = context.line(entry);
        let points = score.of(&line);
        let least = if best.len() == FEW { best[FEW - 1].0 } else { LEAST_SCORE };
        let is_known = || best.iter().any(|(other, known)| *other == points && context.line(*known) == line);
        if points <= least || is_known() {
            continue;
        }
        let place = best.partition_point(|(other, _)| *other >= points);
        best.insert(place, (points, entry));
        best.truncate(FEW);
    }
    let mut closest: Option<(Closeness, usize)> = None;
    for (_, entry) in best {
        if let Some(closeness) = closeness(context, entry, expectation) {
            let measured = (closeness, entry);
            closest = Some(closest.map_or(measured, |closest| closest.min(measured)));
        }
    }
    Some(closest?.1)
}

/// How close an entry comes to what is expected: few characters apart or, next best, few lines or fields. Smaller is
/// closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    Characters(usize),
    Parts(usize),
}

/// `None` where an entry is not close.
pub(crate) fn closeness(context: &ReportContext<'_>, entry: usize, expectation: usize) -> Option<Closeness> {
    let wanted = context.evidence.expected_line(expectation)?;
    let line = context.line(entry);
    if let Some(distance) = distance_if_close(&wanted, &line) {
        return Some(Closeness::Characters(distance));
    }
    if context.evidence.is_text() {
        return lines_apart(&wanted, &line).map(Closeness::Parts);
    }
    let (wanted, found) = (context.evidence.expected_lines(expectation)?, context.evidence.lines(entry));
    leaves_apart(&Value::parse(&wanted)?, &Value::parse(&found)?).map(Closeness::Parts)
}

/// In how many lines two texts differ, where they agree in as many.
fn lines_apart(wanted: &str, found: &str) -> Option<usize> {
    if wanted.len().max(found.len()) > LONG {
        return None;
    }
    let (a, b): (Vec<_>, Vec<_>) = (wanted.lines().collect(), found.lines().collect());
    let met = align::align(b.len(), a.len(), &mut |at_found, at_wanted| b[at_found] == a[at_wanted]);
    // An empty line says nothing.
    let met = met.met();
    let same = met.iter().filter(|(wanted, _)| !a[*wanted].is_empty()).count();
    let apart = a.len().max(b.len()) - met.len();
    (apart <= same).then_some(apart)
}
