//! Random policies, and a small random workspace under one: what the properties here are tried on.

use proptest::prelude::*;
use rolecall::{
    ops::Session,
    rules::{
        id::{AccountId, MemberId},
        phone::Phone,
        policy::{
            caller::{Caller, Via},
            grant::{Founding, Grant},
            mask::{Mask, TextMode},
            matrix::Policy,
            permission::Permission,
            role::{Model, Role},
        },
        workspace::member::{Email, Status},
    },
    store::{Attribution, Mode, NewAccount, NewChat, NewMember, Store, Workspace},
};
use tempfile::TempDir;

pub(super) fn role(name: &str, model: Model) -> impl Strategy<Value = Role> + use<> {
    let name = name.to_owned();
    ("[A-Z][a-z ]{0,8}[a-z]", any::<u32>(), any::<bool>(), any::<bool>()).prop_map(
        move |(title, bits, number, traits)| {
            let mut role = Role::bare(&name, &title, model);
            for permission in Permission::all().filter(|it| model.locked(*it).is_none()) {
                role.toggles.set(permission, bits >> permission as u32 & 1 == 1);
            }
            if !role.is_owner() {
                role.masks.set(Mask::Number, number);
                role.masks.set(Mask::Traits, traits);
                role.masks.texts = TextMode::ALL[bits as usize % 3];
            }
            role
        },
    )
}

/// A policy with all built-in roles, and two more: a supervisor and a visitor, in any order.
pub(super) fn policy() -> impl Strategy<Value = Policy> {
    let built_in: Vec<_> = Model::ALL.map(|model| role(model.key(), model)).into();
    let models = prop::sample::select(Model::ALL[1..].to_vec());
    let added = (models.clone(), models).prop_flat_map(|(supervisor, visitor)| {
        (role("supervisor", supervisor), role("visitor", visitor))
    });
    (built_in, added)
        .prop_map(|(mut roles, (supervisor, visitor))| {
            roles.extend([supervisor, visitor]);
            roles
        })
        .prop_shuffle()
        .prop_map(|roles| Policy::new(roles, false).unwrap())
}

pub(super) const ROLES: [&str; 7] =
    ["owner", "admin", "teammate", "agent", "collaborator", "supervisor", "visitor"];

/// Who and what a workspace has beside its policy.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// Each member's role, team and status, beside an owner who is always there.
    pub(super) members: Vec<(usize, usize, Status)>,
    /// Each account's connector, by place among the members.
    pub(super) accounts: Vec<Option<usize>>,
    /// Each chat's account and assignee, by place.
    pub(super) chats: Vec<(usize, Option<usize>)>,
}

pub(super) fn content() -> impl Strategy<Value = Content> {
    let status = prop::sample::select(Status::ALL.to_vec());
    let members = prop::collection::vec((0..ROLES.len(), 0_usize..3, status), 7);
    let accounts = prop::collection::vec(prop::option::of(0_usize..8), 5);
    let chats = prop::collection::vec((0_usize..5, prop::option::of(0_usize..8)), 0..40);
    (members, accounts, chats).prop_map(|(members, accounts, chats)| Content {
        members,
        accounts,
        chats,
    })
}

/// A workspace on disk, gone with the value.
pub(super) struct OnDisk {
    folder: TempDir,
    pub(super) emails: Vec<String>,
}

impl OnDisk {
    pub(super) fn new(policy: &Policy, content: &Content) -> Self {
        let folder = TempDir::new().unwrap();
        let mut emails = vec!["first@x.test".to_owned()];
        emails.extend((0..content.members.len()).map(|at| format!("member{at}@x.test")));
        let names = emails.clone();
        Store::create(&folder.path().join("w.db"), |store| {
            store.change(
                Mode::Apply,
                Attribution {
                    operator: "tests".to_owned(),
                    via: Via::Default,
                    clock_is_set: false,
                    undoes: None,
                },
                |_| Ok::<_, rolecall::store::Error>((Grant::founding("first@x.test", 0), ())),
                |change, ()| {
                    fill(change, policy, content, &names)?;
                    Ok(((), vec![entry()]))
                },
            )
        })
        .unwrap();
        Self { folder, emails }
    }

    pub(super) fn session(&self, actor: Option<&str>) -> Session {
        let store = Store::open(&self.folder.path().join("w.db")).unwrap();
        let caller =
            actor.map_or_else(|| Caller::owner("tests"), |actor| Caller::member(actor, "tests"));
        Session::new(store, caller, 1_000, Mode::Apply)
    }
}

fn entry() -> rolecall::store::AuditEntry {
    let object = "random".to_owned();
    let (action, needed) = ("workspace.init", None);
    rolecall::store::AuditEntry {
        action,
        object,
        before: None,
        after: None,
        needed,
        kept: Vec::new(),
    }
}

fn fill(
    change: &rolecall::store::Change<'_, Founding>,
    policy: &Policy,
    content: &Content,
    emails: &[String],
) -> Result<(), rolecall::store::Error> {
    let workspace = Workspace { name: "random".to_owned(), preset: "unified".to_owned() };
    change.insert_workspace(&workspace, 0)?;
    change.save_policy(policy)?;
    let mut teams = vec![change.insert_team("Default", true, 0)?];
    for name in ["Sales", "Support"] {
        teams.push(change.insert_team(name, false, 0)?);
    }
    let owner = (0, 0, Status::Active);
    let mut members: Vec<MemberId> = Vec::new();
    for (email, (role, team, status)) in emails.iter().zip([owner].iter().chain(&content.members)) {
        members.push(
            change
                .insert_member(&NewMember {
                    email: &Email::parse(email).unwrap(),
                    name: None,
                    phone: None,
                    role: ROLES[*role],
                    team: teams[*team],
                    status: *status,
                    added_by: None,
                    added_at: 0,
                })?
                .id,
        );
    }
    let mut accounts: Vec<AccountId> = Vec::new();
    for (at, connector) in content.accounts.iter().enumerate() {
        accounts.push(change.insert_account(&NewAccount {
            number: &Phone::parse(&format!("+9198765432{at:02}"), None).unwrap(),
            phone_number_id: None,
            label: None,
            connector: connector.map(|at| members[at]),
            at: 0,
        })?);
    }
    for (at, (account, assignee)) in content.chats.iter().enumerate() {
        let group = format!("group {at}");
        let account = accounts[*account];
        let chat = NewChat { account, contact: None, group_id: Some(&group), at: 0 };
        let chat = change.insert_chat(&chat)?;
        change.set_assignee(chat, assignee.map(|at| members[at]))?;
    }
    Ok(())
}
