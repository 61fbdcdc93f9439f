//! The words around a run of digits that tell an order from a telephone, in the languages that
//! customers write. Used only where the digits alone could be either; never for an own number.

use super::stream::is_blank;

/// What the words before say of the digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Hint {
    /// A telephone, a message, a person to call.
    Phone,
    /// An order, a bill, a code, an account.
    Id,
    /// Money or a measure.
    Amount,
    /// Nothing either way.
    None,
}

/// How many words before the digits may speak of them.
const REACH: usize = 4;
/// How far back a sentence is looked at.
const SENTENCE_BYTES: usize = 120;

/// Words of five letters and more are beginnings of words, shorter ones are whole words.
static PHONE: Words<{ count(PHONE_WORDS) }> = Words::new(PHONE_WORDS);
const PHONE_WORDS: &str = "phone telephone telefon teléfono telefono téléphone telp telpon tel tlf tfno mobile mobil \
    mob cell celular cel cellulare handy handynummer portable móvil movil gsm hp nohp call \
    calling ring text sms whatsapp whatsap watsapp wa wapp zap zapzap wsp wpp contact contacto \
    contato kontakt kontak contatto reach dial llama llame llamar liga ligue ligar chiama \
    chiamami appelez appelle anrufen ruf fax ara hubungi телефон тел звоните позвоните моб \
    ватсап вотсап фон هاتف جوال موبايل واتساب טלפון נייד फोन मोबाइल फ़ोन";

static ID: Words<{ count(ID_WORDS) }> = Words::new(ID_WORDS);
const ID_WORDS: &str = "order orders invoice inv bill billing otp code pin pincode passcode ref reference id utr rrn \
    txn transaction tracking awb shipment parcel consignment ticket booking pnr account acct acc \
    a/c card serial imei sku isbn ean upc barcode batch policy claim case aadhaar aadhar pan gst \
    gstin vat tax iban ssn passport licence license pedido orden factura fatura código codigo \
    rastreio rastreo guía guia cuenta conta cpf cnpj rfc curp dni nif protocolo cuit cbu boleto \
    nfe bestellung bestellnummer rechnung kundennummer sendung auftrag konto iln commande \
    facture colis suivi siret siren compte dossier ordine fattura spedizione conto pratica \
    pesanan resi rekening kode nik npwp sipariş kargo fiş tckn заказ счет счёт инн трек накладн \
    طلب فاتورة رمز الطلب הזמנה משלוח \
    ऑर्डर बिल खाता كود شحنة حساب रसीद customer meter consumer model version build room timestamp \
    epoch hash sum seri receipt reçu recibo vergi token zamówien challan docket contrat contract \
    contratto vertrag договор loan waybill zamowien folio iva hàng engine chassis nin bvn \
    factuur pesel cvr nip kvk siren org regon matrikel roll rollno quantity quantité cantidad quantidade complaint client cliente \
    kunde klant müşteri pelanggan клиент nis nss auftrag";

/// Who follows these is a person: `send the bill to …`.
static TOWARDS: Words<{ count(TOWARDS_WORDS) }> = Words::new(TOWARDS_WORDS);
const TOWARDS_WORDS: &str = "to from with via at para con com avec au an bei di ke";

/// Scripts written without spaces: searched for in what stands right before.
const ID_UNSPACED: &str = "注文番号 注文 伝票番号 追跡番号 お問い合わせ番号 会員番号 订单 訂單 单号 快递 口座番号 หมายเลขคำสั่งซื้อ";
const PHONE_UNSPACED: &str = "電話 携帯 电话 手机 手機 微信 โทร 連絡先";

static MONEY: Words<{ count(MONEY_WORDS) }> = Words::new(MONEY_WORDS);
const MONEY_WORDS: &str = "rs inr rupees rupee usd eur gbp euro euros dollars brl mxn ars zar aed sar egp ngn idr rp \
    rupiah try tl jpy yen 円 rub руб рублей р dh dhs dirhams riyal ريال درهم جنيه naira reais \
    pesos dólares lakh lakhs crore ils שח";

static MEASURE: Words<{ count(MEASURE_WORDS) }> = Words::new(MEASURE_WORDS);
const MEASURE_WORDS: &str = "kg kgs g gm mg km m cm mm ml l ltr pcs pc units unit pieces points views followers people \
    items mb gb kb bytes kwh miles steps ms sec seconds hz px sqft qty unidades stück";

/// What the words before the digits say, the nearest first, back to the end of a sentence.
pub(super) fn before(text: &str, start: usize) -> Hint {
    let line = sentence(text[..start].trim_end_matches(['.', ' ', ':']));
    let near: String = line.chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
    if PHONE_UNSPACED.split(' ').any(|word| near.contains(word)) {
        return Hint::Phone;
    }
    if ID_UNSPACED.split(' ').any(|word| near.contains(word)) {
        return Hint::Id;
    }
    let words = line
        .split(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .rev()
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase);
    for (at, word) in words.take(REACH).enumerate() {
        if at == 0 && MONEY.has(&word) {
            return Hint::Amount;
        }
        if word.chars().any(char::is_numeric) {
            return Hint::None; // those words spoke of other digits
        }
        if TOWARDS.has(&word) {
            return Hint::None;
        }
        if PHONE.has(&word) {
            return Hint::Phone;
        }
        if ID.has(&word) {
            return Hint::Id;
        }
    }
    Hint::None
}

/// Whether money or a measure stands right after.
pub(super) fn is_amount_after(text: &str, end: usize) -> bool {
    let after = text[end..].trim_start_matches(is_blank);
    let word: String = after.chars().take_while(|c| c.is_alphabetic()).collect();
    let word = word.to_lowercase();
    MONEY.has(&word)
        || MEASURE.has(&word)
        || after.starts_with("/-")
        || after.starts_with(is_money_sign)
}

/// The sign of a currency.
pub(super) fn is_money_sign(c: char) -> bool {
    matches!(c, '$' | '\u{A2}'..='\u{A5}' | '\u{58F}' | '\u{60B}' | '\u{E3F}' | '\u{20A0}'..='\u{20C0}' | '\u{FDFC}' | '\u{FF04}' | '\u{FFE1}' | '\u{FFE5}')
}

fn is_mark(c: char) -> bool {
    // Vowel signs and accents that stand as characters of their own are parts of words.
    matches!(u32::from(c), 0x300..=0x36F | 0x900..=0x903 | 0x93A..=0x94F | 0x64B..=0x65F)
}

/// A list of words that is asked for every word before a number, on every page: sorted, when the
/// program is built, by their first bytes.
struct Words<const COUNT: usize> {
    list: &'static str,
    /// Where each word begins and ends.
    places: [(usize, usize); COUNT],
}

impl<const COUNT: usize> Words<COUNT> {
    const fn new(list: &'static str) -> Self {
        let bytes = list.as_bytes();
        let mut places = [(0, 0); COUNT];
        let (mut found, mut from) = (0, 0);
        while from < bytes.len() {
            let mut end = from;
            while end < bytes.len() && bytes[end] != b' ' {
                end += 1;
            }
            if end > from {
                let mut at = found;
                while at > 0 && bytes[places[at - 1].0] > bytes[from] {
                    places[at] = places[at - 1];
                    at -= 1;
                }
                places[at] = (from, end);
                found += 1;
            }
            from = end + 1;
        }
        Self { list, places }
    }

    /// Whether the word, in small letters, is in the list.
    fn has(&self, word: &str) -> bool {
        let Some(first) = word.as_bytes().first() else { return false };
        let begins = |place: &(usize, usize)| self.list.as_bytes()[place.0];
        let from = self.places.partition_point(|place| begins(place) < *first);
        let alike = self.places[from..].iter().take_while(|place| begins(place) == *first);
        alike.map(|(from, end)| &self.list[*from..*end]).any(|known| {
            word.starts_with(known) && (known.len() == word.len() || known.chars().count() >= 5)
        })
    }
}

const fn count(list: &str) -> usize {
    let bytes = list.as_bytes();
    let (mut count, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] != b' ' && (at == 0 || bytes[at - 1] == b' ') {
            count += 1;
        }
        at += 1;
    }
    count
}

/// What of the text belongs to the same sentence as its end. A dot ends one only after a longer
/// word, so that `no.` and `Tel.` don't.
fn sentence(before: &str) -> &str {
    // No sentence that is read here is longer, and a long text asks at each of its numbers.
    let far = before.floor_char_boundary(before.len().saturating_sub(SENTENCE_BYTES));
    let before = &before[far..];
    let mut from = 0;
    let mut letters = 0;
    for (at, c) in before.char_indices() {
        let ends = match c {
            '\n' | '!' | '?' | ';' | '。' | '؟' | '|' | ',' | '،' => true,
            '.' => letters > 4 || letters == 0,
            _ => false,
        };
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        if ends {
            from = at + c.len_utf8();
        }
    }
    &before[from..]
}
