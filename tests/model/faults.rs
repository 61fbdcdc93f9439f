//! Rules that are taken out, one by one, to see that the model finds what gets round them: what the
//! rule refuses or leaves out happens all the same, as if nobody had asked.

use super::acts::Act;
use crate::support::Ran;

/// A rule that is taken out.
#[derive(Clone, Copy)]
pub struct Fault {
    /// What happens without the rule.
    pub name: &'static str,
    /// A sequence that gets round it.
    pub seed: u64,
    /// Whether the rule is what a line ran against.
    pub stops: fn(&Act, &Ran) -> bool,
}

fn is_refused(ran: &Ran, reason: &str) -> bool {
    ran.code == 3 && ran.error()["reason"] == reason
}

macro_rules! refusal {
    ($name:literal, $seed:literal, $reason:literal) => {
        Fault { name: $name, seed: $seed, stops: |_, ran| is_refused(ran, $reason) }
    };
    ($name:literal, $seed:literal, $reason:literal, $line:literal) => {
        Fault {
            name: $name,
            seed: $seed,
            stops: |act, ran| act.line.starts_with($line) && is_refused(ran, $reason),
        }
    };
}

/// Every rule of the contract's section 3 by what happens without it.
pub const FAULTS: &[Fault] = &[
    Fault {
        name: "a second `--as` wins over the first",
        seed: 1,
        stops: |act, ran| act.as_owner_too && ran.code == 2,
    },
    Fault {
        name: "a campaign reaches contacts out of its author's reach",
        seed: 1,
        stops: |act, ran| {
            let reaches = act.line.starts_with("campaign create") && ran.code == 0;
            reaches && !act.as_owner_too
        },
    },
    refusal!("a draft goes out from an account out of reach", 1, "toggle-off", "campaign resume"),
    refusal!("a campaign is made on an account out of reach", 1, "toggle-off", "campaign create"),
    refusal!("an account with a past is anybody's", 1, "account-with-past"),
    refusal!("a page connects an account with a past", 1, "account-with-past", "chat import"),
    Fault {
        name: "an import assigns, connects and places what its maker may not",
        seed: 1,
        stops: |act, ran| act.line.starts_with("chat import") && leaves_out(ran),
    },
    refusal!("a role is given that has more", 1, "gives-more"),
    refusal!("a role is given of higher rank", 1, "higher-rank"),
    refusal!("somebody of higher rank is touched", 1, "target-outranks"),
    refusal!("an owner is touched or made", 1, "target-is-owner"),
    refusal!("somebody gives themselves a role", 1, "own-role"),
    refusal!("somebody moves themselves to another team", 1, "own-team"),
    refusal!("somebody is placed in a team that is not seen", 1, "unseen-team"),
    refusal!("sight is given of chats that are not seen", 1, "unseen-chats"),
    refusal!("another's login id is taken", 1, "login-of-another"),
    refusal!("an author approves their own template", 1, "own-template"),
    refusal!("policy, masks and roles are anybody's", 1, "owner-only"),
    refusal!("what is toggled off is done", 1, "toggle-off"),
    refusal!("what lies in a closed module is done", 1, "module-off"),
    refusal!("what the number mask hides is done", 1, "mask-number"),
];

/// Whether an import says that it left out what its maker may not do.
fn leaves_out(ran: &Ran) -> bool {
    ran.code == 0 && (ran.stdout.contains("left_out") || ran.stderr.contains("left"))
}
