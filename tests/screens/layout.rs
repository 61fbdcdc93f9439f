//! Tables, whatever stands in them.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use proptest::prelude::*;
use rolecall::{
    rules::privacy::safe_text::SafeText,
    ui::{Column, Format, Output, Screen, Settings, Streams, Value},
};
use unicode_segmentation::UnicodeSegmentation;

use super::fits;

const COLUMNS: &[Column] = &[
    Column::faint("id").rank(3),
    Column::name("name"),
    Column::new("email").rank(1),
    Column::new("chats"),
    Column::faint("at").titled("ADDED").rank(2),
];
const NOW: i64 = 1_800_000_000_000;

#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The list on a terminal, or through a pipe.
fn drawn(screen: Option<Screen>, settings: Settings, rows: &[(i64, &str, &str, i64)]) -> String {
    let printed = Printed::default();
    let streams = Streams::over(io::empty(), printed.clone(), io::sink());
    let streams = match screen {
        Some(screen) => streams.drawn_for(screen),
        None => streams,
    };
    let mut output = Output::new(streams, Settings { now: NOW, ..settings });
    let mut list = output.rows(COLUMNS, None);
    for (id, name, email, days) in rows {
        let text = |text: &str| Value::from(SafeText::echo(text));
        let at = Value::Time(NOW - days * 86_400_000);
        list.row(vec![Value::Int(*id), text(name), text(email), Value::Int(id * 7), at]).unwrap();
    }
    list.end().unwrap();
    output.finish().unwrap();
    drop(output);
    String::from_utf8(Arc::try_unwrap(printed.0).unwrap().into_inner().unwrap()).unwrap()
}

fn rows(long: &str) -> Vec<(i64, &str, &str, i64)> {
    vec![
        (1, "Asha Rao", "asha@acme.example", 69),
        (20, "山田太郎とその家族の皆さん", "yamada@acme.example", 0),
        (300, "👨‍👩‍👧‍👦 the whole family 👩🏽‍🚀🏳️‍🌈", "family@acme.example", 400),
        (4, "محمد عبد الله الأنصاري الطويل", "m@acme.example", 3),
        (5, long, "longest.name.of.them.all@subdomain.acme.example", 2000),
    ]
}

#[test]
fn a_table_fits_its_terminal() {
    let long = "Wolfeschlegelsteinhausenbergerdorff ".repeat(6);
    let mut shown = String::new();
    for columns in [30, 60, 80, 120] {
        let table = drawn(Some(Screen::of_width(columns)), Settings::default(), &rows(&long));
        fits(&table, columns);
        shown.push_str(&"-".repeat(columns.into()));
        shown.push('\n');
        shown.push_str(&table);
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn without_utf8_and_colour_it_is_plain() {
    let screen = Screen { is_utf8: false, ..Screen::of_width(40) };
    let table = drawn(
        Some(screen),
        Settings::default(),
        &[(1, "Somebody with a long name", "s@x.test", 1)],
    );
    insta::assert_snapshot!(table, @r"
    NAME          EMAIL     CHATS  ID  ADDED
    Somebody...   s@x.test      7   1  1 d
    ");
}

#[test]
fn a_wide_table_and_a_pipe_have_whole_values() {
    let long = "n".repeat(200);
    let wide = Settings { wide: true, ..Settings::default() };
    let wide = drawn(Some(Screen::of_width(60)), wide, &rows(&long));
    let piped = drawn(None, Settings::default(), &rows(&long));
    for table in [&wide, &piped] {
        let heads: Vec<_> = table.lines().next().unwrap().split_whitespace().collect();
        assert_eq!(
            heads,
            if table == &wide {
                ["NAME", "EMAIL", "CHATS", "ID", "ADDED"]
            } else {
                ["ID", "NAME", "EMAIL", "CHATS", "AT"]
            }
        );
        assert!(table.contains(&long) && !table.contains('…'));
    }
    assert!(wide.contains("69 d") && piped.contains("2026-11-07T"), "{wide}{piped}");
}

#[test]
fn through_a_pipe_there_is_one_header_and_the_columns_stay() {
    let many: Vec<_> = (1..=2500).map(|id| (id, "Asha", "asha@acme.example", 1)).collect();
    let table = drawn(None, Settings::default(), &many);
    assert_eq!(table.lines().count(), 2501);
    assert_eq!(table.matches("NAME").count(), 1);
    let starts: std::collections::HashSet<_> = table.lines().map(|l| l.find("Asha")).collect();
    assert_eq!(starts.len(), 2, "the header and the rows");
}

#[test]
fn on_a_terminal_the_widths_of_the_first_rows_hold() {
    let many: Vec<_> = (1..=2500).map(|id| (id, "Asha", "asha@acme.example", 1)).collect();
    let table = drawn(Some(Screen::of_width(80)), Settings::default(), &many);
    assert_eq!(table.matches("NAME").count(), 1);
    fits(&table, 80);
}

#[test]
fn colour_comes_with_the_text_it_is_for() {
    let settings = Settings { color: rolecall::ui::ColorChoice::Always, ..Settings::default() };
    let table = drawn(Some(Screen::of_width(80)), settings, &[(1, "Asha", "a@x.test", 1)]);
    assert!(table.contains("\u{1b}[36mAsha\u{1b}[0m"), "{table:?}");
    let json =
        drawn(Some(Screen::of_width(80)), Settings { format: Format::Json, ..settings }, &[]);
    assert_eq!(json, "[]\n");
}

proptest! {
    /// Any text, at any width: no line is wider than the terminal, and what is left of a text ends
    /// where a character that people see ends.
    #[test]
    fn no_text_breaks_a_table(name in "\\PC{0,60}", email in "[a-z]{1,30}", columns in 1u16..140) {
        let table = drawn(Some(Screen::of_width(columns)), Settings::default(), &[(1, &name, &email, 1)]);
        fits(&table, columns);
        let row = table.lines().nth(1).unwrap_or_default();
        if let Some((cut, _)) = row.split_once('…')
            && let Some(rest) = rolecall::ui::for_screen(&name).trim_start().strip_prefix(cut)
        {
            let whole = rolecall::ui::for_screen(&name).trim_start().to_owned();
            let at = whole.len() - rest.len();
            let ends: Vec<_> = whole.grapheme_indices(true).map(|(at, _)| at).collect();
            prop_assert!(ends.contains(&at) || rest.starts_with(' '), "{cut:?} of {whole:?}");
        }
    }
}
