//! Every reader of what comes from outside, each run through the program itself: so what is read goes all
//! the way that it goes from a command line, and nothing is kept.

use std::{
    cell::RefCell,
    fs,
    io::{self, Cursor, Write},
    path::{Path, PathBuf},
    rc::Rc,
};

use rolecall::{
    cli::{Program, Surroundings, program},
    store::Access,
    ui::Streams,
};

/// The exit code of a fault of the program.
const BUG: u8 = 70;

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Payloads and exports, recognised by how they begin.
    Chats,
    /// A list of contacts.
    Contacts,
    /// A list of members, or a page of them.
    Members,
    /// A policy.
    Policy,
    /// Tests of a policy.
    Tests,
    /// Definitions of templates.
    Templates,
    /// A workspace's file.
    Workspace,
    /// A backup.
    Backup,
}

impl Reader {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Chats,
        Self::Contacts,
        Self::Members,
        Self::Policy,
        Self::Tests,
        Self::Templates,
        Self::Workspace,
        Self::Backup,
    ];

    /// The lines that read it. Where they name no `FILE`, it is on standard input.
    const fn lines(self) -> &'static [&'static str] {
        match self {
            Self::Chats => &["chat import - --dry-run --keep-going"],
            Self::Contacts => &["contact import - --dry-run --keep-going"],
            Self::Members => &["member import - --dry-run --keep-going"],
            Self::Policy => &["policy plan -", "policy diff -"],
            Self::Tests => &["policy test -"],
            Self::Templates => &["template add --from-json - --dry-run"],
            Self::Workspace => {
                &["status", "doctor", "audit verify", "chat list", "member list", "team add X"]
            }
            Self::Backup => &["restore FILE --dry-run"],
        }
    }
}

/// A place to try readers in, with a workspace.
pub struct Place {
    folder: PathBuf,
    program: Program,
    /// The workspace's file, whole.
    pub bytes: Vec<u8>,
    /// A backup of it.
    pub backup: Vec<u8>,
    /// What the last run wrote to standard error.
    said: Rc<RefCell<Vec<u8>>>,
}

impl Place {
    /// Makes a workspace in an empty folder.
    pub fn new(folder: &Path) -> Self {
        let mut place = Self {
            folder: folder.to_owned(),
            program: program(),
            bytes: Vec::new(),
            backup: Vec::new(),
            said: Rc::default(),
        };
        for line in [
            "init Acme --owner olive@acme.test --owner-name Olive",
            "member add tess@acme.test --role teammate --no-invite",
            "account connect +14155550132 --label Main",
            "contact add +919876543210 --name Asha",
            "mask enable number --role teammate --yes",
        ] {
            assert_eq!(place.run(line, &[]), 0, "{line}");
        }
        place.bytes = fs::read(place.workspace()).unwrap();
        assert_eq!(place.run("backup FILE", &[]), 0);
        place.backup = fs::read(place.folder.join("backup")).unwrap();
        place
    }

    fn workspace(&self) -> PathBuf {
        self.folder.join("workspace.db")
    }

    /// Reads these bytes. Whatever they are, the program says so by an exit code that isn't its own
    /// fault's.
    pub fn read(&mut self, reader: Reader, bytes: &[u8]) {
        match reader {
            Reader::Workspace => self.put(bytes),
            Reader::Backup => fs::write(self.folder.join("backup"), bytes).unwrap(),
            _ => {}
        }
        for line in reader.lines() {
            let code = self.run(line, bytes);
            let said = self.said.take();
            assert_ne!(code, BUG, "{line}: {}", String::from_utf8_lossy(&said));
        }
    }

    fn put(&self, bytes: &[u8]) {
        for side in ["", "-wal", "-shm", "-journal"] {
            drop(fs::remove_file(self.folder.join(format!("workspace.db{side}"))));
        }
        fs::write(self.workspace(), bytes).unwrap();
    }

    fn run(&mut self, line: &str, input: &[u8]) -> u8 {
        let file = self.folder.join("backup");
        let words = line
            .split(' ')
            .map(|word| if word == "FILE" { file.as_os_str() } else { word.as_ref() });
        let fixed = ["rolecall".into(), "--workspace".into(), self.workspace().into_os_string()];
        let arguments = fixed.into_iter().chain(words.map(ToOwned::to_owned));
        let streams = Streams::over(Cursor::new(input.to_vec()), Nowhere, Said(self.said.clone()));
        let around = Surroundings {
            streams,
            now: Some(1_769_860_800_000),
            access: Access::Full,
            masks: None,
            pin: None,
        };
        self.program.run(arguments, around)
    }
}

/// Keeps what goes to standard error.
struct Said(Rc<RefCell<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes everything and keeps nothing.
struct Nowhere;

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
