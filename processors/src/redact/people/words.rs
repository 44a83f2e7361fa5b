//! Words of keys that tell a person, an address, or a thing that has a name or an address too.

/// Words that name a person when they stand before `name`, and whose objects have a `name` that is one.
pub(super) const PERSONS: &[&str] = &{
    let mut all = [""; PEOPLE.len() + ALSO_OTHERS.len()];
    let mut i = 0;
    while i < all.len() {
        all[i] = if i < PEOPLE.len() { PEOPLE[i] } else { ALSO_OTHERS[i - PEOPLE.len()] };
        i += 1;
    }
    all
};

/// Those of [`PERSONS`] that are also called otherwise: programs, parts of a machine, ends of a line.
const ALSO_OTHERS: &[&str] = &[
    "user", "users", "enduser", "customers", "patients", "employees", "person", "persons", "people", "contacts",
    "author", "authors", "owner", "member", "members", "students", "father", "mother", "child", "parent", "driver",
    "subscriber", "buyer", "seller", "invitee", "lead", "clientes", "usuario", "utilisateur", "benutzer", "billing",
    "shipping", "emergencycontact", "legal", "real", "relative", "recipients", "travelers", "travellers", "dependent",
    "dependents", "shipper", "kin",
];

/// Those of [`PERSONS`] that are hardly anything else: under such a key two capitalised words are a name.
pub(super) const PEOPLE: &[&str] = &[
    "customer", "patient", "employee", "holder", "cardholder", "accountholder", "passenger", "applicant",
    "beneficiary", "spouse", "guardian", "guarantor", "insured", "claimant", "payee", "payer", "recipient", "sender",
    "witness", "tenant", "borrower", "student", "doctor", "physician", "nominee", "kunde", "paciente", "cliente",
    "traveler", "traveller", "requester", "requestor", "reporter", "assignee", "assignedto", "adjuster", "approver",
    "manager", "reportsto", "supervisor", "witnesses", "attendee", "caller", "candidate", "landlord", "lessee",
    "signatory", "klant", "kunden", "contact", "client", "participant", "attendees", "participants", "passengers",
    "applicants", "candidates", "invitees", "guest", "guests", "organizer", "organiser", "interviewer", "interviewee",
    "caregiver", "signer", "signers", "remitter", "consignee", "trustee", "cosigner", "cotenant", "policyholder",
    "patientin", "patiënt", "paziente", "pacjent", "pacient", "pacijent", "potilas", "pasien", "пациент", "пацієнт",
    "ασθενής", "bệnhnhân", "ansprechpartner", "contactpersoon", "titulaire", "titular", "titolare", "intestatario",
    "nominativo", "fio", "conjoint", "conjointe", "referente", "anhörig", "отримувач", "получатель", "locataire",
    "inquilino", "mieter", "huurder", "collaborators", "reviewers", "approvers", "assignees", "shareholders",
    "signatories", "beneficiaries", "landlords", "ubo", "ubos", "klient", "zákazník", "kund", "asiakas", "müşteri",
    "ügyfél", "pelanggan", "kupac", "клиент", "клієнт", "πελάτης", "kháchhàng",
];

/// Names by themselves, words put together.
pub(super) const NAMES: &[&str] = &[
    "fullname",
    "firstname",
    "lastname",
    "surname",
    "givenname",
    "familyname",
    "middlename",
    "maidenname",
    "forename",
    "birthname",
    "cardholder",
    "cardholdername",
    "accountholder",
    "nameoncard",
    "vorname",
    "nachname",
    "familienname",
    "geburtsname",
    "prenom",
    "prénom",
    "nomdefamille",
    "nomcomplet",
    "apellido",
    "apellidos",
    "nombrecompleto",
    "cognome",
    "nomecompleto",
    "sobrenome",
    "voornaam",
    "achternaam",
    "imię",
    "nazwisko",
    "imie",
    "förnamn",
    "efternamn",
    "fornavn",
    "etternavn",
    "efternavn",
    "etunimi",
    "sukunimi",
    "jméno",
    "příjmení",
    "soyad",
    "soyadı",
    "adsoyad",
    "имя",
    "фамилия",
    "отчество",
    "фио",
    "прізвище",
    "піб",
    "vollständigername",
    "kontoinhaber",
    "kontoinhaberin",
    "titulaireducompte",
    "titulardaconta",
    "intestatario",
    "fuldenavn",
    "fulltnavn",
    "fullständigtnamn",
    "kokonimi",
    "volledigenaam",
    "rekeninghouder",
    "teljesnév",
    "numecomplet",
    "prenume",
    "namalengkap",
    "姓名",
    "全名",
    "客户姓名",
    "收件人姓名",
    "氏名",
    "お名前",
    "名前",
    "이름",
    "성명",
    "성함",
    "όνομα",
    "επώνυμο",
    "ονοματεπώνυμο",
    "ім'я",
    "прізвище",
    "піб",
    "имяифамилия",
    "фамилияимя",
    "полноеимя",
    "пълноиме",
    "الاسم",
    "الاسمالكامل",
    "اسمالعميل",
    "שם",
    "שםמלא",
    "שםפרטי",
    "שםמשפחה",
    "नाम",
    "पूरानाम",
    "ชื่อ",
    "ชื่อสกุล",
    "นามสกุล",
    "họtên",
    "họvàtên",
    "imeiprezime",
    "prezime",
    "priimek",
    "menoapriezvisko",
    "priezvisko",
    "имеифамилия",
    "презиме",
    "имяпациента",
    "betegneve",
    "患者姓名",
    "病人姓名",
    "患者名",
    "환자명",
    "고객명",
    "اسمالمريض",
    "שםהמטופל",
    "שםהלקוח",
    "मरीजकानाम",
    "ชื่อผู้ป่วย",
    "نام",
    "نامخانوادگی",
    "mothersmaidenname",
    "givennames",
    "forenames",
    "jmeno",
    "prijmeni",
    "フリガナ",
    "ふりがな",
    "nomemae",
    "nomemãe",
    "nomedamãe",
    "annekizliksoyadi",
    "annekızlıksoyadı",
    "custname",
    "custnm",
    "예금주",
    "보호자",
];

/// Words for an address, as keys and as labels of fields, put together.
#[rustfmt::skip]
pub(super) const ADDRESS: &[&str] = &[
    "address", "streetaddress", "postaladdress", "homeaddress", "mailingaddress", "billingaddress", "shippingaddress",
    "deliveryaddress", "shipto", "deliverto", "billto", "residence", "adresse", "anschrift", "dirección", "direccion", "domicilio",
    "indirizzo", "endereço", "adres", "adress", "osoite", "adresa", "адрес", "morada", "direccióndeenvío", "adressedelivraison",
    "indirizzodispedizione", "endereçodeentrega", "bezorgadres", "leveransadress", "leveringsadresse", "toimitusosoite",
    "adresdostawy", "teslimatadresi", "adresă", "lakcím", "alamat", "địachỉ", "адреса", "адресдоставки", "адреспроживания",
    "адресрегистрации", "місцепроживання", "adressedefacturation", "direccióndefacturación", "residência", "domicile", "woonadres",
    "factuuradres", "bostadsadress", "hemadress", "bostedsadresse", "hjemadresse", "bopæl", "kotiosoite", "adreszamieszkania",
    "bydliště", "bydlisko", "adresastanovanja", "domiciliu", "evadresi", "διεύθυνσηκατοικίας", "địachỉthườngtrú", "alamatrumah",
    "διεύθυνση",
];

/// Keys of addresses beside [`ADDRESS`], words put together.
#[rustfmt::skip]
pub(super) const ADDRESSES: &[&str] = &[
    "addresses", "street", "streetname", "addressline", "addressline1", "addressline2", "address1", "address2", "fulladdress",
    "residentialaddress", "straße", "strasse", "endereco", "lieferadresse", "rechnungsadresse", "wohnadresse", "residenza", "ご住所",
    "logradouro", "addrln", "addrln1", "addrln2", "addrline1", "addrline2", "家庭住址", "عنوانالسكن", "כתובתמגורים", "पता", "ที่อยู่", "آدرس", "نشانی", "العنوان", "כתובת", "주소", "住址", "straat", "ulica",
    "ulice", "улица", "住所", "地址", "rue", "calle", "addr",
];

/// Words beside which an address is one of a machine, an account or a mailbox.
pub(super) const MACHINES: &[&str] = &[
    "email", "mail", "ip", "ipv4", "ipv6", "mac", "server", "net", "network", "peer", "source", "destination", "host",
    "memory", "bind", "listen", "wallet", "contract", "url", "uri", "web", "remote", "local", "db", "grpc", "http",
    "socket", "sock", "bus", "physical", "hardware", "token", "eth", "btc",
];

/// Words beside which a name is one of a thing.
pub(super) const THINGS: &[&str] = &[
    "agent", "upstream", "tool", "model", "service", "host", "file", "span", "server", "function", "func", "db",
    "database", "table", "column", "class", "method", "event", "metric", "package", "module", "project", "repo",
    "repository", "branch", "workflow", "job", "step", "task", "queue", "topic", "bucket", "cluster", "node", "pod",
    "container", "image", "app", "application", "product", "plan", "team", "group", "role", "field", "key", "var",
    "variable", "param", "parameter", "api", "sdk", "scope", "operation", "resource", "process", "thread", "domain",
    "schema", "index", "type", "metadata", "pool", "device", "user_agent", "library", "gen", "llm", "prompt",
    "dataset", "experiment",
];

/// Parts of an address that are told by the key around them.
pub(super) const PARTS: &[&str] = &[
    "city", "town", "state", "province", "region", "county", "line", "line1", "line2", "ort", "stadt", "ciudad",
    "ville",
];

/// Keys of a person's other data: an object that has one of these has the `name` of a person.
#[rustfmt::skip]
pub(super) const CONTACTS: &[&str] = &[
    "\"email\"", "\"e_mail\"", "\"mail\"", "\"email_address\"", "\"emailAddress\"", "\"phone\"", "\"phone_number\"",
    "\"phoneNumber\"", "\"mobile\"", "\"tel\"", "\"dob\"", "\"date_of_birth\"", "\"dateOfBirth\"", "\"birthdate\"",
    "\"birthday\"", "\"ssn\"", "\"passport\"", "\"Email\"", "\"Phone\"", "\"MobilePhone\"", "\"mobilephone\"",
    "\"Birthdate\"", "\"birth_date\"", "\"birthDate\"", "\"first_name\"", "\"firstName\"", "\"last_name\"",
    "\"lastName\"", "\"given_name\"", "\"family_name\"", "\"gsm\"", "\"telefon\"", "\"telefono\"", "\"teléfono\"", "\"telefone\"", "\"celular\"", "\"correo\"", "\"tckn\"", "\"cpf\"",
    "\"dni\"", "\"curp\"", "\"pesel\"", "\"bsn\"", "\"aadhaar\"", "\"codice_fiscale\"", "\"geburtsdatum\"", "\"fecha_nacimiento\"", "\"national_id\"",
];

/// Words that stand for no value.
pub(super) const EMPTY: &[&str] = &[
    "string", "str", "text", "null", "none", "unknown", "undefined", "n/a", "na", "true", "false", "user", "assistant",
    "system", "tool", "human", "ai", "name", "anonymous", "guest", "default", "object", "number", "integer",
    "required", "optional", "value", "varchar", "date", "address", "any", "test", "root", "admin", "unassigned",
    "automation", "pflichtfeld",
];
