//! Every reader of what comes from outside, given inputs that were spoilt in ways that look random and are the
//! same in each run: none makes the program fail by a fault of its own. `fuzz/` has the same readers as targets
//! for a fuzzer, which finds its own inputs.
//!
//! A few inputs a reader are tried always; `ROLECALL_HEAVY=1` tries many.

#[path = "../../fuzz/src/readers.rs"]
mod readers;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use self::readers::{Place, Reader};

/// What inputs begin as: files that are right or nearly so.
fn seeds(reader: Reader, place: &Place) -> Vec<Vec<u8>> {
    let all = |folder: &str, ends: &[&str]| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut paths: Vec<_> =
            fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| ends.iter().any(|end| path.to_string_lossy().ends_with(end)));
        paths.sort();
        paths.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>()
    };
    match reader {
        Reader::Chats => [
            all("tests/fixtures/cloud-api", &[".json", ".jsonl"]),
            all("tests/fixtures/interakt", &[".json", ".jsonl"]),
            all("tests/fixtures/timelines", &[".json", ".jsonl", ".csv"]),
            all("tests/fixtures/whatsapp-export", &[".txt", ".zip"]),
        ]
        .concat(),
        Reader::Contacts | Reader::Members => {
            [all("tests/fixtures/lists", &["csv", "jsonl", "xlsx", "tsv"]), all("tests/fixtures/interakt", &["csv"])]
                .concat()
        }
        Reader::Policy => all("src/rules/policy/presets", &["toml"]),
        Reader::Tests => {
            vec![b"[[tests]]\nmember = \"tess@acme.test\"\ncan = [\"inbox\"]\ncannot = [\"billing\"]\n".to_vec()]
        }
        Reader::Templates => vec![
            br#"{"name":"hi","language":"en","category":"MARKETING","components":[{"type":"BODY","text":"Hi {{1}}"}]}"#
                .to_vec(),
        ],
        Reader::Workspace => vec![place.bytes.clone()],
        Reader::Backup => vec![place.backup.clone()],
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    fn spoil(&mut self, bytes: &mut Vec<u8>) {
        const PIECES: [&[u8]; 12] = [
            b"\0",
            b"\"",
            b"{",
            b"]",
            b"\n",
            b"\xff\xfe",
            b"\xe2\x80\xae",
            b"9223372036854775808",
            b"-1",
            b",,,,",
            b"\\ud800",
            b"[[[[[[[[",
        ];
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len());
            let end = (at + self.below(40)).min(bytes.len());
            match self.below(6) {
                0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                1 => drop(bytes.splice(at..at, PIECES[self.below(PIECES.len())].iter().copied())),
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let part = bytes[at..end].to_vec();
                    drop(bytes.splice(at..at, part));
                }
                4 => bytes.truncate(at),
                _ if !bytes.is_empty() => bytes[at] = u8::try_from(self.below(256)).unwrap(),
                _ => {}
            }
        }
    }
}

#[test]
fn no_input_makes_the_program_fail_by_itself() {
    let is_heavy = std::env::var_os("ROLECALL_HEAVY").is_some();
    for reader in Reader::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut place = Place::new(folder.path());
        let seeds = seeds(reader, &place);
        assert!(!seeds.is_empty(), "{reader:?}");
        let mut random = Random(7);
        let (begun, mut count) = (Instant::now(), 0);
        while if is_heavy { begun.elapsed() < Duration::from_mins(1) } else { count < 60 } {
            let mut bytes = seeds[random.below(seeds.len())].clone();
            random.spoil(&mut bytes);
            place.read(reader, &bytes);
            count += 1;
        }
        println!("{reader:?}: {count} inputs");
    }
}
