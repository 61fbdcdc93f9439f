//! `whatsapp`.

use crate::support::{
    Case,
    Way::{BadInput, Denied, Missing, Success, Usage},
    prove,
};

const SET: &str = "whatsapp set +14155550132 --display-name 'Acme Shop' --about 'Open 9 to 5' \
    --address '1 Main Street' --description 'Things for everybody' --email hello@acme.test \
    --vertical retail --website https://acme.test --website http://shop.acme.test/in";

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let long = |option: &str, length: usize| {
        format!("whatsapp set +14155550132 --{option} '{}'", "é".repeat(length))
    };
    vec![
        case(Success, "whatsapp show"),
        case(Success, &format!("{SET}\nwhatsapp show +14155550132 --as adam@acme.test")),
        case(Denied("toggle-off"), "whatsapp show --as tess@acme.test"),
        case(Missing, "whatsapp show +14155550139"),
        case(Success, SET),
        case(Success, &format!("{SET}\n{SET}")),
        case(
            Success,
            &format!(
                "{SET}\nwhatsapp set 14155550132 --address '' --website '' --as adam@acme.test"
            ),
        ),
        case(Success, &long("about", 139)),
        case(Success, &long("description", 512)),
        case(Denied("toggle-off"), "whatsapp set +14155550132 --about hi --as agnes@acme.test"),
        case(Missing, "whatsapp set +14155550139 --about hi"),
        case(BadInput, &long("about", 140)),
        case(BadInput, &long("address", 257)),
        case(BadInput, &long("description", 513)),
        case(BadInput, "whatsapp set +14155550132 --about ''"),
        case(BadInput, "whatsapp set +14155550132 --about 'a\u{202e}b'"),
        case(BadInput, "whatsapp set +14155550132 --display-name Ab"),
        case(BadInput, "whatsapp set +14155550132 --email 'hello at acme'"),
        case(BadInput, "whatsapp set +14155550132 --vertical shop"),
        case(BadInput, "whatsapp set +14155550132 --website acme.test"),
        case(BadInput, "whatsapp set +14155550132 --website https://me:word@acme.test"),
        case(
            BadInput,
            "whatsapp set +14155550132 --website https://a.test --website https://b.test --website https://c.test",
        ),
        case(Usage, "whatsapp set +14155550132"),
        case(Usage, "whatsapp set --about hi"),
    ]
}

#[test]
fn profiles_keep_to_whatsapps_limits() {
    insta::assert_snapshot!(prove(&cases()));
}
