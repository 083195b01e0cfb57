//! [`QuotaSpec`]: what a quota tracker should tell, and a battery of usages that any tracker has to survive.

mod bands;
mod battery;
mod finding;
mod ladder;
mod level;
mod model;
mod random;
mod refusal;
mod report;
mod scenario;
mod shrink;
mod suspects;
mod table;
mod texts;
mod usage_change;
mod usage_walk;
mod violation;
mod walks;

use std::panic::Location;
use std::sync::Arc;

pub use scenario::ScenarioResult;
pub use usage_change::{UsageChange, UsageChanges};
pub use usage_walk::UsageWalk;
pub use violation::{QuotaViolation, QuotaViolationKind};

use crate::transcript::IntoMatcher;
use crate::{NotifyOn, OVER_QUOTA, SyncRecordingMessenger, URGENT_WARNING, WARNING};
use battery::Battery;
use level::{At, Level};

/// How many random walks there are unless [`QuotaSpec::random_walks`] says otherwise.
const RANDOM_WALKS: u32 = 32;

/// What quota code should tell at which usage, to be tested against the code: yours or anybody's.
///
/// A specification is a limit and levels, each with a matcher for its message. Anything fits that the assertions of
/// a [`Transcript`](crate::Transcript) take: text, a predicate, a closure. [`assert`](Self::assert) then runs a
/// scenario, which is a few lines that drive the code under test, on some thousand short walks of usages, and
/// compares every message with what was due. [`book`](Self::book) is the specification of
/// [`LimitTracker::new`](crate::LimitTracker::new).
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
/// # What is due
///
/// At most one message for each usage:
///
/// - On [`NotifyOn::Update`], the message of the highest level that the usage reaches.
/// - On [`NotifyOn::Crossing`], that of the highest level which usage comes to reach; those below it then count as
///   told too. A level can be told again after usage was below it, or, with
///   [`rearm_below_percent`](Self::rearm_below_percent), after usage was below that point.
///
/// The comparison is exact, in whole numbers of any size. A usage of 0 reaches no level, whatever the limit is. Of
/// percentages that are reached at the same usage (all are, of a limit of 1) the highest speaks; of a percentage and
/// a value, the one that is listed later. Those that cannot speak are left out, and so are those beyond
/// [`usize::MAX`].
///
/// # The scenario
///
/// It is run afresh for each walk, with a messenger of its own and the usages of the walk, and has to take all of
/// them. What is sent before the next usage is taken belongs to the last one taken. It is read afterwards: leave in the
/// messenger what was sent.
///
/// - Code that owns its messenger takes `Arc::clone(messenger)`, code that borrows it takes `messenger`.
/// - Code that is told changes instead of totals takes [`usage.changes()`](UsageWalk::changes).
/// - Code that can fail: the scenario may return a `Result`, whose error is a failure. See [`ScenarioResult`].
/// - Async code: the scenario blocks on the runtime of your choice, and awaits within the loop.
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
/// # The walks
///
/// Every boundary at −1, 0 and +1, from a fresh start and after every other; every short walk between the levels;
/// sweeps up and down; flapping and resting; multiples of the limit; and where numbers outgrow their types. Then
/// [`random_walks`](Self::random_walks), the same for the same [`seed`](Self::seed). There is nothing random about a
/// result: the same code gives the same one.
///
/// # The failure
///
/// The walk is made as short as possible. The report shows it with what was due and what was sent, says what is
/// probably wrong, and sets the bands that were asked for beside those that were found:
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
/// A panic is reported with its walk, and the scenario is not run again after it.
#[derive(Debug)]
#[must_use = "a specification tests nothing until `assert` or `check`"]
pub struct QuotaSpec<'a> {
    limit: usize,
    levels: Vec<Level<'a>>,
    notify_on: NotifyOn,
    rearm_percent: Option<u32>,
    seed: u64,
    random_walks: u32,
}

impl<'a> QuotaSpec<'a> {
    /// A specification without levels, on [`NotifyOn::Update`].
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
        Self {
            limit,
            levels: Vec::new(),
            notify_on: NotifyOn::Update,
            rearm_percent: None,
            seed: 0,
            random_walks: RANDOM_WALKS,
        }
    }

    /// The three levels of *The Rust Programming Language*, chapter 15.5: [`WARNING`] from 75% on, [`URGENT_WARNING`]
    /// from 90% on, [`OVER_QUOTA`] from 100% on, on [`NotifyOn::Update`].
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

    /// A level that is reached from `percent` per cent of the limit on: `value * 100 >= limit * percent`. It may be
    /// above 100.
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
        self.with(At::Percent(percent), message)
    }

    /// A level that is reached only above `percent` per cent of the limit: `value * 100 > limit * percent`.
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
        self.with(At::AbovePercent(percent), message)
    }

    /// A level that is reached from a usage of `value` on, whatever the limit is.
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
        self.with(At::Value(value), message)
    }

    /// A level that is reached only above a usage of `value`, whatever the limit is.
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
        self.with(At::AboveValue(value), message)
    }

    /// When a message is due: on every update, which is the default, or on crossing.
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
        self.notify_on = notify_on;
        self
    }

    /// For [`NotifyOn::Crossing`]: levels that were told can be told again, all of them, only after usage was below
    /// `percent` per cent of the limit: `value * 100 < limit * percent`. A usage of 0 is below it in any case.
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
    pub fn rearm_below_percent(mut self, percent: u32) -> Self {
        self.rearm_percent = Some(percent);
        self
    }

    /// The seed of the random walks, 0 unless it is set. A failure that a random walk found says which it was.
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
        self.seed = seed;
        self
    }

    /// How many random walks there are, 32 unless it is set. The other walks are not affected.
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, QuotaSpec};
    ///
    /// // A nightly run takes its time.
    /// let random_walks = if std::env::var_os("NIGHTLY").is_some() { 100_000 } else { 32 };
    /// QuotaSpec::book(100).random_walks(random_walks).seed(2024).assert(|messenger, usage| {
    ///     let mut tracker = LimitTracker::new(messenger, usage.limit());
    ///     for value in usage {
    ///         tracker.set_value(value);
    ///     }
    /// });
    /// ```
    pub fn random_walks(mut self, random_walks: u32) -> Self {
        self.random_walks = random_walks;
        self
    }

    /// Runs the scenario on every walk, and panics at the caller's line if it breaks the specification.
    ///
    /// # Panics
    ///
    /// With the report of the first violation, in the same cases in which [`check`](Self::check) returns it.
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
    /// A [`QuotaViolation`] if at some usage something else was sent than was due, or a message that matches no level,
    /// or more than one; if something was sent before the first usage; if the scenario takes no usage, or not all of
    /// them; if it panics or returns an error; and if the specification makes no sense: no level, a level at 0, the
    /// same level twice, none that can be reached, or a re-arm point that is 0%, above a level, or not on
    /// [`NotifyOn::Crossing`].
    ///
    /// ```
    /// use mock_messenger::{QuotaSpec, QuotaViolationKind};
    ///
    /// let violation = QuotaSpec::new(100).check(|_, usage| usage.for_each(drop)).unwrap_err();
    /// assert_eq!(violation.kind(), QuotaViolationKind::Refused);
    /// ```
    #[track_caller]
    pub fn check<R: ScenarioResult>(
        &self,
        mut scenario: impl FnMut(&Arc<SyncRecordingMessenger>, UsageWalk) -> R,
    ) -> Result<(), QuotaViolation> {
        let location = Location::caller();
        Battery::run(self, &mut |messenger, usage| scenario(messenger, usage).into_error(), location)
    }

    fn with<Kind>(mut self, at: At, message: impl IntoMatcher<'a, str, Kind>) -> Self {
        self.levels.push(Level { at, message: message.into_matcher() });
        self
    }
}
