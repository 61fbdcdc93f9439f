//! What a person at a terminal is told, and asked, when they change something.

use crate::support::{
    Workspace,
    terminal::{at_terminal, ended},
};

#[test]
fn a_change_is_told_in_a_sentence() {
    let workspace = Workspace::sample();
    for (line, told) in [
        ("team add Nights", "Added team Nights"),
        ("member edit tim@acme.test --name Timo", "name Tim -> Timo"),
        (
            "member add nora@acme.test --role agent --team Sales",
            "nora@acme.test is invited to Sales as agent; mail queued: `rolecall outbox flush` sends it.",
        ),
        ("chat close 3", "Closed chat 3"),
    ] {
        let (printed, code) = ended(at_terminal(&workspace, line));
        assert_eq!(code, 0, "{line}: {printed}");
        assert!(printed.contains(told) && !printed.contains("ACTION"), "{line}: {printed}");
        // The way back is offered where there is one, and works as it stands.
        let undo = printed.lines().find_map(|line| line.trim().strip_prefix("Undo: rolecall "));
        workspace.does(undo.unwrap_or_else(|| panic!("{line}: {printed}")));
    }
    let (printed, _) = ended(at_terminal(&workspace, "chat reply 3 --message Hello"));
    assert!(!printed.contains("Undo:"), "{printed}");
    // Scripts get the rows.
    assert!(workspace.does("team add Days").stdout.starts_with("ACTION"));
    let (printed, _) = ended(at_terminal(&workspace, "team add Noons --format jsonl"));
    assert!(printed.contains("\"action\":\"team.add\""), "{printed}");
}

#[test]
fn what_is_risky_is_asked_about_on_a_terminal_only() {
    let workspace = Workspace::sample();
    workspace.execute("UPDATE member SET status = 'active'");
    workspace.does("mask enable number --role teammate");
    let mut session = at_terminal(&workspace, "mask disable number --role teammate");
    session.exp_string("can read customers' numbers").unwrap();
    session.exp_string("Go on?").unwrap();
    session.send_line("n").unwrap();
    assert_eq!(ended(session).1, 130);
    let masked = |workspace: &Workspace| {
        workspace.does("mask list --format json").rows().iter().any(|row| row["number"] == true)
    };
    assert!(masked(&workspace));
    for (line, risk) in [
        ("member suspend tim@acme.test", "- tim@acme.test loses inbox"),
        ("perm deny analytics --role admin", "loses analytics"),
        ("team remove Support", "team `Support` is removed"),
        ("perm allow chats.other-teams --role teammate", "more chat"),
    ] {
        let mut session = at_terminal(&workspace, line);
        session.exp_string(risk).unwrap();
        session.exp_string("Go on?").unwrap();
        session.send_line("y").unwrap();
        let (printed, code) = ended(session);
        assert_eq!(code, 0, "{line}: {printed}");
    }
    let (printed, code) =
        ended(at_terminal(&workspace, "mask disable number --role teammate --yes"));
    assert!(code == 0 && !printed.contains("Go on?") && !masked(&workspace), "{printed}");
    workspace.does("mask enable number --role teammate");
    workspace.does("mask disable number --role teammate");
}

#[test]
fn everybody_pending_is_invited_again_at_once() {
    let workspace = Workspace::sample();
    workspace.does("member add nia@acme.test --role agent");
    workspace.does("member add omar@acme.test --role agent");
    let pending = workspace.does("invite list --state pending --format json").rows().len();
    assert_eq!(pending, 2);
    let again = workspace.does("invite resend --all-pending --format json");
    let people: std::collections::BTreeSet<_> = again.column("object").into_iter().collect();
    assert_eq!(people.len(), pending);
    workspace.run("invite resend").exits(2);
    workspace.run("invite resend nia@acme.test --all-pending").exits(2);
}

#[test]
fn a_time_may_be_how_long_ago() {
    let workspace = Workspace::sample();
    let all = workspace.does("audit list --all --format json").rows().len();
    assert_eq!(workspace.does("audit list --since 7d --all --format json").rows().len(), all);
    assert_eq!(workspace.does("audit list --until 7d --all --format json").rows().len(), 0);
    workspace.run("audit list --since soon").exits(2);
}
