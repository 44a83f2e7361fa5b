//! Words for what is numbered and no person.

/// Things that are numbered, whose numbers may have the form of any: directly before a number no check digit of one
/// proves it.
pub(in crate::redact) const GOODS: &str = "order orders invoice invoices batch part partno lot ticket build version serial item product \
    contract tracking oem sku price receipt booking quote shipment package parcel model revision step phase count total size \
    offset row asset tag ref reference epoch case po port release session transaction article catalog issue commit isbn amount weight \
    sample index quantity balance score sequence replica shard chunk partition packet segment job task block sensor meter counter rack \
    slot frame hotfix patch ean gtin upc barcode mpn issn ndc pzn artnr artno catno itemno bestellnr artikelnr asin lccn oclc \
    consignment bestellung bestellnummer rechnung rechnungsnr rechnungsnummer auftragsnr belegnr belegnummer artikel artikelnummer auftrag auftragsnummer sendung sendungsnummer ticketnummer \
    vertrag vertragsnummer pedido factura contrato lote commande facture contrat colis ordine fattura contratto encomenda \
    fatura bestelling factuur zamówienie zamówienia faktura sipariş beställning objednávka заказ заказа счёт накладная накладной счётафактуры счетафактуры счётфактура счетфактура 订单 注文";
