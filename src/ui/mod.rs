//! The one door out. Everything that leaves the program passes here, as [`Value`]s that a lens has
//! passed before; here they get their form, and what a terminal would obey is made visible.

mod cell;
mod chart;
mod column;
mod connection;
mod delimited;
mod escape;
mod format;
mod html;
mod interrupt;
mod json;
mod listing;
mod mark;
mod object;
mod output;
mod pager;
mod paragraph;
mod progress;
mod prompt;
mod relative;
mod screen;
mod shorten;
mod streams;
mod table;
mod terminal;
mod value;

pub use self::{
    cell::Cell,
    chart::{bar, sparkline},
    column::Column,
    escape::for_screen,
    format::{ColorChoice, Format},
    html::Page,
    interrupt::catch_signals,
    listing::{Listing, Sheet},
    mark::{Mark, Tone},
    output::{Output, Settings},
    paragraph::columns,
    progress::Progress,
    prompt::Answer,
    relative::relative,
    screen::Screen,
    streams::Streams,
    value::{Value, timestamp},
};
