//! `template`.

use serde_json::json;

use crate::support::{
    Case,
    Way::{BadInput, Conflict, Denied, Missing, Success, Usage},
    Workspace, prove,
};

const ADD: &str =
    "template add promo --category marketing --language en --body 'Hi {{1}}, come by!'";

/// A template as the Business Management API takes it.
pub fn order() -> String {
    json!({
        "name": "order", "language": "en_US", "category": "UTILITY", "status": "APPROVED",
        "components": [
            {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}",
             "example": {"header_text": ["17"]}},
            {"type": "BODY", "text": "Hi {{1}}, it comes on {{2}}.",
             "example": {"body_text": [["Asha", "Monday"]]}},
            {"type": "FOOTER", "text": "Acme"},
            {"type": "BUTTONS", "buttons": [
                {"type": "QUICK_REPLY", "text": "Thanks"},
                {"type": "URL", "text": "Track", "url": "https://acme.test/o/{{1}}"},
                {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "14155550132"}]}
        ]
    })
    .to_string()
}

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let with = |way, line: &str| Case::new(way, &format!("{ADD}\n{line}"));
    let submitted =
        |way, line: &str| Case::new(way, &format!("{ADD}\ntemplate submit promo\n{line}"));
    let approved = |way, line: &str| {
        let before = "template submit promo\ntemplate mark promo approved";
        Case::new(way, &format!("{ADD}\n{before}\n{line}"))
    };
    let two = |way, line: &str| {
        Case::new(way, &format!("{ADD}\n{}\n{line}", ADD.replace(" en ", " de ")))
    };
    vec![
        case(Success, ADD),
        case(
            Success,
            &format!(
                "{ADD} --header 'For {{{{1}}}}' --footer Acme --quick-reply Stop --url 'Shop=https://acme.test/{{{{1}}}}' --phone Call=+14155550132 --as agnes@acme.test"
            ),
        ),
        case(Success, "template add --from-json -").input(order()),
        case(Success, "template add --from-json - --keep-status --private").input(order()),
        case(Denied("toggle-off"), &format!("{ADD} --as colin@acme.test")),
        case(
            Denied("mask-number"),
            &format!("mask enable number --role agent\n{ADD} --as agnes@acme.test"),
        ),
        with(Conflict, ADD),
        case(
            BadInput,
            "template add Promo --category marketing --language en --body '{{1}} comes with {{3}}'",
        ),
        case(BadInput, "template add promo --category marketing --language english --body Hi"),
        case(BadInput, "template add --from-json -").input(order().replace("FOOTER", "CAROUSEL")),
        case(BadInput, "template add --from-json missing.json"),
        case(Usage, "template add promo --body Hi"),
        case(Usage, "template add promo --category utility --language en"),
        case(Usage, &format!("{ADD} --url Shop")),
        case(Usage, &format!("{ADD} --from-json -")).input(order()),
        with(Success, "template list"),
        with(Success, "template list --status approved --category marketing --language en"),
        case(Denied("toggle-off"), "template list --as colin@acme.test"),
        case(BadInput, "template list --language x"),
        approved(Success, "chat templates come --as colin@acme.test"),
        case(
            Denied("toggle-off"),
            "perm deny inbox --role collaborator\nchat templates --as colin@acme.test",
        ),
        approved(Success, "template show promo"),
        case(Denied("toggle-off"), "template show promo --as colin@acme.test"),
        with(Missing, "template show primo"),
        with(Missing, "template show promo --language fr"),
        two(Conflict, "template show promo"),
        with(Success, "template edit promo --body 'Hi {{1}}, come back!' --footer Acme"),
        with(Success, "template edit promo --private"),
        with(Success, "template edit promo --body 'Hi {{1}}, come by!'"),
        approved(Success, "template edit promo --header-media image --quick-reply Stop"),
        case(
            Success,
            &format!(
                "{ADD} --as agnes@acme.test\ntemplate edit promo --shared --as agnes@acme.test"
            ),
        ),
        with(Denied("toggle-off"), "template edit promo --body Hi --as colin@acme.test"),
        with(Denied("not-author"), "template edit promo --body Hi --as agnes@acme.test"),
        with(Missing, "template edit primo --body Hi"),
        case(
            Missing,
            &format!(
                "{ADD} --as agnes@acme.test\nperm allow templates --role collaborator\ntemplate edit promo --body Hi --as colin@acme.test"
            ),
        ),
        submitted(Conflict, "template edit promo --body Hi"),
        approved(Conflict, "template edit promo --category utility"),
        with(BadInput, "template edit promo --body '{{1}}'"),
        with(Usage, "template edit promo --footer A --no-footer"),
        with(Success, "template submit promo"),
        submitted(Success, "template submit promo"),
        with(Denied("toggle-off"), "template submit promo --as colin@acme.test"),
        with(Denied("not-author"), "template submit promo --as agnes@acme.test"),
        case(Missing, "template submit promo"),
        approved(Conflict, "template submit promo"),
        submitted(Success, "template mark promo approved"),
        submitted(Success, "template mark promo rejected --reason 'too loud'"),
        approved(Success, "template mark promo paused --reason 'many blocked it'"),
        approved(Success, "template mark promo approved"),
        submitted(Denied("not-author"), "template mark promo approved --as agnes@acme.test"),
        case(Missing, "template mark promo approved"),
        with(Conflict, "template mark promo approved"),
        with(Conflict, "template mark promo paused"),
        submitted(BadInput, "template mark promo rejected --reason ''"),
        submitted(Usage, "template mark promo rejected"),
        approved(Success, "template remove promo"),
        with(Denied("not-author"), "template remove promo --as agnes@acme.test"),
        case(Missing, "template remove promo"),
        two(Conflict, "template remove promo"),
    ]
}

#[test]
fn templates_are_written_submitted_and_judged() {
    insta::assert_snapshot!(prove(&cases()));
}

#[test]
fn an_agent_sees_their_own_and_the_shared_ones() {
    let workspace = Workspace::sample();
    let add = |name: &str, more: &str| {
        workspace.does(&format!(
            "template add {name} --category utility --language en --body Hi {more}"
        ));
    };
    add("everybodys", "");
    add("adams", "--private --as adam@acme.test");
    add("agnes_own", "--as agnes@acme.test");
    add("agnes_shared", "--shared --as agnes@acme.test");
    workspace.does("member add axel@acme.test --role agent --name Axel --no-invite");
    let seen = |who: &str| {
        let listed =
            workspace.does(&format!("template list --fields name --format csv --as {who}"));
        listed.stdout.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(seen("olive@acme.test"), ["everybodys", "adams", "agnes_own", "agnes_shared"]);
    assert_eq!(seen("tess@acme.test"), ["everybodys", "adams", "agnes_own", "agnes_shared"]);
    assert_eq!(seen("agnes@acme.test"), ["everybodys", "agnes_own", "agnes_shared"]);
    assert_eq!(seen("axel@acme.test"), ["everybodys", "agnes_shared"]);
    // What somebody doesn't see is what isn't there, word for word.
    let hidden = workspace.run("template show agnes_own --as axel@acme.test").exits(4);
    workspace.does("template remove agnes_own");
    let gone = workspace.run("template show agnes_own --as axel@acme.test").exits(4);
    assert_eq!(hidden.stderr, gone.stderr);
    // The name is free again, and the page goes on behind what was seen.
    add("agnes_own", "");
    let paged = workspace.does("template list --limit 2 --after 2 --fields id --format csv");
    assert_eq!(paged.stdout, "id\n4\n5\n");
}

#[test]
fn a_file_brings_many_and_all_or_none() {
    let workspace = Workspace::sample();
    let named = |name: &str| order().replace("\"order\"", &format!("\"{name}\""));
    let listed = |names: &[&str]| {
        let items: Vec<_> = names.iter().map(|name| named(name)).collect();
        format!("{{\"data\": [{}], \"paging\": {{}}}}", items.join(","))
    };
    workspace.takes("template add --from-json - --keep-status", listed(&["one", "two"]));
    let listed_rows = || {
        let rows = workspace.does("template list --format json").rows();
        rows.iter()
            .map(|row| {
                format!(
                    "{} {} {} {}",
                    row["name"], row["status"], row["language"], row["variables"]
                )
            })
            .collect::<Vec<_>>()
    };
    let rest = r#""approved" "en_US" ["header","1","2","button.2"]"#;
    assert_eq!(listed_rows(), [format!("\"one\" {rest}"), format!("\"two\" {rest}")]);
    // One that is there already, twice in the file, or bad: nothing of the file is kept.
    workspace.run_with("template add --from-json -", listed(&["three", "one"])).exits(5);
    workspace.run_with("template add --from-json -", listed(&["three", "three"])).exits(5);
    let bad = workspace.run_with("template add --from-json -", listed(&["three", "Four"])).exits(6);
    assert!(bad.stderr.contains("`Four`: `name`, character 1"), "{}", bad.stderr);
    assert_eq!(listed_rows().len(), 2);
    workspace.run_with("template add five --from-json -", listed(&["three", "four"])).exits(2);
    // An edit takes one, for the template that it names.
    let other = named("one").replace("Acme", "Acme Ltd");
    workspace.run_with("template edit two --from-json -", &other).exits(2);
    let edited = workspace.takes("template edit one --from-json - --format json", &other).json();
    assert_eq!(edited[0]["after"], "2");
    assert_eq!(edited[2]["after"], "footer");
}

/// What was approved is what is sent, whatever is written, handed in or turned down meanwhile.
#[test]
fn the_approved_version_stays_until_the_next_is_approved() {
    let workspace = Workspace::sample();
    workspace.does(ADD);
    let stand = || {
        let shown = workspace.does("template show promo --format json").json();
        let versions = shown["versions"].as_array().unwrap().clone();
        let statuses = versions.iter().map(|one| one["status"].as_str().unwrap().to_owned());
        (shown["status"].clone(), shown["next"].clone(), statuses.collect::<Vec<_>>().join(" "))
    };
    let is = |status: &str, next: Option<&str>, versions: &str| {
        assert_eq!(stand(), (json!(status), json!(next), versions.to_owned()));
    };
    is("draft", None, "draft");
    workspace.does("template submit promo");
    workspace.does("template mark promo rejected --reason loud");
    is("rejected", None, "rejected");
    workspace.run("template submit promo").exits(5);
    workspace.does("template edit promo --body 'Hi {{1}}, do come by!'");
    workspace.does("template submit promo");
    workspace.does("template mark promo approved");
    is("approved", None, "approved");
    workspace.does("template edit promo --body 'Hi {{1}}, please come by!'");
    is("approved", Some("draft"), "approved draft");
    workspace.does("template submit promo");
    workspace.does("template mark promo rejected --reason loud");
    is("approved", Some("rejected"), "approved rejected");
    workspace.does("template edit promo --body 'Hi {{1}}, come by, please!'");
    workspace.does("template submit promo");
    workspace.does("template mark promo paused");
    is("paused", Some("submitted"), "paused submitted");
    workspace.does("template mark promo approved");
    is("approved", None, "replaced approved");
    let found = |filter: &str| {
        workspace
            .does(&format!("template list --status {filter} --format jsonl"))
            .stdout
            .lines()
            .count()
    };
    workspace.does("template edit promo --body Hi");
    assert_eq!((found("approved"), found("draft"), found("rejected")), (1, 1, 0));
}
