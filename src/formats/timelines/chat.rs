//! Chats: who is at the other end, and how the chat stands.

use super::{
    account::account_ref,
    payload::{GroupMember, Node},
};
use crate::formats::{
    event::{ChatState, Customer, Event, Group, Responsible},
    json::{Fault, Leaf, Leaves, Named, list, optional, owned},
    number::{digits, is_plausible, number},
    place::Place,
    time::instant,
};

pub(super) fn chat_event<D, L>(place: Place, node: &Node<'_, D, L>) -> Result<Event, Fault> {
    let chat_id = optional(&node.id, "id")?.map(own_id);
    let jid = optional(&node.jid, "jid")?;
    let name = optional(&node.name, "name")?.map(str::to_owned);
    let is_group = node.is_group.is_true() || jid.is_some_and(|jid| jid.ends_with("@g.us"));
    let account = account_ref(&node.whatsapp_account_id, &node.whatsapp_account_phone)?;
    let (customer, group) = if is_group {
        let id = match (jid, &chat_id) {
            (Some(jid), _) => jid.to_owned(),
            (None, Some(id)) => id.clone(),
            (None, None) => return Err(Fault::new("", "the group has neither `jid` nor `id`", "")),
        };
        let members = list(&node.group_members, "group_members")?;
        let members: Option<_> = members.iter().map(|one| one.get().map(member)).collect();
        let members = members.ok_or_else(|| {
            let hint = "write each as an object with `name` and `phone`";
            Fault::new("group_members", "a member of the group is not an object", hint)
        })?;
        (Customer::default(), Some(Group { id, subject: name, members }))
    } else {
        let customer = customer(jid, optional(&node.phone, "phone")?);
        if customer.wa_id.is_none() && customer.user_id.is_none() {
            let problem = "the chat has neither `jid` nor a number in `phone`";
            return Err(Fault::new("", problem, ""));
        }
        (named(customer, name), None)
    };
    Ok(Event::Chat(Box::new(ChatState {
        place,
        chat_id,
        account,
        customer,
        group,
        began_ms: time(&node.created_timestamp, "created_timestamp")?,
        last_ms: time(&node.last_message_timestamp, "last_message_timestamp")?,
        closed: flag(&node.closed, "closed")?,
        responsible: responsible(node)?,
        labels: labels(&node.labels)?,
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

fn member(body: &GroupMember<'_>) -> Customer {
    let customer = customer(body.jid.text(), body.phone.text());
    named(customer, owned(&body.name))
}

/// Whose the chat is; nobody's where the page says so by an empty place.
fn responsible<D, L>(node: &Node<'_, D, L>) -> Result<Responsible, Fault> {
    let by_email = |email: Option<&str>| match email.unwrap_or_default().trim() {
        "" => Responsible::Nobody,
        email => Responsible::Member(email.to_owned()),
    };
    match &node.responsible_email {
        Named::Text(text) if !text.trim().is_empty() => return Ok(by_email(Some(text))),
        Named::Absent | Named::Text(_) => {}
        Named::Given(_) | Named::Odd => {
            return Err(Fault::new("/responsible_email", "`responsible_email` is not text", ""));
        }
    }
    match &node.responsible {
        Named::Absent if matches!(node.responsible_email, Named::Absent) => {
            Ok(Responsible::NotSaid)
        }
        Named::Absent => Ok(Responsible::Nobody),
        Named::Text(text) => Ok(by_email(Some(text))),
        Named::Given(person) => {
            let email = optional(&person.email, "email");
            Ok(by_email(email.map_err(|fault| fault.under("responsible"))?))
        }
        Named::Odd => {
            let problem = "`responsible` is neither text nor an object";
            Err(Fault::new("/responsible", problem, ""))
        }
    }
}

fn labels(labels: &Leaves<'_>) -> Result<Vec<String>, Fault> {
    match labels {
        Leaves::Absent => Ok(Vec::new()),
        Leaves::Odd => Err(Fault::new("/labels", "`labels` is not a list", "")),
        Leaves::Given(leaves) => {
            let mut texts = Vec::with_capacity(leaves.len());
            for (leaf, index) in leaves.iter().zip(0_u64..) {
                if leaf.is_odd() {
                    return Err(Fault::new(&format!("/labels/{index}"), "a label is not text", ""));
                }
                texts.extend(leaf.text().map(|text| text.trim().to_owned()));
            }
            Ok(texts)
        }
    }
}

/// A time; nothing where there is none.
pub(super) fn time(leaf: &Leaf<'_>, key: &str) -> Result<Option<i64>, Fault> {
    let Some(text) = optional(leaf, key)? else { return Ok(None) };
    instant(text).map(Some).ok_or_else(|| {
        Fault::new(
            &format!("/{key}"),
            format!("`{key}` is not a time"),
            "times are written as `2024-01-08 10:35:18 +0200`",
        )
    })
}

fn flag(leaf: &Leaf<'_>, key: &str) -> Result<Option<bool>, Fault> {
    match leaf {
        Leaf::Absent => Ok(None),
        Leaf::Flag(flag) => Ok(Some(*flag)),
        Leaf::Text(text) if text == "true" => Ok(Some(true)),
        Leaf::Text(text) if text == "false" => Ok(Some(false)),
        Leaf::Text(_) | Leaf::Odd => {
            Err(Fault::new(&format!("/{key}"), format!("`{key}` is neither true nor false"), ""))
        }
    }
}
