//! No command without its cases: the command tree is walked, and every leaf needs a transcript for
//! every way in which it can end, or a reason why there is no such way.

use std::collections::BTreeSet;

use super::all_cases;
use crate::support::{Way, tree::leaves};

/// Ways that a command hasn't got, and why not.
const NO_SUCH_WAY: &[(&str, &[u8], &str)] = &[
    ("init", &[3], "nobody acts yet"),
    ("help", &[3, 4, 5, 6], "opens no workspace"),
    ("completions", &[3, 4, 5, 6], "opens no workspace"),
    ("can", &[5, 6], "changes nothing; names are missing, not bad"),
    ("why", &[5, 6], "changes nothing; names are missing, not bad"),
    ("member list", &[5, 6], "changes nothing; names are missing, not bad"),
    ("member show", &[5, 6], "changes nothing; names are missing, not bad"),
    ("member remove", &[6], "names are missing, not bad"),
    ("team list", &[4, 5, 6], "takes no names"),
    ("team add", &[4], "names nothing that is there"),
    ("team join", &[5, 6], "who is there already stays; names are missing, not bad"),
    ("team leave", &[5, 6], "who is out already stays; names are missing, not bad"),
    ("role list", &[4, 5, 6], "takes no names"),
    ("role show", &[5, 6], "changes nothing; names are missing, not bad"),
    ("perm list", &[5, 6], "changes nothing; names are missing, not bad"),
    ("perm show", &[5, 6], "changes nothing; names are missing, not bad"),
    ("perm allow", &[6], "names are missing, not bad"),
    ("perm deny", &[6], "names are missing, not bad"),
    ("perm toggle", &[6], "names are missing, not bad"),
    ("perm reset", &[5, 6], "leaves locked cells out; names are missing, not bad"),
    ("mask list", &[4, 5, 6], "takes no names"),
    ("mask enable", &[6], "names are missing, not bad"),
    ("mask disable", &[6], "names are missing, not bad"),
    ("module list", &[5, 6], "changes nothing; names are missing, not bad"),
    ("account list", &[4, 5, 6], "takes no names"),
    ("account access", &[5, 6], "changes nothing; names are missing, not bad"),
    ("account transfer", &[5, 6], "whose it is stays theirs; names are missing, not bad"),
    ("account disconnect", &[5, 6], "what is nobody's stays so; names are missing, not bad"),
    ("team remove", &[6], "names are missing, not bad"),
    ("audit list", &[5, 6], "changes nothing; names are missing, not bad"),
    ("audit show", &[5, 6], "changes nothing; names are missing, not bad"),
    ("template list", &[4, 5], "changes nothing"),
    ("template show", &[6], "names are missing, not bad"),
    ("template add", &[4], "names nothing that is there"),
    ("template submit", &[6], "names are missing, not bad"),
    ("template remove", &[6], "names are missing, not bad"),
    ("campaign list", &[4, 5, 6], "takes no names"),
    ("campaign show", &[5, 6], "changes nothing; names are missing, not bad"),
    ("campaign run", &[6], "names are missing, not bad"),
    ("campaign pause", &[6], "names are missing, not bad"),
    ("campaign resume", &[6], "names are missing, not bad"),
    ("chat search", &[5], "changes nothing"),
    ("chat templates", &[4, 5, 6], "changes nothing; takes words and no names"),
    ("chat close", &[5], "what is closed stays so"),
    ("chat reopen", &[5], "what is open stays so"),
    ("chat import", &[5], "what is known already is left as it is"),
    ("chat list", &[5, 6], "changes nothing; names are missing, not bad"),
    ("chat show", &[5, 6], "changes nothing; names are missing, not bad"),
    ("chat unassign", &[5], "what is nobody's stays so"),
    ("contact list", &[5], "changes nothing"),
    ("contact show", &[5], "changes nothing"),
    ("contact add", &[4], "names nothing that is there"),
    ("contact import", &[4, 5], "names nothing that is there; what is taken is its row's problem"),
    ("contact export", &[4, 5, 6], "takes no names"),
    ("contact tag", &[5], "what has the tag keeps it"),
    ("contact untag", &[5], "what hasn't got the tag stays without"),
    ("status", &[3, 5, 6], "everybody may ask how they stand; changes nothing"),
    ("analytics", &[4, 5, 6], "takes no names; changes nothing"),
    ("billing show", &[4, 5, 6], "takes no names"),
    ("billing set", &[4, 5], "names nothing; fewer seats than members send nobody away"),
    ("whatsapp show", &[5, 6], "changes nothing; names are missing, not bad"),
    ("whatsapp set", &[5], "a profile can always be changed"),
    ("integration list", &[4, 5, 6], "takes no names"),
    ("integration add", &[4], "names nothing that is there"),
    ("integration remove", &[5, 6], "what is gone is missing; keys are missing, not bad"),
    ("workspace show", &[4, 5, 6], "takes no names"),
    ("workspace rename", &[4, 5], "the workspace is there, and its name is nobody else's"),
];

/// Commands whose cases stand in a room of their own, beside what they take: files, mail, a policy.
const ELSEWHERE: &[(&str, &str)] = &[
    ("demo", "tests/demo.rs"),
    ("review", "tests/review/mod.rs"),
    ("backup", "tests/trust/backup.rs"),
    ("restore", "tests/trust/backup.rs"),
    ("doctor", "tests/trust/doctor.rs"),
    ("undo", "tests/trust/undo.rs"),
    ("audit verify", "tests/trust/history.rs"),
    ("man", "tests/completions/mod.rs"),
    ("member import", "tests/members/import.rs"),
    ("member export", "tests/members/import.rs"),
    ("member suspend", "tests/members/leaving.rs"),
    ("member restore", "tests/members/leaving.rs"),
    ("member transfer-ownership", "tests/members/ownership.rs"),
    ("gate", "tests/gate/pinned.rs"),
    ("key list", "tests/gate/joining.rs"),
    ("key add", "tests/gate/joining.rs"),
    ("key remove", "tests/gate/joining.rs"),
    ("key authorized", "tests/gate/pinned.rs"),
    ("workspace set", "tests/gate/joining.rs"),
    ("invite list", "tests/members/invitations.rs"),
    ("invite resend", "tests/members/invitations.rs"),
    ("invite revoke", "tests/members/invitations.rs"),
    ("invite accept", "tests/members/invitations.rs"),
    ("outbox list", "tests/members/invitations.rs"),
    ("outbox show", "tests/members/invitations.rs"),
    ("outbox configure", "tests/members/invitations.rs"),
    ("outbox flush", "tests/members/invitations.rs"),
    ("api-key show", "tests/cli/api_key.rs"),
    ("api-key rotate", "tests/cli/api_key.rs"),
    ("api-key revoke", "tests/cli/api_key.rs"),
    ("api-key verify", "tests/cli/api_key.rs"),
    ("workspace delete", "tests/cli/workspace.rs"),
    ("workspace list", "tests/cli/workspace.rs"),
    ("workspace move", "tests/cli/workspace_move.rs"),
    ("policy export", "tests/policy_cli/export.rs"),
    ("policy plan", "tests/policy_cli/plan.rs"),
    ("policy apply", "tests/policy_cli/apply.rs"),
    ("policy diff", "tests/policy_cli/diff.rs"),
    ("policy test", "tests/policy_cli/expectations.rs"),
    ("role add", "tests/policy_cli/role.rs"),
    ("role remove", "tests/policy_cli/role.rs"),
    ("who-can", "tests/policy_cli/who_can.rs"),
    ("chat reveal", "tests/privacy/reveal.rs"),
    ("leaks", "tests/privacy/leaks.rs"),
];

/// Whether a test's source runs a command: its words stand there one behind the other, in quotes.
fn runs(source: &str, command: &str) -> bool {
    let last = command.split(' ').next_back().unwrap();
    [format!("\"{last}\""), format!("\"{last} "), format!(" {last}")]
        .iter()
        .any(|written| source.contains(written))
}

#[test]
fn what_stands_elsewhere_stands_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (command, file) in ELSEWHERE {
        let source = std::fs::read_to_string(root.join(file)).unwrap();
        assert!(runs(&source, command), "{file} does not run `{command}`");
    }
}

#[test]
fn every_command_is_shown_in_every_way_it_can_end() {
    let proved: BTreeSet<(String, i32)> =
        all_cases().iter().map(|case| (case.leaf(), case.way.code())).collect();
    let found: Vec<_> = leaves().into_iter().map(|leaf| leaf.path).collect();
    let ways = [Way::Success, Way::Denied(""), Way::Missing, Way::Conflict, Way::BadInput];
    let mut gaps = Vec::new();
    let elsewhere = |leaf: &String| ELSEWHERE.iter().any(|(name, _)| name == leaf);
    for leaf in found.iter().filter(|leaf| !elsewhere(leaf)) {
        let excepted = NO_SUCH_WAY.iter().find(|(name, ..)| name == leaf);
        for way in ways {
            let code = way.code();
            let is_proved = proved.contains(&(leaf.clone(), code));
            let is_excepted = excepted
                .is_some_and(|(_, codes, _)| codes.iter().any(|other| i32::from(*other) == code));
            match (is_proved, is_excepted) {
                (false, false) => gaps.push(format!("`{leaf}` has no case for exit {code}")),
                (true, true) => gaps.push(format!("`{leaf}` has a case for exit {code} after all")),
                _ => {}
            }
        }
    }
    let names = NO_SUCH_WAY.iter().map(|(name, ..)| name);
    for name in names.chain(ELSEWHERE.iter().map(|(name, _)| name)) {
        if !found.iter().any(|leaf| leaf == name) {
            gaps.push(format!("`{name}` is no command"));
        }
    }
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}
