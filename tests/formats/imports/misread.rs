//! What would be read as something else, or as nothing.

use crate::support::Workspace;

/// Rows that would be read as something else, or as nothing, are refused with their place.
#[test]
fn what_would_be_misread_is_refused() {
    let group = r#"{"chats": [{"id": 3, "name": "Family", "jid": "1203@g.us", "is_group": true,
        "group_members": ["919876543213"], "whatsapp_account_id": "14155550132@s.whatsapp.net",
        "created_timestamp": "2024-01-08 10:35:18 +0200",
        "last_message_timestamp": "2024-01-08 10:35:18 +0200"}]}"#;
    for (input, told) in [
        ("Name,Country Code,Phone Number\n", "the list has no rows"),
        (
            "Name,Country Code,Phone Number\nZ,,9876566666\n",
            "a number without a country code needs a country",
        ),
        (group, "a member of the group is not an object"),
    ] {
        let workspace = Workspace::sample();
        let ran = workspace.run_with("chat import -", input).exits(6);
        assert!(ran.stderr.contains(told), "{}", ran.transcript());
    }
    let whole = "Name,Country Code,Phone Number\nZ,,919876566666\n";
    Workspace::sample().takes("chat import -", whole);
}
