//! What is said in a random world, with places for numbers, and how these are filled. What happens in it
//! is `world`'s.

use super::{numbers::Number, random::Random};

/// A place in a template: whose number, how written, and by which chance.
pub fn place(who: usize, form: char, random: &mut Random) -> String {
    format!("\u{27e6}{who} {form} {}\u{27e7}", random.next() >> 8)
}

/// The template with these numbers in its places.
pub fn fill(template: &str, numbers: &[Number]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut pieces = template.split('\u{27e6}');
    filled.push_str(pieces.next().unwrap());
    for piece in pieces {
        let (inside, rest) = piece.split_once('\u{27e7}').unwrap();
        let [who, form, seed] = inside.splitn(3, ' ').collect::<Vec<_>>().try_into().unwrap();
        let number = &numbers[who.parse::<usize>().unwrap()];
        let random = Random::new(seed.parse().unwrap());
        filled.push_str(&match form {
            "w" => number.wa_id(),
            "e" => number.e164(),
            "c" => number.code().len().to_string(),
            "a" => number.spelled_abroad(random),
            _ => number.spelled(random),
        });
        filled.push_str(rest);
    }
    filled
}

/// What customers write: `{own}` is a number of somebody in the chat, `{other}` somebody else's.
const TEXTS: [&str; 18] = [
    "Is the blue one still there?",
    "Call me on {own}",
    "{own}",
    "{own} or {other}",
    "My order 4711-08 of 12.03.2026, {own}, thanks",
    "ask my sister: {other}",
    "BEGIN:VCARD\nFN:Me\nTEL:{own}\nEND:VCARD",
    "pay 1,299.00 to {own}; the code is 482913",
    "Am I {own}? Or {own}?",
    "> {own} wrote:\n> hello",
    "No.{own}!",
    "({own})",
    "room 12 {own} 3pm",
    "{own}, {own} and {other}, {other}",
    "new number\n{own}\nold one is off, see https://shop.test/p/99812 ok",
    "Anybody there? 192.168.100.12 v2.10.4",
    "whatsapp {own} whatsapp",
    "x{own}x",
];

/// What customers are called.
pub const NAMES: [&str; 9] = [
    "{own}",
    "Asha Rao",
    "Asha {own}",
    "{own} Tom",
    "Lina \u{1f33b}",
    "O'Hara & Söhne",
    "~{own}~",
    "Zoë, friend of {other}",
    "",
];

/// What traits and tags say.
pub const LABELS: [&str; 8] =
    ["vip", "{own}", "lead {own}", "2024", "callback", "{other}", "a,b", "=SUM(1)"];

/// A world being written down.
pub struct Draft {
    pub random: Random,
    /// How many customers there are.
    pub customers: usize,
}

impl Draft {
    /// One of these texts, with places for the numbers that it speaks of. Without `own`, all are of others.
    pub fn text(&mut self, text: &str, own: &[usize]) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            filled.push_str(&rest[..at]);
            let (name, behind) = rest[at + 1..].split_once('}').unwrap();
            let others: Vec<_> = (0..self.customers).filter(|who| !own.contains(who)).collect();
            filled.push_str(&match (name, own.is_empty(), others.is_empty()) {
                ("own", false, _) | (_, false, true) => {
                    let who = *self.random.of(own);
                    place(who, 's', &mut self.random)
                }
                _ => {
                    let who = *self.random.of(&others);
                    place(who, 'a', &mut self.random)
                }
            });
            rest = behind;
        }
        filled + rest
    }

    pub fn any_text(&mut self, own: &[usize]) -> String {
        let text = *self.random.of(&TEXTS);
        self.text(text, own)
    }
}
