//! Rules that are taken out, one by one, to see that the model finds what gets round them: what the
//! rule refuses or leaves out happens all the same, as if nobody had asked.

use super::acts::Act;
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

/// Rules of the contract's section 3, each by what happens without it.
pub const FAULTS: &[Fault] = &[
    refusal!("another's login id is taken", &["member edit {any} --email"], 9, "login-of-another"),
    Fault {
        name: "a second `--as` wins over the first",
        lines: ALL,
        seed: 35,
        stops: |act, ran| act.as_owner_too && ran.code == 2,
    },
    Fault {
        name: "a campaign reaches contacts out of its author's reach",
        lines: &["campaign create", "campaign run", "account connect +"],
        seed: 69,
        stops: |act, ran| act.line.starts_with("campaign create") && ran.code == 0,
    },
    refusal!("a campaign sends from an account out of reach", &["campaign"], 5, "toggle-off"),
    refusal!(
        "an account with a past is anybody's",
        &["account connect {account}", "chat import - < teammates"],
        182,
        "account-with-past"
    ),
    Fault {
        name: "an import assigns, connects and places what its maker may not",
        lines: ALL,
        seed: 46,
        stops: |act, ran| act.line.starts_with("chat import") && leaves_out(ran),
    },
    refusal!("a role is given that has more", ALL, 138, "gives-more"),
    refusal!("a role is given of higher rank", ALL, 28, "higher-rank"),
    refusal!("somebody of higher rank is touched", ALL, 30, "target-outranks"),
    refusal!("an owner is touched or made", ALL, 26, "target-is-owner"),
    refusal!("somebody gives themselves a role", ALL, 95, "own-role"),
    refusal!("somebody moves themselves to another team", ALL, 118, "own-team"),
    refusal!("sight is given of chats that are not seen", ALL, 17, "unseen-chats"),
    refusal!("policy, masks and roles are anybody's", ALL, 6, "owner-only"),
    refusal!("what is toggled off is done", ALL, 3, "toggle-off"),
    refusal!("what lies in a closed module is done", ALL, 15, "module-off"),
    refusal!("what the number mask hides is done", ALL, 6, "mask-number"),
];

/// Whether an import says that it left out what its maker may not do.
fn leaves_out(ran: &Ran) -> bool {
    ran.code == 0 && (ran.stdout.contains("left_out") || ran.stderr.contains("left"))
}
