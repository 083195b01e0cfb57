//! Typed calls are compared as trees. Every path names its field, and equal parts are never reported.

#![cfg(feature = "testing")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use mock_messenger::Recorder;

fn report<T: fmt::Debug + PartialEq + 'static>(found: T, expected: T) -> String {
    let recorder = Recorder::new();
    recorder.record(found);
    recorder.calls().check_first(expected).map(drop).unwrap_err().to_string()
}

fn paths(report: &str) -> Vec<&str> {
    let lines = report.lines().filter_map(|line| line.trim_start().strip_prefix("at `"));
    lines.filter_map(|line| line.split('`').next()).collect()
}

#[derive(Debug, PartialEq, Clone)]
struct Grid {
    cells: BTreeMap<(i8, i8), u8>,
    origin: Option<(i8, i8)>,
    title: String,
}

fn grid(cell: u8, title: &str) -> Grid {
    let cells = (0..3).map(|i| ((i, -i), if i == 1 { cell } else { 0 })).collect();
    Grid { cells, origin: Some((0, 0)), title: title.to_owned() }
}

#[test]
fn a_compound_key_names_its_entry_and_spoils_no_later_path() {
    let text = report(grid(7, "left"), grid(8, "right"));
    assert_eq!(paths(&text), ["cells[(1, -1)]", "title"], "{text}");
}

#[test]
fn maps_and_sets_are_compared_by_key_whatever_their_order() {
    #[derive(Debug, PartialEq)]
    struct Job {
        labels: HashMap<String, u32>,
        hosts: HashSet<String>,
    }
    let job = |k3, host: &str| Job {
        labels: (0..9).map(|i| (format!("k{i}"), if i == 3 { k3 } else { i })).collect(),
        hosts: ["a", "b", "c", host].map(str::to_owned).into(),
    };
    let text = report(job(30, "d"), job(3, "e"));
    assert_eq!(paths(&text), ["labels[\"k3\"]", "hosts[\"e\"]", "hosts[\"d\"]"], "{text}");
}

#[test]
fn an_extra_element_is_one_extra_element() {
    let pair = |k: &str, v: &str| (k.to_owned(), v.to_owned());
    let text = report(
        (200, vec![pair("age", "0"), pair("type", "json"), pair("host", "x")], 'a', 'b'),
        (200, vec![pair("type", "json"), pair("host", "y")], 'a', 'b'),
    );
    assert_eq!(paths(&text), ["1[0]", "1[2].1"], "{text}");
    assert!(text.contains("(\"age\", \"0\")"), "{text}");
}

#[test]
fn a_variant_and_its_payload_are_one_difference_with_both_sides_whole() {
    #[derive(Debug, PartialEq)]
    enum Target {
        Url { host: String },
        Socket(u16),
    }
    let text = report((1, Some(Target::Url { host: "db".to_owned() }), 2), (1, Some(Target::Socket(80)), 2));
    assert_eq!(paths(&text), ["1"], "{text}");
    assert!(text.contains("Url { host: \"db\" }") && text.contains("Socket(80)"), "{text}");
    let text = report((1, Some("unexpected".to_owned())), (1, None));
    assert!(text.contains("Some(\"unexpected\")"), "{text}");
}

#[test]
fn a_handwritten_debug_with_an_open_bracket_spoils_only_itself() {
    #[derive(PartialEq, Clone)]
    struct Odd(&'static str);
    impl fmt::Debug for Odd {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }
    #[derive(Debug, PartialEq)]
    struct Call {
        odd: Odd,
        inner: (u8, Odd),
        last: u8,
    }
    for odd in ["half [", "Open {", "(", "a\nb [", "}", "]\n)", "k: [", ""] {
        let call = |inner, last| Call { odd: Odd(odd), inner: (inner, Odd(odd)), last };
        let text = report(call(1, 2), call(3, 4));
        assert_eq!(paths(&text).last(), Some(&"last"), "{odd:?}: {text}");
    }
}

#[test]
fn keys_that_are_characters_or_addresses_name_themselves() {
    let map = |n| BTreeMap::from([('a', n), (':', 1)]);
    assert_eq!(paths(&report((0, map(1)), (0, map(2)))), ["1['a']"]);
    let map = |n| BTreeMap::from([(std::net::SocketAddr::from(([0_u16; 8], 80)), n)]);
    assert_eq!(paths(&report((0, map(1)), (0, map(2)))), ["1[[::]:80]"]);
}

#[test]
fn nan_is_said_to_equal_nothing() {
    let text = report((1, f64::NAN), (1, f64::NAN));
    assert_eq!(paths(&text), ["1"], "{text}");
    assert!(text.contains("NaN is not equal to NaN"), "{text}");
    let text = report(f64::NAN, f64::NAN);
    assert!(!text.contains("hides what differs"), "{text}");
    assert!(text.contains("NaN is not equal to NaN"), "{text}");
}

#[test]
fn zero_equals_negative_zero() {
    assert_eq!(paths(&report((0.0, 1, 'a'), (-0.0, 2, 'a'))), ["1"]);
}

#[test]
fn a_row_of_a_list_names_every_path_and_the_values_out_of_sight() {
    #[derive(Debug, PartialEq)]
    struct Mail {
        to: String,
        body: String,
        state: String,
    }
    let mail = |to: &str, state: &str| Mail { to: to.into(), body: "b".repeat(200), state: state.into() };
    let recorder = Recorder::new();
    recorder.record(mail("ann", "queued"));
    let text = recorder.calls().check_exactly([mail("amy", "parked")]).unwrap_err().to_string();
    assert!(text.contains("at `to`") && text.contains("`state`") && text.contains("parked"), "{text}");
}

#[test]
fn a_row_whose_sides_read_the_same_says_so() {
    #[derive(PartialEq)]
    struct Opaque(u8);
    impl fmt::Debug for Opaque {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Opaque")
        }
    }
    let recorder = Recorder::new();
    recorder.record(Opaque(1));
    let text = recorder.calls().check_exactly([Opaque(2)]).unwrap_err().to_string();
    assert!(text.contains("reads the same, but is not equal"), "{text}");
}

#[test]
fn a_debug_that_panics_or_errs_spoils_only_its_own_entry() {
    #[derive(PartialEq)]
    struct Faulty(u8);
    impl fmt::Debug for Faulty {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0 {
                0 => panic!("no form for {}", self.0),
                1 => Err(fmt::Error),
                n => write!(f, "Faulty({n})"),
            }
        }
    }
    let recorder = Recorder::new();
    (0..3).for_each(|n| recorder.record(Faulty(n)));
    let text = recorder.calls().check_once(Faulty(9)).map(drop).unwrap_err().to_string();
    assert!(text.contains("<its Debug panicked: no form for 0>"), "{text}");
    assert!(text.contains("<its Debug returned an error>") && text.contains("Faulty(2)"), "{text}");
}

#[test]
fn text_that_reads_nan_is_not_taken_for_the_number() {
    struct Hidden(u8);
    impl fmt::Debug for Hidden {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(r#""a \" NaN""#)
        }
    }
    impl PartialEq for Hidden {
        fn eq(&self, other: &Self) -> bool {
            self.0 == other.0
        }
    }
    let text = report(Hidden(1), Hidden(2));
    assert!(text.contains("hides what differs") && !text.contains("NaN is not"), "{text}");
}

/// A value with this text as its `Debug` form.
#[derive(Clone, Copy, PartialEq)]
struct Form(&'static str);

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[derive(Debug, PartialEq)]
struct Holds<T> {
    value: T,
    after: u8,
}

fn held<T>(value: T) -> Holds<T> {
    Holds { value, after: 1 }
}

#[test]
fn a_struct_that_hides_fields_has_paths() {
    #[derive(PartialEq)]
    struct Connection(u8);
    impl fmt::Debug for Connection {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("Connection").field("port", &self.0).finish_non_exhaustive()
        }
    }
    let text = report(held(vec![Connection(80)]), held(vec![Connection(81)]));
    assert_eq!(paths(&text), ["value[0].port"], "{text}");
    assert!(text.contains("Connection { port: 80, .. }"), "{text}");
}

#[test]
fn a_form_of_several_lines_is_one_field() {
    let text = report(held(Form("a,\nb {\nc,")), held(Form("a,\nB {\nc,")));
    assert_eq!(paths(&text), ["value"], "{text}");
    assert!(text.contains("1 of 2 fields differs"), "{text}");
}

#[test]
fn any_form_may_be_a_key() {
    struct Keyed(Vec<(&'static str, u8)>);
    impl PartialEq for Keyed {
        fn eq(&self, other: &Self) -> bool {
            self.0 == other.0
        }
    }
    impl fmt::Debug for Keyed {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_map().entries(self.0.iter().map(|(key, value)| (Form(key), value))).finish()
        }
    }
    for key in ["a {", "(", "", "2024-05-06T07:08:09Z", "::1", "[::1]:80", "-5", "'"] {
        let text = report(held(Keyed(vec![(key, 1)])), held(Keyed(vec![(key, 2)])));
        assert_eq!(paths(&text), [format!("value[{key}]")], "{text}");
    }
}

#[test]
fn a_set_of_texts_with_colons_is_no_map() {
    let set = |text| HashSet::from(["http://a: b(", text]);
    let text = report(held(set("c: d)")), held(set("c: e)")));
    assert_eq!(paths(&text), ["value[\"c: e)\"]", "value[\"c: d)\"]"], "{text}");
}

#[test]
fn the_end_of_a_long_path_is_in_sight() {
    #[derive(Debug, PartialEq)]
    struct Node {
        next_node: Option<Box<Node>>,
        leaf: u8,
    }
    let chain = |leaf| {
        (0..30)
            .fold(Node { next_node: None, leaf }, |node, _| Node { next_node: Some(Box::new(node)), leaf: 0 })
    };
    let text = report(chain(1), chain(2));
    assert!(paths(&text)[0].starts_with('…') && paths(&text)[0].ends_with(".next_node.leaf"), "{text}");
}

#[test]
fn an_exponent_or_a_prefix_is_a_part_of_its_number() {
    for [found, expected] in [["1e-7", "1e-8"], ["0x1f", "0x2f"], ["-2.5e10", "-2.5e11"]] {
        let text = report(held(Form(found)), held(Form(expected)));
        assert!(text.contains(&format!("`{found}` in place of `{expected}`")), "{text}");
    }
    // Neither value is a number.
    let text = report(held("build 12e4f5a"), held("build 12e4f6a"));
    assert!(!text.contains("in place of `12e4"), "{text}");
}

#[test]
fn a_headline_does_not_repeat_a_value_that_is_compared_below() {
    let grid = |cell| Grid {
        cells: (0..4).map(|i| ((i, i), if i == 2 { cell } else { 0 })).collect(),
        ..grid(0, "one")
    };
    let recorder = Recorder::new();
    recorder.record(grid(2));
    let text = recorder.calls().check_once(grid(9)).unwrap_err().to_string();
    let headline = text.split("\n\n").next().unwrap();
    assert!(
        headline.contains("Grid { cells: {(0, 0): 0,") && headline.ends_with("found 0 of 1 recorded"),
        "{text}"
    );
    assert!(!headline.contains(": 9") && !headline.contains('\n'), "{text}");
}
