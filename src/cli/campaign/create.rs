//! `campaign create`.

use clap::ArgGroup;

use crate::{
    cli::{
        candidates,
        chat::moment,
        contact::pair,
        expiry,
        verb::{ChangeVerb, Done},
    },
    ops::{
        self, Session,
        campaign::{Creation, NewCampaign, When, create},
    },
    rules::{
        privacy::lens::SafeText,
        whatsapp::campaign::{LeftOut, Period},
    },
    ui::Value,
};

#[derive(clap::Args)]
#[command(group = ArgGroup::new("audience").required(true).multiple(true)
    .args(["tags", "traits", "countries", "all_contacts", "on_tag"]))]
pub struct Create {
    /// Name of the campaign
    name: String,
    /// Approved template to send
    #[arg(long, value_name = "NAME", add = candidates::templates())]
    template: String,
    /// Language of the template, if it has several
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// Account to send from, by its number
    #[arg(long, value_name = "NUMBER")]
    account: String,
    /// Value of a variable: name, trait:KEY or text:TEXT, such as `city=trait:city`; after a bar, a default:
    /// `city=trait:city|there`, `1=name|there`
    #[arg(long = "var", value_name = "VARIABLE=SOURCE")]
    variables: Vec<String>,
    /// Only contacts with this tag; given again, with both
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only contacts with this trait, such as city=Mumbai; given again, with both
    #[arg(long = "trait", value_name = "KEY=VALUE", value_parser = pair)]
    traits: Vec<(String, String)>,
    /// Only numbers of this country: IN, or its calling code +91; given again, of either
    #[arg(long = "country", value_name = "COUNTRY")]
    countries: Vec<String>,
    /// Every contact
    #[arg(long, conflicts_with_all = ["tags", "traits", "countries"])]
    all_contacts: bool,
    /// Time to send at, such as 2026-01-31 or 2026-01-31T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<i64>,
    /// Repeat it, such as 12h, 1d, daily, weekly
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    every: Option<Period>,
    /// Send once to each contact that gets this tag from now on
    #[arg(long, value_name = "TAG", conflicts_with_all = ["at", "every", "all_contacts"])]
    on_tag: Option<String>,
    /// Create it without starting it; `campaign resume` starts it
    #[arg(long)]
    draft: bool,
}

impl ChangeVerb for Create {
    fn apply(&self, session: &mut Session) -> ops::Result<Done> {
        let when = match (&self.on_tag, self.every) {
            (Some(tag), _) => When::OnTag(tag),
            (None, Some(period)) => When::Every(self.at, period),
            (None, None) => When::Once(self.at),
        };
        let wanted = NewCampaign {
            name: &self.name,
            template: &self.template,
            language: self.language.as_deref(),
            account: &self.account,
            variables: &self.variables,
            tags: &self.tags,
            traits: &self.traits,
            countries: &self.countries,
            when,
            is_draft: self.draft,
        };
        let created = create(session, &wanted)?;
        let rows = forecast(&created);
        Ok(Done { rows, ..created.outcome.into() })
    }
}

/// Who gets it, and the first messages, as rows after those of the change.
fn forecast(created: &Creation) -> Vec<[Value; 6]> {
    let object = created
        .outcome
        .changed
        .first()
        .map_or(SafeText::NOTHING, |it| created.outcome.lens.staff(it.object.as_str()));
    let row = |action: &'static str, object: SafeText, field: &'static str, after: Value| {
        [action.into(), object.into(), field.into(), Value::Null, after, Value::Null]
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

/// How often, as a length of time or one of the names that some have.
fn period(text: &str) -> std::result::Result<Period, String> {
    match Period::named(&text.trim().to_lowercase()) {
        Some(period) => Ok(period),
        None => Period::new(expiry::parse(text)?).map_err(|error| error.to_string()),
    }
}
