//! Events as text. The events themselves have no `Debug`, on purpose: only these tests, with their
//! invented people, may print them.

use std::fmt::Write as _;

use rolecall::formats::cloud_api::{
    AccountRef, Customer, Direction, Event, Origin, Place, ReadError, read,
};

/// All that an input gives, one line each.
pub fn rendered(input: &[u8]) -> String {
    let mut out = String::new();
    for item in read(input) {
        match item {
            Ok(event) => out.push_str(&event_line(&event)),
            Err(error) => out.push_str(&error_line(&error)),
        }
        out.push('\n');
    }
    out
}

fn error_line(error: &ReadError) -> String {
    format!("error {}: {} ({})", place(&error.place), error.problem, error.hint)
}

fn event_line(event: &Event) -> String {
    match event {
        Event::Message(message) => {
            let mut line = format!("message {} kind={}", origin(&message.origin), message.kind);
            optional(&mut line, "subkind", message.subkind.as_deref());
            optional(&mut line, "text", message.text.as_deref());
            optional(&mut line, "reply_to", message.reply_to.as_deref());
            if message.forwarded {
                line.push_str(" forwarded");
            }
            optional(&mut line, "delivery", message.delivery.as_deref());
            optional(&mut line, "error", message.error.as_deref());
            if let Some(content) = &message.content {
                let _ = write!(line, " content={content}");
            }
            line
        }
        Event::Edit(edit) => {
            let mut line =
                format!("edit {} of={} kind={}", origin(&edit.origin), edit.message_id, edit.kind);
            optional(&mut line, "text", edit.text.as_deref());
            line
        }
        Event::Revoke(revoke) => {
            format!("revoke {} of={}", origin(&revoke.origin), revoke.message_id)
        }
        Event::Reaction(reaction) => {
            let mut line =
                format!("reaction {} to={}", origin(&reaction.origin), reaction.message_id);
            optional(&mut line, "emoji", reaction.emoji.as_deref());
            line
        }
        Event::Status(status) => {
            let mut line = format!(
                "status {} {} {} of={} {} {}",
                place(&status.place),
                account(&status.account),
                customer(&status.customer),
                status.message_id,
                status.status,
                status.at_ms,
            );
            optional(&mut line, "group", status.group_id.as_deref());
            optional(&mut line, "error", status.error.as_deref());
            line
        }
        Event::Contact(update) => format!(
            "contact {} {} {} {:?} {:?}",
            place(&update.place),
            account(&update.account),
            customer(&update.customer),
            update.change,
            update.at_ms,
        ),
        Event::Moved(moved) => {
            let mut line = format!(
                "moved {} {} {} {}",
                place(&moved.place),
                account(&moved.account),
                customer(&moved.customer),
                moved.at_ms,
            );
            optional(&mut line, "new_wa_id", moved.new_wa_id.as_deref());
            optional(&mut line, "new_user_id", moved.new_user_id.as_deref());
            line
        }
        Event::Template(template) => {
            let mut line = format!(
                "template {} {} {} {} {:?}",
                place(&template.place),
                template.name,
                template.language,
                template.event,
                template.at_ms,
            );
            optional(&mut line, "reason", template.reason.as_deref());
            line
        }
        Event::Chat(_) | Event::Teammate(_) | Event::Account(_) => {
            unreachable!("the Cloud API tells of none of these")
        }
        Event::Remark(remark) => format!("remark {remark:?}"),
        Event::Ignored { place: at, field } => format!("ignored {} {field:?}", place(at)),
    }
}

fn origin(origin: &Origin) -> String {
    let direction = match origin.direction {
        Direction::Incoming => "in",
        Direction::Outgoing => "out",
    };
    let mut line = format!(
        "{} {} {direction} {} id={} {}",
        place(&origin.place),
        account(&origin.account),
        customer(&origin.customer),
        origin.id,
        origin.at_ms,
    );
    optional(&mut line, "group", origin.group_id.as_deref());
    line
}

fn place(place: &Place) -> String {
    let column = place.column.map_or_else(|| "-".to_owned(), |column| column.to_string());
    let pointer =
        place.pointer.replace("/entry/0/changes/0/value", "~").replace("/entry/0/changes/0", "~~");
    format!("{}:{column}{}{pointer}", place.line, if pointer.is_empty() { "" } else { " " })
}

fn account(account: &AccountRef) -> String {
    let number = account.display_number.as_deref().unwrap_or("-");
    let id = account.phone_number_id.as_deref().unwrap_or("-");
    format!("[{number} {id}]")
}

fn customer(customer: &Customer) -> String {
    let mut parts = Vec::new();
    parts.extend(customer.wa_id.as_deref().map(|id| format!("+{id}")));
    parts.extend(customer.user_id.clone());
    parts.extend(customer.name.as_deref().map(|name| format!("{name:?}")));
    parts.extend(customer.username.as_deref().map(|name| format!("@{name}")));
    format!("<{}>", parts.join(" "))
}

fn optional(line: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        let _ = write!(line, " {key}={value:?}");
    }
}
