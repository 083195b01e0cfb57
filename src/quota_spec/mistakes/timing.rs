//! Mistakes about when a level fires.

use super::symptom::Symptom;
use crate::NotifyOn;
use crate::quota_spec::specification::Specification;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Timing {
    EveryUpdate,
    Once,
    NeverRearms,
    RearmsAtZero,
    /// Re-arms each level when usage is below it, whatever its re-arm point is.
    RearmsBelowLevel,
    /// Re-arms all levels when usage is below the lowest one.
    RearmsBelowAll,
    RearmsAtPoint,
    RearmsRounded,
    RearmsCut,
    RearmsInFloats,
    /// A jump marks only the level that it reports.
    MarksOne,
    OneFlag,
    OnChange,
    OnRise,
    OnFall,
    /// Includes the previous usage when it looks for crossed levels.
    BothEnds,
    SilentAtFirst,
    NoRepeats,
    EachPercent,
    /// Repeats after this many updates.
    Reminds(usize),
}

impl Timing {
    pub(super) fn candidates(symptom: &Symptom<'_, '_>, is_likely: bool) -> Vec<Self> {
        use Timing::{
            BothEnds, EachPercent, EveryUpdate, MarksOne, NeverRearms, NoRepeats, OnChange, OnFall, OnRise,
            Once, OneFlag, RearmsAtPoint, RearmsAtZero, RearmsBelowAll, RearmsBelowLevel, RearmsCut,
            RearmsInFloats, RearmsRounded, SilentAtFirst,
        };
        let policy = symptom.spec.policy;
        let crossing = policy.notify_on == NotifyOn::Crossing;
        let has_points = symptom.spec.points(symptom.limit).iter().any(|points| points.trip != points.rearm);
        let mut candidates = match (is_likely, crossing) {
            (true, true) => vec![
                EveryUpdate,
                NeverRearms,
                RearmsBelowAll,
                MarksOne,
                OneFlag,
                OnChange,
                BothEnds,
                SilentAtFirst,
                NoRepeats,
                EachPercent,
            ],
            (true, false) => vec![Once, OnRise, OnFall, OnChange],
            (false, true) => vec![RearmsAtZero, Self::Reminds(symptom.rests)],
            (false, false) => vec![],
        };
        if has_points && is_likely {
            candidates.extend([RearmsBelowLevel, RearmsAtPoint, RearmsRounded, RearmsCut, RearmsInFloats]);
        }
        if policy.first_reading_is_silent {
            candidates.retain(|timing| *timing != SilentAtFirst);
        }
        if symptom.spec.levels.len() < 2 {
            candidates.retain(|timing| !matches!(timing, MarksOne | OneFlag | RearmsBelowAll));
        }
        candidates
    }

    /// Returns whether the tracker remembers which levels have fired.
    pub(super) fn is_crossing(mistake: Option<Self>, notify_on: NotifyOn) -> bool {
        match mistake {
            Some(Self::Once) => true,
            Some(Self::EveryUpdate | Self::OnRise | Self::OnFall | Self::OnChange | Self::BothEnds) => false,
            _ => notify_on == NotifyOn::Crossing,
        }
    }

    pub(super) fn describe(self, spec: &Specification<'_>) -> String {
        let rearm = spec.policy.rearm_percent.is_some();
        let text = match self {
            Self::EveryUpdate => "sends on every update, where a level is due once",
            Self::Once => "sends a level once, where it is due on every update",
            Self::NeverRearms => "sends each level once and never again: does nothing re-arm it?",
            Self::RearmsAtZero => "re-arms only at a usage of 0",
            Self::RearmsBelowLevel => {
                "re-arms a level as soon as usage is below it, not below its re-arm point"
            }
            Self::RearmsBelowAll if rearm => "re-arms below the lowest level, not below the re-arm point",
            Self::RearmsBelowAll => "re-arms a level only when usage is below all of them",
            Self::RearmsAtPoint => "re-arms at the re-arm point: <= where < was meant?",
            Self::RearmsRounded => {
                "re-arms at the wrong usage: is the percentage rounded before it is compared?"
            }
            Self::RearmsCut => "re-arms at the wrong usage: limit * percent / 100 is cut to a whole number",
            Self::RearmsInFloats => {
                "re-arms at the wrong usage: f64 cannot represent these numbers: compare integers?"
            }
            Self::MarksOne => "a jump marks only the level that it sends: those below it are sent afterwards",
            Self::OneFlag => "one flag for all levels: after one was sent, no higher one is",
            Self::OnChange => "sends whenever the level changes, on the way down too: != where > was meant?",
            Self::OnRise => "sends only when usage rises",
            Self::OnFall => "sends only when usage falls",
            Self::BothEnds => {
                "fires again when usage was exactly at the level: <= where < was meant for the usage before?"
            }
            Self::SilentAtFirst => "does not send what the first usage reaches: is it taken for old news?",
            Self::NoRepeats => "drops a message that is the same as the last one sent, however long ago",
            Self::EachPercent => "fires again at each further per cent",
            Self::Reminds(updates) => {
                return format!("fires again after {updates} updates, though usage crossed nothing");
            }
        };
        text.to_owned()
    }
}
