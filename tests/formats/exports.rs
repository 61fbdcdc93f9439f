//! Exports of chats as phones write them, generated in every form of CLDR's locales: what was written
//! comes back, message by message.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::civil::DateTime;
use rolecall::formats::{
    event::{Direction, Event},
    whatsapp_export::{Given, read},
};

/// A locale of each form, the phone's system, the calendar, the script's zero as a code point, the
/// pattern with its literals in quotes, and the words for the halves of the day. Made with ICU 78. Forms
/// that write the month as a word, as Hawaiian does, are left out.
const FORMS: &str = include_str!("export_forms.tsv");

/// When messages were written, and the date in the Persian calendar.
const TIMES: [(&str, [u16; 3]); 5] = [
    ("2023-12-31T09:41:05", [1402, 10, 10]),
    ("2023-12-31T21:41:05", [1402, 10, 10]),
    ("2024-01-05T00:05:59", [1402, 10, 15]),
    ("2024-03-20T12:05:00", [1403, 1, 1]),
    ("2024-06-15T23:59:01", [1403, 3, 26]),
];

const NOW: i64 = 1_800_000_000_000;

struct Form<'t> {
    system: &'t str,
    calendar: &'t str,
    zero: u32,
    pattern: &'t str,
    halves: [&'t str; 2],
}

impl Form<'_> {
    fn digits(&self, number: u16, width: usize) -> String {
        let digit = |c: char| char::from_u32(self.zero + c.to_digit(10).unwrap()).unwrap();
        format!("{number:0width$}").chars().map(digit).collect()
    }

    fn stamp(&self, time: DateTime, persian: [u16; 3]) -> String {
        let number = |number: i8| u16::try_from(number).unwrap();
        let year = u16::try_from(time.year()).unwrap();
        let [year, month, day] = match self.calendar {
            "persian" => persian,
            "buddhist" => [year + 543, number(time.month()), number(time.day())],
            _ => [year, number(time.month()), number(time.day())],
        };
        let hour = number(time.hour());
        let mut written = String::new();
        for (place, part) in self.pattern.split('\'').enumerate() {
            if place % 2 == 1 {
                written.push_str(part);
                continue;
            }
            let mut rest = part;
            while let Some(letter) = rest.chars().next() {
                let width = rest.chars().take_while(|other| *other == letter).count();
                rest = &rest[width..];
                written += &match letter {
                    'y' if width == 2 => self.digits(year % 100, 2),
                    'y' => self.digits(year, 1),
                    'M' => self.digits(month, width),
                    'd' => self.digits(day, width),
                    'H' => self.digits(hour, width),
                    'h' => self.digits((hour + 11) % 12 + 1, width),
                    'K' => self.digits(hour % 12, width),
                    'm' => self.digits(number(time.minute()), width),
                    's' => self.digits(number(time.second()), width),
                    'a' => self.halves[usize::from(hour >= 12)].to_owned(),
                    other => panic!("{other} in {}", self.pattern),
                };
            }
        }
        written
    }

    fn export(&self) -> String {
        let mut text = String::new();
        for (index, (time, persian)) in TIMES.iter().enumerate() {
            let stamp = self.stamp(time.parse().unwrap(), *persian);
            let author = if index % 2 == 0 { "Asha" } else { "Main Desk" };
            let line = match self.system {
                "ios" => format!("[{stamp}] {author}: message {index}\nand more\n"),
                _ => format!("{stamp} - {author}: message {index}\nand more\n"),
            };
            text.push_str(&line);
        }
        text
    }

    /// What came back: each message's time, its direction and its text; or what was refused.
    fn came(&self) -> Result<Vec<(i64, bool, String)>, String> {
        let given = Given {
            account: "15550783881".to_owned(),
            contact: Some("919876543210".to_owned()),
            me: Some("Main Desk".to_owned()),
            now_ms: NOW,
            ..Given::default()
        };
        let mut came = Vec::new();
        for event in read(self.export().as_bytes(), &given) {
            if let Event::Message(message) = event.map_err(|error| error.to_string())? {
                let outgoing = message.origin.direction == Direction::Outgoing;
                came.push((message.origin.at_ms, outgoing, message.text.unwrap_or_default()));
            }
        }
        Ok(came)
    }

    /// What was written, as far as it was: Cameroon's French counts to 12 and never says which half.
    fn right(&self) -> Vec<(i64, bool, String)> {
        let lost = |time: DateTime| {
            let hour = i64::from(time.hour());
            (hour - ((hour + 11) % 12 + 1)) * 3_600_000
        };
        let at = |time: &str| {
            let time: DateTime = time.parse().unwrap();
            let at = time.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond();
            let at = if self.pattern.contains('s') { at } else { at - at % 60_000 };
            let letters: String = self.pattern.split('\'').step_by(2).collect();
            let is_lost = letters.contains('h') && !letters.contains('a');
            if is_lost { at - lost(time) } else { at }
        };
        let times = TIMES.iter().enumerate();
        times
            .map(|(index, (time, _))| {
                (at(time), index % 2 == 1, format!("message {index}\nand more"))
            })
            .collect()
    }
}

#[test]
fn an_export_in_every_form_of_cldr_comes_back_message_by_message() {
    let mut wrong = Vec::new();
    let mut forms = 0;
    for line in FORMS.lines() {
        let fields: Vec<_> = line.split('\t').collect();
        let [locale, system, calendar, zero, pattern, before, after] = fields[..] else {
            panic!("{line}");
        };
        // In Inari Sami `ip.` is the morning, in Finnish the afternoon.
        if locale.starts_with("smn") && before == "ip." {
            continue;
        }
        forms += 1;
        let zero = u32::from_str_radix(zero, 16).unwrap();
        let form = Form { system, calendar, zero, pattern, halves: [before, after] };
        let came = form.came();
        if came.as_ref() != Ok(&form.right()) {
            let first = form.export().lines().next().unwrap_or_default().to_owned();
            wrong.push(format!("{locale}: {first}: {came:?}"));
        }
    }
    assert!(forms > 700);
    assert!(wrong.is_empty(), "{} of {forms}:\n{}", wrong.len(), wrong.join("\n"));
}
