//! The first page of help, laid out by hand: a test holds it against the tree.

/// The first page.
pub const FIRST_PAGE: &str = "\
Decide who may do what, and who may see whom, in a WhatsApp team inbox.

Usage: rolecall <command> [verb] [options]

Start:     init, demo, status
People:    member, invite, key, outbox, team, review
Rights:    role, perm, mask, module, policy, can, why, who-can, leaks
Inbox:     account, chat, contact, template, campaign, analytics
Settings:  billing, api-key, whatsapp, integration, workspace
Trust:     audit, undo, doctor, backup, restore, gate
More:      completions, man, help

Examples:
  $ rolecall member import people.csv --dry-run
  $ rolecall chat list --as tess@acme.test
  $ rolecall why tess@acme.test users.export

Run `rolecall <command> --help` for a command, and `rolecall help <topic>` for a topic:
options, configuration, environment, formats, exit-codes, masks, policy-files.
";
