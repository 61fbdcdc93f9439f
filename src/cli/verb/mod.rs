//! What the verbs have in common: a list, a view of one thing and a change are descriptions, each run
//! by one function.

mod change;
mod list;
mod row;
mod show;

pub use self::{
    change::{Change, ChangeVerb, Done},
    list::{List, ListVerb, Paged, PagedVerb, print},
    row::Row,
    show::{Parts, Show, ShowVerb},
};
use super::{context::Context, error::Result};
pub(crate) use row::row;

/// A command whose arguments were read.
pub trait Run {
    /// Does what it says.
    fn run(self: Box<Self>, context: &mut Context) -> Result;
}
