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
    ];
    for (index, list) in lists.into_iter().enumerate() {
        let workspace = Workspace::new();
        let map = if index == 5 { "--map Reach=phone --map Who=name" } else { "" };
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
fn cells_that_are_left_out_are_told_and_a_column_may_be_left_out() {
    let workspace = Workspace::new();
    let list = "name,phone,,\nA,+919876543210,x,\n,,,\nB,+919811122233,y,z\n";
    let ran = import(&workspace, list, "--map name=").succeeds();
    assert!(ran.stderr.contains("2 cells of column `#3`"), "{}", ran.transcript());
    assert!(ran.stderr.contains("1 cell of column `#4`"), "{}", ran.transcript());
    assert_eq!(shown(&workspace)["name"], serde_json::Value::Null);
    import(&workspace, list, "--map Nme=name").exits(6);
    let ran = import(&workspace, "Name,WhatsApp Kontakt\nA,+919876543210\n", "").exits(6);
    assert!(ran.stderr.contains("--map \\\"WhatsApp Kontakt=phone\\\""), "{}", ran.transcript());
}

#[test]
fn a_workbook_is_read_as_its_sheet_shows_it() {
    let workspace = Workspace::new();
    let ran = import(&workspace, include_bytes!("../fixtures/lists/contacts.xlsx"), "").succeeds();
    assert_eq!(ran.rows()[0]["new"], 3);
    assert!(ran.stderr.contains("1 cell of column `#7`"), "{}", ran.transcript());
    let phones = "SELECT group_concat(phone, ' ') FROM (SELECT phone FROM contact ORDER BY id)";
    assert_eq!(workspace.value(phones), "+919876543210 +4915123456789 +390612345678");
    let contact = shown(&workspace);
    assert_eq!(contact["tags"], serde_json::json!(["lead", "vip"]));
    assert_eq!(contact["opted_in"], true);
    assert_eq!(contact["traits"], serde_json::json!({"City": "Pune", "Joined": "2024-01-05"}));
    import(&workspace, b"PK\x03\x04 and no workbook", "").exits(6);
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
    let told: Vec<_> = ran.column("line");
    assert_eq!(told, ["2", "4"]);
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
