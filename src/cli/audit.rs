//! `audit`: what was done, by whom, when.

use super::{
    candidates,
    chat::moment,
    context::Context,
    doctor::told,
    error::{Error, Exit},
    tree::{Node, Noun},
    verb::{Each, Limit, ListVerb, Listed, Paged, PagedVerb, Parts, Row, Run, Show, ShowVerb, row},
};
use crate::{
    ops::{
        Session,
        audit::{self, AuditRow},
        trust,
    },
    rules::privacy::safe_text::SafeText,
    store::{Head, KnownHead, TrailFilter},
    ui::{Cell, Column, Value},
};

pub struct Audit;

impl Noun for Audit {
    const VERBS: &'static [Node] = &[
        Node::verb::<Paged<Entries>>("list", "List what was done, newest first").examples(&[
            "audit list --since 7d --action perm,mask,role",
            "audit list --object tess@acme.test",
        ]),
        Node::verb::<Show<Entry>>("show", "Show an entry with every field")
            .examples(&["audit show 3"]),
        Node::verb::<Verify>(
            "verify",
            "Check that nobody changed the history: exit code 1 if somebody did",
        )
        .examples(&["audit verify"]),
    ];
}

#[derive(clap::Args)]
struct Verify {
    /// Head that the history had before, from `audit verify`, `backup` or `status`
    #[arg(long, value_name = "HEAD", value_parser = head)]
    expect: Option<KnownHead>,
}

fn head(text: &str) -> Result<KnownHead, &'static str> {
    text.parse().map_err(|()| "a head is an entry's number, `-`, and 16 to 64 hexadecimal digits")
}

impl Run for Verify {
    fn run(self: Box<Self>, context: &mut Context) -> super::error::Result {
        let report = trust::verify(&mut context.session()?, self.expect.as_ref())?;
        let is_whole = report.faults.is_empty();
        context.output.object(&[
            ("whole", is_whole.into()),
            ("entries", report.entries.into()),
            ("head", report.head.as_ref().map(shown_head).into()),
            (
                "faults",
                Value::List(
                    report.faults.iter().map(|fault| SafeText::echo(told(fault)).into()).collect(),
                ),
            ),
        ])?;
        Ok(if is_whole { Exit::Done } else { Exit::No })
    }
}

/// Where a history ends, as it is printed everywhere.
pub fn shown_head(head: &Head) -> Value {
    SafeText::echo(head.to_string()).into()
}

#[derive(clap::Args)]
struct Entries {
    /// Only revealed numbers: who looked behind a mask, and why
    #[arg(long, conflicts_with = "action")]
    reveals: bool,
    /// Only what this person did
    #[arg(long = "actor", value_name = "EMAIL", add = candidates::members())]
    by: Option<String>,
    /// Only what this user of the system or this key ran, by its fingerprint
    #[arg(long, value_name = "OPERATOR")]
    operator: Option<String>,
    /// Only these actions, such as `chat.assign`, or `chat` for everything done to chats
    #[arg(long, value_name = "A,B", value_delimiter = ',', add = candidates::actions())]
    action: Vec<String>,
    /// Only what was done to this, such as `tess@acme.test` or `chat 3`
    #[arg(long, value_name = "NAME")]
    object: Option<String>,
    /// Only at this time or later, such as 7d, 2026-01-31 or 2026-01-31T12:00:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<i64>,
    /// Only before this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<i64>,
    /// Start after the entry with this ID
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
}

row!(entry: AuditRow {
    faint "id" => entry.id,
    faint "at" => Value::Time(entry.at),
    name "actor" => entry.actor,
    "operator".rank(5) => entry.operator,
    "via".rank(4) => entry.via,
    "action" => entry.action,
    "object" => entry.object,
    "before".rank(2) => side(entry.before),
    "after".rank(1) => side(entry.after),
    "needed".rank(3) => entry.needed,
    "clock_set".rank(6) => entry.clock_is_set,
    "head".rank(7) => entry.head.as_ref().map(shown_head),
    "undoes".rank(8) => entry.undoes,
});

fn side(fields: Option<Vec<(SafeText, SafeText)>>) -> Value {
    let map = |fields: Vec<(SafeText, SafeText)>| {
        Value::Map(fields.into_iter().map(|(field, value)| (field, value.into())).collect())
    };
    fields.map(map).into()
}

/// What became of each field: `role: agent -> admin`; first, what it takes back.
pub fn change(entry: &AuditRow) -> Value {
    let (before, after) = (entry.before.as_deref(), entry.after.as_deref());
    let fields = before.into_iter().flatten().chain(after.into_iter().flatten());
    let mut told: Vec<(&SafeText, SafeText)> = Vec::new();
    for (field, _) in fields {
        if told.iter().any(|(known, _)| *known == field) {
            continue;
        }
        let of = |side: Option<&[(SafeText, SafeText)]>| {
            let value = side?.iter().find(|(known, _)| known == field);
            value.map(|(_, value)| value.clone())
        };
        let text = match (of(before), of(after)) {
            (Some(before), Some(after)) => SafeText::of(&[field, &": ", &before, &" -> ", &after]),
            (Some(before), None) => SafeText::of(&[&"-", field, &": ", &before]),
            (None, Some(after)) => SafeText::of(&[field, &": ", &after]),
            (None, None) => continue,
        };
        told.push((field, text));
    }
    let undone = entry.undoes.map(|id| SafeText::of(&[&"undoes ", &id]));
    let told: Vec<_> = undone.into_iter().chain(told.into_iter().map(|(_, text)| text)).collect();
    SafeText::join(&told, ", ").into()
}

impl ListVerb for Entries {
    type Row = AuditRow;

    const SCREEN: &'static [Column] = &[
        Column::faint("at").titled("WHEN").least(6),
        Column::name("actor").titled("WHO").rank(1),
        Column::new("action").least(12),
        Column::new("object").rank(2),
        Column::new("change").least(12).rank(3),
        Column::faint("id").least(4),
    ];

    fn drawn(entry: AuditRow) -> Vec<Cell> {
        let change = change(&entry);
        vec![
            Value::Time(entry.at).into(),
            entry.actor.into(),
            entry.action.into(),
            entry.object.into(),
            change.into(),
            entry.id.into(),
        ]
    }

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<AuditRow>) -> Listed {
        let filter = TrailFilter {
            reveals: self.reveals,
            actor: self.by.as_deref(),
            operator: self.operator.as_deref(),
            actions: &self.action,
            since: self.since,
            until: self.until,
            after: self.after,
        };
        Ok(audit::list(session, &filter, self.object.as_deref(), limit.read(), each)?)
    }
}

#[derive(clap::Args)]
struct Entry {
    /// ID of the entry
    id: i64,
}

impl ShowVerb for Entry {
    fn parts(&self, session: &mut Session) -> Result<Parts, Error> {
        Ok(audit::show(session, self.id)?.parts())
    }
}

impl PagedVerb for Entries {
    fn key(row: &AuditRow) -> Option<String> {
        Some(row.id.to_string())
    }
}
