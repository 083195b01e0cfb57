//! `Times`: the types that convert to it, the numbers that it contains, and its text form.

#![cfg(feature = "testing")]

use mock_messenger::Times;

const MAX: usize = usize::MAX;

#[test]
fn a_number_admits_itself_alone() {
    let three = Times::from(3);
    assert!(!three.contains(2));
    assert!(three.contains(3));
    assert!(!three.contains(4));
    assert_eq!((three.least(), three.most()), (3, Some(3)));
}

#[test]
fn a_range_with_its_end_admits_both_ends() {
    let times = Times::from(2..=4);
    assert_eq!(admitted(times), [2, 3, 4]);
    assert_eq!((times.least(), times.most()), (2, Some(4)));
}

#[test]
fn a_range_without_its_end_stops_before_it() {
    let times = Times::from(2..4);
    assert_eq!(admitted(times), [2, 3]);
    assert_eq!((times.least(), times.most()), (2, Some(3)));
}

#[test]
fn a_range_from_a_number_has_no_upper_end() {
    let times = Times::from(7..);
    assert_eq!(admitted(times), [7, 8, 9]);
    assert!(times.contains(MAX));
    assert_eq!((times.least(), times.most()), (7, None));
}

#[test]
fn a_range_up_to_a_number_starts_at_none() {
    assert_eq!(admitted(Times::from(..2)), [0, 1]);
    assert_eq!(admitted(Times::from(..=2)), [0, 1, 2]);
    assert_eq!((Times::from(..=2).least(), Times::from(..=2).most()), (0, Some(2)));
    assert_eq!(Times::from(..2).most(), Some(1));
}

#[test]
fn the_full_range_admits_every_number() {
    assert_eq!(admitted(Times::from(..)).len(), 10);
    assert!(Times::from(..).contains(MAX));
    assert_eq!((Times::from(..).least(), Times::from(..).most()), (0, None));
}

#[test]
#[allow(clippy::reversed_empty_ranges)]
fn a_range_that_is_empty_admits_nothing() {
    for empty in
        [Times::from(4..2), Times::from(4..=2), Times::from(2..2), Times::from(..0), Times::from(0..0)]
    {
        assert_eq!(admitted(empty), [0; 0], "{empty:?}");
        assert!(!empty.contains(MAX), "{empty:?}");
        assert_eq!(empty.to_string(), "no number at all");
    }
}

#[test]
fn a_range_that_was_iterated_to_its_end_admits_nothing() {
    let mut range = 2..=3;
    range.by_ref().for_each(drop);
    assert_eq!(admitted(Times::from(range)), [0; 0]);
}

#[test]
fn the_largest_numbers_are_numbers_like_any_other() {
    assert!(Times::from(MAX).contains(MAX));
    assert!(!Times::from(MAX).contains(MAX - 1));
    assert!(Times::from(MAX - 1..MAX).contains(MAX - 1));
    assert!(!Times::from(MAX - 1..MAX).contains(MAX));
    assert!(Times::from(MAX..=MAX).contains(MAX));
    assert!(Times::from(MAX..).contains(MAX));
}

#[test]
fn it_reads_as_one_would_say_it() {
    let read = [
        (Times::from(0), "exactly 0"),
        (Times::from(1), "exactly 1"),
        (Times::from(3..=3), "exactly 3"),
        (Times::from(3..4), "exactly 3"),
        (Times::from(..1), "exactly 0"),
        (Times::from(2..=4), "2 to 4"),
        (Times::from(2..4), "2 to 3"),
        (Times::from(..=4), "at most 4"),
        (Times::from(..4), "at most 3"),
        (Times::from(0..=4), "at most 4"),
        (Times::from(2..), "at least 2"),
        (Times::from(0..), "any number"),
        (Times::from(..), "any number"),
    ];
    for (times, words) in read {
        assert_eq!(times.to_string(), words);
    }
}

#[test]
fn ways_to_write_the_same_numbers_are_equal() {
    assert_eq!(Times::from(2..4), Times::from(2..=3));
    assert_eq!(Times::from(3..4), Times::from(3));
    assert_eq!(Times::from(0..), Times::from(..));
    assert_ne!(Times::from(3..), Times::from(3));
    assert_ne!(Times::from(..1), Times::from(..0));
}

/// Returns the numbers up to 9 that are contained.
fn admitted(times: Times) -> Vec<usize> {
    (0..10).filter(|count| times.contains(*count)).collect()
}
