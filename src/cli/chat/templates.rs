//! `chat templates`.

use crate::{
    cli::verb::{Each, Limit, ListVerb, Listed, Paged, PagedVerb, row},
    ops::{
        Session,
        template::{Usable, Wanted, usable},
    },
    rules::{id::TemplateId, whatsapp::template::Category},
};

pub type Templates = Paged<Words>;

#[derive(clap::Args)]
pub struct Words {
    /// Only templates with all these words in their name or text
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// Start after the template with this ID
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
}

row!(template: Usable {
    faint "id".rank(5) => template.id.0,
    name "name" => template.name,
    "language" => template.language,
    "category".rank(4) => Category::key(template.version.category),
    "header".rank(2) => template.version.header,
    "body" => template.version.body,
    "footer".rank(3) => template.version.footer,
    "variables".rank(1) => template.version.variables,
});

impl ListVerb for Words {
    type Row = Usable;

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<Usable>) -> Listed {
        let wanted =
            Wanted { words: &self.text, after: self.after.map(TemplateId), limit: limit.read() };
        Ok(usable(session, &wanted)?.into_iter().try_for_each(each)?)
    }
}

impl PagedVerb for Words {
    fn key(row: &Usable) -> Option<String> {
        Some(row.id.0.to_string())
    }
}
