//! Members at scale, through the program itself: leaving and pausing, teams, invitations, mail,
//! import and export.

mod invitations;
mod leaving;
mod mailbox;
mod ownership;
mod smtp;
mod smtp_server;
mod support;
mod teams;
