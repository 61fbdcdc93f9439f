//! Single values of a payload, and what is wrong with them.

use super::tolerant::{Leaf, List, Part};

/// What is wrong with one key; the place is added by whoever knows it.
pub(in crate::formats) struct Fault {
    /// What to add to the pointer of the thing that was read, such as `/timestamp`.
    pub below: String,
    /// One lower-case sentence, keys in backticks.
    pub problem: String,
    /// What helps; empty where only the file can be at fault.
    pub hint: &'static str,
}

impl Fault {
    pub(in crate::formats) fn new(
        below: &str,
        problem: impl Into<String>,
        hint: &'static str,
    ) -> Self {
        Self { below: below.to_owned(), problem: problem.into(), hint }
    }

    fn wrong_kind(key: &str, wanted: &str) -> Self {
        Self::new(&format!("/{key}"), format!("`{key}` is not {wanted}"), "")
    }

    /// The same fault seen from one level up.
    pub(in crate::formats) fn under(mut self, key: &str) -> Self {
        self.below = format!("/{key}{}", self.below);
        self
    }
}

/// The text under `key`, if there is any.
pub(in crate::formats) fn optional<'l>(
    leaf: &'l Leaf<'_>,
    key: &str,
) -> Result<Option<&'l str>, Fault> {
    if leaf.is_odd() {
        return Err(Fault::wrong_kind(key, "text"));
    }
    Ok(leaf.text())
}

/// The text under `key`, which must be there.
pub(in crate::formats) fn required<'l>(leaf: &'l Leaf<'_>, key: &str) -> Result<&'l str, Fault> {
    optional(leaf, key)?.ok_or_else(|| Fault::new("", format!("`{key}` is missing"), ""))
}

/// The object under `key`, if there is one.
pub(in crate::formats) fn object<'p, T>(
    part: &'p Part<T>,
    key: &str,
) -> Result<Option<&'p T>, Fault> {
    if part.is_odd() {
        return Err(Fault::wrong_kind(key, "an object"));
    }
    Ok(part.get())
}

/// The elements under `key`; none if it is not there.
pub(in crate::formats) fn list<'l, T>(
    list: &'l List<T>,
    key: &str,
) -> Result<&'l [Part<T>], Fault> {
    if list.is_odd() {
        return Err(Fault::wrong_kind(key, "a list"));
    }
    Ok(list.items())
}

/// The text, for keeping.
pub(in crate::formats) fn owned(leaf: &Leaf<'_>) -> Option<String> {
    leaf.text().map(str::to_owned)
}
