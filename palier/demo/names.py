"""Names of people as a large suburb has them: many origins, accents, particles, hyphens."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Origin:
    """Names that go together. ``weight`` is how often they are drawn."""

    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


ORIGINS: tuple[Origin, ...] = (
    Origin(
        34,
        _words(
            "Aurélie Béatrice Cécile Chloé Élodie Ève Françoise Gaëlle Hélène Inès Jeanne Jocelyne "
            "Joëlle Léa Maëva Marie-Claude Marie-Thérèse Mélanie Noémie Océane Sophie Thérèse Zoé"
        ),
        _words(
            "André Antoine Benoît Cédric Clément Étienne Fabien François Gaël Gérard Guénolé "
            "Jean-Baptiste Jean-Marc Jérôme Loïc Michaël Noël Raphaël Rémi Sébastien Théo Thibault"
        ),
        _words(
            "Lefèvre Bérenger Carpentier Delacroix d’Harcourt Dupré Évrard Fournié Gérôme Hébrard "
            "Joubert L’Hostis Le_Bihan Le_Goff de_La_Tour Lemaître Maréchal Noël Ollivier "
            "Pélissier du_Plessis Rivière Saint-Amand Thévenin Vasseur Bénard Castéran "
            "Chênevert Guérin"
        ),
    ),
    Origin(
        22,
        _words(
            "Aïcha Amina Dounia Fatima-Zohra Hafida Houria Kenza Khadija Leïla Malika Naïma "
            "Nawel Rachida Samia Sihem Yasmina Zineb"
        ),
        _words(
            "Abdelkader Ahmed Bilal Farid Hakim Idir Karim Mehdi Mohamed-Amine Mourad Nabil "
            "Rachid Saïd Slimane Sofiane Yacine Younès"
        ),
        _words(
            "Aït_Ahmed Amrouche Belkacem Ben_Salah Benkhelifa Bouzid Chérif El_Amrani El_Haddad "
            "Ferhat Gharbi Haddadi Kaddour Mansouri Ould_Saïd Rahmani Saïdi Touati Zerrouki"
        ),
    ),
    Origin(
        20,
        _words(
            "Adama Aïssatou Aminata Assetou Bintou Djénéba Fanta Fatoumata Hawa Kadiatou Mariam "
            "Nafissatou Oumou Ramata Rokia Sira"
        ),
        _words(
            "Abdoulaye Alassane Amadou Bakary Boubacar Cheick Demba Ibrahima Issa Lassana Mamadou "
            "Moussa Ousmane Sékou Souleymane Tidiane"
        ),
        _words(
            "Bâ Camara Cissé Coulibaly Diaby Diallo Diarra Doucouré Fofana Kanté Keïta Konaté Koné "
            "N’Diaye Sacko Sidibé Sow Sylla Touré Traoré N’Guessan Kouassi"
        ),
    ),
    Origin(
        7,
        _words("Ana Beatriz Conceição Fátima Filomena Lúcia Maria_da_Luz Rosário Teresa"),
        _words("António Carlos Fernando João Joaquim José Luís Manuel Rui"),
        _words(
            "da_Silva dos_Santos Pereira Gonçalves Magalhães Moreira_de_Sá Simões Araújo Conceição"
        ),
    ),
    Origin(
        6,
        _words("Ayşe Elif Emine Gülşen Hatice Özlem Zeynep"),
        _words("Ahmet Cem Emre İbrahim Mehmet Mustafa Ömer"),
        _words("Aydın Çelik Demir Kılıç Öztürk Şahin Yıldız Yılmaz"),
    ),
    Origin(
        6,
        _words("Anushka Divya Lakshmi Nirmala Priya Sivagami Thulasi"),
        _words("Arumugam Ganesh Kumaran Prakash Ravi Sivakumar Vimal"),
        _words("Balasubramaniam Kandasamy Nadarajah Selvarajah Sivanesan Thambirajah"),
    ),
    Origin(
        5,
        _words("Hoa Lan Li Mei Thi_Hanh Xiuying Yue"),
        _words("Bao Duc Hao Jun Minh Wei Xiaoming"),
        _words("Chen Lê Lin Nguyên Phạm Trần Wang Wu Zhang Zheng"),
    ),
    Origin(
        6,
        _words("Gladys Guerda Josette Marie-Ange Mirlande Murielle Nadège Rose-Laure"),
        _words("Dieudonné Fritz Jean-Robert Joël Kévin Ludovic Rodrigue Wilfrid"),
        _words(
            "Bélizaire Célestin Désir Jean-Louis Jean-Pierre Louis-Marie Pierre-Antoine Toussaint"
        ),
    ),
)

_WEIGHTS = [origin.weight for origin in ORIGINS]
_ASCII = str.maketrans(
    "àâäãáåçéèêëęíîïìıíñóôöõòúùûüýÿşŞğĞćčžłİạầăươđĐ",
    "aaaaaaceeeeeiiiiiinooooouuuuyysSgGcczlIaaauodD",
)


def origin(draw: Random) -> Origin:
    """Draw where a household's names come from."""
    return draw.choices(ORIGINS, _WEIGHTS)[0]


def slug(text: str) -> str:
    """Write a name as the left part of an e-mail address."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.translate(_ASCII)).encode("ascii", "ignore").decode()
    return "".join(sign for sign in plain.lower() if sign.isalnum() or sign in "-.")
