//! Running tests: each expectation is decided as the program decides it, and what comes out
//! otherwise is told with every step.

use std::collections::{BTreeSet, HashMap};

use super::{Cell, Check, Suite, Test, WhichChat, Whom};
use crate::rules::{
    error::{Kind, NameError, PolicyError},
    id::{MemberId, TeamId},
    nearest::nearest,
    policy::{
        decision::{Subject, decide, explain},
        mask::Mask,
        matrix::Policy,
        permission::Permission,
        role::Role,
        scope::{ChatFacts, Connector, Viewer},
    },
    workspace::member::Status,
};

/// A member of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RealMember {
    /// Who they are.
    pub id: MemberId,
    /// The team they are in.
    pub team: TeamId,
    /// Invited, active or suspended.
    pub status: Status,
    /// Their role's name.
    pub role: String,
}

/// What tests are held against: a policy, and what is real of those that they name.
#[derive(Debug, Clone)]
pub struct World<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// Members of the workspace, by login id in lower case.
    pub members: HashMap<String, RealMember>,
    /// Chats of the workspace.
    pub chats: HashMap<i64, ChatFacts>,
    /// Teams of the workspace, by name in lower case.
    pub teams: HashMap<String, TeamId>,
}

impl<'a> World<'a> {
    /// A policy, and nothing real.
    #[must_use]
    pub fn made_up(policy: &'a Policy) -> Self {
        let (members, chats, teams) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { policy, members, chats, teams }
    }
}

/// How one test went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What it is called.
    pub name: String,
    /// The line on which it stands.
    pub line: usize,
    /// How many expectations it has.
    pub checks: usize,
    /// Those that were not met.
    pub failures: Vec<Failure>,
}

/// An expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What was expected.
    pub expected: String,
    /// What came out.
    pub found: String,
    /// How it came to that, in order.
    pub steps: Vec<String>,
}

/// How all tests went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Each, in order.
    pub outcomes: Vec<Outcome>,
    /// The cells that an expectation touches.
    pub touched: BTreeSet<Cell>,
}

impl Report {
    /// How many tests failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.outcomes.iter().filter(|outcome| !outcome.failures.is_empty()).count()
    }
}

/// Runs every test.
///
/// # Errors
/// A role, member or chat that isn't known: that is no failure, and no success either.
pub fn run(suite: &Suite, world: &World<'_>) -> Result<Report, PolicyError> {
    let cast = Cast::new(suite, world)?;
    let mut report = Report::default();
    for test in &suite.tests {
        report.outcomes.push(cast.test(test, &mut report.touched)?);
    }
    Ok(report)
}

/// Everybody and everything that the tests name.
struct Cast<'a> {
    world: &'a World<'a>,
    members: HashMap<&'a str, RealMember>,
    chats: HashMap<&'a str, ChatFacts>,
}

impl<'a> Cast<'a> {
    fn new(suite: &'a Suite, world: &'a World<'a>) -> Result<Self, PolicyError> {
        let mut teams: HashMap<String, TeamId> = world.teams.clone();
        let mut members = HashMap::new();
        // What is made up has keys below zero, where nothing real has any.
        for (id, member) in (1_i64..).zip(&suite.members) {
            let fresh = TeamId(-1 - i64::try_from(teams.len()).unwrap_or(i64::MAX - 1));
            let team = *teams.entry(member.team.to_lowercase()).or_insert(fresh);
            world.policy.role(&member.role)?;
            let (status, role) = (member.status, member.role.clone());
            let person = RealMember { id: MemberId(-id), team, status, role };
            members.insert(member.name.as_str(), person);
        }
        let find = |name: &'_ Option<String>| -> Result<Option<&RealMember>, NameError> {
            let Some(name) = name else { return Ok(None) };
            members.get(name.as_str()).map(Some).ok_or_else(|| {
                NameError::unknown(Kind::Member, name, nearest(name, members.keys().copied()))
            })
        };
        let mut accounts = HashMap::new();
        for account in &suite.accounts {
            let connector = find(&account.connector)?
                .map(|member| Connector { member: member.id, team: member.team });
            accounts.insert(account.name.as_str(), connector);
        }
        let mut chats = HashMap::new();
        for chat in &suite.chats {
            let connector = *accounts.get(chat.account.as_str()).ok_or_else(|| {
                let near = nearest(&chat.account, accounts.keys().copied());
                NameError::unknown(Kind::Account, &chat.account, near)
            })?;
            let assignee = find(&chat.assignee)?.map(|member| member.id);
            chats.insert(chat.name.as_str(), ChatFacts { connector, assignee });
        }
        Ok(Self { world, members, chats })
    }

    fn test(&self, test: &Test, touched: &mut BTreeSet<Cell>) -> Result<Outcome, PolicyError> {
        let person = self.person(&test.whom)?;
        let mut role = self.world.policy.role(&person.role)?.clone();
        if let Some(masks) = test.masks {
            if role.is_owner()
                && let Some(mask) = masks.iter().next()
            {
                return Err(PolicyError::OwnerMask { mask });
            }
            role.masks = masks;
        }
        let subject = Subject { status: person.status, role: &role };
        let viewer = Viewer { member: person.id, team: person.team, subject };
        let mut failures = Vec::new();
        for check in &test.checks {
            let failure = match check {
                Check::Permission { permission, allowed, reason } => {
                    touched.insert(Cell::permission(&role, *permission));
                    let found = decide(subject, *permission);
                    let met = found.allowed == *allowed
                        && reason.is_none_or(|reason| reason == found.reason);
                    (!met).then(|| Failure {
                        expected: expected_permission(*permission, *allowed, *reason),
                        found: format!("{} ({})", can(found.allowed), found.reason),
                        steps: steps(subject, *permission),
                    })
                }
                Check::Chat { chat, seen } => self.chat(viewer, chat, *seen, touched)?,
                Check::Mask { mask, hidden } => {
                    touched.insert(Cell::mask(&role, *mask));
                    mask_failure(&role, *mask, *hidden)
                }
            };
            failures.extend(failure);
        }
        let (name, line, checks) = (test.name.clone(), test.line, test.checks.len());
        Ok(Outcome { name, line, checks, failures })
    }

    fn person(&self, whom: &Whom) -> Result<RealMember, PolicyError> {
        match whom {
            Whom::Role(role) => Ok(RealMember {
                id: MemberId(i64::MIN),
                team: TeamId(i64::MIN),
                status: Status::Active,
                role: role.clone(),
            }),
            Whom::Member(name) => {
                let real = || self.world.members.get(&name.to_ascii_lowercase());
                self.members.get(name.as_str()).or_else(real).cloned().ok_or_else(|| {
                    let known = self.members.keys().copied();
                    let real = self.world.members.keys().map(String::as_str);
                    NameError::unknown(Kind::Member, name, nearest(name, known.chain(real))).into()
                })
            }
        }
    }

    fn chat(
        &self,
        viewer: Viewer<'_>,
        chat: &WhichChat,
        seen: bool,
        touched: &mut BTreeSet<Cell>,
    ) -> Result<Option<Failure>, PolicyError> {
        let (name, facts) = match chat {
            WhichChat::MadeUp(name) => {
                let near = || nearest(name, self.chats.keys().copied());
                let facts = self.chats.get(name.as_str()).copied();
                (name.clone(), facts.ok_or_else(|| NameError::unknown(Kind::Chat, name, near()))?)
            }
            WhichChat::Real(id) => {
                let name = id.to_string();
                let facts = self.world.chats.get(id).copied();
                (name.clone(), facts.ok_or_else(|| NameError::unknown(Kind::Chat, &name, None))?)
            }
        };
        let sight = viewer.sees(facts);
        let mut told = Vec::new();
        for step in viewer.explain(facts) {
            if let Some(scope) = step.scope {
                told.push(scope.finding(step.applies).to_owned());
            }
            if step.applies {
                touched.insert(Cell::permission(viewer.subject.role, step.permission));
                told.extend(steps(viewer.subject, step.permission));
            }
        }
        let word = |seen| if seen { "sees" } else { "does not see" };
        let scope = sight.scope.map(|scope| format!(", scope {scope}")).unwrap_or_default();
        Ok((sight.allowed != seen).then(|| Failure {
            expected: format!("{} chat `{name}`", word(seen)),
            found: format!("{} it ({}{scope})", word(sight.allowed), sight.reason),
            steps: told,
        }))
    }
}

fn can(allowed: bool) -> &'static str {
    if allowed { "can" } else { "cannot" }
}

fn expected_permission(
    permission: Permission,
    allowed: bool,
    reason: Option<crate::rules::policy::decision::Reason>,
) -> String {
    let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("{} `{permission}`{reason}", can(allowed))
}

fn mask_failure(role: &Role, mask: Mask, hidden: bool) -> Option<Failure> {
    let is = role.masks.contains(mask);
    let word = |hidden| if hidden { "masked" } else { "not masked" };
    (is != hidden).then(|| Failure {
        expected: format!("{mask}: {}", word(hidden)),
        found: word(is).to_owned(),
        steps: vec![format!(
            "role `{}` has the `{mask}` mask {}",
            role.name,
            if is { "on" } else { "off" }
        )],
    })
}

fn steps(subject: Subject<'_>, permission: Permission) -> Vec<String> {
    let step = |step: crate::rules::policy::decision::Step| {
        let decides = step.decision.map(|decision| {
            format!(": {} ({})", if decision.allowed { "yes" } else { "no" }, decision.reason)
        });
        format!(
            "{permission}, {}: {}{}",
            step.rule.key(),
            step.finding,
            decides.unwrap_or_default()
        )
    };
    explain(subject, permission).into_iter().map(step).collect()
}
