// Invented people and firms; e-mail goes to the domains of RFC 2606. Names are chosen to be as mixed as a real
// portfolio's: accents, apostrophes, hyphens, several scripts.

export const firstNames = list(`
  Aaliyah, Abebe, Ade, Agnieszka, Aiko, Alejandro, Amara, Anaïs, Anders, Anh, Anjali, Antonella, Arjun,
  Ayşe, Beatriz, Billy-Jo, Björn, Brandon, Caoimhe, Carlos, Chidi, Chloë, Dakota, Darnell, D'Andre,
  Deepak, Dmitri, Ebony, Eleni, Emeka, Emily, Esperanza, Fatima, François, Giulia, Grace, Guadalupe,
  Hannah, Haruto, Hassan, Hyun-woo, Ifeoma, Ingrid, Jamal, Jean-Luc, Jesús, Ji-yeon, Jordan, José, Kai,
  Kateryna, Keanu, Kwame, Lakshmi, Latoya, Leilani, Linh, Łukasz, Mahmoud, Marisol, Mei, Michael,
  Mohammed, Nadia, Natalia, Nia, Noah, Olufemi, Omar, Patricia, Priya, Quyen, Rachel, Rashad, Renée,
  Ricardo, Robert, Rosa, Ryan, Samira, Sean, Shaq'an, Sigrún, Sinéad, Sofía, Svetlana, Tamika, Teuila,
  Thabo, Tomás, Tuan, Tyrone, Uchenna, Vikram, Wei, Winona, Xiomara, Yara, Yusuf, Zoë
`);

export const middleNames = list(`
  A., Ann, B., Chi, de la Cruz, Elizabeth, F., Grace, Isabel, J., James, K., Lee, Lynn, M., Marie, Nguyễn,
  O., Ray, Rose, S., T., Van, W. E. B.
`);

export const lastNames = list(`
  Abara, Adeyemi-Cole, Aguilar, Al-Masri, Alvarez, Andersson, Arslan, Bąk, Begay, Bianchi, Brown,
  Castellanos, Chávez, Chen, Cho, Cohen, D'Angelo, Dang, Davis, de Souza, Desai, Diallo, Dubois,
  Dell'Acqua, Eze, Fernández, Fischer, Garcia, García-Moreno, Goldberg, Gómez, Gunnarsdóttir, Haddad,
  Hernández, Hoang, Ibrahim, Ivanov, Jefferson, Johnson, Jovanović, Kahananui, Kaplan, Kaur, Kim, Kowalczyk,
  Kovačević, Kumar, Lee, Lefèvre, Lopez, MacIntyre, Martínez, Mokoena, McAllister, Mehta, Miller, Müller,
  Nakamura, Navarro, Ndiaye, Nguyen, Núñez, O'Brien, O'Shaughnessy, Okafor, Olsen, Ortiz, Osei,
  Papadopoulos, Park, Patel, Peña, Petrov, Pham, Quispe, Ramírez, Redcloud, Rossi, Saint-Pierre, Sánchez,
  Schäfer, Silva, Singh, Smith, Smith-Jones, St. John, Strauß, Tan, Tanaka, Te'o, Torres, Tran, Tsosie,
  Ueda, Van der Berg, Vasquez, Washington, Williams, Wójcik, Wu, Yılmaz, Zhang, Žukauskas
`);

export const suffixes = ['Jr.', 'Sr.', 'II', 'III', 'IV', 'MD', 'Esq.'] as const;

/** Names that try a program: one word, other scripts, characters outside Unicode's basic plane, great length. */
export const rareNames = [
  'Sukarwati',
  'Mononymous',
  '𠮷田 花子',
  'Đặng Thị Hồng Nhung',
  'محمد الخوري',
  'Олена Шевчук',
  'Bo',
  "N'Golo Mbakwe",
  'Pat "; --" Quotermain',
  'Kealohapauʻolekamakaniokalaniākeaohōkū Kapahulehuanui',
  'Ana María de los Ángeles Fernández de Córdoba y Álvarez de Toledo',
  '𝒬uentin 𝒵',
  'Jack \\ Backslash',
  'Null',
] as const;

export const trades = [
  'Plumbing',
  'Bakery',
  'Dental Group',
  'Landscaping',
  'Auto Body',
  'Catering',
  'Freight',
  'Nail Salon',
  'Roofing',
  'Florists',
  'Print Shop',
  'Day Care',
  'Taquería',
  'Café',
  'Robotics',
] as const;

export const companyForms = [
  'LLC',
  'Inc.',
  '& Sons',
  '& Daughters, Inc.',
  'Co-op',
  'L.P.',
  'PLLC',
  'Ltd.',
  '& Co.',
] as const;

/** Names between commas; a line may end within one. */
function list(names: string): readonly string[] {
  return names.split(',').map((name) => name.trim().replace(/\s+/g, ' '));
}
