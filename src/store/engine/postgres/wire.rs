//! The connection itself. Many rows go over it while the program goes on, until it is needed for something else.

use std::{
    cell::{RefCell, RefMut},
    collections::HashMap,
    io::Write,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::{self, JoinHandle},
};

use postgres::{Client, Statement};

use crate::store::engine::error::{Error, Result};

/// A connection, or the rows that it is busy with.
pub(super) struct Wire(RefCell<State>);

enum State {
    Free(Box<Connected>),
    Sending(SyncSender<Lot>, JoinHandle<(Box<Connected>, Result<()>)>),
    /// What sent rows ended without giving it back.
    Lost,
}

struct Connected {
    client: Client,
    /// The statements of each COPY that was run.
    copying: HashMap<String, Statement>,
}

/// A lot of rows: those that go as statements, and those that go by COPY, each with its statement.
pub(super) struct Lot {
    pub(super) statements: String,
    pub(super) copies: Vec<(String, Vec<u8>)>,
}

/// The number of lots that wait at most for those before them.
const AHEAD: usize = 8;

impl Wire {
    pub(super) fn new(client: Client) -> Self {
        Self(RefCell::new(State::Free(Box::new(Connected { client, copying: HashMap::new() }))))
    }

    /// The connection. Waits for the rows on their way, and fails where they couldn't be added.
    pub(super) fn client(&self) -> Result<RefMut<'_, Client>> {
        let connected = free(self.0.borrow_mut())?;
        Ok(RefMut::map(connected, |connected| &mut connected.client))
    }

    /// The connection, where nobody else is at it.
    pub(super) fn try_client(&self) -> Option<RefMut<'_, Client>> {
        let connected = free(self.0.try_borrow_mut().ok()?).ok()?;
        Some(RefMut::map(connected, |connected| &mut connected.client))
    }

    /// Adds a lot of rows, and waits for that.
    pub(super) fn add(&self, lot: &Lot) -> Result<()> {
        free(self.0.borrow_mut())?.add(lot)
    }

    /// Adds a lot of rows while the program goes on. Where that fails, what is done next on the connection fails.
    pub(super) fn send(&self, lot: Lot) -> Result<()> {
        let mut state = self.0.borrow_mut();
        *state = match std::mem::replace(&mut *state, State::Lost) {
            State::Free(connected) => {
                let (queue, comes) = sync_channel(AHEAD);
                State::Sending(queue, thread::spawn(move || connected.add_all(&comes)))
            }
            other => other,
        };
        let is_taken = matches!(&*state, State::Sending(queue, _) if queue.send(lot).is_ok());
        if is_taken { Ok(()) } else { free(state).map(drop) }
    }
}

/// Waits until the connection is free.
fn free(mut state: RefMut<'_, State>) -> Result<RefMut<'_, Connected>> {
    if let State::Sending(..) = *state
        && let State::Sending(queue, sending) = std::mem::replace(&mut *state, State::Lost)
    {
        drop(queue);
        if let Ok((connected, added)) = sending.join() {
            *state = State::Free(connected);
            added?;
        }
    }
    RefMut::filter_map(state, |state| match state {
        State::Free(connected) => Some(&mut **connected),
        _ => None,
    })
    .map_err(|_| Error::Engine("the connection was lost while rows were sent".to_owned()))
}

impl Connected {
    fn add_all(mut self: Box<Self>, lots: &Receiver<Lot>) -> (Box<Self>, Result<()>) {
        let added = lots.iter().try_for_each(|lot| self.add(&lot));
        (self, added)
    }

    fn add(&mut self, lot: &Lot) -> Result<()> {
        self.client.batch_execute(&lot.statements)?;
        for (sql, lines) in &lot.copies {
            let copying = match self.copying.get(sql) {
                Some(known) => known,
                None => {
                    let prepared = self.client.prepare(sql)?;
                    self.copying.entry(sql.clone()).or_insert(prepared)
                }
            };
            let mut writer = self.client.copy_in(copying)?;
            writer.write_all(lines)?;
            writer.finish()?;
        }
        Ok(())
    }
}
