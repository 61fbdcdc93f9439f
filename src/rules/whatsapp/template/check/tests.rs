//! The limits one by one, and that no text is too odd to be checked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::rules::{
    privacy::text::CustomerText,
    whatsapp::template::{Category, Form, Media},
};

fn body(text: &str) -> Content {
    Content::of(Category::Utility, text)
}

fn faults(content: &Content) -> Vec<String> {
    check_content(content).iter().map(ToString::to_string).collect()
}

fn button(kind: ButtonKind, text: &str, target: Option<&str>) -> Button {
    Button { kind, text: text.to_owned(), target: target.map(str::to_owned) }
}

#[test]
fn a_name_is_lower_case_letters_digits_and_underscores() {
    assert!(check_name("order_update_2").is_empty());
    assert!(check_name(&"a".repeat(512)).is_empty());
    let says = |name: &str| check_name(name).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(says(""), ["`name` is empty"]);
    let letter = "a character that is no lower-case letter, digit or underscore";
    assert_eq!(says("orderUpdate"), [format!("`name`, character 6: has {letter}")]);
    assert_eq!(says("order-update"), [format!("`name`, character 6: has {letter}")]);
    assert_eq!(says("é"), [format!("`name`, character 1: has {letter}")]);
    let long = says(&"a".repeat(513));
    assert_eq!(long, ["`name`, character 513: has 513 characters, and 512 is the most"]);
}

#[test]
fn each_part_has_its_length() {
    let fits = Content {
        header: Some(Header::Text("é".repeat(60))),
        footer: Some("é".repeat(60)),
        buttons: vec![button(ButtonKind::QuickReply, &"é".repeat(25), None)],
        ..body(&"é".repeat(1024))
    };
    assert_eq!(faults(&fits), Vec::<String>::new());
    let over = Content {
        header: Some(Header::Text("é".repeat(61))),
        footer: Some("é".repeat(62)),
        buttons: vec![button(ButtonKind::QuickReply, &"é".repeat(26), None)],
        ..body(&"é".repeat(1025))
    };
    assert_eq!(
        faults(&over),
        [
            "`header`, character 61: has 61 characters, and 60 is the most",
            "`body`, character 1025: has 1025 characters, and 1024 is the most",
            "`footer`, character 61: has 62 characters, and 60 is the most",
            "`text of button 1`, character 26: has 26 characters, and 25 is the most",
        ]
    );
    let empty = Content {
        header: Some(Header::Text(String::new())),
        footer: Some(" ".to_owned()),
        buttons: vec![button(ButtonKind::QuickReply, "", None)],
        ..body("\n")
    };
    assert_eq!(
        faults(&empty),
        [
            "`header` is empty",
            "`body` is empty",
            "`footer` is empty",
            "`text of button 1` is empty"
        ]
    );
}

#[test]
fn a_line_is_one_line_and_nothing_controls_the_terminal() {
    let content = Content {
        header: Some(Header::Text("a\nb".to_owned())),
        footer: Some("a\u{1b}[2J".to_owned()),
        ..body("two\nlines\tand a tab")
    };
    assert_eq!(
        faults(&content),
        [
            "`header`, character 2: goes on in a second line, and can have one only",
            "`body`, character 10: has a control character",
            "`footer`, character 2: has a control character",
        ]
    );
}

#[test]
fn variables_of_a_body() {
    let good = [
        "Hi {{1}}, your order {{2}} is here.",
        "Order {{2}} of {{1}} and {{2}} again.",
        "Hi {{first_name}}, see you on {{day}}!",
        "No variable at all, but } { }} braces",
    ];
    for text in good {
        assert_eq!(faults(&body(text)), Vec::<String>::new(), "{text}");
    }
    let bad = [
        ("{{1}} is here", "1: begins with a variable"),
        (" \n{{1}} is here", "3: begins with a variable"),
        ("Here is {{1}}", "9: ends with a variable"),
        ("Here is {{1}} \n", "9: ends with a variable"),
        ("Hi {{1}}{{2}}!", "9: has two variables with nothing between them"),
        ("Hi {{2}}!", "4: has this variable without `{{1}}`"),
        ("Hi {{1}} and {{3}}!", "14: has this variable without `{{2}}`"),
        ("Hi {{1}} and {{name}}!", "14: has variables with numbers and variables with names"),
        ("Hi {{name}} and {{1}}!", "17: has variables with numbers and variables with names"),
        ("Hi {{Name}}!", "4: has braces that are no variable"),
        ("Hi {{ 1 }}!", "4: has braces that are no variable"),
        ("Hi {{1}!", "4: has braces that are no variable"),
        ("Hi {{0}}!", "4: has braces that are no variable"),
    ];
    for (text, place) in bad {
        let found = faults(&body(text));
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with(&format!("`body`, character {place}")), "{found:?}");
    }
    // A gap is told once, whatever stands above it.
    assert_eq!(faults(&body("Hi {{3}}, {{4}}, {{3}}!")).len(), 1);
    assert_eq!(
        faults(&body("{{1}}")).iter().map(|fault| &fault[..24]).collect::<Vec<_>>(),
        ["`body`, character 1: beg", "`body`, character 1: end"]
    );
}

#[test]
fn variables_elsewhere() {
    let with = |header: &str, text: &str| Content {
        header: Some(Header::Text(header.to_owned())),
        ..body(text)
    };
    // A header counts for itself, and its variable may stand at its edge.
    assert_eq!(faults(&with("{{1}}", "Hi {{1}}!")), Vec::<String>::new());
    assert_eq!(faults(&with("For {{name}}", "Hi {{name}}!")), Vec::<String>::new());
    assert_eq!(faults(&with("{{1}} {{2}}", "Hi")).len(), 1);
    assert!(faults(&with("{{2}}", "Hi"))[0].contains("can only be 1"));
    assert!(
        faults(&with("{{name}}", "Hi {{1}}!"))[0].starts_with("`header`, character 1: has var")
    );
    let footed = Content { footer: Some("to {{1}}".to_owned()), ..body("Hi") };
    assert_eq!(faults(&footed), ["`footer`, character 4: has a variable, and can't have one"]);
    let pressed =
        Content { buttons: vec![button(ButtonKind::QuickReply, "{{1}}", None)], ..body("Hi") };
    assert!(faults(&pressed)[0].starts_with("`text of button 1`, character 1: has a variable"));
    let shown = Content { header: Some(Header::Media(Media::Image)), ..body("Hi") };
    assert_eq!(faults(&shown), Vec::<String>::new());
}

#[test]
fn buttons_have_their_number_kinds_and_targets() {
    let with = |buttons: Vec<Button>| faults(&Content { buttons, ..body("Hi") });
    let quick = || button(ButtonKind::QuickReply, "Yes", None);
    let url = |target: &str| button(ButtonKind::Url, "Open", Some(target));
    let phone = |target: &str| button(ButtonKind::Phone, "Call", Some(target));
    let shop = "https://shop.test/o/{{1}}";
    assert_eq!(with(vec![quick(); 10]), Vec::<String>::new());
    assert_eq!(with(vec![quick(); 11]), ["`buttons` have more than 10 buttons"]);
    let mixed = vec![quick(), quick(), url(shop), url(shop), phone("+14155550132")];
    assert_eq!(with(mixed), Vec::<String>::new());
    assert_eq!(with(vec![url(shop); 3]), ["`buttons` have more than 2 that open a page"]);
    let calls = vec![phone("+14155550132"); 2];
    assert_eq!(with(calls), ["`buttons` have more than 1 that calls a number"]);
    let apart = with(vec![quick(), url(shop), quick()]);
    assert!(apart[0].contains("quick replies apart"), "{apart:?}");
    let needless = button(ButtonKind::QuickReply, "Yes", Some("x"));
    assert!(with(vec![needless])[0].starts_with("`target of button 1` is given"));
    assert_eq!(
        with(vec![button(ButtonKind::Url, "Go", None)]),
        ["`target of button 1` is missing"]
    );
    for bad in
        ["shop.test", "https://", "https:///x", "https://{{1}}", "https://a b", "ftp://x.test"]
    {
        assert!(with(vec![url(bad)])[0].contains("is no address"), "{bad}");
    }
    assert!(with(vec![url("https://a.test/{{1}}/b")])[0].contains("can only be its end"));
    assert!(with(vec![url("https://a.test/{{code}}")])[0].contains("can only be 1"));
    assert!(with(vec![url("https://a.test/{{1}}{{1}}")]).len() == 2);
    let long = format!("https://a.test/{}", "x".repeat(2000));
    assert!(with(vec![url(&long)])[0].contains("2000 is the most"));
    for bad in ["14155550132", "+1 415", "+", "+12345", "+123456789012345678901", "+1415555013٢"] {
        assert!(with(vec![phone(bad)])[0].contains("is no phone number"), "{bad}");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_faults_stand_inside(
        name in any::<String>(), text in "[a-z{}1-3 \\n\\PC]{0,80}", header in "[a{}12_ ]{0,70}"
    ) {
        let content = Content {
            header: Some(Header::Text(header.clone())),
            footer: Some(text.clone()),
            buttons: vec![button(ButtonKind::Url, &header, Some(&format!("https://a.test/{text}")))],
            ..body(&text)
        };
        let longest = text.chars().count().max(header.chars().count()) + 15;
        for fault in check_content(&content) {
            prop_assert!(fault.at.is_none_or(|at| (1..=longest + 1).contains(&at)), "{fault}");
        }
        for fault in check_name(&name) {
            prop_assert!(fault.at.is_none_or(|at| (1..=name.chars().count()).contains(&at)));
        }
        let form = Form::new(&content);
        let values = form.variables().iter().map(|name| (name.clone(), CustomerText::new("v")));
        drop(form.fill(&values.collect()));
    }
}
