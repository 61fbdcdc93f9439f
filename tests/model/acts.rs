//! Everything that a member can try, with arguments by chance.

use super::world::{Dice, ROLES, TEAMS, World};

/// A line to run, and what it reads.
pub struct Act {
    pub line: String,
    pub input: String,
}

/// The email of somebody whom the colluders bring in.
pub const PUPPETS: [&str; 3] = ["new1@x.test", "new2@x.test", "new3@x.test"];

pub fn some_act(dice: &mut Dice, world: &World, who: usize) -> Act {
    let me = world.people[who].email.clone();
    let anybody = |dice: &mut Dice| match dice.below(4) {
        0 => me.clone(),
        1 => (*dice.pick(&PUPPETS)).to_owned(),
        _ => dice.pick(&world.people).email.clone(),
    };
    let account = |dice: &mut Dice| dice.pick(&world.accounts).0.clone();
    let chat = |dice: &mut Dice| 1 + dice.below(world.chats.len().max(1));
    let (role, team) = (*dice.pick(&ROLES), *dice.pick(&TEAMS));
    let (email, other) = (anybody(dice), anybody(dice));
    let new = *dice.pick(&PUPPETS);
    let number = account(dice);
    let contact = 1 + dice.below(world.contacts);
    let permission = *dice.pick(&["billing", "users", "chats.other-teams", "workspace"]);
    let mut input = String::new();
    let line = match dice.below(36) {
        0 | 1 => format!("member add {new} --role {role} --team {team} --no-invite"),
        2 => format!("member add {new} --role {role}"),
        3 | 4 => format!("member edit {email} --role {role}"),
        5 => format!("member edit {email} --team {team}"),
        6 => format!("member edit {email} --email {new}"),
        7 => format!("member suspend {email}"),
        8 => format!("member restore {email}"),
        9 => format!("member remove {email} --to {other}"),
        10 => format!("member remove {email} --release"),
        11 => format!("member transfer-ownership {email}"),
        12 | 13 => format!("team join {team} {email}"),
        14 => format!("team leave {email}"),
        15 => format!("team remove {team}"),
        16 => format!("perm allow {permission} --role {role}"),
        17 => format!("mask disable number --role {role}"),
        18 | 19 => format!("account connect {number}"),
        20 => format!("account connect {number} --for {email}"),
        21 => format!("account connect +1415555019{}", dice.below(3)),
        22 => format!("account transfer {number} --to {email}"),
        23 => format!("account disconnect {number}"),
        24 => format!("account share {number} --with {email} --role {role} --no-invite"),
        25 => format!("chat assign {} --to {email}", chat(dice)),
        26 => format!("chat start --contact {contact} --from {number} -m hi"),
        27 => format!(
            "campaign create C{} --template promo --account {number} --all-contacts --var 1=name|you",
            dice.below(1000)
        ),
        28 => "campaign resume Draft".to_owned(),
        29 => "campaign run".to_owned(),
        30 | 31 => {
            input = chats_page(dice, world, &email);
            "chat import -".to_owned()
        }
        32 => {
            input = teammates_page(&email, role, team, &number);
            "chat import -".to_owned()
        }
        33 => {
            input = format!("email,role,team\n{email},{role},{team}\n");
            "member import - --update --no-invite".to_owned()
        }
        34 => {
            input = format!("[role.{role}]\nallow = [\"{permission}\"]\n");
            "policy apply -".to_owned()
        }
        _ => format!("role add helper --like {role}"),
    };
    Act { line, input }
}

/// A page of another product that says whose a chat is.
fn chats_page(dice: &mut Dice, world: &World, email: &str) -> String {
    let Some((account, contact, _)) = world.chats.get(dice.below(world.chats.len().max(1))) else {
        return String::new();
    };
    let account = world.accounts[*account].0.trim_start_matches('+').to_owned();
    let phone = World::number_of_contact(*contact);
    let digits = phone.trim_start_matches('+');
    format!(
        r#"{{"status":"ok","data":{{"has_more_pages":false,"chats":[{{"id":{},"name":"A","jid":"{digits}@s.whatsapp.net","phone":"{phone}","is_group":false,"closed":false,"labels":["vip"],"whatsapp_account_id":"{account}@s.whatsapp.net","created_timestamp":"2024-01-08 10:35:18 +0200","last_message_timestamp":"2024-01-09 10:35:18 +0200","responsible_email":"{email}"}}]}}}}"#,
        900 + contact,
    )
}

/// A page of another product that says who is a teammate, and whose an account is.
fn teammates_page(email: &str, role: &str, team: &str, account: &str) -> String {
    let account = account.trim_start_matches('+');
    format!(
        r#"{{"status":"ok","data":{{"has_more_pages":false,"teammates":[{{"display_name":"T","email":"{email}","role":"{role}","status":"active","team":"{team}","whatsapp_accounts":[{{"id":"{account}@s.whatsapp.net","phone":"{account}"}}]}}]}}}}"#
    )
}
