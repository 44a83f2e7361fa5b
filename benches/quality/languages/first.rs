//! Languages of Europe, of the table's first half.

use super::Language;

/// Texts, by language.
pub(super) const FIRST: &[Language] = &[
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
];
