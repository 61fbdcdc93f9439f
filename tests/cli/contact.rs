//! `contact`. Who may use the page at all are the owner, adam and tess.

use crate::support::{
    Case,
    Way::{BadInput, Conflict, Denied, Missing, Success, Usage},
    Workspace,
    case::FORMATS,
    prove,
};

/// The role may use the page, but not what lies under it.
const TESS_LOOKS: &str = "perm deny users.add --role teammate\nperm deny users.bulk-tag --role teammate\nperm deny users.export --role teammate";

#[allow(clippy::too_many_lines, reason = "a table")]
pub fn cases() -> Vec<Case> {
    let case = Case::new;
    let only_looks = |line: &str| {
        case(Denied("toggle-off"), &format!("{TESS_LOOKS}\n{line} --as tess@acme.test"))
    };
    let masked = |reason, mask: &str, line: &str| {
        let text = format!("mask enable {mask} --role teammate\n{line} --as tess@acme.test");
        case(Denied(reason), &text)
    };
    let unknown_traits = |way, line: &str| {
        case(way, &format!("mask enable traits --role teammate\n{line} --as tess@acme.test"))
    };
    vec![
        case(Success, "contact list"),
        case(Success, "contact list --tag vip --trait city=Mumbai --country IN"),
        case(Success, "contact list --country +1 --opted-in unknown --limit 1 --after 1"),
        case(Success, "contact list --tag nobody"),
        unknown_traits(Success, "contact list --limit 1"),
        masked("mask-traits", "traits", "contact list --trait city=Mumbai"),
        masked("mask-number", "number", "contact list"),
        case(Denied("toggle-off"), "contact list --as agnes@acme.test"),
        case(Missing, "contact list --after 99"),
        case(BadInput, "contact list --country XX"),
        case(BadInput, "contact list --country +9"),
        case(Success, "contact show 1"),
        case(Success, "contact show +447700900123"),
        case(Success, "contact show '098765 43210' --country IN"),
        unknown_traits(Success, "contact show 1"),
        masked("mask-number", "number", "contact show 1"),
        masked("mask-number", "number", "contact show +447700900123"),
        case(Denied("toggle-off"), "contact show 1 --as colin@acme.test"),
        case(Missing, "contact show 99"),
        case(Missing, "contact show +447700900999"),
        case(BadInput, "contact show +44"),
        case(
            Success,
            "contact add +919812300001 --name 'Ravi Nair' --trait city=Pune --trait 'plan=a=b' --tag lead --tag 'a,b' --opted-in yes",
        ),
        case(Success, "contact add '098123 00002' --country IN --as tess@acme.test"),
        only_looks("contact add +919812300001"),
        masked("mask-number", "number", "contact add +919812300001"),
        case(Denied("module-off"), "contact add +919812300001 --as agnes@acme.test"),
        case(Conflict, "contact add '+91 98765 43210'"),
        case(Conflict, "contact add 09876543210 --country IN --as tess@acme.test"),
        case(BadInput, "contact add 12"),
        case(BadInput, "contact add +919812300001 --name ''"),
        case(BadInput, "contact add +919812300001 --tag ''"),
        case(Usage, "contact add +919812300001 --trait city"),
        case(Success, "contact edit 1 --name 'Asha R' --opted-in no --trait city=Pune"),
        case(Success, "contact edit 4 --number +254711000001 --remove-trait none"),
        case(Success, "contact edit 1 --remove-trait callback --trait city=Mumbai"),
        case(Success, "contact edit 1 --trait city=Mumbai --name 'Asha Rao'"),
        unknown_traits(Success, "contact edit 1 --trait city=Mumbai --remove-trait none"),
        masked("mask-number", "number", "contact edit 1 --name X"),
        case(Denied("toggle-off"), "contact edit 1 --name X --as agnes@acme.test"),
        case(Missing, "contact edit 99 --name X"),
        case(Conflict, "contact edit 1 --number +447700900123"),
        case(BadInput, "contact edit 1 --number 5"),
        case(Usage, "contact edit 1"),
        case(Success, "contact merge 1 2 --yes"),
        case(Success, "contact merge +447700900123 1 --yes\ncontact show 2"),
        case(Usage, "contact merge 1 2"),
        masked("mask-number", "number", "contact merge 1 2 --yes"),
        case(Denied("toggle-off"), "contact merge 1 2 --yes --as tess@acme.test"),
        case(Missing, "contact merge 1 99 --yes"),
        case(Conflict, "contact merge 1 1 --yes"),
        case(BadInput, "contact merge 1 +44 --yes"),
        case(Success, "contact erase 1 --yes"),
        case(Success, "contact erase 1 --yes\ncontact show 1"),
        case(Usage, "contact erase 1"),
        masked("mask-number", "number", "contact erase 1 --yes"),
        case(Denied("toggle-off"), "contact erase 1 --yes --as tess@acme.test"),
        case(Missing, "contact erase 99 --yes"),
        case(Conflict, "contact erase 1 --yes\ncontact erase 1 --yes"),
        case(BadInput, "contact erase +44 --yes"),
        case(Success, "contact tag lead 1"),
        case(Success, "contact tag vip 1"),
        case(Success, "contact tag lead 1 2 +12025550143 1 --also 'a;b'"),
        case(Success, "contact tag lead --country +1 --as tess@acme.test"),
        case(Success, "contact tag lead - 4").input("1\n\n+447700900123\n"),
        case(Success, "contact tag lead --all"),
        case(
            Success,
            "perm deny users.bulk-tag --role teammate\ncontact tag lead 1 --as tess@acme.test",
        ),
        case(
            Success,
            "perm deny users.bulk-tag --role teammate\ncontact tag lead --tag vip --as tess@acme.test",
        ),
        only_looks("contact tag lead 1 2"),
        only_looks("contact tag lead --all"),
        masked("mask-traits", "traits", "contact tag lead --trait city=Mumbai"),
        masked("mask-number", "number", "contact tag lead 1"),
        case(Denied("toggle-off"), "contact tag lead 1 --as agnes@acme.test"),
        case(Missing, "contact tag lead 1 99"),
        case(BadInput, "contact tag '' 1"),
        case(BadInput, "contact tag lead -").input("\n"),
        case(Usage, "contact tag lead"),
        case(Usage, "contact tag lead 1 --tag vip"),
        case(Success, "contact import -").input("name,phone\nRavi,+919812300001\n"),
        case(Success, "contact import - --update --country IN")
            .input("Name,Phone Number,Tags\nAsha,98765 43210,\"a, b\"\n"),
        only_looks("contact import -").input("name,phone\nRavi,+919812300001\n"),
        masked("mask-number", "number", "contact import -").input("phone\n+919812300001\n"),
        case(Denied("module-off"), "contact import - --as agnes@acme.test").input("phone\n"),
        case(BadInput, "contact import -").input(""),
        case(BadInput, "contact import -").input("name,city\nRavi,Pune\n"),
        case(BadInput, "contact import nowhere.csv"),
        case(Success, "contact export"),
        only_looks("contact export"),
        masked("mask-traits", "traits", "contact export"),
        masked("mask-number", "number", "contact export"),
        case(Success, "contact untag vip 1"),
        case(Success, "contact untag vip --tag vip"),
        case(Success, "contact untag lead 1"),
        only_looks("contact untag vip --all"),
        case(Missing, "contact untag vip 99"),
        case(BadInput, "contact untag vip 1 --also ''"),
    ]
}

#[test]
fn contacts_are_listed_added_changed_and_tagged() {
    insta::assert_snapshot!(prove(&cases()));
}

#[test]
fn pages_join_into_the_list() {
    let workspace = Workspace::sample();
    let ids = |line: &str| workspace.does(&format!("{line} --format json")).column("id");
    let all = ids("contact list --all");
    assert_eq!(all.len(), 5);
    let mut paged = ids("contact list --limit 2");
    while let Some(last) = paged.last().cloned() {
        let page = ids(&format!("contact list --limit 2 --after {last}"));
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, all);
    let ran = workspace.does("contact list --limit 2");
    assert!(
        ran.stderr.contains("there are more: rolecall contact list --limit 2 --after 2"),
        "{}",
        ran.transcript()
    );
}

/// A duplicate says whose the number is, in as many words as the actor may read.
#[test]
fn a_number_is_never_there_twice() {
    let workspace = Workspace::sample();
    for spelling in ["+919876543210", "'+91 98765-43210'", "'098765 43210' --country IN"] {
        let ran = workspace.run(&format!("contact add {spelling}")).exits(5);
        assert!(ran.stderr.contains("contact 1, `Asha Rao`, has"), "{}", ran.transcript());
    }
    let ran = workspace.run("contact edit 2 --number +919876543210").exits(5);
    assert!(ran.stderr.contains("contact 1"), "{}", ran.transcript());
    workspace.does("contact edit 1 --number '+91 98765 43210'");
    assert_eq!(workspace.value("SELECT count(DISTINCT phone) FROM contact"), "4");
}

/// Under the traits' mask nothing that is printed depends on which traits a contact has.
#[test]
fn hidden_traits_change_nothing_that_is_printed() {
    let [one, other] = [Workspace::sample(), Workspace::sample()];
    for workspace in [&one, &other] {
        workspace.does("mask enable traits --role teammate");
    }
    other.execute("DELETE FROM contact_trait; INSERT INTO contact_trait (contact_id, key, value) VALUES (2, 'x', 'Mumbai')");
    for line in [
        "contact list",
        "contact show 1",
        "contact list --trait city=Mumbai",
        "contact edit 1 --trait city=Mumbai",
        "contact edit 1 --remove-trait city",
        "contact edit 1 --trait a=b --remove-trait callback --name 'Asha Rao'",
        "contact tag lead --trait city=Mumbai",
    ] {
        for format in FORMATS {
            let line = format!("{line} --as tess@acme.test --dry-run --format {format}").replace(
                " --dry-run",
                if line.contains("list") || line.contains("show") { "" } else { " --dry-run" },
            );
            assert_eq!(one.run(&line), other.run(&line));
        }
    }
}

/// Whom a bulk tag was given to stands in the audit as ranges; what is printed stays one row.
#[test]
fn a_bulk_tag_is_short_to_read_and_whole_in_the_audit() {
    let workspace = Workspace::sample();
    workspace.execute(
        "WITH RECURSIVE counted (key) AS
            (VALUES (100) UNION ALL SELECT key + 1 FROM counted WHERE key < 3099)
         INSERT INTO contact (id, name, created_at) SELECT key, 'n' || key, 0 FROM counted",
    );
    let printed = workspace.does("contact tag all --all --dry-run --format json");
    assert_eq!(printed.rows().len(), 1);
    assert_eq!(printed.rows()[0]["object"], "3005 contacts");
    assert_eq!(workspace.value("SELECT count(*) FROM contact_tag WHERE tag = 'all'"), "0");
    workspace.does("contact tag all --all");
    assert_eq!(workspace.value("SELECT count(*) FROM contact_tag WHERE tag = 'all'"), "3005");
    let noted = "SELECT group_concat(object) FROM audit WHERE action = 'contact.tag'";
    assert_eq!(workspace.value(noted), "contacts 1-5, 100-3099");
    let again = workspace.does("contact tag all --all");
    assert!(again.stderr.contains("nothing to change"), "{}", again.transcript());
    workspace.does("contact untag all --tag all");
    assert_eq!(workspace.value("SELECT count(*) FROM contact_tag WHERE tag = 'all'"), "0");
}
