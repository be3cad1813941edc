"""XML documents: 数电票, 税控, XBRL and platform feeds. All parties are made up."""

from __future__ import annotations

from tests.readers.made_up import (
    BUYER,
    BUYER_ID,
    CHECK_CODE,
    CODE,
    MACHINE,
    NUMBER,
    PLAIN_NUMBER,
    SELLER,
    SELLER_ID,
)


def einvoice(  # noqa: PLR0913 - what a test may want otherwise
    *,
    number: str = NUMBER,
    supervised: str | None = None,
    vat: str = "<LabelCode>02</LabelCode><LabelName>普通发票</LabelName>",
    issued: str = "2025-01-04",
    buyer: str = BUYER,
    buyer_id: str = BUYER_ID,
    sums: tuple[str, str, str] = ("100.00", "6.00", "106.00"),
    capital: str = "壹佰零陆元整",
    specific: str = "",
    line: str = "<Quantity>1</Quantity><UnPrice>100</UnPrice>",
    opening: str = '<?xml version="1.0" encoding="utf-8"?>',
) -> str:
    """Return a 数电票."""
    return f"""{opening}
<EInvoice><Header><EIid>{number}</EIid><EInvoiceTag>SWEI1100</EInvoiceTag><Version>0.37</Version>
<InherentLabel><InIssuType><LabelCode>Y</LabelCode></InIssuType>
<GeneralOrSpecialVAT>{vat}</GeneralOrSpecialVAT></InherentLabel></Header>
<EInvoiceData>
<SellerInformation><SellerIdNum>{SELLER_ID}</SellerIdNum><SellerName>{SELLER}</SellerName>
</SellerInformation>
<BuyerInformation><BuyerIdNum>{buyer_id}</BuyerIdNum><BuyerName>{buyer}</BuyerName>
</BuyerInformation>
<BasicInformation><TotalAmWithoutTax>{sums[0]}</TotalAmWithoutTax><TotalTaxAm>{sums[1]}</TotalTaxAm>
<TotalTax-includedAmount>{sums[2]}</TotalTax-includedAmount>
<TotalTax-includedAmountInChinese>{capital}</TotalTax-includedAmountInChinese>
<Drawer>周青</Drawer></BasicInformation>
<IssuItemInformation><ItemName>*信息技术服务*技术服务费</ItemName>{line}<Amount>{sums[0]}</Amount>
<TaxRate>0.06</TaxRate><ComTaxAm>{sums[1]}</ComTaxAm></IssuItemInformation>
<SpecificInformation>{specific}</SpecificInformation>
<AdditionalInformation><Remark>合同号2025-01</Remark></AdditionalInformation>
</EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{number if supervised is None else supervised}</InvoiceNumber>
<IssueTime>{issued}</IssueTime><TaxBureauCode>11100000000</TaxBureauCode></TaxSupervisionInfo>
</EInvoice>"""


def tax_control(
    *,
    tax: str = "6.00",
    rate: str = "6%",
    number: str = PLAIN_NUMBER,
    total: str = "106.00",
    seller: str = SELLER,
    code: str = CODE,
) -> str:
    """Return a 税控 invoice of the 2019 schema."""
    qr = f"01,10,{code},{number},100.00,20230625,{CHECK_CODE},98A2,"
    return f"""<?xml version="1.0" encoding="utf-8"?>
<eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019" Version="1.0">
<fp:DocID>01</fp:DocID><fp:InvoiceCode>{code}</fp:InvoiceCode><fp:InvoiceNo>{number}</fp:InvoiceNo>
<fp:TypeCode>0</fp:TypeCode><fp:IssueDate>2023年06月25日</fp:IssueDate>
<fp:InvoiceCheckCode>{CHECK_CODE}</fp:InvoiceCheckCode><fp:MachineNo>{MACHINE}</fp:MachineNo>
<fp:Buyer><fp:BuyerName>{BUYER}</fp:BuyerName><fp:BuyerTaxID>{BUYER_ID}</fp:BuyerTaxID></fp:Buyer>
<fp:Seller><fp:SellerName>{seller}</fp:SellerName><fp:SellerTaxID>{SELLER_ID}</fp:SellerTaxID>
</fp:Seller><fp:TaxInclusiveTotalAmount>{total}</fp:TaxInclusiveTotalAmount><fp:Note></fp:Note>
<fp:InvoiceClerk>林三</fp:InvoiceClerk><fp:TaxTotalAmount>{tax}</fp:TaxTotalAmount>
<fp:TaxExclusiveTotalAmount>100.00</fp:TaxExclusiveTotalAmount><fp:GraphCode>{qr}</fp:GraphCode>
<fp:GoodsInfos><fp:GoodsInfo><fp:Item>*餐饮服务*餐费</fp:Item><fp:Price>100</fp:Price>
<fp:Quantity>1</fp:Quantity><fp:Amount>100.00</fp:Amount><fp:TaxScheme>{rate}</fp:TaxScheme>
<fp:TaxAmount>{tax}</fp:TaxAmount></fp:GoodsInfo></fp:GoodsInfos></eInvoice>"""


def tax_control_2017() -> str:
    """Return a 税控 invoice of the older schema."""
    return f"""<?xml version="1.0" encoding="gbk"?>
<FPXT xmlns="http://www.e-invoice.gov.cn/2017"><OUTPUT><FP_DM>{CODE}</FP_DM>
<FP_HM>{PLAIN_NUMBER}</FP_HM><KPRQ>20230625101112</KPRQ><JYM>{CHECK_CODE}</JYM>
<GMF_MC>{BUYER}</GMF_MC><GMF_NSRSBH>{BUYER_ID}</GMF_NSRSBH><XSF_MC>{SELLER}</XSF_MC>
<XSF_NSRSBH>{SELLER_ID}</XSF_NSRSBH><HJJE>100.00</HJJE><HJSE>6.00</HJSE><JSHJ>106.00</JSHJ>
</OUTPUT></FPXT>"""


_XBRL = (
    '<?xml version="1.0" encoding="UTF-8"?><xbrl xmlns="http://www.xbrl.org/2003/instance"'
    ' xmlns:{p}="http://xbrl.mof.gov.cn/taxonomy/2021-11-30/{p}"><context id="c"/>{body}</xbrl>'
)


def xbrl(prefix: str, **elements: str) -> str:
    """Return an instance of one voucher."""
    body = "".join(
        f'<{prefix}:{name} contextRef="c">{text}</{prefix}:{name}>'
        for name, text in elements.items()
    )
    return _XBRL.format(p=prefix, body=body)


def xbrl_invoice() -> str:
    """Return an `inv` instance."""
    who = "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOf"
    return xbrl(
        "inv",
        TypeOfInvoice="增值税电子普通发票",
        CodeOfInvoice=CODE,
        NumberOfInvoice=PLAIN_NUMBER,
        DateOfIssue="2023-06-25",
        IdentifyingCode=CHECK_CODE,
        NumberOfInvoiceMachine=MACHINE,
        NameOfPurchaser=BUYER,
        **{f"{who}Purchaser": BUYER_ID},
        NameOfSeller=SELLER,
        **{f"{who}Seller": SELLER_ID},
        TotalAmountExcludingTax="100.00",
        TotalTaxAmount="6.00",
        TaxIncludedAmountInFigures="106.00",
        TaxIncludedAmountInWords="壹佰零陆圆整",
    )


def xbrl_rail() -> str:
    """Return a `rai` instance."""
    return xbrl(
        "rai",
        TypeOfVoucher="电子发票（铁路电子客票）",
        ElectronicInvoiceRailwayETicketNumber="25119165666000012345",
        DateOfIssue="2025-03-04",
        IssueParty="",
        NameOfPurchaser=BUYER,
        UnifiedSocialCreditCodeOfPurchaser=BUYER_ID,
        TotalAmountExcludingTax="507.34",
        TaxAmount="45.66",
        Fare="553.00",
    )


def feed_pinyin() -> str:
    """Return a platform's feed in pinyin tags."""
    return f"""<Invoice><FPHM>{NUMBER}</FPHM><KPRQ>20250104103200123</KPRQ><XSFMC>{SELLER}</XSFMC>
<XSFNSRSBH>{SELLER_ID}</XSFNSRSBH><GMFMC>{BUYER}</GMFMC><GMFNSRSBH>{BUYER_ID}</GMFNSRSBH>
<HJJE>100.00</HJJE><HJSE>6.00</HJSE><JSHJ>106.00</JSHJ></Invoice>"""


def feed_chinese() -> str:
    """Return a platform's feed in Chinese tags."""
    return f"""<发票><发票号码>{NUMBER}</发票号码><开票日期>2025年01月04日</开票日期>
<销售方名称>{SELLER}</销售方名称><购买方名称>{BUYER}</购买方名称><价税合计>106.00</价税合计>
<发票类型>数电票（普通发票）</发票类型></发票>"""
