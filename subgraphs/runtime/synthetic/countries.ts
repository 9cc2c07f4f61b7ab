/** A country that synthetic persons come from. */
export interface Origin {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Share among all, in per mille; roughly that of recent years. */
  readonly weight: number;
  readonly women: readonly string[];
  readonly men: readonly string[];
  readonly families: readonly string[];
  /** ISO 639-3: mother tongues, one of which is drawn. */
  readonly motherTongues: readonly string[];
  /** ISO 639-3 with the chance that a person knows it besides. */
  readonly otherLanguages: readonly (readonly [string, number])[];
  /** Chances of the highest schooling: none or primary, lower secondary, upper secondary, higher. */
  readonly schooling: readonly [number, number, number, number];
}

const arabicWomen = ['Amina', 'Rana', 'Hiba', 'Layla', 'Nour', 'Samar', 'Dima', 'Yasmin', 'Fatima', 'Mariam'];
const arabicMen = [
  'Omar',
  'Khaled',
  'Yousef',
  'Hassan',
  'Tarek',
  'Mahmoud',
  'Bilal',
  'Samir',
  'Ali',
  'Karim',
];
const hornWomen = ['Selam', 'Hiwot', 'Saba', 'Helen', 'Rahel', 'Miriam', 'Luwam', 'Feven', 'Senait', 'Almaz'];
const hornMen = [
  'Filmon',
  'Yonas',
  'Dawit',
  'Samuel',
  'Abel',
  'Tesfay',
  'Kidane',
  'Robel',
  'Merhawi',
  'Biniam',
];

export const origins: readonly Origin[] = [
  {
    country: 'UA',
    weight: 600,
    women: [
      'Olena',
      'Iryna',
      'Oksana',
      'Natalia',
      'Tetiana',
      'Kateryna',
      'Yuliia',
      'Svitlana',
      'Hanna',
      'Daryna',
    ],
    men: ['Andrii', 'Oleksandr', 'Serhii', 'Dmytro', 'Ivan', 'Mykola', 'Bohdan', 'Taras', 'Yurii', 'Vasyl'],
    families: [
      'Kovalenko',
      'Bondarenko',
      'Tkachenko',
      'Kravchenko',
      'Oliinyk',
      'Shevchuk',
      'Polishchuk',
      'Lysenko',
    ],
    motherTongues: ['ukr', 'ukr', 'ukr', 'rus'],
    otherLanguages: [
      ['rus', 0.75],
      ['eng', 0.55],
      ['pol', 0.15],
      ['deu', 0.08],
    ],
    schooling: [0.02, 0.08, 0.42, 0.48],
  },
  {
    country: 'SY',
    weight: 130,
    women: arabicWomen,
    men: arabicMen,
    families: ['Al-Hassan', 'Haddad', 'Khalil', 'Darwish', 'Najjar', 'Saleh', 'Shami', 'Kassab'],
    motherTongues: ['arb', 'arb', 'arb', 'kmr'],
    otherLanguages: [
      ['eng', 0.3],
      ['tur', 0.35],
      ['arb', 0.2],
    ],
    schooling: [0.2, 0.35, 0.25, 0.2],
  },
  {
    country: 'AF',
    weight: 60,
    women: ['Zahra', 'Parwana', 'Shabnam', 'Laila', 'Nasrin', 'Soraya', 'Farida', 'Marzia'],
    men: ['Ahmad', 'Farhad', 'Jawad', 'Nasir', 'Rahim', 'Mirwais', 'Hamid', 'Sharif'],
    families: ['Ahmadi', 'Rahimi', 'Haidari', 'Noori', 'Karimi', 'Sultani', 'Hosseini'],
    motherTongues: ['prs', 'pst'],
    otherLanguages: [
      ['pes', 0.4],
      ['eng', 0.25],
      ['urd', 0.15],
    ],
    schooling: [0.4, 0.25, 0.2, 0.15],
  },
  {
    country: 'ER',
    weight: 45,
    women: hornWomen,
    men: hornMen,
    families: ['Tesfamariam', 'Ghebremedhin', 'Habte', 'Woldu', 'Tekle', 'Berhane', 'Kifle'],
    motherTongues: ['tir'],
    otherLanguages: [
      ['amh', 0.3],
      ['arb', 0.3],
      ['eng', 0.25],
    ],
    schooling: [0.3, 0.45, 0.2, 0.05],
  },
  {
    country: 'CD',
    weight: 45,
    women: ['Furaha', 'Neema', 'Riziki', 'Esperance', 'Grace', 'Chantal', 'Sifa', 'Aline'],
    men: ['Amani', 'Bahati', 'Innocent', 'Patrick', 'Moise', 'Emmanuel', 'Dieudonne', 'Fiston'],
    families: ['Mugisha', 'Ndayishimiye', 'Byamungu', 'Kabila', 'Mwamba', 'Bisimwa'],
    motherTongues: ['swh', 'kin'],
    otherLanguages: [
      ['fra', 0.5],
      ['lin', 0.3],
      ['eng', 0.15],
    ],
    schooling: [0.4, 0.35, 0.2, 0.05],
  },
  {
    country: 'SD',
    weight: 30,
    women: arabicWomen,
    men: arabicMen,
    families: ['Abdallah', 'Osman', 'Idris', 'Adam', 'Ibrahim', 'Eltayeb', 'Musa'],
    motherTongues: ['arb', 'arb', 'fvr'],
    otherLanguages: [['eng', 0.35]],
    schooling: [0.3, 0.3, 0.25, 0.15],
  },
  {
    country: 'TR',
    weight: 30,
    women: ['Elif', 'Zeynep', 'Ayse', 'Merve', 'Esra', 'Hatice', 'Derya', 'Sevgi'],
    men: ['Mehmet', 'Mustafa', 'Emre', 'Murat', 'Yusuf', 'Burak', 'Serkan', 'Baran'],
    families: ['Yilmaz', 'Kaya', 'Demir', 'Aydin', 'Arslan', 'Polat', 'Korkmaz'],
    motherTongues: ['tur', 'tur', 'kmr'],
    otherLanguages: [
      ['eng', 0.5],
      ['deu', 0.15],
    ],
    schooling: [0.05, 0.15, 0.25, 0.55],
  },
  {
    country: 'SO',
    weight: 20,
    women: ['Hodan', 'Ifrah', 'Sahra', 'Asha', 'Ayan', 'Hamdi', 'Deqa'],
    men: ['Abdi', 'Mohamed', 'Liban', 'Yusuf', 'Hassan', 'Guled', 'Warsame'],
    families: ['Warsame', 'Farah', 'Jama', 'Aden', 'Ismail', 'Duale', 'Hersi'],
    motherTongues: ['som'],
    otherLanguages: [
      ['arb', 0.35],
      ['eng', 0.3],
      ['swh', 0.2],
    ],
    schooling: [0.45, 0.3, 0.2, 0.05],
  },
  {
    country: 'ET',
    weight: 20,
    women: hornWomen,
    men: hornMen,
    families: ['Bekele', 'Tadesse', 'Abebe', 'Kebede', 'Gebre', 'Haile', 'Worku'],
    motherTongues: ['amh', 'orm', 'tir'],
    otherLanguages: [
      ['eng', 0.4],
      ['amh', 0.4],
    ],
    schooling: [0.25, 0.35, 0.25, 0.15],
  },
  {
    country: 'IR',
    weight: 20,
    women: ['Maryam', 'Shirin', 'Parisa', 'Niloufar', 'Leila', 'Azadeh', 'Mahsa'],
    men: ['Reza', 'Amir', 'Hossein', 'Mehdi', 'Arash', 'Behzad', 'Kaveh'],
    families: ['Mohammadi', 'Hosseini', 'Rezaei', 'Moradi', 'Jafari', 'Akbari', 'Sharifi'],
    motherTongues: ['pes', 'pes', 'kmr', 'azb'],
    otherLanguages: [
      ['pes', 0.9],
      ['eng', 0.45],
      ['tur', 0.1],
    ],
    schooling: [0.05, 0.15, 0.3, 0.5],
  },
];
