//! `role`: rows of the permission matrix.

use super::{
    candidates,
    error::Error,
    perm,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, List, ListVerb, Parts, Row, Show, ShowVerb, row},
};
use crate::{
    ops::{
        self, Session,
        role::{self, RoleRow},
        role_change,
    },
    ui::Value,
};

pub struct Role;

impl Noun for Role {
    const VERBS: &'static [Node] = &[
        Node::verb::<List<Roles>>("list", "List the roles, highest rank first")
            .examples(&["role list"]),
        Node::verb::<Show<Named>>("show", "Show a role with its permissions")
            .examples(&["role show agent"]),
        Node::verb::<Change<Add>>("add", "Add a role like another one")
            .examples(&["role add supervisor --like teammate"]),
        Node::verb::<Change<Remove>>("remove", "Remove a role")
            .examples(&["role remove agent --move-to teammate --dry-run"]),
    ];
}

#[derive(clap::Args)]
struct Roles {}

row!(role: RoleRow {
    name "role" => role.name,
    "title".rank(2) => role.title,
    "like".rank(1) => role.model.key(),
    "rank".rank(3) => u32::from(role.model.rank()),
    "masks" => Value::List(role.masks.iter().map(|mask| mask.key().into()).collect()),
    "members" => role.members,
    "permissions" => role.permissions,
});

impl ListVerb for Roles {
    type Row = RoleRow;

    fn rows(
        &self,
        session: &mut Session,
        _limit: Option<u64>,
        each: &mut dyn FnMut(RoleRow) -> ops::Result<()>,
    ) -> Result<(), Error> {
        Ok(role::list(session)?.into_iter().try_for_each(each)?)
    }
}

#[derive(clap::Args)]
struct Named {
    /// The role
    #[arg(add = candidates::roles())]
    role: String,
}

impl ShowVerb for Named {
    fn parts(&self, session: &mut Session) -> Result<Parts, Error> {
        let (role, matrix) = role::show(session, &self.role)?;
        let limit = role.reveals_per_day;
        let mut parts = role.parts();
        parts.push(("reveals_per_day", limit.into()));
        parts.push(("cells", perm::without("role", matrix)));
        Ok(parts)
    }
}

#[derive(clap::Args)]
struct Add {
    /// Name of the new role
    name: String,
    /// Role to start from: its permissions and masks are copied, its rank and locked cells shared
    #[arg(long, value_name = "ROLE", add = candidates::roles())]
    like: String,
    /// Title for people [default: the name]
    #[arg(long)]
    title: Option<String>,
}

impl ChangeVerb for Add {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(role_change::add(session, &self.name, &self.like, self.title.as_deref())?.into())
    }
}

#[derive(clap::Args)]
struct Remove {
    /// The role
    #[arg(add = candidates::roles())]
    role: String,
    /// Role to give its members
    #[arg(long, value_name = "ROLE", add = candidates::roles())]
    move_to: Option<String>,
}

impl ChangeVerb for Remove {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(role_change::remove(session, &self.role, self.move_to.as_deref())?.into())
    }
}
