//! What a server says where it refuses a statement holds rows and keys of its tables: none of it is printed, to
//! nobody, in no format. Only where `ROLECALL_TEST_SERVER` names a server.

use crate::support::Workspace;

/// Something in the way on the server, what it takes to meet it, and how the program ends.
struct Trouble {
    sql: &'static str,
    lines: &'static [&'static str],
    code: i32,
}

/// Raises what stands in the row, as a company's own trigger might.
const RAISING: &str = "CREATE FUNCTION raise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'row % of Asha Patel, +919876543210', NEW USING DETAIL = 'Asha Patel +919876543210',
        HINT = 'call +91 98765 43210'; END $$;";

const TROUBLES: &[Trouble] = &[
    Trouble {
        sql: "CREATE TRIGGER raising BEFORE INSERT OR UPDATE ON message FOR EACH ROW EXECUTE FUNCTION raise()",
        lines: &["chat reply 1 -m Hello", "chat reply 1 -m 'Hello again' --no-assign"],
        code: 7,
    },
    Trouble {
        sql: "CREATE TRIGGER raising BEFORE INSERT OR UPDATE ON contact FOR EACH ROW EXECUTE FUNCTION raise()",
        lines: &["contact edit 1 --name Asha"],
        code: 7,
    },
    Trouble {
        sql: "ALTER TABLE contact ADD CHECK (name <> 'Broken')",
        lines: &["contact edit 1 --name Broken"],
        code: 7,
    },
    Trouble {
        sql: "CREATE UNIQUE INDEX ON contact (name)",
        lines: &["contact edit 2 --name 'Asha Patel'"],
        code: 7,
    },
    Trouble {
        sql: "ALTER TABLE chat ALTER COLUMN last_at TYPE text USING 'Asha Patel'",
        lines: &["chat list", "chat show 1"],
        code: 7,
    },
    Trouble {
        sql: "ALTER TABLE contact RENAME COLUMN name TO \"Asha Patel\"",
        lines: &["chat list", "chat show 1"],
        code: 7,
    },
    Trouble {
        sql: "DROP TABLE contact_trait CASCADE",
        lines: &["contact show 1", "chat show 1"],
        code: 7,
    },
];

/// What no output holds: of the number, the name and the server's own words.
const TOLD: [&str; 9] =
    ["98765", "43210", "Patel", "row (", "Failing", "SELECT", "UPDATE ", "DbError", "postgres::"];

fn masked() -> Workspace {
    let workspace = Workspace::sample();
    workspace.execute("UPDATE contact SET name = 'Asha Patel' WHERE id = 1");
    for role in ["admin", "teammate"] {
        workspace.does(&format!("mask enable number --role {role}"));
        workspace.does(&format!("mask enable traits --role {role}"));
    }
    workspace
}

#[test]
fn nothing_of_a_server_s_own_words_is_printed() {
    if std::env::var_os("ROLECALL_TEST_SERVER").is_none() {
        return;
    }
    let mut told = 0;
    for Trouble { sql, lines, code } in TROUBLES {
        let workspace = masked();
        workspace.server_client().batch_execute(&format!("{RAISING} {sql}")).unwrap();
        for line in *lines {
            for reader in ["olive", "adam", "tess"] {
                for format in ["table", "json"] {
                    let line = format!("{line} --as {reader}@acme.test --format {format}");
                    let ran = workspace.run(&line);
                    let said = ran.transcript();
                    // The others may not do or see all of it.
                    let is_refused = reader != "olive" && matches!(ran.code, 3 | 4);
                    assert!(is_refused || ran.code == *code, "{sql}: {said}");
                    for part in TOLD {
                        let printed = format!("{}{}", ran.stdout, ran.stderr);
                        assert!(!printed.contains(part), "`{part}` after {sql}: {said}");
                    }
                    let error = if format == "json" {
                        ran.error()["message"].as_str().unwrap().to_owned()
                    } else {
                        ran.stderr
                            .lines()
                            .find_map(|it| it.strip_prefix("error: "))
                            .unwrap()
                            .to_owned()
                    };
                    assert!(error.starts_with(|first: char| !first.is_uppercase()), "{said}");
                    assert!(ran.stderr.contains("hint"), "{said}");
                    told += usize::from(ran.code == *code);
                }
            }
        }
    }
    assert!(told >= 40, "only {told} met what was in the way");
}
