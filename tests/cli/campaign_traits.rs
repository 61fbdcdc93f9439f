//! What a campaign fills with traits: whole for who may read them and for WhatsApp, hidden from others
//! wherever the message is shown, and no way to find it by them.

use crate::support::{Workspace, sample::MAIN};

const FORMATS: [&str; 4] = ["table", "json", "jsonl", "csv"];

fn sent() -> Workspace {
    let workspace = Workspace::sample();
    workspace.does("contact edit 1 --opted-in yes --trait city=Mumbai");
    workspace.does("contact edit 2 --opted-in yes");
    workspace.does(
        "template add ready --category utility --language en --body 'Hello {{name}}, ready in {{city}}.'",
    );
    workspace.does("template submit ready");
    workspace.does("template mark ready approved");
    workspace.does(&format!(
        "campaign create Ready --template ready --account {MAIN} --var name=name \
         --var 'city=trait:city|town' --all-contacts"
    ));
    workspace.does("campaign run");
    workspace
}

#[test]
fn what_traits_filled_is_hidden_with_them() {
    let workspace = sent();
    let whole = "SELECT text FROM message WHERE campaign_id = 1 AND text LIKE '%Asha%'";
    assert_eq!(workspace.value(whole), "Hello Asha Rao, ready in Mumbai.");
    assert!(workspace.does("chat show 1").stdout.contains("ready in Mumbai."));
    workspace.does("mask enable traits --role admin");
    for line in ["chat show 1", "chat list", "chat search ready", "chat list --surface hubspot"] {
        for format in FORMATS {
            let ran = workspace.does(&format!("{line} --as adam@acme.test --format {format}"));
            assert!(ran.stdout.contains("ready in ********."), "{}", ran.transcript());
            // Neither the trait nor that somebody has none.
            for hidden in ["Mumbai", "ready in town"] {
                assert!(!ran.stdout.contains(hidden), "{}", ran.transcript());
            }
        }
    }
    for who in ["adam@acme.test", "olive@acme.test"] {
        let found = workspace.does(&format!("chat search Mumbai --as {who} --format json"));
        assert!(found.rows().is_empty(), "{}", found.transcript());
    }
}
