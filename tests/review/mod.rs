//! `review`: it agrees with what each command by itself says, now and at an earlier time, and its page
//! stands by itself.

use std::{fs, process::Command};

use serde_json::Value;

use crate::support::{Ran, Workspace, words::words};

/// Runs a line at another time.
fn at(workspace: &Workspace, now: &str, line: &str) {
    let output = workspace.command().env("ROLECALL_NOW", now).args(words(line)).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

fn of<'r>(rows: &'r [Value], email: &str) -> &'r Value {
    rows.iter().find(|row| row["email"] == email).unwrap_or_else(|| panic!("{email} is missing"))
}

fn review(workspace: &Workspace, options: &str) -> Vec<Value> {
    workspace.does(&format!("review --format json {options}")).rows()
}

#[test]
fn it_agrees_with_what_each_member_sees() {
    let workspace = Workspace::sample();
    workspace.does("mask enable number --role teammate");
    workspace.does("mask enable traits --role agent");
    workspace.does("perm allow numbers.reveal --role teammate");
    let rows = review(&workspace, "");
    assert_eq!(rows.len(), 6);
    for row in &rows {
        let email = row["email"].as_str().unwrap();
        let seen = workspace.run(&format!("chat list --all --as {email} --format json"));
        let seen = if seen.code == 0 { seen.rows().len() } else { 0 };
        assert_eq!(row["chats"], seen, "{email}");
        let modules = workspace.does(&format!("module list --member {email} --format json")).rows();
        let visible = modules.iter().filter(|module| module["visible"] == true);
        let visible: Vec<_> = visible.map(|module| module["module"].clone()).collect();
        assert_eq!(row["modules"], Value::from(visible), "{email}");
    }
    assert_eq!(of(&rows, "olive@acme.test")["numbers_by"], "owner");
    let tess = of(&rows, "tess@acme.test");
    if tess["status"] == "active" {
        assert_eq!(
            (&tess["reads_numbers"], &tess["numbers_by"]),
            (&false.into(), &"numbers.reveal".into())
        );
        assert_eq!(of(&rows, "agnes@acme.test")["traits_by"], "mask");
    }
}

#[test]
fn who_changed_access_last_is_told_and_follows_a_new_login_id() {
    let workspace = Workspace::sample();
    workspace.does("member edit tim@acme.test --email timothy@acme.test");
    let rows = review(&workspace, "");
    let tim = of(&rows, "timothy@acme.test");
    assert_eq!(tim["last_change"], "member.edit");
    assert_eq!(tim["last_change_by"], "olive@acme.test");
    assert_eq!(of(&rows, "tess@acme.test")["last_change"], "member.add");
}

#[test]
fn an_earlier_time_is_what_the_audit_leads_back_to() {
    let workspace = Workspace::sample();
    let fields = "--fields email,role,team,status,modules,reads_numbers,numbers_by,reads_traits";
    let before = review(&workspace, fields);
    for (day, line) in [
        (1, "member edit tess@acme.test --role admin --email theresa@acme.test"),
        (2, "mask enable number --role teammate"),
        (3, "perm deny users --role admin"),
        (4, "team rename Support Helpdesk"),
        (5, "team join Sales tim@acme.test"),
        (6, "member remove colin@acme.test --release --yes"),
        (7, "member suspend agnes@acme.test"),
        (8, "member add new@acme.test --role agent"),
        (9, "role add supervisor --like teammate"),
        (10, "member edit new@acme.test --role supervisor"),
        (11, "mask enable traits --role supervisor"),
        (12, "role remove supervisor --move-to agent"),
    ] {
        at(&workspace, &format!("2026-02-{day:02}T12:00:00Z"), line);
    }
    let now = review(&workspace, fields);
    assert_ne!(before, now);
    let then = review(&workspace, &format!("{fields} --at 2026-01-31T12:00:00Z"));
    let sorted = |mut rows: Vec<Value>| {
        rows.sort_by_key(|row| row["email"].to_string());
        rows
    };
    assert_eq!(sorted(then), sorted(before));
    // In the middle, a role that is gone by now is there again.
    let then = review(&workspace, &format!("{fields} --at 2026-02-11"));
    assert_eq!(of(&then, "new@acme.test")["role"], "supervisor");
    assert_eq!(of(&then, "theresa@acme.test")["role"], "admin");
    assert!(then.iter().all(|row| row["email"] != "colin@acme.test"));
    // What was seen then is not known.
    assert_eq!(review(&workspace, "--at 2026-02-11")[0]["chats"], Value::Null);
}

#[test]
fn what_cannot_be_reviewed_is_refused() {
    let workspace = Workspace::sample();
    workspace.run("review --as adam@acme.test --format json").refuses(3, "toggle-off");
    let run = workspace.run("review --at 2020-01-01").exits(6);
    assert!(run.stderr.contains("`2020-01-01T00:00:00Z`"), "{}", run.stderr);
    let begun = workspace
        .value("SELECT strftime('%Y-%m-%dT%H:%M', min(at) / 1000, 'unixepoch') FROM audit");
    assert!(run.stderr.contains(&format!("it begins at {begun}")), "{}", run.stderr);
    workspace.run("review --at 2026-02-01").exits(6).says("is in the future");
    workspace.run("review --at soon").exits(2);
    // A refusal leaves no file, and a file that is there stays.
    workspace.run("review --output page.html --as adam@acme.test").exits(3);
    assert!(!workspace.folder().join("page.html").exists());
    workspace.does("review --output page.html");
    workspace.run("review --output page.html").exits(5);
    workspace.does("review --output page.html --force --since 2026-01-01");
    workspace.run("review --output workspace.db --force").exits(2);
}

fn page(workspace: &Workspace, options: &str) -> (String, Ran) {
    let ran = workspace.does(&format!("review --output page.html {options}"));
    (fs::read_to_string(workspace.folder().join("page.html")).unwrap(), ran)
}

#[test]
fn the_page_stands_by_itself_and_tells_what_an_audit_asks() {
    let workspace = Workspace::sample();
    workspace.does("member edit tess@acme.test --name '<img src=x onerror=alert(1)> & Tess'");
    workspace.does("mask enable number --role agent");
    let (page, ran) = page(&workspace, "");
    assert!(ran.stderr.contains("6 members reviewed"), "{}", ran.stderr);
    for part in [
        "<!doctype html>",
        "<html lang=\"en\">",
        "default-src 'none'",
        "<title>Access review: Acme</title>",
        "<h1>Access review: Acme</h1>",
        "<h2>Who can read customers&#39; numbers</h2>",
        "owners can&#39;t be masked",
        "<h2>Access of every member</h2>",
        "<th scope=\"col\">All Users</th>",
        "<th scope=\"row\"",
        "<h2>Open invitations</h2>",
        "mask.enable",
        "@media print",
        "&lt;img src=x onerror=alert(1)&gt; &amp; Tess",
    ] {
        assert!(page.contains(part), "{part} is missing");
    }
    for outside in
        ["<script", "<img", "<link", "http://", "https://", "url(", "@import", "onerror=alert(1)>"]
    {
        assert!(!page.contains(outside), "{outside} is there");
    }
    // Every table says what it is, and every element is closed.
    for (open, close) in [
        ("<table>", "</table>"),
        ("<caption>", "</caption>"),
        ("<tr>", "</tr>"),
        ("<th ", "</th>"),
        ("<td", "</td>"),
        ("<p ", "</p>"),
    ] {
        assert_eq!(page.matches(open).count(), page.matches(close).count(), "{open}");
    }
    assert_eq!(page.matches("<table>").count(), page.matches("<caption>").count());
}

/// A real browser reads the page, where there is one.
#[test]
fn a_browser_shows_and_prints_the_page() {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    let there = |name: &&&str| Command::new(name).arg("--version").output().is_ok();
    let Some(browser) = browsers.iter().find(there) else { return };
    let workspace = Workspace::sample();
    page(&workspace, "");
    let run = |option: &str| {
        let folder = workspace.folder();
        Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", option])
            .arg(format!("--user-data-dir={}", folder.join("browser").display()))
            .arg(format!("file://{}", folder.join("page.html").display()))
            .output()
            .unwrap()
    };
    let dom = String::from_utf8(run("--dump-dom").stdout).unwrap();
    assert!(dom.contains("<h1>Access review: Acme</h1>") && dom.contains("<tbody>"), "{dom}");
    let pdf = workspace.folder().join("page.pdf");
    run(&format!("--print-to-pdf={}", pdf.display()));
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_file_s_ending_says_what_is_written() {
    let workspace = Workspace::sample();
    let written = |name: &str, options: &str| {
        workspace.does(&format!("review --output {name} {options}"));
        fs::read_to_string(workspace.folder().join(name)).unwrap()
    };
    for format in ["csv", "json", "jsonl"] {
        let printed = workspace.does(&format!("review --format {format}")).stdout;
        assert_eq!(written(&format!("review.{format}"), ""), printed, "{format}");
    }
    assert!(written("chosen.CSV", "--fields email,role").starts_with("email,role\n"));
    assert!(written("page.htm", "").starts_with("<!doctype html>"));
    for name in ["review.pdf", "review", "review.xlsx"] {
        workspace.run(&format!("review --output {name}")).exits(2).says("`.csv`");
        assert!(!workspace.folder().join(name).exists());
    }
    workspace.run("review --output r.csv --as adam@acme.test").exits(3);
    assert!(!workspace.folder().join("r.csv").exists());
}
