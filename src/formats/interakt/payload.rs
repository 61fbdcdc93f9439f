//! The shape of a webhook, as far as conversations need it: borrowed from the input, unknown keys
//! skipped.

use serde::Deserialize;

use crate::formats::json::{Entries, Leaf, Part};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Webhook<'a> {
    #[serde(borrow, rename = "type")]
    pub kind: Leaf<'a>,
    pub timestamp: Leaf<'a>,
    pub data: Part<Data<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Data<'a> {
    #[serde(borrow)]
    pub customer: Part<Box<CustomerBody<'a>>>,
    pub message: Part<Box<MessageBody<'a>>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct CustomerBody<'a> {
    #[serde(borrow)]
    pub channel_phone_number: Leaf<'a>,
    pub phone_number: Leaf<'a>,
    pub country_code: Leaf<'a>,
    pub traits: Entries<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct MessageBody<'a> {
    #[serde(borrow)]
    pub id: Leaf<'a>,
    pub chat_message_type: Leaf<'a>,
    pub message_status: Leaf<'a>,
    pub received_at_utc: Leaf<'a>,
    pub delivered_at_utc: Leaf<'a>,
    pub seen_at_utc: Leaf<'a>,
    pub message: Leaf<'a>,
    pub raw_template: Leaf<'a>,
    pub is_template_message: Leaf<'a>,
    pub message_content_type: Leaf<'a>,
    pub channel_failure_reason: Leaf<'a>,
    pub media_url: Leaf<'a>,
    pub meta_data: Part<MetaData<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct MetaData<'a> {
    #[serde(borrow)]
    pub button_text: Leaf<'a>,
    pub button_payload: Part<ButtonPayload<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ButtonPayload<'a> {
    #[serde(borrow)]
    pub payload: Part<Button<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Button<'a> {
    #[serde(borrow)]
    pub text: Leaf<'a>,
}
