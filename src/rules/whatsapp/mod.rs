//! What WhatsApp allows: templates, campaigns, business profiles, web addresses; and when two sources tell
//! of one message.

pub mod account_error;
pub mod business_profile;
pub mod campaign;
pub mod chat_error;
pub mod contact_error;
pub mod heard;
pub mod message_status;
pub mod objects;
pub mod template;
pub mod web_address;
