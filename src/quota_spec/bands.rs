//! What is due and what is sent at each usage from a fresh start, as ranges of usage.

use super::ladder::Ladder;
use super::texts::Text;

/// How many usages may be tried to find where one band ends and the next begins.
const MOST_TRIES: usize = 1_000;

/// A range of usage over which the same is due and the same is sent.
#[derive(Debug)]
pub(super) struct Band {
    pub(super) from: usize,
    /// The last usage of it.
    pub(super) to: usize,
    /// The rung that is due.
    pub(super) due: Option<usize>,
    pub(super) sent: Vec<Text>,
}

/// What is sent at some usages from a fresh start, from the lowest usage up.
pub(super) type SentAt = Vec<(usize, Vec<Text>)>;

/// The bands of what is sent at some usages.
pub(super) fn of(ladder: &Ladder, sent_at: SentAt) -> Vec<Band> {
    let mut bands = Vec::<Band>::new();
    for (usage, sent) in sent_at {
        let due = ladder.reached(usage);
        match bands.last_mut() {
            Some(band) if band.due == due && band.sent == sent => band.to = usage,
            Some(band) => {
                band.to = usage - 1;
                bands.push(Band { from: usage, to: usage, due, sent });
            }
            None => bands.push(Band { from: usage, to: usage, due, sent }),
        }
    }
    bands
}

/// Where a level fires from a fresh start, if that is not where it is due; of several, the one nearest to `value`.
pub(super) fn shift(ladder: &Ladder, bands: &[Band], value: usize) -> Option<String> {
    let fires = |level| bands.iter().find(|band| band.sent == [Text::Of(level)]).map(|band| band.from);
    let shifts = ladder.rungs.iter().filter_map(|rung| Some((rung.trip, fires(rung.level)?)));
    let shifts = shifts.filter(|(due, fires)| due != fires);
    let (due, fires) = shifts.min_by_key(|(due, fires)| due.abs_diff(value).min(fires.abs_diff(value)))?;
    Some(format!("fires at {fires}, due at {due}"))
}

/// Tries more usages until any two neighbours that differ are next to each other. `try_at` returns `None` when the
/// code under test is not to be run any more.
pub(super) fn find_the_ends(sent_at: &mut SentAt, try_at: &mut dyn FnMut(usize) -> Option<Vec<Text>>) {
    let differ = |pair: &[(usize, Vec<Text>)]| pair[1].0 - pair[0].0 > 1 && pair[0].1 != pair[1].1;
    let mut low = 0;
    for _ in 0..MOST_TRIES {
        let Some(gap) = sent_at[low..].windows(2).position(differ) else { return };
        low += gap;
        let middle = usize::midpoint(sent_at[low].0, sent_at[low + 1].0);
        let Some(sent) = try_at(middle) else { return };
        sent_at.insert(low + 1, (middle, sent));
    }
}
