//! Names in full and abbreviations of the numbers of people and firms. A word that names one or two types makes their
//! malformed values count.

use crate::redact::types::Type::{self, *};

/// Numbers of people.
pub(in crate::redact) const PEOPLE: &[(&[Type], &str)] = &[
    (&[AtSsn, DeSocialSecurity], "svnummer svnr sozialversicherungsnummer"),
    (&[DeSocialSecurity], "versicherungsnummer versnr"),
    (
        &[DeHealthInsurance],
        "krankenversichertennummer versichertennummer versichertennr krankenkassennummer krankenversicherungsnummer",
    ),
    (&[DeTaxId], "idnr steueridnr identifikationsnummersteuer"),
    (&[DeIdCard, NationalId], "personalausweis ausweisnummer personalausweisnummer"),
    (&[DePassport, Passport], "reisepassnummer reisepassnr"),
    (
        &[BeNrn],
        "numérobis nbis bisnummer bisnr numérodebis nationalregisternummer registrenational identificatienummervanhetrijksregister",
    ),
    (&[BgEgn], "гражданскиномер единенгражданскиномер"),
    (&[BrCpf], "cadastrodepessoa cadastrodepessoafísica pessoafísica"),
    (&[CaSin], "dassurancesociale numéroassurancesociale numérodassurancesociale"),
    (&[CaHealth], "personalhealthnumber"),
    (&[ChAhv], "navs numéroavs ahvn avsnr"),
    (&[ClRut], "rolúnicotributario únicotributario rolúnico"),
    (&[CnResidentId], "居民身份证"),
    (&[EeIk], "isikukoodiga"),
    (&[EsNif, PeDni], "documentonacionaldeidentidad nacionaldeidentidad documentonacional"),
    (&[EsNuss, MxNss], "seguridadsocial laseguridadsocial númeroseguridadsocial númerodeafiliación"),
    (&[FrNir], "desécuritésociale sécuritésociale numérosécu desécu numéroinsee numérodeinsee"),
    (&[FrSpi], "nfiscal numérofiscal numérofiscalderéférence"),
    (&[UkNino], "nino natins nino nationalins ninumber"),
    (&[UkUtr, TaxId], "taxreference"),
    (&[GrAmka], "κοινωνικήςασφάλισης"),
    (&[GrAfm], "φορολογικούμητρώου αφμ"),
    (&[HkId], "hongkongidentity hongkongidentitycard"),
    (&[HuTaj], "tajszám társadalombiztosítási"),
    (&[IePpsn], "personalpublicservice publicservicenumber ppsno"),
    (&[IlId], "תז מספרזהות תעודתהזהות מספרהזהות הזהות"),
    (&[InPan], "पैन"),
    (&[SgUen], "uniqueentity uniqueentitynumber"),
    (&[RuPassport, Passport], "номерпаспорта загранпаспорт загранпаспорта закордоннийпаспорт серияпаспорта"),
    (&[LtAk], "asmenskodas"),
    (&[LuNin], "matriculenationale didentificationnational"),
    (&[LuNin, NationalId], "numérodidentificationnational"),
    (&[MyNric, SgNricFin], "icno icnumber kp nokp"),
    (&[NgNin], "nationalidentificationnumber"),
    (&[PlNip], "identyfikacjipodatkowej"),
    (&[PlIdCard, NationalId], "nrdowodu numerdowodu dowoduosobistego"),
    (&[PtCc], "cartãodocidadão cartãocidadão"),
    (&[PtNif], "deidentificaçãofiscal identificaçãofiscal"),
    (&[RsJmbg], "matičnibroj ембг uniquemastercitizen matičnaštevilkaobčana"),
    (&[RuInn], "инн налогоплательщика"),
    (&[RuSnils], "страховойномер"),
    (&[UaRnokpp], "ідентифікаційнийкод ідентифікаційногокоду"),
    (&[SeOrganisationsnummer], "organisasjonsnummer"),
    (&[ZaIdNumber], "saidnumber"),
    (&[EgNid], "رقمقومي الرقمالقومي قومي"),
    (&[SaId], "هويةوطنية الإقامة الهويةالوطنية رقمالهوية هويتي رقمهويتي"),
    (&[AeId], "الهويةالإماراتية الإماراتية"),
    (&[PkCnic], "شناختی nadra"),
    (&[MxCurp], "claveúnica"),
    (&[DriverLicense, NationalId], "удостоверение удостоверения"),
    // Also a program that searches and the card of a network.
    (&[NationalId, LuNin, AeId], "rg registrogeral cédulaidentidade carteiradeidentidade carteiraidentidade"),
    (&[NationalId, LuNin, AeId], "nic nicno upn uniquepupil"),
    (&[ItFiscalCode], "codfisc codfiscale"),
    (&[InVoter], "votercard मतदाता voternumber epicno"),
    (&[CoCedula, EcCedula], "céduladeciudadanía"),
    (
        &[NationalId],
        "carnetdeidentidad carnédeidentidad carnetidentidad carnéidentidad documentoúnicodeidentidad onderwijsnummer uniquepupilnumber \
        lnch nationalidno nationalid nin iin иин лнч личенномер személyiszám személyiigazolvány személyazonosító \
        občanskýpriekaz občanskýprůkaz čísloop personalausweisnr identiteetskaart identiteitskaart identiteitskaartnummer \
        identitetskort henkilökortti documentodeidentidad documentodeidentificación numérodidentité \
        lietuvospiliečio isikutunnistus osobnaiskaznica osobnakarta licnakarta ličnakarta buletin seriebuletin \
        kimliknumarası nüfuscüzdanı удостоверениеличности личнакарта посвідченняособи ταυτότητας ταυτότητα \
         cédulafísica personafísica bvn bankverification ghanacard knowntraveler knowntravelernumber sevisid aliennumber greencard greencardnumber uscis uscisnumber uscisno alienregistrationnumber \
         citizenshipnumber nicnumber idnp pinfl пинфл jshshir philhealth philhealthnumber philhealthno abha abhanumber abhaid \
         rationcard rationcardnumber civilid civilidnumber civilidno uannumber uanno nidnumber nidno کدملی شمارهملی ملی এনআইডি mykad mykadnumber pagibig osobneiskaznice brojosobneiskaznice občianskehopreukazu občanskéhoprůkazu personalidentificationnumber personalidno personalid personalidnumber",
    ),
];

/// Numbers of taxpayers and firms.
pub(in crate::redact) const TAXES: &[(&[Type], &str)] = &[
    (
        &[TaxId],
        "vatnumber vatno vatid vatreg vatregno vatregistration vatregistrationnumber vatin vatcode taxnumber taxno \
        taxpayeridentification taxpayeridentificationnumber taxregistration taxregistrationnumber taxfileno taxpin \
        numérodetva ntva numérotva tvaintra tvaintracommunautaire intracommunautaire btwnummer btwnr btwid \
        btwidentificatienummer omzetbelastingnummer partitaiva numeropartitaiva steuernummer umsatzsteuernummer mwstnummer \
        mwstnr mehrwertsteuernummer momsnr momsnummer momsregistreringsnummer momsregistreringsnr vatnr seno cvr cvrnummer \
        cvrnr ytunnus alvnro alvnumero arvonlisäveronumero veronumero vnumber dič dič číslodič ičdph daňovéidentifikačníčíslo \
        identifikačníčíslo daňovéčíslo adószám adószáma közösségiadószám anum cui codfiscal codulfiscal codunic codfiscală \
         пиб порескиброј porezniBroj vkn vergino vergikimlik vergikimlikno verginumarası verginumara vöen kmkr \
        käibemaksukohuslase registrikood pvm pvmkodas mokėtojokodas pvn pvnnr vsk vsknúmer virðisaukaskattsnúmer vinnutal \
        mvanr mvanummer merverdiavgift fpa αφμφπα эдрпоу єдрпоу едрпоу edrpou унп unp огрн огрнип ogrn едб даноченброј \
        ддсномер ддс поддс идентификациененномер ддв idzaddv zaddv nipt nrt nuit ninea rnc rif npwp nomorpokokwajib pokokwajibpajak \
        krapin mãsốthuế sốthuế masothue ruc rut nif tin ptin atin preparertax uscc unifiedsocialcredit socialcreditcode ubn \
        corporatenumber الرقمالضريبي رقمضريبي الضريبي gstno gstnumber utrnumber matriculefiscal ripno contribuinte registrotributario númerodecontribuyente \
        identificacióntributaria identificaciónfiscal didentificationfiscale fiscalid fiscalnumber cédulajurídica personajurídica \
        cpj identifiantcommun icenumber kvknummer kvk bceNummer kbonummer ondernemingsnummer numérodentreprise enterprisenumber \
        businessidentifier companyregistrationnumber companynumber handelsregisternummer abgabenkontonummer stnr peid \
        gsthst gsthstnumber legalentityidentifier leicode leinumber codulunic podatkowy numerpodatkowy davčnaštevilka podatkovynomer incometaxnumber taxreferencenumber еик булстат עוסקמורשה",
    ),
    // A currency, and files of pictures: form and check digits must say so, too.
    (&[TaxId, MxRfc, MxCurp], "lei ičo pib"),
    // Of letters, too.
    (&[BankAccount, Iban, MxClabe], "ccc cuentacliente códigocuentacliente códigodecuenta"),
    (&[BankAccount], "esrreferenz esrreferenznummer qrreferenz qrreferenznummer besrreferenz"),
    // Amounts stand behind these words, too: `vat` wants a number of a state.
    (&[FrSiren], "siret siren numérosiret numérosiren"),
    (&[HrOib], "osobniidentifikacijskibroj"),
    (&[ItVatCode], "partitaiva piva"),
];

/// The same in scripts without blanks.
pub(in crate::redact) const UNSPACED: &[(&[Type], &str)] = &[
    (&[TaxId], "社会信用代码 統一編號 統一编号 法人番号 법인등록번호 纳税人识别号 사업자번호 เลขประจำตัวผู้เสียภาษี"),
    (&[CnResidentId, NationalId], "证件号码 证件号 證件號碼"),
    (&[TwId, HkId], "國民身分證 香港身份證 身分證字號"),
    (&[KrBrn], "사업자"),
];
