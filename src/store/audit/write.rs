//! Writing the audit: who, on whose behalf, by what authority, what, before and after. A change
//! writes it beside its rows.

use crate::store::{
    Attribution, AuditEntry, Change,
    audit::{
        kept::seal,
        link::{COLUMNS, Link},
    },
    engine::{ToSql, error::Result},
};

impl<K> Change<'_, K> {
    pub(in crate::store) fn record(&self, by: &Attribution, entry: &AuditEntry) -> Result<()> {
        let grant = self.grant();
        let link = self.state.last_link()?;
        self.state.check_clock(link, grant.at());
        let state = link.state(self.connection.watched_sum(self.state.watch)?);
        let sealed = seal(&entry.kept)?;
        let seals: Vec<u8> = sealed.iter().flat_map(|(_, seal)| *seal).collect();
        let id = self.next_key("audit")?;
        let first = self.state.first_entry.get().unwrap_or(id);
        // In the order of the columns that the chain covers.
        let values: [&dyn ToSql; _] = [
            &id,
            &first,
            &grant.at(),
            &grant.member(),
            &grant.email(),
            &by.operator,
            &by.via.key(),
            &by.clock_is_set,
            &by.undoes,
            &entry.action,
            &entry.object,
            &entry.before,
            &entry.after,
            &entry.needed.as_ref().unwrap_or(grant.needed()).to_string(),
            &seals,
            &state,
        ];
        let hash = link.next(&values)?;
        let sql = format!(
            "INSERT INTO audit ({COLUMNS}, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
        );
        self.connection.add(&sql, values.into_iter().chain([&hash as _]).collect::<Vec<_>>())?;
        self.state.link.set(Some(Link { at: Some(grant.at()), hash, ..link }));
        self.state.first_entry.set(Some(first));
        let salts = sealed.into_iter().map(|(salt, _)| salt);
        self.keep_with(id, entry.kept.iter().zip(salts))
    }
}
