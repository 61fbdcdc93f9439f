//! The command line: a folder a noun, a file a verb. A verb reads its arguments, calls one
//! operation and hands what it gives to `ui`; it decides nothing.

mod account;
mod analytics;
mod api_key;
mod audit;
mod billing;
mod branch;
mod campaign;
mod can;
mod candidates;
mod chat;
mod completions;
mod contact;
mod context;
mod demo;
mod error;
mod expiry;
mod global;
mod help;
mod init;
mod integration;
mod invite;
mod leaks;
mod list;
mod list_import;
mod mask;
mod member;
mod module;
mod outbox;
mod perm;
mod policy;
mod role;
mod run;
mod status;
mod surroundings;
mod team;
mod template;
mod unsaved;
mod usage;
mod whatsapp;
mod who_can;
mod why;
mod workspace;

use clap::{Parser, Subcommand};

pub use self::{
    run::{Program, command, main},
    surroundings::Surroundings,
};

/// Run who may do what, and who may see whom, in a WhatsApp team inbox.
#[derive(Debug, Parser)]
#[command(
    name = "rolecall",
    version,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "`rolecall help exit-codes` lists the exit codes. `rolecall demo` shows it all at work."
)]
pub struct Cli {
    #[command(flatten)]
    global: global::Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a workspace.
    Init(init::Args),
    /// Tell who one is here, what one sees, and what waits.
    Status(status::Args),
    /// Make a sample workspace and walk through it.
    Demo(demo::Args),
    /// People on the team.
    #[command(subcommand)]
    Member(member::Command),
    /// What a new member needs to join.
    #[command(subcommand)]
    Invite(invite::Command),
    /// Mail that is to be sent, and the way it takes.
    #[command(subcommand)]
    Outbox(outbox::Command),
    /// Groups of members.
    #[command(subcommand)]
    Team(team::Command),
    /// Rows of the permission matrix.
    #[command(subcommand)]
    Role(role::Command),
    /// Cells of the permission matrix.
    #[command(subcommand)]
    Perm(perm::Command),
    /// What a role may not read of contacts.
    #[command(subcommand)]
    Mask(mask::Command),
    /// Sections of the product.
    #[command(subcommand)]
    Module(module::Command),
    /// WhatsApp accounts.
    #[command(subcommand)]
    Account(account::Command),
    /// Conversations.
    #[command(subcommand)]
    Chat(chat::Command),
    /// One template to many contacts.
    #[command(subcommand)]
    Campaign(campaign::Command),
    /// Customers.
    #[command(subcommand)]
    Contact(contact::Command),
    /// Count chats, messages, answers and campaigns.
    Analytics(analytics::Args),
    /// The plan, the seats and the payment method.
    #[command(subcommand)]
    Billing(billing::Command),
    /// What lets the organisation's own programs in.
    #[command(subcommand)]
    ApiKey(api_key::Command),
    /// What customers see of the workspace's numbers.
    #[command(subcommand)]
    Whatsapp(whatsapp::Command),
    /// What the workspace is connected to.
    #[command(subcommand)]
    Integration(integration::Command),
    /// The workspace as a whole.
    #[command(subcommand)]
    Workspace(workspace::Command),
    /// Messages that WhatsApp approves before they are sent.
    #[command(subcommand)]
    Template(template::Command),
    /// Ask whether a member may do something: exit code 0 is yes, 1 is no.
    Can(can::Args),
    /// Tell why a member may or may not do something, step by step.
    Why(why::Args),
    /// List the members who may do something, or who see a chat.
    WhoCan(who_can::Args),
    /// The whole matrix as a file: plan it, apply it, test it.
    #[command(subcommand)]
    Policy(policy::Command),
    /// What was done, by whom, when.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Look for anything hidden in what masked roles can read: exit code 1 if there is any.
    Leaks(leaks::Args),
    /// Print what makes a shell complete this program's commands.
    Completions(completions::Args),
    /// Explain a command, or a topic such as `exit-codes`.
    Help(help::Args),
}

impl Command {
    fn run(self, context: &mut context::Context) -> error::Result {
        match self {
            Self::Init(args) => init::run(&args, context),
            Self::Status(args) => status::run(&args, context),
            Self::Demo(args) => demo::run(&args, context),
            Self::Member(command) => command.run(context),
            Self::Invite(command) => command.run(context),
            Self::Outbox(command) => command.run(context),
            Self::Team(command) => command.run(context),
            Self::Role(command) => command.run(context),
            Self::Perm(command) => command.run(context),
            Self::Mask(command) => command.run(context),
            Self::Module(command) => command.run(context),
            Self::Account(command) => command.run(context),
            Self::Chat(command) => command.run(context),
            Self::Campaign(command) => command.run(context),
            Self::Contact(command) => command.run(context),
            Self::Analytics(args) => analytics::run(&args, context),
            Self::Billing(command) => command.run(context),
            Self::ApiKey(command) => command.run(context),
            Self::Whatsapp(command) => command.run(context),
            Self::Integration(command) => command.run(context),
            Self::Workspace(command) => command.run(context),
            Self::Template(command) => command.run(context),
            Self::Can(args) => can::run(&args, context),
            Self::Why(args) => why::run(&args, context),
            Self::WhoCan(args) => who_can::run(&args, context),
            Self::Policy(command) => command.run(context),
            Self::Audit(command) => command.run(context),
            Self::Leaks(args) => leaks::run(&args, context),
            Self::Completions(args) => completions::run(&args, context),
            Self::Help(args) => help::run(&args, context),
        }
    }
}
