//! A plan as it is printed: the totals first, then what changes in the matrix, then for whom what.

use crate::{
    ops::{
        Changed,
        effect::Touched,
        policy::{Plan, Replay},
        shown_value,
    },
    rules::{
        policy::{
            effect::{MemberEffect, Reading, Totals},
            expectation::Report,
            permission::{Permission, PermissionSet},
            warning::Warning,
        },
        privacy::lens::{Lens, SafeText},
    },
    store::AuditValue,
    ui::Value,
};

/// The fields of a difference between policies: a contract with scripts.
pub const CHANGES: &[&str] = &["object", "field", "before", "after"];

/// A plan's parts, in the order in which they are printed: a contract with scripts.
pub fn parts(plan: &Plan) -> Vec<(&'static str, Value)> {
    let lens = plan.lens;
    let members =
        |them: &[Touched]| Value::List(them.iter().map(|touched| member(touched, lens)).collect());
    let mut parts = vec![
        ("policy", hash(&plan.hash)),
        ("wanted", hash(&plan.wanted)),
        ("changes_anything", (!plan.is_empty()).into()),
        ("totals", totals(&plan.effects.totals)),
        ("changes", changes(&plan.changes, lens)),
        (
            "teams",
            Value::List(plan.teams.iter().map(|team| lens.staff(team.as_str()).into()).collect()),
        ),
        ("moves", Value::List(plan.moves.iter().map(moved).collect())),
        ("members", members(&plan.effects.members)),
    ];
    if let Some(report) = &plan.tests {
        parts.push(("tests", tests(report, lens)));
    }
    if let Some(replay) = &plan.replay {
        parts.push(("replay", replayed(replay)));
    }
    parts.push(("warnings", warnings(plan)));
    parts.push(("invited", members(&plan.effects.invited)));
    parts
}

fn warnings(plan: &Plan) -> Value {
    let text = |text: &str| Value::Text(plan.lens.staff(text));
    let object = |warning: &Warning| {
        Value::Object(vec![
            ("role", text(warning.role())),
            ("warning", text(warning.key())),
            ("text", text(&warning.words())),
        ])
    };
    Value::List(plan.warnings.iter().map(object).collect())
}

/// A hash is no text of anybody's.
fn hash(hash: &str) -> Value {
    Value::Text(SafeText::echo(hash))
}

/// A difference's rows, in the order of [`CHANGES`]: one for each field.
pub fn change_cells(changed: &Changed, lens: Lens) -> impl Iterator<Item = Vec<Value>> {
    let text = move |text: &str| Value::Text(lens.staff(text));
    let value = move |value: &AuditValue| Value::Text(shown_value(value, lens));
    changed.fields.iter().map(move |field| {
        vec![
            text(&changed.object),
            text(field.field),
            field.before.as_ref().map(value).into(),
            field.after.as_ref().map(value).into(),
        ]
    })
}

fn changes(changes: &[Changed], lens: Lens) -> Value {
    let object = |cells: Vec<Value>| Value::Object(CHANGES.iter().copied().zip(cells).collect());
    Value::List(changes.iter().flat_map(|it| change_cells(it, lens)).map(object).collect())
}

/// How tests went, with every step of those that failed.
pub fn tests(report: &Report, lens: Lens) -> Value {
    let text = |text: &String| Value::Text(lens.staff(text));
    let failures = report.outcomes.iter().flat_map(|test| {
        test.failures.iter().map(|failure| {
            Value::Object(vec![
                ("test", text(&test.name)),
                ("line", Value::count(test.line as u64)),
                ("expected", text(&failure.expected)),
                ("found", text(&failure.found)),
                ("steps", Value::List(failure.steps.iter().map(text).collect())),
            ])
        })
    });
    Value::Object(vec![
        ("run", Value::count(report.outcomes.len() as u64)),
        ("failed", Value::count(report.failed() as u64)),
        ("failures", Value::List(failures.collect())),
    ])
}

fn totals(totals: &Totals) -> Value {
    let count = |count| Value::count(count);
    Value::Object(vec![
        ("members", count(totals.members)),
        ("gaining", count(totals.gaining)),
        ("losing", count(totals.losing)),
        ("modules_shown", count(totals.modules_shown)),
        ("modules_hidden", count(totals.modules_hidden)),
        ("permissions_gained", count(totals.permissions_gained)),
        ("permissions_lost", count(totals.permissions_lost)),
        ("chats_gained", count(totals.chats_gained)),
        ("chats_lost", count(totals.chats_lost)),
        ("numbers_hidden", count(totals.numbers_hidden)),
        ("numbers_readable", count(totals.numbers_readable)),
        ("traits_hidden", count(totals.traits_hidden)),
        ("traits_readable", count(totals.traits_readable)),
        ("texts_hidden", count(totals.texts_hidden)),
        ("texts_readable", count(totals.texts_readable)),
    ])
}

fn moved(moved: &crate::ops::policy::Moved) -> Value {
    Value::Object(vec![
        ("member", moved.email.clone().into()),
        ("from", moved.from.clone().into()),
        ("to", moved.to.clone().into()),
    ])
}

fn member(touched: &Touched, lens: Lens) -> Value {
    let MemberEffect { role_after, gained, lost, chats_gained, chats_lost, .. } = &touched.effect;
    let reading = |it: Option<Reading>| it.map(|it| SafeText::word(it.key())).into();
    Value::Object(vec![
        ("member", lens.staff(touched.email.as_str()).into()),
        ("role", role_after.as_deref().map(|role| lens.staff(role)).into()),
        ("modules_shown", keys(touched.effect.modules_shown())),
        ("modules_hidden", keys(touched.effect.modules_hidden())),
        ("permissions_gained", set(*gained)),
        ("permissions_lost", set(*lost)),
        ("chats_gained", Value::count(*chats_gained)),
        ("chats_lost", Value::count(*chats_lost)),
        ("numbers", reading(touched.effect.numbers)),
        ("traits", reading(touched.effect.traits)),
        ("texts", touched.effect.texts.map(|(_, after)| SafeText::word(after.key())).into()),
    ])
}

fn set(permissions: PermissionSet) -> Value {
    keys(permissions.iter())
}

fn keys(permissions: impl Iterator<Item = Permission>) -> Value {
    Value::List(permissions.map(|permission| Value::plain(permission.key())).collect())
}

fn replayed(replay: &Replay) -> Value {
    let refused = replay.refused.iter().map(|refused| {
        Value::Object(vec![
            ("id", Value::Int(refused.entry.id)),
            ("at", Value::Time(refused.entry.at)),
            ("actor", refused.entry.actor.clone().into()),
            ("action", refused.entry.action.clone().into()),
            ("object", refused.entry.object.clone().into()),
            ("reason", Value::plain(refused.reason)),
            ("refused_now", refused.refused_now.into()),
        ])
    });
    Value::Object(vec![
        ("decided", Value::count(replay.decided)),
        ("undecided", Value::count(replay.undecided)),
        ("refused", Value::List(refused.collect())),
    ])
}
