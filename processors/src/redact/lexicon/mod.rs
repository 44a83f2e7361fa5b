//! Words that name values, by language: English, German, French, Italian, Spanish, Portuguese, Dutch, Polish, Czech,
//! Swedish, Norwegian, Danish, Finnish, Turkish and others where an id has a name of its own. Several words are written
//! as one. Capitals and accents need not be given.

mod goods;
mod nations;
mod numbers;
mod papers;
mod passwords;

pub(super) use self::{
    goods::GOODS,
    nations::NATIONS,
    passwords::{MAYBE_PASSWORDS, PASSWORDS},
};
use super::types::Type::{self, *};

/// Sources of the words, for the fingerprint of the rules.
pub(super) const SOURCES: &[&str] = &[
    include_str!("goods.rs"),
    include_str!("nations.rs"),
    include_str!("numbers.rs"),
    include_str!("papers.rs"),
    include_str!("passwords.rs"),
];

/// Passports.
const PASSPORTS: &[Type] = &[
    Passport, DePassport, EsPassport, InPassport, ItPassport, KrPassport, NlPassport, RuPassport, UkPassport,
    UsPassport,
];
/// Driving licences.
const LICENCES: &[Type] =
    &[DriverLicense, DeDriverLicense, ItDriverLicense, KrDriverLicense, UkDrivingLicence, UsDriverLicense];
/// Tax numbers of people and firms.
const TAX: &[Type] = &[
    TaxId, ArCuit, AuAbn, AuTfn, BrCnpj, BrCpf, CaSin, ChUid, ClRut, CoNit, DeTaxId, DeTaxNumber, DeVatId, EsCif,
    EsNie, EsNif, FrSpi, GrAfm, HrOib, HuTin, InGstin, InPan, ItFiscalCode, ItVatCode, KrBrn, MxRfc, NzIrd, PeRuc,
    PhTin, PlNip, PlPesel, PtNif, RuInn, SiTin, UaRnokpp, UkUtr, UsEin, UsItin, UsSsn,
];
/// Value added tax numbers.
const VAT: &[Type] = &[AtVat, ChUid, DeVatId, EsCif, ItVatCode, PlNip, PtNif, SiTin, TaxId];
/// Identity numbers and cards.
const IDENTITY: &[Type] = &[
    NationalId, AeId, ArDni, BeNrn, BgEgn, BrCpf, ChAhv, ClRut, CnResidentId, CoCedula, CzRc, DeIdCard, DkCpr,
    DoCedula, EcCedula, EeIk, EgNid, EsNie, EsNif, FiPersonalIdentityCode, GrAmka, HkId, HrOib, IdNik, IePpsn, IlId,
    InAadhaar, IsKennitala, ItFiscalCode, ItIdentityCard, JpMyNumber, KrFrn, KrRrn, LtAk, LuNin, LvPk, MxCurp, MyNric,
    NgNin, NlBsn, NoFnr, PeDni, PhUmid, PkCnic, PlIdCard, PlPesel, PtCc, RoCnp, RsJmbg, SaId, SePersonnummer,
    SgNricFin, ThTnin, TrNationalId, TwId, UyCi, VeCedula, VnCccd, ZaIdNumber,
];
/// Social security numbers.
const SOCIAL: &[Type] = &[
    UsSsn, AtSsn, BeNrn, CaSin, ChAhv, DeSocialSecurity, EsNuss, FrNir, GrAmka, HuTaj, MxNss, NlBsn, PhUmid, PtNiss,
    UkNino,
];
/// Health insurance and care.
const HEALTH: &[Type] =
    &[HealthInsuranceId, AuMedicare, CaHealth, ChAhv, DeHealthInsurance, EsNuss, FrNir, HuTaj, UsMbi];
/// Bank accounts.
const ACCOUNTS: &[Type] = &[BankAccount, UsBankNumber, UkBankAccount, Iban, MxClabe];
/// Firms.
const FIRMS: &[Type] = &[AuAbn, AuAcn, BrCnpj, ChUid, FrSiren, KrBrn, PlRegon, SeOrganisationsnummer, SgUen, UsEin];

/// Types and the words that name them. A word that names one or two types makes their malformed values count.
pub(super) const LEXICONS: &[&[(&[Type], &str)]] = &[LEXICON, numbers::PEOPLE, numbers::TAXES, papers::PAPERS];

const LEXICON: &[(&[Type], &str)] = &[
    (
        PASSPORTS,
        "passport passeport pasaporte passaporto passaporte reisepass reisepaß paspoort paszport paszportu \
        passnummer passnr útlevél pasaport passnumber passportno passportnumber passportid pașaport cestovnípas \
        διαβατήριο διαβατηρίου паспорт паспорта паспорту",
    ),
    (
        LICENCES,
        "driverlicense driverlicence driverslicense driverslicence drivinglicense drivinglicence driverlicensenumber \
        dl dlnumber licencenumber licensenumber license licence licencia permisdeconduire permisconduire patente \
        patenteguida cartadecondução rijbewijs rijbewijsnummer führerschein führerscheinnummer fuehrerschein \
        prawojazdy körkort førerkort ajokortti ehliyet licenciadeconducir carnetdeconducir cnh",
    ),
    (
        TAX,
        "tax taxid taxnumber taxid taxpayer tin taxcode fiscal fiscalcode steuer impuesto impôt imposto podatek skatt vero vergi \
        vergino belasting fiscale taxreference",
    ),
    (VAT, "vat vatid vatnumber vatno tva iva btw mwst moms ust umsatzsteuer"),
    // Users have one as well.
    (&[AtVat, ChUid, DeVatId], "uid"),
    (
        IDENTITY,
        "nationalid nationalidentity nationalidnumber identitynumber identificationnumber idnumber idno idcard \
        identitycard identity identification citizenid residentid personalid personalidentity personalnumber personalcode \
        civilid ausweis personalausweis ausweisnummer identidad identificación identificação identité cni carteidentité \
        carted identità documento cedula cédula kimlik kimlikno tożsamości identiteetti",
    ),
    (
        SOCIAL,
        "socialsecurity sécuritésociale securitesociale sozialversicherung sozialversicherungsnummer seguridadsocial \
        segurançasocial socialinsurance socialezekerheid",
    ),
    (
        HEALTH,
        "healthinsurance healthcard healthnumber healthplan insuranceid insurancenumber insurancemember memberid \
        policynumber policyno policyholder krankenkasse krankenversicherung krankenversichertennummer \
        versichertennummer versicherungsnummer assurancemaladie cartevitale mutuelle tarjetasanitaria subscriberid \
        subscribernumber claimnumber claimid groupnumber beneficiaryid medicaid medicaidid prescriptionnumber rxnumber",
    ),
    (
        ACCOUNTS,
        "accountnumber accountnumbers accountno acctnumber acctno acct accountnum bankaccount bankaccountnumber acno acnumber konto kontonummer \
        comptebancaire contobancario contabancaria \
        kontonr cuentabancaria númerodecuenta numérodecompte contabancária contacorrente contocorrente rekening \
        rekeningnummer rachunek rachunku hesap tilinumero bankkonto",
    ),
    (
        FIRMS,
        "companynumber companyregistration businessnumber registrationnumber companyid businessregistration companyreg",
    ),
    (
        &[Passport],
        "passport passports passportnumber passportno passportid pasaporte passeport passaporto passaporte reisepass \
        paspoort paszport paszportu passnummer passnr pasaport паспорт паспорта",
    ),
    (&[UsPassport], "uspassport americanpassport"),
    (&[EsPassport], "espassport spanishpassport"),
    (&[ItPassport], "itpassport italianpassport"),
    (&[InPassport], "inpassport indianpassport"),
    (&[DePassport], "depassport germanpassport"),
    (&[NlPassport], "nlpassport dutchpassport"),
    (
        &[DriverLicense],
        "driverlicense driverlicence driverslicense driverslicence drivinglicense drivinglicence dlnumber \
        driverlicensenumber führerscheinnummer führerschein licenciadeconducir permisdeconduire körkort rijbewijs",
    ),
    (
        &[NationalId],
        "nationalid nationalidnumber nationalidentitynumber nationalidentity identitycard identitycardnumber \
        identitynumber idcardnumber citizenid personalidnumber governmentid studentid studentno studentnumber \
        matriculationnumber matrikelnummer",
    ),
    (&[TaxId], "taxid taxidnumber taxidentification taxpayerid taxidentificationnumber"),
    (
        &[BankAccount],
        "bankaccount bankaccountnumber accountnumber acctnumber kontonummer númerodecuenta rekeningnummer",
    ),
    (
        &[UsSsn],
        "ssn ssns ssnumber socialsecuritynumber socialsecurityno socialsec last4ssn ssnlast ssnlast4 ssnlastfour",
    ),
    (&[UsItin], "itin individualtaxpayer"),
    (&[UsEin], "ein fein employeridentification employerid"),
    (&[UsNpi], "npi nationalprovider providerid provideridentifier"),
    (&[UsMbi], "mbi medicare medicareid medicarenumber medicarebeneficiary"),
    (&[MedicalLicense], "dea deanumber medicallicense medicallicence certificatenumber"),
    (&[UsDriverLicense, DriverLicense], "usdriverlicense"),
    (&[AbaRoutingNumber], "aba routing routingnumber rtn abarouting routingno transitnumber"),
    (&[UsBankNumber, BankAccount], "checkingaccount savingsaccount directdeposit usbank"),
    (&[UkBankAccount], "sortcode"),
    (&[SwiftCode], "bic swift swiftcode biccode bankidentifier"),
    (&[SecurityId], "isin cusip wkn sedol"),
    (
        &[SepaCreditorId],
        "creditoridentifier creditorid gläubigeridentifikationsnummer gläubigerid sepacreditor identifiantcréancier",
    ),
    (&[Iban], "iban ibans ibannumber iban番号 rib"),
    (
        &[Card],
        "card creditcard debitcard cardnumber cardno ccnumber cc visa mastercard amex maestro credit debit payment \
        kreditkarte kartennummer kreditkort kort tarjeta carta cartão cartedecrédit cartebancaire cartebleue betaalkaart \
        karta karty kartı kredikartı kortnummer cartecrédit cartadicredito luottokortti pan americanexpress discover jcb \
        dinersclub unionpay ccn карта карты بطاقتي البطاقة",
    ),
    (
        &[CardDetail],
        "cvv cvc cvv2 cvc2 csc securitycode cardsecuritycode expiry expirydate cardexpiry exp expirationdate kartenprüfnummer",
    ),
    (
        &[Phone],
        "phone phones telephone tel mobile cell cellphone fax whatsapp sms dialed dialled dialing handy telefon telefono telefone téléphone \
        teléfono móvil movil celular portable mobil mobiltelefon mobilnummer telefonnummer rufnummer handynummer \
        telefax phonenumber telephonenumber mobilenumber mobileno phoneno contactnumber msisdn telefoon telefoonnummer gsm \
        puhelin puhelinnumero matkapuhelin komórka telefonu telefonszám telefonu cep cepno cepnumarası cellulare faks \
        τηλέφωνο κινητό телефон тел моб мобильный viber signalnumber callback τηλ tlm tlf cel звоните позвоните desk landline hotline helpline \
        customerservice customercare customersupport callcenter callcentre kundenservice kundendienst \
        τηλεφώνου telefonní telefón telefónu telefónne telefonem telefona telefonu telefoni telefonon telefono telefonszámon telefonszámom \
        telefonszáma mobilszám telefonnumber telefonnúmer telefonski mobitel síma sími símanúmer farsími tālrunis \
        tālruni tālruņa tālrunim mobilais telefonas telefoną telefonus mobilusis mobiilne mobiil telefonil telefoninumber \
        telefonul mobilul telefononi telefonnummeret mobilnummeret telefonnumret mobiltelefonnummer telefoonnommer \
        foon selfoon selfoonnommer fón teileafón uimhirfóin guthán ffôn rhifffôn telefonoa mugikorra telèfon mòbil \
        telèfons telefonlu telefondan telefonnömrəsi telefonraqami \
        телефону телефона телефонът телефонен телефонна телефоном телефоны номертелефона тэлефон тэлефону тэлефона \
        мабільны мобільний мобилен мобилни мобителен мобилниот ұялы ტელეფონი ტელეფონზე ტელეფონის მობილური \
        հեռախոս հեռախոսով հեռախոսի հեռախոսահամար բջջային טלפון לטלפון הטלפון בטלפון מספרטלפון נייד לנייד הנייד הסלולרי \
        هاتف الهاتف بالهاتف هاتفي جوال الجوال موبايل المحمول تلفن تلفنی موبایل همراه شمارهتلفن شمارهتماس شمارهموبایل شمارهمن فون ٹیلیفون موبائل \
        फोन मोबाइल दूरभाष टेलीफोन मोबाईल ফোন মোবাইল টেলিফোন ਫੋਨ ਫ਼ੋਨ ਮੋਬਾਈਲ ફોન મોબાઇલ தொலைபேசி கைபேசி அலைபேசி ఫోన్ మొబైల్ \
        ಫೋನ್ ഫോൺ දුරකථන ජංගම telepon telpon ponsel nomortelepon nohp nomorhp telefonbimbit nombortelefon telepono selpon simu \
        nambariyasimu ስልክ በስልክ điệnthoại sốđiệnthoại diđộng sđt ဖုန်း ទូរស័ព្ទ โทร \
        tél teléf mobno mobnumber mobiel mobiele telemóvel ligue rufensiemich ringmeg zadzwońpod mójnumer meunúmero minúmero \
        ilmionumero monnuméro meinenummer мойномер мойтелефон मेरानंबर फ़ोन फ़ोननंबर հեռախոս՝ հեռախոսահամար՝ բջջային՝ \
        callerid callernumber mobilephone homephone workphone officephone businessphone faxnumber phno phonenum cellno cellnumber contactno contactphone phoneline zap zapzap natel \
        обадетесе обадетемисе зателефонуйте подзвоніть helista helistage zvaniet piezvaniet skambinkite paskambinkite pokličite \
        nazovite pozovite hívjon hívja sunați sunațimă zavolejte zavolajte soita soittakaa καλέστε gọicho hubungi nipigie \
        piga tawagan zadzwoń dzwoń llámame llámeme llame joindre joignable rappelezmoi rappelermoi llamarme contactarme richiamare ricontattatemi bereikbaar oddzwonić chiamami chiamatemi appelezmoi belmij ringmig ringtil اتصل \
        התקשר התקשרו ໂທລະສັບ",
    ),
    (
        &[Secret],
        "otp pin pincode onetimecode onetimepassword onetimepasscode passcode verificationcode confirmationcode accesscode \
        authenticationcode securitypin mtan smstan smscode 2facode mfacode totpcode logincode codedevérification codedeverification \
        codedeconfirmation códigodeverificación codigodeverificacion códigodeverificação codicediverifica \
        bestätigungscode sicherheitscode verificatiecode кодподтверждения doğrulamakodu kodweryfikacyjny \
        verifieringskod bekräftelsekod kodepin codepin tanlautet doorcode gatecode alarmcode keypadcode lockboxcode \
        deincode ihrcode einmalcode einmalpasswort einmalkennwort einmalpin votrecode codedaccès tucódigo sucódigo \
        códigodeacceso códigodeconfirmación tuocodice codicediconferma codicediaccesso seucódigo códigodeacesso códigodeconfirmação jecode uwcode \
        bevestigingscode inlogcode toegangscode dinkod engångskod säkerhetskod bekräftelsekod dinkode bekræftelseskode bekreftelseskode \
        engangskode verifikationskode verifiseringskode vahvistuskoodi vahvistuskoodisi koodisi kertakäyttökoodi twójkod kodjednorazowy \
        kodpotwierdzający ověřovacíkód vášověřovacíkód overovacíkód ellenőrzőkód ellenőrzőkódod codverificare coduldeverificare \
        tăudeverificare coddeverificare вашкод кодизсмс кодизsms кодпідтвердження doğrulamakodunuz onaykodu \
        onaykodunuz κωδικόςεπαλήθευσης επαλήθευσηςείναι קודאימות קודהאימות رمزالتحقق كودالتحقق सत्यापनकोड ओटीपी mãxácminh mãxácnhận mãotp \
        turvakoodi verifikacijskikod patvirtinimokodas apstiprinājumakods kinnituskood кодзапотвърждение потврдникод \
        kodiiverifikimit nambariyauthibitishaji codideverificació kodeverifikasi kodeotp kodpengesahan 인증코드 인증번호",
    ),
    (&[UkNhs], "nhs nhsnumber nhsno"),
    (&[UkNino], "nino ninumber nationalinsurance nationalinsurancenumber insurancenino"),
    (&[UkUtr], "utr uniquetaxpayer"),
    (&[UkTrn], "teacherreference teacherrefno dfereference"),
    (&[UkPassport, Passport], "ukpassport britishpassport"),
    (&[UkDrivingLicence, DriverLicense], "ukdrivinglicence dvla"),
    (&[IePpsn], "pps ppsn ppsnumber"),
    (
        &[DeTaxId],
        "steuerid steueridnr steueridentifikationsnummer idnr steuerliche identifikationsnummer steueridentnummer tinde detaxid",
    ),
    (&[DeTaxNumber], "steuernummer stnr steuernr detaxnumber"),
    (&[DeVatId], "ustid ustidnr umsatzsteueridentifikationsnummer umsatzsteuerid devat devatid"),
    (
        &[DeSocialSecurity],
        "rvnr rentenversicherung rentenversicherungsnummer sozialversicherungsausweis versicherungsnr svnummer",
    ),
    (&[DeSocialSecurity, AtSsn], "svnr sozialversicherungsnummer sozialversicherungsnr"),
    (&[DeHealthInsurance], "kvnr egk egknummer gesundheitskarte krankenversichertennr"),
    (&[DeIdCard, NationalId], "personalausweisnummer ausweisnr personalausweisnr"),
    (&[DeLanr], "lanr arztnummer lebenslangearztnummer"),
    (&[DeBsnr], "bsnr betriebsstättennummer betriebsstaettennummer"),
    (&[AtSsn], "svnrat atssn ecard"),
    (&[AtVat], "atu atvat"),
    (&[ChAhv], "ahv avs ahvnummer ahvnr numéroavs numeroavs"),
    (&[ChUid], "unternehmensidentifikation cheuid"),
    (&[FrNir], "nir insee numérodesécurité sécu secu numérosécu frnir"),
    (&[FrSpi], "spi numérofiscal numerofiscal référencefiscale nif fiscalreference avisdimposition"),
    (&[FrSiren], "siren siret"),
    (
        &[BeNrn],
        "rijksregister rijksregisternummer registrenational niss insz numéronational numeronational nrn nationalregister",
    ),
    (&[NlBsn], "bsn burgerservicenummer sofinummer sofi citizenservice"),
    (&[LuNin], "matricule numérodematricule"),
    (&[ItFiscalCode], "codicefiscale cf codicefisc"),
    (&[ItVatCode], "partitaiva piva itvat"),
    (&[ItIdentityCard, NationalId], "cartaidentità cartadidentità cie itidentitycard cartad"),
    (&[ItDriverLicense, DriverLicense], "patentediguida numeropatente"),
    (&[EsNif, ArDni], "dni nif dninif nifdni"),
    (&[EsNie], "nie extranjero"),
    (&[EsCif], "cif"),
    (&[EsNuss], "nuss naf afiliación numerodeafiliacion"),
    (&[PtNif], "nif contribuinte númerodecontribuinte ptnif nipc"),
    (&[PtCc], "cartãodecidadão cartãocidadão cartaocidadao ptcc bilhetedeidentidade"),
    (&[PtNiss], "niss"),
    (&[GrAfm], "afm αφμ"),
    (&[GrAmka], "amka αμκα"),
    (&[SePersonnummer], "personnummer personnr pnr samordningsnummer personaltal swedishpersonal"),
    (&[SeOrganisationsnummer], "organisationsnummer orgnr orgnummer organisationsnr företag"),
    (&[NoFnr], "fødselsnummer fodselsnummer fnr fødselsnr personnummerno dnummer fødselsog norwegianid"),
    (&[DkCpr], "cpr cprnummer cprnr cprnumber personnummerdk"),
    (&[FiPersonalIdentityCode], "hetu henkilötunnus henkilotunnus sotu personbeteckning finnishid"),
    (&[IsKennitala], "kennitala kt kennitölu"),
    (&[EeIk], "isikukood isikukoodi"),
    (&[LtAk], "asmenskodas asmens"),
    (&[LvPk], "personaskods personas"),
    (&[PlPesel], "pesel peselu nrpesel"),
    (&[PlNip], "nip nipu"),
    (&[PlRegon], "regon"),
    (&[PlIdCard, NationalId], "dowódosobisty dowódu dowodosobisty dowodu seriainumer"),
    (&[CzRc], "rodnéčíslo rodnecislo rodného rč rc rodnécislo birthnumber"),
    (&[RoCnp], "cnp codnumericpersonal"),
    (&[BgEgn], "egn егн"),
    (&[RsJmbg], "jmbg emšo emso emšoe јмбг"),
    (&[HrOib], "oib identifikacijskibroj osobniidentifikacijskibroj"),
    (&[SiTin], "davčna davčnaštevilka davcnastevilka"),
    (&[HuTin], "adóazonosító adóazonosítójel adóazonosítója adóazonosítójelem"),
    (&[HuTaj], "taj tajszám tajszam"),
    (&[RuInn], "инн"),
    // An inn is one of guests more often.
    (&[RuInn, TaxId, NationalId], "inn"),
    (&[RuSnils], "snils снилс"),
    (&[UaRnokpp], "rnokpp рнокпп іпн"),
    (&[RuPassport, Passport], "паспортные внутреннийпаспорт"),
    (&[InAadhaar], "aadhaar aadhar uidai aadhaarnumber आधार"),
    (&[InPan], "pan pancard pannumber permanentaccount"),
    (&[InGstin], "gstin gst gstnumber"),
    (&[InVoter], "voter voterid epic electorphoto"),
    (
        &[CnResidentId],
        "residentidentity residentid residentidcard residentidnumber residentidentitycard chineseid shenfenzheng cnresidentid",
    ),
    (&[HkId], "hkid hongkongid"),
    (&[TwId], "twid taiwanid rocid"),
    (&[KrRrn], "rrn residentregistration jumin"),
    (&[KrFrn], "frn foreignerregistration alienregistration"),
    (&[KrBrn], "brn businessregistrationnumber"),
    (&[KrPassport, Passport], "koreanpassport krpassport"),
    (&[JpMyNumber], "mynumbercard mynumberid kojinbango individualnumber"),
    // "My number is …" is a telephone number more often.
    (&[JpMyNumber, Phone, NationalId], "mynumber"),
    (&[ThTnin], "tnin thainational thaiid thainationalid"),
    (&[SgNricFin], "nric fin nricfin"),
    (&[SgUen], "uen"),
    (&[MyNric], "mykad mynric nric kadpengenalan"),
    (&[IdNik], "nik ktp nomorinduk nomorindukkependudukan"),
    (&[PhTin], "tin phtin"),
    (&[PhUmid], "umid crn sss ssscrn"),
    (&[VnCccd], "cccd cmnd căncước cancuoc"),
    (&[PkCnic], "cnic nicop"),
    (&[AuTfn], "tfn taxfile taxfilenumber"),
    (&[AuAbn], "abn australianbusiness"),
    (&[AuAcn], "acn australiancompany"),
    (&[AuMedicare], "medicarecard aumedicare medicare"),
    (&[NzIrd], "ird irdnumber inlandrevenue"),
    (&[NzNhi], "nhi nationalhealthindex"),
    (&[BrCpf], "cpf cadastrodepessoas"),
    (&[BrCnpj], "cnpj"),
    (&[MxCurp], "curp"),
    (&[MxRfc], "rfc registrofederal"),
    (&[MxNss], "nss imss"),
    (&[MxClabe], "clabe clabeinterbancaria claveinterbancaria"),
    (&[ArCuit], "cuit cuil"),
    (&[ClRut], "rut rolúnicotributario rolúniconacional"),
    (&[CoNit], "nit"),
    // Guatemala and El Salvador, where the form and check digit must say so, too.
    (&[TaxId, MxRfc, MxCurp], "nit"),
    (&[CoCedula], "céduladeciudadanía cedulaciudadania cédulaciudadanía"),
    (&[PeRuc], "ruc"),
    (&[PeDni], "dniperu pedni"),
    (&[EcCedula], "eccedula cédulaecuador"),
    (&[UyCi], "céduladeidentidad uyci"),
    (&[VeCedula], "veccedula cédulavenezolana vecedula"),
    (&[DoCedula], "docedula cédulaelectoral"),
    (&[CaSin], "sin nas socialinsurancenumber numéroassurancesociale sinnumber"),
    (&[CaHealth], "ohip healthcard healthcardnumber ramq cahealth phn bcphn"),
    (&[ZaIdNumber], "southafricanid zaid rsaid saidnumber permanentresident southafrican"),
    (&[NgNin], "nin nationalidentification ngnin"),
    (&[EgNid], "egyptianid egnid الرقمالقومي القومي"),
    (&[SaId], "iqama saudiid الهوية"),
    (&[AeId], "emiratesid emirates"),
    (&[IlId], "teudatzehut israeliid תעודתזהות זהות"),
    (&[TrNationalId], "tckn tckimlik tc tckimlikno turkishid tcno kimliknumarası"),
    (
        &[MedicalRecordNumber],
        "mrn medicalrecord medicalrecordnumber patientid patientnumber patientno recordnumber chartnumber \
        hospitalnumber patientenid patientennummer patientidentifier medrec",
    ),
    (&[HealthInsuranceId], "memberid healthinsuranceid insuranceid insurancepolicy healthinsurancenumber"),
    (
        &[Vin],
        "vin chassis fahrgestellnummer fahrgestell fin vehicleidentification vehicleidentifier vehicleid numérodechâssis bastidor telaio",
    ),
    (
        &[LicensePlate],
        "licenseplate licenceplate numberplate plate platenumber kennzeichen kfz kfzkennzeichen plaka plakası \
        matrícula matricula immatriculation targa kenteken tablica rejestracyjna registrationplate \
        vehicleregistration vehicleplate nummerplade registreringsnummer",
    ),
    (&[Imei], "imei imeisv deviceimei deviceidentifier"),
    (&[Imsi], "imsi"),
    (&[Iccid], "iccid simcard simnumber"),
    (&[MacAddress], "mac macaddress hwaddr hwaddress hardwareaddress physicaladdress ethernet ether bssid ethernetmac"),
    (
        &[Crypto],
        "crypto cryptocurrency wallet bitcoin btc ethereum eth monero xmr walletaddress cryptoaddress litecoin ltc solana sol tron trx \
        xrp ripple dogecoin doge dash zcash stellar xlm cardano polkadot tezos xtz cosmos bitcoincash bch usdt usdc erc trc bnb \
        avax algorand aptos depositaddress withdrawaladdress payoutaddress ethaddress btcaddress \
        coldwallet hotwallet кошелёк кошелек кошелька cüzdan cüzdanı billetera monedero portefeuille",
    ),
    (
        &[DateOfBirth],
        "dob dateofbirth birthdate birthday birth born birthdayis geboren geburtsdatum geburtstag geb \
        datedenaissance naissance né née nací nasci nacimiento fechadenacimiento fechanacimiento nato nata datadinascita nascita \
        nascimento datadenascimento geboortedatum geboren födelsedatum född fødselsdato født syntymäaika syntynyt \
        urodzenia dataurodzenia urodzony urodzona narození datumnarození született születésidátum doğumtarihi doğum \
        γεννήσεως γέννησης народження рождения датарождения родился родилась birthdateis dobis d.o.b bday nascido nascida nacido nacida fnac \
        geboortedag syntymäpäivä narozen narozena narodený narodená născut născută rođen rođena rodjen rodjena rojen rojena föddes cumpleaños compleanno \
        verjaardag fødselsdag födelsedag syntyi synnyin nació nasceu naquit nacque الميلاد לידה",
    ),
    (&[Age], "age aged alter âge edad età idade leeftijd ålder alder ikä wiek věk életkor yaş возраст ηλικία"),
    (
        &[PostalCode],
        "zip zipcode postcode postalcode postal plz postleitzahl codepostal códigopostal cap cep postnummer \
        pincode eircode psč irányítószám postnr",
    ),
];

/// Words of scripts that put no space between words.
pub(super) const UNSPACED: &[&[(&[Type], &str)]] = &[CJK, numbers::UNSPACED, papers::UNSPACED];

const CJK: &[(&[Type], &str)] = &[
    (&[CnResidentId], "身份证 身份證 公民身份号码"),
    (&[JpMyNumber], "マイナンバー 個人番号"),
    (&[KrRrn], "주민등록번호 주민번호"),
    (&[KrFrn], "외국인등록번호"),
    (&[KrBrn], "사업자등록번호"),
    (&[TwId], "身分證"),
    (&[ThTnin], "ตัวประชาชน บัตรประชาชน"),
    (&[InAadhaar], "आधार ஆதார்"),
    (
        &[Phone],
        "电话 電話 手机 手機 携帯 전화 휴대폰 핸드폰 연락처 โทรศัพท์ เบอร์โทร มือถือ फोन 联系方式 ទូរស័ព្ទ ဖုန်း 请拨打 致电 来电 拨打 ໂທລະສັບ",
    ),
    (&[Card], "信用卡 クレジットカード 신용카드 银行卡"),
    (&[DateOfBirth], "生年月日 出生日期 生日 출생 생년월일 วันเกิด जन्म"),
    (&[Secret], "验证码 驗證碼 認証コード 確認コード 인증번호 인증코드 รหัสยืนยัน รหัสotp"),
    (PASSPORTS, "护照 護照 パスポート 旅券 여권 หนังสือเดินทาง"),
    (LICENCES, "驾驶证 驾照 駕照 運転免許 운전면허"),
    (ACCOUNTS, "银行账号 账号 口座番号 계좌번호"),
    (&[PostalCode], "郵便番号 邮政编码 邮编 우편번호"),
];

/// Words directly before a number that make it something else.
pub(super) const NEGATIVE: &str = "id trace span hash nano nanos ns ms us timestamp ts seed sha order invoice ticket issue pr \
    commit build port byte size offset version ver rev revision pid thread session request req run row line page token \
    price total amount usd eur gbp isbn issn doi arxiv pmid patent sku part model tracking epoch time unix uuid guid \
    crc checksum etag sequence seq index count length duration latency job task batch item product catalog bug \
    jira article shipment package transaction txn event message msg node cluster pod container process release serial fingerprint lsn \
    closes fixes merge shares sizecells addresscells daicells interruptcells";

/// Words that stand between a value and its name.
pub(super) const FILLERS: &str = "number numbers no nr num nummer numer numero número numéro is was are the of for my her his their our \
    your address es ist est este jest är er on op mi und and et y e or with code nº номер valid current value lautet adalah ialah anda saya";

/// Last words of names of several words that say nothing alone: `vehicle registration`.
pub(super) const TAILS: &str = "registration značka înmatriculare знак oznaka κυκλοφορίας автомобиля רכב السيارة xe polisi नंबर संख्या омс \
    accès confirmation kod kód kódod kodu kodunuz código codice verifica verificación verificação vérification verificare verificació \
    weryfikacyjny potwierdzający kodas kods код потвърждение verifikimit uthibitishaji смс minh nhận verifikasi pengesahan password tan";

/// Fillers that lead from a thing to somebody: `ticket for`, `contract with`.
pub(super) const LINKS: &str = "of for on with and und et y e or my her his their our your address";
