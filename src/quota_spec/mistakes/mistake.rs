//! The mistakes that a tracker can be simulated with, one at a time.

use super::comparison::Comparison;
use super::message::MessageMistake;
use super::timing::Timing;
use super::usage::{StepMistake, UsageMistake};

/// The mistake of a simulated tracker.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mistake {
    Comparison(Comparison),
    Message(MessageMistake),
    Timing(Timing),
    Usage(UsageMistake),
    Step(StepMistake),
    /// All messages arrive after the last step.
    Batches,
    /// Each message arrives one step late, and the last one at the end.
    OneLate,
}
