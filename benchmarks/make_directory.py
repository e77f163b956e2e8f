#!/usr/bin/env python3
"""Write a synthetic mentor directory of any size, for benchmarks and search tests.

    python make_directory.py OUT --mentors 10000 [--seed 1] [--prose 150]

OUT gets directory.yml and content/mentors/*.md and *.yaml in the format of
the README. The same arguments always write the same bytes. Everything in it is
invented: no profile describes a person. Standard library only.
"""

import argparse
import datetime as dt
import random
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent

GIVEN = """Amara Aaliyah Abebe Adaeze Aditi Ahmed Aiko Alejandra Alice Amina Ana Anders Andrea Anjali Ayşe Beatriz Benjamin
Bilal Björn Camille Carlos Carmen Chen Chiara Chidi Chloé Daniel David Deepa Diego Dmitri Elena Elif Emeka Emily Esther
Fatima Felipe Fiona Gabriel George Grace Hana Hannah Haruto Hassan Helena Hiroshi Hugo Ibrahim Imani Inés Ivan Jamal James
Javier Jing Jorge José Joseph Julia Kai Karim Katarzyna Kenji Kofi Krishna Lakshmi Laila Leah Leila Li Lin Lucía Lukas Luis
María Marcus Margaret Mateo Maya Mei Michael Miguel Min-jun Mohammed Nadia Naomi Nia Nikhil Noor Olivia Omar Oluwaseun
Paolo Patrick Priya Quynh Rachel Rahul Rania Ravi Rebecca Rosa Ruth Samir Sara Sean Sofia Søren Sunita Tariq Thandiwe Thomas
Tomás Uchenna Valentina Victoria Wei William Ximena Yara Yuki Yusuf Zainab Zoë""".split()
FAMILY = """Abdi Acosta Adeyemi Agarwal Ahmadi Ahn Almeida Álvarez Andersson Baker Banerjee Bauer Begum Bello Bernard Bianchi
Boateng Brown Campbell Castillo Chaudhry Chen Choi Clarke Cohen Costa Cruz Dang Davis Delgado Desai Diallo Díaz Dubois Edwards
Eze Farouk Fernández Fischer Flores Fraser García Ghosh Gómez Grant Greenberg Gupta Haddad Hansen Hernández Hoang Hughes
Hussain Ibarra Ito Ivanova Jackson Jensen Jiménez Johnson Kamau Kaplan Kaur Keller Khan Kim Kowalski Kumar Larsen Lee Levy
Lopez MacDonald Malik Martin Mbeki Mehta Mendoza Mensah Meyer Mohamed Molina Moreno Morris Mwangi Nakamura Navarro Ng Nguyen
Novak Nowak O'Brien O'Connor Okafor Oliveira Olsen Ortiz Osei Park Patel Pereira Pham Popov Qureshi Rahman Ramirez Rao Reyes
Rivera Robinson Romano Rossi Ruiz Sadeghi Sánchez Santos Sato Schmidt Schneider Sharma Silva Singh Sokolov Solomon Tan Tanaka
Taylor Thompson Torres Tran Ueda Vargas Vásquez Velasco Wagner Walker Wang Watanabe Weber Williams Wilson Wong Wright Wu Xu
Yamamoto Yang Yilmaz Young Zhang Zhao Zimmerman Zulu""".split()
PLACES = """Boston|MA|America/New_York Chicago|IL|America/Chicago Houston|TX|America/Chicago Seattle|WA|America/Los_Angeles
Denver|CO|America/Denver Atlanta|GA|America/New_York Phoenix|AZ|America/Phoenix Detroit|MI|America/Detroit
Baltimore|MD|America/New_York Portland|OR|America/Los_Angeles Miami|FL|America/New_York Honolulu|HI|Pacific/Honolulu
Cleveland|OH|America/New_York Nashville|TN|America/Chicago Rochester|NY|America/New_York Sacramento|CA|America/Los_Angeles""".split()
SCHOOLS = """Lakeside|Harborview|Cedar Ridge|Granite State|Prairie|Two Rivers|Bayfront|Northgate|Summit|Riverbend|Redwood|Old Mill
|Pine Barrens|Silver Creek|Copper Canyon|Blue Mesa|Stonebridge|Eastlake|Westbrook|Fairhaven""".replace("\n", "").split("|")
SPECIALTIES = """Allergy and Immunology|Anesthesiology|Dermatology|Emergency Medicine|Family Medicine|Internal Medicine
|Medical Genetics and Genomics|Neurological Surgery|Obstetrics and Gynecology|Ophthalmology|Orthopaedic Surgery|Pathology
|Pediatrics|Physical Medicine and Rehabilitation|Plastic Surgery|Preventive Medicine|Psychiatry|Neurology
|Diagnostic Radiology|Radiation Oncology|General Surgery|Vascular Surgery|Urology|Cardiovascular Disease|Gastroenterology
|Nephrology|Rheumatology|Infectious Disease|Hematology|Medical Oncology|Geriatric Medicine|Critical Care Medicine
|Neonatal-Perinatal Medicine|Pediatric Cardiology|Child and Adolescent Psychiatry|Hospice and Palliative Medicine""".replace(
    "\n", ""
).split("|")
INTERESTS = """heart failure|health equity|medical education|sickle cell disease|global health|asthma|sepsis|stroke prevention
|point-of-care ultrasound|quality improvement|implementation science|diabetes|hypertension in pregnancy|addiction medicine
|rural practice|LGBTQ+ health|refugee health|cystic fibrosis|lupus|long COVID|vaccine policy|antimicrobial stewardship
|machine learning in imaging|clinical informatics|bioethics|narrative medicine|simulation|surgical robotics|transplant
|trauma|burns|wound healing|melanoma|breast cancer|colorectal screening|lung cancer|leukemia|palliative care at home
|dementia|Parkinson disease|epilepsy|migraine|multiple sclerosis|autism|ADHD|adolescent medicine|foster care health
|neonatal nutrition|congenital heart disease|arrhythmia|cardio-oncology|pulmonary hypertension|interstitial lung disease
|sleep apnea|dialysis access|kidney stones|glomerulonephritis|inflammatory bowel disease|liver transplant|hepatitis C|HIV
|tuberculosis|malaria|hospital epidemiology|physician wellness|burnout|parenting in residency|residency applications
|international medical graduates|first-generation students|leadership|health policy|advocacy|community engagement
|grant writing|biostatistics|clinical trials|genomics|CRISPR|medical humanities|sports injuries|concussion|spinal cord injury
|prosthetics|hand surgery|cleft palate|glaucoma|retina|cochlear implants|voice disorders|osteoporosis|fibromyalgia|gout
|food allergy|eczema|psoriasis|skin of color|infertility|menopause|family planning|maternal mortality|perinatal depression
|schizophrenia|eating disorders|PTSD|emergency preparedness|wilderness medicine|toxicology|EMS|telehealth""".replace("\n", "").split("|")
TOPICS = """specialty-choice residency-application fellowship-application cv-statement interviews board-exams research-project
publishing grants teaching quality-improvement leadership advocacy global-health work-life wellbeing parenting finances
img-visa navigating-bias sponsorship""".split()
TYPES = ["clinical", "research", "career", "personal"]
STAGES = ["premed", "preclinical-student", "clinical-student", "md-phd", "gap-year", "resident", "fellow", "early-faculty", "mid-career"]
ROLES = ["faculty"] * 6 + ["attending"] * 4 + ["fellow", "resident", "student", "retired", "visiting", "researcher"]
LANGS = ["es", "fr", "zh", "hi", "ar", "pt", "vi", "ko", "ru", "tl", "am", "yo"]
OPENERS = """I trained as a {s} physician and now spend most of my week on {a}.|My clinic cares for people living with {a}, and my research group studies {b}.
|I came to {s} late, after several years working in {b}.|Most of my published work is about {a}; lately I have been asking how it meets {b}.
|I run the {s} clerkship and look after students who are curious about {a}.""".replace("\n", "").split("|")
MIDDLES = """Residents who work with me usually leave with a finished project on {a}.|I am happy to talk about {b}, about choosing {s}, or about neither.
|If you want to learn how {a} looks outside a large hospital, I can arrange a visit.|I was the first in my family to go to college, so questions that feel too small are welcome.
|We meet every other week, set two goals, and write down what each of us promised.|Ask me about {c}: it changed how I practise.
|I have sat on a residency selection committee for years and can read your statement honestly.|My calendar is tight in winter, but I always answer within a week.
|I keep a short reading list on {c} that has started many good conversations.|Balance matters: I took a year away for family and came back to a full career.""".replace(
    "\n", ""
).split("|")
CLOSERS = """Tell me what you hope to be doing in five years.|Send me one paragraph on what you want from a mentor.|Bring a question, not a CV.
|A short first call is the best way to see whether we fit.|I will tell you frankly when somebody else is the better mentor for you.""".replace(
    "\n", ""
).split("|")


OTHER_SCRIPTS = [
    ("李明", "li-ming"),
    ("王芳", "wang-fang"),
    ("陈静怡", "chen-jingyi"),
    ("佐藤健", "sato-ken"),
    ("田中さくら", "tanaka-sakura"),
    ("김민준", "kim-minjun"),
    ("박서연", "park-seoyeon"),
    ("محمد علي", "mohammed-ali"),
    ("فاطمة الزهراء", "fatima-alzahra"),
    ("نسیم رضایی", "nasim-rezaei"),
    ("דנה כהן", "dana-cohen"),
    ("Анна Иванова", "anna-ivanova"),
    ("Олександр Шевченко", "oleksandr-shevchenko"),
    ("Ελένη Παπαδοπούλου", "eleni-papadopoulou"),
    ("अनीता शर्मा", "anita-sharma"),
    ("প্রিয়া সেন", "priya-sen"),
    ("தமிழ்ச்செல்வி", "tamilselvi"),
    ("ณัฐพล สุขใจ", "nattapon-sukjai"),
    ("ገብረ መስቀል", "gebre-meskel"),
    ("Nguyễn Thị Ánh", "nguyen-thi-anh"),
]
# Rare words: medical-looking, tens of thousands of them, drawn by a power law so that vocabulary grows with the corpus as it does in real text.
ROOTS = """angio arthro broncho calci cardio cephalo chondro colo cranio cysto cyto dermo embryo encephalo endo entero erythro fibro gastro
glyco gyno hemo hepato histo hystero immuno kerato lacto laparo laryngo leuko lipo lympho masto meningo metabolo micro mito morpho
myelo myo nano nephro neuro oculo onco oophoro organo osteo oto pancreato patho peri pharmaco phlebo photo phospho pleuro pneumo
podo poly procto proteo pseudo psycho pulmo pyelo radio reno reticulo retino rhino sarco sclero sero sialo spleno spondylo stomato
stereo synapto teno thoraco thrombo thymo thyro tomo tracheo trans uretero uro utero vaso ventriculo vesico viro""".split()
STEMS = """blast carcin cept clast crin cyst dactyl duct dynam ectop fer flam gen glob gluc graft gram iso kerat kin lact lamin lith lumin lys mal
mer meth morph mut necr neph nod nucl ox path pept phag phil plas plex pneum prol ptos rect ren sarc scler sept som sten stom strict
tact tel therm thromb tom ton top tox troph tub vacc val vas ven vert vir zyg""".split()
ENDINGS = "al algia ase ation cyte ectomy emia genesis ia ic in ine ism itis ity lysis malacia megaly metry oid ology oma opathy osis otomy pathy penia plasty rrhea scopy stasis tropic uria".split()


def rare_word(rng: random.Random) -> str:
    rank = int(min(rng.paretovariate(0.18), 1e9)) * 7919 % (len(ROOTS) * len(STEMS) * len(ENDINGS))
    rank, e = divmod(rank, len(ENDINGS))
    r, s = divmod(rank, len(STEMS))
    return ROOTS[r] + STEMS[s] + ENDINGS[e]


def family(rng: random.Random) -> str:
    """Two in three from the list, else a made-up name, so that names too keep growing with the corpus."""
    if rng.random() < 0.65:
        return rng.choice(FAMILY)
    parts = [
        "ba",
        "be",
        "chi",
        "da",
        "do",
        "el",
        "fa",
        "gor",
        "ha",
        "is",
        "ja",
        "ka",
        "ler",
        "ma",
        "mon",
        "na",
        "ni",
        "or",
        "pe",
        "ra",
        "ri",
        "sa",
        "sko",
        "ta",
        "to",
        "va",
        "wi",
        "ya",
        "ze",
        "zo",
    ]
    return "".join(rng.choice(parts) for _ in range(rng.randint(2, 4))).capitalize() + rng.choice(
        ["", "", "n", "s", "ez", "ov", "sen", "wala"]
    )


def slugify(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("ı", "i")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower().replace("'", "")).strip("-")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def mentor(rng: random.Random, prose_words: int, today: dt.date) -> tuple[str, str, list[str], str]:
    """One invented mentor: (name, slug stem, YAML lines, Markdown bio)."""
    name = f"{rng.choice(GIVEN)} {family(rng)}"
    if rng.random() < 0.25:
        name += f"-{family(rng)}"
    slug = slugify(name)
    if rng.random() < 0.03:
        name, slug = rng.choice(OTHER_SCRIPTS)
    specialty = rng.choice(SPECIALTIES)
    interests = rng.sample(INTERESTS, rng.randint(2, 6))
    if rng.random() < 0.4:
        interests.append(f"{rare_word(rng)} {rng.choice(['disease', 'imaging', 'genetics', 'outcomes', 'prevention'])}")
    city, region, zone = rng.choice(PLACES).split("|")
    school = f"{rng.choice(SCHOOLS).strip()} School of Medicine"
    types = rng.sample(TYPES, rng.choice([1, 1, 2, 2, 3]))
    status = rng.choice(["open"] * 6 + ["limited"] * 2 + ["full", "paused", "closed"])
    confirmed = today - dt.timedelta(days=rng.randint(0, 500))
    lines = [
        f"name: {quoted(name)}",
        f"credentials: [{rng.choice(['MD', 'MD, MPH', 'MD, PhD', 'DO', 'MBBS'])}]",
        f"role: {rng.choice(ROLES)}",
        f"title: {quoted(rng.choice(['Assistant', 'Associate', 'Clinical', 'Full']) + ' Professor of ' + specialty)}",
        f"institution: {quoted(school)}",
        f"location: {{city: {city}, region: {region}, country: US, timezone: {zone}}}",
        f"specialties: [{specialty}]",
        "interests:",
        *(f"  - {i}" for i in interests),
        "mentoring:",
    ]
    for kind in types:
        lines += [
            f"  - type: {kind}",
            f"    stages: [{', '.join(rng.sample(STAGES, rng.randint(1, 4)))}]",
            f"    topics: [{', '.join(rng.sample(TOPICS, rng.randint(1, 4)))}]",
        ]
    lines += [
        f"open_outside_specialty: {rng.choice(['true', 'false'])}",
        f"accepts_from: {rng.choice(['own-school', 'region', 'anyone'])}",
        "availability:",
        f"  status: {status}",
    ]
    if status in ("open", "limited"):
        lines.append(f"  slots: {rng.randint(1, 4)}")
    if status == "paused":
        lines.append(f"  paused_until: {today + dt.timedelta(days=rng.randint(-30, 200))}")
    lines += [
        f"  formats: [{', '.join(rng.sample(['one-off', 'short', 'long'], rng.randint(1, 3)))}]",
        f"  cadence: {rng.choice(['weekly', 'biweekly', 'monthly', 'quarterly', 'as-needed'])}",
        f"  modes: [{', '.join(rng.sample(['in-person', 'video', 'phone', 'email', 'shadowing'], rng.randint(1, 3)))}]",
        f"last_confirmed: {confirmed}",
        "contact:",
    ]
    method = rng.choice(["email", "email", "coordinator", "form", "scheduling"])
    lines.append(f"  method: {method}")
    if method == "email":
        lines.append(f"  value: {slug}@{slugify(school.split(' School')[0])}.example")
    elif method in ("form", "scheduling"):
        lines.append(f"  value: https://{slugify(school.split(' School')[0])}.example/{method}/{slug}")
    lines += [
        f"  reply_days: {rng.choice([3, 7, 10, 14])}",
        f"languages: [en{''.join(', ' + x for x in rng.sample(LANGS, rng.randint(0, 2)))}]",
    ]
    if rng.random() < 0.5:
        lines.append(f"expectations: {quoted('Come with a question, and tell me early when plans change.')}")
    lines.append(f"listed_since: {confirmed - dt.timedelta(days=rng.randint(30, 900))}")
    fill = {"s": specialty.lower(), "a": interests[0], "b": interests[-1], "c": rng.choice(interests)}
    sentences = [rng.choice(OPENERS)]
    while sum(len(s.split()) for s in sentences) < prose_words:
        draw = rng.random()
        sentences.append(
            rng.choice(MIDDLES)
            if draw < 0.55
            else f"I also care about {rng.choice(INTERESTS)} and {rare_word(rng)}."
            if draw < 0.75
            else f"A recent paper of ours: {rare_word(rng)} and {rare_word(rng)} in {rng.choice(INTERESTS)}, with the {rare_word(rng)} and {rare_word(rng)} consortia."
        )
    half = len(sentences) // 2
    bio = (
        " ".join(sentences[:half]) + "\n\n## How we would work\n\n- **First call:** twenty minutes, by video.\n"
        f"- *Then:* goals in writing; see [my group](https://{slugify(school.split(' School')[0])}.example/{slug}).\n\n"
        + " ".join(sentences[half:] + [rng.choice(CLOSERS)])
    ).format(**fill)
    return name, slug, lines, bio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--mentors", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prose", type=int, default=150, help="words in a bio (default 150)")
    parser.add_argument("--today", type=dt.date.fromisoformat, default=dt.date(2026, 11, 1))
    args = parser.parse_args()
    rng = random.Random(args.seed)
    folder = args.out / "content" / "mentors"
    folder.mkdir(parents=True, exist_ok=True)
    (args.out / "directory.yml").write_text(
        "name: Synthetic Mentor Directory\ndescription: An invented directory, for measurements.\n"
        "base_url: https://directory.example/mentors/\ncoordinator:\n  name: Mentoring Office\n  email: mentoring@directory.example\n",
        encoding="utf-8",
    )
    used: dict[str, int] = {}
    for _ in range(args.mentors):
        _name, slug, lines, bio = mentor(rng, args.prose, args.today)
        used[slug] = used.get(slug, 0) + 1
        if used[slug] > 1:
            slug = f"{slug}-{used[slug]}"
        if rng.random() < 0.7:
            text, suffix = "---\n" + "\n".join(lines) + "\n---\n\n" + bio + "\n", "md"
        else:
            text = "\n".join(lines) + "\nbio: |\n" + "".join(f"  {x}\n" if x else "\n" for x in bio.split("\n"))
            suffix = "yaml"
        (folder / f"{slug}.{suffix}").write_text(text, encoding="utf-8")
    print(f"{args.mentors} mentors in {folder}")


if __name__ == "__main__":
    main()
