//! The connection itself. Many rows go over it while the program goes on, until it is needed for something else.

use std::{
    cell::{RefCell, RefMut},
    io::Write,
    thread::{self, JoinHandle},
};

use postgres::{Client, Statement};

use crate::store::engine::error::{Error, Result};

/// A connection, or the rows that it is busy with.
pub(super) struct Wire(RefCell<State>);

enum State {
    Free(Client),
    Sending(JoinHandle<(Client, Result<()>)>),
    /// What sent rows ended without giving it back.
    Lost,
}

/// Rows as COPY takes them, with its statement.
pub(super) type Copies = Vec<(Statement, Vec<u8>)>;

impl Wire {
    pub(super) const fn new(client: Client) -> Self {
        Self(RefCell::new(State::Free(client)))
    }

    /// The connection. Waits for the rows on their way, and fails where they couldn't be added.
    pub(super) fn client(&self) -> Result<RefMut<'_, Client>> {
        Self::freed(self.0.borrow_mut())
    }

    /// The connection, where nobody else is at it.
    pub(super) fn try_client(&self) -> Option<RefMut<'_, Client>> {
        self.0.try_borrow_mut().ok().and_then(|state| Self::freed(state).ok())
    }

    fn freed(mut state: RefMut<'_, State>) -> Result<RefMut<'_, Client>> {
        if let State::Sending(_) = *state
            && let State::Sending(sending) = std::mem::replace(&mut *state, State::Lost)
            && let Ok((client, sent)) = sending.join()
        {
            *state = State::Free(client);
            sent?;
        }
        RefMut::filter_map(state, |state| match state {
            State::Free(client) => Some(client),
            _ => None,
        })
        .map_err(|_| Error::Engine("the connection was lost while rows were sent".to_owned()))
    }

    /// Sends rows while the program goes on.
    pub(super) fn send(&self, copies: Copies) -> Result<()> {
        drop(self.client()?);
        let mut state = self.0.borrow_mut();
        if let State::Free(mut client) = std::mem::replace(&mut *state, State::Lost) {
            *state = State::Sending(thread::spawn(move || {
                let sent = copy_all(&mut client, &copies);
                (client, sent)
            }));
        }
        Ok(())
    }
}

/// Adds rows, and waits for that.
pub(super) fn copy_all(client: &mut Client, copies: &Copies) -> Result<()> {
    for (copy, lines) in copies {
        let mut writer = client.copy_in(copy)?;
        writer.write_all(lines)?;
        writer.finish()?;
    }
    Ok(())
}
