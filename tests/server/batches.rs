//! Lists and files take as many round trips for two thousand rows as for one thousand, but for a few.

use std::fmt::Write;

use super::{between::Between, both};
use crate::support::Workspace;

/// How many more round trips a thousand more rows may take.
const MORE: usize = 60;

fn webhook(value: &str) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"14155550132","phone_number_id":"1"}},{value}}}}}]}}]}}"#
    ) + "\n"
}

/// Messages of as many customers, with a number in every third, and statuses of messages that were sent: of some
/// that the file has, and of some that nobody knows.
fn webhooks(rows: usize) -> String {
    let mut all = String::new();
    for row in 0..rows {
        let from = format!("9198{row:08}");
        let text =
            if row % 3 == 0 { format!("call 98765 {row:05}") } else { format!("hello {row}") };
        all += &webhook(&format!(
            r#""contacts":[{{"profile":{{"name":"Name {row}"}},"wa_id":"{from}"}}],"messages":[{{"from":"{from}","id":"wamid.{row}","timestamp":"{}","type":"text","text":{{"body":"{text}"}}}}]"#,
            1_700_000_000 + row
        ));
        let of = if row % 2 == 0 { format!("wamid.{row}") } else { format!("unknown.{row}") };
        for status in ["sent", "read"] {
            all += &webhook(&format!(
                r#""statuses":[{{"id":"{of}","status":"{status}","timestamp":"{}","recipient_id":"{from}"}}]"#,
                1_700_000_100 + row
            ));
        }
    }
    all
}

/// What one member of a group exported: messages of as many people.
fn export(rows: usize) -> String {
    let mut all = String::new();
    for row in 0..rows {
        let (minute, hour, day) = (row % 60, row / 60 % 24, 13 + row / 1440);
        writeln!(all, "[{day:02}/12/2023, {hour:02}:{minute:02}:00] Asha: message {row}").unwrap();
    }
    all
}

fn contacts(rows: usize, city: &str) -> String {
    let mut all = "phone,name,city,tags\n".to_owned();
    for row in 0..rows {
        writeln!(all, "+9197{row:08},Name {row},{city},vip").unwrap();
    }
    all
}

fn members(rows: usize) -> String {
    let mut all = "email,role,name\n".to_owned();
    for row in 0..rows {
        writeln!(all, "m{row}@acme.test,agent,Name {row}").unwrap();
    }
    all
}

/// What is run one after the other, with what is read.
fn steps(rows: usize) -> Vec<(&'static str, String)> {
    let export_line =
        "chat import - --from whatsapp --account +14155550132 --contact +919876543210 --me Desk";
    vec![
        ("chat import -", webhooks(rows)),
        ("chat import -", webhooks(rows)),
        (export_line, export(rows)),
        (export_line, export(rows)),
        ("contact import -", contacts(rows, "Pune")),
        ("contact import -", contacts(rows, "Pune")),
        ("chat import -", webhooks(rows).replace("9198", "9197").replace("wamid", "other")),
        ("member import - --no-invite", members(rows)),
        ("member import - --update --no-invite", members(rows)),
    ]
}

fn asked(rows: usize) -> Vec<usize> {
    let workspace = Workspace::sample();
    let between = Between::before(&std::env::var("ROLECALL_TEST_SERVER").unwrap());
    let address = between.address(workspace.name().to_str().unwrap());
    let ask = |(line, input): (&str, String)| {
        between.take();
        let ran = workspace.takes(&format!("{line} --workspace {address}"), input);
        assert!(ran.stderr.lines().all(|line| !line.starts_with("error")), "{}", ran.transcript());
        between.round_trips()
    };
    let asked = steps(rows).into_iter().map(ask).collect();
    workspace.does("audit verify");
    workspace.does("doctor");
    asked
}

/// Many messages of one customer: nothing is asked between them, so their rows go while the import goes on.
fn long_chat() -> String {
    let mut all = String::new();
    for row in 0..12_000 {
        all += &webhook(&format!(
            r#""contacts":[{{"profile":{{"name":"Asha"}},"wa_id":"919876543210"}}],"messages":[{{"from":"919876543210","id":"long.{row}","timestamp":"{}","type":"text","text":{{"body":"{}"}}}}]"#,
            1_700_000_000 + row,
            "word ".repeat(40)
        ));
    }
    all
}

#[test]
fn rows_that_are_refused_on_their_way_leave_no_doubt_about_the_import() {
    let Some((_, workspace)) = both() else { return };
    let messages = || workspace.value("SELECT count(*) FROM message");
    let before = messages();
    let mut client = workspace.server_client();
    let refuse = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.external_id = 'long.9000' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW;
        END $$;
        CREATE TRIGGER refusing BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION refuse()";
    client.batch_execute(refuse).unwrap();
    let ran = workspace.run_with("chat import - --format json", long_chat()).exits(7);
    assert_eq!(ran.error()["reason"], serde_json::Value::Null, "{}", ran.transcript());
    ran.says("it refused a statement with code P0001");
    assert_eq!(messages(), before);
    client.batch_execute("DROP TRIGGER refusing ON message").unwrap();
    workspace.takes("chat import -", long_chat());
    assert_eq!(messages().parse::<i64>().unwrap(), before.parse::<i64>().unwrap() + 12_000);
    workspace.does("audit verify");
    workspace.does("doctor");
}

#[test]
fn a_thousand_rows_more_take_a_few_round_trips_more() {
    if both().is_none() {
        return;
    }
    let [one, two] = [1000, 2000].map(asked);
    for ((line, _), (one, two)) in steps(1).iter().zip(one.iter().zip(&two)) {
        assert!(*two > 0 && *two <= one + MORE, "{line}: {one} for 1000 rows, and {two} for 2000");
    }
}
