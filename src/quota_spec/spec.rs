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

/// A specification of the message that quota code sends at each usage, to test any implementation against.
///
/// A specification has a limit and levels, and each level has a matcher for its message: text, a predicate, a closure,
/// or anything else that the assertions of a [`Transcript`](crate::Transcript) accept. [`assert`](Self::assert) drives
/// the code under test through a *scenario*, a closure of a few lines. It runs the scenario on several thousand
/// *walks*, which are lists of usages, and compares the messages sent with the messages due. [`book`](Self::book)
/// specifies [`LimitTracker::new`](crate::LimitTracker::new).
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
/// - With [`NotifyOn::Crossing`], an update sends the message of the highest level that usage newly reaches, and the
///   lower levels count as fired. A level re-arms when usage falls below it, or below its re-arm point if it has one.
///   See [`each_level`](Self::each_level), [`latched`](Self::latched), [`cleared`](Self::cleared),
///   [`rearm_below_percent`](Self::rearm_below_percent), [`rearm_margin`](Self::rearm_margin) and
///   [`first_reading_is_silent`](Self::first_reading_is_silent).
///
/// All comparisons are exact. A usage of 0 reaches no level, whatever the limit is, and a level above [`usize::MAX`] is
/// never reached. Several levels can be reached at the same usage, as all percentages of a limit of 1 are. Then only
/// the highest percentage, the highest value and the smallest remaining amount count, and of these the one added last
/// takes precedence.
///
/// # The scenario
///
/// The scenario runs once for each walk, with a new messenger, and has to take all usages of the walk. Each message is
/// attributed to the most recently yielded usage. Do not call `take` or `clear` on the messenger, which is read after
/// the run.
///
/// - For code that owns its messenger, pass `Arc::clone(messenger)`; for code that borrows it, pass `messenger`.
/// - For code that is not updated with totals, use a method of [`UsageWalk`]. There are methods for changes, for limits
///   that change, resets and restarts, for several keys, for threads, and for deliveries that can fail.
/// - For fallible code, return a `Result`. An error is a violation. See [`ScenarioResult`].
/// - For async code, block on the runtime of your choice.
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
/// Arithmetic that is right at a limit of 100 is often wrong at another. If the scenario asks for the limit with
/// [`usage.limit()`](UsageWalk::limit) and all levels are percentages, the code is therefore also checked with the
/// limits 12,345, 700 and `usize::MAX`. Use [`limits`](Self::limits) to choose others.
///
/// # The walks
///
/// The guide lists [what is walked and what is not](crate::guide::quota_conformance). The walks are the same in each
/// check, including the [`random_walks`](Self::random_walks), which depend only on the [`seed`](Self::seed).
///
/// # The failure
///
/// The report shows the walk, shortened as far as possible, with the messages due and sent. It names the probable cause
/// if a common mistake explains all messages of the code under test. A table compares what is due with what a fresh
/// tracker sends at each usage:
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
/// If the scenario panics, the panic is reported with its walk, and the scenario is not run again.
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
    /// If one update clears several levels, only the message of the lowest is due. With
    /// [`each_level`](Self::each_level), the messages of all of them are due, in any order. A reset does not clear
    /// levels.
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

    /// Re-arms the level that was added last only when usage falls by `margin` below it. Needs [`NotifyOn::Crossing`].
    ///
    /// The margin is in percentage points for a percentage, otherwise in units of usage. For this level, it overrides
    /// [`rearm_below_percent`](Self::rearm_below_percent).
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
    /// A usage of 0 re-arms all levels in any case. Needs [`NotifyOn::Crossing`].
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

    /// Requires the messages of all levels that an update crosses, in ascending order, instead of only that of the
    /// highest. Needs [`NotifyOn::Crossing`].
    ///
    /// Levels that are reached at the same usage can be reported in any order.
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

    /// Requires each level to fire at most once until a reset, even if usage falls or the limit changes. Needs
    /// [`NotifyOn::Crossing`].
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

    /// Treats a limit of 0 as unlimited, so that no level is reached. By default, any usage above 0 exceeds a limit of
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

    /// Requires that the first usage sends no message. The levels that it reaches count as fired. Needs
    /// [`NotifyOn::Crossing`].
    ///
    /// Use it for code that does not know whether the levels were already reported before it started.
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
    /// By default, if all levels are percentages and the scenario asks for [`usage.limit()`](UsageWalk::limit), the
    /// code is also checked with the limits 12,345, 700 and `usize::MAX`. Set other limits if the code under test does
    /// not support these, or if some levels are values. The first limit is checked with all walks, the others without
    /// the longest ones.
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
    /// With [`NotifyOn::Crossing`], a level that all threads cross at the same time has to fire exactly once.
    ///
    /// # Examples
    ///
    /// See [`UsageWalk::threads`].
    pub fn threads(mut self, threads: usize) -> Self {
        self.0.threads = threads;
        self
    }

    /// Sets the seed of the random walks. The default is 0. If a random walk finds a violation, the report states the
    /// seed.
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

    /// Sets the number of random walks at each limit. The default is 32.
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

    /// Runs the scenario on every walk, and panics if the code under test violates the specification.
    ///
    /// # Panics
    ///
    /// Panics with the report of the first violation if [`check`](Self::check) would return an error. The panic points
    /// to the caller.
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
    /// - the messages sent at a usage differ from the ones due, match no level, or match several;
    /// - a message is sent before the first usage is taken, or after the scenario has returned;
    /// - the scenario does not take all usages, panics, or returns an error;
    /// - the specification is rejected, because it contradicts itself or tests nothing. For example, it has no level, a
    ///   level at 0, the same level twice, no level that usage can reach, or settings that need [`NotifyOn::Crossing`]
    ///   without it.
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
