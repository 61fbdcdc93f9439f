//! Reading policy files: each kind of fault with its place. The way there and back is in `round_trip`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::rules::policy::{
    mask::MaskSet,
    permission::Permission,
    role::{Model, Role},
};

/// The faults of a text, each as `line:column problem [allowed] (nearest)`.
fn faults(text: &str) -> Vec<String> {
    read(text).expect_err(text).iter().map(shown).collect()
}

fn shown(fault: &Fault) -> String {
    let Fault { line, column, problem, .. } = fault;
    let allowed = fault.allowed.iter().map(|allowed| format!(" [{allowed}]"));
    let nearest = fault.nearest.iter().map(|nearest| format!(" ({nearest})"));
    format!("{line}:{column} {problem}{}", allowed.chain(nearest).collect::<String>())
}

/// The one fault of a text.
fn fault(text: &str) -> String {
    let mut all = faults(text);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

/// The one fault of a file whose admin has this line among the permissions.
fn cell_fault(line: &str) -> String {
    fault(&format!("[roles.admin.permissions]\n{line}\n"))
}

const MODELS: &str = "`admin`, `teammate`, `agent` or `collaborator`";

#[test]
fn what_is_left_out_has_its_default() {
    let file = read("[roles.teammate]\n[roles.teammate.permissions]\ninbox = true\n").unwrap();
    assert!(!file.policy.single_owner());
    assert_eq!(file.teams, None);
    let [owner, teammate] = file.policy.roles() else { panic!("{:?}", file.policy) };
    assert_eq!(*owner, Role::bare("owner", "Owner", Model::Owner));
    assert_eq!(teammate.title, "Teammate");
    assert_eq!(teammate.masks, MaskSet::NONE);
    assert_eq!(teammate.toggles.iter().collect::<Vec<_>>(), [Permission::Inbox]);
}

#[test]
fn an_added_role_takes_rank_and_locks_from_its_model_and_its_title_from_its_name() {
    let file = read("[roles.visitor]\nlike = 'collaborator'\n[roles.agent]\n").unwrap();
    let names: Vec<_> = file.policy.roles().iter().map(|role| role.name.as_str()).collect();
    assert_eq!(names, ["owner", "agent", "visitor"]);
    let visitor = file.policy.role("visitor").unwrap();
    assert_eq!((visitor.title.as_str(), visitor.model), ("visitor", Model::Collaborator));
    assert_eq!(visitor.locked(Permission::ChatsOwn), Some(false));
}

#[test]
fn roles_of_one_rank_keep_the_order_of_the_file() {
    let file = read("[roles.zoe]\nlike='agent'\n[roles.ann]\nlike='agent'\n").unwrap();
    let names: Vec<_> = file.policy.roles().iter().map(|role| role.name.as_str()).collect();
    assert_eq!(names, ["owner", "zoe", "ann"]);
}

#[test]
fn the_owners_row_may_say_what_is_so_and_nothing_else() {
    let text = "[roles.owner]\ntitle = \"Chief\"\nlike = \"owner\"\nmasks = []\n\
                [roles.owner.permissions]\nbilling = true\n";
    let file = read(text).unwrap();
    assert_eq!(file.policy.roles(), [Role::bare("owner", "Chief", Model::Owner)]);
    assert_eq!(
        faults("[roles.owner]\nmasks = [\"number\"]\n[roles.owner.permissions]\nbilling = false\n"),
        [
            "2:10 the owner can't be masked [no mask]",
            "4:11 `billing` is locked for role `owner` [`true`, or nothing at all]",
        ],
    );
}

#[test]
fn a_locked_cell_may_be_repeated_but_not_changed() {
    let text = |value| {
        format!("[roles.x]\nlike = \"collaborator\"\npermissions = {{ \"chats.own\" = {value} }}")
    };
    assert!(read(&text(false)).is_ok());
    assert_eq!(
        fault(&text(true)),
        "3:31 `chats.own` is locked for role `x` [`false`, or nothing at all]"
    );
}

#[test]
fn an_unknown_key_is_a_fault_wherever_it_stands() {
    assert_eq!(
        fault("singleowner = true\n[roles.admin]\n"),
        "1:1 unknown key `singleowner` [`single_owner`, `teams`, `roles`, `members`, `accounts`, `chats` or `test`] (single_owner)"
    );
    assert_eq!(
        fault("[roles.admin]\nmask = []\n"),
        "2:1 unknown key `mask` [`title`, `like`, `masks`, `texts`, `reveals_per_day` or `permissions`] (masks)"
    );
    assert_eq!(
        fault("[roles.admin]\n\n  inbox = true\n"),
        "3:3 `inbox` is a permission, not a key of a role [it under `[roles.admin.permissions]`]"
    );
    let unknown = cell_fault("\"users.exports\" = true");
    assert!(unknown.starts_with("2:1 unknown permission `users.exports` [`inbox`, "), "{unknown}");
    assert!(unknown.ends_with("`chats.assign` or `numbers.reveal`] (users.export)"), "{unknown}");
}

#[test]
fn a_value_of_the_wrong_kind_is_a_fault() {
    let flag = "[`true` or `false`]";
    for (text, expected) in [
        (
            "single_owner = 'yes'\n[roles.admin]",
            format!("1:16 `single_owner` can't be `'yes'` {flag}"),
        ),
        (
            "teams = 'A'\n[roles.admin]",
            "1:9 `teams` can't be `'A'` [a list in square brackets]".into(),
        ),
        (
            "teams = [1]\n[roles.admin]",
            "1:10 `teams` can't be `1` [a text in quotation marks]".into(),
        ),
        ("roles = 3", "1:9 `roles` can't be `3` [a table]".into()),
        ("[roles]\nadmin = true", "2:9 `admin` can't be `true` [a table]".into()),
        ("[[roles.admin]]", "1:1 `admin` can't be a list [a table]".into()),
        ("[roles.admin.title]", "1:14 `title` can't be a table [a text in quotation marks]".into()),
        (
            "[roles.admin]\nmasks = 'number'",
            "2:9 `masks` can't be `'number'` [a list in square brackets]".into(),
        ),
        (
            "[roles.admin]\npermissions = ['inbox']",
            "2:15 `permissions` can't be a list [a table]".into(),
        ),
    ] {
        assert_eq!(fault(text), expected, "{text}");
    }
    assert_eq!(cell_fault("inbox = 1"), format!("2:9 `inbox` can't be `1` {flag}"));
    assert_eq!(cell_fault("users = {}"), format!("2:1 `users` can't be a table {flag}"));
}

#[test]
fn the_name_of_a_role_and_its_model_are_checked() {
    assert_eq!(
        fault("[roles.amdin]"),
        format!(
            "1:8 role `amdin` is not built in and has no `like` [`like` with {MODELS}] (admin)"
        )
    );
    assert_eq!(
        fault("[roles.boss]\nlike = \"admn\""),
        format!("2:8 unknown built-in role `admn` [{MODELS}] (admin)")
    );
    assert_eq!(
        fault("[roles.boss]\nlike = \"owner\""),
        format!("2:8 no other role can be like `owner` [{MODELS}]")
    );
    assert_eq!(
        fault("[roles.agent]\nlike = \"admin\""),
        "2:8 role `agent` is built in, not like `admin` [`agent`, or no `like`]"
    );
    assert_eq!(
        fault("[roles.'Night shift']\nlike = 'agent'"),
        "1:8 `Night shift` can't be the name of a role [a name that has lower-case letters, \
         digits and inner hyphens, and begins with a letter]"
    );
    assert_eq!(
        fault("[roles.Admin]"),
        "1:8 `Admin` can't be the name of a role [a name that has lower-case letters, \
         digits and inner hyphens, and begins with a letter] (admin)"
    );
}

#[test]
fn masks_are_known_and_stand_once() {
    assert_eq!(
        faults("[roles.agent]\nmasks = [\"number\", \"numbers\", \"number\"]\n"),
        [
            "2:20 unknown mask `numbers` [`number` or `traits`] (number)",
            "2:31 mask `number` stands twice [each mask once]",
        ],
    );
}

#[test]
fn teams_are_names_and_stand_once_whatever_the_case() {
    let file = read("teams = [' Sales ', 'Ärzte']\n[roles.admin]").unwrap();
    assert_eq!(file.teams.unwrap(), ["Sales", "Ärzte"]);
    assert_eq!(
        faults("teams = ['Ärzte', 'äRZTE', '']\n[roles.admin]"),
        [
            "1:19 team `äRZTE` stands twice [each team once, without regard to case]",
            "1:28 `` is empty",
        ],
    );
}

#[test]
fn a_permission_with_a_dot_wants_quotation_marks() {
    let hint = "[`\"users.export\"`, in quotation marks]";
    let expected = |place| format!("{place} `users.export` stands without quotation marks {hint}");
    assert_eq!(cell_fault("users.export = true"), expected("2:7"));
    // With the module itself before or after, it is not even TOML.
    assert_eq!(cell_fault("users = true\n  users.export = false"), expected("3:3"));
    assert_eq!(
        cell_fault("users.export = false\nusers = true"),
        "3:1 duplicate key at `users` [it once, and what lies under it as `\"users.export\"`]"
    );
    assert_eq!(fault("[roles.admin.permissions.users]\nexport = true"), expected("2:1"));
    let unknown = cell_fault("users.expert = true");
    assert!(unknown.starts_with("2:7 unknown permission `users.expert`"), "{unknown}");
    assert!(unknown.ends_with("(users.export)"), "{unknown}");
    assert_eq!(
        faults("[roles.admin.permissions]\nchats.own = true\nchats.assign = 1\n").len(),
        2,
        "each of them"
    );
}

#[test]
fn what_is_not_toml_is_one_fault_with_its_place() {
    assert_eq!(cell_fault("inbox = true\ninbox = false"), "3:1 duplicate key at `inbox`");
    assert_eq!(fault("[roles.admin]\n[roles.admin]\n"), "2:8 duplicate key at `admin`");
    let unclosed = fault("[roles.admin]\ntitle = \"Ad\n");
    assert!(unclosed.starts_with("2:"), "{unclosed}");
    assert_eq!(fault("\u{1b}[2J"), "1:2 key with no value, expected `=`");
}

#[test]
fn a_file_without_roles_is_not_an_empty_policy() {
    for text in ["", "# nothing\n", "single_owner = true\n", "[roles]\n"] {
        let fault = fault(text);
        assert!(fault.contains("the file names no role [roles, each as a table"), "{fault}");
    }
}

#[test]
fn all_faults_are_reported_at_once_in_their_order() {
    let text = "[roles.admin]\ntitle = 1\nlike = 2\nmasks = [3]\n[roles.boss]\nlike = 'x'\n\
                [roles.boss.permissions]\ninbx = true\nusers = 0\n[extra]\n";
    let places: Vec<_> = read(text).unwrap_err().iter().map(|f| (f.line, f.column)).collect();
    assert_eq!(places, [(2, 9), (3, 8), (4, 10), (6, 8), (8, 1), (9, 9), (10, 2)]);
}

#[test]
fn columns_count_characters_and_a_byte_order_mark_takes_no_room() {
    assert_eq!(
        fault("\u{feff}teams = ['Zürich', 1]\r\n[roles.admin]\r\n"),
        "1:20 `teams` can't be `1` [a text in quotation marks]"
    );
}

#[test]
fn what_a_terminal_would_obey_is_shown_escaped_and_what_is_long_is_cut() {
    let key = "a\\u001b[31m\\u202e\\n";
    assert_eq!(
        fault(&format!("\"{key}\" = 1\n[roles.admin]")),
        "1:1 unknown key `a\\u{1b}[31m\\u{202e}\\n` [`single_owner`, `teams`, `roles`, `members`, `accounts`, `chats` or `test`]"
    );
    let long = fault(&format!("{} = 1\n[roles.admin]", "k".repeat(100_000)));
    assert!(long.starts_with(&format!("1:1 unknown key `{}…` ", "k".repeat(60))), "{long}");
}

#[test]
fn the_head_is_a_comment_whatever_it_says() {
    let file = PolicyFile::from(read("[roles.admin]").unwrap().policy);
    let text = write(&file, "Policy of `A\u{1b}[2J`\r\nsingle_owner = true\n\nend");
    assert!(text.starts_with("# Policy of `A[2J`\n# single_owner = true\n#\n# end\n#\n"), "{text}");
    assert_eq!(read(&text).unwrap(), file);
}
