//! What a change to the team does to what people see: the facts are loaded before it, the rules
//! compare them with what they will be.

use std::collections::HashMap;

use crate::{
    ops::Result,
    rules::{
        decision::Subject,
        id::{MemberId, TeamId},
        lens::Shown,
        member::Status,
        policy::Policy,
        role::Role,
        scope::{ChatFacts, Connector, Viewer},
        sight_change::{Chats, Eyes, Person, sight_changes},
    },
    store::{Member, MemberFilter, Snapshot},
};

/// How many chats come into a member's sight, and how many leave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SightRow {
    /// Who.
    pub member: Shown,
    /// How many chats they see that they didn't.
    pub gained: u64,
    /// How many chats they don't see that they did.
    pub lost: u64,
}

/// A member as far as sight goes, before a change or behind it.
pub(super) struct Standing<'p> {
    pub team: TeamId,
    pub status: Status,
    pub role: Option<&'p Role>,
}

/// Everybody and every chat, as they stand before a change.
pub(super) struct SightBefore {
    policy: Policy,
    members: Vec<Member>,
    chats: Vec<(ChatFacts, u64)>,
}

impl SightBefore {
    pub(super) fn load(snapshot: &Snapshot<'_>, policy: Policy) -> Result<Self> {
        let chats = snapshot.chats_by_holder()?;
        // Without a chat nobody's sight can change, and nobody needs to be looked at.
        let members = if chats.is_empty() {
            Vec::new()
        } else {
            snapshot.members(&MemberFilter::default())?
        };
        Ok(Self { policy, members, chats })
    }

    /// Whose sight changes. `person` says how a member stands behind the change (`None`: is gone),
    /// `chat` who holds a chat then; the connector's team is filled in here.
    pub(super) fn after(
        &self,
        person: impl for<'p> Fn(&Member, Standing<'p>) -> Option<Standing<'p>>,
        chat: impl Fn(ChatFacts) -> (Option<MemberId>, Option<MemberId>),
    ) -> Vec<SightRow> {
        let mut teams = HashMap::with_capacity(self.members.len());
        let mut people = Vec::with_capacity(self.members.len());
        for member in &self.members {
            let role = self.policy.role(&member.role).ok();
            let before = || Standing { team: member.team, status: member.status, role };
            let after = person(member, before());
            let team = after.as_ref().map_or(member.team, |after| after.team);
            teams.insert(member.id, team);
            people.push(Person {
                member: member.id,
                before: eyes(member.id, &before()),
                after: after.and_then(|after| eyes(member.id, &after)),
            });
        }
        let moved = |before: ChatFacts| {
            let (connector, assignee) = chat(before);
            let connector = connector.and_then(|member| {
                teams.get(&member).map(|team| Connector { member, team: *team })
            });
            ChatFacts { connector, assignee }
        };
        let chats: Vec<_> = self
            .chats
            .iter()
            .map(|(before, count)| Chats { before: *before, after: moved(*before), count: *count })
            .collect();
        let emails: HashMap<_, _> =
            self.members.iter().map(|member| (member.id, member.email.as_str())).collect();
        let row = |change: crate::rules::sight_change::SightChange| SightRow {
            member: Shown::plain(emails.get(&change.member).copied().unwrap_or("?").to_owned()),
            gained: change.gained,
            lost: change.lost,
        };
        sight_changes(&people, &chats).into_iter().map(row).collect()
    }
}

/// Who holds a chat, where the change doesn't touch it.
pub(super) fn as_held(chat: ChatFacts) -> (Option<MemberId>, Option<MemberId>) {
    (chat.connector.map(|connector| connector.member), chat.assignee)
}

fn eyes(member: MemberId, standing: &Standing<'_>) -> Option<Eyes> {
    let subject = Subject { status: standing.status, role: standing.role? };
    Some(Eyes::of(&Viewer { member, team: standing.team, subject }))
}
