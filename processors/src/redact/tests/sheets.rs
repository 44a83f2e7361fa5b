//! Forms and lists of labels and values as they are printed, copied from pages, or read from a document of HTML; labels
//! of more languages.

use super::{becomes, stay};

#[test]
fn labels_and_values_parted_by_blanks_dots_or_dashes() {
    becomes(&[
        (
            "Customer form\nName                Nora Lindqvist\nHome address        12 High Street, Leeds\nPhone               0113 496 0123\nPassword            Tulip1984!\n",
            "Customer form\nName                [PERSON]\nHome address        [ADDRESS]\nPhone               [PHONE]\nPassword            [SECRET]\n",
        ),
        (
            "Nachname ........ Vogel\nKennzeichen ..... B-MW 1234\nPasswort ........ Tulpe1984!\n",
            "Nachname ........ [PERSON]\nKennzeichen ..... [LICENSE_PLATE]\nPasswort ........ [SECRET]\n",
        ),
        (
            "* Nom – Élodie Martin\n* Téléphone – 01 23 45 67 89\n* Date de naissance – 12/04/1970\n* Mot de passe – Tulipe1984!",
            "* Nom – [PERSON]\n* Téléphone – [PHONE]\n* Date de naissance – [DATE_OF_BIRTH]\n* Mot de passe – [SECRET]",
        ),
        (
            "Имя и фамилия\nНора Линд\n\nТелефон\n8 (916) 123-45-67\n\nПароль\nТюльпан1984!",
            "Имя и фамилия\n[PERSON]\n\nТелефон\n[PHONE]\n\nПароль\n[SECRET]",
        ),
        (
            "Name,Nora Lindqvist\nPhone,0113 496 0123\nPassword,Tulip1984!\n",
            "Name,[PERSON]\nPhone,[PHONE]\nPassword,[SECRET]\n",
        ),
        (
            "Name: Nora Lindqvist, Address: 12 High Street Leeds, Email: nora@corp.net",
            "Name: [PERSON], Address: [ADDRESS], Email: [EMAIL]",
        ),
    ]);
}

#[test]
fn lists_of_things() {
    stay(&[
        "Order number        7374335477\nQuantity            12\nModel               RTX 4090\nDelivery date       2026-03-01\n",
        "Product,Office Desk\nPrice,176.95 EUR\nInvoice no.,INV-2026-84770\nTracking number,1ZB120B746CE8DAFA2\nVersion,18.19.7\n",
        "Model              iPhone 15\nCommit             104f4c7c1dc72d9288ec7df14b71e04ccd64cc98\nInvoice no.        INV-2026-43208\n",
        "Password ......... password of the database, default 1\nToken ............ see chapter 12\n",
        "Name\nAddress\nPhone\nEmail\nPassword\n",
        "User        who asks\nPassword    8 characters or more\nAddress     where the server listens, 10 at most\n",
        "Phone - the number of a phone\nAddress - see Section 4\nName - Full Name\n",
        "<dl><dt>Order number</dt><dd>8672653562</dd></dl>",
        "<form><label>Order number</label><input type=\"text\" value=\"8672653562\"></form>",
        "<form><label>Name</label><input type=\"text\" value=\"Office Desk\"></form>",
        "| Поле | Значение |\n|---|---|\n| Номер счёта-фактуры | INV-2026-67013 |\n| Статус | OK |\n",
        "| 密码 | 规则 |\n|---|---|\n| 8位以上 | 必填 |\n",
    ]);
}

#[test]
fn fields_of_pages_by_their_labels() {
    becomes(&[
        (
            "<form><div><label for=\"f0\">Patient name</label><input id=\"f0\" type=\"text\" value=\"Molly Alvarez\"></div>\n<div><label for=\"f1\">Billing address</label><input id=\"f1\" value=\"12 High Street, Leeds\"></div></form>",
            "<form><div><label for=\"f0\">Patient name</label><input id=\"f0\" type=\"text\" value=\"[PERSON]\"></div>\n<div><label for=\"f1\">Billing address</label><input id=\"f1\" value=\"[ADDRESS]\"></div></form>",
        ),
        (
            "<p><label>Kennwort</label> <input type=\"text\" value=\"Tulpe1984!\"></p><p><label>Geburtsdatum</label><input value=\"12.04.1970\"></p>",
            "<p><label>Kennwort</label> <input type=\"text\" value=\"[SECRET]\"></p><p><label>Geburtsdatum</label><input value=\"[DATE_OF_BIRTH]\"></p>",
        ),
    ]);
}

#[test]
fn labels_of_more_languages() {
    becomes(&[
        (
            "نام و نام خانوادگی: نیما رضایی\nتاریخ تولد: 1973-10-13",
            "نام و نام خانوادگی: [PERSON]\nتاریخ تولد: [DATE_OF_BIRTH]",
        ),
        ("شماره گذرنامه: Y08250933", "شماره گذرنامه: [PASSPORT]"),
        ("شماره کارت: 6393460753806957", "شماره کارت: [CARD]"),
        ("Vehicle registration: FYK 266", "Vehicle registration: [LICENSE_PLATE]"),
        ("Biển số xe: 76A-61311", "Biển số xe: [LICENSE_PLATE]"),
        ("Registrační značka: 39X 8091", "Registrační značka: [LICENSE_PLATE]"),
        ("车牌: 津C-55347", "车牌: [LICENSE_PLATE]"),
        ("Číslo pojištěnce: 3809761927", "Číslo pojištěnce: [HEALTH_INSURANCE_ID]"),
        ("Sigorta numarası: A842651765", "Sigorta numarası: [HEALTH_INSURANCE_ID]"),
        ("病历号: 8455824462", "病历号: [MEDICAL_RECORD_NUMBER]"),
        ("Bostadsadress: Storgatan 12, 111 22 Stockholm", "Bostadsadress: [ADDRESS]"),
        ("{\"Bydlisko\": \"Hlavná 12, Košice\"}", "{\"Bydlisko\": \"[ADDRESS]\"}"),
        (
            "{\"患者姓名\": \"王淑兰\", \"klient\": \"Kacper Rutowicz\"}",
            "{\"患者姓名\": \"[PERSON]\", \"klient\": \"[PERSON]\"}",
        ),
        // Of letters of several bytes a label holds as many.
        (
            "Ονοματεπώνυμο;Ηλεκτρονικό ταχυδρομείο;Αριθμός κυκλοφορίας\nΆρης Παπαδάκης;a@corp.gr;KXB 4298\n",
            "Ονοματεπώνυμο;Ηλεκτρονικό ταχυδρομείο;Αριθμός κυκλοφορίας\n[PERSON];[EMAIL];[LICENSE_PLATE]\n",
        ),
    ]);
    stay(&[
        "Vehicle: 266 km\nregistration: 2026-03-01",
        "Regular: FYK 266",
        "Cím: 12",
        "SKU: FYK 266",
        "شماره سفارش: 739346075",
    ]);
}
