//! Broken input: each fault is told with its place, and what can still be read is.

use rolecall::formats::cloud_api::{PAYLOAD_CAP, read};

use super::fixture;
use super::render::rendered;

fn compact(name: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(&fixture(name)).unwrap();
    value.to_string()
}

#[test]
fn an_input_without_a_payload_is_an_error() {
    for input in ["", " \n\r\n", "\u{feff}", "[]", " [ ] "] {
        let told = rendered(input.as_bytes());
        assert!(told.contains("no payload"), "{input:?}: {told}");
        assert_eq!(told.lines().count(), 1, "{input:?}");
    }
}

#[test]
fn a_web_page_is_told_at_once() {
    let told = rendered(b"<!DOCTYPE html>\n<html>\n{}\n</html>\n");
    assert!(told.starts_with("error 1:1: this is a web page"), "{told}");
    assert_eq!(told.lines().count(), 1);
}

#[test]
fn a_cut_off_line_does_not_take_the_next_one_with_it() {
    let whole = compact("text.json");
    for cut in (1..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
        let input = format!("{}\n{whole}\n", &whole[..cut]);
        let told = rendered(input.as_bytes());
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines[0].starts_with("error 1:"), "cut {cut}: {told}");
        assert!(lines.last().unwrap().starts_with("message 2:1"), "cut {cut}: {told}");
        assert_eq!(lines.len(), 2, "cut {cut}: {told}");
    }
}

#[test]
fn a_cut_off_document_is_one_error_at_its_end() {
    let whole = fixture("text.json");
    let whole = whole.trim_end();
    for cut in (1..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
        let told = rendered(&whole.as_bytes()[..cut]);
        assert!(told.starts_with("error "), "cut {cut}: {told}");
        assert_eq!(told.lines().count(), 1, "cut {cut}: {told}");
    }
}

#[test]
fn a_syntax_fault_names_its_own_line_and_ends_the_document() {
    let broken = fixture("text.json").replace("\"type\": \"text\",", "\"type\" \"text\",");
    let line = broken.lines().position(|line| line.contains("\"type\" ")).unwrap() + 1;
    let told = rendered(broken.as_bytes());
    assert!(told.starts_with(&format!("error {line}:")), "{told}");
    assert_eq!(told.lines().count(), 1);
}

#[test]
fn an_array_goes_on_behind_a_syntax_fault() {
    let whole = compact("text.json");
    let told = rendered(format!("[{whole},\n{{\"object\" 1}},\n{whole}]").as_bytes());
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("message 1:2 /0~/messages/0 "), "{told}");
    assert!(lines[1].starts_with("error 2:11 /1:"), "{told}");
    assert!(lines[2].starts_with("message 3:1 /2~/messages/0 "), "{told}");
    assert_eq!(lines.len(), 3);
}

#[test]
fn an_array_needs_its_commas_and_its_end() {
    let whole = compact("text.json");
    for input in [
        format!("[{whole}"),
        format!("[{whole},"),
        format!("[{whole},]"),
        format!("[,{whole}]"),
        format!("[{whole} {whole}]"),
        "[".to_owned(),
    ] {
        let told = rendered(input.as_bytes());
        assert!(told.lines().last().unwrap().starts_with("error "), "{told}");
    }
}

#[test]
fn a_payload_over_the_cap_is_passed_over() {
    let whole = compact("text.json");
    let huge = whole.replace("Is the blue", &"x".repeat(PAYLOAD_CAP));
    for (input, next) in [
        (format!("{huge}\n{whole}\n"), "message 2:1"),
        (format!("[{huge},\n{whole}]"), "message 2:1"),
    ] {
        let told = rendered(input.as_bytes());
        let lines: Vec<&str> = told.lines().collect();
        assert!(lines[0].contains("larger than 16 MiB"), "{}", lines[0]);
        assert!(lines[1].starts_with(next), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
    }
}

#[test]
fn one_bad_message_costs_only_itself() {
    let text = compact("several-senders.json").replace("\"from Tom\"", "[]");
    let told = rendered(text.as_bytes());
    assert_eq!(told.matches("message ").count(), 4, "{told}");
    assert!(told.contains("error 1:1 ~/messages/1/text/body: `body` is not text"), "{told}");
}

#[test]
fn an_input_of_faults_does_not_flood() {
    let many = format!("{{\"entry\":[{}1]}}", "1,".repeat(100_000));
    let told = rendered(many.as_bytes());
    assert_eq!(told.lines().count(), 1001);
    assert!(told.lines().last().unwrap().contains("more than 1000 faults"));
}

#[test]
fn errors_name_no_customer() {
    let text = String::from_utf8_lossy(include_bytes!("../../fixtures/cloud-api/broken.jsonl"))
        .into_owned();
    for item in read(text.as_bytes()) {
        if let Err(error) = item {
            let told = format!("{error} {} {error:?}", error.hint);
            for secret in ["9876543210", "Asha", "Rao", "hello"] {
                assert!(!told.contains(secret), "{told}");
            }
        }
    }
}

#[test]
fn a_failing_disk_is_an_error_and_the_end() {
    struct Failing(bool);
    impl std::io::Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(std::io::ErrorKind::ConnectionReset.into());
            }
            buffer[..2].copy_from_slice(b"{\n");
            Ok(2)
        }
    }
    let items: Vec<_> = read(std::io::BufReader::new(Failing(false))).collect();
    assert_eq!(items.len(), 1);
    assert!(items[0].as_ref().is_err_and(|error| error.problem.contains("read on")));
}
