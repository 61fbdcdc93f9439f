//! `member import` and `member export`: what is taken, what is told, and that the round trip is
//! exact.

use super::{
    mailbox::files,
    support::{Run, Workspace},
};

pub(super) fn import(workspace: &Workspace, list: &str, options: &[&str]) -> Run {
    let arguments = [&["member", "import", "-", "--format", "json"], options].concat();
    workspace.run_with(&arguments, list.as_bytes())
}

const LIST: &str = "email,name,phone,role,team\n\
    asha@x.test,Asha Rao,+919876543210,teammate,Default\n\
    ravi@x.test,Ravi,,admin,\n";

#[test]
fn a_list_becomes_members_with_an_invitation_each() {
    let workspace = Workspace::new();
    let counts = import(&workspace, LIST, &[]).exit(0).json();
    assert_eq!((&counts[0]["kind"], &counts[0]["new"]), (&"members".into(), &2.into()));
    assert_eq!((&counts[2]["kind"], &counts[2]["new"]), (&"invitations".into(), &2.into()));
    assert_eq!(workspace.member("asha@x.test", "name"), "Asha Rao");
    assert_eq!(workspace.member("asha@x.test", "phone"), "+919876543210");
    assert_eq!(workspace.member("ravi@x.test", "role"), "admin");
    assert_eq!(workspace.member("ravi@x.test", "status"), "invited");
    assert_eq!(workspace.member("ravi@x.test", "added_by"), "owner@x.test");
    workspace.run(&["outbox", "flush"]).exit(0);
    assert_eq!(files(&workspace).len(), 2);
    let audited = "SELECT count(*) FROM audit WHERE action = 'member.add'";
    assert_eq!(workspace.count(audited), 2);
}

#[test]
fn every_form_of_the_same_list_gives_the_same_members() {
    let forms = [
        LIST.to_owned(),
        format!("\u{feff}{LIST}"),
        LIST.replace('\n', "\r\n"),
        LIST.replace(',', ";"),
        LIST.replace(',', "\t"),
        LIST.trim_end().to_owned(),
        LIST.replace("\nravi", "\n\n\nravi"),
        "E-Mail,Full Name,Contact Number,Role,Team Name\n\
         asha@x.test,Asha Rao,+91 98765 43210,teammate,default\nravi@x.test,Ravi,,admin,\n"
            .to_owned(),
        "role,last name,First_Name,PHONE,email\n\
         teammate,Rao,Asha,+919876543210,asha@x.test\nadmin,,Ravi,,ravi@x.test\n"
            .to_owned(),
        "email,name,phone,country,role\n\
         asha@x.test,\"Asha\r\nRao\",098765 43210,IN,teammate\n\"ravi@x.test\",\"Ravi\",,,\"admin\"\n"
            .to_owned(),
        "{\"email\":\"asha@x.test\",\"name\":\"Asha Rao\",\"phone\":\"+919876543210\",\"role\":\"teammate\"}\n\
         {\"role\":\"admin\",\"email\":\"ravi@x.test\",\"first_name\":\"Ravi\",\"team\":null}\n"
            .to_owned(),
        "[\n  {\"email\":\"asha@x.test\",\"name\":\"Asha Rao\",\"phone\":919876543210,\"role\":\"teammate\"},\n\
         {\"role\":\"admin\",\"email\":\"ravi@x.test\",\"name\":\"Ravi\"}\n]\n"
            .to_owned(),
    ];
    let exported = |list: &str| {
        let workspace = Workspace::new();
        import(&workspace, list, &[]).exit(0);
        workspace.run(&["member", "export"]).exit(0).stdout
    };
    let expected = exported(&forms[0]);
    assert_eq!(
        expected,
        "email,name,phone,role,team\nowner@x.test,,,owner,Default\n\
         asha@x.test,Asha Rao,+919876543210,teammate,Default\nravi@x.test,Ravi,,admin,Default\n"
    );
    for form in &forms[1..] {
        assert_eq!(exported(form), expected, "{form}");
    }
}

/// Names that a spreadsheet, a terminal or a careless writer would change.
#[test]
fn the_round_trip_is_exact() {
    let from = Workspace::new();
    from.run(&["team", "add", "Sales, \"North\""]).exit(0);
    let names = [
        "plain",
        "a,b",
        "a;b",
        "\"quoted\"",
        "=1+1",
        "'=1+1",
        "''=1",
        "'plain",
        "-",
        "+1",
        "@x",
        "नमस्ते 🙂",
        "Zoë O'Neil",
        "x\u{200d}y",
        "tab|bar",
        "{brace",
        "[bracket",
    ];
    for (index, name) in names.iter().enumerate() {
        let email = format!("m{index}@x.test");
        let add = ["member", "add", &email, "--role", "agent", "--no-invite", "--name=NAME"];
        let name = format!("--name={name}");
        let arguments = [&add[..6], &[&name]].concat();
        from.run(&arguments).exit(0);
    }
    from.run(&["team", "join", "Sales, \"North\"", "m1@x.test"]).exit(0);
    from.run(&["member", "edit", "m2@x.test", "--phone", "+14155550132"]).exit(0);
    from.add("+tagged=x@x.test", "agent");
    for format in ["csv", "json", "jsonl", "table"] {
        let export = ["member", "export", "--format", format];
        let list = from.run(&export).exit(0).stdout;
        let to = Workspace::new();
        import(&to, &list, &["--create-teams", "--update"]).exit(0);
        assert_eq!(to.run(&export).exit(0).stdout, list, "{format}");
    }
}

#[test]
fn all_bad_rows_are_told_at_once_and_nothing_is_kept() {
    let workspace = Workspace::new();
    let list = "email,name,phone,role,team\n\
        good@x.test,Good,,agent,\n\
        not-an-address,A,,agent,\n\
        b@x.test,B,123,agent,\n\
        c@x.test,C,,agnet,\n\
        d@x.test,D,,agent,Nowhere\n\
        good@x.test,Again,,agent,\n\
        OWNER@x.test,Known,,agent,\n\
        e@x.test,\"=cmd()\",,agent,\n";
    let run = import(&workspace, list, &[]).exit(6);
    let places: Vec<_> = run
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {}", row["line"], row["column"].as_str().unwrap()))
        .collect();
    assert_eq!(
        places,
        ["2 email", "3 email", "4 phone", "5 role", "6 team", "7 email", "8 email", "9 name"]
    );
    assert_eq!(run.json()[3]["value"], "agnet");
    assert!(run.json()[3]["hint"].as_str().unwrap().contains("`agent`"));
    let twice = "stands in the list more than once, and not with the same `name`";
    assert_eq!(run.json()[5]["problem"], twice);
    assert_eq!(run.json()[6]["problem"], "is a member already");
    assert!(
        run.stderr.contains("line 2") && run.stderr.contains("none of its 8 rows"),
        "{}",
        run.stderr
    );
    assert_eq!(workspace.emails(), ["owner@x.test"]);
    // A dry run says the same.
    let dry = import(&workspace, list, &["--dry-run"]).exit(6);
    assert_eq!(dry.stdout, run.stdout);
}

#[test]
fn rejected_rows_are_mended_and_imported_again() {
    for (list, mended) in [
        ("name;role;email\nGood;agent;good@x.test\nBad;agnet;bad@x.test\n", ("agnet", "agent")),
        (
            "{\"email\":\"good@x.test\",\"role\":\"agent\"}\n{\"email\":\"bad@x.test\",\"role\":\"agnet\"}\n",
            ("agnet", "agent"),
        ),
    ] {
        let workspace = Workspace::new();
        let options = ["--keep-going", "--rejects", "rejects.txt"];
        import(&workspace, list, &options).exit(6);
        assert_eq!(workspace.emails(), ["owner@x.test", "good@x.test"]);
        let rejects = std::fs::read_to_string(workspace.folder().join("rejects.txt")).unwrap();
        assert!(rejects.contains("no such role"), "{rejects}");
        let options = [&options[..], &["--force"]].concat();
        let again = import(&workspace, &rejects.replace(mended.0, mended.1), &options);
        again.exit(0);
        assert_eq!(workspace.emails(), ["owner@x.test", "good@x.test", "bad@x.test"]);
        let kept = std::fs::read_dir(workspace.folder()).unwrap().map(|entry| entry.unwrap());
        let names: Vec<_> = kept.map(|entry| entry.file_name()).collect();
        assert!(names.iter().all(|name| !name.to_string_lossy().ends_with(".new")), "{names:?}");
    }
}

#[test]
fn a_rejects_file_never_takes_the_list_s_place() {
    let workspace = Workspace::new();
    let path = workspace.folder().join("list.csv");
    std::fs::write(&path, "email,role\nbad,agent\n").unwrap();
    let rejects = ["--keep-going", "--rejects", "./list.csv"];
    workspace.run(&[&["member", "import", "list.csv"], &rejects[..]].concat()).exit(2);
    workspace.run(&["member", "import", "list.csv", "--rejects", "other.csv"]).exit(2);
    assert_eq!(std::fs::read_to_string(path).unwrap(), "email,role\nbad,agent\n");
}

#[test]
fn a_dry_run_tells_whom_it_would_touch_and_what_the_import_tells() {
    let workspace = Workspace::new();
    let planned = import(&workspace, LIST, &["--dry-run"]).exit(0).json();
    let person = serde_json::json!({"line": 2, "email": "asha@x.test", "name": "Asha Rao",
        "role": "teammate", "team": "Default", "action": "invite"});
    for (key, value) in person.as_object().unwrap() {
        assert_eq!(planned[0][key], *value, "{key}");
    }
    assert_eq!(import(&workspace, LIST, &["--dry-run", "--no-invite"]).json()[1]["action"], "add");
    assert_eq!(workspace.emails(), ["owner@x.test"]);
    let mended = format!("{LIST}bad,,,agent,\n");
    let some = import(&workspace, &mended, &["--dry-run", "--keep-going"]).exit(6).json();
    assert_eq!((&some[0]["kind"], &some[1]["email"]), (&"refused".into(), &"asha@x.test".into()));
    let done = import(&workspace, LIST, &[]).exit(0).json();
    let counts: Vec<_> = planned.as_array().unwrap().iter().skip(2).collect();
    assert_eq!(counts, done.as_array().unwrap().iter().collect::<Vec<_>>());
    let edits = "email,name\nasha@x.test,Asha R\nravi@x.test,\n";
    let planned = import(&workspace, edits, &["--dry-run", "--update"]).exit(0).json();
    assert_eq!((&planned[0]["action"], &planned[0]["name"]), (&"edit".into(), &"Asha R".into()));
    assert_eq!((&planned[1]["kind"], &planned[1]["unchanged"]), (&"members".into(), &1.into()));
}

#[test]
fn a_report_s_columns_keep_their_place() {
    let workspace = Workspace::new();
    let csv = |line: &[&str], list: &str| {
        let arguments = [line, &["import", "-", "--dry-run", "--format", "csv"]].concat();
        let ran = workspace.run_with(&arguments, list.as_bytes());
        ran.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let people = csv(&["member"], LIST);
    assert!(people[0].starts_with("line,email,name,role,team,action,"), "{people:?}");
    assert!(people[2].starts_with("3,ravi@x.test,Ravi,admin,Default,invite,"), "{people:?}");
    let refused = "line,column,value,problem,hint,";
    let bad = csv(&["member"], "email,role\nbad,agent\n");
    assert!(bad[0].starts_with(refused) && bad[1].starts_with("2,email,bad,"), "{bad:?}");
    let bad = csv(&["contact"], "phone,name\n12,A\n");
    assert!(bad[0].starts_with(refused) && bad[1].starts_with("2,phone,12,"), "{bad:?}");
}

#[test]
fn of_rows_that_say_the_same_the_first_is_taken() {
    let workspace = Workspace::new();
    let list = "email,name,role,team\n\
        same@x.test,S,agent,\nSAME@x.test,S,agent,\nsame@x.test,S,agent,\n\
        other@x.test,O,agent,\nother@x.test,,admin,\nlast@x.test,L,agent,\n";
    let run = import(&workspace, list, &["--keep-going"]).exit(6).json();
    let refused = run.as_array().unwrap().iter().filter(|row| row["kind"] == "refused");
    let told: Vec<_> = refused.map(|row| format!("{} {}", row["line"], row["problem"])).collect();
    let same = "\"stands in the list twice: line 2 says the same\"";
    let other = "\"stands in the list more than once, and not with the same `name`, `role`\"";
    assert_eq!(
        told,
        [format!("3 {same}"), format!("4 {same}"), format!("5 {other}"), format!("6 {other}")]
    );
    assert_eq!(workspace.emails(), ["owner@x.test", "same@x.test", "last@x.test"]);
}

#[test]
fn a_list_without_roles_is_told_once() {
    let workspace = Workspace::new();
    let list = "email,name,Job Role\na@x.test,A,agent\nb@x.test,B,agent\n";
    let run = import(&workspace, list, &[]).exit(6);
    assert!(run.stdout.is_empty() && run.stderr.contains("no column is called `role`"));
    assert!(run.stderr.contains(r#"--map \"COLUMN=role\""#), "{}", run.stderr);
    let run = import(&workspace, list, &["--map", "Job Role=rolle"]).exit(6);
    assert!(run.stderr.contains(r#"did you mean `--map \"Job Role=role\"`?"#), "{}", run.stderr);
    assert!(run.stderr.contains("email, name, phone, first_name,"), "{}", run.stderr);
    let slip = list.replace("Job Role", "Rolle");
    let run = import(&workspace, &slip, &[]).exit(6);
    assert!(run.stderr.contains(r#"--map \"Rolle=role\""#), "{}", run.stderr);
    import(&workspace, &slip, &["--map", "Rolle=role"]).exit(0);
    // Who is there already needs no role in a list.
    import(&workspace, "email,name\na@x.test,Ann\n", &["--update"]).exit(0);
}

#[test]
fn an_import_that_edited_somebody_is_taken_back() {
    let workspace = Workspace::new();
    import(&workspace, LIST, &["--no-invite"]).exit(0);
    let list = "email,name,phone,role,team\nasha@x.test,Ann,+14155550132,agent,New\n\
        new@x.test,N,,agent,New\n";
    let before = workspace.run(&["member", "export"]).exit(0).stdout;
    import(&workspace, list, &["--update", "--create-teams", "--no-invite"]).exit(0);
    assert_ne!(workspace.run(&["member", "export"]).exit(0).stdout, before);
    workspace.run(&["undo"]).exit(0);
    assert_eq!(workspace.run(&["member", "export"]).exit(0).stdout, before);
    let teams = workspace.json(&["team", "list", "--fields", "name"]);
    assert_eq!(teams.as_array().unwrap().len(), 1);
}

#[test]
fn known_members_are_edited_on_demand() {
    let workspace = Workspace::new();
    import(&workspace, LIST, &["--no-invite"]).exit(0);
    let list =
        "email,name,role,team\nasha@x.test,Asha R,agent,\nravi@x.test,,,\nnew@x.test,N,agent,\n";
    import(&workspace, list, &[]).exit(6);
    let counts = import(&workspace, list, &["--update", "--no-invite"]).exit(0).json();
    assert_eq!(
        (&counts[0]["new"], &counts[0]["changed"], &counts[0]["unchanged"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert_eq!(workspace.member("asha@x.test", "role"), "agent");
    assert_eq!(workspace.member("asha@x.test", "phone"), "+919876543210");
    assert_eq!(workspace.member("ravi@x.test", "role"), "admin");
    let twice = "email,name\nasha@x.test,A\nasha@x.test,B\n";
    let run = import(&workspace, twice, &["--update"]).exit(6);
    assert_eq!((&run.json()[0]["line"], &run.json()[1]["line"]), (&2.into(), &3.into()));
    // The last owner isn't demoted by a list either.
    let demoted = import(&workspace, "email,role\nowner@x.test,agent\n", &["--update"]).exit(6);
    assert!(demoted.json()[0]["problem"].as_str().unwrap().contains("last owner"));
}

#[test]
fn teams_are_made_on_demand_and_not_for_rows_that_are_not_taken() {
    let workspace = Workspace::new();
    let list =
        "email,role,team\na@x.test,agent,Sales\nb@x.test,agent,SALES\nowner@x.test,agent,Ghost\n";
    import(&workspace, list, &[]).exit(6);
    import(&workspace, list, &["--create-teams", "--keep-going"]).exit(6);
    let teams = workspace.json(&["team", "list", "--fields", "name,members"]);
    assert_eq!(
        teams,
        serde_json::json!([{"name": "Default", "members": 1}, {"name": "Sales", "members": 2}])
    );
}

#[test]
fn a_list_that_isn_t_there_is_bad_input() {
    let workspace = Workspace::new();
    workspace.run(&["member", "import", "nowhere.csv"]).exit(6);
    workspace.run(&["member", "import", "."]).exit(6);
}

#[test]
fn what_a_member_has_no_field_for_is_left_out_and_told() {
    for list in [
        "email,role,boss\na@x.test,agent,b\n",
        "{\"email\":\"a@x.test\",\"role\":\"agent\",\"boss\":\"b\"}\n",
    ] {
        let run = import(&Workspace::new(), list, &[]).exit(0);
        assert_eq!(run.json()[0]["new"], 1);
        assert!(run.stderr.contains("boss"), "{list}\n{}", run.stderr);
    }
    let list = "email,role,name,first name,surname,phone,mobile,Problem\n\
        a@x.test,agent,Ann A,Anna,Ames,+4915123456789,+919811122233,late\n\
        b@x.test,agent,,Bea,Bell,,+919876543210,\n";
    let run = import(&Workspace::new(), list, &[]).exit(0);
    for column in ["first name", "surname", "mobile", "Problem"] {
        let said = format!("left out: 1 cell of column `{column}`");
        assert!(run.stderr.contains(&said), "{column}\n{}", run.stderr);
    }
}
