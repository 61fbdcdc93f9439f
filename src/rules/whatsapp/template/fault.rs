//! What can be wrong with a template, and where. The words stand here because each is about one limit;
//! how they are printed is `cli::error`'s.

use std::fmt;

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Its name.
    Name,
    /// What stands above the body.
    Header,
    /// The message itself.
    Body,
    /// What stands below it.
    Footer,
    /// All buttons together.
    Buttons,
    /// What stands on a button, counted from 1.
    ButtonText(usize),
    /// Where a button leads, counted from 1.
    ButtonTarget(usize),
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => formatter.write_str("name"),
            Self::Header => formatter.write_str("header"),
            Self::Body => formatter.write_str("body"),
            Self::Footer => formatter.write_str("footer"),
            Self::Buttons => formatter.write_str("buttons"),
            Self::ButtonText(number) => write!(formatter, "text of button {number}"),
            Self::ButtonTarget(number) => write!(formatter, "target of button {number}"),
        }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing.
    Empty,
    /// There is more than that many characters.
    TooLong {
        /// The most.
        limit: usize,
        /// How many there are.
        found: usize,
    },
    /// A character that can't stand in a name.
    NameCharacter,
    /// A character that isn't shown but obeyed.
    ControlCharacter,
    /// A line ends where there can be one line only.
    LineBreak,
    /// Braces that enclose neither a number from 1 nor a name.
    MalformedVariable,
    /// A variable where there can be none.
    VariableNotAllowed,
    /// A second variable where there can be one.
    SecondVariable,
    /// The number of a header's or an address's only variable isn't 1.
    NotTheFirst,
    /// Numbers and names side by side.
    MixedVariables,
    /// A number whose predecessor is missing.
    Gap {
        /// The number that is missing.
        missing: u32,
    },
    /// A variable at the very beginning.
    VariableAtBeginning,
    /// A variable at the very end.
    VariableAtEnd,
    /// Two variables with nothing between them.
    AdjacentVariables,
    /// An address whose variable isn't its end.
    VariableInside,
    /// More than so many buttons, of one kind or of all.
    TooManyButtons {
        /// The most.
        limit: usize,
        /// Of which kind, as a plural.
        kind: &'static str,
    },
    /// Quick replies that stand apart from each other.
    ScatteredQuickReplies,
    /// A button without the address or number that it leads to.
    MissingTarget,
    /// A quick reply that leads somewhere.
    NeedlessTarget,
    /// What should be an address isn't one.
    NotAnAddress,
    /// What should be a number isn't one.
    NotANumber,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Empty => "is empty",
            Self::TooLong { limit, found } => {
                return write!(formatter, "has {found} characters, and {limit} is the most");
            }
            Self::NameCharacter => {
                "has a character that is no lower-case letter, digit or underscore"
            }
            Self::ControlCharacter => "has a control character",
            Self::LineBreak => "goes on in a second line, and can have one only",
            Self::MalformedVariable => {
                "has braces that are no variable: one looks like `{{1}}` or `{{first_name}}`"
            }
            Self::VariableNotAllowed => "has a variable, and can't have one",
            Self::SecondVariable => "has a second variable, and can have one only",
            Self::NotTheFirst => "has one variable, whose number can only be 1",
            Self::MixedVariables => {
                "has variables with numbers and variables with names: take one kind"
            }
            Self::Gap { missing } => {
                return write!(formatter, "has this variable without `{{{{{missing}}}}}`");
            }
            Self::VariableAtBeginning => "begins with a variable: put a word before it",
            Self::VariableAtEnd => "ends with a variable: put a word behind it",
            Self::AdjacentVariables => "has two variables with nothing between them",
            Self::VariableInside => "has its variable inside: it can only be its end",
            Self::TooManyButtons { limit, kind } => {
                return write!(formatter, "have more than {limit} {kind}");
            }
            Self::ScatteredQuickReplies => {
                "have quick replies apart from each other: put them side by side"
            }
            Self::MissingTarget => "is missing",
            Self::NeedlessTarget => "is given, and a quick reply has none",
            Self::NotAnAddress => "is no address that begins with `https://` or `http://`",
            Self::NotANumber => "is no phone number with a plus and the country code",
        };
        formatter.write_str(text)
    }
}

/// One thing that is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// In which part.
    pub part: Part,
    /// At which character of it, counted from 1; `None` where it is the part as a whole.
    pub at: Option<usize>,
    /// What.
    pub problem: Problem,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, at, problem } = self;
        match at {
            Some(at) => write!(formatter, "`{part}`, character {at}: {problem}"),
            None => write!(formatter, "`{part}` {problem}"),
        }
    }
}
