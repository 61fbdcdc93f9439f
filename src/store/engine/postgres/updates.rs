//! Updates of many rows in one statement: a statement for each takes a server longer than what it does.

use super::dialect::with_literals;

/// One UPDATE that does what `sql` does for each of these rows of values. Each is for another row of the table, and
/// sets nothing that no other row may have: a server takes them in no certain order.
pub(super) fn joined(sql: &str, rows: &[Vec<String>]) -> String {
    let width = rows.first().map_or(0, Vec::len);
    let columns: Vec<_> = (1..=width).map(|part| format!("value_{part}")).collect();
    // A column of nothing but NULL would be one of texts.
    let is_null =
        |at: usize| rows.iter().all(|row| row.get(at).is_some_and(|value| value == "NULL"));
    let places: Vec<_> = (0..width)
        .zip(&columns)
        .map(|(at, column)| if is_null(at) { "NULL".to_owned() } else { format!("each.{column}") })
        .collect();
    let (set, condition) = sql.split_at(place_of_where(sql));
    let rows: Vec<_> = rows.iter().map(|row| format!("({})", row.join(", "))).collect();
    format!(
        "{} FROM (VALUES {}) AS each ({}) {}",
        with_literals(set, &places),
        rows.join(", "),
        columns.join(", "),
        with_literals(condition, &places)
    )
}

/// Where the condition of a statement begins: the conditions of what it asks itself stand in parentheses.
fn place_of_where(sql: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in sql.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'W' if depth == 0 && sql[at..].starts_with("WHERE ") => return at,
            _ => {}
        }
    }
    sql.len()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn rows_are_joined_to_the_table_by_the_statement_s_own_condition() {
        let sql = "UPDATE OR FAIL chat SET status = ?2, subject = ?3,
            unread = (SELECT 1 FROM message WHERE id = ?2) WHERE id = ?1 AND (status = ?2)";
        let row = |key: &str, status: &str| vec![key.into(), status.into(), "NULL".into()];
        assert_eq!(
            joined(sql, &[row("(1)", "'open'"), row("(2)", "NULL")]),
            "UPDATE chat SET status = each.value_2, subject = NULL,
            unread = (SELECT 1 FROM message WHERE id = each.value_2)  FROM (VALUES ((1), 'open', NULL), \
             ((2), NULL, NULL)) AS each (value_1, value_2, value_3) WHERE id = each.value_1 AND \
             (status = each.value_2)"
        );
    }
}
