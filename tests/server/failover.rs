//! Two servers of which one follows the other and confirms what it has: the first fails while many write, and the
//! other takes its place. What was said to be made is there, and nothing is there by half or twice.
//!
//! It happens twice; with `ROLECALL_HEAVY=1` eight times, each with servers of its own.

use std::{
    collections::BTreeMap,
    fs,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::cluster::Cluster;
use crate::support::{Ran, Workspace, words::words};

/// The rows of a list of members, which come together or not at all.
const ROWS: usize = 20;

/// The number of changes that are made before the first server fails, and after.
const MADE: usize = 16;

/// A second server asks again soon where it has lost the first.
const FOLLOWS: &str = "-c wal_retrieve_retry_interval=100ms";

struct Pair {
    first: Cluster,
    second: Cluster,
}

impl Pair {
    /// `None` where the tests run on no server, or none can be made here.
    fn start() -> Option<Self> {
        let first = Cluster::new()?;
        first.serve("start", "");
        let second = first.standby();
        second.serve("start", FOLLOWS);
        // From here on a change is made when the second has it too.
        let mut client = first.client();
        client.batch_execute("ALTER SYSTEM SET synchronous_standby_names = '*'").unwrap();
        client.batch_execute("SELECT pg_reload_conf()").unwrap();
        let begun = Instant::now();
        let confirms = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'";
        while client.query(confirms, &[]).unwrap().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the second doesn't follow");
            thread::sleep(Duration::from_millis(20));
        }
        Some(Self { first, second })
    }

    /// The address of both, the first of them first.
    fn base(&self) -> String {
        let (one, other) = (self.first.port, self.second.port);
        format!("postgres://postgres@127.0.0.1:{one},127.0.0.1:{other}/postgres")
    }

    /// The same workspace on the second alone.
    fn on_second(&self, workspace: &Workspace) -> String {
        format!("{}?{}", self.second.base(), address(workspace).split_once('?').unwrap().1)
    }

    /// Stops what the second gets changes by, and waits until one waits for it. Gives the process that is stopped.
    fn stop_listening(&self) -> i32 {
        let receiver = "SELECT pid FROM pg_stat_wal_receiver";
        let receiver = self.second.client().query_one(receiver, &[]).unwrap().get(0);
        signal("STOP", receiver);
        self.waits();
        receiver
    }

    /// Waits until a change waits on the first server for the second.
    fn waits(&self) {
        let waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        let mut client = self.first.client();
        let begun = Instant::now();
        while client.query(waits, &[]).unwrap().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(30), "nothing waits for the second");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

fn signal(name: &str, process: i32) {
    let words = [format!("-{name}"), process.to_string()];
    assert!(Command::new("kill").args(words).status().unwrap().success());
}

fn address(workspace: &Workspace) -> String {
    workspace.name().into_os_string().into_string().unwrap()
}

fn start(workspace: &Workspace, line: &str) -> Child {
    let mut command = workspace.command();
    command.args(words(line)).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// What a program said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Made,
    NotMade,
    Unknown,
}

fn said(ran: &Ran) -> Said {
    match ran.code {
        0 => Said::Made,
        7 if ran.error()["reason"] == "unknown" => Said::Unknown,
        7 => Said::NotMade,
        _ => panic!("{}", ran.transcript()),
    }
}

/// One who makes change after change, each under a name of its own, until it is enough.
fn write(
    workspace: &Workspace,
    writer: usize,
    made: &AtomicUsize,
    is_enough: &AtomicBool,
) -> BTreeMap<String, Said> {
    let mut changes = BTreeMap::new();
    let mut number = 0;
    while !is_enough.load(Ordering::SeqCst) {
        let name = format!("w{writer}-{number}");
        number += 1;
        let row = |row| format!("{name}-{row}@acme.test,{name} {row},agent\n");
        let line = match writer {
            0 => format!("team add {name}"),
            1 => {
                let rows: String = (0..ROWS).map(row).collect();
                let list = workspace.folder().join(&name);
                fs::write(list, format!("email,name,role\n{rows}")).unwrap();
                format!("member import {name} --no-invite")
            }
            2 => format!("chat reply 2 -m {name}"),
            _ => format!("contact tag {name} 1 2 3"),
        };
        // Who is told that nothing was made does the same again.
        let end = loop {
            match said(&workspace.run(&format!("{line} --format json"))) {
                Said::NotMade => thread::sleep(Duration::from_millis(50)),
                end => break end,
            }
        };
        made.fetch_add(usize::from(end == Said::Made), Ordering::SeqCst);
        changes.insert(name, end);
    }
    changes
}

/// How many rows there are of each name, and how many there are to be of it.
fn found(workspace: &Workspace) -> BTreeMap<String, (usize, usize)> {
    let sql = format!(
        "SELECT of, count(*), whole FROM (
            SELECT name AS of, 1 AS whole FROM team
            UNION ALL SELECT substr(name, 1, instr(name, ' ') - 1), {ROWS} FROM member
            UNION ALL SELECT text, 1 FROM message
            UNION ALL SELECT tag, 3 FROM contact_tag)
        WHERE of GLOB 'w[0-9]*-*' GROUP BY of"
    );
    let connection = workspace.sql();
    let mut statement = connection.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))));
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_pair_loses_nothing_that_was_confirmed_when_the_second_takes_over() {
    let is_heavy = std::env::var_os("ROLECALL_HEAVY").is_some();
    for round in 0..if is_heavy { 8 } else { 2 } {
        let Some(pair) = Pair::start() else { return };
        let fail = if round % 4 < 2 { Cluster::kill } else { Cluster::crash };
        // At whatever moment it is, or while somebody waits for the second to confirm a change.
        take_over(&pair, fail, round % 2 == 1);
    }
}

fn take_over(pair: &Pair, fail: fn(&Cluster), while_one_waits: bool) {
    let workspace = Workspace::sample_on(&pair.base());
    let (made, is_enough) = (AtomicUsize::new(0), AtomicBool::new(false));
    let wait_for = |count: usize| {
        let begun = Instant::now();
        while made.load(Ordering::SeqCst) < count {
            assert!(begun.elapsed() < Duration::from_mins(1), "nobody gets on");
            thread::sleep(Duration::from_millis(10));
        }
    };
    let mut gap = Duration::ZERO;
    let changes: BTreeMap<_, _> = thread::scope(|scope| {
        let writer = |number| {
            let (workspace, made, is_enough) = (&workspace, &made, &is_enough);
            scope.spawn(move || write(workspace, number, made, is_enough))
        };
        let writers = [0, 1, 2, 3].map(writer);
        wait_for(MADE);
        let begun = Instant::now();
        let deaf = while_one_waits.then(|| pair.stop_listening());
        fail(&pair.first);
        if let Some(receiver) = deaf {
            signal("CONT", receiver);
        }
        pair.second.promote();
        let before = made.load(Ordering::SeqCst);
        wait_for(before + 1);
        gap = begun.elapsed();
        wait_for(before + MADE);
        is_enough.store(true, Ordering::SeqCst);
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let found = found(&workspace);
    let (mut confirmed, mut unknown) = (0, 0);
    for (name, said) in &changes {
        let is_there = match found.get(name) {
            None => false,
            Some((rows, whole)) => {
                assert_eq!(rows, whole, "{name} is there by half, or twice");
                true
            }
        };
        assert!(is_there || *said == Said::Unknown, "{name} was confirmed, and is lost");
        confirmed += usize::from(*said == Said::Made);
        unknown += usize::from(*said == Said::Unknown);
    }
    assert!(found.keys().all(|name| changes.contains_key(name)), "nobody made all of {found:?}");
    assert!(unknown > 0 || !while_one_waits, "somebody was told what nobody knew");
    println!(
        "{confirmed} changes were confirmed and are there, {unknown} times nobody could know; \
         after {} ms the second server took changes",
        gap.as_millis()
    );
    for line in ["audit verify", "doctor"] {
        workspace.does(line);
    }
    the_first_confirms_nothing_when_it_is_back(pair, &workspace);
}

/// The first server, started as it was, takes itself for the one that takes changes. It waits for the second to
/// confirm them, which doesn't follow it any more: so nothing is said to be made that the second doesn't have.
fn the_first_confirms_nothing_when_it_is_back(pair: &Pair, workspace: &Workspace) {
    pair.first.serve("start", "");
    let mut child = start(workspace, "team add Split");
    pair.waits();
    assert!(child.try_wait().unwrap().is_none(), "confirmed by the first server alone");
    child.kill().unwrap();
    child.wait().unwrap();
    pair.first.crash();
    let here = pair.on_second(workspace);
    let teams = workspace.does(&format!("team list --format csv --workspace {here}")).stdout;
    assert!(!teams.contains("Split"), "{teams}");
    workspace.does(&format!("audit verify --workspace {here}"));
}

#[test]
fn a_change_that_no_standby_has_is_not_said_to_be_made() {
    let Some(pair) = Pair::start() else { return };
    let workspace = Workspace::sample_on(&pair.base());
    pair.second.crash();
    thread::scope(|scope| {
        let ran = scope.spawn(|| workspace.run("team add Alone --format json"));
        pair.waits();
        let cancel =
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        pair.first.client().batch_execute(cancel).unwrap();
        ran.join().unwrap().refuses(7, "unconfirmed").says("audit list --limit 1");
    });
    workspace.does("team list --format csv").says("Alone");
    // Without that it waits for a standby.
    let mut child = start(&workspace, "team add Later");
    pair.waits();
    assert!(child.try_wait().unwrap().is_none());
    pair.second.serve("start", FOLLOWS);
    assert!(child.wait().unwrap().success());
    let here = pair.on_second(&workspace);
    let standby = format!("{here}&target_session_attrs=any");
    let teams = workspace.does(&format!("team list --format csv --workspace {standby}"));
    teams.says("Alone").says("Later");
}
