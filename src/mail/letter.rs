//! What stands in the mail: everything the invited person needs to join, as plain text and HTML.

use super::html::escaped;

/// The facts that the mail tells. All of it is text of the workspace's own people.
#[derive(Clone, Copy)]
pub struct Letter<'a> {
    /// The outbox's key of it, never given twice.
    pub id: i64,
    /// A text that no other mail of any workspace has; it is no secret.
    pub fingerprint: &'a str,
    /// Whom it goes to: the login id.
    pub to: &'a str,
    /// Their name.
    pub name: Option<&'a str>,
    /// The workspace's name.
    pub workspace: &'a str,
    /// The role's name for people.
    pub role: &'a str,
    /// Who invited: their email.
    pub invited_by: &'a str,
    /// Their name.
    pub inviter: Option<&'a str>,
    /// The code, in groups.
    pub code: &'a str,
    /// When the invitation was made, in milliseconds since 1970.
    pub created_at: i64,
    /// Until when it is valid, in milliseconds since 1970.
    pub expires_at: i64,
    /// The words by which a client signs in, such as `ssh team@chat.example`.
    pub sign_in: Option<&'a str>,
    /// The fingerprint of the key by which that server is known.
    pub host_key: Option<&'a str>,
}

impl Letter<'_> {
    pub(super) fn subject(&self) -> String {
        format!("Your invitation to {}", self.workspace)
    }

    fn inviter(&self) -> String {
        match self.inviter {
            Some(name) => format!("{name} ({})", self.invited_by),
            None => self.invited_by.to_owned(),
        }
    }

    fn greeting(&self) -> String {
        self.name.map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"))
    }

    fn command(&self) -> String {
        let to = shell_word(self.to);
        match self.sign_in {
            // It passes the client's shell, and is parted again at the other end.
            Some(sign_in) if to != self.to => {
                format!("{sign_in} invite accept {} --code {}", shell_word(&to), self.code)
            }
            Some(sign_in) => format!("{sign_in} invite accept {to} --code {}", self.code),
            None => format!("rolecall invite accept {to} --code {}", self.code),
        }
    }

    /// What to know of the server before one trusts it.
    fn server(&self) -> String {
        const OWN_KEY: &str = "The key that you sign in with is yours from then on; if you have none, \
            `ssh-keygen -t ed25519` makes one.";
        match (self.sign_in, self.host_key) {
            (Some(_), Some(key)) => format!(
                "{OWN_KEY} ssh asks whether to trust the server; say yes only to this fingerprint: {key}"
            ),
            (Some(_), None) => OWN_KEY.to_owned(),
            (None, _) => String::new(),
        }
    }

    pub(super) fn text(&self) -> String {
        format!(
            "{}\n\n{} invited you to the workspace {} as {}.\n\nLogin id: {}\nCode:     {}\n\n\
             The code works once, until {}. To join, run:\n\n  {}\n\n{}\
             If you didn't expect this, you need do nothing.\n",
            self.greeting(),
            self.inviter(),
            self.workspace,
            self.role,
            self.to,
            self.code,
            until(self.expires_at),
            self.command(),
            Some(self.server())
                .filter(|text| !text.is_empty())
                .map_or_else(String::new, |text| text + "\n\n"),
        )
    }

    pub(super) fn html(&self) -> String {
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
             <p>{}</p>\n<p>{} invited you to the workspace <b>{}</b> as <b>{}</b>.</p>\n\
             <p>Login id: <b>{}</b><br>\nCode: <code>{}</code></p>\n\
             <p>The code works once, until {}. To join, run:</p>\n<pre>{}</pre>\n\
             <p>{}</p>\n<p>If you didn't expect this, you need do nothing.</p>\n</html>\n",
            escaped(&self.subject()),
            escaped(&self.greeting()),
            escaped(&self.inviter()),
            escaped(self.workspace),
            escaped(self.role),
            escaped(self.to),
            escaped(self.code),
            until(self.expires_at),
            escaped(&self.command()),
            escaped(&self.server()),
        )
    }
}

fn until(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map_or_else(|_| "then".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

/// A word for a shell: an address may hold what a shell would run when the line is pasted.
fn shell_word(text: &str) -> String {
    let is_plain =
        text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '_' | '+' | '-'));
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_pasted_address_runs_nothing() {
        assert_eq!(shell_word("asha.rao+1@x.test"), "asha.rao+1@x.test");
        assert_eq!(shell_word("a`id`@x.test"), "'a`id`@x.test'");
        assert_eq!(shell_word("o'neil$x@x.test"), "'o'\\''neil$x@x.test'");
    }
}
