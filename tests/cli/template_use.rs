//! Templates beyond their module: used in chats by whom it is hidden from, judged by webhooks.

use serde_json::{Value, json};

use super::chat::PROMO;
use crate::support::{Workspace, case::FORMATS, payload::NOON};

fn with_promo() -> Workspace {
    let workspace = Workspace::sample();
    PROMO.lines().for_each(|line| drop(workspace.does(line)));
    workspace
}

fn newest(workspace: &Workspace, column: &str) -> String {
    workspace.value(&format!("SELECT {column} FROM message ORDER BY id DESC"))
}

/// Interakt: "The templates created already for the org will continue to be available for users to
/// use via. inbox", and: "the template module won't be available for those users".
#[test]
fn a_template_made_before_its_author_was_masked_is_used_and_not_listed() {
    let workspace = Workspace::sample();
    let agnes = "--as agnes@acme.test";
    workspace.does(&format!("template add here --category utility --language en --body 'Hi {{{{name}}}}, we are here.' {agnes}"));
    workspace.does(&format!("template submit here {agnes}"));
    workspace
        .run(&format!("template mark here approved --format json {agnes}"))
        .refuses(3, "own-template");
    workspace.does("template mark here approved");
    workspace.does("mask enable number --role agent");
    for hidden in [
        "list",
        "show here",
        "edit here --body Hi",
        "submit here",
        "mark here paused",
        "remove here",
    ] {
        let ran = workspace.run(&format!("template {hidden} --format json {agnes}")).exits(3);
        assert_eq!(ran.error()["reason"], "mask-number", "{hidden}");
    }
    let modules = workspace.does(&format!("module list --format json {agnes}")).rows();
    let module = modules.iter().find(|row| row["module"] == "templates").unwrap();
    assert_eq!((&module["visible"], &module["reason"]), (&json!(false), &json!("mask-number")));
    workspace.does(&format!("chat reply 3 --template here --var name=June {agnes}"));
    assert_eq!(newest(&workspace, "kind || ': ' || text"), "template: Hi June, we are here.");
    assert_eq!(newest(&workspace, "recipient"), "+12025550143");
    let by = "(SELECT name FROM template JOIN template_version AS v ON v.template_id = template.id
        WHERE v.id = template_version_id)";
    assert_eq!(newest(&workspace, by), "here");
    // Nobody else's private one, though: it is as if it weren't there.
    workspace.does("template add secret --category utility --language en --body Hi --private");
    let hidden = workspace.run(&format!("chat reply 3 --template secret {agnes}")).exits(4);
    workspace.does("template remove secret");
    let gone = workspace.run(&format!("chat reply 3 --template secret {agnes}")).exits(4);
    assert_eq!(hidden.stderr, gone.stderr);
}

/// Who may use templates in a chat finds them there, by name and by text, whoever has the module.
#[test]
fn approved_templates_are_found_where_they_are_used() {
    let workspace = with_promo();
    let add = |name: &str, body: &str, more: &str| {
        workspace.does(&format!(
            "template add {name} --category utility --language en --body '{body}' {more}"
        ));
        workspace.does(&format!("template submit {name}"));
        workspace.does(&format!("template mark {name} approved"));
    };
    add("late", "Sorry, we are LATE. Call 4155550132.", "--header Delay --footer Acme");
    add("private", "Only mine", "--private");
    workspace.does("template add draft --category utility --language en --body 'Not yet late'");
    workspace.does("mask enable number --role agent");
    let found = |words: &str, who: &str| {
        let line =
            format!("chat templates {words} --fields name --format csv --as {who}@acme.test");
        workspace.does(&line).stdout.lines().skip(1).collect::<Vec<_>>().join(" ")
    };
    for who in ["agnes", "colin"] {
        assert_eq!(found("", who), "promo late", "{who}");
        assert_eq!(found("'we are' late", who), "late", "{who}");
        assert_eq!(found("delay", who), "late", "{who}");
        assert_eq!(found("'PROMO'", who), "promo", "{who}");
        assert_eq!(found("yet", who), "", "{who}");
    }
    // What is hidden can't be searched for either.
    assert_eq!(found("4155550132", "colin"), "late");
    assert_eq!(found("4155550132", "agnes"), "");
    let rows = workspace.does("chat templates late --format json --as agnes@acme.test").rows();
    assert_eq!(rows[0]["body"], "Sorry, we are LATE. Call ********.");
    assert_eq!(rows[0]["header"], "Delay");
    // The hint to an unknown one leads there.
    workspace
        .run("chat reply 3 --template lade --as agnes@acme.test")
        .exits(4)
        .says("rolecall chat templates");
    workspace.does("perm deny inbox --role agent");
    workspace.run("chat templates --as agnes@acme.test").exits(3);
}

#[test]
fn what_a_masked_author_fills_in_is_sent_whole_and_read_redacted() {
    let workspace = with_promo();
    workspace.does("mask enable number --role agent");
    let line = "chat reply 3 --template promo --var '1=June (202 555 0143)' --as agnes@acme.test";
    let ran = workspace.does(line);
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("0143"), "{}", ran.transcript());
    assert_eq!(newest(&workspace, "text"), "Hi June (202 555 0143), come by!");
    workspace.does("mask enable number --role admin");
    for format in FORMATS {
        // Who sends a template did not write it, and may not read what stands in it.
        for reader in ["agnes", "adam"] {
            let line = format!("chat show 3 --as {reader}@acme.test --format {format}");
            let shown = workspace.does(&line).stdout;
            assert!(shown.contains("Hi June") && !shown.contains("0143"), "{shown}");
        }
    }
}

/// The names of variables and templates are the workspace's words, and may hold a number all the
/// same: a masked author learns neither from what goes wrong.
#[test]
fn errors_tell_a_masked_author_no_number() {
    let workspace = with_promo();
    workspace.does(
        "template add call_12025550143 --category utility --language en --body 'Hi {{phone_12025550143}}!'",
    );
    workspace.does("template submit call_12025550143");
    workspace.does("template mark call_12025550143 approved");
    workspace.does("mask enable number --role agent");
    for line in ["--template call_1202555014", "--template promo --var x=1", "--template promos"] {
        for format in FORMATS {
            let line = format!("chat reply 3 {line} --as agnes@acme.test --format {format}");
            let ran = workspace.run(&line);
            assert!(!ran.stderr.contains("12025550143"), "{}", ran.transcript());
        }
    }
    let line = "chat reply 3 --template call_12025550143 --as agnes@acme.test";
    let ran = workspace.run(line).exits(6);
    assert!(!ran.stderr.contains("phone_12025550143"), "{}", ran.transcript());
    assert!(workspace.run("chat reply 3 --template promos").stderr.contains("`promo`?"));
}

#[test]
fn messages_keep_their_words() {
    let workspace = with_promo();
    workspace.does("chat reply 2 --template promo --var 1=Tom");
    workspace.does("template edit promo --body 'Dear {{1}}, come by!'");
    workspace.does("chat reply 2 --template promo --var 1=Tim");
    assert_eq!(newest(&workspace, "text"), "Hi Tim, come by!");
    workspace.does("template submit promo");
    workspace.does("template mark promo approved");
    workspace.does("chat reply 2 --template promo --var 1=Tam");
    workspace.does("template remove promo");
    workspace.run("chat reply 2 --template promo --var 1=Tom").exits(4);
    let shown = workspace.does("chat show 2 --format json").json();
    let texts: Vec<_> =
        shown["messages"].as_array().unwrap()[1..].iter().map(|one| one["text"].clone()).collect();
    assert_eq!(
        texts,
        [
            "[template] Hi Tom, come by!",
            "[template] Hi Tim, come by!",
            "[template] Dear Tam, come by!"
        ]
    );
    let found = workspace.does("chat search 'dear tam' --fields match --format csv").stdout;
    assert!(found.contains("Dear Tam"), "{found}");
}

/// A payload that says what became of a template.
fn update(event: &str, name: &str, language: &str, time: i64, more: &Value) -> String {
    let mut value = json!({"event": event, "message_template_id": 17,
        "message_template_name": name, "message_template_language": language, "reason": "NONE"});
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"object": "whatsapp_business_account", "entry": [{"id": "8", "time": time,
        "changes": [{"field": "message_template_status_update", "value": value}]}]})
    .to_string()
}

/// The time in the tests, in seconds since 1970.
const NOW: i64 = NOON + 30 * 24 * 3600;

#[test]
fn webhooks_say_what_became_of_a_template() {
    let workspace = Workspace::sample();
    workspace.does("template add promo --category marketing --language en_US --body 'Hi {{1}}!'");
    let stands = || {
        let shown = workspace.does("template show promo --format json").json();
        let last = shown["versions"].as_array().unwrap().last().unwrap().clone();
        (shown["status"].as_str().unwrap().to_owned(), last["reason"].clone())
    };
    let none = json!({});
    let takes = |line: &str| {
        let ran = workspace.takes("chat import - --format json", line);
        let rows = ran.rows();
        let row = rows.into_iter().find(|row| row["kind"] == "templates");
        (row.map(|row| (row["changed"].clone(), row["unchanged"].clone())), ran.stderr)
    };
    // A draft that was never handed in can't have been approved.
    let approval = update("APPROVED", "promo", "en-US", NOW, &none);
    let (row, said) = takes(&approval);
    assert!(row.is_none() && said.contains("never submitted"), "{said}");
    assert_eq!(stands().0, "draft");
    workspace.does("template submit promo");
    let bad = json!({"reason": "INVALID_FORMAT", "rejection_info": {"reason": "Too many words"}});
    takes(&update("REJECTED", "promo", "en_US", NOW + 1, &bad));
    assert_eq!(stands(), ("rejected".to_owned(), json!("INVALID_FORMAT: Too many words")));
    // An older approval that comes later is no news, and neither is the same again.
    assert_eq!(takes(&approval).0, Some((json!(0), json!(1))));
    assert_eq!(stands().0, "rejected");
    assert_eq!(
        takes(&update("APPROVED", "promo", "en_US", NOW + 2, &none)).0,
        Some((json!(1), json!(0)))
    );
    assert_eq!(stands(), ("approved".to_owned(), Value::Null));
    let paused = json!({"other_info": {"title": "FIRST_PAUSE", "description": "Low quality"}});
    takes(&update("PAUSED", "promo", "en_US", NOW + 3, &paused));
    assert_eq!(stands(), ("paused".to_owned(), json!("Low quality")));
    workspace.run("chat reply 2 --template promo --var 1=Tom").exits(5);
    takes(&update("REINSTATED", "promo", "en_US", NOW + 4, &none));
    workspace.does("chat reply 2 --template promo --var 1=Tom");
    // What isn't the workspace's, or says nothing of sending, is counted and fails nothing.
    let lines = [
        update("APPROVED", "strange", "en_US", NOW + 5, &none),
        update("APPROVED", "promo", "de", NOW + 5, &none),
        update("FLAGGED", "promo", "en_US", NOW + 5, &none),
        update("LIMIT_EXCEEDED", "", "", NOW + 5, &none),
    ];
    let (row, said) = takes(&lines.join("\n"));
    assert!(row.is_none() && said.contains("2 changes of templates that this workspace"), "{said}");
    assert!(said.contains("carry no conversation: 2 `message_template_status_update`"), "{said}");
}

/// An approval of what was sent before doesn't approve what was written since.
#[test]
fn an_old_approval_does_not_approve_a_new_version() {
    let workspace = with_promo();
    workspace.does("template edit promo --body 'Dear {{1}}, come by!'");
    workspace.does("template submit promo");
    let none = json!({});
    workspace.takes("chat import -", update("APPROVED", "promo", "en", NOW - 60, &none));
    workspace.takes("chat import -", update("APPROVED", "promo", "en", NOW, &none));
    workspace.does("chat reply 2 --template promo --var 1=Tom");
    assert_eq!(newest(&workspace, "text"), "Hi Tom, come by!");
    workspace.takes("chat import -", update("APPROVED", "promo", "en", NOW + 60, &none));
    workspace.does("chat reply 2 --template promo --var 1=Tom");
    assert_eq!(newest(&workspace, "text"), "Dear Tom, come by!");
    let audit = "SELECT action || ' ' || object || ' ' || after FROM audit WHERE action = 'template.import'";
    assert_eq!(
        workspace.value(audit),
        r#"template.import promo/en {"status":"approved","version":2}"#
    );
}

/// A pause is of what is being sent, also when it came about before the new version was handed in.
#[test]
fn a_late_pause_stops_the_version_that_is_sent() {
    let workspace = with_promo();
    workspace.does("template edit promo --body 'Dear {{1}}, come by!'");
    workspace.does("template submit promo");
    workspace.execute("UPDATE template_version SET submitted_at = submitted_at + 3600000");
    let none = json!({});
    workspace.takes("chat import -", update("APPROVED", "promo", "en", NOW + 60, &none));
    workspace.takes("chat import -", update("PAUSED", "promo", "en", NOW + 60, &none));
    workspace.run("chat reply 2 --template promo --var 1=Tom").exits(5);
    let shown = workspace.does("template show promo --format json").json();
    assert_eq!((&shown["status"], &shown["next"]), (&json!("paused"), &json!("submitted")));
}
