//! A workspace on the server with logins of its own, which go with it.

use std::sync::{Arc, Mutex};

use postgres::{Client, Config, NoTls};

use crate::support::Workspace;

/// A workspace, and the logins that were made for its members.
pub struct Guarded {
    /// The workspace; gone last.
    pub workspace: Workspace,
    base: Config,
    /// The schema that the workspace lies in.
    pub schema: String,
    logins: Mutex<Vec<String>>,
}

/// What a session was told on the way.
pub type Notices = Arc<Mutex<String>>;

impl Guarded {
    /// The sample on the server; `None` where the tests run on none.
    pub fn sample() -> Option<Self> {
        let base = std::env::var("ROLECALL_TEST_SERVER").ok()?.parse().unwrap();
        let workspace = Workspace::sample();
        let name = workspace.name().into_os_string().into_string().unwrap();
        let schema = name.split_once("?schema=").unwrap().1.to_owned();
        Some(Self { workspace, base, schema, logins: Mutex::default() })
    }

    /// The owner of the database.
    pub fn admin(&self) -> Client {
        let mut client = self.base.connect(NoTls).unwrap();
        let sql = format!("SET client_min_messages TO error; SET search_path TO {}", self.schema);
        client.batch_execute(&sql).unwrap();
        client
    }

    /// What is printed for the server.
    pub fn script(&self) -> String {
        let printed = self.workspace.does("policy export --target postgres-rls").stdout;
        // What is printed names each workspace alike.
        printed.replace("[folder]/workspace.db", &self.schema)
    }

    /// Prints the policy for the server, and runs it there.
    pub fn enforce(&self) {
        let script = self.script();
        if let Err(error) = self.admin().batch_execute(&script) {
            panic!("{:?}\n{script}", error.as_db_error());
        }
    }

    /// Makes a login that stands for that member.
    pub fn login(&self, email: &str) -> String {
        let schema = &self.schema;
        let mut logins = self.logins.lock().unwrap();
        let name = format!("{schema}_{}", logins.len());
        let sql = format!(
            "CREATE ROLE {name} LOGIN; GRANT {schema}_readers TO {name};
             INSERT INTO {schema}_read.login VALUES ('{name}', '{email}')"
        );
        self.admin().batch_execute(&sql).unwrap();
        logins.push(name.clone());
        name
    }

    /// Signs in.
    pub fn sign_in(&self, login: &str) -> Client {
        self.sign_in_hearing(login).0
    }

    /// Signs in, and hears what the server says beside its answers.
    pub fn sign_in_hearing(&self, login: &str) -> (Client, Notices) {
        let notices = Notices::default();
        let heard = notices.clone();
        let mut config = self.base.clone();
        config.user(login).notice_callback(move |notice| {
            heard.lock().unwrap().push_str(notice.message());
        });
        let mut client = config.connect(NoTls).unwrap();
        let path = format!("SET search_path TO {}_read", self.schema);
        client.batch_execute(&path).unwrap();
        (client, notices)
    }
}

/// The first column of every row, as text, in order.
pub fn column(client: &mut Client, sql: &str) -> Vec<String> {
    let rows = client.query(sql, &[]).unwrap_or_else(|error| panic!("{error:?}: {sql}"));
    let text = |row: &postgres::Row| row.get::<_, Option<String>>(0).unwrap_or_default();
    rows.iter().map(text).collect()
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // A test that fails says so itself.
        let Ok(mut client) = self.base.connect(NoTls) else { return };
        let schema = &self.schema;
        drop(client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema}_read CASCADE")));
        let logins = std::mem::take(&mut *self.logins.lock().unwrap());
        for role in [format!("{schema}_views"), format!("{schema}_readers")].iter().chain(&logins) {
            drop(client.batch_execute(&format!("DROP OWNED BY {role} CASCADE; DROP ROLE {role}")));
        }
    }
}
