//! What the verbs have in common: a list, a view of one thing and a change are descriptions, each run
//! by one function.

mod change;
mod line;
mod list;
mod meaning;
mod plan;
mod report;
mod row;
mod sentence;
mod show;

pub(crate) use self::{change::change, row::row};
pub use self::{
    change::{Change, ChangeVerb, Done, Question},
    line::{Ask, Line},
    list::{Each, Limit, List, ListVerb, Listed, Paged, PagedVerb, places, print},
    plan::plan,
    report::CHANGE_FIELDS,
    row::Row,
    show::{Parts, Show, ShowVerb},
};
pub use super::tree::Run;

/// Runs verbs that are a function in a file of their own.
macro_rules! run_args {
    ($($verb:ident),* $(,)?) => {
        $(impl $crate::cli::verb::Run for $verb::Args {
            fn run(
                self: Box<Self>,
                context: &mut $crate::cli::context::Context,
            ) -> $crate::cli::error::Result {
                $verb::run(&self, context)
            }
        })*
    };
}
pub(crate) use run_args;
