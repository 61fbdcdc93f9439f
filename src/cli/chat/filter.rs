//! The filters of a list of chats; all that are given hold.

use clap::{Args, ValueEnum};

use crate::{
    cli::candidates,
    ops::chat::{Filter, Status},
};

/// Which of the chats that the actor sees.
#[derive(Debug, Args)]
pub struct FilterArgs {
    /// On that account only, by its number
    #[arg(long, value_name = "NUMBER")]
    account: Option<String>,
    /// Assigned to that member only
    #[arg(long, value_name = "EMAIL", add = candidates::members())]
    assignee: Option<String>,
    /// Assigned to nobody only
    #[arg(long, conflicts_with = "assignee")]
    unassigned: bool,
    /// Open or closed ones only
    #[arg(long)]
    status: Option<StatusArg>,
    /// Of contacts with that tag only
    #[arg(long)]
    tag: Option<String>,
    /// On accounts that somebody in that team connected only
    #[arg(long, add = candidates::teams())]
    team: Option<String>,
    /// With a newest message at that time or later, such as 2026-01-31 or 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<i64>,
    /// With a newest message before that time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<i64>,
    /// Whose newest message is the customer's, unanswered
    #[arg(long)]
    unread: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
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
            status,
            tag: self.tag.as_deref(),
            team: self.team.as_deref(),
            since: self.since,
            until: self.until,
            unread: self.unread,
        }
    }
}

/// A time, or a day, which begins at midnight UTC; in milliseconds since 1970.
pub fn moment(text: &str) -> Result<i64, String> {
    let time = text.parse::<jiff::Timestamp>().ok();
    let day = || {
        let day = text.parse::<jiff::civil::Date>().ok()?;
        day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|day| day.timestamp())
    };
    time.or_else(day)
        .map(jiff::Timestamp::as_millisecond)
        .ok_or_else(|| "write it as 2026-01-31 or 2026-01-31T12:00:00Z".to_owned())
}
