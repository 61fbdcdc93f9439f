//! What the views read of which table, and which of its rows.

/// The columns that the views' role may read. Of what isn't named here nothing can be shown.
pub(super) const COLUMNS: &[(&str, &str)] = &[
    ("member", "id, email, email_key, role, team_id, status"),
    ("role", "name, mask_number, mask_traits"),
    ("role_permission", "role, permission"),
    ("account", "id, number, label, connector_id"),
    ("chat", "id, account_id, contact_id, subject, status, assignee_id, last_at, unread"),
    (
        "message",
        "id, chat_id, at, direction, kind, text, veiled, contact_id, member_id, author, status, \
         edited_at, deleted_at",
    ),
    ("contact", "id, name, username, phone, phone_country_code, opted_in, created_at, erased_at"),
    ("contact_tag", "contact_id, tag"),
    ("contact_trait", "contact_id, key, value"),
];

/// The tables that hold what customers are and wrote, and which rows a reader sees: chats by their scopes,
/// messages of chats that are seen, and contacts by the All Users page or as the card of a chat.
pub(super) const POLICIES: &[(&str, &str)] = &[
    (
        "chat",
        "account_id = ANY ((SELECT \"{schema}_read\".seen_accounts())::bigint[])
    OR assignee_id = (SELECT member_id FROM \"{schema}_read\".reader() WHERE assigned = 1)",
    ),
    ("message", "EXISTS (SELECT FROM chat WHERE chat.id = message.chat_id)"),
    (
        "contact",
        "(SELECT users FROM \"{schema}_read\".reader()) = 1
    OR EXISTS (SELECT FROM chat WHERE chat.contact_id = contact.id)",
    ),
    // As their contact; asked of it, the question would be planned once more within itself.
    (
        "contact_tag",
        "(SELECT users FROM \"{schema}_read\".reader()) = 1
    OR EXISTS (SELECT FROM chat WHERE chat.contact_id = contact_tag.contact_id)",
    ),
    (
        "contact_trait",
        "(SELECT users FROM \"{schema}_read\".reader()) = 1
    OR EXISTS (SELECT FROM chat WHERE chat.contact_id = contact_trait.contact_id)",
    ),
];
