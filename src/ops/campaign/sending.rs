//! What a campaign needs to write: its template as it is approved now, its audience, and what fills
//! its variables. Read anew for every batch, so that a template that is paused stops the next one.

use crate::{
    ops::Result,
    rules::{
        id::TemplateVersionId,
        phone::MASK,
        privacy::text::CustomerText,
        whatsapp::{
            campaign::{Audience, Candidate, Filling, LeftOut, Stop, sort},
            template::{FillProblem, Form},
        },
    },
    store::{Campaign, Snapshot},
};

/// A campaign that is ready to write.
pub(super) struct Sending {
    pub(super) audience: Audience,
    pub(super) fillings: Vec<Filling>,
    pub(super) version: TemplateVersionId,
    form: Form,
}

impl Sending {
    pub(super) const fn new(
        audience: Audience,
        fillings: Vec<Filling>,
        version: TemplateVersionId,
        form: Form,
    ) -> Self {
        Self { audience, fillings, version, form }
    }

    /// Of that campaign, or why it can't write now.
    pub(super) fn of(
        snapshot: &Snapshot<'_>,
        campaign: &Campaign,
    ) -> Result<std::result::Result<Self, Stop>> {
        let template = snapshot.template(&campaign.template, &campaign.language)?;
        // Another one may have taken its name: nobody has said that it is to be sent.
        let Some(template) = template.filter(|found| found.id == campaign.template_id) else {
            return Ok(Err(Stop::TemplateRemoved));
        };
        let Some(version) = template.approved() else {
            return Ok(Err(Stop::TemplateNotApproved));
        };
        let sending = Self {
            audience: snapshot.audience_of(campaign.id)?,
            fillings: snapshot.fillings_of(campaign.id)?,
            version: version.id,
            form: Form::new(&version.content),
        };
        Ok(if sending.is_complete() { Ok(sending) } else { Err(Stop::TemplateChanged) })
    }

    /// Whether each variable is filled, and nothing else is.
    fn is_complete(&self) -> bool {
        let variables = self.form.variables();
        variables.len() == self.fillings.len()
            && self.fillings.iter().all(|filling| variables.contains(&filling.variable))
    }

    /// The message for a contact.
    ///
    /// # Errors
    /// Why they are left out.
    pub(super) fn message_for(
        &self,
        candidate: &Candidate,
    ) -> std::result::Result<CustomerText, LeftOut> {
        let values = sort(candidate, &self.fillings)?;
        self.form.fill(&values).map_err(|faults| {
            let is_missing = faults.iter().any(|fault| fault.problem == FillProblem::Missing);
            if is_missing { LeftOut::VariableMissing } else { LeftOut::UnfitValue }
        })
    }

    /// Whether traits fill a part of the messages.
    pub(super) fn tells_traits(&self) -> bool {
        self.fillings.iter().any(Filling::is_of_traits)
    }

    /// The message for a contact with what traits would fill hidden, whether the contact has them or
    /// not: a default in its place would tell that there is none. `None` where they are left out.
    pub(super) fn veiled_for(&self, candidate: &Candidate) -> Option<CustomerText> {
        let mut known = candidate.clone();
        known.traits = vec![Some(CustomerText::new(MASK)); self.fillings.len()];
        let values = sort(&known, &self.fillings).ok()?;
        Some(self.form.fill(&values).unwrap_or_else(|_| CustomerText::new("")))
    }
}
