//! `who-can`: the reverse look-up.

use super::{
    can::question,
    candidates,
    verb::{Each, Limit, ListVerb, Listed, row},
};
use crate::{
    ops::{
        Session,
        decision::When,
        who_can::{WhoRow, who_can},
    },
    rules::policy::scope::Scope,
};

#[derive(clap::Args)]
pub struct Who {
    /// A permission; or `view` or `reply`, with `--chat`
    #[arg(value_name = "PERMISSION", add = candidates::permissions())]
    permission: String,
    /// The chat to view or to reply in
    #[arg(long, value_name = "ID", add = candidates::chats())]
    chat: Option<i64>,
    /// Answer as if invited members had joined
    #[arg(long)]
    if_joined: bool,
}

row!(row: WhoRow {
    name "member" => row.member,
    "role" => row.role,
    "reason" => row.reason.code(),
    "scope".rank(1) => row.scope.map(Scope::key),
});

impl ListVerb for Who {
    type Row = WhoRow;

    fn rows(&self, session: &mut Session, _limit: Limit, each: Each<WhoRow>) -> Listed {
        let question = question(&self.permission, self.chat)?;
        Ok(who_can(session, question, When::if_joined(self.if_joined))?
            .into_iter()
            .try_for_each(each)?)
    }
}
