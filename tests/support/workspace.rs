//! A folder of its own for each test, and the real binary run in it with nothing of the machine
//! around it.

use std::{
    ffi::OsStr,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rusqlite::Connection;

use super::{Ran, State, sample, server::Server, words::words};

/// The time in all tests.
pub const NOW: &str = "2026-01-31T12:00:00Z";

/// A temporary folder with a workspace in it, or with the place for one.
pub struct Workspace {
    folder: tempfile::TempDir,
    /// Its place on a server, where the tests run on one.
    server: Option<Server>,
}

impl Workspace {
    /// The place for a workspace, with nothing there yet.
    pub fn none() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::for_test(folder.path());
        Self { folder, server }
    }

    /// The place for a workspace in a file, wherever the tests run.
    pub fn in_file() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), server: None }
    }

    /// A new workspace with its owner and nothing else.
    pub fn new() -> Self {
        let workspace = Self::none();
        workspace.does("init Acme --owner olive@acme.test --owner-name Olive");
        workspace
    }

    /// The sample: see [`sample`].
    pub fn sample() -> Self {
        let workspace = Self::none();
        workspace.put(sample::bytes());
        workspace
    }

    /// The sample on a server of the test's own.
    #[cfg(feature = "postgres")]
    pub fn sample_on(base: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Some(Server::at(base, folder.path()));
        let workspace = Self { folder, server };
        workspace.put(sample::bytes());
        workspace
    }

    /// The workspace's file.
    pub fn path(&self) -> PathBuf {
        self.folder().join("workspace.db")
    }

    /// The folder that it lies in, alone.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What names the workspace: the path of its file, or its address.
    pub fn name(&self) -> PathBuf {
        match &self.server {
            Some(server) => server.address().into(),
            None => self.path(),
        }
    }

    /// Whether it lies on a server.
    pub fn is_on_server(&self) -> bool {
        self.server.is_some()
    }

    /// Where mails are put that are written to files: beside the file, or for a server in the per-user data folder.
    pub fn outbox(&self) -> PathBuf {
        if self.server.is_none() {
            return self.path().with_extension("outbox");
        }
        let name = self.name().to_string_lossy().into_owned();
        let parts = name.split(|letter: char| !letter.is_ascii_alphanumeric());
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        self.folder().join(format!(".local/share/rolecall/{}.outbox", parts.join("-")))
    }

    /// Whether there is one.
    pub fn exists(&self) -> bool {
        match &self.server {
            Some(server) => server.rows().is_some(),
            None => self.path().exists(),
        }
    }

    /// All of it, to be put back: the file's bytes, or the rows that are on the server.
    pub fn bytes(&self) -> Vec<u8> {
        self.state().bytes.unwrap()
    }

    /// Makes these bytes the workspace's file, or what is on the server.
    pub fn put(&self, bytes: &[u8]) {
        if let Some(server) = &self.server
            && !bytes.starts_with(b"SQLite")
        {
            if server.rows().is_none() {
                self.does("init Acme --owner olive@acme.test");
            }
            return server.set_rows(bytes);
        }
        self.put_file(bytes);
        if let Some(server) = &self.server {
            server.drop_schema();
            let (path, name) = (self.path(), self.name());
            let words: [&OsStr; 5] = [
                "workspace".as_ref(),
                "move".as_ref(),
                path.as_ref(),
                name.as_ref(),
                "--yes".as_ref(),
            ];
            self.run_words(&words, "workspace move", None).succeeds();
            fs::remove_file(path.with_extension("db.replaced-1")).unwrap();
        }
    }

    fn put_file(&self, bytes: &[u8]) {
        for side in ["-wal", "-shm"] {
            let mut name = self.path().into_os_string();
            name.push(side);
            drop(fs::remove_file(name));
        }
        fs::write(self.path(), bytes).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(self.path(), fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    /// The file's bytes, its neighbours and its content.
    pub fn state(&self) -> State {
        let mut state = State::of(self.folder(), &self.path());
        if let Some(server) = &self.server {
            state.bytes = server.rows();
        }
        state
    }

    /// Takes it away.
    pub fn remove(&self) {
        match &self.server {
            Some(server) => server.drop_schema(),
            None => drop(fs::remove_file(self.path())),
        }
    }

    /// What it holds, behind the program's back: the file, or what is on the server at this moment, to be read
    /// alone.
    pub fn sql(&self) -> Connection {
        match &self.server {
            Some(server) => {
                let copy = server.copy(None);
                // Nothing that was changed there would come back.
                copy.execute_batch("PRAGMA query_only = ON").unwrap();
                copy
            }
            None => Connection::open(self.path()).unwrap(),
        }
    }

    /// Changes it behind the program's back, in the words of a file's engine.
    pub fn change(&self, change: impl FnOnce(&Connection)) {
        match &self.server {
            Some(server) => {
                let copy = server.copy(None);
                change(&copy);
                server.set_to(&copy);
            }
            None => change(&self.sql()),
        }
    }

    /// Changes it behind the program's back, in words that both engines have.
    pub fn execute(&self, sql: &str) {
        match &self.server {
            Some(server) => server.execute(sql),
            None => self.sql().execute_batch(sql).unwrap(),
        }
    }

    /// One value, read behind the program's back, as text.
    pub fn value(&self, sql: &str) -> String {
        let connection = match &self.server {
            Some(server) => server.copy(Some(sql)),
            None => self.sql(),
        };
        let value: rusqlite::types::Value =
            connection.query_row(sql, [], |row| row.get(0)).unwrap();
        match value {
            rusqlite::types::Value::Null => "NULL".to_owned(),
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        }
    }

    /// One value, as the server itself answers, as text.
    #[cfg(feature = "postgres")]
    pub fn server_value(&self, sql: &str) -> String {
        self.server.as_ref().unwrap().value(sql)
    }

    /// Waits until nobody writes: a server may still be at what a program that was killed has asked of it.
    pub fn wait_for_writers(&self) {
        if let Some(server) = &self.server {
            server.wait_for_writers();
        }
    }

    /// A connection to the server, in the workspace's schema.
    #[cfg(feature = "postgres")]
    pub fn server_client(&self) -> postgres::Client {
        self.server.as_ref().unwrap().client()
    }

    /// The binary, ready to run here.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder())
            .env("ROLECALL_WORKSPACE", self.name())
            .env("ROLECALL_NOW", NOW)
            .env("NO_COLOR", "1")
            .current_dir(self.folder())
            .stdin(Stdio::null());
        command
    }

    /// Runs a line.
    pub fn run(&self, line: &str) -> Ran {
        self.run_words(&words(line), line, None)
    }

    /// Runs a line, with that on standard input.
    pub fn run_with(&self, line: &str, input: impl AsRef<[u8]>) -> Ran {
        self.run_words(&words(line), line, Some(input.as_ref()))
    }

    /// Runs a line that must succeed.
    #[track_caller]
    pub fn does(&self, line: &str) -> Ran {
        self.run(line).succeeds()
    }

    /// Runs a line that must succeed, with that on standard input.
    #[track_caller]
    pub fn takes(&self, line: &str, input: impl AsRef<[u8]>) -> Ran {
        self.run_with(line, input).succeeds()
    }

    /// Runs these words; the line is for the transcript.
    pub fn run_words(&self, words: &[impl AsRef<OsStr>], line: &str, input: Option<&[u8]>) -> Ran {
        let mut command = self.command();
        command.args(words);
        self.finish(command, line, input)
    }

    /// Runs a command that was made ready by [`Workspace::command`], to its end.
    pub fn finish(&self, mut command: Command, line: &str, input: Option<&[u8]>) -> Ran {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = match input {
            None => command.output().unwrap(),
            Some(input) => {
                let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
                let mut stdin = child.stdin.take().unwrap();
                let input = input.to_vec();
                // The program may stop reading before the end.
                let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
                let output = child.wait_with_output().unwrap();
                feeder.join().unwrap();
                output
            }
        };
        Ran {
            line: line.to_owned(),
            code: output.status.code().unwrap_or(-1),
            stdout: self.without_path(&output.stdout),
            stderr: self.without_path(&output.stderr),
        }
    }

    /// What a server calls it, where it lies on one.
    fn schema(&self) -> String {
        let name = self.name().to_string_lossy().into_owned();
        name.split_once("schema=").map_or(name.clone(), |(_, schema)| schema.to_owned())
    }

    fn without_path(&self, printed: &[u8]) -> String {
        String::from_utf8(printed.to_vec())
            .expect("the program prints UTF-8")
            .replace(&*self.name().to_string_lossy(), "[folder]/workspace.db")
            .replace(&self.schema(), "[folder]/workspace.db")
            .replace(&self.folder().display().to_string(), "[folder]")
            .replace(&operator(), "[operator]")
    }
}

/// Who the audit says really ran the program.
pub fn operator() -> String {
    let host = whoami::fallible::hostname().unwrap();
    format!("{}@{host}", whoami::fallible::username().unwrap())
}
