//! `chat`: conversations.

mod chosen;
mod filter;
mod handling;
mod import;
mod list;
mod reply;
mod reveal;
mod search;
mod show;
mod start;
mod surface;
mod templates;
mod writing;

pub use self::filter::moment;
use self::handling::{Assign, Close, Reopen, Unassign};
use super::{
    tree::{Node, Noun},
    verb::{Change, run_args},
};

pub struct Chat;

impl Noun for Chat {
    const VERBS: &'static [Node] = &[
        Node::verb::<import::Args>("import", "Import conversations, contacts and teammates")
            .examples(&["chat import webhooks.jsonl --dry-run"]),
        Node::verb::<list::Chats>("list", "List the chats that you see, newest first")
            .examples(&["chat list --unassigned --status open", "chat list --as tess@acme.test"]),
        Node::verb::<show::Args>("show", "Show a chat with its contact and messages")
            .examples(&["chat show 3"]),
        Node::verb::<search::Found>("search", "Search names and messages")
            .examples(&["chat search order late"]),
        Node::verb::<Change<start::Start>>("start", "Write to a customer first")
            .examples(&["chat start +14155550177 --from +14155550132 --message 'Hi Dewi'"]),
        Node::verb::<Change<Close>>("close", "Close chats that are done")
            .examples(&["chat close 3 4"]),
        Node::verb::<Change<Reopen>>("reopen", "Open chats again").examples(&["chat reopen 3"]),
        Node::verb::<Change<Assign>>("assign", "Assign chats to a member").examples(&[
            "chat assign 3 --to tess@acme.test",
            "chat list --unassigned --format jsonl | rolecall chat assign - --to adam@acme.test",
        ]),
        Node::verb::<Change<Unassign>>("unassign", "Assign chats to nobody")
            .examples(&["chat unassign 3"]),
        Node::verb::<Change<reply::Reply>>("reply", "Write in a chat")
            .examples(&["chat reply 3 --message 'It is on its way'"]),
        Node::verb::<templates::Templates>(
            "templates",
            "List the approved templates that you may send, by name and text",
        )
        .examples(&["chat templates", "chat templates delivery"]),
        Node::verb::<reveal::Show>(
            "reveal",
            "Show one hidden number once, for a reason that the audit keeps",
        )
        .examples(&["chat reveal 3 --reason 'The courier has to call'"]),
    ];
}

run_args!(import, show);
