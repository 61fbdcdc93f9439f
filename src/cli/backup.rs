//! `backup` and `restore`: the workspace as one file, kept elsewhere.

use std::path::PathBuf;

use super::{
    context::Context,
    doctor::told,
    error::{Error, Exit, Result},
    verb::{Line, Run},
};
use crate::{
    ops::{self, trust},
    rules::privacy::safe_text::SafeText,
    store::{self, Manifest, Mode},
    ui::{Value, timestamp},
};

#[derive(clap::Args)]
pub struct Backup {
    /// File to write
    file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

impl Run for Backup {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mut session = context.session()?;
        let (manifest, faults) = trust::back_up(&mut session, &self.file, self.force)
            .map_err(|error| taken(error, self.force))?;
        let faults: Vec<_> = faults.iter().map(told).collect();
        let echo = |fault: &String| SafeText::echo(fault.clone()).into();
        let mut parts = parts(&manifest);
        parts.push(("faults", Value::List(faults.iter().map(echo).collect())));
        context.output.object(&parts)?;
        for fault in &faults {
            context.output.warn(&format!("this backup can't be restored: {fault}"))?;
        }
        Ok(if faults.is_empty() { Exit::Done } else { Exit::No })
    }
}

#[derive(clap::Args)]
pub struct Restore {
    /// Backup to restore
    file: PathBuf,
    /// Replace the workspace that is there; it stays beside the new one
    #[arg(long)]
    force: bool,
    /// Check the backup, without restoring it
    #[arg(long)]
    dry_run: bool,
}

impl Run for Restore {
    fn run(self: Box<Self>, context: &mut Context) -> Result {
        let mode = if self.dry_run { Mode::DryRun } else { Mode::Apply };
        let path = context.global.workspace_path()?;
        if mode == Mode::DryRun {
            let manifest = trust::check(&self.file, &path, self.force)
                .map_err(|error| taken(error, self.force))?;
            context.output.object(&parts(&manifest))?;
            context.output.say("dry run: nothing was changed")?;
            return Ok(Exit::Done);
        }
        // What can't be opened any more asks nobody: who holds the file is the owner's hand.
        let replaced =
            (self.force && trust::can_be_opened(&path)).then(|| context.session()).transpose()?;
        if replaced.is_some() && context.asks() {
            let manifest = trust::check(&self.file, &path, self.force)?;
            context.confirm_plan(&[Line::asked(format!(
                "- the workspace `{}` is replaced by its state of {}; as it is now, it stays beside",
                path.display(),
                timestamp(manifest.taken_at),
            ))])?;
        }
        let restored = trust::restore(&self.file, &path, replaced, self.force)
            .map_err(|error| taken(error, self.force))?;
        context.output.object(&parts(&restored.manifest))?;
        context.output.say(&format!("restored to {}", path.display()))?;
        if let Some(kept) = restored.kept {
            context
                .output
                .say(&format!("the workspace that was there is now {}", kept.display()))?;
        }
        Ok(Exit::Done)
    }
}

/// What is there already can be replaced here, and the error says by which option.
fn taken(error: ops::Error, force: bool) -> Error {
    match error {
        ops::Error::Store(store::Error::Exists(path)) if !force => Error::Taken(path),
        other => other.into(),
    }
}

fn parts(manifest: &Manifest) -> Vec<(&'static str, Value)> {
    let echo = |text: &str| Value::Text(SafeText::echo(text.to_owned()));
    vec![
        ("workspace", echo(&manifest.workspace)),
        ("taken_at", Value::Time(manifest.taken_at)),
        ("members", manifest.members.into()),
        ("accounts", manifest.accounts.into()),
        ("contacts", manifest.contacts.into()),
        ("chats", manifest.chats.into()),
        ("messages", manifest.messages.into()),
        ("head", echo(&manifest.head)),
        ("bytes", manifest.bytes.into()),
        ("sha256", echo(&manifest.sha256)),
    ]
}
