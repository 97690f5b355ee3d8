import shop
from shop import pay
from shop.compat import pay as either
from shop.sync import refund

pay(3)
refund(3)
shop.pay(2)
shop.refund(2)
either(1)
