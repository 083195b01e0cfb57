//! What is probably wrong: known mistakes, each tried on everything that the code under test was seen to do.

mod compare;
mod delivery;
mod sees;
mod speak;
mod when;

use super::ladder::Ladder;
use super::texts::Text;
use crate::NotifyOn;
use compare::Compare;
use delivery::Delivery;
use sees::Sees;
use speak::Speak;
use when::{Memory, When};

/// So many mistakes of each kind are paired with those of other kinds, where there are many levels.
const MOST_PAIRED: usize = 100;

/// What was sent on one walk.
#[derive(Debug)]
pub(super) struct Observed {
    pub(super) walk: Vec<usize>,
    /// For each usage of the walk.
    pub(super) sent: Vec<Vec<Text>>,
}

/// What the code under test should be like, and a look at what it did where it went wrong.
#[derive(Debug)]
pub(super) struct Scene<'s> {
    pub(super) ladder: &'s Ladder,
    pub(super) notify_on: NotifyOn,
    /// The usage at which it went wrong.
    pub(super) value: usize,
    /// How many messages it had sent until then.
    pub(super) messages_before: usize,
    /// For how many updates in a row the same usage had been set by then.
    pub(super) rests_before: usize,
}

/// A tracker with at most a few mistakes. Without any, it is the model.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Suspect {
    sees: Sees,
    compare: Compare,
    when: When,
    speak: Speak,
    delivery: Delivery,
}

/// Describes the mistake that explains all that was seen: one, or if need be two at once.
pub(super) fn cause(scene: &Scene<'_>, observed: &[Observed]) -> Option<String> {
    let right = Suspect {
        sees: Sees::Exactly,
        compare: Compare::Exactly,
        when: When::asked_for(scene),
        speak: Speak::Highest,
        delivery: Delivery::AtOnce,
    };
    let compare = Compare::mistakes(scene.ladder);
    let compare: Vec<_> = compare.iter().map(|compare| Suspect { compare: *compare, ..right }).collect();
    let speak = Speak::mistakes(scene.ladder.rungs.len());
    let speak: Vec<_> = speak.iter().map(|speak| Suspect { speak: *speak, ..right }).collect();
    let when: Vec<_> = When::mistakes(scene).iter().map(|when| Suspect { when: *when, ..right }).collect();
    let sees = Sees::MISTAKES.map(|sees| Suspect { sees, ..right });
    let delivery = Delivery::MISTAKES.map(|delivery| Suspect { delivery, ..right });
    let groups: [&[Suspect]; 5] = [&compare, &speak, &when, &sees, &delivery];
    for group in groups {
        if let Some(suspect) = group.iter().find(|suspect| suspect.explains(scene, observed)) {
            return Some(suspect.describe(scene, &right));
        }
    }
    // A mistake of delivery is the scenario's, and none of a pair.
    let mut kinds = &groups[..4];
    while let [first, others @ ..] = kinds {
        kinds = others;
        for second in others {
            for a in first.iter().take(MOST_PAIRED) {
                for b in second.iter().take(MOST_PAIRED) {
                    let both = a.and(b, &right);
                    if both.explains(scene, observed) {
                        return Some(both.describe(scene, &right));
                    }
                }
            }
        }
    }
    None
}

impl Suspect {
    /// Both mistakes at once; `right` has neither.
    fn and(&self, other: &Self, right: &Self) -> Self {
        Self {
            sees: if self.sees == right.sees { other.sees } else { self.sees },
            compare: if self.compare == right.compare { other.compare } else { self.compare },
            when: if self.when == right.when { other.when } else { self.when },
            speak: if self.speak == right.speak { other.speak } else { self.speak },
            delivery: self.delivery,
        }
    }

    fn describe(&self, scene: &Scene<'_>, right: &Self) -> String {
        let mut parts = Vec::new();
        if self.sees != right.sees {
            parts.push(self.sees.describe());
        }
        if self.compare != right.compare {
            parts.push(self.compare.describe(scene));
        }
        if self.speak != right.speak {
            parts.push(self.speak.describe(scene));
        }
        if self.when != right.when {
            parts.push(self.when.describe(scene));
        }
        if self.delivery != right.delivery {
            parts.push(self.delivery.describe());
        }
        parts.join("\n            and ")
    }

    fn explains(&self, scene: &Scene<'_>, observed: &[Observed]) -> bool {
        observed.iter().all(|walk| self.explains_walk(scene, walk))
    }

    fn explains_walk(&self, scene: &Scene<'_>, observed: &Observed) -> bool {
        let mut tracker = Tracker::new(self, scene);
        if self.delivery == Delivery::AtOnce {
            // Compared as it goes: most suspects are cleared at the first few usages.
            return observed
                .walk
                .iter()
                .zip(&observed.sent)
                .all(|(usage, sent)| tracker.next(*usage) == sent.as_slice());
        }
        let sent = observed.walk.iter().map(|usage| tracker.next(*usage).to_vec()).collect();
        self.delivery.deliver(sent) == observed.sent
    }
}

/// A suspect at work.
struct Tracker<'s> {
    suspect: &'s Suspect,
    scene: &'s Scene<'s>,
    sees: sees::Eye,
    memory: Memory,
    /// The rungs that are reached, as the suspect compares.
    reached: Vec<bool>,
    /// The rungs that have something to say, as the suspect decides.
    due: Vec<usize>,
    texts: Vec<Text>,
}

impl<'s> Tracker<'s> {
    fn new(suspect: &'s Suspect, scene: &'s Scene<'s>) -> Self {
        let rungs = scene.ladder.rungs.len();
        Self {
            suspect,
            scene,
            sees: sees::Eye::default(),
            memory: Memory::new(rungs),
            reached: vec![false; rungs],
            due: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn next(&mut self, usage: usize) -> &[Text] {
        let Self { suspect, scene, .. } = self;
        let ladder = scene.ladder;
        let usage = self.sees.look(suspect.sees, usage, ladder.limit);
        for (index, reached) in self.reached.iter_mut().enumerate() {
            *reached = suspect.speak != Speak::Never(index) && suspect.compare.reaches(ladder, index, usage);
        }
        self.memory.decide(suspect.when, ladder, usage, &self.reached, &mut self.due);
        self.texts.clear();
        suspect.speak.say(&self.due, ladder, &mut self.texts);
        &self.texts
    }
}
