//! Every question that the program can ask, at a real pseudo terminal: each can be left, takes no paste and
//! leaves the terminal as it was. The places in the source that ask are held against the list.

use std::{collections::BTreeMap, fs, path::Path};

use rexpect::session::PtySession;

use super::shell::{ask, each, ends, press, run, shell};
use crate::support::{Workspace, state::dump};

const CONFIRM: &str = ".confirm(";
const BY_NAME: &str = ".confirm_by_name(";
const ASK: &str = "output.ask(";
const CHOOSE: &str = "output.choose(";
const ASKS: &str = "const ASKS: bool = true";
const CALLS: [&str; 5] = [CONFIRM, BY_NAME, ASK, CHOOSE, ASKS];

/// A question, and how one gets to it.
struct Question {
    /// Where the source asks it: files under `src/cli`, and by which call.
    asked_by: &'static [(&'static str, &'static str)],
    /// What is done before.
    before: &'static [&'static str],
    line: &'static str,
    /// The questions that come first, and their answers.
    first: &'static [(&'static str, &'static str)],
    /// How it ends on the screen.
    asked: &'static str,
    /// What answers it, and how the program ends then.
    answer: (&'static str, u8),
}

const YES_OR_NO: &str = "[y/N] ";

const QUESTIONS: &[Question] = &[
    Question {
        asked_by: &[("member/remove.rs", CONFIRM)],
        before: &[],
        line: "member remove tim@acme.test --release",
        first: &[],
        asked: YES_OR_NO,
        answer: ("y", 0),
    },
    Question {
        asked_by: &[("member/ask.rs", ASK)],
        before: &[],
        line: "member add --role agent --name New",
        first: &[],
        asked: "Email: ",
        answer: ("new@acme.test", 0),
    },
    Question {
        asked_by: &[("member/ask.rs", ASK)],
        before: &[],
        line: "member add --role agent",
        first: &[("Email: ", "new@acme.test")],
        asked: "Name (may be empty): ",
        answer: ("New", 0),
    },
    Question {
        asked_by: &[("member/ask.rs", CHOOSE)],
        before: &[],
        line: "member add new@acme.test",
        first: &[],
        asked: "  owner ",
        answer: ("", 0),
    },
    Question {
        asked_by: &[("billing.rs", ASKS), ("verb/change.rs", CONFIRM)],
        before: &[],
        line: "billing set --seats 1",
        first: &[],
        asked: YES_OR_NO,
        answer: ("y", 0),
    },
    Question {
        asked_by: &[("contact/merge.rs", ASKS)],
        before: &[],
        line: "contact merge 1 2",
        first: &[],
        asked: YES_OR_NO,
        answer: ("y", 0),
    },
    Question {
        asked_by: &[("contact/erase.rs", ASKS), ("verb/change.rs", BY_NAME)],
        before: &[],
        line: "contact erase 1",
        first: &[],
        asked: "leave it: ",
        answer: ("1", 0),
    },
    Question {
        asked_by: &[("verb/change.rs", CONFIRM)],
        before: &["role add supervisor --like agent"],
        line: "role remove supervisor",
        first: &[],
        asked: "Go on? [y/N] ",
        answer: ("y", 0),
    },
    Question {
        asked_by: &[("verb/change.rs", BY_NAME)],
        before: &[],
        line: "member edit tim@acme.test --role owner",
        first: &[],
        asked: "leave it: ",
        answer: ("tim@acme.test", 0),
    },
    Question {
        asked_by: &[],
        before: &["backup kept"],
        line: "restore kept --force",
        first: &[],
        asked: "Go on? [y/N] ",
        answer: ("y", 0),
    },
    Question {
        asked_by: &[("policy/apply.rs", CONFIRM)],
        before: &[],
        line: "policy apply policy.toml",
        first: &[],
        asked: "Apply this policy? [y/N] ",
        answer: ("y", 0),
    },
    Question {
        asked_by: &[("outbox/flush.rs", CONFIRM)],
        before: &[
            "member add nia@acme.test --role agent",
            "outbox configure --via smtp --host localhost --port 9 --user team --from t@acme.test",
        ],
        line: "outbox flush",
        first: &[],
        asked: "Send the password there? [y/N] ",
        // It goes on, and finds no password.
        answer: ("y", 6),
    },
    Question {
        asked_by: &[("workspace.rs", BY_NAME)],
        before: &[],
        line: "workspace delete",
        first: &[],
        asked: "leave it: ",
        answer: ("Acme", 0),
    },
];

/// The workspace before a question, in a home where nothing was ever configured.
fn workspace(question: &Question) -> Workspace {
    let workspace = Workspace::sample();
    let policy = workspace.does("policy export --preset timelinesai").stdout;
    fs::write(workspace.folder().join("policy.toml"), policy).unwrap();
    for line in question.before {
        workspace.does(line);
    }
    drop(fs::remove_dir_all(workspace.folder().join(".local")));
    workspace
}

/// A terminal at which the question stands.
fn asked(question: &Question, workspace: &Workspace) -> PtySession {
    let mut session = shell(workspace);
    run(&mut session, "export ROLECALL_PAGER=");
    ask(&mut session, question.line);
    for (asked, answer) in question.first {
        session.exp_string(asked).unwrap();
        press(&mut session, &format!("{answer}\n"));
    }
    session.exp_string(question.asked).unwrap();
    session
}

#[test]
fn every_question_is_in_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let mut found = BTreeMap::new();
    count(&root, &root, &mut found);
    let mut listed = BTreeMap::new();
    for (file, call) in QUESTIONS.iter().flat_map(|question| question.asked_by) {
        *listed.entry(((*file).to_owned(), *call)).or_insert(0) += 1;
    }
    assert_eq!(found, listed);
}

/// Counts the calls that ask, by file. The context passes them on to the terminal.
fn count(folder: &Path, root: &Path, found: &mut BTreeMap<(String, &'static str), usize>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            count(&path, root, found);
            continue;
        }
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        let source = fs::read_to_string(&path).unwrap();
        for call in CALLS {
            match source.matches(call).count() {
                calls if calls > 0 && name != "context.rs" => {
                    found.insert((name.clone(), call), calls);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_question_can_be_left() {
    each(QUESTIONS, |question| {
        for key in ['c', 'd'] {
            let workspace = workspace(question);
            let before = dump(&workspace.sql());
            let mut session = asked(question, &workspace);
            session.send_control(key).unwrap();
            let said = ends(&mut session, &workspace, 130);
            assert!(said.contains("cancelled"), "{} {key}: {said}", question.line);
            assert!(dump(&workspace.sql()) == before, "{}", question.line);
        }
    });
}

#[test]
fn no_question_is_answered_by_a_paste() {
    each(QUESTIONS, |question| {
        let workspace = workspace(question);
        let before = dump(&workspace.sql());
        let mut session = asked(question, &workspace);
        let (answer, _) = question.answer;
        press(&mut session, &format!("{answer}\rrm -r everything\n"));
        if question.asked_by.first().is_none_or(|(_, call)| *call != CHOOSE) {
            session.exp_string("looks like a paste").unwrap();
        }
        session.exp_string(question.asked).unwrap();
        press(&mut session, "\u{4}");
        ends(&mut session, &workspace, 130);
        assert!(dump(&workspace.sql()) == before, "{}", question.line);
    });
}

#[test]
fn every_question_can_be_answered() {
    each(QUESTIONS, |question| {
        let workspace = workspace(question);
        let before = dump(&workspace.sql());
        let mut session = asked(question, &workspace);
        let (answer, code) = question.answer;
        press(&mut session, &format!("{answer}\r"));
        ends(&mut session, &workspace, code);
        let is_there = workspace.exists();
        let is_changed = !is_there || dump(&workspace.sql()) != before;
        assert_eq!(is_changed, code == 0, "{}", question.line);
    });
}

/// What is dangerous is told before it is asked about: what is done before, the line, what is told.
const RISKS: &[(&[&str], &str, &str)] = &[
    (&[], "team remove Sales", "- team `Sales` is removed"),
    (&["role add lead --like agent"], "role remove lead", "- role `lead` is removed"),
    (
        &["api-key rotate"],
        "api-key rotate",
        "- programs that use the API key in force are locked out",
    ),
    (
        &["api-key rotate"],
        "api-key revoke",
        "- programs that use the API key in force are locked out",
    ),
    (
        &["mask enable number --role teammate"],
        "mask disable number --role teammate",
        "+ teammate (2 people) can read customers' numbers",
    ),
    (
        &["mask enable traits --role agent"],
        "mask disable traits --role agent",
        "+ agent (1 person) can read customers' traits",
    ),
    (&[], "perm allow chats.other-teams --role agent", "+ agent (1 person) can see 4 more chats"),
    (&[], "perm allow numbers.reveal --role agent", "+ agent (1 person) can reveal hidden numbers"),
    (&[], "perm allow users.erase --role admin", "+ admin (1 person) can merge or erase contacts"),
    (&[], "perm allow team-settings --role teammate", "can add or remove members"),
    (
        &["mask enable number --texts hidden --role agent"],
        "mask enable number --texts numbers --role agent",
        "+ agent (1 person): texts hidden -> numbers: more of what customers write is readable",
    ),
    (&[], "member edit tim@acme.test --role admin", "+ tim@acme.test can"),
    (&[], "member add nia@acme.test --role admin", "+ nia@acme.test can make the API key"),
    // Who is invited gains it later.
    (
        &["member add nia@acme.test --role agent"],
        "member edit nia@acme.test --role admin",
        "+ nia@acme.test, once joined, can",
    ),
    (&[], "perm deny chats.same-team --role teammate", "can no longer see"),
    (
        &["mask enable number --role agent", "mask enable number --role teammate"],
        "undo",
        "Takes back entry",
    ),
    (
        &["member add nia@acme.test --role agent"],
        "undo",
        "- the invitation of `nia@acme.test` is revoked",
    ),
    (
        &[],
        "member remove tim@acme.test --reassign-to tess@acme.test",
        "assignee tim@acme.test -> tess@acme.test",
    ),
    (&[], "perm deny analytics --role admin", "- admin (1 person) loses analytics"),
    (&[], "member edit adam@acme.test --role agent", "- adam@acme.test loses"),
    (&[], "member suspend tess@acme.test", "- tess@acme.test loses"),
];

#[test]
fn what_is_dangerous_is_told_first() {
    each(RISKS, |(before, line, told)| {
        let workspace = Workspace::sample();
        before.iter().for_each(|line| drop(workspace.does(line)));
        let kept = dump(&workspace.sql());
        let mut session = shell(&workspace);
        ask(&mut session, line);
        session.exp_string("Plan").unwrap();
        session.exp_string(told).unwrap();
        session.exp_string("? [y/N] ").unwrap();
        press(&mut session, "n\r");
        ends(&mut session, &workspace, 130);
        assert!(dump(&workspace.sql()) == kept, "{line}");
    });
}
