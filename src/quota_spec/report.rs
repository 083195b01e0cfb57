//! The report of a violation.

use std::fmt;
use std::ops::Range as Indexes;
use std::panic::Location;

use super::classifier::{Classifier, MessageClass};
use super::deviation::{Failure, due_at};
use super::fresh_start::Range;
use super::model::{Convention, Due, Model, Notice};
use super::run::End;
use super::specification::Specification;
use super::step::Step;
use super::table::Table;
use super::usage_key::UsageKey;
use super::violation::{Contents, QuotaViolation, QuotaViolationKind as Kind};
use super::walk::Walk;
use crate::Usage;
use crate::report::context::Line;
use crate::report::render::escape::{self, LINE_WIDTH, Style};
use crate::transcript::Number;

/// The maximum number of messages that are listed.
const MAX_MESSAGES: usize = 5;

pub(super) struct Report<'r, 'a> {
    pub(super) spec: &'r Specification<'a>,
    pub(super) classifier: &'r Classifier<'r, 'a>,
    pub(super) failure: &'r Failure,
    pub(super) found_on: &'r Walk,
    pub(super) causes: &'r [String],
    pub(super) ranges: &'r [Range],
    /// Whether only one limit was checked, because the scenario never asks for the limit.
    pub(super) only_limit: bool,
}

impl Report<'_, '_> {
    pub(super) fn into_violation(self, location: &'static Location<'static>) -> QuotaViolation {
        let Failure { run, deviation } = self.failure;
        let mut sent = Vec::new();
        for index in self.messages() {
            sent.push(run.message(index).to_owned());
        }
        let has_ended = matches!(run.end, End::Panicked(_) | End::Failed(_));
        let steps = if has_ended { &run.walk.steps[..run.len()] } else { &run.walk.steps[..] };
        let (mut walk, mut used) = (Vec::with_capacity(steps.len()), 0);
        for step in steps {
            used = step.usage_after(used);
            walk.push(used);
        }
        let notices = deviation.due.notices();
        QuotaViolation::new(Contents {
            kind: deviation.kind,
            limit: run.limit,
            walk,
            value: self.usage().map(|usage| usage.value),
            expected: (!notices.is_empty()).then(|| self.names(&notices)),
            sent,
            cause: (!self.causes.is_empty()).then(|| self.causes.join("\nor ")),
            report: self.to_string(),
            location,
        })
    }

    /// Returns the step at which the run deviates.
    fn step(&self) -> Option<Step> {
        self.failure.run.steps().nth(self.failure.deviation.step?)
    }

    /// Returns the usage and the limit after that step.
    fn usage(&self) -> Option<Usage> {
        let run = &self.failure.run;
        let start = Usage { value: 0, max: run.limit };
        let steps = run.steps().take(self.failure.deviation.step? + 1);
        Some(steps.fold(start, |usage, step| step.apply(usage)))
    }

    /// Returns the indices of the messages sent at that step.
    fn messages(&self) -> Indexes<usize> {
        let Failure { run, deviation } = self.failure;
        deviation.step.map_or(run.early(), |step| run.sent_at(step))
    }

    fn classes(&self) -> Vec<MessageClass> {
        let usage = self.usage().unwrap_or(Usage { value: 0, max: self.failure.run.limit });
        self.classifier.classify_all(&self.failure.run, self.messages(), usage)
    }

    /// Returns the name of a message, which completes "the message ..".
    fn name(&self, notice: Notice) -> String {
        let kind = self.spec.levels[notice.level].kind;
        if notice.is_clear { format!("cleared {kind}") } else { kind.to_string() }
    }

    fn names(&self, notices: &[Notice]) -> String {
        let mut names = Vec::with_capacity(notices.len());
        for notice in notices {
            names.push(self.name(*notice));
        }
        names.join(", ")
    }

    fn place(&self) -> String {
        let limit = self.failure.run.limit;
        let (Some(usage), Some(step)) = (self.usage(), self.step()) else {
            return format!("a limit of {limit}, before the first usage");
        };
        let Usage { value, max } = usage;
        let used = match share(value, max) {
            Some(share) => format!("usage {value} of {max} ({share})"),
            None => format!("usage {value} of {max}"),
        };
        match step {
            Step::Use(_) | Step::Consume(_) | Step::Release(_) => used,
            Step::UseKey(key, _) => format!("{}, {used}", UsageKey::new(key)),
            Step::SetLimit(_) => format!("limit changed, {used}"),
            Step::Reset => format!("reset, {used}"),
            Step::Restart => format!("restart, {used}"),
        }
    }

    fn headline(&self) -> String {
        let Failure { run, deviation } = self.failure;
        let (place, limit) = (self.place(), run.limit);
        if run.threads_are_stuck {
            return format!(
                "{place}: the threads do not meet: drive each part of `usage.threads()` on its own thread"
            );
        }
        let expected = match deviation.due.notices().as_slice() {
            [] => "expected no message".to_owned(),
            [notice] => format!("expected the message {}", self.name(*notice)),
            notices => format!("expected the messages {}", self.names(notices)),
        };
        let classes = self.classes();
        let sent = match (deviation.kind, classes.as_slice()) {
            (Kind::Panicked | Kind::Failed, _) => {
                let what = match &run.end {
                    End::Failed(error) => format!("returned an error: {}", one_line(error)),
                    End::Panicked(message) => format!("panicked: {}", one_line(message)),
                    End::Returned => String::new(),
                };
                return format!("{place}: the scenario {what}");
            }
            (Kind::NoUsageTaken, _) => {
                return format!(
                    "a limit of {limit}: the scenario took no usage, so nothing was tested: drive the code under test \
                     in `for value in usage {{ .. }}`"
                );
            }
            (Kind::StoppedEarly, _) if run.walk_is_held => {
                return format!(
                    "a limit of {limit}: the scenario returned before all usages of the walk were taken, and something \
                     still holds the walk: wait for threads and tasks before it returns"
                );
            }
            (Kind::StoppedEarly, _) => {
                let (taken, total) = (run.len(), run.walk.steps.len());
                return format!(
                    "{place}: the scenario stopped here, after {taken} of {total} usages: take all of them, because the \
                     rest is not tested"
                );
            }
            (Kind::UnknownMessage, _) => "a message was sent that matches no level".to_owned(),
            (Kind::AmbiguousMessage, classes) => {
                let two = classes.iter().find_map(|class| match class {
                    MessageClass::Ambiguous(a, b) => Some((self.name(*a), self.name(*b))),
                    _ => None,
                });
                let (a, b) = two.unwrap_or_default();
                format!("a message was sent that matches two levels, {a} and {b}")
            }
            (_, []) => "nothing was sent".to_owned(),
            (_, [MessageClass::Of(notice)]) => format!("the message {} was sent", self.name(*notice)),
            (_, [_]) => "a message was sent".to_owned(),
            (_, classes) => format!("{} messages were sent", classes.len()),
        };
        format!("{place}: {expected}, but {sent}")
    }

    /// Writes the messages due and the messages sent.
    fn write_messages(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { run, deviation } = self.failure;
        if matches!(deviation.kind, Kind::Panicked | Kind::Failed | Kind::NoUsageTaken | Kind::StoppedEarly) {
            return Ok(());
        }
        let due = deviation.due.notices();
        f.write_str("\n")?;
        if due.is_empty() {
            f.write_str("\n  expected  nothing")?;
        }
        for (index, notice) in due.iter().take(MAX_MESSAGES).enumerate() {
            let label = if index == 0 { "expected" } else { "" };
            write!(f, "\n  {label:<8}  {}", self.requirement(*notice))?;
        }
        write_rest(f, due.len())?;
        let messages = self.messages();
        if messages.is_empty() {
            f.write_str("\n  sent      nothing")?;
        }
        let total = messages.len();
        for (index, message) in messages.take(MAX_MESSAGES).enumerate() {
            let label = if index == 0 { "sent" } else { "" };
            write!(f, "\n  {label:<8}  {}", quoted(run.message(message)))?;
            if run.has_failed(message) {
                f.write_str(" (delivery failed)")?;
            }
            if let Some(location) = run.location(message) {
                write!(f, "  {}", Line(location))?;
            }
        }
        write_rest(f, total)
    }

    /// Describes the matcher of a message.
    fn requirement(&self, notice: Notice) -> String {
        let usage = self.usage().unwrap_or(Usage { value: 0, max: self.failure.run.limit });
        let level = &self.spec.levels[notice.level];
        let matcher = if notice.is_clear { level.cleared.as_ref() } else { Some(&level.message) };
        let describe = |matcher: &crate::transcript::Matcher<'_, str>| match matcher.expected_line() {
            Some(text) => quoted(&text),
            None => format!("a message {}", one_line(&matcher.describe(Number::Singular))),
        };
        matcher.map(|matcher| matcher.with(usage, describe)).unwrap_or_default()
    }

    fn write_walk(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { run, deviation } = self.failure;
        if run.len() == 0 {
            return Ok(());
        }
        let mut model = Model::new(self.spec, run.limit, Convention::default());
        let mut table = Table::new(&["usage", "", "due", "sent"], run.len(), deviation.step);
        let mut used = 0;
        for (index, step) in run.steps().enumerate() {
            let due = due_at(&mut model, step, self.spec.threads);
            let usage = model.usage_after(step);
            let messages = run.sent_at(index);
            let before = used;
            used = step.usage_after(used);
            let failed = run.has_failures() && messages.clone().any(|index| run.has_failed(index));
            if failed {
                for notice in due.notices() {
                    model.not_delivered(step, notice.level);
                }
            }
            if !table.shows(index) {
                continue;
            }
            let is_wrong = deviation.step == Some(index);
            let sent = match run.end {
                End::Panicked(_) if is_wrong => "panicked".to_owned(),
                End::Failed(_) if is_wrong => "returned an error".to_owned(),
                _ => self.sent_cell(&self.classifier.classify_all(run, messages, usage)),
            };
            let sent = if failed { format!("{sent} (delivery failed)") } else { sent };
            let share = share(usage.value, usage.max).unwrap_or_default();
            table.row(index, is_wrong, vec![step_cell(step, before), share, self.due_cell(&due), sent]);
        }
        write!(f, "\n\n  the walk{}:", self.origin())?;
        table.write(f, 2)
    }

    /// Returns how the walk was found.
    fn origin(&self) -> String {
        let (found, spec) = (self.found_on, self.spec);
        let shortened = match found.steps.len() {
            length if length > self.failure.run.walk.steps.len() => {
                format!(", shortened from {length} usages")
            }
            _ => String::new(),
        };
        match found.random.map(|number| number + 1) {
            None => shortened,
            Some(number) => {
                let origin = if shortened.is_empty() { ", " } else { " of " };
                format!(
                    "{shortened}{origin}random walk {number} of {}, seed {}",
                    spec.random_walks, spec.seed
                )
            }
        }
    }

    fn write_ranges(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ranges.is_empty() {
            return Ok(());
        }
        let first_wrong = self.ranges.iter().position(is_wrong);
        let mut table = Table::new(&["usage", "due", "sent"], self.ranges.len(), first_wrong);
        for (index, range) in self.ranges.iter().enumerate() {
            let usage = match range {
                _ if index + 1 == self.ranges.len() => format!("{} and above", range.from),
                range if range.from == range.to => range.from.to_string(),
                range => format!("{} to {}", range.from, range.to),
            };
            let cells = vec![usage, self.due_cell(&range.due), self.sent_cell(&range.sent)];
            table.row(index, is_wrong(range), cells);
        }
        let as_due = if first_wrong.is_some() { "" } else { ", as it should be" };
        write!(f, "\n\n  each usage from a fresh start{as_due}:")?;
        table.write(f, 0)
    }

    fn due_cell(&self, due: &Due) -> String {
        match due.notices().as_slice() {
            [] => "nothing".to_owned(),
            notices if notices.len() > MAX_MESSAGES => format!("{} messages", notices.len()),
            notices => self.names(notices),
        }
    }

    fn sent_cell(&self, classes: &[MessageClass]) -> String {
        let cell = |class: &MessageClass| match class {
            MessageClass::Of(notice) => self.name(*notice),
            MessageClass::Unknown => "no level's text".to_owned(),
            MessageClass::Ambiguous(a, b) => format!("{} or {}", self.name(*a), self.name(*b)),
        };
        match classes {
            [] => "nothing".to_owned(),
            classes if classes.len() > MAX_MESSAGES => format!("{} messages", classes.len()),
            classes => {
                let mut cells = Vec::with_capacity(classes.len());
                for class in classes {
                    cells.push(cell(class));
                }
                cells.join(", ")
            }
        }
    }
}

impl fmt::Display for Report<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline())?;
        for (index, cause) in self.causes.iter().enumerate() {
            let label = if index == 0 { "\n\n  probably" } else { "\n  or      " };
            write!(f, "{label}  {cause}")?;
        }
        self.write_messages(f)?;
        self.write_walk(f)?;
        self.write_ranges(f)?;
        if self.only_limit {
            let limit = self.failure.run.limit;
            write!(
                f,
                "\n\n  checked at a limit of {limit} only: the scenario never asks for `usage.limit()`"
            )?;
        }
        Ok(())
    }
}

/// Returns whether the messages sent in a range differ from those due. If they may be in any order, only their number
/// is compared.
fn is_wrong(range: &Range) -> bool {
    let due = range.due.notices();
    match &range.due {
        Due::OneOf(_) | Due::All(_) => due.len() != range.sent.len(),
        Due::Nothing | Due::One(_) => match (due.as_slice(), range.sent.as_slice()) {
            ([], []) => false,
            ([due], [sent]) => *sent != MessageClass::Of(*due),
            _ => true,
        },
    }
}

/// Returns the report of messages that were sent after the scenario had returned.
pub(super) fn sent_after_return(limit: usize, messages: &[String]) -> String {
    let first = messages.first().map(|message| quoted(message)).unwrap_or_default();
    format!(
        "a limit of {limit}: {} sent after the scenario had returned: wait for threads and tasks before it returns\n\n  \
         sent      {first}",
        if messages.len() == 1 {
            "a message was".to_owned()
        } else {
            format!("{} messages were", messages.len())
        }
    )
}

/// Writes the number of messages that are not listed.
fn write_rest(f: &mut fmt::Formatter<'_>, total: usize) -> fmt::Result {
    match total.checked_sub(MAX_MESSAGES) {
        None | Some(0) => Ok(()),
        Some(more) => write!(f, "\n            … {more} more"),
    }
}

fn step_cell(step: Step, used: usize) -> String {
    match step {
        Step::Use(value) => value.to_string(),
        Step::UseKey(key, value) => format!("{}: {value}", UsageKey::new(key)),
        Step::Consume(amount) if used.checked_add(amount).is_none() => format!("consume {amount}"),
        Step::Release(amount) if amount > used => format!("release {amount}"),
        Step::Consume(_) | Step::Release(_) => step.usage_after(used).to_string(),
        Step::SetLimit(limit) => format!("limit {limit}"),
        Step::Reset => "reset".to_owned(),
        Step::Restart => "restart".to_owned(),
    }
}

/// Returns usage as a percentage of the limit. If it has more than two decimal places, it is cut and marked with an
/// ellipsis. Returns `None` for a limit of 0.
fn share(value: usize, limit: usize) -> Option<String> {
    const FAR_BEYOND: u128 = 10_000;
    let hundredths = value as u128 * 10_000;
    let share = hundredths.checked_div(limit as u128)?;
    let rest = hundredths % limit as u128;
    let (whole, fraction) = (share / 100, share % 100);
    if whole > FAR_BEYOND {
        return Some(format!("over {FAR_BEYOND}%"));
    }
    Some(match (fraction, rest) {
        (0, 0) => format!("{whole}%"),
        (fraction, 0) if fraction % 10 == 0 => format!("{whole}.{}%", fraction / 10),
        (fraction, 0) => format!("{whole}.{fraction:02}%"),
        (fraction, _) => format!("{whole}.{fraction:02}…%"),
    })
}

/// The width of a text, which leaves room for the words before it on its line.
const TEXT_WIDTH: usize = LINE_WIDTH - 24;

fn quoted(text: &str) -> String {
    escape::fitted(text, Style::Quoted, TEXT_WIDTH)
}

/// Escapes a text from the scenario or the test, such as an error, to fit on one line.
fn one_line(text: &str) -> String {
    escape::fitted(text, Style::Bare, TEXT_WIDTH)
}
