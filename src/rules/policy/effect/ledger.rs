//! How many chats come into or go out of one member's sight: sums of accounts by the teams of those
//! who connected them, before and after, corrected by what is the member's own and what is assigned
//! to them. What a member may see at all is decided in `scope`; here it is only counted.

use std::collections::HashMap;

use super::{AccountOwner, Pair, Person, State};
use crate::rules::{
    id::{AccountId, MemberId, TeamId},
    policy::scope::{Connector, Reach},
};

/// In which of the three scopes of accounts one lies for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Own,
    SameTeam,
    OtherTeams,
}

impl Place {
    const ALL: [Self; 3] = [Self::Own, Self::SameTeam, Self::OtherTeams];

    /// The same three cases as [`crate::rules::policy::scope::Viewer::account_scope`].
    fn of(connector: Option<Connector>, member: MemberId, team: Option<TeamId>) -> Self {
        match connector {
            Some(connector) if connector.member == member => Self::Own,
            other => Self::by_team(other.map(|connector| connector.team), team),
        }
    }

    fn by_team(connected: Option<TeamId>, team: Option<TeamId>) -> Self {
        if connected.is_some() && connected == team { Self::SameTeam } else { Self::OtherTeams }
    }

    const fn is_open(self, reach: Reach) -> bool {
        match self {
            Self::Own => reach.own,
            Self::SameTeam => reach.same_team,
            Self::OtherTeams => reach.other_teams,
        }
    }
}

/// What becomes of a member's sight of chats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sight {
    pub(super) before: u64,
    pub(super) after: u64,
    pub(super) gained: u64,
    pub(super) lost: u64,
}

impl Sight {
    /// Adds a group of chats of which so many were, and so many are, in sight. One of the two parts
    /// holds the other, so the difference of the numbers is the number of those that differ.
    fn add(&mut self, before: u64, after: u64) {
        self.before += before;
        self.after += after;
        self.gained += after.saturating_sub(before);
        self.lost += before.saturating_sub(after);
    }
}

/// One account on both sides of a change.
#[derive(Debug, Clone, Copy)]
struct Account {
    chats: u64,
    before: Option<Connector>,
    after: Option<Connector>,
}

/// A member's assigned chats on one account, before and after.
type Assigned = HashMap<AccountId, (u64, u64)>;

type Teams = (Option<TeamId>, Option<TeamId>);

/// Two states' accounts and chats, summed in every way that a member's sight is made of.
pub(super) struct Ledger {
    accounts: HashMap<AccountId, Account>,
    own: HashMap<MemberId, Vec<AccountId>>,
    assigned: HashMap<MemberId, Assigned>,
    total: u64,
    by_teams: HashMap<Teams, u64>,
    by_team_before: HashMap<Option<TeamId>, u64>,
    by_team_after: HashMap<Option<TeamId>, u64>,
}

impl Ledger {
    pub(super) fn new(before: State<'_>, after: State<'_>) -> Self {
        let mut ledger = Self {
            accounts: accounts(before, after),
            own: HashMap::new(),
            assigned: HashMap::new(),
            total: 0,
            by_teams: HashMap::new(),
            by_team_before: HashMap::new(),
            by_team_after: HashMap::new(),
        };
        for (id, account) in &ledger.accounts {
            let team = |connector: Option<Connector>| connector.map(|connector| connector.team);
            let teams = (team(account.before), team(account.after));
            ledger.total += account.chats;
            *ledger.by_teams.entry(teams).or_default() += account.chats;
            *ledger.by_team_before.entry(teams.0).or_default() += account.chats;
            *ledger.by_team_after.entry(teams.1).or_default() += account.chats;
            let member = |connector: Option<Connector>| connector.map(|connector| connector.member);
            let (was, is) = (member(account.before), member(account.after));
            for member in was.into_iter().chain(is.filter(|_| is != was)) {
                ledger.own.entry(member).or_default().push(*id);
            }
        }
        for ((member, account), count) in &before.chats.assigned {
            ledger.assigned(*member, *account).0 += count;
        }
        for ((member, account), count) in &after.chats.assigned {
            ledger.assigned(*member, *account).1 += count;
        }
        ledger
    }

    fn assigned(&mut self, member: MemberId, account: AccountId) -> &mut (u64, u64) {
        self.assigned.entry(member).or_default().entry(account).or_default()
    }

    /// What becomes of the sight of a member whose permissions reach so far before and after.
    pub(super) fn sight(&self, member: MemberId, pair: Pair<'_>, reach: (Reach, Reach)) -> Sight {
        let team = |person: Option<&Person>| person.map(|person| person.team);
        let teams = (team(pair.before), team(pair.after));
        let mut groups = self.groups(member, teams);
        let mut sight = Sight::default();
        // Where chats are assigned, their account is taken out of its group and counted by itself.
        for (id, (was, is)) in self.assigned.get(&member).into_iter().flatten() {
            let Some(account) = self.accounts.get(id) else { continue };
            let places = places(account, member, teams);
            groups[places.0 as usize][places.1 as usize] -= account.chats;
            let seen = |place: Place, reach: Reach, assigned: u64| {
                let assigned = if reach.assigned { assigned } else { 0 };
                if place.is_open(reach) { account.chats } else { assigned }
            };
            sight.add(seen(places.0, reach.0, *was), seen(places.1, reach.1, *is));
        }
        for was in Place::ALL {
            for is in Place::ALL {
                let chats = groups[was as usize][is as usize];
                let seen = |place: Place, reach| if place.is_open(reach) { chats } else { 0 };
                sight.add(seen(was, reach.0), seen(is, reach.1));
            }
        }
        sight
    }

    /// The chats of all accounts, by where each lies for the member before and after.
    fn groups(&self, member: MemberId, teams: Teams) -> [[u64; 3]; 3] {
        let (own, same, other) =
            (Place::Own as usize, Place::SameTeam as usize, Place::OtherTeams as usize);
        let of = |sums: &HashMap<Option<TeamId>, u64>, team: Option<TeamId>| {
            team.and_then(|team| sums.get(&Some(team))).copied().unwrap_or_default()
        };
        let before = of(&self.by_team_before, teams.0);
        let after = of(&self.by_team_after, teams.1);
        let both = match teams {
            (Some(_), Some(_)) => self.by_teams.get(&teams).copied().unwrap_or_default(),
            _ => 0,
        };
        let mut groups = [[0; 3]; 3];
        groups[same][same] = both;
        groups[same][other] = before - both;
        groups[other][same] = after - both;
        groups[other][other] = self.total + both - before - after;
        debug_assert_eq!(groups[own], [0; 3]);
        // What they connected themselves was counted by its team, and is theirs instead.
        for account in self.own.get(&member).into_iter().flatten() {
            let Some(account) = self.accounts.get(account) else { continue };
            let team = |connector: Option<Connector>| connector.map(|connector| connector.team);
            let counted_before = Place::by_team(team(account.before), teams.0);
            let counted_after = Place::by_team(team(account.after), teams.1);
            groups[counted_before as usize][counted_after as usize] -= account.chats;
            let places = places(account, member, teams);
            groups[places.0 as usize][places.1 as usize] += account.chats;
        }
        groups
    }
}

fn places(account: &Account, member: MemberId, teams: Teams) -> (Place, Place) {
    (Place::of(account.before, member, teams.0), Place::of(account.after, member, teams.1))
}

fn accounts(before: State<'_>, after: State<'_>) -> HashMap<AccountId, Account> {
    let mut accounts: HashMap<AccountId, Account> = HashMap::new();
    let blank = |id: &AccountId| {
        let chats = before.chats.by_account.get(id).or_else(|| after.chats.by_account.get(id));
        Account { chats: chats.copied().unwrap_or_default(), before: None, after: None }
    };
    for (id, connector) in connectors(before.accounts, before.people) {
        accounts.entry(id).or_insert_with(|| blank(&id)).before = connector;
    }
    for (id, connector) in connectors(after.accounts, after.people) {
        accounts.entry(id).or_insert_with(|| blank(&id)).after = connector;
    }
    accounts
}

fn connectors(
    accounts: &[AccountOwner],
    people: &[Person],
) -> impl Iterator<Item = (AccountId, Option<Connector>)> {
    let teams: HashMap<MemberId, TeamId> =
        people.iter().map(|person| (person.id, person.team)).collect();
    accounts.iter().map(move |account| {
        let connector = account
            .connector
            .and_then(|member| teams.get(&member).map(|team| Connector { member, team: *team }));
        (account.id, connector)
    })
}
