//! `module`: sections of the product.

use super::{
    candidates,
    tree::{Node, Noun},
    verb::{Each, Limit, List, ListVerb, Listed, row},
};
use crate::ops::{
    Session,
    module::{self, ModuleRow},
};

pub struct Module;

impl Noun for Module {
    const VERBS: &'static [Node] = &[Node::verb::<List<Modules>>(
        "list",
        "List the modules that a member sees, and why the others are hidden",
    )
    .examples(&["module list --member tess@acme.test"])];
}

#[derive(clap::Args)]
struct Modules {
    /// Show them as this member sees them [default: you]
    #[arg(long, value_name = "EMAIL", add = candidates::members())]
    member: Option<String>,
}

row!(module: ModuleRow {
    name "module" => module.module.key(),
    "visible" => module.visible,
    "reason" => module.reason.code(),
});

impl ListVerb for Modules {
    type Row = ModuleRow;

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<ModuleRow>) -> Listed {
        Ok(module::list(session, self.member.as_deref())?.into_iter().try_for_each(each)?)
    }
}
