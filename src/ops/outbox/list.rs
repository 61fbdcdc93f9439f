//! `outbox list`.

use crate::{
    ops::{Result, Session},
    rules::{
        id::{InvitationId, MailId},
        policy::permission::Permission,
        privacy::lens::{Lens, SafeText},
    },
    store::MailEntry,
};

/// A mail as it is listed. The code that it carries is no part of it.
#[derive(Debug, Clone)]
pub struct MailRow {
    /// Its key.
    pub id: MailId,
    /// Of which invitation.
    pub invitation: InvitationId,
    /// Whom it goes to.
    pub email: SafeText,
    /// Queued, sent, refused or withdrawn.
    pub state: SafeText,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, in milliseconds since 1970.
    pub next_attempt_at: Option<i64>,
    /// What was said against it the last time.
    pub last_error: Option<SafeText>,
    /// When it came to its end, in milliseconds since 1970.
    pub done_at: Option<i64>,
}

/// The mails, in the order in which they were written.
///
/// # Errors
/// Refused without `team-settings`.
pub fn list(
    session: &mut Session,
    state: Option<&str>,
    after: Option<MailId>,
    limit: Option<u64>,
) -> Result<Vec<MailRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        let mails = snapshot.mails(state, after, limit)?.into_iter();
        Ok(mails.map(|mail| row(mail, actor.lens())).collect())
    })
}

pub(super) fn row(mail: MailEntry, lens: Lens) -> MailRow {
    MailRow {
        id: mail.id,
        invitation: mail.invitation,
        email: lens.staff(mail.to),
        state: lens.staff(mail.state),
        attempts: mail.attempts,
        next_attempt_at: mail.next_attempt_at,
        last_error: mail.last_error.map(|text| lens.staff(text)),
        done_at: mail.done_at,
    }
}
