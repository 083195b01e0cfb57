//! The mistakes, each with its description and the rule that it replaces.

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
    /// Unlikely mistakes are considered only if no likely one explains the violation.
    pub(super) is_likely: bool,
}

pub(super) const NOTHING: &str = "sends nothing at all: does it have this messenger?";
pub(super) const STRICT: &str = "> where >= was meant?";
pub(super) const NOT_STRICT: &str = ">= where > was meant?";
const EXACTLY: &str = "fires only at exactly the number of the level: == where >= was meant?";
const BEYOND: &str =
    "silent beyond the limit: a range that ends at it, or a remaining amount that underflows?";
const UNITS: &str = "are units of 1000 and of 1024 mixed?";
const ROUNDED: &str = "is the percentage rounded?";
const CUT: &str = "limit * percent / 100 is cut to a whole number: compare value * 100 instead?";
const F32: &str = "f32 cannot represent these numbers: compare integers?";
const F64: &str = "f64 cannot represent these numbers: compare integers?";
const BATCHES: &str = "all messages arrive after the last usage: does the code under test collect them, is a \
    thread not waited for, or does the scenario collect its usages?";
const ONE_LATE: &str = "each message arrives one usage late: does the code under test send it later, or the \
    scenario look ahead?";

/// The types in which products overflow: the number of bits, and whether the type is signed.
const TYPES: [(u32, bool); 5] = [(16, false), (32, false), (64, false), (32, true), (64, true)];

struct Table {
    policy: Policy,
    mistakes: Vec<Mistake>,
    shifts: bool,
    is_likely: bool,
}

impl Table {
    fn other(&mut self, phrase: impl Into<String>, change: impl FnOnce(&mut Rules)) {
        let mut rules = Rules::right(self.policy);
        change(&mut rules);
        let (shifts, is_likely) = (self.shifts, self.is_likely);
        self.mistakes.push(Mistake { phrase: phrase.into(), rules, shifts, is_likely });
    }

    fn reach(&mut self, phrase: impl Into<String>, reach: impl Fn(&Decision) -> bool + 'static) {
        self.other(phrase, |rules| rules.reach = Box::new(reach));
    }

    /// Adds a comparison that is wrong only for percentages.
    fn percent(&mut self, phrase: impl Into<String>, reach: impl Fn(&Decision) -> bool + 'static) {
        self.reach(phrase, move |l| if l.percent * l.limit > 0 { reach(l) } else { l.is_reached });
    }

    fn rearm(&mut self, phrase: &str, rearm: fn(&Decision) -> bool) {
        self.other(phrase, |rules| rules.rearm = Box::new(rearm));
    }

    /// Adds a rule for levels that have a separate re-arm point.
    fn rearm_point(&mut self, phrase: impl Into<String>, rearm: fn(&Decision) -> bool) {
        let has_point = |l: &Decision| l.points.trip != l.points.rearm;
        let rearm = move |l: &Decision| if has_point(l) { rearm(l) } else { l.rearms() };
        self.other(phrase, |rules| rules.rearm = Box::new(rearm));
    }

    fn select(&mut self, phrase: &str, select: fn(&mut Memory) -> Option<usize>) {
        self.other(phrase, |rules| rules.select = Box::new(move |m| select(m).into_iter().collect()));
    }

    fn read(&mut self, phrase: impl Into<String>, read: impl Fn(&Memory, usize) -> usize + 'static) {
        self.other(phrase, |rules| rules.read = Box::new(read));
    }

    fn send(&mut self, phrase: impl Into<String>, send: impl Fn(usize) -> Vec<MessageClass> + 'static) {
        self.other(phrase, |rules| rules.send = Box::new(send));
    }

    fn number(&mut self, phrase: &str, number: fn(u128, Usage, Usage) -> u128) {
        self.other(phrase, |rules| rules.number = Some(number));
    }

    fn take(&mut self, phrase: &str, take: fn(Step) -> Step) {
        self.other(phrase, |rules| rules.take = take);
    }
}

/// Returns the mistakes that concern all levels or one of `levels`. The usage of the deviation had been reported
/// `rests` times before.
pub(super) fn candidates(spec: &Specification<'_>, levels: &[usize], rests: usize) -> Vec<Mistake> {
    let mut table = Table { policy: spec.policy, mistakes: Vec::new(), shifts: true, is_likely: true };
    shifts(&mut table, levels);
    table.shifts = false;
    comparisons(&mut table);
    timing(&mut table, rests);
    inputs(&mut table);
    messages(&mut table, spec, levels);
    table.mistakes
}

/// Adds comparisons that shift a level.
fn shifts(t: &mut Table, levels: &[usize]) {
    t.percent("limit / 100 is cut to a whole number: multiply before dividing?", |l| {
        l.compare(l.value, l.limit / 100 * l.percent)
    });
    t.percent(CUT, |l| l.compare(l.value, l.limit * l.percent / 100));
    t.percent("value * 100 / limit is cut to a whole number", |l| {
        l.compare(l.value * 100 / l.limit, l.percent)
    });
    t.percent("is it a percentage of the remaining amount?", |l| {
        l.compare(l.value * 100, l.limit.saturating_sub(l.value) * l.percent)
    });
    t.percent("are per cent and per mille mixed?", |l| l.compare(l.value * 1_000, l.limit * l.percent));
    t.percent(UNITS, |l| l.compare(l.value * 102_400, l.limit * l.percent * 1_000));
    t.percent(UNITS, |l| l.compare(l.value * 100_000, l.limit * l.percent * 1_024));
    for way in 0..3 {
        t.percent(F32, move |l| reaches_in_floats(way, true, l));
        t.percent(F64, move |l| reaches_in_floats(way, false, l));
    }
    for which in [None].into_iter().chain(levels.iter().copied().map(Some)) {
        let applies = move |l: &Decision| which.is_none_or(|level| level == l.level);
        let other = |l: &Decision| {
            if l.kind.is_strict() { l.value * l.scale >= l.number } else { l.value * l.scale > l.number }
        };
        t.reach(STRICT, move |l| if applies(l) { l.value > 0 && other(l) } else { l.is_reached });
        t.is_likely = false;
        for offset in [-1, 1] {
            let by = move |l: &Decision| if applies(l) { offset } else { 0 };
            let trip = move |l: &Decision| l.points.trip.saturating_add_signed(by(l)).max(1);
            t.reach("off by one?", move |l| l.value >= trip(l));
            let percent = move |l: &Decision| l.percent.saturating_add_signed(by(l)) * l.limit;
            t.percent("off by one per cent?", move |l| l.value > 0 && l.compare(l.value * 100, percent(l)));
        }
        t.is_likely = true;
    }
    t.is_likely = false;
    for base in [100, 1_000] {
        let percent = move |l: &Decision| l.percent * base / 100;
        t.percent(ROUNDED, move |l| l.compare((l.value * base + l.limit / 2) / l.limit, percent(l)));
    }
    t.percent("is the percentage rounded up?", |l| l.compare((l.value * 100).div_ceil(l.limit), l.percent));
    t.is_likely = true;
}

/// Adds comparisons that silence a level.
fn comparisons(t: &mut Table) {
    t.percent(EXACTLY, |l| l.value * 100 / l.limit == l.percent);
    t.percent(BEYOND, |l| l.is_reached && l.value * 100 / l.limit <= 100);
    t.reach(BEYOND, |l| l.is_reached && l.value <= l.limit);
    t.percent("value / limit is cut to a whole number: multiply before dividing?", |l| {
        l.compare(l.value / l.limit * 100, l.percent)
    });
    t.reach("is a limit of 0 taken for unlimited?", |l| l.is_reached && l.limit > 0);
    for bits in [8, 16, 32] {
        let low = move |l: &Decision| l.value * 100 / l.limit % (1 << bits);
        t.percent(format!("the percentage is cut to {bits} bits"), move |l| l.compare(low(l), l.percent));
    }
    t.percent("value * 100 saturates: multiply as u128?", |l| {
        let product = |number: u128| (number * 100).min(usize::MAX as u128);
        l.compare(product(l.value), (l.limit * l.percent).min(usize::MAX as u128))
    });
    for ((bits, signed), base) in
        TYPES.into_iter().flat_map(|kind| [100, 1_000, 1_000_000].map(|base| (kind, base)))
    {
        let phrase =
            format!("value * {base} overflows {}{bits}: multiply as u128?", if signed { 'i' } else { 'u' });
        let fit = move |number| fit(number, bits, signed);
        let compare =
            move |l: &Decision| l.compare(fit(l.value * base), fit(l.limit * (l.percent * base / 100)));
        t.percent(&phrase, compare);
        t.percent(&phrase, move |l| l.value > 0 && compare(l));
        t.percent(&phrase, move |l| match fit(l.value * base).checked_div(fit(l.limit)) {
            Some(quotient) if !l.kind.is_strict() => quotient >= fit(l.percent * base / 100),
            _ => l.is_reached,
        });
    }
    t.is_likely = false;
    for (bits, signed) in TYPES {
        let product = move |l: &Decision| fit(l.limit * l.percent, bits, signed) / 100;
        let phrase =
            format!("limit * percent overflows {}{bits}: multiply as u128?", if signed { 'i' } else { 'u' });
        t.percent(phrase, move |l| l.compare(fit(l.value, bits, signed), product(l)));
    }
    t.reach(EXACTLY, |l| l.value == l.points.trip);
    t.reach("silent at exactly the limit: < and > with nothing for =?", |l| {
        l.is_reached && l.value != l.limit
    });
    t.is_likely = true;
}

/// Adds mistakes about when levels fire and re-arm.
fn timing(t: &mut Table, rests: usize) {
    if t.policy.notify_on == NotifyOn::Update {
        t.rearm("sends a level once, where it is due on every update", Decision::rearms);
    } else {
        t.rearm("sends on every update, where a level is due once", |_| true);
        t.rearm("sends each level once and never again: does nothing re-arm it?", |_| false);
        t.rearm("re-arms a level only when usage is below all of them", |l| l.value < l.lowest_trip);
        t.rearm("re-arms one level per update, the highest", |l| l.is_highest_fired && l.rearms());
        t.is_likely = false;
        t.rearm("re-arms only at a usage of 0", |l| l.value == 0);
        t.is_likely = true;
        t.other("fires again when usage was exactly at the level: <= where < was meant?", |rules| {
            rules.rearm = Box::new(|_| true);
            rules.reach = Box::new(|l| l.is_reached && l.previous * l.scale <= l.number);
        });
        t.rearm_point("re-arms a level below itself, not below its re-arm point", |l| !l.is_reached);
        t.rearm_point("re-arms at the re-arm point: <= where < was meant?", |l| {
            l.rearms() || l.value * 100 == l.limit * l.rearm_percent
        });
        t.rearm_point(format!("re-arm point: {ROUNDED}"), |l| {
            (l.value * 100 + l.limit / 2) / l.limit.max(1) < l.rearm_percent
        });
        t.rearm_point(format!("re-arm point: {CUT}"), |l| l.value < l.limit * l.rearm_percent / 100);
        t.rearm_point(format!("re-arm point: {F64}"), |l| {
            let rearm = Decision { kind: LevelKind::Percent(0), percent: l.rearm_percent, ..*l };
            !reaches_in_floats(1, false, &rearm)
        });
    }
    t.select("one flag for all levels", |m| m.crossed.last().copied().filter(|_| !m.holds));
    t.select("sends only when usage rises", |m| m.reached.filter(|_| m.used > m.previous));
    t.select("sends only when usage falls", |m| m.reached.filter(|_| m.used < m.previous));
    t.select("sends whenever the level changes: != where > was meant?", |m| {
        m.reached.filter(|_| m.reached != m.reached_before)
    });
    t.select("drops a message that is the same as the last one sent", |m| {
        m.crossed.last().copied().filter(|level| Some(*level) != m.last_sent)
    });
    t.select("a jump marks only the level that it sends: those below it are sent afterwards", |m| {
        let highest = m.crossed.pop();
        m.crossed.iter().for_each(|level| m.fired[*level] = false);
        highest
    });
    t.select("fires again at each further per cent", |m| {
        let fires = m.reached.is_none() || !m.crossed.is_empty() || m.percent > m.last_percent;
        m.last_percent = if fires { m.reached.map_or(0, |_| m.percent) } else { m.last_percent };
        m.reached.filter(|_| fires)
    });
    t.is_likely = false;
    t.other(format!("fires again after {rests} updates, though usage crossed nothing"), |rules| {
        rules.select = Box::new(move |m| {
            m.rests = if m.crossed.is_empty() && m.reached == m.reached_before { m.rests + 1 } else { 0 };
            let reminds = rests > 0 && m.rests % rests.max(1) == 0 && m.rests > 0;
            if reminds { m.reached } else { m.crossed.last().copied() }.into_iter().collect()
        });
    });
    t.is_likely = true;
    t.other("does not send what the first usage reaches", |rules| {
        rules.policy.first_reading_is_silent = true;
    });
    t.other(BATCHES, |rules| {
        rules.deliver = |sent| {
            let early = vec![Vec::new(); sent.len().saturating_sub(1)];
            early.into_iter().chain([sent.concat()]).collect()
        };
    });
    t.other(ONE_LATE, |rules| {
        rules.deliver = |mut sent| {
            let last = sent.pop().unwrap_or_default();
            sent.insert(0, Vec::new());
            sent.last_mut().into_iter().for_each(|sent| sent.extend_from_slice(&last));
            sent
        };
    });
}

/// Adds mistakes about usage and about steps.
fn inputs(t: &mut Table) {
    t.read("compares the usage of the update before", |m, _| m.previous);
    t.read("adds each usage to the ones before: are totals taken for amounts consumed?", |m, _| m.sum);
    t.read("starts at 0 again beyond the limit", |m, limit| m.used.checked_rem(limit).unwrap_or(m.used));
    t.read(
        "takes usage above the limit for the limit",
        |m, limit| if limit > 0 { m.used.min(limit) } else { m.used },
    );
    for bits in [8, 16, 31, 32] {
        let high = 1_usize.checked_shl(bits).unwrap_or(0);
        t.read(format!("sees only the low {bits} bits of usage"), move |m, _| m.used & high.wrapping_sub(1));
    }
    t.take("keeps the limit it was created with", |step| {
        if let Step::SetLimit(_) = step { Step::Consume(0) } else { step }
    });
    t.take(
        "does not re-arm the levels at a reset",
        |step| if step == Step::Reset { Step::Restart } else { step },
    );
    t.take("forgets at a restart which levels have fired", |step| {
        if step == Step::Restart { Step::Reset } else { step }
    });
    t.take("trackers with different keys share their state", |step| step.value().map_or(step, Step::Use));
    t.other("does not check usage when the limit changes, only at the next update", |rules| {
        rules.updates = |step| !matches!(step, Step::Reset | Step::Restart | Step::SetLimit(_));
    });
}

/// Adds mistakes about the messages.
fn messages(t: &mut Table, spec: &Specification<'_>, levels: &[usize]) {
    let at = |level: usize| spec.levels[level].kind;
    t.send(NOTHING, |_| Vec::new());
    t.send("sends each message twice", |level| vec![message(level); 2]);
    t.select("sends the lowest level where the highest is due", |m| m.crossed.first().copied());
    t.other("sends every level where only the highest is due: is an else or a return missing?", |rules| {
        rules.select = Box::new(|m| m.crossed.clone());
    });
    t.number("usage and limit are swapped in the message", |due, now, _| {
        if due == now.max as u128 { now.value as u128 } else { now.max as u128 }
    });
    t.number("the remaining amount underflows in the message", |_, now, _| {
        now.max.wrapping_sub(now.value) as u128
    });
    t.number("the percentage in the message is rounded up", |_, now, _| percent(now) + 1);
    t.number("a number in the message is cut to 8 bits", |due, _, _| due & 0xff);
    t.number("a number in the message is that of the update before", |due, now, before| {
        let numbers = |usage: Usage| [usage.value as u128, percent(usage), usage.remaining() as u128];
        let position = numbers(now).iter().position(|number| *number == due);
        position.map_or(due, |position| numbers(before)[position])
    });
    let has_several = spec.levels.len() > 1;
    if has_several {
        t.send("no message is the specified one", |_| vec![MessageClass::Unknown]);
    }
    if spec.levels.len() > 2 {
        let points = spec.points(spec.first_limit());
        let highest = (0..points.len()).max_by_key(|level| points[*level].trip);
        t.reach("sends only the highest level: are the others missing?", move |l| {
            l.is_reached && Some(l.level) == highest
        });
    }
    for a in levels.iter().copied() {
        let mut send = |phrase, sent: Option<MessageClass>| {
            t.send(
                phrase,
                move |level| if level == a { sent.into_iter().collect() } else { vec![message(level)] },
            );
        };
        send(format!("the message {} differs from the specified one", at(a)), Some(MessageClass::Unknown));
        if has_several {
            send(format!("sends nothing where the level {} is due", at(a)), None);
            // Without the lowest level, no other fires in its place, which is the mistake above.
            let exists = move |l: &Decision| l.level != a || l.points.trip == l.lowest_trip;
            t.reach(format!("never sends the level {}: is it missing?", at(a)), move |l| {
                l.is_reached && exists(l)
            });
        }
        for b in levels.iter().copied().filter(|b| *b != a) {
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
            t.send(phrase, move |level| vec![message(swap(level))]);
            t.is_likely = false;
            let phrase = format!("sends the message {} where the one {} is due", at(b), at(a));
            t.send(phrase, move |level| vec![message(if level == a { b } else { level })]);
            t.is_likely = true;
        }
    }
}

fn fit(number: u128, bits: u32, is_signed: bool) -> i128 {
    let low = i128::try_from(number & ((1 << bits) - 1)).unwrap_or_default();
    if is_signed && low >> (bits - 1) == 1 { low - (1 << bits) } else { low }
}

fn percent(usage: Usage) -> u128 {
    (usage.value as u128 * 100).checked_div(usage.max as u128).unwrap_or(0)
}

/// Compares usage with a level in floating point: as a ratio, as a percentage, or as an amount.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "this is the mistake")]
fn reaches_in_floats(way: usize, is_single: bool, level: &Decision) -> bool {
    let round = |number: f64| if is_single { f64::from(number as f32) } else { number };
    let convert = |number: u128| if is_single { f64::from(number as f32) } else { number as f64 };
    let [value, limit, percent] = [level.value, level.limit, level.percent].map(convert);
    match way {
        0 => level.compare(round(value / limit), round(percent / 100.0)),
        1 => level.compare(round(round(value / limit) * 100.0), percent),
        _ => level.compare(value, round(limit * round(percent / 100.0))),
    }
}
