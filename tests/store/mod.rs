//! The file: what SQL lists against what the rules allow, what is refused untouched, what two
//! processes do to each other, and that no change is without its audit entry.

mod audit;
mod chats;
mod opening;
mod processes;
mod schema;
mod tags;
