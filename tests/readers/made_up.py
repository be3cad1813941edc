"""Made-up parties and numbers. Nobody has them."""

from __future__ import annotations

from chapiao.demo.ids import tax_id

BUYER, BUYER_ID = "北京云杉科技有限公司", tax_id("110108", 1)
SELLER, SELLER_ID = "上海远帆信息服务有限公司", tax_id("310105", 2)
LONG_NAME = "中国（云南）自由贸易试验区昆明片区青禾农业发展（集团）股份有限公司昆明分公司"
NUMBER = "25112000000012345678"
OTHER_NUMBER = "25112000000012345695"
CODE, PLAIN_NUMBER = "011002300111", "12345678"
CHECK_CODE = "12345678901234567890"
MACHINE = "661234567890"
CIPHER = (
    "03-028/088<945327-8704670*98",
    "88901</-+912</<-49/02838*521",
    "<20+*4>24+907245<2241/8-+1-9",
    "*0494*38>0015>//19/8++513<08",
)
