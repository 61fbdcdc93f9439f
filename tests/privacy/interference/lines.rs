//! What is run: a line for every way in which a command can be asked for. A command that is new
//! needs one line here, and the test of the tree fails until it has it.
//!
//! In braces stand places: `{chat}`, `{message}`, `{member}`, `{role}`, `{permission}`,
//! `{account}`, `{team}`, `{word}`, and `{number}`, `{digits}`, `{code}` and `{national}`, which somebody
//! types who may have guessed a number that is there. The same line is run on every build.

use super::{
    random::Random,
    world::{ACCOUNTS, READERS, ROLES, World},
};

/// A line, and what stands on standard input.
pub struct Entry {
    pub line: &'static str,
    input: &'static str,
    /// Meant to reach no command.
    pub fails: bool,
}

pub const fn line(line: &'static str) -> Entry {
    Entry { line, input: "", fails: false }
}

pub const fn fed(line: &'static str, input: &'static str) -> Entry {
    Entry { line, input, fails: false }
}

/// A line that clap refuses, with what it quotes.
const fn refused(line: &'static str) -> Entry {
    Entry { line, input: "", fails: true }
}

const PAYLOAD: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"8","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"{account}","phone_number_id":"77"},"contacts":[{"profile":{"name":"Some One"},"wa_id":"{digits}"}],"messages":[{"from":"{digits}","id":"wamid.NEW","timestamp":"1767268900","type":"text","text":{"body":"hi"}}]}}]}]}"#;

/// Every command; those that change something as a dry run, and as what fails.
pub const ENTRIES: &[Entry] = &[
    line("init Again --owner olive@acme.test"),
    line("init Again --owner olive@acme.test --dry-run"),
    line("member list"),
    line("member list --fields phone,email"),
    line("member list --role {role}"),
    line("member show {member}"),
    line("member show nobody@acme.test"),
    line("member add new@acme.test --role {role} --phone '{number}' --dry-run"),
    line("member add {member} --role {role} --dry-run"),
    line("member edit {member} --phone '{number}' --dry-run"),
    line("member edit {member} --name Somebody --dry-run"),
    line("member edit {member} --role {role} --dry-run"),
    line("member remove {member} --yes --dry-run"),
    line("member remove {member} --yes --release --dry-run"),
    line("member remove {member} --yes --reassign-to {member} --dry-run"),
    line("member suspend {member} --dry-run"),
    line("member restore {member} --dry-run"),
    line("member transfer-ownership {member} --yes --dry-run"),
    line("member export"),
    fed("member import - --dry-run", "email,role,phone\nnew@acme.test,agent,{number}\n"),
    fed(
        "member import - --update --dry-run",
        "email,role,phone\nother0@acme.test,teammate,{number}\n",
    ),
    line("member import /nowhere.csv --dry-run"),
    line("invite list"),
    line("invite resend {member} --dry-run"),
    line("invite revoke {member} --dry-run"),
    line("invite accept {member} --code 123 --dry-run"),
    line("key list"),
    line("key list {member}"),
    fed("key add - --dry-run", "ssh-ed25519 {digits}"),
    line("key remove SHA256:{digits} --dry-run"),
    line("workspace set --address ssh://{digits}@acme.test --host-key {digits} --dry-run"),
    line("outbox list"),
    line("outbox show 1"),
    line("outbox flush --dry-run"),
    line("outbox configure"),
    line("outbox configure --dry-run"),
    line("team list"),
    line("team add Extra --dry-run"),
    line("team rename {team} Other --dry-run"),
    line("team remove {team} --dry-run"),
    line("team join {team} {member} --dry-run"),
    line("team leave {member} --dry-run"),
    line("role list"),
    line("role show {role}"),
    line("role add visitor --like {role} --dry-run"),
    line("role remove supervisor --dry-run"),
    line("perm list"),
    line("perm list --role {role}"),
    line("perm show {permission}"),
    line("perm allow {permission} --role {role} --dry-run"),
    line("perm deny {permission} --role {role} --dry-run"),
    line("perm toggle {permission} --role {role} --dry-run"),
    line("perm reset --dry-run"),
    line("mask list"),
    line("mask enable number --role {role} --dry-run"),
    line("mask enable number --texts digits --role {role} --dry-run"),
    line("mask disable number --role {role} --dry-run"),
    line("module list"),
    line("account list"),
    line("account access {account}"),
    line("account access '{number}'"),
    line("account connect '{number}' --dry-run"),
    line("account transfer {account} --to {member} --dry-run"),
    line("account transfer '{number}' --to {member} --dry-run"),
    line("account disconnect {account} --dry-run"),
    line("chat list"),
    line("chat list --all --fields phone,preview,contact"),
    line("chat list --limit 2"),
    line("chat list --after {chat} --limit 3"),
    line("chat list --contact '{number}'"),
    line("chat list --tag '{number}'"),
    line("chat list --tag vip"),
    line("chat list --tag {word}"),
    line("chat list --account {account} --status open"),
    line("chat list --account '{number}'"),
    line("chat list --unread --unassigned"),
    line("chat list --surface pipedrive"),
    line("chat list --surface hubspot"),
    line("chat list --fields nonsense"),
    line("chat show {chat}"),
    line("chat show {chat}"),
    line("chat show {chat}"),
    line("chat show {chat} --limit 1"),
    line("chat show {chat} --before {message}"),
    line("chat search {word}"),
    line("chat search {word}"),
    line("chat search {word} --limit 2 --after {message}"),
    line("chat search '{number}'"),
    line("chat search {digits}"),
    line("chat start '{number}' --from {account} -m hi --dry-run"),
    line("chat start {digits} --from {account} -m hi --dry-run"),
    line("chat reply {chat} -m 'Yes of course' --dry-run"),
    fed("chat reply {chat} - --dry-run", "I call {number}"),
    line("chat reply {chat} --template promo --var 1={number} --dry-run"),
    line("chat reply {chat} --template promo --var 1= --var x={digits} --dry-run"),
    line("chat reply {chat} --template waiting --dry-run"),
    line("chat start '{number}' --from {account} --template promo --var 1=x --dry-run"),
    line("template list"),
    line("chat templates"),
    line("chat templates {digits}"),
    line("template list --status approved --category marketing --language en"),
    line("template show promo"),
    line("template show primo"),
    line(
        "template add more --category utility --language en --body 'Call {number}, please' --dry-run",
    ),
    line("template edit promo --footer 'or {number}' --dry-run"),
    line("template submit waiting --dry-run"),
    line("template mark promo paused --reason '{number}' --dry-run"),
    line("template remove promo --dry-run"),
    line("chat close {chat} --dry-run"),
    line("chat reopen {chat} --dry-run"),
    line("chat assign {chat} --to {member} --dry-run"),
    line("chat unassign {chat} {chat} --dry-run"),
    fed("chat import - --dry-run", PAYLOAD),
    fed(
        "chat import - --dry-run",
        "Name,Country Code,Phone Number,city0,zodiac0\nA,{code},{national},Mumbai,yes\n",
    ),
    fed("chat import - --dry-run", "{\"object\":\"whatsapp_business_account\",\"entry\":7}"),
    line("account share {account} --with {member} --dry-run"),
    line("contact list"),
    line("contact list --all --fields name,phone,traits,tags"),
    line("contact list --limit 2 --after {chat}"),
    line("contact list --tag vip"),
    line("contact list --tag '{number}'"),
    line("contact list --trait city0=Mumbai"),
    line("contact list --country +{code}"),
    line("contact show {chat}"),
    line("contact show '{number}'"),
    line("contact show {digits}"),
    line("contact add '{number}' --name New --dry-run"),
    line("contact add '{number}' --trait city0=Mumbai --dry-run"),
    line("contact edit {chat} --name Other --dry-run"),
    line("contact edit {chat} --number '{number}' --dry-run"),
    line("contact edit {chat} --trait city0=Mumbai --dry-run"),
    line("contact edit {chat} --remove-trait zodiac0 --dry-run"),
    line("contact edit '{number}' --opted-in yes --dry-run"),
    line("contact merge {chat} 1 --dry-run"),
    line("contact merge {chat} '{number}' --dry-run"),
    line("contact erase {chat} --dry-run"),
    line("contact erase '{number}' --dry-run"),
    line("contact tag vip {chat} --dry-run"),
    line("contact tag vip '{number}' --dry-run"),
    line("contact tag vip --trait city0=Mumbai --dry-run"),
    line("contact untag vip --all --dry-run"),
    fed("contact untag vip - --dry-run", "{digits}\n"),
    line("billing show"),
    line("billing set --plan Growth --dry-run"),
    line("api-key show"),
    line("api-key rotate --dry-run"),
    line("api-key revoke --dry-run"),
    fed("api-key verify --dry-run", "rk_nothing"),
    line("whatsapp show"),
    line("whatsapp show '{number}'"),
    line("whatsapp set {account} --about Open --dry-run"),
    line("integration list"),
    line("integration add pipedrive --secret-env PIPEDRIVE_TOKEN --dry-run"),
    line("integration remove 1 --dry-run"),
    line("workspace show"),
    line("workspace list"),
    line("workspace rename Other --dry-run"),
    line("workspace delete --confirm Acme --yes --dry-run"),
    line("audit list"),
    line("audit list --all"),
    line("audit show 5"),
    line("audit list --action chat --limit 3"),
    line("audit list --reveals --actor {member}"),
    line("chat reveal {chat} --reason 'called {number}' --dry-run"),
    line("chat reveal {chat} --author-of {message} --reason why --dry-run"),
    line("chat reveal {chat} --message {message} --reason why --dry-run"),
    line("leaks"),
    line("leaks {member}"),
    line("contact list"),
    line("contact list --country +{code}"),
    line("contact list --tag {word} --trait city0={word} --opted-in unknown"),
    line("contact show {chat}"),
    line("contact show '{number}'"),
    line("contact add '{number}' --name {word} --dry-run"),
    line("contact edit {chat} --number '{number}' --dry-run"),
    line("contact edit '{number}' --trait city0={word} --dry-run"),
    line("contact tag {word} {chat} --dry-run"),
    line("contact tag vip '{number}' --dry-run"),
    line("contact untag vip --country +{code} --dry-run"),
    fed("contact import - --dry-run", "name,phone\nA,{number}\n"),
    fed(
        "contact import - --update --dry-run",
        "Name,Country Code,Phone Number,city0\nA,{code},{national},Mumbai\n",
    ),
    line("contact export"),
    line("campaign list"),
    line("campaign show Asks"),
    line("campaign show Filters"),
    line("campaign show Plain"),
    line("campaign show Lost"),
    line(
        "campaign create Own --template offer --account {account} --var 1=name --var 2=trait:city0 --all-contacts --dry-run",
    ),
    line(
        "campaign create Own --template offer --account {account} --var 1=name|you --var 2=trait:city0|town --tag vip --dry-run",
    ),
    line(
        "campaign create Own --template offer --account {account} --var 1=name --var 2=text:x --trait city0={word} --dry-run",
    ),
    line(
        "campaign create Own --template offer --account {account} --var 1=name --var 2=text:x --country +{code} --dry-run",
    ),
    line(
        "campaign create Own --template offer --account {account} --var 1=name --var 2=text:x --on-tag '{number}' --dry-run",
    ),
    line("campaign run --dry-run"),
    line("campaign run Asks --dry-run"),
    line("campaign run Filters --dry-run"),
    line("campaign pause Plain --dry-run"),
    line("campaign resume Filters --dry-run"),
    line("can {member} {permission}"),
    line("can {member} --all"),
    line("can {member} view --chat {chat}"),
    fed("can --batch -", "{\"member\":\"{member}\",\"permission\":\"reply\",\"chat\":{chat}}\n"),
    line("why {member} {permission}"),
    line("why {member} reply --chat {chat}"),
    line("who-can {permission}"),
    line("who-can view --chat {chat}"),
    line("policy export"),
    line("policy plan --preset interakt"),
    line("policy plan --preset timelinesai --replay"),
    line("policy apply --preset interakt --dry-run"),
    fed("policy diff -", "version = 1\n"),
    line("policy test --init"),
    line("policy test /nowhere.toml"),
    line("status"),
    line("analytics"),
    line("analytics --by day --since 2026-01-01"),
    line("analytics --by account"),
    line("analytics --by member"),
    line("analytics --by team"),
    line("analytics --by template"),
    line("completions bash"),
    line("help exit-codes"),
    line("help chat list"),
    refused("chat lost '{number}'"),
];

/// What no masked reader's run is compared of, and why.
pub const EXCEPTIONS: &[(&str, &str)] = &[
    ("demo", "makes a workspace of its own, with numbers of its own"),
    ("man", "opens no workspace"),
    ("gate", "runs any other command as its member, which tests/gate does"),
    ("key authorized", "is about keys alone"),
    ("backup", "is the owner's, who can't be masked"),
    ("restore", "is the owner's, who can't be masked"),
    ("workspace move", "is the owner's, who can't be masked"),
    ("doctor", "is the owner's, who can't be masked"),
    ("undo", "prints what the operation prints that it runs"),
    ("audit verify", "prints hashes of what differs"),
];

/// Options that no line has, and why.
pub const UNTRIED: &[(&str, &str)] = &[];

/// Real changes of a masked reader, each run on every build, one after the other.
pub const CHANGES: &[Entry] = &[
    line("chat reply {chat} -m 'Yes, gladly'"),
    line("chat reply {chat} --template promo --var 1=friend"),
    line("chat assign {chat} --to {member}"),
    line("chat close {chat}"),
    line("chat reopen {chat}"),
    line("chat unassign {chat}"),
    line("account transfer {account} --to {member}"),
    line("team join Sales {member}"),
    line("member edit {member} --name Somebody"),
    line("campaign run Plain"),
    // Its messages are filled with traits, which stay hidden in them.
    line("campaign run Greets"),
];

const WORDS: [&str; 12] =
    ["blue", "call", "order", "asha", "buyers", "wa", "tel", "u", "whatsapp", "zoe", "vcard", "is"];

impl Entry {
    /// The line and its input with something in every place.
    pub fn fill(&self, world: &World, random: &mut Random) -> (String, String) {
        (fill(self.line, world, random), fill(self.input, world, random))
    }

    /// The line with something plain in every place, as clap would read it.
    pub fn spelled(&self) -> String {
        PLACES.iter().fold(self.line.to_owned(), |line, (place, plain)| {
            line.replace(&format!("{{{place}}}"), plain)
        })
    }
}

/// A plain word for each place.
const PLACES: [(&str, &str); 12] = [
    ("chat", "1"),
    ("message", "1"),
    ("member", "olive@acme.test"),
    ("role", "agent"),
    ("permission", "inbox"),
    ("account", "+14155550132"),
    ("team", "Sales"),
    ("word", "blue"),
    ("number", "+919876543210"),
    ("digits", "919876543210"),
    ("code", "91"),
    ("national", "9876543210"),
];

fn fill(template: &str, world: &World, random: &mut Random) -> String {
    let mut filled = String::new();
    let mut rest = template;
    // The same number in all places of one line.
    let number = random.of(&world.numbers).clone();
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        let place = rest[at + 1..].split_once('}').map_or("", |(place, _)| place);
        let text = match place {
            "chat" => (1 + random.below(world.chats + 1)).to_string(),
            "message" => (1 + random.below(world.chats * 2)).to_string(),
            "member" => match random.below(8) {
                0 => "olive@acme.test".to_owned(),
                1 => "other0@acme.test".to_owned(),
                2 => "other1@acme.test".to_owned(),
                _ => format!("{}@acme.test", random.of(&READERS)),
            },
            "role" => (*random.of(&ROLES)).to_owned(),
            "permission" => {
                let all: Vec<_> = rolecall::rules::policy::permission::Permission::all().collect();
                random.of(&all).key().to_owned()
            }
            "account" => (*random.of(&ACCOUNTS)).to_owned(),
            "team" => (*random.of(&["Sales", "Support", "Default"])).to_owned(),
            "word" => (*random.of(&WORDS)).to_owned(),
            "number" => number.spelled_abroad(random.clone()),
            "digits" => number.wa_id(),
            "code" => number.code().to_owned(),
            "national" => number.national.clone(),
            // A brace that is a brace.
            _ => {
                filled.push('{');
                rest = &rest[at + 1..];
                continue;
            }
        };
        filled.push_str(&text);
        rest = &rest[at + 2 + place.len()..];
    }
    filled + rest
}
