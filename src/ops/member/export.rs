//! `member export`: what `member import` reads.

use crate::{
    ops::{Changed, Result, Session},
    rules::{
        error::Refusal,
        policy::{decision::Reason, permission::Permission},
        privacy::lens::{Lens, SafeText},
    },
    store::{Member, MemberFilter},
};

/// A member as a list for import holds them.
#[derive(Debug, Clone)]
pub struct ExportRow {
    /// The login id.
    pub email: SafeText,
    /// Their name.
    pub name: Option<SafeText>,
    /// Their number, whole.
    pub phone: Option<SafeText>,
    /// Their role.
    pub role: SafeText,
    /// Their team.
    pub team: SafeText,
}

/// Everybody, in the order in which they were added, told one by one.
///
/// # Errors
/// Refused without `team-settings`, and to whom numbers are hidden: a list with hidden numbers in
/// it would read as one with wrong ones.
pub fn export(session: &mut Session, tell: &mut dyn FnMut(ExportRow) -> Result<()>) -> Result<()> {
    session.read(|_, actor| {
        actor.require(Permission::TeamSettings)?;
        if actor.lens().hides_numbers() {
            let refusal = Refusal::Decided(Permission::TeamSettings, Reason::MaskNumber);
            return Err(actor.refused(refusal).into());
        }
        Ok(())
    })?;
    session.record(Permission::TeamSettings, Changed::new("member.export", "members"))?;
    session.read(|snapshot, _| {
        let lens = Lens::clear();
        let row = |member: Member| ExportRow {
            email: lens.staff(member.email),
            name: member.name.map(|text| lens.staff(text)),
            phone: member.phone.as_ref().map(|phone| lens.phone(phone)),
            role: lens.staff(member.role),
            team: lens.staff(member.team_name),
        };
        let mut filter = MemberFilter { limit: Some(1000), ..MemberFilter::default() };
        loop {
            let members = snapshot.members(&filter)?;
            let Some(last) = members.last() else { return Ok(()) };
            filter.after = Some(last.id);
            for member in members {
                tell(row(member))?;
            }
        }
    })
}
