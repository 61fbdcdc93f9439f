//! The one integration binary: every room below is a module of it, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod campaigns;
mod cli;
mod completions;
mod contacts;
mod demo;
mod formats;
mod fuzz;
mod gate;
mod help_page;
mod house;
mod interakt_page;
mod members;
mod model;
mod policy;
mod policy_cli;
mod privacy;
mod readme;
mod review;
mod screens;
#[cfg(feature = "postgres")]
mod server;
mod store;
mod support;
mod trust;
