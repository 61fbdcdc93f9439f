//! Who is masked reads the country code and no more, on every surface, and writes as before.

use crate::support::{
    Workspace,
    case::FORMATS,
    payload::{NOON, text},
    sample::{SALES, TOM},
};

/// The digits of the contacts' numbers behind the country code, in the spellings that stand in the
/// sample's texts, names and traits.
const HIDDEN: &[&str] =
    &["9876543210", "7700900123", "7700 900123", "2025550143", "491570156", "65 43210"];

fn masked() -> Workspace {
    let workspace = Workspace::sample();
    for role in ["admin", "teammate", "agent", "collaborator"] {
        workspace.does(&format!("mask enable number --role {role}"));
    }
    workspace
}

/// A template that the owner wrote a customer's number into.
fn with_template(workspace: &Workspace) {
    workspace.does("template add promo --category utility --language en --body 'Hi {{1}}, is it 07700 900123?'");
    workspace.does("template submit promo");
    workspace.does("template mark promo approved");
}

#[test]
fn nothing_but_the_country_code_is_printed() {
    let workspace = masked();
    with_template(&workspace);
    workspace.takes(
        "chat import -",
        text(SALES, TOM, "wamid.T2", NOON + 800, "again: 07700-900123 or wa.me/447700900123"),
    );
    let lines = [
        "chat list",
        "chat list --all --fields phone,preview,contact",
        "chat show 1",
        "chat show 2",
        "chat show 6",
        "chat reply 2 -m hello",
        "chat reply 2 -m hello --dry-run",
        "chat reply 2 --template promo --var 1=Tom",
        "chat reply 2 --template promo --var 1=+447700900123",
        "chat reply 2 --template promo",
        "template list",
        "chat templates",
        "chat templates hi",
        "template show promo",
        "chat assign 2 --to tess@acme.test --dry-run",
        "account list",
        "chat show 99",
        "chat list --fields nonsense",
    ];
    for who in ["adam", "tess", "tim", "agnes", "colin"] {
        for line in lines {
            for format in FORMATS {
                let ran = workspace.run(&format!("{line} --as {who}@acme.test --format {format}"));
                let printed = format!("{}{}", ran.stdout, ran.stderr);
                for digits in HIDDEN {
                    assert!(
                        !printed.contains(digits),
                        "`{digits}` stands in\n{}",
                        ran.transcript()
                    );
                }
            }
        }
    }
}

#[test]
fn the_list_the_header_and_the_card_say_so() {
    let workspace = masked();
    let chat = &workspace.does("chat list --as tess@acme.test --format json").rows()[1];
    assert_eq!((&chat["phone"], &chat["phone_masked"]), (&"+44 ********".into(), &true.into()));
    let shown = workspace.does("chat show 2 --as tess@acme.test --format json").json();
    assert_eq!(shown["phone"], "+44 ********");
    assert_eq!(shown["card"]["phone"], "+44 ********");
    assert_eq!(shown["card"]["phone_masked"], true);
    assert_eq!(shown["messages"][0]["text"].as_str().unwrap().matches("900123").count(), 0);
    assert!(shown["preview"].as_str().unwrap().starts_with("Call me on "));
    let csv = workspace.does("chat list --as tess@acme.test --format csv --fields phone").stdout;
    assert_eq!(csv, "phone\n+1 ********\n+44 ********\n");
    let csv = workspace.does("chat show 2 --as tess@acme.test --format csv").stdout;
    assert!(csv.contains("card.phone") && csv.contains("+44 ********"));
    let owner = workspace.does("chat show 2 --format json").json();
    assert_eq!((&owner["phone"], &owner["phone_masked"]), (&"+447700900123".into(), &false.into()));
}

#[test]
fn members_numbers_are_hidden_too_but_for_ones_own() {
    let workspace = masked();
    workspace.does("perm allow team-settings --role admin");
    workspace.does("member edit adam@acme.test --phone +447911123499");
    let listed = workspace.does("member list --as adam@acme.test --format json").column("phone");
    assert_eq!(listed[1..3], ["+447911123499", "+44 ********"]);
}

#[test]
fn replying_works_and_goes_to_the_real_number() {
    let workspace = masked();
    workspace.does("chat reply 2 -m 'on my way' --as tess@acme.test");
    let sent =
        "SELECT recipient || ' ' || text || ' ' || author || ' ' || status || ' ' || direction
        FROM message ORDER BY id DESC";
    assert_eq!(workspace.value(sent), "+447700900123 on my way Tess queued out");
}

/// What answers whether a guessed number is there is refused before it looks.
#[test]
fn what_would_tell_a_guess_is_refused() {
    let workspace = masked();
    for permission in ["team-settings", "integrations"] {
        workspace.does(&format!("perm allow {permission} --role admin"));
    }
    let before = workspace.state();
    let refused = |line: &str, input: &str| {
        let line = format!("{line} --dry-run --as adam@acme.test --format json");
        workspace.run_with(&line, input).refuses(3, "mask-number");
    };
    for number in ["+447911123456", "+447911123457"] {
        refused(&format!("member edit tess@acme.test --phone {number}"), "");
        let list = format!("email,phone\ntess@acme.test,{number}\n");
        let line = "member import - --update --dry-run --as adam@acme.test";
        let ran = workspace.run_with(line, &list).exits(6);
        assert!(
            ran.stdout.contains("numbers: they are masked for their role"),
            "{}",
            ran.transcript()
        );
    }
    for number in ["447700900123", "447700900124"] {
        let customer = crate::support::payload::Customer::Number("Tom", number);
        refused("chat import -", &text(SALES, customer, "wamid.T9", NOON, "hello"));
    }
    before.is_still(&workspace.state(), "what was refused");
    workspace.does("member edit adam@acme.test --phone +447911123499 --as adam@acme.test");
}

/// An import counts which traits are news.
#[test]
fn an_import_is_refused_to_whom_traits_are_hidden() {
    let workspace = Workspace::sample();
    workspace.does("mask enable traits --role admin");
    workspace.does("perm allow integrations --role admin");
    let list = "Name,Country Code,Phone Number,city\nAsha,91,9876543210,Mumbai\n";
    let line = "chat import - --as adam@acme.test --format json";
    workspace.run_with(line, list).refuses(3, "mask-traits");
}

/// Neither an index nor a contact is asked: where they can't be read, the answer is the same.
#[test]
fn a_search_by_digits_is_refused_before_it_looks() {
    let [whole, broken] = [masked(), masked()];
    broken.execute(if broken.is_on_server() {
        "ALTER TABLE message_search RENAME TO lost; ALTER TABLE name_search RENAME TO lost_too"
    } else {
        "DELETE FROM message_search_data; DELETE FROM name_search_data"
    });
    broken.execute(
        "UPDATE contact SET phone = 'x' || id, phone_country_code = -1;
         DELETE FROM contact_tag; DELETE FROM chat_tag;",
    );
    let digits = [
        "chat search 9876543210",
        "chat search call 07700",
        "chat search ९८७६५",
        "chat list --contact +447700900123",
        "chat list --contact +447700900999",
        "chat list --tag 9876543210",
        "chat start +447700900123 --from 442071838750 -m hi",
    ];
    for line in digits {
        let run = |workspace: &Workspace| {
            workspace.run(&format!("{line} --as tess@acme.test --format json"))
        };
        let refused = run(&broken);
        assert_eq!(refused, run(&whole));
        refused.refuses(3, "mask-number");
    }
    for line in ["chat search blue", "chat list", "chat show 2"] {
        broken.run(&format!("{line} --as tess@acme.test")).exits(7);
    }
    let tagged = "chat list --tag vip";
    assert_ne!(broken.run(tagged), whole.run(tagged));
}

/// Interakt: masking "does not in any way impact the ability of an Interakt user to converse".
#[test]
fn a_masked_teammate_converses_as_before() {
    let workspace = masked();
    for line in [
        "chat reply 2 -m 'on my way' --no-assign",
        "chat assign 2 --to tess@acme.test",
        "chat close 2",
        "chat reopen 2",
        "chat unassign 2",
        "chat reply 2 -m again --no-assign",
    ] {
        let ran = workspace.does(&format!("{line} --as tess@acme.test --format json"));
        assert!(!ran.stdout.contains("7700") && ran.stdout != "[]\n", "{}", ran.transcript());
    }
    let sent =
        "SELECT group_concat(recipient) FROM message WHERE direction = 'out' AND chat_id = 2";
    assert_eq!(workspace.value(sent), "+447700900123,+447700900123");
}

/// What somebody made up is told back to them as it is, whether or not it holds the chat's digits.
#[test]
fn a_guess_in_a_variables_name_is_told_nothing() {
    let workspace = masked();
    with_template(&workspace);
    for guess in ["x0900123x1111111x", "x1111111x0900123x"] {
        let line = format!("chat reply 2 --template promo --var 1=a --var {guess}=1 --dry-run");
        let ran = workspace.run(&format!("{line} --as tess@acme.test")).exits(6);
        assert!(ran.stderr.contains(&format!("`{guess}`")), "{}", ran.transcript());
    }
}

#[test]
fn who_masks_a_role_is_told_what_it_still_reads_numbers_by() {
    let workspace = Workspace::sample();
    workspace.does("perm allow numbers.reveal --role agent");
    let warned = workspace.does("mask enable number --role admin --dry-run").stderr;
    assert!(warned.contains("role `admin` still holds `api-key`"), "{warned}");
    assert!(warned.contains("`rolecall perm deny api-key --role admin`"), "{warned}");
    let warned = workspace.does("mask enable number --role agent").stderr;
    assert!(warned.contains("`numbers.reveal`") && !warned.contains("`api-key`"), "{warned}");
    assert!(!workspace.does("mask enable traits --role admin").stderr.contains("still holds"));
    assert!(!workspace.does("mask disable number --role agent").stderr.contains("still holds"));
}

#[test]
fn traits_are_hidden_by_name_and_value_and_tags_stay() {
    let workspace = Workspace::sample();
    workspace.does("mask enable traits --role collaborator");
    let line = "chat show 1 --as colin@acme.test --format";
    let card = workspace.does(&format!("{line} json")).json()["card"].clone();
    assert_eq!(card["traits"], serde_json::Value::Null);
    assert_eq!(card["traits_masked"], true);
    assert_eq!(card["tags"], serde_json::json!(["vip"]));
    for format in FORMATS {
        let printed = workspace.does(&format!("{line} {format}")).stdout;
        assert!(!printed.contains("Mumbai") && !printed.contains("city"), "{printed}");
    }
}

#[test]
fn nothing_tells_who_has_a_trait_that_is_hidden() {
    let workspace = Workspace::sample();
    workspace.does("perm allow access-permissions --role admin");
    workspace.does("contact add +919876500001 --trait city=Pune --opted-in yes");
    with_template(&workspace);
    workspace.does("mask enable traits --role admin");
    let line = "campaign create C --template promo --account +14155550132 --all-contacts --dry-run";
    for default in ["", "|town"] {
        let line = format!("{line} --var '1=trait:city{default}' --as adam@acme.test");
        workspace.run(&format!("{line} --format json")).refuses(3, "mask-traits");
    }
    workspace.does(&format!("{line} --var 1=text:you --as adam@acme.test"));
    let trail = workspace.does("audit list --action contact.add --as adam@acme.test").stdout;
    assert!(trail.contains("+91 ") || trail.contains("+919876500001"), "{trail}");
    assert!(!trail.contains("traits"), "{trail}");
}

/// The sample with other digits behind every contact's country code prints the same bytes.
#[test]
fn the_hidden_digits_change_nothing_that_is_printed() {
    let [one, other] = [masked(), masked()];
    for workspace in [&one, &other] {
        with_template(workspace);
        // Between these two the hidden digits decide which comes first, if they are let to.
        workspace.tags(
            "INSERT INTO contact_trait (contact_id, key, value) VALUES (1, '9876543210', 'x'), (1, '95', 'y');
             INSERT INTO contact_tag VALUES (1, '9876543210'), (1, '95')",
        );
    }
    let swap = |text: &str| {
        text.replace("9876543210", "9123987650")
            .replace("98765 43210", "91239 87650")
            .replace("7700900123", "7700900987")
            .replace("7700 900123", "7700 900987")
            .replace("2025550143", "2025550188")
            .replace("491570156", "491570110")
    };
    for (from, to) in [
        ("9876543210", "9123987650"),
        ("7700900123", "7700900987"),
        ("2025550143", "2025550188"),
        ("1570156", "1570110"),
    ] {
        other.change(|sql| {
            let replace = "UPDATE known_number SET national = replace(national, ?1, ?2)";
            sql.execute(replace, [from, to]).unwrap();
        });
    }
    for (table, column) in [
        ("contact", "phone"),
        ("message", "text"),
        ("message", "recipient"),
        ("contact_trait", "value"),
        ("contact_trait", "key"),
        ("contact_tag", "tag"),
        ("chat_tag", "tag"),
        ("template_version", "body"),
    ] {
        other.change(|sql| {
            let all = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL");
            let mut statement = sql.prepare(&all).unwrap();
            let values: Vec<String> =
                statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            let update = format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1");
            for value in values {
                sql.execute(&update, [&value, &swap(&value)]).unwrap();
            }
        });
    }
    assert_ne!(
        one.value("SELECT max(phone) FROM contact"),
        other.value("SELECT max(phone) FROM contact")
    );
    let mut lines = vec![
        "chat list --all".to_owned(),
        "account list".to_owned(),
        "chat reply 2 -m x".to_owned(),
        "chat reply 2 --template promo --var 1=x".to_owned(),
        "chat reply 2 --template promo --var 2=x".to_owned(),
        "template list".to_owned(),
    ];
    lines.extend((1..=7).map(|id| format!("chat show {id}")));
    for who in ["adam", "tess", "tim", "agnes", "colin"] {
        for line in &lines {
            for format in FORMATS {
                let line = format!("{line} --as {who}@acme.test --format {format}");
                assert_eq!(one.run(&line), other.run(&line));
            }
        }
    }
}
