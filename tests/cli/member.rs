//! `member`.

use super::ADAM_LEADS;
use crate::support::{
    Case,
    Way::{BadInput, Conflict, Denied, Missing, Success, Usage},
    prove,
};

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let led =
        |way, line: &str| Case::new(way, &format!("{ADAM_LEADS}\n{line} --as adam@acme.test"));
    vec![
        case(
            Success,
            "member add new@acme.test --role agent --name 'New One' --phone '98765 43210' --country IN --team sales",
        ),
        case(Success, "member add second@acme.test --role owner"),
        led(Success, "member add new@acme.test --role admin"),
        case(Denied("toggle-off"), "member add new@acme.test --role agent --as adam@acme.test"),
        led(Denied("target-is-owner"), "member add new@acme.test --role owner"),
        case(Missing, "member add new@acme.test --role agnet"),
        case(Missing, "member add new@acme.test --role agent --team Slaes"),
        case(Conflict, "member add TESS@acme.test --role agent"),
        case(BadInput, "member add 'not an email' --role agent"),
        case(BadInput, "member add té@acme.test --role agent"),
        case(BadInput, "member add new@acme.test --role agent --phone 12"),
        case(BadInput, "member add new@acme.test --role agent --phone 98765 --country XX"),
        case(BadInput, "member add new@acme.test --role agent --name '  '"),
        case(Usage, "member add new@acme.test"),
        case(
            Success,
            "member edit tess@acme.test --email tessa@acme.test --name Tessa --role agent --team Support --phone +447911123457",
        ),
        case(Success, "member edit tess@acme.test --name Tess"),
        case(Success, "member edit tess@acme.test --email TESS@acme.test"),
        led(Success, "member edit tim@acme.test --role agent"),
        case(Denied("toggle-off"), "member edit tim@acme.test --name Timothy --as adam@acme.test"),
        led(Denied("target-is-owner"), "member edit olive@acme.test --name Oliver"),
        led(Denied("target-is-owner"), "member edit tim@acme.test --role owner"),
        led(Denied("own-role"), "member edit adam@acme.test --role teammate"),
        case(
            Denied("higher-rank"),
            "perm allow team-settings --role teammate\nmember edit colin@acme.test --role admin --as tess@acme.test",
        ),
        case(Missing, "member edit tes@acme.test --name Tess"),
        case(Missing, "member edit tess@acme.test --role agnet"),
        case(Missing, "member edit tess@acme.test --team Slaes"),
        case(Conflict, "member edit tess@acme.test --email tim@acme.test"),
        case(Conflict, "member edit olive@acme.test --role admin"),
        case(BadInput, "member edit tess@acme.test --email tess"),
        case(BadInput, "member edit tess@acme.test --phone '+44 7911'"),
        case(Usage, "member edit tess@acme.test"),
        case(
            Success,
            "member add gone@acme.test --role agent --name Gone\nmember remove gone@acme.test --yes",
        ),
        case(Denied("toggle-off"), "member remove tim@acme.test --yes --as adam@acme.test"),
        led(Denied("target-is-owner"), "member remove olive@acme.test --yes"),
        case(Missing, "member remove tin@acme.test --yes"),
        case(Conflict, "member remove olive@acme.test --yes"),
        case(Conflict, "member remove tess@acme.test --yes"),
        case(Conflict, "member remove colin@acme.test --yes"),
        case(Usage, "member add gone@acme.test --role agent\nmember remove gone@acme.test"),
        case(Success, "member list"),
        case(Success, "member list --team Sales --role agent --status active"),
        case(
            Success,
            "member add nia@acme.test --role agent\nmember list --status invited --fields email,status",
        ),
        case(Success, "member list --status suspended"),
        // Who assigns sees to whom, and nothing more of them.
        case(
            Success,
            "member suspend tim@acme.test\nperm deny inbox --role collaborator\n\
             member add nia@acme.test --role agent\nmember list --assignable --as tess@acme.test",
        ),
        case(Denied("toggle-off"), "member list --assignable --as colin@acme.test"),
        case(Denied("toggle-off"), "member list --assignable --team Sales --as tess@acme.test"),
        case(Success, "member list --after tess@acme.test --limit 2 --fields email,team"),
        case(Denied("toggle-off"), "member list --as adam@acme.test"),
        case(Missing, "member list --role agnet"),
        case(Missing, "member list --team Slaes"),
        case(Missing, "member list --after tes@acme.test"),
        case(Usage, "member list --fields emial"),
        case(Usage, "member list --limit 0"),
        case(Success, "member show tess@acme.test"),
        case(Success, "member show TESS@acme.test --as tess@acme.test"),
        case(Denied("toggle-off"), "member show tim@acme.test --as tess@acme.test"),
        case(Missing, "member show tes@acme.test"),
    ]
}

#[test]
fn members_come_change_and_go() {
    insta::assert_snapshot!(prove(&cases()));
}
