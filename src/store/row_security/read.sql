-- Row-level security for reading the workspace in the schema "{schema}", made of its policy as it
-- stood when `rolecall policy export --target postgres-rls` printed this.
--
-- An owner of the database runs it:
--     rolecall policy export --target postgres-rls | psql -v ON_ERROR_STOP=1 DATABASE
-- It may be run any number of times. After a change of the policy it is run anew: until then, members of a
-- role that was changed in what it sees or hides see nothing at all.
--
-- A login then reads the views of "{schema}_read" (chat, message, contact, contact_tag, contact_trait) and
-- finds there the rows that rolecall shows its member. Nobody is given anything to write.
--
-- To give a member a login:
--     CREATE ROLE tess_bi LOGIN PASSWORD '…';
--     GRANT "{schema}_readers" TO tess_bi;
--     INSERT INTO "{schema}_read".login VALUES ('tess_bi', 'tess@acme.test');
-- and to take it back:
--     DELETE FROM "{schema}_read".login WHERE name = 'tess_bi';
--     REVOKE "{schema}_readers" FROM tess_bi;
-- The name is that of the login as it signs in (session_user), whatever SET ROLE says. Who is suspended, was
-- removed or hasn't joined sees nothing, and so does a login that stands for nobody.
--
-- To take all of it away:
--     DROP SCHEMA "{schema}_read" CASCADE;
--     DROP OWNED BY "{schema}_views", "{schema}_readers";
--     DROP ROLE "{schema}_views", "{schema}_readers";
-- After `restore` or `workspace move` the tables are others: run it again.
--
-- From whom numbers are hidden, these views hide every name, text, tag and trait too: a server can't tell the
-- digits of a number from others. A plan (EXPLAIN) tells about how many rows there are that its reader doesn't
-- see, and never what is in them. They give no login anything on the tables themselves; give it nothing
-- there either, and make nobody a member of "{schema}_views".
-- Who runs rolecall owns the tables, or is a member of the role that does. Everybody else who was given
-- the tables reads them as before.

BEGIN;
SET LOCAL standard_conforming_strings = on;
SET LOCAL client_min_messages = warning;
SET LOCAL lock_timeout = '10s';
SET LOCAL search_path = pg_catalog, "{schema}", pg_temp;

DO $$
DECLARE
    trusted oid[];
BEGIN
    IF to_regclass('"{schema}".one_writer') IS NULL THEN
        RAISE EXCEPTION 'there is no workspace in the schema "{schema}"'
            USING HINT = 'name the schema it lies in: policy export --target postgres-rls --schema NAME';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{schema}_views') THEN
        CREATE ROLE "{schema}_views" NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{schema}_readers') THEN
        CREATE ROLE "{schema}_readers" NOLOGIN;
    END IF;
    -- The views read as their owner does, whom the policies must bind.
    IF EXISTS (
        SELECT FROM pg_roles WHERE rolname IN ('{schema}_views', '{schema}_readers')
            AND (rolcanlogin OR rolsuper OR rolbypassrls OR rolcreaterole)
    ) OR EXISTS (
        SELECT FROM pg_auth_members JOIN pg_roles ON pg_roles.oid = member
        WHERE rolname IN ('{schema}_views', '{schema}_readers')
    ) OR EXISTS (
        SELECT FROM pg_auth_members JOIN pg_roles AS member ON member.oid = pg_auth_members.member
        WHERE roleid = '"{schema}_views"'::regrole AND NOT (member.rolsuper OR member.rolcreaterole)
    ) THEN
        RAISE EXCEPTION 'the roles "{schema}_views" and "{schema}_readers" have rights of their own, or members that are none of theirs'
            USING HINT = 'take their attributes and memberships from them';
    END IF;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        GRANT "{schema}_views" TO CURRENT_USER;
    END IF;
    CREATE SCHEMA IF NOT EXISTS "{schema}_read";
    -- Who owns the schema or what lies in it decides whom a login stands for.
    SELECT array_agg(oid) INTO trusted FROM pg_roles
    WHERE rolsuper OR rolname IN (current_user, '{schema}_views')
        OR oid = (SELECT nspowner FROM pg_namespace WHERE nspname = '{schema}');
    IF EXISTS (
        SELECT FROM pg_namespace WHERE nspname = '{schema}_read' AND nspowner <> ALL (trusted)
    ) OR EXISTS (
        SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = '{schema}_read' AND relowner <> ALL (trusted)
    ) OR EXISTS (
        SELECT FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE nspname = '{schema}_read' AND proowner <> ALL (trusted)
    ) THEN
        RAISE EXCEPTION 'the schema "{schema}_read" is somebody else''s'
            USING HINT = 'look what it is for, and give it another name';
    END IF;
END $$;

-- Which member a login stands for, by the email that they sign in to rolecall with.
CREATE TABLE IF NOT EXISTS "{schema}_read".login (
    name  text COLLATE "C" PRIMARY KEY CHECK (octet_length(name) BETWEEN 1 AND 63),
    email text COLLATE "C" NOT NULL
);

-- What each role opens: 1 for yes. With it, what this was made of.
CREATE TABLE IF NOT EXISTS "{schema}_read".rights (
    role        text COLLATE "C" PRIMARY KEY,
    own         bigint NOT NULL,
    same_team   bigint NOT NULL,
    other_teams bigint NOT NULL,
    assigned    bigint NOT NULL,
    users       bigint NOT NULL,
    mask_number bigint NOT NULL,
    mask_traits bigint NOT NULL,
    cells       text COLLATE "C" NOT NULL
);
DELETE FROM "{schema}_read".rights;
INSERT INTO "{schema}_read".rights
    (role, own, same_team, other_teams, assigned, users, mask_number, mask_traits, cells)
VALUES
{rights};

-- Who reads, and what their role opens: one row, or none where what it was made of has changed.
CREATE OR REPLACE VIEW "{schema}_read".me WITH (security_barrier = true) AS
SELECT member.id AS member_id, member.team_id, rights.own, rights.same_team, rights.other_teams,
    rights.assigned, rights.users, rights.mask_number, rights.mask_traits
FROM "{schema}_read".login
JOIN member ON member.email_key = lower(login.email)
JOIN role ON role.name = member.role
JOIN "{schema}_read".rights ON rights.role = role.name
    AND rights.mask_number = role.mask_number AND rights.mask_traits = role.mask_traits
    AND rights.cells = (
        SELECT coalesce(string_agg(permission, ' ' ORDER BY permission), '') FROM role_permission
        WHERE role_permission.role = member.role AND permission IN ({deciding_cells})
    )
WHERE login.name = session_user::text COLLATE "C" AND member.status = 'active';

-- The accounts whose chats they see.
CREATE OR REPLACE VIEW "{schema}_read".seen_account WITH (security_barrier = true) AS
SELECT seen.id FROM "{schema}_read".me CROSS JOIN LATERAL ({visible_accounts}) AS seen;

-- The same for every query that reads rows, asked once a query and planned by itself. A login that calls them
-- learns of itself alone.
CREATE OR REPLACE FUNCTION "{schema}_read".reader() RETURNS SETOF "{schema}_read".me
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT * FROM "{schema}_read".me;
END;
CREATE OR REPLACE FUNCTION "{schema}_read".seen_accounts() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT array_agg(id) FROM "{schema}_read".seen_account;
END;

CREATE OR REPLACE VIEW "{schema}_read".chat WITH (security_barrier = true) AS
SELECT chat.id, account.number AS account,
    CASE WHEN me.mask_number = 0 THEN account.label END AS account_label,
    chat.contact_id,
    CASE WHEN me.mask_number = 0 THEN coalesce(contact.name, chat.subject) END AS contact,
    CASE WHEN me.mask_number = 0 THEN contact.username END AS username,
    CASE WHEN me.mask_number = 0 THEN contact.phone END AS phone,
    '+' || contact.phone_country_code AS country,
    chat.assignee_id,
    CASE WHEN me.mask_number = 0 THEN assignee.email END AS assignee,
    chat.status, {time:chat.last_at} AS last_message_at, chat.unread = 1 AS unread
FROM "{schema}_read".reader() AS me CROSS JOIN chat
LEFT JOIN account ON account.id = chat.account_id
LEFT JOIN contact ON contact.id = chat.contact_id
LEFT JOIN member AS assignee ON assignee.id = chat.assignee_id;

-- A kind or a status is what a payload said, so only words are shown to whom numbers are hidden from.
CREATE OR REPLACE VIEW "{schema}_read".message WITH (security_barrier = true) AS
SELECT message.id, message.chat_id, {time:message.at} AS at, message.direction,
    CASE WHEN me.mask_number = 0 OR message.kind ~ '^[a-z_]{1,30}$' THEN message.kind END AS kind,
    CASE WHEN me.mask_number = 0 AND message.deleted_at IS NULL THEN
        CASE WHEN me.mask_traits = 0 THEN message.text ELSE coalesce(message.veiled, message.text) END
    END AS text,
    message.contact_id, message.member_id,
    CASE WHEN me.mask_number = 0 THEN message.author END AS author,
    CASE WHEN me.mask_number = 0 OR message.status ~ '^[a-z_]{1,30}$' THEN message.status END AS status,
    {time:message.edited_at} AS edited_at, message.deleted_at IS NOT NULL AS deleted
FROM "{schema}_read".reader() AS me CROSS JOIN message;

-- The All Users page.
CREATE OR REPLACE VIEW "{schema}_read".contact WITH (security_barrier = true) AS
SELECT contact.id,
    CASE WHEN me.mask_number = 0 THEN contact.name END AS name,
    CASE WHEN me.mask_number = 0 THEN contact.username END AS username,
    CASE WHEN me.mask_number = 0 THEN contact.phone END AS phone,
    '+' || contact.phone_country_code AS country,
    contact.opted_in = 1 AS opted_in, {time:contact.created_at} AS added_at
FROM "{schema}_read".reader() AS me CROSS JOIN contact
WHERE me.users = 1 AND contact.erased_at IS NULL;

-- As everywhere, what is hidden stands in a CASE on who reads: so no condition of theirs reaches it, and no plan
-- tells how many rows met one.
CREATE OR REPLACE VIEW "{schema}_read".contact_tag WITH (security_barrier = true) AS
SELECT contact_tag.contact_id, CASE WHEN me.mask_number = 0 THEN contact_tag.tag END AS tag
FROM "{schema}_read".reader() AS me CROSS JOIN contact_tag WHERE me.mask_number = 0;

CREATE OR REPLACE VIEW "{schema}_read".contact_trait WITH (security_barrier = true) AS
SELECT contact_trait.contact_id,
    CASE WHEN me.mask_number = 0 AND me.mask_traits = 0 THEN contact_trait.key END AS key,
    CASE WHEN me.mask_number = 0 AND me.mask_traits = 0 THEN contact_trait.value END AS value
FROM "{schema}_read".reader() AS me CROSS JOIN contact_trait WHERE me.mask_number = 0 AND me.mask_traits = 0;

-- The views read as a role that has nothing but these columns.
REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM "{schema}_views", "{schema}_readers";
REVOKE ALL ON SCHEMA "{schema}" FROM "{schema}_views", "{schema}_readers";
GRANT USAGE ON SCHEMA "{schema}" TO "{schema}_views";
{columns}
GRANT SELECT ON "{schema}_read".login, "{schema}_read".rights TO "{schema}_views";
GRANT USAGE, CREATE ON SCHEMA "{schema}_read" TO "{schema}_views";
ALTER VIEW "{schema}_read".me OWNER TO "{schema}_views";
ALTER VIEW "{schema}_read".seen_account OWNER TO "{schema}_views";
ALTER FUNCTION "{schema}_read".reader() OWNER TO "{schema}_views";
ALTER FUNCTION "{schema}_read".seen_accounts() OWNER TO "{schema}_views";
ALTER VIEW "{schema}_read".chat OWNER TO "{schema}_views";
ALTER VIEW "{schema}_read".message OWNER TO "{schema}_views";
ALTER VIEW "{schema}_read".contact OWNER TO "{schema}_views";
ALTER VIEW "{schema}_read".contact_tag OWNER TO "{schema}_views";
ALTER VIEW "{schema}_read".contact_trait OWNER TO "{schema}_views";
REVOKE CREATE ON SCHEMA "{schema}_read" FROM "{schema}_views";

REVOKE ALL ON SCHEMA "{schema}_read" FROM PUBLIC, "{schema}_readers";
REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}_read" FROM PUBLIC, "{schema}_readers";
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA "{schema}_read" FROM PUBLIC, "{schema}_readers";
GRANT USAGE ON SCHEMA "{schema}_read" TO "{schema}_readers";
GRANT EXECUTE ON FUNCTION "{schema}_read".reader(), "{schema}_read".seen_accounts() TO "{schema}_readers";
GRANT SELECT ON "{schema}_read".chat, "{schema}_read".message, "{schema}_read".contact,
    "{schema}_read".contact_tag, "{schema}_read".contact_trait TO "{schema}_readers";

-- Rows. What is restricted is the views' role alone: for everybody else the tables are as they were.
{policies}
DO $$
BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        REVOKE "{schema}_views" FROM CURRENT_USER;
    END IF;
END $$;
COMMIT;
