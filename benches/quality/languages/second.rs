//! Languages of the table's second half.

use super::Language;

/// Texts, by language.
pub(super) const SECOND: &[Language] = &[
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
