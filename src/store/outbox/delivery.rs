//! The bookkeeping of a delivery: which mails were taken up, and what became of each. It is the
//! one write without an audit entry for each row, and it can touch nothing but the outbox: that a
//! mail was sent changes nothing that the audit is about. It needs a grant all the same.

use crate::rules::{
    id::MailId,
    policy::grant::{Grant, Outbox},
    workspace::patience::pause_after,
};
use crate::store::{
    Mail, Snapshot, Store,
    engine::{
        Connection,
        error::{Error, Result},
        params,
    },
    open::holder::begin_writing,
};

/// One step of a delivery, in one transaction.
pub struct Delivery<'c> {
    connection: &'c Connection,
}

impl Store {
    /// Does one step of a delivery, and keeps it.
    ///
    /// # Errors
    /// What `step` fails with, or the store's own; then nothing of the step was kept.
    pub fn deliver<T, E: From<Error>>(
        &mut self,
        _by: &Grant<Outbox>,
        step: impl FnOnce(&Delivery<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.prepare_to_write()?;
        let transaction = begin_writing(&self.connection, &self.place)?;
        let result = step(&Delivery { connection: &transaction })?;
        transaction.commit()?;
        Ok(result)
    }
}

impl Delivery<'_> {
    /// Withdraws mails whose invitation has expired: they would only disappoint. Says how many.
    pub fn withdraw_expired(&self, now: i64) -> Result<u64> {
        let withdrawn = self.connection.execute(
            "UPDATE outbox SET state = 'withdrawn', code = NULL, done_at = ?1
                 WHERE state = 'queued' AND next_attempt_at <= ?1 AND id IN
                    (SELECT id FROM invitation WHERE expires_at <= ?1)",
            [now],
        )?;
        Ok(withdrawn as u64)
    }

    /// Takes up mails that are due: counts the trial, and puts off the next one, before anything
    /// is sent. Nobody else takes them up in the meantime, nor does a run after a crash at once.
    pub fn claim(&self, now: i64, limit: usize) -> Result<Vec<Mail>> {
        let mails = Snapshot { connection: self.connection }.due_mails(now, limit)?;
        let mut statement = self.connection.statement(
            "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = ?2 WHERE id = ?1",
        )?;
        for mail in &mails {
            statement.execute(params![mail.id.0, now + pause_after(mail.attempts + 1)])?;
        }
        Ok(mails)
    }

    /// Gives mails back that were taken up but not tried.
    pub fn put_back(&self, mails: &[MailId], now: i64) -> Result<()> {
        let mut statement = self.connection.statement(
            "UPDATE outbox SET attempts = attempts - 1, next_attempt_at = ?2
             WHERE id = ?1 AND state = 'queued'",
        )?;
        for mail in mails {
            statement.execute([mail.0, now])?;
        }
        Ok(())
    }

    /// Notes that a mail has left, and wipes its code.
    pub fn mark_sent(&self, mail: MailId, at: i64) -> Result<()> {
        self.end(mail, "sent", None, at)
    }

    /// Notes that a mail was refused for good, and wipes its code.
    pub fn mark_refused(&self, mail: MailId, error: &str, at: i64) -> Result<()> {
        self.end(mail, "refused", Some(error), at)
    }

    /// Notes why a mail didn't leave; it stays queued.
    pub fn mark_failed(&self, mail: MailId, error: &str) -> Result<()> {
        self.connection.execute(
            "UPDATE outbox SET last_error = ?2 WHERE id = ?1 AND state = 'queued'",
            params![mail.0, error],
        )?;
        Ok(())
    }

    // A mail that was withdrawn while it was on its way has left all the same.
    fn end(&self, mail: MailId, state: &str, error: Option<&str>, at: i64) -> Result<()> {
        self.connection.execute(
            "UPDATE outbox SET state = ?2, code = NULL, last_error = ?3, done_at = ?4
                 WHERE id = ?1 AND state IN ('queued', 'withdrawn')",
            params![mail.0, state, error, at],
        )?;
        Ok(())
    }
}
