//! The nearest known name to one that isn't: what a hint offers after a typing mistake.

/// The candidate most like `name`, if any is like enough to be worth offering.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_finds_none() {
        let keys = ["inbox", "templates", "team-settings"];
        assert_eq!(nearest("template", keys).as_deref(), Some("templates"));
        assert_eq!(nearest("TEAM_SETTINGS", keys).as_deref(), Some("team-settings"));
        assert_eq!(nearest("xyzzy", keys), None);
    }
}
