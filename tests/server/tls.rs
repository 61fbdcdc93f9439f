//! Who a server is must be proved, unless it is on this machine. The server is one of the test's own, which is
//! reached under names that aren't this machine's.

use std::fs;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use super::cluster::Cluster;
use crate::support::Workspace;

const NAME: &str = "db.rolecall.test";
const PASSWORD: &str = "pa55-of-the-server";

/// A server with TLS, which lets in by a password over TLS, and anybody without it.
struct Guarded(Cluster);

impl Guarded {
    /// `None` where the tests run on no server, or one can't be started here.
    fn start() -> Option<Self> {
        let cluster = Cluster::new()?;
        let rules = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n\
                     hostnossl all all 127.0.0.1/32 trust\n";
        fs::write(cluster.data().join("pg_hba.conf"), rules).unwrap();
        let (authority, key, certificate) = certificates();
        fs::write(cluster.data().join("server.crt"), certificate).unwrap();
        cluster.give("server.key", &key);
        fs::write(cluster.folder().join("authority.pem"), authority).unwrap();
        let guarded = Self(cluster);
        guarded.serve("start", "on");
        let sql = format!("ALTER USER postgres PASSWORD '{PASSWORD}'");
        guarded.0.client().batch_execute(&sql).unwrap();
        Some(guarded)
    }

    fn serve(&self, how: &str, tls: &str) {
        self.0.serve(how, &format!("-c ssl={tls} -c log_connections=on"));
    }

    /// Its address under another machine's name, which is looked up nowhere.
    fn address(&self, name: &str, settings: &str) -> String {
        let port = self.0.port;
        format!("postgres://postgres@{name}:{port}/postgres?hostaddr=127.0.0.1{settings}")
    }

    fn authority(&self) -> String {
        format!("&sslrootcert={}", self.0.folder().join("authority.pem").display())
    }
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
    let Some(cluster) = Guarded::start() else { return };
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
        format!("postgres://postgres@localhost:{}/postgres{settings}", cluster.0.port)
    };
    let checked = here("?sslmode=verify-full");
    status(&(checked.clone() + &cluster.authority())).succeeds();
    // The password is of use on this connection alone.
    status(&(right.clone() + "&sslmode=verify-full&channel_binding=require")).succeeds();
    let is_tls = || {
        let log = fs::read_to_string(cluster.0.log()).unwrap();
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
