//! A login from whom numbers are hidden finds none by whatever it reads, and changes nothing by whatever it
//! tries.

use postgres::{Client, SimpleQueryMessage};

use super::kit::{Guarded, column};

/// What a reader of masked rows must not find, in any spelling.
struct Secrets {
    texts: Vec<String>,
    /// The digits of each number without its calling code.
    digits: Vec<String>,
}

impl Secrets {
    /// Of the whole workspace.
    fn of(admin: &mut Client) -> Self {
        let texts = "SELECT text FROM (
                SELECT name AS text FROM contact UNION SELECT username FROM contact
                UNION SELECT whatsapp_user_id FROM contact UNION SELECT phone FROM contact
                UNION SELECT value FROM contact_trait
                UNION SELECT key FROM contact_trait WHERE key LIKE 'favourite%'
                UNION SELECT text FROM message UNION SELECT external_id FROM message
            ) AS all_texts WHERE length(text) > 4";
        let digits = "SELECT pg_catalog.substr(phone, 2 + length(phone_country_code::text))
            FROM contact WHERE phone IS NOT NULL";
        Self { texts: column(admin, texts), digits: column(admin, digits) }
    }

    /// What of it stands in a text.
    fn found_in(&self, text: &str) -> Option<&String> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let has = |secret: &&String| text.contains(secret.as_str());
        let has_digits = |secret: &&String| digits.contains(secret.as_str());
        self.texts.iter().find(has).or_else(|| self.digits.iter().find(has_digits))
    }
}

/// A workspace whose teammates read masked, with every chat in their sight.
fn masked() -> Option<(Guarded, String)> {
    let guarded = Guarded::sample()?;
    for line in [
        "perm allow chats.other-teams --role teammate",
        "mask enable number --role teammate",
        "mask enable traits --role teammate",
        "role add desk-919876543210 --like teammate",
    ] {
        guarded.workspace.does(line);
    }
    guarded.workspace.execute(
        "UPDATE contact SET name = 'Zebulon Quill' WHERE id = 3;
         UPDATE contact SET username = 'quill.zebulon' WHERE id = 2;
         INSERT INTO contact_trait VALUES (3, 'favourite-zebra', 'Zanzibar blue'),
            (3, 'callback', '(0202) 555-0143');
         INSERT INTO contact_tag VALUES (2, '447700900123'), (3, 'Zebulon Quill');
         UPDATE account SET label = 'June Alder 2025550143' WHERE id = 1;
         UPDATE message SET kind = 'x447700900123', status = '447700900123' WHERE id = 2",
    );
    guarded.admin().batch_execute("ANALYZE").ok();
    guarded.enforce();
    let login = guarded.login("tess@acme.test");
    guarded.admin().batch_execute("ANALYZE").ok();
    Some((guarded, login))
}

/// Every relation that a login may read something of, with the columns that it may read.
const READABLE: &str = "SELECT pg_class.oid::regclass::text || ' ' ||
        string_agg(quote_ident(attname), ',' ORDER BY attnum)
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
    WHERE relkind IN ('r', 'v', 'm', 'p', 'f', 't', 'S')
        AND has_schema_privilege(pg_namespace.oid, 'USAGE')
        AND has_column_privilege(pg_class.oid, attnum, 'SELECT')
    GROUP BY pg_class.oid ORDER BY pg_class.oid";

#[test]
fn nothing_that_can_be_read_holds_a_number_a_name_a_text_or_a_trait() {
    let Some((guarded, login)) = masked() else { return };
    let secrets = Secrets::of(&mut guarded.admin());
    assert!(secrets.texts.len() > 15 && secrets.digits.len() > 3);
    let mut client = guarded.sign_in(&login);
    let (mut values, mut unread) = (0, Vec::new());
    for line in column(&mut client, READABLE) {
        let (relation, columns) = line.split_once(' ').unwrap();
        let sql = format!("SELECT {columns} FROM {relation}");
        let Ok(answer) = client.simple_query(&sql) else {
            unread.push(relation.to_owned());
            continue;
        };
        for message in answer {
            let SimpleQueryMessage::Row(row) = message else { continue };
            for at in 0..row.len() {
                let Some(value) = row.get(at) else { continue };
                values += 1;
                let found = secrets.found_in(value);
                assert!(found.is_none(), "{found:?} in {relation}: {value}");
            }
        }
    }
    // Some of the server's own views ask for more than a right to read them.
    assert!(unread.iter().all(|name| name.starts_with("pg_")), "{unread:?}");
    assert!(values > 10_000, "only {values} were read; not {unread:?}");
    // What tells that it could have been found.
    let chats = column(&mut client, "SELECT country FROM chat WHERE country IS NOT NULL");
    assert_eq!(chats.len(), 4);
    let owner = guarded.login("olive@acme.test");
    let found = column(&mut guarded.sign_in(&owner), "SELECT phone FROM chat").join(" ");
    assert!(secrets.found_in(&found).is_some(), "{found}");
}

#[test]
fn nothing_is_learned_by_what_runs_beside_a_row() {
    let Some((guarded, masked)) = masked() else { return };
    let secrets = Secrets::of(&mut guarded.admin());
    let agent = guarded.login("agnes@acme.test");
    let unseen = "Call me on +44 7700 900123";
    for (login, is_masked) in [(&masked, true), (&agent, false)] {
        let (mut client, notices) = guarded.sign_in_hearing(login);
        client
            .batch_execute(
                "CREATE FUNCTION pg_temp.leak(anyelement) RETURNS boolean
                    LANGUAGE plpgsql COST 0.0000001 AS
                    $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$",
            )
            .unwrap();
        for sql in [
            "SELECT FROM chat WHERE pg_temp.leak(phone) AND pg_temp.leak(contact)",
            "SELECT FROM chat WHERE pg_temp.leak(chat) AND false",
            "SELECT FROM message WHERE pg_temp.leak(text)",
            "SELECT FROM message WHERE pg_temp.leak(message.id::text || text || kind)",
            "SELECT FROM contact WHERE pg_temp.leak(contact)",
            "SELECT FROM contact_tag WHERE pg_temp.leak(tag)",
            "SELECT FROM contact_trait WHERE pg_temp.leak(value)",
            "SELECT FROM chat JOIN message ON pg_temp.leak(text) AND chat_id = chat.id",
        ] {
            client.simple_query(sql).unwrap();
        }
        // What fails tells what it failed on.
        let mut heard = notices.lock().unwrap().clone();
        for sql in [
            "SELECT FROM message WHERE text::integer = 1",
            "SELECT FROM chat WHERE 1 / (id - 2) = 1",
            "SELECT FROM message WHERE kind::integer = 1",
            "SELECT FROM chat WHERE account_label::integer = 1",
        ] {
            if let Err(error) = client.simple_query(sql) {
                heard.extend([format!("{error:?}")]);
            }
        }
        for sql in ["SELECT FROM chat WHERE phone = 'x'", "SELECT FROM message"] {
            heard += &column_of_plan(&mut client, sql);
        }
        assert!(!heard.contains(unseen), "{heard}");
        if is_masked {
            assert_eq!(secrets.found_in(&heard), None, "{heard}");
        } else {
            // Of what it sees it is told: so it would be of the rest.
            assert!(heard.contains("Where are you?"), "{heard}");
        }
    }
}

#[test]
fn no_plan_tells_whether_a_guess_was_right() {
    let Some((guarded, masked)) = masked() else { return };
    let agent = guarded.login("agnes@acme.test");
    for login in [&masked, &agent] {
        let mut client = guarded.sign_in(login);
        // Of the first and the second contact, whom the agent doesn't see.
        for (view, column, right) in [
            ("chat", "phone", "+919876543210"),
            ("chat", "contact", "Asha Rao"),
            ("contact", "phone", "+447700900123"),
            ("message", "text", "Call me on +44 7700 900123"),
            ("contact_tag", "tag", "447700900123"),
            ("contact_trait", "value", "098765 43210"),
            ("contact_trait", "key", "city"),
        ] {
            let mut plan = |guess: &str| {
                let options = "ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF";
                let sql =
                    format!("EXPLAIN ({options}) SELECT * FROM {view} WHERE {column} = '{guess}'");
                super::kit::column(&mut client, &sql).join("\n").replace(guess, "GUESS")
            };
            assert_eq!(plan(right), plan("nothing of the kind"), "{login}: {view}.{column}");
        }
    }
}

fn column_of_plan(client: &mut Client, sql: &str) -> String {
    column(client, &format!("EXPLAIN (ANALYZE, VERBOSE) {sql}")).join("\n")
}

#[test]
fn a_login_changes_nothing_and_becomes_nobody_else() {
    let Some((guarded, login)) = masked() else { return };
    let owner = guarded.login("olive@acme.test");
    let schema = guarded.schema.clone();
    let before = guarded.workspace.state();
    for login in [&login, &owner] {
        let mut client = guarded.sign_in(login);
        let count = column(&mut client, "SELECT count(*)::text FROM chat");
        let mut refused = Vec::new();
        for table in ["chat", "message", "contact", "contact_tag", "contact_trait"] {
            for place in [&schema, &format!("{schema}_read")] {
                let column = if table.starts_with("contact_") { "contact_id" } else { "id" };
                refused.extend([
                    format!("INSERT INTO {place}.{table} ({column}) VALUES (7)"),
                    format!("UPDATE {place}.{table} SET {column} = 7"),
                    format!("DELETE FROM {place}.{table}"),
                    format!("TRUNCATE {place}.{table}"),
                    format!("SELECT * FROM {place}.{table} FOR UPDATE"),
                    format!("DROP VIEW {place}.{table}"),
                    format!("ALTER VIEW {place}.{table} SET (security_barrier = false)"),
                ]);
            }
            refused.push(format!("SELECT * FROM {schema}.{table}"));
        }
        for table in [
            "member",
            "role",
            "audit",
            "audit_kept",
            "invitation",
            "outbox",
            "api_key",
            "setting",
            "integration",
            "member_key",
            "known_number",
            "contact_past_number",
            "message_search",
            "name_search",
            "early_event",
            "campaign",
            "template_version",
            "import_change",
        ] {
            refused.push(format!("SELECT * FROM {schema}.{table}"));
        }
        for table in ["login", "rights", "me", "seen_account"] {
            refused.push(format!("SELECT * FROM {schema}_read.{table}"));
        }
        refused.extend([
            format!("INSERT INTO {schema}_read.login VALUES ('{login}', 'olive@acme.test')"),
            format!("UPDATE {schema}_read.login SET email = 'olive@acme.test'"),
            format!("CREATE TABLE {schema}.mine (id int)"),
            format!("CREATE TABLE {schema}_read.mine (id int)"),
            format!("CREATE FUNCTION {schema}_read.f() RETURNS int LANGUAGE sql RETURN 1"),
            format!("ALTER TABLE {schema}.chat DISABLE ROW LEVEL SECURITY"),
            format!("DROP POLICY rolecall_reading ON {schema}.chat"),
            format!("GRANT SELECT ON {schema}.chat TO {login}"),
            format!("SET ROLE {schema}_views"),
            format!("SET SESSION AUTHORIZATION {owner}x"),
            "SET SESSION AUTHORIZATION postgres".to_owned(),
            "SET ROLE postgres".to_owned(),
            format!("GRANT {schema}_views TO {login}"),
        ]);
        for sql in refused {
            let answer = client.simple_query(&sql);
            assert!(answer.is_err(), "{sql} was done");
        }
        // Which role is on makes nobody another.
        client.batch_execute(&format!("SET ROLE {schema}_readers")).unwrap();
        assert_eq!(column(&mut client, "SELECT count(*)::text FROM chat"), count);
        client.batch_execute("SET row_security = off").unwrap();
        if let Ok(answer) = client.query("SELECT count(*)::text FROM chat", &[]) {
            assert_eq!(answer[0].get::<_, String>(0), count[0]);
        }
    }
    assert!(guarded.workspace.state() == before, "something was changed");
}
