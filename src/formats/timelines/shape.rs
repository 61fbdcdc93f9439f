//! How pages are told from other JSON, and the way from a page to the things on it.

use std::io::BufRead;

use super::{
    account::account_event, chat::chat_event, message::message_event, teammate::teammate_event,
    webhook::webhook,
};
use crate::formats::{
    event::Event,
    json::{Cursor, Findings, Node, Shape, Words, events},
    place::ReadError,
};

struct Timelines;

/// Reads the things on pages of TimelinesAI's public API, in their order.
///
/// Memory use is bound by the largest page, not by the input. After an `Err` the iterator goes on
/// with what follows, where something readable can follow; otherwise it ends.
pub fn read<R: BufRead>(input: R) -> impl Iterator<Item = Result<Event, ReadError>> + use<R> {
    events(input, Timelines)
}

impl Shape for Timelines {
    fn words(&self) -> &'static Words {
        &Words {
            whole: "give TimelinesAI's pages as they were received: one, an array of them, or one a line",
            as_received: "give the pages as they were received",
            stray: "this is not a page of TimelinesAI's: a JSON object must begin here",
            too_large: "a page has at most 50 things; give one page, or one thing, a line",
        }
    }

    fn begins_with(&self, key: &[u8]) -> bool {
        [&b"\"status\""[..], b"\"data\"", b"\"event_type\""]
            .iter()
            .any(|first| key.starts_with(first))
    }

    fn is_payload(&self, payload: &Node<'_>) -> bool {
        let given = |key: &str| !matches!(payload.get(key), Node::Null);
        given("data") || given("event_type")
    }

    fn is_known(&self, payload: &Node<'_>) -> bool {
        self.is_payload(payload) || Sort::of(payload).is_some()
    }

    fn walk(&self, found: &mut Findings<'_>, page: &Cursor<'_, '_>) {
        if !page.is_object() {
            let problem = "this is no page of TimelinesAI's: it is not an object";
            return found.fault(page.wrong(problem, ""));
        }
        if page.say("event_type").is_some() {
            return webhook(found, page);
        }
        let data = page.at("data");
        match data.node() {
            Node::Null => lists_or_thing(found, page),
            Node::Object(_) => lists_or_thing(found, &data),
            Node::List(_) => found.each(&data, |found, item, _| one(found, item)),
            _ => found.fault(data.wrong(
                "`data` is neither an object nor a list",
                "an answer without data is an error; ask for the page again",
            )),
        }
    }
}

/// What a thing is, by the keys it has.
#[derive(Clone, Copy)]
enum Sort {
    Chat,
    Message,
    Teammate,
}

impl Sort {
    fn of(node: &Node<'_>) -> Option<Self> {
        let given = |key: &str| !matches!(node.get(key), Node::Null);
        if given("uid") || (given("chat_id") && given("timestamp")) {
            Some(Self::Message)
        } else if given("email") && (given("role") || given("display_name")) {
            Some(Self::Teammate)
        } else if given("id") && (given("jid") || given("phone") || given("is_group"))
            || given("whatsapp_account_id")
        {
            Some(Self::Chat)
        } else {
            None
        }
    }
}

fn lists_or_thing(found: &mut Findings<'_>, page: &Cursor<'_, '_>) {
    if !lists(found, page) {
        one(found, page);
    }
}

/// A thing whose sort only its keys tell.
fn one(found: &mut Findings<'_>, item: &Cursor<'_, '_>) {
    match Sort::of(item.node()) {
        Some(sort) => thing(found, sort, item),
        None => {
            let problem = "this is neither a chat, a message nor a teammate of TimelinesAI's";
            found.fault(item.wrong(problem, ""));
        }
    }
}

/// The lists of a page. `false` if it has none.
fn lists(found: &mut Findings<'_>, page: &Cursor<'_, '_>) -> bool {
    let mut any = false;
    for (key, sort) in
        [("teammates", Sort::Teammate), ("chats", Sort::Chat), ("messages", Sort::Message)]
    {
        if !page.at(key).is_given() {
            continue;
        }
        any = true;
        match page.list(key) {
            Ok(list) => found.each(&list, |found, item, _| thing(found, sort, item)),
            Err(fault) => found.fault(fault),
        }
    }
    // Beside a teammate they are the teammate's.
    if Sort::of(page.node()).is_none() && page.at(ACCOUNTS).is_given() {
        any = true;
        accounts(found, page, None);
    }
    any
}

fn thing(found: &mut Findings<'_>, sort: Sort, item: &Cursor<'_, '_>) {
    let place = found.place(item);
    match sort {
        Sort::Chat => found.result(chat_event(place, item)),
        Sort::Message => found.result(message_event(place, item)),
        Sort::Teammate => {
            found.result(teammate_event(place, item));
            accounts(found, item, item.say("email"));
        }
    }
}

const ACCOUNTS: &str = "whatsapp_accounts";

fn accounts(found: &mut Findings<'_>, beside: &Cursor<'_, '_>, email: Option<&str>) {
    match beside.list(ACCOUNTS) {
        Ok(list) => found.each(&list, |found, body, _| {
            found.result(account_event(found.place(body), body, email));
        }),
        Err(fault) => found.fault(fault),
    }
}
