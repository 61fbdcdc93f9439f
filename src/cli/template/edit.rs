//! `template edit`.

use super::{
    CategoryName, Named,
    parts::{OPTIONS, Parts, Sharing, read_definitions},
};
use crate::{
    cli::{
        context::Context,
        error::{Error, Result},
        global::Change,
    },
    ops::template::{Edition, edit},
    ui::Output,
};

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Args {
    #[command(flatten)]
    named: Named,
    /// What it is for; one that was approved keeps its category
    #[arg(long)]
    category: Option<CategoryName>,
    /// Read all its parts as WhatsApp's Business Management API has them; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = OPTIONS)]
    from_json: Option<String>,
    /// Nothing above the body
    #[arg(long, conflicts_with_all = ["header", "header_media", "from_json"])]
    no_header: bool,
    /// Nothing below the body
    #[arg(long, conflicts_with_all = ["footer", "from_json"])]
    no_footer: bool,
    /// No buttons; those that are given take the place of all that there are
    #[arg(long, conflicts_with_all = ["quick_reply", "url", "phone", "from_json"])]
    no_buttons: bool,
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    sharing: Sharing,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let named = &args.named;
    let (edition, language) = match &args.from_json {
        Some(file) => from_file(args, file, &mut context.output)?,
        None => (from_options(args, &mut context.output)?, None),
    };
    let language = named.language.as_deref().or(language.as_deref());
    let outcome = edit(&mut context.session_in(mode)?, &named.name, language, &edition)?;
    context.report(&outcome, mode)
}

fn from_options(args: &Args, output: &mut Output) -> std::result::Result<Edition, Error> {
    let parts = &args.parts;
    let buttons = parts.buttons()?;
    Ok(Edition {
        category: args.category.map(Into::into),
        header: if args.no_header { Some(None) } else { parts.header().map(Some) },
        body: parts.read_body(output)?,
        footer: if args.no_footer { Some(None) } else { parts.footer.clone().map(Some) },
        buttons: (args.no_buttons || !buttons.is_empty()).then_some(buttons),
        is_shared: args.sharing.is_shared(),
    })
}

/// All the parts of the file's only template, and its language.
fn from_file(
    args: &Args,
    file: &str,
    output: &mut Output,
) -> std::result::Result<(Edition, Option<String>), Error> {
    let mut found = read_definitions(file, output)?;
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
