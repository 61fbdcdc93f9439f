//! `perm`: cells of the permission matrix.

mod matrix;

use super::{
    candidates,
    error::Error,
    tree::{Node, Noun},
    verb::{
        Change, ChangeVerb, Done, Each, Limit, List, ListVerb, Listed, Parts, Row, Show, ShowVerb,
        change, row,
    },
};
use crate::{
    ops::{
        self, Session,
        permission::{self, Turn},
        role::Cell,
    },
    rules::policy::permission::{Permission, Source},
    ui::{Output, Value},
};

pub struct Perm;

impl Noun for Perm {
    const VERBS: &'static [Node] = &[
        Node::verb::<List<Matrix>>("list", "List the matrix of roles and permissions")
            .examples(&["perm list", "perm list --role agent --long"]),
        Node::verb::<Show<Named>>("show", "Show one permission in every role")
            .examples(&["perm show users.export"]),
        Node::verb::<Change<Allow>>("allow", "Turn permissions on for a role")
            .examples(&["perm allow chats.other-teams --role teammate"]),
        Node::verb::<Change<Deny>>("deny", "Turn permissions off for a role")
            .examples(&["perm deny users.export --role admin"]),
        Node::verb::<Change<Toggle>>("toggle", "Turn permissions on where off, and off where on")
            .examples(&["perm toggle billing --role admin --dry-run"]),
        Node::verb::<Change<Reset>>("reset", "Set permissions back to the workspace's preset")
            .examples(&["perm reset --role agent", "perm reset billing"]),
    ];
}

row!(cell: Cell {
    name "role" => cell.role,
    name "permission" => cell.permission.key(),
    "allowed" => cell.allowed,
    "locked".rank(2) => cell.locked,
    "reason".rank(1) => cell.reason.code(),
    "toggle".rank(3) => cell.toggle,
});

/// The cells as objects without the field that all of them share.
pub fn without(shared: &str, cells: Vec<Cell>) -> Value {
    let parts = |cell: Cell| cell.parts().into_iter().filter(|(field, _)| *field != shared);
    Value::List(cells.into_iter().map(|cell| Value::Object(parts(cell).collect())).collect())
}

#[derive(clap::Args)]
struct Matrix {
    /// Only this role
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
    /// Print one row per cell on a terminal too, with the reason for each
    #[arg(long)]
    long: bool,
}

impl ListVerb for Matrix {
    type Row = Cell;

    fn draw(&self, session: &mut Session, output: &mut Output) -> Result<bool, Error> {
        if self.long {
            return Ok(false);
        }
        matrix::draw(&permission::list(session, self.role.as_deref())?, output)?;
        Ok(true)
    }

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<Cell>) -> Listed {
        Ok(permission::list(session, self.role.as_deref())?.into_iter().try_for_each(each)?)
    }
}

#[derive(clap::Args)]
struct Named {
    /// The permission
    #[arg(add = candidates::permissions())]
    permission: String,
}

impl ShowVerb for Named {
    fn parts(&self, session: &mut Session) -> Result<Parts, Error> {
        let (permission, matrix) = permission::show(session, &self.permission)?;
        let entry = permission.entry();
        let source = match entry.source {
            Source::Interakt => "Interakt",
            Source::TimelinesAi => "TimelinesAI",
            Source::Both => "Interakt and TimelinesAI",
            Source::Own => "rolecall",
        };
        Ok(vec![
            ("permission", entry.key.into()),
            ("label", entry.label.into()),
            ("gates", entry.gates.into()),
            ("module", permission.module().map(Permission::key).into()),
            ("source", source.into()),
            ("cells", without("permission", matrix)),
        ])
    }
}

#[derive(clap::Args)]
struct Target {
    /// The permissions
    #[arg(value_name = "PERMISSION", required = true, add = candidates::permissions())]
    permissions: Vec<String>,
    /// The role
    #[arg(long, add = candidates::roles())]
    role: String,
}

impl Target {
    fn turn(&self, session: &mut Session, turn: Turn) -> ops::Result<Done> {
        Ok(permission::turn(session, &self.role, &self.permissions, turn)?.into())
    }
}

/// One verb in three directions.
macro_rules! turns {
    ($($verb:ident),*) => {
        $(#[derive(clap::Args)]
        struct $verb {
            #[command(flatten)]
            target: Target,
        }

        impl ChangeVerb for $verb {
            fn apply(&self, session: &mut Session) -> ops::Result<Done> {
                self.target.turn(session, Turn::$verb)
            }
        })*
    };
}
turns!(Allow, Deny, Toggle);

#[derive(clap::Args)]
struct Reset {
    /// The permissions [default: all]
    #[arg(value_name = "PERMISSION", add = candidates::permissions())]
    permissions: Vec<String>,
    /// Only this role
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
}

change!(Reset, |it, session| permission::reset(session, it.role.as_deref(), &it.permissions));
