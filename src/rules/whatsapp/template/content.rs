//! What a template is made of. The texts are the workspace's own, as they were typed: whether they are
//! within `WhatsApp`'s limits is `check`'s to say.

use std::fmt;

/// What a template is for, which decides how it is reviewed and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// Offers and news.
    Marketing,
    /// What follows from something that the customer did: orders, appointments, payments.
    Utility,
    /// Codes to log in with.
    Authentication,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 3] = [Self::Marketing, Self::Utility, Self::Authentication];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Marketing => "marketing",
            Self::Utility => "utility",
            Self::Authentication => "authentication",
        }
    }

    /// The category of that name, whatever the case: `WhatsApp` shouts it.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.key().eq_ignore_ascii_case(key))
    }
}

impl fmt::Display for Category {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// What stands above a template's body instead of a text. What is shown there is given when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A file.
    Document,
    /// A place.
    Location,
}

impl Media {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Image, Self::Video, Self::Document, Self::Location];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Document => "document",
            Self::Location => "location",
        }
    }

    /// The one of that name, whatever the case.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.key().eq_ignore_ascii_case(key))
    }
}

/// What stands above a template's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    /// A line of text, with at most one variable.
    Text(String),
    /// Something to look at.
    Media(Media),
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ButtonKind {
    /// Sends its text back.
    QuickReply,
    /// Opens a page; the address may end in a variable.
    Url,
    /// Calls a number.
    Phone,
}

impl ButtonKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::QuickReply, Self::Url, Self::Phone];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::QuickReply => "quick-reply",
            Self::Url => "url",
            Self::Phone => "phone",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A button below a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it does.
    pub kind: ButtonKind,
    /// What stands on it.
    pub text: String,
    /// The page's address, or the number; `None` for a quick reply.
    pub target: Option<String>,
}

/// One version of a template, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What it is for.
    pub category: Category,
    /// What stands above the body.
    pub header: Option<Header>,
    /// The message, with its variables.
    pub body: String,
    /// What stands below it, small.
    pub footer: Option<String>,
    /// At most ten.
    pub buttons: Vec<Button>,
}

impl Content {
    /// Nothing but a body.
    #[must_use]
    pub fn of(category: Category, body: impl Into<String>) -> Self {
        Self { category, header: None, body: body.into(), footer: None, buttons: Vec::new() }
    }
}
