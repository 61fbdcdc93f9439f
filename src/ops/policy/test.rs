//! `policy test`: expectations held against a policy; and the same for those that stand in a policy
//! file that is planned or applied. Nothing of the workspace is read that no test asks for.

use std::collections::HashMap;

use crate::{
    ops::{Error, Result, Session, lookup::require_member},
    rules::{
        id::ChatId,
        policy::{
            actor::Actor,
            expectation::{
                Check, Coverage, RealMember, Report, Suite, WhichChat, Whom, World, run, starter,
            },
            file::read_tests,
            matrix::Policy,
            permission::Permission,
        },
        privacy::lens::Lens,
    },
    store::{Census, Snapshot},
};

/// A file of tests.
#[derive(Debug, Clone)]
pub struct TestFile<'a> {
    /// As it was named.
    pub name: &'a str,
    /// What stands in it.
    pub text: &'a str,
    /// The policy that it is about; `None` for that of the workspace.
    pub policy: Option<Policy>,
}

/// How a file's tests went.
#[derive(Debug, Clone)]
pub struct Tested {
    /// The file.
    pub file: String,
    /// The policy that they were held against.
    pub policy: Policy,
    /// How they went.
    pub report: Report,
    /// Through whose eyes it is printed.
    pub lens: Lens,
}

impl Tested {
    /// How much of the policy they touch.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage::of(&self.policy, &self.report.touched)
    }
}

/// Whether tests speak of members or chats that are not made up.
#[must_use]
pub fn names_real(suite: &Suite) -> bool {
    suite.tests.iter().any(|test| real_member(suite, &test.whom).is_some())
        || real_chats(suite).next().is_some()
}

fn real_member<'a>(suite: &Suite, whom: &'a Whom) -> Option<&'a str> {
    match whom {
        Whom::Member(name) if !suite.members.iter().any(|it| it.name == *name) => Some(name),
        _ => None,
    }
}

fn real_chats(suite: &Suite) -> impl Iterator<Item = i64> {
    suite.tests.iter().flat_map(|test| &test.checks).filter_map(|check| match check {
        Check::Chat { chat: WhichChat::Real(id), .. } => Some(*id),
        _ => None,
    })
}

/// Runs a file's tests against a policy, and nothing else.
///
/// # Errors
/// The file's faults, and names that aren't known.
pub fn test(file: &TestFile<'_>, policy: &Policy) -> Result<Tested> {
    let suite = suite(file, policy)?;
    let report = run(&suite, &World::made_up(policy))?;
    Ok(Tested { file: file.name.to_owned(), policy: policy.clone(), report, lens: Lens::clear() })
}

/// Runs a file's tests on the workspace: its policy, unless the file has its own, and its members
/// and chats.
///
/// # Errors
/// Refused without `access-permissions`, and as [`test()`].
pub fn test_in_workspace(session: &mut Session, file: &TestFile<'_>) -> Result<Tested> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        let policy = match &file.policy {
            Some(policy) => policy.clone(),
            None => snapshot.policy()?,
        };
        let suite = suite(file, &policy)?;
        let report = hold(snapshot, actor, &suite, &policy, None)?;
        Ok(Tested { file: file.name.to_owned(), policy, report, lens: actor.lens() })
    })
}

/// A first file of tests, for the workspace's policy.
///
/// # Errors
/// Refused without `access-permissions`.
pub fn first_tests(session: &mut Session) -> Result<String> {
    session.read(|snapshot, actor| {
        actor.require(Permission::AccessPermissions)?;
        Ok(starter(&snapshot.policy()?, ""))
    })
}

fn suite(file: &TestFile<'_>, policy: &Policy) -> Result<Suite> {
    match read_tests(file.text, Some(policy)) {
        Ok(read) => Ok(read.suite),
        Err(faults) => Err(Error::PolicyFile { file: file.name.to_owned(), faults }),
    }
}

/// Holds tests against a policy on the workspace. Those who get another role by the same change
/// have it already in `people`.
pub(super) fn hold(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    suite: &Suite,
    policy: &Policy,
    people: Option<&Census>,
) -> Result<Report> {
    let mut world = World::made_up(policy);
    let teams = snapshot.teams()?;
    world.teams = teams.into_iter().map(|team| (team.name.to_lowercase(), team.id)).collect();
    let later: HashMap<_, _> =
        people.iter().flat_map(|census| &census.people).map(|it| (it.id, &it.role)).collect();
    for email in suite.tests.iter().filter_map(|test| real_member(suite, &test.whom)) {
        let member = require_member(snapshot, actor, email)?;
        let role = later.get(&member.id).map_or(member.role, |role| (*role).clone());
        let real = RealMember {
            id: member.id,
            team: member.team,
            status: member.status.if_joined(),
            role,
        };
        world.members.insert(email.to_ascii_lowercase(), real);
    }
    for id in real_chats(suite) {
        let facts = snapshot.chat_facts(ChatId(id))?;
        actor.require_sight(ChatId(id), facts)?;
        world.chats.extend(facts.map(|facts| (id, facts)));
    }
    Ok(run(suite, &world)?)
}
