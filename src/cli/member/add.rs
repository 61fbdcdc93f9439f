//! `member add`.

use super::ask::complete;
use crate::{
    cli::{
        candidates,
        context::Context,
        error::Error,
        expiry,
        verb::{ChangeVerb, Done},
    },
    ops::{
        self, Session,
        member::{Addition, add},
    },
};

#[derive(clap::Args)]
pub struct Add {
    /// Login id; asked for on a terminal
    email: Option<String>,
    /// Role; asked for on a terminal
    #[arg(long, add = candidates::giveable_roles())]
    role: Option<String>,
    /// Name
    #[arg(long)]
    name: Option<String>,
    /// Number, with a plus and the country code
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// Country of a number in national form, such as IN
    #[arg(long, value_name = "CODE", requires = "phone")]
    country: Option<String>,
    /// Team [default: Default]
    #[arg(long, add = candidates::teams())]
    team: Option<String>,
    /// Don't send an invitation
    #[arg(long, conflicts_with = "expires")]
    no_invite: bool,
    /// How long the invitation is valid
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = expiry::parse)]
    expires: i64,
}

impl ChangeVerb for Add {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        let answers =
            complete(self.email.as_deref(), self.name.as_deref(), self.role.as_deref(), context)?;
        self.email = Some(answers.email);
        self.name = answers.name;
        self.role = Some(answers.role);
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let addition = Addition {
            email: self.email.as_deref().unwrap_or_default(),
            name: self.name.as_deref(),
            phone: self.phone.as_deref(),
            country: self.country.as_deref(),
            role: self.role.as_deref().unwrap_or_default(),
            team: self.team.as_deref(),
            invitation: (!self.no_invite).then_some(self.expires),
        };
        Ok(add(session, &addition)?.into())
    }
}
