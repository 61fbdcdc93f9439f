//! `template add`.

use super::{
    CategoryName,
    parts::{OPTIONS, Parts, Sharing, read_definitions},
};
use crate::{
    cli::{
        context::Context,
        error::{Error, Result},
        global::Change,
    },
    ops::template::{Definition, New, add},
    rules::whatsapp::template::Content,
    ui::Output,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The template's name: lower-case letters, digits and underscores
    #[arg(required_unless_present = "from_json")]
    name: Option<String>,
    /// What it is for
    #[arg(long, required_unless_present = "from_json")]
    category: Option<CategoryName>,
    /// Its language, such as `en` or `en_US`
    #[arg(long, value_name = "CODE", required_unless_present = "from_json")]
    language: Option<String>,
    /// Read one template or many as WhatsApp's Business Management API has them; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = OPTIONS)]
    from_json: Option<String>,
    /// Take over how each stands with WhatsApp, where the file says it
    #[arg(long, requires = "from_json")]
    keep_status: bool,
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    sharing: Sharing,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let templates = match &args.from_json {
        Some(file) => from_file(args, file, &mut context.output)?,
        None => vec![from_options(args, &mut context.output)?],
    };
    let outcome = add(&mut context.session_in(mode)?, &templates)?;
    context.report(&outcome, mode)
}

fn from_options(args: &Args, output: &mut Output) -> std::result::Result<New, Error> {
    let body = args.parts.read_body(output)?;
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

fn from_file(args: &Args, file: &str, output: &mut Output) -> std::result::Result<Vec<New>, Error> {
    let found = read_definitions(file, output)?;
    if found.len() > 1 && args.name.is_some() {
        return Err(Error::usage(
            format!("`{file}` has {} templates, and one name was given", found.len()),
            "leave the name out: the file has theirs",
        ));
    }
    found.into_iter().map(|found| from_definition(args, found)).collect()
}

/// What is said on the command line goes before what the file says.
fn from_definition(args: &Args, found: Definition) -> std::result::Result<New, Error> {
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

fn given<T>(value: Option<T>, what: &str) -> std::result::Result<T, Error> {
    value.ok_or_else(|| {
        Error::usage(
            format!("`{what}` is missing"),
            "give it: `rolecall template add NAME --category CATEGORY --language CODE --body TEXT`",
        )
    })
}
