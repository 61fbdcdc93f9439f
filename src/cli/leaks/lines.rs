//! The lines by which `leaks` reads everything that can be read: every command that changes nothing,
//! in every form. A test walks the command tree, so that none is forgotten.
//!
//! In braces stand places: `{chat}` for each chat, `{self}` and `{role}` for whoever reads.

use crate::rules::id::ChatId;

/// Lines that are run once in each form.
pub const LINES: &[&str] = &[
    "account list",
    "analytics --by account",
    "analytics --by day",
    "api-key show",
    "audit list --all",
    "audit verify",
    "billing show",
    "campaign list --all",
    "can {self} --all",
    "chat list --all",
    "chat list --all --surface pipedrive",
    "chat list --all --surface hubspot",
    "chat templates --all",
    "contact export",
    "contact list --all",
    "doctor",
    "integration list",
    "key list",
    "invite list",
    "mask list",
    "member list",
    "member show {self}",
    "member export",
    "module list",
    "outbox list",
    "perm list",
    "perm show inbox",
    "policy export",
    "policy plan - --replay",
    "review",
    "role list",
    "role show {role}",
    "status",
    "team list",
    "template list --all",
    "who-can inbox",
    "why {self} inbox",
    "whatsapp show",
    "workspace show",
];

/// Lines that are run for each chat in each form.
pub const CHAT_LINES: &[&str] = &["chat show {chat} --limit 100000", "who-can view --chat {chat}"];

/// Words whose hits are read: letters, since a masked reader can't search by digits.
const WORDS: &str = "abcdefghijklmnopqrstuvwxyz";

const FORMS: [&str; 3] = ["table", "jsonl", "csv"];

/// Every line to run.
pub fn lines(chats: &[ChatId], accounts: &[String]) -> Vec<String> {
    let searches = WORDS.chars().map(|word| format!("chat search {word} --limit 1000"));
    let fixed = LINES.iter().map(|line| (*line).to_owned());
    let for_chats = chats.iter().flat_map(|chat| {
        CHAT_LINES.iter().map(move |line| line.replace("{chat}", &chat.0.to_string()))
    });
    let for_accounts = accounts.iter().map(|number| format!("account access {number}"));
    let all = fixed.chain(searches).chain(for_accounts).chain(for_chats);
    all.flat_map(|line| FORMS.map(|form| format!("{line} --format {form}"))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::cli::command;

    /// What changes nothing and is not run, and why.
    const LEFT_OUT: &[(&str, &str)] = &[
        ("audit show", "reads one entry of what `audit list` reads"),
        ("backup", "writes the whole file, which no masked role may"),
        ("completions", "opens no workspace"),
        ("campaign show", "reads what `campaign list` and `template list` read, and counts"),
        ("contact show", "reads what `contact list` reads"),
        ("demo", "makes a workspace of its own"),
        ("gate", "runs any other command; a test runs them all through it"),
        ("outbox show", "reads one mail of what `outbox list` reads, and its code"),
        ("workspace list", "reads the names of workspaces, this one's among them"),
        ("key authorized", "the owner's alone, and about keys"),
        ("help", "opens no workspace"),
        ("leaks", "is this; no masked role may run it"),
        ("man", "opens no workspace"),
        ("policy diff", "reads the policy and a file"),
        ("policy test", "reads the policy and a file"),
        ("template show", "reads what the workspace wrote itself, no customer's"),
    ];

    fn leaves(command: &clap::Command, path: &str, found: &mut Vec<String>) {
        for inner in command.get_subcommands() {
            leaves(inner, format!("{path} {}", inner.get_name()).trim(), found);
        }
        let is_change = command.get_arguments().any(|argument| argument.get_id() == "dry_run");
        if command.get_subcommands().next().is_none() && !is_change {
            found.push(path.to_owned());
        }
    }

    #[test]
    fn every_command_that_changes_nothing_is_run() {
        let mut found = Vec::new();
        leaves(&command(), "", &mut found);
        assert!(found.len() > 25);
        let run = lines(&[ChatId(1)], &["+14155550132".to_owned()]);
        let is_run = |leaf: &String| run.iter().any(|line| line.starts_with(&format!("{leaf} ")));
        let is_left_out = |leaf: &String| LEFT_OUT.iter().any(|(left, _)| left == leaf);
        let gaps: Vec<_> = found.iter().filter(|leaf| is_run(leaf) == is_left_out(leaf)).collect();
        assert!(gaps.is_empty(), "not run, or left out in vain: {gaps:?}");
    }

    #[test]
    fn every_line_is_one() {
        for line in lines(&[ChatId(1)], &["+14155550132".to_owned()]) {
            let words = std::iter::once("rolecall").chain(line.split(' '));
            command().try_get_matches_from(words).unwrap();
        }
    }
}
