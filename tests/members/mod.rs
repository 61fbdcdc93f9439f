//! Members at scale, through the program itself: leaving and pausing, teams, invitations, mail,
//! import and export.

mod bad_files;
mod import;
mod import_rights;
mod invitations;
mod kills;
mod leaving;
mod mailbox;
mod ownership;
mod smtp;
mod smtp_server;
mod support;
mod teams;
mod terminal;
