//! Who of an audience is written to, and why somebody isn't.

use std::{collections::BTreeMap, fmt};

use super::Filling;
use crate::rules::{id::ContactId, phone::Phone, privacy::text::CustomerText};

/// A contact whom a campaign comes to.
#[derive(Clone)]
pub struct Candidate {
    /// Who.
    pub contact: ContactId,
    /// Their name.
    pub name: Option<CustomerText>,
    /// Their number; missing where WhatsApp withholds it.
    pub phone: Option<Phone>,
    /// Whether they agreed to be written to; `None` where nobody asked them.
    pub opted_in: Option<bool>,
    /// The traits that the campaign's variables name, one for each of its fillings, in order.
    pub traits: Vec<Option<CustomerText>>,
    /// Whether they are in the audience now.
    pub in_audience: bool,
}

/// Why a contact isn't written to. The order is that in which it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOut {
    /// They were given the tag, and it was taken away again, or another condition doesn't hold.
    NotInAudience,
    /// They didn't agree to be written to, or were never asked.
    NotOptedIn,
    /// Their number isn't known.
    NoNumber,
    /// They have nothing to fill a variable with, and it has no default.
    VariableMissing,
    /// With their values the message can't be sent: it is too long, or a space stands in an address.
    UnfitValue,
}

impl LeftOut {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::NotInAudience,
        Self::NotOptedIn,
        Self::NoNumber,
        Self::VariableMissing,
        Self::UnfitValue,
    ];

    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotInAudience => "not-in-audience",
            Self::NotOptedIn => "not-opted-in",
            Self::NoNumber => "no-number",
            Self::VariableMissing => "variable-missing",
            Self::UnfitValue => "unfit-value",
        }
    }

    /// The field that counts it, in JSON and in tables.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NotInAudience => "not_in_audience",
            Self::NotOptedIn => "not_opted_in",
            Self::NoNumber => "no_number",
            Self::VariableMissing => "variable_missing",
            Self::UnfitValue => "unfit_value",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.key())
    }
}

/// The values of the variables for a contact who is to be written to, by variable.
///
/// # Errors
/// Why they are left out: unknown consent is none.
pub fn sort(
    candidate: &Candidate,
    fillings: &[Filling],
) -> Result<BTreeMap<String, CustomerText>, LeftOut> {
    if !candidate.in_audience {
        return Err(LeftOut::NotInAudience);
    }
    if candidate.opted_in != Some(true) {
        return Err(LeftOut::NotOptedIn);
    }
    if candidate.phone.is_none() {
        return Err(LeftOut::NoNumber);
    }
    let traits = candidate.traits.iter().chain(std::iter::repeat(&None));
    let values = fillings.iter().zip(traits).map(|(filling, own)| {
        let value = filling.value(candidate.name.as_ref(), own.as_ref());
        Ok((filling.variable.clone(), value.ok_or(LeftOut::VariableMissing)?))
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn candidate() -> Candidate {
        Candidate {
            contact: ContactId(1),
            name: Some(CustomerText::new("Asha")),
            phone: Phone::from_wa_id("919876543210").ok(),
            opted_in: Some(true),
            traits: vec![None],
            in_audience: true,
        }
    }

    #[test]
    fn the_first_reason_against_somebody_counts() {
        let fillings = [Filling::parse("1=trait:city").unwrap()];
        let mut asha = candidate();
        assert!(sort(&asha, &fillings) == Err(LeftOut::VariableMissing));
        asha.phone = None;
        assert!(sort(&asha, &fillings) == Err(LeftOut::NoNumber));
        for unasked in [None, Some(false)] {
            asha.opted_in = unasked;
            assert!(sort(&asha, &fillings) == Err(LeftOut::NotOptedIn));
        }
        asha.in_audience = false;
        assert!(sort(&asha, &fillings) == Err(LeftOut::NotInAudience));
    }

    #[test]
    fn each_variable_gets_its_own_value() {
        let lines = ["2=name", "1=trait:city", "3=text:soon"];
        let fillings = lines.map(|line| Filling::parse(line).unwrap());
        let mut asha = candidate();
        asha.traits = vec![None, Some(CustomerText::new("Pune")), None];
        let values = sort(&asha, &fillings).unwrap_or_default();
        let expected = [("1", "Pune"), ("2", "Asha"), ("3", "soon")];
        assert!(
            values.into_iter().eq(expected.map(|(name, it)| (name.into(), CustomerText::new(it))))
        );
        // One that wasn't looked up is one that is missing, not somebody else's.
        asha.traits = Vec::new();
        assert!(sort(&asha, &fillings) == Err(LeftOut::VariableMissing));
    }

    #[test]
    fn reasons_have_names() {
        for reason in LeftOut::ALL {
            assert_eq!(LeftOut::from_key(reason.key()), Some(reason));
            assert_eq!(reason.field(), reason.key().replace('-', "_"));
        }
    }
}
