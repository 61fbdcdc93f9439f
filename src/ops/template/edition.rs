//! What an edit leaves as it is, and what it puts in its place.

use crate::rules::whatsapp::template::{Button, Category, Content, Header};

/// What is to be different. `None` leaves a part as it is; an inner `None` takes it away.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// What it is for.
    pub category: Option<Category>,
    /// What stands above the body.
    pub header: Option<Option<Header>>,
    /// The message.
    pub body: Option<String>,
    /// What stands below it.
    pub footer: Option<Option<String>>,
    /// All the buttons.
    pub buttons: Option<Vec<Button>>,
    /// Whether it is everybody's.
    pub is_shared: Option<bool>,
}

impl Edition {
    /// What a template says after it.
    #[must_use]
    pub fn applied_to(&self, content: &Content) -> Content {
        Content {
            category: self.category.unwrap_or(content.category),
            header: self.header.clone().unwrap_or_else(|| content.header.clone()),
            body: self.body.clone().unwrap_or_else(|| content.body.clone()),
            footer: self.footer.clone().unwrap_or_else(|| content.footer.clone()),
            buttons: self.buttons.clone().unwrap_or_else(|| content.buttons.clone()),
        }
    }
}
