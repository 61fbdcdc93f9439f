//! What comes of asking about many things at once.

/// What was found of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookedUp<T> {
    /// There is none.
    Nothing,
    /// It.
    Is(T),
    /// It takes a closer look.
    Unclear,
}

impl<T> LookedUp<T> {
    /// What is known: it or nothing.
    pub fn known(found: Option<T>) -> Self {
        found.map_or(Self::Nothing, Self::Is)
    }
}
