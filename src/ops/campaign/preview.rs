//! What a campaign would do: how many it would write to, how many not and why, and the first messages
//! as their reader may read them.

use std::collections::BTreeMap;

use super::{hides_counts, sending::Sending};
use crate::{
    ops::Result,
    rules::{
        id::ContactId,
        policy::actor::Actor,
        privacy::lens::SafeText,
        whatsapp::campaign::{Candidate, LeftOut},
    },
    store::Snapshot,
};

/// How many messages are shown beforehand.
const MESSAGES: usize = 3;

/// So many contacts are read at a time.
const PAGE: usize = 512;

/// What a campaign would do, as far as its reader may know it.
#[derive(Debug, Clone, Default)]
pub struct Forecast {
    /// How many it would write to; `None` where that would tell of traits that are hidden.
    pub recipients: Option<u64>,
    /// How many it wouldn't, and why; `None` likewise.
    pub left_out: Option<BTreeMap<LeftOut, u64>>,
    /// The first messages.
    pub messages: Vec<Preview>,
}

/// A message as it would be sent.
#[derive(Debug, Clone)]
pub struct Preview {
    /// To whom, by their key: a number would be more than a look needs.
    pub contact: ContactId,
    /// What it would say.
    pub text: SafeText,
}

/// Goes through the contacts behind `after`, up to `last`, without writing anything: how many are
/// written to, and how many not.
pub(super) fn count(
    snapshot: &Snapshot<'_>,
    sending: &Sending,
    (after, last): (ContactId, ContactId),
    mut meet: impl FnMut(&Candidate),
) -> Result<(u64, BTreeMap<LeftOut, u64>)> {
    let mut recipients = 0;
    let mut left_out = BTreeMap::new();
    let mut at = after;
    while at < last {
        let page =
            snapshot.audience_page(&sending.audience, &sending.fillings, (at, last), PAGE)?;
        for candidate in &page.candidates {
            match sending.message_for(candidate) {
                Ok(_) => recipients += 1,
                Err(reason) => *left_out.entry(reason).or_default() += 1,
            }
            meet(candidate);
        }
        at = page.until;
    }
    Ok((recipients, left_out))
}

/// What a campaign would do with the contacts that there are, as its reader may know it.
pub(super) fn forecast(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    sending: &Sending,
) -> Result<Forecast> {
    let mut messages = Vec::new();
    let everybody = (ContactId(0), snapshot.last_contact()?);
    let (recipients, left_out) = count(snapshot, sending, everybody, |candidate| {
        if messages.len() < MESSAGES {
            messages.extend(preview(snapshot, actor, sending, candidate));
        }
    })?;
    // Who fits is told by whose message is shown, too.
    if actor.lens().hides_traits() && sending.audience.tells_traits() {
        messages.clear();
    }
    let shown = !hides_counts(actor, &sending.audience, &sending.fillings);
    Ok(Forecast {
        recipients: shown.then_some(recipients),
        left_out: shown.then_some(left_out),
        messages,
    })
}

/// A contact's message through the reader's lens. Where traits are hidden, what they would fill is,
/// whether the contact has them or not.
fn preview(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    sending: &Sending,
    candidate: &Candidate,
) -> Option<Preview> {
    let lens = actor.lens();
    let message = if lens.hides_traits() {
        sending.veiled_for(candidate)?
    } else {
        sending.message_for(candidate).ok()?
    };
    let known = snapshot.known();
    let focus = actor.focus(&known);
    Some(Preview { contact: candidate.contact, text: focus.text(&message) })
}
