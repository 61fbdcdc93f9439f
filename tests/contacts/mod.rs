//! Lists of contacts: what is taken, what is refused and told, and that a list that was written is
//! read back as it was.

mod import;
mod lists;
mod round_trip;
