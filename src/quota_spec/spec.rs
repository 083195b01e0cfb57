//! The builder of a specification.

use std::panic::Location;
use std::sync::Arc;

use super::battery;
use super::level::{Level, LevelKind, MessageMatcher};
use super::run::ScenarioResult;
use super::specification::Specification;
use super::usage_walk::UsageWalk;
use super::violation::QuotaViolation;
use crate::transcript::IntoMatcher;
use crate::{NotifyOn, OVER_QUOTA, SyncRecordingMessenger, URGENT_WARNING, Usage, WARNING};

/// Specifies which message quota code has to send at each usage, so that any implementation, yours or a third party's,
/// can be tested against it.
///
/// A specification consists of a limit and levels, each with a matcher for its message. Everything that the assertions
/// of a [`Transcript`](crate::Transcript) accept is a matcher: text, a predicate, a closure.
/// [`assert`](Self::assert) runs a *scenario*, a few lines that drive the code under test, on some thousand walks of
/// usages, and compares each message with the one that is due. [`book`](Self::book) is the specification of
/// [`LimitTracker::new`](crate::LimitTracker::new).
///
/// # Examples
///
/// ```
/// use mock_messenger::{LimitTracker, OVER_QUOTA, QuotaSpec, predicate};
///
/// QuotaSpec::new(100)
///     .at_percent(75, predicate::str::contains("75%"))
///     .at_percent(90, predicate::str::contains("90%"))
///     .at_percent(100, OVER_QUOTA)
///     .assert(|messenger, usage| {
///         let mut tracker = LimitTracker::new(messenger, usage.limit());
///         for value in usage {
///             tracker.set_value(value);
///         }
///     });
/// ```
///
/// # Which messages are due
///
/// - With [`NotifyOn::Update`], each update sends the message of the highest level that usage reaches.
/// - With [`NotifyOn::Crossing`], an update sends the message of the highest level that usage newly reaches, and all
///   lower levels count as fired too. A level re-arms when usage falls below it, or below its re-arm point if it has
///   one. See [`each_level`](Self::each_level), [`latched`](Self::latched), [`cleared`](Self::cleared),
///   [`rearm_below_percent`](Self::rearm_below_percent), [`rearm_margin`](Self::rearm_margin) and
///   [`first_reading_is_silent`](Self::first_reading_is_silent).
///
/// Comparisons are exact, in integers of any size. A usage of 0 reaches no level, whatever the limit is. If several
/// levels are reached at the same usage, as all percentages of a limit of 1 are, the highest percentage, the highest
/// value and the smallest remaining amount compete, and the one that was added last takes precedence. Levels above
/// [`usize::MAX`] are never reached.
///
/// # The scenario
///
/// The scenario runs once for each walk, with a new messenger, and has to take all usages of the walk. Messages are
/// attributed to the most recently yielded usage. Do not `take` or `clear` the messenger: the battery reads it after
/// the run.
///
/// - Code that owns its messenger takes `Arc::clone(messenger)`; code that borrows it takes `messenger`.
/// - Code that is not updated with totals uses one of the methods of [`UsageWalk`]: changes, a limit that can change,
///   resets and restarts, one tracker for each key, threads, deliveries that can fail.
/// - Fallible code: the scenario can return a `Result`, whose error is a violation. See [`ScenarioResult`].
/// - Async code: the scenario blocks on the runtime of your choice.
///
/// ```
/// use std::sync::Arc;
/// use mock_messenger::{Messenger, OVER_QUOTA, QuotaSpec};
///
/// struct Meter<M> { messenger: M, limit: usize }
///
/// impl<M: Messenger> Meter<M> {
///     async fn report(&self, used: usize) {
///         if used >= self.limit && used > 0 {
///             self.messenger.send(OVER_QUOTA);
///         }
///     }
/// }
///
/// let runtime = tokio::runtime::Builder::new_current_thread().build()?;
/// QuotaSpec::new(100).at_percent(100, OVER_QUOTA).assert(|messenger, usage| {
///     runtime.block_on(async {
///         let meter = Meter { messenger: Arc::clone(messenger), limit: usage.limit() };
///         for used in usage {
///             meter.report(used).await;
///         }
///     });
/// });
/// # Ok::<_, std::io::Error>(())
/// ```
///
/// # The limits
///
/// Arithmetic that is right for a limit of 100 is often wrong for another. If the scenario asks for the limit with
/// [`usage.limit()`](UsageWalk::limit) and all levels are percentages, the specification is therefore checked with
/// other limits as well: 12,345, 700 and `usize::MAX`. [`limits`](Self::limits) replaces them.
///
/// # The walks
///
/// The guide describes [what is walked and what is not](crate::guide::quota_conformance). Except for the
/// [`random_walks`](Self::random_walks), which are the same for the same [`seed`](Self::seed), nothing is random: the
/// same code has the same result.
///
/// # The failure
///
/// The report shows the walk, shortened as far as possible, with the messages that were due and sent. It names a
/// probable cause if a single mistake explains everything that the code under test did, and it compares the ranges of
/// usage in which each message is due and sent:
///
/// ```text
/// usage 75 of 100 (75%): expected the message at 75%, but nothing was sent
///
///   probably  fires at 76, due at 75: > where >= was meant?
///
///   expected  "Warning: You've used up over 75% of your quota!"
///   sent      nothing
///
///   the walk:
///       usage       due     sent
///     >    75  75%  at 75%  nothing
///
///   each usage from a fresh start:
///       usage          due      sent
///       0 to 74        nothing  nothing
///     > 75             at 75%   nothing
///       76 to 89       at 75%   at 75%
///       90 to 99       at 90%   at 90%
///       100 and above  at 100%  at 100%
/// ```
///
/// A panic is reported with its walk, and the scenario is not run again.
#[doc(alias = "contract test")]
#[doc(alias = "property test")]
#[derive(Debug)]
#[must_use = "a specification tests nothing until `assert` or `check`"]
pub struct QuotaSpec<'a>(Specification<'a>);

impl<'a> QuotaSpec<'a> {
    /// Creates a specification without levels, with [`NotifyOn::Update`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, QuotaSpec};
    ///
    /// QuotaSpec::new(10).at_value(8, "two left").assert(|messenger, usage| {
    ///     for value in usage {
    ///         if value >= 8 {
    ///             messenger.send("two left");
    ///         }
    ///     }
    /// });
    /// ```
    pub fn new(limit: usize) -> Self {
        Self(Specification::new(limit))
    }

    /// Creates a specification with the three levels of *The Rust Programming Language*, chapter 15.5: [`WARNING`] from
    /// 75%, [`URGENT_WARNING`] from 90% and [`OVER_QUOTA`] from 100%, with [`NotifyOn::Update`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec};
    ///
    /// QuotaSpec::book(100).assert(|messenger, usage| {
    ///     let mut tracker = LimitTracker::new(messenger, usage.limit());
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn book(limit: usize) -> Self {
        Self::new(limit).at_percent(75, WARNING).at_percent(90, URGENT_WARNING).at_percent(100, OVER_QUOTA)
    }

    /// Adds a level that is reached when at least `percent` per cent of the limit is used:
    /// `value * 100 >= limit * percent`. The percentage can exceed 100.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, QuotaSpec};
    ///
    /// QuotaSpec::new(200).at_percent(75, "getting close").assert(|messenger, usage| {
    ///     for value in usage {
    ///         if value >= 150 {
    ///             messenger.send("getting close");
    ///         }
    ///     }
    /// });
    /// ```
    pub fn at_percent<Kind>(self, percent: u32, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        self.with(LevelKind::Percent(percent), message)
    }

    /// Like [`at_percent`](Self::at_percent), with a matcher that is made from the usage at which the message is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec, Threshold, Usage};
    ///
    /// fn text(usage: Usage) -> String {
    ///     format!("{} of {} used", usage.value, usage.max)
    /// }
    ///
    /// QuotaSpec::new(100).at_percent_with(90, text).assert(|messenger, usage| {
    ///     let builder = LimitTracker::builder(messenger, usage.limit());
    ///     let mut tracker = builder.thresholds([Threshold::at_percent(90, text)]).build().unwrap();
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn at_percent_with<M, Kind>(self, percent: u32, message: impl Fn(Usage) -> M + 'a) -> Self
    where
        M: IntoMatcher<'a, str, Kind>,
    {
        self.with_usage(LevelKind::Percent(percent), message)
    }

    /// Adds a level that is reached when more than `percent` per cent of the limit is used:
    /// `value * 100 > limit * percent`.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, QuotaSpec};
    ///
    /// QuotaSpec::new(100).above_percent(100, "exceeded").assert(|messenger, usage| {
    ///     for value in usage {
    ///         if value > 100 {
    ///             messenger.send("exceeded");
    ///         }
    ///     }
    /// });
    /// ```
    pub fn above_percent<Kind>(self, percent: u32, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        self.with(LevelKind::AbovePercent(percent), message)
    }

    /// Like [`above_percent`](Self::above_percent), with a matcher that is made from the usage.
    pub fn above_percent_with<M, Kind>(self, percent: u32, message: impl Fn(Usage) -> M + 'a) -> Self
    where
        M: IntoMatcher<'a, str, Kind>,
    {
        self.with_usage(LevelKind::AbovePercent(percent), message)
    }

    /// Adds a level that is reached when usage is at least `value`, independent of the limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, QuotaSpec};
    ///
    /// QuotaSpec::new(200).at_value(150, "getting close").assert(|messenger, usage| {
    ///     for value in usage {
    ///         if value >= 150 {
    ///             messenger.send("getting close");
    ///         }
    ///     }
    /// });
    /// ```
    pub fn at_value<Kind>(self, value: usize, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        self.with(LevelKind::Value(value), message)
    }

    /// Like [`at_value`](Self::at_value), with a matcher that is made from the usage.
    pub fn at_value_with<M, Kind>(self, value: usize, message: impl Fn(Usage) -> M + 'a) -> Self
    where
        M: IntoMatcher<'a, str, Kind>,
    {
        self.with_usage(LevelKind::Value(value), message)
    }

    /// Adds a level that is reached when usage exceeds `value`, independent of the limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, QuotaSpec};
    ///
    /// QuotaSpec::new(200).above_value(150, "getting close").assert(|messenger, usage| {
    ///     for value in usage {
    ///         if value > 150 {
    ///             messenger.send("getting close");
    ///         }
    ///     }
    /// });
    /// ```
    pub fn above_value<Kind>(self, value: usize, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        self.with(LevelKind::AboveValue(value), message)
    }

    /// Like [`above_value`](Self::above_value), with a matcher that is made from the usage.
    pub fn above_value_with<M, Kind>(self, value: usize, message: impl Fn(Usage) -> M + 'a) -> Self
    where
        M: IntoMatcher<'a, str, Kind>,
    {
        self.with_usage(LevelKind::AboveValue(value), message)
    }

    /// Adds a level that is reached when at most `remaining` of the limit is left. It moves with the limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, QuotaSpec};
    ///
    /// QuotaSpec::new(50).at_remaining(2, "two seats left").assert(|messenger, usage| {
    ///     for taken in usage {
    ///         if taken >= 48 {
    ///             messenger.send("two seats left");
    ///         }
    ///     }
    /// });
    /// ```
    pub fn at_remaining<Kind>(self, remaining: usize, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        self.with(LevelKind::Remaining(remaining), message)
    }

    /// Like [`at_remaining`](Self::at_remaining), with a matcher that is made from the usage.
    pub fn at_remaining_with<M, Kind>(self, remaining: usize, message: impl Fn(Usage) -> M + 'a) -> Self
    where
        M: IntoMatcher<'a, str, Kind>,
    {
        self.with_usage(LevelKind::Remaining(remaining), message)
    }

    /// Adds a level that is reached when at most `percent` per cent of the limit is left:
    /// `(limit - value) * 100 <= limit * percent`.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, QuotaSpec};
    ///
    /// QuotaSpec::new(50).at_remaining_percent(10, "battery low").assert(|messenger, usage| {
    ///     for used in usage {
    ///         if used >= 45 {
    ///             messenger.send("battery low");
    ///         }
    ///     }
    /// });
    /// ```
    pub fn at_remaining_percent<Kind>(self, percent: u32, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        self.with(LevelKind::RemainingPercent(percent), message)
    }

    /// Like [`at_remaining_percent`](Self::at_remaining_percent), with a matcher that is made from the usage.
    pub fn at_remaining_percent_with<M, Kind>(self, percent: u32, message: impl Fn(Usage) -> M + 'a) -> Self
    where
        M: IntoMatcher<'a, str, Kind>,
    {
        self.with_usage(LevelKind::RemainingPercent(percent), message)
    }

    /// Requires a message when usage falls below the re-arm point of the level that was added last, after the level
    /// fired. Needs [`NotifyOn::Crossing`].
    ///
    /// If usage falls below several such levels in one update, only the message of the lowest is due, or with
    /// [`each_level`](Self::each_level) those of all of them, in any order. A reset does not clear levels.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, QuotaSpec, Threshold};
    ///
    /// let spec = QuotaSpec::new(100).at_percent(90, "nearly full").cleared("back to normal");
    /// spec.notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
    ///     let threshold = Threshold::at_percent(90, "nearly full").cleared("back to normal");
    ///     let builder = LimitTracker::builder(messenger, usage.limit()).thresholds([threshold]);
    ///     let mut tracker = builder.notify_on(NotifyOn::Crossing).build().unwrap();
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn cleared<Kind>(mut self, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        if let Some(level) = self.0.last_level("cleared") {
            level.cleared = Some(MessageMatcher::Fixed(message.into_matcher()));
        }
        self
    }

    /// Like [`cleared`](Self::cleared), with a matcher that is made from the usage.
    pub fn cleared_with<M, Kind>(mut self, message: impl Fn(Usage) -> M + 'a) -> Self
    where
        M: IntoMatcher<'a, str, Kind>,
    {
        if let Some(level) = self.0.last_level("cleared_with") {
            level.cleared = Some(of_usage(message));
        }
        self
    }

    /// Re-arms the level that was added last only when usage falls `margin` below it: in percentage points for a
    /// percentage, otherwise in units of usage. For this level it replaces
    /// [`rearm_below_percent`](Self::rearm_below_percent). Needs [`NotifyOn::Crossing`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, QuotaSpec, Threshold};
    ///
    /// let spec = QuotaSpec::new(100).at_percent(90, "nearly full").rearm_margin(5);
    /// spec.notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
    ///     let threshold = Threshold::at_percent(90, "nearly full").rearm_margin(5);
    ///     let builder = LimitTracker::builder(messenger, usage.limit()).thresholds([threshold]);
    ///     let mut tracker = builder.notify_on(NotifyOn::Crossing).build().unwrap();
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    #[doc(alias = "hysteresis")]
    pub fn rearm_margin(mut self, margin: usize) -> Self {
        if let Some(level) = self.0.last_level("rearm_margin") {
            level.rearm_margin = margin;
        }
        self
    }

    /// Sets when messages are due. The default is [`NotifyOn::Update`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{NotifyOn, QuotaSpec, SyncLimitTracker};
    ///
    /// QuotaSpec::book(100).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
    ///     let tracker = SyncLimitTracker::new(messenger, usage.limit());
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn notify_on(mut self, notify_on: NotifyOn) -> Self {
        self.0.policy.notify_on = notify_on;
        self
    }

    /// Re-arms all levels only when usage falls below `percent` per cent of the limit: `value * 100 < limit * percent`.
    /// A usage of 0 re-arms in any case. Needs [`NotifyOn::Crossing`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitError, LimitTracker, NotifyOn, QuotaSpec};
    ///
    /// QuotaSpec::book(100).notify_on(NotifyOn::Crossing).rearm_below_percent(70).assert(|messenger, usage| {
    ///     let builder = LimitTracker::builder(messenger, usage.limit());
    ///     let mut tracker = builder.notify_on(NotifyOn::Crossing).rearm_below_percent(70).build()?;
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    ///     Ok::<_, LimitError>(())
    /// });
    /// ```
    #[doc(alias = "hysteresis")]
    pub fn rearm_below_percent(mut self, percent: u32) -> Self {
        self.0.policy.rearm_percent = Some(percent);
        self
    }

    /// Requires the message of every level that an update crosses, from the lowest to the highest, instead of only the
    /// highest. Needs [`NotifyOn::Crossing`].
    ///
    /// Levels that are reached at the same usage are reported in any order.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, QuotaSpec};
    ///
    /// QuotaSpec::book(100).notify_on(NotifyOn::Crossing).each_level().assert(|messenger, usage| {
    ///     let builder = LimitTracker::builder(messenger, usage.limit()).notify_on(NotifyOn::Crossing);
    ///     let mut tracker = builder.each_level().build().unwrap();
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn each_level(mut self) -> Self {
        self.0.policy.each_level = true;
        self
    }

    /// Fires each level once until a reset, whatever usage and the limit do meanwhile. Needs [`NotifyOn::Crossing`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn, QuotaSpec, UsageStep};
    ///
    /// QuotaSpec::book(100).notify_on(NotifyOn::Crossing).latched().assert(|messenger, usage| {
    ///     let start = |limit| LimitTracker::builder(messenger, limit).notify_on(NotifyOn::Crossing).latched();
    ///     let mut tracker = start(usage.limit()).build().unwrap();
    ///     for step in usage.steps() {
    ///         match step {
    ///             UsageStep::Use(value) => drop(tracker.set_value(value)),
    ///             UsageStep::SetLimit(limit) => drop(tracker.set_max(limit)),
    ///             UsageStep::Reset => tracker.reset(),
    ///             UsageStep::Restart => tracker = start(0).resume(tracker.state()).build().unwrap(),
    ///             _ => {}
    ///         }
    ///     }
    /// });
    /// ```
    #[doc(alias = "once")]
    pub fn latched(mut self) -> Self {
        self.0.policy.latched = true;
        self
    }

    /// Treats a limit of 0 as unlimited: no level is reached. Without this setting, any usage above 0 exceeds a limit of
    /// 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec};
    ///
    /// QuotaSpec::book(100).zero_is_unlimited().assert(|messenger, usage| {
    ///     let builder = LimitTracker::builder(messenger, usage.limit());
    ///     let mut tracker = builder.zero_is_unlimited().build().unwrap();
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn zero_is_unlimited(mut self) -> Self {
        self.0.policy.zero_is_unlimited = true;
        self
    }

    /// Requires silence at the first usage: the levels that it reaches count as fired. For code that cannot know whether
    /// it reported them in an earlier life. Needs [`NotifyOn::Crossing`].
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{Messenger, NotifyOn, QuotaSpec};
    ///
    /// let spec = QuotaSpec::new(10).at_value(8, "two left").notify_on(NotifyOn::Crossing);
    /// spec.first_reading_is_silent().assert(|messenger, usage| {
    ///     let mut before = None;
    ///     for value in usage {
    ///         if value >= 8 && before.is_some_and(|before| before < 8) {
    ///             messenger.send("two left");
    ///         }
    ///         before = Some(value);
    ///     }
    /// });
    /// ```
    pub fn first_reading_is_silent(mut self) -> Self {
        self.0.policy.first_reading_is_silent = true;
        self
    }

    /// Sets the limits to check, instead of the limit of [`new`](Self::new) and the ones added by default.
    ///
    /// By default, a specification of which all levels are percentages is also checked with the limits 12,345, 700 and
    /// `usize::MAX` if the scenario asks for [`usage.limit()`](UsageWalk::limit). Set the limits if the code under test
    /// is not made for them, or if levels are values. The first limit is checked with all walks, the others without the
    /// longest ones.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec};
    ///
    /// QuotaSpec::book(100).limits([100, 256, 1_000_000]).assert(|messenger, usage| {
    ///     let mut tracker = LimitTracker::new(messenger, usage.limit());
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn limits(mut self, limits: impl IntoIterator<Item = usize>) -> Self {
        self.0.limits = Some(limits.into_iter().collect());
        self
    }

    /// Sets the number of threads that update usage at the same time, for scenarios that use
    /// [`usage.threads()`](UsageWalk::threads). The default is 1.
    ///
    /// With [`NotifyOn::Crossing`], a level that all threads cross together has to fire once.
    ///
    /// # Examples
    ///
    /// See [`UsageWalk::threads`].
    pub fn threads(mut self, threads: usize) -> Self {
        self.0.threads = threads;
        self
    }

    /// Sets the seed of the random walks. The default is 0. The report of a violation that a random walk found states
    /// the seed.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec};
    ///
    /// QuotaSpec::book(100).seed(42).assert(|messenger, usage| {
    ///     let mut tracker = LimitTracker::new(messenger, usage.limit());
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }

    /// Sets the number of random walks at each limit. The default is 32. The other walks are not affected.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec};
    ///
    /// // A nightly run has more time.
    /// let random_walks = if std::env::var_os("NIGHTLY").is_some() { 100_000 } else { 32 };
    /// QuotaSpec::book(100).random_walks(random_walks).seed(2024).assert(|messenger, usage| {
    ///     let mut tracker = LimitTracker::new(messenger, usage.limit());
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn random_walks(mut self, random_walks: u32) -> Self {
        self.0.random_walks = random_walks;
        self
    }

    /// Runs the scenario on every walk, and panics at the caller's line if it violates the specification.
    ///
    /// # Panics
    ///
    /// Panics with the report of the first violation, in the cases in which [`check`](Self::check) returns an error.
    ///
    /// # Examples
    ///
    /// ```should_panic
    /// use mock_messenger::{Messenger, QuotaSpec};
    ///
    /// // Panics: fires at 151, due at 150: > where >= was meant?
    /// QuotaSpec::new(200).at_percent(75, "getting close").assert(|messenger, usage| {
    ///     for value in usage {
    ///         if value > 150 {
    ///             messenger.send("getting close");
    ///         }
    ///     }
    /// });
    /// ```
    #[track_caller]
    pub fn assert<R: ScenarioResult>(
        &self,
        scenario: impl FnMut(&Arc<SyncRecordingMessenger>, UsageWalk) -> R,
    ) {
        match self.check(scenario) {
            Ok(()) => {}
            Err(violation) => panic!("{violation}"),
        }
    }

    /// Runs the scenario on every walk, and returns the first violation.
    ///
    /// # Errors
    ///
    /// Returns a [`QuotaViolation`] if
    /// - the messages sent at a usage are not the ones due, or match no level, or match several;
    /// - a message is sent before the first usage is taken;
    /// - the scenario takes no usage or not all of them, panics, or returns an error;
    /// - the specification contradicts itself or tests nothing: for example, it has no level, a level at 0, the same
    ///   level twice, no level within reach, or settings that need [`NotifyOn::Crossing`] without it.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{QuotaSpec, QuotaViolationKind};
    ///
    /// let violation = QuotaSpec::new(100).check(|_, usage| usage.for_each(drop)).unwrap_err();
    /// assert_eq!(violation.kind(), QuotaViolationKind::Rejected);
    /// ```
    #[track_caller]
    pub fn check<R: ScenarioResult>(
        &self,
        mut scenario: impl FnMut(&Arc<SyncRecordingMessenger>, UsageWalk) -> R,
    ) -> Result<(), QuotaViolation> {
        let location = Location::caller();
        battery::run(&self.0, &mut |messenger, usage| scenario(messenger, usage).into_error(), location)
    }

    fn with<Kind>(mut self, kind: LevelKind, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        let message = MessageMatcher::Fixed(message.into_matcher());
        self.0.levels.push(Level { kind, message, cleared: None, rearm_margin: 0 });
        self
    }

    fn with_usage<M, Kind>(mut self, kind: LevelKind, message: impl Fn(Usage) -> M + 'a) -> Self
    where
        M: IntoMatcher<'a, str, Kind>,
    {
        self.0.levels.push(Level { kind, message: of_usage(message), cleared: None, rearm_margin: 0 });
        self
    }
}

fn of_usage<'a, M, Kind>(message: impl Fn(Usage) -> M + 'a) -> MessageMatcher<'a>
where
    M: IntoMatcher<'a, str, Kind>,
{
    MessageMatcher::OfUsage(Box::new(move |usage| message(usage).into_matcher()))
}
