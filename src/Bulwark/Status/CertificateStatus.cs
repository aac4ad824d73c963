namespace Bulwark.Status;

/// <summary>A certificate of the PKI folder.</summary>
/// <param name="Name">Its file without the ending.</param>
/// <param name="IsAuthority">True for a CA.</param>
/// <param name="NotAfter">Its end.</param>
/// <param name="DaysLeft">Whole days until then; negative: that long ago.</param>
internal sealed record CertificateStatus(string Name, bool IsAuthority, DateTimeOffset NotAfter, int DaysLeft);
