//! `policy`: the whole matrix as a file that can be reviewed, planned, applied and tested.

mod apply;
mod diff;
mod export;
mod file;
mod plan;
mod print;
pub(super) mod report;
mod screen;
mod test;

use super::{
    tree::{Node, Noun},
    verb::run_args,
};

pub struct Policy;

impl Noun for Policy {
    const VERBS: &'static [Node] = &[
        Node::verb::<export::Args>("export", "Write the policy as a file, to standard output")
            .examples(&[
                "policy export > policy.toml",
                "policy export --preset interakt",
                "policy export --target postgres-rls > readers.sql",
            ]),
        Node::verb::<plan::Args>("plan", "Show what a policy file would change, and for whom")
            .examples(&["policy plan policy.toml", "policy plan --preset unified"]),
        Node::verb::<apply::Args>("apply", "Apply a policy file to the workspace, in one change")
            .examples(&["policy apply policy.toml --dry-run"]),
        Node::verb::<diff::Args>("diff", "Compare two policy files, or the workspace with one")
            .examples(&["policy diff policy.toml --exit-code"]),
        Node::verb::<test::Args>(
            "test",
            "Check expectations of a policy: exit code 1 if one is not met",
        )
        .examples(&["policy test --init > tests.toml", "policy test tests.toml --coverage"]),
    ];
}

run_args!(export, plan, apply, diff, test);
