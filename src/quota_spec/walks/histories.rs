//! Long walks, which reveal mistakes that depend on a history or on a counter.

use super::edges::Edges;
use crate::NotifyOn;
use crate::quota_spec::step::Step::{self, Use};

/// The length of the histories in the de Bruijn walk, unless there are too many of them.
const LONGEST_HISTORY: usize = 7;
/// The maximum number of histories: those of length four over eighteen bands.
const MAX_HISTORIES: usize = 104_976;
/// More repetitions than a counter of sixteen bits can count.
const MORE_THAN_TWO_BYTES_COUNT: usize = 65_600;
/// The number of times that a staircase is repeated.
const STAIRCASES: usize = 70;
/// The numbers of updates without a message before a crossing.
const LONG_SILENCES: [usize; 9] = [48, 60, 64, 100, 128, 256, 300, 365, 1_024];
const SHORT_SILENCES: usize = 40;

/// Adds staircases, silences, and levels that re-arm many times while another does not.
pub(super) fn repetitions(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    let Some((lowest, top)) = edges.ends() else { return };
    let mut feet = vec![0, lowest - 1];
    for point in edges.rearms.iter().take(2) {
        feet.push(point - 1);
    }
    for foot in feet {
        walks.push([edges.trips.as_slice(), &[foot]].concat().repeat(STAIRCASES));
    }
    let (mut below, mut after_message) = (Vec::new(), Vec::new());
    let mut add_silence = |length: usize| {
        below.resize(below.len() + length, 0);
        below.push(top);
        after_message.resize(after_message.len() + length + 1, lowest);
        after_message.extend_from_slice(&[top, 0]);
    };
    for length in 1..=SHORT_SILENCES {
        add_silence(length);
    }
    for length in &LONG_SILENCES {
        add_silence(*length);
    }
    walks.push(below);
    walks.push(after_message);
    // The highest level fires, and the lowest fires 254 to 257 times before both re-arm.
    let mut generations = Vec::new();
    for times in 254..=257 {
        generations.push(top);
        generations.extend_from_slice(&[0, lowest].repeat(times));
        generations.push(0);
    }
    walks.push(generations);
}

/// Returns a walk that contains every history of some length over the bands.
///
/// It is a de Bruijn sequence, made in linear time by the algorithm of Fredricksen, Kessler and Maiorana, which
/// concatenates Lyndon words.
pub(super) fn de_bruijn(edges: &Edges) -> Vec<usize> {
    let bands = edges.bands();
    let (mut length, mut histories) = (1, bands.len());
    while length < LONGEST_HISTORY && histories * bands.len() <= MAX_HISTORIES {
        length += 1;
        histories *= bands.len();
    }
    let mut sequence = Vec::new();
    let mut word = vec![0; length + 1];
    lyndon_words(1, 1, length, bands.len(), &mut word, &mut sequence);
    // The sequence is cyclic, so the last histories continue at its start.
    sequence.extend_from_within(..(length - 1).min(sequence.len()));
    for usage in &mut sequence {
        *usage = bands[*usage];
    }
    sequence
}

fn lyndon_words(
    position: usize,
    period: usize,
    length: usize,
    letters: usize,
    word: &mut [usize],
    out: &mut Vec<usize>,
) {
    if position > length {
        if length % period == 0 {
            out.extend_from_slice(&word[1..=period]);
        }
        return;
    }
    word[position] = word[position - period];
    lyndon_words(position + 1, period, length, letters, word, out);
    for letter in word[position - period] + 1..letters {
        word[position] = letter;
        lyndon_words(position + 1, position, length, letters, word, out);
    }
}

/// Returns two walks that make counters of sixteen bits overflow: one for counters of messages, one for counters of
/// updates.
pub(super) fn counters(notify_on: NotifyOn, latched: bool, edges: &Edges) -> Vec<Vec<Step>> {
    let Some((lowest, _)) = edges.ends() else { return Vec::new() };
    let rest = |usage| [vec![Use(usage); MORE_THAN_TWO_BYTES_COUNT], vec![Use(0), Use(lowest)]].concat();
    if notify_on == NotifyOn::Update || latched {
        return vec![rest(lowest), rest(0)];
    }
    let times = MORE_THAN_TWO_BYTES_COUNT / edges.trips.len() + 1;
    let mut staircase = Vec::new();
    for trip in &edges.trips {
        staircase.push(Use(*trip));
    }
    staircase.push(Use(0));
    vec![staircase.repeat(times), rest(lowest)]
}
