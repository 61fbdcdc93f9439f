//! Noticing what happens to rows during one change, and references that are looked at when it has ended.

use super::{Connection, connection::Engine};
use crate::store::engine::error::Result;

impl Connection {
    /// Takes these steps whenever such a thing happens to a row of a table, as long as it is noticed.
    pub(in crate::store) fn notice(
        &self,
        table: &str,
        event: &str,
        when: &str,
        steps: &str,
    ) -> Result<()> {
        let name = format!("notice_{table}_{event}");
        self.batch(&match &self.engine {
            Engine::File(_) => format!(
                "CREATE TEMP TRIGGER {name} AFTER {event} ON main.{table}
                 WHEN {when} BEGIN {steps} END"
            ),
            #[cfg(feature = "postgres")]
            Engine::Server(_) => format!(
                "CREATE OR REPLACE FUNCTION pg_temp.{name}() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN {} RETURN NULL; END $$;
                 CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW WHEN ({when})
                    EXECUTE FUNCTION pg_temp.{name}();",
                super::postgres::translated(steps, &[])
            ),
        })
    }

    /// Notices that no more.
    pub(in crate::store) fn stop_noticing(&self, table: &str, event: &str) -> Result<()> {
        self.batch(&match &self.engine {
            Engine::File(_) => format!("DROP TRIGGER IF EXISTS temp.notice_{table}_{event}"),
            #[cfg(feature = "postgres")]
            Engine::Server(_) => {
                format!("DROP TRIGGER IF EXISTS notice_{table}_{event} ON {table}")
            }
        })
    }

    /// Lets rows refer to what isn't there, until [`Connection::references_hold`] is asked.
    pub(in crate::store) fn defer_references(&self) -> Result<()> {
        self.batch(match &self.engine {
            Engine::File(_) => "PRAGMA defer_foreign_keys = ON",
            #[cfg(feature = "postgres")]
            Engine::Server(_) => "SET CONSTRAINTS ALL DEFERRED",
        })
    }

    /// Whether every row refers to what is there. If not, the change is to be given up.
    pub(in crate::store) fn references_hold(&self) -> Result<bool> {
        match &self.engine {
            Engine::File(_) => Ok(!self.exists("SELECT 1 FROM pragma_foreign_key_check", [])?),
            #[cfg(feature = "postgres")]
            Engine::Server(server) => server.references_hold(),
        }
    }
}
