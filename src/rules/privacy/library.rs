//! What the number library finds in a text, asked once, when the text is stored. Reading asks no
//! library, and this compares nothing with what the workspace knows.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, Region,
    phonenumber_matcher::{Leniency, PHONE_MATCHER_FACTORY},
};

use super::{
    staff::is_date_or_amount,
    text::{CustomerText, Reading},
};
use crate::rules::digits::{
    digit::{is_invisible, is_plus, value},
    scan::{Run, Span, runs},
};

/// How often the library may try a text. Each attempt takes some microseconds.
const MOST_TRIES: u64 = 64;
/// How often it is asked again for what it left.
const MOST_ROUNDS: usize = 4;
/// A number has at least so many digits.
const FEWEST_DIGITS: usize = 7;
/// After these words comes an order or an account, which may be a valid number by chance.
const IDS: &str = "order invoice bill otp code pin ref reference id utr txn transaction tracking ticket booking pnr \
    acct account card serial sku case claim gst tax ssn policy routing fedex application docket roll \
    quantity complaint challan engine loan pedido factura fatura folio código protocolo bestellung \
    rechnung auftrag auftragsnr sendung commande colis dossier client contrat ordine fattura pratica \
    cvr pesanan resi rekening hàng sipariş kargo zamówienie заказ счет инн трек накладная \
    الطلب הזמנה 注文番号 订单";
/// These may stand between such a word and its digits.
const NUMBER: [&str; 6] = ["no", "nr", "n", "num", "number", "numero"];

/// The text with what is found in it, for customers and accounts with these calling codes; the first
/// few of them count.
#[must_use]
pub fn read<'c>(text: &CustomerText, codes: impl IntoIterator<Item = &'c str>) -> Reading {
    let reading = text.reading().clone();
    if reading.by_masked {
        return reading;
    }
    let mut runs = runs(text.raw_for_storage());
    runs.retain(|run| !is_date_or_amount(run));
    if runs.is_empty() {
        return reading;
    }
    let region = |code: &str| PHONE_NUMBER_UTIL.get_region_for_country_code(code.parse().ok()?);
    let mut regions: Vec<_> = codes.into_iter().filter_map(region).take(3).collect();
    regions.dedup();
    let fewest = regions.iter().filter_map(|region| shortest(*region)).min();
    let fewest = fewest.unwrap_or(FEWEST_DIGITS);
    if runs.iter().all(|run| run.digits.len() < fewest && !run.before.contains(is_plus)) {
        return reading;
    }
    Reading { found: find(text.raw_for_storage(), &regions), ..reading }
}

/// How many digits the shortest number of a region has, without what is dialled before it.
fn shortest(region: Region) -> Option<usize> {
    let country_code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
    let is_whole = |digits: &usize| {
        let national_number = 10_u64.pow(u32::try_from(*digits).unwrap_or_default() - 1);
        let number = PhoneNumber { country_code, national_number, ..PhoneNumber::default() };
        matches!(number.is_possible_with_reason(), Ok(NumberLengthType::IsPossible))
    };
    (FEWEST_DIGITS..=15).find(is_whole)
}

/// The stretches of the text that are valid numbers in one of the regions.
fn find(text: &str, regions: &[Region]) -> Vec<Span> {
    // The library reads a plain text: what is invisible would part its digits.
    let mut plain = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices().filter(|(_, c)| !is_invisible(*c)) {
        let digit = value(c).map(|digit| char::from(b'0' + digit));
        let c = digit.unwrap_or(c);
        plain.push(c);
        places.resize(plain.len(), at);
    }
    places.push(text.len());
    let others = innocent(&plain);
    let fits = |start: usize, end: usize| {
        let digits = plain[start..end].bytes().filter(u8::is_ascii_digit).count();
        digits >= FEWEST_DIGITS
            && !is_id(&plain[..start])
            && !others.iter().any(|other| other.start < end && start < other.end)
    };
    let mut found: Vec<Span> = Vec::new();
    // Of two numbers with a slash between them the library finds one at a time.
    let mut rest = plain.clone();
    for _ in 0..MOST_ROUNDS {
        let spans = valid(&rest, regions);
        for span in &spans {
            rest.replace_range(span.clone(), &"x".repeat(span.len()));
        }
        found.extend(spans.iter().filter(|span| fits(span.start, span.end)).cloned());
        if spans.is_empty() {
            break;
        }
    }
    found.extend(with_own_code(&plain, regions).into_iter().filter(|it| fits(it.start, it.end)));
    found
        .into_iter()
        .filter_map(|span| Some(*places.get(span.start)?..*places.get(span.end)?))
        .collect()
}

fn valid(text: &str, regions: &[Region]) -> Vec<Span> {
    let matcher = PHONE_MATCHER_FACTORY
        .matcher_builder(text)
        .leniency(Leniency::Valid)
        .max_tries(MOST_TRIES)
        .regions(regions.iter().copied())
        .build();
    matcher.map(|found| without_extension(text, found.start..found.end())).collect()
}

/// The digits of what was found, without what stands around them. The library takes short digits
/// behind a comma or a word for an extension. What stands there may be the next number as well, and
/// is looked at by itself.
fn without_extension(text: &str, span: Span) -> Span {
    let is_sign = |c: char| value(c).is_none();
    let found = text[span.clone()].trim_start_matches(is_sign);
    let start = span.end - found.len();
    let number = found.find(|c: char| c.is_alphabetic() || ",;~#".contains(c));
    let number = number.map_or(found, |end| &found[..end]);
    start..start + number.trim_end_matches(is_sign).len()
}

/// Numbers with a calling code of one of the regions and nothing before it.
fn with_own_code(text: &str, regions: &[Region]) -> Vec<Span> {
    let code_of = |region: &Region| PHONE_NUMBER_UTIL.get_country_code_for_region(*region);
    let codes: Vec<_> = regions.iter().filter_map(code_of).map(|code| code.to_string()).collect();
    let is_valid = |digits: &str| {
        codes.iter().any(|code| digits.starts_with(code.as_str()))
            && digits.len() > 10
            && PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).is_ok_and(|it| it.is_valid())
    };
    let whole =
        |run: &Run| run.groups.first().filter(|_| run.groups.len() == 1).map(|it| it.span.clone());
    runs(text)
        .iter()
        .filter_map(whole)
        .filter(|span| text.get(span.clone()).is_some_and(is_valid))
        .collect()
}

/// Dates, amounts with a currency and IBANs.
fn innocent(text: &str) -> Vec<Span> {
    let is_iban = |run: &Run| {
        let country = run.before.chars().rev().take(2).filter(char::is_ascii_uppercase).count();
        let check = run.groups.first().is_some_and(|group| group.digits.len() == 2);
        country == 2 && check && run.digits.len() >= 14
    };
    let runs = runs(text).into_iter().filter(|run| is_date_or_amount(run) || is_iban(run));
    runs.map(|run| run.span_of(0..run.groups.len())).collect()
}

/// Whether what stands before says that an order or an account follows.
fn is_id(before: &str) -> bool {
    let before = before.trim_end();
    let is_address =
        before.strip_suffix('/').is_some_and(|path| path.ends_with(char::is_alphabetic));
    if is_address || before.ends_with(['#', '№', '=']) {
        return true;
    }
    let mut words = before.split(|c: char| !c.is_alphanumeric()).rev().map(str::to_lowercase);
    let word = words.find(|word| !word.is_empty() && !NUMBER.contains(&word.as_str()));
    word.is_some_and(|word| IDS.split_whitespace().any(|id| id == word))
}
