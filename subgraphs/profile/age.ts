/** How old somebody is: full years on a day, in UTC. @param birthDate `YYYY-MM-DD` */
export function fullYears(birthDate: string, today: Date): number {
  const born = new Date(birthDate);
  const years = today.getUTCFullYear() - born.getUTCFullYear();
  const hadBirthday =
    today.getUTCMonth() > born.getUTCMonth() ||
    (today.getUTCMonth() === born.getUTCMonth() && today.getUTCDate() >= born.getUTCDate());
  return hadBirthday ? years : years - 1;
}
