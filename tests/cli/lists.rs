//! Every list that comes in pages says how to go on, and what it says leads to the rest.

use rolecall::cli::command;
use serde_json::Value;

use crate::support::Workspace;

/// More than a page.
const MANY: usize = 63;

/// Arguments without which a list has nothing to look for.
const ARGUMENTS: &[(&str, &str)] = &[("chat search", "hello")];

fn paged(command: &clap::Command, path: &str, found: &mut Vec<String>) {
    for inner in command.get_subcommands() {
        paged(inner, format!("{path} {}", inner.get_name()).trim(), found);
    }
    let has = |name: &str| command.get_arguments().any(|argument| argument.get_id() == name);
    if has("fields") && has("limit") {
        found.push(path.to_owned());
    }
}

/// A workspace with more than a page of everything that is listed in pages.
fn full() -> Workspace {
    let workspace = Workspace::new();
    let numbers = || (0..MANY).map(|number| format!("+1415555{:04}", 1000 + number));
    let people: Vec<_> = (0..MANY).map(|at| format!("m{at:02}@acme.test,agent\n")).collect();
    workspace.takes("member import -", format!("email,role\n{}", people.concat()));
    let contacts: Vec<_> = numbers().map(|number| format!("{number},Someone\n")).collect();
    workspace.takes("contact import -", format!("phone,name\n{}", contacts.concat()));
    let template = |at: usize| {
        serde_json::json!({"name": format!("t{at}"), "language": "en", "category": "UTILITY",
            "status": "APPROVED", "components": [{"type": "BODY", "text": "Hi!"}]})
    };
    let templates = Value::Array((0..MANY).map(template).collect());
    workspace.takes(
        "template add --from-json - --keep-status",
        serde_json::json!({"data": templates}).to_string(),
    );
    workspace.does("account connect +14155550101");
    for (at, number) in numbers().enumerate() {
        workspace.does(&format!(
            "chat start {number} --from +14155550101 --message 'hello {at}' --no-assign"
        ));
        workspace.does(&format!(
            "campaign create c{at} --template t0 --account +14155550101 --all-contacts --draft"
        ));
    }
    workspace
}

#[test]
fn every_list_says_how_it_goes_on() {
    let workspace = full();
    let mut lists = Vec::new();
    paged(&command(), "", &mut lists);
    assert!(lists.len() >= 9, "{lists:?}");
    for list in lists {
        let argument = ARGUMENTS.iter().find(|(name, _)| *name == list).map(|(_, given)| *given);
        let line = format!("{list} {}", argument.unwrap_or_default());
        let all = workspace.does(&format!("{line} --all --format json")).rows();
        assert!(all.len() >= MANY, "{list}: {}", all.len());
        let mut next = Some(format!("{} --format json", line.trim()));
        let mut joined = Vec::new();
        while let Some(line) = next {
            let ran = workspace.does(&line);
            joined.extend(ran.rows());
            let told =
                ran.stderr.lines().find_map(|line| line.split_once("there are more: rolecall "));
            next = told.map(|(_, line)| line.to_owned());
        }
        assert_eq!(joined, all, "{list}");
    }
}
