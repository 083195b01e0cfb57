//! Words a predicate of the crate `predicates` the way a reader would: `contains "90%"` for `var.contains(90%)`.

use std::fmt::Write as _;

use predicates::reflection::PredicateReflection;

/// Whether a phrase follows a singular or a plural noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Singular,
    Plural,
}

/// The meaning of a predicate.
#[derive(Debug)]
pub(super) enum PredicatePhrase {
    /// A verb in the third person singular with its infinitive, and the object.
    Verb {
        singular: &'static str,
        infinitive: &'static str,
        object: String,
    },
    /// An adjective, used with "is" or "are".
    Is(String),
    Not(Box<PredicatePhrase>),
    Both(&'static str, Box<PredicatePhrase>, Box<PredicatePhrase>),
}

impl PredicatePhrase {
    /// Returns `None` for a predicate that is not a common one. Its `Display` form is all there is to show.
    pub(super) fn of(predicate: &dyn PredicateReflection) -> Option<Self> {
        let display = predicate.to_string();
        let mut children = predicate.children();
        match (children.next(), children.next(), children.next()) {
            (None, ..) => Self::of_leaf(predicate, &display),
            (Some(only), None, _) => {
                let inner = only.value();
                let is_not = display == format!("(! {inner})");
                is_not.then(|| Self::of(inner))?.map(|inner| Self::Not(Box::new(inner)))
            }
            (Some(left), Some(right), None) => {
                let (left, right) = (left.value(), right.value());
                let word = if display == format!("({left} && {right})") {
                    "and"
                } else if display == format!("({left} || {right})") {
                    "or"
                } else {
                    return None;
                };
                Some(Self::Both(word, Box::new(Self::of(left)?), Box::new(Self::of(right)?)))
            }
            _ => None,
        }
    }

    fn of_leaf(predicate: &dyn PredicateReflection, display: &str) -> Option<Self> {
        let expression = display.strip_prefix("var")?;
        if let Some(pattern) = argument(expression, ".contains(") {
            let mut object = format!("{pattern:?}");
            if let Some(count) = predicate.parameters().find(|parameter| parameter.name() == "count") {
                let _ = write!(object, " exactly {} times", count.value());
            }
            return Some(Self::Verb { singular: "contains", infinitive: "contain", object });
        }
        // The crate quotes these patterns already.
        for (call, singular, infinitive) in
            [(".starts_with(", "starts with", "start with"), (".ends_with(", "ends with", "end with")]
        {
            if let Some(pattern) = argument(expression, call) {
                return Some(Self::Verb { singular, infinitive, object: pattern.to_owned() });
            }
        }
        if expression == ".is_empty()" {
            return Some(Self::Is("empty".to_owned()));
        }
        let comparisons = [
            (" == ", "equal to"),
            (" != ", "not equal to"),
            (" <= ", "at most"),
            (" >= ", "at least"),
            (" < ", "less than"),
            (" > ", "greater than"),
        ];
        comparisons.into_iter().find_map(|(operator, words)| {
            let value = expression.strip_prefix(operator)?;
            Some(Self::Is(format!("{words} {value}")))
        })
    }

    /// Returns the `Debug` form of the only value that the predicate accepts, if it is `eq`.
    ///
    /// `pretty` asks for the form with one line per field.
    pub(super) fn expected_form(predicate: &dyn PredicateReflection, pretty: bool) -> Option<String> {
        if predicate.children().next().is_some() {
            return None;
        }
        let display = if pretty { format!("{predicate:#}") } else { predicate.to_string() };
        display.strip_prefix("var == ").map(str::to_owned)
    }

    /// Returns the phrase as it follows a noun: `that contains "90%"`.
    pub(super) fn after_noun(&self, number: Number) -> String {
        match self {
            Self::Is(adjective) if adjective.starts_with("equal to ") => adjective.clone(),
            _ => format!("that {}", self.clause(number)),
        }
    }

    /// Returns the phrase without a subject: `contains "90%"`.
    pub(super) fn clause(&self, number: Number) -> String {
        match self {
            Self::Verb { singular, infinitive, object } => {
                let verb = if number == Number::Plural { infinitive } else { singular };
                format!("{verb} {object}")
            }
            Self::Is(adjective) if number == Number::Plural => format!("are {adjective}"),
            Self::Is(adjective) => format!("is {adjective}"),
            Self::Not(inner) => inner.negated(number),
            Self::Both(word, left, right) => {
                format!("{} {word} {}", left.part(word, number), right.part(word, number))
            }
        }
    }

    fn negated(&self, number: Number) -> String {
        let is_plural = number == Number::Plural;
        match self {
            Self::Verb { infinitive, object, .. } => {
                format!("{} not {infinitive} {object}", if is_plural { "do" } else { "does" })
            }
            Self::Is(adjective) => format!("{} not {adjective}", if is_plural { "are" } else { "is" }),
            Self::Not(inner) => inner.clause(number),
            Self::Both(..) => format!("not ({})", self.clause(number)),
        }
    }

    /// Returns the phrase as a part of a longer one, in parentheses if "and" and "or" would be ambiguous.
    fn part(&self, outer: &str, number: Number) -> String {
        match self {
            Self::Both(word, ..) if *word != outer => format!("({})", self.clause(number)),
            _ => self.clause(number),
        }
    }
}

fn argument<'e>(expression: &'e str, call: &str) -> Option<&'e str> {
    expression.strip_prefix(call)?.strip_suffix(')')
}

/// Returns the text of a string literal as `Debug` prints it.
pub(super) fn unquoted(literal: &str) -> Option<String> {
    let mut chars = literal.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut text = String::new();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        text.push(match chars.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            'u' => {
                let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
            }
            other => other,
        });
    }
    Some(text)
}
