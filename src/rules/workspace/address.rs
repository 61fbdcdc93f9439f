//! Where members sign in, as the invitation's mail tells them: `ssh://team@chat.example:2222`.

/// The port that needs no saying.
const USUAL_PORT: u16 = 22;

/// An address to sign in at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    user: Option<String>,
    host: String,
    port: u16,
}

impl Address {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let rest = text.trim().strip_prefix("ssh://").ok_or("does not begin with `ssh://`")?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, place) = match rest.split_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, rest),
        };
        let is_bracketed = place.starts_with('[');
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !is_bracketed || host.ends_with(']') => (host, port.parse().ok()),
            _ => (place, Some(USUAL_PORT)),
        };
        // Words of these letters are no options of `ssh`, and mean nothing to a shell.
        let is_word = |word: &str, others: &str| {
            !word.is_empty()
                && !word.starts_with('-')
                && word.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
        };
        if user.is_some_and(|user| !is_word(user, "._-")) {
            return Err("has a user with other characters than letters, digits, `.`, `_` and `-`");
        }
        let name = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        if !name.map_or_else(|| is_word(host, ".-"), |name| is_word(name, ".:")) {
            return Err("has no host, or more than a host and a port");
        }
        let port = port.filter(|port| *port > 0).ok_or("has a port that is none")?;
        let host = name.unwrap_or(host).to_owned();
        Ok(Self { user: user.map(str::to_owned), host, port })
    }

    /// The words with which a client signs in.
    #[must_use]
    pub fn command(&self) -> String {
        let port =
            if self.port == USUAL_PORT { String::new() } else { format!("-p {} ", self.port) };
        let user = self.user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
        format!("ssh {port}{user}{}", self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_words_for_a_client() {
        for (text, command) in [
            ("ssh://team@chat.acme.test", "ssh team@chat.acme.test"),
            ("ssh://chat.acme.test:2222/", "ssh -p 2222 chat.acme.test"),
            (" ssh://192.0.2.7:22", "ssh 192.0.2.7"),
            ("ssh://t@[2001:db8::7]:2222", "ssh -p 2222 t@2001:db8::7"),
            ("ssh://[2001:db8::7]", "ssh 2001:db8::7"),
        ] {
            assert_eq!(
                Address::parse(text).map(|address| address.command()),
                Ok(command.to_owned())
            );
        }
        for text in [
            "",
            "chat.acme.test",
            "http://x.test",
            "ssh://",
            "ssh://@x.test",
            "ssh://x.test/path",
            "ssh://a:b@x.test",
            "ssh://x.test:0",
            "ssh://x.test:70000",
            "ssh://-oProxyCommand=x",
            "ssh://-l@x.test",
            "ssh://x.test;id",
            "ssh://x.test:2:3",
            "ssh://[x",
            "ssh://a b@x.test",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }
}
