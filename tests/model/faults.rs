//! Rules that are taken out, one by one, to see that the model finds what gets round them: what the
//! rule refuses or leaves out happens all the same, as if nobody had asked.

use super::{acts::Act, trial::code_in};
use crate::support::Ran;

/// A rule that is taken out.
#[derive(Clone, Copy)]
pub struct Fault {
    /// What happens without the rule.
    pub name: &'static str,
    /// How the lines begin that sequences are made of; with nothing, all of them.
    pub lines: &'static [&'static str],
    /// The first sequence that is tried; one of the next gets round it.
    pub seed: u64,
    /// Whether the rule is what a line ran against.
    pub stops: fn(&Act, &Ran) -> bool,
}

fn is_refused(ran: &Ran, reason: &str) -> bool {
    ran.code == 3 && ran.error()["reason"] == reason
}

macro_rules! refusal {
    ($name:literal, $lines:expr, $seed:literal, $reason:literal) => {
        Fault { name: $name, lines: $lines, seed: $seed, stops: |_, ran| is_refused(ran, $reason) }
    };
}

const ALL: &[&str] = &[];
const MEMBERS: &[&str] = &["member", "team join", "account share"];

/// Rules of the contract's section 3, each by what happens without it.
pub const FAULTS: &[Fault] = &[
    refusal!("another's login id is taken", &["member edit {any} --email"], 2, "login-of-another"),
    Fault {
        name: "a second `--as` wins over the first",
        lines: ALL,
        seed: 12,
        stops: |act, ran| act.as_owner_too && ran.code == 2,
    },
    Fault {
        name: "a campaign reaches contacts out of its author's reach",
        lines: &["campaign create", "campaign run", "account connect +"],
        seed: 69,
        stops: |act, ran| act.line.starts_with("campaign create") && ran.code == 0,
    },
    refusal!("a campaign sends from an account out of reach", &["campaign"], 2, "toggle-off"),
    refusal!(
        "an account with a past is anybody's",
        &["account connect {account}", "chat import - < teammates"],
        67,
        "account-with-past"
    ),
    Fault {
        name: "an import assigns, connects and places what its maker may not",
        lines: &["chat import"],
        seed: 4,
        stops: |act, ran| act.line.starts_with("chat import") && leaves_out(ran),
    },
    refusal!("a role is given that has more", MEMBERS, 4, "gives-more"),
    refusal!("a role is given of higher rank", MEMBERS, 7, "higher-rank"),
    refusal!("somebody of higher rank is touched", MEMBERS, 41, "target-outranks"),
    refusal!("an owner is touched or made", MEMBERS, 3, "target-is-owner"),
    refusal!("somebody gives themselves a role", &["member edit {me} --role"], 6, "own-role"),
    refusal!(
        "somebody moves themselves to another team",
        &["team join {team} {me}"],
        7,
        "own-team"
    ),
    refusal!(
        "sight is given of chats that are not seen",
        &["member", "team", "account"],
        17,
        "unseen-chats"
    ),
    refusal!(
        "somebody is placed in a team whose chats are not seen",
        &["member add {new} --role {role} --team", "team join {team} {any}"],
        20,
        "unseen-team"
    ),
    Fault {
        name: "a chat out of sight is answered",
        lines: &["chat reply", "chat start --chat"],
        seed: 3,
        stops: |act, ran| act.line.starts_with("chat") && ran.code == 4,
    },
    Fault {
        name: "a chat is started with a contact who can't be read",
        lines: &["chat start --contact"],
        seed: 6,
        stops: |_, ran| ran.code == 4,
    },
    refusal!(
        "somebody approves their own template",
        &["template add", "template submit", "template mark mine"],
        38,
        "own-template"
    ),
    Fault {
        name: "a code is shown to who couldn't give its role",
        lines: &["outbox show", "invite accept {boss}"],
        seed: 30,
        stops: |act, ran| {
            act.line.starts_with("outbox show") && ran.code == 0 && code_in(&ran.stdout).is_none()
        },
    },
    refusal!("a key is added for another", &["key add - --for"], 1, "owner-only"),
    refusal!("somebody acts who has not joined", &["member add", "team add"], 2, "invited"),
    refusal!(
        "policy, masks and roles are anybody's",
        &["perm", "role", "mask", "policy"],
        1,
        "owner-only"
    ),
    refusal!("what is toggled off is done", ALL, 1, "toggle-off"),
    refusal!("what lies in a closed module is done", &["contact"], 2, "module-off"),
    refusal!(
        "what the number mask hides is done",
        &["contact", "template", "campaign"],
        3,
        "mask-number"
    ),
];

/// Whether an import says that it left out what its maker may not do.
fn leaves_out(ran: &Ran) -> bool {
    ran.code == 0 && (ran.stdout.contains("left_out") || ran.stderr.contains("left"))
}
