//! Joining by a mailed code with a key that is nobody's yet, and the keys afterwards.

use super::{KEYS, by_key};
use crate::support::{Ran, Workspace, workspace::NOW};

const HOME: &str = "192.0.2.7";

/// The sample with an invited member, and the code that their mail has.
pub fn invited() -> (Workspace, String) {
    let workspace = super::joined();
    workspace.does("outbox configure --via files --folder mails --from team@acme.test");
    workspace.does("member add ines@acme.test --role agent");
    workspace.does("outbox flush");
    let mail = mail_to_ines(&workspace);
    let code = mail.split("--code ").nth(1).unwrap().split_whitespace().next().unwrap();
    (workspace, code.to_owned())
}

/// The mail, with its folded lines put together again.
fn mail_to_ines(workspace: &Workspace) -> String {
    std::fs::read_dir(workspace.folder().join("mails"))
        .unwrap()
        .map(|mail| std::fs::read_to_string(mail.unwrap().path()).unwrap())
        .map(|mail| mail.replace("=\r\n", "").replace("=3D", "="))
        .find(|mail| mail.contains("Login id: ines@acme.test"))
        .unwrap()
}

fn tries(workspace: &Workspace, key: &str, address: &str, code: &str, at: &str) -> Ran {
    let line = format!("invite accept ines@acme.test --code {code} --format json");
    by_key(workspace, key, address, &line, at)
}

const WRONG: &str = "0000-0000-0000-0000-0000-0000-0000";

#[test]
fn a_key_that_is_nobody_s_may_do_one_thing() {
    let (workspace, code) = invited();
    let run = |line: &str| by_key(&workspace, KEYS[0], HOME, line, NOW);
    for line in ["status", "chat list", "member list", "key list", "help exit-codes x", "key add -"]
    {
        let ran = run(&format!("{line} --format json"));
        assert!(ran.code == 3 || ran.code == 2, "{}", ran.transcript());
    }
    run("chat list --format json").refuses(3, "unknown-key");
    run("invite accept ines@acme.test --as olive@acme.test --code x --format json")
        .refuses(3, "pinned");
    tries(&workspace, KEYS[0], HOME, &code, NOW).succeeds();
    let status = run("module list").succeeds();
    assert_eq!(status.stdout, workspace.does("module list --as ines@acme.test").stdout);
    let entry = &workspace.does("audit list --action invite.accept --format json").rows()[0];
    assert_eq!(entry["actor"], "ines@acme.test");
    assert!(entry["operator"].as_str().unwrap().starts_with("SHA256:"), "{entry}");
    assert_eq!(run("key list --format json").rows()[0]["comment"], "ines@acme.test");
    // The key is taken: nobody else joins by it.
    workspace.does("member add otto@acme.test --role agent");
    run("invite accept otto@acme.test --code 0 --format json").exits(5);
}

/// An owner may add a key before its holder joins, and then it is joined with.
#[test]
fn a_key_that_was_added_before_joining_stays_its_holder_s() {
    let (workspace, code) = invited();
    workspace.takes("key add - --for ines@acme.test", format!("{} ines@laptop", KEYS[0]));
    by_key(&workspace, KEYS[0], HOME, "status --format json", NOW).refuses(3, "unknown-key");
    tries(&workspace, KEYS[0], HOME, &code, NOW).succeeds();
    by_key(&workspace, KEYS[0], HOME, "status", NOW).succeeds();
    let keys = workspace.does("key list ines@acme.test --format json").rows();
    assert_eq!((keys.len(), &keys[0]["comment"]), (1, &"ines@laptop".into()));
}

/// With a member's key nobody else joins: the code would be gone, and they without a key.
#[test]
fn a_code_is_not_used_up_by_a_key_that_is_another_s() {
    let (workspace, code) = invited();
    workspace.takes("key add - --for tess@acme.test", format!("{} tess@laptop", KEYS[0]));
    let told = tries(&workspace, KEYS[0], HOME, &code, NOW).exits(5).error();
    assert_eq!(
        told["message"],
        "`invite accept` is for who is invited, and this key is `tess@acme.test`'s"
    );
    assert_eq!(tries(&workspace, KEYS[0], HOME, WRONG, NOW).exits(5).error(), told);
    tries(&workspace, KEYS[1], HOME, &code, NOW).succeeds();
}

/// What a stranger tries isn't an act of whom they try it for.
#[test]
fn a_wrong_code_is_an_act_of_nobody() {
    let (workspace, _) = invited();
    tries(&workspace, KEYS[0], HOME, WRONG, NOW).exits(5);
    let entry = &workspace.does("audit list --action invite.try --format json").rows()[0];
    assert_eq!((&entry["actor"], &entry["object"]), (&"nobody".into(), &"ines@acme.test".into()));
    assert_eq!(workspace.does("audit list --actor ines@acme.test --format json").rows().len(), 0);
    workspace.does("audit verify");
}

#[test]
fn a_wrong_code_has_one_answer_whoever_it_is_tried_for() {
    let (workspace, code) = invited();
    let answer = |member: &str, code: &str| {
        let line = format!("invite accept {member} --code {code}");
        let ran = by_key(&workspace, KEYS[0], HOME, &line, NOW).exits(5);
        ran.stderr
    };
    let wrong = answer("ines@acme.test", WRONG);
    assert_eq!(answer("nobody@acme.test", WRONG), wrong);
    assert_eq!(answer("tess@acme.test", &code), wrong);
}

#[test]
fn wrong_codes_slow_who_tries_and_nobody_else() {
    let (workspace, code) = invited();
    let mut waited = false;
    for _ in 0..8 {
        let ran = tries(&workspace, KEYS[0], HOME, WRONG, NOW).exits(5);
        waited |= ran.error()["reason"] == "too-many-codes";
    }
    assert!(waited);
    // Neither the right code, nor another key from the same address, nor the key from another one.
    for (key, address) in [(KEYS[0], HOME), (KEYS[1], HOME), (KEYS[0], "198.51.100.4")] {
        tries(&workspace, key, address, &code, NOW).refuses(5, "too-many-codes");
    }
    // Whoever was invited isn't locked out by it, and time heals it.
    tries(&workspace, KEYS[1], "198.51.100.4", &code, NOW).succeeds();
    let later = tries(&workspace, KEYS[0], HOME, WRONG, "2026-01-31T13:00:00Z").exits(5);
    assert_eq!(later.error()["reason"], serde_json::Value::Null);
}

#[test]
fn keys_are_one_s_own_and_the_owner_s_to_change() {
    let (workspace, code) = invited();
    tries(&workspace, KEYS[0], HOME, &code, NOW).succeeds();
    let own = |line: &str| by_key(&workspace, KEYS[0], HOME, line, NOW);
    let add = |member: &str, key: &str| {
        workspace.run_with(&format!("key add - --for {member}"), format!("{key} {member} laptop\n"))
    };
    add("tess@acme.test", KEYS[1]).succeeds();
    add("tim@acme.test", KEYS[1]).exits(5);
    add("nobody@acme.test", KEYS[2]).exits(4);
    workspace.run_with("key add -", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n").exits(6);
    assert_eq!(own("key list --format json").rows().len(), 1);
    own("key list tess@acme.test --format json").refuses(3, "owner-only");
    own("key list nobody@acme.test --format json").refuses(3, "owner-only");
    let keys = workspace.does("key list --format json").rows();
    assert_eq!(keys.len(), 2);
    let of_tess = keys.iter().find(|key| key["member"] == "tess@acme.test").unwrap();
    let fingerprint = of_tess["fingerprint"].as_str().unwrap();
    own(&format!("key remove {fingerprint}")).exits(4);
    let by_tess = |line: &str| by_key(&workspace, KEYS[1], HOME, line, NOW);
    by_tess("chat list").succeeds();
    workspace.does("member suspend tess@acme.test");
    by_tess("status --format json").refuses(3, "suspended");
    workspace.does("member restore tess@acme.test");
    by_tess("status").succeeds();
    workspace.does(&format!("key remove {fingerprint}"));
    by_tess("status --format json").refuses(3, "unknown-key");
    workspace.does("member remove ines@acme.test --yes --release");
    own("status --format json").refuses(3, "unknown-key");
}

#[test]
fn the_audit_names_the_key_and_is_filtered_by_it() {
    let (workspace, _) = invited();
    workspace.takes("key add - --for olive@acme.test", format!("{} olive@laptop", KEYS[0]));
    by_key(&workspace, KEYS[0], HOME, "team add Nights", NOW).succeeds();
    let keys = workspace.does("key list olive@acme.test --format json").rows();
    let fingerprint = keys[0]["fingerprint"].as_str().unwrap().to_owned();
    let entries =
        workspace.does(&format!("audit list --operator {fingerprint} --format json")).rows();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["action"], "team.add");
    assert_eq!(entries[0]["operator"], format!("{fingerprint} olive@laptop"));
    assert_eq!(entries[0]["via"], "key");
}

#[test]
fn the_mail_says_where_to_join_and_by_what_key_the_server_is_known() {
    let workspace = super::joined();
    workspace.does("outbox configure --via files --folder mails --from team@acme.test");
    let key = KEYS[2];
    workspace.does(&format!(
        "workspace set --address ssh://team@chat.acme.test:2222 --host-key '{key}'"
    ));
    for wrong in
        ["http://x.test", "ssh://", "ssh://x.test/path", "ssh://a:b@x.test", "ssh://x.test:0"]
    {
        workspace.run(&format!("workspace set --address {wrong}")).exits(6);
    }
    workspace.does("member add ines@acme.test --role agent");
    workspace.does("outbox flush");
    let mail = mail_to_ines(&workspace);
    assert!(
        mail.contains("ssh -p 2222 team@chat.acme.test invite accept ines@acme.test --code"),
        "{mail}"
    );
    let shown = workspace.does("workspace show --format json").json();
    assert_eq!(shown["address"], "ssh://team@chat.acme.test:2222");
    assert!(mail.contains(shown["host_key"].as_str().unwrap()), "{mail}");
}
