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

    /// It or nothing, after the closer look that it may take.
    ///
    /// # Errors
    ///
    /// Those of the closer look.
    pub fn or_look<E>(self, look: impl FnOnce() -> Result<Option<T>, E>) -> Result<Option<T>, E> {
        match self {
            Self::Nothing => Ok(None),
            Self::Is(found) => Ok(Some(found)),
            Self::Unclear => look(),
        }
    }
}
