//! The mistakes: what to say about each, and the rule that it replaces.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "these are the mistakes"
)]

use super::tracker::{Decision, Memory, Rules, message};
use crate::quota_spec::classifier::MessageClass;
use crate::quota_spec::level::LevelKind;
use crate::quota_spec::specification::{Policy, Specification};
use crate::quota_spec::step::Step;
use crate::{NotifyOn, Usage};

pub(in crate::quota_spec) struct Mistake {
    pub(super) phrase: String,
    pub(super) rules: Rules,
    /// Whether the description starts with the usage at which the level fires.
    pub(super) shifts: bool,
    /// Unlikely mistakes are only considered if no likely one explains what was seen.
    pub(super) is_likely: bool,
}

pub(super) const NOTHING: &str = "sends nothing at all: does it have this messenger?";
pub(super) const STRICT: &str = "> where >= was meant?";
pub(super) const NOT_STRICT: &str = ">= where > was meant?";
const EXACTLY: &str = "fires only at exactly the number of the level: == where >= was meant?";
const BEYOND: &str =
    "silent beyond the limit: a range that ends at it, or a remaining amount that underflows?";
const UNITS: &str = "are units of 1000 and of 1024 mixed?";
const BATCHES: &str = "all messages arrive after the last usage: does the code under test collect them, is a \
    thread not waited for, or does the scenario collect its usages?";
const ONE_LATE: &str = "each message arrives one usage late: does the code under test send it later, or the \
    scenario look ahead?";

type Row<F> = (&'static str, F);
type Decides = fn(&Decision) -> bool;
type Selects = fn(&mut Memory) -> Option<usize>;

/// Comparisons of a percentage that shift a level.
const SHIFTS: &[Row<Decides>] = &[
    ("limit / 100 is cut to a whole number", |l| l.compare(l.value, l.limit / 100 * l.percent)),
    ("limit * percent / 100 is cut to a whole number", |l| l.compare(l.value, l.limit * l.percent / 100)),
    ("value * 100 / limit is cut to a whole number", |l| l.compare(l.value * 100 / l.limit, l.percent)),
    ("is it a percentage of what is left?", |l| {
        l.compare(l.value * 100, l.limit.saturating_sub(l.value) * l.percent)
    }),
    ("are per cent and per mille mixed?", |l| l.compare(l.value * 1_000, l.limit * l.percent)),
    (UNITS, |l| l.compare(l.value * 102_400, l.limit * l.percent * 1_000)),
    (UNITS, |l| l.compare(l.value * 100_000, l.limit * l.percent * 1_024)),
];

const UNLIKELY_SHIFTS: &[Row<Decides>] = &[
    ("is the percentage rounded?", |l| l.compare((l.value * 100 + l.limit / 2) / l.limit, l.percent)),
    ("is the percentage rounded?", |l| l.compare((l.value * 1_000 + l.limit / 2) / l.limit, l.percent * 10)),
    ("is the percentage rounded up, or what is left down?", |l| {
        l.compare((l.value * 100).div_ceil(l.limit), l.percent)
    }),
];

/// Comparisons of a percentage that silence a level.
const SILENCES: &[Row<Decides>] = &[
    (EXACTLY, |l| l.value * 100 / l.limit == l.percent),
    (BEYOND, |l| l.is_reached && l.value * 100 / l.limit <= 100),
    ("value / limit is cut to a whole number", |l| l.compare(l.value / l.limit * 100, l.percent)),
    ("the percentage is cut to 8 bits", |l| l.compare(l.value * 100 / l.limit % (1 << 8), l.percent)),
    ("the percentage is cut to 16 bits", |l| l.compare(l.value * 100 / l.limit % (1 << 16), l.percent)),
    ("the percentage is cut to 32 bits", |l| l.compare(l.value * 100 / l.limit % (1 << 32), l.percent)),
];

/// Comparisons with the re-arm point.
const REARMS: &[Row<Decides>] = &[
    ("re-arms a level as soon as usage is below it, not below its re-arm point", |l| !l.is_reached),
    ("re-arms at the re-arm point: <= where < was meant?", |l| match l.rearm_percent {
        0 => l.value <= l.points.rearm,
        percent => l.value * 100 <= l.limit * percent,
    }),
    ("re-arms at the wrong usage: is the percentage rounded?", |l| {
        (l.value * 100 + l.limit / 2) / l.limit.max(1) < l.rearm_percent
    }),
    ("re-arms at the wrong usage: limit * percent / 100 is cut to a whole number", |l| {
        l.value < l.limit * l.rearm_percent / 100
    }),
    ("re-arms at the wrong usage: f64 cannot represent these numbers", |l| {
        let rearm = Decision { kind: LevelKind::Percent(0), percent: l.rearm_percent, ..*l };
        !float_reaches(1, false, &rearm)
    }),
];

/// Other conditions under which a level is armed again.
const REARMINGS: &[Row<Decides>] = &[
    ("sends on every update, where a level is due once", |_| true),
    ("sends each level once and never again: does nothing re-arm it?", |_| false),
    ("re-arms a level only when usage is below all of them", |l| l.value < l.lowest_trip),
    ("re-arms one level per update, the highest that has fired", |l| l.is_highest_fired && l.rearms()),
];

/// Selections of the one level to report.
const SELECTIONS: &[Row<Selects>] = &[
    ("sends the lowest level where the highest is due: are levels checked from the bottom?", |m| {
        m.crossed.first().copied()
    }),
    ("a jump marks only the level that it sends: those below it are sent afterwards", |m| {
        let highest = m.crossed.pop();
        m.crossed.iter().for_each(|level| m.fired[*level] = false);
        highest
    }),
    ("one flag for all levels: after one was sent, no higher one is", |m| {
        m.highest_crossed().filter(|_| !m.holds)
    }),
    ("sends whenever the level changes, on the way down too: != where > was meant?", |m| {
        m.reached.filter(|_| m.reached != m.reached_before)
    }),
    ("sends only when usage rises", |m| m.reached.filter(|_| m.used > m.previous)),
    ("sends only when usage falls", |m| m.reached.filter(|_| m.used < m.previous)),
    ("drops a message that is the same as the last one sent, however long ago", |m| {
        m.highest_crossed().filter(|level| Some(*level) != m.last_sent)
    }),
    ("fires again at each further per cent", |m| {
        let fires = m.reached.is_none() || !m.crossed.is_empty() || m.percent > m.last_percent;
        m.last_percent = if fires { m.reached.map_or(0, |_| m.percent) } else { m.last_percent };
        m.reached.filter(|_| fires)
    }),
];

/// Usages that are compared with the levels.
const READINGS: &[Row<fn(&Memory, usize) -> usize>] = &[
    ("reports the usage of the update before: is it read before the new one is stored?", |m, _| m.previous),
    ("adds each usage to the ones before: are totals taken for amounts consumed?", |m, _| m.sum),
    ("takes usage above the limit for the limit: is it clamped too early?", |m, limit| {
        if limit > 0 { m.used.min(limit) } else { m.used }
    }),
    ("starts at 0 again beyond the limit: usage % limit?", |m, limit| {
        m.used.checked_rem(limit).unwrap_or(m.used)
    }),
    ("sees only the low 8 bits of usage", |m, _| m.used & 0xff),
    ("sees only the low 16 bits of usage", |m, _| m.used & 0xffff),
    ("sees only the low 31 bits of usage", |m, _| m.used & 0x7fff_ffff),
    ("sees only the low 32 bits of usage", |m, _| m.used & 0xffff_ffff),
];

const STEPS: &[Row<fn(Step) -> Step>] = &[
    ("keeps the limit it was created with: is the new limit stored?", |step| match step {
        Step::SetLimit(_) => Step::Consume(0),
        step => step,
    }),
    ("does not re-arm the levels at a reset", |step| if step == Step::Reset { Step::Restart } else { step }),
    ("forgets at a restart which levels have fired: is that saved and restored?", |step| {
        if step == Step::Restart { Step::Reset } else { step }
    }),
    ("trackers with different keys share their state: is the key cut, or the state global?", |step| {
        step.value().map_or(step, Step::Use)
    }),
];

/// Numbers in messages: what is stated, given the right number and the usage now and before.
const NUMBERS: &[Row<fn(u128, Usage, Usage) -> u128>] = &[
    ("a number in the message is that of the update before", |due, now, before| {
        let is_due = |number: &fn(Usage) -> u128| number(now) == due;
        let numbers: [fn(Usage) -> u128; 3] =
            [|usage| usage.value as u128, percent, |usage| usage.remaining() as u128];
        numbers.iter().find(|number| is_due(number)).map_or(due, |number| number(before))
    }),
    ("usage and limit are swapped in the message", |due, now, _| {
        if due == now.max as u128 { now.value as u128 } else { now.max as u128 }
    }),
    ("what is left underflows in the message: saturating_sub?", |_, now, _| {
        now.max.wrapping_sub(now.value) as u128
    }),
    ("the percentage in the message is rounded up", |_, now, _| percent(now) + 1),
    ("a number in the message is cut to 8 bits", |due, _, _| due & 0xff),
    ("a number in the message is cut to 32 bits", |due, _, _| due & 0xffff_ffff),
];

/// Types in which products overflow.
const TYPES: &[Row<fn(u128) -> i128>] = &[
    ("overflows u16", |number| (number as u16).into()),
    ("overflows u32", |number| (number as u32).into()),
    ("overflows u64", |number| (number as u64).into()),
    ("overflows i32", |number| (number as i32).into()),
    ("overflows i64", |number| (number as i64).into()),
    ("saturates", |number| number.min(usize::MAX as u128) as i128),
];

/// Per cent, per mille and parts per million.
const BASES: [u128; 3] = [100, 1_000, 1_000_000];

fn percent(usage: Usage) -> u128 {
    (usage.value as u128 * 100).checked_div(usage.max as u128).unwrap_or(0)
}

/// Compares by floating point: as a ratio, as a percentage, or with a share of the limit.
fn float_reaches(way: usize, is_single: bool, level: &Decision) -> bool {
    let round = |number: f64| if is_single { f64::from(number as f32) } else { number };
    let convert = |number: u128| if is_single { f64::from(number as f32) } else { number as f64 };
    let [value, limit, percent] = [level.value, level.limit, level.percent].map(convert);
    match way {
        0 => level.compare(round(value / limit), round(percent / 100.0)),
        1 => level.compare(round(round(value / limit) * 100.0), percent),
        _ => level.compare(value, round(limit * round(percent / 100.0))),
    }
}

struct Table {
    policy: Policy,
    mistakes: Vec<Mistake>,
    shifts: bool,
    is_likely: bool,
}

impl Table {
    fn add(&mut self, phrase: impl Into<String>, change: impl FnOnce(&mut Rules)) {
        let mut rules = Rules::right(self.policy);
        change(&mut rules);
        let (shifts, is_likely) = (self.shifts, self.is_likely);
        self.mistakes.push(Mistake { phrase: phrase.into(), rules, shifts, is_likely });
    }

    fn reach(&mut self, phrase: impl Into<String>, reach: impl Fn(&Decision) -> bool + 'static) {
        self.add(phrase, |rules| rules.reach = Box::new(reach));
    }

    /// Adds a comparison that applies to percentages only.
    fn percentage(&mut self, phrase: impl Into<String>, reach: impl Fn(&Decision) -> bool + 'static) {
        self.reach(phrase, move |l| if l.percent * l.limit > 0 { reach(l) } else { l.is_reached });
    }

    fn percentages(&mut self, rows: &'static [Row<Decides>]) {
        rows.iter().for_each(|(phrase, reach)| self.percentage(*phrase, reach));
    }

    fn send(&mut self, phrase: impl Into<String>, send: impl Fn(usize) -> Vec<MessageClass> + 'static) {
        self.add(phrase, |rules| rules.send = Box::new(send));
    }
}

/// Returns the mistakes that are about all levels or one of these. The usage was repeated `rests` times.
pub(super) fn candidates(spec: &Specification<'_>, levels: &[usize], rests: usize) -> Vec<Mistake> {
    let mut table = Table { policy: spec.policy, mistakes: Vec::new(), shifts: false, is_likely: true };
    comparisons(&mut table, levels);
    timing(&mut table, spec.policy, rests);
    messages(&mut table, spec, levels);
    table.mistakes
}

fn comparisons(table: &mut Table, levels: &[usize]) {
    table.shifts = true;
    table.percentages(SHIFTS);
    for way in 0..3 {
        table.percentage("f32 cannot represent these numbers", move |l| float_reaches(way, true, l));
        table.percentage("f64 cannot represent these numbers", move |l| float_reaches(way, false, l));
    }
    for which in [None].into_iter().chain(levels.iter().copied().map(Some)) {
        let applies = move |l: &Decision| which.is_none_or(|level| level == l.level);
        table.reach(STRICT, move |l| if applies(l) { l.reaches_strictly() } else { l.is_reached });
        table.is_likely = false;
        for offset in [-1, 1] {
            let trip = move |l: &Decision| l.points.trip.saturating_add_signed(offset).max(1);
            table.reach("off by one?", move |l| l.value >= if applies(l) { trip(l) } else { l.points.trip });
        }
        for offset in [-1, 1] {
            let percent =
                move |l: &Decision| l.percent.saturating_add_signed(if applies(l) { offset } else { 0 });
            let reach = move |l: &Decision| l.value > 0 && l.compare(l.value * 100, l.limit * percent(l));
            table.percentage("off by one per cent?", reach);
        }
        table.is_likely = true;
    }
    table.is_likely = false;
    table.percentages(UNLIKELY_SHIFTS);
    table.shifts = false;
    table.reach(EXACTLY, |l| l.value == l.points.trip);
    table.reach("silent at exactly the limit: < and > with nothing for =?", |l| {
        l.is_reached && l.value != l.limit
    });
    for (overflows, fit) in TYPES.iter().copied() {
        let product = move |l: &Decision| l.compare(fit(l.value), fit(l.limit * l.percent) / 100);
        table.percentage(format!("limit * percent {overflows}"), product);
    }
    table.is_likely = true;
    table.reach(BEYOND, |l| l.is_reached && l.value <= l.limit);
    table.reach("silent with a limit of 0: is it taken for unlimited?", |l| l.is_reached && l.limit > 0);
    table.percentages(SILENCES);
    for ((overflows, fit), base) in TYPES.iter().copied().flat_map(|row| BASES.map(|base| (row, base))) {
        let phrase = format!("value * {base} {overflows}");
        let product =
            move |l: &Decision| l.compare(fit(l.value * base), fit(l.limit * (l.percent * base / 100)));
        table.percentage(&phrase, product);
        table.percentage(&phrase, move |l| l.value > 0 && product(l));
        table.percentage(&phrase, move |l| match fit(l.value * base).checked_div(fit(l.limit)) {
            Some(quotient) => l.compare(quotient, fit(l.percent * base / 100)),
            None => l.is_reached,
        });
    }
}

fn timing(table: &mut Table, policy: Policy, rests: usize) {
    let mut rearm =
        |phrase: &str, rearm: Box<dyn Fn(&Decision) -> bool>| table.add(phrase, |rules| rules.rearm = rearm);
    if policy.notify_on == NotifyOn::Update {
        rearm("sends a level once, where it is due on every update", Box::new(Decision::rearms));
    } else {
        REARMINGS.iter().for_each(|(phrase, rule)| rearm(phrase, Box::new(rule)));
        for (phrase, rule) in REARMS {
            rearm(phrase, Box::new(|l| if l.points.trip == l.points.rearm { l.rearms() } else { rule(l) }));
        }
        table.add("fires again when usage was exactly at the level: <= where < was meant?", |rules| {
            rules.rearm = Box::new(|_| true);
            rules.reach = Box::new(|l| l.is_reached && l.order(l.previous).is_le());
        });
    }
    for (phrase, select) in SELECTIONS {
        table.add(*phrase, |rules| rules.select = Box::new(|m| select(m).into_iter().collect()));
    }
    for (phrase, read) in READINGS {
        table.add(*phrase, |rules| rules.read = Box::new(read));
    }
    for (phrase, take) in STEPS {
        table.add(*phrase, |rules| rules.take = *take);
    }
    table.add("does not check usage when the limit changes, only at the next update", |rules| {
        rules.updates = |step| !matches!(step, Step::Reset | Step::Restart | Step::SetLimit(_));
    });
    table.add("does not send what the first usage reaches: is it taken for old news?", |rules| {
        rules.policy.first_reading_is_silent = true;
    });
    table.add(BATCHES, |rules| {
        rules.deliver = |sent| {
            let early = vec![Vec::new(); sent.len().saturating_sub(1)];
            early.into_iter().chain([sent.concat()]).collect()
        };
    });
    table.add(ONE_LATE, |rules| {
        rules.deliver = |mut sent| {
            let last = sent.pop().unwrap_or_default();
            sent.insert(0, Vec::new());
            sent.last_mut().into_iter().for_each(|sent| sent.extend_from_slice(&last));
            sent
        };
    });
    table.is_likely = false;
    if policy.notify_on == NotifyOn::Crossing {
        table.add("re-arms only at a usage of 0", |rules| rules.rearm = Box::new(|l| l.value == 0));
    }
    table.add(format!("fires again after {rests} updates, though usage crossed nothing"), |rules| {
        rules.select = Box::new(move |m| {
            m.rests = if m.crossed.is_empty() && m.reached == m.reached_before { m.rests + 1 } else { 0 };
            let reminds = rests > 0 && m.rests == rests;
            m.rests = if reminds { 0 } else { m.rests };
            if reminds { m.reached } else { m.highest_crossed() }.into_iter().collect()
        });
    });
    table.is_likely = true;
}

fn messages(table: &mut Table, spec: &Specification<'_>, levels: &[usize]) {
    let at = |level: usize| spec.levels[level].kind;
    table.send(NOTHING, |_| Vec::new());
    table.send("sends each message twice", |level| vec![message(level); 2]);
    table.add("sends every level where only the highest is due: is an else or a return missing?", |rules| {
        rules.select = Box::new(|m| m.crossed.clone());
    });
    for (phrase, number) in NUMBERS {
        table.add(*phrase, |rules| rules.number = Some(*number));
    }
    if spec.levels.len() > 1 {
        table.send("no message is the specified one", |_| vec![MessageClass::Unknown]);
    }
    if spec.levels.len() > 2 {
        table
            .reach("sends only the highest level: are the others missing?", |l| l.is_reached && l.is_highest);
    }
    for a in levels.iter().copied() {
        let mut sends = |phrase: String, sent: Vec<MessageClass>| {
            table.send(phrase, move |level| if level == a { sent.clone() } else { vec![message(level)] });
        };
        sends(format!("the message {} differs from the specified one", at(a)), vec![MessageClass::Unknown]);
        if spec.levels.len() > 1 {
            sends(format!("sends nothing where the level {} is due", at(a)), Vec::new());
            // There is no level below the lowest that would fire instead.
            table.reach(format!("never sends the level {}: is it missing?", at(a)), move |l| {
                l.is_reached && (l.level != a || l.points.trip == l.lowest_trip)
            });
        }
        for b in levels.iter().copied().filter(|b| *b != a) {
            table.is_likely = false;
            let phrase = format!("sends the message {} where the one {} is due", at(b), at(a));
            table.send(phrase, move |level| vec![message(if level == a { b } else { level })]);
            table.is_likely = true;
            let swap = move |level| {
                if level == a {
                    b
                } else if level == b {
                    a
                } else {
                    level
                }
            };
            let phrase = format!("the messages {} and {} are swapped?", at(a.min(b)), at(a.max(b)));
            table.send(phrase, move |level| vec![message(swap(level))]);
        }
    }
}
