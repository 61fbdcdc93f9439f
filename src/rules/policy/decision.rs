//! May this member do this? Six rules in order, the first that matches decides, and the answer
//! carries its reason. Which chats a member sees builds on this and lives in `scope`.

use std::fmt;

use super::{
    permission::{CATALOGUE, Permission, PermissionSet},
    role::Role,
};
use crate::rules::workspace::member::Status;

/// Who is asked about: what a decision needs to know of a member.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'p> {
    /// Whether they are invited, active or suspended.
    pub status: Status,
    /// Their role's row of the policy.
    pub role: &'p Role,
}

/// Why a decision came out as it did: a code that scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The member is suspended.
    Suspended,
    /// The member has not joined yet.
    Invited,
    /// The member is an owner.
    Owner,
    /// The cell is locked.
    Locked,
    /// The role's `number` mask hides the module.
    MaskNumber,
    /// The module that the permission lies under is off.
    ModuleOff,
    /// The cell is on.
    ToggleOn,
    /// The cell is off.
    ToggleOff,
}

impl Reason {
    /// Every reason, in the order of the rules.
    pub const ALL: [Self; 8] = [
        Self::Suspended,
        Self::Invited,
        Self::Owner,
        Self::Locked,
        Self::MaskNumber,
        Self::ModuleOff,
        Self::ToggleOn,
        Self::ToggleOff,
    ];

    /// The reason of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The code, as it stands in JSON and in tables.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Suspended => "suspended",
            Self::Invited => "invited",
            Self::Owner => "owner",
            Self::Locked => "locked",
            Self::MaskNumber => "mask-number",
            Self::ModuleOff => "module-off",
            Self::ToggleOn => "toggle-on",
            Self::ToggleOff => "toggle-off",
        }
    }
}

impl Reason {
    /// Why it is against somebody, as a sentence about them.
    #[must_use]
    pub const fn against(self) -> &'static str {
        match self {
            Self::Suspended => "they are suspended",
            Self::Invited => "they have not joined",
            Self::Locked => "it is locked off for their role",
            Self::MaskNumber => "numbers are masked for their role, which hides it",
            Self::ModuleOff => "the module that it lies under is off for their role",
            Self::ToggleOff => "it is toggled off for their role",
            Self::Owner | Self::ToggleOn => "a decision that allows it was taken for a refusal",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

/// An answer with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Yes or no.
    pub allowed: bool,
    /// Which rule decided.
    pub reason: Reason,
}

/// The modules that the `number` mask hides, with all that lies under them.
///
/// Interakt, "superseding effect": Notifications, Templates, All users, Analytics.
pub const HIDDEN_BY_NUMBER_MASK: PermissionSet = PermissionSet::of(&[
    Permission::Notifications,
    Permission::Templates,
    Permission::Users,
    Permission::Analytics,
]);

/// The same, with all that lies under them, so that a decision looks it up in one step.
const HIDDEN_WITH_ALL_UNDER: PermissionSet = {
    let mut hidden = HIDDEN_BY_NUMBER_MASK;
    let mut index = 0;
    while index < CATALOGUE.len() {
        if let Some(parent) = CATALOGUE[index].parent
            && HIDDEN_BY_NUMBER_MASK.contains(parent)
        {
            hidden.set(CATALOGUE[index].permission, true);
        }
        index += 1;
    }
    hidden
};

/// One rule of the order; the contract numbers them so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Who is suspended or has not joined may do nothing.
    Status,
    /// An owner may do everything.
    Owner,
    /// A locked cell has its value.
    Lock,
    /// The `number` mask supersedes the toggles of four modules.
    Mask,
    /// Nothing works inside a module that is off.
    Module,
    /// What is left is the toggle.
    Toggle,
}

/// The rules, in the order in which they are asked.
pub const RULES: [Rule; 6] =
    [Rule::Status, Rule::Owner, Rule::Lock, Rule::Mask, Rule::Module, Rule::Toggle];

impl Rule {
    /// Its name in JSON and tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Lock => "lock",
            Self::Mask => "mask",
            Self::Module => "module",
            Self::Toggle => "toggle",
        }
    }

    /// The rule's answer; `None` where it doesn't match.
    #[inline]
    fn ask(self, subject: Subject<'_>, permission: Permission) -> Option<Decision> {
        let answer = |allowed, reason| Some(Decision { allowed, reason });
        match self {
            Self::Status => match subject.status {
                Status::Suspended => answer(false, Reason::Suspended),
                Status::Invited => answer(false, Reason::Invited),
                Status::Active => None,
            },
            Self::Owner if subject.role.is_owner() => answer(true, Reason::Owner),
            Self::Lock => {
                let value = subject.role.locked(permission)?;
                answer(value, Reason::Locked)
            }
            Self::Mask if subject.role.masks.number && is_hidden_by_number_mask(permission) => {
                answer(false, Reason::MaskNumber)
            }
            Self::Module => {
                let parent = permission.entry().parent?;
                let open = decide_module(subject, parent).allowed;
                if open { None } else { answer(false, Reason::ModuleOff) }
            }
            Self::Toggle if subject.role.toggles.contains(permission) => {
                answer(true, Reason::ToggleOn)
            }
            Self::Toggle => answer(false, Reason::ToggleOff),
            Self::Owner | Self::Mask => None,
        }
    }

    /// What the rule found, as a sentence for people.
    fn finding(self, subject: Subject<'_>, permission: Permission, matched: bool) -> String {
        let role = &subject.role.name;
        match (self, matched) {
            (Self::Status, true) if subject.status == Status::Invited => {
                "the member has not joined yet".to_owned()
            }
            (Self::Status, true) => "the member is suspended".to_owned(),
            (Self::Status, false) => "the member is active".to_owned(),
            (Self::Owner, true) => "an owner may do everything".to_owned(),
            (Self::Owner, false) => format!("role `{role}` is not the owner's"),
            (Self::Lock, true) => format!("role `{role}` has `{permission}` locked"),
            (Self::Lock, false) => format!("role `{role}` has no lock on `{permission}`"),
            (Self::Mask, true) => {
                format!("role `{role}` has the `number` mask on, which hides `{permission}`")
            }
            (Self::Mask, false) if subject.role.masks.number => {
                format!("role `{role}` has the `number` mask on, which leaves `{permission}` alone")
            }
            (Self::Mask, false) => format!("role `{role}` has the `number` mask off"),
            (Self::Module, _) => match permission.entry().parent {
                Some(parent) => {
                    let state = if matched { "off" } else { "on" };
                    format!("the module `{parent}`, which it lies under, is {state}")
                }
                None => "it lies under no module".to_owned(),
            },
            (Self::Toggle, _) => {
                let state = if subject.role.toggles.contains(permission) { "on" } else { "off" };
                format!("role `{role}` has `{permission}` toggled {state}")
            }
        }
    }
}

/// One step of a decision: a rule that was asked, and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The rule.
    pub rule: Rule,
    /// Its answer, where it decided; only the last step of a decision has one.
    pub decision: Option<Decision>,
    /// What it found, as a sentence.
    pub finding: String,
}

/// Whether a permission is one of the four modules that the `number` mask hides, or lies under one.
#[must_use]
pub fn is_hidden_by_number_mask(permission: Permission) -> bool {
    HIDDEN_WITH_ALL_UNDER.contains(permission)
}

/// May this member do this?
///
/// The order is that of [`RULES`], spelled out: a decision is asked for millions of times, and so
/// the compiler sees each rule by itself. That the two orders are one is held by a property test.
#[inline]
#[must_use]
pub fn decide(subject: Subject<'_>, permission: Permission) -> Decision {
    let ask = |rule: Rule| rule.ask(subject, permission);
    ask(Rule::Status)
        .or_else(|| ask(Rule::Owner))
        .or_else(|| ask(Rule::Lock))
        .or_else(|| ask(Rule::Mask))
        .or_else(|| ask(Rule::Module))
        .or_else(|| ask(Rule::Toggle))
        .unwrap_or(NOT_REACHED)
}

/// The same for a module, which lies under none itself.
#[inline]
fn decide_module(subject: Subject<'_>, module: Permission) -> Decision {
    let ask = |rule: Rule| rule.ask(subject, module);
    ask(Rule::Status)
        .or_else(|| ask(Rule::Owner))
        .or_else(|| ask(Rule::Lock))
        .or_else(|| ask(Rule::Mask))
        .or_else(|| ask(Rule::Toggle))
        .unwrap_or(NOT_REACHED)
}

/// The last rule always matches; what stands behind it is never reached, and is a no.
const NOT_REACHED: Decision = Decision { allowed: false, reason: Reason::ToggleOff };

/// The same decision with every step that led there, in order; the last one decided.
#[must_use]
pub fn explain(subject: Subject<'_>, permission: Permission) -> Vec<Step> {
    let mut steps = Vec::with_capacity(RULES.len());
    for rule in RULES {
        let decision = rule.ask(subject, permission);
        let finding = rule.finding(subject, permission, decision.is_some());
        steps.push(Step { rule, decision, finding });
        if decision.is_some() {
            break;
        }
    }
    steps
}

/// Everything that this member may do.
#[must_use]
pub fn allowed(subject: Subject<'_>) -> PermissionSet {
    Permission::all().filter(|permission| decide(subject, *permission).allowed).collect()
}
