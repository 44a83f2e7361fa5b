//! Words for passports, licences, plates, insurance, health records and accounts, in the languages of the European
//! Union and others.

use crate::redact::types::Type::{self, *};

/// Papers, plates, records.
pub(in crate::redact) const PAPERS: &[(&[Type], &str)] = &[
    (
        &[Passport],
        "passportnr passeportn numérodepasseport númerodepasaporte numerodipassaporto númerodopassaporte paspoortnummer \
        paspoortnr pasnummer pasnr passinumero passinnumero číslopasu číslocestovnéhopasu cestovnéhopasu cestovnípas \
        cestovnýpas útlevél útlevélszám útlevélszáma pașaport pașaportului numărpașaport putovnica putovnice brojputovnice \
        pasoš pasoša potnilist potnegalista διαβατήριο διαβατηρίου   \
         паспорту pasaportno pasaportnumarası hộchiếu sốhộchiếu nomorpaspor paspor pasesnumurs \
        pasonumeris vegabréf vegabréfsnúmer جوازالسفر رقمجواز الجواز جوازي جوازسفري דרכון הדרכון מספרדרכון पासपोर्ट numerpaszportu passnr \
        passnummer reisepassnr گذرنامه شمارهگذرنامه پاسپورت",
    ),
    (
        &[DriverLicense],
        "driverlicence driverlicense driverslicense driverslicence driverpermit drivingpermit drivinglicence drivinglicense \
        dlno dlnumber licensenumber permisdeconduire permisno patentediguida numeropatente permisodeconducir carnetdeconducir \
        licenciadeconducir permisoconducir cartadecondução carteirademotorista cnh rijbewijs rijbewijsnummer prawojazdy prawajazdy \
        numerprawajazdy körkort körkortsnummer førerkort førerkortnummer kørekort kørekortnummer ajokortti ajokortinnumero \
        řidičskýprůkaz číslořidičskéhoprůkazu řidičskéhoprůkazu vodičskýpreukaz vodičskéhopreukazu vezetőiengedély jogosítvány \
        permisdeconducere permisuluideconducere vozačkadozvola vozačkedozvole vozniškodovoljenje vozniškegadovoljenja \
        άδειαοδήγησης αδειαοδηγησης водительскоеудостоверение водительскогоудостоверения водительское \
        водійськепосвідчення посвідченняводія свидетелствозауправление ehliyet ehliyetno sürücübelgesi sürücübelgesino \
        vadītājaapliecība vadītājaapliecības vairuotojopažymėjimas juhiluba juhiloa ökuskírteini رخصةالقيادة רישיוןנהיגה \
        bằnglái giấyphéplái ड्राइविंगलाइसेंस",
    ),
    (
        &[LicensePlate],
        "licenseplatenumber plateno platenr licenceplatenumber numberplatenumber vehiclereg vehicleregistrationnumber regno \
        carregistration номеравто госномер номеравтомобиля держномер plakano registracijska spz ečv rendszám \
        rendszáma rekisterinumero регистрационенномер   patentevehículo matrículadelcoche nrrejestracyjny \
        rejestracyjny numerrejestracyjny nummerskylt nummerplaat kentekennummer bilskilt skiltnummer regnr \
        registreringsnr rekisteritunnus registračníznačka registračnáznačka evidenčnéčíslo špz номеравтомобиля номернийзнак \
        номернойзнак регномер πινακίδα αριθμόςκυκλοφορίας numărdeînmatriculare numărînmatriculare nrînmatriculare placa placas \
        registarskaoznaka registarsketablice registrskaoznaka اللوحة رقماللوحة لوحةالسيارة רישוי לוחיתרישוי מספררכב गाड़ीनंबर \
        वाहनसंख्या वाहननंबर biểnsố biểnsốxe biểnkiểmsoát nomorpolisi nopolisi nopol platnomor nomorplat پلاک شمارهپلاک",
    ),
    (
        &[HealthInsuranceId],
        "membernumber memberno membershipid subscriberid subscribernumber subscriberno policynumber policyno policynr \
        insurancenumber insuranceno insuranceid insurancepolicynumber healthplanid planmemberid groupnumber \
        priorauthorization priorauthorizationnumber priorauthnumber authorizationnumber claimnumber claimno insuranceclaim \
        prescriptionnumber prescriptionno rxnumber rxno medicaid medicaidid medicaidnumber beneficiaryid \
        beneficiarynumber healthcardno hic hicn policenummer versicherungsscheinnummer policennummer polizzanumero \
        numeropolizza númerodepóliza póliza numérodepolice polisnummer numerpolisy nrpolisy \
        numérodassuré numérodassurée nassuré númerodesegurado númerodelasegurado númerodoutente numerodeutente tesserasanitaria \
        numerubezpieczenia numerubezpieczonego číslopojištěnce číslopoistenca číslopojistky číslopoistky полисомс полисдмс \
        номерполиса номерстраховки номерполісу sigortanumarası sigortano poliçeno poliçenumarası numărasigurare \
        numărdeasigurare numărpoliță αριθμόςασφάλισης αριθμόςασφαλισμένου номернаосигуровка осигурителенномер رقمالتأمين \
        رقمبوليصةالتأمين מספרמבוטח מספרפוליסה बीमासंख्या बीमानंबर पॉलिसीनंबर bhyt sốbhyt mãbhyt sốthẻbhyt bpjs nomorbpjs nobpjs \
        nomorpolis brojosiguranika brojpolice biztosításiszám شمارهبیمه شمارهبیمهنامه",
    ),
    (
        &[MedicalRecordNumber],
        "mrn medicalrecordno medicalrecord chartno hospitalno patientfile encounterid encounternumber \
        fallnummer historiaclínica númerodehistoria dossiermédical cartellaclinica numercartella prontuário journalnummer \
        patiëntnummer patientnr patiëntnr patientennr journalnr potilasnumero potilastunnus numerpacjenta númerodepaciente \
        númerodopaciente numérodepatient numérodudossiermédical numérodossiermédical číslopacienta номермедкарты медкарты hastano \
        hastanumarası protokolno betegazonosító numărpacient αριθμόςασθενούς الملفالطبي رقمالملفالطبي رقمالمريض मरीजसंख्या \
        मरीजनंबर mãbệnhnhân mãbn rekammedis norekammedis nomorrekammedis شمارهبیمار",
    ),
    (
        &[BankAccount],
        "ifsc ifsccode bsb bsbnumber nuban blz bankleitzahl cbu nrkonta numerkonta kontonr konto kontonummer \
        rachunku numerrachunku nrrachunku číslouctu čísloúčtu účtu bankovníúčet čísloúčet bankszámlaszám számlaszám \
        brojračuna žiroračun contcurent numărcont расчётныйсчёт расчетныйсчет лицевойсчет счёта номерсчета рахунок \
        hesapno hesapnumarası númerodecuenta cuentabancaria ncuenta contacorrente numérodecompte ncompte comptebancaire \
        numerodiconto rekeningnummer bankrekening bankgiro plusgiro kontonummeret bankaccountno accno sốtàikhoản \
        nomorrekening norekening رقمالحساب חשבוןבנק खाता númerodaconta αριθμόςλογαριασμού מספרחשבון numărdecont номеррахунку شمارهحساب شمارهشبا شبا حساببانکی",
    ),
    (
        &[CardDetail],
        "cvc cvc2 cvv cvv2 cardsecuritycode códigodeseguridad códigodesegurança codedesécurité cryptogramme codicedisicurezza \
        kartenprüfziffer beveiligingscode säkerhetskod sikkerhedskode sikkerhetskode turvakoodi kodzabezpieczający \
        bezpečnostníkód biztonságikód güvenlikkodu кодбезопасности кодбезпеки codsecuritate coddesecuritate mãbảomật kodekeamanan \
        קודאבטחה κωδικόςασφαλείας सुरक्षाकोड",
    ),
    (
        &[Card],
        "numérodecarte kaartnummer kartnumarası kártyaszám bankkártya nomorkartu sốthẻ номеркартки картки αριθμόςκάρτας κάρτας \
        numărcard numărulcardului kortinnumero מספרכרטיס कार्डनंबर \
        kreditnakartica brojkartice кредитнакарта номернакарта банківськакартка кредитнакартка hitelkártya πιστωτικήκάρτα \
        بطاقةالائتمان بطاقةائتمان رقمالبطاقة כרטיסאשראי क्रेडिटकार्ड डेबिटकार्ड kartukredit kartudebit thẻtíndụng شمارهکارت \
        کارتبانکی کارتاعتباری platebníkarta platobnákarta číslokarty",
    ),
    (
        &[DateOfBirth],
        "nacido nació naciste dátumnarodenia narodenia datanașterii nașterii tanggallahir lahir tgllahir gimimo gimimodata gimė \
        dzimšanas dzimšanasdatums dzimis dzimusi datumrođenja rođenja datumrojstva rojstva sünniaeg sündinud fæðingardagur \
        fæddur fædd ngàysinh sinhngày fnac urodzony születésiidő születésidő γεννήθηκε γεννηθείς раждане роден родена \
        народився народилася родился datadenaștere birthdayon doğumlu dateofbirthis dataurodzenia تولد تاریختولد γεννήθηκα narodil narodila születtem",
    ),
];

/// The same in scripts without blanks.
pub(in crate::redact) const UNSPACED: &[(&[Type], &str)] = &[
    (&[Passport], "护照 護照 旅券番号 旅券 パスポート番号 パスポート 여권번호 여권 หนังสือเดินทาง पासपोर्ट"),
    (&[DriverLicense], "驾驶证 駕駛執照 运転免許証番号 運転免許証 運転免許 운전면허번호 운전면허 ใบขับขี่"),
    (&[BankAccount], "银行账号 银行卡号 口座番号 계좌번호 계좌 銀行帳號 เลขที่บัญชี บัญชีธนาคาร"),
    (&[CardDetail], "セキュリティコード 安全码 보안코드"),
    (&[Card, BankAccount], "卡号 卡號"),
    (&[Card], "カード番号 信用卡号 카드번호 บัตรเครดิต บัตรเดบิต"),
    (&[LicensePlate], "车牌号 车牌 車牌 ナンバープレート 차량번호 차량등록번호 車両番号 車牌號 ทะเบียนรถ"),
    (&[DateOfBirth], "出生于 出生於 生于 जन्मतिथि ปีเกิด"),
    (
        &[MedicalRecordNumber],
        "病历号 病歷號 病案号 住院号 门诊号 就诊卡号 診察券番号 患者番号 환자번호 차트번호 ประจำตัวผู้ป่วย รหัสผู้ป่วย",
    ),
    (
        &[HealthInsuranceId],
        "医保卡号 医保号 社保卡号 保険証番号 保険者番号 被保険者番号 보험번호 건강보험증번호 증권번호 保单号 保單號碼",
    ),
];
