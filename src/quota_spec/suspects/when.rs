//! Mistakes in when something is said.

use super::Scene;
use crate::NotifyOn;
use crate::quota_spec::ladder::Ladder;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct When {
    policy: NotifyOn,
    rearm: Rearm,
    quirk: Quirk,
}

/// When a level that was told can be told again.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rearm {
    AsAsked,
    Never,
    AtZero,
    /// Each when usage is below it, whatever re-arm point was asked for.
    BelowItself,
    /// All when none is reached.
    BelowAll,
    /// All when usage is at the re-arm point or below.
    AtThePoint,
    /// The highest that was told when usage is below it, and none of the others.
    TheHighest,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Quirk {
    None,
    /// A jump marks only the level that it tells.
    MarksOne,
    /// Nothing is told as long as a level is marked.
    OneFlag,
    /// Told when the highest level is another than before, up or down.
    OnChange,
    /// Told only where usage rises.
    OnRise,
    /// Told when usage passes a level, or comes from just there.
    BothEnds,
    /// What the first usage reaches is marked, and not told.
    FromTheFirst,
    /// The level that spoke last does not speak again before another did.
    NoRepeats,
    /// Nothing is told on the update after a message.
    Pause,
    /// Nothing is told after so many messages.
    Tires(usize),
    /// Each so many-th message is lost.
    Loses(usize),
    /// Told again on each so many-th update that crosses nothing.
    Reminds(usize),
}

/// What a tracker remembers from one usage to the next.
#[derive(Debug)]
pub(super) struct Memory {
    marked: Vec<bool>,
    usage: Option<usize>,
    highest: Option<usize>,
    last_told: Option<usize>,
    messages: usize,
    rested: usize,
    spoke: bool,
}

impl When {
    pub(super) fn asked_for(scene: &Scene<'_>) -> Self {
        Self { policy: scene.notify_on, rearm: Rearm::AsAsked, quirk: Quirk::None }
    }

    pub(super) fn mistakes(scene: &Scene<'_>) -> Vec<Self> {
        let right = Self::asked_for(scene);
        let update = Self { policy: NotifyOn::Update, ..right };
        let crossing = Self { policy: NotifyOn::Crossing, ..right };
        let rearm = |rearm| Self { rearm, ..crossing };
        let on_update = |quirk| Self { quirk, ..update };
        let on_crossing = |quirk| Self { quirk, ..crossing };
        let mut mistakes = vec![
            update,
            crossing,
            rearm(Rearm::BelowItself),
            rearm(Rearm::Never),
            rearm(Rearm::AtZero),
            rearm(Rearm::BelowAll),
            rearm(Rearm::AtThePoint),
            rearm(Rearm::TheHighest),
            on_update(Quirk::OnChange),
            on_update(Quirk::OnRise),
            on_update(Quirk::BothEnds),
            on_crossing(Quirk::OneFlag),
            on_crossing(Quirk::MarksOne),
            on_crossing(Quirk::FromTheFirst),
            on_crossing(Quirk::NoRepeats),
            on_crossing(Quirk::Pause),
            Self { quirk: Quirk::Tires(scene.messages_before), ..right },
            Self { quirk: Quirk::Loses(scene.messages_before + 1), ..right },
            on_crossing(Quirk::Reminds(scene.rests_before)),
        ];
        mistakes.retain(|when| *when != right);
        mistakes
    }

    pub(super) fn describe(self, scene: &Scene<'_>) -> String {
        let text = match (self.quirk, self.rearm) {
            (Quirk::None, Rearm::AsAsked) => match self.policy {
                NotifyOn::Update => "tells on every update, where a level is to be told once",
                NotifyOn::Crossing => "tells a level once, where every update is to be told",
            },
            (Quirk::None, Rearm::Never) => "tells each level once and never again: does nothing re-arm it?",
            (Quirk::None, Rearm::AtZero) => "re-arms only at a usage of 0",
            (Quirk::None, Rearm::BelowItself) => match (scene.notify_on, scene.ladder.rearm) {
                (NotifyOn::Crossing, Some(_)) => {
                    "re-arms a level as soon as usage is below it, where a re-arm point is asked for"
                }
                _ => "tells a level once, where every update is to be told",
            },
            (Quirk::None, Rearm::BelowAll) => "re-arms a level only when usage is below all of them",
            (Quirk::None, Rearm::AtThePoint) => "re-arms at the re-arm point: <= where < was meant?",
            (Quirk::None, Rearm::TheHighest) => "re-arms the highest level alone, and not those below it",
            (Quirk::MarksOne, _) => {
                "a jump marks only the level that it tells: those below it are told afterwards"
            }
            (Quirk::OneFlag, _) => "one flag for all levels: once one was told, no higher one is",
            (Quirk::OnChange, _) => {
                "tells whenever the level changes, on the way down too: != where > was meant?"
            }
            (Quirk::OnRise, _) => "tells only where usage rises",
            (Quirk::BothEnds, _) => {
                "tells again where usage was at the level already: <= where < was meant for the usage before?"
            }
            (Quirk::FromTheFirst, _) => {
                "does not tell what the first usage reaches: is it taken for old news?"
            }
            (Quirk::NoRepeats, _) => {
                "drops a message that is the same as the last, however long ago that was"
            }
            (Quirk::Pause, _) => "tells nothing on the update after a message",
            (Quirk::Tires(messages), _) => {
                return format!("tells nothing any more after message {messages}");
            }
            (Quirk::Loses(message), _) => {
                return format!("each message number {message} is lost: does a counter start at 0 again?");
            }
            (Quirk::Reminds(updates), _) => {
                return format!("tells again after {updates} updates, though usage crossed nothing");
            }
        };
        text.to_owned()
    }
}

impl Memory {
    pub(super) fn new(rungs: usize) -> Self {
        Self {
            marked: vec![false; rungs],
            usage: None,
            highest: None,
            last_told: None,
            messages: 0,
            rested: 0,
            spoke: false,
        }
    }

    /// Puts the rungs that have something to say into `due`, the highest last.
    pub(super) fn decide(
        &mut self,
        when: When,
        ladder: &Ladder,
        usage: usize,
        reached: &[bool],
        due: &mut Vec<usize>,
    ) {
        due.clear();
        let mut held_back = false;
        match when.policy {
            NotifyOn::Update => due.extend(all(reached)),
            NotifyOn::Crossing => {
                self.rearm(when.rearm, ladder, usage, reached);
                held_back = when.quirk == Quirk::OneFlag && self.marked.contains(&true);
                due.extend(all(reached).filter(|rung| !self.marked[*rung]));
                let marks = if when.quirk == Quirk::MarksOne { due.len().saturating_sub(1) } else { 0 };
                for rung in &due[marks..] {
                    self.marked[*rung] = true;
                }
            }
        }
        let highest = reached.iter().rposition(|reached| *reached);
        let before = self.usage.unwrap_or(0);
        held_back |= match when.quirk {
            Quirk::None | Quirk::MarksOne | Quirk::OneFlag | Quirk::BothEnds | Quirk::Reminds(_) => false,
            Quirk::OnChange => highest == self.highest,
            Quirk::OnRise => usage <= before,
            Quirk::FromTheFirst => self.usage.is_none(),
            Quirk::NoRepeats => due.last().copied() == self.last_told,
            Quirk::Pause => self.spoke,
            Quirk::Tires(messages) => self.messages >= messages,
            Quirk::Loses(message) => !due.is_empty() && self.messages + 1 == message,
        };
        if held_back {
            due.clear();
        }
        if when.quirk == Quirk::BothEnds {
            due.retain(|rung| before <= ladder.rungs[*rung].trip);
        }
        if let Quirk::Reminds(updates) = when.quirk {
            self.rested = if due.is_empty() && highest == self.highest { self.rested + 1 } else { 0 };
            if self.rested == updates {
                self.rested = 0;
                due.extend(all(reached));
            }
        }
        self.usage = Some(usage);
        self.highest = highest;
        self.spoke = !due.is_empty();
        self.messages += usize::from(self.spoke);
        if held_back && matches!(when.quirk, Quirk::Loses(_)) {
            self.messages = 0;
        }
        self.last_told = due.last().copied().or(self.last_told);
    }

    fn rearm(&mut self, rearm: Rearm, ladder: &Ladder, usage: usize, reached: &[bool]) {
        let point = ladder.rearm;
        let all_at_once = match rearm {
            Rearm::AsAsked => point.is_some_and(|point| usage < point),
            Rearm::Never | Rearm::BelowItself | Rearm::TheHighest => false,
            Rearm::AtZero => usage == 0,
            Rearm::BelowAll => !reached.contains(&true),
            Rearm::AtThePoint => point.is_some_and(|point| usage <= point),
        };
        let highest = self.marked.iter().rposition(|marked| *marked);
        for (rung, marked) in self.marked.iter_mut().enumerate() {
            let by_itself = match rearm {
                Rearm::AsAsked => point.is_none() && !reached[rung],
                Rearm::BelowItself => !reached[rung],
                Rearm::TheHighest => highest == Some(rung) && !reached[rung],
                Rearm::Never | Rearm::AtZero | Rearm::BelowAll | Rearm::AtThePoint => false,
            };
            *marked &= !(all_at_once || by_itself);
        }
    }
}

fn all(reached: &[bool]) -> impl Iterator<Item = usize> + '_ {
    (0..reached.len()).filter(|rung| reached[*rung])
}
