//! What a fresh tracker sends at each usage, as ranges of usage with the same messages due and sent.

use super::classifier::MessageClass;
use super::model::{Convention, Due, Model};
use super::specification::Specification;
use super::step::Step;

/// The maximum number of usages to try in search of the ends of the ranges.
const MAX_TRIES: usize = 1_000;

#[derive(Debug)]
pub(super) struct Range {
    pub(super) from: usize,
    /// The last usage of the range.
    pub(super) to: usize,
    pub(super) due: Due,
    pub(super) sent: Vec<MessageClass>,
}

/// Usages with the messages that a fresh tracker sends there, in ascending order.
pub(super) type Samples = Vec<(usize, Vec<MessageClass>)>;

pub(super) fn due(spec: &Specification<'_>, limit: usize, usage: usize) -> Due {
    Model::new(spec, limit, Convention::default()).step(Step::Use(usage))
}

/// Merges neighbouring samples with the same messages into ranges.
pub(super) fn ranges(spec: &Specification<'_>, limit: usize, samples: Samples) -> Vec<Range> {
    let mut ranges = Vec::<Range>::new();
    for (usage, sent) in samples {
        let due = due(spec, limit, usage);
        match ranges.last_mut() {
            Some(range) if range.due == due && range.sent == sent => range.to = usage,
            Some(range) => {
                range.to = usage - 1;
                ranges.push(Range { from: usage, to: usage, due, sent });
            }
            None => ranges.push(Range { from: usage, to: usage, due, sent }),
        }
    }
    ranges
}

/// Finds a level that fires elsewhere than it is due, and returns both usages, the due one first. If there are several
/// such levels, the one nearest to `value` is chosen.
pub(super) fn shifted_level(levels: usize, ranges: &[Range], value: usize) -> Option<(usize, usize)> {
    let is_of = |class: &MessageClass, level| matches!(class, MessageClass::Of(notice) if notice.level == level && !notice.is_clear);
    let fires =
        |level| ranges.iter().find(|range| matches!(range.sent.as_slice(), [class] if is_of(class, level)));
    let is_due =
        |level| ranges.iter().find(|range| matches!(&range.due, Due::One(notice) if notice.level == level));
    let mut closest: Option<(usize, usize)> = None;
    let distance = |(due, fires): (usize, usize)| due.abs_diff(value).min(fires.abs_diff(value));
    for level in 0..levels {
        let (Some(due), Some(fires)) = (is_due(level), fires(level)) else { continue };
        let shift = (due.from, fires.from);
        if shift.0 != shift.1 && closest.is_none_or(|closest| distance(shift) < distance(closest)) {
            closest = Some(shift);
        }
    }
    closest
}

/// Adds samples until every change between two samples is located exactly. Returns whether that succeeded: `sample`
/// returns `None` if the scenario must not be run again.
pub(super) fn refine_edges(
    samples: &mut Samples,
    sample: &mut dyn FnMut(usize) -> Option<Vec<MessageClass>>,
) -> bool {
    let differ = |pair: &[(usize, Vec<MessageClass>)]| pair[1].0 - pair[0].0 > 1 && pair[0].1 != pair[1].1;
    let mut low = 0;
    for _ in 0..MAX_TRIES {
        let Some(gap) = samples[low..].windows(2).position(differ) else { return true };
        low += gap;
        let middle = usize::midpoint(samples[low].0, samples[low + 1].0);
        let Some(sent) = sample(middle) else { return false };
        samples.insert(low + 1, (middle, sent));
    }
    false
}
