//! The outbox: what is to be sent, how it leaves, and sending it.

mod configure;
mod flush;
mod list;
mod show;

pub use self::{
    configure::{Configuration, SETTINGS, configuration, configure, settings},
    flush::{Dispatch, Fate, FlushReport, Ways, flush},
    list::{MailRow, list},
    show::{MailView, show},
};

/// What stands before the names of the outbox's settings.
const PREFIX: &str = "outbox.";
