//! The words that columns of messages hold.

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the customer.
    In,
    /// To the customer.
    Out,
}

impl Direction {
    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }

    pub(in crate::store) fn from_key(key: &str) -> Option<Self> {
        [Self::In, Self::Out].into_iter().find(|direction| direction.key() == key)
    }
}

/// What can happen to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EarlyKind {
    /// It got further, or failed: the status, as WhatsApp names it.
    Status(String),
    /// It was rewritten.
    Edit,
    /// It was deleted.
    Revoke,
}

impl EarlyKind {
    /// Each status is kept by itself: which of two outranks the other isn't the store's to say.
    pub(in crate::store) fn key(&self) -> String {
        match self {
            Self::Status(status) => format!("status {status}"),
            Self::Edit => "edit".to_owned(),
            Self::Revoke => "revoke".to_owned(),
        }
    }

    pub(in crate::store) fn from_key(key: &str) -> Option<Self> {
        match (key.strip_prefix("status "), key) {
            (Some(status), _) => Some(Self::Status(status.to_owned())),
            (None, "edit") => Some(Self::Edit),
            (None, "revoke") => Some(Self::Revoke),
            (None, _) => None,
        }
    }
}
