//! The attacker: a masked member writes guesses by every command that takes text, and reads back what
//! every command prints. A right guess and a wrong one read alike, so none tells anything.

use std::collections::HashSet;

use super::interference::printing_lines;
use crate::support::{Ran, Workspace, case::FORMATS, inside::Inside};

/// So many guesses are in one message.
const IN_ONE: usize = 125;
const MESSAGES: usize = 20;

/// The sample's first contact's number in several spellings, and others that are nobody's.
const GUESSES: [(&str, &str); 6] = [
    ("9876543210", "9876543211"),
    ("98765 43210", "98765 43219"),
    ("+91 98765 43210", "+91 98765 43218"),
    ("09876543210", "09876543217"),
    ("9 8 7 6 5 4 3 2 1 0", "9 8 7 6 5 4 3 2 1 6"),
    ("@nia.k", "@nia.q"),
];

/// Who reads and writes: one of each role that can be masked.
const MEMBERS: [&str; 4] = ["adam", "tess", "agnes", "colin"];

/// The guess of that number: every tenth is the contact's own number, in one spelling or another.
fn guess(at: usize) -> String {
    let (right, wrong) = GUESSES[at / 10 % GUESSES.len()];
    match at % 10 {
        0 => right.to_owned(),
        5 => wrong.to_owned(),
        _ => format!("{:010}", 9_000_000_000_u64 + at as u64 * 7_919),
    }
}

/// The sample with all that can be allowed to whom numbers are hidden.
fn masked() -> Workspace {
    let workspace = Workspace::sample();
    let mut program = Inside::new();
    let mut does = |line: &str| program.run(&workspace.name(), line, b"").succeeds();
    for role in ["admin", "teammate", "agent", "collaborator"] {
        does(&format!("mask enable number --role {role}"));
        for permission in [
            "team-settings",
            "access-permissions",
            "workspace",
            "integrations",
            "whatsapp-setup",
            "billing",
            "chats.other-teams",
        ] {
            does(&format!("perm allow {permission} --role {role}"));
        }
    }
    does(
        "template add offer --category utility --language en --body 'Hi {{1}}, we look.' --shared",
    );
    does("template submit offer");
    does("template mark offer approved");
    workspace
}

#[test]
fn ten_thousand_guesses_read_alike() {
    let workspace = masked();
    let mut program = Inside::new();
    let path = workspace.name();
    let mut run = |line: &str| program.run(&path, line, b"").succeeds().stdout;
    let mut guesses = 0;
    for (place, author) in MEMBERS.iter().enumerate() {
        for message in 0..MESSAGES {
            let first = (place * MESSAGES + message) * IN_ONE;
            let text: Vec<_> =
                (first..first + IN_ONE).map(|at| format!("guess {at} is {}", guess(at))).collect();
            guesses += text.len();
            run(&format!(
                "chat reply 1 -m '{}' --no-assign --as {author}@acme.test",
                text.join("|")
            ));
        }
    }
    assert_eq!(guesses, 10_000);
    for (place, reader) in MEMBERS.iter().enumerate() {
        let printed =
            run(&format!("chat show 1 --limit 1000 --as {reader}@acme.test --format json"));
        let printed: HashSet<_> = printed.split(['|', '"']).collect();
        for at in 0..guesses {
            let is_own = at / (MESSAGES * IN_ONE) == place;
            // The author reads all of theirs, whoever else none: right or wrong.
            let shown = printed.contains(&*format!("guess {at} is {}", guess(at)));
            assert_eq!(shown, is_own, "{reader} and guess {at}");
            assert!(
                shown || printed.contains(&*format!("guess {at} is ********")),
                "{reader} and guess {at}"
            );
        }
    }
}

/// Every command that takes text of one's own, with a guess in it, and what is on standard input.
const WRITES: [(&str, &str); 32] = [
    ("chat reply 1 -m 'R {guess}' --no-assign", ""),
    ("chat reply 1 - --no-assign", "R {guess}"),
    ("chat reply 1 --template offer --var '1=V {guess}' --no-assign", ""),
    ("chat start --contact 1 --from +14155550132 -m 'S {guess}' --no-assign", ""),
    ("chat start '{guess}' --from +14155550132 -m 'S'", ""),
    ("chat reveal 1 --reason 'Y {guess}'", ""),
    ("chat search '{guess}'", ""),
    ("chat list --tag '{guess}'", ""),
    ("chat list --contact '{guess}'", ""),
    ("chat import - --account +14155550132", "{guess}\n"),
    ("contact add '{guess}' --name 'C {guess}'", ""),
    ("contact edit 1 --name 'C {guess}'", ""),
    ("contact tag 'L {guess}' 1", ""),
    ("contact import -", "name,phone\nC {guess},{guess}\n"),
    ("account connect '{guess}' --country IN --label 'A {guess}'", ""),
    ("account connect +442071838750 --label 'A {guess}'", ""),
    ("team add 'T {guess}'", ""),
    ("team rename Sales 'S {guess}'", ""),
    ("member edit tim@acme.test --name 'N {guess}'", ""),
    ("member edit {self} --name 'M {guess}'", ""),
    (
        "member add new@acme.test --role collaborator --name 'N {guess}' --phone '{guess}' --country IN",
        "",
    ),
    (
        "member import - --country IN",
        "email,role,name,phone\nnewer@acme.test,collaborator,N {guess},{guess}\n",
    ),
    ("role add visitor --like agent --title 'O {guess}'", ""),
    ("template add 'offers' --category utility --language en --body 'B {guess}'", ""),
    (
        "campaign create 'P {guess}' --template offer --account +14155550132 --var 1=name --all-contacts",
        "",
    ),
    ("workspace rename 'W {guess}'", ""),
    ("whatsapp set +14155550132 --description 'D {guess}'", ""),
    ("integration add webhook --name 'I {guess}' --url 'https://acme.test/x'", ""),
    ("billing set --payment-method 'K {guess}'", ""),
    ("audit list --operator '{guess}'", ""),
    ("who-can '{guess}'", ""),
    // What one's own name says is in what one writes from then on.
    ("chat reply 2 -m 'Hello' --no-assign", ""),
];

#[test]
fn right_and_wrong_guesses_in_every_text_read_alike() {
    for (author, (right, wrong)) in MEMBERS.iter().cycle().zip(GUESSES) {
        let [one, other] = [right, wrong].map(|guess| played(author, guess));
        assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(&other) {
            assert_eq!(one, other, "{author} and {right}");
        }
    }
}

/// What a masked member is told who writes that guess everywhere, and what everybody reads then.
fn played(author: &str, guess: &str) -> Vec<Ran> {
    let workspace = masked();
    let mut program = Inside::new();
    let path = workspace.name();
    let folder = workspace.folder().display().to_string();
    let address = path.to_string_lossy();
    let schema = address.split_once("schema=").map_or("workspace.db", |(_, schema)| schema);
    // An account that one connected by it shows, since it is the workspace's own then.
    let digits: String = guess.chars().filter(char::is_ascii_digit).collect();
    let account = format!("+91{}", digits.get(digits.len().saturating_sub(10)..).unwrap());
    let mut run = |line: &str, input: &str, who: &str| {
        let line = line.replace("{self}", &format!("{who}@acme.test"));
        let line = format!("{line} --as {who}@acme.test");
        let mut ran = program.run(
            &path,
            &line.replace("{guess}", guess),
            input.replace("{guess}", guess).as_bytes(),
        );
        assert_ne!(ran.code, 70, "{}", ran.transcript());
        ran.line = line;
        for text in [&mut ran.stdout, &mut ran.stderr] {
            *text = text
                .replace(&*path.to_string_lossy(), "WORKSPACE")
                .replace(schema, "WORKSPACE")
                .replace(&account, "ACCOUNT")
                .replace(guess, "GUESS")
                .replace(&folder, "FOLDER");
            *text = without_code(text);
        }
        ran
    };
    let mut all: Vec<_> = WRITES.iter().map(|(line, input)| run(line, input, author)).collect();
    // Where nearly everything is refused, nothing is tried.
    assert!(all.iter().filter(|ran| ran.code == 0).count() >= 8, "{author}");
    // The author reads every other line, the rest in turn.
    let others = MEMBERS.iter().filter(|it| **it != author).cycle();
    let readers = others.flat_map(|other| [author, *other]);
    // A line that names the number would find the account that was connected by that guess.
    let lines = printing_lines().filter(|line| !line.contains("9876543210"));
    for ((line, reader), format) in lines.zip(readers).zip(FORMATS.iter().cycle()) {
        all.push(run(&format!("{line} --format {format}"), "", reader));
    }
    all
}

/// The text without the codes of invitations, which are drawn anew each time.
fn without_code(text: &str) -> String {
    let is_code = |word: &&str| word.len() == 34 && word.matches('-').count() == 6;
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter(is_code).fold(text.to_owned(), |text, code| text.replace(code, "CODE"))
}

/// What mode `numbers` leaves open: a customer may have any text, so what they write is compared.
/// Whoever writes to the business from a phone of their own sees by it whether a number is known. The
/// stricter modes compare nothing.
#[test]
fn a_customers_own_guesses_are_told_apart_in_mode_numbers_alone() {
    use crate::support::payload::{NOON, text};
    use crate::support::sample::{MAIN, OLA};

    for (mode, is_told) in [("numbers", true), ("digits", false), ("hidden", false)] {
        let workspace = Workspace::sample();
        workspace.does(&format!("mask enable number --texts {mode} --role admin"));
        let read = |id: &str, guess: &str| {
            let said = text(MAIN, OLA, id, NOON + 900, &format!("is it {guess}?"));
            workspace.takes("chat import -", said);
            let shown = workspace.does("chat show 7 --as adam@acme.test --format json").json();
            let messages = shown["messages"].as_array().unwrap().clone();
            messages.last().unwrap()["text"].as_str().unwrap().replace(guess, "GUESS")
        };
        let (right, wrong) = (read("wamid.1", "98765 43210"), read("wamid.2", "98765 43219"));
        assert_eq!(right != wrong, is_told, "{mode}: {right} {wrong}");
        assert!(!right.contains("GUESS"), "{mode}: {right}");
    }
}
