//! The presets against the contract's table, restated here as it stands there, and against the
//! writer, whose work their files are.

use rolecall::rules::policy::{
    file::{read, write},
    mask::MaskSet,
    permission::Permission,
    preset::Preset,
    role::Model,
};

use super::{kept, policy};

/// For each permission the columns admin, teammate (both: unified, interakt, timelinesai), agent,
/// collaborator (both: unified, timelinesai). `y` on, `-` off, `L` locked off. The owner is not in
/// the table: on and locked in every row.
const CONTRACT: &str = "
    inbox               y y y   y y y   y y   y y
    notifications       y y y   y y y   y y   - -
    templates           y y y   y y y   y y   - -
    users               y y y   y y y   - -   - -
    users.export        y y y   y y y   - -   - -
    users.add           y y y   y y y   - -   - -
    users.bulk-tag      y y y   y y y   - -   - -
    users.erase         - - -   - - -   - -   - -
    analytics           y y y   y y y   - -   - -
    billing             - y -   - y -   - -   - -
    api-key             y y y   - y -   - -   - -
    whatsapp-setup      y y y   - y -   - -   - -
    integrations        y y y   - - -   - -   - -
    workspace           - - -   - - -   - -   - -
    team-settings       - - y   - - -   - -   - -
    access-permissions  - - -   - - -   - -   - -
    accounts.connect    y y y   y y y   y y   L L
    chats.own           y y y   y y y   y y   L L
    chats.same-team     y y y   y y y   - -   - -
    chats.other-teams   y y y   - y -   - -   - -
    chats.assigned      y y y   y y y   y y   y y
    chats.assign        y y y   y y y   y y   - -
    numbers.reveal      - - -   - - -   - -   - -
";

/// The columns of [`CONTRACT`].
const COLUMNS: [(Model, Preset); 10] = {
    use Model::{Admin, Agent, Collaborator, Teammate};
    use Preset::{Interakt, TimelinesAi, Unified};
    [
        (Admin, Unified),
        (Admin, Interakt),
        (Admin, TimelinesAi),
        (Teammate, Unified),
        (Teammate, Interakt),
        (Teammate, TimelinesAi),
        (Agent, Unified),
        (Agent, TimelinesAi),
        (Collaborator, Unified),
        (Collaborator, TimelinesAi),
    ]
};

#[test]
fn every_cell_is_as_the_contract_has_it() {
    let rows: Vec<&str> = CONTRACT.lines().filter(|line| !line.trim().is_empty()).collect();
    assert_eq!(rows.len(), Permission::all().len());
    for (row, permission) in rows.into_iter().zip(Permission::all()) {
        let mut words = row.split_whitespace();
        assert_eq!(words.next(), Some(permission.key()));
        let cells: Vec<&str> = words.collect();
        assert_eq!(cells.len(), COLUMNS.len(), "{permission}");
        for (cell, (model, preset)) in cells.into_iter().zip(COLUMNS) {
            let policy = policy(preset);
            let role = policy.role(model.key()).unwrap();
            let (on, locked) = match cell {
                "y" => (true, None),
                "-" => (false, None),
                "L" => (false, Some(false)),
                other => panic!("{other}"),
            };
            assert_eq!(role.toggle(permission), on, "{preset} {model} {permission}");
            assert_eq!(role.locked(permission), locked, "{preset} {model} {permission}");
        }
    }
}

#[test]
fn the_owner_has_every_cell_on_and_locked() {
    for preset in Preset::ALL {
        let policy = policy(preset);
        let owner = policy.role("owner").unwrap();
        for permission in Permission::all() {
            assert!(owner.toggle(permission), "{preset} {permission}");
            assert_eq!(owner.locked(permission), Some(true), "{preset} {permission}");
        }
    }
}

#[test]
fn each_has_its_roles_no_mask_and_its_rule_on_owners() {
    let names = |preset| {
        let roles = policy(preset).roles().to_vec();
        assert!(roles.iter().all(|role| role.masks == MaskSet::NONE), "{preset}");
        assert!(roles.iter().all(|role| role.title == role.model.title()), "{preset}");
        roles.into_iter().map(|role| role.name).collect::<Vec<_>>()
    };
    assert_eq!(names(Preset::Unified), ["owner", "admin", "teammate", "agent", "collaborator"]);
    assert_eq!(names(Preset::Interakt), ["owner", "admin", "teammate"]);
    assert_eq!(names(Preset::TimelinesAi), ["owner", "admin", "teammate", "agent", "collaborator"]);
    let single = Preset::ALL.map(|preset| policy(preset).single_owner());
    assert_eq!(single, [false, false, true]);
}

/// `UPDATE_PRESETS=1` writes them anew, after a change of what the writer writes.
#[test]
fn each_is_byte_for_byte_what_the_writer_writes() {
    let difference = |preset: Preset| {
        let file = read(preset.text()).unwrap();
        assert_eq!(file.teams, None);
        let path = format!("src/rules/policy/presets/{preset}.toml");
        kept::difference(&path, &write(&file, preset.about()), "UPDATE_PRESETS")
    };
    let differences: Vec<String> = Preset::ALL.into_iter().filter_map(difference).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn each_is_found_by_its_name() {
    assert_eq!(Preset::ALL.map(Preset::key), ["unified", "interakt", "timelinesai"]);
    for preset in Preset::ALL {
        assert_eq!(Preset::from_key(preset.key()), Some(preset));
    }
    assert_eq!(Preset::from_key("Unified"), None);
    assert_eq!(Preset::default(), Preset::Unified);
}
