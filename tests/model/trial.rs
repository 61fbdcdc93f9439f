//! One sequence as it runs, and what it is held against in the end.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    BOSS,
    acts::{Act, PUPPETS},
    contract::Given,
    faults::Fault,
    world::World,
};
use crate::support::{Ran, inside::Inside};

pub struct Trial<'t> {
    inside: &'t mut Inside,
    pub world: World,
    given: Given,
    /// A rule that is taken out: what it stops happens all the same.
    without: Option<&'t Fault>,
    /// The emails under which the colluders act.
    pub theirs: Vec<String>,
    /// The last code of an invitation that they read.
    pub code: String,
    /// Whether who acts has joined.
    has_joined: bool,
    /// Whose each template is that they made.
    authors: BTreeMap<String, String>,
    pub lines: Vec<String>,
    beyond: Vec<String>,
}

impl<'t> Trial<'t> {
    pub fn new(
        inside: &'t mut Inside,
        world: World,
        given: Given,
        colluders: &[String],
        without: Option<&'t Fault>,
    ) -> Self {
        let theirs = colluders.iter().cloned().chain(PUPPETS.map(str::to_owned)).collect();
        let code = "ABCD-ABCD-ABCD-ABCD-ABCD-ABCD-ABCD".to_owned();
        let (authors, lines, beyond) = Default::default();
        let has_joined = true;
        Self { inside, world, given, without, theirs, code, has_joined, authors, lines, beyond }
    }

    /// What the owner made before: a template, a draft of a campaign, an invitation.
    pub fn set_up(&mut self, draft_from: usize, boss_role: &str) {
        let account = self.world.accounts[draft_from].0.clone();
        for line in [
            "template add promo --category marketing --language en --body 'Hi {{1}}!' --shared"
                .to_owned(),
            "template submit promo".to_owned(),
            "template mark promo approved".to_owned(),
            format!(
                "campaign create Draft --template promo --account {account} --all-contacts \
                 --var 1=name|you --draft"
            ),
            format!("member add {BOSS} --role {boss_role}"),
        ] {
            let ran = self.run(&line, "");
            assert_eq!(ran.code, 0, "{}", ran.transcript());
        }
    }

    /// Those of the colluders who are members by now, joined or not.
    pub fn members(&self) -> Vec<String> {
        let is_member = |email: &&String| self.world.status(email).is_some();
        self.theirs.iter().filter(is_member).cloned().collect()
    }

    fn run(&mut self, line: &str, input: &str) -> Ran {
        let path = self.world.path();
        run(self.inside, &path, line, input)
    }

    /// Does one act as one of them.
    pub fn act(&mut self, who: &str, act: &Act) {
        let second = if act.as_owner_too { " --as olive@x.test" } else { "" };
        let line = format!("{} --yes --format json --as {who}{second}", act.line);
        self.has_joined = self.world.status(who).is_none_or(|status| status != "invited");
        let ran = self.run(&line, &act.input);
        self.lines.push(format!("{who}: {}{second} -> {}", act.line, ran.code));
        self.take(who, act, &ran);
        if self.without.is_some_and(|fault| (fault.stops)(act, &ran)) {
            // As if nobody had been asked: an owner does it for them.
            let connects = act.line.starts_with("account connect") && !act.line.contains("--for");
            let for_them = if connects { format!(" --for {who}") } else { String::new() };
            let line = act.line.replace("campaign create C", "campaign create D");
            let ran = self.run(&format!("{line}{for_them} --yes --format json"), &act.input);
            self.lines.push(format!("without the rule -> {}", ran.code));
            self.take(who, act, &ran);
        }
    }

    /// What one of them has of an act: what it prints, and that it was done.
    fn take(&mut self, who: &str, act: &Act, ran: &Ran) {
        let printed = format!("{}{}", ran.stdout, ran.stderr);
        let told = |text: &str| act.input.is_empty() && printed.contains(text);
        for contact in 0..self.world.contacts {
            let is_theirs = self.given.contacts.contains(&contact);
            let number = World::number_of_contact(contact);
            let number = number.trim_start_matches("+91");
            let facts = [
                (World::name_of_contact(contact), is_theirs),
                (World::secret_of_contact(contact), is_theirs && self.given.traits),
                (number.to_owned(), is_theirs && self.given.prints_numbers(&act.line)),
            ];
            let read = facts.iter().filter(|(text, is_given)| !is_given && told(text));
            self.beyond.extend(read.map(|(text, _)| format!("{who} reads `{text}`: {}", act.line)));
        }
        if let Some(code) = printed.lines().find_map(code_in) {
            self.code = code;
        }
        if ran.code != 0 {
            return;
        }
        // To connect for oneself is to connect.
        let line = act.line.replace(&format!(" --for {who}"), "");
        if !self.given.opens(&line) {
            self.beyond.push(format!("{who} may not `{}`", act.line));
        }
        // To join asks nobody, and reading is a preview.
        let asks_nobody = ["invite accept", "outbox show"];
        if !self.has_joined && !asks_nobody.iter().any(|line| act.line.starts_with(line)) {
            self.beyond.push(format!("{who} has not joined: {}", act.line));
        }
        let words: Vec<_> = act.line.split(' ').collect();
        match words[..] {
            ["invite", "accept", email, ..] if email == BOSS => self.theirs.push(email.to_owned()),
            ["key", "add", _, "--for", email] if email != who => {
                self.beyond.push(format!("{who} signs in as {email}"));
            }
            ["template", "add", name, ..] => {
                self.authors.insert(name.to_owned(), who.to_owned());
            }
            ["template", "mark", name, "approved"]
                if self.authors.get(name).is_some_and(|author| author == who) =>
            {
                self.beyond.push(format!("{who} approved their own `{name}`"));
            }
            _ => {}
        }
    }

    /// What they read, hold and did beyond what was given.
    pub fn beyond(&mut self, draft_from: usize) -> Vec<String> {
        let theirs: BTreeSet<_> = self.members().into_iter().collect();
        for email in theirs {
            self.look(&email);
        }
        self.sent(draft_from);
        std::mem::take(&mut self.beyond)
    }

    fn look(&mut self, email: &str) {
        // What is read here is a preview of what they will see.
        self.has_joined = true;
        let held = self.run(&format!("can {email} --all --format json"), "");
        if held.code != 0 {
            return;
        }
        for key in held.column("permission") {
            if !self.given.permissions.contains(key.as_str()) {
                self.beyond.push(format!("{email} holds {key}"));
            }
        }
        let chats = self.run(&format!("chat list --all --format json --as {email}"), "");
        let act =
            |line: &str| Act { line: line.to_owned(), input: String::new(), as_owner_too: false };
        if chats.code == 0 {
            for row in chats.rows() {
                let place = usize::try_from(row["id"].as_i64().unwrap() - 1).unwrap();
                let is_known = place < self.world.chats.len();
                if is_known && !self.given.chats.contains(&place) {
                    self.beyond.push(format!("{email} sees chat {}", place + 1));
                }
            }
            self.take(email, &act("chat list"), &chats);
        }
        if self.given.permissions.contains("users") {
            // Else what opens the list is found among what they hold.
            let contacts = self.run(&format!("contact list --all --format json --as {email}"), "");
            self.take(email, &act("contact list"), &contacts);
        }
    }

    /// What went out, from where and to whom.
    fn sent(&mut self, draft_from: usize) {
        let connection = rusqlite::Connection::open(self.world.path()).unwrap();
        let sql = "SELECT DISTINCT chat.account_id, coalesce(chat.contact_id, 0), chat.id
             FROM message JOIN chat ON chat.id = chat_id WHERE direction = 'out'";
        let mut statement = connection.prepare(sql).unwrap();
        let place = |key: i64| usize::try_from(key - 1).unwrap_or(usize::MAX);
        let rows = statement
            .query_map([], |row| Ok((place(row.get(0)?), place(row.get(1)?), place(row.get(2)?))));
        for (account, contact, chat) in rows.unwrap().map(Result::unwrap) {
            let is_new = account >= self.world.accounts.len();
            let from = is_new || self.given.accounts.contains(&account);
            if !from && !self.given.chats.contains(&chat) {
                self.beyond.push(format!("a message went out from account {account}"));
            }
            if contact < self.world.contacts && !self.given.contacts.contains(&contact) {
                self.beyond.push(format!("a message went out to contact {contact}"));
            }
        }
        let sql = "SELECT count(*) FROM campaign WHERE name = 'Draft' AND state <> 'draft'";
        let is_going: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        if is_going > 0 && !self.given.accounts.contains(&draft_from) {
            self.beyond.push("the owner's draft was set going".to_owned());
        }
    }
}

/// The code of an invitation in a line, if one stands there.
pub fn code_in(line: &str) -> Option<String> {
    let is_code = |word: &&str| {
        let groups: Vec<_> = word.split('-').collect();
        let is_group = |group: &&str| group.len() == 4 && group.chars().all(char::is_alphanumeric);
        groups.len() == 7 && groups.iter().all(is_group)
    };
    let word = line.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    word.into_iter().find(|word| is_code(word)).map(str::to_owned)
}

fn run(inside: &mut Inside, path: &Path, line: &str, input: &str) -> Ran {
    inside.run(path, line, input.as_bytes())
}
