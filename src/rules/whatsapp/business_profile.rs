//! The WhatsApp Business profile: what customers see of a number, within WhatsApp's limits. It
//! belongs to one number, as it does at WhatsApp; nothing is sent there from here.

use std::fmt;

use super::web_address::{self, Scheme};
use crate::rules::{
    counted::counted,
    workspace::member::{Email, is_unprintable},
};

/// The most websites that a profile has.
pub const MOST_WEBSITES: usize = 2;

/// The industries that WhatsApp knows, in its own words.
pub const VERTICALS: [&str; 19] = [
    "UNDEFINED",
    "OTHER",
    "AUTO",
    "BEAUTY",
    "APPAREL",
    "EDU",
    "ENTERTAIN",
    "EVENT_PLAN",
    "FINANCE",
    "GROCERY",
    "GOVT",
    "HOTEL",
    "HEALTH",
    "NONPROFIT",
    "PROF_SERVICES",
    "RETAIL",
    "TRAVEL",
    "RESTAURANT",
    "NOT_A_BIZ",
];

/// A profile. What is `None` was never said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BusinessProfile {
    /// What the business calls itself.
    pub display_name: Option<String>,
    /// The line under the name.
    pub about: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Where it is written to.
    pub email: Option<String>,
    /// Its industry, as WhatsApp names it.
    pub vertical: Option<String>,
    /// Its pages.
    pub websites: Vec<String>,
}

/// A part of the profile that is one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the business calls itself.
    DisplayName,
    /// The line under the name.
    About,
    /// Where it is.
    Address,
    /// What it does.
    Description,
    /// Where it is written to.
    Email,
    /// A page.
    Website,
    /// Its industry.
    Vertical,
}

/// What is wrong with a part, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The part.
    pub part: Part,
    /// At which character, counted from 1; `None` where it is the whole.
    pub at: Option<usize>,
    /// What is wrong, as the end of a sentence.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.part.key(), self.problem)
    }
}

impl Part {
    /// Its name in JSON and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::DisplayName => "display_name",
            Self::About => "about",
            Self::Address => "address",
            Self::Description => "description",
            Self::Email => "email",
            Self::Website => "websites",
            Self::Vertical => "vertical",
        }
    }

    /// The fewest and the most characters. WhatsApp says no upper limit of the display name; 200 is
    /// that of every other name here.
    const fn limits(self) -> (usize, usize) {
        match self {
            Self::DisplayName => (3, 200),
            Self::About => (1, 139),
            Self::Address | Self::Website => (0, 256),
            Self::Description => (0, 512),
            Self::Email => (0, 128),
            Self::Vertical => (0, 32),
        }
    }

    /// Whether it may have several lines.
    const fn has_lines(self) -> bool {
        matches!(self, Self::Address | Self::Description)
    }

    /// Checks a text for this part; an empty one takes the part away where it may be missing.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn check(self, text: &str) -> Result<Option<String>, Fault> {
        let text = text.trim();
        let (fewest, most) = self.limits();
        let fault = |at, problem: String| Fault { part: self, at, problem };
        let length = text.chars().count();
        if text.is_empty() && fewest == 0 {
            return Ok(None);
        }
        if length < fewest {
            let problem = if length == 0 {
                "can't be empty: WhatsApp doesn't let it be taken away".to_owned()
            } else {
                format!(
                    "has {}, and WhatsApp asks for {fewest} at least",
                    counted(length, "character")
                )
            };
            return Err(fault(None, problem));
        }
        if length > most {
            let problem = format!("has {}, and {most} are allowed", counted(length, "character"));
            return Err(fault(Some(most + 1), problem));
        }
        let acts = |character| {
            is_unprintable(character) && !(self.has_lines() && matches!(character, '\n' | '\r'))
        };
        if let Some(at) = text.chars().position(acts) {
            return Err(fault(Some(at + 1), "has a control character".to_owned()));
        }
        match self {
            Self::Website => {
                web_address::check(text, Scheme::HttpToo)
                    .map_err(|problem| fault(None, problem.to_owned()))?;
            }
            Self::Email => {
                Email::parse(text).map_err(|_| {
                    fault(None, "is not an email address such as `name@example.com`".to_owned())
                })?;
            }
            Self::Vertical => {
                let found = VERTICALS.iter().find(|known| known.eq_ignore_ascii_case(text));
                let known = || {
                    fault(
                        None,
                        format!("is no industry that WhatsApp knows: {}", VERTICALS.join(", ")),
                    )
                };
                return found.map(|known| Some((*known).to_owned())).ok_or_else(known);
            }
            Self::DisplayName | Self::About | Self::Address | Self::Description => {}
        }
        Ok(Some(text.to_owned()))
    }
}

/// Checks the websites of a profile; empty ones are left out.
///
/// # Errors
/// The first thing that is wrong with them.
pub fn check_websites(texts: &[String]) -> Result<Vec<String>, Fault> {
    let mut websites: Vec<String> = Vec::new();
    for text in texts {
        let website = Part::Website.check(text)?;
        websites.extend(website.filter(|website| !websites.contains(website)));
    }
    if websites.len() > MOST_WEBSITES {
        let problem = format!("are {}, and {MOST_WEBSITES} are allowed", websites.len());
        return Err(Fault { part: Part::Website, at: None, problem });
    }
    Ok(websites)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn every_part_is_taken_up_to_its_limit_and_not_beyond() {
        let limits = [
            (Part::DisplayName, 200),
            (Part::About, 139),
            (Part::Address, 256),
            (Part::Description, 512),
        ];
        for (part, most) in limits {
            // Characters count, not bytes.
            for letter in ["x", "é", "अ", "🛒"] {
                let full = letter.repeat(most);
                assert_eq!(part.check(&full), Ok(Some(full.clone())), "{part:?}");
                let fault = part.check(&letter.repeat(most + 1)).expect_err("too long");
                assert_eq!((fault.part, fault.at), (part, Some(most + 1)));
            }
        }
        let website = |length: usize| format!("https://x.test/{}", "x".repeat(length - 15));
        assert!(Part::Website.check(&website(256)).is_ok());
        assert_eq!(Part::Website.check(&website(257)).expect_err("too long").at, Some(257));
        let email = |length: usize| format!("{}@{}.test", "a".repeat(50), "b".repeat(length - 56));
        assert!(Part::Email.check(&email(110)).is_ok());
        assert!(Part::Email.check(&email(129)).is_err());
    }

    #[test]
    fn an_empty_text_takes_away_what_may_be_missing() {
        for part in [Part::Address, Part::Description, Part::Email, Part::Website, Part::Vertical] {
            assert_eq!(part.check("  "), Ok(None), "{part:?}");
        }
        for part in [Part::About, Part::DisplayName] {
            assert!(part.check("").is_err(), "{part:?}");
        }
        assert!(Part::DisplayName.check("Ab").is_err());
    }

    #[test]
    fn the_place_of_a_control_character_is_told() {
        assert_eq!(Part::About.check("ab\u{202e}c").expect_err("turned").at, Some(3));
        assert_eq!(Part::About.check("a\nb").expect_err("lines").at, Some(2));
        assert_eq!(Part::Address.check("1 Road\nTown"), Ok(Some("1 Road\nTown".to_owned())));
    }

    #[test]
    fn verticals_are_whatsapps() {
        assert_eq!(Part::Vertical.check("retail"), Ok(Some("RETAIL".to_owned())));
        assert!(Part::Vertical.check("shop").expect_err("none").problem.contains("RETAIL"));
    }

    #[test]
    fn two_websites_are_enough() {
        let sites = |texts: &[&str]| {
            check_websites(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
        };
        let (a, b, c) = ("https://a.test", "http://b.test", "https://c.test");
        assert_eq!(sites(&[a, "", b, a]), Ok(vec![a.to_owned(), b.to_owned()]));
        assert_eq!(sites(&[""]), Ok(Vec::new()));
        assert!(sites(&[a, b, c]).is_err());
        assert!(sites(&["a.test"]).is_err());
    }
}
