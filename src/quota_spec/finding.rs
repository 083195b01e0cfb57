//! What is wrong with a run, if anything is.

use super::ladder::Ladder;
use super::model::Model;
use super::scenario::{End, Run};
use super::texts::{Text, Texts};
use super::violation::QuotaViolationKind as Kind;
use crate::NotifyOn;

/// The first thing that a run got wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) kind: Kind,
    /// The step of the walk that it happened at.
    pub(super) step: Option<usize>,
    /// The rung whose message was due at that step.
    pub(super) due: Option<usize>,
}

impl Finding {
    pub(super) fn of(run: &Run, ladder: &Ladder, notify_on: NotifyOn, texts: &Texts<'_, '_>) -> Option<Self> {
        let at_the_end = |kind| Some(Self { kind, step: run.taken().checked_sub(1), due: None });
        match run.end {
            End::Panicked(_) => return at_the_end(Kind::Panicked),
            End::Failed(_) => return at_the_end(Kind::Failed),
            End::Returned => {}
        }
        if !run.early().is_empty() {
            return Some(Self { kind: Kind::BeforeTheFirst, step: None, due: None });
        }
        if run.taken() == 0 {
            return Some(Self { kind: Kind::NothingTaken, step: None, due: None });
        }
        let mut model = Model::new(ladder, notify_on);
        for (step, value) in run.walk[..run.taken()].iter().enumerate() {
            let due = model.due(*value);
            let mut sent = run.sent_at(step).map(|index| texts.identify(run.message(index)));
            let level = due.map(|rung| ladder.rungs[rung].level);
            if let Some(kind) = judge(level, &mut sent) {
                return Some(Self { kind, step: Some(step), due });
            }
        }
        if run.taken() < run.walk.len() { at_the_end(Kind::StoppedEarly) } else { None }
    }
}

/// Compares what was sent for one usage with the level that was due.
fn judge(due: Option<usize>, sent: &mut dyn Iterator<Item = Text>) -> Option<Kind> {
    let Some(first) = sent.next() else { return due.map(|_| Kind::Missing) };
    let mut texts = vec![first];
    texts.extend(sent);
    if texts.contains(&Text::Unknown) {
        return Some(Kind::UnknownMessage);
    }
    if texts.iter().any(|text| matches!(text, Text::Ambiguous(..))) {
        return Some(Kind::AmbiguousMessage);
    }
    match due {
        None => Some(Kind::Unexpected),
        Some(_) if texts.len() > 1 => Some(Kind::TooMany),
        Some(due) if first != Text::Of(due) => Some(Kind::WrongLevel),
        Some(_) => None,
    }
}
