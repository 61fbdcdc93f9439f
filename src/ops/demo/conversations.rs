//! The sample's conversations, as the webhook payloads that WhatsApp would have sent: people of
//! several countries, some unsaved and so named by their number, some who write their number.

use serde_json::{Value, json};

/// Countries: calling code, and where the numbers of the sample begin behind it. They are made up.
const COUNTRIES: [(&str, u64); 8] = [
    ("91", 9_876_540_000),
    ("55", 11_987_650_000),
    ("49", 15_123_450_000),
    ("44", 7_700_900_100),
    ("62", 81_234_567_000),
    ("234", 8_031_234_000),
    ("971", 501_234_000),
    ("34", 612_345_000),
];

const FIRST_NAMES: [&str; 12] = [
    "Asha", "Bruno", "Clara", "Dewi", "Emeka", "Fatima", "Gael", "Hana", "Ines", "Jonas", "Kavya",
    "Luis",
];
const LAST_NAMES: [&str; 7] = ["Rao", "Silva", "Weber", "Putri", "Okoye", "Saleh", "Navarro"];

const TEXTS: [&str; 10] = [
    "Hello, is the blue one still in stock?",
    "My parcel has not arrived yet",
    "Could you send me the price list?",
    "Thank you, that was quick!",
    "You can call me on {number}",
    "I would like to change my booking",
    "Do you deliver on Saturdays?",
    "The invoice 2026-0417 is missing a line",
    "It works again, thanks",
    "Please write to https://wa.me/{digits} instead",
];

const MINUTE: i64 = 60_000;

/// One payload a line, for as many chats as are wanted, spread over the accounts, back from `now`
/// in milliseconds since 1970.
#[must_use]
pub fn payloads(accounts: &[&str], chats: i64, now: i64) -> Vec<u8> {
    let mut lines = Vec::new();
    for (chat, index) in (0..chats).zip(0..) {
        let account = accounts[index % accounts.len()];
        let customer = Customer::number(index);
        for (turn, text) in (0..=chat % 3).zip(index * 3..) {
            let age = (chat * 37 + (2 - turn) * 4) * MINUTE;
            let text = customer.says(text);
            let payload = customer.message(account, chat, turn, now - age, &text);
            lines.extend_from_slice(payload.to_string().as_bytes());
            lines.push(b'\n');
        }
    }
    lines
}

struct Customer {
    digits: String,
    spelled: String,
    name: String,
}

impl Customer {
    fn number(index: usize) -> Self {
        let (code, first) = COUNTRIES[index % COUNTRIES.len()];
        let national = first + (index as u64) * 7;
        let digits = format!("{code}{national}");
        let spelled = format!("+{code} {national}");
        // Who is in nobody's address book is named by their number.
        let name = if index % 6 == 4 {
            spelled.clone()
        } else {
            let first = FIRST_NAMES[index % FIRST_NAMES.len()];
            format!("{first} {}", LAST_NAMES[index % LAST_NAMES.len()])
        };
        Self { digits, spelled, name }
    }

    fn says(&self, index: usize) -> String {
        TEXTS[index % TEXTS.len()]
            .replace("{number}", &self.spelled)
            .replace("{digits}", &self.digits)
    }

    fn message(&self, account: &str, chat: i64, turn: i64, at: i64, text: &str) -> Value {
        json!({
            "object": "whatsapp_business_account",
            "entry": [{ "id": "demo", "changes": [{ "field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": {
                    "display_phone_number": account.trim_start_matches('+'),
                    "phone_number_id": format!("demo-{account}"),
                },
                "contacts": [{ "profile": { "name": self.name }, "wa_id": self.digits }],
                "messages": [{
                    "from": self.digits,
                    "id": format!("wamid.demo-{chat}-{turn}"),
                    "timestamp": (at / 1000).to_string(),
                    "type": "text",
                    "text": { "body": text },
                }],
            }}]}],
        })
    }
}
