//! What stands in a text: runs of digits in any script, and `@names`. Where they stand, and no word of what
//! they are or who may read them.

pub(in crate::rules) mod decode;
pub(crate) mod digit;
pub(in crate::rules) mod handle;
pub mod scan;
