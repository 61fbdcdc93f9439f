//! The program killed at any point of a campaign's run, started again, and run twice at once: every
//! recipient has one message, and nobody else has any.
//!
//! A few kills of a small campaign run always; `ROLECALL_HEAVY=1` makes them as many as were asked
//! for: 30, at random points of a campaign with 100,000 recipients.
#![cfg(unix)]

use std::{
    process::{Child, Stdio},
    time::{Duration, Instant},
};

use crate::support::Workspace;

struct Load {
    recipients: i64,
    kills: u32,
}

fn load() -> Load {
    if std::env::var_os("ROLECALL_HEAVY").is_some() {
        Load { recipients: 100_000, kills: 30 }
    } else {
        Load { recipients: 2_000, kills: 8 }
    }
}

/// A campaign that is due, to so many who agreed to be written to and a tenth more who didn't. Every
/// third has a chat already.
fn due(recipients: i64) -> Workspace {
    let workspace = Workspace::new();
    workspace.does("account connect +14155550132 --label Main");
    let contacts = recipients + recipients / 10;
    let counted = format!(
        "WITH RECURSIVE counted (n) AS
            (VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < {contacts})"
    );
    workspace.execute(&format!(
        "BEGIN;
         INSERT INTO template (id, name, language, shared, author_id, author, created_at)
            VALUES (1, 'offer', 'en', 1, 1, 'olive@acme.test', 0);
         INSERT INTO template_version
            (id, template_id, number, status, category, body, written_at)
            VALUES (1, 1, 1, 'approved', 'marketing', 'Hi {{{{1}}}}, come by.', 0);
         INSERT INTO contact (id, name, phone, phone_country_code, opted_in, created_at)
            {counted} SELECT n, 'Contact ' || n, '+91' || (9000000000 + n), 2,
                CASE WHEN n % 11 = 0 THEN NULL ELSE 1 END, 0 FROM counted;
         INSERT INTO chat (id, account_id, contact_id, status, last_at, created_at)
            {counted} SELECT n / 3, 1, n, 'open', 0, 0 FROM counted WHERE n % 3 = 0;
         INSERT INTO sequence VALUES ('template', 1), ('template_version', 1),
            ('contact', {contacts}), ('chat', {contacts} / 3);
         COMMIT;"
    ));
    workspace.does(
        "campaign create Diwali --template offer --account +14155550132 --var 1=name \
         --all-contacts",
    );
    workspace
}

fn count(workspace: &Workspace, sql: &str) -> i64 {
    workspace.value(sql).parse().unwrap()
}

fn written(workspace: &Workspace) -> i64 {
    count(workspace, "SELECT count(*) FROM message WHERE campaign_id = 1")
}

fn start(workspace: &Workspace) -> Child {
    let mut command = workspace.command();
    command.args(["campaign", "run", "--format", "json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills it after that time; says whether it had ended before.
fn kill_after(mut child: Child, time: Duration) -> bool {
    std::thread::sleep(time);
    let has_ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    has_ended
}

/// A moment before that time is over.
fn random(most: Duration) -> Duration {
    most.mul_f64(f64::from(getrandom::u32().unwrap()) / f64::from(u32::MAX))
}

/// What holds at every moment, however it came to it.
fn holds_together(workspace: &Workspace) {
    let messages = written(workspace);
    let recipients = "SELECT count(DISTINCT chat.contact_id) FROM message
        JOIN chat ON chat.id = chat_id WHERE campaign_id = 1";
    assert_eq!(count(workspace, recipients), messages, "somebody has two");
    let noted = "SELECT count(*) FROM campaign_recipient WHERE outcome = 'sent'";
    assert_eq!(
        count(workspace, noted),
        messages,
        "written and not noted, or noted and not written"
    );
    let counted = "SELECT coalesce(sum(sent), 0) FROM campaign_occurrence";
    assert_eq!(count(workspace, counted), messages);
    let audited = "SELECT coalesce(sum(json_extract(after, '$.messages')), 0) FROM audit
        WHERE action = 'campaign.send'";
    assert_eq!(count(workspace, audited), messages);
}

/// What holds when it is done.
fn everybody_has_one(workspace: &Workspace, recipients: i64) {
    holds_together(workspace);
    assert_eq!(written(workspace), recipients);
    // As many as there are recipients, no two to one of them, and none to anybody else.
    let wrong = "SELECT count(*) FROM message JOIN chat ON chat.id = chat_id
        JOIN contact ON contact.id = chat.contact_id
        WHERE campaign_id = 1 AND (opted_in IS NOT 1 OR recipient <> phone
            OR last_message_id <> message.id OR last_at <> at)";
    assert_eq!(count(workspace, wrong), 0, "somebody has one who wasn't to have any");
    let holds = if workspace.is_on_server() {
        "words LIKE '%''come'':%'"
    } else {
        "message_search MATCH 'text : come'"
    };
    let found = format!("SELECT count(*) FROM message_search WHERE {holds}");
    assert_eq!(count(workspace, &found), recipients);
    let left = "SELECT contacts FROM campaign_left_out WHERE reason = 'not-opted-in'";
    assert_eq!(count(workspace, left), recipients / 10);
    assert_eq!(workspace.value("SELECT state FROM campaign"), "done");
    assert_eq!(workspace.value("PRAGMA integrity_check"), "ok");
}

#[test]
fn a_killed_run_loses_nobody_and_writes_to_nobody_twice() {
    let Load { recipients, kills } = load();
    let workspace = due(recipients);
    // Longer after each kill that left it behind, shorter after each that left it ahead: they are
    // spread over half of the work, however fast the machine is.
    let mut most = Duration::from_millis(20);
    let (mut unfinished, mut rounds) = (0, 0);
    while unfinished < kills && rounds < kills * 3 {
        rounds += 1;
        let before = written(&workspace);
        // Every third time there are two at once, and neither outlives the other by much.
        let second = (rounds % 3 == 0).then(|| start(&workspace));
        let was_over = kill_after(start(&workspace), random(most));
        if let Some(second) = second {
            kill_after(second, random(most / 4));
        }
        unfinished += u32::from(!was_over);
        holds_together(&workspace);
        let after = written(&workspace);
        assert!(after >= before, "something is lost");
        let share = recipients / i64::from(kills);
        let is_behind = after < share * i64::from(unfinished) / 2 && after - before < 2 * share;
        most = if is_behind { most * 5 / 4 } else { (most / 2).max(Duration::from_millis(10)) };
        if was_over && workspace.value("SELECT state FROM campaign") == "done" {
            break;
        }
    }
    println!(
        "{unfinished} kills of a campaign with {recipients} recipients, at {} of them at last",
        written(&workspace)
    );
    assert!(unfinished * 2 > kills, "most kills came too late");
    assert!(kills < 30 || unfinished == kills, "thirty kills are promised");
    workspace.does("campaign run");
    everybody_has_one(&workspace, recipients);
    // And nothing is due any more.
    assert!(workspace.does("campaign run --format json").rows().is_empty());
    assert_eq!(written(&workspace), recipients);
}

#[test]
fn two_runs_at_once_share_the_work_and_keep_nobody_waiting() {
    let recipients = 2_000;
    let workspace = due(recipients);
    let runs = [start(&workspace), start(&workspace)];
    let mut longest = Duration::ZERO;
    for team in 0..8 {
        let begun = Instant::now();
        workspace.does(&format!("team add Team{team}"));
        longest = longest.max(begun.elapsed());
    }
    let mut sent = 0;
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success());
        let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let row = rows.as_array().unwrap().first();
        sent += row.map_or(0, |row| row["sent"].as_i64().unwrap());
    }
    println!("another writer waited for {} ms at the most", longest.as_millis());
    assert_eq!(sent, recipients, "what they say they wrote is what was written");
    everybody_has_one(&workspace, recipients);
    assert!(longest < Duration::from_secs(4), "{longest:?}");
}
