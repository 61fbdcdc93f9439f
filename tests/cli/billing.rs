//! `billing`, and the seats that inviting respects.

use crate::support::{
    Case,
    Way::{BadInput, Denied, Success, Usage},
    Workspace, prove,
};

const SET: &str = "billing set --plan 'Shared Inbox' --seats 8 --payment-method 'Visa … 4242'";

pub fn cases() -> Vec<Case> {
    let case = Case::new;
    vec![
        case(Success, "billing show"),
        case(Success, &format!("{SET}\nbilling show")),
        case(Denied("toggle-off"), "billing show --as adam@acme.test"),
        case(Success, "perm allow billing --role teammate\nbilling show --as tess@acme.test"),
        case(Success, SET),
        case(Success, &format!("{SET}\nbilling set --seats 8")),
        case(Success, "billing set --seats 4 --yes"),
        case(Usage, "billing set --seats 4"),
        case(Success, "billing set --seats 4 --yes\nbilling show"),
        case(Success, "billing set --seats 4 --yes\nbilling set --no-seat-limit --plan ''"),
        case(Denied("toggle-off"), "billing set --plan Free --as tess@acme.test"),
        case(BadInput, "billing set --payment-method '4242 4242 4242 4242'"),
        case(BadInput, "billing set --plan 424242424242"),
        case(BadInput, "billing set --plan 'a\u{202e}b'"),
        case(Usage, "billing set"),
        case(Usage, "billing set --seats 0"),
        case(Usage, "billing set --seats 5 --no-seat-limit"),
    ]
}

#[test]
fn the_plan_and_the_seats_are_kept() {
    insta::assert_snapshot!(prove(&cases()));
}

#[test]
fn a_card_stands_in_no_error_and_nowhere_else() {
    let workspace = Workspace::sample();
    for card in ["4242 4242 4242 4242", "4000-0566-5566-5556", "visa 378282246310005"] {
        for option in ["plan", "payment-method"] {
            let ran = workspace.run(&format!("billing set --{option} '{card}'")).exits(6);
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            assert!(!digits(&ran.stderr).contains(&digits(card)[..6]), "{}", ran.transcript());
        }
    }
    assert_eq!(workspace.value("SELECT count(*) FROM setting"), "0");
}

fn seats(workspace: &Workspace) -> (String, String) {
    let billing = workspace.does("billing show --format json").json();
    (billing["seats_taken"].to_string(), billing["seats_free"].to_string())
}

#[test]
fn nobody_new_comes_where_every_seat_is_taken() {
    let workspace = Workspace::sample();
    workspace.does("billing set --seats 7");
    assert_eq!(seats(&workspace), ("6".to_owned(), "1".to_owned()));
    workspace.does("member add one@acme.test --role agent");
    let before = workspace.state();
    let refused = "member add two@acme.test --role agent --format json";
    workspace.run(refused).refuses(5, "no-seats");
    before.is_still(&workspace.state(), refused);
    // Who is known already is told that, and not about seats.
    let known = workspace.run("member add tess@acme.test --role agent --format json").exits(5);
    assert_eq!(known.error()["reason"], serde_json::Value::Null);

    // A pause frees the seat, and ending it needs one.
    workspace.does("member suspend tim@acme.test");
    workspace.does("member add two@acme.test --role agent");
    workspace.run("member restore tim@acme.test --format json").refuses(5, "no-seats");
    workspace.does("member remove two@acme.test --yes");
    workspace.does("member restore tim@acme.test");
    assert_eq!(seats(&workspace), ("7".to_owned(), "0".to_owned()));
}

#[test]
fn a_list_is_taken_up_to_the_last_seat() {
    let workspace = Workspace::sample();
    workspace.does("billing set --seats 8");
    let list = "email,role\na@acme.test,agent\nb@acme.test,agent\nc@acme.test,agent\n";
    let before = workspace.state();
    let ran = workspace.run_with("member import -", list).exits(6);
    assert!(ran.stdout.contains("no seat is left: 8 of 8"), "{}", ran.transcript());
    before.is_still(&workspace.state(), "member import -");
    workspace.run_with("member import - --keep-going", list).exits(6);
    assert_eq!(seats(&workspace), ("8".to_owned(), "0".to_owned()));
    // Editing needs no seat.
    let edit = "email,role\na@acme.test,teammate\n";
    workspace.takes("member import - --update", edit);
}

#[test]
fn an_import_of_conversations_brings_nobody_beyond_the_seats() {
    let workspace = Workspace::sample();
    workspace.does("billing set --seats 6");
    let person = |status: &str| {
        serde_json::json!({"status": "ok", "data": [{
            "email": "new@acme.test", "display_name": "New", "role": "Agent", "team": "Sales",
            "status": status,
        }]})
        .to_string()
    };
    let before = workspace.state();
    let import = "chat import - --from timelines --format json";
    workspace.run_with(import, person("active")).refuses(5, "no-seats");
    before.is_still(&workspace.state(), import);
    workspace.takes(import, person("suspended"));
    assert_eq!(seats(&workspace), ("6".to_owned(), "0".to_owned()));
    workspace.run_with(import, person("active")).refuses(5, "no-seats");
}

#[test]
fn fewer_seats_than_members_send_nobody_away() {
    let workspace = Workspace::sample();
    let planned = workspace.does("billing set --seats 4 --dry-run --format json");
    let over = planned.rows().into_iter().find(|row| row["field"] == "over").unwrap();
    assert_eq!((&over["after"], &over["members"]), (&"2".into(), &2.into()));
    assert!(planned.stderr.contains("free 3 seats first"), "{}", planned.stderr);
    // Without a terminal nobody can be asked, and nothing is set.
    workspace.run("billing set --seats 4").exits(2);
    assert_eq!(workspace.value("SELECT count(*) FROM setting"), "0");
    workspace.does("billing set --seats 4 --yes");
    assert_eq!(workspace.value("SELECT count(*) FROM member"), "6");
    workspace.run("member add one@acme.test --role agent").exits(5);
    workspace.does("member edit tess@acme.test --role agent");
    workspace.does("member remove colin@acme.test --release --yes");
    workspace.run("member add one@acme.test --role agent").exits(5);
}

#[test]
#[cfg(unix)]
fn at_a_terminal_the_effect_is_told_before_it_is_set() {
    use crate::support::terminal::{at_terminal, ended};
    let workspace = Workspace::sample();
    let mut session = at_terminal(&workspace, "billing set --seats 4");
    session.exp_string("2 members too many for 4 seats").unwrap();
    session.exp_string("[y/N] ").unwrap();
    session.send_line("n").unwrap();
    assert_eq!(ended(session).1, 130);
    assert_eq!(workspace.value("SELECT count(*) FROM setting"), "0");
    let mut session = at_terminal(&workspace, "billing set --seats 4");
    session.exp_string("[y/N] ").unwrap();
    session.send_line("y").unwrap();
    assert_eq!(ended(session).1, 0);
    assert_eq!(workspace.value("SELECT value FROM setting"), "4");
}
