//! `analytics`.

use clap::ValueEnum;

use super::{
    chat::moment,
    context::Context,
    error::{Error, Exit, Result},
    verb::places,
};
use crate::{
    ops::analytics::{By, Figures, GroupRow, Report, analytics},
    rules::{privacy::lens::SafeText, workspace::analytics::Span},
    ui::{Column, Format, Value, bar, sparkline},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// From that time on, such as 2026-01-31 or 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<i64>,
    /// Up to that time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<i64>,
    /// Group the figures by day, account, member, team or template [default: one total]
    #[arg(long)]
    by: Option<ByArg>,
    /// Print only these fields, in this order
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    fields: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ByArg {
    Day,
    Account,
    Member,
    Team,
    Template,
}

/// The fields of a row: a contract with scripts. Times are in seconds.
pub const FIELDS: &[&str] = &[
    "group",
    "chats_new",
    "chats_open",
    "chats_closed",
    "messages_in",
    "messages_out",
    "responses",
    "response_median",
    "response_p90",
    "campaign_queued",
    "campaign_sent",
    "campaign_delivered",
    "campaign_read",
    "campaign_failed",
];

/// What of it stands on a terminal, in words short enough for one, and with a bar of the messages.
const ON_SCREEN: &[Column] = &[
    Column::name("group"),
    Column::new("new").rank(5),
    Column::new("open").rank(5),
    Column::new("closed").rank(6),
    Column::new("in").rank(2),
    Column::new("out").rank(2),
    Column::new("median").rank(1),
    Column::new("p90").rank(4),
    Column::new("sent").rank(3),
    Column::new("delivered").rank(7),
    Column::new("read").rank(4),
    Column::new("failed").rank(4),
    Column::new("messages").least(5),
];

/// The places among the fields of what stands on a terminal, but for the bar.
const SHORTENED: [usize; 12] = [0, 1, 2, 3, 4, 5, 7, 8, 10, 11, 12, 13];

/// How wide a bar is at most, and a sparkline.
const BAR: u64 = 20;
const SPARKLINE: usize = 40;

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = places(args.fields.as_deref(), FIELDS)?;
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since >= until
    {
        return Err(Error::usage(
            "`--until` is not after `--since`",
            "the span begins with `--since` and ends before `--until`",
        ));
    }
    let by = args.by.map(|by| match by {
        ByArg::Day => By::Day,
        ByArg::Account => By::Account,
        ByArg::Member => By::Member,
        ByArg::Team => By::Team,
        ByArg::Template => By::Template,
    });
    let span = Span::new(args.since, args.until);
    // All together is by days too, for the lines that show how it went.
    let report = analytics(&mut context.session()?, span, by.unwrap_or(By::Day))?;
    if report.is_blind {
        context.output.say("there is no chat in sight, so nothing is counted")?;
    }
    let is_screen = context.output.is_screen() && selected.is_none();
    match by {
        None if is_screen => overview(&report, context)?,
        None => {
            let name = Some(SafeText::word("all"));
            let all = GroupRow { name, figures: report.total };
            rows(&[all], Some(By::Day), selected.as_deref(), false, context)?;
        }
        by => rows(&report.rows, by, selected.as_deref(), is_screen, context)?,
    }
    Ok(Exit::Done)
}

fn rows(
    rows: &[GroupRow],
    by: Option<By>,
    selected: Option<&[usize]>,
    with_bar: bool,
    context: &mut Context,
) -> std::result::Result<(), Error> {
    let is_table = context.output.format() == Format::Table;
    let messages = |figures: &Figures| figures.messages_in + figures.messages_out;
    let greatest = rows.iter().map(|row| messages(&row.figures)).max().unwrap_or(0);
    let is_utf8 = context.output.screen().is_some_and(|screen| screen.is_utf8);
    let mut listing = if with_bar {
        context.output.rows(ON_SCREEN, None)
    } else {
        context.output.list(FIELDS, selected)
    };
    for row in rows {
        let mut cells = cells(row, by == Some(By::Template), is_table);
        if with_bar {
            cells = SHORTENED.iter().map(|at| cells[*at].clone()).collect();
            cells.push(Value::Text(SafeText::echo(bar(
                messages(&row.figures),
                greatest,
                BAR,
                is_utf8,
            ))));
        }
        listing.row(cells)?;
    }
    listing.end()?;
    Ok(())
}

/// A group's cells, in the order of the fields. Of templates only what was written by them is known.
fn cells(row: &GroupRow, is_template: bool, is_table: bool) -> Vec<Value> {
    let Figures { responses, campaigns, .. } = row.figures;
    let time = |seconds: Option<u32>| match seconds {
        Some(seconds) if is_table => Value::Text(duration(seconds)),
        Some(seconds) => Value::count(seconds.into()),
        None => Value::Null,
    };
    let known = |count: u64| if is_template { Value::Null } else { Value::count(count) };
    vec![
        row.name.clone().into(),
        known(row.figures.chats_new),
        known(row.figures.chats_open),
        known(row.figures.chats_closed),
        known(row.figures.messages_in),
        Value::count(row.figures.messages_out),
        known(responses.count),
        time(responses.median),
        time(responses.ninetieth),
        Value::count(campaigns.queued),
        Value::count(campaigns.sent),
        Value::count(campaigns.delivered),
        Value::count(campaigns.read),
        Value::count(campaigns.failed),
    ]
}

/// Everything together for a terminal, each figure with how it went day by day.
fn overview(report: &Report, context: &mut Context) -> std::result::Result<(), Error> {
    let total = GroupRow { name: None, figures: report.total };
    let counts: [fn(&Figures) -> u64; 13] = [
        |figures| figures.chats_new,
        |figures| figures.chats_open,
        |figures| figures.chats_closed,
        |figures| figures.messages_in,
        |figures| figures.messages_out,
        |figures| figures.responses.count,
        |figures| figures.responses.median.unwrap_or(0).into(),
        |figures| figures.responses.ninetieth.unwrap_or(0).into(),
        |figures| figures.campaigns.queued,
        |figures| figures.campaigns.sent,
        |figures| figures.campaigns.delivered,
        |figures| figures.campaigns.read,
        |figures| figures.campaigns.failed,
    ];
    let cells = cells(&total, false, true);
    let is_utf8 = context.output.screen().is_some_and(|screen| screen.is_utf8);
    let named = FIELDS.iter().copied().zip(cells).skip(1).zip(counts);
    let mut parts = Vec::with_capacity(FIELDS.len());
    for ((name, cell), count) in named {
        let days: Vec<_> = report.rows.iter().map(|row| count(&row.figures)).collect();
        let is_flat = days.len() < 2 || days.iter().all(|value| *value == 0);
        let line = if is_flat || !is_utf8 { String::new() } else { sparkline(&days, SPARKLINE) };
        let drawn = format!("{:>10}  {line}", cell.to_cell());
        parts.push((name, Value::Text(SafeText::echo(drawn.trim_end()))));
    }
    if let (Some(first), Some(last)) = (report.rows.first(), report.rows.last()) {
        let name = |row: &GroupRow| row.name.clone().unwrap_or(SafeText::NOTHING);
        let days = SafeText::of(&[&name(first), &" to ", &name(last)]);
        parts.insert(0, ("days", Value::Text(days)));
    }
    Ok(context.output.object(&parts)?)
}

/// A time as people say it, to two units.
fn duration(seconds: u32) -> SafeText {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    match (days, hours, minutes) {
        (0, 0, 0) => SafeText::of(&[&seconds, &"s"]),
        (0, 0, _) => SafeText::of(&[&minutes, &"m ", &(seconds % 60), &"s"]),
        (0, ..) => SafeText::of(&[&hours, &"h ", &(minutes % 60), &"m"]),
        _ => SafeText::of(&[&days, &"d ", &(hours % 24), &"h"]),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn times_are_said_in_two_units() {
        for (seconds, said) in [
            (0, "0s"),
            (59, "59s"),
            (200, "3m 20s"),
            (7260, "2h 1m"),
            (86_400, "1d 0h"),
            (200_000, "2d 7h"),
        ] {
            assert_eq!(duration(seconds).as_str(), said);
        }
    }
}
