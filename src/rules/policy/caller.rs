//! Who runs the program: on whose behalf, how that member was chosen, and who really sits there.

use crate::rules::workspace::sign_in::PublicKey;

/// How the acting member was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// By `--as`.
    Flag,
    /// By the environment.
    Environment,
    /// By the configuration file.
    Configuration,
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
            Self::Configuration => "configuration",
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

/// Somebody who tries a code.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The key that they signed in with, if it is nobody's yet. It is theirs from then on.
    pub key: Option<PublicKey>,
    /// What their wrong codes are counted by, such as `address 192.0.2.7`.
    pub counted_by: Vec<String>,
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
    /// As what they try a code, where they came by a connection.
    pub visitor: Option<Visitor>,
    /// Whether they set the clock by hand.
    pub clock_is_set: bool,
}

impl Caller {
    /// Whether they signed in with a key that is nobody's: such a caller acts for no member.
    #[must_use]
    pub fn is_stranger(&self) -> bool {
        self.via == Via::Key && self.actor.is_none()
    }

    /// As what they try a code: on this machine, as its user.
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        self.visitor.clone().unwrap_or_else(|| Visitor {
            key: None,
            counted_by: vec![format!("user {}", self.operator())],
        })
    }

    /// The first active owner, run by the program itself under that name.
    #[must_use]
    pub fn owner(operator: &str) -> Self {
        let operator = Operator::Named(operator.to_owned());
        Self { actor: None, via: Via::Default, operator, visitor: None, clock_is_set: false }
    }

    /// That member, run by the program itself under that name.
    #[must_use]
    pub fn member(email: &str, operator: &str) -> Self {
        let operator = Operator::Named(operator.to_owned());
        let actor = Some(email.to_owned());
        Self { actor, via: Via::Flag, operator, visitor: None, clock_is_set: false }
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
