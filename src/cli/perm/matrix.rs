//! The matrix as a matrix: roles side by side, permissions below each other, what lies under a module
//! set in.

use std::io;

use crate::{
    ops::role::Cell,
    rules::{
        policy::{decision::Reason, permission::Permission},
        privacy::safe_text::SafeText,
    },
    ui::{self, Column, Mark, Output, Tone},
};

/// The longest that a role's name stands above its column.
const LONGEST: u16 = 14;
/// What the permissions' names take.
const NAMES: u16 = 20;

/// Draws the cells. Roles that don't fit side by side follow in a further table.
pub fn draw(cells: &[Cell], output: &mut Output) -> io::Result<()> {
    let mut roles: Vec<&SafeText> = Vec::new();
    for cell in cells {
        if !roles.contains(&&cell.role) {
            roles.push(&cell.role);
        }
    }
    let width = output.screen().map_or(u16::MAX, |screen| screen.width);
    let mut rest = roles.as_slice();
    while !rest.is_empty() {
        let (block, others) = rest.split_at(fitting(rest, width));
        draw_block(cells, block, output)?;
        rest = others;
        if !rest.is_empty() {
            output.line(0, &[])?;
        }
    }
    legend(cells, output)
}

/// How many of the roles stand side by side: one at least.
fn fitting(roles: &[&SafeText], width: u16) -> usize {
    let mut used = NAMES;
    let fits = roles.iter().take_while(|role| {
        used += 2 + ui::columns(role).min(LONGEST);
        used <= width
    });
    fits.count().max(1)
}

fn draw_block(cells: &[Cell], roles: &[&SafeText], output: &mut Output) -> io::Result<()> {
    let mut columns = vec![Column::new("permission").titled("").least(NAMES)];
    columns.extend(roles.iter().map(|_| Column::new("role").least(4).most(LONGEST).centred()));
    let mut sheet = output.sheet(&columns);
    for (at, role) in (1..).zip(roles) {
        sheet.title(at, (*role).clone());
    }
    let tops = Permission::all().filter(|it| it.entry().parent.is_none());
    let grouped = tops.flat_map(|top| {
        let is_under = move |it: &Permission| it.entry().parent == Some(top);
        std::iter::once(top).chain(Permission::all().filter(is_under))
    });
    for permission in grouped {
        let name = match permission.entry().parent {
            Some(_) => SafeText::of(&[&"  ", &permission.key()]),
            None => SafeText::word(permission.key()),
        };
        let is_module = permission.entry().is_module;
        let name = ui::Cell::from(name).tone(if is_module { Tone::Head } else { Tone::Plain });
        let cell_of = |role: &&SafeText| {
            let is_it = |cell: &&Cell| cell.permission == permission && cell.role == **role;
            cells.iter().find(is_it).map_or_else(ui::Cell::empty, drawn)
        };
        sheet.row(std::iter::once(name).chain(roles.iter().map(cell_of)).collect())?;
    }
    sheet.end()
}

fn mark(cell: &Cell) -> Mark {
    match cell.reason {
        _ if cell.allowed => Mark::On,
        Reason::MaskNumber => Mark::Hidden,
        Reason::ModuleOff => Mark::ModuleOff,
        _ => Mark::Off,
    }
}

fn drawn(cell: &Cell) -> ui::Cell {
    let drawn = ui::Cell::mark(mark(cell));
    if cell.locked { drawn.and_mark(Mark::Locked) } else { drawn }
}

/// What the symbols mean that occur, and whose numbers are masked.
fn legend(cells: &[Cell], output: &mut Output) -> io::Result<()> {
    let meanings = [
        (Mark::On, "on"),
        (Mark::Off, "off"),
        (Mark::Hidden, "hidden by the number mask"),
        (Mark::ModuleOff, "its module is off"),
    ];
    let occurs = |wanted: Mark| cells.iter().any(|cell| mark(cell) == wanted);
    let mut line: Vec<_> = meanings
        .into_iter()
        .filter(|(mark, _)| occurs(*mark))
        .map(|(mark, meaning)| ui::Cell::mark(mark).and(meaning).and(""))
        .collect();
    if cells.iter().any(|cell| cell.locked) {
        line.push(ui::Cell::mark(Mark::Locked).and("locked"));
    }
    output.line(0, &[])?;
    output.line(0, &line)?;
    let mut masked: Vec<SafeText> = Vec::new();
    for cell in cells.iter().filter(|cell| mark(cell) == Mark::Hidden) {
        if !masked.contains(&cell.role) {
            masked.push(cell.role.clone());
        }
    }
    if !masked.is_empty() {
        let masked = SafeText::join(&masked, ", ");
        output
            .line(0, &["Numbers are masked for".into(), ui::Cell::from(masked).tone(Tone::Name)])?;
    }
    let hint = "Every cell with its reason: rolecall perm list --long";
    output.line(0, &[ui::Cell::from(hint).tone(Tone::Faint)])
}
