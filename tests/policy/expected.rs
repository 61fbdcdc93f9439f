//! The expectations written from the two help pages, run as files by the program's own runner.

use std::{fs, path::Path};

use rolecall::{
    ops::policy::{TestFile, test},
    rules::policy::{matrix::Policy, preset::Preset},
};

use super::policy;

fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policy/expectations");
    fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap()
}

fn failed(name: &str, policy: &Policy) -> Vec<String> {
    let text = text(name);
    let tested = test(&TestFile { name, text: &text, policy: None }, policy).unwrap();
    assert!(tested.report.outcomes.len() >= 10, "{name} has hardly a test");
    let failed = tested.report.outcomes.into_iter().filter(|it| !it.failures.is_empty());
    failed.map(|it| it.name).collect()
}

#[test]
fn each_preset_is_what_its_help_page_says() {
    for preset in [Preset::Interakt, Preset::TimelinesAi] {
        assert_eq!(failed(preset.key(), &policy(preset)), Vec::<String>::new(), "{preset}");
    }
}

/// Expectations that pass whatever the policy says would prove nothing: any cell that a file speaks
/// of, turned, fails it.
#[test]
fn each_turned_cell_that_is_spoken_of_fails() {
    for preset in [Preset::Interakt, Preset::TimelinesAi] {
        let (name, good) = (preset.key(), policy(preset));
        let text = text(name);
        let touched =
            test(&TestFile { name, text: &text, policy: None }, &good).unwrap().report.touched;
        let mut turned = 0;
        for role in good.roles() {
            for permission in rolecall::rules::policy::permission::Permission::all() {
                let mut bad = good.clone();
                let cell = rolecall::rules::policy::expectation::Cell::permission(role, permission);
                if !touched.contains(&cell)
                    || bad.set(&role.name, permission, !role.toggle(permission)).is_err()
                {
                    continue;
                }
                turned += 1;
                assert!(!failed(name, &bad).is_empty(), "{name}: {} {permission}", role.name);
            }
        }
        assert!(turned >= 20, "{name}: {turned}");
    }
}
