//! What `leaks` searched and found: for people and programs, and as `JUnit` XML for CI systems. A
//! leak is named by where it is and whose it is, never by what leaked.

use std::fmt::Write as _;

use clap::ValueEnum;

use crate::{
    cli::{context::Context, error::Error, policy::report::xml},
    ops::leaks::{Leak, Report, Task},
    rules::{counted::counted, privacy::lens::Lens},
    ui::Value,
};

/// How the results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Form {
    /// For people, and in the form that `--format` names.
    #[default]
    Text,
    /// The XML that CI systems read.
    Junit,
}

/// Prints it.
pub fn print(
    task: &Task,
    report: &Report,
    form: Form,
    context: &mut Context,
) -> std::result::Result<(), Error> {
    match form {
        Form::Junit => context.output.text(&junit(task, report))?,
        Form::Text => {
            // Read by an owner, from whom nothing is hidden.
            let lens = Lens::clear();
            let text = |text: &str| Value::Text(lens.staff(text));
            let read = |(role, runs, bytes): &(String, u64, u64)| {
                Value::Object(vec![
                    ("role", text(role)),
                    ("commands_run", Value::count(*runs)),
                    ("bytes_read", Value::count(*bytes)),
                ])
            };
            let unread = |(role, line): &(String, String)| {
                Value::Object(vec![("role", text(role)), ("command", text(line))])
            };
            let leak = |leak: &Leak| {
                Value::Object(vec![
                    ("role", text(&leak.role)),
                    ("member", leak.member.as_deref().map(|member| lens.staff(member)).into()),
                    ("command", text(&leak.line)),
                    ("what", text(leak.what)),
                    ("contact", Value::Int(leak.contact.0)),
                ])
            };
            let roles = task.readers.iter().map(|reader| text(&reader.role)).collect();
            let opened = task.chats.len() as u64;
            context.output.object(&[
                ("roles", Value::List(roles)),
                ("commands_run", Value::count(report.runs)),
                ("bytes_read", Value::count(report.bytes)),
                ("numbers", Value::count(task.known.numbers() as u64)),
                ("traits", Value::count(task.known.traits() as u64)),
                ("chats_opened", Value::count(opened)),
                ("chats", Value::count(task.all_chats)),
                ("found", Value::count(report.leaks.len() as u64)),
                ("leaks", Value::List(report.leaks.iter().map(leak).collect())),
                ("read", Value::List(report.read.iter().map(read).collect())),
                ("unread", Value::List(report.unread.iter().map(unread).collect())),
            ])?;
            context.output.say(&sentence(task, report))?;
            if opened < task.all_chats {
                context.output.say(&format!(
                    "opened {opened} of {}: leave out `--limit` to open all of them",
                    counted(task.all_chats, "chat")
                ))?;
            }
        }
    }
    if let Some((role, line)) = report.unread.first() {
        let outputs = counted(report.unread.len(), "output");
        context
            .output
            .warn(&format!("{outputs} could not be read, the first as role `{role}`: `{line}`"))?;
    }
    Ok(())
}

/// What it comes to: that nothing leaks only where everything was read.
fn sentence(task: &Task, report: &Report) -> String {
    let found = report.leaks.len() as u64;
    if found > 0 {
        return format!("{} found", counted(found, "leak"));
    }
    let roles: Vec<_> = task.readers.iter().map(|reader| reader.role.as_str()).collect();
    let (chats, outputs) = (task.chats.len() as u64, report.runs);
    let read = format!("{} and {}", counted(chats, "chat"), counted(outputs, "output"));
    let so_far = if report.unread.is_empty() { "" } else { "so far, " };
    match roles.as_slice() {
        [] => "no role is masked: there is nothing to leak".to_owned(),
        roles => format!("{so_far}no leaks: {read} read as {}", roles.join(", ")),
    }
}

/// A suite for each reader; one test that passes where nothing leaked, else a test for each line
/// that leaked. Writing to a string can't fail, so what `write!` gives back is dropped.
fn junit(task: &Task, report: &Report) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for reader in &task.readers {
        let leaks = report.leaks.iter().filter(|leak| leak.role == reader.role);
        let leaks: Vec<_> = leaks.collect();
        let (role, count) = (xml(&reader.role), leaks.len());
        let tests = count.max(1);
        let _ = writeln!(
            text,
            "  <testsuite name=\"leaks: {role}\" tests=\"{tests}\" failures=\"{count}\">"
        );
        if leaks.is_empty() {
            let _ = writeln!(
                text,
                "    <testcase name=\"nothing hidden is printed\" classname=\"{role}\"/>"
            );
        }
        for leak in leaks {
            let (line, what, contact) = (xml(&leak.line), leak.what, leak.contact.0);
            let _ = writeln!(
                text,
                "    <testcase name=\"{line}\" classname=\"{role}\">\
                 <failure message=\"the {what} of contact {contact} shows\"/></testcase>"
            );
        }
        text.push_str("  </testsuite>\n");
    }
    text + "</testsuites>\n"
}
