//! The columns of a list.

/// A column, as it is described once for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The field's name in data: a contract with scripts.
    pub field: &'static str,
    /// How soon it goes where the terminal is narrow; 0 stays.
    pub rank: u8,
}

impl Column {
    /// A column for that field, which stays on the narrowest terminal.
    #[must_use]
    pub const fn new(field: &'static str) -> Self {
        Self { field, rank: 0 }
    }

    /// For what people are called.
    #[must_use]
    pub const fn name(field: &'static str) -> Self {
        Self::new(field)
    }

    /// For what is there to be looked up, such as an ID or a time.
    #[must_use]
    pub const fn faint(field: &'static str) -> Self {
        Self::new(field)
    }

    /// The same, leaving the sooner the greater its rank is.
    #[must_use]
    pub const fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }
}
