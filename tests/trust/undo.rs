//! Changes taken back: by the ordinary rules, to the very state that was.

use crate::support::{
    Workspace,
    inside::Inside,
    state::{dump, rows},
    terminal::{at_terminal, ended},
};

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMoyMnlLFIgU3zgRiJcgtPCtYJ4ZnhYEjWjKxbXL5R7x";

/// Changes of every kind that can be taken back.
const CHANGES: &[&str] = &[
    "member add new@acme.test --role agent",
    "member add other@acme.test --role teammate --team Support --no-invite",
    "member edit tess@acme.test --name Tessa --role agent",
    "member edit tess@acme.test --phone +4915112345678",
    "member edit adam@acme.test --name Adamo --phone +14155550100",
    "member edit tim@acme.test --team Sales",
    "member edit colin@acme.test --email collin@acme.test",
    "member suspend tim@acme.test",
    "member remove agnes@acme.test --reassign-to adam@acme.test --yes",
    "member remove tess@acme.test --release --yes",
    "member remove new@acme.test --yes",
    "team add Nights",
    "team rename Sales Sellers",
    "team remove Support --yes",
    "team join Support tess@acme.test",
    "team leave tess@acme.test",
    "account connect +12025550177 --label Fresh",
    "account connect +4915123456789",
    "account transfer +14155550132 --to adam@acme.test",
    "account disconnect +919812345678",
    "account disconnect +442071838750",
    "chat assign 2 --to tess@acme.test",
    "chat assign 1 2 6 --to adam@acme.test",
    "chat unassign 1",
    "chat close 3",
    "contact tag hot 1 2 3",
    "contact tag vip 1 2 --also late",
    "contact untag vip 1",
    "contact tag 'once, or twice' 4",
    "perm allow billing --role admin",
    "perm deny templates --role teammate",
    "mask enable number --role agent --yes",
    "role add supervisor --like teammate",
    "role remove agent --move-to collaborator --yes",
    "key add -",
    "billing set --plan Growth --seats 40",
    "outbox configure --from team@acme.test",
    "whatsapp set +14155550132 --address '1 High Street' --website https://acme.test",
    "workspace rename 'Acme Ltd'",
    "workspace set --address ssh://team@chat.acme.test",
];

/// What a change is taken back to: what decides, as the audit sums it up, and the tables beside.
fn state(workspace: &Workspace) -> (String, Vec<Vec<String>>) {
    let sql = workspace.sql();
    let tables = ["contact_tag", "chat_tag", "business_profile", "member_key", "team", "member"];
    let sum = workspace.value("SELECT hex(state) FROM audit ORDER BY id DESC");
    // A profile without anything in it is as good as none.
    let is_filled = |row: &String| row.matches('=').count() > 1;
    let filled = |table| rows(&sql, table).into_iter().filter(is_filled).collect();
    (sum, tables.into_iter().map(filled).collect())
}

fn newest(workspace: &Workspace) -> (i64, i64) {
    let value = |sql| workspace.value(sql).parse().unwrap();
    (
        value("SELECT max(id) FROM audit"),
        value("SELECT part_of FROM audit ORDER BY id DESC LIMIT 1"),
    )
}

#[test]
fn every_kind_of_change_is_taken_back() {
    let mut program = Inside::new();
    for line in CHANGES {
        let workspace = Workspace::sample();
        if line.contains("new@acme.test") && line.contains("remove") {
            workspace.does("member add new@acme.test --role agent");
        }
        let before = state(&workspace);
        let mut run = |line: &str| program.run(&workspace.name(), line, KEY.as_bytes()).succeeds();
        run(line);
        let (last, first) = newest(&workspace);
        run(&format!("undo {first} --dry-run"));
        assert_eq!(newest(&workspace), (last, first), "{line}");
        run(&format!("undo {last}"));
        assert_eq!(state(&workspace), before, "{line}");
        // What was taken back can be made again.
        let again = newest(&workspace).1;
        if !line.contains("key add") && !line.contains("account connect +1202") {
            run(&format!("undo {again}"));
            run(&format!("undo {}", newest(&workspace).1));
            assert_eq!(state(&workspace), before, "{line}, again");
        }
        run("audit verify");
    }
}

/// Numbers that look random, and are the same in each run.
fn random(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap()
}

#[test]
fn a_row_of_changes_is_taken_back_from_its_end() {
    let is_heavy = std::env::var_os("ROLECALL_HEAVY").is_some();
    let mut program = Inside::new();
    let (mut undone, mut refused) = (0, 0);
    for mut seed in 1..=if is_heavy { 500 } else { 12 } {
        let workspace = Workspace::sample();
        let before = state(&workspace);
        let mut done = Vec::new();
        let mut lines = Vec::new();
        for _ in 0..15 {
            let line = CHANGES[random(&mut seed) % CHANGES.len()];
            let (last, _) = newest(&workspace);
            // What a change before it has made impossible is left out.
            program.run(&workspace.name(), line, KEY.as_bytes());
            let (now, first) = newest(&workspace);
            if now > last {
                done.push(first);
                lines.push(line);
            }
        }
        let mut is_refused = false;
        for first in done.iter().rev() {
            let ran = program.run(&workspace.name(), &format!("undo {first}"), &[]);
            // Who held an account and lost the right to is not given it back.
            is_refused = ran.code == 3 && ran.stderr.contains("accounts.connect");
            assert!(is_refused || ran.code == 0, "{lines:#?}\n{}", ran.transcript());
            if is_refused {
                break;
            }
        }
        if is_refused {
            refused += 1;
            continue;
        }
        assert_eq!(state(&workspace), before, "{lines:#?}");
        undone += done.len();
    }
    println!("{undone} changes taken back; {refused} rows refused on the way");
    assert!(undone > 60 && refused < 1 + undone / 20);
}

#[test]
fn what_was_taken_back_is_told_and_stands_in_nobodys_way() {
    let workspace = Workspace::sample();
    let before = state(&workspace);
    let did = |line: &str| {
        workspace.does(line);
        newest(&workspace).1
    };
    let first = did("contact untag vip 1");
    let second = did("contact tag vip 1 2 --also late");
    let third = did("contact untag vip 1");
    for entry in [third, second] {
        workspace.does(&format!("undo {entry}"));
    }
    let by = newest(&workspace).1;
    let told = workspace.run(&format!("undo {second} --format json")).exits(5).error();
    assert_eq!(told["message"], format!("entry {second} was undone already, by entry {by}"));
    workspace.does(&format!("undo {first}"));
    assert_eq!(state(&workspace), before);
    let listed = workspace.does("audit list --limit 2 --format json").json();
    assert_eq!(listed[0]["undoes"], first);
    assert_eq!(listed[1]["undoes"], second);
    // Made again, it stands in the way again.
    workspace.does(&format!("undo {}", newest(&workspace).1));
    workspace.does(&format!("undo {by}"));
    workspace.run(&format!("undo {first}")).exits(5);
    // Another tag of the same contact, and the same one of another contact, have nothing to do with it.
    let other = did("contact tag late 1");
    did("contact tag fresh 1");
    did("contact tag late 3");
    workspace.does(&format!("undo {other}"));
}

#[test]
fn a_change_of_several_entries_is_undone_and_made_again_as_a_whole() {
    let workspace = Workspace::sample();
    workspace.does("member add bea@acme.test --role agent");
    let before = state(&workspace);
    let did = |line: &str| {
        workspace.does(line);
        newest(&workspace)
    };
    // The new address gets a new invitation, which is an entry of its own.
    let (last, first) = did("member edit bea@acme.test --email bea2@acme.test");
    assert!(last > first);
    let (_, undone) = did(&format!("undo {first}"));
    workspace.run(&format!("undo {last}")).exits(5);
    did(&format!("undo {undone}"));
    did(&format!("undo {first}"));
    assert_eq!(state(&workspace), before);
    let (_, first) = did("member edit bea@acme.test --email b2@acme.test");
    let (_, second) = did("member edit b2@acme.test --email b3@acme.test");
    let (third, _) = did("member edit b3@acme.test --email b2@acme.test");
    for entry in [third, second, first] {
        did(&format!("undo {entry}"));
    }
    assert_eq!(state(&workspace), before);
}

#[test]
fn who_came_back_with_their_chats_goes_with_them_again() {
    let workspace = Workspace::sample();
    workspace.does("chat assign 2 --to tess@acme.test");
    workspace.does("member remove tess@acme.test --release --yes");
    let gone = state(&workspace);
    workspace.does("undo");
    workspace.does(&format!("undo {}", newest(&workspace).1));
    assert_eq!(state(&workspace), gone);
    // What was undone and what undid it are passed over: the change before them goes back.
    workspace.does("undo");
    workspace.does("undo");
    assert_eq!(workspace.value("SELECT assignee_id FROM chat WHERE id = 2"), "NULL");
}

#[test]
fn an_altered_tagging_is_in_nobodys_way() {
    let workspace = Workspace::sample();
    workspace.does("team add Nights");
    let team = newest(&workspace).1;
    workspace.does("contact tag late 1");
    workspace
        .execute("UPDATE audit SET operator = 'nobody' WHERE id = (SELECT max(id) FROM audit)");
    workspace.does(&format!("undo {team}"));
}

#[test]
fn what_left_or_was_built_on_stays() {
    let workspace = Workspace::sample();
    workspace.does("chat reply 2 -m hello --no-assign");
    workspace.run("undo").exits(5);
    workspace.does("member add new@acme.test --role agent");
    let added = newest(&workspace).1;
    workspace.does("outbox flush");
    workspace.run(&format!("undo {added}")).exits(5);
    workspace.does("team rename Sales Sellers");
    let renamed = newest(&workspace).1;
    workspace.does("team rename Sellers Sailors");
    let error = workspace.run(&format!("undo {renamed} --format json")).exits(5).error();
    assert!(error["hint"].as_str().unwrap().contains("rolecall undo"));
    workspace.does("team add Nights");
    let team = newest(&workspace).1;
    workspace.does("team join Nights tim@acme.test");
    workspace.run(&format!("undo {team}")).exits(5);
    workspace.does("account connect +12025550177");
    let account = newest(&workspace).1;
    workspace.does("chat start --from +12025550177 --contact 1 --message Hello");
    workspace.run(&format!("undo {account}")).exits(5);
    workspace.run("undo 999").exits(4);
    // A change of somebody else's is nobody's to take back who may not make it.
    workspace.run(&format!("undo {renamed} --as tess@acme.test")).exits(4);
}

#[test]
fn a_change_of_several_steps_goes_back_as_a_whole_or_not_at_all() {
    let workspace = Workspace::sample();
    workspace.does("member remove tess@acme.test --release --yes");
    let (_, first) = newest(&workspace);
    // One of the steps can't be taken back any more: another has the account.
    workspace.does("account connect +442071838750");
    let before = dump(&workspace.sql());
    workspace.run(&format!("undo {first}")).exits(5);
    assert_eq!(dump(&workspace.sql()), before);
}

#[test]
fn a_reply_that_took_a_chat_gives_the_chat_back_alone() {
    let workspace = Workspace::sample();
    workspace.does("chat reply 2 -m hello");
    let (last, first) = newest(&workspace);
    assert!(last > first);
    workspace.run(&format!("undo {first}")).exits(5);
    workspace.does(&format!("undo {last}"));
    assert_eq!(workspace.value("SELECT assignee_id FROM chat WHERE id = 2"), "NULL");
}

#[test]
fn a_terminal_is_told_how_a_change_is_taken_back() {
    let workspace = Workspace::sample();
    let (screen, code) = ended(at_terminal(&workspace, "team add Nights"));
    let entry = newest(&workspace).1;
    assert_eq!(code, 0);
    assert!(screen.contains(&format!("Undo: rolecall undo {entry}")), "{screen}");
    let (screen, _) = ended(at_terminal(&workspace, "chat reply 2 -m Hello --no-assign"));
    assert!(!screen.contains("Undo"), "{screen}");
}
