//! `role`.

use super::ADAM_LEADS;
use crate::support::{
    Case,
    Way::{Denied, Missing, Success},
    prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "role list"),
        case(
            Success,
            "mask enable number --role teammate\nrole list --fields role,masks,permissions",
        ),
        case(Denied("toggle-off"), "role list --as adam@acme.test"),
        case(Denied("toggle-off"), "role list --giveable --as adam@acme.test"),
        // An auditor reads the matrix, which adam doesn't; who is masked gives no unmasked role.
        case(
            Success,
            &format!(
                "{ADAM_LEADS}\nrole add auditor --like agent\n\
                 perm allow access-permissions --role auditor\n\
                 role list --giveable --fields role --as adam@acme.test"
            ),
        ),
        case(
            Success,
            &format!(
                "{ADAM_LEADS}\nmask enable traits --role admin\nmask enable traits --role agent\n\
                 role list --giveable --fields role --as adam@acme.test"
            ),
        ),
        case(Success, "role show collaborator"),
        case(Denied("toggle-off"), "role show collaborator --as adam@acme.test"),
        case(Missing, "role show colaborator"),
    ]
}

#[test]
fn roles_are_listed_and_shown() {
    insta::assert_snapshot!(prove(&cases()));
}
