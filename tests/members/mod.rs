//! Members at scale, through the program itself: leaving and pausing, teams, invitations, mail,
//! import and export.

mod leaving;
mod ownership;
mod support;
mod teams;
