//! The sample workspace: a small company with one member of each role, filled through the same
//! operations that a person would use. What the walk-through shows of it is `cli::demo`'s.

mod conversations;

pub use self::conversations::payloads;

use std::path::Path;

use crate::rules::policy::{caller::Caller, grant::Demo};
use crate::{
    ops::{
        Result, Session,
        account::{self, Connection},
        chat::{ImportReport, ImportRequest, assign, import},
        member::{self, Addition},
        team, workspace,
    },
    rules::{id::ChatId, policy::preset::Preset, privacy::text::CustomerText},
    store::{Mode, Store},
};

/// One member of the sample: role, email, name, team.
pub struct SampleMember {
    /// Their role.
    pub role: &'static str,
    /// Their login id.
    pub email: &'static str,
    /// Their name.
    pub name: &'static str,
    /// Their team; `None` for the default one.
    pub team: Option<&'static str>,
}

/// The members of the sample, one of each role, the owner first.
pub const MEMBERS: [SampleMember; 5] = [
    SampleMember { role: "owner", email: "olive@demo.test", name: "Olive Okafor", team: None },
    SampleMember {
        role: "admin",
        email: "adam@demo.test",
        name: "Adam Ito",
        team: Some("Support"),
    },
    SampleMember {
        role: "teammate",
        email: "tess@demo.test",
        name: "Tess Moreau",
        team: Some("Sales"),
    },
    SampleMember {
        role: "agent",
        email: "amir@demo.test",
        name: "Amir Haddad",
        team: Some("Sales"),
    },
    SampleMember {
        role: "collaborator",
        email: "cora@demo.test",
        name: "Cora Lind",
        team: Some("Support"),
    },
];

/// The sample's WhatsApp accounts: number, label, who connected it.
const ACCOUNTS: [(&str, &str, &str); 3] = [
    ("+14155550110", "Sales desk", "tess@demo.test"),
    ("+447700900110", "Field sales", "amir@demo.test"),
    ("+14155550120", "Support line", "adam@demo.test"),
];

/// How many conversations the sample has.
const CHATS: i64 = 204;

/// Makes the sample at a path where nothing is. Times count back from `now`, in milliseconds since
/// 1970, and nothing in it is left to chance.
///
/// # Errors
/// A file that exists already, a folder that can't be written to.
pub fn make(path: &Path, now: i64) -> Result<()> {
    let [owner, others @ ..] = &MEMBERS;
    let new = workspace::NewWorkspace {
        name: "Demo",
        owner: owner.email,
        owner_name: Some(owner.name),
        preset: Preset::Unified,
    };
    let caller = Caller::owner("rolecall demo");
    workspace::init(path, &new, &caller, now, Mode::Apply)?;
    let mut owner =
        Session::new(Store::open(path)?, Caller::owner("rolecall demo"), now, Mode::Apply);
    for name in ["Sales", "Support"] {
        team::add(&mut owner, name)?;
    }
    for other in others {
        let SampleMember { role, email, name, team } = *other;
        let addition = Addition {
            email,
            name: Some(name),
            phone: None,
            country: None,
            role,
            team,
            invitation: None,
        };
        member::add(&mut owner, &addition)?;
    }
    for (number, label, connector) in ACCOUNTS {
        let connection =
            Connection { number, country: None, label: Some(label), member: Some(connector) };
        account::connect(&mut owner, &connection)?;
    }
    let numbers = ACCOUNTS.map(|(number, ..)| number);
    let payloads = conversations::payloads(&numbers, CHATS, now);
    let request = ImportRequest { file: "demo.jsonl", ..ImportRequest::default() };
    let mut report = ImportReport::default();
    import(&mut owner, &request, payloads.as_slice(), &mut report, &mut |_| {})?;
    let every = |step: i64| (1..=20).map(|n| ChatId(n * step)).collect::<Vec<_>>();
    assign(&mut owner, &every(5), "cora@demo.test", false)?;
    assign(&mut owner, &every(7), "amir@demo.test", false)?;
    label_contacts(&mut owner)
}

/// Gives the contacts of some chats what an inbox knows beside a name: traits and tags.
fn label_contacts(owner: &mut Session) -> Result<()> {
    let now = owner.now();
    owner.change(
        |_, actor| Ok((actor.authorize_owner::<Demo>(now)?, ())),
        |change, _, ()| {
            for (index, plan) in (1..=40_i64).zip(["trial", "basic", "pro", "team"].iter().cycle())
            {
                let Some(chat) = change.chat(ChatId(index * 3))? else { continue };
                let Some(contact) = chat.contact else { continue };
                change.set_trait(contact, &CustomerText::new("plan"), &CustomerText::new(*plan))?;
                let tag = if index % 2 == 0 { "vip" } else { "newsletter" };
                change.add_tag(contact, &CustomerText::new(tag))?;
            }
            Ok(crate::ops::Changed::new("demo.label", "contacts").into())
        },
    )?;
    Ok(())
}
