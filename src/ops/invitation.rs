//! Invitations: making, listing, sending again, taking back, accepting.

mod accept;
mod code;
mod manage;

pub(super) use self::code::CodeSource;
pub use self::{
    accept::accept,
    manage::{InvitationRow, list, resend, revoke},
};

use crate::rules::policy::grant::{Invitations, Opens};
use crate::{
    ops::Result,
    rules::id::MemberId,
    store::{Change, NewInvitation},
};

/// Makes an invitation with a new code, and the mail that carries it. Says how many chats had waited for
/// who can join now, and are theirs.
pub(super) fn invite<K: Opens<Invitations>>(
    change: &Change<'_, K>,
    codes: &mut CodeSource,
    member: MemberId,
    invited_by: &str,
    (at, valid_for): (i64, i64),
) -> Result<u64> {
    change.insert_invitation(&NewInvitation {
        member,
        code: &codes.next()?,
        invited_by,
        at,
        expires_at: at.saturating_add(valid_for),
    })?;
    Ok(change.settle_chats(member)?)
}

/// A point in time as the audit and the report of a change write it.
pub(super) fn written_time(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |at| at.to_string())
}
