//! What WhatsApp allows: templates, campaigns, business profiles, web addresses.

pub mod business_profile;
pub mod campaign;
pub mod template;
pub mod web_address;
