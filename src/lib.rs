//! rolecall runs who may do what, and who may see whom, in a WhatsApp team inbox.
//!
//! This page is the map. Data flows one way:
//!
//! ```text
//! argv ─▶ cli ─▶ ops ─▶ store      facts are loaded, in one transaction
//!                ops ─▶ rules      a pure decision: no clock, no file, no SQL
//!                ops ─▶ store      the change and its audit entry, in the same transaction
//! stdout ◀─ ui ◀─ cli ◀─ ops       rows that the reader's masks have already passed
//! ```
//!
//! Imports point the same way: `cli → ops → {store, rules, formats, mail}`, `cli → ui`, and
//! everything may use the types of `rules`, which uses nothing. `tests/house` reads the imports from
//! the code and fails where one points back.
//!
//! # Where things live
//!
//! | You look for | Look in |
//! |---|---|
//! | a command: its arguments, its help, what it prints | `cli/<noun>/<verb>.rs`, or `cli/<noun>.rs` where the verbs are short |
//! | what a command does, step by step | [`ops`]`/<noun>`, the file of the verb |
//! | whether somebody may do something | [`rules::policy`]: `decision` (one cell), `scope` (chats), `escalation` (what one may give) |
//! | the permissions, the roles, the presets | [`rules::policy`]: `permission`, `role`, `presets/*.toml` |
//! | what a masked reader sees | [`rules::privacy`]: the types of text, `find` (what each mode hides), `lens` (a reader's masks) |
//! | where digits and `@names` stand in a text | [`rules::digits`] |
//! | what a phone number is, however it is written | [`rules::phone`] |
//! | what `leaks` looks for | [`rules::leak`] |
//! | limits and states of templates and campaigns | [`rules::whatsapp`] |
//! | members, invitations, seats, API keys as rules | [`rules::workspace`] |
//! | a query, a table, the schema | [`store`]`/<family>`; tables in `store/migrations/001_workspace.sql` |
//! | transactions, opening a file, what differs by engine | `store/engine`, `store/open` |
//! | what a server's own row-level security shows | `store/row_security`: `read.sql`, filled in from [`rules::policy`]`::reading` |
//! | an input format: webhooks, CSV, chat exports | [`formats`], a folder a format |
//! | the sentences of `why` | `rules/policy/decision.rs` and `rules/policy/scope.rs`, beside each step |
//! | what a change asks before it is made | `cli/verb/plan.rs`; the questions themselves: `ui/prompt.rs` |
//! | the audit, its chain and its hashes | `store/audit`: `link.rs` (what a hash covers), `chain.rs` (verifying) |
//! | an error's words, its hint and its class | beside the error: [`rules::error`] names the domains, `rules/error/name.rs` what is unknown or taken; `store/engine/error.rs` for the file |
//! | how an error is laid out, and the exit codes | `cli/error.rs` |
//! | how tables, JSON, CSV and prompts look | `ui/table.rs`, `ui/json.rs`, `ui/delimited.rs`, `ui/prompt.rs` |
//! | the text of an invitation's mail, and SMTP | [`mail`] |
//! | what a file and a server carry | [`capacity`] |
//! | tests of a command; of the rules; of masks; of the file | `tests/cli`, `tests/policy`, `tests/privacy`, `tests/store` |
//!
//! # Glossary
//!
//! | Word | Meaning |
//! |---|---|
//! | workspace | One organisation's data; one SQLite file. |
//! | member | A person on the team: `invited`, `active` or `suspended`. The email is the login id. |
//! | actor | The member on whose behalf a command runs: `--as`, or the member that a run is pinned to. |
//! | operator | Who really ran a command: the system's user, or the key that signed in. |
//! | role | A named row of permissions and masks. Five are built in; an owner may add others. |
//! | permission | A key that a role has or lacks, such as `users.export`. |
//! | cell | One permission of one role: on or off, and locked or not. |
//! | module | A permission that opens a section of the product, such as `templates`. |
//! | policy | All roles with their cells and masks; a file in TOML, too. |
//! | preset | A policy that comes with the program: `unified`, `interakt`, `timelinesai`. |
//! | decision | The answer for a member and a permission, with the rule that decided: a reason code. |
//! | scope | Which chats a member sees: own accounts, same team, other teams, assigned. |
//! | grant | The value that a positive decision gives. A write asks for it. |
//! | mask | What a role may not read of contacts: `number` or `traits`. |
//! | lens | A reader's masks, as the one way to make text of customers printable. |
//! | redaction | Hiding digits in a text that a customer wrote. |
//! | account | A WhatsApp number of the organisation, connected by one member. |
//! | contact | A customer. |
//! | chat | The conversation of one contact with one account. |
//! | session | A workspace with an actor, a clock, and whether changes are kept. |
//! | outcome | What a change did: the fields before and after, from which the audit entries are made. |
//! | effect | What a change means for others: who gains or loses a module, or sight of chats. |
//! | plan | The effects of a policy file before it is applied. |
//! | outbox | Mail that waits to be sent. |
//! | pinned run | A run whose actor and workspace come from outside and can't be changed by its arguments. |

pub mod capacity;
pub mod cli;
pub mod formats;
pub mod mail;
pub mod ops;
pub mod rules;
pub mod store;
pub mod ui;
