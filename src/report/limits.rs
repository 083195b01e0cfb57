//! The limits of a report, with the reason for each.
//!
//! Whatever was recorded, a report should take less than a second in a debug build and a few megabytes, and fit a
//! screen or two. Each limit is the largest number that keeps the worst case within these bounds.
//! `MOCK_MESSENGER_FULL=1` disables the limits on the output, but not those on the computation.

/// The limits of all reports.
pub(crate) const LIMITS: Limits = Limits {
    rows: 20,
    rows_around: 2,
    places: 5,
    text_lines: 48,
    lines_of_text: 8,
    whole_rows: 4,
    pairs_shown: 5,
    indices_named: 8,
    differences_shown: 6,
    differences_in_row: 3,
    notes: 3,
    notes_width: 78,
    characters_named: 4,
    digits_named: 24,
    name_width: 30,
    headline_value: 24,
    head_width: 36,
    leads: [40, 24, 12, 6],
    text_width: 36,
    aligned_width: 72,
    value_width: 16,
    coloured_bytes: 1_000,
    align_pairs: 1_000_000,
    align_edits: 500,
    anchor_gap_pairs: 4_096,
    window_votes: 64,
    gap_pairs: 4_096,
    whole_pairs: 4,
    measured_pairs: 4_096,
    searches: 4,
    searched_texts: 200_000,
    searched_calls: 50_000,
    scored_calls: 100_000,
    measured_entries: 8,
    least_score: 250,
    long_text: 16_384,
    sample: 1_024,
    distance_cells: 50_000,
    look_characters: 512,
    word_diff_bytes: 65_536,
    compared_tokens: 1_000,
    tree_lines: 20_000,
    tree_levels: 128,
    paired_elements: 32,
    table_pairs: 1_000_000,
    hash_samples: 64,
    hash_sample: 64,
    form_bytes: 1 << 20,
    cached_forms: 20_000,
    cached_form_bytes: 1 << 20,
    pair_cache_bytes: 64 * 16_384,
};

/// The limits on the output, on comparisons and on memory, in this order.
pub(crate) struct Limits {
    /// The maximum number of rows of a log that is shown whole. More rows would not fit on a screen with the rest of the
    /// report.
    pub(crate) rows: usize,
    /// The number of rows to show around a relevant row, and at either end of a cut log.
    pub(crate) rows_around: usize,
    /// The maximum number of relevant rows, each shown with its neighbours. A cut log then has at most about forty rows.
    pub(crate) places: usize,
    /// The maximum total number of lines of all multi-line texts. Each text has at least one line.
    pub(crate) text_lines: usize,
    /// The maximum number of lines of one multi-line text that is not compared with another.
    pub(crate) lines_of_text: usize,
    /// The number of rows up to which a wide text is shown in full below its location instead of being cut.
    pub(crate) whole_rows: usize,
    /// The maximum number of altered entries to show with their expectations. Others are shown with a summary.
    pub(crate) pairs_shown: usize,
    /// The maximum number of indices, or runs of indices, in one phrase of a headline.
    pub(crate) indices_named: usize,
    /// The maximum number of lines or fields to show for the closest entry.
    pub(crate) differences_shown: usize,
    /// The maximum number of fields to name below an altered row of a list.
    pub(crate) differences_in_row: usize,
    /// The maximum number of notes on numbers and look-alikes after a summary.
    pub(crate) notes: usize,
    /// The maximum number of columns of the notes after the first.
    pub(crate) notes_width: usize,
    /// The maximum number of characters of a word to name by code point.
    pub(crate) characters_named: usize,
    /// The maximum number of digits of a number that a note quotes.
    pub(crate) digits_named: usize,
    /// The maximum number of columns of the name of a double.
    pub(crate) name_width: usize,
    /// The minimum number of columns of a value that is shortened so that the headline fits on one line.
    pub(crate) headline_value: usize,
    /// The number of columns of the start of a cut text, which is shown because it often identifies the entry.
    pub(crate) head_width: usize,
    /// The columns of equal text before a difference, in order of preference. Fewer columns leave room for more
    /// differences.
    pub(crate) leads: [usize; 4],
    /// The minimum number of columns of a text with its location on the same line. If there is less room, the location
    /// is above the text.
    pub(crate) text_width: usize,
    /// The maximum width of a text that affects the column of the locations.
    pub(crate) aligned_width: usize,
    /// The minimum number of columns of the value of a field.
    pub(crate) value_width: usize,
    /// The maximum number of bytes of a line that is coloured. Longer lines, which occur only in full reports, have
    /// carets.
    pub(crate) coloured_bytes: usize,

    /// The maximum number of pairs to compare for an optimal alignment, or to pass to matchers. For numbers, this takes
    /// about 50 ms in a debug build, and the table takes 4 MB.
    pub(crate) align_pairs: usize,
    /// The maximum number of insertions and deletions in Myers' algorithm. At this limit, its trace takes 2 MB.
    pub(crate) align_edits: usize,
    /// The maximum number of pairs to compare in each gap between two anchors. There may be thousands of gaps.
    pub(crate) anchor_gap_pairs: usize,
    /// The maximum number of pairs of equal elements, for each distinct element, that vote for a window. More frequent
    /// elements do not vote.
    pub(crate) window_votes: usize,
    /// The maximum number of pairs in a gap of which all pairs are measured: 64 missing and 64 extra entries.
    pub(crate) gap_pairs: usize,
    /// The maximum number of pairs in a gap of which long texts are measured in full.
    pub(crate) whole_pairs: usize,
    /// The maximum number of pairs to measure in all gaps together. For calls, this takes half a second in a debug build.
    pub(crate) measured_pairs: usize,
    /// The maximum number of missing expectations for which to search a large gap for the closest entry.
    pub(crate) searches: usize,
    /// The maximum number of texts that these searches score in total: two passes over a log of 100,000 entries.
    pub(crate) searched_texts: usize,
    /// The maximum number of calls that these searches score in total. Each has to be formatted.
    pub(crate) searched_calls: usize,
    /// The maximum number of calls to score in the search for the closest one to a single expectation, which takes half
    /// a second.
    pub(crate) scored_calls: usize,
    /// The number of entries with the best scores to measure. The closest entry is missed only if as many others share
    /// more bigrams with the expected value.
    pub(crate) measured_entries: usize,
    /// The minimum score of an entry to measure. Unrelated English sentences score about 500, so this rejects only
    /// entries that have almost nothing in common with the expectation.
    pub(crate) least_score: u32,
    /// The maximum number of bytes of a text that is measured in full. The similarity of a longer text is estimated from
    /// a sample.
    pub(crate) long_text: usize,
    /// The number of bytes of that sample. Scoring all pairs of 64 long entries then reads 8 MB.
    pub(crate) sample: usize,
    /// The maximum number of cells in the table of an edit distance, which takes about a millisecond in a debug build.
    pub(crate) distance_cells: usize,
    /// The maximum number of characters of a text that is searched for look-alikes.
    pub(crate) look_characters: usize,
    /// The maximum number of bytes, without common ends, of a text that is aligned word by word: about 15,000 words, which
    /// take a few megabytes.
    pub(crate) word_diff_bytes: usize,
    /// The maximum number of words or lines to compare directly. If there are more, they are interned first.
    pub(crate) compared_tokens: usize,
    /// The maximum number of lines of a `Debug` form that is parsed into a tree. A longer form is compared as text.
    pub(crate) tree_lines: usize,
    /// The maximum depth of that tree, because the parser is recursive. Deeper values are leaves.
    pub(crate) tree_levels: usize,
    /// The maximum number of unmatched elements of a list to compare with each other, in quadratic time.
    pub(crate) paired_elements: usize,

    /// The maximum number of pairs of an entry and a matcher whose results are cached, in a table with one byte per pair.
    /// For more pairs, a map is used.
    pub(crate) table_pairs: usize,
    /// The number of samples of a long text to hash, spread over the text. If the hashes are equal, the texts are
    /// compared.
    pub(crate) hash_samples: usize,
    /// The number of bytes of each of these samples.
    pub(crate) hash_sample: usize,
    /// The maximum number of bytes of a `Debug` form. Longer forms are cut.
    pub(crate) form_bytes: usize,
    /// The maximum number of entries of a log whose forms are cached. In longer logs, most forms are used once.
    pub(crate) cached_forms: usize,
    /// The maximum number of bytes of each of the four caches of forms.
    pub(crate) cached_form_bytes: usize,
    /// The maximum number of bytes of the cache of forms while pairs are measured: 64 forms of the maximum length that is
    /// measured in full.
    pub(crate) pair_cache_bytes: usize,
}
