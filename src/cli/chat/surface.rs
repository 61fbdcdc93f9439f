//! The surfaces on which chats are shown beside the inbox: the panels of two CRMs. They show the
//! same chats under the same rules; only their JSON has the shape that those products read.
//!
//! Pipedrive: a JSON panel, `data[]` of objects with `id` and `header`. HubSpot: a CRM card,
//! `results[]` with `objectId`, `title` and `properties[]` of label, data type and value.

use clap::ValueEnum;

use crate::{cli::verb::Row, ops::chat::ChatRow, rules::privacy::lens::SafeText, ui::Value};

/// Where chats are shown.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Surface {
    /// The shared inbox.
    #[default]
    Inbox,
    /// Pipedrive's integration panel.
    Pipedrive,
    /// HubSpot's chat view.
    Hubspot,
}

impl Surface {
    /// The key under which a panel holds its chats; `None` where there is no panel.
    pub const fn panel_key(self) -> Option<&'static str> {
        match self {
            Self::Inbox => None,
            Self::Pipedrive => Some("data"),
            Self::Hubspot => Some("results"),
        }
    }

    /// A chat in the shape of this surface.
    pub fn entry(self, chat: ChatRow) -> Value {
        let id = Value::Int(chat.id.0);
        let title = Value::from(chat.contact.clone());
        let parts = chat.parts().into_iter();
        let details = parts.filter(|(field, _)| !matches!(*field, "id" | "contact"));
        if self == Self::Hubspot {
            let properties = details.map(|(field, value)| property(field, value)).collect();
            Value::Object(vec![
                ("objectId", id),
                ("title", title),
                ("properties", Value::List(properties)),
            ])
        } else {
            let head = [("id", id), ("header", title)];
            Value::Object(head.into_iter().chain(details).collect())
        }
    }
}

fn property(field: &'static str, value: Value) -> Value {
    let (kind, value) = match value {
        Value::Time(at) => ("DATETIME", Value::Time(at)),
        other => ("STRING", Value::Text(other.to_safe_text())),
    };
    Value::Object(vec![
        ("label", Value::Text(SafeText::word(field).map(|field| field.replace('_', " ")))),
        ("dataType", Value::plain(kind)),
        ("value", value),
    ])
}
