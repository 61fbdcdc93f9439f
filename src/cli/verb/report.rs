//! Reports what a change did, or would do: rows for scripts, sentences on a terminal, and the command
//! that takes it back.

use super::{change::Done, meaning, sentence::sentences};
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
    },
    ops::{
        Outcome,
        effect::Holds,
        shown_object, shown_value,
        undo::{can_be_tried, undo},
    },
    rules::policy::warning::Warning,
    store::{AuditObject, AuditValue, Mode},
    ui::{Format, Value, for_screen},
};

/// The fields of what a change prints.
pub const CHANGE_FIELDS: &[&str] = &["action", "object", "field", "before", "after", "members"];

/// More changes than these are told in a table also on a terminal.
const MOST_SENTENCES: usize = 12;

impl Context {
    /// Prints what a change did, or would do: the same rows, the same words.
    pub fn report(&mut self, outcome: &Outcome, mode: Mode) -> Result {
        self.report_with(outcome, mode, std::iter::empty())
    }

    /// The same, with rows of its own behind those that every change has.
    pub fn report_with(
        &mut self,
        outcome: &Outcome,
        mode: Mode,
        rows: impl Iterator<Item = Vec<Value>>,
    ) -> Result {
        let text = |text: &str| Value::Text(outcome.lens.staff(text));
        let value = |value: &AuditValue| Value::Text(shown_value(value, outcome.lens));
        let mut rows = rows.peekable();
        let is_told = self.output.is_screen() && mode == Mode::Apply && rows.peek().is_none();
        if is_told && outcome.changed.len() <= MOST_SENTENCES {
            for sentence in sentences(outcome) {
                self.output.text(&format!("{}\n", for_screen(&sentence)))?;
            }
            return self.conclude(outcome, mode);
        }
        let format = self.output.format();
        let mut list = self.output.list(CHANGE_FIELDS, None);
        for changed in &outcome.changed {
            let object = AuditObject::new(changed.action, &changed.object);
            let object = shown_object(&object, outcome.lens);
            let head = || [Value::plain(changed.action), Value::Text(object.clone())];
            if changed.fields.is_empty() {
                let [action, object] = head();
                list.row(vec![action, object, Value::Null, Value::Null, Value::Null, Value::Null])?;
            }
            for change in &changed.fields {
                let [action, object] = head();
                list.row(vec![
                    action,
                    object,
                    text(change.field),
                    change.before.as_ref().map(value).into(),
                    change.after.as_ref().map(value).into(),
                    Value::Null,
                ])?;
            }
        }
        for effect in outcome.effects.iter().filter(|effect| effect.holds == Holds::Now) {
            let (before, after) = effect.values();
            list.row(vec![
                text("effect"),
                text(&effect.object()),
                text(effect.field()),
                before.as_deref().map(text).into(),
                text(&after),
                Value::count(effect.members),
            ])?;
        }
        // For people they are sentences at the end.
        let warnings = outcome.warnings.iter().filter(|_| format != Format::Table);
        for warning in warnings {
            list.row(vec![
                text("warning"),
                text(warning.role()),
                text(warning.key()),
                Value::Null,
                text(&warning.words()),
                Value::Null,
            ])?;
        }
        for row in rows {
            list.row(row)?;
        }
        list.end()?;
        self.conclude(outcome, mode)
    }

    fn conclude(&mut self, outcome: &Outcome, mode: Mode) -> Result {
        let warnings = outcome.warnings.iter().map(Warning::words);
        for note in warnings.chain(outcome.notes.iter().cloned()) {
            // Some name what staff wrote.
            self.output.say(&outcome.lens.staff(note).to_string())?;
        }
        if mode == Mode::DryRun {
            // Rows tell what holds at once.
            let later = outcome.effects.iter().filter(|it| it.holds == Holds::OnceJoined);
            for line in meaning::lines(&later.cloned().collect::<Vec<_>>(), outcome.lens) {
                self.output.say(&line.text)?;
            }
        }
        match (outcome.changed.is_empty(), mode) {
            (true, _) => self.output.say("nothing to change")?,
            (false, Mode::DryRun) => self.output.say("dry run: nothing was changed")?,
            (false, Mode::Apply) => {}
        }
        Ok(Exit::Done)
    }

    /// Ends a change: prints what it did, or would do.
    pub fn end(&mut self, done: Done, mode: Mode) -> Result {
        if let Some(head) = &done.head {
            self.output.say(head)?;
        }
        let rows = done.rows.into_iter().map(Vec::from);
        let is_made = mode == Mode::Apply && !done.outcome.changed.is_empty();
        self.tell(is_made, |context| {
            let exit = context.report_with(&done.outcome, mode, rows)?;
            if is_made && context.output.is_screen() {
                context.offer_undo(&done.outcome)?;
            }
            Ok(exit)
        })
    }

    /// Tells what came of a change, to the end. One that is made stays made where that can't be written.
    pub fn tell(&mut self, is_made: bool, tell: impl FnOnce(&mut Self) -> Result) -> Result {
        let told = tell(self).and_then(|exit| {
            self.output.finish()?;
            Ok(exit)
        });
        told.map_err(|error| if is_made { error.after_change() } else { error })
    }

    /// The command that takes a change back which is known to go back.
    pub fn offer_undo_of(&mut self, entry: Option<i64>) -> std::io::Result<()> {
        let Some(entry) = entry.filter(|_| self.output.is_screen()) else { return Ok(()) };
        self.output.say(&format!("Undo: {}", self.line(&format!("undo {entry}"))))
    }

    /// After a change was told on a terminal, the command that takes it back, if it can be.
    pub fn offer_undo(&mut self, outcome: &Outcome) -> std::io::Result<()> {
        let Some(entry) = outcome.entry.filter(|_| can_be_tried(outcome)) else { return Ok(()) };
        // The workspace itself may be gone.
        let Ok(mut session) = self.session_in(Mode::DryRun) else { return Ok(()) };
        // To try is to know: who runs it may do it, and nothing rests on it.
        if undo(&mut session, Some(entry)).is_ok() {
            self.offer_undo_of(Some(entry))?;
        }
        Ok(())
    }
}
