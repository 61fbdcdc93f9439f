//! Campaigns as the rules know them: when one is due ([`Schedule`]), where it stands ([`State`]),
//! whom it is for ([`Audience`]), what fills its template's variables ([`Filling`]) and who of its
//! audience is written to ([`sort`]).
//!
//! A campaign runs under the workspace's authority: who made it was asked once, when it was made.
//! Nothing here asks about its author, so masking, suspending or removing them later stops nothing.

mod audience;
mod error;
mod filling;
mod recipient;
mod schedule;
mod state;
mod stop;

pub use self::{
    audience::Audience,
    error::CampaignError,
    filling::{Filling, Source},
    recipient::{Candidate, LeftOut, sort},
    schedule::{Period, PeriodError, Schedule},
    state::State,
    stop::Stop,
};
