namespace Bulwark.Pki;

/// <summary>A revocation list that is in force.</summary>
/// <param name="Issuer">Whose list it is, as RFC 2253 writes it.</param>
/// <param name="Number">Its CRL number.</param>
/// <param name="NextUpdate">When the next one is due.</param>
/// <param name="CountsUntil">From then on every certificate of the issuer is refused.</param>
/// <param name="Entries">How many certificates are on it.</param>
public sealed record RevocationListState(string Issuer, string Number, DateTimeOffset NextUpdate, DateTimeOffset CountsUntil, int Entries);
