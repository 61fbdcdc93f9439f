//! Everything that a member can try, with arguments by chance: a line for each way that each command
//! that changes something has got, and the files that some of them read.

use super::world::{Dice, ROLES, TEAMS, World};

/// A line to run, and what it reads.
pub struct Act {
    pub line: String,
    pub input: String,
    /// Whether somebody else is named as who acts, behind the first.
    pub as_owner_too: bool,
}

/// The email of somebody whom the colluders bring in.
pub const PUPPETS: [&str; 3] = ["new1@x.test", "new2@x.test", "new3@x.test"];

/// A key to sign in with. Nobody holds its other half.
const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f colluder";

/// Commands that nobody tries here, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("init", "makes another workspace"),
    ("restore", "puts another file in the place of the workspace"),
    ("workspace delete", "leaves nothing to look at"),
    ("workspace move", "leaves nothing to look at"),
    ("outbox configure", "the owner's alone, and about a machine"),
    ("key remove", "takes away"),
];

/// Each is as likely as the others.
pub const LINES: &[&str] = &[
    "member add {new} --role {role} --team {team} --no-invite",
    "member add {new} --role {role} --no-invite",
    "member add {new} --role {role} --team {team}",
    "member add {new} --role {role}",
    "member edit {any} --role {role}",
    "member edit {any} --role {role} --team {team}",
    "member edit {any} --team {team}",
    "member edit {any} --email {new}",
    "member edit {me} --role {role}",
    "member suspend {any}",
    "member restore {any}",
    "member remove {any} --reassign-to {any}",
    "member remove {any} --reassign-to {me}",
    "member remove {any} --release",
    "member transfer-ownership {any}",
    "member import - --update --no-invite < people",
    "member import - --update --create-teams < people",
    "invite resend {any}",
    "invite resend {boss}",
    "invite revoke {any}",
    "invite accept {boss} --code {code}",
    "invite accept {new} --code {code}",
    "key add - < key",
    "key add - --for {any} < key",
    "outbox show {n}",
    "outbox flush",
    "team add Fresh",
    "team rename {team} Fresh",
    "team remove {team}",
    "team join {team} {any}",
    "team join {team} {me}",
    "team leave {any}",
    "team leave {me}",
    "role add helper --like {role}",
    "role remove {role} --move-to {role}",
    "perm allow {permission} --role {role}",
    "perm deny {permission} --role {role}",
    "perm toggle {permission} --role {role}",
    "perm reset --role {role}",
    "mask enable number --role {role}",
    "mask disable {mask} --role {role}",
    "policy apply - < policy",
    "account connect {account}",
    "account connect {account} --for {any}",
    "account connect +1415555019{digit}",
    "account transfer {account} --to {any}",
    "account transfer {account} --to {me}",
    "account disconnect {account}",
    "account share {account} --with {any} --role {role}",
    "account share {account} --with {new} --role {role}",
    "chat assign {chat} --to {any}",
    "chat assign {chat} --to {me}",
    "chat unassign {chat}",
    "chat reply {chat} -m hi",
    "chat reply {chat} --template promo --var 1=you",
    "chat close {chat}",
    "chat reopen {chat}",
    "chat reveal {chat} --reason because",
    "chat start --contact {contact} --from {account} -m hi",
    "chat start --chat {chat} --from {account} -m hi",
    "chat import - < chats",
    "chat import - < teammates",
    "contact add +91987654399{digit} --name New",
    "contact edit {contact} --name Renamed",
    "contact merge {contact} {contact}",
    "contact erase {contact}",
    "contact tag hot {contact}",
    "contact tag hot {contact} {contact}",
    "contact tag hot --all",
    "contact untag hot --all",
    "contact import - < contacts",
    "contact export",
    "template add mine --category marketing --language en --body 'Hi {{1}}!' --shared",
    "template edit promo --body 'Ho {{1}}!'",
    "template submit mine",
    "template mark mine approved",
    "template mark promo rejected",
    "template remove promo",
    "campaign create C{n} --template promo --account {account} --all-contacts --var '1=trait:secret|-'",
    "campaign create C{n} --template promo --account {account} --all-contacts --var 1=name|you --dry-run",
    "campaign create C{n} --template promo --account {account} --all-contacts --var 1=name|you",
    "campaign resume Draft",
    "campaign pause Draft",
    "campaign run",
    "billing set --seats {n}",
    "api-key rotate",
    "api-key revoke",
    "api-key verify",
    "whatsapp set {account} --about hi",
    "integration add pipedrive",
    "integration remove {n}",
    "workspace rename Other",
    "workspace set --address other.test",
    "undo {n}",
    "undo",
];

/// One of them that begins so, filled in; with no beginnings, of all.
pub fn some_act(
    dice: &mut Dice,
    world: &World,
    (me, code): (&str, &str),
    beginnings: &[&str],
) -> Act {
    let fits = |line: &&&str| beginnings.iter().any(|beginning| line.starts_with(beginning));
    let fitting: Vec<_> = LINES.iter().filter(fits).collect();
    let template = if beginnings.is_empty() { *dice.pick(LINES) } else { dice.pick(&fitting) };
    filled(dice, world, template, (me, code))
}

fn filled(dice: &mut Dice, world: &World, template: &str, (me, code): (&str, &str)) -> Act {
    let (words, file) = template.split_once(" < ").unwrap_or((template, ""));
    let mut line = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        line.push_str(before);
        // A template's own places stand in two braces.
        if let Some(after) = after.strip_prefix('{') {
            line.push_str("{{");
            rest = after;
            continue;
        }
        let Some((place, after)) = after.split_once('}') else { break };
        line.push_str(&value(dice, world, place, (me, code)));
        rest = after;
    }
    line.push_str(rest);
    let input = match file {
        "" => String::new(),
        "people" => {
            let (email, role) = (value(dice, world, "any", (me, code)), dice.pick(&ROLES));
            format!("email,role,team\n{email},{role},{}\n", dice.pick(&TEAMS))
        }
        "policy" => {
            let permission = value(dice, world, "permission", (me, code));
            format!("[role.{}]\nallow = [\"{permission}\"]\n", dice.pick(&ROLES))
        }
        "key" => format!("{KEY}\n"),
        "contacts" => "phone,name\n+919876543998,New\n".to_owned(),
        "chats" => chats_page(dice, world, me),
        _ => teammates_page(dice, world, me),
    };
    Act { line, input, as_owner_too: dice.one_in(30) }
}

fn value(dice: &mut Dice, world: &World, place: &str, (me, code): (&str, &str)) -> String {
    match place {
        "me" => me.to_owned(),
        "any" if dice.one_in(4) => me.to_owned(),
        "any" if dice.one_in(4) => (*dice.pick(&PUPPETS)).to_owned(),
        "any" => dice.pick(&world.people).email.clone(),
        "new" => (*dice.pick(&PUPPETS)).to_owned(),
        "boss" => super::BOSS.to_owned(),
        "code" => code.to_owned(),
        "role" => (*dice.pick(&ROLES)).to_owned(),
        "team" => (*dice.pick(&TEAMS)).to_owned(),
        "mask" => (*dice.pick(&["number", "traits"])).to_owned(),
        "account" => dice.pick(&world.accounts).0.clone(),
        "chat" => (1 + dice.below(world.chats.len().max(1))).to_string(),
        "contact" => (1 + dice.below(world.contacts)).to_string(),
        "permission" => {
            (*dice.pick(&["billing", "users", "chats.other-teams", "workspace", "inbox"]))
                .to_owned()
        }
        "digit" => dice.below(3).to_string(),
        _ => (1 + dice.below(12)).to_string(),
    }
}

/// A page of another product that says whose a chat is.
fn chats_page(dice: &mut Dice, world: &World, me: &str) -> String {
    let Some((account, contact, _)) = world.chats.get(dice.below(world.chats.len().max(1))) else {
        return String::new();
    };
    let account = world.accounts[*account].0.trim_start_matches('+').to_owned();
    let phone = World::number_of_contact(*contact);
    let digits = phone.trim_start_matches('+');
    format!(
        r#"{{"status":"ok","data":{{"has_more_pages":false,"chats":[{{"id":{},"name":"A","jid":"{digits}@s.whatsapp.net","phone":"{phone}","is_group":false,"closed":false,"labels":["vip"],"whatsapp_account_id":"{account}@s.whatsapp.net","created_timestamp":"2024-01-08 10:35:18 +0200","last_message_timestamp":"2024-01-09 10:35:18 +0200","responsible_email":"{me}"}}]}}}}"#,
        900 + contact,
    )
}

/// A page of another product that says who is a teammate, and whose an account is.
fn teammates_page(dice: &mut Dice, world: &World, me: &str) -> String {
    let email = value(dice, world, "any", (me, ""));
    let (role, team) = (dice.pick(&ROLES), dice.pick(&TEAMS));
    let account = dice.pick(&world.accounts).0.trim_start_matches('+');
    format!(
        r#"{{"status":"ok","data":{{"has_more_pages":false,"teammates":[{{"display_name":"T","email":"{email}","role":"{role}","status":"active","team":"{team}","whatsapp_accounts":[{{"id":"{account}@s.whatsapp.net","phone":"{account}"}}]}}]}}}}"#
    )
}
