//! `invite`: what a new member needs to join.

mod accept;
mod list;
mod resend;
mod revoke;

use clap::Subcommand;

use super::{context::Context, error::Result};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the invitations.
    List(list::Args),
    /// Invite members again, with a new code each.
    Resend(resend::Args),
    /// Take invitations back; the members stay, as invited.
    Revoke(revoke::Args),
    /// Join, with the code from the mail.
    Accept(accept::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Resend(args) => resend::run(&args, context),
            Self::Revoke(args) => revoke::run(&args, context),
            Self::Accept(args) => accept::run(&args, context),
        }
    }
}
