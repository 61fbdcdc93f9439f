//! What a reader may read of customers, and why.
//!
//! **The way to the screen.** What customers wrote is a [`text::CustomerText`], what staff wrote a
//! [`text::StaffText`], a number a [`Phone`](super::phone::Phone). None of them prints. A [`lens::Lens`], made of
//! the reader's masks, turns each into [`safe_text::SafeText`], which is all that `ui` prints.
//!
//! **What the `number` mask hides.** Of a number, all but the calling code. A username and an id,
//! whole. Of a text, by its author:
//!
//! | text | is read in mode | why |
//! |---|---|---|
//! | of a customer: a message, a name, a trait's value, a group's subject | the role's | |
//! | of a member from whom numbers were hidden when they wrote it | `digits` at least; its author reads it whole | what is compared with a secret answers guesses |
//! | of staff: names, labels, tags, templates, campaigns, files; JSON beside a message | `digits` at least; of staff, dates and amounts stay | any of it may be a guess |
//!
//! **The modes.** `scan` finds the *runs* of a text: six digits or more of any script, with little
//! between them, as it is written and as one decoding reads it. `find` says what of them is hidden:
//! - `numbers`: the part of a run that is the number of anybody (`number_key`: in whatever way it is
//!   dialled); what is written as a number (`+`, `00`, `tel:`, an id, a card); what the number
//!   library found when the text was stored (`library`); a known `@name` (`handle`). What is known
//!   decides how far the others reach, so that where a mask ends doesn't tell of digits.
//! - `digits`: every run, and every `@name`. The function takes no secret, so it can tell none.
//! - `hidden`: the whole text, where `digits` would hide something of it.
//!
//! **What none hides**: words, pictures, digits that a sentence parts, and in mode `numbers` a number
//! without its area code or with a wrong digit. A customer's own text is compared in that mode: who
//! writes to the business from a phone of their own can try a guess.
//!
//! **The `traits` mask** hides names, values and the number of traits, and what they filled in.

pub mod content;
pub mod find;
pub mod lens;
pub mod library;
pub mod safe_text;
mod staff;
pub mod text;
