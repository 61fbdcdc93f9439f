//! `account`.

use crate::support::{
    Case,
    Way::{BadInput, Conflict, Denied, Missing, Success},
    prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "account connect '+1 (202) 555-0199' --label 'Second line'"),
        case(Success, "account connect '020 7183 8751' --country GB --as tess@acme.test"),
        case(Success, "account connect +4915123456789 --label Stray"),
        case(Denied("locked"), "account connect +12025550199 --as colin@acme.test"),
        case(Missing, "account connect +12025550199 --as nobody@acme.test"),
        case(Conflict, "account connect +14155550132"),
        case(Conflict, "account connect '+44 20 7183 8750' --as agnes@acme.test"),
        case(BadInput, "account connect 12345"),
        case(BadInput, "account connect '+1 202 555 0199 ext 3'"),
        case(BadInput, "account connect +12025550199 --label ''"),
        case(Success, "account connect +12025550199 --for agnes@acme.test"),
        case(Denied("locked"), "account connect +12025550199 --for colin@acme.test"),
        case(Success, "account access +14155550132"),
        case(Success, "account access 442071838750 --fields member,sees_chats,reason"),
        case(Denied("toggle-off"), "account access +14155550132 --as tess@acme.test"),
        case(Missing, "account access +14155550199"),
        case(Success, "account transfer +442071838750 --to tim@acme.test"),
        case(Success, "account transfer +442071838750 --to agnes@acme.test --as tess@acme.test"),
        case(
            Denied("toggle-off"),
            "account transfer +14155550132 --to tim@acme.test --as tess@acme.test",
        ),
        case(Denied("locked"), "account transfer +14155550132 --to colin@acme.test"),
        case(Missing, "account transfer +14155550132 --to nobody@acme.test"),
        case(Success, "account disconnect +442071838750"),
        case(Success, "account disconnect +4915123456789"),
        case(Denied("toggle-off"), "account disconnect +14155550132 --as tess@acme.test"),
        case(Missing, "account disconnect somewhere"),
        case(Success, "account list"),
        case(Success, "account list --as tess@acme.test"),
        case(Success, "account list --as colin@acme.test --fields number,sees_chats"),
        case(
            Denied("toggle-off"),
            "perm deny inbox --role collaborator\naccount list --as colin@acme.test",
        ),
    ]
}

#[test]
fn accounts_are_connected_and_listed() {
    insta::assert_snapshot!(prove(&cases()));
}
