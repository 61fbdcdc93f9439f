//! `member`: people on the team.

mod add;
mod ask;
mod edit;
mod export;
mod import;
mod list;
mod remove;

use super::{
    candidates,
    tree::{Node, Noun},
    verb::{Change, Paged, Show, change, run_args},
};
use crate::ops::member;

pub struct Member;

impl Noun for Member {
    const VERBS: &'static [Node] = &[
        Node::verb::<Change<add::Add>>("add", "Add a member and invite them").examples(&[
            "member add nora@acme.test --role teammate --team Sales",
            "member add nora@acme.test --role agent --no-invite",
        ]),
        Node::verb::<Change<edit::Edit>>("edit", "Edit a member")
            .examples(&["member edit tess@acme.test --role agent"]),
        Node::verb::<remove::Remove>("remove", "Remove a member").examples(&[
            "member remove tess@acme.test --reassign-to adam@acme.test --dry-run",
            "member remove tess@acme.test --release --yes",
        ]),
        Node::verb::<import::Args>("import", "Import members from a list: all of them, or none")
            .examples(&["member import people.csv --dry-run"]),
        Node::verb::<export::Args>("export", "Write the list that `import` reads")
            .examples(&["member export"]),
        Node::verb::<Paged<list::Members>>("list", "List the members")
            .examples(&["member list --role agent", "member list --fields email,role"]),
        Node::verb::<Show<list::Named>>("show", "Show a member")
            .examples(&["member show tess@acme.test"]),
        Node::verb::<Change<Suspend>>("suspend", "Suspend a member: they may do nothing")
            .examples(&["member suspend tess@acme.test"]),
        Node::verb::<Change<Restore>>("restore", "Restore a suspended member")
            .examples(&["member restore tess@acme.test"]),
        Node::verb::<Change<TransferOwnership>>(
            "transfer-ownership",
            "Transfer the ownership, and become an admin",
        )
        .examples(&["member transfer-ownership adam@acme.test --dry-run"]),
    ];
}

run_args!(import, export);

#[derive(clap::Args)]
struct Suspend {
    /// The member
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
}

change!(Suspend, |it, session| member::suspend(session, &it.member));

#[derive(clap::Args)]
struct Restore {
    /// The member
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
}

change!(Restore, |it, session| member::restore(session, &it.member));

#[derive(clap::Args)]
struct TransferOwnership {
    /// The member who becomes the owner
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
}

change!(TransferOwnership, |it, session| member::transfer_ownership(session, &it.member));
