//! `status`: who the actor is here, what they see, and what waits for them. Everybody may ask, also
//! who may do nothing else; each part is for those to know who may use its module.

use crate::{
    ops::{Result, Session, audit::may_know_head, campaign::due, module::ModuleRow},
    rules::{
        policy::{decision::decide, mask::MaskSet, permission::Permission, role::Role},
        privacy::lens::SafeText,
        workspace::{billing::Seats, member::Status as MemberStatus},
    },
    store::{AtLeast, Head, Workload},
};

/// How things stand for the actor. What isn't theirs to know is `None`.
#[derive(Debug, Clone)]
pub struct Status {
    /// The workspace's name.
    pub workspace: SafeText,
    /// Their login id.
    pub email: SafeText,
    /// Their name.
    pub name: Option<SafeText>,
    /// Their role.
    pub role: SafeText,
    /// The team they are in.
    pub team: Option<SafeText>,
    /// Whether they are invited, active or suspended.
    pub standing: MemberStatus,
    /// What is hidden from them of customers.
    pub masks: MaskSet,
    /// The roles from which something is hidden, for who may read the matrix.
    pub masked_roles: Option<Vec<MaskedRole>>,
    /// The sections of the product, and why they see each or not.
    pub modules: Vec<ModuleRow>,
    /// The open chats that wait.
    pub chats: Option<Workload>,
    /// How many invitations wait to be accepted.
    pub invitations: Option<AtLeast>,
    /// How many mails wait to be sent.
    pub mails: Option<u64>,
    /// How many campaigns have something to do.
    pub campaigns: Option<u64>,
    /// The seats.
    pub seats: Option<Seats>,
    /// Where the audit ends.
    pub head: Option<Head>,
    /// When the last backup was made.
    pub backup: LastBackup,
    /// The time, where it was set by hand.
    pub clock: Option<i64>,
}

/// When the last backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastBackup {
    /// It isn't theirs to know.
    Untold,
    /// There was none.
    Never,
    /// In milliseconds since 1970.
    At(i64),
}

/// A role from which something of customers is hidden.
#[derive(Debug, Clone)]
pub struct MaskedRole {
    /// The role.
    pub role: SafeText,
    /// What is hidden.
    pub masks: MaskSet,
    /// How many members hold it, suspended ones left out.
    pub members: u64,
}

/// How things stand for the actor.
///
/// # Errors
/// The store's own; an actor who isn't known.
pub fn status(session: &mut Session) -> Result<Status> {
    let now = session.now();
    let clock = session.clock_is_set().then_some(now);
    session.read(|snapshot, actor| {
        let lens = actor.lens();
        let may = |permission| actor.may(permission).allowed;
        let row = |module| {
            let decision = decide(actor.subject(), module);
            ModuleRow { module, visible: decision.allowed, reason: decision.reason }
        };
        let team = snapshot.member_by_id(actor.id)?.map(|member| lens.staff(member.team_name));
        let chats = may(Permission::Inbox).then(|| snapshot.workload(&actor.viewer()));
        let invitations = may(Permission::TeamSettings).then(|| snapshot.pending_invitations(now));
        let mails = may(Permission::TeamSettings).then(|| snapshot.count_queued());
        let knows_head = may(Permission::AccessPermissions) && may_know_head(actor);
        let head = knows_head.then(|| snapshot.head());
        let masked_roles = || -> Result<Vec<MaskedRole>> {
            let policy = snapshot.policy()?;
            let masked = policy.roles().iter().filter(|role| role.masks.is_any());
            let members = snapshot.count_roles()?;
            let row = |role: &Role| {
                let members = members.get(&role.name).copied().unwrap_or(0);
                MaskedRole { role: lens.staff(role.name.clone()), masks: role.masks, members }
            };
            Ok(masked.map(row).collect())
        };
        let masked_roles = may(Permission::AccessPermissions).then(masked_roles);
        let backup = may(Permission::Workspace).then(|| snapshot.last_backup());
        let seats = may(Permission::Billing).then(|| snapshot.seats(now));
        Ok(Status {
            workspace: lens.staff(snapshot.workspace()?.name),
            email: lens.staff(actor.email.clone()),
            name: actor.name.clone().map(|text| lens.staff(text)),
            role: lens.staff(actor.role.name.clone()),
            team,
            standing: actor.status,
            masks: actor.role.masks,
            masked_roles: masked_roles.transpose()?,
            modules: Permission::modules().map(row).collect(),
            chats: chats.transpose()?,
            invitations: invitations.transpose()?,
            mails: mails.transpose()?,
            campaigns: due(snapshot, actor, now)?,
            seats: seats.transpose()?,
            head: head.transpose()?.flatten(),
            backup: match backup.transpose()? {
                Some(Some(at)) => LastBackup::At(at),
                Some(None) => LastBackup::Never,
                None => LastBackup::Untold,
            },
            clock,
        })
    })
}
