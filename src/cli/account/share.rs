//! `account share`.

use crate::{
    cli::{candidates, context::Context, error::Result, expiry, global::Change},
    ops::account::{Share, User, share},
    ui::Value,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The account, by its number
    account: String,
    /// With whom; who is no member yet is invited
    #[arg(long, value_name = "EMAIL", required = true, num_args = 1.., add = candidates::members())]
    with: Vec<String>,
    /// The role of who is new [default: teammate]
    #[arg(long, add = candidates::roles())]
    role: Option<String>,
    /// How long invitations are valid
    #[arg(long, value_name = "TIME", default_value = "7d", value_parser = expiry::parse)]
    expires: i64,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let wanted = Share {
        account: &args.account,
        with: &args.with,
        role: args.role.as_deref(),
        invitation: Some(args.expires),
    };
    let (outcome, users) = share(&mut context.session_in(mode)?, &wanted)?;
    context.report_with(&outcome, mode, users.into_iter().map(row))
}

/// Who has the account then, in the shape of a change: by which scope they had it and have it.
fn row(user: User) -> Vec<Value> {
    vec![
        Value::plain("access"),
        user.member.into(),
        Value::plain("scope"),
        user.before.map(|scope| Value::plain(scope.key())).into(),
        Value::plain(user.scope.key()),
        Value::Null,
    ]
}
