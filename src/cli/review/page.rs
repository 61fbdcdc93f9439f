//! The review as one page, for print and for whoever audits: first who reads customers' numbers, then
//! everybody's access, then what was done.

use crate::{
    cli::audit::change,
    ops::{
        audit::AuditRow,
        review::{Reads, Review, ReviewRow},
    },
    rules::{
        policy::permission::Permission, privacy::safe_text::SafeText, workspace::member::Status,
    },
    ui::{Page, Value},
};

/// The page's text; it tells what was done from `since` on.
pub fn page(review: &Review, since: Option<i64>) -> String {
    let mut page = Page::new(&SafeText::of(&[&"Access review: ", &review.workspace]));
    page.paragraph(&lead(review));
    numbers(&mut page, review);
    access(&mut page, review);
    people(&mut page, review);
    events(&mut page, review, since);
    page.end()
}

fn time(at: i64) -> SafeText {
    Value::Time(at).to_safe_text()
}

fn lead(review: &Review) -> SafeText {
    let of = match review.as_of {
        Some(at) => SafeText::of(&[&"As it stood at ", &time(at), &"; made at "]),
        None => SafeText::word("As it stands at "),
    };
    let count =
        |status: Status| review.members.iter().filter(|member| member.status == status).count();
    let people = SafeText::of(&[
        &review.members.len(),
        &" members: ",
        &count(Status::Active),
        &" active, ",
        &count(Status::Invited),
        &" invited, ",
        &count(Status::Suspended),
        &" suspended.",
    ]);
    let entry = match review.last_entry {
        Some(id) => SafeText::of(&[&" The newest entry of the audit is number ", &id, &"."]),
        None => SafeText::NOTHING,
    };
    SafeText::of(&[&of, &time(review.made_at), &". ", &people, &entry])
}

fn name(member: &ReviewRow) -> Value {
    member.name.clone().unwrap_or_else(|| member.email.clone()).into()
}

fn by(reads: Reads) -> &'static str {
    match reads {
        Reads::Owner => "owners can't be masked",
        Reads::Unmasked => "the role has no mask",
        Reads::Revealing => "one at a time, with a reason that is kept",
        Reads::Masked => "hidden by the role's mask",
        Reads::NoAccess => "sees no contacts",
    }
}

/// The question that an audit asks first.
fn numbers(page: &mut Page, review: &Review) {
    page.heading("Who can read customers' numbers");
    let readers = review
        .members
        .iter()
        .filter(|member| member.numbers.is_yes() || member.numbers == Reads::Revealing);
    let rows = readers.map(|member| {
        vec![
            name(member),
            member.email.clone().into(),
            member.role.clone().into(),
            by(member.numbers).into(),
            member.reveals.into(),
        ]
    });
    let columns = ["Name", "Email", "Role", "By what", "Numbers revealed"];
    page.table(&SafeText::word("People who can read customers' numbers"), &columns, rows);
}

/// Member × module.
fn access(page: &mut Page, review: &Review) {
    page.heading("Access of every member");
    let modules: Vec<Permission> = Permission::modules().collect();
    let mut columns = vec!["Name", "Role", "Team", "Status", "Chats in sight"];
    columns.extend(["Reads numbers", "Reads traits"]);
    columns.extend(modules.iter().map(|module| module.entry().label));
    let rows = review.members.iter().map(|member| {
        let mut row = vec![
            name(member),
            member.role.clone().into(),
            member.team.clone().into(),
            member.status.key().into(),
            member.chats.into(),
            by(member.numbers).into(),
            by(member.traits).into(),
        ];
        row.extend(modules.iter().map(|module| Value::Bool(member.modules.contains(module))));
        row
    });
    page.table(&SafeText::word("Members and the modules that they may use"), &columns, rows);
}

/// Those who can change others' access, and those who haven't joined.
fn people(page: &mut Page, review: &Review) {
    page.heading("Owners and people with team settings");
    let manages = |member: &&ReviewRow| member.modules.contains(&Permission::TeamSettings);
    let row = |member: &ReviewRow| {
        let (at, actor) = match &member.last_change {
            Some(last) => (Value::Time(last.at), last.actor.clone().into()),
            None => (Value::Null, Value::Null),
        };
        vec![name(member), member.email.clone().into(), member.role.clone().into(), at, actor]
    };
    let columns = ["Name", "Email", "Role", "Last change", "By"];
    let managers = review.members.iter().filter(|it| it.is_owner || manages(it)).map(row);
    page.table(&SafeText::word("People who can change others' access"), &columns, managers);
    page.heading("Open invitations");
    let invited = review.members.iter().filter(|it| it.status == Status::Invited).map(row);
    page.table(&SafeText::word("People who have not joined yet"), &columns, invited);
}

fn events(page: &mut Page, review: &Review, since: Option<i64>) {
    let since = since.map_or(SafeText::word("the beginning"), time);
    let row = |entry: &AuditRow| {
        vec![
            Value::Time(entry.at),
            entry.actor.clone().into(),
            entry.action.clone().into(),
            entry.object.clone().into(),
            change(entry),
        ]
    };
    let is_look =
        |entry: &&AuditRow| matches!(entry.action.as_str(), "chat.reveal" | "contact.export");
    let columns = ["When", "Who", "Action", "Object", "Change"];
    page.heading("Reveals and exports");
    let caption = SafeText::of(&[&"Numbers revealed and contacts exported since ", &since]);
    page.table(&caption, &columns, review.events.iter().filter(is_look).map(row));
    page.heading("Changes to access");
    let caption = SafeText::of(&[&"What changed somebody's access since ", &since]);
    page.table(&caption, &columns, review.events.iter().filter(|it| !is_look(it)).map(row));
}
