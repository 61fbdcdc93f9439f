//! The command line: a folder a noun, a file a verb. A verb reads its arguments, calls one
//! operation and hands what it gives to `ui`; it decides nothing.

mod account;
mod analytics;
mod api_key;
mod audit;
mod backup;
mod billing;
mod campaign;
mod can;
mod candidates;
mod chat;
mod completions;
mod contact;
mod context;
mod demo;
mod doctor;
mod error;
mod expiry;
mod gate;
mod global;
mod help;
mod init;
mod integration;
mod invite;
mod io;
mod key;
mod leaks;
mod list;
mod list_import;
mod mask;
mod member;
mod module;
mod outbox;
mod perm;
mod pin;
mod policy;
mod review;
mod role;
mod run;
mod status;
mod surroundings;
mod team;
mod template;
mod tree;
mod undo;
mod unsaved;
mod usage;
mod verb;
mod whatsapp;
mod who_can;
mod why;
mod workspace;

use clap::Args as _;

use self::{context::Context, error::Result, tree::Node, verb::Run};
pub use self::{
    pin::{Pin, is_path},
    run::{Program, command, main},
    surroundings::Surroundings,
};

/// Every command of the first level.
const COMMANDS: &[Node] = &[
    Node::verb::<init::Args>("init", "Make a workspace"),
    Node::verb::<status::Args>("status", "Tell who one is here, what one sees, and what waits"),
    Node::verb::<demo::Args>("demo", "Make a sample workspace and walk through it"),
    Node::noun::<member::Member>("member", "Manage the people on the team"),
    Node::noun::<invite::Invite>("invite", "Manage invitations"),
    Node::noun::<key::Key>("key", "Manage the keys by which members sign in"),
    Node::verb::<gate::Args>(
        "gate",
        "Run one command for a member who signed in, pinned to who they are",
    ),
    Node::derived::<outbox::Command>("outbox", "Mail that is to be sent, and the way it takes"),
    Node::noun::<team::Team>("team", "Manage groups of members"),
    Node::noun::<role::Role>("role", "Manage roles, the rows of the permission matrix"),
    Node::noun::<perm::Perm>("perm", "Show and change permissions"),
    Node::noun::<mask::Mask>("mask", "Hide customers' numbers and traits from roles"),
    Node::noun::<module::Module>("module", "Show which sections of the product a member sees"),
    Node::noun::<account::Account>("account", "Manage WhatsApp accounts"),
    Node::noun::<chat::Chat>("chat", "Read and answer conversations"),
    Node::noun::<campaign::Campaign>("campaign", "Send a template to many contacts"),
    Node::noun::<contact::Contact>("contact", "Manage customers"),
    Node::verb::<analytics::Args>("analytics", "Count chats, messages, answers and campaigns"),
    Node::noun::<billing::Billing>(
        "billing",
        "Show and change the plan, the seats and the payment method",
    ),
    Node::noun::<api_key::ApiKey>("api-key", "Manage the organisation's API key"),
    Node::noun::<whatsapp::Whatsapp>(
        "whatsapp",
        "Show and change the business profile of the workspace's numbers",
    ),
    Node::noun::<integration::Integration>(
        "integration",
        "Manage integrations with other programs",
    ),
    Node::noun::<workspace::Workspace>("workspace", "Manage the workspace as a whole"),
    Node::noun::<template::Template>("template", "Manage message templates"),
    Node::verb::<can::Args>(
        "can",
        "Ask whether a member may do something: exit code 0 is yes, 1 is no",
    ),
    Node::verb::<why::Args>("why", "Tell why a member may or may not do something, step by step"),
    Node::verb::<who_can::Args>(
        "who-can",
        "List the members who may do something, or who see a chat",
    ),
    Node::derived::<policy::Command>(
        "policy",
        "The whole matrix as a file: plan it, apply it, test it",
    ),
    Node::verb::<review::Args>(
        "review",
        "Review who has access to what, now or at an earlier time",
    )
    .examples(&[
        "review",
        "review --at 2026-01-31 --format csv",
        "review --output review.html",
    ]),
    Node::noun::<audit::Audit>("audit", "Show what was done, by whom and when"),
    Node::verb::<verb::Change<undo::Args>>("undo", "Take one change back")
        .examples(&["undo 3 --dry-run"]),
    Node::verb::<backup::Backup>("backup", "Write the workspace to one file, while it is in use")
        .examples(&["backup acme.backup"]),
    Node::verb::<backup::Restore>("restore", "Make a workspace from a backup")
        .examples(&["restore acme.backup --dry-run --force"]),
    Node::verb::<doctor::Args>(
        "doctor",
        "Look for what is wrong with the workspace: exit code 1 if anything is",
    )
    .examples(&["doctor"]),
    Node::verb::<leaks::Args>(
        "leaks",
        "Look for anything hidden in what masked roles can read: exit code 1 if there is any",
    ),
    Node::verb::<completions::Args>(
        "completions",
        "Print what makes a shell complete this program's commands",
    ),
    Node::verb::<help::Args>("help", "Explain a command, or a topic such as `exit-codes`"),
];

/// The tree of commands, of which only what a command line names is grown.
fn tree() -> clap::Command {
    let trunk = clap::Command::new("rolecall")
        .version(env!("CARGO_PKG_VERSION"))
        .about(env!("CARGO_PKG_DESCRIPTION"))
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(
            "`rolecall help exit-codes` lists the exit codes. `rolecall demo` shows it all at work.",
        );
    global::Global::augment_args(trunk).subcommands(COMMANDS.iter().map(Node::command))
}

/// Runs nouns whose verbs clap derives.
macro_rules! run_derived {
    ($($noun:ident),* $(,)?) => {
        $(impl Run for $noun::Command {
            fn run(self: Box<Self>, context: &mut Context) -> Result {
                $noun::Command::run(*self, context)
            }
        })*
    };
}
run_derived!(outbox, policy,);

/// Runs verbs that are functions.
macro_rules! run_function {
    ($($verb:ident),* $(,)?) => {
        $(impl Run for $verb::Args {
            fn run(self: Box<Self>, context: &mut Context) -> Result {
                $verb::run(&self, context)
            }
        })*
    };
}
run_function!(init, status, demo, gate, analytics, can, why, who_can, leaks, completions, help);
