//! Mistakes in which usage a message arrives at; the scenario's, more often than not.

use crate::quota_spec::texts::Text;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Delivery {
    AtOnce,
    /// All of them at the last usage.
    AtTheEnd,
    /// Each at the usage after its own, and the last at its own.
    OneLate,
}

impl Delivery {
    pub(super) const MISTAKES: [Self; 2] = [Self::AtTheEnd, Self::OneLate];

    pub(super) fn describe(self) -> String {
        match self {
            Self::AtOnce => String::new(),
            Self::AtTheEnd => {
                "all messages arrive after the last usage was taken: take each usage when it is \
                               reported, and do not collect them first"
                    .into()
            }
            Self::OneLate => {
                "each message arrives after the next usage was taken: take each usage when it is \
                              reported, and do not look ahead"
                    .into()
            }
        }
    }

    pub(super) fn deliver(self, mut sent: Vec<Vec<Text>>) -> Vec<Vec<Text>> {
        match self {
            Self::AtOnce => {}
            Self::AtTheEnd => {
                let all = sent.concat();
                sent.iter_mut().for_each(Vec::clear);
                if let Some(last) = sent.last_mut() {
                    *last = all;
                }
            }
            Self::OneLate => {
                if let Some(last) = sent.pop() {
                    sent.insert(0, Vec::new());
                    if let Some(late) = sent.last_mut() {
                        late.extend(last);
                    }
                }
            }
        }
        sent
    }
}
