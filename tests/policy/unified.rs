//! The `unified` preset against the two it unites: a cell is on if, and only if, every source that
//! has the role says on. There is no exception; one that is ever needed is to be named here.

use rolecall::rules::policy::{matrix::Policy, permission::Permission, preset::Preset};

use super::policy;

#[test]
fn a_cell_is_on_exactly_where_every_source_that_has_the_role_says_on() {
    let unified = policy(Preset::Unified);
    let sources = [Preset::Interakt, Preset::TimelinesAi].map(policy);
    let mut compared = 0;
    for role in unified.roles() {
        let says: Vec<_> =
            sources.iter().filter_map(|source: &Policy| source.role(&role.name).ok()).collect();
        assert!(!says.is_empty(), "no source has `{}`", role.name);
        for permission in Permission::all() {
            let all_on = says.iter().all(|source| source.toggle(permission));
            assert_eq!(role.toggle(permission), all_on, "{} {permission}", role.name);
            compared += says.len();
        }
    }
    // Three roles stand in both sources, two in one.
    assert_eq!(compared, Permission::all().len() * 8);
}

#[test]
fn a_role_of_a_source_is_a_role_of_unified() {
    let unified = policy(Preset::Unified);
    for source in [Preset::Interakt, Preset::TimelinesAi] {
        for role in policy(source).roles() {
            let model = unified.role(&role.name).map(|same| same.model);
            assert_eq!(model, Ok(role.model), "{source} {}", role.name);
        }
    }
}

/// Whoever gets less in `unified` than in one source, by name: what a workspace that comes from that
/// product would notice first.
#[test]
fn what_unified_takes_from_each_source_is_this() {
    let unified = policy(Preset::Unified);
    let lost = |source: Preset| {
        let mut lost = Vec::new();
        for role in policy(source).roles() {
            let now = unified.role(&role.name).unwrap();
            lost.extend(
                Permission::all()
                    .filter(|permission| role.toggle(*permission) && !now.toggle(*permission))
                    .map(|permission| format!("{} {permission}", role.name)),
            );
        }
        lost
    };
    assert_eq!(
        lost(Preset::Interakt),
        [
            "admin billing",
            "teammate billing",
            "teammate api-key",
            "teammate whatsapp-setup",
            "teammate chats.other-teams",
        ]
    );
    assert_eq!(lost(Preset::TimelinesAi), ["admin team-settings"]);
}
