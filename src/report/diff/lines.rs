//! Differences between texts of several lines: the differing lines, and properties of the whole text, such as its line
//! ends, indentation and case.

use std::ops::Range;

use crate::report::diff::similarity::common_ends;
use crate::report::diff::text_diff::TextDiff;
use crate::report::render::escape;

/// The lines between the common start and end of two texts.
pub(crate) struct LineRange {
    pub(crate) expected: Range<usize>,
    pub(crate) found: Range<usize>,
    /// The number of the first of these lines.
    pub(crate) first: usize,
    /// The number of lines of the whole expected text.
    pub(crate) total: usize,
}

impl LineRange {
    pub(crate) fn of(expected: &str, found: &str) -> Self {
        let (prefix, suffix) = common_ends(expected, found);
        let start = expected[..prefix].rfind('\n').map_or(0, |end| end + 1);
        let line_ends = |text: &str| text.matches('\n').count();
        // Only whole lines of the common end count.
        let common = match expected[expected.len() - suffix..].find('\n') {
            Some(end) if end + 1 < suffix => suffix - end - 1,
            _ => 0,
        };
        let total = line_ends(expected.strip_suffix('\n').unwrap_or(expected)) + 1;
        let ends = (expected.len() - common, found.len() - common);
        let (first, start) =
            if start <= ends.0.min(ends.1) { (line_ends(&expected[..start]) + 1, start) } else { (1, 0) };
        Self { expected: start..ends.0, found: start..ends.1, first, total }
    }

    /// Returns the lines of one of the texts. A final line end terminates the last line.
    pub(crate) fn lines<'t>(&self, text: &'t str, range: Range<usize>) -> Vec<&'t str> {
        if range.is_empty() && (range.start > 0 || self.total > 1) {
            return Vec::new();
        }
        let text = &text[range];
        text.strip_suffix('\n').unwrap_or(text).split('\n').collect()
    }

    /// Returns a line of the expected text by its number. `lines` are the lines in the range.
    pub(crate) fn line<'t>(&self, expected: &'t str, lines: &[&'t str], number: usize) -> Option<&'t str> {
        if number < self.first {
            return expected[..self.expected.start].strip_suffix('\n')?.rsplit('\n').next();
        }
        match lines.get(number - self.first) {
            Some(line) => Some(line),
            None if self.expected.end < expected.len() => expected[self.expected.end..].split('\n').next(),
            None => None,
        }
    }
}

/// A difference that is a property of a whole text of several lines.
pub(crate) enum Whole {
    MissingFinalLineEnd,
    ExtraFinalLineEnd,
    LineEnds,
    Indentation,
    WhiteSpace,
    Case,
}

impl Whole {
    /// Compares two texts, whose differing lines are `a` and `b`.
    pub(crate) fn between(expected: &str, found: &str, a: &str, b: &str) -> Option<Self> {
        let without_returns = |text: &str| text.replace("\r\n", "\n");
        let trimmed = |text: &str| text.lines().map(|line| line.trim_start().to_owned()).collect::<Vec<_>>();
        if expected.strip_suffix('\n') == Some(found) {
            Some(Self::MissingFinalLineEnd)
        } else if found.strip_suffix('\n') == Some(expected) {
            Some(Self::ExtraFinalLineEnd)
        } else if without_returns(a) == without_returns(b) {
            Some(Self::LineEnds)
        } else if trimmed(a) == trimmed(b) {
            Some(Self::Indentation)
        } else if a.split_whitespace().eq(b.split_whitespace()) {
            Some(Self::WhiteSpace)
        } else if a.to_lowercase() == b.to_lowercase() {
            Some(Self::Case)
        } else {
            None
        }
    }

    pub(crate) fn in_words(&self, verb: &str) -> String {
        match self {
            Self::MissingFinalLineEnd => {
                format!("the final line end is missing in what was {verb}")
            }
            Self::ExtraFinalLineEnd => {
                format!("what was {verb} has a line end too many at the end")
            }
            Self::LineEnds => "only white space differs: line ends, CRLF and LF".to_owned(),
            Self::Indentation => "only white space differs: indentation".to_owned(),
            Self::WhiteSpace => "only white space differs".to_owned(),
            Self::Case => "only upper and lower case differ".to_owned(),
        }
    }
}

/// Describes the difference between two string literals, if it is hard to see in them: in white space, in case, or in
/// characters that look alike.
pub(crate) fn literals_in_words(expected: &str, found: &str, verb: &str) -> Option<String> {
    let (expected, found) = (text_of_literal(expected)?, text_of_literal(found)?);
    if escape::is_multi_line(&expected) || escape::is_multi_line(&found) {
        let range = LineRange::of(&expected, &found);
        let (a, b) = (&expected[range.expected], &found[range.found]);
        if let Some(whole) = Whole::between(&expected, &found, a, b) {
            return Some(whole.in_words(verb));
        }
    }
    let difference = TextDiff::between(&expected, &found);
    let names_code_points = difference.notes().iter().any(|note| note.contains("U+"));
    (difference.is_invisible() || names_code_points).then(|| difference.summary(&expected))
}

/// Returns the text that a string or character literal denotes, or `None` for any other form.
pub(crate) fn text_of_literal(form: &str) -> Option<String> {
    let quote = form.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = form.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c == quote {
            return None;
        }
        if c != '\\' {
            text.push(c);
            continue;
        }
        text.push(match chars.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '0' => '\0',
            'u' => {
                let rest = chars.as_str().strip_prefix('{')?;
                let (digits, after) = rest.split_once('}')?;
                chars = after.chars();
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
            }
            escaped => escaped,
        });
    }
    Some(text)
}
