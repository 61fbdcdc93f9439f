//! The one integration binary: every room below is a module of it, so that it links once.

mod formats;
mod policy;
