//! `can`, `why`, `help` and `completions`.

use crate::support::{
    Case,
    Way::{Denied, Missing, No, Success, Usage},
    Workspace, prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let mut cases = Vec::new();
    for verb in ["can", "why"] {
        let mut ask = |way, question: &str| cases.push(case(way, &format!("{verb} {question}")));
        ask(Success, "olive@acme.test workspace");
        ask(Success, "tess@acme.test users.export");
        ask(No, "agnes@acme.test users.export");
        ask(No, "colin@acme.test accounts.connect");
        ask(Success, "tess@acme.test view --chat 3");
        ask(Success, "colin@acme.test reply --chat 1");
        ask(No, "agnes@acme.test view --chat 2");
        ask(Success, "agnes@acme.test accounts.connect --as agnes@acme.test");
        ask(Denied("toggle-off"), "tess@acme.test inbox --as adam@acme.test");
        ask(Missing, "tes@acme.test inbox");
        ask(Missing, "tess@acme.test inbx");
        ask(Missing, "tess@acme.test view --chat 99");
        // Also to who asks about themselves: a no would tell that there is such a chat.
        ask(Missing, "agnes@acme.test view --chat 2 --as agnes@acme.test");
        ask(Missing, "tess@acme.test inbox --as tes@acme.test");
        ask(Usage, "tess@acme.test view");
        ask(Usage, "tess@acme.test inbox --chat 1");
        ask(Usage, "tess@acme.test view --chat one");
        let invited = format!("member add nia@acme.test --role agent\n{verb}");
        cases.push(case(No, &format!("{invited} nia@acme.test inbox")));
        cases.push(case(Success, &format!("{invited} nia@acme.test inbox --if-joined")));
        let masked = format!("mask enable number --role teammate\n{verb}");
        cases.push(case(No, &format!("{masked} tess@acme.test users.add")));
        let closed = format!("perm deny inbox --role teammate\n{verb}");
        cases.push(case(No, &format!("{closed} tess@acme.test chats.own")));
        cases.push(case(No, &format!("{closed} tess@acme.test view --chat 2")));
    }
    cases.extend([
        case(Success, "help exit-codes").bare(),
        case(Success, "help chat list").bare(),
        case(Usage, "help chat lst").bare(),
        case(Success, "completions bash").bare(),
        case(Usage, "completions tcsh").bare(),
    ]);
    cases
}

#[test]
fn one_decision_and_its_reasons() {
    insta::assert_snapshot!(prove(&cases()));
}

#[test]
fn a_suspended_member_may_nothing_and_a_suspended_actor_neither() {
    let workspace = Workspace::sample();
    workspace.execute("UPDATE member SET status = 'suspended' WHERE email_key = 'tess@acme.test'");
    let ran = workspace.run("can tess@acme.test inbox --format json").exits(1);
    assert_eq!(ran.json()["reason"], "suspended");
    for line in [
        "chat list",
        "chat show 2",
        "chat reply 2 -m hi",
        "account list",
        "chat assign 2 --to tim@acme.test",
    ] {
        workspace.run(&format!("{line} --format json --as tess@acme.test")).refuses(3, "suspended");
    }
    let answer =
        workspace.run("chat assign 2 --to tess@acme.test --format json").refuses(5, "suspended");
    assert!(answer.error()["hint"].as_str().unwrap().contains("--force"));
    workspace.does("chat assign 2 --to tess@acme.test --force");
}

#[test]
fn every_shell_gets_its_script() {
    let workspace = Workspace::none();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = workspace.does(&format!("completions {shell}"));
        assert!(ran.stdout.contains("rolecall"), "{shell}");
    }
}

#[test]
fn completion_offers_the_names_of_the_workspace_and_stays_silent_without_one() {
    let ask = |workspace: &Workspace| {
        let mut command = workspace.command();
        let words = ["--", "rolecall", "member", "show", "t"];
        command.env("COMPLETE", "fish").args(words);
        let output = command.output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
        String::from_utf8(output.stdout).unwrap()
    };
    let offered = ask(&Workspace::sample());
    assert!(offered.contains("tess@acme.test") && offered.contains("tim@acme.test"), "{offered}");
    assert!(!ask(&Workspace::none()).contains('@'));
}
