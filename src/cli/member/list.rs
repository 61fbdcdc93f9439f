//! `member list` and `member show`.

use clap::ValueEnum;

use crate::{
    cli::{
        candidates,
        error::Error,
        verb::{Each, Limit, ListVerb, Listed, PagedVerb, Parts, Row, ShowVerb, row},
    },
    ops::{
        Session,
        member::{Filter, MemberRow, list, show},
    },
    rules::workspace::member::Status,
    ui::{Cell, Column, Mark, Tone, Value},
};

#[derive(clap::Args)]
pub struct Members {
    /// Only members with this role
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
    /// Only members of this team
    #[arg(long, add = candidates::teams())]
    team: Option<String>,
    /// Only members with this status
    #[arg(long)]
    status: Option<StatusArg>,
    /// Only members whom chats can be assigned to; needs `chats.assign` alone
    #[arg(long)]
    assignable: bool,
    /// Start after this member
    #[arg(long, value_name = "EMAIL", add = candidates::members())]
    after: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum StatusArg {
    Invited,
    Active,
    Suspended,
}

impl From<StatusArg> for Status {
    fn from(status: StatusArg) -> Self {
        match status {
            StatusArg::Invited => Self::Invited,
            StatusArg::Active => Self::Active,
            StatusArg::Suspended => Self::Suspended,
        }
    }
}

row!(member: MemberRow {
    "email".rank(1) => member.email,
    name "name" => member.name,
    "phone".rank(3) => member.phone,
    "role" => member.role,
    "team" => member.team,
    "status" => member.status.key(),
    "added_by".rank(5) => member.added_by,
    faint "added_at".rank(4) => member.added_at.map(Value::Time),
});

impl Members {
    fn filter(&self) -> Filter<'_> {
        Filter {
            role: self.role.as_deref(),
            team: self.team.as_deref(),
            status: self.status.map(Status::from),
            assignable: self.assignable,
            after: self.after.as_deref(),
            limit: None,
        }
    }
}

impl ListVerb for Members {
    type Row = MemberRow;

    const SCREEN: &'static [Column] = &[
        Column::name("name"),
        Column::new("role").least(10),
        Column::new("team").rank(1),
        Column::new("status").least(9),
        Column::faint("email").least(14).rank(2),
        Column::faint("added_at").titled("ADDED").least(4).rank(3),
    ];

    fn drawn(member: MemberRow) -> Vec<Cell> {
        // Who has no name is known by the login id.
        let name = member.name.unwrap_or_else(|| member.email.clone());
        let role = Cell::from(member.role);
        let status = Cell::from(member.status.key());
        vec![
            name.into(),
            if member.masks.number { role.and_mark(Mark::Hidden) } else { role },
            member.team.into(),
            match member.status {
                Status::Active => status,
                Status::Invited => status.tone(Tone::Notice),
                Status::Suspended => status.tone(Tone::Bad),
            },
            member.email.into(),
            member.added_at.map(Value::Time).into(),
        ]
    }

    fn legend(member: &MemberRow) -> Option<(Mark, &'static str)> {
        member.masks.number.then_some((Mark::Hidden, "reads no numbers"))
    }

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<MemberRow>) -> Listed {
        let filter = Filter { limit: limit.read(), ..self.filter() };
        Ok(list(session, &filter)?.into_iter().try_for_each(each)?)
    }
}

impl PagedVerb for Members {
    // A team is never so large that all of it couldn't be counted.
    const COUNTED: u64 = 100_000;

    fn group(row: &MemberRow) -> Option<&'static str> {
        Some(row.status.key())
    }

    fn key(row: &MemberRow) -> Option<String> {
        Some(row.email.to_string())
    }
}

#[derive(clap::Args)]
pub struct Named {
    /// The member
    #[arg(value_name = "EMAIL", add = candidates::members())]
    member: String,
}

impl ShowVerb for Named {
    fn parts(&self, session: &mut Session) -> Result<Parts, Error> {
        Ok(show(session, &self.member)?.parts())
    }
}
