//! Words that other programs use for what is called otherwise here.

/// What a word that is not a command is called here.
pub fn synonym(word: &str) -> Option<&'static str> {
    Some(match word {
        "ls" | "all" => "list",
        "rm" | "delete" | "del" | "destroy" => "remove",
        "get" | "view" | "info" | "describe" | "cat" => "show",
        "create" | "new" | "make" => "add",
        "update" | "change" | "modify" | "set" => "edit",
        "user" | "users" | "people" | "agent" | "teammate" => "member",
        "group" | "groups" => "team",
        "grant" | "permission" | "permissions" | "revoke" => "perm",
        "hide" | "privacy" => "mask",
        "customer" | "customers" => "contact",
        "conversation" | "inbox" | "message" => "chat",
        "number" | "phone" | "channel" => "account",
        "broadcast" => "campaign",
        "log" | "logs" | "history" => "audit",
        "mail" | "email" => "outbox",
        "whoami" => "status",
        "setup" => "init",
        "completion" => "completions",
        "disable" | "deactivate" | "block" => "suspend",
        "activate" | "unsuspend" | "unblock" => "restore",
        _ => return None,
    })
}
