//! How pages are told from other JSON, and the way from a page to the things on it.

use std::io::BufRead;

use super::{
    account::account_event,
    chat::chat_event,
    message::message_event,
    payload::{AccountBody, Node, Page, Sort},
    teammate::teammate_event,
};
use crate::formats::{
    event::Event,
    json::{Fault, Leaf, List, OneOrMany, Part, Shape, Trail, Words, events},
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
    type Payload<'a> = Page<'a>;

    fn words(&self) -> &'static Words {
        &Words {
            whole: "give TimelinesAI's pages as they were received: one, an array of them, or one a line",
            as_received: "give the pages as they were received",
            stray: "this is not a page of TimelinesAI's: a JSON object must begin here",
            too_large: "a page has at most 50 things; give one page, or one thing, a line",
        }
    }

    fn begins_with(&self, key: &[u8]) -> bool {
        key.starts_with(b"\"status\"") || key.starts_with(b"\"data\"")
    }

    fn is_payload(&self, page: &Page<'_>) -> bool {
        !matches!(page.data, OneOrMany::Absent) || page.sort().is_some()
    }

    fn walk(&mut self, trail: &mut Trail<'_>, page: &Part<Page<'_>>) {
        let Some(page) = page.get() else {
            return trail.wrong("", "this is no page of TimelinesAI's: it is not an object");
        };
        match &page.data {
            OneOrMany::Absent if lists(trail, page) => {}
            OneOrMany::Absent => match page.sort() {
                Some(sort) => thing(trail, sort, page),
                None => trail.wrong("", NOTHING_KNOWN),
            },
            OneOrMany::Odd => trail.fault(&Fault::new(
                "/data",
                "`data` is neither an object nor a list",
                "an answer without data is an error; ask for the page again",
            )),
            OneOrMany::One(inner) => trail.below("/data", |trail| {
                if !lists(trail, inner) {
                    match inner.sort() {
                        Some(sort) => thing(trail, sort, inner),
                        None => trail.wrong("", NOTHING_KNOWN),
                    }
                }
            }),
            OneOrMany::Many(items) => trail.below("/data", |trail| {
                trail.elements(items, |trail, item| match item.sort() {
                    Some(sort) => thing(trail, sort, item),
                    None => trail.wrong("", NOTHING_KNOWN),
                });
            }),
        }
    }
}

const NOTHING_KNOWN: &str = "this is neither a chat, a message nor a teammate of TimelinesAI's";

/// The lists of a page. `false` if it has none.
fn lists<D, E>(trail: &mut Trail<'_>, page: &Node<'_, D, List<Box<E>>>) -> bool
where
    E: AsThing,
{
    let mut any = false;
    for (key, sort, list) in [
        ("teammates", Sort::Teammate, &page.teammates),
        ("chats", Sort::Chat, &page.chats),
        ("messages", Sort::Message, &page.messages),
    ] {
        let Some(list) = list else { continue };
        any = true;
        if list.is_odd() {
            trail.wrong(&format!("/{key}"), &format!("`{key}` is not a list"));
        }
        trail.each(list, key, |trail, _, item| item.tell(trail, sort));
    }
    // Beside a teammate they are the teammate's.
    if page.sort().is_none()
        && let Some(list) = &page.whatsapp_accounts
    {
        any = true;
        accounts(trail, list, None);
    }
    any
}

/// A thing on a list, whatever else its type could hold.
trait AsThing {
    fn tell(&self, trail: &mut Trail<'_>, sort: Sort);
}

impl<D, L> AsThing for Node<'_, D, L> {
    fn tell(&self, trail: &mut Trail<'_>, sort: Sort) {
        thing(trail, sort, self);
    }
}

fn thing<D, L>(trail: &mut Trail<'_>, sort: Sort, node: &Node<'_, D, L>) {
    let place = trail.place();
    match sort {
        Sort::Chat => trail.result(chat_event(place, node)),
        Sort::Message => trail.result(message_event(place, node)),
        Sort::Teammate => {
            trail.result(teammate_event(place, node));
            if let Some(list) = &node.whatsapp_accounts {
                accounts(trail, list, Some(&node.email));
            }
        }
    }
}

fn accounts(trail: &mut Trail<'_>, list: &List<AccountBody<'_>>, beside: Option<&Leaf<'_>>) {
    if list.is_odd() {
        trail.wrong("/whatsapp_accounts", "`whatsapp_accounts` is not a list");
    }
    trail.each(list, "whatsapp_accounts", |trail, _, body| {
        let event = account_event(trail.place(), body, beside.and_then(Leaf::text));
        trail.result(event);
    });
}
