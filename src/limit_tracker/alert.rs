//! The type [`Alert`], which an update of a tracker returns.

#![expect(clippy::inline_always, reason = "an outcome returned through memory costs more than the update")]

use std::borrow::Cow;

use super::state::{Event, Events, Outcome};
use crate::{Messenger, Threshold, Usage};

/// A threshold that an update fired or cleared, with the usage right after the update.
///
/// Every update of a tracker returns the alert that it sent, if any. To deliver alerts as something other than text,
/// asynchronously, or through a channel that can fail, use `()` as the messenger and deliver the returned alert
/// yourself.
///
/// An update sends at most one message unless the tracker was built with
/// [`each_level`](crate::LimitTrackerBuilder::each_level). With that setting, the returned alert is the last one sent,
/// which belongs to the most severe level that fired; [`all`](Self::all) lists every alert of the update.
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
    outcome: Outcome,
    usage: Usage,
}

impl<'a> Alert<'a> {
    /// Sends the messages of an outcome, and returns the outcome as an alert.
    ///
    /// Everything is passed by value, because a reference to the alert would force it into memory on every update that
    /// fires.
    #[inline(always)]
    #[track_caller]
    pub(super) fn deliver<M: Messenger>(
        thresholds: &'a [Threshold],
        outcome: Outcome,
        usage: Usage,
        messenger: &M,
    ) -> Self {
        match &outcome {
            Outcome::Fires(threshold) => match thresholds[*threshold].fixed_text() {
                Some(text) => messenger.send(text),
                None => send_computed(&thresholds[*threshold], usage, messenger),
            },
            Outcome::Any(events) => send_all(thresholds, events, usage, messenger),
        }
        Self { thresholds, outcome, usage }
    }

    /// Returns the threshold that fired or cleared.
    #[must_use]
    pub fn threshold(&self) -> &'a Threshold {
        &self.thresholds[self.outcome.last().threshold]
    }

    /// Returns the usage and the limit right after the update.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.usage
    }

    /// Returns the message that was sent.
    ///
    /// If the message is a function of [`Usage`], each call of this method computes it again.
    #[must_use]
    pub fn message(&self) -> Cow<'a, str> {
        message(self.thresholds, self.outcome.last(), self.usage)
    }

    /// Returns whether the threshold cleared, which means that usage fell below its re-arm point. The message is then
    /// the one passed to [`Threshold::cleared`].
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.outcome.last().is_clear
    }

    /// Returns every alert of the update, in the order in which they were sent. The last one is this alert.
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
        self.outcome.events().map(|event| Alert {
            thresholds: self.thresholds,
            outcome: Outcome::from(event),
            usage: self.usage,
        })
    }
}

// Neither function is inlined, so that the usual case, one fixed text, is small enough to be inlined.

#[cold]
#[inline(never)]
#[track_caller]
fn send_computed<M: Messenger>(threshold: &Threshold, usage: Usage, messenger: &M) {
    messenger.send(&threshold.message(usage));
}

#[cold]
#[inline(never)]
#[track_caller]
fn send_all<M: Messenger>(thresholds: &[Threshold], events: &Events, usage: Usage, messenger: &M) {
    for &event in &events.0 {
        messenger.send(&message(thresholds, event, usage));
    }
}

fn message(thresholds: &[Threshold], event: Event, usage: Usage) -> Cow<'_, str> {
    let threshold = &thresholds[event.threshold];
    if event.is_clear {
        // Only a threshold with a cleared message can clear.
        threshold.cleared_message(usage).unwrap_or_default()
    } else {
        threshold.message(usage)
    }
}
