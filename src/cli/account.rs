//! `account`: WhatsApp accounts.

use super::{
    candidates, expiry,
    tree::{Node, Noun},
    verb::{Change, ChangeVerb, Done, Each, Limit, List, ListVerb, Listed, change, row},
};
use crate::{
    ops::{
        self, Session,
        account::{self, AccessRow, AccountRow, Connection, User},
        decision::When,
    },
    rules::policy::scope::Scope,
    ui::Value,
};

pub struct Account;

impl Noun for Account {
    const VERBS: &'static [Node] = &[
        Node::verb::<Change<Connect>>("connect", "Connect an account").examples(&[
            "account connect +14155550139 --label Support",
            "account connect +14155550139 --for tess@acme.test",
        ]),
        Node::verb::<List<Accounts>>("list", "List the accounts").examples(&["account list"]),
        Node::verb::<Change<Share>>(
            "share",
            "Share an account: move people into its connector's team, and invite new ones",
        )
        .examples(&["account share +14155550132 --with tess@acme.test --dry-run"]),
        Node::verb::<List<Access>>(
            "access",
            "List who sees an account's chats and may start new ones, and why",
        )
        .examples(&["account access +14155550132"]),
        Node::verb::<Change<Transfer>>("transfer", "Give an account to another member")
            .examples(&["account transfer +14155550132 --to tess@acme.test"]),
        Node::verb::<Change<Disconnect>>("disconnect", "Leave an account without a connector")
            .examples(&["account disconnect +14155550132"]),
    ];
}

#[derive(clap::Args)]
struct Connect {
    /// Number of the account, with a plus and the country code
    number: String,
    /// What people call it
    #[arg(long)]
    label: Option<String>,
    /// Connect it for this member
    #[arg(long = "for", value_name = "EMAIL", add = candidates::members())]
    member: Option<String>,
    /// Country of a number in national form, such as IN
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
}

impl ChangeVerb for Connect {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let connection = Connection {
            number: &self.number,
            country: self.country.as_deref(),
            label: self.label.as_deref(),
            member: self.member.as_deref(),
        };
        Ok(account::connect(session, &connection)?.into())
    }
}

#[derive(clap::Args)]
struct Accounts {}

row!(account: AccountRow {
    name "number" => account.number,
    "label" => account.label,
    "connected_by".rank(1) => account.connector,
    "scope".rank(2) => account.scope.key(),
    "sees_chats".rank(3) => account.sees_chats,
    faint "connected_at".rank(4) => Value::Time(account.connected_at),
});

impl ListVerb for Accounts {
    type Row = AccountRow;

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<AccountRow>) -> Listed {
        Ok(account::list(session)?.into_iter().try_for_each(each)?)
    }
}

#[derive(clap::Args)]
struct Share {
    /// The account, by its number
    #[arg(add = candidates::accounts())]
    account: String,
    /// People to share it with; people who are not members are invited
    #[arg(long, value_name = "EMAIL", required = true, num_args = 1.., add = candidates::members())]
    with: Vec<String>,
    /// Role of new members [default: teammate]
    #[arg(long, add = candidates::giveable_roles())]
    role: Option<String>,
    /// How long invitations are valid
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = expiry::parse)]
    expires: i64,
}

impl ChangeVerb for Share {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let wanted = account::Share {
            account: &self.account,
            with: &self.with,
            role: self.role.as_deref(),
            invitation: Some(self.expires),
        };
        let (outcome, users) = account::share(session, &wanted)?;
        Ok(Done { rows: users.into_iter().map(had).collect(), ..outcome.into() })
    }
}

/// By which scope somebody had the account, and has it.
fn had(user: User) -> [Value; 6] {
    let before = user.before.map(Scope::key).into();
    [
        "access".into(),
        user.member.into(),
        "scope".into(),
        before,
        user.scope.key().into(),
        Value::Null,
    ]
}

#[derive(clap::Args)]
struct Access {
    /// The account, by its number
    #[arg(add = candidates::accounts())]
    account: String,
    /// Answer as if invited members had joined
    #[arg(long)]
    if_joined: bool,
}

row!(access: AccessRow {
    name "member" => access.member,
    "role" => access.role,
    "sees_chats" => access.sees_chats,
    "can_start" => access.can_start,
    "reason".rank(1) => access.reason.code(),
    "scope".rank(2) => access.scope.key(),
    "assigned_chats".rank(3) => access.assigned,
});

impl ListVerb for Access {
    type Row = AccessRow;

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<AccessRow>) -> Listed {
        Ok(account::access(session, &self.account, When::if_joined(self.if_joined))?
            .into_iter()
            .try_for_each(each)?)
    }
}

#[derive(clap::Args)]
struct Transfer {
    /// The account, by its number
    #[arg(add = candidates::accounts())]
    account: String,
    /// The member who gets it
    #[arg(long, value_name = "EMAIL", add = candidates::members())]
    to: String,
}

change!(Transfer, |it, session| account::transfer(session, &it.account, &it.to));

#[derive(clap::Args)]
struct Disconnect {
    /// The account, by its number
    #[arg(add = candidates::accounts())]
    account: String,
}

change!(Disconnect, |it, session| account::disconnect(session, &it.account));
