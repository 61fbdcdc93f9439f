//! Every command through the real binary, a file a noun: how it ends when all is well, and in every
//! way in which it can't be done.

pub mod account;
pub mod analytics;
mod api_key;
pub mod audit;
pub mod billing;
pub mod campaign;
mod campaign_traits;
pub mod can;
pub mod chat;
mod chat_of_contact;
pub mod contact;
mod contract;
mod coverage;
mod examples;
mod hints;
mod hostile;
mod identity;
mod import;
pub mod init;
pub mod integration;
mod kept;
mod kept_fields;
mod lists;
pub mod mask;
mod masked_reader;
pub mod member;
pub mod module;
mod needed;
mod options;
pub mod perm;
mod permissions;
pub mod role;
mod rules;
mod scripts;
mod speaking;
pub mod status;
pub mod team;
pub mod template;
mod template_use;
mod usage;
pub mod whatsapp;
pub mod workspace;
mod workspace_move;

use crate::support::Case;

/// Every case of every noun.
pub fn all_cases() -> Vec<Case> {
    let nouns = [
        account::cases(),
        audit::cases(),
        analytics::cases(),
        billing::cases(),
        campaign::cases(),
        can::cases(),
        chat::cases(),
        contact::cases(),
        init::cases(),
        integration::cases(),
        mask::cases(),
        member::cases(),
        module::cases(),
        perm::cases(),
        role::cases(),
        status::cases(),
        team::cases(),
        whatsapp::cases(),
        workspace::cases(),
        template::cases(),
    ];
    nouns.into_iter().flatten().collect()
}

/// The role that was given what it takes to lead the team, which the preset keeps to the owner.
pub const ADAM_LEADS: &str = "perm allow team-settings --role admin";
/// The same for reading the matrix.
pub const ADAM_READS: &str = "perm allow access-permissions --role admin";
