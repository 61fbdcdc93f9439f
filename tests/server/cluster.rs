//! Servers of a test's own, in a folder of their own.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread::{panicking, sleep},
    time::{Duration, Instant},
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
        postgres::Client::connect(&self.settings(), postgres::NoTls).unwrap()
    }

    fn settings(&self) -> String {
        format!("host={} port={} user=postgres", self.folder().display(), self.port)
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

    /// Starts it, or starts it again, with such settings. The machine stays on, so nothing needs to be on the disk:
    /// what it has written is there when it is started again.
    pub fn serve(&self, how: &str, settings: &str) {
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c fsync=off {settings}",
            self.port,
            self.folder().display()
        );
        self.control(&["-w", "-l", self.log().to_str().unwrap(), "-o", &options, how]);
    }

    /// Stops it at once, with nothing put in order.
    pub fn crash(&self) {
        self.control(&["-m", "immediate", "stop"]);
    }

    /// Ends all its processes at once, as a machine that fails does.
    pub fn kill(&self) {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let first = file.lines().next().unwrap().to_owned();
        let children = process_folders().filter(|folder| parent(folder).as_ref() == Some(&first));
        let name = |folder: PathBuf| folder.file_name().unwrap().to_str().unwrap().to_owned();
        let mut all: Vec<_> = children.map(name).collect();
        all.insert(0, first);
        // One that serves a program may have ended by itself.
        drop(Command::new("kill").arg("-9").args(&all).output().unwrap());
        while all.iter().any(|process| parent(&Path::new("/proc").join(process)).is_some()) {
            sleep(Duration::from_millis(5));
        }
        // On a machine that starts again nobody has that number. Here it may stay taken until someone asks how
        // the process ended.
        let socket = self.folder().join(format!(".s.PGSQL.{}.lock", self.port));
        for names_it in [self.data().join("postmaster.pid"), socket] {
            fs::remove_file(names_it).unwrap();
        }
    }

    /// Ends one of its processes at once, and waits until it has started all others anew, as it does then.
    pub fn kill_process(&self, process: i32) {
        let before = self.checkpointer();
        done(Command::new("kill").args(["-9".to_owned(), process.to_string()]));
        let begun = Instant::now();
        while matches!(self.checkpointer(), now if now.is_none() || now == before) {
            assert!(begun.elapsed() < Duration::from_secs(30), "it doesn't come back");
            sleep(Duration::from_millis(10));
        }
    }

    /// The number of a process that it always has; nothing while it takes no connections.
    fn checkpointer(&self) -> Option<i32> {
        let mut client = postgres::Client::connect(&self.settings(), postgres::NoTls).ok()?;
        let sql = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'";
        client.query_opt(sql, &[]).ok()?.map(|row| row.get(0))
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
        if panicking() {
            println!("{}", fs::read_to_string(self.log()).unwrap_or_default());
        }
        let data = self.data();
        let words = ["-D", data.to_str().unwrap(), "-m", "immediate", "stop"];
        drop(self.command("pg_ctl", &words).output());
    }
}

fn process_folders() -> impl Iterator<Item = PathBuf> {
    let all = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.join("stat").exists())
}

/// The number of a process's parent; nothing where it has ended.
fn parent(process: &Path) -> Option<String> {
    let about = fs::read_to_string(process.join("stat")).ok()?;
    // Its program's name stands in brackets, and may have any in it.
    let mut rest = about.rsplit_once(')')?.1.split_whitespace();
    (rest.next()? != "Z").then_some(rest.next()?.to_owned())
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
