//! `role`.

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
        case(Success, "role show collaborator"),
        case(Denied("toggle-off"), "role show collaborator --as adam@acme.test"),
        case(Missing, "role show colaborator"),
    ]
}

#[test]
fn roles_are_listed_and_shown() {
    insta::assert_snapshot!(prove(&cases()));
}
