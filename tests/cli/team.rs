//! `team`.

use super::ADAM_LEADS;
use crate::support::{
    Case,
    Way::{BadInput, Conflict, Denied, Missing, Success},
    prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let led =
        |way, line: &str| Case::new(way, &format!("{ADAM_LEADS}\n{line} --as adam@acme.test"));
    vec![
        case(Success, "team add 'Night shift'"),
        case(Denied("toggle-off"), "team add Nights --as tess@acme.test"),
        case(Conflict, "team add SALES"),
        case(Conflict, "team add default"),
        case(BadInput, "team add ''"),
        case(Success, "team list"),
        case(Denied("toggle-off"), "team list --as tess@acme.test"),
        case(Success, "team join Sales tim@acme.test colin@acme.test"),
        case(Success, "team join Sales tess@acme.test"),
        case(Success, "team join Sales tim@acme.test TIM@acme.test"),
        led(Success, "team join Sales colin@acme.test"),
        led(Denied("own-team"), "team join Sales adam@acme.test"),
        case(Denied("toggle-off"), "team join Sales tim@acme.test --as tess@acme.test"),
        led(Denied("target-is-owner"), "team join Sales tim@acme.test olive@acme.test"),
        case(Missing, "team join Slaes tim@acme.test"),
        case(Missing, "team join Sales tim@acme.test tin@acme.test"),
        case(Success, "team rename Sales 'Field force'"),
        case(Denied("toggle-off"), "team rename Sales Other --as tess@acme.test"),
        case(Missing, "team rename Slaes Other"),
        case(Conflict, "team rename Sales support"),
        case(Conflict, "team rename Default Other"),
        case(BadInput, "team rename Sales ''"),
        case(Success, "team remove Sales"),
        case(Denied("toggle-off"), "team remove Sales --as tess@acme.test"),
        case(Missing, "team remove Slaes"),
        case(Conflict, "team remove Default"),
        case(Success, "team leave tim@acme.test"),
        case(Denied("toggle-off"), "team leave tess@acme.test --as tess@acme.test"),
        case(Missing, "team leave tin@acme.test"),
    ]
}

#[test]
fn members_are_in_one_team_each() {
    insta::assert_snapshot!(prove(&cases()));
}
