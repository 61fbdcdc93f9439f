//! The WhatsApp Business profiles: what customers see of each of the workspace's numbers. Nothing of
//! a customer is in them.

use crate::rules::policy::grant::Profile;
use crate::{
    ops::{
        Changed, Error, Outcome, Result, Session, account::number_of, error::InputFault,
        lookup::require_account,
    },
    rules::{
        policy::permission::Permission,
        privacy::lens::{Lens, SafeText},
        whatsapp::business_profile::{BusinessProfile, Fault, Part, check_websites},
    },
};

/// A number's profile.
#[derive(Debug, Clone)]
pub struct ProfileRow {
    /// The number: the business's own, which no mask hides.
    pub account: SafeText,
    /// What people on the team call it.
    pub label: Option<SafeText>,
    /// What customers see.
    pub profile: BusinessProfile,
    /// Through whose eyes it is printed.
    pub lens: Lens,
}

/// What to change. What is `None` stays; an empty text is taken away, where WhatsApp lets it be.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProfileEdit<'a> {
    /// What the business calls itself.
    pub display_name: Option<&'a str>,
    /// The line under the name.
    pub about: Option<&'a str>,
    /// Where it is.
    pub address: Option<&'a str>,
    /// What it does.
    pub description: Option<&'a str>,
    /// Where it is written to.
    pub email: Option<&'a str>,
    /// Its industry.
    pub vertical: Option<&'a str>,
    /// Its pages, all of them.
    pub websites: Option<&'a [String]>,
}

/// The profiles of every number, in the order in which they were connected, or of one.
///
/// # Errors
/// Refused without `whatsapp-setup`; a number that isn't known.
pub fn show(session: &mut Session, account: Option<&str>) -> Result<Vec<ProfileRow>> {
    session.read(|snapshot, actor| {
        actor.require(Permission::WhatsappSetup)?;
        let lens = actor.lens();
        let accounts = match account {
            Some(name) => vec![require_account(snapshot, actor, name)?],
            None => snapshot.accounts()?,
        };
        accounts
            .into_iter()
            .map(|account| {
                Ok(ProfileRow {
                    profile: snapshot.business_profile(account.id)?,
                    account: number_of(&account.number),
                    label: account.label.map(|text| lens.staff(text)),
                    lens,
                })
            })
            .collect()
    })
}

/// Changes a number's profile.
///
/// # Errors
/// Refused without `whatsapp-setup`; a number that isn't known; what WhatsApp doesn't take.
pub fn set(session: &mut Session, account: &str, edit: ProfileEdit<'_>) -> Result<Outcome> {
    let now = session.now();
    session.change(
        |snapshot, actor| {
            let grant = actor.authorize::<Profile>(now)?;
            let account = require_account(snapshot, actor, account)?;
            let before = snapshot.business_profile(account.id)?;
            let after = edited(&before, edit).map_err(|fault| input(&fault))?;
            Ok((grant, (account, before, after)))
        },
        |change, _, (account, before, after)| {
            let websites = |profile: &BusinessProfile| {
                (!profile.websites.is_empty()).then(|| profile.websites.join(" "))
            };
            let changed = Changed::new("whatsapp.set", number_of(&account.number).to_string())
                .field("display_name", before.display_name.clone(), after.display_name.clone())
                .field("about", before.about.clone(), after.about.clone())
                .field("address", before.address.clone(), after.address.clone())
                .field("description", before.description.clone(), after.description.clone())
                .field("email", before.email.clone(), after.email.clone())
                .field("vertical", before.vertical.clone(), after.vertical.clone())
                .field("websites", websites(&before), websites(&after));
            if changed.fields.is_empty() {
                return Ok(Outcome::default());
            }
            change.save_business_profile(account.id, &after)?;
            let mut outcome = Outcome::from(changed);
            if before.display_name != after.display_name {
                let note = "WhatsApp shows a display name only when it has approved it";
                outcome.notes.push(note.to_owned());
            }
            Ok(outcome)
        },
    )
}

fn edited(
    before: &BusinessProfile,
    edit: ProfileEdit<'_>,
) -> std::result::Result<BusinessProfile, Fault> {
    let part = |part: Part, text: Option<&str>, before: &Option<String>| match text {
        Some(text) => part.check(text),
        None => Ok(before.clone()),
    };
    Ok(BusinessProfile {
        display_name: part(Part::DisplayName, edit.display_name, &before.display_name)?,
        about: part(Part::About, edit.about, &before.about)?,
        address: part(Part::Address, edit.address, &before.address)?,
        description: part(Part::Description, edit.description, &before.description)?,
        email: part(Part::Email, edit.email, &before.email)?,
        vertical: part(Part::Vertical, edit.vertical, &before.vertical)?,
        websites: match edit.websites {
            Some(texts) => check_websites(texts)?,
            None => before.websites.clone(),
        },
    })
}

fn input(fault: &Fault) -> Error {
    Error::Input(Box::new(InputFault {
        file: "whatsapp set".to_owned(),
        line: None,
        column: fault.at.map(|at| at as u64),
        problem: fault.to_string(),
        hint: Some(
            "nothing was changed; `rolecall whatsapp set --help` tells the limits".to_owned(),
        ),
    }))
}
