//! `policy export --target postgres-rls`: what a login of its own reads on the server, held against what the
//! program prints for the member behind it.

mod kit;
mod masked;
mod rows;
mod script;
