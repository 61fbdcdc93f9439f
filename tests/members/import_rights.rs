//! Whom a list of members may bring, and what is told of it.

use super::{import::import, support::Workspace};

#[test]
fn whom_a_list_may_bring_depends_on_who_brings_it() {
    let workspace = Workspace::with_admins();
    workspace.add("second@x.test", "owner");
    let list = |role: &str| format!("email,role\nnew-{role}@x.test,{role}\n");
    let by = |list: &str, actor: &str| import(&workspace, list, &["--update", "--as", actor]);
    by(&list("admin"), "admin@x.test").exit(0);
    for (list, problem) in [
        (list("owner"), "`admin@x.test` (admin) may not add, edit or remove an owner"),
        (
            "email,role\nsecond@x.test,agent\n".to_owned(),
            "`admin@x.test` (admin) may not add, edit or remove an owner",
        ),
        (
            "email,name\nsecond@x.test,Other\n".to_owned(),
            "`admin@x.test` (admin) may not add, edit or remove an owner",
        ),
        (
            "email,role\nadmin@x.test,agent\n".to_owned(),
            "`admin@x.test` (admin) may not change their own role",
        ),
    ] {
        let run = by(&list, "admin@x.test").exit(6);
        assert_eq!(run.json()[0]["problem"], problem, "{list}");
    }
    by(&list("owner"), "owner@x.test").exit(0);
    by(&list("agent"), "helper@x.test").exit(3).reason("toggle-off");
    workspace.run(&["perm", "allow", "team-settings", "--role", "teammate"]).exit(0);
    let above = by(&list("admin").replace("new-", "x-"), "helper@x.test").exit(6);
    assert_eq!(
        above.json()[0]["problem"],
        "`helper@x.test` (teammate) may not give a role that outranks their own"
    );
    workspace.run(&["perm", "deny", "team-settings", "--role", "admin"]).exit(0);
    by(&list("agent"), "admin@x.test").exit(3).reason("toggle-off");
}

#[test]
fn one_owner_at_a_time_also_from_a_list() {
    let workspace = Workspace::with_preset("timelinesai");
    import(&workspace, "email,role\nb@x.test,owner\n", &[]).exit(6);
    let many = Workspace::new();
    import(&many, "email,role\nb@x.test,owner\nc@x.test,owner\n", &[]).exit(0);
}

#[test]
fn who_sees_no_numbers_gets_no_list_of_them() {
    let workspace = Workspace::with_admins();
    let export = ["member", "export", "--as", "admin@x.test", "--format", "json"];
    workspace.run(&export).exit(0);
    workspace.run(&["mask", "enable", "number", "--role", "admin"]).exit(0);
    workspace.run(&export).exit(3).reason("mask-number");
    workspace.run(&["member", "export", "--as", "helper@x.test"]).exit(3);
}

/// A list writes its audit on a shorter way than a member who is added alone.
#[test]
fn the_audit_tells_the_same_of_a_member_from_a_list() {
    let after = |add: &dyn Fn(&Workspace)| -> String {
        let workspace = Workspace::new();
        add(&workspace);
        let sql = "SELECT object || before || after || actor_email || via || needed || at
            FROM (SELECT object, actor_email, via, coalesce(needed, '') AS needed, at,
            coalesce(before, '') AS before, after FROM audit WHERE action = 'member.add')";
        workspace.engine().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let alone = after(&|workspace| {
        let add = ["member", "add", "asha@x.test", "--role", "agent", "--name", "A \"B\" é"];
        workspace.run(&[&add[..], &["--phone", "+14155550132"]].concat()).exit(0);
    });
    let listed = after(&|workspace| {
        let list = "email,name,phone,role\nasha@x.test,\"A \"\"B\"\" é\",+14155550132,agent\n";
        import(workspace, list, &[]).exit(0);
    });
    assert_eq!(alone, listed);
    assert!(alone.contains("invitation_expires_at") && !alone.contains("4155550132"), "{alone}");
}
