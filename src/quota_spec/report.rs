//! A violation, told to a person.

use std::fmt;
use std::panic::Location;

use super::QuotaSpec;
use super::bands::Band;
use super::battery::Failure;
use super::ladder::Ladder;
use super::model::Model;
use super::scenario::End;
use super::table::Table;
use super::texts::{Text, Texts};
use super::violation::{Contents, QuotaViolation, QuotaViolationKind as Kind};
use super::walks::Walk;
use crate::report::context::Line;
use crate::report::render::escape::{self, LINE_WIDTH};

// What is shown is bounded, however long a walk or a message is.
const MOST_MESSAGES: usize = 5;
pub(super) struct Report<'r, 'a> {
    pub(super) spec: &'r QuotaSpec<'a>,
    pub(super) ladder: &'r Ladder,
    pub(super) texts: &'r Texts<'r, 'a>,
    pub(super) failure: &'r Failure,
    pub(super) found_on: &'r Walk,
    pub(super) cause: Option<&'r str>,
    pub(super) bands: &'r [Band],
}

impl Report<'_, '_> {
    pub(super) fn into_violation(self, location: &'static Location<'static>) -> QuotaViolation {
        let Failure { run, finding } = self.failure;
        let sent = self.messages().map(|index| run.message(index).to_owned()).collect();
        let panicked = matches!(run.end, End::Panicked(_) | End::Failed(_));
        let walk = if panicked { &run.walk[..run.taken()] } else { &run.walk };
        QuotaViolation::new(Contents {
            kind: finding.kind,
            limit: self.spec.limit,
            walk: walk.to_vec(),
            value: self.value(),
            expected: self.due().map(|level| self.spec.levels[level].at.to_string()),
            sent,
            cause: self.cause.map(str::to_owned),
            report: self.to_string(),
            location,
        })
    }

    fn value(&self) -> Option<usize> {
        self.failure.finding.step.map(|step| self.failure.run.walk[step])
    }

    /// The level that was due where it went wrong.
    fn due(&self) -> Option<usize> {
        self.failure.finding.due.map(|rung| self.ladder.rungs[rung].level)
    }

    /// The messages that were sent where it went wrong.
    fn messages(&self) -> std::ops::Range<usize> {
        let Failure { run, finding } = self.failure;
        finding.step.map_or(run.early(), |step| run.sent_at(step))
    }

    /// As it reads after "the message".
    fn at(&self, level: usize) -> String {
        self.spec.levels[level].at.to_string()
    }

    fn headline(&self) -> String {
        let Failure { run, finding } = self.failure;
        let limit = self.spec.limit;
        let at = match self.value() {
            Some(value) => match share(value, limit) {
                Some(share) => format!("usage {value} of {limit} ({share})"),
                None => format!("usage {value} of {limit}"),
            },
            None => format!("a limit of {limit}, before the first usage"),
        };
        let expected = match self.due() {
            Some(level) => format!("expected the message {}", self.at(level)),
            None => "expected no message".to_owned(),
        };
        let texts: Vec<_> = self.messages().map(|index| self.texts.identify(run.message(index))).collect();
        let sent = match (finding.kind, texts.as_slice()) {
            (Kind::Panicked | Kind::Failed, _) => {
                let what = match &run.end {
                    End::Failed(error) => format!("returned an error: {}", cut(error)),
                    End::Panicked(message) => format!("panicked: {}", cut(message)),
                    End::Returned => String::new(),
                };
                return format!("{at}: the scenario {what}");
            }
            (Kind::NothingTaken, _) => {
                return format!(
                    "a limit of {limit}: the scenario took no usage, so that nothing was tested: drive the code under \
                     test in `for value in usage {{ .. }}`"
                );
            }
            (Kind::StoppedEarly, _) => {
                let (taken, all) = (run.taken(), run.walk.len());
                return format!(
                    "{at}: the scenario stopped here, after {taken} of {all} usages: take all of them, so that nothing \
                     is left untested"
                );
            }
            (Kind::UnknownMessage, _) => "a message was sent that matches no level".to_owned(),
            (Kind::AmbiguousMessage, texts) => {
                let two = texts.iter().find_map(|text| match text {
                    Text::Ambiguous(a, b) => Some((self.at(*a), self.at(*b))),
                    _ => None,
                });
                let (a, b) = two.unwrap_or_default();
                format!("a message was sent that matches two levels, {a} and {b}")
            }
            (_, []) => "nothing was sent".to_owned(),
            (_, [Text::Of(level)]) => format!("the message {} was sent", self.at(*level)),
            (_, [_]) => "a message was sent".to_owned(),
            (_, texts) => format!("{} messages were sent", texts.len()),
        };
        format!("{at}: {expected}, but {sent}")
    }

    /// The text that was due, and those that were sent.
    fn write_messages(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { run, finding } = self.failure;
        if matches!(finding.kind, Kind::Panicked | Kind::Failed | Kind::NothingTaken | Kind::StoppedEarly) {
            return Ok(());
        }
        let expected = match self.due() {
            None => "nothing".to_owned(),
            Some(level) => {
                let matcher = &self.spec.levels[level].message;
                match matcher.expected_line() {
                    Some(text) => quoted(&text),
                    None => {
                        format!("a message {}", cut(&matcher.describe(crate::transcript::Number::Singular)))
                    }
                }
            }
        };
        write!(f, "\n\n  expected  {expected}")?;
        let messages = self.messages();
        if messages.is_empty() {
            f.write_str("\n  sent      nothing")?;
        }
        let all = messages.len();
        for (index, message) in messages.take(MOST_MESSAGES).enumerate() {
            let label = if index == 0 { "sent" } else { "" };
            write!(f, "\n  {label:<8}  {}", quoted(run.message(message)))?;
            if let Some(location) = run.location(message) {
                write!(f, "  {}", Line(location))?;
            }
        }
        if all > MOST_MESSAGES {
            write!(f, "\n            … {} more", all - MOST_MESSAGES)?;
        }
        Ok(())
    }

    fn write_walk(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { run, finding } = self.failure;
        let taken = run.taken();
        if taken == 0 {
            return Ok(());
        }
        let limit = self.spec.limit;
        let mut model = Model::new(self.ladder, self.spec.notify_on);
        let mut table = Table::new(&["usage", "", "due", "sent"]);
        for (step, value) in run.walk[..taken].iter().enumerate() {
            let due = model.due(*value);
            let sent: Vec<_> =
                run.sent_at(step).map(|index| self.texts.identify(run.message(index))).collect();
            let is_wrong = finding.step == Some(step);
            let sent = match run.end {
                End::Panicked(_) if is_wrong => "panicked".to_owned(),
                End::Failed(_) if is_wrong => "returned an error".to_owned(),
                _ => self.sent_cell(&sent),
            };
            let share = share(*value, limit).unwrap_or_default();
            table.row(is_wrong, vec![value.to_string(), share, self.due_cell(due), sent]);
        }
        let shortened = self.found_on.usages.len() > run.walk.len();
        let found = match (shortened, self.found_on.random) {
            (false, None) => String::new(),
            (true, None) => format!(", shortened from {} usages", self.found_on.usages.len()),
            (false, Some(number)) => format!(", {}", self.random(number)),
            (true, Some(number)) => {
                format!(", shortened from {} usages of {}", self.found_on.usages.len(), self.random(number))
            }
        };
        write!(f, "\n\n  the walk{found}:")?;
        table.write(f, 2)
    }

    fn random(&self, number: u32) -> String {
        format!("random walk {} of {}, seed {}", number + 1, self.spec.random_walks, self.spec.seed)
    }

    fn write_bands(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bands.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(&["usage", "due", "sent"]);
        for (index, band) in self.bands.iter().enumerate() {
            let due = band.due.map(|rung| Text::Of(self.ladder.rungs[rung].level));
            let is_wrong = due.as_slice() != band.sent.as_slice();
            let usage = match band {
                _ if index + 1 == self.bands.len() => format!("{} and above", band.from),
                band if band.from == band.to => band.from.to_string(),
                band => format!("{} to {}", band.from, band.to),
            };
            table.row(is_wrong, vec![usage, self.due_cell(band.due), self.sent_cell(&band.sent)]);
        }
        let as_due = if table.has_wrong_rows() { "" } else { ", as it should be" };
        write!(f, "\n\n  each usage from a fresh start{as_due}:")?;
        table.write(f, 0)
    }

    fn due_cell(&self, rung: Option<usize>) -> String {
        rung.map_or_else(|| "nothing".to_owned(), |rung| self.ladder.rungs[rung].at.to_string())
    }

    fn sent_cell(&self, texts: &[Text]) -> String {
        let cell = |text: &Text| match text {
            Text::Of(level) => self.at(*level),
            Text::Unknown => "no level's text".to_owned(),
            Text::Ambiguous(a, b) => format!("{} or {}", self.at(*a), self.at(*b)),
        };
        match texts {
            [] => "nothing".to_owned(),
            texts if texts.len() > MOST_MESSAGES => format!("{} messages", texts.len()),
            texts => texts.iter().map(cell).collect::<Vec<_>>().join(", "),
        }
    }
}

impl fmt::Display for Report<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline())?;
        if let Some(cause) = self.cause {
            write!(f, "\n\n  probably  {cause}")?;
        }
        self.write_messages(f)?;
        self.write_walk(f)?;
        self.write_bands(f)
    }
}

/// How much of the limit a usage is, exactly, or cut after two digits and marked so. `None` where that says nothing.
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

fn quoted(text: &str) -> String {
    escape::quote(text, LINE_WIDTH)
}

/// Returns words from the scenario or the test on one line: an error, a panic, the name of a matcher.
fn cut(text: &str) -> String {
    escape::unquoted(text, LINE_WIDTH)
}
