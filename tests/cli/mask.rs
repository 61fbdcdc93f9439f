//! `mask`.

use crate::support::{
    Case,
    Way::{Conflict, Denied, Missing, Success, Usage},
    prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let mut cases = vec![
        case(Success, "mask enable traits --role agent\nmask list"),
        case(Denied("toggle-off"), "mask list --as adam@acme.test"),
        case(Success, "mask enable number --role teammate"),
        case(Success, "mask enable number --role teammate,agent,teammate"),
        case(Success, "mask enable traits --role collaborator"),
        case(Success, "mask enable number --role teammate\nmask enable number --role teammate"),
        case(Success, "mask enable number --role teammate\nmask disable number --role teammate"),
        case(Success, "mask disable number --role teammate"),
        case(Usage, "mask enable number"),
    ];
    for verb in ["enable", "disable"] {
        cases.extend([
            case(
                Denied("owner-only"),
                &format!("mask {verb} number --role agent --as adam@acme.test"),
            ),
            case(Missing, &format!("mask {verb} numbers --role agent")),
            case(Missing, &format!("mask {verb} number --role agnet")),
            case(Conflict, &format!("mask {verb} number --role owner")),
            case(Conflict, &format!("mask {verb} traits --role agent,owner")),
        ]);
    }
    cases
}

#[test]
fn masks_tell_what_they_take_away() {
    insta::assert_snapshot!(prove(&cases()));
}
