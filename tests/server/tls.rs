//! Who a server is must be proved, unless it is on this machine. The server is one of the test's own, which is
//! reached under names that aren't this machine's.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::TempDir;

use crate::support::Workspace;

const NAME: &str = "db.rolecall.test";
const PASSWORD: &str = "pa55-of-the-server";

/// A server with TLS, which lets in by a password over TLS, and anybody without it.
struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// `None` where the tests run on no server, or one can't be started here.
    fn start() -> Option<Self> {
        std::env::var_os("ROLECALL_TEST_SERVER")?;
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let programs = versions.map(|entry| entry.unwrap().path().join("bin")).max()?;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { folder: tempfile::tempdir().unwrap(), programs, port };
        let data = cluster.data();
        if is_root() {
            done(Command::new("chown").arg("postgres").arg(cluster.folder.path()));
        }
        cluster.does(
            "initdb",
            &[
                "-D",
                &data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "--locale=C",
                "-E",
                "UTF8",
                "--no-sync",
            ],
        );
        let rules = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n\
                     hostnossl all all 127.0.0.1/32 trust\n";
        fs::write(Path::new(&data).join("pg_hba.conf"), rules).unwrap();
        let (authority, key, certificate) = certificates();
        fs::write(Path::new(&data).join("server.crt"), certificate).unwrap();
        let key_file = Path::new(&data).join("server.key");
        fs::write(&key_file, key).unwrap();
        if is_root() {
            done(Command::new("chown").arg("postgres").arg(&key_file));
        }
        done(Command::new("chmod").arg("600").arg(&key_file));
        fs::write(cluster.folder.path().join("authority.pem"), authority).unwrap();
        cluster.serve("start", "on");
        let socket = cluster.folder.path().display();
        let settings = format!("host={socket} port={port} user=postgres");
        let mut client = postgres::Client::connect(&settings, postgres::NoTls).unwrap();
        client.batch_execute(&format!("ALTER USER postgres PASSWORD '{PASSWORD}'")).unwrap();
        Some(cluster)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").to_str().unwrap().to_owned()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn serve(&self, how: &str, tls: &str) {
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c ssl={tls} -c log_connections=on -c fsync=off",
            self.port,
            self.folder.path().display()
        );
        let log = self.log();
        let log = log.to_str().unwrap();
        self.does("pg_ctl", &["-D", &self.data(), "-w", "-l", log, "-o", &options, how]);
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

    fn does(&self, program: &str, words: &[&str]) {
        done(&mut self.command(program, words));
    }

    /// Its address under another machine's name, which is looked up nowhere.
    fn address(&self, name: &str, settings: &str) -> String {
        format!("postgres://postgres@{name}:{}/postgres?hostaddr=127.0.0.1{settings}", self.port)
    }

    fn authority(&self) -> String {
        format!("&sslrootcert={}", self.folder.path().join("authority.pem").display())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.command("pg_ctl", &["-D", &self.data(), "-m", "immediate", "stop"]).output());
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0)
}

#[track_caller]
fn done(command: &mut Command) {
    // The server keeps what it inherits: its words go nowhere, and its log has a file.
    let status = command.stdout(std::process::Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}");
}

/// The certificate of an authority, and the key and certificate that it made for the server.
fn certificates() -> (String, String, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec![NAME.to_owned(), "localhost".to_owned()]).unwrap();
    let certificate = certificate.signed_by(&key, &issuer).unwrap().pem();
    (authority, key.serialize_pem(), certificate)
}

#[test]
fn a_server_elsewhere_proves_who_it_is() {
    let Some(cluster) = Cluster::start() else { return };
    let workspace = Workspace::in_file();
    let passwords = workspace.folder().join(".pgpass");
    fs::write(&passwords, format!("*:*:*:*:{PASSWORD}\n")).unwrap();
    let at = |address: &str, line: &str| workspace.run(&format!("{line} --workspace '{address}'"));
    let status = |address: &str| at(address, "member list");
    let refused = |address: &str, words: &str| {
        let ran = status(address);
        let ran = ran.exits(7);
        assert!(ran.stderr.contains(words), "{}", ran.transcript());
        assert!(!ran.stderr.contains(PASSWORD), "{}", ran.transcript());
    };

    let right = cluster.address(NAME, &cluster.authority());
    at(&right, "init --owner olive@acme.test").succeeds();
    let here = |settings: &str| {
        format!("postgres://postgres@localhost:{}/postgres{settings}", cluster.port)
    };
    let checked = here("?sslmode=verify-full");
    status(&(checked.clone() + &cluster.authority())).succeeds();
    // The password is of use on this connection alone.
    status(&(right.clone() + "&sslmode=verify-full&channel_binding=require")).succeeds();
    let is_tls = || {
        let log = fs::read_to_string(cluster.log()).unwrap();
        let logins = log.lines().filter(|line| line.contains("application_name=rolecall"));
        logins.map(|line| line.contains("SSL enabled")).collect::<Vec<_>>()
    };
    assert!(is_tls().len() > 2 && is_tls().iter().all(|is| *is), "{:?}", is_tls());
    status(&here("")).succeeds();
    assert_eq!(is_tls().last(), Some(&false));

    let (other, _, _) = certificates();
    fs::write(workspace.folder().join("other.pem"), other).unwrap();
    refused(&cluster.address(NAME, "&sslrootcert=other.pem"), "from nobody who is trusted");
    refused(&cluster.address(NAME, ""), "from nobody who is trusted");
    refused(&checked, "from nobody who is trusted");
    refused(&cluster.address(NAME, "&sslrootcert=none.pem"), "`none.pem`");
    refused(&cluster.address("other.rolecall.test", &cluster.authority()), "another name");
    for weaker in ["disable", "allow", "prefer", "require", "verify-ca"] {
        let settings = format!("{}&sslmode={weaker}", cluster.authority());
        refused(&cluster.address(NAME, &settings), &format!("`sslmode={weaker}`"));
    }
    fs::write(&passwords, "*:*:*:*:another\n").unwrap();
    refused(&right, "refuses this login");

    cluster.serve("restart", "off");
    refused(&right, "it has no TLS");
    refused(&(checked + &cluster.authority()), "it has no TLS");
    status(&here("?sslmode=disable")).succeeds();
}
