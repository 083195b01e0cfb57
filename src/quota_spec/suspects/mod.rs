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

/// Beyond so many, mistakes are no longer paired.
const MOST_PAIRS: usize = 20_000;

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
    let rungs = scene.ladder.rungs.len();
    let compare: Vec<_> =
        Compare::mistakes(scene.ladder).map(|compare| Suspect { compare, ..right }).collect();
    let speak: Vec<_> = Speak::mistakes(rungs).map(|speak| Suspect { speak, ..right }).collect();
    let sees: Vec<_> = Sees::mistakes().map(|sees| Suspect { sees, ..right }).collect();
    let when: Vec<_> = When::mistakes(scene).map(|when| Suspect { when, ..right }).collect();
    let delivery: Vec<_> = Delivery::mistakes().map(|delivery| Suspect { delivery, ..right }).collect();
    let groups = [&compare, &speak, &when, &sees];
    let explains = |suspect: &&Suspect| suspect.explains(scene, observed);
    if let Some(suspect) = groups.into_iter().flatten().chain(&delivery).find(explains) {
        return suspect.describe(scene, &right);
    }
    let mut pairs = Vec::new();
    for (index, first) in groups.iter().enumerate() {
        for second in &groups[index + 1..] {
            if pairs.len() + first.len() * second.len() <= MOST_PAIRS {
                pairs.extend(first.iter().flat_map(|a| second.iter().map(|b| a.and(b, &right))));
            }
        }
    }
    pairs.iter().find(explains)?.describe(scene, &right)
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

    fn describe(&self, scene: &Scene<'_>, right: &Self) -> Option<String> {
        let parts = [
            (self.sees != right.sees).then(|| self.sees.describe()),
            (self.compare != right.compare).then(|| self.compare.describe(scene)),
            (self.speak != right.speak).then(|| self.speak.describe(scene)),
            (self.when != right.when).then(|| self.when.describe(scene)),
            (self.delivery != right.delivery).then(|| self.delivery.describe()),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("\n            and "))
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
