//! `role`: rows of the permission matrix.

use super::{
    candidates,
    error::Error,
    perm,
    tree::{Node, Noun},
    verb::{Change, Each, Limit, List, ListVerb, Listed, Parts, Row, Show, ShowVerb, change, row},
};
use crate::{
    ops::{
        Session,
        role::{self, RoleRow},
        role_change,
    },
    ui::Value,
};

pub struct Role;

impl Noun for Role {
    const VERBS: &'static [Node] = &[
        Node::verb::<List<Roles>>("list", "List the roles, highest rank first")
            .examples(&["role list", "role list --giveable"]),
        Node::verb::<Show<Named>>("show", "Show a role with its permissions")
            .examples(&["role show agent"]),
        Node::verb::<Change<Add>>("add", "Add a role like another one")
            .examples(&["role add supervisor --like teammate"]),
        Node::verb::<Change<Remove>>("remove", "Remove a role")
            .examples(&["role remove agent --move-to teammate --dry-run"]),
    ];
}

#[derive(clap::Args)]
struct Roles {
    /// Only roles that the actor may give to others
    #[arg(long)]
    giveable: bool,
}

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

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<RoleRow>) -> Listed {
        Ok(role::list(session, self.giveable)?.into_iter().try_for_each(each)?)
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

change!(Add, |it, session| role_change::add(session, &it.name, &it.like, it.title.as_deref()));

#[derive(clap::Args)]
struct Remove {
    /// The role
    #[arg(add = candidates::roles())]
    role: String,
    /// Role to give its members
    #[arg(long, value_name = "ROLE", add = candidates::roles())]
    move_to: Option<String>,
}

change!(Remove, |it, session| role_change::remove(session, &it.role, it.move_to.as_deref()));
