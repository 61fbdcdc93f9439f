//! What stops a campaign's run from outside: all of it lies in the template, which lives on beside it.

use std::fmt;

/// Why a campaign can't go on for now. Nothing is lost: it goes on when that is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stop {
    /// The template was removed.
    TemplateRemoved,
    /// The template can't be sent for now, or not any more.
    TemplateNotApproved,
    /// The template has other variables than it had.
    TemplateChanged,
}

impl Stop {
    /// Every reason.
    pub const ALL: [Self; 3] =
        [Self::TemplateRemoved, Self::TemplateNotApproved, Self::TemplateChanged];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TemplateRemoved => "template-removed",
            Self::TemplateNotApproved => "template-not-approved",
            Self::TemplateChanged => "template-changed",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stop| stop.key() == key)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::TemplateRemoved => "its template was removed",
            Self::TemplateNotApproved => "its template is not approved now",
            Self::TemplateChanged => "its template has other variables by now",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Stop;

    #[test]
    fn reasons_have_names() {
        for stop in Stop::ALL {
            assert_eq!(Stop::from_key(stop.key()), Some(stop));
        }
    }
}
