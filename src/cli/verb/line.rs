//! A line of what is told before a change, and what it asks for.

/// One line of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What would happen.
    pub text: String,
    /// What it asks for.
    pub ask: Ask,
}

/// What must be answered to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Nothing.
    No,
    /// A yes: people lose something. To protect customers by a mask is asked about by nobody.
    Loss,
    /// A yes.
    Yes,
    /// That word, typed: a yes is too quick.
    Typed(String),
}

impl Line {
    /// Something that needs no question.
    pub const fn told(text: String) -> Self {
        Self { text, ask: Ask::No }
    }

    /// Something that is asked about.
    pub const fn asked(text: String) -> Self {
        Self { text, ask: Ask::Yes }
    }

    /// Something that people lose.
    pub const fn loss(text: String) -> Self {
        Self { text, ask: Ask::Loss }
    }
}
