//! `can --batch`: very many questions, one a line, answered in order from one snapshot. The policy
//! is loaded once and each member once; a question then costs reading and writing its line.

use std::{
    borrow::Cow,
    collections::HashMap,
    io::{BufRead, Read as _},
};

use serde::Deserialize;

use crate::{
    ops::{
        Error, Result, Session,
        decision::{When, require_facts},
        error::InputFault,
        lookup::require_member,
        permission::require_permission,
    },
    rules::{
        error::{Denied, Kind, NameError},
        id::{ChatId, MemberId, TeamId},
        policy::{
            actor::Actor,
            decision::{Reason, Subject, decide},
            matrix::Policy,
            permission::Permission,
            scope::{ChatFacts, Scope, Viewer},
        },
        privacy::lens::SafeText,
        workspace::member::Status,
    },
    store::Snapshot,
};

/// No question is longer; a line that is would only fill the memory.
pub(super) const LONGEST_LINE: u64 = 1 << 16;

/// The most chats and members that are remembered at a time.
const MOST_REMEMBERED: usize = 1 << 20;

/// A question as it stands on its line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked<'l> {
    #[serde(borrow)]
    member: Cow<'l, str>,
    #[serde(borrow)]
    permission: Cow<'l, str>,
    chat: Option<i64>,
}

/// The answer to one question.
#[derive(Debug, Clone)]
pub struct BatchAnswer {
    /// About whom.
    pub member: SafeText,
    /// What was asked: a permission's key, `view` or `reply`.
    pub permission: &'static str,
    /// About which chat.
    pub chat: Option<ChatId>,
    /// Yes or no.
    pub allowed: bool,
    /// Which rule decided.
    pub reason: Reason,
    /// Which scope covers the chat.
    pub scope: Option<Scope>,
}

/// How many questions were asked, and how many of them could not be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All of them.
    pub asked: u64,
    /// Those without an answer.
    pub unanswered: u64,
}

/// Answers the questions of `input`, each as it is read. One that can't be answered is given to
/// `say` as its error, and the next one is read.
///
/// # Errors
/// The way in or out; an input without a question.
pub fn batch(
    session: &mut Session,
    (file, input): (&str, &mut dyn BufRead),
    when: When,
    mut say: impl FnMut(Result<BatchAnswer>) -> Result<()>,
) -> Result<Tally> {
    session.read(|snapshot, actor| {
        let mut desk = Desk::new(snapshot, actor, when)?;
        let mut tally = Tally::default();
        let mut line = Vec::new();
        while read_line(input, &mut line)? {
            tally.asked += 1;
            let answer = desk.answer(file, tally.asked, &line);
            tally.unanswered += u64::from(answer.is_err());
            say(answer)?;
        }
        if tally.asked == 0 {
            return Err(fault(file, None, "has no question"));
        }
        Ok(tally)
    })
}

/// Reads a line without its end; of one that is too long, the beginning. No more is there: `false`.
pub(super) fn read_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> Result<bool> {
    line.clear();
    if input.take(LONGEST_LINE + 1).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 > LONGEST_LINE {
        input.skip_until(b'\n')?;
    }
    Ok(true)
}

fn fault(file: &str, line: Option<u64>, problem: &str) -> Error {
    Error::Input(Box::new(InputFault {
        file: file.to_owned(),
        line,
        column: None,
        problem: problem.to_owned(),
        hint: Some(
            "a question is a line such as `{\"member\": \"ann@acme.example\", \"permission\": \
             \"inbox\"}`; with `\"chat\": 12` it asks for `view` or `reply`"
                .to_owned(),
        ),
    }))
}

/// A member as decisions know them; their role is a place in the policy.
struct Known {
    shown: SafeText,
    id: MemberId,
    team: TeamId,
    status: Status,
    role: usize,
}

/// Where questions are answered: what is known already.
struct Desk<'s, 'c> {
    snapshot: &'s Snapshot<'c>,
    actor: &'s Actor,
    when: When,
    may_ask: std::result::Result<(), Denied>,
    policy: Policy,
    permissions: HashMap<&'static str, Permission>,
    members: HashMap<String, Known>,
    chats: HashMap<ChatId, ChatFacts>,
}

impl<'s, 'c> Desk<'s, 'c> {
    fn new(snapshot: &'s Snapshot<'c>, actor: &'s Actor, when: When) -> Result<Self> {
        Ok(Self {
            snapshot,
            actor,
            when,
            may_ask: actor.require(Permission::AccessPermissions),
            policy: snapshot.policy()?,
            permissions: Permission::all().map(|it| (it.key(), it)).collect(),
            members: HashMap::new(),
            chats: HashMap::new(),
        })
    }

    fn answer(&mut self, file: &str, number: u64, line: &[u8]) -> Result<BatchAnswer> {
        if line.len() as u64 > LONGEST_LINE {
            return Err(fault(file, Some(number), "is longer than 64 KiB"));
        }
        let asked: Asked<'_> = serde_json::from_slice(line)
            .map_err(|error| fault(file, Some(number), not_a_question(&error)))?;
        let is_themselves = asked.member.eq_ignore_ascii_case(&self.actor.email);
        if !is_themselves {
            self.may_ask.clone()?;
        }
        let verb = match (asked.permission.as_ref(), asked.chat) {
            ("view", Some(chat)) => Some(("view", ChatId(chat))),
            ("reply", Some(chat)) => Some(("reply", ChatId(chat))),
            ("view" | "reply", None) => {
                return Err(fault(file, Some(number), "asks for a chat and names none"));
            }
            (_, Some(_)) => {
                return Err(fault(
                    file,
                    Some(number),
                    "names a chat, which its permission is not asked of",
                ));
            }
            (_, None) => None,
        };
        self.know_member(&asked.member)?;
        let unknown = || Error::from(NameError::unknown(Kind::Member, &asked.member, None));
        let facts = verb.map(|(_, id)| self.chat(id)).transpose()?;
        let known = self.members.get(asked.member.as_ref()).ok_or_else(unknown)?;
        let role = self.policy.roles().get(known.role).ok_or_else(unknown)?;
        let subject = Subject { status: self.when.status(known.status), role };
        let member = known.shown.clone();
        if let (Some((permission, id)), Some(facts)) = (verb, facts) {
            let sight = Viewer { member: known.id, team: known.team, subject }.sees(facts);
            let (allowed, reason, scope) = (sight.allowed, sight.reason, sight.scope);
            return Ok(BatchAnswer { member, permission, chat: Some(id), allowed, reason, scope });
        }
        let permission = match self.permissions.get(asked.permission.as_ref()) {
            Some(permission) => *permission,
            None => require_permission(&asked.permission)?,
        };
        let decision = decide(subject, permission);
        let (allowed, reason) = (decision.allowed, decision.reason);
        Ok(BatchAnswer {
            member,
            permission: permission.key(),
            chat: None,
            allowed,
            reason,
            scope: None,
        })
    }

    fn know_member(&mut self, email: &str) -> Result<()> {
        if self.members.contains_key(email) {
            return Ok(());
        }
        let member = require_member(self.snapshot, self.actor, email)?;
        let role = self.policy.roles().iter().position(|role| role.name == member.role);
        let role = role.ok_or_else(|| {
            crate::store::Error::Corrupt(format!("role `{}` is missing", member.role))
        })?;
        if self.members.len() >= MOST_REMEMBERED {
            self.members.clear();
        }
        let shown = self.actor.lens().staff(member.email);
        let known = Known { shown, id: member.id, team: member.team, status: member.status, role };
        self.members.insert(email.to_owned(), known);
        Ok(())
    }

    /// What a decision needs of a chat that the actor sees, and only of such a one.
    fn chat(&mut self, id: ChatId) -> Result<ChatFacts> {
        if let Some(facts) = self.chats.get(&id) {
            return Ok(*facts);
        }
        let facts = require_facts(self.snapshot, id, self.actor)?;
        if self.chats.len() >= MOST_REMEMBERED {
            self.chats.clear();
        }
        self.chats.insert(id, facts);
        Ok(facts)
    }
}

/// What is wrong with a line, without a word of what stands on it.
fn not_a_question(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Data => {
            "is not a question: it has `member` and `permission`, and may have `chat`"
        }
        _ => "is not JSON",
    }
}
