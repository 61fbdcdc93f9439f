//! `campaign create`.

use clap::ArgGroup;

use crate::{
    cli::{candidates, chat::moment, context::Context, error::Result, expiry, global::Change},
    ops::campaign::{Creation, NewCampaign, When, create},
    rules::{
        privacy::lens::SafeText,
        whatsapp::campaign::{LeftOut, Period},
    },
    ui::Value,
};

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("audience").required(true).multiple(true)
    .args(["tags", "traits", "countries", "all_contacts", "on_tag"]))]
pub struct Args {
    /// The campaign's name
    name: String,
    /// The template to send, which is approved
    #[arg(long, value_name = "NAME", add = candidates::templates())]
    template: String,
    /// That template's language, where it has several
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// The account to send from, by its number
    #[arg(long, value_name = "NUMBER")]
    account: String,
    /// What fills a variable: name, trait:KEY or text:TEXT, such as `--var city=trait:city`; behind a
    /// bar what to say to whoever has none: `city=trait:city|there`, `1=name|there`
    #[arg(long = "var", value_name = "VARIABLE=SOURCE")]
    variables: Vec<String>,
    /// To whoever has that tag; given again, both
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// To whoever has that trait, such as city=Mumbai; given again, both
    #[arg(long = "trait", value_name = "KEY=VALUE", value_parser = pair)]
    traits: Vec<(String, String)>,
    /// To numbers of that country: IN, or its calling code +91; given again, either
    #[arg(long = "country", value_name = "COUNTRY")]
    countries: Vec<String>,
    /// To everybody
    #[arg(long, conflicts_with_all = ["tags", "traits", "countries"])]
    all_contacts: bool,
    /// At that time, such as 2026-01-31 or 2026-01-31T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<i64>,
    /// Again and again, such as 12h, 1d, daily, weekly
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    every: Option<Period>,
    /// To each contact that is given that tag from now on, once ever
    #[arg(long, value_name = "TAG", conflicts_with_all = ["at", "every", "all_contacts"])]
    on_tag: Option<String>,
    /// Make it without setting it going; `campaign resume` does
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    change: Change,
}

pub fn run(args: &Args, context: &mut Context) -> Result {
    let mode = args.change.mode();
    let when = match (&args.on_tag, args.every) {
        (Some(tag), _) => When::OnTag(tag),
        (None, Some(period)) => When::Every(args.at, period),
        (None, None) => When::Once(args.at),
    };
    let wanted = NewCampaign {
        name: &args.name,
        template: &args.template,
        language: args.language.as_deref(),
        account: &args.account,
        variables: &args.variables,
        tags: &args.tags,
        traits: &args.traits,
        countries: &args.countries,
        when,
        is_draft: args.draft,
    };
    let created = create(&mut context.session_in(mode)?, &wanted)?;
    let rows = forecast(&created);
    context.report_with(&created.outcome, mode, rows.into_iter())
}

/// Whom it is for, and the first messages, as rows behind those of the change: the same as a dry run
/// and when it is made.
fn forecast(created: &Creation) -> Vec<Vec<Value>> {
    let object = created
        .outcome
        .changed
        .first()
        .map(|it| created.outcome.lens.staff(it.object.as_str()))
        .unwrap_or(SafeText::NOTHING);
    let row = |action: &'static str, object: SafeText, field: &'static str, after: Value| {
        vec![
            Value::plain(action),
            Value::Text(object),
            Value::plain(field),
            Value::Null,
            after,
            Value::Null,
        ]
    };
    let seen = &created.forecast;
    let mut rows = Vec::new();
    if let Some(recipients) = seen.recipients {
        rows.push(row("audience", object.clone(), "recipients", Value::count(recipients)));
    }
    for (reason, contacts) in seen.left_out.iter().flatten() {
        let field = LeftOut::field(reason);
        rows.push(row("left-out", object.clone(), field, Value::count(*contacts)));
    }
    for message in &seen.messages {
        let contact = SafeText::of(&[&"contact ", &message.contact.0]);
        rows.push(row("preview", contact, "message", message.text.clone().into()));
    }
    rows
}

/// A trait, parted at the first equals sign.
fn pair(text: &str) -> std::result::Result<(String, String), String> {
    let parted = text.split_once('=').filter(|(key, _)| !key.trim().is_empty());
    parted
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .ok_or_else(|| "write it as `key=value`".to_owned())
}

/// How often, as a length of time or one of the names that some have.
fn period(text: &str) -> std::result::Result<Period, String> {
    match Period::named(&text.trim().to_lowercase()) {
        Some(period) => Ok(period),
        None => Period::new(expiry::parse(text)?).map_err(|error| error.to_string()),
    }
}
