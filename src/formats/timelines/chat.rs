//! Chats: who is at the other end, and how the chat stands.

use super::account::account_ref;
use crate::formats::{
    event::{AccountRef, ChatState, Customer, Event, Group, Responsible},
    json::{Cursor, Fault, Node},
    number::{digits, is_plausible, number},
    place::Place,
    time::time,
};

/// How TimelinesAI writes times.
pub(super) const EXAMPLE: &str = "times are written as `2024-01-08 10:35:18 +0200`";

pub(super) fn chat_event(place: Place, body: &Cursor<'_, '_>) -> Result<Event, Fault> {
    let account = account_ref(body, "whatsapp_account_id", "whatsapp_account_phone")?;
    chat_state(place, body, account, ("id", "name"))
}

/// How a chat stands. Its id and its name have other keys in pages than in webhooks.
pub(super) fn chat_state(
    place: Place,
    body: &Cursor<'_, '_>,
    account: AccountRef,
    (id, name): (&str, &str),
) -> Result<Event, Fault> {
    let chat_id = body.text(id)?.map(own_id);
    let jid = body.text("jid")?;
    let name = body.text(name)?.map(str::to_owned);
    let is_group = body.is_true("is_group") || jid.is_some_and(|jid| jid.ends_with("@g.us"));
    let (customer, group) = if is_group {
        let id = match (jid, &chat_id) {
            (Some(jid), _) => jid.to_owned(),
            (None, Some(id)) => id.clone(),
            (None, None) => return Err(body.wrong("the group has neither `jid` nor `id`", "")),
        };
        let listed = body.list("group_members")?;
        let mut members = Vec::new();
        for one in listed.items() {
            if !one.is_object() {
                let hint = "write each as an object with `name` and `phone`";
                return Err(one.wrong("a member of the group is not an object", hint));
            }
            members.push(named(customer(one.say("jid"), one.say("phone")), one.owned("name")));
        }
        (Customer::default(), Some(Group { id, subject: name, members, before: None }))
    } else {
        let customer = customer(jid, body.text("phone")?);
        if customer.wa_id.is_none() && customer.user_id.is_none() {
            let problem = "the chat has neither `jid` nor a number in `phone`";
            return Err(body.wrong(problem, ""));
        }
        (named(customer, name), None)
    };
    Ok(Event::Chat(Box::new(ChatState {
        place,
        chat_id,
        account,
        customer,
        group,
        began_ms: time(body, "created_timestamp", EXAMPLE)?,
        last_ms: time(body, "last_message_timestamp", EXAMPLE)?,
        closed: body.flag("closed")?,
        responsible: responsible(body)?,
        labels: labels(body)?,
    })))
}

/// A chat's id as no other source has it.
pub(super) fn own_id(id: &str) -> String {
    format!("timelines:{id}")
}

/// The person behind a JID or a number. Only an address that is made of a number says what the number
/// is: beside `…@lid`, and `0@…`, what stands in `phone` is nobody's.
pub(super) fn customer(jid: Option<&str>, phone: Option<&str>) -> Customer {
    let as_number = |text: &str| Some(number(text)).filter(|digits| is_plausible(digits));
    match jid {
        Some(jid) if jid.contains('@') => match as_number(jid) {
            Some(digits) => Customer { wa_id: Some(digits), ..Customer::default() },
            None => Customer { user_id: Some(jid.to_owned()), ..Customer::default() },
        },
        _ => Customer { wa_id: phone.or(jid).and_then(as_number), ..Customer::default() },
    }
}

/// A person with the name that they are given. Whoever isn't saved is named by their number, which is
/// no name.
pub(super) fn named(customer: Customer, name: Option<String>) -> Customer {
    let is_number = |name: &str| {
        name.chars().all(|sign| !sign.is_alphabetic()) && digits(name) == customer.wa_id
    };
    let name = name.filter(|name| !is_number(name));
    Customer { name, ..customer }
}

/// Whose the chat is; nobody's where the page says so by an empty place.
fn responsible(body: &Cursor<'_, '_>) -> Result<Responsible, Fault> {
    let somebody = |email: Option<&str>| match email.unwrap_or_default().trim() {
        "" => Responsible::Nobody,
        email => Responsible::Member(email.to_owned()),
    };
    let has = |key: &str| matches!(body.node(), Node::Object(entries) if entries.iter().any(|(name, _)| name == key));
    if let Some(email) = body.text("responsible_email")? {
        return Ok(somebody(Some(email)));
    }
    let person = body.at("responsible");
    match person.node() {
        Node::Null if !has("responsible_email") && !has("responsible") => Ok(Responsible::NotSaid),
        Node::Null => Ok(Responsible::Nobody),
        Node::Text(text) => Ok(somebody(Some(text))),
        Node::Object(_) => Ok(somebody(person.text("email")?)),
        _ => Err(person.wrong("`responsible` is neither text nor an object", "")),
    }
}

fn labels(body: &Cursor<'_, '_>) -> Result<Vec<String>, Fault> {
    let labels = body.list("labels")?;
    let mut texts = Vec::new();
    for label in labels.items() {
        match label.node() {
            Node::Text(_) | Node::Number(_) | Node::Null => {
                texts.extend(label.node().text().map(|text| text.trim().to_owned()));
            }
            _ => return Err(label.wrong("a label is not text", "")),
        }
    }
    Ok(texts)
}
