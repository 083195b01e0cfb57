//! The limits of a report: what is bounded, by how much, and why.
//!
//! Whatever was recorded, a report should take less than a second in a debug build and a few megabytes, and fit a
//! screen or two. Each limit is the largest number that keeps the worst case within these bounds.
//! `MOCK_MESSENGER_FULL=1` lifts the limits on what is shown, but not those on what is computed.

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

/// The limits on what is shown, on what is compared, and on what is kept in memory, in this order.
pub(crate) struct Limits {
    /// The rows of a log that is not cut. More would not fit a screen with the rest of the report.
    pub(crate) rows: usize,
    /// The rows around a relevant row, and at either end of a cut log.
    pub(crate) rows_around: usize,
    /// The relevant rows, each shown with its neighbours. A cut log then has about forty rows at most.
    pub(crate) places: usize,
    /// The total number of lines of all texts of several lines. Each row has at least one.
    pub(crate) text_lines: usize,
    /// The lines of one text of several lines, unless it is compared.
    pub(crate) lines_of_text: usize,
    /// The number of rows up to which a wide text is shown in full below its location instead of being cut.
    pub(crate) whole_rows: usize,
    /// The altered entries that are shown beside their expectations. Others are shown with a summary.
    pub(crate) pairs_shown: usize,
    /// The indices, or runs of indices, in one phrase of a headline.
    pub(crate) indices_named: usize,
    /// The lines or fields that are compared for the closest entry.
    pub(crate) differences_shown: usize,
    /// The fields that are named below an altered row of a list.
    pub(crate) differences_in_row: usize,
    /// The notes on numbers and look-alikes after a summary.
    pub(crate) notes: usize,
    /// The columns that notes may take after the first.
    pub(crate) notes_width: usize,
    /// The characters of a word that are named by code point.
    pub(crate) characters_named: usize,
    /// The digits of the longest number that a note repeats.
    pub(crate) digits_named: usize,
    /// The columns of the name of a double.
    pub(crate) name_width: usize,
    /// The fewest columns that a value in a headline is cut to, so that the headline fits one line.
    pub(crate) headline_value: usize,
    /// The columns of the start of a cut text, which is shown since it may identify the entry.
    pub(crate) head_width: usize,
    /// The columns of equal text before a difference, in order of preference. Fewer columns leave room for more
    /// differences.
    pub(crate) leads: [usize; 4],
    /// The fewest columns that a text is cut to in favour of its location. Otherwise, the location is above the text.
    pub(crate) text_width: usize,
    /// The width of the widest text that the locations of all rows are aligned with.
    pub(crate) aligned_width: usize,
    /// The fewest columns that the value of a field is cut to.
    pub(crate) value_width: usize,
    /// The bytes of the longest line that is coloured. Longer ones, which only full reports have, have carets.
    pub(crate) coloured_bytes: usize,

    /// The pairs that are compared for an optimal alignment, or matched by a user's matcher: about 50 ms in a debug
    /// build for numbers, and 4 MB as a table.
    pub(crate) align_pairs: usize,
    /// The insertions and deletions that Myers' algorithm tries. Its trace takes 2 MB for as many.
    pub(crate) align_edits: usize,
    /// The pairs that are compared in each gap between two anchors. There may be thousands of gaps.
    pub(crate) anchor_gap_pairs: usize,
    /// The pairs of equal elements that vote for a window, for each distinct element. Frequent elements do not vote.
    pub(crate) window_votes: usize,
    /// The pairs of the largest gap of which all pairs are measured: 64 missing and 64 extra entries.
    pub(crate) gap_pairs: usize,
    /// The pairs of the largest gap of which long texts are measured in full.
    pub(crate) whole_pairs: usize,
    /// The pairs that are measured in all gaps together: half a second for calls in a debug build.
    pub(crate) measured_pairs: usize,
    /// The missing expectations for which the closest of very many entries is searched.
    pub(crate) searches: usize,
    /// The texts that these searches score in total: two passes over a log of 100,000.
    pub(crate) searched_texts: usize,
    /// The calls that these searches score in total. Each has to be formatted.
    pub(crate) searched_calls: usize,
    /// The calls that are scored to find the closest one to a single expectation, which takes half a second.
    pub(crate) scored_calls: usize,
    /// The best-scored entries, which are measured. The closest entry is missed only if as many others share more
    /// bigrams with the expected value.
    pub(crate) measured_entries: usize,
    /// The score that an entry needs to be measured. Unrelated English sentences score about 500, so this only rejects
    /// entries that share next to nothing.
    pub(crate) least_score: u32,
    /// The bytes of the longest text that is measured. The similarity of a longer one is estimated from a sample.
    pub(crate) long_text: usize,
    /// The bytes of that sample. Scoring all pairs of 64 long entries then reads 8 MB.
    pub(crate) sample: usize,
    /// The cells of an edit distance, the limit times the length: about a millisecond in a debug build.
    pub(crate) distance_cells: usize,
    /// The characters of the longest texts that are compared by their look.
    pub(crate) look_characters: usize,
    /// The bytes between the common ends of the longest texts that are aligned word by word: about 15,000 words, which
    /// take a few megabytes.
    pub(crate) word_diff_bytes: usize,
    /// The words or lines that are compared directly. If there are more, they are interned first.
    pub(crate) compared_tokens: usize,
    /// The lines of a `Debug` form that is read as a tree. A longer form is compared as text.
    pub(crate) tree_lines: usize,
    /// The deepest nesting that is read, since reading is recursive. Values below are leaves.
    pub(crate) tree_levels: usize,
    /// The unmatched elements of a list that are compared with each other, in quadratic time.
    pub(crate) paired_elements: usize,

    /// The pairs of an entry and a matcher whose results are kept in a table, of one byte each. Those of more pairs are
    /// kept in a map.
    pub(crate) table_pairs: usize,
    /// The samples of a long text that are hashed, spread over the text. Equal hashes are followed by a comparison.
    pub(crate) hash_samples: usize,
    /// The bytes of one of these samples.
    pub(crate) hash_sample: usize,
    /// The bytes of the longest `Debug` form. Longer forms are cut.
    pub(crate) form_bytes: usize,
    /// The entries of the longest log whose forms are cached. In longer logs, most forms are used once.
    pub(crate) cached_forms: usize,
    /// The bytes of cached forms, for each of four caches.
    pub(crate) cached_form_bytes: usize,
    /// The bytes of forms that are cached while pairs are measured: 64 forms of the largest length that is compared.
    pub(crate) pair_cache_bytes: usize,
}
