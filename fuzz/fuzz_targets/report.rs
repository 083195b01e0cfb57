//! For any transcript, expectations and rule, the report is bounded and contains no raw control characters.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use mock_messenger::{
    Matcher, Messenger, Mismatch, Recorder, RecordingMessenger, Reported, Transcript, described, matcher,
    predicate,
};
use mock_messenger_fuzz::{Text, Texts};

#[derive(Arbitrary, Debug)]
struct Scene {
    named: Option<Text>,
    entries: Texts,
    wanted: Wanted,
    rule: Rule,
    keep: Option<u8>,
}

#[derive(Arbitrary, Debug)]
enum Wanted {
    /// The entries with a few edits.
    Edited(Vec<Edit>),
    Others(Texts),
    Mixed(Vec<One>),
}

#[derive(Arbitrary, Debug)]
enum Edit {
    Remove(u16),
    Insert(u16, Text),
    Replace(u16, Text),
    Swap(u16, u16),
    Append(u16, Text),
}

#[derive(Arbitrary, Debug)]
enum One {
    Text(Text),
    Named(Text, Text),
    Contains(Text),
    Starts(Text),
    Longer(u8),
    Never,
}

#[derive(Arbitrary, Debug)]
enum Rule {
    Exactly,
    AnyOrder,
    InOrder,
    InAnyOrder,
    Consecutive,
    Once,
    Times(u8, u8),
    Any,
    All,
    Never,
    First,
    Last,
    Nth(u16),
    Count(u8, u8),
    Nothing,
}

#[derive(Debug, PartialEq)]
struct Call {
    to: String,
    text: String,
    urgent: bool,
}

fuzz_target!(|scene: Scene| {
    let wanted = scene.wanted.list(&scene.entries.0);
    let name = || scene.named.as_ref().map(|Text(name)| name.clone()).unwrap_or_default();

    let text = RecordingMessenger::named(name());
    let strings = Recorder::named(name());
    let calls = Recorder::named(name());
    for entry in &scene.entries.0 {
        text.send(entry);
        strings.record(entry.clone());
        calls.record(call(entry));
    }
    let keep = |entry: &str| scene.keep.is_none_or(|keep| entry.len() % (usize::from(keep) + 1) != 0);
    told(&text.take().filter(|entry| keep(entry)), &scene.rule, || wanted.iter().map(One::of_text));
    told(&strings.take().filter(|entry| keep(entry)), &scene.rule, || wanted.iter().map(One::of_string));
    told(&calls.take().filter(|entry| keep(&entry.text)), &scene.rule, || wanted.iter().map(One::of_call));
});

fn call(text: &str) -> Call {
    Call { to: text.chars().take(3).collect(), text: text.to_owned(), urgent: text.len() % 2 == 0 }
}

impl Wanted {
    fn list(&self, entries: &[String]) -> Vec<One> {
        match self {
            Self::Mixed(list) => list.iter().map(One::again).collect(),
            Self::Others(texts) => texts.0.iter().map(|text| One::Text(Text(text.clone()))).collect(),
            Self::Edited(edits) => {
                let mut list = entries.to_vec();
                for edit in edits {
                    edit.apply(&mut list);
                }
                list.into_iter().map(|text| One::Text(Text(text))).collect()
            }
        }
    }
}

impl Edit {
    fn apply(&self, list: &mut Vec<String>) {
        let at = |place: u16| usize::from(place).checked_rem(list.len()).unwrap_or(0);
        match self {
            Self::Insert(place, Text(text)) => {
                let place = at(*place);
                list.insert(place, text.clone());
            }
            _ if list.is_empty() => {}
            Self::Remove(place) => {
                let place = at(*place);
                list.remove(place);
            }
            Self::Replace(place, Text(text)) => {
                let place = at(*place);
                list[place] = text.clone();
            }
            Self::Swap(one, other) => {
                let (one, other) = (at(*one), at(*other));
                list.swap(one, other);
            }
            Self::Append(place, Text(text)) => {
                let place = at(*place);
                list[place].push_str(text);
            }
        }
    }
}

impl One {
    fn again(&self) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.clone()),
            Self::Named(name, text) => Self::Named(name.clone(), text.clone()),
            Self::Contains(text) => Self::Contains(text.clone()),
            Self::Starts(text) => Self::Starts(text.clone()),
            Self::Longer(than) => Self::Longer(*than),
            Self::Never => Self::Never,
        }
    }

    fn of_text(&self) -> Matcher<'_, str> {
        match self {
            Self::Text(Text(text)) => matcher(text),
            Self::Named(Text(name), Text(text)) => described(name, text),
            Self::Contains(Text(text)) => matcher(predicate::str::contains(text)),
            Self::Starts(Text(text)) => matcher(predicate::str::starts_with(text)),
            Self::Longer(than) => matcher(move |m: &str| m.len() > usize::from(*than)),
            Self::Never => matcher(predicate::never()),
        }
    }

    fn of_string(&self) -> Matcher<'_, String> {
        match self {
            Self::Text(Text(text)) => matcher(text),
            Self::Named(Text(name), Text(text)) => described(name, &**text),
            Self::Contains(Text(text)) => matcher(predicate::str::contains(text)),
            Self::Starts(Text(text)) => matcher(predicate::str::starts_with(text)),
            Self::Longer(than) => matcher(move |m: &str| m.len() > usize::from(*than)),
            Self::Never => matcher(|_: &String| false),
        }
    }

    fn of_call(&self) -> Matcher<'_, Call> {
        match self {
            Self::Text(Text(text)) => matcher(call(text)),
            Self::Named(Text(name), Text(text)) => described(name, call(text)),
            Self::Contains(Text(text)) => matcher(move |call: &Call| call.text.contains(&**text)),
            Self::Starts(Text(text)) => matcher(move |call: &Call| call.text.starts_with(&**text)),
            Self::Longer(than) => matcher(move |call: &Call| call.text.len() > usize::from(*than)),
            Self::Never => matcher(|_: &Call| false),
        }
    }
}

fn told<'m, T: Reported + ?Sized + 'm, L: Iterator<Item = Matcher<'m, T>>>(
    on: &Transcript<T>,
    rule: &Rule,
    list: impl Fn() -> L,
) {
    let one = || list().next().unwrap_or_else(|| matcher(|_: &T| true));
    let times = |least: u8, most: u8| usize::from(least)..=usize::from(most);
    let checked = match rule {
        Rule::Exactly => on.check_exactly(list()),
        Rule::AnyOrder => on.check_exactly_in_any_order(list()),
        Rule::InOrder => on.check_in_order(list()),
        Rule::InAnyOrder => on.check_in_any_order(list()),
        Rule::Consecutive => on.check_consecutive(list()),
        Rule::Once => on.check_once(one()).map(drop),
        Rule::Times(least, most) => on.check_times(times(*least, *most), one()),
        Rule::Any => on.check_any(one()).map(drop),
        Rule::All => on.check_all(one()),
        Rule::Never => on.check_never(one()),
        Rule::First => on.check_first(one()).map(drop),
        Rule::Last => on.check_last(one()).map(drop),
        Rule::Nth(position) => on.check_nth(usize::from(*position), one()).map(drop),
        Rule::Count(least, most) => on.check_count(times(*least, *most)),
        Rule::Nothing => on.check_nothing(),
    };
    if let Err(mismatch) = checked {
        fit_to_read(&mismatch, on);
    }
}

fn fit_to_read<T: Reported + ?Sized>(mismatch: &Mismatch, on: &Transcript<T>) {
    let report = mismatch.to_string();
    assert!(report.lines().count() <= 100, "{} lines:\n{report}", report.lines().count());
    assert!(report.len() <= 1 << 20, "{} bytes", report.len());
    let raw = |c: char| {
        c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!report.contains(raw), "{report:?}");
    assert!(format!("{mismatch:?}").contains(&report));
    let indices: Vec<_> = (0..on.len()).filter_map(|at| on.original_index(at)).collect();
    assert!(mismatch.matched().iter().all(|index| indices.contains(index)));
    assert!(mismatch.closest().is_none_or(|index| indices.contains(&index)));
    assert_eq!(mismatch.total(), on.len());
}
