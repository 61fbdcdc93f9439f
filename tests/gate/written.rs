//! A server that reads keys from the file that the program writes, and what a line of it allows.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use super::server::{Server, with_keys};

#[test]
fn keys_in_a_file_let_members_in_as_themselves() {
    let workspace = super::joined();
    let Some(server) = Server::over_a_file(&workspace) else { return };
    let keys = with_keys(&server, &workspace);
    for key in &keys {
        for line in ["chat list", "status", "chat list --as olive@acme.test"] {
            let (over, without) = (server.run(key, line), server.pinned(key, line));
            assert_eq!(
                (over.code, &over.stdout, &over.stderr),
                (without.code, &without.stdout, &without.stderr),
                "{}",
                over.transcript()
            );
        }
    }
    // The file is written when its owner thinks of it. Who may do what is asked anew each time.
    let tess = &keys[2];
    workspace.does("member suspend tess@acme.test");
    server.write_keys();
    server.run(tess, "chat list --format json").refuses(3, "suspended");
    workspace.does("member restore tess@acme.test");
    server.run(tess, "chat list").succeeds();
    let fingerprint = workspace.does("key list tess@acme.test --format json").column("fingerprint");
    workspace.does(&format!("key remove {}", fingerprint[0]));
    server.run(tess, "chat list --format json").refuses(3, "unknown-key");
    server.write_keys();
    let refused = |key| server.run(key, "status").exits(255).says("Permission denied");
    refused(tess);
    refused(&server.key("stranger"));
    server.run(&keys[1], "status").succeeds();
}

/// An agent of the client's, with nothing in it.
struct Agent(Child, PathBuf);

impl Agent {
    fn start(folder: &Path) -> Self {
        let socket = folder.join("agent");
        let mut agent = Command::new("ssh-agent");
        let child = agent.arg("-D").arg("-a").arg(&socket).stdout(Stdio::null()).spawn().unwrap();
        while !socket.exists() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Self(child, socket)
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The options before the command are tried with one that shows what came with the connection. Without
/// them, each of these ways is open.
#[test]
fn a_line_opens_no_way_beside_its_command() {
    let workspace = super::joined();
    let Some(server) = Server::over_a_file(&workspace) else { return };
    let agent = Agent::start(workspace.folder());
    let key = server.key("tess");
    let line = server.line_of(&key);
    let (options, _) = line.split_once("command=\"").unwrap();
    for (options, is_open) in [(options, false), ("", true)] {
        server.authorize(&format!("{options}command=\"env\" {}\n", key.text()));
        let ssh = |options: &[&str]| {
            let mut command = server.client("ssh", &key);
            command.env("SSH_AUTH_SOCK", &agent.1).args(options).arg(server.host());
            command.output().unwrap()
        };
        let environment = String::from_utf8(ssh(&["-A"]).stdout).unwrap();
        assert!(environment.contains("SSH_CONNECTION="), "{environment}");
        assert_eq!(environment.contains("SSH_AUTH_SOCK="), is_open, "{environment}");
        let back = ssh(&["-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"]);
        assert_eq!(back.status.success(), is_open, "{back:?}");
        let through = ssh(&["-W", &format!("127.0.0.1:{}", server.port())]);
        assert_eq!(through.stdout.starts_with(b"SSH-"), is_open, "{through:?}");
    }
}
