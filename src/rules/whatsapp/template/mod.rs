//! Message templates: what they are made of, `WhatsApp`'s limits with the place of each fault, the life
//! of their versions, how variables are filled, and who may use which. Where they are kept is the
//! store's; how they come in as JSON is `formats`'.
//!
//! ```text
//! content ─▶ check ─▶ fault     is it a template at all?
//! life                          draft ▶ submitted ▶ approved | rejected, paused
//! news                          what WhatsApp says of it, and whether that is news
//! access                        may this member see it, use it, change it?
//! form                          an approved one with its variables filled in
//! ```

mod access;
mod check;
mod content;
mod error;
mod fault;
mod form;
mod language;
mod life;
mod news;
mod pattern;

pub use self::{
    access::{Ownership, is_shared_at_first, may_change, may_see},
    check::{check_content, check_name},
    content::{Button, ButtonKind, Category, Content, Header, Media},
    error::TemplateError,
    fault::{Fault, Part, Problem},
    form::{FillFault, FillProblem, Form, Values},
    language::Language,
    life::{Live, Move, Next, Standing, Status, Step, Unfit},
    news::{Heard, status_of_list, step_of_event},
};
