"""Contact details (*coordonnées*): how to reach people, as they say, until the ERP echoes it.

Nouns: change (*changement de coordonnées*), laid over the ERP's value until the ERP echoes or
rejects it; e-mail change (*changement d'adresse e-mail*), which is the sign-in identity too;
delivery choice (*avis papier ou en ligne*), a dated register of consents; contact delivery
(*remise*), the numbered file that takes changes to the ERP.

    Change         one value of one person: mobile, other telephone, correspondence address,
                   e-mail, paper or online avis. Never edited: replaced by a later one
    EmailChange    asked, confirmed by a link on the new address, stopped from the old one
    DeliveryChoice one line of the register: which sentence was read, by whom, from which avis on

What a person says wins over what the ERP holds as long as the ERP has not answered; when the
ERP's own value moved meanwhile, an advisor decides.
"""
