//! How well numbers are found in what customers write, over lines of many countries. A line of the
//! corpus is a label (`own`, `piece`, `other`, `innocent`), the contact's number and a text, parted by
//! tabs; `\n` and `\u{…}` in the text stand for characters that an editor would not show.

use rolecall::rules::{phone::Phone, policy::mask::TextMode};

use super::reading::{Knows, read};

const CORPUS: [(&str, &str); 8] = [
    ("america_north", include_str!("corpus/america_north.tsv")),
    ("asia_russia", include_str!("corpus/asia_russia.tsv")),
    ("india_pakistan", include_str!("corpus/india_pakistan.tsv")),
    ("latin_america", include_str!("corpus/latin_america.tsv")),
    ("middle_east_africa_turkey", include_str!("corpus/middle_east_africa_turkey.tsv")),
    ("second_reading", include_str!("corpus/second_reading.tsv")),
    ("third_reading", include_str!("corpus/third_reading.tsv")),
    ("western_europe", include_str!("corpus/western_europe.tsv")),
];

struct Line {
    place: String,
    label: &'static str,
    contact: Phone,
    text: String,
}

fn lines() -> Vec<Line> {
    let mut all = Vec::new();
    for (name, content) in CORPUS {
        for (at, line) in content.lines().enumerate() {
            let place = format!("{name}:{}", at + 1);
            let mut fields = line.splitn(3, '\t');
            let (label, e164, text) = (
                fields.next().unwrap(),
                fields.next().expect(&place),
                fields.next().expect(&place),
            );
            let contact =
                Phone::from_wa_id(e164).unwrap_or_else(|error| panic!("{place}: {error}"));
            all.push(Line { place, label, contact, text: unescaped(text) });
        }
    }
    all
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(hex) = rest.strip_prefix("\\u{") {
            let (code, after) = hex.split_once('}').unwrap();
            plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            rest = after;
        } else if let Some(after) = rest.strip_prefix("\\n") {
            plain.push('\n');
            rest = after;
        } else {
            plain.push('\\');
            rest = rest.strip_prefix("\\\\").unwrap_or(&rest[1..]);
        }
    }
    plain.push_str(rest);
    plain
}

/// The longest run of digits, of any script and with anything but letters between, that is left.
fn longest_run(text: &str) -> usize {
    let (mut run, mut longest) = (0, 0);
    for c in text.chars() {
        if c.is_numeric() {
            run += 1;
        } else if c.is_alphabetic() || c == '*' {
            run = 0;
        }
        longest = longest.max(run);
    }
    longest
}

#[test]
fn the_corpus_is_a_wide_one() {
    let lines = lines();
    let codes: std::collections::BTreeSet<_> =
        lines.iter().map(|line| line.contact.country_code().to_owned()).collect();
    assert!(lines.len() >= 450, "{} lines", lines.len());
    assert!(codes.len() >= 14, "{} countries", codes.len());
    assert!(lines.iter().all(|line| ["own", "piece", "other", "innocent"].contains(&line.label)));
}

/// Whether a line is read as it should be: a contact's number is hidden, so is another valid one, and
/// everything else stays.
fn is_good(line: &Line, shown: &str) -> bool {
    match line.label {
        "innocent" => shown == line.text,
        // Something was hidden, and what is left is too short to call anyone.
        "own" => shown.contains("********") && longest_run(shown) < 7,
        _ => shown.contains("********") && longest_run(shown) < 9,
    }
}

#[test]
fn numbers_are_found_and_orders_are_not() {
    let labels = ["own", "other", "innocent"];
    let (mut figures, mut misses) = ([(0_u32, 0_u32); 3], Vec::new());
    // A piece of a number, such as one without its area code, is left readable in this mode.
    for line in lines().into_iter().filter(|line| line.label != "piece") {
        let shown = read(TextMode::Numbers, &Knows(vec![line.contact.clone()]), &line.text);
        let figure = &mut figures[labels.iter().position(|label| *label == line.label).unwrap()];
        figure.1 += 1;
        if is_good(&line, &shown) {
            figure.0 += 1;
        } else {
            misses.push(format!("{} {}: {:?} became {shown:?}", line.place, line.label, line.text));
        }
    }
    let share = |at: usize| f64::from(figures[at].0) / f64::from(figures[at].1);
    println!(
        "own {}/{} hidden, other {}/{} hidden, innocent {}/{} untouched",
        figures[0].0, figures[0].1, figures[1].0, figures[1].1, figures[2].0, figures[2].1
    );
    println!("{}", misses.join("\n"));
    assert!(figures[0].0 == figures[0].1, "a contact's number stays readable");
    assert!(share(1) >= 0.99, "others' numbers stay readable");
    assert!(share(2) >= 0.99, "innocent lines are touched");
}

#[test]
fn the_stricter_modes_hide_every_contacts_number_and_some_innocent_lines() {
    for mode in [TextMode::Digits, TextMode::Hidden] {
        let (mut hidden, mut innocent) = (0, 0);
        for line in lines() {
            let shown = read(mode, &Knows(Vec::new()), &line.text);
            match line.label {
                "innocent" => {
                    innocent += 1;
                    hidden += u32::from(shown != line.text);
                }
                _ => assert!(
                    longest_run(&shown) < 6,
                    "{}: {:?} became {shown:?}",
                    line.place,
                    line.text
                ),
            }
        }
        println!("{mode}: {hidden} of {innocent} innocent lines are hidden");
    }
}
