//! What comes of asking about many things at once.

/// What was found of one of them.
pub enum LookedUp<T> {
    /// There is none.
    Nothing,
    /// It.
    Is(T),
    /// It takes a closer look.
    Unclear,
}
