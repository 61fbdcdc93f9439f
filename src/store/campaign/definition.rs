//! What a campaign is made of: whom it is for and what fills its template. Each is written once and
//! read whole, so each is one JSON text in the campaign's row; nothing is ever looked for in it.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::rules::{
    id::{AccountId, CampaignId},
    privacy::text::CustomerText,
    whatsapp::campaign::{Audience, Filling, Source},
};
use crate::store::{
    Snapshot,
    engine::{
        Row,
        error::{Error, Result},
    },
};

/// An audience as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptAudience {
    tags: Vec<String>,
    traits: Vec<(String, String)>,
    countries: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chats_of: Option<i64>,
}

/// A filling as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptFilling {
    variable: String,
    source: String,
    value: Option<String>,
    fallback: Option<String>,
}

fn raw(text: &CustomerText) -> String {
    text.raw_for_storage().to_owned()
}

fn to_json(kept: &impl Serialize) -> Result<String> {
    serde_json::to_string(kept).map_err(|error| Error::Corrupt(error.to_string()))
}

fn from_json<T: DeserializeOwned>(json: &str) -> Result<T> {
    // To leave out what can't be read would be to write to people who weren't meant. What the reader
    // says of it may quote a customer.
    serde_json::from_str(json)
        .map_err(|_| Error::Corrupt("a campaign's definition is none".to_owned()))
}

/// The audience as its column holds it.
pub(in crate::store) fn audience_to_json(audience: &Audience) -> Result<String> {
    to_json(&KeptAudience {
        tags: audience.tags.iter().map(raw).collect(),
        traits: audience.traits.iter().map(|(name, value)| (raw(name), raw(value))).collect(),
        countries: audience.countries.clone(),
        chats_of: audience.chats_of.map(|account| account.0),
    })
}

/// The fillings as their column holds them.
pub(in crate::store) fn fillings_to_json(fillings: &[Filling]) -> Result<String> {
    let kept = |filling: &Filling| KeptFilling {
        variable: filling.variable.clone(),
        source: filling.source.key().to_owned(),
        value: match &filling.source {
            Source::Name => None,
            Source::Trait(value) | Source::Text(value) => Some(raw(value)),
        },
        fallback: filling.fallback.as_ref().map(raw),
    };
    to_json(&fillings.iter().map(kept).collect::<Vec<_>>())
}

impl Snapshot<'_> {
    /// Whom a campaign is for.
    pub fn audience_of(&self, id: CampaignId) -> Result<Audience> {
        let kept = self.part_of(id, "SELECT audience FROM campaign WHERE id = ?1")?;
        let KeptAudience { tags, traits, countries, chats_of } = from_json(&kept)?;
        Ok(Audience {
            tags: tags.into_iter().map(CustomerText::new).collect(),
            traits: traits
                .into_iter()
                .map(|(name, value)| (CustomerText::new(name), CustomerText::new(value)))
                .collect(),
            countries,
            chats_of: chats_of.map(AccountId),
        })
    }

    /// What fills the variables of a campaign's template.
    pub fn fillings_of(&self, id: CampaignId) -> Result<Vec<Filling>> {
        let kept = self.part_of(id, "SELECT fillings FROM campaign WHERE id = ?1")?;
        let filling = |kept: KeptFilling| {
            let source = match (kept.source.as_str(), kept.value) {
                ("name", None) => Source::Name,
                ("trait", Some(key)) => Source::Trait(CustomerText::new(key)),
                ("text", Some(value)) => Source::Text(CustomerText::new(value)),
                _ => return Err(Error::Corrupt("a campaign's filling is none".to_owned())),
            };
            let fallback = kept.fallback.map(CustomerText::new);
            Ok(Filling { variable: kept.variable, source, fallback })
        };
        from_json::<Vec<KeptFilling>>(&kept)?.into_iter().map(filling).collect()
    }

    fn part_of(&self, id: CampaignId, sql: &str) -> Result<String> {
        self.connection.one(sql, [id.0], Row::only)
    }
}
