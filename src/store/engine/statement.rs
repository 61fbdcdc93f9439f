//! Prepared statements. A connection keeps those that it has prepared, by their text.

use std::ops::ControlFlow;

use rusqlite::{
    CachedStatement, Params, params_from_iter,
    types::{FromSql, ToSql},
};

#[cfg(feature = "postgres")]
use super::postgres::{AheadRows, AnswerRow, Rows as ServerRows, Server};
use super::{
    Connection, Question, Row, Value, Values, connection::Engine, row::Columns, values::Storable,
};
use crate::store::engine::error::{Error, Result};

/// A statement that is run more than once.
pub(in crate::store) enum Statement<'c> {
    File(CachedStatement<'c>),
    #[cfg(feature = "postgres")]
    Server(&'c Server, String),
}

/// The rows of a statement that is run, one at a time.
enum Rows<'s> {
    File(rusqlite::Rows<'s>),
    #[cfg(feature = "postgres")]
    Server(ServerRows<'s>),
}

impl Rows<'_> {
    /// Gives the next row to `read`.
    fn read<T, E: From<Error>>(
        &mut self,
        columns: &Columns,
        read: impl FnOnce(&Row<'_>) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        match self {
            Self::File(rows) => {
                let row = rows.next().map_err(Error::from)?;
                row.map(|row| read(&Row::of_file(row, columns))).transpose()
            }
            #[cfg(feature = "postgres")]
            Self::Server(rows) => {
                let row = rows.next()?;
                row.map(|row| read(&Row::of_server(row, columns))).transpose()
            }
        }
    }
}

impl Statement<'_> {
    /// Runs it. Gives the number of rows that it changed.
    pub(in crate::store) fn execute(&mut self, values: impl Values) -> Result<usize> {
        values.with(|values| match self {
            Self::File(statement) => Ok(statement.execute(storable(values))?),
            #[cfg(feature = "postgres")]
            Self::Server(server, sql) => server.execute(sql, values),
        })
    }

    /// Runs an `INSERT INTO table (columns) VALUES (?1, ?2, …)` with a place for each column, of a row that is known
    /// to be new. A server may be given it later, with others, but before anything could meet it.
    pub(in crate::store) fn add(&mut self, values: impl Values) -> Result<()> {
        match self {
            Self::File(_) => self.execute(values).map(drop),
            #[cfg(feature = "postgres")]
            Self::Server(server, sql) => values.with(|values| server.add(sql, values)),
        }
    }

    /// The rows; at most so many, where that is known.
    fn rows(&mut self, values: impl Values) -> Result<Rows<'_>> {
        match self {
            Self::File(statement) => Ok(Rows::File(values.with(|values| statement.query(values))?)),
            #[cfg(feature = "postgres")]
            Self::Server(server, sql) => {
                Ok(Rows::Server(values.with(|values| server.rows(sql, values))?))
            }
        }
    }

    /// The rows, read one at a time.
    ///
    /// To cut a list short, take as many as are wanted: a bound `LIMIT` makes the engine plan the
    /// statement anew for every value.
    pub(in crate::store) fn stream<'s, T>(
        &'s mut self,
        values: impl Values,
        mut read: impl FnMut(&Row<'_>) -> Result<T> + 's,
    ) -> Result<impl Iterator<Item = Result<T>> + 's> {
        let columns = Columns::default();
        let mut rows = self.rows(values)?;
        Ok(std::iter::from_fn(move || rows.read(&columns, &mut read).transpose()))
    }

    /// The first row, if there is one.
    pub(in crate::store) fn find<T>(
        &mut self,
        values: impl Values,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        match self {
            Self::File(_) => self.rows(values)?.read(&Columns::default(), read),
            #[cfg(feature = "postgres")]
            Self::Server(server, sql) => {
                let limit = (!sql.contains("LIMIT")).then_some(1);
                let rows = values.with(|values| server.query(sql, values, limit))?;
                Rows::Server(ServerRows::of(rows)).read(&Columns::default(), read)
            }
        }
    }

    /// The first row, which there must be.
    pub(in crate::store) fn one<T>(
        &mut self,
        values: impl Values,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.find(values, read)?
            .ok_or_else(|| Error::Corrupt("a row that others refer to is missing".to_owned()))
    }

    /// Gives every row to `take`, until it breaks off.
    pub(in crate::store) fn each<E: From<Error>>(
        &mut self,
        values: impl Values,
        mut take: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let mut rows = self.rows(values)?;
        let columns = Columns::default();
        while let Some(flow) = rows.read(&columns, &mut take)? {
            if flow.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// How many values it needs.
    pub(in crate::store) fn parameter_count(&self) -> usize {
        match self {
            Self::File(statement) => statement.parameter_count(),
            #[cfg(feature = "postgres")]
            Self::Server(_, sql) => super::postgres::parameter_count(sql),
        }
    }

    /// The first rows, at most so many; all of them without a limit.
    fn first<T>(
        &mut self,
        limit: Option<u64>,
        values: impl Values,
        #[cfg_attr(
            not(feature = "postgres"),
            expect(unused_mut, reason = "one engine gives it away")
        )]
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let most = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        match self {
            Self::File(_) => self.stream(values, read)?.take(most).collect(),
            #[cfg(feature = "postgres")]
            Self::Server(server, sql) => {
                let rows = values.with(|values| server.query(sql, values, limit))?;
                let columns = Columns::default();
                let rows = (0..most.min(rows.len())).filter_map(|at| rows.get(at));
                rows.map(|row| read(&Row::of_server(row, &columns))).collect()
            }
        }
    }
}

fn storable<'v>(values: &'v [&'v dyn ToSql]) -> impl Params + 'v {
    params_from_iter(values.iter().map(|value| Storable(*value)))
}

impl Connection {
    /// Says what will be asked in the transaction that begins next. A server is asked all of it in the round trip
    /// that begins it; a file is asked when it is needed.
    pub(in crate::store) fn ask_ahead(&self, questions: Vec<Question>) {
        match &self.engine {
            Engine::File(_) => drop(questions),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.ask_ahead(questions),
        }
    }

    /// Asks for each of many keys what these statements answer, whose only value is the key, so that they are
    /// answered already when they are run. It pays on a server, where it takes one round trip; of a file nothing
    /// is asked.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(
            clippy::unnecessary_wraps,
            unused_variables,
            reason = "a server is asked, and can fail"
        )
    )]
    pub(in crate::store) fn ask_each(&self, statements: &[&str], keys: &[i64]) -> Result<()> {
        match &self.engine {
            Engine::File(_) => Ok(()),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.ask_each(statements, keys),
        }
    }

    /// The rows that a query gives for each of many keys, which are the values in its places.
    pub(in crate::store) fn for_each<T>(
        &self,
        sql: &str,
        keys: &[Vec<Value>],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<Vec<T>>> {
        match &self.engine {
            Engine::File(_) => {
                let mut statement = self.statement(sql)?;
                let rows = |key: &Vec<Value>| {
                    statement.stream(key.iter().collect::<Vec<_>>(), &mut read)?.collect()
                };
                keys.iter().map(rows).collect()
            }
            #[cfg(feature = "postgres")]
            Engine::Server(server) => {
                let columns = Columns::default();
                let answers = server.rows_of_each(sql, keys)?.into_iter();
                let mut rows = |rows: AheadRows| {
                    let rows = rows.iter().map(AnswerRow::Ahead);
                    rows.map(|row| read(&Row::of_server(row, &columns))).collect()
                };
                answers.map(&mut rows).collect()
            }
        }
    }

    /// Prepares a statement to be run more than once.
    pub(in crate::store) fn statement(&self, sql: &str) -> Result<Statement<'_>> {
        self.watch_for(sql)?;
        match &self.engine {
            Engine::File(file) => Ok(Statement::File(file.prepare_cached(sql)?)),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => Ok(Statement::Server(server, sql.to_owned())),
        }
    }

    /// Adds a row that is known to be new: see [`Statement::add`].
    pub(in crate::store) fn add(&self, sql: &str, values: impl Values) -> Result<()> {
        self.statement(sql)?.add(values)
    }

    /// Runs a statement for each of many rows of values.
    pub(in crate::store) fn execute_each<V: Values>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<()> {
        match &self.engine {
            Engine::File(_) => {
                let mut statement = self.statement(sql)?;
                rows.into_iter().try_for_each(|values| statement.execute(values).map(drop))
            }
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.execute_each(sql, rows),
        }
    }

    /// Runs an UPDATE for each of many rows of values, in no certain order: each is for another row of the table, and
    /// sets nothing that no other row may have.
    pub(in crate::store) fn update_each<V: Values>(
        &self,
        sql: &str,
        rows: impl IntoIterator<Item = V>,
    ) -> Result<()> {
        match &self.engine {
            Engine::File(_) => self.execute_each(sql, rows),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.update_each(sql, rows),
        }
    }

    /// Runs a statement. Gives the number of rows that it changed.
    pub(in crate::store) fn execute(&self, sql: &str, values: impl Values) -> Result<usize> {
        self.statement(sql)?.execute(values)
    }

    /// The first row of a query, if there is one.
    pub(in crate::store) fn find<T>(
        &self,
        sql: &str,
        values: impl Values,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.statement(sql)?.find(values, read)
    }

    /// The first row of a query, which there must be.
    pub(in crate::store) fn one<T>(
        &self,
        sql: &str,
        values: impl Values,
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.statement(sql)?.one(values, read)
    }

    /// The one value that a query gives.
    pub(in crate::store) fn value<T: FromSql>(&self, sql: &str, values: impl Values) -> Result<T> {
        self.one(sql, values, Row::only)
    }

    /// Every row of a query.
    pub(in crate::store) fn all<T>(
        &self,
        sql: &str,
        values: impl Values,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.first(None, sql, values, read)
    }

    /// The first rows of a query, at most so many; all of them without a limit.
    pub(in crate::store) fn first<T>(
        &self,
        limit: Option<u64>,
        sql: &str,
        values: impl Values,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.statement(sql)?.first(limit, values, read)
    }

    /// Gives every row of a query to `take`, until it breaks off.
    pub(in crate::store) fn each<E: From<Error>>(
        &self,
        sql: &str,
        values: impl Values,
        take: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        self.statement(sql)?.each(values, take)
    }

    /// Whether a query gives any row.
    pub(in crate::store) fn exists(&self, sql: &str, values: impl Values) -> Result<bool> {
        Ok(self.find(sql, values, |_| Ok(()))?.is_some())
    }
}
