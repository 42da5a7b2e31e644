export const QIF = `!Account
NCompte 00012345678
TBank
^
!Type:Bank
D01/11/2026
T1 000,00
POpening Balance
L[Compte]
^
D03/11/2026
T-1,234.56
N1234567
PCHÈQUE ÉMIS
MLoyer
LLogement
^
D03/11'26
T-5,00
PFRAIS
^
D 3/11/26
T-5,00
PFRAIS
^
`;
