"""Rights (*droits*, RGPD): a copy of my data, closing my account, how long things are kept.

    copy            a ZIP of everything the portal knows of one person (*copie de mes données*)
    section         one table of that copy, with its schema (*rubrique*)
    closing         an account being closed, after a delay to change one's mind (*fermeture*)
    rule            how long one sort of data is kept, why, by which text (*règle de conservation*)
    activity        one line of the register of article 30 (*traitement*)

The room stands above every other, since it reads them all; none knows it.
"""
