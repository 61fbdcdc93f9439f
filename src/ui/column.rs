//! Columns of a table on a terminal: which stand there, and how wide each is.

use super::Tone;

/// A column, as it is described once for a list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The field's name in data.
    pub field: &'static str,
    /// What stands above it, if that isn't the field's name.
    pub(super) title: Option<&'static str>,
    /// How soon it goes where the terminal is narrow; 0 stays.
    pub(super) rank: u8,
    /// The fewest characters that it is shortened to.
    pub(super) least: u16,
    /// The most characters that it takes.
    pub(super) most: u16,
    pub(super) tone: Tone,
    pub(super) is_centred: bool,
}

impl Column {
    /// A column for that field, which stays on the narrowest terminal.
    #[must_use]
    pub const fn new(field: &'static str) -> Self {
        let (title, tone) = (None, Tone::Plain);
        Self { field, title, rank: 0, least: 8, most: u16::MAX, tone, is_centred: false }
    }

    /// For what people are called.
    #[must_use]
    pub const fn name(field: &'static str) -> Self {
        Self { tone: Tone::Name, least: 12, ..Self::new(field) }
    }

    /// For what is there to be looked up, such as an ID or a time.
    #[must_use]
    pub const fn faint(field: &'static str) -> Self {
        Self { tone: Tone::Faint, ..Self::new(field) }
    }

    /// The same under another title.
    #[must_use]
    pub const fn titled(self, title: &'static str) -> Self {
        Self { title: Some(title), ..self }
    }

    /// The same, leaving the sooner the greater its rank is.
    #[must_use]
    pub const fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// The same, shortened to that many characters at most.
    #[must_use]
    pub const fn least(self, least: u16) -> Self {
        Self { least, ..self }
    }

    /// The same, with at most that many characters.
    #[must_use]
    pub const fn most(self, most: u16) -> Self {
        Self { most, ..self }
    }

    /// The same with its cells in the middle.
    #[must_use]
    pub const fn centred(self) -> Self {
        Self { is_centred: true, ..self }
    }

    /// Where it stands on a terminal: names come first, and what is there to be looked up last.
    pub(super) fn order(&self) -> u8 {
        match self.tone {
            Tone::Name => 0,
            Tone::Faint => 2,
            _ => 1,
        }
    }
}

/// What stands between two columns.
pub(super) const GAP: u16 = 2;

/// The columns that fit into `width`, by their place, each with its width. `natural` is how wide
/// each would be by itself.
pub(super) fn fit(columns: &[Column], natural: &[u16], width: u16) -> Vec<(usize, u16)> {
    let least = |at: usize| natural[at].min(columns[at].least);
    let needs = |kept: &[usize]| {
        let gaps = kept.len().saturating_sub(1) * usize::from(GAP);
        kept.iter().map(|at| usize::from(least(*at))).sum::<usize>() + gaps
    };
    let mut kept: Vec<usize> = (0..columns.len()).collect();
    while kept.len() > 1 && needs(&kept) > usize::from(width) {
        // The one of the greatest rank goes; of equals, the last.
        let Some(leaves) = kept.iter().copied().max_by_key(|at| (columns[*at].rank, *at)) else {
            break;
        };
        kept.retain(|at| *at != leaves);
    }
    let gaps = u16::try_from(kept.len().saturating_sub(1)).unwrap_or(0) * GAP;
    let mut widths: Vec<_> = kept.iter().map(|at| (*at, natural[*at])).collect();
    let room = u32::from(width.saturating_sub(gaps));
    // The widest gives way first, so that short columns stay whole as long as they can.
    while widths.iter().map(|(_, width)| u32::from(*width)).sum::<u32>() > room {
        let can_shrink = |(at, width): &(usize, u16)| *width > least(*at) || kept.len() == 1;
        let shrinkable = widths.iter_mut().filter(|column| can_shrink(column));
        match shrinkable.max_by_key(|(_, width)| *width) {
            Some((_, width)) if *width > 1 => *width -= 1,
            _ => break,
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 4] = [
        Column::name("name"),
        Column::new("role").rank(1),
        Column::new("email").rank(2),
        Column::faint("added_at").rank(3),
    ];

    #[test]
    fn what_fits_stays_whole() {
        assert_eq!(fit(&COLUMNS, &[10, 5, 20, 6], 47), [(0, 10), (1, 5), (2, 20), (3, 6)]);
    }

    #[test]
    fn the_widest_is_shortened_before_any_column_leaves() {
        assert_eq!(fit(&COLUMNS, &[10, 5, 40, 6], 47), [(0, 10), (1, 5), (2, 20), (3, 6)]);
        assert_eq!(fit(&COLUMNS, &[200, 5, 40, 6], 60), [(0, 22), (1, 5), (2, 21), (3, 6)]);
    }

    #[test]
    fn the_greatest_rank_leaves_first_and_the_first_column_stays() {
        assert_eq!(fit(&COLUMNS, &[30, 5, 40, 6], 30), [(0, 12), (1, 5), (2, 9)]);
        assert_eq!(fit(&COLUMNS, &[30, 5, 40, 6], 20), [(0, 13), (1, 5)]);
        assert_eq!(fit(&COLUMNS, &[30, 5, 40, 6], 7), [(0, 7)]);
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        for width in 1..200 {
            let widths = fit(&COLUMNS, &[200, 9, 60, 30], width);
            let gaps = (u16::try_from(widths.len()).unwrap_or(0) - 1) * GAP;
            assert!(widths.iter().map(|(_, width)| width).sum::<u16>() + gaps <= width);
        }
    }
}
