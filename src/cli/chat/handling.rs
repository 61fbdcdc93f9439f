//! `chat assign`, `chat unassign`, `chat close` and `chat reopen`: what is done to chats as a whole.

use super::chosen::Chosen;
use crate::{
    cli::{
        candidates,
        context::Context,
        error::Error,
        verb::{ChangeVerb, Done},
    },
    ops::{
        self, Session,
        chat::{Status, assign, set_status, unassign},
    },
};

#[derive(clap::Args)]
pub struct Assign {
    #[command(flatten)]
    chosen: Chosen,
    /// The member
    #[arg(long, value_name = "EMAIL", add = candidates::assignees())]
    to: String,
    /// Assign them even to somebody who can't answer them
    #[arg(long)]
    force: bool,
}

impl ChangeVerb for Assign {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        self.chosen.read(context)
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(assign(session, &self.chosen.ids, &self.to, self.force)?.into())
    }
}

#[derive(clap::Args)]
pub struct Unassign {
    #[command(flatten)]
    chosen: Chosen,
}

impl ChangeVerb for Unassign {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        self.chosen.read(context)
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(unassign(session, &self.chosen.ids)?.into())
    }
}

#[derive(clap::Args)]
pub struct Close {
    #[command(flatten)]
    chosen: Chosen,
}

impl ChangeVerb for Close {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        self.chosen.read(context)
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(set_status(session, &self.chosen.ids, Status::Closed)?.into())
    }
}

#[derive(clap::Args)]
pub struct Reopen {
    #[command(flatten)]
    chosen: Chosen,
}

impl ChangeVerb for Reopen {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        self.chosen.read(context)
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(set_status(session, &self.chosen.ids, Status::Open)?.into())
    }
}
