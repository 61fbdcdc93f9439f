//! Words that other programs use for what is called otherwise here.

/// What a word that is not a command may be called here, the likeliest first.
pub fn synonyms(word: &str) -> &'static [&'static str] {
    match word {
        "ls" | "all" => &["list"],
        "rm" | "delete" | "del" | "destroy" => &["remove", "erase", "disconnect", "revoke"],
        "get" | "view" | "info" | "describe" | "cat" => &["show"],
        "create" | "new" | "make" | "add" => &["add", "create", "connect", "start"],
        "update" | "change" | "modify" | "set" => &["edit"],
        "user" | "users" | "people" | "agent" | "teammate" => &["member"],
        "group" | "groups" => &["team"],
        "grant" => &["allow", "perm"],
        "revoke" => &["deny", "perm"],
        "permission" | "permissions" => &["perm"],
        "hide" | "privacy" => &["mask"],
        "customer" | "customers" => &["contact"],
        "conversation" | "inbox" | "message" => &["chat"],
        "number" | "phone" | "channel" => &["account"],
        "broadcast" => &["campaign"],
        "log" | "logs" | "history" => &["audit"],
        "mail" | "email" => &["outbox"],
        "whoami" => &["status"],
        "setup" => &["init"],
        "completion" => &["completions"],
        "disable" | "deactivate" | "block" => &["suspend", "deny"],
        "enable" | "activate" | "unsuspend" | "unblock" => &["restore", "allow"],
        _ => &[],
    }
}
