//! What a campaign needs to write: its template as it is approved now, its audience, and what fills
//! its variables. Read anew for every batch, so that a template that is paused stops the next one.

use std::collections::BTreeMap;

use crate::{
    ops::Result,
    rules::{
        campaign::{Audience, Candidate, Filling, LeftOut, Stop, sort},
        id::TemplateVersionId,
        phone::MASK,
        private::CustomerText,
        template::{FillProblem, Form},
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

    /// The message for a contact, and beside it, where traits fill a part of it, the same with that part
    /// hidden.
    ///
    /// # Errors
    /// Why they are left out.
    pub(super) fn message_for(
        &self,
        candidate: &Candidate,
    ) -> std::result::Result<(CustomerText, Option<CustomerText>), LeftOut> {
        let mut values = sort(candidate, &self.fillings)?;
        let text = self.form.fill(&values).map_err(|faults| {
            let is_missing = faults.iter().any(|fault| fault.problem == FillProblem::Missing);
            if is_missing { LeftOut::VariableMissing } else { LeftOut::UnfitValue }
        })?;
        if !self.fillings.iter().any(Filling::is_of_traits) {
            return Ok((text, None));
        }
        // Also where the default stands: its place would tell that there is no such trait.
        for filling in self.fillings.iter().filter(|filling| filling.is_of_traits()) {
            values.insert(filling.variable.clone(), CustomerText::new(MASK));
        }
        Ok((text, Some(self.message_with(&values))))
    }

    /// The message as it would be with these in the place of the values.
    pub(super) fn message_with(&self, values: &BTreeMap<String, CustomerText>) -> CustomerText {
        self.form.fill(values).unwrap_or_else(|_| CustomerText::new(""))
    }
}
