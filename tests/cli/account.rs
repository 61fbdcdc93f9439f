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
        case(Success, "account share +442071838750 --with tim@acme.test new@acme.test"),
        case(
            Success,
            "account share +442071838750 --with adam@acme.test TIM@acme.test tim@acme.test",
        ),
        case(Success, "account share 14155550132 --with n@acme.test --role admin --expires 2d"),
        // Nothing left to do: all of them have it.
        case(Success, "account share +442071838750 --with tess@acme.test olive@acme.test"),
        // An owner may let agents of the team in; then the policy decides, not the role's name.
        case(
            Success,
            "perm allow chats.same-team --role agent\naccount share 14155550132 --with agnes@acme.test",
        ),
        case(
            Success,
            "perm allow team-settings --role admin\nperm deny access-permissions --role admin\naccount share 442071838750 --with tim@acme.test --as adam@acme.test",
        ),
        case(
            Denied("toggle-off"),
            "account share 442071838750 --with tim@acme.test --as tess@acme.test",
        ),
        case(
            Denied("higher-rank"),
            "perm allow team-settings --role teammate\naccount share 442071838750 --with n@acme.test --role admin --as tess@acme.test",
        ),
        case(
            Denied("target-is-owner"),
            "perm allow team-settings --role admin\naccount share 442071838750 --with n@acme.test --role owner --as adam@acme.test",
        ),
        case(Missing, "account share +12025550000 --with tim@acme.test"),
        case(Missing, "account share +442071838750 --with n@acme.test --role teamate"),
        // All or none: the one before the agent isn't moved either.
        case(Conflict, "account share 442071838750 --with tim@acme.test agnes@acme.test\n"),
        case(Conflict, "account share 14155550132 --with colin@acme.test"),
        case(
            Conflict,
            "perm deny chats.same-team --role teammate\naccount share 442071838750 --with tim@acme.test",
        ),
        case(Conflict, "account share 442071838750 --with n@acme.test --role agent"),
        case(Conflict, "account share +4915123456789 --with tim@acme.test"),
        case(
            Conflict,
            "member suspend tim@acme.test\naccount share 442071838750 --with tim@acme.test",
        ),
        // A seat for one is none for two.
        case(
            Conflict,
            "billing set --seats 7\naccount share 442071838750 --with n@acme.test m@acme.test",
        ),
        case(BadInput, "account share 442071838750 --with nobody"),
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
