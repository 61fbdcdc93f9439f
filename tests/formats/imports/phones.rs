//! Exports from phones, brought in: whose words they are, which chat they belong to, and what a later
//! export of the same chat changes.

use crate::support::{Workspace, payload, sample::ASHA};

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.does("account connect +15550783881 --label Main");
    workspace
}

fn import(workspace: &Workspace, text: &str, options: &str) -> crate::support::Ran {
    let line = format!("chat import - --from whatsapp --format json {options}");
    workspace.run_with(&line, text)
}

/// Direction, kind and text of each message of the only chat.
fn said(workspace: &Workspace) -> Vec<String> {
    let sql = "SELECT group_concat(direction || ' ' || kind || ' ' || coalesce(text, '-') || \
        CASE WHEN deleted_at THEN ' deleted' ELSE '' END || \
        CASE WHEN edited_at THEN ' edited' ELSE '' END, char(10)) \
        FROM (SELECT * FROM message ORDER BY at, id)";
    workspace.value(sql).lines().map(str::to_owned).collect()
}

const CONTACT: &str = "--contact +919876543210 --me Desk";

#[test]
fn what_we_sent_is_ours_in_any_language() {
    let workspace = workspace();
    let text = "[31/12/2023, 21:41:05] Asha: \u{200e}Nachrichten sind Ende-zu-Ende-verschlüsselt.\n\
        [31/12/2023, 21:41:06] Asha: where?\n\
        \u{200e}[31/12/2023, 21:42:05] Desk: \u{200e}Standort: https://maps.google.com/?q=1,2\n\
        \u{200e}[31/12/2023, 21:43:05] Desk: \u{200e}íomhá ar lár\n\
        [31/12/2023, 21:44:05] Desk:no blank\n";
    import(&workspace, text, CONTACT).succeeds();
    let said = said(&workspace);
    let heads: Vec<_> = said.iter().map(|line| line.rsplitn(2, ' ').last().unwrap()).collect();
    assert!(heads[0].starts_with("in system"), "{said:?}");
    assert_eq!(said[1], "in text where?");
    assert!(said[2].starts_with("out location "), "{said:?}");
    assert_eq!(said[3], "out media íomhá ar lár");
    assert_eq!(said[4], "out text no blank");
}

/// As Windows' editor and shell save a file that went through them.
#[test]
fn a_file_in_utf_16_is_the_same_file() {
    let text =
        "\u{200e}[31/12/2023, 21:41:05] Asha: where? 😀\r\n[31/12/2023, 21:42:05] Desk: here\r\n";
    let payload = payload::text("15550783881", ASHA, "w1", payload::NOON, "नमस्ते");
    for input in [text, &payload] {
        let plain = workspace();
        plain.takes(&format!("chat import - {CONTACT}"), input);
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let marked = format!("\u{feff}{input}");
            let wide: Vec<u8> = marked.encode_utf16().flat_map(bytes).collect();
            let other = workspace();
            other.takes(&format!("chat import - {CONTACT}"), &wide);
            assert_eq!(said(&other), said(&plain));
            other
                .run_with(&format!("chat import - {CONTACT}"), [&wide[..], &[0]].concat())
                .exits(6);
        }
    }
}

#[test]
fn a_line_that_is_a_stamp_but_for_one_word_stops_the_import() {
    let workspace = workspace();
    let text = "31/12/23, 9:41 PM - Asha: one\n31/12/23, 9:42 abends - Desk: two\n";
    let before = workspace.state();
    let ran = import(&workspace, text, CONTACT).exits(6);
    before.is_still(&workspace.state(), "an unknown word");
    assert!(ran.stderr.contains("line 2") && ran.stderr.contains("abends"), "{}", ran.transcript());
    import(&workspace, text, &format!("{CONTACT} --keep-going")).succeeds();
    assert_eq!(said(&workspace).len(), 2, "a text over two lines is one message");
}

#[test]
fn an_hour_that_no_clock_shows_stops_the_import() {
    for line in ["31/12/23, 24:05 - Desk: two", "31/12/23, 13:05 PM - Desk: two"] {
        let workspace = workspace();
        let before = workspace.state();
        let text = format!("31/12/23, 9:41 - Asha: one\n{line}\n");
        let ran = import(&workspace, &text, CONTACT).exits(6);
        before.is_still(&workspace.state(), "an impossible hour");
        assert!(
            ran.stderr.contains("line 2") && ran.stderr.contains("at this time"),
            "{}",
            ran.transcript()
        );
        import(&workspace, &text, &format!("{CONTACT} --keep-going")).exits(6);
        assert_eq!(said(&workspace), ["in text one"], "{line}");
    }
}

/// What somebody copied from another chat, or wrote of a date, begins no message.
#[test]
fn a_stamp_of_another_form_than_the_files_is_text() {
    for (own, other) in [
        ("31/12/2023, 21:42 - ", "[21:41, 30/12/2023] Asha: I will pay 500"),
        ("31/12/2023, 21:42 - ", "1/1/24 10:00 - 11:00 consultation"),
        ("[31/12/2023, 21:42:05] ", "31/12/2023, 21:41 - Asha: I will pay 500"),
        ("[31/12/2023, 21:42:05] ", "[31/12/2023, 21:41] Asha: I will pay 500"),
    ] {
        let workspace = workspace();
        let text = format!("{own}Asha: hi\n{own}Desk: you wrote:\n{other}\n{own}Asha: when?\n");
        import(&workspace, &text, CONTACT).succeeds();
        let wrote = format!("out text you wrote:\n{other}");
        assert_eq!(said(&workspace).join("\n"), format!("in text hi\n{wrote}\nin text when?"));
    }
}

#[test]
fn a_group_is_known_by_what_the_file_says() {
    let workspace = workspace();
    let text = "31/12/2023, 21:00 - +91 98765 43210 created group \"Dealers\"\n\
        31/12/2023, 21:41 - +91 98765 43210: hello all\n\
        31/12/2023, 21:42 - Desk: hi\n";
    import(&workspace, text, CONTACT).exits(6);
    import(&workspace, text, "--me Desk").succeeds();
    assert_eq!(workspace.value("SELECT count(*) FROM chat WHERE contact_id IS NULL"), "1");
    assert_eq!(workspace.value("SELECT subject FROM chat"), "Dealers");
}

#[test]
fn a_group_that_was_renamed_is_the_same_group() {
    let first = "31/12/2023, 21:00 - +91 98765 43210 created group \"Dealers\"\n\
        31/12/2023, 21:41 - +91 98765 43210: hello all\n31/12/2023, 21:42 - Desk: hi\n";
    let later = format!(
        "{first}1/1/2024, 08:00 - +91 98765 43210 changed the group name from \"Dealers\" to \"Dealers North\"\n\
         1/1/2024, 08:01 - +91 98765 43210: new name\n"
    );
    let workspace = workspace();
    import(&workspace, first, "--me Desk").succeeds();
    import(&workspace, &later, "--me Desk").succeeds();
    assert_eq!(workspace.value("SELECT count(*) || ' ' || subject FROM chat"), "1 Dealers North");
    assert_eq!(said(&workspace).len(), 5);
    let state = workspace.state();
    for text in [&later, first] {
        import(&workspace, text, "--me Desk").succeeds();
        state.is_still(&workspace.state(), "the same group again");
    }
    // Another group that had the name once has no message of this one.
    let other = "1/3/2023, 21:00 - +91 98111 22233 created group \"Dealers\"\n\
        2/3/2023, 08:00 - +91 98111 22233 changed the group name from \"Dealers\" to \"Old\"\n\
        13/3/2023, 21:42 - Desk: hi\n";
    import(&workspace, other, "--me Desk").succeeds();
    assert_eq!(workspace.value("SELECT count(*) FROM chat"), "2");
}

#[test]
fn what_an_iphone_writes_under_a_groups_name_is_nobodys() {
    let workspace = workspace();
    let text = "[31/12/2023, 21:00:00] Dealers: \u{200e}Messages and calls are end-to-end encrypted.\n\
        [31/12/2023, 21:41:05] ~\u{202f}Asha: hello\n\
        [31/12/2023, 21:42:05] Desk: hi\n\
        \u{200e}[31/12/2023, 21:44:05] Dealers: \u{200e}Asha changed the group photo\n\
        \u{200e}[31/12/2023, 21:45:05] Dealers: \u{200e}\u{202a}+91\u{a0}98111\u{a0}22233\u{202c} left\n";
    import(&workspace, text, "--me Desk").succeeds();
    let kinds = "SELECT group_concat(kind) FROM (SELECT kind FROM message ORDER BY at)";
    assert_eq!(workspace.value(kinds), "system,text,text,system,system");
    assert_eq!(workspace.value("SELECT group_concat(name) FROM contact"), "Asha");
    assert_eq!(workspace.value("SELECT subject FROM chat"), "Dealers");
}

#[test]
fn the_same_chat_exported_later_adds_only_what_is_new() {
    let workspace = workspace();
    let first = "31/12/2023, 21:42 - Desk: price is 50\n\
        31/12/2023, 21:43 - Asha: oops\n\
        31/12/2023, 21:43 - Asha: again\n\
        31/12/2023, 21:43 - Asha: again\n\
        31/12/2023, 21:44 - Desk: <Media omitted>\n";
    let later = "31/12/2023, 21:42 - Desk: price is 55 <This message was edited>\n\
        31/12/2023, 21:43 - Asha: This message was deleted\n\
        31/12/2023, 21:43 - Asha: again\n\
        31/12/2023, 21:43 - Asha: again\n\
        31/12/2023, 21:44 - Desk: IMG-1.jpg (file attached)\n\
        1/1/2024, 08:00 - Asha: new\n";
    import(&workspace, first, CONTACT).succeeds();
    import(&workspace, later, CONTACT).succeeds();
    let right = [
        "out text price is 55 edited",
        "in text - deleted",
        "in text again",
        "in text again",
        "out image IMG-1.jpg",
        "in text new",
    ];
    assert_eq!(said(&workspace), right);
    let state = workspace.state();
    for text in [later, first] {
        import(&workspace, text, CONTACT).succeeds();
        state.is_still(&workspace.state(), "the same chat again");
    }
}

/// Android exports minutes, an iPhone seconds.
#[test]
fn the_same_chat_of_two_phones_says_nothing_twice() {
    let android = "31/12/2023, 21:00 - Asha: ok\n31/12/2023, 21:00 - Asha: ok\n\
        31/12/2023, 21:02 - Desk: fine\n";
    let iphone = "[31/12/2023, 21:00:00] Asha: ok\n[31/12/2023, 21:00:05] Asha: ok\n\
        [31/12/2023, 21:00:40] Asha: ok\n[31/12/2023, 21:02:30] Desk: fine\n";
    let right = ["in text ok", "in text ok", "in text ok", "out text fine"];
    for order in [[android, iphone], [iphone, android]] {
        let workspace = workspace();
        for text in order.into_iter().chain(order) {
            import(&workspace, text, CONTACT).succeeds();
        }
        assert_eq!(said(&workspace), right);
    }
}

#[test]
fn an_export_beside_its_webhooks_says_nothing_twice() {
    let workspace = workspace();
    let webhook = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\
        \"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\
        \"display_phone_number\":\"15550783881\",\"phone_number_id\":\"1\"},\"contacts\":[{\
        \"wa_id\":\"919876543210\",\"profile\":{\"name\":\"Asha\"}}],\"messages\":[{\
        \"from\":\"919876543210\",\"id\":\"w1\",\"timestamp\":\"1704058900\",\"type\":\"text\",\
        \"text\":{\"body\":\"hello there\"}}]}}]}]}";
    workspace.run_with("chat import -", webhook).succeeds();
    // The export may come first, too.
    let other = self::workspace();
    import(&other, "31/12/2023, 21:41 - Asha: hello there\n", CONTACT).succeeds();
    for input in [webhook, webhook, "31/12/2023, 21:41 - Asha: hello there\n"] {
        let words = if input == webhook { String::new() } else { CONTACT.to_owned() };
        other.run_with(&format!("chat import - {words}"), input).succeeds();
        assert_eq!(said(&other), ["in text hello there"]);
        assert_eq!(other.value("SELECT external_id FROM message"), "w1");
    }
    for text in [
        "31/12/2023, 21:41 - Asha: hello there\n31/12/2023, 21:42 - Desk: bye\n",
        "[31/12/2023, 21:41:40] Asha: hello there\n",
    ] {
        import(&workspace, text, CONTACT).succeeds();
        assert_eq!(said(&workspace), ["in text hello there", "out text bye"]);
    }
}
