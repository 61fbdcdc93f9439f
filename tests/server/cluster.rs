//! Servers of a test's own, in a folder of their own.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    pub port: u16,
}

impl Cluster {
    /// One that isn't started yet, and lets anybody in. `None` where the tests run on no server, or none can be
    /// made here.
    pub fn new() -> Option<Self> {
        std::env::var_os("ROLECALL_TEST_SERVER")?;
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let programs = versions.map(|entry| entry.unwrap().path().join("bin")).max()?;
        let cluster = Self::empty(programs);
        let words = "-U postgres -A trust --locale=C -E UTF8 --no-sync -D";
        let mut words: Vec<_> = words.split(' ').collect();
        let data = cluster.data();
        words.push(data.to_str().unwrap());
        cluster.does("initdb", &words);
        Some(cluster)
    }

    fn empty(programs: PathBuf) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        if is_root() {
            done(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        Self { folder, programs, port }
    }

    /// A standby of it, which isn't started yet.
    pub fn standby(&self) -> Self {
        let standby = Self::empty(self.programs.clone());
        let port = self.port.to_string();
        let data = standby.data();
        let data = data.to_str().unwrap();
        let from = ["-h", "127.0.0.1", "-p", &port, "-U", "postgres", "-R", "-N", "-c", "fast"];
        standby.does("pg_basebackup", &[&from[..], &["-D", data]].concat());
        standby
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    pub fn log(&self) -> PathBuf {
        self.folder().join("log")
    }

    /// Its address, without a schema.
    pub fn base(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// A connection behind the program's back, by its socket.
    pub fn client(&self) -> postgres::Client {
        let socket = self.folder().display();
        let settings = format!("host={socket} port={} user=postgres", self.port);
        postgres::Client::connect(&settings, postgres::NoTls).unwrap()
    }

    /// Gives it a file that nobody else may read.
    pub fn give(&self, name: &str, text: &str) {
        let file = self.data().join(name);
        fs::write(&file, text).unwrap();
        if is_root() {
            done(Command::new("chown").arg("postgres").arg(&file));
        }
        done(Command::new("chmod").arg("600").arg(&file));
    }

    /// Starts it, or starts it again, with such settings.
    pub fn serve(&self, how: &str, settings: &str) {
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 {settings}",
            self.port,
            self.folder().display()
        );
        self.control(&["-w", "-l", self.log().to_str().unwrap(), "-o", &options, how]);
    }

    /// Stops it as a loss of power would.
    pub fn crash(&self) {
        self.control(&["-m", "immediate", "stop"]);
    }

    /// Has a standby take the place of what it follows.
    pub fn promote(&self) {
        self.control(&["-w", "promote"]);
    }

    fn control(&self, words: &[&str]) {
        let data = self.data();
        self.does("pg_ctl", &[&["-D", data.to_str().unwrap()], words].concat());
    }

    fn command(&self, program: &str, words: &[&str]) -> Command {
        let program = self.programs.join(program);
        // The server doesn't run as root.
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(words).current_dir("/");
        command
    }

    #[track_caller]
    fn does(&self, program: &str, words: &[&str]) {
        done(&mut self.command(program, words));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let words = ["-D", data.to_str().unwrap(), "-m", "immediate", "stop"];
        drop(self.command("pg_ctl", &words).output());
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0)
}

#[track_caller]
fn done(command: &mut Command) {
    // The server keeps what it inherits: its words go nowhere, and its log has a file.
    let status = command.stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}");
}
