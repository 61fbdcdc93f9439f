//! `integration`.

use crate::support::{
    Case,
    Way::{BadInput, Conflict, Denied, Missing, Success, Usage},
    Workspace, prove,
};

const HOOK: &str = "integration add webhook --organisation --name Orders \
    --url https://hooks.acme.test/rolecall --secret-env HOOK_SECRET";
const MINE: &str = "integration add pipedrive --secret-env PIPEDRIVE_TOKEN --as adam@acme.test";

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "integration list"),
        case(Success, &format!("{HOOK}\n{MINE}\nintegration list")),
        case(Denied("toggle-off"), "integration list --as tess@acme.test"),
        case(Success, HOOK),
        case(Success, MINE),
        case(Success, &format!("{MINE}\nintegration add pipedrive --organisation")),
        case(Success, &format!("{MINE}\nintegration add pipedrive")),
        case(
            Success,
            &format!("{HOOK}\nintegration add webhook --organisation --url https://b.test"),
        ),
        case(Denied("toggle-off"), "integration add hubspot --as agnes@acme.test"),
        case(Conflict, &format!("{HOOK}\n{HOOK}")),
        case(Conflict, &format!("{MINE}\n{MINE}")),
        case(BadInput, "integration add webhook"),
        case(BadInput, "integration add webhook --url http://hooks.acme.test"),
        case(BadInput, "integration add webhook --url https://me:hunter2@hooks.acme.test"),
        case(BadInput, "integration add webhook --url https://hooks.acme.test/?token=hunter2"),
        case(BadInput, "integration add hubspot --secret-env pat-na1-hunter2"),
        case(BadInput, "integration add hubspot --secret-file hunter2"),
        case(BadInput, "integration add hubspot --name ''"),
        case(Usage, "integration add zapier"),
        case(Usage, "integration add hubspot --secret-env A_B --secret-file workspace.db"),
        case(Success, &format!("{HOOK}\nintegration remove 1 --as adam@acme.test")),
        case(Success, &format!("{MINE}\nintegration remove 1")),
        case(Denied("toggle-off"), &format!("{HOOK}\nintegration remove 1 --as tess@acme.test")),
        case(Missing, "integration remove 1"),
        case(
            Missing,
            &format!(
                "perm allow integrations --role teammate\n{MINE}\nintegration remove 1 --as tess@acme.test"
            ),
        ),
    ]
}

#[test]
fn integrations_come_and_go() {
    insta::assert_snapshot!(prove(&cases()));
}

#[test]
fn a_secret_given_by_mistake_is_neither_kept_nor_repeated() {
    let workspace = Workspace::sample();
    let before = workspace.state();
    for line in [
        "integration add webhook --url https://me:hunter2@hooks.acme.test",
        "integration add webhook --url https://hooks.acme.test/?api_key=hunter2",
        "integration add hubspot --secret-env hunter2",
        "integration add hubspot --secret-env HUNTER2hunter2",
        "integration add hubspot --secret-file hunter2",
    ] {
        for format in ["table", "json"] {
            let ran = workspace.run(&format!("{line} --format {format}")).exits(6);
            assert!(!ran.stderr.contains("hunter2"), "{}", ran.transcript());
        }
    }
    before.is_still(&workspace.state(), "integration add");
}

#[test]
fn what_is_anothers_is_not_there_but_for_an_owner() {
    let workspace = Workspace::sample();
    workspace.does("perm allow integrations --role teammate");
    workspace.does(MINE);
    workspace.does("integration add hubspot --as tess@acme.test");
    workspace.does(HOOK);
    let ids = |who: &str| {
        workspace.does(&format!("integration list --as {who}@acme.test --format json")).column("id")
    };
    assert_eq!(ids("olive"), ["1", "2", "3"]);
    assert_eq!(ids("adam"), ["1", "3"]);
    assert_eq!(ids("tess"), ["2", "3"]);
    let answer = |id: &str| {
        let ran = workspace.run(&format!("integration remove {id} --as tess@acme.test")).exits(4);
        ran.stderr.replace(id, "ID")
    };
    assert_eq!(answer("1"), answer("9"));
}

#[test]
fn personal_ones_go_with_their_member_and_that_is_noted() {
    let workspace = Workspace::sample();
    workspace.does(MINE);
    workspace.does(HOOK);
    let ran = workspace.does("member remove adam@acme.test --yes --format json");
    assert!(ran.column("action").contains(&"integration.drop".to_owned()), "{}", ran.transcript());
    assert_eq!(workspace.value("SELECT group_concat(id) FROM integration"), "2");
}

#[test]
fn a_list_has_its_fields() {
    let workspace = Workspace::sample();
    workspace.does(HOOK);
    let csv = workspace.does("integration list --format csv").stdout;
    assert_eq!(
        csv,
        "id,service,owner,name,url,secret,added_by,added_at\n\
         1,webhook,organisation,Orders,https://hooks.acme.test/rolecall,env:HOOK_SECRET,\
         olive@acme.test,2026-01-31T12:00:00Z\n"
    );
}
