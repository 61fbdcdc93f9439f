//! A template ready to be filled in: which variables it has, and what it says with their values. Values
//! may come from a customer's traits, so neither they nor the filled text have a way to the screen
//! but a lens, and a fault names the variable, never its value.

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt};

use super::{
    check::{LONGEST_BODY, LONGEST_HEADER},
    content::{Content, Header},
    pattern::{PieceKind, pieces},
};
use crate::rules::privacy::text::CustomerText;

/// What fills a template, by the names that [`Form::variables`] gives.
pub type Values = BTreeMap<String, CustomerText>;

/// A template ready to be filled in, as often as there are recipients.
///
/// A variable of the body is called by its number (`1`) or its name (`first_name`); a named one of
/// the header likewise, and one with a number `header`, since header and body count apart; that of
/// the third button's address is `button.3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    header: Vec<Slot>,
    body: Vec<Slot>,
    /// What is the same for everybody: the footer.
    footer: Option<String>,
    buttons: Vec<Vec<Slot>>,
    variables: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Slot {
    Words(String),
    /// The place of a variable among the form's.
    Variable(usize),
}

/// What is wrong with what fills one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FillFault {
    /// The variable, or what was taken for one.
    pub variable: String,
    /// What is wrong.
    pub problem: FillProblem,
}

/// What can be wrong with what fills a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillProblem {
    /// There is nothing to fill it with.
    Missing,
    /// The template has no such variable.
    Unknown,
    /// It would be filled with nothing.
    Empty,
    /// The value has a line break, a tab or another control character.
    ControlCharacter,
    /// The value has more than four spaces in a row.
    ManySpaces,
    /// The value has white space, and is to be the end of an address.
    SpaceInAddress,
    /// The part that it stands in would be longer than `WhatsApp` sends.
    TooLong,
}

impl FillProblem {
    /// Every problem.
    pub const ALL: [Self; 7] = [
        Self::Missing,
        Self::Unknown,
        Self::Empty,
        Self::ControlCharacter,
        Self::ManySpaces,
        Self::SpaceInAddress,
        Self::TooLong,
    ];
}

impl fmt::Display for FillProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "has no value",
            Self::Unknown => "is none of the template's",
            Self::Empty => "has an empty value",
            Self::ControlCharacter => "has a value with a line break, a tab or a control character",
            Self::ManySpaces => "has a value with more than four spaces in a row",
            Self::SpaceInAddress => "has a value with white space, and ends an address",
            Self::TooLong => "has a value with which the text is longer than can be sent",
        })
    }
}

impl Form {
    /// Of a template's parts. Braces that are no variable are words.
    #[must_use]
    pub fn new(content: &Content) -> Self {
        let mut variables = Vec::new();
        let header = match &content.header {
            Some(Header::Text(text)) => slots(text, &mut variables, |_| "header".to_owned()),
            Some(Header::Media(media)) => vec![Slot::Words(format!("[{}]", media.key()))],
            None => Vec::new(),
        };
        let body = slots(&content.body, &mut variables, |number| number.to_string());
        let buttons = (1..)
            .zip(&content.buttons)
            .map(|(place, button)| {
                let mut button_slots = vec![Slot::Words(format!("[{}", button.text))];
                if let Some(target) = &button.target {
                    button_slots.push(Slot::Words(": ".to_owned()));
                    button_slots
                        .extend(slots(target, &mut variables, |_: u32| format!("button.{place}")));
                }
                button_slots.push(Slot::Words("]".to_owned()));
                button_slots
            })
            .collect();
        Self { header, body, footer: content.footer.clone(), buttons, variables }
    }

    /// The variables, each once, in the order in which they stand.
    #[must_use]
    pub fn variables(&self) -> &[String] {
        &self.variables
    }

    /// What the template says with these values: header, body, footer and buttons, a line each.
    ///
    /// # Errors
    /// Every variable that can't be filled, and every value that is for none.
    pub fn fill(&self, values: &Values) -> Result<CustomerText, Vec<FillFault>> {
        let fault = |variable: &str, problem| FillFault { variable: variable.to_owned(), problem };
        let mut faults: Vec<_> = self
            .variables
            .iter()
            .filter_map(|variable| {
                let problem = match values.get(variable) {
                    None => FillProblem::Missing,
                    Some(value) => problem(variable, value.raw_for_storage())?,
                };
                Some(fault(variable, problem))
            })
            .collect();
        let unknown = values.keys().filter(|key| !self.variables.contains(key));
        faults.extend(unknown.map(|key| fault(key, FillProblem::Unknown)));
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut lines = Vec::new();
        for (slots, limit) in [(&self.header, LONGEST_HEADER), (&self.body, LONGEST_BODY)] {
            let (line, last) = self.line(slots, values);
            match last {
                Some(variable) if line.chars().count() > limit => {
                    return Err(vec![fault(variable, FillProblem::TooLong)]);
                }
                _ if slots.is_empty() => {}
                _ => lines.push(line),
            }
        }
        lines.extend(self.footer.clone());
        if !self.buttons.is_empty() {
            let buttons: Vec<_> =
                self.buttons.iter().map(|slots| self.line(slots, values).0).collect();
            lines.push(buttons.join(" "));
        }
        Ok(CustomerText::new(lines.join("\n")))
    }

    /// One part with its values, and the longest-filled of its variables.
    fn line<'f>(&'f self, slots: &[Slot], values: &Values) -> (String, Option<&'f str>) {
        let mut line = String::new();
        let mut longest: Option<(usize, &str)> = None;
        for slot in slots {
            match slot {
                Slot::Words(words) => line.push_str(words),
                Slot::Variable(place) => {
                    let variable = self.variables.get(*place).map_or("", String::as_str);
                    let value = values.get(variable).map_or("", CustomerText::raw_for_storage);
                    line.push_str(value);
                    if longest.is_none_or(|(length, _)| value.len() > length) {
                        longest = Some((value.len(), variable));
                    }
                }
            }
        }
        (line, longest.map(|(_, variable)| variable))
    }
}

fn slots(text: &str, variables: &mut Vec<String>, numbered: impl Fn(u32) -> String) -> Vec<Slot> {
    let mut place = |name: String| {
        let known = variables.iter().position(|known| *known == name);
        Slot::Variable(known.unwrap_or_else(|| {
            variables.push(name);
            variables.len() - 1
        }))
    };
    pieces(text)
        .into_iter()
        .map(|piece| match piece.kind {
            PieceKind::Words(words) | PieceKind::Odd(words) => Slot::Words(words.to_owned()),
            PieceKind::Number(number) => place(numbered(number)),
            PieceKind::Name(name) => place(name.to_owned()),
        })
        .collect()
}

/// What `WhatsApp` demands of a value.
fn problem(variable: &str, value: &str) -> Option<FillProblem> {
    if value.trim().is_empty() {
        Some(FillProblem::Empty)
    } else if value.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        Some(FillProblem::ControlCharacter)
    } else if value.contains("     ") {
        Some(FillProblem::ManySpaces)
    } else if variable.starts_with("button.") && value.contains(char::is_whitespace) {
        Some(FillProblem::SpaceInAddress)
    } else {
        None
    }
}
