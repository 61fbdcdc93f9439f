//! The commands on policies, through the program itself: success, refusal (3), what isn't there (4),
//! conflict (5) and bad input (6) of each.

mod apply;
mod batch;
mod ci;
mod diff;
mod effects;
mod expectations;
mod export;
mod faults;
mod plan;
mod role;
mod support;
mod who_can;
mod why;
