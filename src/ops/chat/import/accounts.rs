//! Finding and adding the workspace's own numbers, and whose they are.

use std::collections::{HashMap, HashSet};

use anyhow::anyhow;

use super::{fault::Fault, source::NAME_THE_ACCOUNT, writer::Writer};
use crate::{
    formats::{
        event::{AccountRef, AccountState},
        place::Place,
    },
    ops::{
        Changed, Error,
        account::{number_of, past},
        acting::as_actor,
        sight::check_given,
    },
    rules::{
        error::Kind,
        id::{AccountId, MemberId},
        phone::Phone,
        policy::{
            grant::{Accounts as Connections, Grant},
            permission::Permission,
        },
        workspace::member::check_name,
    },
    store::{Account, AccountDetails, Member},
};

/// How many accounts are remembered by what they are called.
const REMEMBERED: usize = 1 << 10;

/// The accounts that were met.
#[derive(Default)]
pub(super) struct Accounts {
    by_name: HashMap<AccountRef, AccountId>,
    /// Those that were only looked up.
    looked_up: HashMap<AccountRef, Option<AccountId>>,
    /// Those that were there before.
    met: HashSet<AccountId>,
    /// Of those, the ones that another had connected before they had any chat.
    claimed: Vec<Account>,
}

impl Writer<'_> {
    /// The account with that number or id. One that isn't there is added, without a connector.
    pub(super) fn account(
        &mut self,
        account: &AccountRef,
        place: &Place,
    ) -> Result<AccountId, Fault> {
        if let Some(id) = self.accounts.by_name.get(account) {
            return Ok(*id);
        }
        let id = self.find_account(account, place)?;
        if self.accounts.by_name.len() >= REMEMBERED {
            self.accounts.by_name.clear();
        }
        self.accounts.by_name.insert(account.clone(), id);
        Ok(id)
    }

    /// The account with that number or id, if it is there already.
    pub(super) fn known_account_of(
        &mut self,
        account: &AccountRef,
    ) -> Result<Option<AccountId>, Fault> {
        let known = self.accounts.by_name.get(account).copied().map(Some);
        if let Some(known) = known.or_else(|| self.accounts.looked_up.get(account).copied()) {
            return Ok(known);
        }
        let digits = account.display_number.as_deref();
        let number = digits.and_then(|digits| number(digits, &Place::default()).ok());
        let known = match (number, account.phone_number_id.as_deref()) {
            (Some(number), _) => self.change.account_by_number(&number)?,
            (None, Some(id)) => self.change.account_by_phone_number_id(id)?,
            (None, None) => None,
        };
        let known = known.map(|account| account.id);
        if self.accounts.looked_up.len() >= REMEMBERED {
            self.accounts.looked_up.clear();
        }
        self.accounts.looked_up.insert(account.clone(), known);
        Ok(known)
    }

    fn find_account(&mut self, account: &AccountRef, place: &Place) -> Result<AccountId, Fault> {
        let number = account.display_number.as_deref().map(|digits| number(digits, place));
        let mut number = number.transpose()?;
        let own_id = account.phone_number_id.as_deref();
        if number.is_none()
            && let Some(id) = own_id
            && let Some(known) = self.change.account_by_phone_number_id(id)?
        {
            return self.known_account(known);
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
            return self.known_account(known);
        }
        self.report.accounts.new += 1;
        self.report.new_accounts.push(crate::ops::account::number_of(&number).to_string());
        Ok(self.change.insert_bare_account(&number, own_id, self.now)?)
    }

    /// Notes whose an account is that has no chats yet: anybody who may connect a number can have
    /// claimed it, and sees what comes.
    fn known_account(&mut self, known: Account) -> Result<AccountId, Fault> {
        let id = known.id;
        let is_another_s = known.connector.is_some_and(|it| it.member != self.actor.id);
        let is_new_here = self.accounts.met.insert(id);
        if is_new_here && is_another_s && !self.change.has_chats(id)? {
            self.accounts.claimed.push(known);
        }
        Ok(id)
    }

    /// Says whose the accounts are that were claimed and got their first chats.
    pub(super) fn tell_claimed(&mut self) -> Result<(), Fault> {
        let may_name = self.actor.may(Permission::Inbox).allowed || self.actor.knows_members();
        for account in std::mem::take(&mut self.accounts.claimed) {
            let number = number_of(&account.number);
            if self.change.has_chats(account.id)? {
                let email = account.connector_email.filter(|_| may_name);
                let whose =
                    email.map_or_else(|| "another member".to_owned(), |it| format!("`{it}`"));
                self.report.notes.push(format!(
                    "account `{number}` had no chats, and {whose} had connected it: they see the \
                     chats that came; `rolecall account transfer {number} --to EMAIL` gives it to \
                     another"
                ));
            }
        }
        Ok(())
    }

    /// Whose a number is, and what it is called.
    pub(super) fn account_state(&mut self, state: &AccountState) -> Result<(), Fault> {
        let new_before = self.report.accounts.new;
        let id = self.account(&state.account, &state.place)?;
        let before = self.change.account_details(id)?;
        let mut after = before.clone();
        if let Some(label) = &state.label {
            let label = check_name(Kind::Label, label).map_err(|_| {
                let problem = "`account_name` can't be a label";
                Fault::input(&state.place, problem, "give it another name")
            })?;
            after.label = Some(label);
        }
        let connected = before.connector.is_some() || before.awaited_connector.is_some();
        let mut owner = None;
        if let Some(email) = &state.owner
            && (state.owner_is_certain || !connected)
        {
            owner = self.change.member(email)?;
            after.connector = owner.as_ref().map(|member| member.id);
            after.awaited_connector = owner.is_none().then(|| email.trim().to_ascii_lowercase());
        }
        let mut is_different = before != after;
        if is_different {
            let accounts = self.change.accounts()?.into_iter();
            let Some(account) = accounts.into_iter().find(|account| account.id == id) else {
                return Err(Fault::Other(Error::Bug(anyhow!("an account came and went"))));
            };
            let number = number_of(&account.number).to_string();
            let checked = self.authorize_owner(&account, owner, &after);
            let verb = "account.connect";
            if let Some(grant) = self.report.denied.unless(verb, &number, checked)? {
                let change = self.change.under(&grant);
                change.set_account_details(id, &after)?;
                let email = |id: Option<MemberId>, awaited: Option<String>| -> Result<_, Fault> {
                    let member = id.map(|id| self.change.member_by_id(id)).transpose()?.flatten();
                    Ok(member.map(|member| member.email).or(awaited))
                };
                let was = email(before.connector, before.awaited_connector)?;
                let is = email(after.connector, after.awaited_connector.clone())?;
                let changed = Changed::new(verb, number.as_str())
                    .field("label", before.label, after.label.clone())
                    .field("connector", was, is);
                self.report.tell(&change, changed)?;
                if after.connector.is_some() || after.awaited_connector.is_some() {
                    self.report.new_accounts.retain(|known| *known != number);
                }
            } else {
                is_different = false;
            }
        }
        if self.report.accounts.new == new_before {
            self.report.accounts.known(is_different);
        }
        Ok(())
    }

    /// Asks what `account connect` asks or, of an account that somebody has, `account transfer`.
    fn authorize_owner(
        &self,
        account: &Account,
        owner: Option<Member>,
        after: &AccountDetails,
    ) -> Result<Grant<Connections>, Fault> {
        let is_own = after.connector == Some(self.actor.id);
        let grant = self.actor.authorize_connection(!is_own, self.now)?;
        let was = account.connector.map(|connector| connector.member);
        if was == after.connector && account.awaited_connector == after.awaited_connector {
            return Ok(grant);
        }
        if let Some(member) = was.map(|id| self.change.member_by_id(id)).transpose()?.flatten() {
            let policy = self.change.policy()?;
            self.actor.authorize_account(account.connector, self.now)?;
            self.actor.require_reach(policy.role(&member.role)?)?;
        } else {
            self.actor.require_claim(&past(self.change, account).map_err(Fault::Other)?)?;
        }
        if let Some(owner) = owner {
            let mut owner = as_actor(self.change, owner).map_err(Fault::Other)?;
            owner.previews = true;
            owner.require(Permission::AccountsConnect)?;
        }
        check_given(self.change, self.actor, |census| {
            for owned in census.accounts.iter_mut().filter(|owned| owned.id == account.id) {
                owned.connector = after.connector;
            }
        })
        .map_err(Fault::Other)?;
        Ok(grant)
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
