//! What a reader may read of customers: their text and numbers, and the masks that hide them.

pub(in crate::rules) mod calling_code;
pub mod leak;
pub mod lens;
pub mod number_key;
pub mod phone;
pub mod private;
pub mod redact;
pub mod safe_text;
