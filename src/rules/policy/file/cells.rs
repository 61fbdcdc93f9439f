//! Reading the cells of one role: which permissions are on, and that none is misspelled or locked.

use toml::de::DeTable;

use super::{
    fault::{Faults, quoted},
    value::{Key, Text, Value, in_order, key_text},
};
use crate::rules::policy::{
    permission::{Permission, PermissionSet},
    role::Model,
};

/// The permissions that are on in a role's table of cells.
pub(super) fn read_cells(
    role: &str,
    model: Option<Model>,
    table: &DeTable<'_>,
    faults: &mut Faults<'_>,
) -> PermissionSet {
    let mut cells = Cells { role, model, toggles: PermissionSet::NONE, faults };
    cells.read(table, &mut Vec::new());
    cells.toggles
}

/// The cells of one role, while they are read.
struct Cells<'f, 't> {
    role: &'f str,
    model: Option<Model>,
    toggles: PermissionSet,
    faults: &'f mut Faults<'t>,
}

impl Cells<'_, '_> {
    /// Reads a table of cells. Inside another one, `path` holds the keys that led there: TOML reads
    /// `users.export`, if it stands without quotation marks, as `export` in a table `users`.
    fn read<'v>(&mut self, table: &'v DeTable<'_>, path: &mut Vec<&'v str>) {
        for (name, value) in in_order(table) {
            path.push(name.get_ref());
            match value.get_ref().as_table() {
                Some(inner) if !inner.is_empty() => self.read(inner, path),
                _ if path.len() > 1 => self.unquoted(name, &path.join(".")),
                _ => self.cell(name, value),
            }
            path.pop();
        }
    }

    fn cell(&mut self, name: &Key<'_>, value: &Value<'_>) {
        let Some(permission) = Permission::from_key(name.get_ref()) else {
            return self.unknown(&key_text(name));
        };
        let Some(on) = self.faults.flag(name, value) else { return };
        let locked = self.model.and_then(|model| model.locked(permission));
        if let Some(locked) = locked.filter(|locked| *locked != on) {
            let problem = format!("`{permission}` is locked for role {}", quoted(self.role));
            let allowed = format!("`{locked}`, or nothing at all");
            return self.faults.add(value.span().start, problem, allowed, None);
        }
        self.toggles.set(permission, on);
    }

    fn unquoted(&mut self, name: &Key<'_>, path: &str) {
        let offset = name.span().start;
        if Permission::from_key(path).is_none() {
            return self.unknown(&Text { offset, text: path });
        }
        let problem = format!("`{path}` stands without quotation marks");
        self.faults.add(offset, problem, in_quotation_marks(path), None);
    }

    fn unknown(&mut self, name: &Text<'_>) {
        let known: Vec<&str> = Permission::all().map(Permission::key).collect();
        self.faults.unknown("permission", name, &known);
    }
}

/// How a permission whose key has a dot has to stand in TOML.
pub(super) fn in_quotation_marks(key: &str) -> String {
    format!("`\"{key}\"`, in quotation marks")
}
