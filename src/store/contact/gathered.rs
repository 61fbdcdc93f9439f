//! Texts that will be read together: what has to be known about the numbers and usernames in them is asked in one
//! statement. That pays where each statement takes a round trip.

use std::collections::HashSet;

use crate::{
    rules::{
        phone::number_key::Candidate,
        privacy::{find::Questions, text::CustomerText},
    },
    store::{
        Snapshot,
        engine::{error::Result, params},
    },
};

/// Between two of many in one value. It stands in no number, hash or username.
const BETWEEN: &str = " ";

const ASK: &str = "SELECT national, country_code, NULL AS word FROM known_number
        WHERE national = ANY (string_to_array(?1, ' ')::bigint[])
    UNION SELECT NULL, NULL, lower(username) FROM contact WHERE username IS NOT NULL
        AND lower(username) = ANY (string_to_array(?2, ' '))
    UNION SELECT NULL, NULL, encode(hash, 'hex') FROM erased_identity
        WHERE hash IN (SELECT decode(hex, 'hex') FROM unnest(string_to_array(?3, ' ')) AS hex)";

/// Texts to ask about, and what was answered about those before.
#[derive(Default)]
pub(super) struct Gathered {
    texts: Vec<String>,
    asked_numbers: HashSet<i64>,
    asked_usernames: HashSet<String>,
    /// With and without the calling code.
    numbers: HashSet<Candidate>,
    usernames: HashSet<String>,
    /// Numbers of people who were erased.
    erased: HashSet<i64>,
}

impl Gathered {
    pub(super) fn add<'t>(&mut self, texts: impl Iterator<Item = &'t CustomerText>) {
        self.texts.extend(texts.map(|text| text.raw_for_storage().to_owned()));
    }

    /// Whether a number of these texts is known; `None` where it stands in none of them.
    pub(super) fn number(
        &mut self,
        snapshot: &Snapshot<'_>,
        candidate: Candidate,
    ) -> Result<Option<bool>> {
        self.ask(snapshot)?;
        let is_known = || self.numbers.contains(&candidate) || self.erased.contains(&candidate.0);
        Ok(self.asked_numbers.contains(&candidate.0).then(is_known))
    }

    /// The same for a username.
    pub(super) fn username(
        &mut self,
        snapshot: &Snapshot<'_>,
        username: &str,
    ) -> Result<Option<bool>> {
        self.ask(snapshot)?;
        let is_asked = self.asked_usernames.contains(username);
        Ok(is_asked.then(|| self.usernames.contains(username)))
    }

    fn ask(&mut self, snapshot: &Snapshot<'_>) -> Result<()> {
        if self.texts.is_empty() {
            return Ok(());
        }
        let questions = Questions::default();
        for text in std::mem::take(&mut self.texts) {
            questions.add(&text);
        }
        let is_new = |number: &i64| self.asked_numbers.insert(*number);
        let numbers = questions.numbers.into_inner().into_iter().map(|(national, _)| national);
        let numbers: Vec<_> = numbers.filter(is_new).collect();
        let is_new = |username: &String| self.asked_usernames.insert(username.clone());
        let usernames: Vec<_> =
            questions.usernames.into_inner().into_iter().filter(is_new).collect();
        if numbers.is_empty() && usernames.is_empty() {
            return Ok(());
        }
        let hashes = snapshot.erased_hashes(&numbers)?;
        let listed: Vec<_> = numbers.iter().map(i64::to_string).collect();
        let values = params![listed.join(BETWEEN), usernames.join(BETWEEN), hashes.join(BETWEEN)];
        let answers = snapshot.connection.all(ASK, values, |row| {
            Ok((row.at::<Option<i64>>(0)?, row.at::<Option<u16>>(1)?, row.at::<Option<String>>(2)?))
        })?;
        for answer in answers {
            match answer {
                (Some(national), country_code, _) => {
                    self.numbers.extend([(national, country_code), (national, None)]);
                }
                (None, _, Some(word)) => match hashes.iter().position(|hash| *hash == word) {
                    Some(at) => self.erased.extend(numbers.get(at)),
                    None => self.usernames.extend([word]),
                },
                (None, ..) => {}
            }
        }
        Ok(())
    }
}
