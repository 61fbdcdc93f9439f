//! Every decision explains itself truthfully: `why` ends with the step that decided, and making any
//! change that it proposes turns the answer.

use proptest::prelude::*;
use rolecall::rules::{
    id::{MemberId, TeamId},
    policy::{
        decision::{Decision, Reason, Rule, Subject, decide, explain},
        matrix::Policy,
        permission::Permission,
        remedy::{self, Remedy, Step},
        role::Role,
        scope::{ChatFacts, Connector, Viewer},
    },
    workspace::member::Status,
};

use super::random::{ROLES, policy};

/// Somebody, and a chat of theirs or not, while what is proposed is done to them.
#[derive(Debug, Clone)]
struct Case {
    policy: Policy,
    role: String,
    status: Status,
    team: TeamId,
    chat: ChatFacts,
}

const ME: MemberId = MemberId(1);
const MY_TEAM: TeamId = TeamId(1);

fn case() -> impl Strategy<Value = Case> {
    let role = prop::sample::select(ROLES.to_vec());
    let status = prop::sample::select(Status::ALL.to_vec());
    let connector = prop::option::of((1_i64..3, 1_i64..3)).prop_map(|connector| {
        let (member, team) = connector?;
        // Who connected it is in one team only, and so am I.
        let team = if member == ME.0 { MY_TEAM } else { TeamId(team) };
        Some(Connector { member: MemberId(member), team })
    });
    let assignee = prop::option::of((1_i64..3).prop_map(MemberId));
    (policy(), role, status, connector, assignee).prop_map(
        |(policy, role, status, connector, assignee)| Case {
            policy,
            role: role.to_owned(),
            status,
            team: MY_TEAM,
            chat: ChatFacts { connector, assignee },
        },
    )
}

impl Case {
    fn subject(&self) -> Subject<'_> {
        Subject { status: self.status, role: self.policy.role(&self.role).unwrap() }
    }

    fn viewer(&self) -> Viewer<'_> {
        Viewer { member: ME, team: self.team, subject: self.subject() }
    }

    /// Whether their role can never have a permission that no role but the owner's gives them: to
    /// make somebody an owner is no remedy.
    fn is_beyond_remedy(&self, permission: Permission) -> bool {
        let role = self.subject().role;
        let given = |role: &Role| {
            !role.is_owner() && decide(Subject { status: Status::Active, role }, permission).allowed
        };
        role.locked(permission) == Some(false) && !self.policy.roles().iter().any(given)
    }

    /// Does what is proposed, by the same doors as the commands: a locked cell or the owner's mask
    /// would refuse.
    fn after(&self, remedy: &Remedy) -> Self {
        let mut case = self.clone();
        for step in remedy {
            match step {
                Step::Restore | Step::Join => case.status = Status::Active,
                Step::JoinTeam(team) => case.team = *team,
                Step::Suspend => case.status = Status::Suspended,
                Step::GiveRole(name) => {
                    case.policy.role(name).unwrap();
                    case.role.clone_from(name);
                }
                Step::Allow(permission) => {
                    assert!(case.policy.set(&case.role, *permission, true).unwrap(), "{remedy:?}");
                }
                Step::Deny(permission) => {
                    assert!(case.policy.set(&case.role, *permission, false).unwrap(), "{remedy:?}");
                }
                Step::Unmask(mask) => {
                    assert!(case.policy.set_mask(&case.role, *mask, false).unwrap(), "{remedy:?}");
                }
                Step::Assign => case.chat.assignee = Some(ME),
                Step::Unassign => case.chat.assignee = None,
            }
        }
        case
    }
}

/// Which rule must have decided, told from the facts alone.
fn deciding(subject: Subject<'_>, permission: Permission, decision: Decision) -> Rule {
    let role = subject.role;
    let parent = permission.entry().parent;
    let decider = match decision.reason {
        Reason::Suspended | Reason::Invited => Rule::Status,
        Reason::Owner => Rule::Owner,
        Reason::Locked => Rule::Lock,
        Reason::MaskNumber => Rule::Mask,
        Reason::ModuleOff => Rule::Module,
        Reason::ToggleOn | Reason::ToggleOff => Rule::Toggle,
    };
    let holds = match decider {
        Rule::Status => subject.status != Status::Active,
        Rule::Owner => role.name == "owner",
        Rule::Lock => role.locked(permission) == Some(decision.allowed),
        Rule::Mask => role.masks.number,
        Rule::Module => parent.is_some_and(|parent| !role.toggles.contains(parent)),
        Rule::Toggle => role.toggles.contains(permission) == decision.allowed,
    };
    assert!(holds, "{decider:?} did not decide {permission} for {subject:?}");
    decider
}

proptest! {
    #[test]
    fn why_names_the_step_that_decided(
        case in case(), permission in prop::sample::select(Permission::all().collect::<Vec<_>>()),
    ) {
        let decision = decide(case.subject(), permission);
        let steps = explain(case.subject(), permission);
        let last = steps.last().unwrap();
        prop_assert_eq!(last.decision, Some(decision));
        prop_assert_eq!(last.rule, deciding(case.subject(), permission, decision));
    }

    #[test]
    fn what_why_proposes_turns_the_answer(
        case in case(), permission in prop::sample::select(Permission::all().collect::<Vec<_>>()),
    ) {
        let allowed = decide(case.subject(), permission).allowed;
        let remedies = remedy::for_permission(&case.policy, case.subject(), permission);
        prop_assert_eq!(remedies.is_empty(), case.is_beyond_remedy(permission), "what is proposed");
        for remedy in &remedies {
            let after = case.after(remedy);
            prop_assert_eq!(decide(after.subject(), permission).allowed, !allowed, "{:?}", remedy);
        }
    }

    #[test]
    fn what_why_proposes_turns_the_sight_of_a_chat(case in case()) {
        let seen = case.viewer().sees(case.chat).allowed;
        let remedies = remedy::for_chat(&case.policy, case.viewer(), case.chat);
        prop_assert!(!remedies.is_empty(), "nothing is proposed");
        for remedy in &remedies {
            let after = case.after(remedy);
            prop_assert_eq!(after.viewer().sees(after.chat).allowed, !seen, "{:?}", remedy);
        }
    }

    /// Nothing is in a remedy that it could do without.
    #[test]
    fn the_first_remedy_has_no_step_too_many(
        case in case(), permission in prop::sample::select(Permission::all().collect::<Vec<_>>()),
    ) {
        let allowed = decide(case.subject(), permission).allowed;
        let remedies = remedy::for_permission(&case.policy, case.subject(), permission);
        let Some(first) = remedies.first() else {
            prop_assert!(case.is_beyond_remedy(permission), "nothing is proposed");
            return Ok(());
        };
        for left_out in 0..first.len() {
            let mut fewer = first.clone();
            fewer.remove(left_out);
            let after = case.after(&fewer);
            prop_assert_eq!(decide(after.subject(), permission).allowed, allowed, "{:?}", first);
        }
    }
}
