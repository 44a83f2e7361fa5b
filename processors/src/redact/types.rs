//! The types of what is removed, their marks, and counts by type.

use std::fmt::Write as _;

use custos_model::batch::Counts;

use super::policy::marks;
pub(super) use super::policy::marks::DROPPED;

macro_rules! types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// Type of a removed value. Later ones win where two overlap.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Type {
            $($(#[$doc])* $variant,)+
        }

        impl Type {
            /// All types, in order of severity.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Name in `redactions`, metrics and the ledger.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The type of a name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// What is written in place of the value: the name in brackets.
            pub fn mark(self) -> &'static str {
                match self { $(Self::$variant => concat!("[", $name, "]"),)+ }
            }
        }
    };
}

types! {
    /// Age of a person.
    Age = "AGE",
    /// Nationality, origin, religion, politics or orientation of a person.
    Nrp = "NRP",
    /// Pay of a person.
    Salary = "SALARY",
    /// Organisation that a key names.
    Organization = "ORGANIZATION",
    /// Postal code.
    PostalCode = "POSTAL_CODE",
    /// Postal address, or a part of one.
    Address = "ADDRESS",
    /// Name of a person.
    Person = "PERSON",
    /// Date of birth.
    DateOfBirth = "DATE_OF_BIRTH",
    /// Number plate of a vehicle.
    LicensePlate = "LICENSE_PLATE",
    /// Bank account number of no known form.
    BankAccount = "BANK_ACCOUNT",
    /// Tax number of no known form.
    TaxId = "TAX_ID",
    /// National identity number of no known form.
    NationalId = "NATIONAL_ID",
    /// Driving licence of no known form.
    DriverLicense = "DRIVER_LICENSE",
    /// Passport of no known form.
    Passport = "PASSPORT",
    /// IPv4 or IPv6 address.
    IpAddress = "IP_ADDRESS",
    /// Telephone number.
    Phone = "PHONE",
    /// E-mail address.
    Email = "EMAIL",
    /// Emirates id.
    AeId = "AE_ID",
    /// Argentine tax or labour number.
    ArCuit = "AR_CUIT",
    /// Argentine identity card.
    ArDni = "AR_DNI",
    /// Austrian social security number.
    AtSsn = "AT_SSN",
    /// Austrian VAT number.
    AtVat = "AT_VAT",
    /// Australian business number.
    AuAbn = "AU_ABN",
    /// Australian company number.
    AuAcn = "AU_ACN",
    /// Australian Medicare card.
    AuMedicare = "AU_MEDICARE",
    /// Australian tax file number.
    AuTfn = "AU_TFN",
    /// Belgian national register number.
    BeNrn = "BE_NRN",
    /// Bulgarian civil number.
    BgEgn = "BG_EGN",
    /// Brazilian company number.
    BrCnpj = "BR_CNPJ",
    /// Brazilian taxpayer number.
    BrCpf = "BR_CPF",
    /// Canadian provincial health number.
    CaHealth = "CA_HEALTH",
    /// Canadian social insurance number.
    CaSin = "CA_SIN",
    /// Swiss social security number.
    ChAhv = "CH_AHV",
    /// Swiss business number.
    ChUid = "CH_UID",
    /// Chilean taxpayer number.
    ClRut = "CL_RUT",
    /// Chinese resident identity number.
    CnResidentId = "CN_RESIDENT_ID",
    /// Colombian tax number.
    CoNit = "CO_NIT",
    /// Colombian identity card.
    CoCedula = "CO_CEDULA",
    /// Czech or Slovak birth number.
    CzRc = "CZ_RC",
    /// German medical practice number.
    DeBsnr = "DE_BSNR",
    /// German driving licence.
    DeDriverLicense = "DE_DRIVER_LICENSE",
    /// German health insurance number.
    DeHealthInsurance = "DE_HEALTH_INSURANCE",
    /// German identity card.
    DeIdCard = "DE_ID_CARD",
    /// German physician number.
    DeLanr = "DE_LANR",
    /// German passport.
    DePassport = "DE_PASSPORT",
    /// German pension insurance number.
    DeSocialSecurity = "DE_SOCIAL_SECURITY",
    /// German tax identification number.
    DeTaxId = "DE_TAX_ID",
    /// German tax number.
    DeTaxNumber = "DE_TAX_NUMBER",
    /// German VAT id.
    DeVatId = "DE_VAT_ID",
    /// Danish civil registration number.
    DkCpr = "DK_CPR",
    /// Dominican identity card.
    DoCedula = "DO_CEDULA",
    /// Ecuadorian identity card.
    EcCedula = "EC_CEDULA",
    /// Estonian personal code.
    EeIk = "EE_IK",
    /// Egyptian national id.
    EgNid = "EG_NID",
    /// Spanish company tax number.
    EsCif = "ES_CIF",
    /// Spanish foreigner number.
    EsNie = "ES_NIE",
    /// Spanish tax or identity number.
    EsNif = "ES_NIF",
    /// Spanish social security number.
    EsNuss = "ES_NUSS",
    /// Spanish passport.
    EsPassport = "ES_PASSPORT",
    /// Finnish personal identity code.
    FiPersonalIdentityCode = "FI_PERSONAL_IDENTITY_CODE",
    /// French social security number.
    FrNir = "FR_NIR",
    /// French company or establishment number.
    FrSiren = "FR_SIREN",
    /// French tax number.
    FrSpi = "FR_SPI",
    /// Greek tax number.
    GrAfm = "GR_AFM",
    /// Greek social security number.
    GrAmka = "GR_AMKA",
    /// Hong Kong identity card.
    HkId = "HK_ID",
    /// Croatian personal number.
    HrOib = "HR_OIB",
    /// Hungarian social security number.
    HuTaj = "HU_TAJ",
    /// Hungarian tax number.
    HuTin = "HU_TIN",
    /// Indonesian population number.
    IdNik = "ID_NIK",
    /// Irish personal public service number.
    IePpsn = "IE_PPSN",
    /// Israeli identity number.
    IlId = "IL_ID",
    /// Indian Aadhaar number.
    InAadhaar = "IN_AADHAAR",
    /// Indian goods and services tax number.
    InGstin = "IN_GSTIN",
    /// Indian permanent account number.
    InPan = "IN_PAN",
    /// Indian passport.
    InPassport = "IN_PASSPORT",
    /// Indian voter id.
    InVoter = "IN_VOTER",
    /// Icelandic id number.
    IsKennitala = "IS_KENNITALA",
    /// Italian driving licence.
    ItDriverLicense = "IT_DRIVER_LICENSE",
    /// Italian fiscal code.
    ItFiscalCode = "IT_FISCAL_CODE",
    /// Italian identity card.
    ItIdentityCard = "IT_IDENTITY_CARD",
    /// Italian passport.
    ItPassport = "IT_PASSPORT",
    /// Italian VAT number.
    ItVatCode = "IT_VAT_CODE",
    /// Japanese My Number.
    JpMyNumber = "JP_MY_NUMBER",
    /// Korean business registration number.
    KrBrn = "KR_BRN",
    /// Korean driving licence.
    KrDriverLicense = "KR_DRIVER_LICENSE",
    /// Korean foreigner registration number.
    KrFrn = "KR_FRN",
    /// Korean passport.
    KrPassport = "KR_PASSPORT",
    /// Korean resident registration number.
    KrRrn = "KR_RRN",
    /// Lithuanian personal code.
    LtAk = "LT_AK",
    /// Luxembourg national number.
    LuNin = "LU_NIN",
    /// Latvian personal code.
    LvPk = "LV_PK",
    /// Mexican bank account number.
    MxClabe = "MX_CLABE",
    /// Mexican population code.
    MxCurp = "MX_CURP",
    /// Mexican social security number.
    MxNss = "MX_NSS",
    /// Mexican taxpayer code.
    MxRfc = "MX_RFC",
    /// Malaysian identity card.
    MyNric = "MY_NRIC",
    /// Nigerian identity number.
    NgNin = "NG_NIN",
    /// Dutch citizen service number.
    NlBsn = "NL_BSN",
    /// Dutch passport or identity card.
    NlPassport = "NL_PASSPORT",
    /// Norwegian birth or D number.
    NoFnr = "NO_FNR",
    /// New Zealand tax number.
    NzIrd = "NZ_IRD",
    /// New Zealand health index.
    NzNhi = "NZ_NHI",
    /// Peruvian identity card.
    PeDni = "PE_DNI",
    /// Peruvian taxpayer number.
    PeRuc = "PE_RUC",
    /// Philippine tax number.
    PhTin = "PH_TIN",
    /// Philippine social security number.
    PhUmid = "PH_UMID",
    /// Pakistani identity card.
    PkCnic = "PK_CNIC",
    /// Polish identity card.
    PlIdCard = "PL_ID_CARD",
    /// Polish tax number.
    PlNip = "PL_NIP",
    /// Polish personal number.
    PlPesel = "PL_PESEL",
    /// Polish business number.
    PlRegon = "PL_REGON",
    /// Portuguese citizen card.
    PtCc = "PT_CC",
    /// Portuguese tax number.
    PtNif = "PT_NIF",
    /// Portuguese social security number.
    PtNiss = "PT_NISS",
    /// Romanian personal number.
    RoCnp = "RO_CNP",
    /// Personal number of the successor states of Yugoslavia.
    RsJmbg = "RS_JMBG",
    /// Russian taxpayer number.
    RuInn = "RU_INN",
    /// Russian passport.
    RuPassport = "RU_PASSPORT",
    /// Russian pension account number.
    RuSnils = "RU_SNILS",
    /// Saudi identity number.
    SaId = "SA_ID",
    /// Swedish organisation number.
    SeOrganisationsnummer = "SE_ORGANISATIONSNUMMER",
    /// Swedish personal or coordination number.
    SePersonnummer = "SE_PERSONNUMMER",
    /// Singapore identity number.
    SgNricFin = "SG_NRIC_FIN",
    /// Singapore entity number.
    SgUen = "SG_UEN",
    /// Slovenian tax number.
    SiTin = "SI_TIN",
    /// Thai national id.
    ThTnin = "TH_TNIN",
    /// Turkish identity number.
    TrNationalId = "TR_NATIONAL_ID",
    /// Taiwanese identity number.
    TwId = "TW_ID",
    /// Ukrainian taxpayer number.
    UaRnokpp = "UA_RNOKPP",
    /// British driving licence.
    UkDrivingLicence = "UK_DRIVING_LICENCE",
    /// British NHS number.
    UkNhs = "UK_NHS",
    /// British national insurance number.
    UkNino = "UK_NINO",
    /// British passport.
    UkPassport = "UK_PASSPORT",
    /// British unique taxpayer reference.
    UkUtr = "UK_UTR",
    /// British teacher reference number.
    UkTrn = "UK_TRN",
    /// US driver licence.
    UsDriverLicense = "US_DRIVER_LICENSE",
    /// US employer identification number.
    UsEin = "US_EIN",
    /// US individual taxpayer number.
    UsItin = "US_ITIN",
    /// US Medicare beneficiary identifier.
    UsMbi = "US_MBI",
    /// US national provider identifier.
    UsNpi = "US_NPI",
    /// US passport.
    UsPassport = "US_PASSPORT",
    /// Uruguayan identity card.
    UyCi = "UY_CI",
    /// Venezuelan identity card.
    VeCedula = "VE_CEDULA",
    /// Vietnamese citizen identity.
    VnCccd = "VN_CCCD",
    /// South African id number.
    ZaIdNumber = "ZA_ID_NUMBER",
    /// US DEA number.
    MedicalLicense = "MEDICAL_LICENSE",
    /// Medical record or patient number.
    MedicalRecordNumber = "MEDICAL_RECORD_NUMBER",
    /// Health insurance, policy or claim number.
    HealthInsuranceId = "HEALTH_INSURANCE_ID",
    /// Vehicle identification number.
    Vin = "VIN",
    /// Serial number of a mobile device.
    Imei = "IMEI",
    /// Mobile subscriber identity.
    Imsi = "IMSI",
    /// Serial number of a SIM card.
    Iccid = "ICCID",
    /// Hardware address of a network interface.
    MacAddress = "MAC_ADDRESS",
    /// US bank routing number.
    AbaRoutingNumber = "ABA_ROUTING_NUMBER",
    /// US bank account number.
    UsBankNumber = "US_BANK_NUMBER",
    /// British sort code and account number.
    UkBankAccount = "UK_BANK_ACCOUNT",
    /// Bank identifier (BIC).
    SwiftCode = "SWIFT_CODE",
    /// ISIN or CUSIP of a security.
    SecurityId = "SECURITY_ID",
    /// SEPA creditor identifier.
    SepaCreditorId = "SEPA_CREDITOR_ID",
    /// Address of a crypto wallet.
    Crypto = "CRYPTO",
    /// US social security number.
    UsSsn = "US_SSN",
    /// International bank account number.
    Iban = "IBAN",
    /// Security code or expiry of a payment card.
    CardDetail = "CARD_DETAIL",
    /// Payment card number.
    Card = "CARD",
    /// Password, token or key known by the name beside it, or by the prefix of a vendor without a type of its own.
    Secret = "SECRET",
    /// User and password in a URL.
    UrlCredentials = "URL_CREDENTIALS",
    /// JSON web token.
    Jwt = "JWT",
    /// AWS access key id or secret access key.
    AwsKey = "AWS_KEY",
    /// GitHub token.
    GithubToken = "GITHUB_TOKEN",
    /// OpenAI API key (and others of the form `sk-`).
    OpenaiKey = "OPENAI_KEY",
    /// Anthropic API key.
    AnthropicKey = "ANTHROPIC_KEY",
    /// Slack token or webhook.
    SlackToken = "SLACK_TOKEN",
    /// Stripe key.
    StripeKey = "STRIPE_KEY",
    /// Google API key, OAuth token or client secret.
    GoogleKey = "GOOGLE_KEY",
    /// GitLab token.
    GitlabToken = "GITLAB_TOKEN",
    /// npm token.
    NpmToken = "NPM_TOKEN",
    /// Hugging Face token.
    HuggingfaceToken = "HUGGINGFACE_TOKEN",
    /// SendGrid API key.
    SendgridKey = "SENDGRID_KEY",
    /// PEM private key.
    PrivateKey = "PRIVATE_KEY",
    /// What a pattern of the operator's found.
    Custom = "CUSTOM",
    /// A literal value of the operator's deny-lists.
    Denied = "DENIED",
    /// A value that goes as a whole because of its key.
    Redacted = "REDACTED",
    /// The value could not be scanned and was dropped.
    RedactionFailed = "REDACTION_FAILED",
}

impl Type {
    /// Whether it gives access to something: nothing of it may stay.
    pub(super) fn is_secret(self) -> bool {
        self >= Self::Secret && self < Self::Custom
    }
}

/// Whether a mark starts here; returns its length in bytes.
pub(super) fn mark_at(text: &[u8], at: usize) -> Option<usize> {
    marks::len_at(text, at)
}

/// Values removed, by type. Few types occur in one row, so only those are held, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Tally(Vec<(Type, u32)>);

impl Tally {
    pub(super) fn add(&mut self, kind: Type) {
        self.add_many(kind, 1);
    }

    fn add_many(&mut self, kind: Type, n: u32) {
        match self.0.binary_search_by_key(&kind, |(t, _)| *t) {
            Ok(i) => {
                if let Some((_, count)) = self.0.get_mut(i) {
                    *count = count.saturating_add(n);
                }
            }
            Err(i) => self.0.insert(i, (kind, n)),
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (kind, n) in other.iter() {
            self.add_many(kind, n);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Type, u32)> + '_ {
        self.0.iter().copied()
    }

    /// Adds to the counts of a group.
    pub(super) fn add_to(&self, counts: &mut Counts) {
        for (kind, n) in self.iter() {
            match counts.redactions.get_mut(kind.name()) {
                Some(count) => *count += u64::from(n),
                None => drop(counts.redactions.insert(kind.name().to_owned(), u64::from(n))),
            }
        }
    }

    /// Adds to the counts of a group as values that were counted and not removed.
    pub(super) fn add_dry_to(&self, counts: &mut Counts) {
        for (kind, n) in self.iter() {
            *counts.redactions.entry(format!("dry_run/{}", kind.name())).or_default() += u64::from(n);
        }
    }

    /// JSON text of the column `redactions`, keys sorted.
    pub(super) fn to_json(&self) -> String {
        let mut sorted: Vec<_> = self.iter().map(|(t, n)| (t.name(), n)).collect();
        sorted.sort_unstable();
        let mut json = String::from("{");
        for (name, n) in sorted {
            let comma = if json.len() > 1 { "," } else { "" };
            // Writing to a string does not fail.
            let _ = write!(json, "{comma}\"{name}\":{n}");
        }
        json.push('}');
        json
    }
}

/// What was removed from one value so far, in the order in which it was found: what was found in a reading that is
/// given up can be taken back.
#[derive(Debug, Default)]
pub(super) struct Removed(Vec<Type>);

impl Removed {
    pub(super) fn add(&mut self, kind: Type) {
        self.0.push(kind);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// A point to go back to.
    pub(super) fn point(&self) -> usize {
        self.0.len()
    }

    pub(super) fn back_to(&mut self, point: usize) {
        self.0.truncate(point);
    }

    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.0.iter().for_each(|kind| tally.add(*kind));
        tally
    }
}
