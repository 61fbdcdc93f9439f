//! A NUL (U+0000) in a text: a server can't store it, so no workspace takes it, and the import says where it is.

use crate::support::Workspace;

const WEBHOOK: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",
"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"1"},
"contacts":[{"profile":{"name":"Asha"},"wa_id":"919876543210"}],
"messages":[{"from":"919876543210","id":"wamid.1","timestamp":"1700000000","type":"text","text":{"body":"BODY"}}]}}]}]}"#;

#[test]
fn it_is_refused_with_its_place_and_nothing_is_kept() {
    let workspace = Workspace::new();
    workspace.does("account connect +15550783881 --label Main");
    let before = workspace.state();
    let webhook = WEBHOOK.replace("BODY", r"pay\u0000now");
    let ran = workspace.run_with("chat import -", &webhook).exits(6);
    assert!(ran.stderr.contains("line 4, column 118: a text has a NUL in it"), "{}", ran.stderr);
    let export = "[31/12/2023, 21:40:05] Asha: hi\n[31/12/2023, 21:41:05] Asha: pay\0now\n";
    let line = "chat import - --from whatsapp --contact +919876543210 --me Desk";
    let ran = workspace.run_with(line, export).exits(6);
    assert!(ran.stderr.contains("line 2: the line has a NUL in it"), "{}", ran.stderr);
    for list in [
        "phone,name\n+919876543210,As\0ha\n",
        "phone,city\n+919876543210,Pu\0ne\n",
        r#"{"phone":"+919876543210","name":"As\u0000ha"}"#,
        "phone,name,whatsapp_user_id\n+919876543210,As\\u{0}ha,\n",
    ] {
        let ran = workspace.run_with("contact import -", list).exits(6);
        assert!(ran.stdout.contains("a cell has a NUL in it"), "{}", ran.transcript());
    }
    before.is_still(&workspace.state(), "a text with a NUL");
    workspace.run_with("chat import -", WEBHOOK.replace("BODY", "pay now")).succeeds();
    workspace.run_with("chat reply 1 -m -", "pay\0now").exits(6);
}
