//! `campaign create`: the one moment at which its author is asked.

use super::{
    object,
    preview::{Forecast, forecast},
    sending::Sending,
};
use crate::rules::policy::permission::Permission;
use crate::{
    ops::{
        Changed, Outcome, Result, Session, account::number_of, contact::country_test,
        lookup::require_account, template::sendable,
    },
    rules::{
        error::{Kind, NameError, TemplateError},
        policy::{
            actor::Actor,
            grant::{Campaigns, Grant},
        },
        privacy::text::CustomerText,
        whatsapp::{
            campaign::{Audience, Filling, Period, Schedule, State},
            template::{FillFault, FillProblem, Form, Language},
        },
        workspace::member::check_name,
    },
    store::{self, Account, Snapshot, Template},
};

/// When a campaign is to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When<'a> {
    /// Once; at once, where no time is given, in milliseconds since 1970.
    Once(Option<i64>),
    /// The same, and each period after it.
    Every(Option<i64>, Period),
    /// To whoever is given that tag from now on.
    OnTag(&'a str),
}

/// A campaign as somebody asks for it.
#[derive(Debug, Clone, Copy)]
pub struct NewCampaign<'a> {
    /// Its name.
    pub name: &'a str,
    /// The template's name.
    pub template: &'a str,
    /// The template's language, where it is there in several.
    pub language: Option<&'a str>,
    /// The number of the account to send from.
    pub account: &'a str,
    /// What fills the template's variables, such as `city=trait:city|there`.
    pub variables: &'a [String],
    /// To whoever has each of these tags,
    pub tags: &'a [String],
    /// and each of these traits with its value,
    pub traits: &'a [(String, String)],
    /// and a number of one of these countries; none for any.
    pub countries: &'a [String],
    /// When.
    pub when: When<'a>,
    /// Whether it waits to be set going.
    pub is_draft: bool,
}

/// What making a campaign did, and what the campaign will do.
#[derive(Debug, Clone)]
pub struct Creation {
    /// What was made.
    pub outcome: Outcome,
    /// Whom it is for, as it looks now.
    pub forecast: Forecast,
}

/// A campaign that was looked up and may be made.
struct Prepared {
    name: String,
    template: Template,
    account: Account,
    sending: Sending,
    schedule: Schedule,
    on_tag: Option<CustomerText>,
}

/// Makes a campaign. Its author needs `notifications`, and an account that they may start chats from.
///
/// # Errors
/// Refused; a filter by what is hidden from the author; a template, language or account that isn't
/// known; a template that isn't approved or isn't filled; a name that is taken; a time that is over.
pub fn create(session: &mut Session, wanted: &NewCampaign<'_>) -> Result<Creation> {
    let now = session.now();
    // Before the change and not within it: nobody else can write while that goes on.
    let forecast = session.read(|snapshot, actor| {
        let (_, prepared) = prepare(snapshot, actor, wanted, now)?;
        let mut seen = forecast(snapshot, actor, &prepared.sending)?;
        if prepared.schedule == Schedule::OnTag {
            // Who has the tag by now was given it too early.
            (seen.recipients, seen.left_out) = (None, None);
        }
        Ok(seen)
    })?;
    let outcome = session.change(
        |snapshot, actor| prepare(snapshot, actor, wanted, now),
        |change, actor, prepared| {
            let state = match prepared.schedule {
                _ if wanted.is_draft => State::Draft,
                Schedule::OnTag => State::Running,
                Schedule::Once(_) | Schedule::Every(..) => State::Scheduled,
            };
            let id = change.insert_campaign(&store::NewCampaign {
                name: &prepared.name,
                template: prepared.template.id,
                account: prepared.account.id,
                author: &actor.email,
                state,
                schedule: prepared.schedule,
                on_tag: prepared.on_tag.as_ref(),
                audience: &prepared.sending.audience,
                fillings: &prepared.sending.fillings,
                at: now,
            })?;
            if state == State::Running {
                change.start_occurrence(id, 1, now, now)?;
            }
            Ok(made(&prepared, state).into())
        },
    )?;
    Ok(Creation { outcome, forecast })
}

fn made(prepared: &Prepared, state: State) -> Changed {
    let Prepared { name, template, account, schedule, .. } = prepared;
    let period = match schedule {
        Schedule::Every(_, period) => Some(period.to_string()),
        Schedule::Once(_) | Schedule::OnTag => None,
    };
    Changed::new("campaign.create", object(name))
        .new_field("template", Some(format!("{} {}", template.name, template.language)))
        .new_field("account", Some(number_of(&account.number).to_string()))
        .new_field("schedule", Some(schedule.key()))
        .new_field("every", period)
        .new_field("state", Some(state.key()))
}

fn prepare(
    snapshot: &Snapshot<'_>,
    actor: &Actor,
    wanted: &NewCampaign<'_>,
    now: i64,
) -> Result<(Grant<Campaigns>, Prepared)> {
    actor.require(Permission::Notifications)?;
    if !wanted.traits.is_empty() {
        actor.require_traits()?;
    }
    let account = require_account(snapshot, actor, wanted.account)?;
    let number = number_of(&account.number);
    let grant = actor.authorize_campaign((number.as_str(), account.connector), now)?;
    let name = check_name(Kind::Campaign, wanted.name)?;
    if let Some(known) = snapshot.campaign_by_name(&name)? {
        return Err(NameError::duplicate(Kind::Campaign, &known.name).into());
    }
    let language = wanted.language.map(Language::parse).transpose()?;
    let found = sendable(snapshot, actor, wanted.template, language.as_ref())?;
    let Some(template) = snapshot.template(&found.name, &found.language)? else {
        return Err(store::Error::Corrupt("a template came and went".to_owned()).into());
    };
    let fillings = fillings(&found.name, &found.form, wanted.variables)?;
    if fillings.iter().any(Filling::is_of_traits) {
        // Whom it wrote to, and whose text was too long, would tell of traits.
        actor.require_traits()?;
    }
    let (schedule, on_tag) = schedule(wanted.when, now)?;
    let mut audience = Audience {
        tags: wanted.tags.iter().map(|tag| own(tag)).collect(),
        traits: wanted.traits.iter().map(|(key, value)| (own(key), own(value))).collect(),
        countries: countries(wanted.countries)?,
        chats_of: actor.campaign_reach(account.id),
    };
    // Who was given it and has lost it again by the time of writing wasn't meant.
    audience.tags.extend(on_tag.clone().filter(|tag| !audience.tags.contains(tag)));
    let sending = Sending::new(audience, fillings, found.version, found.form);
    Ok((grant, Prepared { name, template, account, sending, schedule, on_tag }))
}

fn own(text: &str) -> CustomerText {
    CustomerText::new(text.trim())
}

fn schedule(when: When<'_>, now: i64) -> Result<(Schedule, Option<CustomerText>)> {
    let first = |at: Option<i64>| match at {
        Some(at) if at < now => Err(NameError::invalid(Kind::Time, &written(at), "is over")),
        Some(at) => Ok(at),
        None => Ok(now),
    };
    Ok(match when {
        When::Once(at) => (Schedule::Once(first(at)?), None),
        When::Every(at, period) => (Schedule::Every(first(at)?, period), None),
        When::OnTag(tag) => (Schedule::OnTag, Some(own(tag))),
    })
}

fn written(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |at| at.to_string())
}

fn countries(wanted: &[String]) -> Result<Vec<String>> {
    let codes = wanted.iter().map(|country| country_test(country).map(|it| it.code().to_owned()));
    let mut codes = codes.collect::<std::result::Result<Vec<_>, _>>()?;
    codes.sort();
    codes.dedup();
    Ok(codes)
}

/// What fills the template's variables: each of them once, and nothing else.
fn fillings(template: &str, form: &Form, wanted: &[String]) -> Result<Vec<Filling>> {
    let mut fillings: Vec<Filling> = Vec::new();
    for line in wanted {
        let filling = Filling::parse(line)?;
        if fillings.iter().any(|known| known.variable == filling.variable) {
            let problem = "is filled twice";
            return Err(NameError::invalid(Kind::Variable, &filling.variable, problem).into());
        }
        fillings.push(filling);
    }
    let is_filled = |name: &String| fillings.iter().any(|filling| filling.variable == *name);
    let fault = |variable: &str, problem| FillFault { variable: variable.to_owned(), problem };
    let missing = form.variables().iter().filter(|name| !is_filled(name));
    let mut faults: Vec<_> = missing.map(|name| fault(name, FillProblem::Missing)).collect();
    let unknown = fillings.iter().filter(|filling| !form.variables().contains(&filling.variable));
    faults.extend(unknown.map(|filling| fault(&filling.variable, FillProblem::Unknown)));
    if faults.is_empty() {
        Ok(fillings)
    } else {
        let variables = form.variables().to_vec();
        Err(TemplateError::Fill { name: template.to_owned(), variables, faults }.into())
    }
}
