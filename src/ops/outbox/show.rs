//! `outbox show`: one mail, and the code that it carries, for who may know it.

use super::list::{MailRow, row};
use crate::{
    ops::{Result, Session, workspace::SignIn},
    rules::{
        error::{Kind, NameError},
        id::MailId,
        policy::{actor::Actor, escalation::may_give, permission::Permission},
        privacy::lens::SafeText,
    },
    store::{Mail, Snapshot},
};

/// A mail with what stands in it.
#[derive(Debug, Clone)]
pub struct MailView {
    /// As it is listed.
    pub mail: MailRow,
    /// Until when the code is valid, in milliseconds since 1970; `None` where none is queued.
    pub expires_at: Option<i64>,
    /// The code; `None` where none is queued, or where it is not the reader's to know.
    pub code: Option<SafeText>,
    /// What to run to join, without the code.
    pub join: Option<SafeText>,
}

/// One mail. Its code is a secret: it is shown to who could give the role that it gives, and to nobody
/// who signed in from elsewhere.
///
/// # Errors
/// Refused without `team-settings`; a mail that there isn't.
pub fn show(session: &mut Session, id: MailId) -> Result<MailView> {
    let is_pinned = session.is_pinned();
    session.read(|snapshot, actor| {
        actor.require(Permission::TeamSettings)?;
        let entry = snapshot.mail_entry(id)?;
        let entry = entry.ok_or_else(|| NameError::unknown(Kind::Mail, &id.0.to_string(), None))?;
        let queued = snapshot.queued_mail(id)?;
        let is_theirs = match &queued {
            Some(mail) if !is_pinned => gives(snapshot, actor, mail)?,
            _ => false,
        };
        let lens = actor.lens();
        let sign_in = SignIn::of(snapshot)?.command();
        let join = |mail: &Mail| {
            let program = sign_in.as_deref().unwrap_or("rolecall");
            lens.staff(format!("{program} invite accept {}", mail.to))
        };
        Ok(MailView {
            mail: row(entry, lens),
            expires_at: queued.as_ref().map(|mail| mail.expires_at),
            join: queued.as_ref().map(join),
            code: queued.filter(|_| is_theirs).map(|mail| SafeText::echo(mail.code.for_mail())),
        })
    })
}

/// Whether the actor could give the role that the mail's code gives.
fn gives(snapshot: &Snapshot<'_>, actor: &Actor, mail: &Mail) -> Result<bool> {
    let Some(member) = snapshot.member(&mail.to)? else { return Ok(false) };
    let policy = snapshot.policy()?;
    Ok(may_give(actor.viewer(), policy.role(&member.role)?))
}
