//! Mistakes about which message is sent.

use super::symptom::Symptom;
use crate::quota_spec::classifier::MessageClass;
use crate::quota_spec::model::Notice;
use crate::quota_spec::specification::Specification;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum MessageMistake {
    Nothing,
    Lowest,
    All,
    Twice,
    /// The level does not exist: the one below it fires instead.
    Missing(usize),
    OnlyHighest,
    /// The level exists, but sends nothing.
    Silent(usize),
    Swapped(usize, usize),
    /// The first level sends the message of the second.
    MessageOf(usize, usize),
    OtherText(usize),
    OtherTexts,
}

impl MessageMistake {
    pub(super) fn candidates(symptom: &Symptom<'_, '_>, is_likely: bool) -> Vec<Self> {
        let levels = symptom.levels();
        let pairs = levels.iter().flat_map(|a| levels.iter().map(move |b| (*a, *b)));
        if !is_likely {
            return pairs.filter(|(a, b)| a != b).map(|(a, b)| Self::MessageOf(a, b)).collect();
        }
        let mut candidates = vec![Self::Nothing, Self::Lowest, Self::All, Self::Twice];
        candidates.extend(pairs.filter(|(a, b)| a < b).map(|(a, b)| Self::Swapped(a, b)));
        let points = symptom.spec.points(symptom.limit);
        let lowest = points.iter().map(|points| points.trip).min();
        for level in &levels {
            candidates.push(Self::OtherText(*level));
            if points.len() > 1 {
                candidates.push(Self::Silent(*level));
            }
            // No level below the lowest one could fire instead.
            if Some(points[*level].trip) != lowest {
                candidates.push(Self::Missing(*level));
            }
        }
        if points.len() > 1 {
            candidates.push(Self::OtherTexts);
        }
        if points.len() > 2 {
            candidates.push(Self::OnlyHighest);
        }
        candidates
    }

    /// Returns whether a level exists for a tracker with this mistake.
    pub(super) fn knows(mistake: Option<Self>, level: usize, highest: usize) -> bool {
        match mistake {
            Some(Self::Missing(missing)) => level != missing,
            Some(Self::OnlyHighest) => level == highest,
            _ => true,
        }
    }

    /// Returns what is sent for the levels that are due, the highest last.
    pub(super) fn send(mistake: Option<Self>, due: &[usize], each_level: bool) -> Vec<MessageClass> {
        let message = |level: usize| MessageClass::Of(Notice { level, is_clear: false });
        let ([lowest, ..], [.., highest]) = (due, due) else { return Vec::new() };
        let due = if each_level || mistake == Some(Self::All) { due } else { std::slice::from_ref(highest) };
        match mistake {
            Some(Self::Nothing) => Vec::new(),
            Some(Self::Lowest) => vec![message(*lowest)],
            Some(Self::Twice) => due.iter().flat_map(|level| [message(*level); 2]).collect(),
            Some(Self::OtherTexts) => vec![MessageClass::Unknown; due.len()],
            _ => due.iter().filter_map(|level| Self::text(mistake, *level)).collect(),
        }
    }

    fn text(mistake: Option<Self>, level: usize) -> Option<MessageClass> {
        let message = |level: usize| Some(MessageClass::Of(Notice { level, is_clear: false }));
        match mistake {
            Some(Self::Silent(silent)) if silent == level => None,
            Some(Self::OtherText(other)) if other == level => Some(MessageClass::Unknown),
            Some(Self::MessageOf(from, to)) if from == level => message(to),
            Some(Self::Swapped(a, b)) if a == level => message(b),
            Some(Self::Swapped(a, b)) if b == level => message(a),
            _ => message(level),
        }
    }

    pub(super) fn describe(self, spec: &Specification<'_>) -> String {
        let at = |level: usize| spec.levels[level].kind;
        match self {
            Self::Nothing => "sends nothing at all: does it have this messenger?".into(),
            Self::Lowest => {
                "sends the lowest level where the highest is due: are levels checked from the bottom?".into()
            }
            Self::All => {
                "sends every level where only the highest is due: is an else or a return missing?".into()
            }
            Self::Twice => "sends each message twice".into(),
            Self::Missing(level) => format!("never sends the level {}: is it missing?", at(level)),
            Self::OnlyHighest => "sends only the highest level: are the others missing?".into(),
            Self::Silent(level) => format!("sends nothing where the level {} is due", at(level)),
            Self::Swapped(a, b) => format!("the messages {} and {} are swapped?", at(a), at(b)),
            Self::MessageOf(a, b) => format!("sends the message {} where the one {} is due", at(b), at(a)),
            Self::OtherText(level) => format!("the message {} differs from the specified one", at(level)),
            Self::OtherTexts => "no message is the specified one".into(),
        }
    }
}
