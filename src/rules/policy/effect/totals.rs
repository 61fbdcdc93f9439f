//! The effects on everybody, added up: what stands first when a change is looked at.

use super::{MemberEffect, Reading};

/// A change as a whole. What is counted by member counts each member once; chats are counted once
/// for every member for whom they come or go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Members for whom anything changes.
    pub members: u64,
    /// Members who may do, see or read anything more.
    pub gaining: u64,
    /// Members who may do, see or read anything less.
    pub losing: u64,
    /// Sections of the product that appear, over all members.
    pub modules_shown: u64,
    /// Sections that disappear, over all members.
    pub modules_hidden: u64,
    /// Permissions gained, over all members.
    pub permissions_gained: u64,
    /// Permissions lost, over all members.
    pub permissions_lost: u64,
    /// Chats that come into sight, over all members.
    pub chats_gained: u64,
    /// Chats that go out of sight, over all members.
    pub chats_lost: u64,
    /// Members who can't read numbers any more.
    pub numbers_hidden: u64,
    /// Members who now can.
    pub numbers_readable: u64,
    /// Members who can't read traits any more.
    pub traits_hidden: u64,
    /// Members who now can.
    pub traits_readable: u64,
    /// Members from whom more of customers' texts is hidden.
    pub texts_hidden: u64,
    /// Members who can read more of them.
    pub texts_readable: u64,
}

impl<'e> FromIterator<&'e MemberEffect> for Totals {
    fn from_iter<I: IntoIterator<Item = &'e MemberEffect>>(effects: I) -> Self {
        let mut totals = Self::default();
        for effect in effects {
            let is = |reading: Option<Reading>, wanted| u64::from(reading == Some(wanted));
            totals.members += 1;
            totals.gaining += u64::from(effect.gains());
            totals.losing += u64::from(effect.loses());
            totals.modules_shown += effect.modules_shown().count() as u64;
            totals.modules_hidden += effect.modules_hidden().count() as u64;
            totals.permissions_gained += u64::from(effect.gained.len());
            totals.permissions_lost += u64::from(effect.lost.len());
            totals.chats_gained += effect.chats_gained;
            totals.chats_lost += effect.chats_lost;
            totals.numbers_hidden += is(effect.numbers, Reading::Hidden);
            totals.numbers_readable += is(effect.numbers, Reading::Readable);
            totals.traits_hidden += is(effect.traits, Reading::Hidden);
            totals.traits_readable += is(effect.traits, Reading::Readable);
            totals.texts_hidden += u64::from(effect.texts.is_some_and(|(was, is)| is > was));
            totals.texts_readable += u64::from(effect.texts.is_some_and(|(was, is)| is < was));
        }
        totals
    }
}
