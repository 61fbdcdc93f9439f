//! `status`: what one types first.

use super::{
    audit::shown_head,
    context::Context,
    error::{Exit, Result},
};
use crate::{
    ops::{
        module::ModuleRow,
        status::{LastBackup, MaskedRole, Status, status},
    },
    rules::{
        counted::{counted, noun},
        policy::{decision::Reason, mask::MaskSet},
        privacy::lens::SafeText,
        workspace::{billing::Seats, member::Status as MemberStatus},
    },
    store::{AtLeast, Head},
    ui::{Cell, Column, Format, Mark, Output, Tone, Value, timestamp},
};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_: &Args, context: &mut Context) -> Result {
    let status = status(&mut context.session()?)?;
    if context.output.is_screen() && !context.output.is_wide() {
        draw(status, &mut context.output)?;
        return Ok(Exit::Done);
    }
    let is_table = context.output.format() == Format::Table;
    let (seen, hidden): (Vec<_>, Vec<_>) =
        status.modules.into_iter().partition(|module| module.visible);
    let mut parts = vec![
        ("workspace", status.workspace.into()),
        ("member", status.email.into()),
        ("name", status.name.into()),
        ("role", status.role.into()),
        ("team", status.team.into()),
        ("status", Value::plain(status.standing.key())),
        ("phone_masked", status.masks.number.into()),
        ("traits_masked", status.masks.traits.into()),
    ];
    let counts = [
        ("open_assigned", "open_assigned_more", status.chats.map(|chats| chats.assigned)),
        ("open_unassigned", "open_unassigned_more", status.chats.map(|chats| chats.unassigned)),
        ("pending_invitations", "pending_invitations_more", status.invitations),
    ];
    let unanswerable = (
        "open_unanswerable",
        "open_unanswerable_more",
        status.chats.map(|chats| chats.unanswerable),
    );
    let count = |(name, more, count): (_, _, Option<AtLeast>)| -> Vec<(&'static str, Value)> {
        if is_table {
            return vec![(name, count.map(cell).into())];
        }
        let exact = count.map(|count| Value::count(count.count));
        vec![(name, exact.into()), (more, count.map(|count| count.more).into())]
    };
    parts.extend(counts.into_iter().flat_map(count));
    parts.push(("due_campaigns", status.campaigns.map(Value::count).into()));
    let seats = status.seats;
    parts.push(("seats_free", seats.and_then(Seats::free).map(Value::count).into()));
    parts.push(("seats_over", seats.map(|seats| Value::count(seats.over())).into()));
    let key = |module: ModuleRow| Value::plain(module.module.key());
    parts.push(("modules", Value::List(seen.into_iter().map(key).collect())));
    let why = |module: ModuleRow| {
        let reason = Value::plain(module.reason.code());
        Value::Object(vec![("module", Value::plain(module.module.key())), ("reason", reason)])
    };
    parts.push(("hidden", Value::List(hidden.into_iter().map(why).collect())));
    // In CSV a part has its column for good: what is new comes last.
    parts.extend(count(unanswerable));
    parts.push(("queued_mails", status.mails.map(Value::count).into()));
    parts.push(("head", status.head.as_ref().map(shown_head).into()));
    let backup = match status.backup {
        LastBackup::At(at) => Value::Time(at),
        LastBackup::Never | LastBackup::Untold => Value::Null,
    };
    parts.push(("last_backup_at", backup));
    parts.push(("clock_set", status.clock.map(Value::Time).into()));
    context.output.object(&parts)?;
    Ok(Exit::Done)
}

/// The same for a terminal: who one is, what waits and the commands that see to it, what is hidden.
fn draw(status: Status, output: &mut Output) -> std::io::Result<()> {
    let head = |word: &'static str| Cell::from(word).tone(Tone::Head);
    let place = match &status.team {
        Some(team) => SafeText::of(&[&"(", &status.role, &", ", team, &")"]),
        None => SafeText::of(&[&"(", &status.role, &")"]),
    };
    let name = status.name.clone().unwrap_or_else(|| status.email.clone());
    let mut line = vec![
        Cell::from(status.workspace.clone()).tone(Tone::Head),
        Cell::mark(Mark::Between),
        "you are".into(),
        Cell::from(name).tone(Tone::Name),
        place.into(),
    ];
    if status.standing != MemberStatus::Active {
        line.push(Cell::from(status.standing.key()).tone(Tone::Notice));
    }
    output.line(0, &line)?;
    draw_waiting(&status, output)?;
    output.line(0, &[])?;
    if status.masks.is_any() {
        let hidden = hidden_of(status.masks);
        output.entry(8, &head("Masked"), &[Cell::mark(Mark::Hidden).and(hidden)])?;
    }
    for MaskedRole { role, masks, members } in status.masked_roles.into_iter().flatten() {
        let people = SafeText::of(&[&"(", &counted(members, "person"), &")"]);
        let role = Cell::mark(Mark::Hidden).and(SafeText::of(&[&role, &":"]));
        let hidden = [role, hidden_of(masks).into(), Cell::from(people).tone(Tone::Faint)];
        output.entry(8, &head("Masked"), &hidden)?;
    }
    if let Some(seats) = status.seats {
        let free = seats.free().map(Value::count);
        let line = match (seats.over(), free) {
            (0, Some(free)) => vec![free.into(), "free".into()],
            (0, None) => vec!["no limit".into()],
            (over, _) => vec![Value::count(over).into(), "too many".into()],
        };
        output.entry(8, &head("Seats"), &line)?;
    }
    draw_clock(status.clock, output)?;
    draw_modules(status.modules, output)?;
    draw_file(status.backup, status.head.as_ref(), output)
}

fn hidden_of(masks: MaskSet) -> SafeText {
    match (masks.number, masks.traits) {
        (true, true) => "numbers and traits".into(),
        (true, false) => "numbers".into(),
        (false, _) => "traits".into(),
    }
}

/// When the file was last backed up, and where its history ends.
fn draw_file(
    backup: LastBackup,
    history: Option<&Head>,
    output: &mut Output,
) -> std::io::Result<()> {
    let head = |word: &'static str| Cell::from(word).tone(Tone::Head);
    let told = match backup {
        LastBackup::Untold => None,
        LastBackup::At(at) => Some(vec![Cell::ago(at)]),
        LastBackup::Never => Some(vec![
            Cell::from("never").tone(Tone::Notice),
            Cell::from("rolecall backup FILE").tone(Tone::Faint),
        ]),
    };
    if let Some(told) = told {
        output.entry(8, &head("Backup"), &told)?;
    }
    let Some(history) = history else { return Ok(()) };
    let short = SafeText::echo(history.short());
    output.entry(8, &head("History"), &[Cell::from(short).tone(Tone::Faint)])
}

/// The modules that are open, and those that are closed, by why.
fn draw_modules(modules: Vec<ModuleRow>, output: &mut Output) -> std::io::Result<()> {
    let faint = |text: SafeText| Cell::from(text).tone(Tone::Faint);
    let head = |word: &'static str| Cell::from(word).tone(Tone::Head);
    let (seen, hidden): (Vec<_>, Vec<_>) = modules.into_iter().partition(|module| module.visible);
    let mut keys = Vec::new();
    for module in seen {
        keys.push(SafeText::word(module.module.key()));
    }
    if !keys.is_empty() {
        output.entry(8, &head("Open"), &[SafeText::join(&keys, ", ").into()])?;
    }
    let mut closed: Vec<(Reason, Vec<SafeText>)> = Vec::new();
    for ModuleRow { module, reason, .. } in hidden {
        let key = SafeText::word(module.key());
        match closed.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, keys)) => keys.push(key),
            None => closed.push((reason, vec![key])),
        }
    }
    for (reason, keys) in closed {
        let why = SafeText::of(&[&"(", &reason.code(), &")"]);
        output.entry(8, &head("Closed"), &[SafeText::join(&keys, ", ").into(), faint(why)])?;
    }
    Ok(())
}

/// What waits, each with the command that sees to it.
fn draw_waiting(status: &Status, output: &mut Output) -> std::io::Result<()> {
    let assigned = SafeText::of(&[&"rolecall chat list --assignee ", &status.email]);
    let exactly = |count: u64| AtLeast { count, more: false };
    let (campaigns, mails) = (status.campaigns.map(exactly), status.mails.map(exactly));
    let waiting = [
        (
            status.chats.map(|chats| chats.unassigned),
            ("open chat", " assigned to nobody"),
            SafeText::word("rolecall chat list --unassigned"),
        ),
        (status.chats.map(|chats| chats.assigned), ("open chat", " assigned to you"), assigned),
        (
            status.chats.map(|chats| chats.unanswerable),
            ("open chat", " of members who can't answer"),
            SafeText::word("rolecall chat list --unanswerable --status open"),
        ),
        (
            status.invitations,
            ("invitation", " not accepted"),
            SafeText::word("rolecall invite list --state pending"),
        ),
        (mails, ("mail", " queued"), SafeText::word("rolecall outbox flush")),
        (campaigns, ("campaign", " due"), SafeText::word("rolecall campaign run")),
    ];
    let waiting: Vec<_> = waiting
        .into_iter()
        .filter_map(|(count, (one, what), command)| {
            let count = count.filter(|it| it.count > 0)?;
            Some((count, SafeText::of(&[&noun(count.count, one), &what]), command))
        })
        .collect();
    output.line(0, &[])?;
    if waiting.is_empty() {
        output.line(0, &["Nothing waits.".into()])?;
    } else {
        output.line(0, &[Cell::from("Waiting").tone(Tone::Head)])?;
        let columns = [
            Column::new("count").least(4),
            Column::new("what").least(20),
            Column::faint("command").rank(1).least(24),
        ];
        let mut sheet = output.bare_sheet(&columns);
        for (count, what, command) in waiting {
            let count = if count.more { cell(count) } else { Value::count(count.count) };
            sheet.row(vec![count.into(), what.into(), command.into()])?;
        }
        sheet.end()?;
    }
    Ok(())
}

/// The clock, where it is set by hand.
fn draw_clock(clock: Option<i64>, output: &mut Output) -> std::io::Result<()> {
    let Some(now) = clock else { return Ok(()) };
    let time = Value::Text(SafeText::echo(timestamp(now)));
    let head = Cell::from("Clock").tone(Tone::Head);
    output.entry(8, &head, &["set by hand to".into(), time.into()])
}

/// For people, in one cell.
fn cell(count: AtLeast) -> Value {
    let more = if count.more { "+" } else { "" };
    Value::Text(SafeText::of(&[&count.count, &more]))
}
