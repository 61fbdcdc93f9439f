//! Filling: each value in its place, and each fault by its variable.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::rules::whatsapp::template::{Button, ButtonKind, Category, Media, check_content};

proptest! {
    /// Whatever is filled in stands there, once for each place, and nothing else changes.
    #[test]
    fn filling_puts_each_value_in_its_place(values in prop::collection::vec("[a-z{}]{1,9}", 1..6)) {
        let places: Vec<_> = (1..=values.len()).map(|number| format!("<{{{{{number}}}}}>")).collect();
        let content = Content::of(Category::Utility, format!("Hi {}!", places.join("")));
        prop_assert!(check_content(&content).is_empty());
        let given = values.iter().enumerate().map(|(at, value)| {
            ((at + 1).to_string(), CustomerText::new(value.as_str()))
        });
        let filled = Form::new(&content).fill(&given.collect()).unwrap();
        let wanted: Vec<_> = values.iter().map(|value| format!("<{value}>")).collect();
        prop_assert_eq!(filled.raw_for_storage(), format!("Hi {}!", wanted.join("")));
    }
}

fn full() -> Content {
    Content {
        category: Category::Marketing,
        header: Some(Header::Text("For {{1}}".to_owned())),
        body: "Hi {{1}}, take {{2}} off, {{1}}!".to_owned(),
        footer: Some("Acme".to_owned()),
        buttons: vec![
            button(ButtonKind::QuickReply, "Stop", None),
            button(ButtonKind::Url, "Shop", Some("https://shop.test/{{1}}")),
            button(ButtonKind::Phone, "Call", Some("+14155550132")),
        ],
    }
}

fn button(kind: ButtonKind, text: &str, target: Option<&str>) -> Button {
    Button { kind, text: text.to_owned(), target: target.map(str::to_owned) }
}

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), CustomerText::new(*value))).collect()
}

#[test]
fn a_filled_template_reads_as_its_recipient_sees_it() {
    let content = full();
    assert_eq!(check_content(&content), []);
    let form = Form::new(&content);
    assert_eq!(form.variables(), ["header", "1", "2", "button.2"]);
    let given = [("header", "gold members"), ("1", "Asha"), ("2", "10 %"), ("button.2", "x7")];
    let filled = form.fill(&values(&given)).unwrap();
    assert_eq!(
        filled.raw_for_storage(),
        "For gold members\nHi Asha, take 10 % off, Asha!\nAcme\n\
         [Stop] [Shop: https://shop.test/x7] [Call: +14155550132]"
    );
    let shown = Content {
        header: Some(Header::Media(Media::Image)),
        ..Content::of(Category::Utility, "Hi")
    };
    let filled = Form::new(&shown).fill(&Values::new()).unwrap();
    assert_eq!(filled.raw_for_storage(), "[image]\nHi");
}

#[test]
fn what_does_not_fit_is_named() {
    use FillProblem as P;
    let form = Form::new(&full());
    let problems = |pairs: &[(&str, &str)]| {
        let faults = form.fill(&values(pairs)).err().unwrap();
        faults.into_iter().map(|fault| (fault.variable, fault.problem)).collect::<Vec<_>>()
    };
    let named = |name: &str, problem| (name.to_owned(), problem);
    assert_eq!(
        problems(&[("header", ""), ("1", "a\nb"), ("name", "x")]),
        [
            named("header", P::Empty),
            named("1", P::ControlCharacter),
            named("2", P::Missing),
            named("button.2", P::Missing),
            named("name", P::Unknown),
        ]
    );
    let with = |two: &str, end: &str| {
        [("header", "h"), ("1", "a"), ("2", two), ("button.2", end)]
            .map(|(name, value)| (name.to_owned(), CustomerText::new(value)))
    };
    let one = |two: &str, end: &str| {
        form.fill(&with(two, end).into_iter().collect()).err().map(|faults| faults[0].problem)
    };
    assert_eq!(one("a\tb", "x"), Some(P::ControlCharacter));
    assert_eq!(one("a\u{2028}b", "x"), Some(P::ControlCharacter));
    assert_eq!(one("a    b", "x"), None);
    assert_eq!(one("a     b", "x"), Some(P::ManySpaces));
    assert_eq!(one("ab", "x y"), Some(P::SpaceInAddress));
    assert_eq!(one(" \u{a0} ", "x"), Some(P::Empty));
    assert_eq!(one(&"é".repeat(1024 - 19), "x"), None);
    assert_eq!(one(&"é".repeat(1025 - 19), "x"), Some(P::TooLong));
}
