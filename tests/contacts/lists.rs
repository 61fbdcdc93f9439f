//! Lists of people as other programs write them, for contacts and members alike.

use crate::support::{Ran, Workspace};

fn import(workspace: &Workspace, list: impl AsRef<[u8]>, options: &str) -> Ran {
    workspace.run_with(&format!("contact import - --format json {options}"), list)
}

fn shown(workspace: &Workspace) -> serde_json::Value {
    workspace.does("contact show 1 --format json").json()
}

#[test]
fn lists_of_other_programs_are_read_by_their_own_columns() {
    let lists = [
        // Google Contacts
        "First Name,Middle Name,Last Name,Labels,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n\
         Asha,K,Rao,* myContacts ::: vip,a@x.test,Mobile,+91 98765 43210\n",
        // Outlook
        "First Name,Middle Name,Last Name,E-mail Address,Home Phone,Mobile Phone,Categories\n\
         Asha,K,Rao,a@x.test,,+91 98765 43210,vip\n",
        // HubSpot
        "Record ID,First Name,Last Name,Email,Phone Number\n1,Asha K,Rao,a@x.test,+919876543210\n",
        // Chatwoot
        "id,name,email,phone_number,labels\n1,Asha K Rao,a@x.test,+919876543210,vip\n",
        // WATI
        "NAME,COUNTRYCODE,PHONE,ALLOWBROADCAST\nAsha K Rao,91,9876543210,TRUE\n",
        // A column whose name says nothing
        "Who,Reach\nAsha K Rao,919876543210\n",
        "Who;Reach\nAsha K Rao;919876543210\n",
        // Zoho
        "Record Id,Contact Name,Mobile\nz1,Asha K Rao,919876543210\n",
    ];
    for (index, list) in lists.into_iter().enumerate() {
        let workspace = Workspace::new();
        let map = if (5..7).contains(&index) { "--map Reach=phone --map Who=name" } else { "" };
        import(&workspace, list, map).succeeds();
        let contact = shown(&workspace);
        assert_eq!(contact["name"], "Asha K Rao", "{list}");
        assert_eq!(contact["phone"], "+919876543210", "{list}");
        if list.contains("vip") {
            assert_eq!(contact["tags"], serde_json::json!(["vip"]), "{list}");
        }
        if list.contains("TRUE") {
            assert_eq!(contact["opted_in"], true);
        }
    }
}

#[test]
fn of_several_numbers_one_is_theirs_and_the_others_are_kept() {
    let workspace = Workspace::new();
    let list = "Name,Business Phone,Mobile Phone,Phone\nA,11,+91 98111 22233,+91 98765 43210\n";
    import(&workspace, list, "").succeeds();
    let contact = shown(&workspace);
    assert_eq!(contact["phone"], "+919876543210");
    let traits = serde_json::json!({"Business Phone": "11", "Mobile Phone": "+91 98111 22233"});
    assert_eq!(contact["traits"], traits);
}

#[test]
fn whatsapps_number_comes_before_others_and_a_mapped_one_before_it() {
    for (list, map) in [
        ("Phone,WhatsApp Number\n+911123456789,+919876543210\n", ""),
        ("WhatsApp Phone Number,Phone Number\n+919876543210,+911123456789\n", ""),
        ("WhatsApp Number,Reach\n+911123456789,+919876543210\n", "--map Reach=phone"),
    ] {
        let workspace = Workspace::new();
        import(&workspace, list, map).succeeds();
        assert_eq!(shown(&workspace)["phone"], "+919876543210", "{list}");
    }
}

#[test]
fn cells_that_are_left_out_are_told_and_a_column_may_be_left_out() {
    let workspace = Workspace::new();
    let list = "name,phone,,\nA,+919876543210,x,\n,,,\nB,+919811122233,y,z\n";
    let ran = import(&workspace, list, "--map name=").succeeds();
    assert!(ran.stderr.contains("2 cells of column `#3`"), "{}", ran.transcript());
    assert!(ran.stderr.contains("1 cell of column `#4`"), "{}", ran.transcript());
    assert_eq!(shown(&workspace)["name"], serde_json::Value::Null);
    import(&workspace, list, "--map Nme=name").exits(6);
    let list = "name,phone,Problem,problem\nC,+919812345678,owes 500,is bad\n";
    let ran = import(&workspace, list, "").succeeds();
    assert!(ran.stderr.contains("1 cell of column `problem`"), "{}", ran.transcript());
    let traits = "SELECT group_concat(key || ' ' || value) FROM contact_trait";
    assert_eq!(workspace.value(traits), "Problem owes 500");
    let ran = import(&workspace, "Name,WhatsApp Kontakt\nA,+919876543210\n", "").exits(6);
    assert!(ran.stderr.contains("--map \\\"WhatsApp Kontakt=phone\\\""), "{}", ran.transcript());
}

#[test]
fn a_workbook_is_read_as_its_sheet_shows_it() {
    let workspace = Workspace::new();
    let ran = import(&workspace, include_bytes!("../fixtures/lists/contacts.xlsx"), "").succeeds();
    assert_eq!(ran.rows()[0]["new"], 3);
    assert!(ran.stderr.contains("1 cell of column `#7`"), "{}", ran.transcript());
    assert!(ran.stderr.contains("left out: 1 row of sheet `Other`"), "{}", ran.transcript());
    let phones = "SELECT group_concat(phone, ' ') FROM (SELECT phone FROM contact ORDER BY id)";
    assert_eq!(workspace.value(phones), "+919876543210 +4915123456789 +390612345678");
    let contact = shown(&workspace);
    assert_eq!(contact["tags"], serde_json::json!(["lead", "vip"]));
    assert_eq!(contact["opted_in"], true);
    assert_eq!(contact["traits"], serde_json::json!({"City": "Pune", "Joined": "2024-01-05"}));
    import(&workspace, b"PK\x03\x04 and no workbook", "").exits(6);
}

#[test]
fn a_workbooks_numbers_are_read_with_the_zeros_that_its_sheet_shows() {
    let workspace = Workspace::new();
    import(&workspace, include_bytes!("../fixtures/lists/formats.xlsx"), "").succeeds();
    let contact = shown(&workspace);
    assert_eq!(contact["phone"], "+390612345678");
    assert_eq!(contact["traits"], serde_json::json!({"called": "36:00:00"}));
}

#[test]
fn a_key_that_stands_twice_is_refused_with_its_line() {
    for (list, told) in [
        (r#"{"name": "A", "name": "B", "phone": "+919876543210"}"#, "stands twice"),
        (r#"{"name": "A", "Full Name": "B", "phone": "+919876543210"}"#, "stands twice"),
        (r#"{"City": "A", "City": "B", "phone": "+919876543210"}"#, "stands twice"),
        (
            r#"{"traits": {"city": "Pune"}, "city": "Delhi", "phone": "+919876543210"}"#,
            "has a trait twice",
        ),
        (
            r#"{"city": "Delhi", "traits": {"city": "Pune"}, "phone": "+919876543210"}"#,
            "has a trait twice",
        ),
    ] {
        let ran = import(&Workspace::new(), list, "").exits(6);
        assert!(ran.stdout.contains(told), "{}", ran.transcript());
        assert_eq!(ran.rows()[0]["line"], 1);
    }
    let apart =
        r#"{"traits": {"city": "Pune"}, "town": "Delhi", "mobile": "1", "phone": "+919876543210"}"#;
    import(&Workspace::new(), apart, "").succeeds();
}

#[test]
fn a_number_of_any_length_in_json_is_kept_digit_by_digit() {
    let list = r#"[{"phone": 919876543210, "sim": 89014103211118510720, "tags": [12345678901234567890123],
        "said": "is \" 89014103211118510720", "traits": {"old": -12345678901234567890, "rate": 1.10}}]"#;
    let workspace = Workspace::new();
    import(&workspace, list, "").succeeds();
    let contact = shown(&workspace);
    assert_eq!(contact["phone"], "+919876543210");
    assert_eq!(contact["tags"], serde_json::json!(["12345678901234567890123"]));
    let traits = serde_json::json!({"sim": "89014103211118510720", "said": "is \" 89014103211118510720",
        "old": "-12345678901234567890", "rate": "1.1"});
    assert_eq!(contact["traits"], traits);
}

#[test]
fn between_semicolons_a_comma_is_a_part_of_a_tag() {
    for (written, tags) in [
        ("Pune, MH; vip", ["Pune, MH", "vip"]),
        ("vip, new", ["new", "vip"]),
        ("vip;new", ["new", "vip"]),
    ] {
        let workspace = Workspace::new();
        import(&workspace, format!("phone,tags\n+919876543210,\"{written}\"\n"), "").succeeds();
        assert_eq!(shown(&workspace)["tags"], serde_json::json!(tags), "{written}");
    }
}

#[test]
fn members_come_from_the_same_lists() {
    let workspace = Workspace::new();
    let list = include_bytes!("../fixtures/lists/members.xlsx");
    let ran = workspace.run_with("member import -", list).succeeds();
    assert!(ran.stderr.contains("1 cell of column `Notes`"), "{}", ran.transcript());
    let members =
        "SELECT group_concat(name || ' ' || role || ' ' || phone) FROM member WHERE id > 1";
    assert_eq!(workspace.value(members), "Ravi Kumar agent +919811122233");
}

#[test]
fn who_stands_in_a_list_twice_is_not_taken_at_all() {
    let workspace = Workspace::new();
    let list = "email,role\na@x.test,agent\nb@x.test,agent\nA@X.test,teammate\n";
    let ran = workspace.run_with("member import - --keep-going --format json", list).exits(6);
    assert_eq!(ran.column("line")[..3], ["2", "4", "null"]);
    assert_eq!(workspace.value("SELECT group_concat(email) FROM member WHERE id > 1"), "b@x.test");
}

#[test]
fn countries_of_one_calling_code_are_told_apart() {
    let workspace = Workspace::sample();
    for (number, name) in [("+14165550123", "Toronto"), ("+14155550123", "SF")] {
        workspace.does(&format!("contact add {number} --name {name}"));
    }
    let names = |options: &str| {
        workspace.does(&format!("contact list --format json {options}")).column("name")
    };
    assert_eq!(names("--country CA"), ["Toronto"]);
    assert_eq!(names("--country CA --limit 1"), ["Toronto"]);
    assert_eq!(names("--country JM"), [""; 0]);
    assert!(names("--country +1").contains(&"SF".to_owned()));
}

/// Every number that is there, as text.
fn numbers(workspace: &Workspace) -> String {
    workspace.value("SELECT coalesce(group_concat(phone, ' '), '') FROM (SELECT phone FROM contact ORDER BY id)")
}

#[test]
fn objects_may_stand_on_a_line_of_their_own_or_on_many_or_all_on_one() {
    let one = r#"{"name":"A {[","phone":"+919876543210"}"#;
    let two = r#"{"name":"B \"} x","phone":"+919811122233"}"#;
    let pretty = |text: &str| {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    };
    for list in [
        format!("{one}\n{two}\n"),
        format!("[{one},{two}]"),
        format!("[\n{one},\n{two}\n]\n"),
        format!("[{one},\r\n\r\n{two}]\r\n"),
        pretty(&format!("[{one},{two}]")),
        format!("{}\n{}", pretty(one), pretty(two)),
        format!("{one}{two}"),
        format!("[[{one}], [{two}]]"),
    ] {
        let workspace = Workspace::new();
        import(&workspace, &list, "").succeeds();
        assert_eq!(numbers(&workspace), "+919876543210 +919811122233", "{list}");
        let again = import(&workspace, &list, "").succeeds();
        assert_eq!(again.rows()[0]["unchanged"], 2, "{list}");
    }
    // What is broken costs itself alone.
    for broken in ["{\"name\":\"C\"", "{\"name\":\"C", "[1,2]", "nothing", "{\"name\":{\n  \"a\":1"]
    {
        let workspace = Workspace::new();
        let list = format!("{one}\n{broken}\n{two}\n");
        let ran = import(&workspace, &list, "--keep-going").exits(6);
        assert_eq!(ran.rows()[0]["line"], 2, "{}", ran.transcript());
        assert_eq!(numbers(&workspace), "+919876543210 +919811122233", "{list}");
    }
    let workspace = Workspace::new();
    let members = r#"[{"email":"a@x.test","role":"agent"},{"email":"b@x.test","role":"Agent"}]"#;
    workspace.takes("member import -", members);
    assert_eq!(workspace.value("SELECT count(*) FROM member"), "3");
}

#[test]
fn a_number_that_json_has_as_a_float_is_exact_or_refused() {
    let workspace = Workspace::new();
    let taken =
        "{\"phone\":919876543210}\n{\"phone\":919811122233.0}\n{\"phone\":9.19811122244e11}\n";
    import(&workspace, taken, "").succeeds();
    assert_eq!(numbers(&workspace), "+919876543210 +919811122233 +919811122244");
    for rounded in
        ["9.1987e11", "9.19877E+11", "919877000000.0", "919876543210.5", "1e400", "-9.1e11"]
    {
        let list = format!("{{\"phone\":{rounded}}}\n");
        let ran = import(&workspace, &list, "").exits(6);
        assert!(!ran.stderr.is_empty());
        let members =
            format!("{{\"email\":\"a@x.test\",\"role\":\"agent\",\"phone\":{rounded}}}\n");
        workspace.run_with("member import -", members).exits(6);
    }
    let ran = import(&workspace, "{\"phone\":9.1987e11}", "").exits(6);
    assert_eq!(ran.rows()[0]["problem"], "a spreadsheet has rounded the phone number");
}

#[test]
fn a_list_in_utf_16_is_read() {
    let long = "x".repeat(5000);
    let list = format!("name\tphone\nAsha 😀 रा\t+919876543210\n{long}\t+919811122233\n");
    for (mark, bytes) in
        [([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xfe, 0xff], u16::to_be_bytes)]
    {
        // A character of two halves lies on the border of a piece that is read, at one of these.
        for shift in 0..2 {
            let list = list.replace(&long, &format!("{}😀", &long[shift..4060]));
            let mut wide = mark.to_vec();
            wide.extend(list.encode_utf16().flat_map(bytes));
            let workspace = Workspace::new();
            import(&workspace, &wide, "").succeeds();
            assert_eq!(numbers(&workspace), "+919876543210 +919811122233");
            assert_eq!(shown(&workspace)["name"], "Asha 😀 रा");
            assert!(workspace.value("SELECT name FROM contact WHERE id = 2").ends_with("x😀"));
            let unmarked = Workspace::new();
            import(&unmarked, &wide[2..], "").succeeds();
            assert_eq!(numbers(&unmarked), numbers(&workspace));
            // Half of a character is none.
            wide.extend(bytes(0xd83d));
            import(&workspace, &wide, "--update").exits(6);
        }
    }
}

#[test]
fn a_report_is_one_table() {
    let workspace = Workspace::new();
    let list = "name,phone,\nA,+919876543210,x\nB,12,\n";
    let ran = import(&workspace, list, "--keep-going --dry-run").exits(6);
    let told = ran.rows();
    let kinds: Vec<_> = told.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["refused", "contacts", "column #3"]);
    assert_eq!((&told[0]["refused"], &told[0]["line"]), (&1.into(), &3.into()));
    assert_eq!((&told[1]["new"], &told[2]["left_out"]), (&1.into(), &1.into()));
    let kept = import(&workspace, list, "--keep-going").exits(6);
    assert_eq!(kept.stdout, ran.stdout, "a dry run reports the same");
}

#[test]
fn what_spreadsheets_write_around_cells_is_taken_off() {
    let workspace = Workspace::new();
    let list = "sep=;\nname;phone;notes\nA;\"=\"\"+919876543210\"\"\";a, b\nB;12;\n";
    let ran = import(&workspace, list, "--keep-going").exits(6);
    assert_eq!(ran.rows()[0]["line"], 4, "{}", ran.transcript());
    assert_eq!(numbers(&workspace), "+919876543210");
    assert_eq!(shown(&workspace)["traits"]["notes"], "a, b");
}
