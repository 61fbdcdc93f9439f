//! What counts as a leak in a text that was printed to a masked reader. Pure: who prints, and what,
//! is not known here.
//!
//! A **number** leaks where it stands as a whole, in any spelling that the scanner knows. A **trait**
//! leaks where it is told as one: as `name=value`; or, in JSON, as a whole value of at least four
//! characters under a key that isn't one for what people write or for the program's own words.
//! That a city's name stands in a message is no leak of the trait that holds it: the message says it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{
    digits::scan::runs,
    id::ContactId,
    phone::{
        Phone,
        number_key::{candidates, keys_of},
    },
    policy::mask::MaskSet,
    privacy::text::CustomerText,
};

/// Fewer characters say nothing: `yes` and `12` stand everywhere.
const FEWEST_CHARACTERS: usize = 4;

/// Keys in JSON under which people's own texts stand, or words of the program's.
const OTHER_TEXTS: [&str; 25] = [
    "text",
    "preview",
    "match",
    "contact",
    "name",
    "tags",
    "author",
    "header",
    "title",
    "value",
    "assignee",
    "status",
    "direction",
    "kind",
    "scope",
    "reason",
    "action",
    "account_label",
    "label",
    "role",
    "team",
    "gates",
    "country",
    "source",
    "category",
];

/// Everything that could leak.
#[derive(Default)]
pub struct Secrets {
    /// Whose number.
    pub numbers: Vec<(ContactId, Phone)>,
    /// Whose trait, its name and its value.
    pub traits: Vec<(ContactId, CustomerText, CustomerText)>,
}

/// The same, ready to be looked for.
pub struct Known {
    /// By the keys of its spellings: whose number it is, and its calling code.
    numbers: HashMap<i64, Vec<(ContactId, u16)>>,
    count: usize,
    names: HashSet<String>,
    values: HashMap<String, ContactId>,
    pairs: HashMap<String, ContactId>,
    traits: usize,
}

/// What leaked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// A number.
    Number,
    /// A trait.
    Trait,
}

impl What {
    /// Its name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Trait => "trait",
        }
    }
}

impl Known {
    /// Of these secrets.
    #[must_use]
    pub fn new(secrets: &Secrets) -> Self {
        let mut known = Self {
            numbers: HashMap::new(),
            count: secrets.numbers.len(),
            names: HashSet::new(),
            values: HashMap::new(),
            pairs: HashMap::new(),
            traits: secrets.traits.len(),
        };
        for (contact, phone) in &secrets.numbers {
            let code = phone.country_code().parse().unwrap_or_default();
            for key in keys_of(phone) {
                known.numbers.entry(key).or_default().push((*contact, code));
            }
        }
        for (contact, key, value) in &secrets.traits {
            let (key, value) = (key.raw_for_storage(), value.raw_for_storage());
            known.names.insert(key.to_owned());
            if value.chars().count() >= FEWEST_CHARACTERS {
                known.values.entry(value.to_owned()).or_insert(*contact);
            }
            if !value.is_empty() {
                known.pairs.entry(format!("{key}={value}")).or_insert(*contact);
            }
        }
        known
    }

    /// How many numbers are looked for.
    #[must_use]
    pub const fn numbers(&self) -> usize {
        self.count
    }

    /// How many traits are looked for.
    #[must_use]
    pub const fn traits(&self) -> usize {
        self.traits
    }

    /// What stands in a line of what a reader with these masks was shown, and whose it is.
    #[must_use]
    pub fn search(&self, line: &str, masks: MaskSet) -> Vec<(What, ContactId)> {
        let mut found = Vec::new();
        if masks.number {
            self.search_numbers(line, &mut found);
        }
        if masks.traits && self.traits > 0 {
            self.search_pairs(line, &mut found);
            if line.starts_with('{')
                && let Ok(object) = serde_json::from_str(line)
            {
                self.search_object(&object, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Numbers by the same scanner that hides them.
    fn search_numbers(&self, line: &str, found: &mut Vec<(What, ContactId)>) {
        for run in runs(line) {
            for (first, last) in run.sub_runs() {
                let within = run.groups[first].digits.len();
                candidates(run.digits_of(first..last), within, |(key, wanted)| {
                    for (contact, code) in self.numbers.get(&key).into_iter().flatten() {
                        if wanted.is_none_or(|wanted| wanted == *code) {
                            found.push((What::Number, *contact));
                        }
                    }
                    false
                });
            }
        }
    }

    /// `name=value`, as tables write the parts of an object.
    fn search_pairs(&self, line: &str, found: &mut Vec<(What, ContactId)>) {
        for (at, _) in line.match_indices('=') {
            let before = &line[..at];
            for name in self.names.iter().filter(|name| before.ends_with(name.as_str())) {
                let pair = &line[at - name.len()..];
                let ends = [", ", "  ", "\"", ";"].map(|end| pair.find(end).unwrap_or(pair.len()));
                let whole = ends.into_iter().filter_map(|end| self.pairs.get(&pair[..end]));
                found.extend(whole.map(|contact| (What::Trait, *contact)));
            }
        }
    }

    fn search_object(&self, value: &Value, found: &mut Vec<(What, ContactId)>) {
        match value {
            Value::Object(parts) => {
                for (key, value) in parts {
                    if !OTHER_TEXTS.contains(&key.as_str()) || value.is_array() {
                        self.search_object(value, found);
                    }
                }
            }
            Value::Array(values) => {
                let inner = values.iter().filter(|value| !value.is_string());
                inner.for_each(|value| self.search_object(value, found));
            }
            Value::String(text) => {
                found.extend(self.values.get(text).map(|contact| (What::Trait, *contact)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn known() -> Known {
        let text = CustomerText::new;
        Known::new(&Secrets {
            numbers: vec![(ContactId(7), Phone::from_wa_id("447700900123").unwrap())],
            traits: vec![
                (ContactId(7), text("city"), text("Mumbai")),
                (ContactId(8), text("member"), text("yes")),
                (ContactId(9), text("plan b"), text("open, late")),
            ],
        })
    }

    #[test]
    fn what_is_told_as_a_trait_counts_and_what_happens_to_be_said_does_not() {
        let masks = MaskSet { traits: true, ..MaskSet::NONE };
        for (line, whose) in [
            ("traits: city=Mumbai, member=no", &[7][..]),
            ("12  city=Mumbai  -", &[7]),
            ("member=yes", &[8]),
            ("{\"card\":{\"traits\":{\"city\":\"Mumbai\"}}}", &[7]),
            ("{\"audit\":{\"after\":\"open, late\"}}", &[9]),
            ("{\"text\":\"Mumbai\",\"name\":\"Mumbai\",\"tags\":[\"Mumbai\"]}", &[]),
            ("{\"text\":\"I live in Mumbai\",\"allowed\":\"yes\"}", &[]),
            ("Mumbai", &[]),
            ("+447700900123", &[]),
        ] {
            let found: Vec<_> = known().search(line, masks).iter().map(|(_, id)| id.0).collect();
            assert_eq!(found, whose, "{line}");
        }
    }

    #[test]
    fn only_what_is_masked_is_looked_for() {
        let line = "city=Mumbai, 07700 900123";
        let masks = |number, traits| MaskSet { number, traits, ..MaskSet::NONE };
        assert_eq!(known().search(line, masks(true, false)), [(What::Number, ContactId(7))]);
        assert_eq!(known().search(line, masks(false, true)), [(What::Trait, ContactId(7))]);
        assert_eq!(known().search(line, masks(false, false)), []);
    }
}
