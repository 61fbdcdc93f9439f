//! Whole workspaces that come to a server, go from it, or are replaced there: each place has a whole one or none.

use std::{collections::BTreeMap, fs, path::Path};

use super::{Between, Kill, counts, disturb, is_heavy, is_true, points};
use crate::support::{Workspace, sample, state::dump};

/// What is at each place: the workspace's own, another on the server, and files.
type Places = BTreeMap<String, BTreeMap<String, usize>>;

/// Lines with `{here}` for a workspace on the server and `{there}` for a place beside it.
const MOVES: &[&str] = &[
    "workspace move '{here}' moved.db --yes",
    "workspace move file.db '{there}' --yes",
    "restore copy --force --yes",
    "workspace delete --confirm Acme --yes",
    "restore copy --workspace '{there}'",
    "backup another",
    "init Beta --owner bea@acme.test --workspace '{there}'",
];

/// Which of them bring a workspace elsewhere: what is there twice is lost nowhere.
fn may_be_twice(line: &str) -> bool {
    line.starts_with("workspace move")
}

/// Whether a backup is there of which no entry tells yet: that is written when the backup is whole.
fn is_unnoted(line: &str, now: &Places, before: &Places, after: &Places) -> bool {
    let mut unnoted = after.clone();
    unnoted.insert("here".to_owned(), before["here"].clone());
    line.starts_with("backup") && *now == unnoted
}

struct Ground {
    here: Workspace,
    there: Workspace,
    between: Between,
}

impl Ground {
    fn new(base: &str) -> Self {
        let here = Workspace::sample();
        here.does("backup copy");
        here.does("team add Later");
        let file = here.folder().join("file.db");
        fs::write(&file, sample::bytes()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        }
        Self { here, there: Workspace::none(), between: Between::before(base) }
    }

    fn line(&self, line: &str) -> String {
        let there = self.between.address(self.there.name().to_str().unwrap());
        line.replace("{there}", &there)
    }

    fn places(&self) -> Places {
        let mut places = Places::new();
        for (name, workspace) in [("here", &self.here), ("there", &self.there)] {
            if let Some(counts) = counts(workspace.state().bytes.as_deref()) {
                places.insert(name.to_owned(), counts);
            }
            for kept in self.kept(workspace) {
                places.insert(format!("{name}{kept}"), BTreeMap::new());
            }
        }
        for entry in fs::read_dir(self.here.folder()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if name.starts_with("copy") || name.ends_with("-wal") || name.ends_with("-shm") {
                continue;
            }
            // What was being made has a hidden name, and is cleared away by the next that makes something.
            if !name.starts_with('.') {
                places.insert(name, in_file(&path));
            }
        }
        places
    }

    /// The ends of the names of further schemas.
    fn kept(&self, workspace: &Workspace) -> Vec<String> {
        let name = workspace.name().into_os_string().into_string().unwrap();
        let schema = name.split_once("schema=").unwrap().1;
        let sql = format!(
            "SELECT string_agg(substr(nspname, {}), ' ') FROM pg_namespace
                WHERE nspname LIKE '{schema}_%'",
            schema.len() + 1
        );
        let found = self.here.server_value(&sql);
        found.split(' ').filter(|name| *name != "NULL").map(str::to_owned).collect()
    }

    fn are_sound(&self, places: &Places, what: &str) {
        for (name, workspace) in [("here", &self.here), ("there", &self.there)] {
            if places.contains_key(name) {
                for line in ["doctor", "audit verify"] {
                    let ran = workspace.run(line);
                    assert_eq!(ran.code, 0, "{what}: {}", ran.transcript());
                }
            }
        }
        if places.contains_key("moved.db") {
            self.here.does("doctor --workspace moved.db");
        }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        for workspace in [&self.here, &self.there] {
            for kept in self.kept(workspace) {
                let name = workspace.name().into_os_string().into_string().unwrap();
                let schema = name.split_once("schema=").unwrap().1;
                self.here.execute(&format!("DROP SCHEMA {schema}{kept} CASCADE"));
            }
        }
    }
}

fn in_file(path: &Path) -> BTreeMap<String, usize> {
    let tables = dump(&rusqlite::Connection::open(path).unwrap()).into_iter();
    tables.map(|(table, rows)| (table, rows.len())).collect()
}

#[test]
fn a_workspace_that_moves_is_whole_wherever_it_is() {
    let Ok(base) = std::env::var("ROLECALL_TEST_SERVER") else { return };
    let (mut kills, mut none, mut all, mut twice) = (0, 0, 0, 0);
    for line in MOVES.iter().take(if is_heavy() { MOVES.len() } else { 4 }) {
        let ground = Ground::new(&base);
        let before = ground.places();
        let run = disturb(
            &ground.here,
            &ground.between,
            &ground.line(line),
            (usize::MAX, super::Side::Asked),
            Kill::Line,
        );
        run.ran.unwrap().succeeds();
        let steps = ground.between.take();
        let after = ground.places();
        assert_ne!(before, after, "{line}");
        let mut points = points(&steps);
        if is_heavy() {
            // The end of it, and some of what comes before.
            let (early, end) = points.split_at(points.len() - 6);
            let apart = early.len().div_ceil(8);
            points = early.iter().step_by(apart).chain(end).copied().collect();
        }
        for (number, point) in points.into_iter().enumerate() {
            let ground = Ground::new(&base);
            let kill = [Kill::Client, Kill::Backend, Kill::Line][number % 3];
            let now_line = ground.line(line);
            let run = disturb(&ground.here, &ground.between, &now_line, point, kill);
            let what = format!("`{line}` {point:?} of {}: {:?}", steps.len(), steps.get(point.0));
            assert!(run.is_in_time, "too late: {what}");
            let now = ground.places();
            let is_twice = may_be_twice(line) && is_both(&now, &before, &after);
            let is_unnoted = is_unnoted(line, &now, &before, &after);
            assert!(
                now == before || now == after || is_twice || is_unnoted,
                "done by half: {what}\n{:?}\nof {:?}\nand {:?}",
                now.keys(),
                before.keys(),
                after.keys()
            );
            if let Some(ran) = run.ran {
                is_true(&ran, now == after);
            }
            ground.are_sound(&now, &what);
            if now == before {
                let again = disturb(
                    &ground.here,
                    &ground.between,
                    &now_line,
                    (usize::MAX, super::Side::Asked),
                    Kill::Line,
                );
                again.ran.unwrap().succeeds();
                assert!(ground.places() == after, "another end: {what}");
            }
            kills += 1;
            none += usize::from(now == before);
            all += usize::from(now == after);
            twice += usize::from(is_twice);
        }
    }
    println!(
        "{kills} kills of whole workspaces on their way: {none} left all as it was, {all} did it, \
         {twice} left one at both places"
    );
    assert!(none > 0 && all > 0);
    assert!(!is_heavy() || kills >= 60);
}

/// Whether everything is where it was, and where it was to come too.
fn is_both(now: &Places, before: &Places, after: &Places) -> bool {
    let there: Vec<_> = ["there", "moved.db"]
        .into_iter()
        .filter_map(|name| after.get(name).map(|counts| (name, counts)))
        .collect();
    let all_of_before = before.iter().all(|(name, counts)| now.get(name) == Some(counts));
    let all_there = there.iter().all(|(name, counts)| now.get(*name) == Some(*counts));
    all_of_before && all_there && now.len() == before.len() + there.len()
}
