//! What would have to change for a decision to come out the other way. Each remedy is tried on the
//! decision before it is proposed, so that none is that wouldn't turn it. Whether it may be done at
//! all, to the last owner for one, is not decided here.

use super::{
    decision::{Subject, decide, is_hidden_by_number_mask},
    mask::Mask,
    matrix::Policy,
    permission::Permission,
    role::Role,
    scope::{ChatFacts, Scope, Viewer},
};
use crate::rules::{id::TeamId, workspace::member::Status};

/// One thing to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The member is restored.
    Restore,
    /// The member accepts the invitation.
    Join,
    /// The member is suspended.
    Suspend,
    /// The member gets that role.
    GiveRole(String),
    /// Their role gets that permission.
    Allow(Permission),
    /// Their role loses that permission.
    Deny(Permission),
    /// Their role loses that mask.
    Unmask(Mask),
    /// They move into that team, whose accounts they see by their role.
    JoinTeam(TeamId),
    /// The chat is assigned to them.
    Assign,
    /// The chat is assigned to nobody.
    Unassign,
}

/// Who may make a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByWhom {
    /// The member, with the code that was mailed.
    Themselves,
    /// An owner.
    Owner,
    /// An owner, or who has `team-settings`.
    TeamSettings,
    /// Who sees the chat and has `chats.assign`.
    Assigner,
}

/// Changes that together turn a decision.
pub type Remedy = Vec<Step>;

impl Step {
    /// Who may do this to a member of that role.
    #[must_use]
    pub fn by_whom(&self, policy: &Policy, role: &Role) -> ByWhom {
        match self {
            Self::Allow(_) | Self::Deny(_) | Self::Unmask(_) => ByWhom::Owner,
            Self::Join => ByWhom::Themselves,
            Self::Assign | Self::Unassign => ByWhom::Assigner,
            Self::GiveRole(name) if policy.role(name).is_ok_and(Role::is_owner) => ByWhom::Owner,
            Self::Restore | Self::Suspend | Self::GiveRole(_) | Self::JoinTeam(_)
                if role.is_owner() =>
            {
                ByWhom::Owner
            }
            Self::Restore | Self::Suspend | Self::GiveRole(_) | Self::JoinTeam(_) => {
                ByWhom::TeamSettings
            }
        }
    }
}

/// What somebody is, and whether a chat is theirs, while remedies are tried on them.
#[derive(Debug, Clone)]
struct Trial {
    role: Role,
    status: Status,
    assigned: Option<bool>,
    team: Option<TeamId>,
}

impl Trial {
    fn after(&self, policy: &Policy, remedy: &[Step]) -> Option<Self> {
        let mut trial = self.clone();
        for step in remedy {
            match step {
                Step::Restore | Step::Join => trial.status = Status::Active,
                Step::Suspend => trial.status = Status::Suspended,
                Step::GiveRole(name) => trial.role = policy.role(name).ok()?.clone(),
                Step::Allow(permission) => trial.role.toggles.set(*permission, true),
                Step::Deny(permission) => trial.role.toggles.set(*permission, false),
                Step::Unmask(mask) => trial.role.masks.set(*mask, false),
                Step::JoinTeam(team) => trial.team = Some(*team),
                Step::Assign => trial.assigned = Some(true),
                Step::Unassign => trial.assigned = Some(false),
            }
        }
        Some(trial)
    }

    fn subject(&self) -> Subject<'_> {
        Subject { status: self.status, role: &self.role }
    }
}

/// What would turn a decision on a permission; the most direct remedy first.
#[must_use]
pub fn for_permission(
    policy: &Policy,
    subject: Subject<'_>,
    permission: Permission,
) -> Vec<Remedy> {
    let trial =
        Trial { role: subject.role.clone(), status: subject.status, assigned: None, team: None };
    let allowed = decide(subject, permission).allowed;
    let turns = |remedy: &[Step]| {
        trial
            .after(policy, remedy)
            .is_some_and(|after| decide(after.subject(), permission).allowed != allowed)
    };
    let mut proposals = Vec::new();
    if allowed {
        proposals.push(vec![Step::Deny(permission)]);
    } else {
        proposals.push(opening(subject, permission));
    }
    proposals.extend(other_role(policy, subject, turns));
    if allowed {
        proposals.push(vec![Step::Suspend]);
    }
    keep(proposals, subject.role, turns)
}

/// What would turn the sight of a chat; the most direct remedy first.
#[must_use]
pub fn for_chat(policy: &Policy, viewer: Viewer<'_>, chat: ChatFacts) -> Vec<Remedy> {
    let subject = viewer.subject;
    let is_theirs = chat.assignee == Some(viewer.member);
    let trial =
        Trial { role: subject.role.clone(), status: subject.status, assigned: None, team: None };
    let seen = viewer.sees(chat).allowed;
    let turns = |remedy: &[Step]| {
        trial.after(policy, remedy).is_some_and(|after| {
            let assignee = match after.assigned {
                Some(true) => Some(viewer.member),
                Some(false) => None,
                None => chat.assignee,
            };
            let team = after.team.unwrap_or(viewer.team);
            let viewer = Viewer { subject: after.subject(), team, ..viewer };
            viewer.sees(ChatFacts { assignee, ..chat }).allowed != seen
        })
    };
    let account = viewer.account_scope(chat.connector).permission();
    let assigned = Scope::Assigned.permission();
    let mut proposals = Vec::new();
    if seen {
        let covers = |permission| decide(subject, permission).allowed;
        let mut close = Vec::new();
        if covers(account) {
            close.push(Step::Deny(account));
        }
        if is_theirs && covers(assigned) {
            proposals.push([close.clone(), vec![Step::Unassign]].concat());
            close.push(Step::Deny(assigned));
        }
        proposals.push(close);
        proposals.push(vec![Step::Deny(Permission::Inbox)]);
        proposals.extend(other_role(policy, subject, turns));
        proposals.push(vec![Step::Suspend]);
    } else {
        let mut assign = opening(subject, assigned);
        if !is_theirs {
            assign.push(Step::Assign);
        }
        let open = opening(subject, account);
        // What opens least comes first: one chat, then a team's accounts, then every account of a
        // scope for everybody with the role.
        proposals.push(assign);
        if let Some(connector) = chat.connector.filter(|it| it.team != viewer.team) {
            let mut join = opening(subject, Permission::ChatsSameTeam);
            join.push(Step::JoinTeam(connector.team));
            proposals.push(join);
        }
        proposals.push(open);
        proposals.extend(other_role(policy, subject, turns));
    }
    keep(proposals, subject.role, turns)
}

/// Everything that stands between a member and a permission, but for locks, which nobody opens.
fn opening(subject: Subject<'_>, permission: Permission) -> Remedy {
    let Subject { status, role } = subject;
    let mut steps = Vec::new();
    match status {
        Status::Suspended => steps.push(Step::Restore),
        Status::Invited => steps.push(Step::Join),
        Status::Active => {}
    }
    if role.masks.number && is_hidden_by_number_mask(permission) {
        steps.push(Step::Unmask(Mask::Number));
    }
    let needed = permission.entry().parent.into_iter().chain([permission]);
    steps.extend(needed.filter(|it| !role.toggle(*it)).map(Step::Allow));
    steps
}

/// Another role that turns the decision: the nearest in rank, but never the owner's: to make somebody an owner is no remedy.
fn other_role(
    policy: &Policy,
    subject: Subject<'_>,
    turns: impl Fn(&[Step]) -> bool,
) -> Option<Remedy> {
    let restore = match subject.status {
        Status::Suspended => Some(Step::Restore),
        Status::Invited => Some(Step::Join),
        Status::Active => None,
    };
    let remedy = |role: &Role| -> Remedy {
        restore.iter().cloned().chain([Step::GiveRole(role.name.clone())]).collect()
    };
    let distance = |role: &&Role| role.model.rank().abs_diff(subject.role.model.rank());
    let mut roles: Vec<_> = policy
        .roles()
        .iter()
        .filter(|role| role.name != subject.role.name && !role.is_owner())
        .collect();
    roles.sort_by_key(distance);
    roles.into_iter().map(remedy).find(|remedy| turns(remedy))
}

/// Those that can be done and do turn the decision, each once and without a step too many.
fn keep(proposals: Vec<Remedy>, role: &Role, turns: impl Fn(&[Step]) -> bool) -> Vec<Remedy> {
    let can_be_done = |step: &Step| match step {
        Step::Allow(permission) | Step::Deny(permission) => role.locked(*permission).is_none(),
        _ => true,
    };
    let mut kept: Vec<Remedy> = Vec::new();
    for remedy in proposals {
        if !remedy.iter().all(can_be_done) || !turns(&remedy) {
            continue;
        }
        let remedy = shortest(remedy, &turns);
        if !kept.contains(&remedy) {
            kept.push(remedy);
        }
    }
    kept
}

/// A remedy without the steps that it can do without.
fn shortest(mut remedy: Remedy, turns: &impl Fn(&[Step]) -> bool) -> Remedy {
    for at in (0..remedy.len()).rev() {
        let mut fewer = remedy.clone();
        fewer.remove(at);
        if turns(&fewer) {
            remedy = fewer;
        }
    }
    remedy
}
