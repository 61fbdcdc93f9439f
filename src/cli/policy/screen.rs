//! A plan on a terminal: what changes in the policy, then for whom what, and the sum last.

use std::io;

use super::print;
use crate::{
    ops::{effect::Touched, policy::Plan},
    rules::{
        counted::counted,
        policy::{
            effect::{MemberEffect, Reading},
            permission::PermissionSet,
        },
        privacy::lens::{Lens, SafeText},
    },
    ui::{Cell, Column, Mark, Output, Tone, Value},
};

/// Shows a plan: drawn on a terminal, else as an object.
pub fn show(plan: &Plan, output: &mut Output) -> io::Result<()> {
    if output.is_screen() && !output.is_wide() {
        draw(plan, output)
    } else {
        output.object(&print::parts(plan))
    }
}

fn draw(plan: &Plan, output: &mut Output) -> io::Result<()> {
    let lens = plan.lens;
    if !plan.is_empty() {
        output.line(0, &[Cell::from("Policy").tone(Tone::Head)])?;
        let columns = [
            Column::new("mark").least(1),
            Column::name("object"),
            Column::new("field").rank(1),
            Column::new("change"),
        ];
        let mut sheet = output.bare_sheet(&columns);
        for changed in &plan.changes {
            for cells in print::change_cells(changed, lens) {
                sheet.row(change(&cells))?;
            }
        }
        for team in &plan.teams {
            let team = lens.staff(team.as_str());
            sheet.row(vec![Cell::mark(Mark::Gained), team.into(), "team".into(), "new".into()])?;
        }
        for moved in &plan.moves {
            let (from, to) = (moved.from.clone(), moved.to.clone());
            let change = SafeText::of(&[&from, &" -> ", &to]);
            let cells = [
                Cell::mark(Mark::Changed),
                moved.email.clone().into(),
                "role".into(),
                change.into(),
            ];
            sheet.row(cells.into())?;
        }
        sheet.end()?;
    }
    draw_people("People", &plan.effects.members, lens, output)?;
    draw_people("Invited people, once joined", &plan.effects.invited, lens, output)?;
    if !plan.warnings.is_empty() {
        output.line(0, &[])?;
        output.line(0, &[Cell::from("Warnings").tone(Tone::Head)])?;
    }
    for warning in &plan.warnings {
        output.line(2, &[lens.staff(warning.words()).into()])?;
    }
    summary(plan, output)
}

/// What a plan means for people.
fn draw_people(
    head: &'static str,
    members: &[Touched],
    lens: Lens,
    output: &mut Output,
) -> io::Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    output.line(0, &[])?;
    output.line(0, &[Cell::from(head).tone(Tone::Head)])?;
    for group in groups(members) {
        let Some(first) = group.first() else { continue };
        let role = match first.effect.role_after.as_deref() {
            Some(role) => lens.staff(role),
            None => SafeText::word("no role"),
        };
        let people = counted(group.len() as u64, "person");
        let who = SafeText::of(&[&"(", &people, &")"]);
        let line = [
            Cell::mark(Mark::Changed),
            Cell::from(role).tone(Tone::Name),
            Cell::from(who).tone(Tone::Faint),
        ];
        output.line(0, &line)?;
        output.line(4, &effects(&group))?;
    }
    Ok(())
}

/// A difference's cells for a terminal; see [`print::CHANGES`].
fn change(cells: &[Value]) -> Vec<Cell> {
    let text = |at: usize| cells.get(at).map_or(SafeText::NOTHING, Value::to_safe_text);
    let (before, after) = (text(2), text(3));
    let mark = match (before.as_str(), after.as_str()) {
        // A mask that goes gives sight: neither sign would say so.
        _ if text(1).as_str() == "mask" => Mark::Changed,
        ("off" | "-", _) => Mark::Gained,
        (_, "off" | "-") => Mark::Lost,
        _ => Mark::Changed,
    };
    let change = SafeText::of(&[&before, &" -> ", &after]);
    vec![Cell::mark(mark), text(0).into(), text(1).into(), change.into()]
}

/// Those of one role for whom the change means the same, together, in the order of the first.
fn groups(members: &[Touched]) -> Vec<Vec<&Touched>> {
    let key = |touched: &Touched| {
        let MemberEffect { role_after, gained, lost, numbers, traits, texts, .. } =
            touched.effect.clone();
        (role_after, gained, lost, numbers, traits, texts)
    };
    let mut groups: Vec<Vec<&Touched>> = Vec::new();
    for touched in members {
        match groups.iter_mut().find(|group| key(group[0]) == key(touched)) {
            Some(group) => group.push(touched),
            None => groups.push(vec![touched]),
        }
    }
    groups
}

fn effects(group: &[&Touched]) -> Vec<Cell> {
    let effect = &group[0].effect;
    let keys = |set: PermissionSet, mark: Mark| {
        set.iter().map(move |it| Cell::mark(mark).and(it.key())).collect::<Vec<_>>()
    };
    let mut cells = keys(effect.gained, Mark::Gained);
    cells.extend(keys(effect.lost, Mark::Lost));
    let chats = |count: fn(&MemberEffect) -> u64| {
        group.iter().map(|touched| count(&touched.effect)).max().unwrap_or(0)
    };
    let counts = [
        (Mark::Gained, chats(|effect| effect.chats_gained)),
        (Mark::Lost, chats(|effect| effect.chats_lost)),
    ];
    for (mark, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let most = if group.len() > 1 { "up to " } else { "" };
        cells.push(Cell::mark(mark).and(SafeText::of(&[&most, &counted(count, "chat")])));
    }
    for (what, reading) in [("numbers", effect.numbers), ("traits", effect.traits)] {
        let text = match reading {
            Some(Reading::Readable) => SafeText::of(&[&what, &": hidden -> readable"]),
            Some(Reading::Hidden) => SafeText::of(&[&what, &": readable -> hidden"]),
            None => continue,
        };
        cells.push(Cell::from(text).tone(Tone::Notice));
    }
    if let Some((before, after)) = effect.texts {
        let text = SafeText::of(&[&"texts: ", &before.key(), &" -> ", &after.key()]);
        cells.push(Cell::from(text).tone(Tone::Notice));
    }
    cells
}

fn summary(plan: &Plan, output: &mut Output) -> io::Result<()> {
    let extra =
        print::parts(plan).into_iter().filter(|(part, _)| matches!(*part, "tests" | "replay"));
    output.object(&extra.collect::<Vec<_>>())?;
    let totals = &plan.effects.totals;
    let mut line = vec![
        "Plan:".into(),
        SafeText::of(&[&counted(totals.gaining, "person"), &" gain, ", &totals.losing, &" lose"])
            .into(),
    ];
    let invited = plan.effects.gaining() - totals.gaining;
    for (count, what) in [
        (invited, " gain once joined"),
        (totals.numbers_readable, " can read numbers that were hidden"),
        (totals.numbers_hidden, " can no longer read numbers"),
        (totals.texts_readable, " can read more of what customers write"),
    ] {
        if count > 0 {
            let text = SafeText::of(&[&counted(count, "person"), &what]);
            line.push(Cell::mark(Mark::Between).and(text));
        }
    }
    output.line(0, &[])?;
    output.line(0, &line)
}
