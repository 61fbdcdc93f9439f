//! The few words in which the two engines differ. The statements are written for both; what is translated
//! is how a place for a value is named, and what only tells the other engine's planner how to read a table.

use std::borrow::Cow;

use crate::store::engine::hint;

/// Functions and places of another name.
const WORDS: [(&str, &str); 5] = [
    // Of one row, what fails leaves nothing behind either way.
    ("UPDATE OR FAIL", "UPDATE"),
    ("json_object(", "json_build_object("),
    ("json_array(", "json_build_array("),
    (" temp.", " pg_temp."),
    ("group_concat(", "string_agg("),
];

/// A statement as this engine takes it, with what stands in its places: the server can't always tell of what
/// type nothing is, so nothing is written out.
pub(in crate::store::engine) fn translated<'s>(sql: &'s str, is_null: &[bool]) -> Cow<'s, str> {
    let sql = in_its_words(sql);
    if !sql.contains('?') {
        return sql;
    }
    let place = |place: usize| match is_null.get(place - 1) {
        Some(true) => "NULL".to_owned(),
        _ => format!("${place}"),
    };
    filled(&sql, place).into()
}

/// A statement as this engine takes it, with values in the places for them.
pub(super) fn with_literals(sql: &str, values: &[String]) -> String {
    let sql = in_its_words(sql);
    filled(&sql, |place| values.get(place - 1).map_or_else(|| "NULL".to_owned(), Clone::clone))
}

fn in_its_words(sql: &str) -> Cow<'_, str> {
    let mut sql = Cow::Borrowed(sql);
    for (from, to) in hint::ELSEWHERE.into_iter().chain(WORDS) {
        if sql.contains(from) {
            sql = sql.replace(from, to).into();
        }
    }
    sql
}

/// How many values a statement needs.
pub(in crate::store::engine) fn parameter_count(sql: &str) -> usize {
    let places = sql.split('?').skip(1).enumerate();
    places.map(|(before, place)| number(place).unwrap_or(before + 1)).max().unwrap_or(0)
}

/// The number at the beginning of a text.
fn number(text: &str) -> Option<usize> {
    text[..text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()].parse().ok()
}

/// A statement with something in each place for a value, which has a number where none stands there. No question
/// mark stands in a literal of ours.
fn filled(sql: &str, fill: impl Fn(usize) -> String) -> String {
    let mut last = 0_usize;
    let mut parts = sql.split('?');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let place = number(part).unwrap_or(last + 1);
        last = last.max(place);
        text += &fill(place);
        text += part.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn places_are_named_and_hints_are_left_out() {
        let there = |sql| translated(sql, &[]).into_owned();
        assert_eq!(there("SELECT 1"), "SELECT 1");
        assert_eq!(there("a = ?2 AND b = ?1"), "a = $2 AND b = $1");
        assert_eq!(there("a = ? AND b = ?"), "a = $1 AND b = $2");
        assert_eq!(there("FROM chat NOT INDEXED"), "FROM chat ");
        assert_eq!(there("chat CROSS JOIN message ON a = b"), "chat JOIN message ON a = b");
        assert_eq!(translated("?1 IS NULL OR a = ?2", &[true, false]), "NULL IS NULL OR a = $2");
    }
}
