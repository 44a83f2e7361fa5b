//! Short texts in sixty languages. Fields of a row: e-mail, telephone, card, account (IBAN), password, IP address.

use super::{
    case::Case,
    ids::iban_value,
    phones::phone,
    rng::Rng,
    values::{card, email, ip, password},
};

/// Types of the six fields.
const KINDS: [&str; 6] = ["EMAIL", "PHONE", "CARD", "IBAN", "SECRET", "IP_ADDRESS"];

/// Language, and its texts with `{V}` for the value.
pub const LANGUAGES: &[(&str, [&str; 6])] = &[
    (
        "en",
        [
            "Please write to {V}, thanks.",
            "Call me on {V} tomorrow.",
            "I paid with card {V} yesterday.",
            "My IBAN is {V}.",
            "The password is {V}",
            "He logged in from {V}.",
        ],
    ),
    (
        "de",
        [
            "Schreiben Sie bitte an {V}, danke.",
            "Rufen Sie mich unter {V} an.",
            "Bezahlt habe ich mit der Kreditkarte {V}.",
            "Meine IBAN lautet {V}.",
            "Passwort: {V}",
            "Die Anmeldung kam von der IP-Adresse {V}.",
        ],
    ),
    (
        "fr",
        [
            "Écrivez-moi à {V}, merci.",
            "Appelez-moi au téléphone : {V}.",
            "J'ai payé avec la carte bancaire {V}.",
            "Mon IBAN est {V}.",
            "Mot de passe : {V}",
            "Connexion depuis l'adresse IP {V}.",
        ],
    ),
    (
        "es",
        [
            "Escríbame a {V}, gracias.",
            "Llámame al teléfono {V}.",
            "Pagué con la tarjeta {V} ayer.",
            "Mi IBAN es {V}.",
            "La contraseña: {V}",
            "Entró desde la dirección IP {V}.",
        ],
    ),
    (
        "it",
        [
            "Scrivimi a {V}, grazie.",
            "Chiamami al telefono {V}.",
            "Ho pagato con la carta {V}.",
            "Il mio IBAN è {V}.",
            "Password: {V}",
            "Accesso dall'indirizzo IP {V}.",
        ],
    ),
    (
        "pt",
        [
            "Escreva para {V}, obrigado.",
            "Ligue para o telefone {V}.",
            "Paguei com o cartão {V}.",
            "O meu IBAN é {V}.",
            "Senha: {V}",
            "Acesso a partir do IP {V}.",
        ],
    ),
    (
        "nl",
        [
            "Mail naar {V}, alstublieft.",
            "Bel me op telefoon {V}.",
            "Ik betaalde met kaart {V}.",
            "Mijn IBAN is {V}.",
            "Wachtwoord: {V}",
            "Ingelogd vanaf IP-adres {V}.",
        ],
    ),
    (
        "sv",
        [
            "Skriv till {V}, tack.",
            "Ring mig på telefon {V}.",
            "Jag betalade med kort {V}.",
            "Mitt IBAN är {V}.",
            "Lösenord: {V}",
            "Inloggning från IP-adressen {V}.",
        ],
    ),
    (
        "da",
        [
            "Skriv til {V}, tak.",
            "Ring til mig på telefon {V}.",
            "Jeg betalte med kort {V}.",
            "Mit IBAN er {V}.",
            "Adgangskode: {V}",
            "Login fra IP-adressen {V}.",
        ],
    ),
    (
        "nb",
        [
            "Skriv til {V}, takk.",
            "Ring meg på telefon {V}.",
            "Jeg betalte med kort {V}.",
            "Mitt IBAN er {V}.",
            "Passord: {V}",
            "Innlogging fra IP-adressen {V}.",
        ],
    ),
    (
        "fi",
        [
            "Kirjoita osoitteeseen {V}, kiitos.",
            "Soita minulle, puhelin {V}.",
            "Maksoin kortilla {V}.",
            "IBAN-numeroni on {V}.",
            "Salasana: {V}",
            "Kirjautuminen IP-osoitteesta {V}.",
        ],
    ),
    (
        "is",
        [
            "Skrifaðu á {V}, takk.",
            "Hringdu í síma {V}.",
            "Ég borgaði með korti {V}.",
            "IBAN númerið er {V}.",
            "Lykilorð: {V}",
            "Innskráning frá IP-tölu {V}.",
        ],
    ),
    (
        "pl",
        [
            "Proszę pisać na {V}, dziękuję.",
            "Zadzwoń pod telefon {V}.",
            "Zapłaciłem kartą {V}.",
            "Mój IBAN to {V}.",
            "Hasło: {V}",
            "Logowanie z adresu IP {V}.",
        ],
    ),
    (
        "cs",
        [
            "Napište na {V}, děkuji.",
            "Zavolejte na telefon {V}.",
            "Platil jsem kartou {V}.",
            "Můj IBAN je {V}.",
            "Heslo: {V}",
            "Přihlášení z IP adresy {V}.",
        ],
    ),
    (
        "sk",
        [
            "Napíšte na {V}, ďakujem.",
            "Zavolajte na telefón {V}.",
            "Platil som kartou {V}.",
            "Môj IBAN je {V}.",
            "Heslo: {V}",
            "Prihlásenie z IP adresy {V}.",
        ],
    ),
    (
        "sl",
        [
            "Pišite na {V}, hvala.",
            "Pokličite telefon {V}.",
            "Plačal sem s kartico {V}.",
            "Moj IBAN je {V}.",
            "Geslo: {V}",
            "Prijava z naslova IP {V}.",
        ],
    ),
    (
        "hr",
        [
            "Pišite na {V}, hvala.",
            "Nazovite telefon {V}.",
            "Platio sam karticom {V}.",
            "Moj IBAN je {V}.",
            "Lozinka: {V}",
            "Prijava s IP adrese {V}.",
        ],
    ),
    (
        "bs",
        [
            "Pišite na {V}, hvala vam.",
            "Pozovite telefon {V}.",
            "Platila sam karticom {V}.",
            "IBAN mi je {V}.",
            "Šifra: {V}",
            "Prijava sa IP adrese {V}.",
        ],
    ),
    (
        "sr",
        [
            "Пишите на {V}, хвала.",
            "Позовите телефон {V}.",
            "Платио сам картицом {V}.",
            "Мој IBAN је {V}.",
            "Лозинка: {V}",
            "Пријава са IP адресе {V}.",
        ],
    ),
    (
        "mk",
        [
            "Пишете на {V}, благодарам.",
            "Јавете се на телефон {V}.",
            "Платив со картичка {V}.",
            "Мојот IBAN е {V}.",
            "Лозинка: {V}",
            "Најава од IP адреса {V}.",
        ],
    ),
    (
        "bg",
        [
            "Пишете на {V}, благодаря.",
            "Обадете се на телефон {V}.",
            "Платих с карта {V}.",
            "Моят IBAN е {V}.",
            "Парола: {V}",
            "Вход от IP адрес {V}.",
        ],
    ),
    (
        "ru",
        [
            "Пишите на {V}, спасибо.",
            "Позвоните по телефону {V}.",
            "Я оплатил картой {V}.",
            "Мой IBAN: {V}.",
            "Пароль: {V}",
            "Вход с IP-адреса {V}.",
        ],
    ),
    (
        "uk",
        [
            "Пишіть на {V}, дякую.",
            "Зателефонуйте: телефон {V}.",
            "Я сплатив карткою {V}.",
            "Мій IBAN: {V}.",
            "Пароль: {V}",
            "Вхід з IP-адреси {V}.",
        ],
    ),
    (
        "be",
        [
            "Пішыце на {V}, дзякуй.",
            "Патэлефануйце: тэлефон {V}.",
            "Я заплаціў карткай {V}.",
            "Мой IBAN: {V}.",
            "Пароль: {V}",
            "Уваход з IP-адраса {V}.",
        ],
    ),
    (
        "lt",
        [
            "Rašykite {V}, ačiū.",
            "Skambinkite telefonu {V}.",
            "Mokėjau kortele {V}.",
            "Mano IBAN yra {V}.",
            "Slaptažodis: {V}",
            "Prisijungta iš IP adreso {V}.",
        ],
    ),
    (
        "lv",
        [
            "Rakstiet uz {V}, paldies.",
            "Zvaniet pa tālruni {V}.",
            "Es maksāju ar karti {V}.",
            "Mans IBAN ir {V}.",
            "Parole: {V}",
            "Pieteikšanās no IP adreses {V}.",
        ],
    ),
    (
        "et",
        [
            "Kirjutage aadressil {V}, aitäh.",
            "Helistage telefonil {V}.",
            "Maksin kaardiga {V}.",
            "Minu IBAN on {V}.",
            "Parool: {V}",
            "Sisselogimine IP-aadressilt {V}.",
        ],
    ),
    (
        "hu",
        [
            "Írjon a {V} címre, köszönöm.",
            "Hívjon a telefonszámon: {V}.",
            "A {V} kártyával fizettem.",
            "Az IBAN számom {V}.",
            "Jelszó: {V}",
            "Bejelentkezés erről az IP-címről: {V}.",
        ],
    ),
    (
        "ro",
        [
            "Scrieți la {V}, mulțumesc.",
            "Sunați la telefon {V}.",
            "Am plătit cu cardul {V}.",
            "IBAN-ul meu este {V}.",
            "Parola: {V}",
            "Autentificare de la adresa IP {V}.",
        ],
    ),
    (
        "el",
        [
            "Γράψτε στο {V}, ευχαριστώ.",
            "Καλέστε στο τηλέφωνο {V}.",
            "Πλήρωσα με κάρτα {V}.",
            "Το IBAN μου είναι {V}.",
            "Κωδικός πρόσβασης: {V}",
            "Σύνδεση από τη διεύθυνση IP {V}.",
        ],
    ),
    (
        "sq",
        [
            "Shkruani te {V}, faleminderit.",
            "Telefononi në numrin {V}.",
            "Pagova me kartën {V}.",
            "IBAN-i im është {V}.",
            "Fjalëkalimi: {V}",
            "Hyrje nga adresa IP {V}.",
        ],
    ),
    (
        "tr",
        [
            "Lütfen {V} adresine yazın.",
            "Beni {V} numaralı telefondan arayın.",
            "{V} numaralı kartla ödedim.",
            "IBAN numaram {V}.",
            "Şifre: {V}",
            "{V} IP adresinden giriş yapıldı.",
        ],
    ),
    (
        "az",
        [
            "{V} ünvanına yazın, sağ olun.",
            "Telefon: {V}, zəng edin.",
            "Kartla ödədim: {V}.",
            "IBAN nömrəm {V}.",
            "Şifrə: {V}",
            "Giriş IP ünvanı {V}.",
        ],
    ),
    (
        "kk",
        [
            "{V} мекенжайына жазыңыз.",
            "Телефон: {V} хабарласыңыз.",
            "Мен {V} картасымен төледім.",
            "Менің IBAN: {V}.",
            "Құпиясөз: {V}",
            "IP мекенжайы {V} кірді.",
        ],
    ),
    (
        "uz",
        [
            "{V} manziliga yozing, rahmat.",
            "Telefon {V} ga qo'ng'iroq qiling.",
            "Men karta {V} bilan to'ladim.",
            "Mening IBAN: {V}.",
            "Parol: {V}",
            "IP manzil {V} dan kirildi.",
        ],
    ),
    (
        "ka",
        [
            "მომწერეთ {V}, გმადლობთ.",
            "დამირეკეთ ტელეფონზე {V}.",
            "გადავიხადე ბარათით {V}.",
            "ჩემი IBAN არის {V}.",
            "პაროლი: {V}",
            "შესვლა IP მისამართიდან {V}.",
        ],
    ),
    (
        "hy",
        [
            "Գրեք {V}, շնորհակալություն։",
            "Զանգահարեք հեռախոսով {V}։",
            "Վճարեցի քարտով {V}։",
            "Իմ IBAN-ը {V} է։",
            "Գաղտնաբառ: {V}",
            "Մուտք IP հասցեից {V}։",
        ],
    ),
    (
        "he",
        [
            "כתבו אל {V}, תודה.",
            "התקשרו לטלפון {V}.",
            "שילמתי בכרטיס {V}.",
            "ה-IBAN שלי הוא {V}.",
            "סיסמה: {V}",
            "התחברות מכתובת IP {V}.",
        ],
    ),
    (
        "ar",
        [
            "اكتب إلى {V}، شكرا.",
            "اتصل على الهاتف {V}.",
            "دفعت بالبطاقة {V}.",
            "رقم IBAN الخاص بي {V}.",
            "كلمة المرور: {V}",
            "تسجيل دخول من عنوان IP {V}.",
        ],
    ),
    (
        "fa",
        [
            "به {V} بنویسید، ممنون.",
            "با تلفن {V} تماس بگیرید.",
            "با کارت {V} پرداخت کردم.",
            "شماره IBAN من {V} است.",
            "رمز عبور: {V}",
            "ورود از نشانی IP {V}.",
        ],
    ),
    (
        "ur",
        [
            "{V} پر لکھیں، شکریہ۔",
            "فون {V} پر کال کریں۔",
            "میں نے کارڈ {V} سے ادائیگی کی۔",
            "میرا IBAN {V} ہے۔",
            "پاس ورڈ: {V}",
            "IP پتہ {V} سے لاگ ان۔",
        ],
    ),
    (
        "hi",
        [
            "कृपया {V} पर लिखें।",
            "मुझे फोन {V} पर कॉल करें।",
            "मैंने कार्ड {V} से भुगतान किया।",
            "मेरा IBAN {V} है।",
            "पासवर्ड: {V}",
            "IP पता {V} से लॉगिन।",
        ],
    ),
    (
        "bn",
        [
            "{V} ঠিকানায় লিখুন।",
            "ফোন {V} নম্বরে কল করুন।",
            "আমি কার্ড {V} দিয়ে দিয়েছি।",
            "আমার IBAN {V}।",
            "পাসওয়ার্ড: {V}",
            "IP ঠিকানা {V} থেকে লগইন।",
        ],
    ),
    (
        "pa",
        [
            "{V} ਤੇ ਲਿਖੋ।",
            "ਫੋਨ {V} ਤੇ ਕਾਲ ਕਰੋ।",
            "ਮੈਂ ਕਾਰਡ {V} ਨਾਲ ਭੁਗਤਾਨ ਕੀਤਾ।",
            "ਮੇਰਾ IBAN {V} ਹੈ।",
            "ਪਾਸਵਰਡ: {V}",
            "IP ਪਤਾ {V} ਤੋਂ ਲਾਗਇਨ।",
        ],
    ),
    (
        "gu",
        [
            "{V} પર લખો.",
            "ફોન {V} પર કૉલ કરો.",
            "મેં કાર્ડ {V} થી ચૂકવ્યું.",
            "મારો IBAN {V} છે.",
            "પાસવર્ડ: {V}",
            "IP સરનામું {V} થી લૉગિન.",
        ],
    ),
    (
        "ta",
        [
            "{V} க்கு எழுதவும்.",
            "தொலைபேசி {V} க்கு அழைக்கவும்.",
            "அட்டை {V} மூலம் செலுத்தினேன்.",
            "எனது IBAN {V}.",
            "கடவுச்சொல்: {V}",
            "IP முகவரி {V} இலிருந்து உள்நுழைவு.",
        ],
    ),
    (
        "te",
        [
            "{V} కి రాయండి.",
            "ఫోన్ {V} కి కాల్ చేయండి.",
            "నేను కార్డ్ {V} తో చెల్లించాను.",
            "నా IBAN {V}.",
            "పాస్‌వర్డ్: {V}",
            "IP చిరునామా {V} నుండి లాగిన్.",
        ],
    ),
    (
        "mr",
        [
            "{V} वर लिहा.",
            "फोन {V} वर कॉल करा.",
            "मी कार्ड {V} ने पैसे दिले.",
            "माझा IBAN {V} आहे.",
            "पासवर्ड: {V}",
            "IP पत्ता {V} वरून लॉगिन.",
        ],
    ),
    (
        "ne",
        [
            "{V} मा लेख्नुहोस्।",
            "फोन {V} मा कल गर्नुहोस्।",
            "मैले कार्ड {V} बाट तिरें।",
            "मेरो IBAN {V} हो।",
            "पासवर्ड: {V}",
            "IP ठेगाना {V} बाट लगइन।",
        ],
    ),
    (
        "si",
        [
            "{V} වෙත ලියන්න.",
            "දුරකථන {V} අමතන්න.",
            "මම කාඩ්පත {V} මගින් ගෙව්වා.",
            "මගේ IBAN {V}.",
            "මුරපදය: {V}",
            "IP ලිපිනය {V} වෙතින් පිවිසීම.",
        ],
    ),
    (
        "th",
        [
            "เขียนถึง {V} ขอบคุณ",
            "โทร {V} พรุ่งนี้",
            "ฉันจ่ายด้วยบัตร {V} แล้ว",
            "IBAN ของฉันคือ {V}",
            "รหัสผ่าน: {V}",
            "เข้าสู่ระบบจาก IP {V}",
        ],
    ),
    (
        "vi",
        [
            "Hãy viết cho {V}, cảm ơn.",
            "Gọi cho tôi số điện thoại {V}.",
            "Tôi đã trả bằng thẻ {V}.",
            "IBAN của tôi là {V}.",
            "Mật khẩu: {V}",
            "Đăng nhập từ địa chỉ IP {V}.",
        ],
    ),
    (
        "id",
        [
            "Tulis ke {V}, terima kasih.",
            "Hubungi telepon {V} besok.",
            "Saya bayar dengan kartu {V}.",
            "IBAN saya {V}.",
            "Kata sandi: {V}",
            "Masuk dari alamat IP {V}.",
        ],
    ),
    (
        "ms",
        [
            "Tulis kepada {V}, terima kasih.",
            "Hubungi telefon {V} esok.",
            "Saya bayar dengan kad {V}.",
            "IBAN saya ialah {V}.",
            "Kata laluan: {V}",
            "Log masuk dari alamat IP {V}.",
        ],
    ),
    (
        "tl",
        [
            "Sumulat sa {V}, salamat.",
            "Tawagan ang telepono {V}.",
            "Nagbayad ako gamit ang card {V}.",
            "Ang IBAN ko ay {V}.",
            "Password: {V}",
            "Nag-login mula sa IP address {V}.",
        ],
    ),
    (
        "sw",
        [
            "Andika kwa {V}, asante.",
            "Piga simu {V} kesho.",
            "Nililipa kwa kadi {V}.",
            "IBAN yangu ni {V}.",
            "Nenosiri: {V}",
            "Aliingia kutoka anwani ya IP {V}.",
        ],
    ),
    (
        "am",
        ["ወደ {V} ይጻፉ።", "በስልክ {V} ይደውሉ።", "በካርድ {V} ከፍያለሁ።", "የእኔ IBAN {V} ነው።", "የይለፍ ቃል: {V}", "ከ IP አድራሻ {V} ገብቷል።"],
    ),
    (
        "zh",
        [
            "请写信到{V}，谢谢。",
            "请拨打电话{V}联系我。",
            "我用银行卡{V}付款。",
            "我的IBAN是{V}。",
            "密码：{V}",
            "从IP地址{V}登录。",
        ],
    ),
    (
        "ja",
        [
            "{V}までご連絡ください。",
            "電話番号は{V}です。",
            "カード番号{V}で支払いました。",
            "IBANは{V}です。",
            "パスワード：{V}",
            "IPアドレス{V}からログイン。",
        ],
    ),
    (
        "ko",
        [
            "{V}로 메일 주세요.",
            "전화번호는 {V}입니다.",
            "카드 {V}로 결제했습니다.",
            "제 IBAN은 {V}입니다.",
            "비밀번호: {V}",
            "IP 주소 {V}에서 로그인했습니다.",
        ],
    ),
    (
        "eu",
        [
            "Idatzi {V} helbidera, eskerrik asko.",
            "Deitu telefono honetara: {V}.",
            "Txartelarekin ordaindu dut: {V}.",
            "Nire IBANa {V} da.",
            "Pasahitza: {V}",
            "Saioa IP helbide honetatik: {V}.",
        ],
    ),
    (
        "ca",
        [
            "Escriviu a {V}, gràcies.",
            "Truqueu al telèfon {V}.",
            "Vaig pagar amb la targeta {V}.",
            "El meu IBAN és {V}.",
            "Contrasenya: {V}",
            "Accés des de l'adreça IP {V}.",
        ],
    ),
    (
        "ga",
        [
            "Scríobh chuig {V}, go raibh maith agat.",
            "Glaoigh ar fón {V}.",
            "D'íoc mé le cárta {V}.",
            "Is é {V} mo IBAN.",
            "Pasfhocal: {V}",
            "Logáil isteach ó sheoladh IP {V}.",
        ],
    ),
    (
        "af",
        [
            "Skryf aan {V}, dankie.",
            "Bel my by foon {V}.",
            "Ek het met kaart {V} betaal.",
            "My IBAN is {V}.",
            "Wagwoord: {V}",
            "Aanmelding vanaf IP-adres {V}.",
        ],
    ),
];

/// Every language and field a few times; `half` picks every second pair of language and field.
pub fn cases(r: &mut Rng, half: usize, rounds: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for round in 0..rounds {
        for (l, (language, fields)) in LANGUAGES.iter().enumerate() {
            for (f, template) in fields.iter().enumerate() {
                if (l + f + round) % 2 != half {
                    continue;
                }
                let value = match KINDS[f] {
                    "EMAIL" => email(r),
                    "PHONE" => phone(r).0,
                    "CARD" => card(r),
                    "IBAN" => iban_value(r),
                    "SECRET" => password(r),
                    _ => ip(r),
                };
                cases.push(Case::fill(language, template, "", KINDS[f], &value));
            }
        }
    }
    cases
}
