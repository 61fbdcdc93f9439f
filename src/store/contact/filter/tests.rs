//! The walk gives what a plain query gives, from wherever it begins; and a first page costs the same
//! on many contacts as on few, whichever condition it has.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use rusqlite::StatementStatus;

use super::{ContactFilter, ContactWalk};
use crate::{
    rules::{id::ContactId, phone::CountryTest, privacy::text::CustomerText},
    store::{Error, Store},
};

/// Contacts 1 to `count`: tag `even` on every second, `rare` on every hundredth, city by thirds,
/// India and the United States by turns, consent by thirds.
fn filled(count: i64) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("workspace.db");
    Store::create(&path, |store| {
        let counted = format!(
            "WITH RECURSIVE counted (key) AS
                (VALUES (1) UNION ALL SELECT key + 1 FROM counted WHERE key < {count})"
        );
        let sql = format!(
            "INSERT INTO contact (id, phone, phone_country_code, opted_in, created_at)
                {counted} SELECT key, CASE WHEN key % 2 THEN '+91' ELSE '+1' END || (9000000000 + key),
                    CASE WHEN key % 2 THEN 2 ELSE 1 END,
                    CASE key % 3 WHEN 0 THEN NULL ELSE key % 3 - 1 END, 0 FROM counted;
             INSERT INTO contact_tag
                {counted} SELECT key, 'even' FROM counted WHERE key % 2 = 0;
             INSERT INTO contact_tag
                {counted} SELECT key, 'rare' FROM counted WHERE key % 100 = 0;
             INSERT INTO contact_trait (contact_id, key, value)
                {counted} SELECT key, 'city', 'c' || (key % 3) FROM counted;"
        );
        store.connection.batch(&sql).unwrap();
        Ok::<_, Error>(())
    })
    .unwrap();
    let store = Store::open(&path).unwrap();
    (folder, store)
}

/// Each condition alone, several together, and none; with the same as SQL.
fn filters() -> Vec<(ContactFilter, &'static str)> {
    let text = |text: &str| CustomerText::new(text);
    let tags = |tags: &[&str]| ContactFilter {
        tags: tags.iter().map(|tag| text(tag)).collect(),
        ..ContactFilter::default()
    };
    let city = || vec![(text("city"), text("c1"))];
    vec![
        (ContactFilter::default(), "1"),
        (tags(&["even"]), "id % 2 = 0"),
        (tags(&["none"]), "0"),
        (ContactFilter { traits: city(), ..ContactFilter::default() }, "id % 3 = 1"),
        (ContactFilter { country: country("+91"), ..ContactFilter::default() }, "id % 2 = 1"),
        (ContactFilter { country: country("+93"), ..ContactFilter::default() }, "0"),
        (ContactFilter { opted_in: Some(None), ..ContactFilter::default() }, "id % 3 = 0"),
        (ContactFilter { opted_in: Some(Some(true)), ..ContactFilter::default() }, "id % 3 = 2"),
        (ContactFilter { opted_in: Some(Some(false)), ..ContactFilter::default() }, "id % 3 = 1"),
        (tags(&["even", "rare"]), "id % 100 = 0"),
        (ContactFilter { traits: city(), ..tags(&["rare", "even"]) }, "id % 300 = 100"),
        (
            ContactFilter { country: country("+1"), opted_in: Some(Some(true)), ..tags(&["even"]) },
            "id % 6 = 2",
        ),
        (ContactFilter { country: country("+91"), ..tags(&["even"]) }, "0"),
    ]
}

fn walked(store: &mut Store, filter: &ContactFilter, after: i64, most: usize) -> Vec<i64> {
    store
        .read(|snapshot| {
            let mut walk = ContactWalk::new(filter, Some(ContactId(after)));
            let mut found = Vec::new();
            while found.len() < most
                && let Some(id) = walk.next(snapshot)?
            {
                found.push(id.0);
            }
            Ok::<_, Error>(found)
        })
        .unwrap()
}

#[test]
fn a_walk_meets_what_a_query_finds() {
    let (_folder, mut store) = filled(2500);
    for (filter, condition) in filters() {
        let expected: Vec<i64> = store
            .connection
            .file()
            .unwrap()
            .prepare(&format!("SELECT id FROM contact WHERE {condition} ORDER BY id"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for after in [0, 1, 99, 100, 1234, 2500] {
            let rest: Vec<_> = expected.iter().copied().filter(|id| *id > after).collect();
            assert_eq!(walked(&mut store, &filter, after, usize::MAX), rest, "{condition} {after}");
            let page = &rest[..rest.len().min(7)];
            assert_eq!(walked(&mut store, &filter, after, 7), page, "{condition} {after}");
        }
    }
}

/// Counted in steps of the engine, which don't depend on the machine.
#[test]
fn a_first_page_costs_the_same_on_few_contacts_as_on_many() {
    let steps = |count: i64| -> Vec<i64> {
        let (_folder, mut store) = filled(count);
        let mut steps = |filter: &ContactFilter| {
            let count = |store: &Store| -> i64 {
                let taken = filter.streams().into_iter().map(|stream| {
                    let statement =
                        store.connection.file().unwrap().prepare_cached(stream.sql).unwrap();
                    i64::from(statement.reset_status(StatementStatus::VmStep))
                });
                taken.sum()
            };
            count(&store);
            walked(&mut store, filter, 0, 10);
            count(&store)
        };
        // The last has no contact at all, and so no first page: it looks at every second one.
        let mut filters = filters();
        filters.pop();
        filters.iter().map(|(filter, _)| steps(filter)).collect()
    };
    let [few, many] = [steps(4_000), steps(40_000)];
    for ((few, many), (_, condition)) in few.iter().zip(&many).zip(filters()) {
        assert!(*few > 0 && *many * 2 <= *few * 3, "{condition}: {few} steps became {many}");
    }
}

fn country(code: &str) -> Option<CountryTest> {
    CountryTest::read(code).ok()
}
