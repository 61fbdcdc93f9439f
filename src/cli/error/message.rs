//! The words of every error: lower case, one sentence on what was wrong with the input in
//! backticks, then a hint with the command that helps.

mod campaign;
mod masking;
mod settings;
mod sign_in;
mod team;
mod template;

use super::{Class, Error, policy};
use crate::{
    ops::{self, chat::name_some, error::InputFault},
    rules::{
        error::{Error as RuleError, Kind, Refusal},
        policy::{decision::Reason, file::Fault},
        privacy::lens::SafeText,
    },
    store,
};

/// An error as it is printed.
pub(super) struct Message {
    pub(super) class: Class,
    pub(super) text: String,
    pub(super) hint: Option<String>,
    pub(super) reason: Option<&'static str>,
    /// Each thing that is wrong, where there may be several.
    pub(super) details: Vec<Detail>,
}

/// One of several things that are wrong with a file.
pub(super) struct Detail {
    pub(super) text: String,
    pub(super) hint: Option<String>,
    pub(super) fault: Fault,
}

pub(super) fn message(class: Class, text: impl Into<String>, hint: impl Into<String>) -> Message {
    Message { class, text: text.into(), hint: Some(hint.into()), reason: None, details: Vec::new() }
}

impl Message {
    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::Usage { message: text, hint } => message(Class::Usage, text, hint),
            Error::Refused(refused) => sign_in::refused(refused),
            // Said by the run that ended so.
            Error::Ended(_) => bug("a run that ended was reported again"),
            Error::Cancelled => Self {
                class: Class::Cancelled,
                text: "cancelled".to_owned(),
                hint: None,
                reason: None,
                details: Vec::new(),
            },
            Error::Operation(ops::Error::Rule(error)) => rule(error),
            Error::Operation(ops::Error::Store(error)) => store(error),
            Error::Operation(ops::Error::Input(fault)) => input(fault),
            Error::Operation(ops::Error::PolicyFile { file, faults }) => policy::file(file, faults),
            Error::Operation(ops::Error::Output(error))
                if error.kind() == std::io::ErrorKind::FileTooLarge =>
            {
                message(
                    Class::BadInput,
                    "standard input is longer than 256 MiB".to_owned(),
                    "nothing was changed; send it in parts",
                )
            }
            Error::Operation(ops::Error::Output(error)) => message(
                Class::Output,
                format!("the output could not be written: {error}"),
                "nothing was changed; check the disk and the pipe",
            ),
            Error::Taken(path) => message(
                Class::Conflict,
                format!("`{}` already exists", path.display()),
                "name another file, or replace it with `--force`",
            ),
            Error::Unprinted(error) => message(
                Class::Output,
                format!("the output could not be written: {error}"),
                "the change was made all the same; `rolecall audit list` shows it",
            ),
            Error::Operation(ops::Error::Bug(text)) => bug(text),
        }
    }
}

pub(super) fn bug(text: &str) -> Message {
    message(
        Class::Bug,
        format!("internal error: {text}"),
        "this is a fault of rolecall; please report it with the command that led here",
    )
}

#[expect(clippy::too_many_lines, reason = "one arm a variant, so that none goes without its words")]
fn rule(error: &RuleError) -> Message {
    match error {
        RuleError::Denied { actor, role, refusal } => denied(actor, role, *refusal),
        RuleError::Unknown { kind, name, nearest } => {
            let near = nearest.as_ref().map(|near| format!("did you mean `{near}`? "));
            message(
                Class::NotFound,
                format!("no {} `{name}`", kind.noun()),
                format!("{}{}", near.unwrap_or_default(), listing(*kind)),
            )
        }
        RuleError::Duplicate { kind, name } => message(
            Class::Conflict,
            match kind {
                Kind::Account => format!("account `{name}` is already connected"),
                Kind::Key => format!("key `{name}` is in use"),
                _ => format!("{} `{name}` already exists", kind.noun()),
            },
            listing(*kind),
        ),
        RuleError::ContactNumber { contact, name } => contact_number(*contact, name.as_ref()),
        RuleError::SameContact { contact } => message(
            Class::Conflict,
            format!("both are contact `{contact}`"),
            "name two contacts; `rolecall contact list` shows them",
        ),
        RuleError::ContactErased { contact } => message(
            Class::Conflict,
            format!("contact `{contact}` was erased before"),
            "nothing is left to erase",
        ),
        RuleError::LockedCell { role, permission, value } => Message {
            reason: Some(Reason::Locked.code()),
            ..message(
                Class::Conflict,
                format!(
                    "`{permission}` is locked {} for role `{role}`",
                    if *value { "on" } else { "off" }
                ),
                format!(
                    "nobody can change it; `rolecall role show {role}` shows what can be changed"
                ),
            )
        },
        RuleError::OwnerMask { mask } => Message {
            reason: Some(Reason::Owner.code()),
            ..message(
                Class::Conflict,
                format!("the owner can't be masked with `{mask}`"),
                "owners read everything; mask another role, or give the member another role",
            )
        },
        RuleError::SingleOwner => message(
            Class::Conflict,
            "this workspace's policy allows one owner, and there is one",
            "hand it on with `rolecall member transfer-ownership EMAIL`",
        ),
        RuleError::NotUndone { entry, reason } => message(
            Class::Conflict,
            format!("entry {entry} can't be undone: {reason}"),
            "see what it did with `rolecall audit list`",
        ),
        RuleError::BuiltOn { entry, later } => message(
            Class::Conflict,
            format!("entry {entry} can't be undone: entry {later} changed the same thing since"),
            format!("undo that one first with `rolecall undo {later}`"),
        ),
        RuleError::TooManyOwners { .. }
        | RuleError::RolesHeld { .. }
        | RuleError::OwnerRole
        | RuleError::BuiltInRole { .. }
        | RuleError::PolicyMoved { .. } => policy::rule(error),
        RuleError::LastOwner { .. }
        | RuleError::LooseEnds { .. }
        | RuleError::UnfitSuccessor { .. }
        | RuleError::OwnSuccessor { .. }
        | RuleError::DefaultTeam { .. }
        | RuleError::NotActive { .. }
        | RuleError::WrongStatus { .. }
        | RuleError::NoInvitation { .. }
        | RuleError::NotConnected { .. }
        | RuleError::UnsharedRole { .. }
        | RuleError::InvitationRefused => team::message_of(error),
        RuleError::TooManyCodes { .. } | RuleError::Stranger | RuleError::UnfitKey(_) => {
            sign_in::message_of(error)
        }
        RuleError::CampaignState { .. } | RuleError::CampaignStopped { .. } => {
            campaign::message_of(error)
        }
        RuleError::NoSeats { .. } | RuleError::NoApiKey => settings::message_of(error),
        RuleError::BlindAssignee { email, chats, reason } => Message {
            reason: Some(reason.code()),
            ..message(
                Class::Conflict,
                format!(
                    "`{email}` couldn't see or answer these chats, also when they are theirs: {}",
                    name_some(chats.iter().copied())
                ),
                format!(
                    "`rolecall why {email} chats.assigned` tells why; `--force` assigns it all the same"
                ),
            )
        },
        RuleError::NothingMasked { .. }
        | RuleError::WhoseNumber { .. }
        | RuleError::NoNumber { .. } => masking::message_of(error),
        RuleError::Template { .. }
        | RuleError::SeveralLanguages { .. }
        | RuleError::UnfitTemplate { .. }
        | RuleError::UnapprovedTemplate { .. }
        | RuleError::FixedCategory { .. }
        | RuleError::Fill { .. } => template::message_of(error),
        RuleError::Phone { value, problem } => {
            message(Class::BadInput, format!("phone number `{value}`: {problem}"), problem.hint())
        }
        RuleError::Invalid { kind, value, problem } => message(
            Class::BadInput,
            format!("{} `{value}` {problem}", kind.noun()),
            "give it in another form",
        ),
    }
}

fn contact_number(contact: i64, name: Option<&SafeText>) -> Message {
    let name = name.map(|name| format!(", `{name}`,")).unwrap_or_default();
    message(
        Class::Conflict,
        format!("contact {contact}{name} has that number already"),
        format!("`rolecall contact edit {contact}` changes what is known of them"),
    )
}

fn denied(actor: &str, role: &str, refusal: Refusal) -> Message {
    let (what, hint) = refusal.words(actor);
    let text = format!("`{actor}` ({role}) may not {what}");
    Message { reason: Some(refusal.code()), ..message(Class::Denied, text, hint) }
}

fn listing(kind: Kind) -> String {
    let command = match kind {
        Kind::Account => "account list",
        Kind::Action | Kind::Entry => "audit list",
        Kind::Mail => "outbox list",
        Kind::Mail => "outbox list",
        Kind::Campaign => "campaign list",
        Kind::Chat => "chat list",
        Kind::Contact | Kind::Tag | Kind::Trait => "contact list",
        Kind::Key => "key list",
        Kind::Message => "chat show",
        Kind::Integration => "integration list",
        Kind::Mask => "mask list",
        Kind::Member | Kind::Email | Kind::Name => "member list",
        Kind::Permission => "perm list",
        Kind::Role => "role list",
        Kind::Team => "team list",
        Kind::Variable => "template show",
        Kind::Template | Kind::Language => "template list",
        Kind::Preset => {
            return "the presets are `unified`, `interakt` and `timelinesai`".to_owned();
        }
        Kind::Country
        | Kind::Label
        | Kind::PaymentMethod
        | Kind::Phone
        | Kind::Plan
        | Kind::Reason
        | Kind::Text
        | Kind::Time
        | Kind::Workspace => "--help",
    };
    format!("`rolecall {command}` shows what there is")
}

fn store(error: &store::Error) -> Message {
    let text = error.to_string();
    match error {
        store::Error::Missing(_) => message(
            Class::Unusable,
            text,
            "make one with `rolecall init --owner EMAIL`, or name another with `--workspace PATH`",
        ),
        store::Error::Exists(path) => message(
            Class::Conflict,
            format!("`{}` already exists", path.display()),
            "name another file with `--workspace PATH`",
        ),
        store::Error::NotAWorkspace(path) => message(
            Class::Unusable,
            format!("`{}` is not a rolecall workspace", path.display()),
            "it was left untouched; name another with `--workspace PATH`",
        ),
        store::Error::Newer { path, found, known } => message(
            Class::Unusable,
            format!(
                "`{}` was made by a newer rolecall (format {found}, this one knows {known})",
                path.display()
            ),
            "it was left untouched; use the newer rolecall",
        ),
        store::Error::Older(_) => {
            message(Class::Unusable, text, "`rolecall doctor --fix` brings it to this version")
        }
        store::Error::NotABackup(path) => message(
            Class::BadInput,
            format!("`{}` is not a backup", path.display()),
            "name a file that `rolecall backup FILE` wrote",
        ),
        store::Error::Altered(_) => Message {
            reason: Some("altered"),
            ..message(
                Class::Unusable,
                text,
                "another program changed its tables; restore it from a backup",
            )
        },
        store::Error::Linked(path) => message(
            Class::Unusable,
            format!("`{}` has a second name, a hard link", path.display()),
            "two names for one file can lose each other's changes; remove one of them",
        ),
        store::Error::Leftover(path) => message(
            Class::Unusable,
            format!("`{}` is left over from another workspace", path.display()),
            "remove it, or name another file with `--workspace PATH`",
        ),
        store::Error::Busy => message(
            Class::Unusable,
            "another process is using the workspace",
            "try again when it has finished",
        ),
        store::Error::ReadOnly => message(
            Class::Unusable,
            "the workspace can't be written to",
            "check who may write to the file and its folder",
        ),
        store::Error::Corrupt(_) => message(Class::Unusable, text, "restore it from a backup"),
        store::Error::Io(error) => message(
            Class::Unusable,
            format!("the workspace can't be used: {error}"),
            "check the file, its folder and the disk",
        ),
        store::Error::Engine(_) => bug(&text),
    }
}

fn input(fault: &InputFault) -> Message {
    let file = if fault.file == "-" { "standard input" } else { fault.file.as_str() };
    let line = fault.line.map(|line| format!(", line {line}")).unwrap_or_default();
    let column = fault.column.map(|column| format!(", column {column}")).unwrap_or_default();
    Message {
        class: Class::BadInput,
        text: format!("`{file}`{line}{column}: {}", fault.problem),
        hint: fault.hint.clone(),
        reason: None,
        details: Vec::new(),
    }
}
