//! The mail that carries an invitation, and its two ways out: a folder of files, or SMTP. Which
//! mails are due, and what became of them, is kept by the store and decided in `ops`.

mod files;
mod html;
mod known;
mod letter;
mod message;
mod relay;
mod settings;
mod smtp;

pub use self::{
    files::Files,
    known::KnownServers,
    letter::Letter,
    message::{Rendered, render},
    settings::{Settings, SettingsFault, Tls, Way},
    smtp::Smtp,
};

/// What became of one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It has left.
    Delivered,
    /// It was refused for good, with the words of who refused it.
    Refused(String),
    /// It didn't leave, and may later.
    Later {
        /// Why not.
        error: String,
        /// Whether the server asked for it, as it would for every mail to the same domain.
        for_domain: bool,
    },
    /// It didn't leave, and no other will now: there is no way out.
    NoWayOut(String),
}

/// A way out.
pub trait Transport {
    /// How many mails may be taken up at once: more than one only where handing a mail over twice
    /// leaves one mail.
    fn at_once(&self) -> usize;

    /// Hands one mail over.
    fn send(&mut self, mail: &Rendered) -> Sent;

    /// Makes lasting what was handed over; asked before it is noted as sent.
    ///
    /// # Errors
    /// What the operating system says; then nothing of the batch counts as sent.
    fn settle(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
