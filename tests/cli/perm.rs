//! `perm`.

use super::ADAM_READS;
use crate::support::{
    Case,
    Way::{Conflict, Denied, Missing, Success, Usage},
    prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let mut cases = vec![
        case(Success, "perm list --role agent"),
        case(
            Success,
            &format!(
                "{ADAM_READS}\nperm list --role agent --fields permission,allowed --as adam@acme.test"
            ),
        ),
        case(Denied("toggle-off"), "perm list --as adam@acme.test"),
        case(Missing, "perm list --role agnet"),
        case(Success, "mask enable number --role teammate\nperm show users.export"),
        case(Denied("toggle-off"), "perm show users.export --as adam@acme.test"),
        case(Missing, "perm show user.export"),
        case(Success, "perm allow users analytics --role agent"),
        case(Success, "perm allow inbox --role agent"),
        case(Success, "perm deny inbox --role teammate"),
        case(Success, "perm toggle billing templates --role admin"),
        case(Success, "perm toggle billing billing --role admin"),
        case(Success, "perm reset"),
        case(
            Success,
            "perm deny inbox templates --role agent\nperm allow billing --role admin\nperm reset inbox --role agent",
        ),
        case(
            Success,
            "perm deny inbox templates --role agent\nperm allow billing --role admin\nperm reset",
        ),
        case(Denied("owner-only"), "perm reset --as adam@acme.test"),
        case(Missing, "perm reset --role agnet"),
        case(Missing, "perm reset inbx"),
        case(Usage, "perm allow inbox"),
    ];
    for verb in ["allow", "deny", "toggle"] {
        cases.extend([
            case(
                Denied("owner-only"),
                &format!("perm {verb} billing --role admin --as adam@acme.test"),
            ),
            case(Missing, &format!("perm {verb} biling --role admin")),
            case(Missing, &format!("perm {verb} billing --role admn")),
            case(Conflict, &format!("perm {verb} inbox --role owner")),
            case(Conflict, &format!("perm {verb} billing chats.own --role collaborator")),
        ]);
    }
    cases
}

#[test]
fn cells_are_read_and_turned() {
    insta::assert_snapshot!(prove(&cases()));
}

#[test]
fn nobody_but_an_owner_changes_the_matrix_whatever_they_were_given() {
    let given = "perm allow access-permissions team-settings workspace --role admin";
    let deny = "perm deny templates --role agent --as adam@acme.test";
    prove(&[Case::new(Denied("owner-only"), &format!("{given}\n{deny}"))]);
}

#[test]
fn what_opens_nothing_where_it_is_allowed_is_told() {
    let workspace = crate::support::Workspace::sample();
    workspace
        .does("perm allow users.export --role agent")
        .says("`users.export` opens nothing while `users` is closed");
}
