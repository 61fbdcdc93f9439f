//! How the rules' types stand in columns. Reading them is checked: a word that no variant has is damage,
//! never a default.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::{
    rules::{
        id,
        policy::{mask::TextMode, permission::Permission, role::Model},
        privacy::text::CustomerText,
        whatsapp::{campaign, template},
        workspace::{analytics::Fate, integration::Service, invitation, member::Status},
    },
    store::chat::word::{Direction, EarlyKind},
};

/// A value on its way into a column, as it will stand there.
pub(in crate::store) fn value_of<'v>(output: &'v ToSqlOutput<'_>) -> ValueRef<'v> {
    match output {
        ToSqlOutput::Borrowed(value) => *value,
        ToSqlOutput::Owned(value) => value.into(),
        _ => ValueRef::Null,
    }
}

macro_rules! ids {
    ($($id:ident)*) => {$(
        impl FromSql for id::$id {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(Self)
            }
        }

        impl ToSql for id::$id {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.into())
            }
        }
    )*};
}

ids! {
    MemberId TeamId AccountId ContactId ChatId InvitationId MailId IntegrationId MessageId CampaignId
    TemplateId TemplateVersionId
}

macro_rules! words {
    ($($word:ty)*) => {$(
        impl FromSql for $word {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Self::from_key(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }

        impl ToSql for $word {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.key().into())
            }
        }
    )*};
}

words! {
    Direction EarlyKind Model Permission Service Status campaign::LeftOut campaign::State invitation::State
    template::Category template::Status TextMode
}

/// A campaign's message without a status has a fate too.
impl FromSql for Fate {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self::of(value.as_bytes_or_null()?))
    }
}

/// From here on only a viewer makes it printable. It is bound with `raw_for_storage`, which a reader of
/// the code can look for.
impl FromSql for CustomerText {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        String::column_result(value).map(Self::new)
    }
}
