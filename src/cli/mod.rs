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
mod clock;
mod completions;
mod config;
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
mod list_import;
mod man;
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
mod usage;
mod verb;
mod whatsapp;
mod who_can;
mod why;
mod workspace;

pub use self::{
    global::is_global,
    pin::{Pin, is_path},
    run::Program,
    surroundings::Surroundings,
};
use self::{tree::Node, verb::run_args};

/// Every command of the first level.
const COMMANDS: &[Node] = &[
    Node::verb::<init::Args>("init", "Create a workspace").examples(&[
        "init Acme --owner olive@acme.test",
        "init --owner olive@acme.test --preset timelinesai",
    ]),
    Node::verb::<status::Args>("status", "Show your role, your modules and what is waiting")
        .examples(&["status", "status --as tess@acme.test"]),
    Node::verb::<demo::Args>("demo", "Create a sample workspace and walk through it")
        .examples(&["demo"]),
    Node::noun::<member::Member>("member", "Manage the people on the team"),
    Node::noun::<invite::Invite>("invite", "Manage invitations"),
    Node::noun::<key::Key>("key", "Manage the keys by which members sign in"),
    Node::verb::<gate::Args>(
        "gate",
        "Run one command for a member who signed in, pinned to who they are",
    )
    .examples(&["gate --help"]),
    Node::noun::<outbox::Outbox>("outbox", "Send mail, and choose how it is sent"),
    Node::noun::<team::Team>("team", "Manage groups of members"),
    Node::noun::<role::Role>("role", "Manage roles, the rows of the permission matrix"),
    Node::noun::<perm::Perm>("perm", "Show and change permissions"),
    Node::noun::<mask::Mask>("mask", "Hide customers' numbers and traits from roles"),
    Node::noun::<module::Module>("module", "Show which sections of the product a member sees"),
    Node::noun::<account::Account>("account", "Manage WhatsApp accounts"),
    Node::noun::<chat::Chat>("chat", "Read and answer conversations"),
    Node::noun::<campaign::Campaign>("campaign", "Send a template to many contacts"),
    Node::noun::<contact::Contact>("contact", "Manage customers"),
    Node::verb::<analytics::Args>("analytics", "Count chats, messages, responses and campaigns")
        .examples(&["analytics --since 2026-01-01 --by member"]),
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
    Node::verb::<can::Args>("can", "Check a permission: exit code 0 is yes, 1 is no").examples(&[
        "can tess@acme.test users.export",
        "can tess@acme.test view --chat 3",
        "can tess@acme.test --all",
    ]),
    Node::verb::<why::Args>("why", "Explain a decision step by step")
        .examples(&["why tess@acme.test users.export", "why tess@acme.test view --chat 3"]),
    Node::verb::<verb::List<who_can::Who>>(
        "who-can",
        "List who may do something, or who sees a chat",
    )
    .examples(&["who-can users.export", "who-can view --chat 3"]),
    Node::noun::<policy::Policy>("policy", "Plan, apply and test the whole matrix as a file"),
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
        .examples(&["undo 14 --dry-run"]),
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
        "Look for hidden data in everything masked roles can read: exit code 1 if there is any",
    )
    .examples(&["leaks", "leaks tess@acme.test --output junit"]),
    Node::verb::<completions::Completions>(
        "completions",
        "Print the completion script for a shell",
    )
    .examples(&[
        "completions bash > /etc/bash_completion.d/rolecall",
        "completions zsh > ~/.zfunc/_rolecall",
    ]),
    Node::verb::<man::Man>("man", "Print a manual page")
        .examples(&["man chat list", "man member add"]),
    Node::verb::<help::Help>("help", "Explain a command or a topic")
        .examples(&["help chat list", "help exit-codes"]),
];

/// The program, to be run any number of times within a process.
#[must_use]
pub fn program() -> Program {
    Program::of(COMMANDS)
}

/// Runs the program in its process.
#[must_use]
pub fn main() -> std::process::ExitCode {
    run::main(COMMANDS)
}

/// The whole command tree, for help, completions and manual pages.
#[must_use]
pub fn command() -> clap::Command {
    run::grown(COMMANDS)
}

/// Every example of the help pages, without the program's name, with the command that it shows.
#[must_use]
pub fn examples() -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for node in COMMANDS {
        found.extend(node.examples.iter().map(|line| (node.name.to_owned(), *line)));
        for verb in node.verbs {
            let name = format!("{} {}", node.name, verb.name);
            found.extend(verb.examples.iter().map(|line| (name.clone(), *line)));
        }
    }
    found
}

run_args!(init, status, demo, gate, analytics, can, why, leaks);
