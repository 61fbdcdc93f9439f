//! `perm`: cells of the permission matrix.

mod list;
mod reset;
mod show;
mod turn;

use clap::Subcommand;

use super::{context::Context, error::Result};
use crate::{ops::role::Cell, ui::Value};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the matrix, role by role.
    List(list::Args),
    /// Show one permission in every role.
    Show(show::Args),
    /// Turn permissions on for a role.
    Allow(turn::Args),
    /// Turn permissions off for a role.
    Deny(turn::Args),
    /// Turn permissions the other way round for a role.
    Toggle(turn::Args),
    /// Set permissions back to the preset that the workspace was made with.
    Reset(reset::Args),
}

impl Command {
    pub fn run(self, context: &mut Context) -> Result {
        use crate::ops::permission::Turn;
        match self {
            Self::List(args) => list::run(&args, context),
            Self::Show(args) => show::run(&args, context),
            Self::Allow(args) => turn::run(&args, Turn::Allow, context),
            Self::Deny(args) => turn::run(&args, Turn::Deny, context),
            Self::Toggle(args) => turn::run(&args, Turn::Toggle, context),
            Self::Reset(args) => reset::run(&args, context),
        }
    }
}

/// The fields of a cell: a contract with scripts.
pub const FIELDS: &[&str] = &["role", "permission", "allowed", "locked", "reason", "toggle"];

/// A cell's cells, in the order of the fields.
pub fn cells(cell: Cell) -> Vec<Value> {
    vec![
        cell.role.into(),
        Value::plain(cell.permission.key()),
        cell.allowed.into(),
        cell.locked.into(),
        Value::plain(cell.reason.code()),
        cell.toggle.into(),
    ]
}
