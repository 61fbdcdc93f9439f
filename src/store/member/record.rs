//! Members.

use std::collections::HashMap;

use super::awaited::Settled;
use crate::rules::policy::{
    escalation::OwnerCount,
    grant::{Members, Opens},
};
use crate::rules::{
    id::{MemberId, TeamId},
    phone::Phone,
    workspace::member::{Email, Status},
};
use crate::store::{
    Change, Snapshot,
    engine::{
        Row, ToSql,
        error::{Error, Result},
        params,
        row_text::values_of,
    },
};

/// All columns in their order, so that what is added to the sum of watched rows is known without a question.
const ADD_MEMBER: &str =
    "INSERT INTO member (id, email, email_key, name, phone, phone_country_code, role,
    team_id, status, status_before, added_by, added_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

/// A person on the team.
#[derive(Clone)]
pub struct Member {
    /// Their key.
    pub id: MemberId,
    /// The login id, as it was typed.
    pub email: String,
    /// Their name.
    pub name: Option<String>,
    /// Their own number.
    pub phone: Option<Phone>,
    /// Their role's name.
    pub role: String,
    /// The team they are in.
    pub team: TeamId,
    /// That team's name.
    pub team_name: String,
    /// Whether they have joined, and whether they may do anything.
    pub status: Status,
    /// The email of whoever added them; the first owner has none.
    pub added_by: Option<String>,
    /// When, in milliseconds since 1970.
    pub added_at: i64,
}

/// A member to add.
pub struct NewMember<'a> {
    /// The login id.
    pub email: &'a Email,
    /// Their name.
    pub name: Option<&'a str>,
    /// Their own number.
    pub phone: Option<&'a Phone>,
    /// Their role's name.
    pub role: &'a str,
    /// The team they go to.
    pub team: TeamId,
    /// Invited, or at once active.
    pub status: Status,
    /// The email of whoever adds them.
    pub added_by: Option<&'a str>,
    /// When, in milliseconds since 1970.
    pub added_at: i64,
}

/// A member who was added.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer {
    /// Their key.
    pub id: MemberId,
    /// What had waited for them, and is theirs now.
    pub settled: Settled,
}

/// Which members to list. What is `None` doesn't filter.
#[derive(Debug, Default)]
pub struct MemberFilter<'a> {
    /// Of that role.
    pub role: Option<&'a str>,
    /// In that team.
    pub team: Option<TeamId>,
    /// With that status.
    pub status: Option<Status>,
    /// Behind that one, in the order of keys.
    pub after: Option<MemberId>,
    /// At most so many.
    pub limit: Option<u64>,
}

const MEMBER: &str = "SELECT member.id, email, member.name, phone, phone_country_code, role,
    team_id, team.name AS team_name, status, added_by, added_at
    FROM member JOIN team ON team.id = team_id";

pub(super) fn member(row: &Row<'_>) -> Result<Member> {
    Ok(Member {
        id: row.get("id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        phone: row.phone("phone", "phone_country_code")?,
        role: row.get("role")?,
        team: row.get("team_id")?,
        team_name: row.get("team_name")?,
        status: row.get("status")?,
        added_by: row.get("added_by")?,
        added_at: row.get("added_at")?,
    })
}

impl Snapshot<'_> {
    /// The member with that login id, whatever the case.
    pub fn member(&self, email: &str) -> Result<Option<Member>> {
        self.one_member("WHERE email_key = ?1", &email.trim().to_ascii_lowercase())
    }

    /// The member of that key.
    pub fn member_by_id(&self, id: MemberId) -> Result<Option<Member>> {
        self.one_member("WHERE member.id = ?1", &id)
    }

    /// The member of a row that was kept; `None` where the team that they were in is gone.
    pub fn member_of_row(&self, row: &str) -> Result<Option<Member>> {
        let sql = "SELECT ?1 AS id, ?2 AS email, ?3 AS name, ?4 AS phone, ?5 AS phone_country_code,
            ?6 AS role, team.id AS team_id, team.name AS team_name, ?7 AS status, ?8 AS added_by,
            ?9 AS added_at FROM team WHERE team.id = ?10";
        let names = [
            "id",
            "email",
            "name",
            "phone",
            "phone_country_code",
            "role",
            "status",
            "added_by",
            "added_at",
            "team_id",
        ];
        self.connection.find(sql, values_of(row, &names)?, member)
    }

    fn one_member(&self, by: &str, key: &dyn ToSql) -> Result<Option<Member>> {
        self.connection.find(&format!("{MEMBER} {by}"), [key], member)
    }

    /// The members that the filter lets through, in the order in which they were added.
    pub fn members(&self, filter: &MemberFilter<'_>) -> Result<Vec<Member>> {
        let sql = format!(
            "{MEMBER} WHERE (?1 IS NULL OR role = ?1) AND (?2 IS NULL OR team_id = ?2)
                AND (?3 IS NULL OR status = ?3) AND member.id > ?4 ORDER BY member.id"
        );
        let after = filter.after.map_or(0, |after| after.0);
        let values = (filter.role, filter.team, filter.status, after);
        self.connection.first(filter.limit, &sql, values, member)
    }

    /// How many members hold each role, suspended ones left out. A role that nobody holds isn't among them.
    pub fn count_roles(&self) -> Result<HashMap<String, u64>> {
        let sql = "SELECT role, count(*) FROM member WHERE status <> 'suspended' GROUP BY role";
        let counts = self.connection.all(sql, [], |row| Ok((row.at(0)?, row.at(1)?)))?;
        Ok(counts.into_iter().collect())
    }

    /// How many owners there are.
    pub fn count_owners(&self) -> Result<OwnerCount> {
        self.connection.one(
            "SELECT coalesce(sum(CASE WHEN status = 'active' THEN 1 ELSE 0 END), 0) AS active,
                    count(*) AS holders
                 FROM member WHERE role = 'owner' AND status <> 'suspended'",
            [],
            |row| Ok(OwnerCount { active: row.get("active")?, holders: row.get("holders")? }),
        )
    }

    /// Every login id, for the nearest to one that isn't known.
    pub fn emails(&self) -> Result<Vec<String>> {
        self.connection.all("SELECT email FROM member ORDER BY id LIMIT 10000", [], Row::only)
    }
}

impl<K: Opens<Members>> Change<'_, K> {
    /// Adds a member, and gives them what waited for them.
    pub fn insert_member(&self, member: &NewMember<'_>) -> Result<Newcomer> {
        self.insert_new_member(member)?
            .ok_or_else(|| Error::Corrupt("a login id that was free is taken".to_owned()))
    }

    /// Adds a member, unless the login id is taken: then there is nobody new.
    pub fn insert_new_member(&self, member: &NewMember<'_>) -> Result<Option<Newcomer>> {
        self.write_member(member, |values| {
            let sql = format!("{ADD_MEMBER} ON CONFLICT (email_key) DO NOTHING");
            Ok(self.connection.execute(&sql, values)? == 1)
        })
    }

    /// Adds a member, whose login id is known to be nobody's, and gives them what waited for them.
    pub fn add_member(&self, member: &NewMember<'_>) -> Result<Option<Newcomer>> {
        self.write_member(member, |values| {
            self.connection.add(ADD_MEMBER, values)?;
            Ok(true)
        })
    }

    fn write_member(
        &self,
        member: &NewMember<'_>,
        add: impl FnOnce(&[&dyn ToSql]) -> Result<bool>,
    ) -> Result<Option<Newcomer>> {
        let id = MemberId(self.next_key("member")?);
        let email_key = member.email.key();
        let status_before: Option<&str> = None;
        let is_added = add(params![
            id,
            member.email.as_str(),
            email_key,
            member.name,
            member.phone.map(Phone::raw_for_storage),
            member.phone.map(Phone::country_code_len),
            member.role,
            member.team.0,
            member.status.key(),
            status_before,
            member.added_by,
            member.added_at,
        ])?;
        if !is_added {
            return Ok(None);
        }
        // Who is to be invited is assigned nothing before the invitation is there.
        let can_be_assigned = member.status != Status::Invited;
        Ok(Some(Newcomer { id, settled: self.settle_awaited(&email_key, id, can_be_assigned)? }))
    }

    /// Writes back what can be edited of a member: all but who added them and when.
    pub fn update_member(&self, member: &Member) -> Result<()> {
        self.connection.execute(
            "UPDATE member SET email = ?2, email_key = ?3, name = ?4, phone = ?5,
                    phone_country_code = ?6, role = ?7, team_id = ?8, status = ?9 WHERE id = ?1",
            params![
                member.id.0,
                member.email,
                member.email.to_ascii_lowercase(),
                member.name,
                member.phone.as_ref().map(Phone::raw_for_storage),
                member.phone.as_ref().map(Phone::country_code_len),
                member.role,
                member.team.0,
                member.status.key(),
            ],
        )?;
        if member.status == Status::Active {
            self.settle_chats(member.id)?;
        }
        Ok(())
    }

    /// Removes a member who holds no account and no chat. What they wrote keeps their name.
    pub fn delete_member(&self, id: MemberId) -> Result<()> {
        self.connection.execute("DELETE FROM member WHERE id = ?1", [id.0])?;
        Ok(())
    }
}
