//! The difference between a log and a list of expectations, as rows.

use crate::report::context::ReportContext;
use crate::report::diff::classify::Classifier;
use crate::report::diff::diff_op::DiffOp;
use crate::report::diff::list_alignment::can_compare_all;
use crate::report::render::escape;
use crate::transcript::rule::ListRule;

pub(crate) struct ListDiff {
    pub(crate) steps: Vec<DiffOp>,
    /// An observation about a weaker rule that holds, and a note on what was not examined.
    pub(crate) notes: Vec<String>,
    /// Whether more expectations may be met than were found, since there are too many pairs to compare them all.
    pub(crate) is_lower_bound: bool,
}

impl ListDiff {
    pub(crate) fn of(context: &ReportContext<'_>, rule: ListRule) -> Self {
        let mut classifier = Classifier::new(context, rule);
        classifier.find_moved();
        classifier.find_altered();
        let steps = classifier.steps();
        let notes = [note(context, rule, &steps), classifier.limit_note()].into_iter().flatten().collect();
        Self { steps, notes, is_lower_bound: !classifier.is_optimal() }
    }

    /// Returns the number of expectations that are met.
    pub(crate) fn found(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, DiffOp::Ok { .. })).count()
    }

    /// Returns the first altered entry.
    pub(crate) fn closest(&self) -> Option<usize> {
        self.steps.iter().find_map(|step| match step {
            DiffOp::Altered { entry, .. } => Some(*entry),
            _ => None,
        })
    }

    /// Returns the numbers of rows that fail: `1 altered, 2 missing`.
    pub(crate) fn tally(&self) -> String {
        tally(&self.steps, false)
    }
}

/// Returns the number of rows with each label.
pub(crate) fn tally(steps: &[DiffOp], with_ok: bool) -> String {
    let (mut ok, mut altered, mut moved, mut missing, mut extra) = (0, 0, 0, 0, 0);
    for step in steps {
        match step {
            DiffOp::Ok { .. } => ok += usize::from(with_ok),
            DiffOp::Altered { .. } => altered += 1,
            DiffOp::Moved { .. } => moved += 1,
            DiffOp::Missing { .. } => missing += 1,
            DiffOp::Extra { .. } => extra += 1,
            DiffOp::Other { .. } => {}
        }
    }
    let counts = [(ok, "ok"), (altered, "altered"), (moved, "moved"), (missing, "missing"), (extra, "extra")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    counts.map(|(count, label)| format!("{} {label}", escape::count(count))).collect::<Vec<_>>().join(", ")
}

/// Describes a weaker rule that holds. It is worded as an observation, not as advice to weaken the test.
fn note(context: &ReportContext<'_>, rule: ListRule, steps: &[DiffOp]) -> Option<String> {
    let evidence = context.evidence;
    if evidence.expectations() < 2 {
        return None;
    }
    let all = match evidence.expectations() {
        2 => "both".to_owned(),
        several => format!("all {}", escape::count(several)),
    };
    let found_all = |order: &str| format!("note: {all} expected {}s are there, {order}", context.noun());
    let in_another_order = "and nothing else, in another order";
    if !can_compare_all(context) {
        let is_permutation =
            steps.iter().all(|step| matches!(step, DiffOp::Ok { .. } | DiffOp::Moved { .. }));
        if is_permutation {
            return Some(found_all(in_another_order));
        }
        let (entries, expectations) =
            (escape::count(evidence.entries()), escape::count(evidence.expectations()));
        return Some(format!(
            "not examined: whether the expected {}s are there in another order \
             ({entries} × {expectations} comparisons are too many)",
            context.noun()
        ));
    }
    let matrix = evidence.matrix();
    let holds = |weaker: ListRule| weaker != rule && weaker.holds(matrix);
    let observation = match rule {
        ListRule::Exactly | ListRule::ExactlyInAnyOrder if holds(ListRule::Consecutive) => {
            "in this order, next to each other"
        }
        ListRule::Exactly | ListRule::ExactlyInAnyOrder | ListRule::Consecutive
            if holds(ListRule::InOrder) =>
        {
            "in this order, with others in between"
        }
        ListRule::Exactly | ListRule::InOrder | ListRule::Consecutive
            if holds(ListRule::ExactlyInAnyOrder) =>
        {
            in_another_order
        }
        _ => return None,
    };
    Some(found_all(observation))
}
