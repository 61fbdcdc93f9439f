//! What an action needed stands in its audit entry, and is what turns the command on and off: for every
//! command that changes something, the audit is asked what was needed; with that taken from the actor's
//! role, and nothing else, it isn't done, and with everything else taken it is.

use std::collections::BTreeSet;

use rolecall::rules::policy::permission::Permission;

use crate::support::{Ran, Workspace, inside::Inside, tree};

/// Who acts: an admin whose role is turned.
const HANA: &str = "hana@acme.test";

/// A line as hana, and what the owner does before. `beside` is what the line takes that is a rule about
/// others and no permission of its own: sight of what is given, or of what is asked for.
struct Line {
    before: &'static [&'static str],
    words: &'static str,
    input: &'static str,
    beside: &'static [&'static str],
}

const fn line(words: &'static str) -> Line {
    Line { before: &[], words, input: "", beside: &[] }
}

impl Line {
    const fn after(mut self, before: &'static [&'static str]) -> Self {
        self.before = before;
        self
    }

    const fn fed(mut self, input: &'static str) -> Self {
        self.input = input;
        self
    }

    const fn beside(mut self, beside: &'static [&'static str]) -> Self {
        self.beside = beside;
        self
    }
}

/// What a teammate has, and sight of who is in the team.
const TEAMMATE: &[&str] = &[
    "inbox",
    "notifications",
    "templates",
    "users",
    "users.export",
    "users.add",
    "users.bulk-tag",
    "analytics",
    "accounts.connect",
    "chats.own",
    "chats.same-team",
    "chats.other-teams",
    "chats.assigned",
    "chats.assign",
];
const SIGHT: &[&str] = &["inbox", "chats.same-team", "chats.other-teams"];
const TEMPLATE: &[&str] =
    &["template add mine --category utility --language en --body Hello --shared"];
const APPROVED: &[&str] = &[
    "template add promo --category marketing --language en --body Hello --shared",
    "template submit promo",
    "template mark promo approved",
];
const DRAFTED: &[&str] = &[
    "template add promo --category marketing --language en --body Hello --shared",
    "template submit promo",
    "template mark promo approved",
    "campaign create Spring --template promo --account 14155550132 --all-contacts --draft",
];
const GOING: &[&str] = &[
    "template add promo --category marketing --language en --body Hello --shared",
    "template submit promo",
    "template mark promo approved",
    "campaign create Spring --template promo --account 14155550132 --all-contacts --at 2026-03-01",
];
const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f hana";

const LINES: &[Line] = &[
    line("account connect +12025550155"),
    line("account connect +12025550155 --for tim@acme.test"),
    line("account disconnect 12025550155")
        .after(&["account connect +12025550155 --for hana@acme.test"]),
    line("account share 12025550155 --with new@acme.test --role teammate")
        .after(&["account connect +12025550155 --for hana@acme.test"])
        .beside(TEAMMATE),
    line("account transfer 12025550155 --to tim@acme.test")
        .after(&["account connect +12025550155 --for hana@acme.test"])
        .beside(&["inbox", "chats.own"]),
    line("api-key rotate"),
    line("api-key revoke").after(&["api-key rotate"]),
    line("billing set --seats 20"),
    line("campaign create Spring --template promo --account 14155550132 --all-contacts")
        .after(APPROVED)
        .beside(&["templates"]),
    line("campaign pause Spring").after(GOING),
    line("campaign resume Spring").after(DRAFTED),
    line("chat assign 2 --to tess@acme.test"),
    line("chat unassign 1"),
    line("chat close 1"),
    line("chat reopen 1").after(&["chat close 1"]),
    line("chat reply 2 -m hello"),
    line("chat start +12025550177 --from 14155550132 -m hello"),
    line("chat reveal 1 --reason because").after(&["mask enable number --role helper"]),
    line("contact add +12025550177"),
    line("contact edit 1 --name Other"),
    line("contact merge 1 2"),
    line("contact erase 1"),
    line("contact tag hot 1"),
    line("contact tag hot 1 2"),
    line("contact untag vip --tag vip"),
    line("contact import -").fed("phone,name\n+12025550177,New\n"),
    line("contact import -").fed("phone,tags\n+12025550177,hot\n+12025550178,hot\n"),
    line("contact export"),
    line("integration add pipedrive"),
    line("integration remove 1").after(&["integration add pipedrive --as hana@acme.test"]),
    line("invite resend nia@acme.test").after(&["member add nia@acme.test --role bare"]),
    line("invite revoke nia@acme.test").after(&["member add nia@acme.test --role bare"]),
    line("key add -").fed(KEY),
    line("member add new@acme.test --role bare").beside(SIGHT),
    line("member edit tim@acme.test --name Timothy"),
    line("member edit tim@acme.test --role bare").beside(SIGHT),
    line("member import - --no-invite").fed("email,role\nnew@acme.test,bare\n").beside(SIGHT),
    line("member remove colin@acme.test --reassign-to tim@acme.test").beside(SIGHT),
    line("member suspend tim@acme.test"),
    line("member restore tim@acme.test").after(&["member suspend tim@acme.test"]),
    line("team add Nights"),
    line("team rename Sales Field"),
    line("team remove Nights").after(&["team add Nights"]),
    line("team join Sales tim@acme.test").beside(SIGHT),
    line("team leave tess@acme.test").beside(SIGHT),
    line("template add mine --category utility --language en --body Hello"),
    line("template edit mine --body Bye").after(TEMPLATE),
    line("template submit mine").after(TEMPLATE),
    line("template mark promo rejected --reason no").after(&[
        "template add promo --category marketing --language en --body Hello --shared",
        "template submit promo",
    ]),
    line("template remove mine").after(TEMPLATE),
    line("whatsapp set 14155550132 --about Hello"),
    line("workspace rename Zenith"),
    line("workspace set --address ssh://team@chat.example"),
    line("perm allow billing --role agent"),
    line("perm deny inbox --role agent"),
    line("perm toggle billing --role agent"),
    line("perm reset billing --role agent").after(&["perm allow billing --role agent"]),
    line("mask enable number --role agent"),
    line("mask disable number --role agent").after(&["mask enable number --role agent"]),
    line("role add other --like agent"),
    line("role remove bare"),
    line("policy apply --preset timelinesai --move-to agent"),
    line("member transfer-ownership tess@acme.test"),
];

/// Commands that no line tries, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("init", "there is nobody yet to ask"),
    ("restore", "puts another file in the place of the workspace; a test of its own holds who may"),
    ("workspace delete", "leaves no audit"),
    ("workspace move", "writes no entry; a test of its own holds who may"),
    ("invite accept", "asks for the code and nobody's permission"),
    ("api-key verify", "asks for the key and nobody's permission"),
    ("campaign run", "sends what was set going, by whose right it was"),
    ("chat import", "each effect needs what its verb needs; tests/formats/imports holds them"),
    ("key remove", "as `key add`; its argument is the key's fingerprint"),
    ("outbox configure", "writes no entry that differs by who asks: the owner's alone"),
    ("outbox flush", "writes no entry"),
    ("undo", "needs what the entry needed that it takes back; tests/trust/undo.rs"),
];

struct Desk {
    inside: Inside,
    workspace: Workspace,
}

impl Desk {
    fn run(&mut self, line: &str, input: &str) -> Ran {
        self.inside.run(&self.workspace.name(), line, input.as_bytes())
    }

    #[track_caller]
    fn does(&mut self, line: &str) {
        let ran = self.run(line, "");
        assert_eq!(ran.code, 0, "{}", ran.transcript());
    }

    /// The line as hana.
    fn tries(&mut self, line: &Line) -> Ran {
        self.run(&format!("{} --yes --format json --as {HANA}", line.words), line.input)
    }

    /// The newest entry's key.
    fn last(&mut self) -> i64 {
        let rows = self.run("audit list --limit 1 --format json", "").rows();
        rows[0]["id"].as_i64().unwrap()
    }

    /// What the entries after that one needed.
    fn needed_since(&mut self, last: i64) -> BTreeSet<String> {
        let rows = self.run("audit list --limit 50 --format json", "").rows();
        let new = rows.iter().filter(|row| row["id"].as_i64().unwrap() > last);
        let texts = new.map(|row| row["needed"].as_str().unwrap_or("unstated").to_owned());
        texts.flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    /// Turns cells of hana's role.
    fn turn(&mut self, verb: &str, permissions: &[&str]) {
        for permission in permissions {
            self.does(&format!("perm {verb} {permission} --role helper --yes"));
        }
    }
}

/// The sample, with hana, who may do everything that can be given.
fn everything() -> (Desk, Vec<u8>) {
    let mut desk = Desk { inside: Inside::new(), workspace: Workspace::sample() };
    for line in [
        "role add helper --like admin",
        "role add bare --like collaborator",
        "member add hana@acme.test --role helper --no-invite",
    ] {
        desk.does(line);
    }
    let all: Vec<_> = Permission::all().map(Permission::key).collect();
    desk.turn("allow", &all);
    let open = ["inbox", "chats.assigned"];
    for permission in open {
        desk.does(&format!("perm deny {permission} --role bare --yes"));
    }
    let bytes = kept(&desk.workspace);
    (desk, bytes)
}

fn kept(workspace: &Workspace) -> Vec<u8> {
    workspace.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    workspace.bytes()
}

/// The cells that a need stands for: those without which it isn't met, and that any of them meets.
fn cells(need: &str) -> Vec<&'static str> {
    match need {
        "sight" => vec!["chats.own", "chats.same-team", "chats.other-teams", "chats.assigned"],
        _ if need.starts_with("account:") => {
            vec!["chats.own", "chats.same-team", "chats.other-teams"]
        }
        "owner" | "own" | "nothing" => Vec::new(),
        key => vec![Permission::from_key(key).unwrap().key()],
    }
}

/// Files of which the rows that need more are left out, and counted.
const LEAVES_OUT: [(&str, &str); 1] = [("contact import -", "users.bulk-tag")];

#[test]
fn what_was_needed_is_what_turns_a_command_on_and_off() {
    let (mut desk, bytes) = everything();
    let mut faults = Vec::new();
    for line in LINES {
        desk.workspace.put(&bytes);
        for before in line.before {
            desk.does(&format!("{before} --yes"));
        }
        let ready = kept(&desk.workspace);
        let last = desk.last();
        let ran = desk.tries(line);
        if ran.code == 3 {
            // Nothing that can be given opens it: it is the owner's.
            let ran = desk.run(&format!("{} --yes --format json", line.words), line.input);
            let needed = desk.needed_since(last);
            if ran.code != 0 || !needed.contains("owner") {
                faults.push(format!("`{}` needed {needed:?}\n{}", line.words, ran.transcript()));
            }
            continue;
        }
        let needed = desk.needed_since(last);
        if ran.code != 0 || needed.is_empty() || needed.contains("unstated") {
            faults.push(format!("`{}` needed {needed:?}\n{}", line.words, ran.transcript()));
            continue;
        }
        for need in needed.iter().filter(|need| !cells(need).is_empty()) {
            desk.workspace.put(&ready);
            desk.turn("deny", &cells(need));
            let last = desk.last();
            let ran = desk.tries(line);
            let was_done = desk.needed_since(last).contains(need);
            let may_do_the_rest = LEAVES_OUT.contains(&(line.words, need.as_str()));
            if ran.code == 0 && !may_do_the_rest || was_done {
                faults.push(format!("`{}` is done without {need}", line.words));
            }
        }
        // With all else off.
        let mut on: BTreeSet<_> = needed.iter().flat_map(|need| cells(need)).collect();
        on.extend(line.beside);
        if needed.iter().any(|need| need == "sight" || need.starts_with("account:")) {
            on.insert("inbox");
        }
        let parents = on.iter().filter_map(|key| Permission::from_key(key)?.entry().parent);
        let parents: Vec<_> = parents.map(Permission::key).collect();
        on.extend(parents);
        let off = Permission::all().map(Permission::key).filter(|key| !on.contains(key));
        let off: Vec<_> = off.collect();
        desk.workspace.put(&ready);
        desk.turn("deny", &off);
        let ran = desk.tries(line);
        if ran.code != 0 {
            let what = format!("`{}` needs more than {needed:?}", line.words);
            faults.push(format!("{what}\n{}", ran.transcript()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_command_that_changes_something_is_asked() {
    let tried: Vec<_> = LINES.iter().map(|line| tree::meant(line.words)).collect();
    let changes = tree::leaves().into_iter().filter(|leaf| leaf.is_change).map(|leaf| leaf.path);
    tree::covered(changes, |name| tried.iter().any(|line| line == name), LEFT_OUT);
}
