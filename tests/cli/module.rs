//! `module`.

use crate::support::{
    Case,
    Way::{Denied, Missing, Success},
    prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "module list"),
        case(Success, "mask enable number --role teammate\nmodule list --member tess@acme.test"),
        case(Success, "module list --as agnes@acme.test"),
        case(Denied("toggle-off"), "module list --member tess@acme.test --as adam@acme.test"),
        case(Missing, "module list --member tes@acme.test"),
    ]
}

#[test]
fn modules_are_seen_or_not() {
    insta::assert_snapshot!(prove(&cases()));
}
