//! Files that are wrong in one way each: exit code 6, the line, and a workspace that is, byte for
//! byte, what it was.

use std::fs;

use super::support::Workspace;

/// What is wrong, the line on which it is, and the file.
fn bad_files() -> Vec<(&'static str, u64, Vec<u8>)> {
    const HEAD: &str = "email,name,phone,role,team\n";
    let csv = |rows: &str| format!("{HEAD}good@x.test,Good,,agent,\n{rows}\n").into_bytes();
    let raw = |rows: &[u8]| [csv("").as_slice(), rows, b"\n"].concat();
    let json = |rows: &str| {
        format!("{{\"email\":\"good@x.test\",\"role\":\"agent\"}}\n{rows}\n").into_bytes()
    };
    let huge = "x".repeat(10 << 20);
    vec![
        ("no such address form", 3, csv("nobody,A,,agent,")),
        ("an address with a display name", 3, csv("A <a@x.test>,A,,agent,")),
        ("two addresses", 3, csv("\"a@x.test,b@x.test\",A,,agent,")),
        ("no address", 3, csv(",A,,agent,")),
        ("a look-alike letter", 3, csv("\u{430}sha@x.test,A,,agent,")),
        ("a look-alike domain", 3, csv("asha@\u{445}.test,A,,agent,")),
        ("full-width letters", 3, csv("\u{ff41}@x.test,A,,agent,")),
        ("an address twice", 4, csv("a@x.test,A,,agent,\nA@X.TEST,A,,agent,")),
        ("an address twice, with two roles", 3, csv("a@x.test,A,,agent,\nA@X.TEST,A,,admin,")),
        ("a known address", 3, csv("owner@x.test,A,,agent,")),
        ("an unknown role", 3, csv("a@x.test,A,,boss,")),
        ("no role", 3, csv("a@x.test,A,,,")),
        ("an unknown team", 3, csv("a@x.test,A,,agent,Nowhere")),
        ("a number that is none", 3, csv("a@x.test,A,call me,agent,")),
        ("a number too short", 3, csv("a@x.test,A,+91123,agent,")),
        ("a number without a country", 3, csv("a@x.test,A,9876543210,agent,")),
        ("a number of no country", 3, csv("a@x.test,A,+999876543210,agent,")),
        ("a name that is a formula", 3, csv("a@x.test,=1+1,,agent,")),
        ("a name that calls", 3, csv("a@x.test,@SUM(A1),,agent,")),
        ("a name with a minus", 3, csv("a@x.test,-2+3,,agent,")),
        ("a team that is a formula", 3, csv("a@x.test,A,,agent,+cmd|' /C calc'!A0")),
        ("an address that is a formula", 3, csv("=a@x.test,A,,agent,")),
        ("a number that is a formula", 3, csv("a@x.test,A,=1+1,agent,")),
        ("a terminal's escape", 3, csv("a@x.test,\u{1b}[31mA,,agent,")),
        ("text that turns around", 3, csv("a@x.test,A\u{202e}B,,agent,")),
        ("a long name", 3, csv(&format!("a@x.test,{},,agent,", "n".repeat(201)))),
        ("a NUL", 3, csv("a@x.test,A\0B,,agent,")),
        ("Latin-1", 4, raw(b"a@x.test,Zo\xeb,,agent,")),
        ("cut UTF-8", 4, raw(b"a@x.test,\xe0\xa4,,agent,")),
        ("a cell too few", 3, csv("a@x.test,A,,agent")),
        ("a cell too many", 3, csv("a@x.test,A,,agent,,")),
        ("an open quotation mark", 3, csv("a@x.test,\"A,,agent,\nb@x.test,B,,agent,")),
        ("a cell of 10 MB", 3, csv(&format!("a@x.test,{huge},,agent,"))),
        ("a cell of 10 MB in quotation marks", 3, csv(&format!("a@x.test,\"{huge}\",,agent,"))),
        ("a header of 10 MB", 1, huge.clone().into_bytes()),
        ("nothing", 1, Vec::new()),
        ("white space", 1, b" \n".to_vec()),
        ("no header", 1, b"a@x.test,A,,agent,\n".to_vec()),
        ("a column that is nearly known", 1, b"email,role,nme\na@x.test,agent,1\n".to_vec()),
        ("a column twice", 1, b"email,role,e-mail\na@x.test,agent,a@x.test\n".to_vec()),
        ("no column for addresses", 1, b"name,role\nA,agent\n".to_vec()),
        ("a picture", 1, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("JSON that breaks off", 2, json("{\"email\":\"a@x.test\",")),
        ("JSON that is a text", 2, json("\"a@x.test\"")),
        (
            "a number of JSON without a country",
            2,
            json("{\"email\":\"a@x.test\",\"role\":\"agent\",\"phone\":9876543210}"),
        ),
        (
            "a part that is nearly known",
            2,
            json("{\"email\":\"a@x.test\",\"role\":\"agent\",\"nme\":\"b\"}"),
        ),
        (
            "a part twice",
            2,
            json("{\"email\":\"a@x.test\",\"email\":\"b@x.test\",\"role\":\"agent\"}"),
        ),
        (
            "a NUL in JSON",
            2,
            json("{\"email\":\"a@x.test\",\"role\":\"agent\",\"name\":\"a\\u0000b\"}"),
        ),
        ("a JSON line of 10 MB", 2, json(&format!("{{\"email\":\"{huge}\"}}"))),
        ("two objects on a line", 2, json("{\"email\":\"a@x.test\",\"role\":\"agent\"}{}")),
    ]
}

/// A header with nothing below it has no line to name; it is refused all the same.
#[test]
fn a_list_without_rows_is_refused() {
    let workspace = Workspace::new();
    for list in ["email,role\n", "[\n]\n"] {
        let run = workspace.run_with(&["member", "import", "-"], list.as_bytes()).exit(6);
        assert!(run.stderr.contains("has no rows"), "{}", run.stderr);
    }
}

#[test]
fn each_is_refused_with_its_line_and_leaves_no_trace() {
    let workspace = Workspace::new();
    let files = bad_files();
    assert!(files.len() >= 30);
    let before = workspace.bytes();
    for (what, line, bytes) in files {
        let path = workspace.folder().join("list");
        fs::write(&path, &bytes).unwrap();
        let run = workspace.run(&["member", "import", "list", "--format", "json"]);
        assert_eq!(run.code, 6, "{what}: {} {}", run.stdout, run.stderr);
        let error: serde_json::Value = serde_json::from_str(run.stderr.trim()).unwrap();
        let message = error["error"]["message"].as_str().unwrap();
        assert!(message.contains(&format!("line {line}")), "{what}: {message}");
        assert!(message.len() < 400, "{what}: {message}");
        if !run.stdout.is_empty() {
            assert_eq!(run.json()[0]["line"], line, "{what}: {}", run.stdout);
        }
        assert!(workspace.bytes() == before, "{what} left a trace");
        assert!(!workspace.folder().join("workspace.db-wal").exists(), "{what}");
    }
}

/// A role above one's own, which is a file's fault only in the hands of who brings it.
#[test]
fn a_role_above_one_s_own_is_refused_with_its_line() {
    let workspace = Workspace::with_admins();
    workspace.run(&["perm", "allow", "team-settings", "--role", "teammate"]).exit(0);
    let before = workspace.bytes();
    let list = "email,role\na@x.test,agent\nb@x.test,admin\nc@x.test,owner\n";
    let arguments = ["member", "import", "-", "--as", "helper@x.test", "--format", "json"];
    let run = workspace.run_with(&arguments, list.as_bytes()).exit(6);
    assert_eq!((&run.json()[0]["line"], &run.json()[1]["line"]), (&3.into(), &4.into()));
    assert!(workspace.bytes() == before);
}

/// What stands in a cell is shown, never obeyed.
#[test]
fn a_problem_s_value_is_harmless_on_a_screen() {
    let workspace = Workspace::new();
    let list = "email,role\n\u{1b}]0;owned\u{7}@x.test,agent\n";
    for format in ["table", "csv", "json", "jsonl"] {
        let arguments = ["member", "import", "-", "--format", format];
        let run = workspace.run_with(&arguments, list.as_bytes()).exit(6);
        for output in [run.stdout, run.stderr] {
            assert!(!output.contains(['\u{1b}', '\u{7}']), "{format}: {output:?}");
        }
    }
}
