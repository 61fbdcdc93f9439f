//! `contact import`: Interakt's lists and our own; what a row can be refused for.

use crate::support::{Ran, Workspace, payload, sample::ASHA};

fn import(workspace: &Workspace, list: &str, options: &str) -> Ran {
    workspace.run_with(&format!("contact import - --format json {options}"), list)
}

fn counts(ran: &Ran) -> [u64; 3] {
    let row = ran.rows()[0].clone();
    ["new", "changed", "unchanged"].map(|field| row[field].as_u64().unwrap())
}

fn contact(workspace: &Workspace, number: &str) -> serde_json::Value {
    workspace.does(&format!("contact show {number} --format json")).json()
}

/// As Interakt writes it: calling code and number apart, traits under any name, one person in whole
/// and one national form, a blank line.
const INTERAKT: &str = "\u{feff}Name,Country Code,Phone Number,Email,WhatsApp Opted In,User ID,City,Tags\r\n\
    Ravi Kumar,+91,7003705584,ravi@shop.test,true,u-1,Mumbai,\"vip, lead\"\r\n\
    \"Rao, Asha\",91,09876543210,,No,,,\r\n\
    \r\n\
    Whole,,+4915123456789,,,,,\r\n";

#[test]
fn a_list_of_interakt_becomes_contacts() {
    let workspace = Workspace::new();
    let ran = import(&workspace, INTERAKT, "").succeeds();
    assert_eq!(counts(&ran), [3, 0, 0]);
    let ravi = contact(&workspace, "+917003705584");
    assert_eq!(ravi["name"], "Ravi Kumar");
    assert_eq!(ravi["opted_in"], true);
    assert_eq!(ravi["tags"], serde_json::json!(["lead", "vip"]));
    let traits = serde_json::json!({"City": "Mumbai", "Email": "ravi@shop.test", "User ID": "u-1"});
    assert_eq!(ravi["traits"], traits);
    assert_eq!(contact(&workspace, "+919876543210")["opted_in"], false);
    assert_eq!(contact(&workspace, "+4915123456789")["opted_in"], serde_json::Value::Null);
    let audited =
        "SELECT group_concat(action || ' ' || after) FROM audit WHERE action LIKE 'contact%'";
    assert_eq!(workspace.value(audited), "contact.import {\"added\":\"3\"}");
}

#[test]
fn a_list_again_changes_nothing() {
    let workspace = Workspace::new();
    import(&workspace, INTERAKT, "").succeeds();
    let before = workspace.state();
    for options in ["", "--update", "--dry-run"] {
        assert_eq!(counts(&import(&workspace, INTERAKT, options).succeeds()), [0, 0, 3]);
        before.is_still(&workspace.state(), options);
    }
}

#[test]
fn a_dry_run_says_what_would_be_and_does_nothing() {
    let workspace = Workspace::sample();
    let list = "name,phone,city\nAsha Rao,+919876543210,Pune\nNew,+919812300001,\n";
    let before = workspace.state();
    let dry = import(&workspace, list, "--update --dry-run").succeeds();
    before.is_still(&workspace.state(), "a dry run");
    let real = import(&workspace, list, "--update").succeeds();
    assert_eq!(dry.stdout, real.stdout);
    assert_eq!(counts(&real), [1, 1, 0]);
    assert_eq!(contact(&workspace, "1")["traits"]["city"], "Pune");
    assert_eq!(contact(&workspace, "1")["traits"]["callback"], "098765 43210");
}

/// Each in the form in which somebody may have it.
#[test]
fn a_number_may_be_written_in_many_ways() {
    let lists = [
        ("phone\n+919876543210\n", ""),
        ("phone\n'+919876543210\n", ""),
        ("Phone\n+91 98765-43210\n", ""),
        ("Phone Number\n919876543210\n", ""),
        ("Phone Number,Name\n098765 43210,x\n", "--country IN"),
        ("Phone Number,Country Code\n09876543210,+91\n", ""),
        ("Phone Number,Country Code\n09876543210,IN\n", ""),
        ("Phone Number;Country Code\n9876543210;91\n", "--country BR"),
        ("{\"phone\": \"+91 98765 43210\"}\n", ""),
        ("[\n{\"phone\": \"9876543210\", \"country_code\": \"91\"}\n]\n", ""),
    ];
    for (list, options) in lists {
        let workspace = Workspace::new();
        import(&workspace, list, options).succeeds();
        let phones = "SELECT group_concat(phone || ' ' || phone_country_code) FROM contact";
        assert_eq!(workspace.value(phones), "+919876543210 2", "{list}");
    }
}

#[test]
fn all_bad_rows_are_told_at_once_and_nothing_is_kept() {
    let workspace = Workspace::sample();
    let list = "name,phone,opted_in\n\
        Good,+919812300001,yes\n\
        None,,\n\
        Short,+9198,\n\
        Round,9.19877E+11,\n\
        Unsure,+919812300002,perhaps\n\
        Again,+919812300001,yes\n\
        Known,+919876543210,\n\
        Many,+919812300003,yes,x\n";
    let before = workspace.state();
    let ran = import(&workspace, list, "").exits(6);
    before.is_still(&workspace.state(), "a bad list");
    let told: Vec<_> = ran
        .rows()
        .iter()
        .map(|row| format!("{} {} {}", row["line"], row["column"], row["problem"]).replace('"', ""))
        .collect();
    assert_eq!(
        told,
        [
            "3 phone is missing",
            "4 phone the phone number is too short for its country",
            "5 phone a spreadsheet has rounded the phone number",
            "6 opted_in is neither yes nor no",
            "7 phone stands in the list twice, and not the same",
            "8 phone is contact 1, `Asha Rao` already",
            "9 null has 4 cells where the header has 3",
        ]
    );
    assert!(ran.stderr.contains("7 of 8 rows can't be taken"), "{}", ran.transcript());
}

#[test]
fn good_rows_are_taken_and_the_others_written_down() {
    let workspace = Workspace::sample();
    let list = "name,phone,city\nGood,+919812300001,\nBad,12,\"a, b\"\nWorse,,\n";
    import(&workspace, list, "--keep-going --rejects rejects.csv").exits(6);
    assert_eq!(workspace.value("SELECT count(*) FROM contact WHERE name = 'Good'"), "1");
    let path = workspace.folder().join("rejects.csv");
    let rejects = std::fs::read_to_string(&path).unwrap();
    assert!(rejects.starts_with("name,phone,city,problem\nBad,12,\"a, b\",phone "), "{rejects}");
    assert_eq!(rejects.lines().count(), 3);
    let mended =
        rejects.replace(",12,", ",+919812300002,").replace("Worse,,", "Worse,+919812300003,");
    assert_eq!(counts(&import(&workspace, &mended, "").succeeds()), [2, 0, 0]);
}

/// A number and an id that are two people's are not made one.
#[test]
fn a_number_and_an_id_must_be_one_contacts() {
    let workspace = Workspace::sample();
    let list = |phone: &str, id: &str| format!("phone,name,whatsapp_user_id\n{phone},,{id}\n");
    let ran = import(&workspace, &list("+919876543210", "KE.7781"), "--update").exits(6);
    let problem = ran.rows()[0]["problem"].as_str().unwrap().to_owned();
    assert_eq!(problem, "is contact 1, and the id is contact 4");
    import(&workspace, &list("+254711000001", "KE.7781"), "--update").succeeds();
    assert_eq!(contact(&workspace, "4")["phone"], "+254711000001");
}

/// A number that is theirs as well is no second contact, and doesn't take the place of the first.
#[test]
fn one_person_of_two_numbers_is_one_contact() {
    let workspace = Workspace::new();
    let twice = "name,phone\nCaro,+54 11 2345-6789\nCaro,+54 9 11 2345-6789\n";
    assert_eq!(counts(&import(&workspace, twice, "").succeeds()), [1, 0, 1]);
    assert_eq!(contact(&workspace, "1")["phone"], "+541123456789");
    workspace.does("account connect +15550783881 --label Main");
    let payload = payload::text("15550783881", ASHA, "w1", payload::NOON, "x")
        .replace("\"from\":\"919876543210\"", "\"from\":\"919811122233\"");
    workspace.takes("chat import -", &payload);
    let known = "name,phone,city\nAsha Rao,+919811122233,Pune\nAsha Rao,+919876543210,\n";
    assert_eq!(counts(&import(&workspace, known, "--update").succeeds()), [0, 1, 1]);
    let phones = "SELECT group_concat(phone) FROM contact";
    let phones = workspace.value(phones);
    assert_eq!(phones.split(',').count(), 2, "{phones}");
}

/// Who may not read traits may write them, and learns nothing of those that were there.
#[test]
fn hidden_traits_change_nothing_that_an_import_tells() {
    let [one, other] = [Workspace::sample(), Workspace::sample()];
    for workspace in [&one, &other] {
        workspace.does("mask enable traits --role teammate");
    }
    other
        .execute("DELETE FROM contact_trait; INSERT INTO contact_trait (contact_id, key, value) VALUES (1, 'city', 'Pune')");
    let list = "phone,city\n+919876543210,Pune\n+447700900123,\n";
    for options in ["", "--update", "--update --dry-run", "--keep-going"] {
        let options = format!("{options} --as tess@acme.test");
        assert_eq!(import(&one, list, &options), import(&other, list, &options));
    }
    assert_eq!(contact(&one, "1")["traits"]["city"], "Pune");
}

#[test]
fn a_file_appears_when_it_is_whole() {
    let workspace = Workspace::sample();
    let path = workspace.folder().join("all.jsonl");
    std::fs::write(&path, "old").unwrap();
    workspace.does("mask enable traits --role teammate");
    workspace.run("contact export --output all.jsonl --as tess@acme.test").exits(3);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    // It is replaced only by who says so.
    let ran = workspace.run("contact export --output all.jsonl --format jsonl").exits(5);
    assert!(ran.stderr.contains("--force"), "{}", ran.transcript());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    // On a server there is no file to be replaced.
    if !workspace.is_on_server() {
        workspace.run("contact export --output workspace.db --force").exits(2);
    }
    let ran = workspace.does("contact export --output all.jsonl --format jsonl --force");
    assert_eq!(ran.stdout, "");
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written, workspace.does("contact export --format jsonl").stdout);
    assert_eq!(written.lines().count(), 5);
}

/// A list is a batch of ordinary operations: whose tags take more than its maker has keep them off.
#[test]
fn tags_of_more_than_one_are_left_out_without_the_right_to_them() {
    let workspace = Workspace::new();
    workspace.does("member add tess@acme.test --role teammate --no-invite");
    workspace.does("perm deny users.bulk-tag --role teammate");
    let list = "phone,tags\n+919876543210,vip\n+919876543211,vip\n+919876543212,\n";
    let ran = import(&workspace, list, "--as tess@acme.test").succeeds();
    assert_eq!(counts(&ran), [3, 0, 0]);
    let left = ran.rows().into_iter().find(|row| row["kind"] == "column tags").unwrap();
    assert_eq!(left["left_out"], 1);
    assert!(ran.stderr.contains("the tags of contacts 2"), "{}", ran.transcript());
    assert_eq!(workspace.value("SELECT count(*) FROM contact_tag"), "1");
    let again = import(&workspace, list, "--update --as tess@acme.test").succeeds();
    assert_eq!(counts(&again), [0, 1, 2], "the first row that tags anybody tags one");
}
