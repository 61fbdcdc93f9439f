//! `contact`: customers.

mod add;
mod edit;
mod erase;
mod export;
mod filter;
mod import;
mod list;
mod merge;
mod tag;

pub use self::filter::pair;
use super::{
    tree::{Node, Noun},
    verb::{Change, Paged, Show, run_args},
};

pub struct Contact;

impl Noun for Contact {
    const VERBS: &'static [Node] = &[
        Node::verb::<Paged<list::Contacts>>("list", "List the contacts, oldest first")
            .examples(&["contact list --tag vip --country IN"]),
        Node::verb::<Show<list::Named>>("show", "Show a contact").examples(&["contact show 1"]),
        Node::verb::<Change<add::Add>>("add", "Add a contact")
            .examples(&["contact add +14155550178 --name Dewi --tag vip"]),
        Node::verb::<Change<edit::Edit>>("edit", "Edit a contact")
            .examples(&["contact edit 1 --trait city=Mumbai"]),
        Node::verb::<Change<merge::Merge>>("merge", "Make two contacts who are one person one")
            .examples(&["contact merge 1 2 --dry-run", "contact merge 1 2 --yes"]),
        Node::verb::<Change<erase::Erase>>("erase", "Forget a contact who asks for it")
            .examples(&["contact erase 1 --dry-run", "contact erase 1 --yes"]),
        Node::verb::<import::Args>(
            "import",
            "Import contacts from Interakt's list or one that `export` wrote: all, or none",
        )
        .examples(&["contact import contacts.csv --update --dry-run"]),
        Node::verb::<export::Args>("export", "Write every contact, as `import` reads it")
            .examples(&["contact export --output all-contacts.csv"]),
        Node::verb::<Change<tag::Tag>>("tag", "Tag contacts: one, several, or all that match")
            .examples(&["contact tag vip 1 2", "contact tag india --country IN --dry-run"]),
        Node::verb::<Change<tag::Untag>>(
            "untag",
            "Remove a tag from contacts: one, several, or all that match",
        )
        .examples(&["contact untag vip 1"]),
    ];
}

run_args!(import, export);
