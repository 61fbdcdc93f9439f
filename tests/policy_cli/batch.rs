//! `can --batch`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::support::Workspace;

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn questions_are_answered_in_order_as_can_answers_them() {
    let workspace = Workspace::with_chats();
    let mut input = String::new();
    let mut expected = Vec::new();
    for member in ["agent", "teammate", "owner", "collaborator"] {
        for question in [&["inbox"][..], &["users.export"], &["view", "--chat", "1"]] {
            let email = format!("{member}@x.test");
            let ran = workspace.run(&[&["can", &email], question, &["--format", "json"]].concat());
            expected.push(ran.json());
            let chat = if question.len() > 1 { ", \"chat\": 1" } else { "" };
            let (email, permission) = (json!(email), json!(question[0]));
            let _ = writeln!(input, "{{\"member\": {email}, \"permission\": {permission}{chat}}}");
        }
    }
    let ran = workspace.run_with(&["can", "--batch", "-"], &input).exits(0);
    assert_eq!(lines(&ran.stdout), expected);
    // From a file, without the last line's end, in whatever form is asked for.
    workspace.write("q.jsonl", input.trim_end());
    let ran = workspace.run(&["can", "--batch", "q.jsonl", "--format", "csv"]).exits(0);
    assert_eq!(lines(&ran.stdout), expected);
}

/// Of somebody who is invited both ways of asking say the same, about now and about later.
#[test]
fn who_has_not_joined_is_answered_as_can_answers() {
    let workspace = Workspace::new();
    workspace.run(&["member", "add", "new@x.test", "--role", "agent"]).exits(0);
    let input = r#"{"member":"new@x.test","permission":"inbox"}"#;
    for (when, allowed) in [(&[][..], false), (&["--if-joined"][..], true)] {
        let ask = ["can", "new@x.test", "inbox", "--format", "json"];
        let single = workspace.run(&[&ask, when].concat()).exits(i32::from(!allowed)).json();
        assert_eq!(single["allowed"], json!(allowed));
        let batch = workspace.run_with(&[&["can", "--batch", "-"], when].concat(), input);
        assert_eq!(lines(&batch.exits(0).stdout), [single]);
    }
}

#[test]
fn what_cannot_be_answered_is_marked_and_never_a_no() {
    let workspace = Workspace::new();
    let long = format!("{{\"member\": \"{}\"}}", "x".repeat(70_000));
    let good = r#"{"member":"AGENT@x.test","permission":"inbox"}"#;
    let bad = [
        (r#"{"member":"nobody@x.test","permission":"inbox"}"#, "not-found"),
        (r#"{"member":"agent@x.test","permission":"inbx"}"#, "not-found"),
        (r#"{"member":"agent@x.test","permission":"view","chat":9}"#, "not-found"),
        (r#"{"member":"agent@x.test","permission":"view"}"#, "bad-input"),
        (r#"{"member":"agent@x.test","permission":"inbox","chat":1}"#, "bad-input"),
        (r#"{"member":"agent@x.test"}"#, "bad-input"),
        (r#"{"member":"agent@x.test","permission":"inbox","extra":1}"#, "bad-input"),
        ("", "bad-input"),
        ("nonsense", "bad-input"),
        (long.as_str(), "bad-input"),
    ];
    let mut input = String::new();
    for (line, _) in bad {
        let _ = writeln!(input, "{good}\n{line}");
    }
    let ran = workspace.run_with(&["can", "--batch", "-"], &format!("{input}{good}")).exits(4);
    let answers = lines(&ran.stdout);
    assert_eq!(answers.len(), 2 * bad.len() + 1);
    for (at, answer) in answers.iter().enumerate() {
        if at % 2 == 0 {
            assert_eq!(answer["allowed"], json!(true), "{at}");
        } else {
            assert_eq!(answer["error"]["code"], json!(bad[at / 2].1), "{at}: {answer}");
            assert_eq!(answer["allowed"], json!(null), "{at}");
        }
    }
    drop(ran.says("10 of 21 questions could not be answered"));
}

#[test]
fn who_may_not_ask_gets_no_answer_and_no_question_is_no_success() {
    let workspace = Workspace::with_chats();
    let input = "{\"member\":\"agent@x.test\",\"permission\":\"inbox\"}\n\
                 {\"member\":\"admin@x.test\",\"permission\":\"inbox\"}\n\
                 {\"member\":\"agent@x.test\",\"permission\":\"view\",\"chat\":1}\n";
    let run = ["can", "--batch", "-", "--as", "agent@x.test"];
    let answers = lines(&workspace.run_with(&run, input).exits(4).stdout);
    assert_eq!(answers[0]["allowed"], json!(true));
    assert_eq!(answers[1]["error"]["code"], json!("denied"));
    // Out of their own sight: a no would tell that there is such a chat.
    assert_eq!(answers[2]["error"]["code"], json!("not-found"));
    drop(workspace.run_with(&["can", "--batch", "-"], "").exits(6).says("has no question"));
    workspace.run(&["can", "--batch", "nothing.jsonl"]).exits(6);
    workspace.run(&["can", "--batch", "-", "agent@x.test", "inbox"]).exits(2);
}
