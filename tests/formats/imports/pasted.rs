//! Stamps of a file's own form that somebody pasted into a message: taken for text where nobody of the chat
//! can have written them, and told where somebody can.

use crate::support::{Ran, Workspace};

fn import(text: &str) -> (Workspace, Ran) {
    let workspace = Workspace::new();
    workspace.does("account connect +15550783881 --label Main");
    let ran = workspace.run_with(
        "chat import - --from whatsapp --contact +919876543210 --me Desk --format json",
        text,
    );
    (workspace, ran)
}

fn texts(workspace: &Workspace) -> String {
    workspace.value("SELECT group_concat(text, '|') FROM (SELECT text FROM message ORDER BY id)")
}

const CHAT: &str = "[31/12/2023, 21:40:05] Asha: hi\n[31/12/2023, 21:41:05] Desk: you said\n";

#[test]
fn a_stamp_far_back_in_time_is_told_with_its_line() {
    let text =
        format!("{CHAT}[30/12/2023, 20:41:05] Asha: I pay\n[31/12/2023, 21:42:05] Asha: ok\n");
    let (workspace, ran) = import(&text);
    let ran = ran.succeeds();
    assert_eq!(texts(&workspace), "hi|you said|I pay|ok");
    assert!(ran.stderr.contains("1 message came in with a time before"), "{}", ran.transcript());
    assert!(ran.stderr.contains("line 3"), "{}", ran.transcript());
}

#[test]
fn a_message_that_stands_there_twice_is_told_however_little_it_lies_back() {
    let text = format!("{CHAT}[31/12/2023, 21:40:05] Asha: hi\n[31/12/2023, 21:42:05] Asha: ok\n");
    let (_, ran) = import(&text);
    let ran = ran.succeeds();
    assert!(ran.stderr.contains("1 message came in with a time before"), "{}", ran.transcript());
}

#[test]
fn what_came_a_little_late_is_not_told() {
    let text =
        format!("{CHAT}[31/12/2023, 21:20:05] Asha: late\n[31/12/2023, 21:42:05] Asha: ok\n");
    let (_, ran) = import(&text);
    let ran = ran.succeeds();
    assert!(!ran.stderr.contains("time before"), "{}", ran.transcript());
}

#[test]
fn what_a_third_person_says_in_a_chat_of_two_is_a_part_of_the_message() {
    let quote = "[30/12/2023, 20:41:05] Ravi: I pay\n[30/12/2023, 20:42:05] Ravi: tomorrow";
    let text = format!("{CHAT}{quote}\n[31/12/2023, 21:42:05] Asha: ok\n");
    let (workspace, ran) = import(&text);
    let ran = ran.succeeds();
    assert_eq!(texts(&workspace), format!("hi|you said\n{quote}|ok"));
    assert!(ran.stderr.contains("2 lines with a stamp"), "{}", ran.transcript());
    assert!(ran.stderr.contains("lines 3, 4"), "{}", ran.transcript());
    let group = format!("{CHAT}[31/12/2023, 21:41:30] Ravi: I pay\n");
    import(&group).1.exits(6);
}

/// An iPhone writes notices in the name of the contact, who may have written nothing.
#[test]
fn a_contact_who_wrote_nothing_is_of_the_chat_all_the_same() {
    let text = "[31/12/2023, 21:40:05] Asha: \u{200e}Messages and calls are end-to-end encrypted.\n\
        [31/12/2023, 21:41:05] Desk: he said\n[30/12/2023, 20:41:05] Ravi: I pay\n";
    let (workspace, ran) = import(text);
    ran.succeeds().says("line 3");
    let wrote = "SELECT text FROM message WHERE direction = 'out'";
    assert_eq!(workspace.value(wrote), "he said\n[30/12/2023, 20:41:05] Ravi: I pay");
}

/// The whole file behind a message that was stamped while the phone's clock was wrong is no quotation.
#[test]
fn a_clock_that_was_wrong_once_makes_no_file_doubtful() {
    let lines = |hour: u8| {
        let line = |minute| format!("[31/10/2023, {hour}:{minute:02}:05] Asha: {minute}");
        (0..59).map(line).collect::<Vec<_>>().join("\n")
    };
    let text = format!("[31/12/2023, 21:40:05] Desk: hi\n{}\n{}\n", lines(21), lines(22));
    let (_, ran) = import(&text);
    let ran = ran.succeeds();
    assert!(ran.stderr.contains("51 messages came in"), "{}", ran.transcript());
    assert!(ran.stderr.contains("and 41 more"), "{}", ran.transcript());
}

/// A stamp without the half of the day is of another phone where the file's own have one.
#[test]
fn a_stamp_of_another_clock_is_text() {
    let text = "31/12/23, 9:41 PM - Asha: he wrote\n31/12/23, 21:40 - Ravi: I pay\n31/12/23, 9:42 PM - Desk: ok\n";
    let (workspace, ran) = import(text);
    ran.succeeds();
    assert_eq!(texts(&workspace), "he wrote\n31/12/23, 21:40 - Ravi: I pay|ok");
}
