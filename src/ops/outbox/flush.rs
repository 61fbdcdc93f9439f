//! `outbox flush`: sends what is due.
//!
//! Each mail is taken up, sent, and noted, in this order. A kill before it is sent leaves it queued
//! for later. A kill between sending and noting leaves it queued too, and it goes out again: as a
//! file that is the same file, by SMTP a second time with the same Message-ID, by which mail
//! programs know it. The time between the two is that of one small write.

use std::collections::HashMap;

use crate::{
    mail::{Letter, Sent, Settings, Transport, render},
    ops::{Changed, Outcome, Result, Session, workspace::SignIn},
    rules::{
        id::MailId,
        policy::grant::{Grant, Outbox},
        privacy::lens::{Lens, SafeText},
        workspace::patience::pause_after,
    },
    store::Mail,
};

/// The longest answer of a server that is kept, in characters.
const LONGEST_ERROR: usize = 300;

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It has left, or in a dry run it would be tried.
    Sent,
    /// It was refused for good.
    Refused,
    /// It stays queued.
    Queued,
}

impl Fate {
    /// Its name in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Queued => "queued",
        }
    }
}

/// One mail that was taken up.
#[derive(Debug, Clone)]
pub struct Dispatch {
    /// Its key.
    pub id: MailId,
    /// Whom it goes to.
    pub email: SafeText,
    /// What became of it.
    pub fate: Fate,
    /// What was said against it.
    pub error: Option<SafeText>,
}

/// What a flush did.
#[derive(Debug, Clone, Default)]
pub struct FlushReport {
    /// How many mails have left.
    pub sent: u64,
    /// How many were refused for good.
    pub refused: u64,
    /// How many were tried and stay queued.
    pub failed: u64,
    /// How many were withdrawn since their invitation has expired.
    pub expired: u64,
    /// How many are queued now, tried or not.
    pub queued: u64,
    /// Why it ended early.
    pub stopped: Option<String>,
}

/// Makes the way out that the settings name; it is asked for only when a mail is due.
pub type Ways<'a> = dyn FnMut(&Settings) -> Result<Box<dyn Transport>> + 'a;

/// Sends what is due as the settings say, each mail told to `tell` as it is done. A dry run sends and
/// changes nothing.
///
/// # Errors
/// Refused without `team-settings`.
pub fn flush(
    session: &mut Session,
    settings: &Settings,
    ways: &mut Ways<'_>,
    tell: &mut dyn FnMut(Dispatch) -> Result<()>,
) -> Result<FlushReport> {
    let now = session.now();
    let (grant, workspace, sign_in, lens) = session.read(|snapshot, actor| {
        let grant = actor.authorize::<Outbox>(now)?;
        let sign_in = SignIn::of(snapshot)?;
        Ok((grant, snapshot.workspace()?.name, sign_in, actor.lens()))
    })?;
    let mut report = FlushReport::default();
    if session.is_dry_run() {
        let due = session.read(|snapshot, _| Ok(snapshot.due_mails(now, usize::MAX)?))?;
        for mail in due {
            report.sent += 1;
            tell(dispatch(&mail, Fate::Sent, None, lens))?;
        }
        return Ok(report);
    }
    report.expired = session.deliver(&grant, |step| Ok(step.withdraw_expired(now)?))?;
    let mut post = Post {
        session,
        grant,
        settings,
        workspace,
        sign_in,
        lens,
        now,
        transport: None,
        deferred: HashMap::new(),
    };
    while post.round(ways, &mut report, tell)? {}
    let Post { session, .. } = post;
    report.queued = session.read(|snapshot, _| Ok(snapshot.count_queued()?))?;
    note(session, &report)?;
    Ok(report)
}

struct Post<'a> {
    session: &'a mut Session,
    grant: Grant<Outbox>,
    settings: &'a Settings,
    workspace: String,
    sign_in: SignIn,
    lens: Lens,
    now: i64,
    transport: Option<Box<dyn Transport>>,
    /// Until when the mails of a domain wait: one of them was put off by the server in this run.
    deferred: HashMap<String, i64>,
}

/// Where a mail goes: mails to one domain are refused for now for the same reasons.
fn domain(mail: &Mail) -> String {
    mail.to.rsplit('@').next().unwrap_or_default().to_ascii_lowercase()
}

impl Post<'_> {
    /// Takes up a batch, sends it and notes it; says whether there may be more.
    fn round(
        &mut self,
        ways: &mut Ways<'_>,
        report: &mut FlushReport,
        tell: &mut dyn FnMut(Dispatch) -> Result<()>,
    ) -> Result<bool> {
        let now = self.now;
        let is_anything_due =
            self.session.read(|snapshot, _| Ok(!snapshot.due_mails(now, 1)?.is_empty()))?;
        if !is_anything_due {
            return Ok(false);
        }
        let transport = match &mut self.transport {
            Some(transport) => transport,
            empty => empty.insert(ways(self.settings)?),
        };
        let limit = transport.at_once();
        let batch = self.session.deliver(&self.grant, |step| Ok(step.claim(now, limit)?))?;
        if let [mail] = &batch[..]
            && let Some(until) = self.deferred.get(&domain(mail))
        {
            self.session.deliver(&self.grant, |step| Ok(step.put_back(&[mail.id], *until)?))?;
            return Ok(true);
        }
        let mut sent = Vec::with_capacity(batch.len());
        for mail in &batch {
            let result =
                send(transport.as_mut(), mail, (&self.workspace, &self.sign_in), self.settings);
            let is_end = matches!(result, Sent::NoWayOut(_));
            sent.push(result);
            if is_end {
                break;
            }
        }
        if let Err(error) = transport.settle() {
            // Written, but perhaps not for good: it is written again.
            sent = vec![Sent::NoWayOut(format!("the mails can't be kept: {error}"))];
        }
        let untried: Vec<_> = batch[sent.len()..].iter().map(|mail| mail.id).collect();
        self.session.deliver(&self.grant, |step| -> Result<()> {
            for (mail, sent) in batch.iter().zip(&sent) {
                match sent {
                    Sent::Delivered => step.mark_sent(mail.id, now)?,
                    Sent::Refused(error) => step.mark_refused(mail.id, &short(error), now)?,
                    Sent::Later { error, .. } | Sent::NoWayOut(error) => {
                        step.mark_failed(mail.id, &short(error))?;
                    }
                }
            }
            Ok(step.put_back(&untried, now)?)
        })?;
        for (mail, sent) in batch.iter().zip(sent) {
            if matches!(sent, Sent::Later { for_domain: true, .. }) {
                self.deferred.insert(domain(mail), now + pause_after(mail.attempts + 1));
            }
            tell(count(mail, sent, report, self.lens))?;
        }
        Ok(report.stopped.is_none())
    }
}

fn send(
    transport: &mut dyn Transport,
    mail: &Mail,
    (workspace, sign_in): (&str, &SignIn),
    settings: &Settings,
) -> Sent {
    // A part of the hash, turned around: the same for every trial, and for no other mail.
    let (part, _) = mail.code_hash.split_first_chunk().unwrap_or((&[0; 8], &[]));
    let fingerprint = format!("{:016x}", !u64::from_be_bytes(*part));
    let command = sign_in.command();
    let letter = Letter {
        id: mail.id.0,
        fingerprint: &fingerprint,
        to: &mail.to,
        name: mail.name.as_deref(),
        workspace,
        role: &mail.role,
        invited_by: &mail.invited_by,
        inviter: mail.inviter.as_deref(),
        code: &mail.code.for_mail(),
        created_at: mail.created_at,
        expires_at: mail.expires_at,
        sign_in: command.as_deref(),
        host_key: sign_in.host_key.as_deref(),
    };
    match render(&letter, &settings.from) {
        Ok(rendered) => transport.send(&rendered),
        Err(problem) => Sent::Refused(problem),
    }
}

fn count(mail: &Mail, sent: Sent, report: &mut FlushReport, lens: Lens) -> Dispatch {
    match sent {
        Sent::Delivered => {
            report.sent += 1;
            dispatch(mail, Fate::Sent, None, lens)
        }
        Sent::Refused(error) => {
            report.refused += 1;
            dispatch(mail, Fate::Refused, Some(short(&error)), lens)
        }
        Sent::Later { error, .. } => {
            report.failed += 1;
            dispatch(mail, Fate::Queued, Some(short(&error)), lens)
        }
        Sent::NoWayOut(error) => {
            report.failed += 1;
            report.stopped = Some(short(&error));
            dispatch(mail, Fate::Queued, Some(short(&error)), lens)
        }
    }
}

fn dispatch(mail: &Mail, fate: Fate, error: Option<String>, lens: Lens) -> Dispatch {
    Dispatch {
        id: mail.id,
        email: lens.staff(mail.to.as_str()),
        fate,
        error: error.map(|text| lens.staff(text)),
    }
}

/// A server's answer, cut to what is worth keeping.
fn short(error: &str) -> String {
    error.chars().take(LONGEST_ERROR).collect()
}

/// One audit entry for the whole flush, if it did anything.
fn note(session: &mut Session, report: &FlushReport) -> Result<()> {
    let counts = [
        ("sent", report.sent),
        ("refused", report.refused),
        ("failed", report.failed),
        ("expired", report.expired),
    ];
    if counts.iter().all(|(_, count)| *count == 0) {
        return Ok(());
    }
    let now = session.now();
    session.change(
        |_, actor| Ok((actor.authorize::<Outbox>(now)?, ())),
        |_, _, ()| {
            let done = Changed::new("outbox.flush", "outbox");
            let done = counts.into_iter().fold(done, |done, (field, count)| {
                done.new_field(field, (count > 0).then_some(count))
            });
            Ok(Outcome::from(done))
        },
    )?;
    Ok(())
}
