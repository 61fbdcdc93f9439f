//! `chat import`: what a reader found, put where it belongs, the same way whatever the source. All of
//! a file is kept, or nothing of it; and what is known already changes nothing.

mod accounts;
mod again;
mod chat_state;
mod chats;
mod contacts;
mod fault;
mod identities;
mod left_out;
mod looking_up;
mod members;
mod messages;
mod people;
mod pipe;
mod report;
mod said;
mod source;
mod standing;
mod templates;
mod writer;

use std::io::BufRead;

use anyhow::anyhow;

use self::{fault::Fault, source::open, writer::Writer};
pub use self::{
    report::{ImportReport, Tally},
    source::ImportRequest,
};
pub use crate::formats::{
    detect::Source, place::ReadError, time::offset, whatsapp_export::Order as DateOrder,
};
use crate::ops::{Error, Outcome, Result, Session, import_undo};
use crate::rules::policy::grant::Import;

/// Brings in a file of any source that is known.
///
/// `progress` is told now and then how many bytes were read. Without `keep_going` nothing of a file
/// is kept of which anything is refused; the report lists what was, either way.
///
/// # Errors
/// Refused without `integrations`, and to whom numbers or traits are hidden; a file of which every
/// effect is refused by its own verb; an input of no known source; the first thing that can't be read.
pub fn import(
    session: &mut Session,
    request: &ImportRequest<'_>,
    input: impl BufRead + Send,
    report: &mut ImportReport,
    progress: &mut dyn FnMut(u64),
) -> Result<Outcome> {
    let now = session.now();
    let file = request.file;
    let refused = |error| Error::Input(Box::new(fault::input_error(file, &error)));
    session.expect_long_change()?;
    session.change(
        |_, actor| {
            let grant = actor.authorize::<Import>(now)?;
            // What the report counts as known or as new tells whether a guessed number is there.
            actor.require_numbers()?;
            actor.require_traits()?;
            Ok((grant, ()))
        },
        |change, actor, ()| {
            let known = source::Known::look_up(change, request, now)?;
            let (source, input) = source::recognise(request, input).map_err(refused)?;
            report.source = Some(source);
            let request = request.with(known);
            let start = change.begin_import()?;
            let mut writer = Writer::new(change, actor, now, &request, report)?;
            let mut progress = |bytes| progress(bytes);
            let written = pipe::pump(
                input,
                |input| open(source, input, &request),
                |items| writer.take_all(items),
                &mut progress,
            );
            written.and_then(|()| writer.finish()).map_err(|fault| match fault {
                Fault::Other(error) => error,
                Fault::Input(error) | Fault::Whole(error) => refused(error),
                Fault::Erased => Error::Bug(anyhow!("an erased contact ends an import")),
            })?;
            if let Some(first) = report.refused.first()
                && !request.keep_going
            {
                return Err(refused(first.clone()));
            }
            let outcome = import_undo::keep(change, &start, report.outcome(file))?;
            // A file of which every effect was refused is a refusal, not a success.
            match report.denied.first() {
                Some(error) if outcome.changed.is_empty() => Err(error.clone().into()),
                _ => Ok(outcome),
            }
        },
    )
}
