//! `init`.

use crate::support::{
    Case,
    Way::{BadInput, Conflict, Missing, Success},
    Workspace, prove,
};

pub fn cases() -> Vec<Case> {
    let bare = |way, line| Case::new(way, line).bare();
    vec![
        bare(Success, "init Acme --owner o@acme.test --owner-name 'Olive O' --preset timelinesai"),
        bare(Success, "init --owner o@acme.test"),
        bare(Missing, "init Acme --owner o@acme.test --preset interact"),
        Case::new(Conflict, "init Acme --owner o@acme.test"),
        Case::new(Conflict, "init Acme --owner o@acme.test --dry-run"),
        bare(BadInput, "init Acme --owner nobody"),
        bare(BadInput, "init '  ' --owner o@acme.test"),
        bare(BadInput, "init Acme --owner o@acme.test --owner-name ''"),
    ]
}

#[test]
fn a_workspace_is_made_once() {
    insta::assert_snapshot!(prove(&cases()));
}

#[test]
fn the_folder_on_the_way_is_made_too() {
    let workspace = Workspace::none();
    let deep = workspace.folder().join("a/b/c.db");
    workspace.does(&format!("init Acme --owner o@acme.test --workspace {}", deep.display()));
    assert!(deep.exists());
}

#[test]
fn without_a_path_it_lies_in_the_data_directory() {
    let workspace = Workspace::none();
    let mut command = workspace.command();
    command.env_remove("ROLECALL_WORKSPACE").args(["init", "--owner", "o@acme.test"]);
    assert_eq!(command.output().unwrap().status.code(), Some(0));
    let found: Vec<_> = [".local/share/rolecall", "Library/Application Support/rolecall"]
        .into_iter()
        .filter(|place| workspace.folder().join(place).join("workspace.db").exists())
        .collect();
    assert_eq!(found.len(), 1);
}
