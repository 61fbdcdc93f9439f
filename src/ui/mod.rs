//! The one door out. Everything that leaves the program passes here, as [`Value`]s that a lens has
//! passed before; here they get their form, and what a terminal would obey is made visible.

mod chart;
mod column;
mod confirm;
mod delimited;
mod escape;
mod format;
mod json;
mod output;
mod progress;
mod prompt;
mod streams;
mod table;
mod value;

pub use self::{
    chart::{bar, sparkline},
    column::Column,
    confirm::Answer,
    escape::for_screen,
    format::{ColorChoice, Format},
    output::{Listing, Output},
    progress::Progress,
    streams::Streams,
    value::{Value, timestamp},
};
