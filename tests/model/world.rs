//! A random small workspace, with all that the contract's statement needs to know of it.

use std::path::PathBuf;

use rolecall::{
    rules::{
        id::{AccountId, ContactId, MemberId},
        phone::Phone,
        policy::{
            caller::Via,
            grant::{Founding, Grant},
            mask::Mask,
            matrix::Policy,
            permission::Permission,
            role::{Model, Role},
        },
        privacy::text::CustomerText,
        workspace::member::{Email, Status},
    },
    store::{
        Attribution, AuditEntry, Change, ContactKey, Error, Mode, NewAccount, NewChat, NewContact,
        NewMember, Store, Workspace,
    },
};
use rusqlite::OptionalExtension as _;
use tempfile::TempDir;

/// Numbers by chance, the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    pub fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

pub const ROLES: [&str; 6] = ["owner", "admin", "teammate", "agent", "collaborator", "clerk"];
pub const TEAMS: [&str; 3] = ["Default", "Sales", "Support"];

pub struct Person {
    pub email: String,
    pub role: &'static str,
    pub team: usize,
}

pub struct World {
    folder: TempDir,
    pub roles: Vec<Role>,
    pub people: Vec<Person>,
    /// Each account's number, and the place of who connected it.
    pub accounts: Vec<(String, Option<usize>)>,
    /// Each chat's account, contact and assignee, by place.
    pub chats: Vec<(usize, usize, Option<usize>)>,
    pub contacts: usize,
}

fn some_role(dice: &mut Dice, name: &str, model: Model) -> Role {
    let mut role = Role::bare(name, model.title(), model);
    if role.is_owner() {
        return role;
    }
    // What opens most doors is on more often, so that sequences lead somewhere.
    let often = [Permission::Inbox, Permission::TeamSettings, Permission::AccountsConnect];
    for permission in Permission::all().filter(|it| model.locked(*it).is_none()) {
        let is_on = if often.contains(&permission) { !dice.one_in(4) } else { dice.one_in(2) };
        role.toggles.set(permission, is_on);
    }
    role.masks.set(Mask::Number, dice.one_in(5));
    role.masks.set(Mask::Traits, dice.one_in(5));
    role
}

impl World {
    pub fn new(dice: &mut Dice) -> Self {
        let models = [
            Model::Owner,
            Model::Admin,
            Model::Teammate,
            Model::Agent,
            Model::Collaborator,
            Model::Collaborator,
        ];
        let roles = ROLES.iter().zip(models).map(|(name, model)| some_role(dice, name, model));
        let roles: Vec<_> = roles.collect();
        let mut people = vec![Person { email: "olive@x.test".into(), role: "owner", team: 0 }];
        for at in 1..7 {
            let role = ROLES[1 + dice.below(ROLES.len() - 1)];
            people.push(Person { email: format!("m{at}@x.test"), role, team: dice.below(3) });
        }
        let accounts = (0..5).map(|at| {
            let connector = (!dice.one_in(4)).then(|| dice.below(people.len()));
            (format!("+1415555010{at}"), connector)
        });
        let accounts: Vec<_> = accounts.collect();
        let contacts = 8;
        let mut chats = Vec::new();
        for account in 0..accounts.len() {
            for contact in 0..contacts {
                if dice.one_in(3) {
                    let assignee = dice.one_in(3).then(|| dice.below(people.len()));
                    chats.push((account, contact, assignee));
                }
            }
        }
        let folder = TempDir::new().unwrap();
        let world = Self { folder, roles, people, accounts, chats, contacts };
        Store::create(&world.path(), |store| {
            store.change(
                Mode::Apply,
                Attribution {
                    operator: "tests".to_owned(),
                    via: Via::Default,
                    clock_is_set: false,
                    undoes: None,
                },
                |_| Ok::<_, Error>((Grant::founding("olive@x.test", 0), ())),
                |change, ()| {
                    world.fill(change)?;
                    let (action, object) = ("workspace.init", "random".to_owned());
                    let (before, after, needed) = (None, None, None);
                    Ok((
                        (),
                        vec![AuditEntry {
                            action,
                            object,
                            before,
                            after,
                            needed,
                            kept: Vec::new(),
                        }],
                    ))
                },
            )
        })
        .unwrap();
        world
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("w.db")
    }

    pub fn role(&self, name: &str) -> &Role {
        self.roles.iter().find(|role| role.name == name).unwrap()
    }

    pub fn number_of_contact(contact: usize) -> String {
        format!("+9198765432{contact:02}")
    }

    pub fn name_of_contact(contact: usize) -> String {
        format!("Customer {contact}")
    }

    pub fn secret_of_contact(contact: usize) -> String {
        format!("secret-{contact}")
    }

    /// Somebody's status, if they are a member.
    pub fn status(&self, email: &str) -> Option<String> {
        let sql = "SELECT status FROM member WHERE email = ?1";
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.query_row(sql, [email], |row| row.get(0)).optional().unwrap()
    }

    fn fill(&self, change: &Change<'_, Founding>) -> Result<(), Error> {
        change.insert_workspace(
            &Workspace { name: "Random".to_owned(), preset: "unified".to_owned() },
            0,
        )?;
        change.save_policy(&Policy::new(self.roles.clone(), false).unwrap())?;
        let mut teams = Vec::new();
        for (at, name) in TEAMS.iter().enumerate() {
            teams.push(change.insert_team(name, at == 0, 0)?);
        }
        let mut members: Vec<MemberId> = Vec::new();
        for person in &self.people {
            let newcomer = change.insert_member(&NewMember {
                email: &Email::parse(&person.email).unwrap(),
                name: None,
                phone: None,
                role: person.role,
                team: teams[person.team],
                status: Status::Active,
                added_by: None,
                added_at: 0,
            })?;
            members.push(newcomer.id);
        }
        let mut accounts: Vec<AccountId> = Vec::new();
        for (number, connector) in &self.accounts {
            accounts.push(change.insert_account(&NewAccount {
                number: &Phone::parse(number, None).unwrap(),
                phone_number_id: None,
                label: None,
                connector: connector.map(|at| members[at]),
                at: 0,
            })?);
        }
        let mut contacts: Vec<ContactId> = Vec::new();
        for contact in 0..self.contacts {
            let phone = Phone::parse(&Self::number_of_contact(contact), None).unwrap();
            contacts.push(change.insert_contact(&NewContact {
                key: ContactKey { phone: Some(&phone), whatsapp_user_id: None },
                name: Some(&CustomerText::new(Self::name_of_contact(contact))),
                username: None,
                named_at: 0,
                opted_in: Some(true),
                at: 0,
            })?);
            let secret = CustomerText::new(Self::secret_of_contact(contact));
            change.set_trait(contacts[contact], &CustomerText::new("secret"), &secret)?;
        }
        for (account, contact, assignee) in &self.chats {
            let (account, contact) = (accounts[*account], Some(contacts[*contact]));
            let chat = change.insert_chat(&NewChat { account, contact, group_id: None, at: 0 })?;
            change.set_assignee(chat, assignee.map(|at| members[at]))?;
        }
        Ok(())
    }
}
