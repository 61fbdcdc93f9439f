//! Modules: which sections of the product a member sees.

use crate::{
    ops::{Result, Session, lookup::require_actor},
    rules::policy::{
        decision::{Reason, decide},
        permission::Permission,
    },
};

/// A section of the product, for one member.
#[derive(Debug, Clone, Copy)]
pub struct ModuleRow {
    /// The section.
    pub module: Permission,
    /// Whether the member sees it.
    pub visible: bool,
    /// Which rule decided.
    pub reason: Reason,
}

/// The modules as the actor sees them or, with `access-permissions`, as another member does.
///
/// # Errors
/// Refused; a member who isn't known.
pub fn list(session: &mut Session, member: Option<&str>) -> Result<Vec<ModuleRow>> {
    session.read(|snapshot, actor| {
        let seen_by = match member.filter(|email| !email.eq_ignore_ascii_case(&actor.email)) {
            Some(email) => {
                actor.require(Permission::AccessPermissions)?;
                require_actor(snapshot, actor, email)?
            }
            None => actor.clone(),
        };
        let row = |module| {
            let decision = decide(seen_by.subject(), module);
            ModuleRow { module, visible: decision.allowed, reason: decision.reason }
        };
        Ok(Permission::modules().map(row).collect())
    })
}
