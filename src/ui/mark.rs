//! Symbols and the colours that go with them. Colour never stands alone: without it, the symbol
//! still tells.

use anstyle::{AnsiColor, Style};

/// What a text is to its reader, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// The head of a table, or of a group in it.
    Head,
    /// A name: what the eye looks for.
    Name,
    /// What is there to be looked up: IDs and times.
    Faint,
    /// On, allowed, gained.
    Good,
    /// Refused, lost.
    Bad,
    /// Hidden, or waiting.
    Notice,
}

impl Tone {
    /// How it is written.
    pub(super) fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Head => Style::new().bold(),
            Self::Name => colour(AnsiColor::Cyan),
            Self::Faint => Style::new().dimmed(),
            Self::Good => colour(AnsiColor::Green),
            Self::Bad => colour(AnsiColor::Red),
            Self::Notice => colour(AnsiColor::Yellow),
        }
    }
}

/// A text in a style.
pub(super) fn painted(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}

/// A symbol, with a stand-in for terminals that know ASCII alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A permission that is on.
    On,
    /// One that is off.
    Off,
    /// One that a mask takes away, and what a mask hides.
    Hidden,
    /// One whose module is off.
    ModuleOff,
    /// A cell that nobody can change.
    Locked,
    /// The answer is no.
    No,
    /// Somebody waits.
    Waiting,
    /// Comes.
    Gained,
    /// Goes.
    Lost,
    /// Becomes another.
    Changed,
    /// Points at what decided.
    Here,
    /// Stands between the parts of a line.
    Between,
}

impl Mark {
    /// The symbol itself.
    #[must_use]
    pub const fn glyph(self, is_utf8: bool) -> &'static str {
        let (symbol, plain) = match self {
            Self::On => ("✓", "+"),
            Self::Off => ("·", "."),
            Self::Hidden => ("◐", "*"),
            Self::ModuleOff => ("╌", "-"),
            Self::Locked => ("L", "L"),
            Self::No => ("✗", "x"),
            Self::Waiting => ("●", "*"),
            Self::Gained => ("+", "+"),
            Self::Lost => ("-", "-"),
            Self::Changed => ("~", "~"),
            Self::Here => ("←", "<-"),
            Self::Between => ("·", "-"),
        };
        if is_utf8 { symbol } else { plain }
    }

    /// The colour that goes with it.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::On | Self::Gained => Tone::Good,
            Self::Off | Self::ModuleOff | Self::Between => Tone::Faint,
            Self::Hidden | Self::Waiting | Self::Changed | Self::Here => Tone::Notice,
            Self::No | Self::Lost => Tone::Bad,
            Self::Locked => Tone::Plain,
        }
    }
}
