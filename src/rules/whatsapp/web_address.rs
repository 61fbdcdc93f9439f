//! Addresses on the web, as somebody types them into a setting: whole, plain, and without anything
//! secret in them. Nothing is ever fetched here.

/// The longest that is taken, in bytes; many programs cut off behind it.
const LONGEST: usize = 2048;

/// Names of parameters whose values let somebody in.
const SECRETS: &[&str] = &[
    "token",
    "access_token",
    "auth",
    "authorization",
    "key",
    "api_key",
    "apikey",
    "secret",
    "client_secret",
    "password",
    "passwd",
    "pwd",
    "sig",
    "signature",
];

/// Which schemes are good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `https` alone: what is sent there is for nobody else.
    Https,
    /// `http` too: a page for everybody.
    HttpToo,
}

/// Checks an address. White space around it is dropped; the rest stays as it was typed.
///
/// # Errors
/// What is wrong with it, as the end of a sentence that doesn't repeat the address: it may hold a
/// secret.
pub fn check(text: &str, scheme: Scheme) -> Result<&str, &'static str> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err("is longer than 2048 bytes");
    }
    // A letter outside ASCII can imitate another name, and a backslash is read in two ways.
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) || text.contains(['\\', '"', '<', '>']) {
        return Err("has characters that an address can't have; write them with `%` or `xn--`");
    }
    let (found, rest) = text.split_once("://").ok_or("does not begin with `https://`")?;
    let fits = match scheme {
        Scheme::Https => found.eq_ignore_ascii_case("https"),
        Scheme::HttpToo => {
            found.eq_ignore_ascii_case("https") || found.eq_ignore_ascii_case("http")
        }
    };
    if !fits {
        return Err(match scheme {
            Scheme::Https => "does not begin with `https://`",
            Scheme::HttpToo => "does not begin with `https://` or `http://`",
        });
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, behind) = rest.split_at(end);
    if authority.contains('@') {
        return Err("has a user or a password in it");
    }
    check_authority(authority)?;
    if let Some((_, query)) = behind.split_once('?') {
        check_query(query)?;
    }
    Ok(text)
}

fn check_authority(authority: &str) -> Result<(), &'static str> {
    const BAD_HOST: &str = "names no host";
    let (host, port) = match authority.strip_prefix('[') {
        Some(bracketed) => {
            let (host, rest) = bracketed.split_once(']').ok_or(BAD_HOST)?;
            host.parse::<core::net::Ipv6Addr>().map_err(|_| BAD_HOST)?;
            ("", rest.strip_prefix(':').or(rest.is_empty().then_some("443")).ok_or(BAD_HOST)?)
        }
        None => authority.split_once(':').unwrap_or((authority, "443")),
    };
    if port.parse::<u16>().ok().is_none_or(|port| port == 0) || port.starts_with('+') {
        return Err("has a port that is none");
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_bracketed = authority.starts_with('[');
    if !is_bracketed && (host.len() > 253 || !host.split('.').all(is_label)) {
        return Err(BAD_HOST);
    }
    Ok(())
}

fn check_query(query: &str) -> Result<(), &'static str> {
    let names = query.split(['&', ';', '#']).filter_map(|pair| pair.split_once('='));
    let is_secret = |name: &str| SECRETS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
    if names.into_iter().any(|(name, value)| is_secret(name) && !value.is_empty()) {
        return Err("has a secret among its parameters");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_addresses_are_taken_as_they_are() {
        for address in [
            "https://hooks.example.com",
            "https://hooks.example.com/rolecall?team=sales#top",
            "HTTPS://Hooks.Example.com:8443/x",
            "https://xn--mnchen-3ya.example/",
            "https://192.0.2.1/x",
            "https://[2001:db8::1]:8443/x",
            "https://[2001:db8::1]",
            "https://localhost/x",
            "https://example.com/?token=",
            "https://example.com/@user",
        ] {
            assert_eq!(check(address, Scheme::Https), Ok(address));
            assert_eq!(check(&format!(" {address}\n"), Scheme::HttpToo), Ok(address));
        }
        assert_eq!(check("http://example.com", Scheme::HttpToo), Ok("http://example.com"));
    }

    #[test]
    fn what_is_no_address_or_holds_a_secret_is_refused() {
        let long = format!("https://example.com/{}", "x".repeat(LONGEST));
        for address in [
            "",
            "example.com",
            "http://example.com",
            "javascript:alert(1)",
            "ftp://example.com",
            "https://",
            "https:///x",
            "https://user@example.com",
            "https://user:word@example.com/x",
            "https://example.com:0/",
            "https://example.com:+1/",
            "https://example.com:port/",
            "https://example.com:65536/",
            "https://-example.com",
            "https://example..com",
            "https://[2001:db8::1",
            "https://[nonsense]/",
            "https://[2001:db8::1]x",
            "https://exämple.com",
            "https://example.com/a b",
            "https://example.com\\@evil.test",
            "https://example.com/\u{1b}[31m",
            "https://example.com/?token=abc",
            "https://example.com/?a=1&API_KEY=abc",
            "https://example.com/?a=1;secret=abc",
            &long,
        ] {
            let refused = check(address, Scheme::Https);
            assert!(refused.is_err(), "{address}");
            let problem = refused.err().unwrap_or_default();
            assert!(address.is_empty() || !problem.contains(address), "{problem}");
        }
    }
}
