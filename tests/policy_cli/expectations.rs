//! `policy test`.

use serde_json::json;

use super::support::Workspace;

const ALONE: &str = "\
preset = \"unified\"

[members.ann]
role = \"agent\"
team = \"Sales\"

[members.tom]
role = \"teammate\"
team = \"Sales\"

[accounts.shop]
connector = \"tom\"

[chats.open]
account = \"shop\"

[chats.hers]
account = \"shop\"
assignee = \"ann\"

[[test]]
name = \"an agent keeps to what is theirs\"
member = \"ann\"
can = [\"inbox\"]
cannot = [{ permission = \"users\", reason = \"toggle-off\" }]
sees = [\"hers\"]
does_not_see = [\"open\"]
not_masked = [\"number\"]

[[test]]
member = \"tom\"
sees = [\"open\", \"hers\"]
";

#[test]
fn a_file_that_says_everything_needs_no_workspace() {
    let nowhere = Workspace::none();
    let file = nowhere.write("t.toml", ALONE);
    let ran = nowhere.run(&["policy", "test", &file]).exits(0);
    drop(ran.says("2 tests, 0 failed").says("an agent keeps to what is theirs"));
    // The policy may also be a file, found from the folder of the tests, or stand in the same file.
    let policy = nowhere.run(&["policy", "export", "--preset", "unified"]).stdout;
    nowhere.write("p.toml", &policy);
    let file =
        nowhere.write("t.toml", &ALONE.replace("preset = \"unified\"", "policy = \"p.toml\""));
    nowhere.run(&["policy", "test", &file]).exits(0);
    let together = format!("{policy}\n{}", ALONE.replace("preset = \"unified\"\n", ""));
    let file = nowhere.write("both.toml", &together);
    nowhere.run(&["policy", "test", &file]).exits(0);
}

#[test]
fn every_failure_is_told_with_its_steps() {
    let nowhere = Workspace::none();
    let wrong = ALONE
        .replace("can = [\"inbox\"]", "can = [\"billing\"]")
        .replace("toggle-off", "module-off")
        .replace("sees = [\"hers\"]", "sees = [\"open\"]");
    let wrong = wrong.replace("does_not_see = [\"open\"]", "does_not_see = [\"hers\"]");
    let file = nowhere.write("t.toml", &wrong);
    let ran = nowhere.run(&["policy", "test", &file]).exits(1);
    let ran = ran.says("expected: can `billing`").says("found: cannot (toggle-off)");
    let ran = ran.says("expected: cannot `users` (module-off)");
    let ran = ran.says("expected: sees chat `open`").says("expected: does not see chat `hers`");
    let ran = ran.says("someone else in the member's team connected the account");
    drop(ran.says("2 tests, 1 failed"));
    let run = ["policy", "test", &file, "--format", "json"];
    let report = nowhere.run(&run).exits(1).json();
    let tests = &report["files"][0]["tests"];
    assert_eq!((&tests["run"], &tests["failed"]), (&json!(2), &json!(1)));
    assert_eq!(tests["failures"].as_array().unwrap().len(), 4);
    assert!(tests["failures"][0]["steps"].as_array().unwrap().len() >= 5);
}

#[test]
fn tap_and_junit_are_what_their_readers_read() {
    let nowhere = Workspace::none();
    let wrong = ALONE.replace("can = [\"inbox\"]", "can = [\"billing\"]");
    let wrong = wrong.replace("what is theirs", "<what> & # 'theirs'");
    nowhere.write("t.toml", &wrong);
    let tap = nowhere.run(&["policy", "test", "t.toml", "--output", "tap"]).exits(1).stdout;
    let lines: Vec<_> = tap.lines().collect();
    assert_eq!(lines[..2], ["TAP version 14", "1..2"]);
    assert_eq!(lines[2], "not ok 1 - t.toml:22: an agent keeps to <what> & \\# 'theirs'");
    assert!(lines.contains(&"    - expected: 'can `billing`'"), "{tap}");
    assert!(lines.contains(&"ok 2 - t.toml:31: tom, test 2"), "{tap}");
    let junit = nowhere.run(&["policy", "test", "t.toml", "--output", "junit"]).exits(1).stdout;
    assert!(junit.contains("<testsuite name=\"t.toml\" tests=\"2\" failures=\"1\">"), "{junit}");
    assert!(junit.contains("&lt;what&gt; &amp; # &apos;theirs&apos;"), "{junit}");
    assert!(junit.contains("<failure message=\"expected: can `billing`; cannot (toggle-off)\">"));
}

#[test]
fn no_test_is_no_success() {
    let workspace = Workspace::new();
    for text in ["", "preset = \"unified\"\n", "[members.ann]\nrole = \"agent\"\n"] {
        let file = workspace.write("t.toml", text);
        drop(workspace.run(&["policy", "test", &file]).exits(6).says("has no test"));
    }
    workspace.run(&["policy", "test", "nothing.toml"]).exits(6);
    workspace.run(&["policy", "test"]).exits(2);
    // A good file beside it makes up for nothing.
    let good = workspace.write("good.toml", ALONE);
    let empty = workspace.write("empty.toml", "");
    workspace.run(&["policy", "test", &good, &empty]).exits(6);
    for list in ["", "can = []\n", "can = []\nmasked = []\n"] {
        let text = format!("[[test]]\nrole = \"agent\"\n{list}");
        let hollow = workspace.write("hollow.toml", &text);
        workspace.run(&["policy", "test", &hollow]).exits(6).says("the test expects nothing");
    }
}

#[test]
fn real_members_and_chats_are_taken_from_the_workspace() {
    let workspace = Workspace::with_chats();
    let chats = workspace.run(&["chat", "list", "--format", "json"]).exits(0).json();
    let id = &chats[0]["id"];
    let text = format!(
        "[[test]]\nmember = \"teammate@x.test\"\nsees = [{id}]\ncan = [\"users\"]\n\
         [[test]]\nmember = \"agent@x.test\"\ndoes_not_see = [{id}]\ncannot = [\"users\"]\n"
    );
    let file = workspace.write("t.toml", &text);
    workspace.run(&["policy", "test", &file]).exits(0);
    workspace.run(&["policy", "test", &file, "--as", "agent@x.test"]).exits(3);
    let nobody = workspace.write("n.toml", &text.replace("agent@x.test", "agnt@x.test"));
    drop(workspace.run(&["policy", "test", &nobody]).exits(4).says("`agent@x.test`"));
    let nothing = workspace.write("n.toml", "[[test]]\nrole = \"agent\"\nsees = [4711]\n");
    workspace.run(&["policy", "test", &nothing]).exits(4);
    workspace.run(&["perm", "allow", "users", "--role", "agent"]).exits(0);
    workspace.run(&["policy", "test", &file]).exits(1);
}

#[test]
fn faults_have_their_place() {
    let workspace = Workspace::new();
    let bad = "\
[members.ann]
role = \"agnt\"

[[test]]
member = \"anne\"
can = [\"inbx\"]
reason = \"togle-off\"

[[test]]
role = \"agent\"

[[test]]
can = [\"inbox\"]
sees = [\"nothing\"]
expect = true
";
    let file = workspace.write("bad.toml", bad);
    let ran = workspace.run(&["policy", "test", &file, "--format", "json"]).exits(6);
    let faults = ran.error()["faults"].as_array().unwrap().clone();
    let lines: Vec<_> = faults.iter().map(|fault| fault["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [5, 6, 7, 10, 13, 14, 15], "{faults:#?}");
    // What the policy alone can tell is told when it is known.
    let file = workspace.write("role.toml", "[[test]]\nrole = \"agnt\"\ncan = [\"inbox\"]\n");
    let ran = workspace.run(&["policy", "test", &file]).exits(6);
    drop(ran.says("line 2, column 8: unknown role `agnt`").says("did you mean `agent`?"));
}

#[test]
fn a_first_file_passes_and_covers_everything() {
    let workspace = Workspace::new();
    workspace.run(&["mask", "enable", "number", "--role", "agent"]).exits(0);
    let text = workspace.run(&["policy", "test", "--init"]).exits(0).stdout;
    let file = workspace.write("first.toml", &text);
    let run = ["policy", "test", &file, "--coverage", "--min-coverage", "100"];
    drop(workspace.run(&run).exits(0).says("100% of 215 cells"));
    // Without one test it doesn't cover everything, and the cells are named.
    let rest = text.rsplit_once("\n[[test]]").unwrap().0;
    let file = workspace.write("rest.toml", rest);
    let run = ["policy", "test", &file, "--coverage", "--min-coverage", "100"];
    drop(workspace.run(&run).exits(1).says("untouched: collaborator inbox masked"));
    let run = ["policy", "test", &file, "--min-coverage", "50"];
    workspace.run(&run).exits(0);
    let nowhere = Workspace::none();
    let run = ["policy", "test", "--init", "--preset", "interakt"];
    let text = nowhere.run(&run).exits(0).stdout;
    let file = nowhere.write("first.toml", &text);
    nowhere.run(&["policy", "test", &file, "--min-coverage", "100"]).exits(0);
}
