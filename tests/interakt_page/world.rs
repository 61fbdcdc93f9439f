//! A workspace as the page speaks of it: an owner, an admin and a teammate, customers, a template and
//! a campaign that the teammate made.

use crate::support::{Workspace, payload::NOON, payload::text, sample};

/// The roles whose toggles the page turns.
pub const OTHER_TWO: [&str; 2] = ["admin", "teammate"];

/// What lies behind each name that the page gives: the permission, and a command that it opens.
pub const FEATURES: [(&str, &str, &str); 6] = [
    ("Export Users", "users.export", "contact export"),
    ("Adding Users", "users.add", "contact add +919811111111 --dry-run"),
    ("Bulk Tagging Users", "users.bulk-tag", "contact tag vip 1 2 --dry-run"),
    ("Access to the Billing Section", "billing", "billing show"),
    ("Access to your organization’s API key", "api-key", "api-key show"),
    ("access to the WhatsApp Business Setup", "whatsapp-setup", "whatsapp show"),
];

/// The modules of the superseding effect, with a command of each.
pub const SUPERSEDED: [(&str, &str, &str); 4] = [
    ("Notifications", "notifications", "campaign list"),
    ("Templates", "templates", "template list"),
    ("All users", "users", "contact list"),
    ("Analytics", "analytics", "analytics"),
];

/// The number of a customer who wrote to the account that everybody sees.
pub const CUSTOMER: &str = "+919876543210";

/// Who has that role.
pub fn email_of(role: &str) -> String {
    format!("{role}@acme.test")
}

/// The page's workspace, under Interakt's preset.
pub fn interakt() -> Workspace {
    let workspace = Workspace::none();
    workspace.does("init Acme --owner owner@acme.test --preset interakt");
    for role in OTHER_TWO {
        workspace.does(&format!("member add {role}@acme.test --role {role} --no-invite"));
    }
    workspace.does("account connect +14155550132");
    let messages = [
        text(sample::MAIN, sample::ASHA, "wamid.A1", NOON, "Call me on 098765 43210"),
        text(sample::MAIN, sample::TOM, "wamid.T1", NOON + 60, "Hello"),
    ];
    workspace.takes("chat import -", messages.join("\n"));
    workspace.does("contact edit 1 --opted-in yes --trait city=Mumbai");
    workspace.does("contact edit 2 --opted-in yes --trait city=Leeds");
    workspace
}

/// The page's workspace, with a template and a campaign of the teammate's.
pub fn with_work_under_way() -> Workspace {
    let workspace = interakt();
    workspace.does(
        "template add order_ready --category utility --language en \
         --body 'Hello {{name}}, your order is ready.' --as teammate@acme.test",
    );
    workspace.does("template submit order_ready --as teammate@acme.test");
    workspace.does("template mark order_ready approved");
    workspace.does(
        "campaign create Ready --template order_ready --account 14155550132 --var name=name \
         --all-contacts --at 2026-02-01T09:00:00Z --as teammate@acme.test",
    );
    workspace
}
