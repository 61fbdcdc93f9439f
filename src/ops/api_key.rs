//! The organisation's API key: made anew, taken back, tried. It is shown once, to whoever makes it.

use crate::rules::policy::grant::ApiKeys;
use crate::{
    ops::{Changed, Error, Outcome, Result, Session, invitation::written_time},
    rules::{
        error::SettingsError,
        policy::permission::Permission,
        privacy::lens::SafeText,
        workspace::api_key::{ApiKey, KEY_LENGTH, USE_STEP},
    },
    store::StoredKey,
};

/// The key as it may be shown: never the key itself.
#[derive(Debug, Clone)]
pub struct KeyView {
    /// Whether it is in force.
    pub in_force: bool,
    /// What it is recognised by.
    pub prefix: SafeText,
    /// Who made it.
    pub created_by: SafeText,
    /// When, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was last used, to the hour, in milliseconds since 1970.
    pub last_used_at: Option<i64>,
    /// Who took it back.
    pub ended_by: Option<SafeText>,
    /// When, in milliseconds since 1970.
    pub ended_at: Option<i64>,
}

/// What came of trying a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it opens.
    pub valid: bool,
    /// `in-force`, `ended` or `unknown`.
    pub reason: &'static str,
    /// What it is recognised by, where it is or was one.
    pub prefix: Option<SafeText>,
}

/// The newest key; `None` where there never was one.
///
/// # Errors
/// Refused without `api-key`.
pub fn show(session: &mut Session) -> Result<Option<KeyView>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::ApiKey)?;
        let lens = actor.lens();
        Ok(snapshot.newest_api_key()?.map(|key| KeyView {
            in_force: key.ended_at.is_none(),
            prefix: lens.staff(key.prefix),
            created_by: lens.staff(key.created_by),
            created_at: key.created_at,
            last_used_at: key.last_used_at,
            ended_by: key.ended_by.map(|text| lens.staff(text)),
            ended_at: key.ended_at,
        }))
    })
}

/// Makes a key; the one before it opens nothing any more. `show` is given the outcome, which the audit
/// keeps, and the key, which nothing keeps: if it can't be shown, the one before stays in force. A dry run
/// makes none.
///
/// # Errors
/// Refused without `api-key`; no random numbers.
pub fn rotate(
    session: &mut Session,
    show: &mut dyn FnMut(&Outcome, Option<SafeText>) -> Result<()>,
) -> Result<()> {
    let now = session.now();
    let is_dry_run = session.is_dry_run();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<ApiKeys>(now)?;
            Ok((grant, in_force(snapshot.newest_api_key()?)))
        },
        |change, actor, before| {
            change.end_api_key(&actor.email, now)?;
            let changed = Changed::new("api-key.rotate", "api-key");
            let before = before.map(|key| key.prefix);
            if is_dry_run {
                let planned = Outcome::from(changed.field("prefix", before, Some("of a new key")));
                show(&planned, None)?;
                return Ok(planned);
            }
            let key = ApiKey::from_random(&random()?);
            change.insert_api_key(key.prefix(), &key.hash(), &actor.email, now)?;
            let changed = changed.field("prefix", before, Some(key.prefix()));
            let made = Outcome { lens: actor.lens(), ..Outcome::from(changed) };
            show(&made, Some(SafeText::echo(key.shown_once())))?;
            Ok(made)
        },
    )?;
    Ok(())
}

/// Takes the key back: it opens nothing any more.
///
/// # Errors
/// Refused without `api-key`; no key in force.
pub fn revoke(session: &mut Session) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<ApiKeys>(now)?;
            let key = in_force(snapshot.newest_api_key()?).ok_or(SettingsError::NoApiKey)?;
            Ok((grant, key))
        },
        |change, actor, key| {
            change.end_api_key(&actor.email, now)?;
            let changed = Changed::new("api-key.revoke", "api-key");
            Ok(changed.old_field("prefix", Some(key.prefix)).into())
        },
    )
}

/// Tries a key, as whoever answers requests for the organisation does, and notes the use: once an
/// hour at most, so that a key in use is no flood of writes.
///
/// # Errors
/// Refused without `api-key`.
pub fn verify(session: &mut Session, text: &str) -> Result<Verdict> {
    let now = session.now();
    let hash = ApiKey::read(text).map(|key| key.hash());
    let (key, lens) = session.read(|snapshot, actor| {
        actor.require(Permission::ApiKey)?;
        let found = hash.as_ref().map(|hash| snapshot.api_key_by_hash(hash)).transpose()?;
        Ok((found.flatten(), actor.lens()))
    })?;
    let Some(key) = key else {
        return Ok(Verdict { valid: false, reason: "unknown", prefix: None });
    };
    let valid = key.ended_at.is_none();
    if valid && key.last_used_at.is_none_or(|used| now.saturating_sub(used) >= USE_STEP) {
        note_use(session, &key, now)?;
    }
    let reason = if valid { "in-force" } else { "ended" };
    Ok(Verdict { valid, reason, prefix: Some(lens.staff(key.prefix)) })
}

fn note_use(session: &mut Session, key: &StoredKey, now: i64) -> Result<()> {
    session.change(
        |_, actor| Ok((actor.authorize::<ApiKeys>(now)?, ())),
        |change, _, ()| {
            change.use_api_key(key.id, now)?;
            let changed = Changed::new("api-key.use", key.prefix.as_str());
            let before = key.last_used_at.map(written_time);
            Ok(changed.field("last_used_at", before, Some(written_time(now))).into())
        },
    )?;
    Ok(())
}

fn in_force(key: Option<StoredKey>) -> Option<StoredKey> {
    key.filter(|key| key.ended_at.is_none())
}

fn random() -> Result<[u8; KEY_LENGTH]> {
    let mut bytes = [0; KEY_LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::Output(std::io::Error::other(format!("no random numbers: {error}")))
    })?;
    Ok(bytes)
}
