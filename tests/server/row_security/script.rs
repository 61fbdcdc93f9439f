//! What is printed, run once and again, by who owns the database and isn't its superuser, and when the policy has
//! changed since.

use postgres::Client;

use super::kit::{Guarded, column};

/// All that the script makes, as the catalogue has it.
fn made(admin: &mut Client, schema: &str) -> Vec<String> {
    column(
        admin,
        &format!(
            "SELECT relname || ' ' || relkind::text || ' ' || relrowsecurity || ' ' ||
                coalesce(relacl::text, '') || ' ' || relowner::regrole || ' ' ||
                coalesce(reloptions::text, '') || coalesce(pg_get_viewdef(pg_class.oid), '')
             FROM pg_class JOIN pg_namespace AS it ON it.oid = relnamespace
             WHERE nspname IN ('{schema}', '{schema}_read') AND relkind IN ('r', 'v')
             UNION ALL SELECT attrelid::regclass || '.' || attname || ' ' || attacl::text
             FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid IN
                (SELECT pg_class.oid FROM pg_class JOIN pg_namespace AS it ON it.oid = relnamespace
                 WHERE nspname IN ('{schema}', '{schema}_read'))
             UNION ALL SELECT tablename || policyname || permissive || roles::text || cmd ||
                coalesce(qual, '') || coalesce(with_check, '')
             FROM pg_policies WHERE schemaname = '{schema}'
             UNION ALL SELECT proname || pg_get_functiondef(pg_proc.oid) || proacl::text ||
                proowner::regrole FROM pg_proc JOIN pg_namespace AS it ON it.oid = pronamespace
             WHERE nspname = '{schema}_read'
             UNION ALL SELECT nspname || coalesce(nspacl::text, '') FROM pg_namespace
             WHERE nspname IN ('{schema}', '{schema}_read')
             UNION ALL SELECT role || own || same_team || other_teams || assigned || users ||
                mask_number || mask_traits || cells FROM {schema}_read.rights
             UNION ALL SELECT name || email FROM {schema}_read.login
             ORDER BY 1"
        ),
    )
}

#[test]
fn to_run_it_again_changes_nothing() {
    let Some(guarded) = Guarded::sample() else { return };
    guarded.enforce();
    guarded.login("tess@acme.test");
    let mut admin = guarded.admin();
    let before = made(&mut admin, &guarded.schema);
    assert!(before.len() > 60, "{before:#?}");
    guarded.enforce();
    assert_eq!(made(&mut admin, &guarded.schema), before);
}

#[test]
fn the_program_goes_on_as_before() {
    let Some(guarded) = Guarded::sample() else { return };
    let lines = ["chat list --all --format json", "contact list --format json", "chat show 1"];
    let before = lines.map(|line| guarded.workspace.does(line).stdout);
    guarded.enforce();
    assert_eq!(lines.map(|line| guarded.workspace.does(line).stdout), before);
    guarded.workspace.does("chat reply 1 -m Hello");
    guarded.workspace.takes("contact import -", "name,phone\nNew One,+447700900999\n");
    guarded.workspace.does("audit verify");
    guarded.workspace.does("doctor");
}

#[test]
fn a_policy_that_has_changed_since_shows_nothing_until_it_is_run_anew() {
    let Some(guarded) = Guarded::sample() else { return };
    guarded.enforce();
    let login = guarded.login("tess@acme.test");
    let mut client = guarded.sign_in(&login);
    let mut chats = || column(&mut client, "SELECT id::text FROM chat ORDER BY chat.id");
    assert_eq!(chats(), ["2", "3"]);
    for (line, after) in [
        ("mask enable number --role teammate", vec!["2", "3"]),
        ("perm deny chats.same-team --role teammate", vec!["2"]),
        ("perm allow chats.other-teams --role teammate", vec!["1", "2", "4", "5", "6"]),
    ] {
        guarded.workspace.does(line);
        assert!(chats().is_empty(), "{line}");
        guarded.enforce();
        assert_eq!(chats(), after, "{line}");
    }
    // What opens nothing here makes no difference, and neither does what is changed of another role.
    guarded.workspace.does("perm deny templates --role teammate");
    guarded.workspace.does("perm deny chats.own --role agent");
    assert_eq!(chats().len(), 5);
    // Who is who is read at once.
    guarded.workspace.does("chat assign 3 --to tess@acme.test");
    assert_eq!(chats().len(), 6);
    guarded.workspace.does("member suspend tess@acme.test");
    assert!(chats().is_empty());
}

#[test]
fn who_owns_the_database_needs_to_be_no_superuser() {
    let Some(guarded) = Guarded::sample() else { return };
    let schema = guarded.schema.clone();
    // A login of the kit's, so that it goes with it; what it stands for is taken from it.
    guarded.enforce();
    let owner = guarded.login("nobody@acme.test");
    let mut admin = guarded.admin();
    admin
        .batch_execute(&format!(
            "DROP SCHEMA {schema}_read CASCADE;
             DROP OWNED BY {schema}_views, {schema}_readers;
             DROP ROLE {schema}_views, {schema}_readers;
             ALTER ROLE {owner} CREATEROLE;
             ALTER SCHEMA {schema} OWNER TO {owner};
             DO $$ DECLARE it text; BEGIN
                FOR it IN SELECT pg_class.oid::regclass FROM pg_class WHERE relkind = 'r'
                    AND relnamespace = '{schema}'::regnamespace
                LOOP EXECUTE 'ALTER TABLE ' || it || ' OWNER TO {owner}'; END LOOP;
                EXECUTE format('GRANT CREATE ON DATABASE %I TO {owner}', current_database());
             END $$"
        ))
        .unwrap();
    let script = guarded.script();
    for _ in 0..2 {
        let mut client = guarded.sign_in(&owner);
        if let Err(error) = client.batch_execute(&script) {
            panic!("{:?}", error.as_db_error());
        }
    }
    let login = guarded.login("tess@acme.test");
    let chats = column(&mut guarded.sign_in(&login), "SELECT id::text FROM chat ORDER BY chat.id");
    assert_eq!(chats, ["2", "3"]);
    let of_nobody = "SELECT count(*)::text FROM pg_auth_members WHERE roleid = ";
    let sql = format!("{of_nobody}'{schema}_views'::regrole");
    assert_eq!(column(&mut admin, &sql), ["0"]);
}

#[test]
fn what_somebody_else_put_in_its_place_is_refused() {
    let Some(guarded) = Guarded::sample() else { return };
    guarded.enforce();
    let schema = guarded.schema.clone();
    let stranger = guarded.login("nobody@acme.test");
    let script = guarded.script();
    let mut admin = guarded.admin();
    for (before, after) in [
        (
            format!("GRANT {schema}_views TO {stranger}"),
            format!("REVOKE {schema}_views FROM {stranger}"),
        ),
        (format!("ALTER ROLE {schema}_views LOGIN"), format!("ALTER ROLE {schema}_views NOLOGIN")),
        (
            format!("ALTER ROLE {schema}_views BYPASSRLS"),
            format!("ALTER ROLE {schema}_views NOBYPASSRLS"),
        ),
        (
            format!("ALTER TABLE {schema}_read.login OWNER TO {stranger}"),
            format!("ALTER TABLE {schema}_read.login OWNER TO CURRENT_USER"),
        ),
        (
            format!("ALTER SCHEMA {schema}_read OWNER TO {stranger}"),
            format!("ALTER SCHEMA {schema}_read OWNER TO CURRENT_USER"),
        ),
    ] {
        admin.batch_execute(&before).unwrap();
        assert!(admin.batch_execute(&script).is_err(), "{before}");
        admin.batch_execute("ROLLBACK").unwrap();
        admin.batch_execute(&after).unwrap();
        admin.batch_execute(&script).unwrap();
    }
}
