//! The keys by which members sign in: `key list`, `key add`, `key remove`, and whose a key is.

use crate::{
    ops::{Changed, Cleared, Outcome, Result, Session, lookup::require_member},
    rules::{
        error::{Kind, NameError, Refusal, SignInError},
        policy::actor::Actor,
        privacy::lens::SafeText,
        workspace::{member::Status, sign_in::PublicKey},
    },
    store::{Kind as Kept, Member, MemberKey, Snapshot, Store},
};

/// A key as it is listed.
#[derive(Debug, Clone)]
pub struct KeyRow {
    /// What people know it by.
    pub fingerprint: SafeText,
    /// Whose it is.
    pub member: SafeText,
    /// What its owner wrote beside it.
    pub comment: SafeText,
    /// Who added it.
    pub added_by: SafeText,
    /// When, in milliseconds since 1970.
    pub added_at: i64,
}

/// One's own keys, or another member's, as an owner. An owner who names nobody gets everybody's.
///
/// # Errors
/// Refused for another member's, but to owners; a member who isn't known.
pub fn list(session: &mut Session, of: Option<&str>) -> Result<Vec<KeyRow>> {
    session.read(|snapshot, actor| {
        let of = match of {
            Some(email) => Some(subject(snapshot, actor, Some(email))?.id),
            None if actor.role.is_owner() => None,
            None => Some(actor.id),
        };
        let lens = actor.lens();
        let row = |key: MemberKey| KeyRow {
            fingerprint: lens.staff(key.key.fingerprint),
            member: lens.staff(key.email),
            comment: lens.staff(key.key.comment),
            added_by: lens.staff(key.added_by),
            added_at: key.added_at,
        };
        Ok(snapshot.member_keys(of)?.into_iter().map(row).collect())
    })
}

/// Goes on only if the actor may add a key for that member.
///
/// # Errors
/// Refused for another, but to owners.
pub fn require_to_add(session: &mut Session, of: Option<&str>) -> Result<Cleared> {
    let now = session.now();
    session.clear(|snapshot, actor| {
        let member = subject(snapshot, actor, of)?;
        Ok(actor.authorize_key(member.id, now).map(drop)?)
    })
}

/// Lets somebody sign in with a key: the actor, or another as an owner says.
///
/// # Errors
/// Refused for another, but to owners; what is no key; a key that is in use.
pub fn add(session: &mut Session, text: &str, of: Option<&str>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let member = subject(snapshot, actor, of)?;
            let grant = actor.authorize_key(member.id, now)?;
            let key = PublicKey::read(text).map_err(SignInError::UnfitKey)?;
            if snapshot.member_key(&key.fingerprint)?.is_some() {
                return Err(NameError::duplicate(Kind::Key, &key.fingerprint).into());
            }
            Ok((grant, (member, key)))
        },
        |change, actor, (member, key)| {
            change.insert_member_key(member.id, &key, &actor.email, now)?;
            Ok(Changed::new("key.add", member.email)
                .new_field("key", Some(key.fingerprint))
                .new_field("comment", Some(key.comment).filter(|comment| !comment.is_empty()))
                .into())
        },
    )
}

/// Lets nobody sign in with a key any more.
///
/// # Errors
/// A key that isn't the actor's, but for owners.
pub fn remove(session: &mut Session, fingerprint: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            // Whose else's a key is, or that it is somebody's, is the owners' to know.
            let is_theirs = |key: &MemberKey| key.member == actor.id || actor.role.is_owner();
            let key = snapshot
                .member_key(fingerprint)?
                .filter(is_theirs)
                .ok_or_else(|| NameError::unknown(Kind::Key, fingerprint, None))?;
            let grant = actor.authorize_key(key.member, now)?;
            let left = snapshot.member_keys(Some(key.member))?.len() - 1;
            Ok((grant, (key, left)))
        },
        |change, _, (key, left)| {
            let rows = change.rows_of_keys(key.member.0)?;
            change.remove_member_key(fingerprint)?;
            let stay = change.rows_of_keys(key.member.0)?;
            let changed = Changed::new("key.remove", key.email.as_str())
                .keeping(rows.into_iter().filter(|row| !stay.contains(row)))
                .old_field("key", Some(key.key.fingerprint))
                .old_field("comment", Some(key.key.comment).filter(|text| !text.is_empty()));
            let mut outcome = Outcome::from(changed);
            if left == 0 {
                outcome.notes.push(format!("{} has no key left to sign in with", key.email));
            }
            Ok(outcome)
        },
    )
}

/// Lets a member sign in again with a key that was removed.
///
/// # Errors
/// As [`add`]'s.
pub(super) fn bring_back(session: &mut Session, of: &str, row: &str) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let of = Some(of).filter(|of| !of.eq_ignore_ascii_case(&actor.email));
            let member = subject(snapshot, actor, of)?;
            let grant = actor.authorize_key(member.id, now)?;
            Ok((grant, member))
        },
        |change, _, member| {
            let before = change.member_keys(Some(member.id))?;
            change.put_back_row(Kept::Key, row)?;
            let back = change.member_keys(Some(member.id))?.into_iter();
            let is_back = |key: &MemberKey| {
                before.iter().all(|other| other.key.fingerprint != key.key.fingerprint)
            };
            let back = back.filter(is_back).map(|key| key.key.fingerprint).next();
            Ok(Changed::new("key.add", member.email).new_field("key", back).into())
        },
    )
}

/// Who signs in with a key, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// A member who has joined, or is suspended; with the comment of their key.
    Member {
        /// Their login id.
        email: String,
        /// How they stand.
        status: Status,
        /// What is written beside the key.
        comment: String,
    },
    /// Nobody, or somebody who hasn't joined yet.
    Stranger,
}

/// Whose a key is. Nobody's permission is asked: the key is what proves who one is.
pub fn holder(store: &mut Store, fingerprint: &str) -> Result<Holder> {
    store.read(|snapshot| {
        let Some(key) = snapshot.member_key(fingerprint)? else { return Ok(Holder::Stranger) };
        as_holder(snapshot, &key.email, key.key.comment)
    })
}

/// Whom a login id is, as a service says who knows by other means than a key who signed in.
pub fn holder_called(store: &mut Store, email: &str) -> Result<Holder> {
    store.read(|snapshot| as_holder(snapshot, email, String::new()))
}

fn as_holder(snapshot: &Snapshot<'_>, email: &str, comment: String) -> Result<Holder> {
    Ok(match snapshot.member(email)? {
        Some(Member { status: Status::Invited, .. }) | None => Holder::Stranger,
        Some(Member { email, status, .. }) => Holder::Member { email, status, comment },
    })
}

/// Every key by which a member signs in. The gate refuses who is suspended: once restored, they are in
/// without the file being written again.
///
/// # Errors
/// Refused but to owners.
pub fn authorized(session: &mut Session) -> Result<Vec<PublicKey>> {
    session.read(|snapshot, actor| {
        actor.require_all_keys()?;
        Ok(snapshot.member_keys(None)?.into_iter().map(|key| key.key).collect())
    })
}

/// The member whose keys are meant. Nobody but an owner learns whether another is known.
fn subject(snapshot: &Snapshot<'_>, actor: &Actor, of: Option<&str>) -> Result<Member> {
    let email = of.unwrap_or(&actor.email);
    if !actor.role.is_owner() && !email.eq_ignore_ascii_case(&actor.email) {
        return Err(actor.refused(Refusal::OwnerOnly).into());
    }
    require_member(snapshot, actor, email)
}
