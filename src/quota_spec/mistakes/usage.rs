//! Mistakes about usage, and about steps other than usages.

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum UsageMistake {
    Previous,
    Sum,
    Clamped,
    Remainder,
    Bits(u32),
}

/// The usages that a tracker has seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    previous: usize,
    sum: usize,
}

impl UsageMistake {
    pub(super) const ALL: [Self; 8] = [
        Self::Previous,
        Self::Sum,
        Self::Clamped,
        Self::Remainder,
        Self::Bits(8),
        Self::Bits(16),
        Self::Bits(31),
        Self::Bits(32),
    ];

    /// Returns the usage that a tracker with this mistake takes for the real one.
    pub(super) fn apply(mistake: Option<Self>, usage: usize, limit: usize, seen: &mut Seen) -> usize {
        let previous = std::mem::replace(&mut seen.previous, usage);
        seen.sum = seen.sum.saturating_add(usage);
        match mistake {
            None => usage,
            Some(Self::Previous) => previous,
            Some(Self::Sum) => seen.sum,
            Some(Self::Clamped) => {
                if limit > 0 {
                    usage.min(limit)
                } else {
                    usage
                }
            }
            Some(Self::Remainder) => usage.checked_rem(limit).unwrap_or(usage),
            Some(Self::Bits(bits)) => usage & 1_usize.checked_shl(bits).map_or(usize::MAX, |bit| bit - 1),
        }
    }

    pub(super) fn describe(self) -> String {
        match self {
            Self::Previous => {
                "reports the usage of the update before: is it read before the new one is stored?".into()
            }
            Self::Sum => "adds each usage to the ones before: are totals taken for amounts consumed?".into(),
            Self::Clamped => "takes usage above the limit for the limit: is it clamped too early?".into(),
            Self::Remainder => "starts at 0 again beyond the limit: usage % limit?".into(),
            Self::Bits(bits) => {
                format!("sees only the low {bits} bits of usage: is it cast to a narrower type?")
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum StepMistake {
    IgnoresNewLimit,
    WaitsAfterNewLimit,
    ResetKeepsFired,
    RestartForgets,
    SharesState,
}

impl StepMistake {
    pub(super) const ALL: [Self; 5] = [
        Self::IgnoresNewLimit,
        Self::WaitsAfterNewLimit,
        Self::ResetKeepsFired,
        Self::RestartForgets,
        Self::SharesState,
    ];

    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::IgnoresNewLimit => "keeps the limit it was created with: is the new limit stored?",
            Self::WaitsAfterNewLimit => {
                "does not check usage when the limit changes, only at the next update"
            }
            Self::ResetKeepsFired => "does not re-arm the levels at a reset",
            Self::RestartForgets => {
                "forgets at a restart which levels have fired: is that saved and restored?"
            }
            Self::SharesState => {
                "trackers with different keys share their state: is the key cut, or the state global?"
            }
        }
    }
}
