//! A real `sshd` on loopback, with keys of its own, that lets members of one workspace in.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use crate::support::{Ran, Workspace, workspace::NOW};

const SSHD: &str = "/usr/sbin/sshd";

/// Where a server has the keys from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// From the program, which it asks about each that is offered. Whoever may join can.
    Asked,
    /// From a file that the program wrote.
    Written,
}

/// A server, and a folder of which every part belongs to root, as OpenSSH wants of what it runs.
pub struct Server {
    folder: tempfile::TempDir,
    workspace: PathBuf,
    keys: Keys,
    port: u16,
    user: String,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A key of somebody who signs in.
#[derive(Clone)]
pub struct Key(pub PathBuf);

impl Key {
    /// The line of its `.pub` file.
    pub fn public(&self) -> String {
        fs::read_to_string(self.0.with_extension("pub")).unwrap()
    }

    /// Its type and its text, without the comment.
    pub fn text(&self) -> String {
        self.public().split(' ').take(2).collect::<Vec<_>>().join(" ")
    }
}

impl Server {
    /// Starts one that asks the program about every key, as root may; elsewhere one that reads them
    /// from a file. `None` where there is no `sshd`; `ROLECALL_SSHD=1` makes that a failure.
    pub fn start(workspace: &Workspace) -> Option<Self> {
        Self::with(workspace, if is_root() { Keys::Asked } else { Keys::Written })
    }

    /// Starts one that reads keys from the file that the program writes.
    pub fn over_a_file(workspace: &Workspace) -> Option<Self> {
        Self::with(workspace, Keys::Written)
    }

    fn with(workspace: &Workspace, keys: Keys) -> Option<Self> {
        if !Path::new(SSHD).exists() {
            assert!(std::env::var_os("ROLECALL_SSHD").is_none(), "no {SSHD}");
            println!("skipped: needs {SSHD}");
            return None;
        }
        // What root is told to run must lie where nobody else writes.
        let place = if is_root() { PathBuf::from("/var/lib") } else { std::env::temp_dir() };
        let folder = tempfile::tempdir_in(place).unwrap();
        let program = folder.path().join("rolecall");
        fs::copy(env!("CARGO_BIN_EXE_rolecall"), &program).unwrap();
        let host = keygen(&folder.path().join("host"));
        if is_root() {
            fs::create_dir_all("/run/sshd").unwrap();
        }
        // The clock stands, so that what is printed can be compared.
        let from = match keys {
            Keys::Asked => {
                let asked = folder.path().join("asked");
                let script = format!(
                    "#!/bin/sh\n{} key authorized --workspace '{}' \"$1\" \"$2\" | sed 's/ gate / gate --now {NOW} /'\n",
                    program.display(),
                    workspace.name().display(),
                );
                write_executable(&asked, &script);
                format!(
                    "AuthorizedKeysFile none\nAuthorizedKeysCommand {} %t %k\n\
                     AuthorizedKeysCommandUser root\n",
                    asked.display()
                )
            }
            Keys::Written => {
                format!("AuthorizedKeysFile {}\n", folder.path().join("written").display())
            }
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = folder.path().join("sshd_config");
        // With a level of its own, a shell that was started by sshd doesn't read what its user has set up.
        let text = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile none\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nStrictModes {strict}\n\
             PermitRootLogin forced-commands-only\n{from}AcceptEnv *\nSetEnv SHLVL=2\n\
             Subsystem sftp internal-sftp\nMaxStartups 200\nMaxSessions 50\n",
            host = host.0.display(),
            strict = if is_root() { "yes" } else { "no" },
        );
        fs::write(&config, text).unwrap();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let child = Command::new(SSHD)
            .arg("-D")
            .arg("-e")
            .arg("-f")
            .arg(&config)
            .env_clear()
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let known = format!("[127.0.0.1]:{port} {}", host.public());
        fs::write(folder.path().join("known_hosts"), known).unwrap();
        let user = said(Command::new("id").arg("-un"));
        let server = Self { folder, workspace: workspace.name(), keys, port, user, child };
        let until = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "{}", server.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(server)
    }

    /// Writes the file of keys anew, where the server reads one: as its owner does when a key comes or
    /// goes.
    pub fn write_keys(&self) {
        if self.keys == Keys::Asked {
            return;
        }
        let file = self.folder.path().join("written");
        let mut command = Command::new(self.folder.path().join("rolecall"));
        command.args(["key", "authorized", "--all", "--force", "--output"]).arg(&file);
        said(command.arg("--workspace").arg(&self.workspace));
        let lines = fs::read_to_string(&file).unwrap();
        self.authorize(&lines.replace(" gate ", &format!(" gate --now {NOW} ")));
    }

    /// Makes these lines the file of keys.
    pub fn authorize(&self, lines: &str) {
        assert_eq!(self.keys, Keys::Written);
        fs::write(self.folder.path().join("written"), lines).unwrap();
    }

    /// The line that lets a key in, as the program writes it.
    pub fn line_of(&self, key: &Key) -> String {
        let mut command = Command::new(self.folder.path().join("rolecall"));
        said(
            command
                .args(["key", "authorized", "--workspace"])
                .arg(&self.workspace)
                .args(key.text().split(' ')),
        )
    }

    /// What it said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// A new key.
    pub fn key(&self, name: &str) -> Key {
        keygen(&self.folder.path().join(name))
    }

    /// The client with that key, ready for its options, the host and the command.
    pub fn client(&self, program: &str, key: &Key) -> Command {
        let mut command = Command::new(program);
        let option = |name: &str, value: String| format!("{name}={value}");
        command.args(["-F", "none"]).arg("-i").arg(&key.0).stdin(Stdio::null());
        for option in [
            option("Port", self.port.to_string()),
            option(
                "UserKnownHostsFile",
                self.folder.path().join("known_hosts").display().to_string(),
            ),
            "StrictHostKeyChecking=yes".to_owned(),
            "IdentitiesOnly=yes".to_owned(),
            "BatchMode=yes".to_owned(),
            "LogLevel=ERROR".to_owned(),
        ] {
            command.arg("-o").arg(option);
        }
        command
    }

    /// The one connection that further runs with this key take: they need no new sign-in.
    pub fn keep(&self, key: &Key) -> Kept<'_> {
        let socket =
            self.folder.path().join(format!("to-{}", key.0.file_name().unwrap().display()));
        let mut master = self.client("ssh", key);
        master.args(["-M", "-N", "-S"]).arg(&socket).arg(self.host());
        let master = master.spawn().unwrap();
        let until = Instant::now() + Duration::from_secs(20);
        while !socket.exists() {
            assert!(Instant::now() < until, "{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        Kept { server: self, key: key.clone(), socket, master }
    }

    pub fn host(&self) -> String {
        format!("{}@127.0.0.1", self.user)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Runs a line over a connection of its own.
    pub fn run(&self, key: &Key, line: &str) -> Ran {
        let mut command = self.client("ssh", key);
        command.arg(self.host()).arg(line);
        ran(line, &command.output().unwrap())
    }

    /// The same run without a server: as the forced command would start it.
    pub fn pinned(&self, key: &Key, line: &str) -> Ran {
        let mut command = Command::new(self.folder.path().join("rolecall"));
        command
            .env_clear()
            .env("SSH_ORIGINAL_COMMAND", line)
            .args(["gate", "--now", NOW, "--workspace"])
            .arg(&self.workspace)
            .args(["--key", &key.text()])
            .stdin(Stdio::null());
        ran(line, &command.output().unwrap())
    }
}

/// A connection that stays.
pub struct Kept<'a> {
    server: &'a Server,
    key: Key,
    socket: PathBuf,
    master: Child,
}

impl Kept<'_> {
    /// Runs a line over it.
    pub fn run(&self, line: &str) -> Ran {
        let mut command = self.server.client("ssh", &self.key);
        command.arg("-S").arg(&self.socket).arg(self.server.host()).arg(line);
        ran(line, &command.output().unwrap())
    }
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        drop(self.master.kill());
        drop(self.master.wait());
    }
}

/// Keys of one member of each role.
const MEMBERS: [&str; 6] = ["olive", "adam", "tess", "agnes", "colin", "tim"];

/// Gives each of them a key.
pub fn with_keys(server: &Server, workspace: &Workspace) -> Vec<Key> {
    let give = |name: &&str| {
        let key = server.key(name);
        workspace.takes(&format!("key add - --for {name}@acme.test"), key.public());
        key
    };
    let keys = MEMBERS.iter().map(give).collect();
    server.write_keys();
    keys
}

pub fn ran(line: &str, output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
    Ran {
        line: line.to_owned(),
        code: output.status.code().unwrap_or(-1),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

/// Whether a server may ask the program about keys, and hand terminals to whoever signed in.
pub fn is_root() -> bool {
    said(Command::new("id").arg("-u")) == "0"
}

/// What a command prints, without the last line's end.
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn keygen(path: &Path) -> Key {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C"])
        .arg(format!("{}@test", path.file_name().unwrap().display()))
        .arg("-f")
        .arg(path)
        .status()
        .unwrap();
    assert!(made.success());
    Key(path.to_owned())
}

fn write_executable(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
