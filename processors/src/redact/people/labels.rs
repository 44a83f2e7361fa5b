//! Words of the fields of forms: names, addresses, and what only looks like them.

/// Field words of names, words put together; the last stands directly before the colon.
pub(super) const PERSONS: &[&str] = &[
    "fullname",
    "firstname",
    "lastname",
    "maidenname",
    "surname",
    "givenname",
    "givennames",
    "forenames",
    "familyname",
    "middlename",
    "forename",
    "patient",
    "patientname",
    "customername",
    "clientname",
    "employeename",
    "applicant",
    "applicantname",
    "cardholder",
    "cardholdername",
    "accountholder",
    "contactperson",
    "beneficiary",
    "recipient",
    "nameoncard",
    "username_full",
    "nachname",
    "vorname",
    "nom",
    "prénom",
    "apellido",
    "apellidos",
    "nombrecompleto",
    "cognome",
    "voornaam",
    "achternaam",
    "nazwisko",
    "förnamn",
    "efternamn",
    "imię",
    "фио",
    "имя",
    "фамилия",
    "guestname",
    "passenger",
    "passengername",
    "studentname",
    "membername",
    "holder",
    "legalname",
    "nextofkin",
    "emergencycontact",
    "employee",
    "payee",
    "policyholder",
    "claimant",
    "insured",
    "spouse",
    "guardian",
    "kontoinhaber",
    "patientin",
    "versicherter",
    "nomcomplet",
    "nomecompleto",
    "paciente",
    "titolare",
    "paziente",
    "pacjent",
    "jméno",
    "příjmení",
    "soyadı",
    "adısoyadı",
    "adsoyad",
    "hasta",
    "пациент",
    "отчество",
    "ονοματεπώνυμο",
    "payeename",
    "beneficiaryname",
    "remitter",
    "remittername",
    "recipientname",
    "insuredname",
    "claimantname",
    "drivername",
    "ptname",
    "emergencycontactname",
    "nextofkinname",
    "hastaadı",
    "yolcuadı",
    "pacjentka",
    "nomdupatient",
    "nombredelpaciente",
    "nomedopaciente",
    "nomedelpaziente",
    "guardianname",
    "spousename",
    "payername",
    "dependentname",
    "dependentsname",
    "kontoinhaberin",
    "titulaireducompte",
    "intestatariodelconto",
    "titulardaconta",
    "vollständigername",
    "fuldenavn",
    "fulltnavn",
    "fornavn",
    "etternavn",
    "efternavn",
    "fullständigtnamn",
    "kokonimi",
    "etunimi",
    "sukunimi",
    "volledigenaam",
    "rekeninghouder",
    "sobrenome",
    "teljesnév",
    "numecomplet",
    "prenume",
    "namalengkap",
    "прізвище",
    "піб",
    "επώνυμο",
    "họvàtên",
    "họtên",
    "imeiprezime",
    "prezime",
    "priimek",
    "imeinpriimek",
    "menoapriezvisko",
    "priezvisko",
    "имеифамилия",
    "презиме",
    "betegneve",
    "tênbệnhnhân",
    "patiënt",
    "pacient",
    "pacientka",
    "pacijent",
    "potilas",
    "pasien",
    "пацієнт",
    "ασθενής",
    "bệnhnhân",
];

/// Field words of people by what they do, words put together: behind them two words or more that end the field are a
/// name.
#[rustfmt::skip]
pub(super) const ROLES: &[&str] = &[
    "adjuster", "victim", "complainant", "casemanager", "petitioner", "respondent", "signature", "counselor",
    "customer", "client", "owner", "contact", "primarycontact", "reporter", "supervisor",
    "nurse", "therapist", "teacher", "attorney", "lawyer", "consignee", "homeowner", "donor", "witness", "plaintiff", "defendant", "husband", "wife",
    "mother", "father", "daughter", "brother", "sister", "organizer", "organiser", "participant", "interviewer", "requester", "requestor", "assignee", "caller", "callername", "student", "borrower", "lessee", "landlord", "buyer",
    "seller", "candidate", "attendee", "signatory", "doctor", "physician", "preparedby", "submittedby",
    "requestedby", "reportedby", "openedby", "approvedby", "signedby", "reviewedby", "assignedto", "guest", "emergencycontact", "nextofkin",
    "hiringmanager", "linemanager", "attending", "attendingphysician", "referringphysician", "referringdoctor", "legalguardian",
    "familydoctor", "guarantor", "trustee", "cosigner", "caregiver", "shipper", "payer", "powerofattorney", "dependent", "dependents", "caseworker", "socialworker", "contactname", "accountowner", "raisedby",
    "kunde", "kundin", "kundenname", "namedeskunden", "namederkundin", "patientname", "mitarbeiter", "mitarbeiterin", "antragsteller", "antragstellerin",
    "bewerber", "bewerberin", "mieter", "mieterin", "vermieter", "begünstigter", "fahrgast", "gast", "schüler", "schülerin", "anrufer", "anruferin",
    "ansprechpartner", "ansprechpartnerin", "karteninhaber", "empfänger", "absender", "versicherungsnehmer", "ehepartner", "notfallkontakt",
    "teilnehmer", "teilnehmerin", "unterzeichner", "käufer", "verkäufer", "inhaber", "arzt", "ärztin",
    "cliente", "nombredelcliente", "nomedelcliente", "nomedocliente", "empleado", "empleada", "solicitante", "beneficiario", "beneficiaria",
    "inquilino", "pasajero", "alumno", "alumna", "titular", "destinatario", "destinatário", "remitente", "remetente", "comprador", "vendedor", "propietario",
    "candidato", "dipendente", "intestatario", "mittente", "passeggero", "funcionário", "passageiro",
    "nomduclient", "employé", "employée", "locataire", "bénéficiaire", "passager", "élève", "titulaire", "destinataire", "expéditeur",
    "assuré", "assurée", "conjoint", "conjointe", "acheteur", "vendeur", "propriétaire", "demandeur", "médecin",
    "klant", "klantnaam", "medewerker", "huurder", "verhuurder", "aanvrager", "kund", "kundnamn", "asiakas", "asiakkaannimi", "klient", "klientka",
    "zleceniodawca", "pracownik", "zákazník", "ügyfél", "müşteri", "müşteriadı", "pelanggan", "kháchhàng", "клиент", "заказчик", "сотрудник", "покупатель", "contactpersoon", "nominativo",
    "получатель", "отправитель", "замовник", "клієнт", "πελάτης", "kupac",
    "tenant", "zahlungsempfänger", "verhuurster", "begunstigde", "arrendador", "arrendadora", "arrendatario", "arrendataria", "inquilina", "bailleur",
    "locatário", "locatária", "locador", "locadora", "favorecido", "conduttore", "conduttrice", "locatore", "locatrice", "najemca", "wynajmujący",
    "odbiorca", "nadawca", "nájemce", "pronajímatel", "příjemce", "odesílatel", "hyresgäst", "hyresvärd", "mottagare", "avsändare", "kiracı",
    "kirayaveren", "alıcı", "gönderen", "арендатор", "арендодатель", "составил", "составила", "подпись", "орендар", "орендодавець", "отримувач",
    "відправник", "підпис", "склав", "склала", "attn", "chair", "chairperson", "chairman", "chairwoman", "sender", "sendername", "receiver", "receivername", "ownername", "holdername", "pupil", "preparer", "minutestakenby", "nurseincharge", "receivedby", "witnessedby", "notarizedby",
    "orderingphysician", "preparedfor", "bearbeitetvon", "erstelltvon", "unterzeichnetvon", "zugestelltan", "rédigépar", "signépar", "elaboradopor",
    "firmadopor", "assinadopor", "redattoda", "firmatoda", "opgestelddoor", "ondertekenddoor", "sporządził", "sporządziła", "podpisanoprzez",
    "vypracoval", "vypracovala", "podepsal", "podepsala", "upprättadav", "undertecknatav", "hazırlayan", "imzalayan",
    "contactodeemergencia", "contatodeemergência", "contattodiemergenza", "arbeitnehmer", "arbeitnehmerin", "erziehungsberechtigte", "erziehungsberechtigter", "zeuge", "zeugin", "salarié", "salariée", "témoin",
    "asegurado", "asegurada", "trabajador", "trabajadora", "estudiante", "apoderado", "apoderada", "testigo", "assistito", "assistita", "lavoratore",
    "lavoratrice", "testimone", "assicurato", "assicurata", "utente", "trabalhador", "trabalhadora", "segurado", "segurada", "testemunha",
    "verzekerde", "werknemer", "getuige", "świadek", "ubezpieczony", "uczeń", "uczennica", "sigortalı", "öğrenci", "çalışan", "vittne", "elev", "svědek",
    "pojištěný", "потерпевший", "свидетель", "заявитель", "пассажир", "водитель", "свідок", "заявник", "driver", "keeper", "registeredkeeper", "halter", "halterin", "fahrer", "fahrerin", "deceased", "solicitor", "coapplicant", "coborrower", "nok", "taxpayer",
];

/// Field words of several people, whose names stand behind each other.
pub(super) const LISTS: &[&str] = &[
    "attendees", "participants", "invitees", "guests", "passengers", "travelers", "travellers", "teilnehmer",
    "apologies", "inattendance", "present", "reviewers", "witnesses", "watchers", "approvers", "signatories", "pupils",
];

/// Names of fields that things have as well: people's only beside other fields about a person.
pub(super) const ALSO_OF_THINGS: &[&str] = &[
    "name", "nombre", "nome", "naam", "namn", "navn", "nimi", "név", "nume", "nama", "meno", "ime", "customer",
    "client", "kunde", "cliente",
];

/// Field words of names and addresses in scripts without capitals, as ends of labels; those behind them are of
/// addresses.
pub(super) const UNCASED: (&[&str], &[&str]) = (
    &[
        "姓名",
        "氏名",
        "名前",
        "이름",
        "성명",
        "성함",
        "الاسم",
        "الاسم الكامل",
        "שם",
        "שם מלא",
        "ชื่อ",
        "นามสกุล",
        "ชื่อผู้ป่วย",
        "नाम",
        "患者名",
        "환자명",
        "고객명",
        "اسم المريض",
        "اسم العميل",
        "שם המטופל",
        "שם הלקוח",
        "نام",
        "نام خانوادگی",
        "借主",
        "貸主",
        "賃借人",
        "受取人",
        "承租人",
        "出租人",
        "收款人",
        "임차인",
        "임대인",
        "예금주",
        "보호자",
        "받는 분",
        "المستأجر",
        "المؤجر",
        "المستفيد",
        "收货人",
        "收件人",
        "联系人",
        "收貨人",
        "聯絡人",
        "緊急連絡先",
        "予約者",
        "契約者",
        "申込者",
        "被保険者",
        "患者",
        "申请人",
        "投保人",
        "被保险人",
        "乘客",
        "业主",
        "租客",
        "환자",
        "신청자",
        "예약자",
        "세입자",
        "المريض",
        "피보험자",
        "계약자",
        "रोगी",
        "मरीज",
        "ผู้ป่วย",
        "מטופל",
        "מבוטח",
        "받는 사람",
        "수령인",
        "किरायेदार",
        "मकान मालिक",
        "हस्ताक्षर",
    ],
    &[
        "住址",
        "地址",
        "住所",
        "주소",
        "배송지",
        "お届け先",
        "配送先",
        "送付先",
        "العنوان",
        "عنوان السكن",
        "כתובת",
        "כתובת מגורים",
        "ที่อยู่",
        "पता",
        "آدرس",
        "نشانی",
    ],
);

/// Whose `.name` is that of a person.
pub(in crate::redact) const WHO: &[&[u8]] = &[
    b"user", b"enduser", b"customer", b"patient", b"person", b"employee", b"client", b"contact", b"member", b"guest",
    b"passenger", b"applicant", b"student", b"holder", b"recipient", b"payee", b"payer", b"beneficiary", b"cardholder",
    b"insured", b"guardian", b"guarantor", b"kin", b"spouse", b"dependent", b"landlord", b"tenant", b"caregiver",
    b"consignee", b"remitter", b"trustee", b"cosigner", b"sender", b"shipper", b"borrower", b"claimant",
    b"policyholder", b"father", b"mother", b"husband", b"wife",
];

/// Parts of an address that are told by the fields beside them.
pub(super) const TOWNS: &[&str] =
    &["city", "town", "ort", "stadt", "wohnort", "ville", "ciudad", "città", "cidade", "miasto"];

/// Field words of addresses, beside [`ADDRESS`](super::words::ADDRESS).
#[rustfmt::skip]
pub(super) const ADDRESSES: &[&str] = &[
    "wohnhaft", "адресапроживання", "местожительства", "домашнийадрес", "indirizzodifatturazione", "endereçodecobrança",
    "thuisadres", "prebivališče", "domiciliul", "ikametadresi", "premises", "проживает",
];

/// Field words of streets: one word and a number are enough.
pub(super) const STREETS: &[&str] = &[
    "street", "strasse", "straße", "rue", "calle", "rua", "ulica", "ulice", "straat", "gata", "улица", "вулиця",
    "street1", "addressline1",
];

/// What stands before `adresse` and `anschrift` in the words for an address of a person.
pub(super) const WHOSE: &[&str] = &[
    "liefer", "rechnungs", "wohn", "post", "privat", "heim", "zustell", "melde", "haus", "kontakt", "versand",
    "absender", "empfänger", "kunden", "patienten", "heimat",
];

/// Words before `address` that make it one of a machine.
pub(super) const MACHINES: &[&[u8]] = &[
    b"mac", b"ip", b"email", b"mail", b"web", b"wallet", b"network", b"server", b"memory", b"hardware", b"contract",
    b"reuse", b"base", b"ipv", b"cluster", b"controller", b"bind", b"listen", b"advertise", b"param",
];

/// Names of fields as they stand for a value in a form or its translation, small letters: `firstName: "Vorname"`. None
/// is a name.
#[rustfmt::skip]
const CAPTIONS: &[&str] = &[
    "first name", "last name", "full name", "surname", "family name", "given name", "middle name", "vorname", "nachname", "familienname",
    "vollständiger name", "voller name", "nom", "nombre", "nome", "naam", "navn", "namn", "nimi", "nume", "prénom", "nom de famille", "nom complet", "nombre completo", "apellido", "apellidos", "cognome",
    "nome completo", "sobrenome", "último nome", "primeiro nome", "voornaam", "achternaam", "volledige naam", "förnamn", "efternamn",
    "fornavn", "etternavn", "efternavn", "fornafn", "eftirnafn", "etunimi", "sukunimi", "imię", "nazwisko", "jméno", "příjmení",
    "priezvisko", "priimek", "prezime", "keresztnév", "vezetéknév", "teljes név", "prenume", "nume de familie", "vardas", "pavardė", "vārds", "uzvārds",
    "eesnimi", "perekonnanimi", "emri", "mbiemri", "mbiemër", "soyad", "soyadı", "ad soyad", "adı soyadı", "nama depan", "nama belakang",
    "όνομα", "επώνυμο", "имя", "фамилия", "отчество", "полное имя", "имя и фамилия", "імя", "прозвішча", "ім’я", "ім'я", "прізвище", "име",
    "собствено име", "фамилно име", "презиме", "презиме", "нэр", "овог", "аты", "тегі", "姓", "名", "姓氏", "名字", "姓名", "氏名", "全名", "名前", "이름",
    "성명", "الاسم", "الاسم الأول", "اسم العائلة", "שם פרטי", "שם משפחה", "שם מלא", "ชื่อ", "นามสกุล", "पहला नाम", "अंतिम नाम", "tên", "họ và tên",
    "text field", "input field", "text box",
];

/// Words of forms, and those of them behind which no name or address is left: `Please enter a valid address`.
#[rustfmt::skip]
const OF_FORMS: &[&str] = &[
    "a", "an", "and", "apartment", "apt", "billing", "change", "city", "code", "confirm", "country", "customer", "delivery", "email", "family", "field", "first", "forgot", "full",
    "given", "here", "home", "house", "in", "is", "last", "line", "mailing", "middle", "must", "new", "number", "of", "or", "phone", "postal", "province",
    "region", "shipping", "state", "street", "suite", "the", "town", "type", "unit", "user", "work", "zip",
];
#[rustfmt::skip]
const ABOUT_FIELDS: &[&str] = &[
    "address", "addresses", "enter", "firstname", "incorrect", "invalid", "lastname", "missing", "name", "optional", "please", "required", "select",
    "surname", "valid", "your",
];

/// Whether a text is the name of a field of names or addresses, or asks for one: `Address line 1`,
/// `Enter your first name`.
pub(super) fn caption(text: &[u8]) -> bool {
    let text = text.strip_suffix(b":").or_else(|| text.strip_suffix(b"*")).unwrap_or(text).trim_ascii();
    text.len() <= 48
        && (asks(text) || std::str::from_utf8(text).is_ok_and(|t| CAPTIONS.contains(&t.to_lowercase().as_str())))
}

/// Whether all words are those of forms, and one says so. Figures only number a line.
fn asks(text: &[u8]) -> bool {
    let (mut about, mut lined) = (false, false);
    let is = |list: &[&str], word: &[u8]| list.iter().any(|w| word.eq_ignore_ascii_case(w.as_bytes()));
    for word in
        text.split(|b| matches!(b, b' ' | b',' | b'(' | b')' | b'.' | b'/' | b'?' | b'!')).filter(|w| !w.is_empty())
    {
        let number = lined && matches!(word, [b'1'..=b'3']);
        if !number && !is(OF_FORMS, word) && !is(ABOUT_FIELDS, word) {
            return false;
        }
        about |= number || is(ABOUT_FIELDS, word);
        lined = word.eq_ignore_ascii_case(b"line") || word.eq_ignore_ascii_case(b"address");
    }
    about
}
