//! The shape of a webhook payload, as far as conversations need it: borrowed from the input,
//! unknown keys skipped. What the keys mean is decided elsewhere.

use serde::Deserialize;

use super::templates::{OtherInfo, RejectionInfo};
use crate::formats::json::{Leaf, List, Part};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Payload<'a> {
    #[serde(borrow)]
    pub object: Leaf<'a>,
    pub entry: Option<List<Entry<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub changes: Option<List<Change<'a>>>,
    pub time: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Change<'a> {
    #[serde(borrow)]
    pub field: Leaf<'a>,
    pub value: Part<Value<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Value<'a> {
    #[serde(borrow)]
    pub metadata: Part<Metadata<'a>>,
    pub contacts: List<Contact<'a>>,
    pub messages: List<Box<MessageBody<'a>>>,
    pub message_echoes: List<Box<MessageBody<'a>>>,
    pub statuses: List<Box<StatusBody<'a>>>,
    pub history: List<HistoryChunk<'a>>,
    pub state_sync: List<StateSync<'a>>,
    pub user_id_update: List<UserIdUpdate<'a>>,
    pub errors: List<Problem<'a>>,
    pub event: Leaf<'a>,
    pub message_template_name: Leaf<'a>,
    pub message_template_language: Leaf<'a>,
    pub reason: Leaf<'a>,
    pub rejection_info: Part<Box<RejectionInfo<'a>>>,
    pub other_info: Part<Box<OtherInfo<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Metadata<'a> {
    #[serde(borrow)]
    pub display_phone_number: Leaf<'a>,
    pub phone_number_id: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Contact<'a> {
    #[serde(borrow)]
    pub wa_id: Leaf<'a>,
    pub user_id: Leaf<'a>,
    pub profile: Part<Profile<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Profile<'a> {
    #[serde(borrow)]
    pub name: Leaf<'a>,
    pub username: Leaf<'a>,
}

/// A message in `messages`, `message_echoes` or a thread of the history.
///
/// `E` is what an edit holds: the new content of an edited message cannot be an edit again, which
/// keeps the type, and so the stack, from nesting as deep as the input likes.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct MessageBody<'a, E = EditBody<'a>> {
    #[serde(borrow)]
    pub id: Leaf<'a>,
    pub from: Leaf<'a>,
    pub from_user_id: Leaf<'a>,
    pub to: Leaf<'a>,
    pub to_user_id: Leaf<'a>,
    pub recipient_type: Leaf<'a>,
    pub group_id: Leaf<'a>,
    pub timestamp: Leaf<'a>,
    pub context: Part<Box<Context<'a>>>,
    pub history_context: Part<Box<HistoryContext<'a>>>,
    pub errors: List<Problem<'a>>,
    pub referral: Part<Box<Referral<'a>>>,
    pub edit: Part<Box<E>>,
    pub revoke: Part<Box<RevokeBody<'a>>>,
    pub reaction: Part<Box<ReactionBody<'a>>>,
    #[serde(rename = "type")]
    pub kind: Leaf<'a>,
    pub text: Part<TextBody<'a>>,
    pub image: Part<Media<'a>>,
    pub video: Part<Media<'a>>,
    pub audio: Part<Media<'a>>,
    pub voice: Part<Media<'a>>,
    pub document: Part<Media<'a>>,
    pub sticker: Part<Media<'a>>,
    pub location: Part<Box<Location<'a>>>,
    pub contacts: List<SharedContact<'a>>,
    pub interactive: Part<Box<Interactive<'a>>>,
    pub button: Part<Button<'a>>,
    pub order: Part<Box<Order<'a>>>,
    pub system: Part<Box<System<'a>>>,
    pub unsupported: Part<Unsupported<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Context<'a> {
    #[serde(borrow)]
    pub id: Leaf<'a>,
    pub forwarded: Leaf<'a>,
    pub frequently_forwarded: Leaf<'a>,
    pub group_id: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct HistoryContext<'a> {
    #[serde(borrow)]
    pub status: Leaf<'a>,
    pub from_me: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Problem<'a> {
    #[serde(borrow)]
    pub code: Leaf<'a>,
    pub title: Leaf<'a>,
    pub message: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Referral<'a> {
    #[serde(borrow)]
    pub headline: Leaf<'a>,
    pub body: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct EditBody<'a> {
    #[serde(borrow)]
    pub original_message_id: Leaf<'a>,
    pub message: Part<Box<MessageBody<'a, Nothing>>>,
}

/// An object of which nothing is wanted.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Nothing {}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RevokeBody<'a> {
    #[serde(borrow)]
    pub original_message_id: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ReactionBody<'a> {
    #[serde(borrow)]
    pub message_id: Leaf<'a>,
    pub emoji: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct TextBody<'a> {
    #[serde(borrow)]
    pub body: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Media<'a> {
    #[serde(borrow)]
    pub caption: Leaf<'a>,
    pub filename: Leaf<'a>,
    pub voice: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Location<'a> {
    #[serde(borrow)]
    pub name: Leaf<'a>,
    pub address: Leaf<'a>,
    pub latitude: Leaf<'a>,
    pub longitude: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SharedContact<'a> {
    #[serde(borrow)]
    pub name: Part<SharedName<'a>>,
    pub org: Part<SharedOrganisation<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SharedName<'a> {
    #[serde(borrow, rename = "formatted_name")]
    pub formatted: Leaf<'a>,
    #[serde(rename = "first_name")]
    pub first: Leaf<'a>,
    #[serde(rename = "last_name")]
    pub last: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SharedOrganisation<'a> {
    #[serde(borrow)]
    pub company: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Interactive<'a> {
    #[serde(borrow, rename = "type")]
    pub kind: Leaf<'a>,
    pub button_reply: Part<Choice<'a>>,
    pub list_reply: Part<Choice<'a>>,
    pub nfm_reply: Part<FormReply<'a>>,
    pub body: Part<InteractiveBody<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Choice<'a> {
    #[serde(borrow)]
    pub title: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct FormReply<'a> {
    #[serde(borrow)]
    pub body: Leaf<'a>,
    pub name: Leaf<'a>,
}

/// The text of an interactive message that the account itself sent.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct InteractiveBody<'a> {
    #[serde(borrow)]
    pub text: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Button<'a> {
    #[serde(borrow)]
    pub text: Leaf<'a>,
    pub payload: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Order<'a> {
    #[serde(borrow)]
    pub text: Leaf<'a>,
    pub product_items: List<OrderItem<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct OrderItem<'a> {
    #[serde(borrow)]
    pub product_retailer_id: Leaf<'a>,
    pub quantity: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct System<'a> {
    #[serde(borrow)]
    pub body: Leaf<'a>,
    #[serde(rename = "type")]
    pub kind: Leaf<'a>,
    pub wa_id: Leaf<'a>,
    pub new_wa_id: Leaf<'a>,
    pub user_id: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Unsupported<'a> {
    #[serde(borrow, rename = "type")]
    pub kind: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct StatusBody<'a> {
    #[serde(borrow)]
    pub id: Leaf<'a>,
    pub status: Leaf<'a>,
    pub timestamp: Leaf<'a>,
    pub recipient_id: Leaf<'a>,
    pub recipient_user_id: Leaf<'a>,
    pub recipient_type: Leaf<'a>,
    pub recipient_participant_id: Leaf<'a>,
    pub recipient_participant_user_id: Leaf<'a>,
    pub group_id: Leaf<'a>,
    pub errors: List<Problem<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct HistoryChunk<'a> {
    #[serde(borrow)]
    pub threads: List<Thread<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Thread<'a> {
    #[serde(borrow)]
    pub id: Leaf<'a>,
    pub context: Part<ThreadContext<'a>>,
    pub messages: List<Box<MessageBody<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ThreadContext<'a> {
    #[serde(borrow)]
    pub wa_id: Leaf<'a>,
    pub user_id: Leaf<'a>,
    pub username: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct StateSync<'a> {
    #[serde(borrow, rename = "type")]
    pub kind: Leaf<'a>,
    pub action: Leaf<'a>,
    pub contact: Part<SyncedContact<'a>>,
    pub metadata: Part<SyncedMetadata<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SyncedContact<'a> {
    #[serde(borrow)]
    pub full_name: Leaf<'a>,
    pub first_name: Leaf<'a>,
    pub phone_number: Leaf<'a>,
    pub wa_id: Leaf<'a>,
    pub user_id: Leaf<'a>,
    pub username: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SyncedMetadata<'a> {
    #[serde(borrow)]
    pub timestamp: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct UserIdUpdate<'a> {
    #[serde(borrow)]
    pub wa_id: Leaf<'a>,
    pub user_id: Part<BeforeAfter<'a>>,
    pub timestamp: Leaf<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct BeforeAfter<'a> {
    #[serde(borrow)]
    pub previous: Leaf<'a>,
    pub current: Leaf<'a>,
}
