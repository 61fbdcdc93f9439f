//! `chat search`.

use crate::{
    cli::verb::{Each, Limit, ListVerb, Listed, Paged, PagedVerb, row},
    ops::{
        Session,
        chat::{Hit, Search, search},
    },
    rules::{id::MessageId, policy::scope::Scope},
    store::Direction,
    ui::Value,
};

pub type Found = Paged<Words>;

#[derive(clap::Args)]
pub struct Words {
    /// Words to find: all must match, the last one as a prefix
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    /// Start after this message
    #[arg(long, value_name = "MESSAGE")]
    after: Option<i64>,
}

row!(hit: Hit {
    faint "id" => hit.chat.id.0,
    "account".rank(5) => hit.chat.account,
    name "contact" => hit.chat.contact,
    "phone".rank(1) => hit.chat.phone,
    "phone_masked".rank(6) => hit.chat.phone_masked,
    faint "message".rank(3) => hit.message.map(|message| message.0),
    faint "at".rank(2) => Value::Time(hit.at),
    "direction".rank(4) => hit.direction.map(Direction::key),
    "match".least(28) => hit.matched,
    "scope".rank(7) => hit.chat.scope.map(Scope::key),
});

impl ListVerb for Words {
    type Row = Hit;

    fn rows(&self, session: &mut Session, limit: Limit, each: Each<Hit>) -> Listed {
        let text = self.text.join(" ");
        let limit = limit.read().unwrap_or(u64::MAX);
        let wanted = Search { text: &text, after: self.after.map(MessageId), limit };
        Ok(search(session, &wanted)?.into_iter().try_for_each(each)?)
    }
}

impl PagedVerb for Words {
    fn key(row: &Hit) -> Option<String> {
        // Names come first, and only messages have keys to go on from.
        row.message.map(|message| message.0.to_string())
    }
}
