//! `template edit`.

use super::{
    CategoryName, Named,
    parts::{OPTIONS, Parts, Sharing, read_definitions},
};
use crate::{
    cli::{
        context::Context,
        error::Error,
        verb::{ChangeVerb, Done},
    },
    ops::{
        self, Cleared, Session,
        template::{Edition, edit},
    },
    rules::policy::permission::Permission,
    ui::Output,
};

#[derive(clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Edit {
    #[command(flatten)]
    named: Named,
    /// Category; a template that was approved keeps it
    #[arg(long)]
    category: Option<CategoryName>,
    /// Read all its parts as WhatsApp's Business Management API has them; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = OPTIONS)]
    from_json: Option<String>,
    /// Remove the header
    #[arg(long, conflicts_with_all = ["header", "header_media", "from_json"])]
    no_header: bool,
    /// Remove the footer
    #[arg(long, conflicts_with_all = ["footer", "from_json"])]
    no_footer: bool,
    /// Remove the buttons; buttons that are given replace all there are
    #[arg(long, conflicts_with_all = ["quick_reply", "url", "phone", "from_json"])]
    no_buttons: bool,
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    sharing: Sharing,
    #[arg(skip)]
    edition: Edition,
}

impl ChangeVerb for Edit {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        let cleared = context.require(Permission::Templates)?;
        match &self.from_json {
            Some(file) => {
                let (edition, language) = from_file(self, (file, cleared), &mut context.output)?;
                self.named.language = self.named.language.take().or(language);
                self.edition = edition;
            }
            None => self.edition = from_options(self, cleared, &mut context.output)?,
        }
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let Named { name, language } = &self.named;
        Ok(edit(session, name, language.as_deref(), &self.edition)?.into())
    }
}

fn from_options(args: &Edit, cleared: Cleared, output: &mut Output) -> Result<Edition, Error> {
    let parts = &args.parts;
    let buttons = parts.buttons()?;
    Ok(Edition {
        category: args.category.map(Into::into),
        header: if args.no_header { Some(None) } else { parts.header().map(Some) },
        body: parts.read_body(cleared, output)?,
        footer: if args.no_footer { Some(None) } else { parts.footer.clone().map(Some) },
        buttons: (args.no_buttons || !buttons.is_empty()).then_some(buttons),
        is_shared: args.sharing.is_shared(),
    })
}

/// All the parts of the file's only template, and its language.
fn from_file(
    args: &Edit,
    (file, cleared): (&str, Cleared),
    output: &mut Output,
) -> Result<(Edition, Option<String>), Error> {
    let mut found = read_definitions(file, cleared, output)?;
    let (Some(one), true) = (found.pop(), found.is_empty()) else {
        return Err(Error::usage(
            format!("`{file}` has several templates, and one is edited at a time"),
            "give a file with one template",
        ));
    };
    if let Some(other) = one.name.filter(|name| *name != args.named.name) {
        return Err(Error::usage(
            format!("`{file}` has the template `{other}`, not `{}`", args.named.name),
            "name the template that is to be edited, or leave its name out of the file",
        ));
    }
    let edition = Edition {
        category: args.category.map(Into::into).or(one.category),
        header: Some(one.header),
        body: Some(one.body),
        footer: Some(one.footer),
        buttons: Some(one.buttons),
        is_shared: args.sharing.is_shared(),
    };
    Ok((edition, one.language))
}
