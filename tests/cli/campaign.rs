//! `campaign`.

use super::contract::keys_in_order;
use crate::support::{
    Case,
    Way::{BadInput, Conflict, Denied, Missing, Success},
    Workspace, prove,
};

/// A template that is approved and one that isn't; Asha and Nia agreed to be written to, Ola didn't,
/// Tom and June were never asked; Nia has no number.
pub const READY: &str = "
    INSERT INTO template (id, name, language, shared, author_id, author, created_at) VALUES
        (1, 'offer', 'en', 1, 1, 'olive@acme.test', 0), (2, 'later', 'en', 1, 1, 'olive@acme.test', 0);
    INSERT INTO template_version (id, template_id, number, status, category, body, written_at) VALUES
        (1, 1, 1, 'approved', 'marketing', 'Hi {{1}}, news from {{2}} for you.', 0),
        (2, 2, 1, 'draft', 'marketing', 'Soon.', 0);
    INSERT INTO sequence VALUES ('template', 2), ('template_version', 2);
    UPDATE contact SET opted_in = 1 WHERE id IN (1, 4);
    UPDATE contact SET opted_in = 0 WHERE id = 5";

/// What every campaign here sends, and from where.
const OFFER: &str =
    "--template offer --account +14155550132 --var '1=name|there' --var '2=trait:city|town'";

/// A campaign of that name to everybody, made.
fn made(name: &str) -> String {
    format!("campaign create {name} {OFFER} --all-contacts")
}

pub fn cases() -> Vec<Case> {
    let case = |way, lines: &str| Case::new(way, lines).sql(READY);
    let create = |way, options: &str| case(way, &format!("campaign create Diwali {options}"));
    let to_all = made("Diwali");
    let then = |way, lines: &str| case(way, &format!("{to_all}\n{lines}"));
    let offer = |options: &str| format!("{OFFER} {options}");
    vec![
        create(Success, &offer("--all-contacts")),
        create(Success, &offer("--tag vip --country IN --every weekly --at 2026-02-01")),
        create(Success, &offer("--on-tag new --draft")),
        create(Denied("toggle-off"), &offer("--all-contacts --as colin@acme.test")),
        create(Denied("toggle-off"), &offer("--all-contacts --as agnes@acme.test")),
        case(
            Denied("mask-number"),
            &format!(
                "mask enable number --role teammate
                 campaign create Diwali {OFFER} --all-contacts --as tess@acme.test"
            ),
        ),
        case(
            Denied("mask-traits"),
            &format!(
                "mask enable traits --role teammate
                 campaign create Diwali {OFFER} --trait city=Mumbai --as tess@acme.test"
            ),
        ),
        create(Missing, "--template ofer --account +14155550132 --all-contacts"),
        create(Missing, &offer("--all-contacts").replace("132", "133")),
        create(Conflict, "--template later --account +14155550132 --all-contacts"),
        then(Conflict, &format!("campaign create DIWALI {OFFER} --tag vip")),
        create(BadInput, "--template offer --account +14155550132 --all-contacts --var 1=name"),
        create(BadInput, &offer("--all-contacts").replace("trait:", "trai:")),
        create(BadInput, &offer("--all-contacts --at 2026-01-30")),
        create(BadInput, &offer("--country Atlantis")),
        then(Success, "campaign list"),
        then(Denied("toggle-off"), "campaign list --as colin@acme.test"),
        then(Success, "campaign run\ncampaign show diwali"),
        then(Denied("toggle-off"), "campaign show Diwali --as colin@acme.test"),
        then(Missing, "campaign show Dival"),
        then(Success, "campaign run"),
        then(Success, "campaign run\ncampaign run"),
        then(Denied("toggle-off"), "campaign run --as colin@acme.test"),
        then(Missing, "campaign run Dival"),
        then(Conflict, "campaign pause Diwali\ncampaign run Diwali"),
        then(Success, "campaign pause Diwali"),
        then(Denied("toggle-off"), "campaign pause Diwali --as colin@acme.test"),
        then(Missing, "campaign pause Dival"),
        then(Conflict, "campaign run\ncampaign pause Diwali"),
        then(Success, "campaign pause Diwali\ncampaign resume Diwali"),
        then(Success, "campaign resume Diwali"),
        then(Denied("toggle-off"), "campaign resume Diwali --as colin@acme.test"),
        then(Missing, "campaign resume Dival"),
        then(Conflict, "campaign run\ncampaign resume Diwali"),
    ]
}

#[test]
fn campaigns_are_made_run_stopped_and_set_going() {
    insta::assert_snapshot!(prove(&cases()));
}

/// The sample with what campaigns need.
fn ready() -> Workspace {
    let workspace = Workspace::sample();
    workspace.execute(READY);
    workspace
}

/// That line at that time.
fn at(workspace: &Workspace, now: &str, line: &str) -> serde_json::Value {
    let mut command = workspace.command();
    command.env("ROLECALL_NOW", now).args(crate::support::words::words(line));
    let output = command.args(["--format", "json"]).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn written(workspace: &Workspace) -> String {
    workspace.value("SELECT count(*) FROM message WHERE campaign_id IS NOT NULL")
}

#[test]
fn its_message_stands_in_the_chat_as_any_other() {
    let workspace = ready();
    workspace.does(&made("Diwali"));
    workspace.does("campaign run");
    let shown = workspace.does("chat show 1 --format json").json();
    let message = shown["messages"].as_array().unwrap().last().unwrap();
    assert_eq!(message["text"], "[template] Hi Asha Rao, news from Mumbai for you.");
    assert_eq!(message["kind"], "template");
    assert_eq!((&message["direction"], &message["status"]), (&"out".into(), &"queued".into()));
    assert_eq!(message["author"], "campaign Diwali");
    // The chat is the one that there was, and still colin's.
    assert_eq!(shown["assignee"], "colin@acme.test");
    assert_eq!(shown["last_message_at"], "2026-01-31T12:00:00Z");
    let found = workspace.does("chat search 'news from' --format json").rows();
    assert_eq!(found.len(), 1);
    let row = "SELECT recipient || ' ' || template_version_id || ' ' || campaign_id FROM message
        WHERE campaign_id IS NOT NULL";
    assert_eq!(workspace.value(row), "+919876543210 1 1");
}

#[test]
fn a_chat_is_opened_where_there_is_none_and_left_to_nobody() {
    let workspace = ready();
    workspace.execute("UPDATE contact SET opted_in = 1");
    let options = OFFER.replace("+14155550132", "+442071838750");
    workspace.does(&format!("campaign create Diwali {options} --tag vip --as tess@acme.test"));
    workspace.does("campaign run");
    let chat = workspace.does("chat show 7 --format json").json();
    assert_eq!((&chat["account"], &chat["contact"]), (&"+442071838750".into(), &"Asha Rao".into()));
    assert_eq!((&chat["assignee"], &chat["status"]), (&serde_json::Value::Null, &"open".into()));
    let found = workspace.does("chat search Asha --as tess@acme.test --format json").rows();
    assert!(found.iter().any(|hit| hit["id"] == 7), "{found:?}");
}

#[test]
fn an_ongoing_one_writes_once_each_time_and_makes_up_for_nothing() {
    let workspace = ready();
    workspace.does(&format!("campaign create Daily {OFFER} --tag vip --every 1d"));
    let run = |now: &str| at(&workspace, now, "campaign run")[0]["occurrence"].clone();
    assert_eq!(run("2026-01-31T12:00:00Z"), 1);
    assert_eq!(run("2026-02-01T11:59:59Z"), serde_json::Value::Null);
    assert_eq!(run("2026-02-01T12:00:00Z"), 2);
    // Five days without anybody who ran it.
    assert_eq!(run("2026-02-06T13:00:00Z"), 3);
    assert_eq!(run("2026-02-06T13:00:00Z"), serde_json::Value::Null);
    assert_eq!(run("2026-02-07T12:00:00Z"), 4);
    assert_eq!(written(&workspace), "4");
    let shown = workspace.does("campaign show Daily --format json").json();
    assert_eq!(shown["next_at"], "2026-02-08T12:00:00Z");
    assert_eq!(shown["occurrences"].as_array().unwrap().len(), 4);
}

#[test]
fn a_tag_that_undo_gives_back_is_no_news() {
    let workspace = ready();
    workspace.does(&format!("campaign create Welcome {OFFER} --on-tag vip"));
    workspace.does("contact untag vip --all");
    workspace.does("undo");
    assert!(workspace.does("campaign run --format json").rows().is_empty());
}

#[test]
fn a_tag_is_answered_once_ever_however_it_comes() {
    let workspace = ready();
    workspace.does(&format!("campaign create Welcome {OFFER} --on-tag vip"));
    let run = || workspace.does("campaign run --format json").rows();
    // Asha had the tag before.
    assert!(run().is_empty());
    let given_again = || {
        workspace.does("contact untag vip --all");
        workspace.does("contact tag vip 1");
    };
    given_again();
    assert_eq!(run()[0]["sent"], 1);
    given_again();
    assert!(run().is_empty());
    // Tom wasn't asked, and Nia has lost it again; neither is tried a second time.
    workspace.does("contact tag vip 2 4");
    workspace.does("contact untag vip 4");
    let rows = run();
    assert_eq!((&rows[0]["not_opted_in"], &rows[0]["not_in_audience"]), (&1.into(), &1.into()));
    assert!(run().is_empty());
    // While it is paused they wait.
    workspace.does("campaign pause Welcome");
    workspace.execute("UPDATE contact SET opted_in = 1");
    let file = "Name,Phone Number,WhatsApp Opted In,Tags\nLi,+8613800138000,yes,vip;other\n";
    workspace.takes("contact import -", file);
    assert!(run().is_empty());
    workspace.does("campaign resume Welcome");
    assert_eq!(run()[0]["sent"], 1);
    assert_eq!(written(&workspace), "2");
}

#[test]
fn a_draft_hears_of_no_tag_before_it_is_set_going() {
    let workspace = ready();
    workspace.does(&format!("campaign create Welcome {OFFER} --on-tag new --draft"));
    workspace.does("contact tag new 1");
    workspace.does("campaign resume Welcome");
    assert!(workspace.does("campaign run --format json").rows().is_empty());
    workspace.execute("UPDATE contact SET opted_in = 1");
    workspace.does("contact tag new 3");
    assert_eq!(workspace.does("campaign run --format json").rows()[0]["sent"], 1);
}

#[test]
fn a_template_that_is_paused_stops_it_and_nothing_is_lost() {
    let workspace = ready();
    workspace.does(&made("Diwali"));
    let status = |status: &str| {
        workspace.execute(&format!("UPDATE template_version SET status = '{status}' WHERE id = 1"));
    };
    status("paused");
    let ran = workspace.run("campaign run --format json").refuses(5, "template-not-approved");
    assert_eq!(ran.stdout, "");
    workspace.run("campaign run --dry-run --format json").refuses(5, "template-not-approved");
    let stopped = || workspace.does("campaign list --format json").rows()[0]["stopped"].clone();
    assert_eq!(stopped(), "template-not-approved");
    // Another one is not kept from running, and the exit code tells all the same.
    workspace.execute(
        "INSERT INTO template_version (id, template_id, number, status, category, body, written_at)
         VALUES (3, 2, 2, 'approved', 'marketing', 'Now.', 0)",
    );
    workspace.does("campaign create Now --template later --account +14155550132 --tag vip");
    let ran = workspace.run("campaign run --format json").refuses(5, "template-not-approved");
    assert_eq!(ran.column("campaign"), ["Now"]);
    workspace.execute("UPDATE template SET removed_at = 1 WHERE id = 1");
    workspace.run("campaign run Diwali --format json").refuses(5, "template-removed");
    workspace.execute("UPDATE template SET removed_at = NULL WHERE id = 1");
    workspace.execute("UPDATE template_version SET body = 'Hi {{1}} and {{3}}' WHERE id = 1");
    status("approved");
    workspace.run("campaign run --format json").refuses(5, "template-changed");
    workspace.execute("UPDATE template_version SET body = 'Hi {{1}}, {{2}}.' WHERE id = 1");
    assert_eq!(workspace.does("campaign run --format json").rows()[0]["sent"], 1);
    assert_eq!(stopped(), serde_json::Value::Null);
    // What stopped it is told once, however often a clock runs it.
    let told = "SELECT group_concat(json_extract(after, '$.reason'), ' ') FROM audit
        WHERE action = 'campaign.stop'";
    let reasons = "template-not-approved template-removed template-changed";
    assert_eq!(workspace.value(told), reasons);
}

/// Interakt: "The Ongoing or One-time campaigns set already for the org will continue to happen".
#[test]
fn it_runs_whatever_becomes_of_its_author() {
    for (before, after, list) in [
        ("", "mask enable number --role teammate", "mask-number"),
        ("", "member suspend tess@acme.test", "suspended"),
        ("", "perm deny notifications --role teammate", "toggle-off"),
        ("", "perm deny chats.own --role teammate", ""),
        ("account disconnect +442071838750", "member remove tess@acme.test --yes", "gone"),
    ] {
        let workspace = ready();
        let options = OFFER.replace("+14155550132", "+442071838750");
        let every = format!("campaign create Daily {options} --tag vip --every daily");
        workspace.does(&format!("{every} --as tess@acme.test"));
        workspace.does(&format!("campaign create Once {options} --tag vip --as tess@acme.test"));
        workspace.does("campaign run --as tess@acme.test");
        assert_eq!(written(&workspace), "2", "{after}");
        workspace.does(&format!("campaign create Next {options} --tag vip --as tess@acme.test"));
        for line in [before, after].iter().filter(|line| !line.is_empty()) {
            workspace.does(line);
        }
        let listed = workspace.run("campaign list --as tess@acme.test --format json");
        match list {
            "" => drop(listed.succeeds()),
            "gone" => drop(listed.exits(4)),
            reason => {
                drop(listed.refuses(3, reason));
                let ran = workspace.run("campaign run --as tess@acme.test --format json");
                drop(ran.refuses(3, reason));
            }
        }
        let rows = at(&workspace, "2026-02-01T12:00:00Z", "campaign run");
        let sent: Vec<_> = rows.as_array().unwrap().iter().map(|row| &row["sent"]).collect();
        assert_eq!(sent, [1, 1], "{after}");
        let shown = workspace.does("campaign show Next --format json").json();
        assert_eq!(shown["author"], "tess@acme.test");
        assert_eq!(shown["authority"], "workspace");
    }
}

#[test]
fn who_may_not_read_traits_learns_nothing_of_them() {
    let masked = |city: &str| {
        let workspace = ready();
        workspace.execute(&format!("UPDATE contact SET opted_in = 1; {city}"));
        let plain = OFFER.replace("|town", "");
        workspace.does(&format!("campaign create Asks {plain} --all-contacts"));
        workspace.does(&format!("campaign create Filters {OFFER} --trait city=Mumbai"));
        workspace.does("mask enable traits --role teammate");
        let account = OFFER.replace("+14155550132", "+442071838750");
        let lines = [
            format!("campaign create Own {account} --all-contacts --dry-run"),
            format!("campaign create Own {} --all-contacts", account.replace("|town", "")),
            "campaign list".to_owned(),
            "campaign show Asks".to_owned(),
            "campaign show Filters".to_owned(),
            "campaign run --dry-run".to_owned(),
            "campaign run".to_owned(),
            "campaign show Asks".to_owned(),
            "campaign show Filters".to_owned(),
            "campaign list".to_owned(),
        ];
        let run = |line: &String| workspace.run(&format!("{line} --as tess@acme.test"));
        for own in &lines[..2] {
            // Whom it would write to, and whose text were too long, would tell.
            assert!(run(own).exits(3).stderr.contains("traits"));
        }
        lines.iter().map(|line| run(line).transcript()).collect::<String>()
    };
    let one = masked("");
    assert_eq!(one, masked("UPDATE contact_trait SET value = 'Pune' WHERE key = 'city'"));
    assert_eq!(one, masked("DELETE FROM contact_trait"));
    assert_eq!(
        one,
        masked("INSERT INTO contact_trait (contact_id, key, value) VALUES (3, 'city', 'Mumbai')")
    );
    assert!(!one.contains("Mumbai") && !one.contains("trait:city\n"), "{one}");
}

#[test]
fn how_far_its_messages_came_is_told() {
    let workspace = ready();
    workspace.execute("UPDATE contact SET opted_in = 1");
    workspace.does(&made("Diwali"));
    workspace.does("campaign run");
    for (contact, status) in [(1, "read"), (2, "delivered"), (3, "failed")] {
        workspace.execute(&format!(
            "UPDATE message SET status = '{status}' WHERE campaign_id = 1 AND chat_id =
                (SELECT id FROM chat WHERE contact_id = {contact} AND account_id = 1)"
        ));
    }
    let shown = workspace.does("campaign show Diwali --format json").json();
    let expected = serde_json::json!(
        {"queued": 1, "sent": 2, "delivered": 2, "read": 1, "failed": 1});
    assert_eq!(shown["delivery"], expected);
}

#[test]
fn campaigns_and_runs_have_their_fields() {
    let workspace = ready();
    workspace.does(&made("Diwali"));
    let fields = |line: &str| {
        let printed = workspace.does(&format!("{line} --format jsonl")).stdout;
        keys_in_order(printed.lines().next().unwrap()).join(" ")
    };
    let listed =
        "id name state template language account schedule next_at author sent stopped created_at";
    assert_eq!(fields("campaign list"), listed);
    let more = "authority audience variables delivery occurrences";
    assert_eq!(fields("campaign show Diwali"), format!("{listed} {more}"));
    assert_eq!(
        fields("campaign run"),
        "campaign occurrence sent not_in_audience not_opted_in no_number variable_missing \
         unfit_value to_do state stopped"
    );
}
