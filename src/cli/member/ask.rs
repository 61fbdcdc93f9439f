//! What `member add` asks for at a terminal, where the command line left it out.

use crate::{
    cli::{context::Context, error::Error},
    ops::member::{RoleChoice, role_choices},
    rules::{
        error::Kind,
        privacy::lens::SafeText,
        workspace::member::{Email, check_name},
    },
    store::Mode,
};

/// The answers.
pub struct Answers {
    /// The login id.
    pub email: String,
    /// Their name.
    pub name: Option<String>,
    /// Their role.
    pub role: String,
}

/// Completes what was given by asking for the rest. Nothing is asked where nothing is missing; the
/// name, which may be missing, is asked for only along with the email.
pub fn complete(
    email: Option<&str>,
    name: Option<&str>,
    role: Option<&str>,
    context: &mut Context,
) -> Result<Answers, Error> {
    let missing = match (email, role) {
        (Some(email), Some(role)) => {
            let name = name.map(str::to_owned);
            return Ok(Answers { email: email.to_owned(), name, role: role.to_owned() });
        }
        (None, _) => "EMAIL",
        (_, None) => "--role",
    };
    if !context.output.can_ask() {
        return Err(Error::usage(
            format!("`{missing}` is missing, and there is no terminal to ask on"),
            "give it: `rolecall member add EMAIL --role ROLE`",
        ));
    }
    // Before the first question: who may not add anybody isn't asked whom.
    let choices = role_choices(&mut context.session_in(Mode::DryRun)?)?;
    let mut name = name.map(str::to_owned);
    let email = match email {
        Some(email) => email.to_owned(),
        None => {
            let check = |text: &str| Email::parse(text).map(drop).map_err(|error| error.problem());
            let email = context.output.ask("Email", &check)?.ok_or(Error::Cancelled)?;
            if name.is_none() {
                let check = |text: &str| match text.trim() {
                    "" => Ok(()),
                    text => check_name(Kind::Name, text).map(drop).map_err(|error| error.problem()),
                };
                let given = context.output.ask("Name (may be empty)", &check)?;
                let given = given.ok_or(Error::Cancelled)?;
                name = Some(given).filter(|given| !given.is_empty());
            }
            email
        }
    };
    let role = match role {
        Some(role) => role.to_owned(),
        None => choose(&choices, context)?,
    };
    Ok(Answers { email, name, role })
}

fn choose(choices: &[RoleChoice], context: &mut Context) -> Result<String, Error> {
    let shown: Vec<_> = choices
        .iter()
        .map(|choice| {
            let opens: Vec<_> =
                choice.opens.iter().map(|module| SafeText::word(module.key())).collect();
            (choice.name.clone(), SafeText::join(&opens, ", "))
        })
        .collect();
    let chosen = context.output.choose("Role, and what it opens", &shown)?;
    chosen
        .and_then(|index| choices.get(index))
        .map(|choice| choice.name.to_string())
        .ok_or(Error::Cancelled)
}
