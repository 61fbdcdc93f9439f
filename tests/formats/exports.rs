//! Exports of chats as phones write them, generated in every form of CLDR's locales: what was written
//! comes back, message by message.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::civil::DateTime;
use rolecall::formats::{
    event::{Direction, Event},
    whatsapp_export::{Given, read},
};

/// A locale of each form, the phone's system, the calendar, the script's zero as a code point, the
/// pattern with its literals in quotes, and the words for the halves of the day. Made with ICU 78. `R` is
/// the month as a Roman numeral, which Hawaiian writes.
const FORMS: &str = include_str!("export_forms.tsv");

const NUMERALS: [&str; 12] =
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

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
                    'R' => NUMERALS[usize::from(month) - 1].to_owned(),
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

/// What came of an export in which these lines stand, of an Android phone.
fn came(lines: &[&str], is_lenient: bool) -> Result<Vec<(i64, String)>, String> {
    let text = lines.join("\n");
    let given = Given {
        account: "15550783881".to_owned(),
        contact: Some("919876543210".to_owned()),
        me: Some("Main Desk".to_owned()),
        now_ms: NOW,
        is_lenient,
        ..Given::default()
    };
    let mut came = Vec::new();
    for event in read(text.as_bytes(), &given) {
        match event.map_err(|error| format!("{error} {}", error.hint))? {
            Event::Message(message) => {
                let minutes = message.origin.at_ms / 60_000;
                came.push((minutes % 1440, message.text.unwrap_or_default()));
            }
            Event::Remark(remark) => came.push((-1, remark)),
            _ => {}
        }
    }
    Ok(came)
}

#[test]
fn a_word_for_two_halves_of_the_day_is_read_in_the_language_of_the_file() {
    let morning = "31.12.2023 9.41 ip. - Asha: a";
    let noon = "31.12.2023 12.05 ip. - Asha: b";
    let hours = |lines: &[&str]| -> Vec<i64> {
        came(lines, false).unwrap().into_iter().map(|(minutes, _)| minutes / 60).collect()
    };
    assert_eq!(hours(&[noon, morning, "31.12.2023 10.00 ep. - Asha: c"]), [0, 9, 22], "Inari Sami");
    assert_eq!(hours(&["31.12.2023 10.00 ap. - Asha: c", noon, morning]), [10, 12, 21], "Finnish");
    // Nothing tells which of the two it is.
    let unclear = came(&[noon, morning], false).unwrap();
    assert!(
        unclear[0].1.contains("Finnish") && unclear[0].1.contains("Inari Sami"),
        "{}",
        unclear[0].1
    );
    assert_eq!([unclear[1].0 / 60, unclear[2].0 / 60], [12, 21]);
}

/// Cameroon's French counts to 12 and never says which half of the day it is.
#[test]
fn a_clock_that_is_seen_to_count_to_12_stops_the_import() {
    let day = |times: &[&str]| -> Vec<String> {
        times.iter().map(|time| format!("31/12/2023 {time} - Asha: hi")).collect()
    };
    let run = |times: &[&str], is_lenient| {
        let lines = day(times);
        came(&lines.iter().map(String::as_str).collect::<Vec<_>>(), is_lenient)
    };
    for times in [&["11:50", "01:10"][..], &["09:00", "11:50", "01:10", "01:30", "12:01"]] {
        let line = times.iter().position(|time| *time == "01:10").unwrap() + 1;
        let refused = run(times, false).unwrap_err();
        assert!(refused.contains(&format!("line {line}:")), "{refused}");
        assert!(
            refused.contains("half of the day") && refused.contains("--keep-going"),
            "{refused}"
        );
        let came = run(times, true).unwrap();
        assert!(came[0].1.contains("half of the day"), "{}", came[0].1);
        assert_eq!(came.iter().filter(|(minutes, _)| *minutes >= 0).count(), times.len());
    }
    // A clock of 24 hours, one that says the half, what came a little late, and one message far back.
    for times in [
        &["11:50", "01:10", "13:00"][..],
        &["11:50", "01:10", "00:30"],
        &["11:50 AM", "01:10 PM", "02:00 PM"],
        &["11:50", "11:20", "11:30"],
        &["11:50", "01:10", "11:55"],
    ] {
        assert_eq!(run(times, false).map(|_| ()), Ok(()), "{times:?}");
    }
    let days = ["30/12/2023 11:50 - Asha: a", "31/12/2023 01:10 - Asha: b"];
    assert_eq!(came(&days, false).unwrap().len(), 2);
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
