//! The outcome of an update.

#![expect(clippy::inline_always, reason = "a decision returned through memory costs more than the update")]

use std::borrow::Cow;

use super::state::{Decision, Event};
use crate::{Messenger, Threshold, Usage};

/// A threshold that an update fired or cleared, and the usage at that moment.
///
/// Every update of a tracker returns the alert that it sent. Code that delivers alerts in another form than text,
/// asynchronously, or through a channel that can fail, uses `()` as the messenger and this value for the delivery.
///
/// An update sends at most one message, except with [`each_level`](crate::LimitTrackerBuilder::each_level). There the
/// returned alert is the last one sent, which is the most severe level that fired, and [`all`](Self::all) lists every
/// alert of the update. One value serves both cases, so that code does not depend on the setting.
///
/// # Examples
///
/// ```
/// use mock_messenger::{LimitTracker, ThresholdKind};
///
/// let mut tracker = LimitTracker::new((), 100);
/// let alert = tracker.set_value(95).expect("95% is over two of the levels");
/// assert_eq!(alert.threshold().kind(), ThresholdKind::AtPercent(90));
/// assert_eq!(alert.usage().remaining(), 5);
/// assert!(!alert.is_clear());
/// ```
#[derive(Clone, Debug)]
pub struct Alert<'a> {
    thresholds: &'a [Threshold],
    decision: Decision,
}

impl<'a> Alert<'a> {
    /// Sends what was decided, and returns it.
    ///
    /// By value throughout: a reference to the alert would force it into memory on every update that fires.
    #[inline(always)]
    #[track_caller]
    pub(super) fn deliver<M: Messenger>(
        thresholds: &'a [Threshold],
        decision: Decision,
        messenger: &M,
    ) -> Self {
        match thresholds[decision.last.threshold].fixed_text() {
            Some(text) if !decision.last.is_clear && decision.earlier.is_none() => {
                messenger.send(text);
            }
            _ => {
                let earlier = decision.earlier.as_deref().map_or(&[][..], |earlier| &earlier.0);
                send_any(thresholds, earlier, decision.last, decision.usage, messenger);
            }
        }
        Self { thresholds, decision }
    }

    /// Returns the threshold that fired or cleared.
    #[must_use]
    pub fn threshold(&self) -> &'a Threshold {
        &self.thresholds[self.decision.last.threshold]
    }

    /// Returns the usage and the limit right after the update.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.decision.usage
    }

    /// Returns the message that was sent.
    ///
    /// A message that is a function of [`Usage`] is computed anew by each call.
    #[must_use]
    pub fn message(&self) -> Cow<'a, str> {
        message(self.thresholds, self.decision.last, self.decision.usage)
    }

    /// Returns whether usage fell below the re-arm point of the threshold, which sends the message of
    /// [`Threshold::cleared`].
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.decision.last.is_clear
    }

    /// Returns every alert of the update in the order sent; this alert is the last one.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, Threshold};
    ///
    /// let mut tracker =
    ///     LimitTracker::builder((), 100).notify_on(NotifyOn::Crossing).each_level().build()?;
    /// let alert = tracker.set_value(95).unwrap();
    /// let percents: Vec<_> = alert.all().filter_map(|alert| alert.threshold().percent()).collect();
    /// assert_eq!(percents, [75, 90]);
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    pub fn all(&self) -> impl Iterator<Item = Alert<'a>> + '_ {
        self.events().map(|last| Alert {
            thresholds: self.thresholds,
            decision: Decision { last, usage: self.decision.usage, earlier: None },
        })
    }

    fn events(&self) -> impl Iterator<Item = Event> + '_ {
        let earlier = self.decision.earlier.iter().flat_map(|earlier| earlier.0.iter().copied());
        earlier.chain([self.decision.last])
    }
}

/// Out of line, so that the usual case, one fixed text, is small enough to be inlined.
#[cold]
#[inline(never)]
#[track_caller]
fn send_any<M: Messenger>(
    thresholds: &[Threshold],
    earlier: &[Event],
    last: Event,
    usage: Usage,
    messenger: &M,
) {
    for &event in earlier.iter().chain([&last]) {
        messenger.send(&message(thresholds, event, usage));
    }
}

fn message(thresholds: &[Threshold], event: Event, usage: Usage) -> Cow<'_, str> {
    let threshold = &thresholds[event.threshold];
    if event.is_clear {
        // Only thresholds with such a message clear.
        threshold.cleared_message(usage).unwrap_or_default()
    } else {
        threshold.message(usage)
    }
}
