//! Which chats a member sees, and from which accounts they may start one: four scopes, each a
//! permission, over who connected the account, in which team, and who is assigned.
//!
//! The store compiles the same [`Reach`] to SQL; a property test holds the two against each other.

use std::fmt;

use super::{
    decision::{Decision, Reason, Subject, decide},
    permission::Permission,
};
use crate::rules::id::{MemberId, TeamId};

/// How a chat comes into a member's sight (TimelinesAI, chats table).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// The member connected the account.
    Own,
    /// Someone else in the member's team connected it.
    SameTeam,
    /// Someone in another team connected it, or nobody.
    OtherTeams,
    /// The chat is assigned to the member.
    Assigned,
}

impl Scope {
    /// Every scope, in the order in which they are asked.
    pub const ALL: [Self; 4] = [Self::Own, Self::SameTeam, Self::OtherTeams, Self::Assigned];

    /// Its name in JSON and tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::SameTeam => "same-team",
            Self::OtherTeams => "other-teams",
            Self::Assigned => "assigned",
        }
    }

    /// Whether a chat lies in it, as a sentence for people.
    #[must_use]
    pub const fn finding(self, applies: bool) -> &'static str {
        match (self, applies) {
            (Self::Own, true) => "the member connected the chat's account",
            (Self::Own, false) => "the member did not connect the chat's account",
            (Self::SameTeam, true) => "someone else in the member's team connected the account",
            (Self::SameTeam, false) => "nobody else in the member's team connected the account",
            (Self::OtherTeams, true) => "someone in another team connected the account, or nobody",
            (Self::OtherTeams, false) => "the account was not connected outside the member's team",
            (Self::Assigned, true) => "the chat is assigned to the member",
            (Self::Assigned, false) => "the chat is not assigned to the member",
        }
    }

    /// The permission that opens it.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::Own => Permission::ChatsOwn,
            Self::SameTeam => Permission::ChatsSameTeam,
            Self::OtherTeams => Permission::ChatsOtherTeams,
            Self::Assigned => Permission::ChatsAssigned,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// A member as far as sight of chats goes.
#[derive(Debug, Clone, Copy)]
pub struct Viewer<'p> {
    /// Who they are.
    pub member: MemberId,
    /// The team they are in.
    pub team: TeamId,
    /// Their status and role.
    pub subject: Subject<'p>,
}

/// Who connected an account: the member and the team they are in now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connector {
    /// The member.
    pub member: MemberId,
    /// Their team.
    pub team: TeamId,
}

/// A chat as far as sight of it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatFacts {
    /// Who connected its account; `None` for an account without a connector.
    pub connector: Option<Connector>,
    /// Whom it is assigned to.
    pub assignee: Option<MemberId>,
}

/// What a member's permissions let them see, decided once: four yes or no, ready for a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "four independent answers, one a scope")]
pub struct Reach {
    /// Chats of accounts that the member connected.
    pub own: bool,
    /// Chats of accounts that others in the team connected.
    pub same_team: bool,
    /// Chats of every other account.
    pub other_teams: bool,
    /// Chats assigned to the member.
    pub assigned: bool,
}

impl Reach {
    /// Whether the scope is open.
    #[must_use]
    pub const fn contains(self, scope: Scope) -> bool {
        match scope {
            Scope::Own => self.own,
            Scope::SameTeam => self.same_team,
            Scope::OtherTeams => self.other_teams,
            Scope::Assigned => self.assigned,
        }
    }

    /// Whether it covers the chats of every account there is.
    #[must_use]
    pub const fn every_account(self) -> bool {
        self.own && self.same_team && self.other_teams
    }
}

/// An answer about a chat or an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// Yes or no.
    pub allowed: bool,
    /// Which rule decided: of the scope that covers it; else of the inbox, where that is closed;
    /// else of the account's scope, which would have covered it.
    pub reason: Reason,
    /// The first scope that covers it.
    pub scope: Option<Scope>,
}

/// One question asked on the way to a [`Sight`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeStep {
    /// The permission asked for.
    pub permission: Permission,
    /// The scope it opens; `None` for the inbox itself.
    pub scope: Option<Scope>,
    /// Whether the chat lies in the scope at all.
    pub applies: bool,
    /// The answer.
    pub decision: Decision,
}

impl Viewer<'_> {
    /// What the permissions let this member see. All closed where the inbox is.
    #[must_use]
    pub fn reach(&self) -> Reach {
        // The chat permissions lie under the inbox, so a closed inbox closes each of them.
        let open = |scope: Scope| decide(self.subject, scope.permission()).allowed;
        Reach {
            own: open(Scope::Own),
            same_team: open(Scope::SameTeam),
            other_teams: open(Scope::OtherTeams),
            assigned: open(Scope::Assigned),
        }
    }

    /// The scope in which an account lies for this member; every account lies in exactly one.
    #[must_use]
    pub fn account_scope(&self, connector: Option<Connector>) -> Scope {
        match connector {
            Some(connector) if connector.member == self.member => Scope::Own,
            Some(connector) if connector.team == self.team => Scope::SameTeam,
            _ => Scope::OtherTeams,
        }
    }

    /// Does this member see this chat? Who sees it may reply in it.
    #[must_use]
    pub fn sees(&self, chat: ChatFacts) -> Sight {
        self.decide_scopes(chat.connector, |scope| self.covers(scope, chat))
    }

    /// May this member start a chat, or send a campaign, from this account?
    ///
    /// An assignment grants one chat, never the account: a collaborator can start none.
    #[must_use]
    pub fn starts_from(&self, connector: Option<Connector>) -> Sight {
        let account = self.account_scope(connector);
        self.decide_scopes(connector, |scope| scope == account)
    }

    /// Every question that [`Viewer::sees`] asks, in order, up to the one that decided.
    #[must_use]
    pub fn explain(&self, chat: ChatFacts) -> Vec<ScopeStep> {
        let inbox = decide(self.subject, Permission::Inbox);
        let mut steps = vec![ScopeStep {
            permission: Permission::Inbox,
            scope: None,
            applies: true,
            decision: inbox,
        }];
        if !inbox.allowed {
            return steps;
        }
        for scope in Scope::ALL {
            let permission = scope.permission();
            let applies = self.covers(scope, chat);
            let decision = decide(self.subject, permission);
            steps.push(ScopeStep { permission, scope: Some(scope), applies, decision });
            if applies && decision.allowed {
                break;
            }
        }
        steps
    }

    fn covers(&self, scope: Scope, chat: ChatFacts) -> bool {
        match scope {
            Scope::Assigned => chat.assignee == Some(self.member),
            account => account == self.account_scope(chat.connector),
        }
    }

    fn decide_scopes(&self, connector: Option<Connector>, covers: impl Fn(Scope) -> bool) -> Sight {
        let inbox = decide(self.subject, Permission::Inbox);
        if !inbox.allowed {
            return Sight { allowed: false, reason: inbox.reason, scope: None };
        }
        let account = decide(self.subject, self.account_scope(connector).permission());
        Scope::ALL
            .into_iter()
            .filter(|scope| covers(*scope))
            .map(|scope| (scope, decide(self.subject, scope.permission())))
            .find(|(_, decision)| decision.allowed)
            .map_or(
                Sight { allowed: false, reason: account.reason, scope: None },
                |(scope, decision)| Sight {
                    allowed: true,
                    reason: decision.reason,
                    scope: Some(scope),
                },
            )
    }
}
