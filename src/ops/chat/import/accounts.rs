//! Finding and adding the workspace's own numbers, and whose they are.

use super::{fault::Fault, source::NAME_THE_ACCOUNT, writer::Writer};
use crate::{
    formats::{
        event::{AccountRef, AccountState},
        place::Place,
    },
    rules::{id::AccountId, policy::permission::Permission, privacy::phone::Phone},
};

/// The account that was met last: things of one account come in runs.
#[derive(Default)]
pub(super) struct Accounts {
    last: Option<(AccountRef, AccountId)>,
}

impl Writer<'_> {
    /// The account with that number or id. One that isn't there is added, without a connector.
    pub(super) fn account(
        &mut self,
        account: &AccountRef,
        place: &Place,
    ) -> Result<AccountId, Fault> {
        if let Some((known, id)) = &self.accounts.last
            && known == account
        {
            return Ok(*id);
        }
        let id = self.find_account(account, place)?;
        self.accounts.last = Some((account.clone(), id));
        Ok(id)
    }

    fn find_account(&mut self, account: &AccountRef, place: &Place) -> Result<AccountId, Fault> {
        let number = account.display_number.as_deref().map(|digits| number(digits, place));
        let mut number = number.transpose()?;
        let own_id = account.phone_number_id.as_deref();
        if number.is_none()
            && let Some(id) = own_id
            && let Some(known) = self.change.account_by_phone_number_id(id)?
        {
            return Ok(known.id);
        }
        let is_named = self.request.account.is_some();
        if number.is_none() && (account.is_unnamed() || is_named) {
            number.clone_from(&self.request.known.account);
        }
        let Some(number) = number else {
            return Err(if account.is_unnamed() {
                Fault::whole(&Place::default(), self.request.known.no_account(), NAME_THE_ACCOUNT)
            } else {
                let problem = "no account of this workspace has the id that is given";
                Fault::input(
                    place,
                    problem,
                    "import what gives its number first, or name it with `--account NUMBER`",
                )
            });
        };
        if let Some(known) = self.change.account_by_number(&number)? {
            if let Some(id) = own_id {
                self.change.learn_phone_number_id(known.id, id)?;
            }
            return Ok(known.id);
        }
        self.report.accounts.new += 1;
        self.report.new_accounts.push(crate::ops::account::number_of(&number).to_string());
        Ok(self.change.insert_bare_account(&number, own_id, self.now)?)
    }

    /// Whose a number is, and what it is called.
    pub(super) fn account_state(&mut self, state: &AccountState) -> Result<(), Fault> {
        self.actor.require(Permission::TeamSettings)?;
        let new_before = self.report.accounts.new;
        let id = self.account(&state.account, &state.place)?;
        let before = self.change.account_details(id)?;
        let mut after = before.clone();
        if let Some(label) = &state.label {
            let name = crate::rules::workspace::member::check_name(
                crate::rules::error::Kind::Label,
                label,
            );
            let label = name.map_err(|_| {
                Fault::input(
                    &state.place,
                    "`account_name` can't be a label",
                    "give it another name",
                )
            })?;
            after.label = Some(label);
        }
        let connected = before.connector.is_some() || before.awaited_connector.is_some();
        if let Some(owner) = &state.owner
            && (state.owner_is_certain || !connected)
        {
            let member = self.change.member(owner)?;
            after.connector = member.as_ref().map(|member| member.id);
            after.awaited_connector = member.is_none().then(|| owner.trim().to_ascii_lowercase());
        }
        let is_different = before != after;
        if is_different {
            let grant = self.actor.authorize_connection(true, self.now)?;
            self.change.under(&grant).set_account_details(id, &after)?;
        }
        if self.report.accounts.new == new_before {
            self.report.accounts.known(is_different);
        }
        if after.connector.is_some() || after.awaited_connector.is_some() {
            let number = self.change.accounts()?.into_iter().find(|account| account.id == id);
            let number = number.map(|account| crate::ops::account::number_of(&account.number));
            self.report
                .new_accounts
                .retain(|known| number.as_ref().is_none_or(|number| number.as_str() != known));
        }
        Ok(())
    }
}

/// A number of WhatsApp's: digits without a plus.
pub(super) fn number(digits: &str, place: &Place) -> Result<Phone, Fault> {
    Phone::from_wa_id(digits).map_err(|error| {
        Fault::input(
            place,
            error.to_string(),
            "WhatsApp writes numbers as digits, country code first",
        )
    })
}
