//! Mistakes in what is said.

use super::Scene;
use crate::quota_spec::ladder::Ladder;
use crate::quota_spec::texts::Text;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Speak {
    Highest,
    Lowest,
    All,
    Twice,
    Nothing,
    /// A rung that is not there: the one below it speaks.
    Never(usize),
    /// A rung that is there, and says nothing.
    Silent(usize),
    Swapped(usize, usize),
    /// The first has the text of the second.
    TextOf(usize, usize),
    /// A text that the specification does not know.
    OtherText(usize),
}

impl Speak {
    pub(super) fn mistakes(rungs: usize) -> Vec<Self> {
        let mut mistakes = vec![Self::Nothing, Self::Lowest, Self::All, Self::Twice];
        for rung in 0..rungs {
            mistakes.extend([Self::Never(rung), Self::Silent(rung), Self::OtherText(rung)]);
        }
        for b in 0..rungs {
            mistakes.extend((0..b).map(|a| Self::Swapped(a, b)));
        }
        for a in 0..rungs {
            mistakes.extend((0..rungs).map(|b| Self::TextOf(a, b)));
        }
        mistakes
    }

    /// What is said for the rungs that are due, the highest last.
    pub(super) fn say(self, due: &[usize], ladder: &Ladder, texts: &mut Vec<Text>) {
        let text = |rung: usize| Text::Of(ladder.rungs[rung].level);
        let (Some(lowest), Some(highest)) = (due.first().copied(), due.last().copied()) else { return };
        match self {
            Self::Lowest => texts.push(text(lowest)),
            Self::All => texts.extend(due.iter().map(|rung| text(*rung))),
            Self::Twice => texts.extend([text(highest); 2]),
            Self::Nothing => {}
            Self::Silent(rung) if rung == highest => {}
            Self::OtherText(rung) if rung == highest => texts.push(Text::Unknown),
            Self::TextOf(rung, other) if rung == highest => texts.push(text(other)),
            Self::Swapped(a, b) if a == highest => texts.push(text(b)),
            Self::Swapped(a, b) if b == highest => texts.push(text(a)),
            _ => texts.push(text(highest)),
        }
    }

    pub(super) fn describe(self, scene: &Scene<'_>) -> String {
        let at = |rung: usize| scene.ladder.rungs[rung].at;
        match self {
            Self::Highest => String::new(),
            Self::Lowest => {
                "tells the lowest level where the highest is due: are levels tried from the bottom?".into()
            }
            Self::All => {
                "tells every level where the highest alone is due: is an else or a return missing?".into()
            }
            Self::Twice => "sends each message twice".into(),
            Self::Nothing => "sends nothing at all: does it have this messenger?".into(),
            Self::Never(rung) => format!("never tells the level {}: is it missing?", at(rung)),
            Self::Silent(rung) => format!("says nothing where the level {} is due", at(rung)),
            Self::Swapped(a, b) => format!("the messages {} and {} are swapped?", at(a), at(b)),
            Self::TextOf(a, b) => format!("sends the message {} where that {} is due", at(b), at(a)),
            Self::OtherText(rung) => {
                format!("the message {} is not the one that the specification asks for", at(rung))
            }
        }
    }
}
