//! What is due: the specification, as a program.

use super::ladder::Ladder;
use crate::NotifyOn;

/// A tracker that is right by definition. It says for each usage which level's message is due, if one is.
#[derive(Debug)]
pub(super) struct Model<'s> {
    ladder: &'s Ladder,
    notify_on: NotifyOn,
    /// For each rung, whether it was told and has not been re-armed since.
    told: Vec<bool>,
}

impl<'s> Model<'s> {
    pub(super) fn new(ladder: &'s Ladder, notify_on: NotifyOn) -> Self {
        Self { ladder, notify_on, told: vec![false; ladder.rungs.len()] }
    }

    /// Takes the next usage, and returns the rung that is due.
    pub(super) fn due(&mut self, value: usize) -> Option<usize> {
        match self.notify_on {
            NotifyOn::Update => self.ladder.reached(value),
            NotifyOn::Crossing => {
                let mut due = None;
                for (index, rung) in self.ladder.rungs.iter().enumerate() {
                    if value < self.ladder.rearm.unwrap_or(rung.trip) {
                        self.told[index] = false;
                    }
                    if value >= rung.trip && !self.told[index] {
                        self.told[index] = true;
                        due = Some(index);
                    }
                }
                due
            }
        }
    }
}
