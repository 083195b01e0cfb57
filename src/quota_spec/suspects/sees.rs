//! Mistakes in which usage is looked at.

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sees {
    Exactly,
    /// The usage of the update before.
    TheOneBefore,
    /// The sum of all usages so far.
    TheSum,
    /// No more than the limit.
    Clamped,
    /// The low bits of it.
    Bits(u32),
    /// What remains when whole limits are taken off.
    Remainder,
}

/// What the eye remembers.
#[derive(Debug, Default)]
pub(super) struct Eye {
    before: usize,
    sum: usize,
}

impl Sees {
    pub(super) const MISTAKES: [Self; 8] = [
        Self::TheOneBefore,
        Self::TheSum,
        Self::Clamped,
        Self::Remainder,
        Self::Bits(16),
        Self::Bits(31),
        Self::Bits(32),
        Self::Bits(63),
    ];

    pub(super) fn describe(self) -> String {
        match self {
            Self::Exactly => String::new(),
            Self::TheOneBefore => {
                "tells what was due one update before: looks at the old usage before it stores the new one?"
                    .into()
            }
            Self::TheSum => "adds each usage to those before: totals taken for amounts consumed?".into(),
            Self::Clamped => "takes usage above the limit for the limit: cut off too early?".into(),
            Self::Remainder => "starts at 0 again beyond the limit: usage % limit?".into(),
            Self::Bits(bits) => format!("sees only the low {bits} bits of usage: cast to too narrow a type?"),
        }
    }
}

impl Eye {
    pub(super) fn look(&mut self, sees: Sees, usage: usize, limit: usize) -> usize {
        let before = std::mem::replace(&mut self.before, usage);
        self.sum = self.sum.saturating_add(usage);
        match sees {
            Sees::Exactly => usage,
            Sees::TheOneBefore => before,
            Sees::TheSum => self.sum,
            Sees::Clamped => usage.min(limit),
            Sees::Remainder => usage.checked_rem(limit).unwrap_or(usage),
            Sees::Bits(bits) => {
                let mask = 1_usize.checked_shl(bits).map_or(usize::MAX, |bit| bit - 1);
                usage & mask
            }
        }
    }
}
