//! `template add`.

use super::{
    CategoryName,
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
        template::{Definition, New, add},
    },
    rules::{policy::permission::Permission, whatsapp::template::Content},
    ui::Output,
};

#[derive(clap::Args)]
pub struct Add {
    /// Name of the template: lower-case letters, digits and underscores
    #[arg(required_unless_present = "from_json")]
    name: Option<String>,
    /// Category
    #[arg(long, required_unless_present = "from_json")]
    category: Option<CategoryName>,
    /// Language, such as `en` or `en_US`
    #[arg(long, value_name = "CODE", required_unless_present = "from_json")]
    language: Option<String>,
    /// Read one template or many as WhatsApp's Business Management API has them; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = OPTIONS)]
    from_json: Option<String>,
    /// Keep the status of each template, where the file has it
    #[arg(long, requires = "from_json")]
    keep_status: bool,
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    sharing: Sharing,
    #[arg(skip)]
    templates: Vec<New>,
}

impl ChangeVerb for Add {
    fn prepare(&mut self, context: &mut Context) -> Result<(), Error> {
        let cleared = context.require(Permission::Templates)?;
        self.templates = match &self.from_json {
            Some(file) => from_file(self, (file, cleared), &mut context.output)?,
            None => vec![from_options(self, cleared, &mut context.output)?],
        };
        Ok(())
    }

    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        Ok(add(session, &self.templates)?.into())
    }
}

fn from_options(args: &Add, cleared: Cleared, output: &mut Output) -> Result<New, Error> {
    let body = args.parts.read_body(cleared, output)?;
    Ok(New {
        name: given(args.name.clone(), "NAME")?,
        language: given(args.language.clone(), "--language")?,
        content: Content {
            category: given(args.category, "--category")?.into(),
            header: args.parts.header(),
            body: given(body, "--body")?,
            footer: args.parts.footer.clone(),
            buttons: args.parts.buttons()?,
        },
        is_shared: args.sharing.is_shared(),
        status: None,
        reason: None,
    })
}

fn from_file(
    args: &Add,
    (file, cleared): (&str, Cleared),
    output: &mut Output,
) -> Result<Vec<New>, Error> {
    let found = read_definitions(file, cleared, output)?;
    if found.len() > 1 && args.name.is_some() {
        return Err(Error::usage(
            format!("`{file}` has {} templates, and one name was given", found.len()),
            "leave the name out: the file has theirs",
        ));
    }
    found.into_iter().map(|found| from_definition(args, found)).collect()
}

/// What is said on the command line goes before what the file says.
fn from_definition(args: &Add, found: Definition) -> Result<New, Error> {
    Ok(New {
        name: given(args.name.clone().or(found.name), "NAME")?,
        language: given(args.language.clone().or(found.language), "--language")?,
        content: Content {
            category: given(args.category.map(Into::into).or(found.category), "--category")?,
            header: found.header,
            body: found.body,
            footer: found.footer,
            buttons: found.buttons,
        },
        is_shared: args.sharing.is_shared(),
        status: found.status.filter(|_| args.keep_status),
        reason: found.reason.filter(|_| args.keep_status),
    })
}

fn given<T>(value: Option<T>, what: &str) -> Result<T, Error> {
    value.ok_or_else(|| {
        Error::usage(
            format!("`{what}` is missing"),
            "give it: `rolecall template add NAME --category CATEGORY --language CODE --body TEXT`",
        )
    })
}
