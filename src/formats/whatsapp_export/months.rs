//! Months that stand in a date as words.

use super::gap::is_space;

/// Hawaiian counts them in Roman numerals, and shortens their names in longer dates.
const MONTHS: [[&str; 2]; 12] = [
    ["i", "ian"],
    ["ii", "pep"],
    ["iii", "mal"],
    ["iv", "ʻap"],
    ["v", "mei"],
    ["vi", "iun"],
    ["vii", "iul"],
    ["viii", "ʻau"],
    ["ix", "kep"],
    ["x", "ʻok"],
    ["xi", "now"],
    ["xii", "kek"],
];

/// The month that a gap between two numbers names, and what parts it from them.
pub(super) fn named(gap: &str) -> Option<(u16, &'static str)> {
    let gap = gap.trim_matches(is_space);
    let (before, word) = gap.split_at(gap.find(char::is_alphabetic)?);
    let (word, behind) =
        word.split_at(word.find(|it: char| !it.is_alphabetic()).unwrap_or(word.len()));
    let word = word.to_lowercase();
    let month = (1..).zip(MONTHS).find(|(_, names)| names.contains(&word.as_str()))?.0;
    let separator = match (before, behind) {
        // A short name has a dot of its own.
        ("/", "/" | "./") | ("", "" | ".") => "/",
        (".", "." | "..") => ".",
        ("-", "-" | ".-") => "-",
        _ => return None,
    };
    Some((month, separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_named_between_two_numbers_alone() {
        for (gap, month) in [
            ("/i/", Some((1, "/"))),
            ("/XII/", Some((12, "/"))),
            (" Kek. ", Some((12, "/"))),
            ("/ʻAp./", Some((4, "/"))),
            (".iv.", Some((4, "."))),
            ("-Mei-", Some((5, "-"))),
            ("/iiii/", None),
            ("/ii.", None),
            ("/ii/ to ", None),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(named(gap), month, "{gap}");
        }
    }
}
