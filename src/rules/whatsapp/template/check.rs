//! Whether a template is one that `WhatsApp` can take: lengths, variables, buttons. Every fault is found,
//! not the first alone. What `WhatsApp`'s reviewers think of the words is theirs.

#[cfg(test)]
mod tests;

use super::{
    content::{Button, ButtonKind, Content, Header},
    fault::{Fault, Part, Problem},
    pattern::{Piece, PieceKind, is_name_byte, pieces},
};

const LONGEST_NAME: usize = 512;
pub(super) const LONGEST_HEADER: usize = 60;
pub(super) const LONGEST_BODY: usize = 1024;
const LONGEST_FOOTER: usize = 60;
const LONGEST_BUTTON: usize = 25;
const LONGEST_ADDRESS: usize = 2000;
const LONGEST_NUMBER: usize = 20;
const MOST_BUTTONS: usize = 10;
const MOST_ADDRESSES: usize = 2;
const MOST_NUMBERS: usize = 1;

/// What is wrong with a name: nothing, for lower-case letters, digits and underscores, 512 at most.
#[must_use]
pub fn check_name(name: &str) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    faults.length(Part::Name, name, LONGEST_NAME);
    let odd = (1..)
        .zip(name.chars())
        .find(|(_, character)| u8::try_from(*character).map_or(true, |byte| !is_name_byte(byte)));
    if let Some((at, _)) = odd {
        faults.at(Part::Name, at, Problem::NameCharacter);
    }
    faults.0
}

/// What is wrong with a template's parts: nothing, for one that can be submitted.
#[must_use]
pub fn check_content(content: &Content) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    if let Some(Header::Text(text)) = &content.header {
        faults.line(Part::Header, text, LONGEST_HEADER);
        let found = pieces(text);
        faults.well_formed(Part::Header, &found);
        faults.only_variable(Part::Header, &found);
    }
    faults.length(Part::Body, &content.body, LONGEST_BODY);
    faults.printable(Part::Body, &content.body, &['\n']);
    faults.body(&content.body);
    if let Some(text) = &content.footer {
        faults.line(Part::Footer, text, LONGEST_FOOTER);
        faults.no_variables(Part::Footer, text);
    }
    if let (Some(Header::Text(header)), body) = (&content.header, &content.body) {
        faults.one_kind(header, body);
    }
    faults.buttons(&content.buttons);
    faults.0
}

struct Faults(Vec<Fault>);

impl Faults {
    fn whole(&mut self, part: Part, problem: Problem) {
        self.0.push(Fault { part, at: None, problem });
    }

    fn at(&mut self, part: Part, at: usize, problem: Problem) {
        self.0.push(Fault { part, at: Some(at), problem });
    }

    fn length(&mut self, part: Part, text: &str, limit: usize) {
        let found = text.chars().count();
        if text.trim().is_empty() {
            self.whole(part, Problem::Empty);
        } else if found > limit {
            self.at(part, limit + 1, Problem::TooLong { limit, found });
        }
    }

    fn printable(&mut self, part: Part, text: &str, allowed: &[char]) {
        let odd = (1..)
            .zip(text.chars())
            .find(|(_, character)| character.is_control() && !allowed.contains(character));
        match odd {
            Some((at, '\n' | '\r')) => self.at(part, at, Problem::LineBreak),
            Some((at, _)) => self.at(part, at, Problem::ControlCharacter),
            None => {}
        }
    }

    fn line(&mut self, part: Part, text: &str, limit: usize) {
        self.length(part, text, limit);
        self.printable(part, text, &[]);
    }

    fn well_formed(&mut self, part: Part, found: &[Piece<'_>]) {
        for piece in found {
            if matches!(piece.kind, PieceKind::Odd(_)) {
                self.at(part, piece.at, Problem::MalformedVariable);
            }
        }
    }

    fn no_variables(&mut self, part: Part, text: &str) {
        if let Some(piece) = pieces(text).iter().find(|piece| is_variable_like(piece)) {
            self.at(part, piece.at, Problem::VariableNotAllowed);
        }
    }

    /// At most one variable, which is the first where it has a number.
    fn only_variable(&mut self, part: Part, found: &[Piece<'_>]) {
        let mut variables = found.iter().filter(|piece| is_variable(piece));
        match variables.next() {
            Some(Piece { at, kind: PieceKind::Number(number) }) if *number != 1 => {
                self.at(part, *at, Problem::NotTheFirst);
            }
            _ => {}
        }
        if let Some(second) = variables.next() {
            self.at(part, second.at, Problem::SecondVariable);
        }
    }

    fn body(&mut self, text: &str) {
        let found = pieces(text);
        self.well_formed(Part::Body, &found);
        let variables: Vec<_> = found.iter().filter(|piece| is_variable(piece)).collect();
        if let [first, ..] = variables.as_slice()
            && let Some(other) =
                variables.iter().find(|other| has_number(other) != has_number(first))
        {
            self.at(Part::Body, other.at, Problem::MixedVariables);
        }
        self.gaps(&variables);
        // White space is no word: `WhatsApp` trims it.
        let is_blank = |piece: &&Piece<'_>| matches!(piece.kind, PieceKind::Words(words) if words.trim().is_empty());
        let mut from_front = found.iter().skip_while(is_blank);
        if let Some(first) = from_front.next().filter(|piece| is_variable(piece)) {
            self.at(Part::Body, first.at, Problem::VariableAtBeginning);
        }
        let mut from_back = found.iter().rev().skip_while(is_blank);
        if let Some(last) = from_back.next().filter(|piece| is_variable(piece)) {
            self.at(Part::Body, last.at, Problem::VariableAtEnd);
        }
        for pair in found.windows(2) {
            if is_variable(&pair[0]) && is_variable(&pair[1]) {
                self.at(Part::Body, pair[1].at, Problem::AdjacentVariables);
            }
        }
    }

    /// The first number of each that has no predecessor anywhere.
    fn gaps(&mut self, variables: &[&Piece<'_>]) {
        let numbers: Vec<_> = variables
            .iter()
            .filter_map(|piece| match piece.kind {
                PieceKind::Number(number) => Some((number, piece.at)),
                _ => None,
            })
            .collect();
        for (place, (number, at)) in numbers.iter().enumerate() {
            let missing = number - 1;
            let is_known = missing == 0 || numbers.iter().any(|(other, _)| *other == missing);
            let is_repeated = numbers[..place].iter().any(|(other, _)| other == number);
            if !is_known && !is_repeated {
                self.at(Part::Body, *at, Problem::Gap { missing });
            }
        }
    }

    /// Numbers in the header and names in the body, or the other way round.
    fn one_kind(&mut self, header: &str, body: &str) {
        let (header, body) = (pieces(header), pieces(body));
        let above = header.iter().find(|piece| is_variable(piece));
        let below = body.iter().find(|piece| is_variable(piece));
        if let (Some(above), Some(below)) = (above, below)
            && has_number(above) != has_number(below)
        {
            self.at(Part::Header, above.at, Problem::MixedVariables);
        }
    }

    fn buttons(&mut self, buttons: &[Button]) {
        let too_many = |limit, kind| Problem::TooManyButtons { limit, kind };
        let of = |kind| buttons.iter().filter(|button| button.kind == kind).count();
        if buttons.len() > MOST_BUTTONS {
            self.whole(Part::Buttons, too_many(MOST_BUTTONS, "buttons"));
        }
        if of(ButtonKind::Url) > MOST_ADDRESSES {
            self.whole(Part::Buttons, too_many(MOST_ADDRESSES, "that open a page"));
        }
        if of(ButtonKind::Phone) > MOST_NUMBERS {
            self.whole(Part::Buttons, too_many(MOST_NUMBERS, "that calls a number"));
        }
        let is_quick = |button: &Button| button.kind == ButtonKind::QuickReply;
        let changes =
            buttons.windows(2).filter(|pair| is_quick(&pair[0]) != is_quick(&pair[1])).count();
        if changes > 1 {
            self.whole(Part::Buttons, Problem::ScatteredQuickReplies);
        }
        for (number, button) in (1..).zip(buttons) {
            let text = Part::ButtonText(number);
            self.line(text, &button.text, LONGEST_BUTTON);
            self.no_variables(text, &button.text);
            self.target(Part::ButtonTarget(number), button);
        }
    }

    fn target(&mut self, part: Part, button: &Button) {
        match (button.kind, &button.target) {
            (ButtonKind::QuickReply, None) => {}
            (ButtonKind::QuickReply, Some(_)) => self.whole(part, Problem::NeedlessTarget),
            (_, None) => self.whole(part, Problem::MissingTarget),
            (ButtonKind::Url, Some(address)) => self.address(part, address),
            (ButtonKind::Phone, Some(number)) => {
                let digits = number.strip_prefix('+').unwrap_or_default();
                let is_number = (7..LONGEST_NUMBER).contains(&digits.len())
                    && digits.bytes().all(|byte| byte.is_ascii_digit());
                if !is_number {
                    self.whole(part, Problem::NotANumber);
                }
            }
        }
    }

    fn address(&mut self, part: Part, address: &str) {
        let host = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
        let is_address = host
            .is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '{', '?', '#']))
            && !address.contains(|c: char| c.is_whitespace() || c.is_control());
        if !is_address {
            return self.whole(part, Problem::NotAnAddress);
        }
        self.length(part, address, LONGEST_ADDRESS);
        let found = pieces(address);
        self.well_formed(part, &found);
        self.only_variable(part, &found);
        let variable = found.iter().position(is_variable);
        match variable.map(|place| (place, &found[place])) {
            Some((place, piece)) if place + 1 < found.len() => {
                self.at(part, piece.at, Problem::VariableInside);
            }
            // An address has its own numbers: names stand in the texts alone.
            Some((_, piece)) if !has_number(piece) => {
                self.at(part, piece.at, Problem::NotTheFirst);
            }
            _ => {}
        }
    }
}

const fn is_variable(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, PieceKind::Number(_) | PieceKind::Name(_))
}

const fn is_variable_like(piece: &Piece<'_>) -> bool {
    !matches!(piece.kind, PieceKind::Words(_))
}

const fn has_number(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, PieceKind::Number(_))
}
