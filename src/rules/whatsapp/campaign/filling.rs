//! What stands in the place of a template's variable: something of the contact's, or a text.

use crate::rules::{
    error::{Kind, NameError},
    privacy::text::CustomerText,
};

/// Where the value of a variable comes from.
#[derive(Clone, PartialEq, Eq)]
pub enum Source {
    /// The contact's name.
    Name,
    /// The contact's trait of that name.
    Trait(CustomerText),
    /// The same text for everybody.
    Text(CustomerText),
}

impl Source {
    /// Its name in the store, in JSON and in tables.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Trait(_) => "trait",
            Self::Text(_) => "text",
        }
    }
}

/// One variable of a template and what fills it.
#[derive(Clone, PartialEq, Eq)]
pub struct Filling {
    /// The variable, as the template has it between its braces.
    pub variable: String,
    /// What fills it.
    pub source: Source,
    /// What fills it where the contact has nothing of the kind; `None` leaves them out.
    pub fallback: Option<CustomerText>,
}

impl Filling {
    /// Reads one as a person types it: `city=trait:city`, `city=trait:city|there`, `1=name|there`,
    /// `shop=text:Blue Shop`. A fallback begins behind the first bar; a text has none.
    ///
    /// # Errors
    /// [`NameError::Invalid`] that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        // A trait's name is a customer's, and a text may quote one: the error names the variable.
        let (variable, rest) = text.split_once('=').ok_or_else(|| wrong("…", FORM))?;
        let variable = variable.trim();
        if variable.is_empty() {
            return Err(wrong("…", "names no variable in front of the `=`"));
        }
        if let Some(text) = rest.strip_prefix("text:") {
            let source = Source::Text(filled(variable, text, "is given an empty text")?);
            return Ok(Self { variable: variable.to_owned(), source, fallback: None });
        }
        let (from, fallback) = match rest.split_once('|') {
            Some((from, fallback)) => (from, Some(fallback)),
            None => (rest, None),
        };
        let source = match from.trim().strip_prefix("trait:") {
            Some(key) => Source::Trait(filled(variable, key, "names no trait")?),
            None if from.trim() == "name" => Source::Name,
            None => return Err(wrong(variable, FORM)),
        };
        let fallback = fallback.map(|text| filled(variable, text, "has an empty default"));
        Ok(Self { variable: variable.to_owned(), source, fallback: fallback.transpose()? })
    }

    /// The value for a contact with that name, and that value of the trait: on one line, since
    /// WhatsApp takes no line ends, tabs or long gaps in a variable. `None` where there is none.
    #[must_use]
    pub fn value(
        &self,
        name: Option<&CustomerText>,
        trait_value: Option<&CustomerText>,
    ) -> Option<CustomerText> {
        let found = match &self.source {
            Source::Name => name.and_then(on_one_line),
            Source::Trait(_) => trait_value.and_then(on_one_line),
            Source::Text(text) => on_one_line(text),
        };
        found.or_else(|| self.fallback.as_ref().and_then(on_one_line))
    }

    /// Whether the value is a trait's.
    #[must_use]
    pub const fn is_of_traits(&self) -> bool {
        matches!(self.source, Source::Trait(_))
    }
}

const FORM: &str = "is not filled with `name`, `trait:NAME` or `text:TEXT`, the first two with `|DEFAULT` if wanted";

fn wrong(variable: &str, problem: &str) -> NameError {
    NameError::invalid(Kind::Variable, variable, problem)
}

fn filled(variable: &str, text: &str, problem: &str) -> Result<CustomerText, NameError> {
    let text = CustomerText::new(text.trim());
    on_one_line(&text).map(|_| text).ok_or_else(|| wrong(variable, problem))
}

/// Words with one space between them; `None` where there is no word.
fn on_one_line(text: &CustomerText) -> Option<CustomerText> {
    let mut line = String::new();
    let words = text.raw_for_storage().split(|c: char| c.is_whitespace() || c.is_control());
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    (!line.is_empty()).then(|| CustomerText::new(line))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn text(text: &str) -> CustomerText {
        CustomerText::new(text)
    }

    #[test]
    fn the_ways_to_fill_a_variable_are_read() {
        let read = |line| Filling::parse(line).unwrap();
        let city = read("city=trait:city|there | now");
        assert!(city.source == Source::Trait(text("city")));
        assert!(city.fallback == Some(text("there | now")));
        assert!(read("1=name").source == Source::Name);
        assert!(read("1=name").fallback.is_none());
        // A text is taken as it is: what it holds is no default.
        assert!(read("x=text:a=b|c").source == Source::Text(text("a=b|c")));
        assert!(city.is_of_traits() && !read("1=name").is_of_traits());
        for wrong in ["", "x", "=name", "x=", "x=trait:", "x=text: ", "x=name|", "x=phone"] {
            assert!(Filling::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_value_is_the_contacts_own_or_the_default_on_one_line() {
        let city = Filling::parse("1=trait:city|your town").unwrap();
        let name = text("Asha");
        let value = |filling: &Filling, own: &str| filling.value(Some(&name), Some(&text(own)));
        assert!(value(&city, "New\n  Delhi\t") == Some(text("New Delhi")));
        assert!(value(&city, " \u{7} ") == Some(text("your town")));
        assert!(city.value(None, None) == Some(text("your town")));
        let bare = Filling::parse("1=trait:city").unwrap();
        assert!(bare.value(Some(&name), None).is_none());
        assert!(Filling::parse("1=name").unwrap().value(Some(&name), None) == Some(name));
    }
}
