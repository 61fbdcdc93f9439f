//! What `help` explains beside commands and their options.

/// Each topic with its page.
pub const TOPICS: &[(&str, &str)] = &[
    ("environment", ENVIRONMENT),
    ("configuration", CONFIGURATION),
    ("formats", FORMATS),
    ("masks", MASKS),
    ("policy-files", POLICY_FILES),
];

const CONFIGURATION: &str = "\
One file sets defaults. Options win over the environment, and the environment wins over the file. It is
`config.toml` in the per-user configuration folder (on Linux ~/.config/rolecall), or the file that
ROLECALL_CONFIG names; set it empty to read none. Every line is optional:

  workspace  = \"~/acme.db\"          path of the workspace, as --workspace
  as         = \"ada@acme.test\"      the member who acts, as --as
  format     = \"table\"              table, json, jsonl or csv, as --format
  color      = \"auto\"               auto, always or never, as --color
  pager      = \"less -FRX\"          the pager; \"cat\" for none
  workspaces = [\"/srv/north.db\"]    more workspaces, for `rolecall workspace list`

A path is relative to the file's folder, or to your home if it starts with `~/`. `rolecall gate` reads
no configuration.
";

const ENVIRONMENT: &str = "\
Options win over the environment.

  ROLECALL_WORKSPACE      path of the workspace, as --workspace
  ROLECALL_AS             the member who acts, as --as
  ROLECALL_FORMAT         form of the output, as --format
  ROLECALL_COLOR          when to use colour, as --color
  ROLECALL_PAGER, PAGER   the pager; `cat` for none
  ROLECALL_CONFIG         the configuration file; empty for none
  ROLECALL_COUNTRY        country of numbers in national form, as --country
  ROLECALL_SMTP_PASSWORD  password that `outbox flush` sends to the mail server
  ROLECALL_NOW            the time to take for now, such as 2026-01-31T12:00:00Z; for tests
  NO_COLOR                no colour
";

const FORMATS: &str = "\
--format says how data is printed on standard output; everything else goes to standard error.

  table   aligned columns, for people
  json    an array of flat objects; one thing is one object
  jsonl   one object a line
  csv     a header and one line a row; a text that a spreadsheet would run starts with an apostrophe

--fields A,B prints only these fields of a list, in this order. The fields are a contract: none is
renamed or removed. Times are RFC 3339 in UTC. A list is empty, `[]` in JSON, if there is nothing, and
that is not an error. Lists come in pages: --limit N rows, starting --after a key, or --all.

In JSON an error is one object on standard error:

  {\"error\":{\"code\":\"denied\",\"message\":\"...\",\"hint\":\"...\",\"reason\":\"toggle-off\"}}
";

const MASKS: &str = "\
A mask hides something of customers from a role. An owner can't be masked.

  number  shows only the country code of numbers, as in +91 ********, hides WhatsApp usernames, and
          hides numbers that are written in messages. It also hides the modules in which numbers stand:
          notifications, templates, users and analytics
  traits  hides the names and values of traits; tags stay

A masked member can still answer, assign and close chats. `rolecall chat reveal` shows one number once
to who may, for a reason that the audit keeps. `rolecall leaks` reads everything that masked roles can
read, and looks for what should be hidden.

  $ rolecall mask enable number --role agent
  $ rolecall chat list --as amir@acme.test
  $ rolecall leaks
";

const POLICY_FILES: &str = "\
A policy file is TOML. It holds the whole matrix: each role with its permissions and masks, and perhaps
tests. `policy export` writes one, also of a preset, and is the best way to start.

  $ rolecall policy export > policy.toml
  $ rolecall policy plan policy.toml
  $ rolecall policy test policy.toml
  $ rolecall policy apply policy.toml

`policy plan` shows what would change and for whom; with --exit-code and --fail-on-gain it suits a
continuous integration job. `rolecall help policy test` shows what tests look like.

`policy export --target postgres-rls` writes SQL instead: run on the PostgreSQL database that a workspace
lies in, it lets each member's own login read there what rolecall shows them.
";

/// What `help` explains beside commands.
pub fn topics() -> impl Iterator<Item = &'static str> {
    ["options", "exit-codes"].into_iter().chain(TOPICS.iter().map(|(name, _)| *name))
}
