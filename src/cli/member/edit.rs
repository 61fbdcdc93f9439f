//! `member edit`.

use crate::{
    cli::{
        candidates,
        verb::{ChangeVerb, Done},
    },
    ops::{self, Session, member::edit},
};

#[derive(clap::Args)]
pub struct Edit {
    /// The member
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
    #[command(flatten)]
    edits: Edits,
    /// Country of a number in national form, such as IN
    #[arg(long, value_name = "CODE", requires = "phone")]
    country: Option<String>,
}

#[derive(clap::Args)]
#[group(required = true, multiple = true)]
struct Edits {
    /// New login id
    #[arg(long)]
    email: Option<String>,
    /// New name
    #[arg(long)]
    name: Option<String>,
    /// New number, with a plus and the country code
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// New role
    #[arg(long, add = candidates::giveable_roles())]
    role: Option<String>,
    /// New team
    #[arg(long, add = candidates::teams())]
    team: Option<String>,
}

impl ChangeVerb for Edit {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let edits = ops::member::Edit {
            email: self.edits.email.as_deref(),
            name: self.edits.name.as_deref(),
            phone: self.edits.phone.as_deref(),
            country: self.country.as_deref(),
            role: self.edits.role.as_deref(),
            team: self.edits.team.as_deref(),
        };
        Ok(edit(session, &self.member, &edits)?.into())
    }
}
