//! `template`: messages that WhatsApp approves before they are sent.

mod add;
mod edit;
mod list;
mod mark;
mod parts;
mod show;

use clap::ValueEnum;

use super::{
    candidates,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Paged, Show},
};
use crate::{
    ops::{self, Session, template},
    rules::whatsapp::template::Category,
};

pub struct Template;

impl Noun for Template {
    const VERBS: &'static [Node] = &[
        Node::verb::<Paged<list::Templates>>(
            "list",
            "List the templates that you see, oldest first",
        )
        .examples(&["template list --status approved"]),
        Node::verb::<Show<show::Versions>>("show", "Show a template with all its versions")
            .examples(&["template show hello"]),
        Node::verb::<Change<add::Add>>("add", "Add a template as a draft").examples(&[
            "template add welcome --category marketing --language en --body 'Hi {{1}}!'",
            "template add --from-json templates.json --keep-status",
        ]),
        Node::verb::<Change<edit::Edit>>(
            "edit",
            "Edit a template; an approved one is sent as it was until the new version is approved",
        )
        .examples(&["template edit hello --footer 'Reply STOP to opt out'"]),
        Node::verb::<Change<Submit>>("submit", "Submit a draft for review")
            .examples(&["template submit hello"]),
        Node::verb::<Change<mark::Mark>>("mark", "Record the result of the review").examples(&[
            "template mark hello approved",
            "template mark hello rejected --reason 'Promotional content'",
        ]),
        Node::verb::<Change<Remove>>(
            "remove",
            "Remove a template; messages that were made from it keep their text",
        )
        .examples(&["template remove hello"]),
    ];
}

#[derive(clap::Args)]
struct Submit {
    #[command(flatten)]
    named: Named,
}

impl ChangeVerb for Submit {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let Named { name, language } = &self.named;
        Ok(template::submit(session, name, language.as_deref())?.into())
    }
}

#[derive(clap::Args)]
struct Remove {
    #[command(flatten)]
    named: Named,
}

impl ChangeVerb for Remove {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let Named { name, language } = &self.named;
        Ok(template::remove(session, name, language.as_deref())?.into())
    }
}

/// Which template: by its name and, where it is there in several, its language.
#[derive(clap::Args)]
pub struct Named {
    /// The template
    #[arg(add = candidates::templates())]
    name: String,
    /// Language, such as `en_US`, of a template in several
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
}

/// What a template is for, as it is named on the command line.
#[derive(Clone, Copy, ValueEnum)]
enum CategoryName {
    /// Offers and news
    Marketing,
    /// What follows from something that the customer did
    Utility,
    /// Codes to log in with
    Authentication,
}

impl From<CategoryName> for Category {
    fn from(name: CategoryName) -> Self {
        match name {
            CategoryName::Marketing => Self::Marketing,
            CategoryName::Utility => Self::Utility,
            CategoryName::Authentication => Self::Authentication,
        }
    }
}
