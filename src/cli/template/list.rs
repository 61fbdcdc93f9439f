//! `template list`.

use clap::ValueEnum;

use super::CategoryName;
use crate::{
    cli::{
        context::Context,
        error::{Exit, Result},
        list::{Fields, Page},
    },
    ops::template::{Filter, TemplateRow, list},
    rules::{id::TemplateId, whatsapp::template::Status},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Those that stand so, or whose next version does
    #[arg(long)]
    status: Option<StatusName>,
    /// Those for that
    #[arg(long)]
    category: Option<CategoryName>,
    /// Those in that language, such as `en_US`
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Begin behind the template with that id
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    fields: Fields,
}

/// How a template stands, as it is named on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum StatusName {
    /// Is being written
    Draft,
    /// Is being reviewed
    Submitted,
    /// Can be sent
    Approved,
    /// Was turned down
    Rejected,
    /// Can't be sent for now
    Paused,
}

impl From<StatusName> for Status {
    fn from(name: StatusName) -> Self {
        match name {
            StatusName::Draft => Self::Draft,
            StatusName::Submitted => Self::Submitted,
            StatusName::Approved => Self::Approved,
            StatusName::Rejected => Self::Rejected,
            StatusName::Paused => Self::Paused,
        }
    }
}

/// The fields of a template: a contract with scripts.
pub const FIELDS: &[&str] = &[
    "id",
    "name",
    "language",
    "category",
    "status",
    "next",
    "shared",
    "author",
    "variables",
    "created_at",
];

pub fn run(args: &Args, context: &mut Context) -> Result {
    let selected = args.fields.select(FIELDS)?;
    let filter = Filter {
        status: args.status.map(Into::into),
        category: args.category.map(Into::into),
        language: args.language.as_deref(),
        after: args.after.map(TemplateId),
        limit: args.page.limit(),
    };
    let templates = list(&mut context.session()?, &filter)?;
    let mut written = 0;
    let mut listing = context.output.list(FIELDS, selected.as_deref());
    for template in templates {
        listing.row(cells(template))?;
        written += 1;
    }
    listing.end()?;
    args.page.end(written, &mut context.output)?;
    Ok(Exit::Done)
}

/// A template's values, in the order of its fields.
pub(super) fn cells(template: TemplateRow) -> Vec<Value> {
    vec![
        Value::Int(template.id.0),
        template.name.into(),
        template.language.into(),
        template.category.map(|category| Value::plain(category.key())).into(),
        template.status.map(|status| Value::plain(status.key())).into(),
        template.next.map(|status| Value::plain(status.key())).into(),
        template.is_shared.into(),
        template.author.into(),
        Value::List(template.variables.into_iter().map(Value::from).collect()),
        Value::Time(template.created_at),
    ]
}
