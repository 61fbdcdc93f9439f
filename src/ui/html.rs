//! One HTML page that stands by itself: no script, no outside resource, readable on paper and by a
//! screen reader. Every text in it has passed its reader's masks and is escaped here.

use super::{Value, escape::for_screen};
use crate::rules::privacy::safe_text::SafeText;

/// What the page looks like. Colour never stands alone, and paper gets none.
const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;padding:.3rem 0;font-style:italic}
th,td{border-bottom:1px solid #8886;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{border-bottom:2px solid #888;overflow-wrap:normal}
td.number{text-align:right;font-variant-numeric:tabular-nums}
td.yes{font-weight:600}
@media print{body{margin:0;max-width:none;font-size:11px}thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}}";

/// A page that grows from its top.
pub struct Page {
    text: String,
}

impl Page {
    /// Starts a page; its title is also its first heading.
    #[must_use]
    pub fn new(title: &SafeText) -> Self {
        let title = escaped(title);
        // Even what a browser would fetch or run by mistake, it may not.
        let policy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
        let head = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n"
        );
        Self { text: head }
    }

    /// Starts a section.
    pub fn heading(&mut self, text: &'static str) {
        let text = escaped(&SafeText::word(text));
        self.put(&["<h2>", &text, "</h2>\n"]);
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: &SafeText) {
        self.put(&["<p dir=\"auto\">", &escaped(text), "</p>\n"]);
    }

    /// Adds a table. The first cell of a row is what the row is about; of no rows it says so.
    pub fn table(
        &mut self,
        caption: &SafeText,
        columns: &[&'static str],
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) {
        let mut rows = rows.into_iter().peekable();
        if rows.peek().is_none() {
            self.paragraph(&SafeText::of(&[caption, &": none."]));
            return;
        }
        let caption = escaped(caption);
        let region = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"";
        self.put(&[region, &caption, "\">\n<table>\n"]);
        self.put(&["<caption>", &caption, "</caption>\n<thead><tr>"]);
        for column in columns {
            let column = escaped(&SafeText::word(column));
            self.put(&["<th scope=\"col\">", &column, "</th>"]);
        }
        self.text.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.text.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                self.cell(at == 0, cell);
            }
            self.text.push_str("</tr>\n");
        }
        self.text.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn put(&mut self, parts: &[&str]) {
        self.text.extend(parts.iter().copied());
    }

    fn cell(&mut self, is_first: bool, value: &Value) {
        let class = match value {
            Value::Int(_) => " class=\"number\"",
            Value::Bool(true) => " class=\"yes\"",
            _ => "",
        };
        let text = match value {
            Value::Bool(true) => "✓ yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            other => escaped(&other.to_safe_text()),
        };
        let cell = if is_first {
            format!("<th scope=\"row\" dir=\"auto\">{text}</th>")
        } else {
            format!("<td{class} dir=\"auto\">{text}</td>")
        };
        self.text.push_str(&cell);
    }

    /// Ends the page and gives its text.
    #[must_use]
    pub fn end(mut self) -> String {
        self.text.push_str("</main>\n</body>\n</html>\n");
        self.text
    }
}

/// A text as HTML: what a browser would obey is spelled out, and so is what a terminal would.
fn escaped(text: &SafeText) -> String {
    let text = for_screen(text.as_str());
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_text() {
        let text = SafeText::word("<script>alert('1')</script> & \"more\"\u{202e}");
        let mut page = Page::new(&text);
        page.paragraph(&text);
        page.table(&text, &["a"], [vec![Value::Text(text.clone())]]);
        let page = page.end();
        assert!(!page.contains("<script") && !page.contains('\u{202e}'), "{page}");
        assert!(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;more"));
    }
}
