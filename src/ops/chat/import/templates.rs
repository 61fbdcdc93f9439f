//! What became of the workspace's message templates. One that the workspace doesn't have is counted:
//! WhatsApp tells of all that a business has.

use super::{fault::Fault, writer::Writer};
use crate::{
    formats::event::TemplateStatus,
    ops::template::{Hearing, News, hear},
};

impl Writer<'_> {
    pub(super) fn template_status(&mut self, template: &TemplateStatus) -> Result<(), Fault> {
        let news = News {
            name: &template.name,
            language: &template.language,
            event: &template.event,
            reason: template.reason.as_deref(),
            at: template.at_ms,
        };
        match hear(self.change, self.actor, news, self.now).map_err(Fault::Other)? {
            Hearing::Changed(changed) => {
                self.report.templates.known(true);
                self.report.changes.push(changed);
            }
            Hearing::Known => self.report.templates.known(false),
            Hearing::Aside => self.report.leave_out("message_template_status_update"),
            Hearing::Stranger => self.report.strange_templates += 1,
            Hearing::Own(error) => {
                let refused: Result<(), Fault> = Err(error.into());
                self.report.denied.unless("template.mark", &template.name, refused)?;
            }
            Hearing::Unfit => self.report.unfit_templates += 1,
        }
        Ok(())
    }
}
