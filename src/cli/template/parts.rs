//! What `template add` and `template edit` take for the parts of a template: options, standard input,
//! or a file as the Business Management API has it.

use clap::ValueEnum;

use crate::{
    cli::{error::Error, io::Input},
    ops::{
        self, Cleared,
        template::{Definition, SIZE_CAP, definitions},
    },
    rules::whatsapp::template::{Button, ButtonKind, Header, Media},
    ui::Output,
};

/// The parts, each as an option.
#[derive(clap::Args)]
#[command(next_help_heading = "Parts")]
pub struct Parts {
    /// The message, with variables such as `{{1}}` or `{{first_name}}`; `-` reads it from standard input
    #[arg(long, value_name = "TEXT")]
    pub body: Option<String>,
    /// A line above the body
    #[arg(long, value_name = "TEXT")]
    pub header: Option<String>,
    /// Something to look at above the body
    #[arg(long, value_name = "KIND", conflicts_with = "header")]
    pub header_media: Option<MediaName>,
    /// A line below the body
    #[arg(long, value_name = "TEXT")]
    pub footer: Option<String>,
    /// A button that sends its text back
    #[arg(long, value_name = "TEXT")]
    pub quick_reply: Vec<String>,
    /// A button that opens a page, whose address may end in `{{1}}`
    #[arg(long, value_name = "TEXT=ADDRESS")]
    pub url: Vec<String>,
    /// A button that calls a number
    #[arg(long, value_name = "TEXT=NUMBER")]
    pub phone: Vec<String>,
}

/// Every option of [`Parts`], for what can't stand beside them.
pub const OPTIONS: [&str; 7] =
    ["body", "header", "header_media", "footer", "quick_reply", "url", "phone"];

/// Whose a template is.
#[derive(clap::Args)]
pub struct Sharing {
    /// Let everybody see and use it
    #[arg(long, conflicts_with = "private")]
    shared: bool,
    /// Hide it from other agents and collaborators [default for templates that they add]
    #[arg(long)]
    private: bool,
}

impl Sharing {
    /// As it was said, if it was.
    pub const fn is_shared(&self) -> Option<bool> {
        match (self.shared, self.private) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

/// What stands above a body instead of a text, as it is named on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub enum MediaName {
    /// A picture
    Image,
    /// A film
    Video,
    /// A file
    Document,
    /// A place
    Location,
}

impl From<MediaName> for Media {
    fn from(name: MediaName) -> Self {
        match name {
            MediaName::Image => Self::Image,
            MediaName::Video => Self::Video,
            MediaName::Document => Self::Document,
            MediaName::Location => Self::Location,
        }
    }
}

impl Parts {
    /// The body, read from standard input where it is to be.
    pub fn read_body(&self, cleared: Cleared, output: &mut Output) -> ops::Result<Option<String>> {
        match self.body.as_deref() {
            Some("-") => {
                let text = Input::open("-", cleared, output)?.text(SIZE_CAP)?;
                Ok(Some(text.trim_end_matches(['\r', '\n']).replace("\r\n", "\n")))
            }
            other => Ok(other.map(str::to_owned)),
        }
    }

    /// What stands above the body, if anything was said of it.
    pub fn header(&self) -> Option<Header> {
        let media = self.header_media.map(|media| Header::Media(media.into()));
        self.header.clone().map(Header::Text).or(media)
    }

    /// The buttons: replies, pages, numbers.
    pub fn buttons(&self) -> Result<Vec<Button>, Error> {
        let replies = self.quick_reply.iter().map(|text| {
            Ok(Button { kind: ButtonKind::QuickReply, text: text.clone(), target: None })
        });
        let leads = |kind, option: &'static str| {
            move |given: &String| match given.split_once('=') {
                Some((text, target)) => {
                    Ok(Button { kind, text: text.to_owned(), target: Some(target.to_owned()) })
                }
                None => Err(Error::usage(
                    format!(
                        "`{given}` has no `=` between what stands on the button and where it leads"
                    ),
                    format!("write `--{option} 'TEXT=TARGET'`"),
                )),
            }
        };
        let pages = self.url.iter().map(leads(ButtonKind::Url, "url"));
        let numbers = self.phone.iter().map(leads(ButtonKind::Phone, "phone"));
        replies.chain(pages).chain(numbers).collect()
    }
}

/// The templates of a file; `-` is standard input.
pub fn read_definitions(
    file: &str,
    cleared: Cleared,
    output: &mut Output,
) -> ops::Result<Vec<Definition>> {
    definitions(file, &Input::open(file, cleared, output)?.bytes(SIZE_CAP)?)
}
