//! Who runs the program: on whose behalf, how that member was chosen, and who really sits there.

/// How the acting member was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// By `--as`.
    Flag,
    /// By the environment.
    Environment,
    /// Nobody was named: the workspace's first active owner.
    Default,
    /// By the key that signed in, which leaves no choice.
    Key,
}

impl Via {
    /// As the audit has it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Flag => "--as",
            Self::Environment => "environment",
            Self::Default => "default",
            Self::Key => "key",
        }
    }
}

/// Who really ran it.
#[derive(Debug, Clone)]
pub enum Operator {
    /// The system's user and host, asked for when something is recorded.
    System(fn() -> String),
    /// A name from outside, such as the fingerprint of the key that signed in.
    Named(String),
}

/// Who runs the program.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The acting member's email; `None` for the first active owner.
    pub actor: Option<String>,
    /// How they were chosen.
    pub via: Via,
    /// Who really ran it.
    pub operator: Operator,
}

impl Caller {
    /// The first active owner, run by the program itself under that name.
    #[must_use]
    pub fn owner(operator: &str) -> Self {
        let operator = Operator::Named(operator.to_owned());
        Self { actor: None, via: Via::Default, operator }
    }

    /// That member, run by the program itself under that name.
    #[must_use]
    pub fn member(email: &str, operator: &str) -> Self {
        let operator = Operator::Named(operator.to_owned());
        Self { actor: Some(email.to_owned()), via: Via::Flag, operator }
    }

    /// The operator's name, for the audit.
    #[must_use]
    pub fn operator(&self) -> String {
        match &self.operator {
            Operator::System(ask) => ask(),
            Operator::Named(name) => name.clone(),
        }
    }
}
