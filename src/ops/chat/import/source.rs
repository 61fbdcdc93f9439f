//! From a file to the reader that understands it, and what that reader must be told beside the file.

use std::{
    io::{self, BufRead, BufReader, Chain, Cursor, Read},
    sync::Arc,
};

use super::pipe::Item;
use crate::{
    formats::{
        cloud_api,
        detect::{HEAD, Source, detect},
        interakt,
        place::{Place, ReadError},
        timelines, whatsapp_export,
        wide::Text,
    },
    ops::{Result, account::number_of, member::read_phone},
    rules::{phone::Phone, privacy::text::CustomerText},
    store::{ContactKey, Snapshot},
};

/// What is to be imported, and what is known beside it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportRequest<'a> {
    /// The file as it was named; `-` for standard input.
    pub file: &'a str,
    /// What the file is, where it isn't to be recognised.
    pub source: Option<Source>,
    /// The account's number, for files that don't name it.
    pub account: Option<&'a str>,
    /// The contact's number, for files that don't name it.
    pub contact: Option<&'a str>,
    /// The country whose national form those numbers may have.
    pub country: Option<&'a str>,
    /// The account's own name in an export.
    pub me: Option<&'a str>,
    /// Names of authors of an export that have a colon in them.
    pub authors: &'a [String],
    /// In which order an export writes a date.
    pub dates: Option<whatsapp_export::Order>,
    /// The clock of an export, in seconds east of UTC; `None` takes UTC.
    pub offset: Option<i32>,
    /// What the group of an export is called.
    pub subject: Option<&'a str>,
    /// Keep what is good where something is not.
    pub keep_going: bool,
}

/// A request, with what the workspace knows of it.
pub(super) struct Informed<'a> {
    pub(super) request: ImportRequest<'a>,
    pub(super) known: Known,
}

impl<'a> std::ops::Deref for Informed<'a> {
    type Target = ImportRequest<'a>;

    fn deref(&self) -> &Self::Target {
        &self.request
    }
}

impl<'a> ImportRequest<'a> {
    pub(super) const fn with(self, known: Known) -> Informed<'a> {
        Informed { request: self, known }
    }
}

/// The numbers that a request names or leaves to the workspace.
pub(super) struct Known {
    /// The account that was named or, where none was, the only one.
    pub(super) account: Option<Phone>,
    now: i64,
    /// How many accounts there are.
    pub(super) accounts: usize,
    contact: Option<Phone>,
    contact_name: Option<CustomerText>,
}

impl Known {
    pub(super) fn look_up(
        snapshot: &Snapshot<'_>,
        request: &ImportRequest<'_>,
        now: i64,
    ) -> Result<Self> {
        let read =
            |text: Option<&str>| text.map(|text| read_phone(text, request.country)).transpose();
        let accounts = snapshot.accounts()?;
        let account = match (read(request.account)?, accounts.as_slice()) {
            (Some(given), _) => Some(given),
            (None, [only]) => Some(only.number.clone()),
            (None, _) => None,
        };
        let contact = read(request.contact)?;
        let key = ContactKey { phone: contact.as_ref(), whatsapp_user_id: None };
        let contact_name = match &contact {
            Some(_) => snapshot.contact(&key)?.and_then(|contact| contact.name),
            None => None,
        };
        Ok(Self { account, now, accounts: accounts.len(), contact, contact_name })
    }
}

/// What was read of the input to recognise it, and the rest.
pub(super) type Whole<R> = Chain<Cursor<Vec<u8>>, Text<R>>;

/// What the input is: as said or, failing that, by how it begins.
pub(super) fn recognise<R: BufRead>(
    request: &ImportRequest<'_>,
    input: R,
) -> std::result::Result<(Source, BufReader<Whole<R>>), ReadError> {
    let unreadable = |error: io::Error| {
        let problem = format!("the input cannot be read on: {}", error.kind());
        unrecognised(problem, "check the file and the disk it is on")
    };
    let mut input = Text::new(input).map_err(unreadable)?;
    let mut head = Vec::new();
    let mut source = request.source;
    if source.is_none() {
        let most = u64::try_from(HEAD).unwrap_or(u64::MAX);
        (&mut input).take(most).read_to_end(&mut head).map_err(unreadable)?;
        source = detect(&head);
    }
    let whole = BufReader::with_capacity(HEAD, Cursor::new(head).chain(input));
    let names = Source::ALL.map(|source| format!("`{}`", source.key())).join(", ");
    let hint = format!("say what it is with `--from`: {names}");
    let problem = "the input is of no source that is known".to_owned();
    source.map(|source| (source, whole)).ok_or_else(|| unrecognised(problem, &hint))
}

fn unrecognised(problem: String, hint: &str) -> ReadError {
    ReadError { place: Place::default(), problem, hint: hint.to_owned() }
}

/// The reader for that source.
pub(super) fn open<'r, R: BufRead + 'r>(
    source: Source,
    input: R,
    request: &Informed<'_>,
) -> Box<dyn Iterator<Item = Item> + 'r> {
    match source {
        Source::CloudApi => Box::new(cloud_api::read(input)),
        Source::Timelines => Box::new(timelines::read(input)),
        Source::Interakt => Box::new(interakt::read(input)),
        Source::InteraktContacts => Box::new(interakt::contacts(input)),
        Source::WhatsApp => match given(request) {
            Ok(given) => Box::new(whatsapp_export::read(input, &given)),
            Err(error) => Box::new(std::iter::once(Err(error))),
        },
    }
}

/// What a chat's export must be told.
fn given(request: &Informed<'_>) -> std::result::Result<whatsapp_export::Given, ReadError> {
    let digits = |phone: &Phone| number_of(phone).as_str().trim_start_matches('+').to_owned();
    let Some(account) = &request.known.account else {
        return Err(unrecognised(request.known.no_account().to_owned(), NAME_THE_ACCOUNT));
    };
    let name = std::path::Path::new(request.file).file_name();
    Ok(whatsapp_export::Given {
        account: digits(account),
        contact: request.known.contact.as_ref().map(digits),
        is_contact: request.known.contact_name.clone().map(|known| -> whatsapp_export::NameTest {
            Arc::new(move |name| CustomerText::new(name) == known)
        }),
        me: request.me.map(str::to_owned),
        authors: request.authors.to_vec(),
        now_ms: request.known.now,
        is_lenient: request.keep_going,
        dates: request.dates,
        offset: request.offset.unwrap_or(0),
        subject: request.subject.map(str::to_owned),
        file_name: name.map(|name| name.to_string_lossy().into_owned()),
    })
}

pub(super) const NAME_THE_ACCOUNT: &str = "name its account with `--account NUMBER`";

impl Known {
    /// Why no account is meant by itself.
    pub(super) const fn no_account(&self) -> &'static str {
        match self.accounts {
            0 => "the file doesn't name its account, and the workspace has none",
            _ => "the file doesn't name its account, and the workspace has more than one",
        }
    }
}
