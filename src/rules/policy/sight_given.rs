//! Whether a change lets anybody see an account's chats that the one who makes it doesn't see:
//! somebody who isn't an owner gives no sight that they haven't got, by whatever way.

use std::collections::HashMap;

use super::{
    decision::Subject,
    effect::{AccountOwner, Person},
    matrix::Policy,
    scope::{Connector, Viewer},
};
use crate::rules::{
    id::{AccountId, MemberId, TeamId},
    workspace::member::Status,
};

/// Who is where, and who connected what, at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The roles.
    pub policy: &'a Policy,
    /// The members.
    pub people: &'a [Person],
    /// The accounts.
    pub accounts: &'a [AccountOwner],
}

/// Sight that somebody would be given by who hasn't got it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unseen {
    /// Who would see.
    pub member: MemberId,
    /// The chats of which account.
    pub account: AccountId,
}

/// The first sight that a change gives and its maker lacks. Members count as if all were active: who
/// is suspended may be restored, and who is invited may join.
#[must_use]
pub fn unseen(actor: Viewer<'_>, before: Standing<'_>, after: Standing<'_>) -> Option<Unseen> {
    let (was, is) = (Index::new(before), Index::new(after));
    let changed: Vec<_> = after
        .people
        .iter()
        .filter(|person| {
            let same = |old: &&Person| old.team == person.team && old.role == person.role;
            !was.people.get(&person.id).is_some_and(same)
        })
        .collect();
    for account in after.accounts {
        let (from, to) = (was.connector(account.id), is.connector(account.id));
        if actor.starts_from(from).allowed {
            continue;
        }
        let everybody: Vec<_> = after.people.iter().collect();
        let people = if from == to { &changed } else { &everybody };
        let gains = |person: &&&Person| {
            is.sees(person, to)
                && !was.people.get(&person.id).is_some_and(|old| was.sees(old, from))
        };
        if let Some(person) = people.iter().find(gains) {
            return Some(Unseen { member: person.id, account: account.id });
        }
    }
    None
}

struct Index<'a> {
    policy: &'a Policy,
    people: HashMap<MemberId, &'a Person>,
    accounts: HashMap<AccountId, Option<MemberId>>,
}

impl<'a> Index<'a> {
    fn new(standing: Standing<'a>) -> Self {
        let Standing { policy, people, accounts } = standing;
        let people = people.iter().map(|person| (person.id, person)).collect();
        let accounts = accounts.iter().map(|account| (account.id, account.connector)).collect();
        Self { policy, people, accounts }
    }

    fn connector(&self, account: AccountId) -> Option<Connector> {
        let member = self.accounts.get(&account).copied().flatten()?;
        let team: TeamId = self.people.get(&member)?.team;
        Some(Connector { member, team })
    }

    fn sees(&self, person: &Person, connector: Option<Connector>) -> bool {
        let Ok(role) = self.policy.role(&person.role) else { return false };
        let subject = Subject { status: Status::Active, role };
        Viewer { member: person.id, team: person.team, subject }.starts_from(connector).allowed
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::rules::policy::preset::Preset;

    fn person(id: i64, team: i64, role: &str) -> Person {
        let (id, team) = (MemberId(id), TeamId(team));
        Person { id, team, status: Status::Active, role: role.to_owned() }
    }

    fn account(id: i64, connector: Option<i64>) -> AccountOwner {
        AccountOwner { id: AccountId(id), connector: connector.map(MemberId) }
    }

    /// Teammates 1 and 2 are in team 1, teammate 3 and agent 4 in team 2; 3 connected account 1.
    fn given(turn: impl Fn(&mut Vec<Person>, &mut Vec<AccountOwner>)) -> Option<Unseen> {
        let policy = Preset::Unified.policy().unwrap();
        let people = vec![
            person(1, 1, "teammate"),
            person(2, 1, "teammate"),
            person(3, 2, "teammate"),
            person(4, 2, "agent"),
        ];
        let accounts = vec![account(1, Some(3))];
        let (mut people_after, mut accounts_after) = (people.clone(), accounts.clone());
        turn(&mut people_after, &mut accounts_after);
        let policy = &policy;
        let role = policy.role("teammate").unwrap();
        let subject = Subject { status: Status::Active, role };
        unseen(
            Viewer { member: MemberId(1), team: TeamId(1), subject },
            Standing { policy, people: &people, accounts: &accounts },
            Standing { policy, people: &people_after, accounts: &accounts_after },
        )
    }

    #[test]
    fn sight_that_one_lacks_is_given_by_no_way() {
        let sees = |member| Some(Unseen { member: MemberId(member), account: AccountId(1) });
        assert_eq!(given(|_, _| {}), None);
        // A colleague moves to where the account is seen, or gets a role that sees it.
        assert_eq!(given(|people, _| people[1].team = TeamId(2)), sees(2));
        assert_eq!(given(|people, _| people[3].role = "teammate".to_owned()), sees(4));
        // Its owner moves over with it.
        assert_eq!(given(|people, _| people[2].team = TeamId(1)), sees(1));
        // It goes to another, or somebody new comes to where it is.
        assert_eq!(given(|_, accounts| accounts[0].connector = Some(MemberId(2))), sees(1));
        assert_eq!(given(|people, _| people.push(person(5, 2, "teammate"))), sees(5));
        assert_eq!(given(|people, _| people.push(person(5, 2, "agent"))), None);
        // Nobody gains who sees it already.
        assert_eq!(given(|people, _| people[2].team = TeamId(3)), None);
    }
}
