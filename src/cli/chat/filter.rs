//! The filters of a list of chats; all that are given hold.

use clap::{Args, ValueEnum};

use crate::{
    cli::{candidates, clock::now, expiry},
    ops::chat::{Filter, Status},
};

/// Which of the chats that the actor sees.
#[derive(Args)]
pub struct FilterArgs {
    /// Only chats on this account, by its number
    #[arg(long, value_name = "NUMBER", add = candidates::accounts())]
    account: Option<String>,
    /// Only chats assigned to this member
    #[arg(long, value_name = "EMAIL", add = candidates::assignees())]
    assignee: Option<String>,
    /// Only chats assigned to nobody
    #[arg(long, conflicts_with = "assignee")]
    unassigned: bool,
    /// Only chats assigned to a member who is suspended or has not joined
    #[arg(long, conflicts_with_all = ["assignee", "unassigned"])]
    unanswerable: bool,
    /// Only open or closed chats
    #[arg(long)]
    status: Option<StatusArg>,
    /// Only chats of contacts with this tag
    #[arg(long, add = candidates::tags())]
    tag: Option<String>,
    /// Only chats on accounts that this team connected
    #[arg(long, add = candidates::teams())]
    team: Option<String>,
    /// Only chats whose newest message is of this time or later, such as 2026-01-31 or 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<i64>,
    /// Only chats whose newest message is older than this
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<i64>,
    /// Only chats that wait for an answer
    #[arg(long)]
    unread: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum StatusArg {
    Open,
    Closed,
}

impl FilterArgs {
    /// The filter as the operation takes it.
    pub fn filter(&self) -> Filter<'_> {
        let status = self.status.map(|status| match status {
            StatusArg::Open => Status::Open,
            StatusArg::Closed => Status::Closed,
        });
        Filter {
            account: self.account.as_deref(),
            assignee: self.assignee.as_deref(),
            unassigned: self.unassigned,
            unanswerable: self.unanswerable,
            status,
            tag: self.tag.as_deref(),
            team: self.team.as_deref(),
            since: self.since,
            until: self.until,
            unread: self.unread,
        }
    }
}

/// A time, a day, which begins at midnight UTC, or how long ago, such as `7d`; in milliseconds since
/// 1970.
pub fn moment(text: &str) -> Result<i64, String> {
    let time = text.parse::<jiff::Timestamp>().ok();
    let day = || {
        let day = text.parse::<jiff::civil::Date>().ok()?;
        day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|day| day.timestamp())
    };
    let ago = || Some(now().ok()? - expiry::parse(text).ok()?);
    time.or_else(day)
        .map(jiff::Timestamp::as_millisecond)
        .or_else(ago)
        .ok_or_else(|| "write it as 2026-01-31, 2026-01-31T12:00:00Z or 7d".to_owned())
}
