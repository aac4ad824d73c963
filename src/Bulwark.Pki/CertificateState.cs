namespace Bulwark.Pki;

/// <summary>A certificate of the PKI folder, for people, status and metrics.</summary>
/// <param name="Name">Base name of its files.</param>
/// <param name="Kind"><c>ca</c>, <c>server</c> or <c>client</c>.</param>
/// <param name="Subject">As RFC 2253 writes it.</param>
/// <param name="Serial">Serial number in hexadecimal.</param>
/// <param name="NotAfter">Its end.</param>
/// <param name="DaysLeft">Whole days until then; negative: that long ago.</param>
/// <param name="State"><c>signs</c>, <c>next</c>, <c>retires ...</c>, <c>imported</c>, <c>in use</c>, <c>issued</c>, <c>revoked</c> or <c>expired</c>.</param>
/// <param name="File">Its PEM file.</param>
public sealed record CertificateState(string Name, string Kind, string Subject, string Serial, DateTimeOffset NotAfter, int DaysLeft, string State, string File);
