-- One workspace, one file. Times are milliseconds since 1970-01-01 UTC; keys and times are made by
-- the program, never by the engine. A server has the same tables, made of these statements; particular to
-- SQLite are STRICT, WITHOUT ROWID and the full-text indexes.

CREATE TABLE workspace (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    name         TEXT    NOT NULL,
    preset       TEXT    NOT NULL,
    single_owner INTEGER NOT NULL CHECK (single_owner IN (0, 1)),
    created_at   INTEGER NOT NULL
) STRICT;

-- The last key given out, by table: a key is never used twice, also not after a removal.
CREATE TABLE sequence (
    name TEXT    PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE role (
    name        TEXT    PRIMARY KEY,
    position    INTEGER NOT NULL,
    title       TEXT    NOT NULL,
    model       TEXT    NOT NULL CHECK (model IN ('owner', 'admin', 'teammate', 'agent', 'collaborator')),
    mask_number INTEGER NOT NULL CHECK (mask_number IN (0, 1)),
    mask_traits INTEGER NOT NULL CHECK (mask_traits IN (0, 1)),
    -- How much of customers' texts is hidden where numbers are.
    texts       TEXT    NOT NULL CHECK (texts IN ('numbers', 'digits', 'hidden')),
    -- How many hidden numbers each member may reveal in a day; without it, as many as they like.
    reveals_per_day INTEGER CHECK (reveals_per_day > 0),
    CHECK (model <> 'owner' OR (name = 'owner' AND mask_number = 0 AND mask_traits = 0))
) STRICT;

-- A row is a cell that is on.
CREATE TABLE role_permission (
    role       TEXT NOT NULL REFERENCES role (name) ON DELETE CASCADE,
    permission TEXT NOT NULL,
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL UNIQUE,
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX team_default ON team (is_default) WHERE is_default = 1;

CREATE TABLE member (
    id                  INTEGER PRIMARY KEY,
    email               TEXT    NOT NULL,
    email_key           TEXT    NOT NULL UNIQUE,
    name                TEXT,
    phone               TEXT,
    phone_country_code  INTEGER,
    role                TEXT    NOT NULL REFERENCES role (name),
    team_id             INTEGER NOT NULL REFERENCES team (id),
    -- Spelled out: the engine would build a table of three for every row that it checks by IN.
    status              TEXT    NOT NULL
        CHECK (status = 'invited' OR status = 'active' OR status = 'suspended'),
    -- What a suspended member was before, and is again when restored.
    status_before       TEXT    CHECK (status_before IN ('invited', 'active')),
    -- The adder's email at the time: it outlives the adder.
    added_by            TEXT,
    added_at            INTEGER NOT NULL,
    CHECK ((phone IS NULL) = (phone_country_code IS NULL))
) STRICT;
CREATE INDEX member_by_role ON member (role);
CREATE INDEX member_by_team ON member (team_id);

-- Of the code only its hash is kept. Expired is not a state: it is a matter of the clock.
CREATE TABLE invitation (
    id          INTEGER PRIMARY KEY,
    member_id   INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    code_hash   BLOB    NOT NULL,
    state       TEXT    NOT NULL
        CHECK (state = 'pending' OR state = 'accepted' OR state = 'revoked'),
    wrong_tries INTEGER NOT NULL,
    invited_by  TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_by_member ON invitation (member_id);

-- The public keys by which members sign in.
CREATE TABLE member_key (
    id          INTEGER PRIMARY KEY,
    member_id   INTEGER NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    fingerprint TEXT    NOT NULL UNIQUE,
    key         TEXT    NOT NULL,
    comment     TEXT    NOT NULL,
    -- The adder's email at the time: it outlives the adder.
    added_by    TEXT    NOT NULL,
    added_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX member_key_by_member ON member_key (member_id);

-- Wrong codes, by who tried them: a key, a network address, or the system's user.
CREATE TABLE wrong_code (
    tried_by TEXT    PRIMARY KEY,
    tries    INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT;

-- One mail for one invitation, under the same key. The code stands here from the invitation until the mail has left or
-- was given up, and is wiped then: the mail can't be written without it.
CREATE TABLE outbox (
    id              INTEGER PRIMARY KEY REFERENCES invitation (id) ON DELETE CASCADE,
    code            TEXT,
    state           TEXT    NOT NULL
        CHECK (state = 'queued' OR state = 'sent' OR state = 'refused' OR state = 'withdrawn'),
    attempts        INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    last_error      TEXT,
    done_at         INTEGER,
    CHECK ((state = 'queued') = (code IS NOT NULL))
) STRICT;
CREATE INDEX outbox_due ON outbox (next_attempt_at, id) WHERE state = 'queued';

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE account (
    id                  INTEGER PRIMARY KEY,
    number              TEXT    NOT NULL UNIQUE,
    number_country_code INTEGER NOT NULL,
    phone_number_id     TEXT,
    label               TEXT,
    connector_id        INTEGER REFERENCES member (id),
    connected_at        INTEGER NOT NULL,
    -- The connector's email, in lower case, until a member of that name comes.
    awaited_connector   TEXT,
    -- Who left it without a connector: they may take it back. They may be a member no more.
    last_connector_id   INTEGER
) STRICT;
CREATE INDEX account_by_connector ON account (connector_id);
CREATE INDEX account_by_awaited_connector ON account (awaited_connector)
    WHERE awaited_connector IS NOT NULL;

-- What customers see of a number.
CREATE TABLE business_profile (
    account_id   INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    display_name TEXT,
    about        TEXT,
    address      TEXT,
    description  TEXT,
    email        TEXT,
    vertical     TEXT,
    website_1    TEXT,
    website_2    TEXT
) STRICT;

-- Of the key only its hash is kept, and what it is recognised by. At most one is in force.
CREATE TABLE api_key (
    id           INTEGER PRIMARY KEY,
    prefix       TEXT    NOT NULL,
    key_hash     BLOB    NOT NULL UNIQUE,
    -- The maker's email at the time: it outlives them.
    created_by   TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    ended_by     TEXT,
    ended_at     INTEGER,
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX api_key_in_force ON api_key ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- Of a member, or of the organisation. A secret stands here by its place, never by itself.
CREATE TABLE integration (
    id           INTEGER PRIMARY KEY,
    service      TEXT    NOT NULL CHECK (service IN ('pipedrive', 'hubspot', 'webhook')),
    member_id    INTEGER REFERENCES member (id) ON DELETE CASCADE,
    name         TEXT,
    url          TEXT,
    secret_place TEXT,
    added_by     TEXT    NOT NULL,
    added_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE contact (
    id                 INTEGER PRIMARY KEY,
    name               TEXT,
    -- As of messages' texts.
    name_reading       TEXT,
    username           TEXT,
    phone              TEXT UNIQUE,
    phone_country_code INTEGER,
    -- WhatsApp's business-scoped user id: what identifies somebody who hides their number.
    whatsapp_user_id   TEXT UNIQUE,
    -- When each was last given: an older payload doesn't bring an older name back.
    named_at           INTEGER,
    username_at        INTEGER,
    -- Whether they agreed to be written to; unknown until they are asked.
    opted_in           INTEGER CHECK (opted_in IN (0, 1)),
    -- When they said so: the newest by its own time holds, in whatever order it is brought in.
    opted_in_at        INTEGER,
    created_at         INTEGER NOT NULL,
    -- When they were forgotten, who asked for it: the row stays for the figures of their chats.
    erased_at          INTEGER,
    CHECK ((phone IS NULL) = (phone_country_code IS NULL))
) STRICT;
-- A list is in the order of keys, which every index ends with; so each filter reads on where the last
-- page ended. A country is its calling code.
CREATE INDEX contact_by_country ON contact (substr(phone, 1, phone_country_code + 1));
CREATE INDEX contact_by_username ON contact (lower(username)) WHERE username IS NOT NULL;
CREATE INDEX contact_by_opted_in ON contact (opted_in);
-- Of whom nothing but a name is known: an import looks for them by it.
CREATE INDEX contact_by_name_alone ON contact (name)
    WHERE phone IS NULL AND whatsapp_user_id IS NULL;

-- The numbers that a contact had before, or has beside the one in their row.
CREATE TABLE contact_past_number (
    contact_id         INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    phone              TEXT    NOT NULL,
    phone_country_code INTEGER NOT NULL,
    -- What was written from it up to that time is theirs: 0 for nothing, 2^63-1 for all.
    until              INTEGER NOT NULL,
    PRIMARY KEY (phone, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_past_number_by_contact ON contact_past_number (contact_id);

-- The same of user ids.
CREATE TABLE contact_past_user_id (
    user_id    TEXT    PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    until      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_past_user_id_by_contact ON contact_past_user_id (contact_id);

-- The numbers and user ids of who was erased, as hashes under a key of the workspace's own: what was
-- written up to that time isn't brought in again.
CREATE TABLE erased_identity (
    hash  BLOB    PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every number that anybody has or had, by each way to write its national part: the digits behind a
-- 1, so that leading zeros count. Texts are compared with these, for readers who may not know them.
CREATE TABLE known_number (
    national     INTEGER NOT NULL,
    country_code INTEGER NOT NULL,
    contact_id   INTEGER NOT NULL,
    PRIMARY KEY (national, country_code, contact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_trait (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    key        TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    -- As of messages' texts.
    value_reading TEXT,
    PRIMARY KEY (contact_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_trait_by_value ON contact_trait (key, value, contact_id);

CREATE TABLE contact_tag (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    tag        TEXT    NOT NULL,
    PRIMARY KEY (contact_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_tag_by_tag ON contact_tag (tag, contact_id);

-- A chat is with one contact, or it is a group.
CREATE TABLE chat (
    id              INTEGER PRIMARY KEY,
    account_id      INTEGER NOT NULL REFERENCES account (id),
    contact_id      INTEGER REFERENCES contact (id),
    group_id        TEXT,
    subject         TEXT,
    -- As of messages' texts.
    subject_reading TEXT,
    status          TEXT    NOT NULL CHECK (status IN ('open', 'closed')),
    assignee_id     INTEGER REFERENCES member (id),
    last_at         INTEGER NOT NULL,
    last_message_id INTEGER,
    -- The id that the source it came from gave it.
    external_id     TEXT,
    -- The assignee's email, in lower case, until a member of that name comes.
    awaited_assignee TEXT,
    -- Whether the newest message is the customer's, and so unanswered.
    unread          INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1)),
    created_at      INTEGER NOT NULL,
    CHECK ((contact_id IS NULL) <> (group_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX chat_by_contact ON chat (contact_id, account_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX chat_by_group ON chat (group_id, account_id) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX chat_by_external_id ON chat (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX chat_by_awaited_assignee ON chat (awaited_assignee) WHERE awaited_assignee IS NOT NULL;
-- The three orders in which a first page is read: everything, one account, one assignee.
CREATE INDEX chat_by_time ON chat (last_at, id);
CREATE INDEX chat_by_account ON chat (account_id, last_at, id);
CREATE INDEX chat_by_assignee ON chat (assignee_id, last_at, id) WHERE assignee_id IS NOT NULL;
-- And three by which an account's are filtered.
CREATE INDEX chat_by_account_status ON chat (account_id, status, last_at, id);
CREATE INDEX chat_by_account_assignee ON chat (account_id, assignee_id, last_at, id);
CREATE INDEX chat_by_account_unread ON chat (account_id, last_at, id) WHERE unread = 1;
-- What waits for somebody to take it, to be counted.
CREATE INDEX chat_waiting ON chat (account_id) WHERE assignee_id IS NULL AND status = 'open';

-- The chats of each tag's contacts as a list reads them: all, by account, by assignee and by both, each in
-- the order of time. `account_id` 0 is any, `assignee_id` 0 is anybody or nobody, and -1 nobody.
CREATE TABLE chat_tag (
    tag         TEXT    NOT NULL,
    account_id  INTEGER NOT NULL,
    assignee_id INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    chat_id     INTEGER NOT NULL,
    PRIMARY KEY (tag, account_id, assignee_id, last_at, chat_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE chat_participant (
    chat_id    INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    PRIMARY KEY (chat_id, contact_id)
) STRICT, WITHOUT ROWID;

-- A template is known by its name and its language. One that is removed stays as a row, out of sight:
-- messages and campaigns know by which of its versions they were made.
CREATE TABLE template (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    shared     INTEGER NOT NULL CHECK (shared IN (0, 1)),
    -- Who made it; the email, from that time, outlives them.
    author_id  INTEGER REFERENCES member (id) ON DELETE SET NULL,
    author     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    -- When WhatsApp last said how it stands: what it said earlier is history.
    heard_at   INTEGER,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX template_by_name ON template (name, language) WHERE removed_at IS NULL;

-- At most one version is live (approved or paused); the newest is next unless it is that one.
CREATE TABLE template_version (
    id            INTEGER PRIMARY KEY,
    template_id   INTEGER NOT NULL REFERENCES template (id),
    number        INTEGER NOT NULL,
    status        TEXT    NOT NULL
        CHECK (status IN ('draft', 'submitted', 'approved', 'rejected', 'paused', 'replaced')),
    category      TEXT    NOT NULL CHECK (category IN ('marketing', 'utility', 'authentication')),
    -- `text`, or what is shown above the body instead of one.
    header_format TEXT
        CHECK (header_format IN ('text', 'image', 'video', 'document', 'location')),
    header        TEXT,
    body          TEXT    NOT NULL,
    footer        TEXT,
    -- A JSON list, as of the campaign's columns below: read whole, never searched.
    buttons       TEXT    NOT NULL DEFAULT '[]',
    -- Why it was turned down or paused, as it came back.
    reason        TEXT,
    written_at    INTEGER NOT NULL,
    submitted_at  INTEGER,
    decided_at    INTEGER,
    CHECK ((coalesce(header_format, '') = 'text') = (header IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX template_version_by_number ON template_version (template_id, number);

-- One template to many contacts. It runs under the workspace's authority: its author stands here by
-- name alone, and nothing that is done to them later concerns it.
CREATE TABLE campaign (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL,
    name_key      TEXT    NOT NULL UNIQUE,
    template_id   INTEGER NOT NULL REFERENCES template (id),
    account_id    INTEGER NOT NULL REFERENCES account (id),
    author        TEXT    NOT NULL,
    state         TEXT    NOT NULL
        CHECK (state = 'draft' OR state = 'scheduled' OR state = 'running' OR state = 'paused' OR state = 'done'),
    first_at      INTEGER,
    period_ms     INTEGER,
    on_tag        TEXT,
    -- When the next occurrence is due; nothing where an occurrence is the last, or waits for a tag.
    next_at       INTEGER,
    -- Why the last run went no further.
    stopped       TEXT,
    created_at    INTEGER NOT NULL,
    -- Whom it is for, and what fills its template's variables: written once and read whole, as JSON.
    audience      TEXT    NOT NULL,
    fillings      TEXT    NOT NULL,
    CHECK ((first_at IS NULL) = (on_tag IS NOT NULL)),
    CHECK (period_ms IS NULL OR first_at IS NOT NULL)
) STRICT;
CREATE INDEX campaign_by_tag ON campaign (on_tag) WHERE on_tag IS NOT NULL;

CREATE TABLE message (
    id          INTEGER PRIMARY KEY,
    chat_id     INTEGER NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
    -- WhatsApp's id. It is built on the number and is never shown.
    external_id TEXT,
    at          INTEGER NOT NULL,
    direction   TEXT    NOT NULL CHECK (direction IN ('in', 'out')),
    kind        TEXT    NOT NULL,
    text        TEXT,
    -- The text as it is for whom traits are hidden, where traits filled a part of it.
    veiled      TEXT,
    -- Of each of the two, how readers from whom numbers are hidden read it: where the number library
    -- found numbers in it, in bytes; or `masked`, where numbers were hidden from its author too.
    text_reading   TEXT,
    veiled_reading TEXT,
    -- What else was said, as it came: a JSON object, read whole.
    content     TEXT,
    -- Who wrote it: a contact, or a member, whose name outlives them.
    contact_id  INTEGER REFERENCES contact (id),
    member_id   INTEGER REFERENCES member (id) ON DELETE SET NULL,
    author      TEXT,
    reply_to    TEXT,
    -- The contact's number at the time of sending, for what is handed to WhatsApp.
    recipient   TEXT,
    status      TEXT,
    status_at   INTEGER,
    -- What was said with the status, such as why a message failed: a JSON object, read whole.
    status_details TEXT,
    edited_at   INTEGER,
    deleted_at  INTEGER,
    -- The campaign that wrote it, under the workspace's authority.
    campaign_id INTEGER REFERENCES campaign (id),
    -- By which template it was made. Its text is its own all the same.
    template_version_id INTEGER REFERENCES template_version (id)
) STRICT;
CREATE UNIQUE INDEX message_by_external_id ON message (chat_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX message_by_time ON message (chat_id, at, id);
CREATE INDEX message_by_campaign ON message (campaign_id, status) WHERE campaign_id IS NOT NULL;

-- Statuses, edits and deletions that arrived before the message they speak of.
CREATE TABLE early_event (
    account_id  INTEGER NOT NULL REFERENCES account (id),
    external_id TEXT    NOT NULL,
    event       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    kind        TEXT,
    text        TEXT,
    -- The content of an edit, or the details of a status.
    content     TEXT,
    PRIMARY KEY (account_id, external_id, event)
) STRICT, WITHOUT ROWID;

-- Each time that it is due is one occurrence. It goes through the contacts in the order of their
-- keys: up to `cursor` everybody has been seen to, and who came after `last_contact` is not part of it.
CREATE TABLE campaign_occurrence (
    campaign_id  INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    finished_at  INTEGER,
    cursor       INTEGER NOT NULL,
    last_contact INTEGER NOT NULL,
    sent         INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, number)
) STRICT, WITHOUT ROWID;

-- Who was not written to, counted by the reason.
CREATE TABLE campaign_left_out (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    contacts    INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, number, reason)
) STRICT, WITHOUT ROWID;

-- Who was written to in an occurrence, which the engine holds to once each; of a campaign that
-- waits for a tag also who was given it, with no outcome until they are seen to.
CREATE TABLE campaign_recipient (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    contact_id  INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    outcome     TEXT,
    PRIMARY KEY (campaign_id, number, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaign_waiting ON campaign_recipient (campaign_id, contact_id) WHERE outcome IS NULL;

-- Who, when, what, before, after. `before` and `after` are JSON objects.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY,
    -- The first entry of the same change.
    part_of  INTEGER NOT NULL DEFAULT 0,
    at       INTEGER NOT NULL,
    actor_id INTEGER,
    actor_email TEXT NOT NULL,
    -- Who really ran it: the system's user and host, or the key that signed in.
    operator TEXT    NOT NULL,
    -- How the actor was chosen: `--as`, `environment`, `default` or `key`.
    via      TEXT    NOT NULL,
    -- Whether they set the clock by hand.
    clock_set INTEGER NOT NULL DEFAULT 0 CHECK (clock_set IN (0, 1)),
    -- The entry that it takes back.
    undoes   INTEGER,
    action   TEXT    NOT NULL,
    object   TEXT    NOT NULL,
    before   TEXT,
    after    TEXT,
    -- What was asked of the actor, written by the code that asked.
    needed   TEXT    NOT NULL,
    -- The hashes of what is kept with it in audit_kept, in the order of their places.
    kept     BLOB    NOT NULL,
    -- A sum of what decides rights, sight and masks, as it stood afterwards.
    state    BLOB    NOT NULL,
    -- Of the entry before it and of all the columns above.
    hash     BLOB    NOT NULL
) STRICT;

-- What an import did, so that it can be taken back: the keys that it gave out, as the last one before it
-- and the last one of its own; and a hash of what it added of contacts and chats, as it left it.
CREATE TABLE import (
    entry         INTEGER PRIMARY KEY,
    -- The last of its entries in the audit: what it did to rights has entries of its own.
    last_entry    INTEGER NOT NULL,
    contact_from  INTEGER NOT NULL,
    contact_until INTEGER NOT NULL,
    chat_from     INTEGER NOT NULL,
    chat_until    INTEGER NOT NULL,
    message_from  INTEGER NOT NULL,
    message_until INTEGER NOT NULL,
    account_from  INTEGER NOT NULL,
    account_until INTEGER NOT NULL,
    added         BLOB    NOT NULL
) STRICT;

-- The rows that were there before an import, and what it did to them: of the columns that it changed,
-- the values before and after, as JSON objects; of a row that it added or removed, all of them.
CREATE TABLE import_change (
    entry      INTEGER NOT NULL REFERENCES import (entry) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    table_name TEXT    NOT NULL,
    -- The columns of the primary key, as a JSON array.
    row_key    TEXT    NOT NULL,
    before     TEXT,
    after      TEXT,
    PRIMARY KEY (entry, number)
) STRICT, WITHOUT ROWID;

-- What an entry leaves out, kept for taking the change back. A name says of what kind a value is.
CREATE TABLE audit_kept (
    entry INTEGER NOT NULL REFERENCES audit (id),
    place INTEGER NOT NULL,
    -- Random, and hashed with the value: once the row is gone, its hash tells nothing of what it was.
    salt  BLOB    NOT NULL,
    name  TEXT    NOT NULL,
    value TEXT    NOT NULL,
    PRIMARY KEY (entry, place)
) STRICT, WITHOUT ROWID;

-- The looks behind the mask, by who took them: they are counted before each one, and listed.
CREATE INDEX audit_reveals ON audit (actor_id, at) WHERE action = 'chat.reveal';

-- The backups: `status` tells when the last one was made.
CREATE INDEX audit_backups ON audit (id) WHERE action = 'workspace.backup';

-- What is searched: words of messages and of contacts' names. A row is called, from its highest bits
-- on, by the second in which the message was written (counted from 2009), the key of the message or the
-- chat (27 bits), and the last 6 bits of the account's: so what is found is in the order of time, and
-- what surely lies on another account is told without a look. `place` holds the account, as a word:
-- `a` and its key. So a search in some accounts meets nothing outside of them. The texts themselves
-- are not kept twice.
CREATE VIRTUAL TABLE message_search USING fts5 (
    place, text, content = '', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE name_search USING fts5 (
    place, name, content = '', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);
