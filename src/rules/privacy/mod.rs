//! What a reader may read of customers: their text and numbers, and the masks that hide them.

pub(in crate::rules) mod calling_code;
pub mod content;
mod decode;
pub(crate) mod digit;
pub mod find;
mod handle;
pub mod leak;
pub mod lens;
pub mod library;
pub mod number_key;
pub mod phone;
pub mod private {
    //! The same as [`super::text`], by its name until now.
    pub use super::text::CustomerText;
}
pub mod safe_text;
pub mod scan;
mod staff;
pub mod text;
