//! `template list`.

use clap::ValueEnum;

use super::CategoryName;
use crate::{
    cli::verb::{Each, Limit, ListVerb, Listed, PagedVerb, row},
    ops::{
        Session,
        template::{Filter, TemplateRow, list},
    },
    rules::{
        id::TemplateId,
        whatsapp::template::{Category, Status},
    },
    ui::Value,
};

#[derive(clap::Args)]
pub struct Templates {
    /// Only templates with this status, or whose next version has it
    #[arg(long)]
    status: Option<StatusName>,
    /// Only templates of this category
    #[arg(long)]
    category: Option<CategoryName>,
    /// Only templates in this language, such as `en_US`
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Start after the template with this ID
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
}

/// How a template stands, as it is named on the command line.
#[derive(Clone, Copy, ValueEnum)]
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

row!(template: TemplateRow {
    faint "id".rank(6) => template.id.0,
    name "name" => template.name,
    "language" => template.language,
    "category".rank(1) => template.category.map(Category::key),
    "status" => template.status.map(Status::key),
    "next".rank(2) => template.next.map(Status::key),
    "shared".rank(4) => template.is_shared,
    "author".rank(5) => template.author,
    "variables".rank(3) => template.variables,
    faint "created_at".rank(7) => Value::Time(template.created_at),
});

impl ListVerb for Templates {
    type Row = TemplateRow;

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<TemplateRow>) -> Listed {
        let filter = Filter {
            status: self.status.map(Into::into),
            category: self.category.map(Into::into),
            language: self.language.as_deref(),
            after: self.after.map(TemplateId),
            limit: limit.read(),
        };
        Ok(list(session, &filter)?.into_iter().try_for_each(each)?)
    }
}

impl PagedVerb for Templates {
    fn group(row: &TemplateRow) -> Option<&'static str> {
        row.status.map(Status::key)
    }

    fn key(row: &TemplateRow) -> Option<String> {
        Some(row.id.0.to_string())
    }
}
