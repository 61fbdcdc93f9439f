//! A workspace on a PostgreSQL server, held against the same one in a file. Only where `ROLECALL_TEST_SERVER`
//! names a server.

#[cfg(unix)]
mod batches;
#[cfg(unix)]
mod between;
#[cfg(unix)]
mod cluster;
#[cfg(unix)]
mod failover;
#[cfg(unix)]
mod kills;
mod locks;
#[cfg(unix)]
mod round_trips;
mod row_security;
#[cfg(unix)]
mod tls;

use crate::support::{Workspace, case::FORMATS, sample, state::dump};

/// The sample in a file, and on the server; `None` where the tests run on none.
fn both() -> Option<(Workspace, Workspace)> {
    std::env::var_os("ROLECALL_TEST_SERVER")?;
    let file = Workspace::in_file();
    file.put(sample::bytes());
    Some((file, Workspace::sample()))
}

const READERS: [&str; 6] = [
    "olive@acme.test",
    "adam@acme.test",
    "tess@acme.test",
    "tim@acme.test",
    "agnes@acme.test",
    "colin@acme.test",
];

/// What is read, and what is tried.
const LINES: &[&str] = &[
    "status",
    "module list",
    "member list",
    "member show tess@acme.test",
    "team list",
    "role list",
    "role show agent",
    "perm list",
    "mask list",
    "account list",
    "account access tess@acme.test",
    "chat list",
    "chat list --all --tag vip",
    "chat list --unread",
    "chat list --limit 1",
    "chat list --account +14155550132 --status open",
    "chat show 1",
    "chat show 5",
    "chat search blue",
    "chat search ash",
    "chat search 'the gro'",
    "chat search nobody",
    "contact list",
    "contact list --country IN",
    "contact list --trait city=Mumbai",
    "contact show 1",
    "audit list",
    "audit list --action chat --all",
    "audit list --by tess@acme.test",
    "audit show 3",
    "audit verify",
    "analytics",
    "template list",
    "campaign list",
    "invite list",
    "outbox list",
    "billing show",
    "workspace show",
    "who-can view --chat 2",
    "can tess@acme.test view --chat 2",
    "why colin@acme.test view --chat 4",
    "review",
    "policy export",
    "doctor",
    "chat assign 2 --to tim@acme.test --dry-run",
    "chat reply 1 -m Hello --dry-run",
    "contact tag hot 1 2 3 --dry-run",
    "contact merge 1 2 --dry-run",
    "contact erase 2 --dry-run",
    "member add new@acme.test --role agent --dry-run",
    "member remove tess@acme.test --release --dry-run",
    "role remove agent --dry-run",
    "team remove Sales --dry-run",
    "policy apply --preset interakt --dry-run",
];

#[test]
fn the_same_is_printed_as_from_a_file() {
    let Some((file, server)) = both() else { return };
    let mut wrong = Vec::new();
    let mut done = 0;
    for masked in [false, true] {
        if masked {
            for workspace in [&file, &server] {
                workspace.does("mask enable number --role teammate --role admin");
            }
        }
        for (line, reader) in LINES.iter().flat_map(|line| READERS.map(|reader| (line, reader))) {
            let formats = if masked { &FORMATS[1..2] } else { &FORMATS[..] };
            for format in formats {
                let line = format!("{line} --as {reader} --format {format}");
                let [one, other] = [&file, &server].map(|workspace| workspace.run(&line));
                done += usize::from(one.code == 0);
                if (one.code, &one.stdout, &one.stderr)
                    != (other.code, &other.stdout, &other.stderr)
                {
                    wrong.push(format!(
                        "{}\n--- and on the server\n{}",
                        one.transcript(),
                        other.transcript()
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {done}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
    assert!(done > LINES.len() * READERS.len() * 2, "only {done} did anything");
}

#[test]
fn a_workspace_comes_back_from_a_server_as_it_went() {
    let Some((file, server)) = both() else { return };
    let before = dump(&file.sql());
    server.run("member list --as nobody@acme.test").exits(4);
    let name = server.name().into_os_string().into_string().unwrap();
    let line = format!("workspace move '{name}' back.db --yes");
    server.does(&line);
    server.run("member list").exits(7);
    server.does("doctor --workspace back.db");
    let back = rusqlite::Connection::open(server.folder().join("back.db")).unwrap();
    assert!(dump(&back) == before);
}

#[test]
fn a_backup_of_a_server_is_restored_in_a_file_and_on_a_server() {
    let Some((_, server)) = both() else { return };
    server.does("backup acme.backup");
    server.does("team add Later");
    server.does("restore acme.backup --workspace there.db");
    let here = server.does("restore acme.backup --force --yes");
    assert!(here.stderr.contains("_moved_1"), "{}", here.stderr);
    for workspace in ["--workspace there.db", ""] {
        server.does(&format!("audit verify {workspace}"));
        let teams = server.does(&format!("team list --format csv {workspace}")).stdout;
        assert!(teams.contains("Sales") && !teams.contains("Later"), "{teams}");
    }
}

#[test]
fn what_changes_rights_behind_the_program_is_found() {
    let Some((_, server)) = both() else { return };
    server.does("audit verify");
    // The triggers count what another program changes, so these are put aside as such a program would.
    server.execute(
        "ALTER TABLE member DISABLE TRIGGER USER;
         UPDATE member SET role = 'owner' WHERE email = 'tess@acme.test'",
    );
    server.run("audit verify").exits(1);
}
