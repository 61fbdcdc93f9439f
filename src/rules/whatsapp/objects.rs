//! What is told of a message beside its text: JSON objects, which add to each other.

use serde_json::{Map, Value};

/// Two objects as one, of which the second counts where both have a field. What is no object gives way to what is
/// said after it.
#[must_use]
pub fn together(old: Option<&str>, new: Option<&str>) -> Option<String> {
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
    match (old.and_then(read), new.and_then(read)) {
        (Some(mut both), Some(new)) => {
            both.extend(new);
            Some(Value::Object(both).to_string())
        }
        _ => new.or(old).map(str::to_owned),
    }
}
